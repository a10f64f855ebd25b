package resource

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var formPage = web.NewPage[formView](files, "pages/form.html")

type formView struct {
	web.Head
	Action, Back     string
	IsNew            bool
	Waits            bool // an official decides on what is sent
	Version          int64
	Original         string
	Key              string
	Name, Text       web.Field
	Others           []web.Field // names and descriptions in the other languages
	OthersOpen       bool
	Kinds            []kindGroup
	Kind             web.Choice
	Place            web.Field
	Trace            traceFields
	Board            board
	Settlement       web.Choice
	Condition        web.Choice
	More             []web.Choice
	ProtectedAs      web.Field
	Months           []month
	AllYear          bool
	MoreOpen         bool
	Blur             web.Choice
	Twins            []card
	Anyway           bool
	AnywayComplaint  string
	MunicipalityName string
}

type month struct {
	Number   int
	Name     string
	IsChosen bool
}

// askNew shows the form of a new resource.
func (h *house) askNew(q *web.Request) (web.Answer, error) {
	v, err := h.newForm(q, Entry{Original: q.Lang}, nil)
	if err != nil {
		return nil, err
	}
	return formPage.Show(v), nil
}

// takeNew keeps a new resource, or shows the form again with everything typed.
func (h *house) takeNew(q *web.Request) (web.Answer, error) {
	e, unread := readEntry(q, Entry{})
	in := Proposing{Municipality: q.PathValue("code"), Entry: e, Key: q.Value("key"), Anyway: q.Value("anyway") != ""}
	r, err := Resource{}, e.unreadable(unread, in.Municipality)
	if err == nil {
		r, err = web.Do(q, Propose, in)
	}
	if err == nil {
		return web.See(q.Link(Link(r.ID)) + "?kept=1"), nil
	}
	complaints := heard(q, err)
	if complaints == nil {
		return nil, err
	}
	v, err := h.newForm(q, e, complaints)
	if err != nil {
		return nil, err
	}
	return formPage.Refuse(v), nil
}

func (h *house) newForm(q *web.Request, e Entry, complaints []web.Complaint) (formView, error) {
	d, m, err := h.known(q)
	if err != nil {
		return formView{}, err
	}
	scope, err := ScopeOf(q.Reader(), q.Actor())
	if err != nil {
		return formView{}, err
	}
	v := formView{IsNew: true, Action: newLink(m.Code), Back: q.Link("/municipalities/" + m.Code + "/resources"), Waits: !scope.Has(m.Code), Key: keyOf(q)}
	v.Title, v.Complaints = q.T("resource.form.new", "Name", d.Label(m.Code, q.Lang)), complaints
	v.fill(q, d, m, e)
	if v.Board, err = h.boardOf(q, d, m, e.Place); err != nil {
		return v, err
	}
	if slices.ContainsFunc(complaints, func(c web.Complaint) bool { return c.Field == alikeField }) || q.Value("anyway") != "" {
		err = v.offer(q, d, m.Code, e)
	}
	return v, err
}

// offer shows what the entry may repeat.
func (v *formView) offer(q *web.Request, d *municipality.Directory, code string, e Entry) error {
	all, err := Alike(q.Reader(), q.Actor(), code, "", e.Tidied())
	for _, t := range all {
		if t.State != Confirmed { // what nobody has confirmed is not shown to others
			if maySee, err := MaySee(q.Reader(), q.Actor(), t.Resource); err != nil || !maySee {
				continue
			}
		}
		v.Twins = append(v.Twins, twinCard(q, d, t))
	}
	v.Anyway, v.AnywayComplaint = q.Value("anyway") != "", v.Complaint(alikeField)
	return err
}

// keyOf is what the page calls what it sends, so that sent twice is kept once.
func keyOf(q *web.Request) string {
	if isPosted(q) {
		return q.Value("key")
	}
	return newKey()
}

// askChange shows the form with what is written of a resource.
func (h *house) askChange(q *web.Request) (web.Answer, error) {
	r, err := h.editable(q)
	if err != nil {
		return nil, err
	}
	v, err := h.changeForm(q, r, r.Entry, nil)
	if err != nil {
		return nil, err
	}
	return formPage.Show(v), nil
}

// editable is the resource in the address, where whoever asks may see it.
func (h *house) editable(q *web.Request) (Resource, error) {
	r, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return r, err
	}
	maySee, err := MaySee(q.Reader(), q.Actor(), r)
	if err == nil && !maySee {
		err = refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	return r, err
}

func (h *house) takeChange(q *web.Request) (web.Answer, error) {
	r, err := h.editable(q)
	if err != nil {
		return nil, err
	}
	e, unread := readEntry(q, r.Entry)
	version, _ := strconv.ParseInt(q.Value("version"), 10, 64)
	if err = e.unreadable(unread, r.Municipality); err == nil {
		_, err = web.Do(q, Change, Changing{ID: r.ID, Version: version, Entry: e})
	}
	if err == nil {
		return web.See(q.Link(Link(r.ID)) + "?kept=1"), nil
	}
	complaints := heard(q, err)
	if complaints == nil {
		return nil, err
	}
	v, err := h.changeForm(q, r, e, complaints)
	if err != nil {
		return nil, err
	}
	return formPage.Refuse(v), nil
}

func (h *house) changeForm(q *web.Request, r Resource, e Entry, complaints []web.Complaint) (formView, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return formView{}, err
	}
	m, _ := d.Municipality(r.Municipality)
	v := formView{Action: Link(r.ID) + "/edit", Back: q.Link(Link(r.ID)), Version: r.Version}
	v.Title, v.Complaints = q.T("resource.form.change"), complaints
	v.fill(q, d, m, e)
	if v.Board, err = h.boardOf(q, d, m, r.Place); err != nil {
		return v, err
	}
	v.Crumbs = append(v.Crumbs, web.Crumb{Name: r.Name.In(q.Lang), Link: v.Back})
	return v, nil
}

// fill puts an entry into the fields of the form: first what one knows standing before it, then the rest.
func (v *formView) fill(q *web.Request, d *municipality.Directory, m municipality.Municipality, e Entry) {
	v.MunicipalityName = d.Label(m.Code, q.Lang)
	v.Section, v.Thread, v.Style, v.Script = "look.nav.municipalities", 2, "spot.css", "trace.js"
	q.SetHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
	v.Crumbs = append(crumbsOf(q, d, m), web.Crumb{Name: q.T("resource.list.title"), Link: q.Link("/municipalities/" + m.Code + "/resources")})
	v.Original = originalOr(e.Original)
	v.words(q, e)
	v.Kinds, v.Kind = kindGroups(q), web.Choice{Name: "kind", Label: q.T("resource.form.kind"), Value: e.Kind, Complaint: v.Complaint("kind")}
	v.Place = web.Field{Name: "place", Label: q.T("resource.form.place"), Help: q.T("resource.form.place_help"), Value: positionOf(q, e), Optional: true, Complaint: v.Complaint("place")}
	v.Trace = traceFieldsOf(q, e.Place, v.Head.Complaint)
	v.Settlement = v.settlements(q, m, e)
	v.Condition = v.choice(q, "condition", e.Condition, Conditions)
	v.More = []web.Choice{v.choice(q, "ownership", e.Ownership, Ownerships), v.choice(q, "access", e.Access, Accesses), v.choice(q, "protection", e.Protection, Protections)}
	v.ProtectedAs = web.Field{Name: "protected_as", Label: q.T("resource.form.protected_as"), Value: e.ProtectedAs, Optional: true, Complaint: v.Complaint("protected_as")}
	v.season(q, e.Season)
	v.Blur = v.blurs(q, e.Blur)
	v.MoreOpen = !v.IsNew || e.Ownership+e.Access+e.Protection+e.ProtectedAs != "" || e.Season != 0 || e.Blur != 0
}

// words are the name and the description: in the language they were written in, and folded away in the others.
func (v *formView) words(q *web.Request, e Entry) {
	field := func(name, l string, t text.Text, rows int) web.Field {
		return web.Field{Name: name + "_" + l, Label: q.T("resource.form." + name), Value: in(t, l), Rows: rows, Complaint: v.Complaint(name + "_" + l)}
	}
	v.Name, v.Text = field("name", v.Original, e.Name, 0), field("text", v.Original, e.Description, 6)
	v.Name.Help, v.Text.Help, v.Text.Optional = q.T("resource.form.name_help"), q.T("resource.form.text_help"), true
	for _, l := range text.Languages {
		if l == v.Original {
			continue
		}
		name, words := field("name", l, e.Name, 0), field("text", l, e.Description, 4)
		name.Label, words.Label = q.T("resource.changed."+"name_"+l), q.T("resource.changed."+"text_"+l)
		name.Optional, words.Optional = true, true
		v.Others = append(v.Others, name, words)
		v.OthersOpen = v.OthersOpen || name.Value+words.Value+name.Complaint+words.Complaint != ""
	}
}

// positionOf is the position as it was typed, or else as it is kept.
func positionOf(q *web.Request, e Entry) string {
	if isPosted(q) {
		return q.FormValue("place")
	}
	if !e.Place.Known() {
		return ""
	}
	return degrees(e.Place.Lat) + ", " + degrees(e.Place.Lon)
}

// settlements are those of the municipality, where we know them.
func (v *formView) settlements(q *web.Request, m municipality.Municipality, e Entry) web.Choice {
	c := web.Choice{Name: "settlement", Label: q.T("resource.field.settlement"), Value: e.Settlement, Complaint: v.Complaint("settlement")}
	places, err := municipality.Places()
	if err != nil {
		return c
	}
	all := places.Settlements(m.Code)
	slices.SortFunc(all, func(a, b municipality.Settlement) int {
		return strings.Compare(lang.SortKey(q.Lang, a.Name.In(q.Lang)), lang.SortKey(q.Lang, b.Name.In(q.Lang)))
	})
	if len(all) > 0 {
		c.Options = []web.Option{{Label: q.T("resource.form.nobody_said")}}
	}
	for _, s := range all {
		c.Options = append(c.Options, web.Option{Value: s.Ekatte, Label: s.Name.In(q.Lang)})
	}
	return c
}

func (v *formView) choice(q *web.Request, name, value string, of []string) web.Choice {
	return web.Choice{Name: name, Label: q.T("resource.field." + name), Value: value, Options: options(q, "resource.form.nobody_said", "resource."+name+".", of), Complaint: v.Complaint(name)}
}

func (v *formView) season(q *web.Request, s Season) {
	v.AllYear = s == AllYear
	for m := time.January; m <= time.December; m++ {
		v.Months = append(v.Months, month{int(m), q.T("resource.month." + number(int64(m))), s.Has(m) && !v.AllYear})
	}
}

func (v *formView) blurs(q *web.Request, metres int64) web.Choice {
	c := web.Choice{Name: "blur", Label: q.T("resource.form.blur"), Help: q.T("resource.form.blur_help"), Value: number(metres), Complaint: v.Complaint("blur"),
		Options: []web.Option{{Value: "0", Label: q.T("resource.form.exact")}}}
	for _, b := range Blurs {
		c.Options = append(c.Options, web.Option{Value: number(b), Label: q.T("resource.form.within", "Kilometres", lang.Number(q.Lang, b/1000))})
	}
	return c
}
