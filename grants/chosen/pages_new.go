package chosen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/targeting"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var newPage = web.NewPage[newView](files, "pages/new.html")

type newView struct {
	web.Head
	Indices    bool
	Index      web.Choice
	Titles     []web.Field
	Number     web.Field
	From       web.Choice
	PerGroup   web.Field
	Thresholds []thresholdFields
	Excluded   []exclusionFields
	Ties       []tieFields
	Supersedes *web.Choice
	Preview    *oneView // who would be chosen
	Asked      bool     // for the preview, by its button
	Tried      bool     // to propose it, so that what is missing in the title is said
}

type thresholdFields struct {
	Code, Side web.Choice
	Value      web.Field
}

type exclusionFields struct {
	Code   web.Choice
	Reason web.Field
}

type tieFields struct{ Code, First web.Choice }

// ask is the form of a new selection, filled in as the recipe of the newest index suggests, with who would be chosen by that.
func (h *house) ask(q *web.Request) (web.Answer, error) {
	f := readForm(q)
	indices, err := targeting.Indices(q.Reader())
	if err != nil {
		return nil, err
	}
	indices = targeting.Standing(indices)
	if f.Index == "" && len(indices) > 0 {
		f.Index = indices[0].ID
	}
	if f.Number == "" && f.Index != "" {
		if f, err = h.suggested(q, f, indices); err != nil {
			return nil, err
		}
	}
	w, err := h.weigh(q, f)
	if err != nil || w.index == nil {
		return newPage.Show(w.newView), err
	}
	if len(w.withoutTitle()) == 0 {
		err = h.preview(q, &w.newView, w.index, w.rule)
	}
	return newPage.Show(w.newView), err
}

// suggested is the form with what the recipe of its index says of how many are chosen, and from which end.
func (h *house) suggested(q *web.Request, f typed, indices []targeting.Index) (typed, error) {
	if !slices.ContainsFunc(indices, func(x targeting.Index) bool { return x.ID == f.Index }) {
		return f, nil
	}
	index, err := h.indices.Open(q.Reader(), f.Index)
	if err == nil {
		f.Number, f.From = strconv.Itoa(index.Result.Recipe.Choose.Number), string(index.Result.Recipe.Choose.From)
	}
	return f, err
}

// weighed is a form with the rule that was typed in it, and what is wrong with that.
type weighed struct {
	newView
	index      *targeting.Published // nil where none was chosen
	rule       Rule
	complaints []refusal.Complaint
}

func (h *house) weigh(q *web.Request, f typed) (w weighed, err error) {
	indices, err := targeting.Indices(q.Reader())
	if err != nil {
		return w, err
	}
	if w.newView, w.index, err = h.form(q, f, targeting.Standing(indices)); err != nil {
		return w, err
	}
	if w.index == nil {
		w.complaints = []refusal.Complaint{refusal.About("index", "chosen.refusal.no_index")}
		return w, nil
	}
	w.rule, w.complaints = f.rule(q.Lang)
	w.complaints = append(w.complaints, refusal.Complaints(w.rule.Check(w.index.Result))...)
	return w, nil
}

// withoutTitle are the complaints but those about the title: who is chosen does not depend on it, and it can be written last.
func (w weighed) withoutTitle() []refusal.Complaint {
	return slices.DeleteFunc(slices.Clone(w.complaints), func(c refusal.Complaint) bool { return c.Key == "chosen.refusal.title" })
}

// propose shows who would be chosen, or proposes it.
func (h *house) propose(q *web.Request) (web.Answer, error) {
	f := readForm(q)
	w, err := h.weigh(q, f)
	if err != nil {
		return nil, err
	}
	refused := refusal.Of(w.withoutTitle())
	if w.Tried = q.Value("do") == "propose"; w.Tried {
		refused = refusal.Of(w.complaints)
	}
	if refused == nil && w.Tried {
		var s Selection
		if s, refused = web.Do(q, Propose, Proposing{Index: f.Index, Rule: w.rule, Supersedes: f.Supersedes}); refused == nil {
			return web.See("/choosing/" + s.ID), nil
		}
	}
	if refused != nil {
		heard, status := q.Heard(refused)
		if status == 0 {
			return nil, refused
		}
		w.complain(heard)
		return newPage.With(status, w.newView), nil
	}
	w.Asked = true
	if err := h.preview(q, &w.newView, w.index, w.rule); err != nil {
		return nil, err
	}
	return newPage.Show(w.newView), nil
}

// try shows who would be chosen while the form is being written: a script asks for it, and takes the preview and the complaints
// out of the page. Nothing is refused by it, and nothing is kept.
func (h *house) try(q *web.Request) (web.Answer, error) {
	f := readForm(q)
	w, err := h.weigh(q, f)
	if err != nil {
		return nil, err
	}
	w.complaints = f.whereTyped(w.complaints)
	blocking := w.withoutTitle()
	if w.Tried = q.Value("tried") != ""; w.Tried {
		w.complain(q.Complaints(refusal.Of(w.complaints)))
	} else {
		w.complain(q.Complaints(refusal.Of(blocking)))
	}
	if len(blocking) == 0 {
		err = h.preview(q, &w.newView, w.index, w.rule)
	}
	return newPage.Show(w.newView), err
}

// preview says who would be chosen, off the record.
func (h *house) preview(q *web.Request, v *newView, index *targeting.Published, rule Rule) error {
	n, err := h.names(q, index.Result)
	if err != nil {
		return err
	}
	o := &opened{index: index, list: Apply(index.Result, rule, index.SHA256())}
	o.in, o.ways = Ways(index.Result, rule, index.SHA256())
	p := oneView{Ways: o.ways, Rules: n.rule(rule), ShowsDraft: true}
	p.rows(n, o)
	v.Preview = &p
	return nil
}

// form makes the form of what was typed, and opens the index it names, if it names one.
func (h *house) form(q *web.Request, f typed, indices []targeting.Index) (v newView, index *targeting.Published, err error) {
	v = newView{Head: head(q, q.T("chosen.new.title"), toList(q)), Indices: len(indices) > 0}
	v.Script = "index-draft.js"
	v.Index = web.Choice{Name: "index", Label: q.T("chosen.new.index"), Value: f.Index}
	for _, x := range indices {
		v.Index.Options = append(v.Index.Options, web.Option{Value: x.ID, Label: fmt.Sprintf("%d. %s", x.Number, x.Title.In(q.Lang))})
	}
	if !slices.ContainsFunc(indices, func(x targeting.Index) bool { return x.ID == f.Index }) {
		return v, nil, nil
	}
	if index, err = h.indices.Open(q.Reader(), f.Index); err != nil {
		return v, nil, err
	}
	n, err := h.names(q, index.Result)
	if err != nil {
		return v, nil, err
	}
	v.fill(q, f, n)
	v.Supersedes, err = replaceable(q, f)
	return v, index, err
}

func (v *newView) fill(q *web.Request, f typed, n names) {
	v.Titles = []web.Field{{Name: "title-bg", Label: q.T("chosen.new.title_bg"), Value: f.Title.BG}, {Name: "title-nb", Label: q.T("chosen.new.title_nb"), Value: f.Title.NB},
		{Name: "title-en", Label: q.T("chosen.new.title_en"), Value: f.Title.EN}}
	v.Number = web.Field{Name: "number", Label: q.T("chosen.new.number"), Value: f.Number, Inputmode: "numeric", Size: 4}
	v.From = ends(q, "from", q.T("chosen.new.from"), f.From)
	v.PerGroup = web.Field{Name: "per_group", Label: q.T("chosen.new.per_group"), Value: f.PerGroup, Inputmode: "numeric", Size: 4, Optional: true}
	codes := n.codes()
	for i := range formThresholds {
		at := pad(f.Thresholds, i)
		k := strconv.Itoa(i + 1)
		side := web.Choice{Name: "threshold-side-" + k, Label: q.T("chosen.new.side"), Value: at.Side, Options: []web.Option{
			{Value: "at_most", Label: q.T("chosen.new.at_most")}, {Value: "at_least", Label: q.T("chosen.new.at_least")}}}
		v.Thresholds = append(v.Thresholds, thresholdFields{web.Choice{Name: "threshold-code-" + k, Label: q.T("chosen.new.figure"), Value: at.Code, Options: codes}, side,
			web.Field{Name: "threshold-" + k, Label: q.T("chosen.new.value"), Value: at.Value, Inputmode: "decimal"}})
	}
	places := n.places()
	for i := range min(len(f.Excluded)+spareExcluded, mostExcluded) {
		at := pad(f.Excluded, i)
		k := strconv.Itoa(i + 1)
		v.Excluded = append(v.Excluded, exclusionFields{web.Choice{Name: "excluded-" + k, Label: q.T("municipality.name"), Value: at.Code, Options: places},
			web.Field{Name: "excluded-reason-" + k, Label: q.T("chosen.new.reason"), Value: at.Reason}})
	}
	for i := range formTies {
		at := pad(f.Ties, i)
		k := strconv.Itoa(i + 1)
		v.Ties = append(v.Ties, tieFields{web.Choice{Name: "tie-" + k, Label: q.T("chosen.new.figure"), Value: at.Code, Options: codes},
			ends(q, "tie-first-"+k, q.T("chosen.new.first"), at.First)})
	}
}

// pad is an entry of a list, or an empty one after its end.
func pad[T any](all []T, i int) (entry T) {
	if i < len(all) {
		entry = all[i]
	}
	return entry
}

func ends(q *web.Request, name, label, value string) web.Choice {
	return web.Choice{Name: name, Label: label, Value: value, Options: []web.Option{{Value: string(targeting.Lowest), Label: q.T("chosen.new.lowest")},
		{Value: string(targeting.Highest), Label: q.T("chosen.new.highest")}}}
}

// codes are what a threshold can be about, and what can tell equal ones apart.
func (n names) codes() []web.Option {
	options := []web.Option{{Label: n.q.T("chosen.new.nothing")}}
	for _, node := range n.index.Framework.Nodes {
		options = append(options, web.Option{Value: node.Code, Label: n.figure(node.Code)})
	}
	for _, node := range n.index.Indicators() {
		if node.Denominator != "" && !slices.ContainsFunc(options, func(o web.Option) bool { return o.Value == node.Denominator }) {
			options = append(options, web.Option{Value: node.Denominator, Label: n.figure(node.Denominator)})
		}
	}
	return options
}

func (n names) places() []web.Option {
	options := []web.Option{{Label: n.q.T("chosen.new.nobody")}}
	for _, u := range n.index.Table.Units {
		options = append(options, web.Option{Value: u.Code, Label: n.place(u.Code) + " (" + u.Code + ")"})
	}
	slices.SortStableFunc(options[1:], func(a, b web.Option) int {
		return strings.Compare(lang.SortKey(n.q.Lang, a.Label), lang.SortKey(n.q.Lang, b.Label))
	})
	return options
}

// replaceable are the selections whose place a new one can take; nil where there is none.
func replaceable(q *web.Request, f typed) (*web.Choice, error) {
	all, err := Selections(q.Reader())
	if err != nil {
		return nil, err
	}
	c := &web.Choice{Name: "supersedes", Label: q.T("chosen.new.supersedes"), Value: f.Supersedes, Options: []web.Option{{Label: q.T("chosen.new.supersedes_none")}}}
	for _, s := range all {
		if !slices.ContainsFunc(all, func(later Selection) bool { return later.Supersedes == s.ID }) {
			c.Options = append(c.Options, web.Option{Value: s.ID, Label: fmt.Sprintf("%d. %s", s.Number, s.Title.In(q.Lang))})
		}
	}
	if len(c.Options) == 1 {
		return nil, nil
	}
	return c, nil
}

// complain puts complaints beside their fields.
func (v *newView) complain(heard []web.Complaint) {
	v.Complaints = heard
	for i := range v.Titles {
		v.Titles[i].Complaint = v.Complaint(v.Titles[i].Name)
	}
	v.Number.Complaint, v.PerGroup.Complaint, v.From.Complaint = v.Complaint("number"), v.Complaint("per_group"), v.Complaint("from")
	for i := range v.Thresholds {
		v.Thresholds[i].Value.Complaint = v.Complaint(v.Thresholds[i].Value.Name)
	}
	for i := range v.Excluded {
		v.Excluded[i].Code.Complaint = v.Complaint(v.Excluded[i].Code.Name)
	}
	for i := range v.Ties {
		v.Ties[i].Code.Complaint = v.Complaint(v.Ties[i].Code.Name)
	}
}
