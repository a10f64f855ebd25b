package selection

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/review"
	"vekst/platform/search"
	"vekst/platform/web"
)

var (
	resultsPage  = web.NewPage[resultsView](embedded, "pages/results.html")
	decisionPage = web.NewPage[decisionView](embedded, "pages/decision.html")
)

// resultsView lists the calls that are decided.
type resultsView struct {
	web.Head
	Calls []decidedCall
}

type decidedCall struct {
	Call                    call.Published
	Money                   bool
	At                      time.Time
	Awarded, Budget         int64
	Received, Funded, Spare int
}

func showResults(q *web.Request) (web.Answer, error) {
	v := resultsView{Head: web.Head{Title: q.T("selection.results.title"), Section: "look.nav.results", Thread: 7}}
	kept, err := Decisions(q.Reader())
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		d, err := call.Find(q.Reader(), k.Call)
		if err != nil {
			return nil, err
		}
		list, err := readFile(k.File)
		if err != nil {
			return nil, err
		}
		one := decidedCall{Call: d, Money: d.Money.Given(), At: k.ConfirmedAt, Awarded: list.AwardedCents, Budget: list.Settings.BudgetCents, Received: len(list.Rows)}
		one.Funded, one.Spare = list.funded(), list.reserve()
		v.Calls = append(v.Calls, one)
	}
	return resultsPage.Show(v), nil
}

func (f file) funded() (n int) {
	for _, row := range f.Rows {
		if row.Outcome == Funded || row.Outcome == Partial {
			n++
		}
	}
	return n
}

func (f file) reserve() (n int) {
	for _, row := range f.Rows {
		if row.Outcome == Reserve {
			n++
		}
	}
	return n
}

// decisionView is the public decision on one call.
type decisionView struct {
	web.Head
	Call                         call.Published
	Money                        bool
	Kept                         Kept
	Seed                         Seed
	Awarded, Budget              int64
	Received, Funded, Spare      int
	Promised                     []promise
	Municipalities, Territory    int
	Places                       []placeLine
	Rows                         []rowView
	Shown                        int
	Alone                        bool // one expert scored each application
	NoReserve                    bool
	Filter                       struct{ Query, Place, Outcome, Sort string }
	PlaceOptions, OutcomeOptions []web.Option
	Sorts                        []sortLink
	Rules                        []string
	Threshold                    string
	FileSize                     string
}

// sortLink leads to the same table in another order.
type sortLink struct {
	Link, Label string
	Here        bool
}

// promise is what the funded projects promise altogether, from public answers that are numbers.
type promise struct {
	Unit string
	Sum  int64
}

type placeLine struct {
	Name, Width string
	Projects    int
	Awarded     int64
}

func showDecision(q *web.Request) (web.Answer, error) {
	v, err := decisionOf(q)
	if err != nil {
		return nil, err
	}
	return decisionPage.Show(v), nil
}

func decisionOf(q *web.Request) (decisionView, error) {
	k, err := FindDecision(q.Reader(), q.PathValue("call"))
	if err != nil {
		return decisionView{}, err
	}
	d, err := call.Find(q.Reader(), k.Call)
	if err != nil {
		return decisionView{}, err
	}
	list, err := readFile(k.File)
	if err != nil {
		return decisionView{}, err
	}
	v := decisionView{Call: d, Money: d.Money.Given(), Kept: k, Awarded: list.AwardedCents, Budget: list.Settings.BudgetCents,
		Received: len(list.Rows), Funded: list.funded(), Spare: list.reserve(), Alone: list.Settings.Experts == 1, NoReserve: list.Settings.NoReserve,
		Threshold: review.Average(q.Lang, 2*int64(list.Settings.Threshold)),
		Rules:     rulesInWords(q, d.Definition, list.thirds()), FileSize: strconv.Itoa((len(k.File) + 999) / 1000)}
	v.Head = web.Head{Title: d.Title.In(q.Lang), Section: "look.nav.results", Thread: 7,
		Crumbs: []web.Crumb{{Name: q.T("selection.results.title"), Link: q.Link("/results")}}}
	if v.Seed, err = FindSeed(q.Reader(), k.Call); err != nil {
		return v, err
	}
	people, err := everybody(q.Reader(), k.Call)
	if err != nil {
		return v, err
	}
	rows := public(rowsOf(q, d.Definition, list, people))
	v.promised(q, list, people)
	v.places(rows)
	v.filter(q, rows)
	return v, nil
}

func (f file) thirds() (n int) {
	for _, row := range f.Rows {
		if row.ThirdRequired {
			n++
		}
	}
	return n
}

// public takes names and places off rows that got nothing: of those, only the number and the score are published. A place
// can name an applicant too, where municipalities apply.
func public(rows []rowView) []rowView {
	for i := range rows {
		if rows[i].Outcome.unnamed() {
			rows[i].Title, rows[i].Applicant, rows[i].Rejected, rows[i].Place, rows[i].Code = "", review.Name{}, nil, "", ""
		}
	}
	return rows
}

// promised adds up public answers that are numbers with a unit, such as new jobs.
func (v *decisionView) promised(q *web.Request, list file, people map[string]who) {
	for _, s := range v.Call.Form.Sections {
		for _, f := range s.Fields {
			if f.Kind != call.Number || !f.Public || f.Unit.Empty() || f.Decimals != 0 {
				continue
			}
			p := promise{Unit: f.Unit.In(q.Lang)}
			for _, row := range list.Rows {
				if row.Outcome == Funded || row.Outcome == Partial {
					p.Sum += numberIn(people[row.Number].submission.Content, f.ID)
				}
			}
			v.Promised = append(v.Promised, p)
		}
	}
}

func numberIn(content []byte, field string) int64 {
	var document struct {
		Answers map[string]json.RawMessage `json:"answers"`
	}
	var n int64
	if json.Unmarshal(content, &document) == nil {
		_ = json.Unmarshal(document.Answers[field], &n)
	}
	return n
}

// places adds up the awards by municipality, the most first.
func (v *decisionView) places(rows []rowView) {
	byName := map[string]*placeLine{}
	for _, r := range rows {
		if r.Award == 0 || r.Place == "" {
			continue
		}
		p := byName[r.Place]
		if p == nil {
			p = &placeLine{Name: r.Place}
			byName[r.Place] = p
		}
		p.Projects++
		p.Awarded += r.Award
	}
	for _, p := range byName {
		v.Places = append(v.Places, *p)
	}
	slices.SortFunc(v.Places, func(a, b placeLine) int {
		return cmp.Or(cmp.Compare(b.Awarded, a.Awarded), strings.Compare(a.Name, b.Name))
	})
	for i := range v.Places {
		v.Places[i].Width = thousandth(v.Places[i].Awarded, v.Places[0].Awarded)
	}
	v.Municipalities, v.Territory = len(v.Places), len(v.Call.Territory.Municipalities)
}

func (v *decisionView) filter(q *web.Request, rows []rowView) {
	v.Filter.Query, v.Filter.Place, v.Filter.Outcome, v.Filter.Sort = q.Value("q"), q.Value("place"), q.Value("outcome"), q.Value("sort")
	v.options(q, rows)
	for _, r := range rows {
		if v.Filter.Place != "" && r.Code != v.Filter.Place || v.Filter.Outcome != "" && string(r.Outcome) != v.Filter.Outcome || !r.says(v.Filter.Query) {
			continue
		}
		v.Rows = append(v.Rows, r)
	}
	if v.Filter.Sort == "amount" {
		slices.SortStableFunc(v.Rows, func(a, b rowView) int {
			return cmp.Or(cmp.Compare(b.Award, a.Award), cmp.Compare(b.Requested, a.Requested))
		})
	}
	if v.Filter.Sort == "place" {
		slices.SortStableFunc(v.Rows, func(a, b rowView) int { return strings.Compare(a.Place, b.Place) })
	}
	v.Shown = len(v.Rows)
}

func (v *decisionView) options(q *web.Request, rows []rowView) {
	all := web.Option{Value: "", Label: q.T("selection.results.every")}
	for _, r := range rows {
		if o := (web.Option{Value: r.Code, Label: r.Place}); r.Code != "" && !slices.Contains(v.PlaceOptions, o) {
			v.PlaceOptions = append(v.PlaceOptions, o)
		}
	}
	slices.SortFunc(v.PlaceOptions, func(a, b web.Option) int { return strings.Compare(a.Label, b.Label) })
	v.PlaceOptions = append([]web.Option{all}, v.PlaceOptions...)
	v.OutcomeOptions = []web.Option{all}
	for _, o := range []Outcome{Funded, Partial, Reserve, NoMoney, Below, Rejected} {
		if slices.ContainsFunc(rows, func(r rowView) bool { return r.Outcome == o }) {
			v.OutcomeOptions = append(v.OutcomeOptions, web.Option{Value: string(o), Label: q.T("selection.results.outcome." + string(spoken(v.Call.Definition, o)))})
		}
	}
	for _, s := range []string{"place_on_list", "amount", "place"} {
		if s == "amount" && !v.Money {
			continue
		}
		values := q.URL.Query()
		values.Set("sort", s)
		v.Sorts = append(v.Sorts, sortLink{"?" + values.Encode() + "#projects", q.T("selection.results.sort." + s), s == cmp.Or(v.Filter.Sort, "place_on_list")})
	}
}

// says whether the row has the words somebody looks for.
func (r rowView) says(query string) bool {
	tokens := search.Column(append(search.Tokens(r.Number+" "+r.Title+" "+r.Applicant.Text+" "+r.Place, "bg"), search.Tokens(r.Title+" "+r.Place, "en")...))
	for _, word := range search.Read(query) {
		if !slices.ContainsFunc(word, func(form string) bool { return strings.Contains(tokens, " "+form) }) {
			return false
		}
	}
	return true
}
