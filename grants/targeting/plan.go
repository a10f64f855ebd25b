package targeting

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vekst/value/text"
)

// Plan is an index as somebody makes it on screen: everything as it was typed. It becomes a framework and a recipe, whose
// faults lead back to the fields (Plan.field).
type Plan struct {
	ID     string
	Top    string // the code of the index, where a file calls it otherwise than planTop
	Title  text.Text
	Parts  []PlanPart
	Groups []PlanGroup

	Impute, Screen, Present          string
	Treat, Points, Skew, Kurtosis    string
	Otherwise                        bool // the logarithm when winsorising does not help
	Normalise, From, To              string
	Weights                          string
	Lower, Upper                     string   // how indicators become groups, and groups the index
	Middle                           []string // and how groups become larger groups, where there are such, from the lowest up
	Number, End                      string
	OtherImpute, OtherTreat          []string
	OtherNormalise, OtherAggregate   []string
	OtherEqual, OtherFramework, Each bool
	OtherWeights                     string // a set a line: work-first: work=2, people=1
	Seed, Draws, Spread              string
	PlanMore
}

// PlanPart is an indicator of a plan.
type PlanPart struct {
	Code                           string // its column
	Names                          text.Text
	Unit, Source                   string
	Direction, Weight, Group       string
	Denominator, Target, Low, High string
	Out                            bool // it is kept, and not counted
}

// newPlan is what a plan begins with: the ways most people would choose first.
func newPlan(id string) Plan {
	return Plan{ID: id, Impute: string(ImputeNothing), Screen: "66", Present: "50", Treat: string(TreatWinsorise), Points: "5", Skew: "2", Kurtosis: "3.5",
		Normalise: string(MinMax), From: "1", To: "100", Weights: ByFramework, Lower: string(Arithmetic), Upper: string(Arithmetic), Number: "10", End: string(Lowest),
		OtherNormalise: []string{string(ZScore), string(Borda)}, OtherAggregate: []string{"geometric > arithmetic"}, OtherEqual: true, Each: true,
		Seed: "1", Draws: "256", Spread: "25"}
}

// planColumns are the columns of the framework a plan becomes.
var planColumns = []string{"Level", "iCode", "Direction", "Weight", "Parent", "Type", "iName_bg", "iName_nb", "iName_en", "Unit", "Source", "Denominator", "Target", "goalpost_lower", "goalpost_upper"}

// framework is the tree of a plan: indicators, then groups, then the index.
func (p Plan) framework() []byte {
	rows := [][]string{planColumns}
	for _, part := range p.Parts {
		rows = append(rows, []string{"1", part.Code, part.Direction, part.Weight, p.parent(part.Group), typeIndicator, part.Names.BG, part.Names.NB, part.Names.EN, part.Unit, part.Source,
			part.Denominator, part.Target, part.Low, part.High})
	}
	for _, g := range p.Groups {
		rows = append(rows, []string{whole(p.level(g.Code)), g.Code, "1", g.Weight, p.parent(g.Parent), typeAggregate, g.Names.BG, g.Names.NB, g.Names.EN, "", "", "", "", "", ""})
	}
	rows = append(rows, []string{whole(p.level(p.top())), p.top(), "1", "1", "", typeAggregate, p.Title.BG, p.Title.NB, p.Title.EN, "", "", "", "", "", ""})
	if by := p.by(); by != "" {
		rows = append(rows, []string{"", by, "", "", "", "Group", "", "", "", "", "", "", "", "", ""})
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.WriteAll(rows); err != nil {
		panic(err) // cannot be: the buffer takes everything
	}
	return out.Bytes()
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*( %)?$`)

// typed is a value in YAML, whatever was typed.
func typed(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	quoted, _ := json.Marshal(s) // a string always can be
	return string(quoted)
}

func percent(s string) string {
	if s == "" || strings.HasSuffix(s, "%") {
		return s
	}
	return s + " %"
}

// recipe is how a plan is counted.
func (p Plan) recipe() []byte {
	var b strings.Builder
	line := func(format string, values ...string) {
		words := make([]any, len(values))
		for i, v := range values {
			words[i] = typed(v)
		}
		fmt.Fprintf(&b, format+"\n", words...)
	}
	fmt.Fprintln(&b, "format: "+RecipeFormat)
	line("id: %s", p.ID)
	line("title:\n  bg: %s\n  nb: %s\n  en: %s", p.Title.BG, p.Title.NB, p.Title.EN)
	if out := p.leftOut(); len(out) > 0 {
		fmt.Fprintln(&b, "leave_out: ["+strings.Join(out, ", ")+"]")
	}
	if by := p.by(); by != "" {
		line("group: %s", by)
	}
	line("impute: %s", p.Impute)
	line("screen: %s", percent(p.Screen))
	fmt.Fprintln(&b, "treat: "+p.treat(p.Treat))
	b.WriteString(p.scale())
	fmt.Fprintln(&b, "normalise: "+p.normalise(p.Normalise))
	fmt.Fprintln(&b, "weights: "+p.weights())
	line("present: %s", percent(p.Present))
	fmt.Fprintln(&b, "aggregate: "+p.aggregate(strings.Join(p.averages(), " > ")))
	if p.First != "" {
		line("first: %s", p.First)
	}
	line("choose:\n  number: %s\n  from: %s", p.Number, p.End)
	p.others(&b)
	if p.Draws != "" && p.Draws != "0" {
		line("random:\n  seed: %s\n  draws: %s\n  weights: %s", p.Seed, p.Draws, percent(p.Spread))
	}
	return []byte(b.String())
}

func (p Plan) treat(method string) string {
	switch method {
	case string(TreatWinsorise):
		return p.winsorise(p.Points)
	case string(TreatLog):
		return fmt.Sprintf("{method: log, skew: %s, kurtosis: %s}", typed(p.Skew), typed(p.Kurtosis))
	}
	return typed(method)
}

func (p Plan) winsorise(points string) string {
	otherwise := ""
	if p.Otherwise {
		otherwise = ", otherwise: log"
	}
	return fmt.Sprintf("{method: winsorise, points: %s, skew: %s, kurtosis: %s%s}", typed(points), typed(p.Skew), typed(p.Kurtosis), otherwise)
}

// aggregate writes "geometric > arithmetic" as a list with a way for each step.
func (p Plan) aggregate(ways string) string {
	var words []string
	for _, w := range aggregateOf(ways).upTo(p.level(p.top())) {
		words = append(words, typed(string(w)))
	}
	return "[" + strings.Join(words, ", ") + "]"
}

func (p Plan) others(b *strings.Builder) {
	fmt.Fprintln(b, "others:")
	list := func(key string, all []string) {
		if len(all) > 0 {
			fmt.Fprintf(b, "  %s:\n", key)
			for _, one := range all {
				fmt.Fprintln(b, "    - "+one)
			}
		}
	}
	var aggregates []string
	for _, a := range p.OtherAggregate {
		if one := p.aggregate(a); !slices.Contains(aggregates, one) && one != p.aggregate(strings.Join(p.averages(), " > ")) {
			aggregates = append(aggregates, one)
		}
	}
	list("impute", each(p.OtherImpute, typed))
	list("treat", p.otherTreats())
	list("normalise", each(p.OtherNormalise, p.normalise))
	list("weights", p.otherWeights())
	list("aggregate", aggregates)
	fmt.Fprintf(b, "  without_each: %t\n", p.Each)
}

// otherWeights are the sets of weights beside the official one.
func (p Plan) otherWeights() (all []string) {
	if p.OtherEqual && p.Weights != ByEqual {
		all = append(all, ByEqual)
	}
	if p.OtherFramework && p.Weights != ByFramework {
		all = append(all, ByFramework)
	}
	for i, set := range p.sets() {
		if i != p.ownSet() {
			all = append(all, set.yaml())
		}
	}
	return all
}

// planOf is the plan that a framework and a recipe were made by, or could have been; false where they say more than the
// builder can.
func planOf(framework, recipe []byte) (Plan, bool) {
	f, faults := ReadFramework(framework)
	r, more := ReadRecipe(recipe)
	if len(faults)+len(more) > 0 {
		return Plan{}, false
	}
	m := r.Method
	p := Plan{ID: r.ID, Title: r.Title, Impute: string(m.Impute), Screen: shareTyped(r.Screen), Present: shareTyped(r.Present), Treat: string(m.Treat.Method),
		Points: whole(m.Treat.Points), Skew: figure(m.Treat.Skew), Kurtosis: figure(m.Treat.Kurtosis), Otherwise: m.Treat.Otherwise == TreatLog,
		Normalise: string(m.Normalise.Method), Weights: m.Weights.Name, Number: whole(r.Choose.Number), End: string(r.Choose.From), Each: r.Others.WithoutEach,
		Seed: strconv.FormatUint(r.Random.Seed, 10), Draws: whole(r.Random.Draws), Spread: shareTyped(r.Random.Weights)}
	p.partsOf(f)
	p.averagesOf(m.Aggregate)
	p.othersOf(r)
	p.moreOf(r)
	return p, p.says(f, r)
}

func shareTyped(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x*100, 'f', -1, 64), ".0")
}

func (p *Plan) partsOf(f *Framework) {
	names := func(n Node) text.Text {
		if n.Names.Empty() && n.Name != n.Code {
			return text.Text{BG: n.Name, NB: n.Name, EN: n.Name}
		}
		return n.Names
	}
	for _, n := range f.Nodes {
		switch {
		case n.indicator:
			p.Parts = append(p.Parts, PlanPart{Code: n.Code, Names: names(n), Unit: n.Unit, Source: n.Source, Direction: whole(n.Direction), Weight: figure(n.Weight), Group: n.Parent,
				Denominator: n.Denominator, Target: figure(n.Target), Low: figure(n.Low), High: figure(n.High)})
		case n.Parent != "":
			p.Groups = append(p.Groups, PlanGroup{n.Code, names(n), figure(n.Weight), n.Parent})
		case n.Code != planTop:
			p.Top = n.Code
		}
	}
}

func (p *Plan) averagesOf(a Aggregate) {
	last := p.level(p.top())
	p.Lower, p.Upper = string(a.at(2)), string(a.at(max(3, last)))
	for l := 3; l < last; l++ {
		p.Middle = append(p.Middle, string(a.at(l)))
	}
}

func (p *Plan) othersOf(r *Recipe) {
	o := r.Others
	p.OtherImpute = each(o.Impute, func(i Impute) string { return string(i) })
	p.OtherNormalise = each(o.Normalise, func(n Normalise) string { return string(n.Method) })
	p.OtherAggregate = each(o.Aggregate, func(a Aggregate) string { return a.short().String() })
	var lines []string
	for i, w := range r.choices().weights {
		switch {
		case w.Of == nil && i == 0: // the official ones, which are named apart
		case w.Of == nil && w.Name == ByEqual:
			p.OtherEqual = true
		case w.Of == nil:
			p.OtherFramework = true
		default:
			var of []string
			for _, code := range sortedKeys(w.Of) {
				of = append(of, code+"="+figure(w.Of[code]))
			}
			lines = append(lines, w.Name+": "+strings.Join(of, ", "))
		}
	}
	p.OtherWeights = strings.Join(lines, "\n")
}

// says whether a plan says all that a framework and a recipe do.
func (p Plan) says(f *Framework, r *Recipe) bool {
	g, faults := ReadFramework(p.framework())
	s, more := ReadRecipe(p.recipe())
	if len(faults)+len(more) > 0 || len(f.Nodes) != len(g.Nodes) {
		return false
	}
	for _, a := range f.Nodes {
		at := g.find(a.Code)
		if at < 0 {
			return false
		}
		b := g.Nodes[at]
		if a.Level != b.Level || a.Parent != b.Parent || a.Parent != "" && (a.Direction != b.Direction || a.Weight != b.Weight || a.Denominator != b.Denominator) {
			return false
		}
	}
	last := f.Nodes[f.top()].Level
	return r.ways(last) == s.ways(last)
}

// ways is a recipe as words, so that two can be compared whatever they did not write. The index is on the level last.
func (r *Recipe) ways(last int) string {
	c := r.choices()
	for i, a := range c.aggregate {
		c.aggregate[i] = a.upTo(last)
	}
	return fmt.Sprint(r.ID, r.Title, slices.Sorted(slices.Values(r.LeaveOut)), r.Group, c.impute, c.treat, c.normalise, c.weights, c.aggregate, r.Screen, r.Present, r.First, r.Choose, r.Others.WithoutEach, r.Random)
}

// planFields are the fields of the builder by the part of the recipe they write.
var planFields = map[string]string{"id": "id", "title": "title_bg", "group": "by", "leave_out": "add", "first": "first", "impute": "impute", "screen": "screen", "treat": "treat", "treat.points": "points",
	"treat.skew": "skew", "treat.kurtosis": "kurtosis", "scale": "from", "scale.from": "from", "scale.to": "to", "normalise": "normalise", "weights": "weights", "present": "present",
	"aggregate": "lower", "choose": "number", "choose.number": "number", "choose.from": "end", "others": "others", "random": "draws", "random.seed": "seed", "random.draws": "draws",
	"random.weights": "spread", "others.weights": "other_weights"}

// field is the field of the builder that a fault is about; empty where it is about the whole.
func (p Plan) field(f *Fault, r *Recipe) string {
	if name := p.treeField(f); name != "" {
		return name
	}
	if f.File == FrameworkFile && f.Line > 1 {
		return p.rowField(f.Line-2, "")
	}
	if f.File != RecipeFile {
		return p.rowField(-1, p.codeIn(f))
	}
	path := f.step
	if path == "" && r != nil {
		path = r.pathAt(f.Line, f.Column)
	}
	if path == "aggregate" || path == "normalise" {
		if code := p.codeIn(f); code != "" && path == "normalise" {
			return p.rowField(-1, code)
		}
	}
	if name := p.moreField(path); name != "" {
		return name
	}
	for path != "" {
		if name, ok := planFields[path]; ok {
			return name
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return ""
}

// codeIn is the part of the plan that a fault names.
func (p Plan) codeIn(f *Fault) string {
	for _, w := range f.with {
		code, ok := w.(string)
		if ok && slices.ContainsFunc(p.Parts, func(x PlanPart) bool { return x.Code == code || x.Denominator == code && code != "" }) {
			return code
		}
	}
	return ""
}

// rowField is the field of a row of the framework, by its place or its code.
func (p Plan) rowField(row int, code string) string {
	if code != "" {
		row = slices.IndexFunc(p.Parts, func(x PlanPart) bool { return x.Code == code })
		if row < 0 {
			row = slices.IndexFunc(p.Parts, func(x PlanPart) bool { return x.Denominator == code })
		}
	}
	switch {
	case row < 0:
		return ""
	case row < len(p.Parts):
		return "weight_" + whole(row)
	case row < len(p.Parts)+len(p.Groups):
		return "gweight_" + whole(row-len(p.Parts))
	case len(p.Groups) > 0:
		return "gweight_0"
	case len(p.Parts) > 0:
		return "weight_0"
	}
	return "add"
}

// pathAt is the part of the recipe that stands at a place, as exactly as it is known.
func (r *Recipe) pathAt(line, column int) string {
	exact, near := "", ""
	longer := func(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a < b }
	for path, at := range r.at {
		if at.line == line && at.column == column && longer(path, exact) {
			exact = path
		}
		if at.line == line && longer(path, near) {
			near = path
		}
	}
	return cmp.Or(exact, near)
}

var notInCode = regexp.MustCompile(`[^a-z0-9]+`)

// groupCode is a code for a new group, after its English name.
func (p Plan) groupCode(name string) string {
	base := strings.Trim(notInCode.ReplaceAllString(strings.ToLower(name), "-"), "-")
	base = cmp.Or(base, "group")
	for n, code := 1, base; ; n, code = n+1, base+"-"+whole(n+1) {
		if code != planTop && code != p.Top && !slices.ContainsFunc(p.Groups, func(g PlanGroup) bool { return g.Code == code }) && !slices.ContainsFunc(p.Parts, func(x PlanPart) bool { return x.Code == code }) {
			return code
		}
	}
}
