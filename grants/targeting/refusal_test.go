package targeting

import (
	"strings"
	"testing"
)

const (
	smallFramework = "Level,iCode,Direction,Weight,Parent,Type\n1,jobs,1,1,Index,Indicator\n1,poverty,-1,1,Index,Indicator\n2,Index,1,1,,Aggregate\n"
	smallData      = "uCode,uName,oblast,jobs,poverty\nA,Алфа,X,10,3\nB,Бета,X,20,2\nC,Гама,Y,40,7\nD,Делта,Y,30,1\n"
	framed         = "Level,iCode,Direction,Weight,Parent,Type\n"
)

// faultsOf reads and calculates, and gives the sentences of all faults with their places.
func faultsOf(data, framework, recipe string) string {
	f, faults := ReadFramework([]byte(framework))
	if len(faults) > 0 {
		return faults.Error()
	}
	t, faults := ReadTable([]byte(data), f)
	if len(faults) > 0 {
		return faults.Error()
	}
	r, faults := ReadRecipe([]byte(recipe))
	if len(faults) > 0 {
		return faults.Error()
	}
	_, faults = Calculate(t, f, r)
	return faults.Error()
}

func refuses(t *testing.T, data, framework, recipe, want string) {
	t.Helper()
	if !strings.HasPrefix(recipe, "format") && recipe != "-" {
		recipe = head + "choose: {number: 1}\n" + recipe
	}
	if got := faultsOf(data, framework, strings.TrimPrefix(recipe, "-")); !strings.Contains(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRefusesDataThatCannotBeCounted(t *testing.T) {
	for data, want := range map[string]string{
		"":                                   "data:1:1: The file is empty.",
		"uCode,jobs\nA,1\nB,2\nC,3\n":        `data:1:1: The framework has "poverty", and there is no such column.`,
		"uCode,jobs,povetry\nA,1,1\nB,2,2\n": `Did you mean "povetry"?`,
		"code,jobs,poverty\nA,1,1\n":         `There is no column "uCode". Did you mean "code"?`,
		"uCode,jobs,poverty\nA,1,1\nB,2,2\nA,3,3\n":          `data:4:1: The code "A" is already on line 2.`,
		"uCode,jobs,poverty\nA,1,1\n,2,2\nC,3,3\n":           `data:3:1: This row has no uCode.`,
		"uCode,jobs,poverty\nA,1,1\nB,2\nC,3,3\n":            `data:3:1: This row has 2 cells, and the first has 3.`,
		"uCode,jobs,poverty\nA,1,1\nB,много,2\nC,3,3\n":      `data:3:3: B, column jobs: "много" is not a number.`,
		"uCode,jobs,poverty\nA,1,1\nB,1e999,2\nC,3,3\n":      `B, column jobs: "1e999" is too large.`,
		"uCode;jobs;poverty\nA;1;12,5\nB;2;1,234\nC;3;3.5\n": `B, column poverty: "1,234" can be read in two ways.`,
		"uCode;jobs;poverty\nA;1;12\nB;2;1,234\nC;3;3\n":     `can be read in two ways`,
		"uCode,jobs,poverty\nA,1,1\nB,2,2\n":                 `There are 2 units, and an index compares at least 3.`,
		"uCode,jobs,jobs,poverty\nA,1,1,1\nB,2,2,2\n":        `The column "jobs" is there twice.`,
		"uCode,jobs,poverty\nA,\"1,1\nB,2,2\n":               `A quotation mark stands where none can be.`,
		"uCode,jobs,poverty\nA,1,\nB,2,\nC,3,NA\n":           `No unit has a value in poverty.`,
		"uCode,jobs,poverty\nA,1,5\nB,2,5\nC,3,5\n":          `Every unit has the same value in poverty (5), so it tells nobody apart.`,
		"\xff\xfeu\x00": `Save it as CSV in UTF-8.`,
	} {
		refuses(t, data, smallFramework, "", want)
	}
	refuses(t, "uCode,jobs,poverty,people\nA,1,1,5\nB,2,2,0\nC,3,4,7\n", strings.Replace(strings.Replace(smallFramework, "Type\n", "Type,Denominator\n", 1), "Indicator\n", "Indicator,people\n", 1)[:0]+
		"Level,iCode,Direction,Weight,Parent,Type,Denominator\n1,jobs,1,1,Index,Indicator,people\n1,poverty,-1,1,Index,Indicator,\n2,Index,1,1,,Aggregate,\n", "",
		"data:3:7: B: jobs cannot be divided by people, which is 0.")
}

func TestRefusesFrameworksThatAreNoTree(t *testing.T) {
	for framework, want := range map[string]string{
		"":                                 "framework:1:1: The file is empty.",
		"Level,iCode,Weight,Parent,Type\n": `There is no column "Direction".`,
		framed + "1,a,1,1,Index,Indicator\n1,a,1,1,Index,Indicator\n2,Index,1,1,,Aggregate\n":                                     `framework:3:1: The code "a" is already on line 2.`,
		framed + "1,a,1,1,Indx,Indicator\n2,Index,1,1,,Aggregate\n":                                                               `a has the parent "Indx", and there is no such row. Did you mean "Index"?`,
		framed + "1,a,1,1,P,Indicator\n2,P,1,1,Q,Aggregate\n3,Q,1,1,P,Aggregate\n":                                                `P cannot be part of itself: P → Q → P.`,
		framed + "1,a,1,1,P,Indicator\n2,P,1,1,P,Aggregate\n":                                                                     `P cannot be part of itself: P → P.`,
		framed + "1,a,1,1,P,Indicator\n3,P,1,1,Q,Aggregate\n3,Q,1,1,,Aggregate\n":                                                 `A parent is on a higher level than its parts.`,
		framed + "1,a,2,1,Index,Indicator\n2,Index,1,1,,Aggregate\n":                                                              `the direction is 1 (more is more) or -1 (more is less), and not "2"`,
		framed + "1,a,1,1,Index,Indicator\n2,Index,-1,1,,Aggregate\n":                                                             `its direction is 1.`,
		framed + "1,a,1,0,Index,Indicator\n1,b,1,0,Index,Indicator\n2,Index,1,1,,Aggregate\n":                                     `All parts of Index have the weight 0.`,
		framed + "1,a,1,-1,Index,Indicator\n2,Index,1,1,,Aggregate\n":                                                             `a: a weight is a number from 0.`,
		framed + "1,a,1,x,Index,Indicator\n2,Index,1,1,,Aggregate\n":                                                              `a, column Weight: "x" is not a number.`,
		framed + "1,a,1,1,I,Indicator\n1,b,1,1,J,Indicator\n2,I,1,1,,Aggregate\n2,J,1,1,,Aggregate\n":                             `One row has no parent: the index itself. Here there are 2 (I, J).`,
		framed + "1,a,1,1,b,Indicator\n1,b,1,1,Index,Indicator\n2,Index,1,1,,Aggregate\n":                                         `a has the parent b, which is an indicator.`,
		framed + "1,a,1,1,Index,Indikator\n2,Index,1,1,,Aggregate\n":                                                              `Did you mean "Indicator"?`,
		framed + "1,a,1,1,Index,Indicator\n2,Index,1,1,Top,Aggregate\n2,Empty,1,1,Top,Aggregate\n3,Top,1,1,,Aggregate\n":          `Nothing names Empty as its parent.`,
		framed + "one,a,1,1,Index,Indicator\n2,Index,1,1,,Aggregate\n":                                                            `a: the level "one" should be a whole number from 1 to 20.`,
		"Level,iCode,Direction,Weight,Parent,Type,goalpost_lower,goalpost_upper\n1,a,1,1,I,Indicator,5,5\n2,I,1,1,,Aggregate,,\n": `the lower goalpost is not below the upper one`,
	} {
		refuses(t, smallData, framework, "", want)
	}
}

func TestRefusesRecipesThatSayNothing(t *testing.T) {
	for recipe, want := range map[string]string{
		"-":                         "recipe:1:1: The file is empty.",
		"format: vekst-index-9\n":   `This program reads vekst-index-1, and the file says "vekst-index-9".`,
		head + "normalize: borda\n": `recipe:4:1: "normalize" is not a key that can stand here. Did you mean "normalise"?`,
		head + "normalise: brda\n":  `recipe:4:12: "brda" is not one of: min-max, z-score, rank, percentile-rank, borda, goalposts, distance-to-target, exponential. Did you mean "borda"?`,
		head + "choose: {number: 1}\nleave_out: [gold]\n":                                `recipe:5:12: The framework has no indicator "gold".`,
		head + "leave_out: [jobs, poverty]\n":                                            "Nothing is left to count.",
		head + "impute: group-mean\n":                                                    `name the column of the data that has them (group)`,
		head + "impute: group-mean\ngroup: region\n":                                     `The data have no column "region".`,
		head + "choose: {number: 4}\n":                                                   "4 are to be chosen, and there are 4 units.",
		head + "scale: {from: 5, to: 5}\n":                                               "The scale ends (5) before it begins (5).",
		head + "random: {draws: 1000, seed: 1}\n":                                        "The number of draws is a power of two",
		head + "random: {draws: 1024}\n":                                                 "Random draws need a seed",
		head + "weights: {name: ours, of: {jobs: 0, poverty: 0}}\nchoose: {number: 1}\n": `recipe:4:10: With the weights "ours", all parts of Index have the weight 0.`,
		head + "weights: {name: ours, of: {jbs: 1}}\n":                                   `The framework has no "jbs" to weigh. Did you mean "jobs"?`,
		head + "weights: {name: ours, of: {jobs: -1}}\n":                                 "jobs: a weight is a number from 0.",
		head + "others: {normalise: [min-max]}\n":                                        `"min-max (0 to 100)" is already one of the ways.`,
		head + "treat: &a winsorise\n":                                                   "",
		head + "screen: 120 %\n":                                                         `"120 %" should be from 0 to 100 %.`,
		"format: vekst-index-1\nid: x\ntitle: {en: Only}\n":                              "People see the title, and it is missing in: bg, nb.",
		"format: vekst-index-1\nid: Не\ntitle: {en: a, bg: b, nb: c}\n":                  `The id "Не" should be a name of small letters`,
		"format: [\n": "This is not YAML",
		"format: vekst-index-1\n---\nformat: vekst-index-1\n": "Here a second begins.",
		"- a\n": "A recipe begins with keys and values",
	} {
		if strings.HasPrefix(recipe, "- a") {
			recipe = "format" + recipe // never a recipe, and not the mark for an empty one
			want = "A recipe begins with keys and values"
		}
		refuses(t, smallData, smallFramework, recipe, want)
	}
}

func TestRefusesMeansThatCannotBeTaken(t *testing.T) {
	refuses(t, smallData, smallFramework, "aggregate: geometric\n", "The geometric mean of Index cannot be taken, since jobs has the value 0. Choose a scale that begins above 0")
	refuses(t, smallData, smallFramework, "aggregate: harmonic\n", "The harmonic mean of Index cannot be taken")
	refuses(t, smallData, smallFramework, "normalise: z-score\naggregate: geometric\n", "The geometric mean of Index cannot be taken")
	refuses(t, smallData, smallFramework, "normalise: goalposts\n", "jobs has no goalposts")
	refuses(t, smallData, smallFramework, "normalise: distance-to-target\n", "jobs has no Target")
}

func TestTellsAtMostFiftyFaultsAndHowManyMore(t *testing.T) {
	var b strings.Builder
	b.WriteString("uCode,jobs,poverty\n")
	for range 100 {
		b.WriteString("A,x,y\n")
	}
	f, _ := ReadFramework([]byte(smallFramework))
	_, faults := ReadTable([]byte(b.String()), f)
	if len(faults) != mostFaults+1 || !strings.Contains(faults[mostFaults].Sentence, "more faults") {
		t.Errorf("%d faults, the last %v", len(faults), faults[len(faults)-1])
	}
}
