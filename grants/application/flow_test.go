package application

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vekst/grants/call"
)

// somewhere is text nobody reads.
const somewhere = "label: {bg: А, nb: B, en: C}"

// formulasHeld are computed on the server and in the browser, and must come to the same.
var formulasHeld = []string{
	"number, decimals: 1, from: jobs * 2", "number, from: -jobs", "number, decimals: 2, from: jobs / (much - 3)", "money, from: pay * jobs", "money, from: pay / much",
	"number, from: 'sum(posts.map(p, p.many))'", "number, decimals: 3, from: 'sum(posts.map(p, p.many * p.many - 1))'", "money, from: 'sum(posts.map(p, p.many * p.wage))'",
	"number, from: size(posts) + size(partners) * 10", "number, from: 'sum(posts.map(p, p.maybe))'", "money, from: budget.grant / jobs", "money, from: budget.total - budget.own - budget.in_kind",
	"money, from: budget.by.staff + budget.funding.work", "number, decimals: 2, from: budget.grant * 100 / budget.total", "number, from: ind.target - ind.baseline", "number, decimals: 1, from: x0 * x1 + x0",
	"money, from: call.max - x3", "number, from: 'jobs * jobs * jobs * 1000000000'", "money, from: euro(\"0.05\") * jobs - pay", "number, decimals: 4, from: some / jobs",
}

// flowCall is the partnership call with answers of every kind and all formulas, on both of its pages.
func flowCall(t testing.TB, way string) call.Definition {
	t.Helper()
	fields := map[bool]string{}
	typed := []string{"{id: jobs, kind: number, decimals: 1, required: true, %s}", "{id: pay, kind: money, required: jobs > 1, %s}", "{id: much, kind: number, when: jobs > 2, %s}", "{id: some, kind: number, decimals: 2, %s}",
		"{id: ind, kind: indicator, required: true, from: {target: ind.baseline + jobs}, %s}",
		"{id: posts, kind: table, when: some < 500, required: true, columns: [{id: post, kind: short, " + somewhere + "}, {id: many, kind: number, decimals: 1, required: true, " + somewhere + "}, {id: wage, kind: money, required: true, " + somewhere + "}, {id: maybe, kind: number, " + somewhere + "}], %s}"}
	for i, f := range typed {
		fields[i < 4] += "      - " + fmt.Sprintf(f, somewhere) + "\n"
	}
	for i, f := range formulasHeld {
		kind, rest, _ := strings.Cut(f, ", ")
		fields[i%2 == 0] += fmt.Sprintf("      - {id: x%d, kind: %s, %s, %s}\n", i, kind, rest, somewhere)
	}
	return readPartnership(t, "grant: rest", "grant: "+way, "      - id: steps\n", fields[true]+"      - id: steps\n", "      - id: budget\n", fields[false]+"      - id: budget\n")
}

// pageVector is a page as it stands in a browser, and what the server makes of what is computed on it.
type pageVector struct {
	Plan    sumPlan                        `json:"plan"`
	Lines   []map[string]string            `json:"lines"`
	Funding map[string]string              `json:"funding"`
	Values  call.Answers                   `json:"values"`
	Tables  map[string][]map[string]string `json:"tables"`
	Hidden  []string                       `json:"hidden"`
	Figures map[string]heldFigure          `json:"figures"`
}

type heldFigure struct {
	Formula  flowNode `json:"formula"`
	Decimals int      `json:"decimals"`
	Units    string   `json:"units"` // "" while it is not known
}

var someNumbers = []string{"", "0", "1", "2,5", "3", "-4", "−0.5", "1 000", "999999999999", "1000000000000", "x", "1.23", "1.2.3", "7.", "501", "2", "3"}

func somePage(r *rand.Rand, d call.Definition) pageVector {
	budget, a := someBudget(r, d)
	v := pageVector{Plan: budget.Plan, Lines: budget.Lines, Funding: budget.Funding, Values: a, Tables: map[string][]map[string]string{}, Figures: map[string]heldFigure{}}
	for _, path := range []string{"jobs", "much", "some", "ind/baseline"} {
		a[path] = pick(r, someNumbers)
	}
	a["pay"] = pick(r, someAmounts)
	for n := range r.IntN(4) {
		row := map[string]string{"post": pick(r, []string{"", "x"}), "many": pick(r, someNumbers[:8]), "wage": pick(r, someAmounts[:9]), "maybe": pick(r, someNumbers[:4])}
		for column, value := range row {
			a["posts/"+strconv.Itoa(n+1)+"/"+column] = value
		}
		if row["post"]+row["many"]+row["wage"]+row["maybe"] != "" {
			v.Tables["posts"] = append(v.Tables["posts"], row)
		}
	}
	for _, id := range v.Plan.Partners {
		v.Tables["partners"] = append(v.Tables["partners"], map[string]string{"name": id})
	}
	x := d.Form.Examine(a, call.Facts{}, time.Now())
	page := d.Form.Sections[r.IntN(len(d.Form.Sections))]
	for _, f := range page.Fields {
		if !x.Visible(f.ID) {
			v.Hidden = append(v.Hidden, f.ID)
		}
	}
	for _, path := range d.Form.Figures() {
		id, part, _ := strings.Cut(path, "/")
		f, _ := d.Form.Field(id)
		h := heldFigure{Formula: flow{d.Form, x, page}.node(d.Form.Formula(path)), Decimals: partOf(f, part).Places()}
		if units, known := x.Figure(path); known {
			h.Units = strconv.FormatInt(units, 10)
		}
		v.Figures[path] = h
	}
	return v
}

func TestTheBrowserComputesTheSame(t *testing.T) {
	calls := []call.Definition{flowCall(t, "rest"), flowCall(t, "rate"), flowCall(t, "entered")}
	r, vectors, known := rand.New(rand.NewPCG(3, 4)), []pageVector{}, 0
	for range 1_500 {
		v := somePage(r, calls[r.IntN(len(calls))])
		for _, h := range v.Figures {
			if h.Units != "" {
				known++
			}
		}
		vectors = append(vectors, v)
	}
	if known < 5_000 {
		t.Errorf("only %d values are known", known)
	}
	folder := t.TempDir()
	data, _ := json.Marshal(vectors)
	if err := os.WriteFile(filepath.Join(folder, "pages.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	bundle(t, "flow", folder)
	bundle(t, "sums", folder)
	inNode(t, "flow", folder)
}
