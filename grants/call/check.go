package call

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/value/money"
)

// check finds what is wrong with the call as a whole, though every value is well written.
func (r *reader) check(d *Definition) {
	r.checkDates(d)
	r.checkMoney(d)
	r.checkContribution(d)
	r.checkForm(d)
	r.checkTotal(d)
	r.checkScreener(d)
	if d.Kind.Assessed() {
		r.checkGrid(d.Grid)
		r.checkAssessment(d.Kind, d.Assessment)
		r.checkRanking(d)
	}
	r.checkMarks(d)
}

// checkDates wants announced, opening, closing, decision and end of activities in this order.
func (r *reader) checkDates(d *Definition) {
	w := d.Window
	if !w.Opens.IsZero() && !w.Closes.IsZero() && !w.Opens.Before(w.Closes) {
		r.fault("window.closes", "The call closes before it opens.")
	}
	if !d.Announced.IsZero() && !w.Opens.IsZero() && d.Announced.Format(time.DateOnly) > w.Opens.In(w.Location()).Format(time.DateOnly) {
		r.fault("announced", "The call is announced after it has opened.")
	}
	if !d.Decision.IsZero() && d.Decision.Before(w.Closes) {
		r.fault("decision", "The decision is expected before the call has closed.")
	}
	if !d.ActivitiesEnd.IsZero() && d.ActivitiesEnd.Before(w.Closes) {
		r.fault("activities_end", "Activities end before the call has closed.")
	}
}

// checkMoney wants least ≤ greatest ≤ all there is.
func (r *reader) checkMoney(d *Definition) {
	m := d.Money
	if !r.has("money") {
		if d.Kind == SmallGrant || d.Kind == Project {
			r.fault("money", "A call of kind %s gives money: say how much under money.", d.Kind)
		}
		return
	}
	if m.Min > m.Max {
		r.fault("money.min", "The smallest grant (%s) is more than the largest (%s).", money.Plain(m.Min), money.Plain(m.Max))
	}
	if m.Max > m.Budget {
		r.fault("money.max", "The largest grant (%s) is more than the whole budget (%s).", money.Plain(m.Max), money.Plain(m.Budget))
	}
	if m.Rate == 0 && r.has("money.rate") {
		r.fault("money.rate", "A rate of 0 %% pays nothing.")
	}
}

// ofAssessment are the parts of a file that are about money and judging, of which a contribution has none.
var ofAssessment = []string{"money", "activities_end", "gates", "criteria", "assessment", "ranking"}

// checkContribution wants a call that only asks for what people know to promise neither money nor points.
func (r *reader) checkContribution(d *Definition) {
	if d.Kind != Contribution {
		return
	}
	for _, part := range ofAssessment {
		if r.has(part) {
			r.fault(part, "A call of kind %s gives no money and is not assessed: leave %s out.", d.Kind, part)
		}
	}
}

// checkForm wants every field named once, limits in order, and a budget only where there is money.
func (r *reader) checkForm(d *Definition) {
	seen := map[string]int{}
	for _, s := range d.Form.Sections {
		for _, f := range s.Fields {
			path := "form." + s.ID + ".fields." + f.ID
			switch {
			case seen[f.ID] > 0 && f.ID != "":
				r.fault(path, "The field %q is already on line %d. A field's id is used once in the whole form.", f.ID, seen[f.ID])
			case slices.Contains(reserved, f.ID):
				r.fault(path, "A field cannot be called %q: the word has a meaning in conditions.", f.ID)
			}
			seen[f.ID] = f.Line
			r.checkField(path, f, d)
			for _, c := range f.Columns {
				r.checkLimits(path+".columns."+c.ID, c)
			}
		}
	}
}

func (r *reader) checkField(path string, f Field, d *Definition) {
	r.checkLimits(path, f)
	if (f.Kind == BudgetTable) != (f.ID == "budget") && f.Kind != "" {
		r.fault(path, "The budget field, and no other, has the id budget.")
	}
	if f.Kind == BudgetTable && !r.has("money") {
		r.fault(path, "A budget needs to know how much one may ask for, and the call has no money.")
	}
	if f.Kind == Settlements && d.Territory.MaxInhabitants == 0 {
		r.fault(path, "Settlements make a target area, and the territory does not say how large it may be (target_area).")
	}
	r.checkEachPartner(path, f, d.Form)
	if f.Budget != nil {
		r.checkBudget(path, f.Budget, d.Form)
	}
}

func (r *reader) checkLimits(path string, f Field) {
	if f.Least != nil && f.Most != nil && *f.Least > *f.Most {
		r.fault(path+".least", "The least is more than the most.")
	}
	if !f.Earliest.IsZero() && !f.Latest.IsZero() && f.Earliest.After(f.Latest) {
		r.fault(path+".earliest", "The earliest day comes after the latest.")
	}
	if f.MinRows > f.MaxRows {
		r.fault(path+".min_rows", "At least %d rows are wanted, and at most %d fit.", f.MinRows, f.MaxRows)
	}
}

func (r *reader) checkScreener(d *Definition) {
	for _, q := range d.Screener {
		if slices.Contains(reserved, q.ID) {
			r.fault("screener."+q.ID, "A question cannot be called %q: the word has a meaning in conditions.", q.ID)
		}
	}
}

// checkGrid wants points that can be reached and sums that are right.
func (r *reader) checkGrid(g Grid) {
	var sum int64
	for _, group := range g.Groups {
		path := "criteria.groups." + group.ID
		if group.Threshold > group.Max() {
			r.fault(path+".threshold", "The threshold of %s points cannot be reached: the group has %s.", money.Plain(group.Threshold), money.Plain(group.Max()))
		}
		if !group.Bonus {
			sum += group.Weighed(group.Max())
		}
		for _, c := range group.Criteria {
			r.checkCriterion(path+".criteria."+c.ID, c)
		}
	}
	if len(g.Groups) > 0 && sum != g.Total && r.has("criteria.total") {
		r.fault("criteria.total", "The groups, weighed, add up to %s points, and the total says %s.", money.Plain(sum), money.Plain(g.Total))
	}
	if g.Threshold > g.Total {
		r.fault("criteria.threshold", "The threshold of %s points cannot be reached: the total is %s.", money.Plain(g.Threshold), money.Plain(g.Total))
	}
}

// checkCriterion wants the best option to give exactly the points of the criterion.
func (r *reader) checkCriterion(path string, c Criterion) {
	if c.Max == 0 && r.has(path+".max") {
		r.fault(path+".max", "A criterion of 0 points decides nothing.")
	}
	if len(c.Options) == 0 {
		return
	}
	best := int64(0)
	for _, o := range c.Options {
		best = max(best, o.Points)
	}
	if best != c.Max {
		r.fault(path+".max", "The best option gives %s points, and the criterion says %s.", money.Plain(best), money.Plain(c.Max))
	}
}

// checkAssessment wants two experts and a rule for where they differ; one expert alone only where the kind of call allows
// the simpler selection (rule L19), and then no such rule.
func (r *reader) checkAssessment(k Kind, a Assessment) {
	if a.Experts == 1 && k == Project {
		r.fault("assessment.experts", "A call of kind %s needs two experts: one alone is only for smaller grants (rule L19).", k)
	}
	for _, key := range []string{"divergence", "tie"} {
		if a.Experts == 1 && r.has("assessment."+key) {
			r.fault("assessment."+key, "One expert alone has nobody to differ from: leave %s out, or let two experts score.", key)
		}
	}
	if a.Experts == 2 && !r.has("assessment.divergence") {
		r.fault("assessment.divergence", "With two experts, say at what divergence (percent of the higher score) a third is called.")
	}
	if a.Experts == 2 && !r.has("assessment.tie") {
		r.fault("assessment.tie", "With two experts, say which pair counts when the third score lies in the middle: higher, lower or committee.")
	}
}

// checkRanking wants tie-breakers that exist and end in a draw, and a way to cut the list.
func (r *reader) checkRanking(d *Definition) {
	breakers := d.Ranking.TieBreakers
	for i, b := range breakers {
		path := "ranking.tie_breakers." + strconv.Itoa(i+1)
		if ids := breakable(d, b.By); b.By != ByDraw && b.By != "" && !slices.Contains(ids, b.Ref) {
			r.fault(path, "There is no %s %q that could be compared.%s", b.By, b.Ref, suggestion(b.Ref, ids))
		}
		if b.By == ByDraw && i != len(breakers)-1 {
			r.fault(path, "A draw decides everything: nothing can come after it.")
		}
	}
	if n := len(breakers); n > 0 && breakers[n-1].By != ByDraw && breakers[n-1].By != "" {
		r.fault("ranking.tie_breakers", "The last tie-breaker is a draw, so that there is always an order.")
	}
	if d.Money.Given() && !r.has("ranking.marginal") {
		r.fault("ranking.marginal", "Say what happens to the first project the money does not suffice for: stop, skip or partial.")
	}
	if d.Ranking.Marginal == MarginalPartial && d.Ranking.PartialMin == 0 {
		r.fault("ranking.partial_min", "Say the least part of a grant that is worth giving (partial_min).")
	}
	if !r.has("money") && d.Ranking.Places == 0 {
		r.fault("ranking.places", "The call gives no money, so say how many are selected (places).")
	}
}

// breakable lists the ids a tie-breaker of this kind can compare.
func breakable(d *Definition, by BreakerKind) []string {
	var ids []string
	for _, g := range d.Grid.Groups {
		if by == ByGroup {
			ids = append(ids, g.ID)
		}
		for _, c := range g.Criteria {
			if by == ByCriterion {
				ids = append(ids, c.ID)
			}
		}
	}
	for _, s := range d.Form.Sections {
		for _, f := range s.Fields {
			if by == ByField && (f.Kind == Number || f.Kind == Amount || f.Kind == Date) {
				ids = append(ids, f.ID)
			}
		}
	}
	return ids
}

// mustBeMarked are the parts of a file that must say how sure we are of them.
var mustBeMarked = []string{"purposes", "announced", "window", "decision", "money", "activities_end", "territory", "applicants", "partners",
	"form", "screener", "gates", "criteria", "assessment", "ranking"}

// checkMarks wants every mark to stand for something and everything to be marked.
func (r *reader) checkMarks(d *Definition) {
	paths := map[string]bool{}
	for i, m := range d.Marks {
		paths[m.Path] = true
		r.checkMark("marks."+strconv.Itoa(i+1), m, d)
	}
	for _, part := range mustBeMarked {
		if node := r.at[part]; node != nil {
			r.unmarked(part, node, paths)
		}
	}
}

func (r *reader) checkMark(at string, m Mark, d *Definition) {
	var ids []string
	for _, s := range d.Sources {
		ids = append(ids, s.ID)
	}
	switch {
	case m.Path != "" && !r.has(m.Path):
		r.fault(at, "The mark stands for %q, and there is no such place in the file.", m.Path)
	case (m.Certainty == Confirmed || m.Certainty == Programme) && m.Source == "":
		r.fault(at, "What is marked %s was read somewhere: name the source.", m.Certainty)
	case m.Certainty == Invented && m.Note.Empty():
		r.fault(at, "What is invented has a note that says so to people.")
	case m.Source != "" && !slices.Contains(ids, m.Source):
		r.fault(at, "There is no source %q.%s", m.Source, suggestion(m.Source, ids))
	}
}

// unmarked faults a part of the file that has no mark, neither itself nor all of what it consists of.
func (r *reader) unmarked(path string, node *yaml.Node, paths map[string]bool) {
	if paths[path] {
		return
	}
	if node.Kind != yaml.MappingNode || !below(path, paths) {
		r.fault(path, "Nothing says how sure we are of %q. Mark it (confirmed, programme, unconfirmed or invented) under marks.", path)
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		r.unmarked(join(path, node.Content[i].Value), node.Content[i+1], paths)
	}
}

// below says whether anything below a path is marked.
func below(path string, paths map[string]bool) bool {
	for p := range paths {
		if strings.HasPrefix(p, path+".") {
			return true
		}
	}
	return false
}
