package call_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vekst/grants/call"
)

// flowing is the documented example with a table, an indicator and whatever else is asked about what is computed.
func flowing(t testing.TB, more ...string) string {
	t.Helper()
	label := "        label: {bg: А, nb: B, en: "
	fields := "      - id: steps\n        kind: table\n" + label + "Steps}\n        required: true\n        columns:\n" +
		"          - {id: step, kind: short, label: {bg: А, nb: B, en: Step}}\n" +
		"          - {id: hours, kind: number, decimals: 1, required: true, label: {bg: А, nb: B, en: Hours}}\n" +
		"          - {id: wage, kind: money, label: {bg: А, nb: B, en: Wage}}\n" +
		"      - id: people\n        kind: indicator\n" + label + "People}\n        from: {target: 'people.baseline + jobs'}\n"
	for _, one := range more {
		fields += "      - id: " + strings.ReplaceAll(one, "\n", "\n        ") + "\n" + label + "Computed}\n"
	}
	return strings.Replace(example(t), "      - id: for_whom\n", fields+"      - id: for_whom\n", 1)
}

func TestWhatCannotBeComputedIsAFault(t *testing.T) {
	for field, want := range map[string]string{
		"x\nkind: number\nfrom: '12'":                                        "always the same",
		"x\nkind: number\nfrom: budget.grant":                                "is a number, and this gives an amount",
		"x\nkind: money\nfrom: jobs * 2":                                     "is an amount, and this gives a number",
		"x\nkind: money\nfrom: budget.grant + jobs":                          "cannot be added to or taken from",
		"x\nkind: number\nfrom: jobs / budget.grant":                         "nor a number divided by one",
		"x\nkind: money\nfrom: budget.own * budget.grant":                    "multiplied by an amount",
		"x\nkind: number\nfrom: title":                                       "this gives text",
		"x\nkind: number\nfrom: 'jobs > 1 ? jobs : 2'":                       "cannot stand here: _?_:_",
		"x\nkind: number\nfrom: jobs % 2":                                    "cannot stand here: %",
		"x\nkind: number\nfrom: job":                                         `Did you mean "jobs"`,
		"x\nkind: number\nfrom: sum([jobs])":                                 "cannot stand here: sum",
		"x\nkind: number\nfrom: 'sum(steps.map(s, size(steps)))'":            "cannot stand here: size",
		"x\nkind: number\nsame_as: organisation.employees\nfrom: jobs":       "asks no fact",
		"x\nkind: short\nfrom: jobs":                                         `"from" is not a key`,
		"x\nkind: number\nfrom: x + 1":                                       "cannot come from itself: x → x",
		"x\nkind: number\nwhen: x > 0\nfrom: jobs":                           "depend on itself",
		"x\nkind: number\nfrom: y\n":                                         "no field of that name",
		"x\nkind: indicator\nfrom: {target: x.baseline, baseline: x.target}": "cannot come from itself: x/baseline → x/target → x/baseline",
		"x\nkind: indicator\nfrom: {middle: jobs}":                           `"middle" is not a key`,
	} {
		_, faults := call.Read([]byte(flowing(t, field)))
		if len(faults) == 0 || !strings.Contains(faults[0].Sentence, want) {
			t.Errorf("%q gives %v, want %q", field, faults, want)
		}
	}
}

func TestACircleIsNamedWhereItBegins(t *testing.T) {
	file := flowing(t, "a\nkind: number\nfrom: b + jobs", "b\nkind: number\nwhen: c > 0\nfrom: jobs", "c\nkind: number\nfrom: a * 2")
	_, faults := call.Read([]byte(file))
	if len(faults) != 1 || !strings.Contains(faults[0].Sentence, "cannot come from itself: a → b → c → a") {
		t.Fatalf("faults %v", faults)
	}
	if line := strings.Split(file, "\n")[faults[0].Line-1]; !strings.Contains(line, "from: b + jobs") {
		t.Errorf("it stands at %q", line)
	}
}

func TestAColumnIsNotComputed(t *testing.T) {
	file := strings.Replace(flowing(t), "kind: number, decimals: 1, required: true,", "kind: number, from: jobs,", 1)
	if _, faults := call.Read([]byte(file)); len(faults) == 0 || !strings.Contains(faults[0].Sentence, "A column is not computed") {
		t.Errorf("faults %v", faults)
	}
}

// figures reads the call and computes x and the target of people.
func figures(t testing.TB, field string, a call.Answers) *call.Examination {
	t.Helper()
	d, faults := call.Read([]byte(flowing(t, field)))
	if len(faults) > 0 {
		t.Fatal(field, faults)
	}
	return d.Form.Examine(a, facts, now)
}

func TestWhatIsComputedIsExactAndRoundedOnce(t *testing.T) {
	costs := call.Answers{"jobs": "3", "people/baseline": "4", "steps/1/hours": "1,5", "steps/1/wage": "10.01", "steps/2/hours": "2", "steps/2/step": "x",
		"budget/1/heading": "staff", "budget/1/what": "x", "budget/1/quantity": "1", "budget/1/price": "10000"}
	for _, c := range []struct {
		field  string
		change string
		units  int64
		known  bool
	}{
		{"number\nfrom: jobs * 2", "", 6, true},
		{"number\nfrom: jobs * 2", "jobs=", 0, false},
		{"number\nfrom: jobs * 2", "jobs=many", 0, false},
		{"number\nfrom: -jobs", "", -3, true},
		{"number\nfrom: 'sum(steps.map(s, s.hours))'", "", 4, true}, // 3.5, half away from nothing
		{"number\nfrom: '-sum(steps.map(s, s.hours))'", "", -4, true},
		{"number\ndecimals: 1\nfrom: 'sum(steps.map(s, s.hours))'", "", 35, true},
		{"number\ndecimals: 1\nfrom: 'sum(steps.map(s, s.hours))'", "steps/2/hours=", 0, false},
		{"number\ndecimals: 1\nfrom: 'sum(steps.map(s, s.hours))'", "steps/2/hours=1.55", 0, false},
		{"money\nfrom: 'sum(steps.map(s, s.hours * s.wage))'", "", 1502, true}, // 15.015
		{"number\nfrom: size(steps)", "", 2, true},
		{"number\nfrom: size(steps) + steps.size()", "", 4, true},
		{"money\nfrom: budget.grant / jobs", "", 2833_33, true}, // 8 500 / 3
		{"money\nfrom: budget.grant / jobs", "jobs=0", 0, false},
		{"money\nfrom: budget.grant / jobs", "budget/1/price=,budget/1/heading=,budget/1/what=,budget/1/quantity=", 0, false},
		{"number\ndecimals: 2\nfrom: budget.grant * 100 / budget.total", "", 8500, true},
		{"money\nfrom: call.max - budget.by.staff - euro(\"0.01\")", "", 9_999_99, true},
		{"number\nfrom: jobs * jobs * 100000000000", "", 900_000_000_000, true},
		{"number\nfrom: jobs * jobs * 100000000000", "jobs=4", 0, false}, // too large
		{"number\nfrom: people.target + 1", "", 8, true},
	} {
		a := costs
		if c.change != "" {
			for _, one := range strings.Split(c.change, ",") {
				path, value, _ := strings.Cut(one, "=")
				a = with(a, path, value)
			}
		}
		units, known := figures(t, "x\nkind: "+c.field, a).Figure("x")
		if units != c.units || known != c.known {
			t.Errorf("%q with %q is %d, %v; want %d, %v", c.field, c.change, units, known, c.units, c.known)
		}
	}
}

func TestWhatIsComputedCannotBeTyped(t *testing.T) {
	x := figures(t, "x\nkind: number\nfrom: jobs * 2", call.Answers{"jobs": "3", "x": "7", "people/target": "100", "people/baseline": "1"})
	document, err := x.Document()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Answers struct {
			X      int64
			People map[string]int64
		}
	}
	if err := json.Unmarshal(document, &d); err != nil || d.Answers.X != 6 || d.Answers.People["target"] != 4 {
		t.Errorf("document %s, %v", document, err)
	}
}

func TestConditionsSeeWhatIsComputed(t *testing.T) {
	d, faults := call.Read([]byte(strings.Replace(flowing(t, "x\nkind: number\nfrom: jobs * 2"), "when: jobs > 0\n", "when: x > 5\n", 1)))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for jobs, want := range map[string]bool{"2": false, "3": true, "": false} {
		if got := d.Form.Visible(call.Answers{"jobs": jobs}, facts, now)["for_whom"]; got != want {
			t.Errorf("with %q jobs it is shown: %v", jobs, got)
		}
	}
}

func TestComplaintsLeadToWhereAFigureIsEntered(t *testing.T) {
	field := "x\nkind: money\nrequired: true\nmost: 2000\nfrom: y / jobs\nwhen: jobs < 90"
	y := "y\nkind: money\nfrom: budget.grant"
	d, faults := call.Read([]byte(flowing(t, field, y)))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	costs := call.Answers{"budget/1/heading": "staff", "budget/1/what": "x", "budget/1/quantity": "1", "budget/1/price": "10000", "jobs": "3"}
	for _, c := range []struct{ jobs, key, path string }{
		{"3", "call.complaint.figure_large", "budget"}, {"0", "call.complaint.missing_figure", "budget"}, {"5", "", ""}, {"", "", ""}, {"90", "", ""},
	} {
		key, path := "", ""
		for _, one := range d.Form.Complaints(with(costs, "jobs", c.jobs), facts, now) {
			if strings.Contains(one.Key, "figure") {
				key, path = one.Key, one.Path
			}
		}
		if c.jobs != "" && (key != c.key || path != c.path) {
			t.Errorf("with %q jobs: %q at %q, want %q at %q", c.jobs, key, path, c.key, c.path)
		}
	}
}

func TestAFigureIsSaidInWords(t *testing.T) {
	d, faults := call.Read([]byte(flowing(t, "x\nkind: money\nfrom: 'sum(steps.map(s, s.hours * s.wage)) - budget.grant / (jobs + 1)'")))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var says []string
	for _, w := range d.ComesFrom(d.Form.Formula("x"), "en", func(key string, _ ...any) string { return strings.TrimPrefix(key, "call.source.") }) {
		says = append(says, w.Text)
	}
	if got := strings.Join(says, " "); got != "sum ( Hours × Wage ) in Steps − ( grant ÷ ( Jobs + 1 ) )" {
		t.Errorf("it says %q", got)
	}
}

// TestRoundingIsToTheNearest compares the one rounding there is with what it promises.
func TestRoundingIsToTheNearest(t *testing.T) {
	d, _ := call.Read([]byte(flowing(t, "x\nkind: money\nfrom: 'sum(steps.map(s, s.wage)) / jobs'")))
	rapid.Check(t, func(t *rapid.T) {
		jobs := rapid.IntRange(1, 100).Draw(t, "jobs")
		cents := rapid.IntRange(1, 99_999_999).Draw(t, "cents")
		a := call.Answers{"jobs": big.NewInt(int64(jobs)).String(), "steps/1/hours": "1", "steps/1/wage": big.NewRat(int64(cents), 100).FloatString(2)}
		units, known := d.Form.Examine(a, facts, now).Figure("x")
		off := new(big.Rat).Sub(big.NewRat(int64(cents), int64(jobs)), new(big.Rat).SetInt64(units))
		if !known || off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("%d / %d is %d, %v", cents, jobs, units, known)
		}
	})
}
