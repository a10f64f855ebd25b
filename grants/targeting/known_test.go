package targeting

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

const known = "../../../shared/data/deprivation-index/"

// knownFile reads one file of the known answers, which lie beside the repository.
func knownFile(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(known + name)
	if err != nil {
		t.Skipf("the known answers are not on this machine: %v", err)
	}
	return raw
}

// knownColumns are the columns of such a file, and the codes of its rows.
func knownColumns(t testing.TB, name string) (codes []string, columns map[string][]string) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(knownFile(t, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns = map[string][]string{}
	for _, row := range rows[1:] {
		codes = append(codes, row[0])
		for i, name := range rows[0] {
			columns[name] = append(columns[name], row[i])
		}
	}
	return codes, columns
}

func float(t testing.TB, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func sameNumbers(t *testing.T, what string, got []float64, want []string) {
	t.Helper()
	for u, x := range got {
		if w := float(t, want[u]); math.Abs(x-w) > 1e-9*math.Abs(w) {
			t.Errorf("%s, row %d: %v, want %v", what, u+1, x, w)
			return
		}
	}
}

func mustCalculate(t testing.TB, data, framework []byte, recipe string) *Result {
	t.Helper()
	f, faults := ReadFramework(framework)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	table, faults := ReadTable(data, f)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	r, faults := ReadRecipe([]byte(recipe))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	result, faults := Calculate(table, f, r)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return result
}

// head begins every recipe of the tests.
const head = "format: vekst-index-1\nid: test\ntitle: {bg: Проба, nb: Prøve, en: Trial}\n"

func betterLife(t testing.TB, recipe string) *Result {
	t.Helper()
	return mustCalculate(t, knownFile(t, "better_life_2017/raw_data.csv"), knownFile(t, "better_life_2017/framework.csv"), head+recipe)
}

func TestAgreesWithCOINrInEveryStage(t *testing.T) {
	r := betterLife(t, "treat: winsorise\nnormalise: {method: min-max, from: 1, to: 100}\n")
	_, treated := knownColumns(t, "better_life_2017/stage_treated.csv")
	_, normalised := knownColumns(t, "better_life_2017/stage_normalised_minmax_1_100.csv")
	_, aggregated := knownColumns(t, "better_life_2017/stage_aggregated_minmax_amean.csv")
	for k, i := range r.Framework.indicators {
		code := r.Framework.Nodes[i].Code
		sameNumbers(t, "treated "+code, r.Treated[k], treated[code])
		sameNumbers(t, "normalised "+code, r.Normalised[k], normalised[code])
	}
	for i, n := range r.Framework.Nodes {
		sameNumbers(t, "aggregated "+n.Code, r.Values[i], aggregated[n.Code])
	}
	codes, details := knownColumns(t, "better_life_2017/treatment_details.csv")
	for k, code := range codes {
		sameNumbers(t, "skewness of "+code, []float64{r.TreatedBy[k].Skew}, details["check_SkewKurt0.Skew"][k:])
		sameNumbers(t, "kurtosis of "+code, []float64{r.TreatedBy[k].Kurtosis}, details["check_SkewKurt0.Kurt"][k:])
	}
}

func TestAgreesWithCOINrInEveryVariant(t *testing.T) {
	_, values := knownColumns(t, "better_life_2017/expected_index_variants.csv")
	_, ranks := knownColumns(t, "better_life_2017/expected_rank_variants.csv")
	for variant, recipe := range map[string]string{
		"minmax__a_amean": "normalise: {method: min-max, from: 1, to: 100}\naggregate: arithmetic\n",
		"minmax__a_gmean": "normalise: {method: min-max, from: 1, to: 100}\naggregate: geometric\n",
		"minmax__a_hmean": "normalise: {method: min-max, from: 1, to: 100}\naggregate: harmonic\n",
		"zscore__a_amean": "normalise: {method: z-score, mean: 10, deviation: 2}\n",
		"borda__a_amean":  "normalise: borda\n",
		"prank__a_amean":  "normalise: percentile-rank\n",
	} {
		r := betterLife(t, "treat: winsorise\n"+recipe)
		sameNumbers(t, variant, r.Index(), values[variant])
		for u, rank := range r.Ranks {
			if want := ranks[variant][u]; strconv.Itoa(rank) != want {
				t.Errorf("%s: %s has rank %d, want %s (%.17g)", variant, r.Units[u].Code, rank, want, r.Index()[u])
			}
		}
	}
}

// weighed is a framework of one level with these indicators, of which less is more: ranks.
func weighed(indicators map[string]float64) string {
	var b strings.Builder
	b.WriteString("Level,iCode,Direction,Weight,Parent,Type\n")
	for _, code := range sortedKeys(indicators) {
		fmt.Fprintf(&b, "1,%s,-1,%v,Index,Indicator\n", code, indicators[code])
	}
	return b.String() + "2,Index,1,1,,Aggregate\n"
}

var welsh = map[string]float64{"Income_rank": .22, "Employment_rank": .22, "Health_rank": .15, "Education_rank": .14, "Access_rank": .10,
	"Housing_rank": .07, "Environment_rank": .05, "Crime_rank": .05}

func TestAgreesWithTheWelshIndex(t *testing.T) {
	data := bytes.Replace(knownFile(t, "wimd2019_wales/wimd2019_lsoa.csv"), []byte("lsoa11_code"), []byte("uCode"), 1)
	r := mustCalculate(t, data, []byte(weighed(welsh)), head+"normalise: exponential\n")
	_, want := knownColumns(t, "wimd2019_wales/wimd2019_lsoa.csv")
	for k, i := range r.Framework.indicators {
		domain := strings.TrimSuffix(r.Framework.Nodes[i].Code, "_rank") + "_score"
		for u, x := range r.Normalised[k] {
			if w := float(t, want[domain][u]); math.Abs(x-w) > 6e-9 {
				t.Fatalf("%s of %s: %v, want %v", domain, r.Units[u].Code, x, w)
			}
		}
	}
	for u, x := range r.Index() {
		if w := float(t, want["IMD_score"][u]); math.Abs(x-w) > 1e-8 {
			t.Fatalf("the index of %s: %v, want %v", r.Units[u].Code, x, w)
		}
		if strconv.Itoa(r.Ranks[u]) != want["IMD_rank"][u] {
			t.Errorf("%s has rank %d, want %s", r.Units[u].Code, r.Ranks[u], want["IMD_rank"][u])
		}
	}
}

var english = map[string]float64{"Income_rank": .225, "Employment_rank": .225, "Education_rank": .135, "Health_rank": .135,
	"Crime_rank": .093, "Housing_and_Access_rank": .093, "Environment_rank": .093}

func TestAgreesWithTheEnglishIndexAsFarAsRanksCanTell(t *testing.T) {
	data := bytes.Replace(knownFile(t, "imd2019_england/imd2019_lsoa_ranks.csv"), []byte("lsoa11_code"), []byte("uCode"), 1)
	r := mustCalculate(t, data, []byte(weighed(english)), head+"normalise: exponential\n")
	_, want := knownColumns(t, "imd2019_england/imd2019_lsoa_ranks.csv")
	equal := 0
	for u, rank := range r.Ranks {
		w, _ := strconv.Atoi(want["IMD_rank"][u])
		if rank == w {
			equal++
		} else if rank-w > 2 || w-rank > 2 {
			t.Errorf("%s has rank %d, want %d", r.Units[u].Code, rank, w)
		}
	}
	if equal != 32_736 {
		t.Errorf("%d of %d ranks are equal", equal, len(r.Ranks))
	}
}

// The real figures of 2019: two municipalities lack some of them, and get no value rather than an invented one.
func TestTheRealFiguresOfBulgariaAreCountedWithTheirGapsInSight(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/data/bulgaria/indicators.csv")
	if err != nil {
		t.Skipf("the figures are not on this machine: %v", err)
	}
	framework := framed + "1,unemployment_2019,-1,1,Index,Indicator\n1,natural_increase_2019,1,1,Index,Indicator\n1,net_migration_2019,1,1,Index,Indicator\n2,Index,1,1,,Aggregate\n"
	r := mustCalculate(t, bytes.Replace(raw, []byte("code,"), []byte("uCode,"), 1), []byte(framework), head)
	var without []string
	for u, rank := range r.Ranks {
		if rank == 0 {
			without = append(without, r.Units[u].Code)
		}
	}
	if len(r.Units) != 265 || strings.Join(without, " ") != "DOB15 PAZ39" {
		t.Errorf("%d units, without a value: %v", len(r.Units), without)
	}
}
