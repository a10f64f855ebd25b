package application

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"vekst/grants/call"
)

// The sums of a budget are made in the browser too, by look/script/sums.ts. What it must agree with is here.
const browserScripts = "../../look/script/"

// vector is a budget as typed, and what the server makes of it.
type vector struct {
	Plan    sumPlan             `json:"plan"`
	Lines   []map[string]string `json:"lines"`
	Funding map[string]string   `json:"funding"`
	Totals  map[string]string   `json:"totals"`
}

var (
	someAmounts    = []string{"", "0", "0,01", "1000,33", "1 234,50", "1 234,50 €", "33.33", "-5", "-0", "x", "9999999999.99", "10000000000", "12.500", "12,500", "1.234.567,89", "1,234,567.89", "1.2.3", "€7", "007,5", "0.500", "1,5000", "1'000", "kr 350,-", ".5", "5."}
	someQuantities = []string{"", "1", "2,5", "0.01", "333", "-1", "999999999999", "9999999999999", "1 000", "1.005", "1,10", "1.000,5", "x", "00012", "1.", ".5"}
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// someBudget makes a budget of a call, much of it wrong.
func someBudget(r *rand.Rand, d call.Definition) (v vector, a call.Answers) {
	f, _ := d.Form.Field("budget")
	v.Plan, a = planOf(d, f.Budget), call.Answers{}
	v.Plan.Partners, v.Plan.Activities = []string{}, []string{}
	for n := range r.IntN(4) {
		id := strconv.Itoa(n + 1)
		a["partners/"+id+"/name"], a["steps/"+id+"/step"] = "P", "S"
		v.Plan.Partners, v.Plan.Activities = append(v.Plan.Partners, id), append(v.Plan.Activities, id)
	}
	rows := []string{"", "1", "2", "3", "9"}
	for n := range r.IntN(12) {
		line := map[string]string{"heading": pick(r, []string{"", "staff", "equipment", "trips", "audit", "indirect", "other"}), "what": "x", "partner": pick(r, rows),
			"activity": pick(r, rows), "quantity": pick(r, someQuantities), "price": pick(r, someAmounts), "amount": pick(r, someAmounts)}
		for column, value := range line {
			a[fmt.Sprintf("budget/%d/%s", n+1, column)] = value
		}
		v.Lines = append(v.Lines, line)
	}
	v.Funding = map[string]string{"own": pick(r, someAmounts), "work": pick(r, someAmounts), "grant": pick(r, someAmounts)}
	for source, value := range v.Funding {
		a["budget/"+source] = value
	}
	return v, a
}

// facts writes totals flat, by the names the script gives them.
func facts(t call.Totals) map[string]string {
	all := map[string]string{}
	put := func(name string, cents int64) { all[name] = strconv.FormatInt(cents, 10) }
	for i, l := range t.Lines {
		put("line:"+strconv.Itoa(i), l.Amount)
	}
	for name, by := range map[string]map[string]int64{"heading": t.ByHeading, "partner": t.ByPartner, "activity": t.ByActivity, "funding": t.Funding} {
		for key, cents := range by {
			put(name+":"+key, cents)
		}
	}
	put("total", t.Total)
	put("grant", t.Grant)
	put("own", t.Own)
	put("most", t.Most)
	put("inKind", t.InKind)
	put("mostInKind", t.MostInKind)
	put("uncovered", t.Uncovered())
	return all
}

// readPartnership is the call of package call's own tests, with changes.
func readPartnership(t testing.TB, changes ...string) call.Definition {
	t.Helper()
	data, err := os.ReadFile("../call/testdata/partnership.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, faults := call.Read([]byte(strings.NewReplacer(changes...).Replace(string(data))), call.WithinRules)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return d
}

func TestTheBrowserAddsUpTheSame(t *testing.T) {
	twice := "rule: E11.of-staff\n          - {id: more, kind: flat, title: {bg: И още, nb: Mer, en: More}, share: 33.33 %, of: [equipment, trips, audit]}"
	calls := []call.Definition{readPartnership(t, "rule: E11.of-staff", twice), readPartnership(t, "grant: rest", "grant: rate"),
		readPartnership(t, "rule: E11.of-staff", twice, "grant: rest", "grant: entered"),
		readPartnership(t, "lines: priced", "lines: amount", "kind: unit", "kind: actual", "            price: 350\n            unit: {bg: пътуване, nb: reise, en: trip}\n", "", "            rule: E10\n", "")}
	r, vectors := rand.New(rand.NewPCG(1, 2)), []vector{}
	for range 2_000 {
		d := calls[r.IntN(len(calls))]
		v, a := someBudget(r, d)
		v.Totals = facts(d.Form.Examine(a, call.Facts{}, time.Now()).Budget())
		vectors = append(vectors, v)
	}
	folder := t.TempDir()
	data, _ := json.Marshal(vectors)
	if err := os.WriteFile(filepath.Join(folder, "vectors.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sums", "place", "clipboard"} {
		bundle(t, name, folder)
	}
	inNode(t, "sums", folder)
}

func bundle(t *testing.T, name, folder string) {
	t.Helper()
	result := api.Build(api.BuildOptions{EntryPoints: []string{browserScripts + name + ".ts"}, Outfile: filepath.Join(folder, name+".mjs"), Bundle: true,
		Format: api.FormatESModule, Target: api.ES2020, Write: true})
	if len(result.Errors) > 0 {
		t.Fatal(result.Errors)
	}
}

// inNode runs the tests of a script on what is in a folder. make test does not allow that it cannot be tried.
func inNode(t *testing.T, script, folder string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("VEKST_TEST_REQUIRE_BROWSER") != "" {
			t.Fatal("node is not installed: run scripts/install nodejs")
		}
		t.Skip("node is not installed")
	}
	c := exec.Command(node, "--test", browserScripts+script+".test.mjs")
	c.Env = append(os.Environ(), "SUMS_FOLDER="+folder)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
