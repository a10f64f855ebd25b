package resource

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/municipality"
	"vekst/grants/organisation"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var onePage = web.NewPage[oneView](files, "pages/resource.html")

type oneView struct {
	web.Head
	ID, Kind, Class  string
	Name, Text       said
	MunicipalityName string
	MunicipalityLink string
	Facts            []fact
	State            web.Status
	Reason           string
	IsPublic         bool
	Invented, Blurs  bool
	BlurSays         string
	Sketch           Sketch
	Drawing          Drawing
	Outside          string // that it lies outside the municipality, for who may mend it
	Map              string // address in a map service, of what is not blurred
	Ratings          []ratingRow
	Rating           string
	Notes            []noteGroup
	History          []event
	Missing          []string
	Similar          similar
	May              powers
	Version          int64
	Twins            []card
	Photographs      []shownPhotograph
	PhotographsLink  string // where they are changed, "" for who may not
	Kept             bool   // what was sent has just been kept
	SignedIn         bool
}

// powers are what whoever looks may do.
type powers struct{ Decide, Change, Rate, Add, Confirm, Return, Merge, Retire, Revive bool }

// Any says whether there is anything they may do.
func (p powers) Any() bool { return p != powers{} }

type fact struct{ Label, Value string }

type ratingRow struct {
	Aspect, Help, Score, Reason, Lang, Who, Day string
	Width                                       int
}

type noteGroup struct {
	Sort, Name string
	Notes      []noteRow
}

type noteRow struct{ ID, Words, Lang, Link, Host, Who, Day string }

// event is one line of the history.
type event struct {
	Number         int64
	Says, Who, Day string
	Fields         []FieldChange
	Drawn          []Drawing // what the path or the area was, and what it is
	Link           string
	CanRestore     bool
}

// similar is what there is of the kind elsewhere, and what was done with it.
type similar struct {
	Title, Link string
	Count       int64
	Cards       []card
	Done        []doneRow
}

type doneRow struct{ Name, Link, Words, Lang, Out, Where string }

// one shows a resource: to everybody what is confirmed, to who proposed it and to officials whatever it is.
func (h *house) one(q *web.Request) (web.Answer, error) {
	r, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if r.State == Merged {
		return web.See(q.Link(Link(r.Into))), nil
	}
	maySee, err := MaySee(q.Reader(), q.Actor(), r)
	if err != nil {
		return nil, err
	}
	if r.State != Confirmed && !maySee {
		return nil, refusal.New(refusal.Missing, "resource.refusal.unknown")
	}
	if !maySee {
		r = r.Blurred()
	}
	v, err := h.view(q, r)
	if err != nil {
		return nil, err
	}
	return onePage.Show(v), nil
}

func (h *house) view(q *web.Request, r Resource) (oneView, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return oneView{}, err
	}
	m, _ := d.Municipality(r.Municipality)
	v := oneView{ID: r.ID, Kind: KindOf(r.Kind).Name.In(q.Lang), Class: q.T("resource.class." + r.Class), Name: saying(q, r.Name, r.Original), Text: saying(q, r.Description, r.Original),
		MunicipalityName: d.Label(r.Municipality, q.Lang), MunicipalityLink: q.Link("/municipalities/" + r.Municipality + "/resources"), Reason: r.Reason,
		Kept: q.Value("kept") != "", SignedIn: q.Actor().Person(), IsPublic: r.State == Confirmed, Invented: r.Invented, Blurs: r.Blur > 0, State: stateOf(q, r.State), Version: r.Version}
	v.Title, v.Section, v.Thread, v.Style = v.Name.Text, "look.nav.municipalities", 2, "spot.css"
	v.Crumbs = append(crumbsOf(q, d, m), web.Crumb{Name: q.T("resource.list.title"), Link: v.MunicipalityLink})
	for _, what := range r.Missing() {
		v.Missing = append(v.Missing, q.T("resource.missing."+what))
	}
	v.Facts = factsOf(q, r)
	v.place(q, d, m, r)
	for _, tell := range []func(*web.Request, *municipality.Directory, Resource) error{v.tellMay, v.tellRatings, v.tellNotes, v.tellHistory, v.tellSimilar, v.tellTwins} {
		if err := tell(q, d, r); err != nil {
			return v, err
		}
	}
	if v.Outside, err = h.outside(q, v.May.Change, r); err != nil {
		return v, err
	}
	return v, v.tellPhotographs(h, q, r)
}

func stateOf(q *web.Request, s State) web.Status {
	shape := map[State]string{Proposed: "now", Confirmed: "done", Returned: "err", Retired: "out"}[s]
	return web.Status{State: shape, Words: q.T("resource.state." + string(s))}
}

// place draws where it is. What is blurred has no address in a map.
func (v *oneView) place(q *web.Request, d *municipality.Directory, m municipality.Municipality, r Resource) {
	if r.Blur > 0 {
		v.BlurSays = q.T("resource.one.blurred", "Kilometres", lang.Number(q.Lang, 2*r.Blur/1000))
	}
	if !r.Place.Known() {
		return
	}
	v.Sketch = sketch(d, m, []pin{{r, 1}}, q.Lang)
	v.Sketch.Label = q.T("resource.one.sketch", "Name", v.Name.Text, "Municipality", v.MunicipalityName)
	v.Drawing = closeUp(q, r.Place)
	v.Drawing.Label = Measured(q, r.Place)
	if r.Blur == 0 {
		v.Map = "geo:" + degrees(r.Place.Lat) + "," + degrees(r.Place.Lon)
	}
}

func factsOf(q *web.Request, r Resource) []fact {
	var all []fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, fact{q.T("resource.field." + key), value})
		}
	}
	chosen := func(prefix, value string) string {
		if value == "" {
			return ""
		}
		return q.T(prefix + value)
	}
	add("settlement", settlementName(r.Settlement).In(q.Lang))
	add("condition", chosen("resource.condition.", r.Condition))
	add("ownership", chosen("resource.ownership.", r.Ownership))
	add("access", chosen("resource.access.", r.Access))
	add("season", seasonSays(q, r.Season))
	add("protection", places(chosen("resource.protection.", r.Protection), r.ProtectedAs))
	add("shape", Measured(q, r.Place))
	switch {
	case !r.Place.Known():
	case r.Blur > 0 && r.Place == r.Blurred().Place:
		add("place", q.T("resource.one.about", "Place", roughly(r.Place.Lat)+", "+roughly(r.Place.Lon)))
	default:
		add("place", degrees(r.Place.Lat)+", "+degrees(r.Place.Lon))
	}
	return all
}

// roughly writes millionths of a degree with two decimals, so that the middle of a square does not look like a place.
func roughly(millionths int64) string {
	const hundredth = 10_000
	return strings.TrimSuffix(degrees((millionths+hundredth/2)/hundredth*hundredth), "0000")
}

// seasonSays names the months.
func seasonSays(q *web.Request, s Season) string {
	if s == 0 {
		return ""
	}
	if s == AllYear {
		return q.T("resource.season.all")
	}
	var months []string
	for m := time.January; m <= time.December; m++ {
		if s.Has(m) {
			months = append(months, q.T("resource.month."+number(int64(m))))
		}
	}
	return places(months...)
}

func (v *oneView) tellMay(q *web.Request, _ *municipality.Directory, r Resource) error {
	scope, err := ScopeOf(q.Reader(), q.Actor())
	isOfficial, isMine := scope.Has(r.Municipality), q.Actor().Person() && q.Actor().ID == r.By
	stands := r.State != Retired && r.State != Merged
	v.May = powers{Decide: isOfficial, Change: stands && (isOfficial || isMine && r.State != Confirmed), Add: q.Actor().Person() && (r.State == Confirmed || stands && (isOfficial || isMine)),
		Confirm: isOfficial && (r.State == Proposed || r.State == Returned), Return: isOfficial && r.State == Proposed, Retire: isOfficial && r.State == Confirmed, Revive: isOfficial && r.State == Retired, Rate: isOfficial && (r.State == Confirmed || r.State == Proposed), Merge: isOfficial && (r.State == Confirmed || r.State == Proposed)}
	return err
}

func (v *oneView) tellRatings(q *web.Request, _ *municipality.Directory, r Resource) error {
	all, err := RatingsOf(q.Reader(), r.ID)
	for _, aspect := range Aspects {
		row := ratingRow{Aspect: q.T("resource.aspect." + aspect), Help: q.T("resource.aspect_help." + aspect)}
		if at := slices.IndexFunc(all, func(t Rating) bool { return t.Aspect == aspect }); at >= 0 {
			t := all[at]
			row.Score, row.Width, row.Reason, row.Lang = number(t.Score), int(t.Score)*20, t.Reason, t.Lang
			row.Who, row.Day = who(q, t.Speaks), lang.Date(q.Lang, t.At.In(q.Site.Zone))
		}
		v.Ratings = append(v.Ratings, row)
	}
	if r.Rated > 0 {
		v.Rating = q.T("resource.rating.of", "Score", tenths(q.Lang, r.Potential), "Best", Best)
	}
	return err
}

// who says for whom somebody spoke, as the public may know.
func who(q *web.Request, speaks string) string {
	switch speaks {
	case "":
		return q.T("resource.who.person")
	case OperatorSpeaks:
		return q.T("resource.who.operator")
	}
	o, err := organisation.Find(q.Reader(), speaks)
	if err != nil {
		return q.T("resource.who.municipality")
	}
	return o.Name
}

func (v *oneView) tellNotes(q *web.Request, _ *municipality.Directory, r Resource) error {
	all, err := NotesOf(q.Reader(), r.ID)
	for _, sort := range Sorts {
		g := noteGroup{Sort: sort, Name: q.T("resource.notes." + sort)}
		for _, n := range all {
			if n.Sort == sort {
				g.Notes = append(g.Notes, noteRow{n.ID, n.Words, n.Lang, n.Link, hostOf(n.Link), who(q, n.Speaks), lang.Date(q.Lang, n.At.In(q.Site.Zone))})
			}
		}
		v.Notes = append(v.Notes, g)
	}
	return err
}

// tellSimilar finds what there is of the same kind elsewhere, and what was done with it.
func (v *oneView) tellSimilar(q *web.Request, d *municipality.Directory, r Resource) error {
	kind := KindOf(r.Kind)
	n, err := CountPublic(q.Reader(), Filter{Kind: r.Kind})
	if err != nil {
		return err
	}
	if r.State == Confirmed {
		n--
	}
	v.Similar = similar{Count: n, Link: q.Link("/resources?kind=" + r.Kind), Title: q.T("resource.similar.title", "Count", n, "Kinds", kind.Many.In(q.Lang))}
	if n <= 0 {
		v.Similar.Title = q.T("resource.similar.none_title")
		return nil
	}
	others, err := Public(q.Reader(), Filter{Kind: r.Kind, Order: "rating", Lang: q.Lang, Limit: 30})
	if err != nil {
		return err
	}
	slices.SortStableFunc(others, func(a, b Resource) int { return isHere(a, r) - isHere(b, r) }) // what is next door is known there anyway
	for _, o := range others {
		if o.ID != r.ID && len(v.Similar.Cards) < 6 {
			v.Similar.Cards = append(v.Similar.Cards, cardOf(q, o, whereOf(q, d, o)))
		}
	}
	return v.Similar.tellDone(q, d, r)
}

// isHere is 1 for a resource of the same municipality as another, and 0 for one elsewhere.
func isHere(a, b Resource) int {
	if a.Municipality == b.Municipality {
		return 1
	}
	return 0
}

func (s *similar) tellDone(q *web.Request, d *municipality.Directory, r Resource) error {
	done, err := doneWith(q.Reader(), r.Kind, r.ID)
	if err != nil {
		return err
	}
	for _, n := range done {
		o, err := Find(q.Reader(), n.Resource)
		if err != nil {
			return err
		}
		s.Done = append(s.Done, doneRow{o.Name.In(q.Lang), q.Link(Link(o.ID)), n.Words, n.Lang, n.Link, d.Label(o.Municipality, q.Lang)})
	}
	return nil
}

// tellTwins offers officials what it may repeat.
func (v *oneView) tellTwins(q *web.Request, d *municipality.Directory, r Resource) error {
	if !v.May.Decide || r.State == Retired || r.State == Returned {
		return nil
	}
	all, err := Alike(q.Reader(), q.Actor(), r.Municipality, r.ID, r.Entry)
	scope, failed := ScopeOf(q.Reader(), q.Actor())
	for _, t := range all {
		isTheirs := scope.Has(t.Municipality)
		if isTheirs || t.State == Confirmed {
			c := twinCard(q, d, t)
			c.CanMerge = isTheirs
			v.Twins = append(v.Twins, c)
		}
	}
	return or(err, failed)
}

func twinCard(q *web.Request, d *municipality.Directory, t Twin) card {
	c := cardOf(q, t.Resource, whereOf(q, d, t.Resource))
	c.State = q.T("resource.state." + string(t.State))
	c.Reason = why(q, t)
	return c
}

// why says what is alike.
func why(q *web.Request, t Twin) string {
	metres := lang.Number(q.Lang, t.Metres)
	switch {
	case t.Named && t.Near && !t.Square:
		return q.T("resource.alike.both", "Metres", metres)
	case t.Named:
		return q.T("resource.alike.named")
	case t.Square:
		return q.T("resource.alike.square")
	}
	return q.T("resource.alike.near", "Metres", metres)
}
