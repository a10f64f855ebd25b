package resource

import (
	"encoding/json"
	"slices"
	"strings"

	"vekst/grants/municipality"
	"vekst/platform/picture"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/id"
	"vekst/value/text"
)

var herePage = web.NewPage[hereView](files, "pages/here.html")

// hereLink is where a resource is added on the spot: a photograph, where it is, three answers. A telephone keeps the page,
// and what is written there without a line.
func hereLink(code string) string { return "/municipalities/" + code + "/resources/here" }

func (h *house) hereRoutes(s *web.Site) {
	s.Private("GET /municipalities/{code}/resources/here", web.SignedIn, h.here)
	s.Upload("POST /municipalities/{code}/resources/here", web.SignedIn, photographForm, h.proposeHere)
	s.Private("GET /municipalities/{code}/resources/here/app", web.Everyone, h.manifest)
}

type hereView struct {
	web.Head
	Code, Name, Self string
	Person, Key      string
	Lang             string
	Kinds            []kindGroup
	Kind             web.Choice
	Called, Special  web.Field
	Place            web.Field
	Trace            traceFields
	Board            board
	Accuracy         string
	Asked            bool
	Offered          bool // the place is from the photograph
	Photo            photoForm
	Anyway           string // complaint
	Twins            []card
}

type kindGroup struct {
	Name    string
	Options []web.Option
}

func (h *house) here(q *web.Request) (web.Answer, error) {
	v, err := h.hereView(q, nil, "", picture.Taken{})
	if err != nil {
		return nil, err
	}
	return herePage.Show(v), nil
}

func (h *house) hereView(q *web.Request, heard []web.Complaint, kept string, taken picture.Taken) (hereView, error) {
	q.SetHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
	d, m, err := h.known(q)
	if err != nil {
		return hereView{}, err
	}
	v := hereView{Code: m.Code, Name: d.Label(m.Code, q.Lang), Self: hereLink(m.Code), Person: q.PersonKey(), Key: q.Value("key"), Lang: q.Lang, Accuracy: q.Value("accuracy"),
		Asked: q.Value("asked") != "" || taken.HasPlace}
	v.Title, v.Section, v.Complaints, v.Script = q.T("resource.here.title"), "look.nav.municipalities", heard, "field.js"
	v.Style = "spot.css"
	v.Manifest = v.Self + "/app"
	v.Crumbs = crumbsTo(q, d, m)
	if v.Key == "" {
		v.Key = id.New()
	}
	v.Kind = web.Choice{Name: "kind", Label: q.T("resource.here.kind"), Value: q.Value("kind"), Complaint: v.Head.Complaint("kind")}
	v.Kinds = kindGroups(q)
	v.Called = web.Field{Name: "name", Label: q.T("resource.here.name"), Value: q.Value("name"), Complaint: v.Head.Complaint("name")}
	v.Special = web.Field{Name: "text", Label: q.T("resource.here.special"), Help: q.T("resource.here.special_help"), Value: q.Value("text"), Rows: 3, Optional: true, Complaint: v.Head.Complaint("text")}
	v.Place = web.Field{Name: "place", Label: q.T("resource.here.place"), Help: q.T("resource.here.place_help"), Value: q.Value("place"), Optional: true, Complaint: v.Head.Complaint("place")}
	if v.Place.Value == "" && taken.HasPlace {
		v.Place.Value, v.Offered = degrees(taken.Lat)+", "+degrees(taken.Lon), true
	}
	v.Photo = h.photoForm(q, kept, v.Head.Complaint)
	v.Photo.Caption.Help = q.T("resource.here.caption_help")
	v.Anyway = v.Head.Complaint(alikeField)
	v.Trace = traceFieldsOf(q, Place{}, v.Head.Complaint)
	if v.Board, err = h.boardOf(q, d, m, Place{}); err != nil {
		return v, err
	}
	return v, v.tellAlike(q, d, m)
}

// tellAlike shows what is there already, where that is what is asked.
func (v *hereView) tellAlike(q *web.Request, d *municipality.Directory, m municipality.Municipality) error {
	if v.Anyway == "" {
		return nil
	}
	entry, _ := entryHere(q)
	all, err := Alike(q.Reader(), q.Actor(), m.Code, "", entry)
	scope, failed := ScopeOf(q.Reader(), q.Actor())
	for _, t := range all {
		if t.State == Confirmed || scope.Has(t.Municipality) || t.By == q.Actor().ID {
			v.Twins = append(v.Twins, twinCard(q, d, t))
		}
	}
	return or(err, failed)
}

func kindGroups(q *web.Request) []kindGroup {
	all, _ := Kinds()
	var groups []kindGroup
	for _, class := range Classes {
		g := kindGroup{Name: q.T("resource.classes." + class)}
		for _, k := range all {
			if k.Class == class {
				g.Options = append(g.Options, web.Option{Value: k.ID, Label: k.Name.In(q.Lang)})
			}
		}
		groups = append(groups, g)
	}
	return groups
}

// entryHere is what the form says, with what is wrong with the place.
func entryHere(q *web.Request) (Entry, []refusal.Complaint) {
	l := q.Value("lang")
	if !text.Is(l) {
		l = q.Lang
	}
	e := Entry{Name: text.Text{}, Original: l, Kind: q.Value("kind")}
	put(&e.Name, l, q.Value("name"))
	put(&e.Description, l, q.Value("text"))
	var unread []refusal.Complaint
	e.Place, unread = readWhere(q, Place{})
	return e, unread
}

func put(t *text.Text, l, s string) {
	switch l {
	case text.BG:
		t.BG = s
	case text.NB:
		t.NB = s
	default:
		t.EN = s
	}
}

// proposeHere takes in a resource as it was sent from the spot, by a form or, later, by a telephone that has found a line.
// Sent twice it arrives once. Its photograph is judged first, so that a bad one keeps everything back.
func (h *house) proposeHere(q *web.Request) (web.Answer, error) {
	if person := q.Value("person"); q.WantsJSON() && person != q.PersonKey() {
		return nil, refusal.New(refusal.SignIn, "resource.here.other_person")
	}
	kept, taken, err := h.receive(q, q.Value("key"))
	if err == nil && taken.HasPlace && q.Value("place") == "" && q.Value("asked") == "" && isPoint(q) {
		return h.askAgain(q, nil, kept, taken)
	}
	var r Resource
	if err == nil {
		r, err = h.keepHere(q, kept)
	}
	if err == nil {
		return web.See(Link(r.ID)), nil
	}
	err = fieldsHere(err)
	if q.WantsJSON() {
		return nil, h.nameAlike(q, err)
	}
	if q.Complaints(err) == nil {
		return nil, err
	}
	return h.askAgain(q, err, kept, taken)
}

func (h *house) askAgain(q *web.Request, err error, kept string, taken picture.Taken) (web.Answer, error) {
	v, failed := h.hereView(q, q.Complaints(err), kept, taken)
	if failed != nil {
		return nil, failed
	}
	return herePage.Refuse(v), nil
}

// keepHere proposes the resource of the form, and puts its photograph beside it. What can be wrong with the credit is found
// before anything is kept.
func (h *house) keepHere(q *web.Request, photograph string) (Resource, error) {
	entry, unread := entryHere(q)
	if err := entry.unreadable(unread, q.PathValue("code")); err != nil {
		return Resource{}, err
	}
	c := credit(q)
	c.Lang = entry.Original
	if c.Caption == "" {
		c.Caption = q.Value("name")
	}
	if photograph != "" && len(q.Value("name")) >= 3 { // of a name that is too short the proposal complains
		if err := refusal.Of(c.Tidied().Complaints()); err != nil {
			return Resource{}, err
		}
	}
	r, err := web.Do(q, Propose, Proposing{Municipality: q.PathValue("code"), Entry: entry, Key: q.Value("key"), Anyway: q.Value(alikeField) != ""})
	if err != nil || photograph == "" {
		return r, err
	}
	_, err = web.Do(q, AddPhotograph, Picturing{ID: r.ID, Photograph: photograph, Credit: c})
	return r, err
}

// nameAlike says what is there already to a telephone, which has no page to show it on.
func (h *house) nameAlike(q *web.Request, err error) error {
	all := refusal.Complaints(err)
	if !slices.ContainsFunc(all, func(c refusal.Complaint) bool { return c.Field == alikeField }) {
		return err
	}
	d, m, failed := h.known(q)
	if failed != nil {
		return failed
	}
	v := hereView{Anyway: "?"}
	if failed := v.tellAlike(q, d, m); failed != nil || len(v.Twins) == 0 {
		return or(failed, err)
	}
	names := make([]string, len(v.Twins))
	for i, t := range v.Twins {
		names[i] = places(t.Name.Text, t.Kind, t.Where)
	}
	return refusal.Of(append(slices.Clone(all), refusal.About(alikeField, "resource.here.alike_named", "Names", strings.Join(names, "; "))))
}

// fieldsHere makes complaints about a name in one language complaints about the name.
func fieldsHere(err error) error {
	all := refusal.Complaints(err)
	if all == nil {
		return err
	}
	mended := make([]refusal.Complaint, len(all))
	for i, c := range all {
		if c.Field == "as" {
			c.Field = "shape"
		}
		for _, field := range []string{"name", "text"} {
			if strings.HasPrefix(c.Field, field+"_") {
				c.Field = field
			}
		}
		mended[i] = c
	}
	return refusal.Of(mended)
}

// manifest lets the page be put on the home screen of a telephone.
func (h *house) manifest(q *web.Request) (web.Answer, error) {
	d, m, err := h.known(q)
	if err != nil {
		return nil, err
	}
	icon, err := q.Site.Assets.Link("icon.svg")
	if err != nil {
		return nil, err
	}
	name := q.T("resource.here.app", "Name", d.Label(m.Code, q.Lang))
	data, err := json.Marshal(map[string]any{"id": hereLink(m.Code), "start_url": hereLink(m.Code), "scope": "/", "display": "standalone", "lang": q.Lang,
		"name": name, "short_name": d.Label(m.Code, q.Lang), "background_color": "#ffffff", "theme_color": "#ffffff",
		"icons": []map[string]string{{"src": icon, "sizes": "any", "type": "image/svg+xml"}}})
	return web.File{Type: "application/manifest+json", Data: data}, err
}
