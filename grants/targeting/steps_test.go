package targeting

import (
	"math"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestReadsFilesAsOfficesWriteThem(t *testing.T) {
	want := mustCalculate(t, []byte("uCode,uName,jobs,poverty\nA,Елена,10.5,3\nB,Бяла,20.25,2\nC,Бяла,0,7\nD,Вълчедръм,-4,\n"), []byte(smallFramework), head+"choose: {number: 1}\npresent: 50 %\n")
	semicolons := "uCode;uName;jobs;poverty\r\nA;Елена;10,5;3\r\nB;Бяла;20,25;2\r\n;;;\r\nC;Бяла;0;7\r\nD;Вълчедръм;\u22124;NA\r\n"
	cyrillic, err := charmap.Windows1251.NewEncoder().String(strings.ReplaceAll(semicolons, "\u2212", "-"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"semicolons and decimal commas": semicolons, "Windows-1251": cyrillic, "a mark before": "\uFEFF" + semicolons,
		"tabs and quotes": "uCode\tuName\tjobs\tpoverty\nA\tЕлена\t\"10,5\"\t3\nB\tБяла\t20.25\t2\nC\tБяла\t0\t7\nD\tВълчедръм\t-4\t\n",
	} {
		got := mustCalculate(t, []byte(data), []byte(smallFramework), head+"choose: {number: 1}\npresent: 50 %\n")
		for u := range want.Units {
			if got.Units[u].Name != want.Units[u].Name || got.Index()[u] != want.Index()[u] {
				t.Errorf("%s: %+v has %v, want %v", name, got.Units[u], got.Index()[u], want.Index()[u])
			}
		}
	}
}

func TestACommaAmongCommasIsADecimalOne(t *testing.T) {
	r := mustCalculate(t, []byte("uCode;jobs;poverty\nA;1,234;1\nB;5,6;2\nC;7,81;3\n"), []byte(smallFramework), head+"choose: {number: 1}\n")
	if r.Raw[0][0] != 1.234 {
		t.Error(r.Raw[0][0])
	}
}

func TestWhatIsMissingStaysVisible(t *testing.T) {
	const data = "uCode,oblast,jobs,poverty\nA,X,10,3\nB,X,20,\nC,Y,0,7\nD,Y,5,1\n"
	blank := mustCalculate(t, []byte(data), []byte(smallFramework), head+"choose: {number: 1}\n")
	if !IsMissing(blank.Index()[1]) || blank.Ranks[1] != 0 || blank.Ranks[0] == 0 {
		t.Errorf("%v %v", blank.Index(), blank.Ranks)
	}
	half := mustCalculate(t, []byte(data), []byte(smallFramework), head+"choose: {number: 1}\npresent: 50 %\n")
	if c := half.Cells(0)[1]; half.Index()[1] != 100 || c.Share != 1 {
		t.Errorf("%v, share %v: the missing half leaves its share to the other", half.Index()[1], c.Share)
	}
	if notes := half.Notes(); !hasNote(notes, FiguresMissing, "poverty") || !hasNote(notes, IsNotRead, "oblast") {
		t.Errorf("%+v", notes)
	}
	screened := mustCalculate(t, []byte(data), []byte(smallFramework), head+"choose: {number: 1}\nscreen: 66 %\nimpute: mean\n")
	if len(screened.Units) != 3 || !hasNote(screened.Notes(), WasScreened, "B") {
		t.Errorf("%+v", screened.Screened)
	}
	filled := mustCalculate(t, []byte(data), []byte(smallFramework), head+"choose: {number: 1}\nimpute: group-mean\ngroup: oblast\n")
	if c := filled.Cells(1)[1]; c.Imputed != 3 || c.ImputedBy.From != 1 || !hasNote(filled.Notes(), WasImputed, "poverty") {
		t.Errorf("%+v", c)
	}
}

func hasNote(notes []Note, kind NoteKind, about string) bool {
	for _, n := range notes {
		if n.Kind == kind && n.A == about {
			return true
		}
	}
	return false
}

func TestIndicatorsThatSayTheSameOrGoAgainstEachOtherAreNoted(t *testing.T) {
	data := "uCode,a,b,c,d,e\nA,1,-1,1,9,5\nB,2,-2.1,2,8,1\nC,3,-3,3,7,9\nD,4,-4.2,4,6,2\nE,5,-5,5,5.5,7\n"
	r := mustCalculate(t, []byte(data), []byte(worldFramework), head+"choose: {number: 1}\n")
	if n := r.Notes(); !hasNote(n, SaysTheSame, "a") || !hasNote(n, SaysTheSame, "c") || !hasNote(n, SaysLittle, "d") {
		t.Errorf("%+v", n)
	}
}

func TestOutliersAreDrawnInAsFarAsTheRecipeAllows(t *testing.T) {
	c := column{1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, missing}
	treated, how := Treat{Method: TreatWinsorise, Points: 5, Skew: 2, Kurtosis: 3.5}.column(c)
	if treated[9] != 9 || how.Did != TreatWinsorise || how.Drawn[9] != FromAbove || counted(how.Drawn) != 1 || c[9] != 1000 || !IsMissing(treated[10]) {
		t.Errorf("%v %+v", treated, how)
	}
	low := column{-1000, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	if treated, how := (Treat{Method: TreatWinsorise, Points: 5, Skew: 2, Kurtosis: 3.5}).column(low); treated[0] != 2 || how.Drawn[0] != FromBelow {
		t.Errorf("%v %+v", treated, how)
	}
	// Three far apart cannot be helped by drawing in one: the logarithm is taken, of the untouched column.
	heavy := column{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 1000, 100000}
	treated, how = Treat{Method: TreatWinsorise, Points: 1, Skew: 2, Kurtosis: 3.5, Otherwise: TreatLog}.column(heavy)
	if want := math.Log(999 + 999.99); how.Did != TreatLog || math.Abs(treated[13]-want) > 1e-12 || how.Mirrored {
		t.Errorf("%v %+v, want %v", treated, how, want)
	}
	if _, how := (Treat{Method: TreatWinsorise, Points: 1, Skew: 2, Kurtosis: 3.5}).column(heavy); how.Did != TreatWinsorise {
		t.Errorf("%+v", how)
	}
	// Equal outliers are drawn in together, and each counts.
	twins, how := Treat{Method: TreatWinsorise, Points: 2, Skew: 0.1, Kurtosis: -10}.column(column{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 500, 1000, 1000})
	if twins[10] != 500 || twins[11] != 500 || twins[12] != 500 || counted(how.Drawn) != 2 {
		t.Errorf("%v %+v", twins, how)
	}
	mirrored := turned(heavy, -1)
	if turnedBack, how := (Treat{Method: TreatLog, Skew: 2, Kurtosis: 3.5}).column(mirrored); !how.Mirrored || turnedBack[14] >= turnedBack[0] {
		t.Errorf("%v %+v: the order must stay", turnedBack, how)
	}
}

func TestGoalpostsAndTargetsAreFixed(t *testing.T) {
	const framework = "Level,iCode,Direction,Weight,Parent,Type,Target,goalpost_lower,goalpost_upper\n1,jobs,1,1,Index,Indicator,20,0,40\n1,poverty,-1,1,Index,Indicator,1,0,10\n2,Index,1,1,,Aggregate,,,\n"
	const data = "uCode,jobs,poverty\nA,10,3\nB,20,2\nC,50,12\nD,30,5\n"
	r := mustCalculate(t, []byte(data), []byte(framework), head+"choose: {number: 1}\nnormalise: goalposts\n")
	for u, want := range []float64{25, 50, 100, 75} { // beyond the post counts as the post
		if r.Normalised[0][u] != want {
			t.Errorf("jobs of %s: %v, want %v", r.Units[u].Code, r.Normalised[0][u], want)
		}
	}
	for u, want := range []float64{70, 80, 0, 50} {
		if math.Abs(r.Normalised[1][u]-want) > 1e-12 {
			t.Errorf("poverty of %s: %v, want %v", r.Units[u].Code, r.Normalised[1][u], want)
		}
	}
	r = mustCalculate(t, []byte(data), []byte(framework), head+"choose: {number: 1}\nnormalise: distance-to-target\n")
	if r.Normalised[0][1] != 1 || r.Normalised[0][0] != 0 || r.Normalised[0][2] != 4 {
		t.Errorf("%v: from the worst (10) to the target (20)", r.Normalised[0])
	}
	if x := r.Normalised[1][0]; math.Abs(x-9.0/11) > 1e-15 {
		t.Errorf("%v: from the worst (12) to the target (1)", x)
	}
}

func TestFiguresAreDividedByWhatTheFrameworkNames(t *testing.T) {
	const framework = "Level,iCode,Direction,Weight,Parent,Type,Denominator\n1,jobs,1,1,Index,Indicator,people\n2,Index,1,1,,Aggregate,\n,people,,,,Denominator,\n"
	r := mustCalculate(t, []byte("uCode,jobs,people\nA,10,100\nB,30,200\nC,1,\n"), []byte(framework), head+"choose: {number: 1}\n")
	if r.Denominated[0][0] != 0.1 || r.Denominated[0][1] != 0.15 || !IsMissing(r.Denominated[0][2]) || r.Cells(0)[1].By != 200 {
		t.Errorf("%v", r.Denominated[0])
	}
}

// A beats B and C by weight, B beats C: 2, 0 and −2.
func TestCopelandCountsWhoBeatsWhom(t *testing.T) {
	const framework = framed + "1,a,1,3,I,Indicator\n1,b,1,2,I,Indicator\n1,c,1,2,I,Indicator\n2,I,1,1,,Aggregate\n"
	r := mustCalculate(t, []byte("uCode,a,b,c\nA,3,9,1\nB,2,5,2\nC,1,1,3\n"), []byte(framework), head+"choose: {number: 1}\naggregate: copeland\n")
	for u, want := range []float64{2, 0, -2} {
		if r.Index()[u] != want {
			t.Errorf("%s has %v, want %v", r.Units[u].Code, r.Index()[u], want)
		}
	}
}

func TestEqualValuesShareTheSmallestRank(t *testing.T) {
	got := ranked(column{5, 7, 7, missing, 1}, Highest)
	for u, want := range []int{3, 1, 1, 0, 4} {
		if got[u] != want {
			t.Errorf("%v", got)
		}
	}
	if got := ranked(column{5, 7, 7, missing, 1}, Lowest); got[4] != 1 || got[1] != 3 || got[2] != 3 {
		t.Errorf("%v", got)
	}
}
