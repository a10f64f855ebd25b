package chosen

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vekst/grants/targeting"
	"vekst/platform/refusal"
	"vekst/value/text"
)

const (
	framework = "Level,iCode,Direction,Weight,Parent,Type,Denominator\n1,jobs,1,1,Index,Indicator,\n1,school,1,1,Index,Indicator,people\n2,Index,1,1,,Aggregate,\n"
	recipe    = "format: vekst-index-1\nid: test\ntitle: {bg: Т, nb: T, en: T}\ngroup: oblast\nscreen: 50 %\nnormalise: goalposts\nchoose: {number: 3, from: lowest}\nothers:\n  normalise: [rank]\n  weights: [{name: jobs, of: {jobs: 3}}]\n"
)

// indexOf counts an index in which jobs and school are both what is given, so that a unit's value is what it was given.
func indexOf(t testing.TB, rows ...string) *targeting.Published {
	t.Helper()
	data := "uCode,oblast,jobs,school,people\n" + strings.Join(rows, "\n") + "\n"
	posts := strings.Replace(framework, "Denominator\n", "Denominator,goalpost_lower,goalpost_upper\n", 1)
	posts = strings.Replace(posts, "Indicator,\n", "Indicator,,0,100\n", 1)
	posts = strings.Replace(posts, "people\n", "people,0,100\n", 1)
	posts = strings.Replace(posts, "Aggregate,\n", "Aggregate,,,\n", 1)
	p, faults := targeting.Publish([]byte(data), []byte(posts), []byte(recipe))
	if len(faults) > 0 {
		t.Fatalf("%v\n%s", faults, data)
	}
	return p
}

// unit is a row of data whose index is x.
func unit(code, oblast string, x int) string { return fmt.Sprintf("%s,%s,%d,%d,1", code, oblast, x, x) }

var three = Rule{Title: text.Text{BG: "Три", NB: "Tre", EN: "Three"}, Number: 3, From: targeting.Lowest}

func chosenOf(l List) string {
	var codes []string
	for _, r := range l.Chosen() {
		codes = append(codes, r.Code)
	}
	return strings.Join(codes, " ")
}

func apply(t *testing.T, index *targeting.Published, rule Rule) List {
	t.Helper()
	if err := rule.Check(index.Result); err != nil {
		t.Fatal(refusal.Complaints(err))
	}
	return Apply(index.Result, rule, "seed")
}

func row(t *testing.T, l List, code string) Row {
	t.Helper()
	r, ok := l.Of(code)
	if !ok {
		t.Fatalf("%s is not on the list", code)
	}
	return r
}

var six = []string{unit("A1", "A", 10), unit("A2", "A", 20), unit("A3", "A", 30), unit("B1", "B", 40), unit("C1", "C", 50), unit("C2", "C", 60)}

func TestRefusesARuleThatCannotBeFollowed(t *testing.T) {
	index := indexOf(t, six...)
	nan, five := math.NaN(), 5.0
	for key, change := range map[string]func(r *Rule){
		"title":              func(r *Rule) { r.Title.NB = "" },
		"title_long":         func(r *Rule) { r.Title.BG = strings.Repeat("ж", 201) },
		"number":             func(r *Rule) { r.Number = 0 },
		"number ":            func(r *Rule) { r.Number = 6 },
		"end":                func(r *Rule) { r.From = "middle" },
		"per_group":          func(r *Rule) { r.PerGroup = -1 },
		"unknown_figure":     func(r *Rule) { r.Thresholds = []Threshold{{Code: "income", AtLeast: &five}} },
		"threshold_number":   func(r *Rule) { r.Thresholds = []Threshold{{Code: "jobs", AtLeast: &nan}} },
		"threshold_number ":  func(r *Rule) { r.Thresholds = []Threshold{{Code: "jobs"}} },
		"threshold_number  ": func(r *Rule) { r.Thresholds = []Threshold{{Code: "jobs", AtLeast: &five, AtMost: &five}} },
		"many_thresholds":    func(r *Rule) { r.Thresholds = slices.Repeat([]Threshold{{Code: "jobs", AtLeast: &five}}, 11) },
		"excluded_unknown":   func(r *Rule) { r.Excluded = []Exclusion{{"SOF00", text.Text{EN: "why"}}} },
		"excluded_reason":    func(r *Rule) { r.Excluded = []Exclusion{{"A1", text.Text{}}} },
		"excluded_twice":     func(r *Rule) { r.Excluded = slices.Repeat([]Exclusion{{"A1", text.Text{EN: "why"}}}, 2) },
		"excluded_long":      func(r *Rule) { r.Excluded = []Exclusion{{"A1", text.Text{EN: strings.Repeat("x", 1001)}}} },
		"unknown_figure ":    func(r *Rule) { r.Ties = []Order{{"income", targeting.Lowest}} },
		"end ":               func(r *Rule) { r.Ties = []Order{{"jobs", ""}} },
		"many_ties":          func(r *Rule) { r.Ties = slices.Repeat([]Order{{"jobs", targeting.Lowest}}, 6) },
	} {
		rule := three
		change(&rule)
		complaints := refusal.Complaints(rule.Check(index.Result))
		if len(complaints) != 1 || complaints[0].Key != "chosen.refusal."+strings.TrimSpace(key) {
			t.Errorf("%s: %v", key, complaints)
		}
	}
}

func TestRefusesAtMostSoManyOfOneOblastWhereTheIndexKnowsNone(t *testing.T) {
	p, faults := targeting.Publish([]byte("uCode,jobs\na,1\nb,2\nc,3\n"), []byte("Level,iCode,Direction,Weight,Parent,Type\n1,jobs,1,1,I,Indicator\n2,I,1,1,,Aggregate\n"),
		[]byte("format: vekst-index-1\nid: x\ntitle: {bg: X, nb: X, en: X}\nchoose: {number: 1, from: lowest}\n"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	rule := three
	rule.Number, rule.PerGroup = 1, 1
	if c := refusal.Complaints(rule.Check(p.Result)); len(c) != 1 || c[0].Key != "chosen.refusal.no_groups" {
		t.Error(c)
	}
}

func TestTheLowestAreChosenAndTheRestKnowHowFarTheyAre(t *testing.T) {
	l := apply(t, indexOf(t, six...), three)
	if got := chosenOf(l); got != "A1 A2 A3" {
		t.Errorf("chosen: %s", got)
	}
	if r := row(t, l, "B1"); r.Why != BeyondCut || r.Rival != "A3" || r.Ahead != -10 || r.Place != 4 {
		t.Errorf("the first beyond the cut: %+v", r)
	}
	if r := row(t, l, "A3"); r.Why != AmongThem || r.Rival != "B1" || r.Ahead != 10 {
		t.Errorf("the last chosen: %+v", r)
	}
}

func TestTheHighestAreChosenFromTheOtherEnd(t *testing.T) {
	rule := three
	rule.From = targeting.Highest
	l := apply(t, indexOf(t, six...), rule)
	if got := chosenOf(l); got != "C2 C1 B1" {
		t.Errorf("chosen: %s", got)
	}
	if r := row(t, l, "A3"); r.Rival != "B1" || r.Ahead != -10 || r.Place != 4 {
		t.Errorf("the first beyond the cut: %+v", r)
	}
}

func TestAtMostSoManyOfOneOblast(t *testing.T) {
	rule := three
	rule.PerGroup = 2
	l := apply(t, indexOf(t, six...), rule)
	if got := chosenOf(l); got != "A1 A2 B1" {
		t.Errorf("chosen: %s", got)
	}
	if r := row(t, l, "A3"); r.Why != GroupIsFull || r.Rival != "A2" || r.Ahead != -10 {
		t.Errorf("the third of its oblast: %+v", r)
	}
	if r := row(t, l, "C1"); r.Why != BeyondCut || r.Rival != "B1" {
		t.Errorf("the first beyond the cut: %+v", r)
	}
	if r := row(t, l, "A2"); r.Rival != "A3" {
		t.Errorf("the second of its oblast would leave its place to the third: %+v", r)
	}
}

func TestAThresholdIncludesItsOwnValueAndSaysWhatIsMissing(t *testing.T) {
	at := 20.0
	rule := three
	rule.Thresholds = []Threshold{{Code: "jobs", AtLeast: &at}}
	l := apply(t, indexOf(t, append(slices.Clone(six), "D1,D,,5,1")...), rule)
	if got := chosenOf(l); got != "A2 A3 B1" {
		t.Errorf("chosen: %s", got)
	}
	if r := row(t, l, "A1"); r.Why != NotReached || r.Figure != 10 || r.Place == 0 {
		t.Errorf("below the threshold: %+v", r)
	}
	if r := row(t, l, "D1"); r.Why != NoValue {
		t.Errorf("without a value: %+v", r)
	}
	up := 20.0
	rule.Thresholds = []Threshold{{Code: "school", AtMost: &up}}
	if l := apply(t, indexOf(t, six...), rule); chosenOf(l) != "A1 A2" {
		t.Errorf("at most: %s", chosenOf(l))
	}
}

func TestWhoIsLeftOutIsNamedWithTheReasonAndLeavesItsPlace(t *testing.T) {
	rule := three
	rule.Excluded = []Exclusion{{"A2", text.Text{EN: "It has been chosen before."}}}
	l := apply(t, indexOf(t, six...), rule)
	if got := chosenOf(l); got != "A1 A3 B1" {
		t.Errorf("chosen: %s", got)
	}
	if r := row(t, l, "A2"); r.Why != Excluded || r.Place != 2 {
		t.Errorf("left out: %+v", r)
	}
}

func TestTiesAtTheCutAreToldApartByTheRuleAndThenByTheDraw(t *testing.T) {
	index := indexOf(t, unit("A1", "A", 10), unit("B1", "B", 20), "C1,C,40,20,1", "D1,D,20,40,1", unit("E1", "E", 90))
	rule := three
	rule.Ties = []Order{{"jobs", targeting.Lowest}}
	l := apply(t, index, rule)
	if got := chosenOf(l); got != "A1 B1 D1" {
		t.Errorf("chosen: %s", got)
	}
	if r := row(t, l, "C1"); r.Rival != "D1" || r.Ahead != 0 || r.DecidedBy != "jobs" || r.Why != BeyondCut {
		t.Errorf("the one that was told apart: %+v", r)
	}
	if tied := l.Tied(); !reflect.DeepEqual(tied, []string{"D1", "C1"}) {
		t.Errorf("ties at the cut: %v", tied)
	}
	rule.Ties = nil
	first, second := Lot("seed", "C1"), Lot("seed", "D1")
	want := "A1 B1 C1"
	if slices.Compare(first[:], second[:]) > 0 {
		want = "A1 B1 D1"
	}
	if l := apply(t, index, rule); chosenOf(l) != want || row(t, l, "C1").DecidedBy != ByDraw {
		t.Errorf("by the draw: %s, want %s", chosenOf(l), want)
	}
}

func TestWhereThereIsRoomForAllNobodyIsInTheWay(t *testing.T) {
	at := 20.0
	rule := three
	rule.Thresholds = []Threshold{{Code: "jobs", AtMost: &at}}
	l := apply(t, indexOf(t, six...), rule)
	for _, r := range l.Rows {
		if r.In() && r.Rival != "" {
			t.Errorf("%+v", r)
		}
	}
}

// drawn is random data of few different values, so that there are ties, and a rule for it.
func drawn(t *rapid.T) (rows []string, rule Rule) {
	n := rapid.IntRange(4, 14).Draw(t, "units")
	for i := range n {
		rows = append(rows, unit(fmt.Sprintf("U%02d", i), string(rune('A'+rapid.IntRange(0, 3).Draw(t, "oblast"))), rapid.IntRange(10, 16).Draw(t, "value")))
	}
	rule = Rule{Title: text.Text{EN: "Drawn"}, Number: rapid.IntRange(1, n-1).Draw(t, "number"), From: targeting.Lowest, PerGroup: rapid.IntRange(0, 3).Draw(t, "per group")}
	if rapid.Bool().Draw(t, "other end") {
		rule.From = targeting.Highest
	}
	if rapid.Bool().Draw(t, "threshold") {
		at := float64(rapid.IntRange(10, 16).Draw(t, "at"))
		rule.Thresholds = []Threshold{{Code: "jobs", AtLeast: &at}}
	}
	if rapid.Bool().Draw(t, "exclusion") {
		rule.Excluded = []Exclusion{{"U01", text.Text{EN: "why"}}}
	}
	return rows, rule
}

func publishedOf(t *rapid.T, rows []string) *targeting.Result {
	posts := "Level,iCode,Direction,Weight,Parent,Type,goalpost_lower,goalpost_upper\n1,jobs,1,1,Index,Indicator,0,100\n2,Index,1,1,,Aggregate,,\n"
	var data strings.Builder
	data.WriteString("uCode,oblast,jobs,school,people\n" + strings.Join(rows, "\n") + "\n")
	f, faults := targeting.ReadFramework([]byte(posts))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	table, faults := targeting.ReadTable([]byte(data.String()), f)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	plain, _, _ := strings.Cut(recipe, "others")
	r, faults := targeting.ReadRecipe([]byte(plain))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	result, faults := targeting.Calculate(table, f, r)
	if len(faults) > 0 {
		t.Skip("too little is left to compare")
	}
	return result
}

func TestTheOrderOfTheDataChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, rule := drawn(t)
		one := Apply(publishedOf(t, rows), rule, "seed")
		other := Apply(publishedOf(t, rapid.Permutation(rows).Draw(t, "order")), rule, "seed")
		if !reflect.DeepEqual(one, other) {
			t.Errorf("%+v\n%+v", one, other)
		}
	})
}

// Whoever is chosen comes before everybody who is not, unless a threshold, an exclusion or a full oblast stands in the way;
// nobody is chosen against the rule; and there is no room left for anybody who may be chosen.
func TestTheRuleIsFollowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, rule := drawn(t)
		l, of := Apply(publishedOf(t, rows), rule, "seed"), map[string]int{}
		if len(l.Rows) != len(rows) {
			t.Fatalf("%d rows of %d", len(l.Rows), len(rows))
		}
		for _, r := range l.Chosen() {
			of[r.Group]++
		}
		beyond := false
		for _, r := range l.Rows {
			switch {
			case r.In() && beyond:
				t.Errorf("%s is chosen after somebody was beyond the cut", r.Code)
			case r.In() && (rule.PerGroup > 0 && of[r.Group] > rule.PerGroup):
				t.Errorf("%d of %s", of[r.Group], r.Group)
			case r.Why == GroupIsFull && of[r.Group] != rule.PerGroup:
				t.Errorf("%s is kept out by an oblast that is not full", r.Code)
			}
			beyond = beyond || r.Why == BeyondCut
		}
		if n := len(l.Chosen()); n > rule.Number || n < rule.Number && beyond {
			t.Errorf("%d chosen of %d", n, rule.Number)
		}
	})
}

// The rival is the one to come before: with a value a little better than the rival's a municipality is chosen, with one a
// little worse it is not.
func TestTheRivalIsWhoDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, rule := drawn(t)
		rule.Thresholds = nil
		index := publishedOf(t, rows)
		l := Apply(index, rule, "seed")
		r := l.Rows[rapid.IntRange(0, len(l.Rows)-1).Draw(t, "row")]
		if r.Why == Excluded {
			t.Skip("it is left out whatever its value")
		}
		better, worse := -0.25, 0.25
		if rule.From == targeting.Highest {
			better, worse = worse, better
		}
		with := func(by float64) bool {
			rival, ok := l.Of(r.Rival)
			if !ok {
				rival = r
			}
			changed, faults := index.With(targeting.Changed{Unit: r.Code, Column: "jobs", Value: rival.Value + by})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			after, _ := Apply(changed, rule, "seed").Of(r.Code)
			return after.In()
		}
		if !with(better) {
			t.Errorf("%+v is not chosen with a better value than its rival's", r)
		}
		if r.Rival != "" && with(worse) {
			t.Errorf("%+v is chosen with a worse value than its rival's", r)
		}
	})
}

func TestOneTheRuleLeavesOutIsNotToldThatItsIndexDecided(t *testing.T) {
	for want, r := range map[string]Row{
		"equal": {Why: BeyondCut}, "ahead": {Why: AmongThem, Ahead: 2}, "would": {Why: Excluded, Ahead: 2}, "behind": {Why: BeyondCut, Ahead: -2}, "behind_too": {Why: Excluded, Ahead: -2},
	} {
		if got := howFar(r); got != want {
			t.Errorf("%+v: %s, want %s", r, got, want)
		}
	}
	if got := howFar(Row{Why: NotReached, Ahead: -0.5}); got != "behind_too" {
		t.Errorf("below a threshold: %s", got)
	}
	if got := howFar(Row{Why: GroupIsFull, Ahead: -0.5}); got != "behind" {
		t.Errorf("beyond its oblast: %s", got)
	}
}

func TestASentenceDoesNotSayTwiceThatTheCapitalIsAMunicipality(t *testing.T) {
	for name, want := range map[string]string{"Столична община": "Столична", "Елена": "Елена", "Sofia": "Sofia", "община": "община"} {
		if got := bare(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
