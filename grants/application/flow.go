package application

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/platform/lang"
)

// figure is a value that nobody types: what it comes to, what it comes from, and how the browser computes it as one types.
type figure struct {
	Says     string // "" while it is not known
	From     []fromWord
	Formula  string // what the script computes it by, JSON; "" where nothing on the page changes it
	Decimals int
	Currency string // of an amount
	Unit     string
}

// fromWord is a piece of what is said of where a value comes from, with the way there where it names a question.
type fromWord struct{ Text, Link string }

// figure is what is computed at a path.
func (k *asker) figure(f call.Field, path string, page call.Section) *figure {
	t := k.call.Form.Formula(path)
	v := &figure{Decimals: f.Places(), Unit: f.Unit.In(k.lang())}
	if f.Kind == call.Amount {
		v.Currency = k.call.Money.Currency
	}
	if units, known := k.x.Figure(path); known {
		v.Says = v.say(k.lang(), units)
	}
	for _, w := range k.call.ComesFrom(t, k.lang(), k.q.T) {
		v.From = append(v.From, fromWord{w.Text, k.wayIn(w.Path)})
	}
	v.Formula = k.formula(t, page)
	return v
}

func (v *figure) say(language string, units int64) string {
	if v.Currency != "" {
		return lang.Money(language, units, v.Currency)
	}
	return strings.TrimSpace(decimal(language, units, v.Decimals) + " " + v.Unit)
}

// wayIn leads to where an answer is entered, "" where there is no such or it is not asked.
func (k *asker) wayIn(path string) string {
	field, _, _ := strings.Cut(path, "/")
	if path == "" || !k.x.Visible(field) {
		return ""
	}
	return "/applications/" + k.a.ID + "/sections/" + sectionOf(k.call.Form, field) + "#" + path
}

// flowNode is a term as look/script/flow.ts computes it: what is on the page is read there, the rest is what it came to here.
type flowNode struct {
	Op       string     `json:"op"`
	Path     string     `json:"path,omitempty"`
	Part     string     `json:"part,omitempty"`
	Key      string     `json:"key,omitempty"`
	Decimals int        `json:"decimals,omitempty"`
	Money    bool       `json:"money,omitempty"`
	Must     bool       `json:"must,omitempty"`
	N        string     `json:"n,omitempty"`
	D        string     `json:"d,omitempty"`
	Of       []flowNode `json:"of,omitempty"`

	moves bool // it depends on what is on the page
}

// formula writes a term for the script; "" where nothing on the page changes it.
func (k *asker) formula(t *call.Term, page call.Section) string {
	n := flow{k.call.Form, k.x, page}.node(t)
	if !n.moves {
		return ""
	}
	data, _ := json.Marshal(n) // it always can be
	return string(data)
}

// flow turns terms into nodes for one page of a form.
type flow struct {
	form call.Form
	x    *call.Examination
	page call.Section
}

func (w flow) node(t *call.Term) flowNode {
	f, _ := w.form.Field(t.Field)
	n := flowNode{Op: string(t.Op), Path: t.Field, Part: t.Part, Key: t.Key, Must: f.Required || f.RequiredWhen.Given(), moves: true}
	isHere := slices.ContainsFunc(w.page.Fields, func(on call.Field) bool { return on.ID == t.Field })
	switch {
	case t.Op == call.TermAnswer && w.form.Formula(t.Path()) != nil && (isHere || w.x.Visible(t.Field)):
		inner := w.node(w.form.Formula(t.Path()))
		return flowNode{Op: "round", Path: t.Field, Decimals: partOf(f, t.Part).Places(), Of: []flowNode{inner}, moves: inner.moves}
	case t.Op == call.TermCell:
		c := partOf(f, t.Part)
		n.Decimals, n.Money, n.Must = c.Places(), c.Kind == call.Amount, c.Required
	case len(t.Of) > 0 && t.Op != call.TermSum:
		return w.operation(t)
	case !isHere || t.Op == call.TermPeople || f.Kind == call.File:
		return w.known(t)
	case t.Op == call.TermAnswer:
		n.Decimals, n.Money = partOf(f, t.Part).Places(), partOf(f, t.Part).Kind == call.Amount
	case t.Op == call.TermSum:
		n.Of = []flowNode{w.node(t.Of[0])}
	}
	return n
}

func (w flow) operation(t *call.Term) flowNode {
	n := flowNode{Op: string(t.Op)}
	for _, of := range t.Of {
		one := w.node(of)
		n.Of, n.moves = append(n.Of, one), n.moves || one.moves
	}
	return n
}

// known is a term as it stands.
func (w flow) known(t *call.Term) flowNode {
	exact, known := w.x.Reckon(t)
	if !known {
		return flowNode{Op: "unknown"}
	}
	return nodeOf(exact)
}

func nodeOf(exact *big.Rat) flowNode {
	return flowNode{Op: "is", N: exact.Num().String(), D: exact.Denom().String()}
}

// partOf is a part of a field, or the field itself.
func partOf(f call.Field, part string) call.Field {
	for _, c := range f.Columns {
		if c.ID == part {
			return c
		}
	}
	return f
}

// figures are the values that are computed on a page, for its script, by path.
func (k *asker) figures(s call.Section) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, path := range k.call.Form.Figures() {
		if id, part, _ := strings.Cut(path, "/"); within(s, id) {
			f, _ := k.call.Form.Field(id)
			v := k.figure(computedField(f, part), path, s)
			all[path] = map[string]string{"says": v.Says, "formula": v.Formula}
		}
	}
	return all
}

// computedField is a field, or a part of one with the unit of the whole.
func computedField(f call.Field, part string) call.Field {
	c := partOf(f, part)
	c.Unit = f.Unit
	return c
}

// mainFigure is one of the main figures of an application: entered once, shown with where.
type mainFigure struct {
	Label, Word string
	Says        string
	From        []fromWord
}

// mainFigures are the sums of the budget, the partners, and whatever the call computes. None while there is nothing to show.
func (k *asker) mainFigures() []mainFigure {
	var all []mainFigure
	if k.x.Visible("budget") {
		all = append(all, k.budgetFigures()...)
	}
	for _, s := range k.call.Form.Sections {
		for _, f := range s.Fields {
			if n := len(k.rows(f.ID)); f.Kind == call.Partner && k.x.Visible(f.ID) && n > 0 {
				all = append(all, mainFigure{Label: f.Label.In(k.lang()), Says: lang.Number(k.lang(), int64(n)), From: k.enteredAt(s, f.ID)})
			}
		}
	}
	for _, path := range k.call.Form.Figures() {
		id, part, _ := strings.Cut(path, "/")
		f, _ := k.call.Form.Field(id)
		if !k.x.Visible(id) {
			continue
		}
		v := k.figure(computedField(f, part), path, call.Section{})
		one := mainFigure{Label: f.Label.In(k.lang()), Says: v.Says, From: v.From}
		if part != "" {
			one.Label += " – " + k.q.T("application.part."+part)
		}
		all = append(all, one)
	}
	return all
}

// budgetFigures are the sums people ask for first.
func (k *asker) budgetFigures() []mainFigure {
	t := k.x.Budget()
	if len(t.Lines) == 0 {
		return nil
	}
	s := call.Section{ID: sectionOf(k.call.Form, "budget")}
	for _, each := range k.call.Form.Sections {
		if each.ID == s.ID {
			s = each
		}
	}
	from, money := k.enteredAt(s, "budget"), func(cents int64) string { return lang.Money(k.lang(), cents, k.call.Money.Currency) }
	all := []mainFigure{{Word: "application.budget.grant", Says: money(t.Grant), From: from}, {Word: "application.budget.total", Says: money(t.Total), From: from}}
	if t.Own > 0 {
		all = append(all, mainFigure{Word: "application.flow.own", Says: money(t.Own), From: from})
	}
	if t.Total > 0 {
		all = append(all, mainFigure{Word: "application.flow.rate", Says: lang.Percent(k.lang(), t.Grant*10_000/t.Total), From: from})
	}
	return all
}

// enteredAt names the page where something is entered.
func (k *asker) enteredAt(s call.Section, path string) []fromWord {
	return []fromWord{{s.Title.In(k.lang()), k.wayIn(path)}}
}

// hasFigure says whether a question, or a part of it, is computed.
func (q question) hasFigure() bool {
	return q.Figure != nil || slices.ContainsFunc(q.Parts, func(p question) bool { return p.Figure != nil })
}
