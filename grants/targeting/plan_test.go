package targeting

import (
	"net/http"
	"strings"
	"testing"

	"vekst/value/text"
)

// goodPlan has nothing wrong with it.
func goodPlan() Plan {
	p := newPlan("trial")
	p.Title = text.Text{BG: "Проба", NB: "Prøve", EN: "Trial"}
	p.Groups = []PlanGroup{{Code: "work", Names: text.Text{BG: "Работа", NB: "Arbeid", EN: "Work"}, Weight: "2"}, {Code: "people", Names: text.Text{BG: "Хора", NB: "Folk", EN: "People"}, Weight: "1"}}
	p.Parts = []PlanPart{{Code: "unemployment_2019", Direction: "-1", Weight: "1", Group: "work"}, {Code: "natural_increase_2019", Direction: "1", Weight: "1", Group: "people"},
		{Code: "net_migration_2019", Direction: "1", Weight: "0.5", Group: "people"}}
	return p
}

const planData = "uCode,oblast,unemployment_2019,natural_increase_2019,net_migration_2019\nA,X,1,2,3\nB,X,2,3,4\nC,Y,3,5,7\nD,Y,6,1,7\n" +
	"E,Y,6,2,8\nF,X,4,4,1\nG,X,7,9,3\nH,X,6,5,2\nI,Y,2,3,1\nJ,Y,4,8,9\nK,Y,5,5,5\nL,X,1,1,2\n"

// Every fault stands beside the field it is about, also where what was typed would break a file.
func TestAFaultOfAPlanLeadsToItsField(t *testing.T) {
	data := planData
	for field, spoil := range map[string]func(p *Plan){
		"title_bg":              func(p *Plan) { p.Title.NB = "" },
		"id":                    func(p *Plan) { p.ID = "Not: a {slug}\n# x" },
		"weight_0":              func(p *Plan) { p.Parts[0].Weight = "many" },
		"weight_2":              func(p *Plan) { p.Parts[2].Weight = "-1" },
		"gweight_1":             func(p *Plan) { p.Groups[1].Weight = "\"; drop" },
		"gweight_0":             func(p *Plan) { p.Groups[0].Weight, p.Groups[1].Weight = "0", "0" },
		"screen":                func(p *Plan) { p.Screen = "most" },
		"present":               func(p *Plan) { p.Present = "101" },
		"points":                func(p *Plan) { p.Points = "0" },
		"skew":                  func(p *Plan) { p.Skew = "a lot" },
		"from":                  func(p *Plan) { p.From, p.To = "100", "1" },
		"normalise":             func(p *Plan) { p.Normalise = "{a: b}" },
		"lower":                 func(p *Plan) { p.From, p.To, p.Lower = "0", "100", string(Geometric) },
		"number":                func(p *Plan) { p.Number = "12" },
		"seed":                  func(p *Plan) { p.Seed = "luck" },
		"draws":                 func(p *Plan) { p.Draws = "1000" },
		"spread":                func(p *Plan) { p.Spread = "200" },
		"other_weights":         func(p *Plan) { p.OtherWeights = "odd: nothing=2" },
		"weight_1":              func(p *Plan) { p.Normalise = string(ToTarget); p.Parts[0].Target = "0"; p.Parts[2].Target = "20" },
		"others":                func(p *Plan) { p.OtherAggregate = []string{"wild > arithmetic"} },
		"own_min-max_from":      func(p *Plan) { p.Own = map[string]PlanScale{"min-max": {From: "9", To: "1"}} },
		"own_min-max_to":        func(p *Plan) { p.Own = map[string]PlanScale{"min-max": {From: "9", To: "ten"}} },
		"own_min-max_mean":      func(p *Plan) { p.Own = map[string]PlanScale{"min-max": {Mean: "9"}} },
		"own_z-score_deviation": func(p *Plan) { p.Own = map[string]PlanScale{"z-score": {Deviation: "wide"}} },
		"own_z-score_mean":      func(p *Plan) { p.Own = map[string]PlanScale{"z-score": {Mean: "5", Deviation: "0"}} },
		"other_points":          func(p *Plan) { p.OtherPoints = "3, few" },
		"by":                    func(p *Plan) { by := "region"; p.By = &by },
		"impute":                func(p *Plan) { by := ""; p.By, p.Impute = &by, "group-mean" },
		"add":                   func(p *Plan) { p.Parts[0].Out, p.Parts[1].Out, p.Parts[2].Out = true, true, true },
		"first":                 func(p *Plan) { p.First = "the middle" },
		"weights":               func(p *Plan) { p.Weights = "gone" },
		"end":                   func(p *Plan) { p.End = "the middle" },
	} {
		p := goodPlan()
		spoil(&p)
		_, r, faults := calculated(Files{[]byte(data), p.framework(), p.recipe()})
		if len(faults) == 0 {
			t.Errorf("%s: no fault in\n%s", field, p.recipe())
			continue
		}
		if got := p.field(faults[0], r); got != field {
			t.Errorf("%s: the fault %q leads to %q\n%s", field, faults[0], got, p.recipe())
		}
	}
	p := goodPlan()
	if _, _, faults := calculated(Files{[]byte(data), p.framework(), p.recipe()}); len(faults) > 0 {
		t.Error(faults)
	}
}

func TestAConstantIndicatorIsToldBesideIt(t *testing.T) {
	p := goodPlan()
	data := "uCode,oblast,unemployment_2019,natural_increase_2019,net_migration_2019\nA,X,1,2,3\nB,X,2,2,4\nC,Y,3,2,7\nD,Y,6,2,7\n"
	p.Number, p.Treat = "2", string(TreatNothing)
	_, r, faults := calculated(Files{[]byte(data), p.framework(), p.recipe()})
	if len(faults) != 1 || p.field(faults[0], r) != "weight_1" {
		t.Errorf("%v", faults)
	}
}

// What is opened in the builder and saved unchanged says the same as before.
func TestAPlanIsReadBackFromItsFiles(t *testing.T) {
	p := goodPlan()
	p.OtherWeights, p.OtherImpute, p.OtherTreat, p.Impute = "work-first: work=3, people=1", []string{"median"}, []string{"none"}, "group-mean"
	again, ok := planOf(p.framework(), p.recipe())
	if !ok || string(again.framework()) != string(p.framework()) {
		t.Fatalf("%t\n%s\n%s", ok, again.framework(), p.framework())
	}
	a, _ := ReadRecipe(p.recipe())
	b, _ := ReadRecipe(again.recipe())
	if a.ways(3) != b.ways(3) {
		t.Errorf("\n%s\n%s", a.ways(3), b.ways(3))
	}
}

// unusual are recipes that say what few say; the builder shows all of it.
func unusual() map[string]string {
	plain := goodPlan()
	recipe := string(plain.recipe())
	change := func(old, with string) string { return strings.Replace(recipe, old, with, 1) }
	return map[string]string{
		"leaving out":            recipe + "leave_out: [net_migration_2019]\n",
		"the other first":        recipe + "first: lowest\n",
		"a scale of its own":     change("    - z-score\n", "    - {method: z-score, from: 0, to: 10}\n"),
		"a mean of its own":      change("    - z-score\n", "    - {method: z-score, mean: 50, deviation: 10}\n"),
		"both of its own":        strings.Replace(change("normalise: min-max\n", "normalise: {method: z-score, from: 0, to: 10, deviation: 3}\n"), "    - z-score\n", "", 1),
		"no scale":               change("scale:\n  from: 1\n  to: 100\n", ""),
		"no scale but one":       strings.Replace(change("scale:\n  from: 1\n  to: 100\n", ""), "    - borda\n", "    - {method: borda, from: 1, to: 100}\n", 1),
		"another group":          change("group: oblast", "group: region"),
		"no group":               change("group: oblast\n", ""),
		"several treatments":     change("  without_each: true", "  treat: [none, {method: winsorise, points: 9}, {method: winsorise, points: 10}]\n  without_each: true"),
		"treated only otherwise": strings.Replace(change("treat: {method: winsorise, points: 5, skew: 2, kurtosis: 3.5}", "treat: none"), "  without_each", "  treat: [{method: winsorise, points: 3, otherwise: log}]\n  without_each", 1),
		"weights of its own":     change("weights: framework", "weights: {name: ours, of: {work: 3, people: 0.5}}"),
		"another way of adding":  change("    - [geometric, arithmetic]\n", "    - [copeland, harmonic]\n"),
		"one way for all":        change("aggregate: [arithmetic, arithmetic]", "aggregate: geometric"),
		"no draws":               recipe[:strings.LastIndex(recipe, "random:")],
	}
}

func TestWhatFewRecipesSayIsReadBackToo(t *testing.T) {
	p := goodPlan()
	for name, recipe := range unusual() {
		if recipe == string(p.recipe()) {
			t.Errorf("%s: nothing is unusual about it", name)
		}
		want, faults := ReadRecipe([]byte(recipe))
		if len(faults) > 0 {
			t.Errorf("%s: %v\n%s", name, faults, recipe)
			continue
		}
		again, ok := planOf(p.framework(), []byte(recipe))
		got, more := ReadRecipe(again.recipe())
		if !ok || len(more) > 0 || got.ways(3) != want.ways(3) {
			t.Errorf("%s: %t %v\n%s\n%s", name, ok, more, recipe, again.recipe())
		}
	}
}

// The form says what the plan does: nothing is lost by opening the builder and saving, without script.
func TestNothingUnusualIsLostBySavingTheBuilder(t *testing.T) {
	d := newDesk(t)
	p := goodPlan()
	for name, recipe := range unusual() {
		data := strings.NewReplacer("oblast", "oblast,region", ",X,", ",X,N,", ",Y,", ",Y,S,").Replace(planData)
		draft := begun(t, d.w, Files{Data: []byte(data), Framework: p.framework(), Recipe: []byte(recipe)})
		at := "/index-drafts/" + draft.ID
		code, page, _ := d.ask(http.MethodPost, at, formOf(t, d.shows(at, http.StatusOK)))
		now, err := FindDraft(d.w.Reader(), draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := ReadRecipe([]byte(recipe))
		got, faults := ReadRecipe(now.Recipe)
		if code != http.StatusSeeOther || len(faults) > 0 || got.ways(3) != want.ways(3) {
			t.Errorf("%s: %d %v\n%s\n%s\n%.600s", name, code, faults, recipe, now.Recipe, page)
		}
	}
}

// A recipe that says more than the builder shows is not opened in it, since saving would lose what it says.
func TestAFileThatSaysMoreThanTheBuilderIsNotOpenedInIt(t *testing.T) {
	p := goodPlan()
	for name, recipe := range map[string]string{
		"one way with two scales": strings.Replace(string(p.recipe()), "    - z-score\n", "    - z-score\n    - {method: z-score, from: 0, to: 10}\n", 1),
		"other limits of shape":   strings.Replace(string(p.recipe()), "  without_each: true", "  treat: [{method: winsorise, points: 9, skew: 3}]\n  without_each: true", 1),
		"something not to be":     "format: vekst-index-1\n",
	} {
		if _, ok := planOf(p.framework(), []byte(recipe)); ok {
			t.Errorf("%s: opened", name)
		}
	}
}
