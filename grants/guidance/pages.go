package guidance

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/file"
	"vekst/platform/lang"
	"vekst/platform/quarantine"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var (
	listPage    = web.NewPage[listView](files, "pages/guidance.html")
	publishPage = web.NewPage[publishView](files, "pages/publish.html")
)

// mayPublish lets officers to the page; whether they may for this call, the action says.
var mayPublish = web.Role(account.Operator, account.Administrator)

type listView struct {
	web.Head
	Call, Name string
	Documents  []documentRow
	CanPublish bool
	IsScanned  bool
}

type documentRow struct {
	ID, Title string
	Newest    versionRow
	Older     []versionRow
}

type versionRow struct {
	Number             int64
	Link, Name         string
	Size, Day, Changed string
	Note               string // a key: why it is not given, or not to everybody
}

func (h *house) list(q *web.Request) (web.Answer, error) {
	c, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	v := listView{Call: c.ID, Name: c.Title.In(q.Lang), CanPublish: q.Actor().HasAny(c.Programme, account.Operator, account.Administrator), IsScanned: h.Scanner != nil}
	v.Title, v.Section, v.Crumbs = q.T("guidance.list.title"), "look.nav.calls", crumbs(q, c)
	all, err := Of(q.Reader(), c.ID)
	for _, d := range all {
		row := documentRow{ID: d.ID, Title: d.Title.In(q.Lang)}
		for i, one := range d.Versions {
			if i == 0 {
				row.Newest = h.versionOf(q, c, d, one)
			} else {
				row.Older = append(row.Older, h.versionOf(q, c, d, one))
			}
		}
		v.Documents = append(v.Documents, row)
	}
	return listPage.Show(v), err
}

func (h *house) versionOf(q *web.Request, c call.Published, d Document, v Version) versionRow {
	row := versionRow{Number: v.Number, Link: link(q, d.ID, v.Number), Name: v.Name, Size: q.T("guidance.list.size", "KB", lang.Number(q.Lang, (v.Size+1023)>>10)),
		Day: lang.Date(q.Lang, v.At.In(c.Window.Location())), Changed: v.Changed.In(q.Lang)}
	switch {
	case v.IsGone():
		row.Link, row.Note = "", "guidance.list.infected"
	case v.IsHeldFrom(q.Actor().ID, h.Scanner != nil):
		row.Link, row.Note = "", "guidance.list.held"
	case v.IsHeldFrom("", h.Scanner != nil):
		row.Note = "guidance.list.held_yours"
	}
	return row
}

func link(q *web.Request, document string, version int64) string {
	return q.Link("/guidance/" + document + "/" + strconv.FormatInt(version, 10))
}

func crumbs(q *web.Request, c call.Published) []web.Crumb {
	return []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}, {Name: c.Title.In(q.Lang), Link: q.Link("/calls/" + c.ID)}}
}

// Beside tells the page of a call what guidance there is.
func Beside(q *web.Request, c call.Published) ([]call.Beside, error) {
	all, err := Of(q.Reader(), c.ID)
	if len(all) == 0 && !q.Actor().HasAny(c.Programme, account.Operator, account.Administrator) {
		return nil, err
	}
	return []call.Beside{{Title: q.T("guidance.list.title"), Link: q.Link("/calls/" + c.ID + "/guidance"), Says: q.T("guidance.list.count", "Count", len(all))}}, err
}

type publishView struct {
	web.Head
	Call, Name, Document string
	Of                   string // the title of the document that gets a new version
	Texts                []web.Field
	Complaint            string // about the file
	Types                string
	IsScanned            bool
}

func (h *house) askToPublish(q *web.Request) (web.Answer, error) {
	v, err := h.newPublish(q, nil)
	if err != nil {
		return nil, err
	}
	return publishPage.Show(v), nil
}

func (h *house) newPublish(q *web.Request, heard []web.Complaint) (publishView, error) {
	c, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return publishView{}, err
	}
	v := publishView{IsScanned: h.Scanner != nil, Call: c.ID, Name: c.Title.In(q.Lang), Document: q.Value("document")}
	v.Title, v.Section, v.Complaints = q.T("guidance.publish.title"), "look.nav.calls", heard
	v.Crumbs = append(crumbs(q, c), web.Crumb{Name: q.T("guidance.list.title"), Link: q.Link("/calls/" + c.ID + "/guidance")})
	v.Complaint = v.Head.Complaint("file")
	asks := "title"
	if v.Document != "" {
		d, err := Find(q.Reader(), v.Document)
		if err != nil {
			return v, err
		}
		asks, v.Of = "changed", d.Title.In(q.Lang)
	}
	for _, l := range text.Languages {
		name := asks + "_" + l
		v.Texts = append(v.Texts, web.Field{Name: name, Label: q.T("guidance.publish." + name), Value: q.Value(name), Complaint: v.Head.Complaint(name)})
	}
	return v, nil
}

func (h *house) publish(q *web.Request) (web.Answer, error) {
	in := Publishing{Call: q.PathValue("call"), Document: q.Value("document"), Title: texts(q, "title"), Changed: texts(q, "changed"), Scanned: h.Scanner != nil}
	if err := h.take(q, &in); err != nil {
		return nil, err
	}
	_, err := web.Do(q, Publish, in)
	if refusal.KindOf(err) == refusal.Invalid {
		v, failed := h.newPublish(q, q.Complaints(err))
		if failed != nil {
			return nil, failed
		}
		return publishPage.Refuse(v), nil
	}
	if err != nil {
		return nil, err
	}
	return web.See(q.Link("/calls/" + in.Call + "/guidance")), nil
}

func texts(q *web.Request, name string) text.Text {
	return text.Text{BG: q.Value(name + "_bg"), NB: q.Value(name + "_nb"), EN: q.Value(name + "_en")}
}

// take puts the file that was sent into the store, if it will be published. One that was not sent is complained about by
// the action.
func (h *house) take(q *web.Request, in *Publishing) error {
	from, header, err := q.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil
	}
	if err != nil {
		return err
	}
	defer from.Close()
	in.Name = file.CleanName(header.Filename)
	if in.File, err = file.Measure(from); err != nil {
		return err
	}
	c, err := call.Find(q.Reader(), in.Call)
	if err != nil || slices.Concat(unexplained(*in), unfit(*in)) != nil || !q.Actor().HasAny(c.Programme, account.Operator, account.Administrator) {
		return err
	}
	return h.store.Keep(q.Context(), from, in.File)
}

// download gives a version of a document to everybody, once it may be given.
func (h *house) download(q *web.Request) (web.Answer, error) {
	d, err := Find(q.Reader(), q.PathValue("document"))
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(d.Versions, func(v Version) bool { return strconv.FormatInt(v.Number, 10) == q.PathValue("version") })
	if at < 0 {
		return nil, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	v := d.Versions[at]
	switch {
	case v.IsGone():
		return nil, refusal.New(refusal.Missing, "guidance.refusal.gone", "Name", v.Name)
	case v.IsHeldFrom(q.Actor().ID, h.Scanner != nil):
		return nil, refusal.New(refusal.Closed, "guidance.refusal.held", "Name", v.Name)
	}
	from, err := h.store.Read(q.Context(), v.SHA256)
	if err != nil {
		return nil, err
	}
	q.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(v.Name))
	return web.Stream{File: web.File{Type: "application/octet-stream", Forever: v.scan == quarantine.Clean}, From: from}, nil
}
