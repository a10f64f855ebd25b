package application

import (
	"encoding/json"
	"slices"
	"strconv"

	"vekst/grants/call"
	"vekst/grants/programme"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// budgetView is the budget from one side: heading, partner, activity or source. Its parts add up to the total.
type budgetView struct {
	Side  string
	Parts []budgetPart
}

// budgetPart is one of them: the call's or the applicant's label, or the key of a word of ours.
type budgetPart struct {
	ID, Label, Word string
	Cents           int64
	IsEmpty         bool // it is only there when something belongs to it
}

// fixedCost is a heading whose price the call fixes or which is computed, with the rule it keeps to.
type fixedCost struct {
	Kind, Title, Price, Unit, Share, Of string
	Mark                                *ruleMark
}

// ruleMark is a rule of the set the call pins, and how sure we are of it. Without a rule it is the mark of the call.
type ruleMark struct {
	Rule string
	web.Mark
}

// views are the sides a budget can be looked at from.
func (k *asker) views(f call.Field, t call.Totals) []budgetView {
	heading := budgetView{Side: "heading"}
	for _, h := range f.Budget.Headings {
		heading.Parts = append(heading.Parts, budgetPart{ID: h.ID, Label: h.Title.In(k.lang()), Cents: t.ByHeading[h.ID]})
	}
	all := []budgetView{heading.with(call.Unsaid, "application.cost.unsaid", t.ByHeading[call.Unsaid])}
	if f.Budget.ByPartner != "" {
		v := budgetView{Side: "partner", Parts: []budgetPart{{Word: "application.cost.applicant", Cents: t.ByPartner[""]}}}
		all = append(all, k.viewRows(v, f.Budget.ByPartner, t.ByPartner))
	}
	if f.Budget.ByActivity != "" {
		all = append(all, k.viewRows(budgetView{Side: "activity"}, f.Budget.ByActivity, t.ByActivity))
	}
	source := budgetView{Side: "source", Parts: []budgetPart{{ID: "grant", Word: "application.cost.grant", Cents: t.Grant}}}
	for _, s := range f.Budget.Funding {
		source.Parts = append(source.Parts, budgetPart{ID: s.ID, Label: s.Label.In(k.lang()), Cents: t.Funding[s.ID]})
	}
	return append(all, source.with(call.Unsaid, "application.cost.uncovered", t.Uncovered()))
}

// with adds a part that is only there when something belongs to it.
func (v budgetView) with(id, word string, cents int64) budgetView {
	v.Parts = append(v.Parts, budgetPart{ID: id, Word: word, Cents: cents, IsEmpty: cents == 0})
	return v
}

func (k *asker) viewRows(v budgetView, field string, by map[string]int64) budgetView {
	for _, o := range k.rowOptions(field) {
		v.Parts = append(v.Parts, budgetPart{ID: o.Value, Label: o.Label, Cents: by[o.Value]})
	}
	return v.with(call.Unsaid, "application.cost.unsaid", by[call.Unsaid])
}

// rowOptions are the rows of a field that is shown, by what their first text says.
func (k *asker) rowOptions(field string) []option {
	f, ok := k.call.Form.Field(field)
	if !ok || !k.x.Visible(field) {
		return nil
	}
	var all []option
	for i, row := range k.rows(field) {
		label := k.value(field + "/" + row + "/" + nameColumn(f))
		if label == "" {
			label = k.q.T("application.form.row", "Place", strconv.Itoa(i+1))
		}
		all = append(all, option{Value: row, Label: shortened(label)})
	}
	return all
}

// nameColumn is the column that tells the rows of a table apart: the first text.
func nameColumn(f call.Field) string {
	i := slices.IndexFunc(f.Columns, func(c call.Field) bool { return c.Kind == call.Short || c.Kind == call.Long })
	return f.Columns[max(i, 0)].ID
}

// rowChoice lets a line name a row of another field. One that is gone stays visible until another is chosen.
func (k *asker) rowChoice(f call.Field, q *question) {
	q.Options = k.rowOptions(f.Of)
	for i := range q.Options {
		q.Options[i].IsChosen = q.Options[i].Value == q.Value
	}
	if q.Value != "" && !slices.ContainsFunc(q.Options, func(o option) bool { return o.IsChosen }) {
		q.Options = append(q.Options, option{Value: q.Value, Word: "application.cost.gone", IsChosen: true})
	}
	if f.ID == "partner" {
		q.Blank, q.Optional = "application.cost.applicant", false
	}
	q.IsList = true
}

// fixed lists the headings that are not simply typed.
func (k *asker) fixed(f call.Field) []fixedCost {
	var all []fixedCost
	for _, h := range f.Budget.Headings {
		c := fixedCost{Kind: string(h.Kind), Title: h.Title.In(k.lang()), Price: lang.Sum(k.lang(), h.Price, k.call.Money.Currency), Unit: h.Unit.In(k.lang()),
			Share: lang.Percent(k.lang(), h.Share), Of: f.Budget.Titles(h.Of, k.lang()), Mark: k.ruleMark(h.Rule.Rule)}
		if h.Kind == call.ActualCost {
			continue
		}
		if c.Mark == nil {
			c.Mark = k.callMark(f, h)
		}
		all = append(all, c)
	}
	return all
}

// ruleMark is a rule of the pinned set; nil where there is none.
func (k *asker) ruleMark(id string) *ruleMark {
	set, err := programme.Shelved(k.call.Rules.ID)
	if err != nil {
		return nil
	}
	rule, ok := set.Rule(id)
	if !ok {
		return nil
	}
	return &ruleMark{id, web.Mark{Certainty: string(rule.Mark), Source: rule.Text.In(k.lang()), Link: k.q.Link("/rules/"+set.ID) + "#" + id}}
}

// callMark is how sure the call is of a heading that names no rule.
func (k *asker) callMark(f call.Field, h call.Heading) *ruleMark {
	m := k.call.Mark("form." + sectionOf(k.call.Form, f.ID) + ".fields." + f.ID + ".headings." + h.ID)
	return &ruleMark{"", web.Mark{Certainty: string(m.Certainty), Source: m.Note.In(k.lang())}}
}

// sumPlan is what the script adds up with: see look/script/sums.ts.
type sumPlan struct {
	Priced     bool         `json:"priced"`
	Way        string       `json:"way"`
	Rate       int64        `json:"rate"`
	Min        int64        `json:"min"`
	Max        int64        `json:"max"`
	InKind     int64        `json:"inKind"`
	Headings   []sumHeading `json:"headings"`
	Funding    []sumFunding `json:"funding"`
	Partners   []string     `json:"partners"`
	Activities []string     `json:"activities"`

	Part   string              `json:"part,omitempty"`   // on a partner's page, its row
	Others []map[string]string `json:"others,omitempty"` // and the lines of all others, as typed
}

type sumHeading struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Price     int64    `json:"price"`
	Share     int64    `json:"share"`
	Of        []string `json:"of"`
	Ceiling   int64    `json:"ceiling"`
	CeilingOf []string `json:"ceilingOf"`
}

type sumFunding struct {
	ID     string `json:"id"`
	InKind bool   `json:"inKind"`
}

// plan is the call's budget for the script.
func (k *asker) plan(f call.Field) string {
	p := planOf(k.call.Definition, f.Budget)
	if f.Budget.ByPartner != "" {
		p.Partners = rowsOf(k.rowOptions(f.Budget.ByPartner))
	}
	if f.Budget.ByActivity != "" {
		p.Activities = rowsOf(k.rowOptions(f.Budget.ByActivity))
	}
	if k.mine != nil {
		p.Part, p.Others = k.mine.Row, k.others(f.ID)
	}
	data, _ := json.Marshal(p) // it always can be
	return string(data)
}

func planOf(d call.Definition, b *call.Budget) sumPlan {
	p := sumPlan{Priced: b.Priced, Way: string(b.Grant), Rate: d.Money.Rate, Min: d.Money.Min, Max: d.Money.Max, InKind: b.InKind, Funding: []sumFunding{}}
	for _, h := range b.Headings {
		p.Headings = append(p.Headings, sumHeading{h.ID, string(h.Kind), h.Price, h.Share, or(h.Of), h.Ceiling, or(h.CeilingOf)})
	}
	for _, s := range b.Funding {
		p.Funding = append(p.Funding, sumFunding{s.ID, s.InKind})
	}
	return p
}

func rowsOf(all []option) []string {
	ids := []string{}
	for _, o := range all {
		ids = append(ids, o.Value)
	}
	return ids
}

// or is a list that is never nil, which would be no list in JSON.
func or(ids []string) []string { return append([]string{}, ids...) }

// hint shows, where nothing is typed, what the call fixes for the heading of a line.
func (k *asker) hint(b *call.Budget, row string, cell *question) {
	h, _ := b.Heading(k.value(row + "/heading"))
	if h.Kind != call.UnitCost && h.Kind != call.LumpSum {
		return
	}
	switch cell.Path {
	case row + "/price", row + "/amount":
		cell.Placeholder = lang.Money(k.lang(), h.Price, k.call.Money.Currency)
	case row + "/quantity":
		if h.Kind == call.LumpSum {
			cell.Placeholder = "1"
		}
	}
}
