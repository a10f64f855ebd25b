package resource

import (
	"vekst/grants/municipality"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var photographsPage = web.NewPage[photographsView](files, "pages/photographs.html")

// photographForm is the largest form with a photograph: more than a photograph may be, so that one that is too large is
// refused beside its field.
const photographForm = 64 << 20

func photographsLink(resource string) string { return Link(resource) + "/photographs" }

func photographLink(id string) string { return "/photographs/" + id }

func (h *house) photographRoutes(s *web.Site) {
	s.Private("GET /resources/{id}/photographs", web.SignedIn, h.photographs)
	s.Upload("POST /resources/{id}/photographs", web.SignedIn, photographForm, h.addPhotograph)
	s.Private("POST /resources/{id}/photographs/{photograph}", web.SignedIn, h.describePhotograph)
	s.Private("POST /resources/{id}/photographs/{photograph}/cover", web.SignedIn, h.movePhotograph(true))
	s.Private("POST /resources/{id}/photographs/{photograph}/earlier", web.SignedIn, h.movePhotograph(false))
	s.Private("POST /resources/{id}/photographs/{photograph}/remove", web.SignedIn, h.removePhotograph)
	s.Private("POST /resources/{id}/photographs/{photograph}/back", web.SignedIn, h.putBackPhotograph)
	s.Private("GET /photographs/{photograph}", web.Everyone, h.photograph)
	s.Private("GET /photographs/{photograph}/small", web.Everyone, h.smallPhotograph)
}

// picture is a photograph on a page.
type shownPhotograph struct {
	ID, Link, Small         string
	Caption, Lang           string
	Author                  string
	Licence, LicenceLink    string
	Note                    string // why it is not given to everybody yet
	IsCover                 bool
	Words                   web.Field
	By                      web.Field
	Under                   web.Choice
	IsWrong                 bool
	CanMove, CanChangeWords bool
}

func (h *house) shown(q *web.Request, p Photograph) shownPhotograph {
	l := LicenceOf(p.Licence)
	s := shownPhotograph{ID: p.ID, Link: photographLink(p.ID), Small: photographLink(p.ID) + "/small", Caption: p.Caption, Lang: p.Lang, Author: p.Author, Licence: l.Name, LicenceLink: l.Link}
	if l.Name == "" {
		s.Licence = q.T("resource.photo.own")
	}
	if p.IsHeld(h.Scanner != nil) {
		s.Note = q.T("resource.photo.held")
	}
	return s
}

// tellPhotographs shows the photographs of a resource that whoever looks may see.
func (v *oneView) tellPhotographs(h *house, q *web.Request, r Resource) error {
	all, err := PhotographsOf(q.Reader(), r.ID)
	if err != nil {
		return err
	}
	maySee, err := MaySee(q.Reader(), q.Actor(), r)
	for _, p := range all {
		if maySee || p.By == q.Actor().ID || !p.IsHeld(h.Scanner != nil) {
			v.Photographs = append(v.Photographs, h.shown(q, p))
		}
	}
	if maySee && r.State != Retired && r.State != Merged {
		v.PhotographsLink = photographsLink(r.ID)
	}
	return err
}

type photographsView struct {
	web.Head
	ID, Name string
	Lang     string
	All      []shownPhotograph
	Removed  string // identifier of what was taken away just now
	Form     photoForm
}

func (h *house) photographs(q *web.Request) (web.Answer, error) {
	v, err := h.photographsView(q, nil, "", "")
	if err != nil {
		return nil, err
	}
	return photographsPage.Show(v), nil
}

// photographsView is the page of those who may change the photographs. Complaints are about the one named, or about a new one.
func (h *house) photographsView(q *web.Request, heard []web.Complaint, about, kept string) (photographsView, error) {
	r, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return photographsView{}, err
	}
	if may, err := MaySee(q.Reader(), q.Actor(), r); err != nil || !may {
		return photographsView{}, or(err, refusal.New(refusal.Missing, "resource.refusal.unknown"))
	}
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return photographsView{}, err
	}
	m, _ := d.Municipality(r.Municipality)
	name := saying(q, r.Name, r.Original)
	v := photographsView{ID: r.ID, Name: name.Text, Lang: name.Lang, Removed: q.URL.Query().Get("removed")}
	v.Title, v.Section, v.Style, v.Complaints = q.T("resource.photo.title"), "look.nav.municipalities", "spot.css", heard
	v.Crumbs = append(crumbsTo(q, d, m), web.Crumb{Name: name.Text, Link: q.Link(Link(r.ID))})
	of := func(id string) func(string) string {
		return func(field string) string {
			if id != about {
				return ""
			}
			return v.Head.Complaint(field)
		}
	}
	v.Form = h.photoForm(q, kept, of(""))
	all, err := PhotographsOf(q.Reader(), r.ID)
	for i, p := range all {
		v.All = append(v.All, h.changeable(q, p, i, r.ID, about, of(p.ID)))
	}
	for i, c := range v.Complaints {
		if about != "" {
			v.Complaints[i].Field = c.Field + "-" + about
		}
	}
	return v, err
}

func or(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func crumbsTo(q *web.Request, d *municipality.Directory, m municipality.Municipality) []web.Crumb {
	return append(crumbsOf(q, d, m), web.Crumb{Name: q.T("resource.list.title"), Link: q.Link("/municipalities/" + m.Code + "/resources")})
}

// changeable is a photograph with its form.
func (h *house) changeable(q *web.Request, p Photograph, at int, resource, about string, complaint func(string) string) shownPhotograph {
	s := h.shown(q, p)
	s.IsCover, s.CanMove, s.CanChangeWords = at == 0, at > 0 && p.Resource == resource, p.Resource == resource
	c := p.Credit
	if about == p.ID {
		c, s.IsWrong = credit(q), true
	}
	s.By = web.Field{Name: "author-" + p.ID, Label: q.T("resource.photo.author"), Value: c.Author, Complaint: complaint("author")}
	s.Words = web.Field{Name: "caption-" + p.ID, Label: q.T("resource.photo.caption"), Value: c.Caption, Complaint: complaint("caption")}
	s.Under = web.Choice{Name: "licence-" + p.ID, Label: q.T("resource.photo.licence"), Value: c.Licence, Options: licenceOptions(q), Complaint: complaint("licence")}
	return s
}

func (h *house) addPhotograph(q *web.Request) (web.Answer, error) {
	kept, _, err := h.receive(q, q.Value("key"))
	if err == nil && kept == "" {
		err = refusedPhotograph("none")
	}
	if err == nil {
		_, err = web.Do(q, AddPhotograph, Picturing{ID: q.PathValue("id"), Photograph: kept, Credit: credit(q)})
	}
	return h.afterPhotograph(q, err, "", kept)
}

func (h *house) describePhotograph(q *web.Request) (web.Answer, error) {
	id := q.PathValue("photograph")
	for _, name := range []string{"author", "licence", "caption"} {
		q.Form.Set(name, q.Value(name+"-"+id))
	}
	_, err := web.Do(q, DescribePhotograph, Picturing{ID: q.PathValue("id"), Photograph: id, Credit: credit(q)})
	return h.afterPhotograph(q, err, id, "")
}

// afterPhotograph goes back to the page, or shows it with what there is to correct.
func (h *house) afterPhotograph(q *web.Request, err error, about, kept string) (web.Answer, error) {
	if heard, status := q.Heard(err); status != 0 {
		v, failed := h.photographsView(q, heard, about, kept)
		if failed != nil {
			return nil, failed
		}
		return photographsPage.With(status, v), nil
	}
	if err != nil {
		return nil, err
	}
	return web.See(photographsLink(q.PathValue("id"))), nil
}

func (h *house) movePhotograph(cover bool) web.Handler {
	return func(q *web.Request) (web.Answer, error) {
		_, err := web.Do(q, MovePhotograph, Ordering{ID: q.PathValue("id"), Photograph: q.PathValue("photograph"), Cover: cover})
		return web.See(photographsLink(q.PathValue("id"))), err
	}
}

func (h *house) removePhotograph(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, RemovePhotograph, Taking{ID: q.PathValue("id"), Photograph: q.PathValue("photograph")})
	return web.See(photographsLink(q.PathValue("id")) + "?removed=" + q.PathValue("photograph")), err
}

func (h *house) putBackPhotograph(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, RemovePhotograph, Taking{ID: q.PathValue("id"), Photograph: q.PathValue("photograph"), Back: true})
	return web.See(photographsLink(q.PathValue("id"))), err
}

// photograph gives what is seen of a photograph to those who may see it.
func (h *house) photograph(q *web.Request) (web.Answer, error) {
	p, err := h.visible(q)
	if err != nil {
		return nil, err
	}
	return h.picture(q, p, p.SHA256, p.Media)
}

func (h *house) smallPhotograph(q *web.Request) (web.Answer, error) {
	p, err := h.visible(q)
	if err != nil {
		return nil, err
	}
	return h.picture(q, p, p.Small, "image/jpeg")
}

// picture gives a file of a photograph. Pages of other sites may show what is under an open licence.
func (h *house) picture(q *web.Request, p Photograph, sum, media string) (web.Answer, error) {
	from, err := h.store.Read(q.Context(), sum)
	if err != nil {
		return nil, err
	}
	q.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
	policy := "same-origin"
	if LicenceOf(p.Licence).IsOpen() && p.Resource != "" {
		policy = "cross-origin"
	}
	q.SetHeader("Cross-Origin-Resource-Policy", policy)
	q.SetHeader("Cache-Control", "private, max-age=3600")
	return web.Stream{File: web.File{Type: media}, From: from}, nil
}

// visible is the photograph of a request, if whoever asks may see it: everybody what stands beside a confirmed resource and
// is not held, whoever sent it and officials the rest.
func (h *house) visible(q *web.Request) (Photograph, error) {
	p, err := FindPhotograph(q.Reader(), q.PathValue("photograph"))
	if err != nil {
		return p, err
	}
	missing := refusal.New(refusal.Missing, "look.refusal.missing")
	if p.IsGone() {
		return p, missing
	}
	if q.Actor().Person() && p.By == q.Actor().ID {
		return p, nil
	}
	if p.Resource == "" {
		return p, missing
	}
	r, err := Find(q.Reader(), p.Resource)
	if err != nil {
		return p, err
	}
	if r.State == Merged { // they stand beside the one it lives on in
		if r, err = Find(q.Reader(), r.Into); err != nil {
			return p, err
		}
	}
	if r.State == Confirmed {
		if p.Removed.IsZero() && !p.IsHeld(h.Scanner != nil) {
			return p, nil
		}
	}
	if may, err := MaySee(q.Reader(), q.Actor(), r); err != nil || !may {
		return p, or(err, missing)
	}
	return p, nil
}
