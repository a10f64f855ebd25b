package call

import (
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/period"
)

var callPage = web.NewPage[callView](files, "pages/call.html")

type callView struct {
	web.Head
	Published
	When         When
	Closes       string // the exact moment with its zone
	Passed       int64  // of the window, in 260ths for the picture
	PassedShare  string
	Facts        []fact
	KindOf       string
	First        *question // of the screener
	Places       []place
	Whole        bool
	Countries    []string
	Kinds        []string
	Certainty    map[string]web.Mark
	Groups       []groupRow
	Questions    int
	Notes        []note
	DecisionDay  string
	Versions     []versionRow
	CanPublish   bool
	CanFollow    bool
	Follows      bool
	OutageRule   string
	Steps        []stepRow
	CanArchive   bool
	IsArchived   bool
	Draft        *Draft // set where this is the draft of a call, not a call
	Beside       []Beside
	Moved        string // that the deadline was moved, and from when
	TieBreakers  []string
	PartialFrom  string
	MarginalKey  string
	DivergeShare string
	RuleLink     string
	PlaceLimit   string
}

type fact struct {
	Name, Says, More string
	Mark             web.Mark
}

// note is the sentence behind a mark.
type note struct {
	ID, Says string
	Mark     web.Mark
}

type place struct{ Code, Name string }

type groupRow struct {
	Title          string
	Points, Needed int64
	Bonus          bool
	Criteria       []criterionRow
}

type criterionRow struct {
	Title, Help string
	Points      int64
}

type versionRow struct {
	Version    int64
	Day, Short string
	Here       bool
}

// PassedAt is the part of the window that has passed, as the whole units a picture counts in.
func (v callView) PassedAt() int { return int(v.Passed) }

// IsOpen says whether one can apply now.
func (v callView) IsOpen() bool { return v.When.State == period.Open }

// IsClosed says whether the deadline has passed.
func (v callView) IsClosed() bool { return v.When.State == period.Closed }

func (o Options) showCall(q *web.Request) (web.Answer, error) {
	p, err := Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	v := newCallView(q, p)
	v.Alternates = []web.Alternate{{Type: "text/calendar", Title: v.Title, Link: q.Link("/calls/" + p.ID + "/deadline.ics")}}
	v.CanPublish, v.CanArchive = canAmend(q, p), canArchive(q, p)
	life, err := o.life(q.Reader(), p)
	if err != nil {
		return nil, err
	}
	v.Steps, v.IsArchived = life.rows(q), !life.Archived.IsZero()
	for _, tell := range o.Beside {
		more, err := tell(q, p)
		if err != nil {
			return nil, err
		}
		v.Beside = append(v.Beside, more...)
	}
	if v.CanFollow = o.Follows != nil && v.When.State != period.Closed; v.CanFollow {
		if v.Follows, err = o.Follows(q, p.ID); err != nil {
			return nil, err
		}
	}
	return v.history(q)
}

// Draft is what the page of a call says while it is a draft under public consultation.
type Draft struct {
	Crumbs                     []web.Crumb
	Until, Comments, Ask, File string
	IsOpen                     bool
}

// ShowDraft answers with the page a draft would have as a call, marked as a draft, without what only a call has.
func ShowDraft(q *web.Request, d Definition, draft Draft) (web.Answer, error) {
	v := newCallView(q, Published{Definition: d})
	v.Draft, v.Crumbs, v.Thread, v.First = &draft, draft.Crumbs, 0, nil
	return callPage.Show(v), nil
}

// newCallView is what the file of a call says, ready for its page.
func newCallView(q *web.Request, p Published) callView {
	v := callView{Published: p, When: Until(q, p.Window), Closes: moment(q, p.Window), KindOf: q.T("call.kind." + string(p.Kind)),
		Passed: Passed(p.Window, q.Site.Door.Now()), Certainty: marks(q, p.Definition), Notes: notes(q, p.Definition), RuleLink: q.Link("/rules/" + p.Rules.ID)}
	v.PassedShare, v.Passed = lang.Percent(q.Lang, v.Passed/100*100), v.Passed*260/10_000
	v.Title, v.Section, v.Thread = p.Title.In(q.Lang), "look.nav.calls", 5
	v.Crumbs = []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}}
	if !p.Window.Closes.IsZero() {
		v.OutageRule = p.Outages.Says(q.Site.Catalog, q.Lang)
	}
	v.facts(q)
	v.who(q)
	v.judging(q)
	if len(p.Screener) > 0 {
		first := asked(q, p.Definition, p.Screener[0], nil)
		v.First = &first
	}
	for _, s := range p.Form.Sections {
		v.Questions += len(s.Fields)
	}
	if !p.Decision.IsZero() {
		v.DecisionDay = lang.Date(q.Lang, p.Decision)
	}
	return v
}

func (v callView) history(q *web.Request) (web.Answer, error) {
	all, err := History(q.Reader(), v.ID)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		v.Versions = append(v.Versions, versionRow{h.Version, lang.DateTime(q.Lang, h.At.In(v.Window.Location())), h.Hash[:12], h.Version == v.Version})
	}
	moved, err := Extensions(q.Reader(), v.ID)
	if len(moved) > 0 {
		first := moved[len(moved)-1].Closed.In(v.Window.Location())
		v.Moved = q.T("call.extend.extended", "Closes", lang.DateTime(q.Lang, first))
	}
	return callPage.Show(v), err
}

// moment is the deadline as it decides: the day of the week, the minute and the place whose clock counts.
func moment(q *web.Request, w period.Window) string {
	if w.Closes.IsZero() {
		return q.T("call.when.no_deadline")
	}
	t := w.Closes.In(w.Location())
	return q.T("call.when.exactly", "Day", lang.DayDate(q.Lang, t), "Clock", lang.Clock(q.Lang, t), "Zone", zoneName(q, w.Zone))
}

// zoneName is the city whose clock a zone follows, in the language of the request where we have a word for it.
func zoneName(q *web.Request, zone string) string {
	switch zone {
	case "Europe/Sofia":
		return q.T("call.zone.sofia")
	case "Europe/Oslo":
		return q.T("call.zone.oslo")
	}
	return zone
}

// marked are the parts of a call whose marks its page shows.
var marked = []string{"code", "window.opens", "window.closes", "decision", "money.min", "money.rate", "money.budget", "activities_end", "territory",
	"applicants", "applicants.per_applicant", "partners", "purposes", "form", "screener", "gates", "criteria", "assessment", "assessment.tie", "ranking"}

func marks(q *web.Request, d Definition) map[string]web.Mark {
	all := map[string]web.Mark{}
	for _, path := range marked {
		all[path] = markOf(q, d, path)
	}
	return all
}

func markOf(q *web.Request, d Definition, path string) web.Mark {
	m := d.Mark(path)
	source, _ := d.Source(m.Source)
	if note := m.Note.In(q.Lang); note != "" {
		return web.Mark{Certainty: string(m.Certainty), Source: note, Link: q.Link("/calls/"+d.ID) + "#mark-" + m.Path}
	}
	return web.Mark{Certainty: string(m.Certainty), Source: source.Title, Link: source.URL}
}

// notes are what the call says about its marks, each where a mark leads to.
func notes(q *web.Request, d Definition) []note {
	var all []note
	for _, m := range d.Marks {
		if says := m.Note.In(q.Lang); says != "" {
			source, _ := d.Source(m.Source)
			all = append(all, note{"mark-" + m.Path, says, web.Mark{Certainty: string(m.Certainty), Source: source.Title, Link: source.URL}})
		}
	}
	return all
}

// facts are the figures at the top. A call without money has only those that are not about it.
func (v *callView) facts(q *web.Request) {
	m := v.Money
	add := func(key, says, more, path string) {
		v.Facts = append(v.Facts, fact{q.T("call.fact." + key), says, more, v.Certainty[path]})
	}
	if m.Given() {
		add("grant", q.T("call.fact.from_to", "From", lang.Sum(q.Lang, m.Min, m.Currency), "To", lang.Sum(q.Lang, m.Max, m.Currency)), "", "money.min")
		add("rate", lang.Percent(q.Lang, m.Rate), q.T("call.fact.of_costs"), "money.rate")
		more := ""
		if m.Max > 0 {
			more = q.T("call.fact.full_grants", "Count", m.Budget/m.Max)
		}
		add("budget", lang.Sum(q.Lang, m.Budget, m.Currency), more, "money.budget")
	} else if v.Ranking.Places > 0 {
		add("places", strconv.Itoa(v.Ranking.Places), q.T("call.fact.no_money"), "ranking")
	}
	if !v.ActivitiesEnd.IsZero() {
		add("activities_end", lang.Date(q.Lang, v.ActivitiesEnd), "", "activities_end")
	}
}

// who says who may apply and where.
func (v *callView) who(q *web.Request) {
	for _, c := range v.Applicants.Countries {
		v.Countries = append(v.Countries, countryName(q, c))
	}
	if len(v.Applicants.Kinds) == len(LegalKinds) {
		v.Kinds = []string{q.T("call.page.anyone")}
	} else {
		v.kinds(q)
	}
	v.Whole = v.Territory.Whole
	if v.Territory.MaxInhabitants > 0 {
		v.PlaceLimit = lang.Number(q.Lang, v.Territory.MaxInhabitants)
	}
	for _, code := range v.Territory.Municipalities {
		v.Places = append(v.Places, place{code, placeName(code, q.Lang)})
	}
}

func (v *callView) kinds(q *web.Request) {
	for _, k := range v.Applicants.Kinds {
		v.Kinds = append(v.Kinds, q.T("call.legal."+k))
	}
}

// placeName is the name of a municipality; its code, if the places cannot be read.
func placeName(code, language string) string {
	if r, err := municipality.Places(); err == nil {
		return r.Label(code, language)
	}
	return code
}

func countryName(q *web.Request, code string) string {
	if slices.Contains([]string{"BG", "NO", "IS", "LI"}, code) {
		return q.T("call.country." + code)
	}
	return lang.Country(q.Lang, code)
}

// judging says how applications are scored and ranked.
func (v *callView) judging(q *web.Request) {
	for _, g := range v.Grid.Groups {
		row := groupRow{Title: g.Title.In(q.Lang), Points: g.Weighed(g.Max()), Needed: g.Threshold, Bonus: g.Bonus}
		for _, c := range g.Criteria {
			row.Criteria = append(row.Criteria, criterionRow{c.Title.In(q.Lang), c.Help.In(q.Lang), c.Max})
		}
		v.Groups = append(v.Groups, row)
	}
	for _, b := range v.Ranking.TieBreakers {
		v.TieBreakers = append(v.TieBreakers, q.T("call.breaker."+string(b.By), "Name", v.named(b, q.Lang)))
	}
	v.DivergeShare = lang.Percent(q.Lang, v.Assessment.Divergence)
	v.MarginalKey = string(v.Ranking.Marginal)
	v.PartialFrom = lang.Sum(q.Lang, v.Ranking.PartialMin, v.Money.Currency)
}

// named is the title of the group, criterion or field a tie-breaker compares.
func (v *callView) named(b TieBreaker, language string) string {
	for _, g := range v.Grid.Groups {
		if b.By == ByGroup && g.ID == b.Ref {
			return g.Title.In(language)
		}
		for _, c := range g.Criteria {
			if b.By == ByCriterion && c.ID == b.Ref {
				return c.Title.In(language)
			}
		}
	}
	for _, s := range v.Form.Sections {
		for _, f := range s.Fields {
			if b.By == ByField && f.ID == b.Ref {
				return f.Label.In(language)
			}
		}
	}
	return b.Ref
}

// callFile is the file of a call, the bytes that were published; ?version=1 is an earlier one.
func callFile(q *web.Request) (web.Answer, error) {
	id := q.PathValue("call")
	p, err := Find(q.Reader(), id)
	if version, wrong := strconv.ParseInt(q.Value("version"), 10, 64); wrong == nil && err == nil {
		p, err = FindVersion(q.Reader(), id, version)
	}
	if err != nil {
		return nil, err
	}
	name := p.ID + "-" + strconv.FormatInt(p.Version, 10) + ".yaml"
	return web.File{Type: "application/yaml; charset=utf-8", Name: name, Data: p.Bytes()}, nil
}
