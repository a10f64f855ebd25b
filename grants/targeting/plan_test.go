package targeting

import (
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

// Every fault stands beside the field it is about, also where what was typed would break a file.
func TestAFaultOfAPlanLeadsToItsField(t *testing.T) {
	data := "uCode,oblast,unemployment_2019,natural_increase_2019,net_migration_2019\nA,X,1,2,3\nB,X,2,3,4\nC,Y,3,5,7\nD,Y,6,1,7\n" +
		"E,Y,6,2,8\nF,X,4,4,1\nG,X,7,9,3\nH,X,6,5,2\nI,Y,2,3,1\nJ,Y,4,8,9\nK,Y,5,5,5\nL,X,1,1,2\n"
	for field, spoil := range map[string]func(p *Plan){
		"title_bg":      func(p *Plan) { p.Title.NB = "" },
		"id":            func(p *Plan) { p.ID = "Not: a {slug}\n# x" },
		"weight_0":      func(p *Plan) { p.Parts[0].Weight = "many" },
		"weight_2":      func(p *Plan) { p.Parts[2].Weight = "-1" },
		"gweight_1":     func(p *Plan) { p.Groups[1].Weight = "\"; drop" },
		"gweight_0":     func(p *Plan) { p.Groups[0].Weight, p.Groups[1].Weight = "0", "0" },
		"screen":        func(p *Plan) { p.Screen = "most" },
		"present":       func(p *Plan) { p.Present = "101" },
		"points":        func(p *Plan) { p.Points = "0" },
		"skew":          func(p *Plan) { p.Skew = "a lot" },
		"from":          func(p *Plan) { p.From, p.To = "100", "1" },
		"normalise":     func(p *Plan) { p.Normalise = "{a: b}" },
		"lower":         func(p *Plan) { p.From, p.To, p.Lower = "0", "100", string(Geometric) },
		"number":        func(p *Plan) { p.Number = "12" },
		"seed":          func(p *Plan) { p.Seed = "luck" },
		"draws":         func(p *Plan) { p.Draws = "1000" },
		"spread":        func(p *Plan) { p.Spread = "200" },
		"other_weights": func(p *Plan) { p.OtherWeights = "odd: nothing=2" },
		"weight_1":      func(p *Plan) { p.Normalise = string(ToTarget); p.Parts[0].Target = "0"; p.Parts[2].Target = "20" },
		"others":        func(p *Plan) { p.OtherAggregate = []string{"wild > arithmetic"} },
		"end":           func(p *Plan) { p.End = "the middle" },
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

// A recipe that says more than the builder shows is not opened in it, since saving would lose what it says.
func TestAFileThatSaysMoreThanTheBuilderIsNotOpenedInIt(t *testing.T) {
	p := goodPlan()
	for name, recipe := range map[string]string{
		"leaving out":         string(p.recipe()) + "leave_out: [net_migration_2019]\n",
		"the other first":     string(p.recipe()) + "first: lowest\n",
		"two scales":          strings.Replace(string(p.recipe()), "    - z-score\n", "    - {method: z-score, from: 0, to: 10}\n", 1),
		"another group":       strings.Replace(string(p.recipe()), "group: oblast", "group: region", 1),
		"several treatments":  strings.Replace(string(p.recipe()), "  without_each: true", "  treat: [{method: winsorise, points: 9}]", 1),
		"something not to be": "format: vekst-index-1\n",
	} {
		if _, ok := planOf(p.framework(), []byte(recipe)); ok {
			t.Errorf("%s: opened", name)
		}
	}
}
