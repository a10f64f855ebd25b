package call_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vekst/grants/call"
)

// partnershipFile is a call whose budget uses everything a budget can: partners, activities, unit costs, a lump sum, a flat
// rate and work in place of money.
func partnershipFile(t testing.TB, changes ...string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/partnership.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := string(data)
	for i := 0; i+1 < len(changes); i += 2 {
		if !strings.Contains(file, changes[i]) {
			t.Fatalf("the file has no %q", changes[i])
		}
		file = strings.Replace(file, changes[i], changes[i+1], 1)
	}
	return file
}

func partnership(t testing.TB, changes ...string) call.Definition {
	t.Helper()
	d, faults := call.Read([]byte(partnershipFile(t, changes...)), call.WithinRules)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return d
}

func TestABudgetThatCannotBeReckonedIsAFaultOfItsLine(t *testing.T) {
	for _, c := range []struct{ was, is, says string }{
		{"of: [staff]", "of: [salaries]", `no heading "salaries"`},
		{"of: [staff]", "of: [indirect]", "flat rate itself"},
		{"of: [staff]", "of: [staff, staff]", "twice"},
		{"share: 15 %", "share: 0 %", "pays nothing"},
		{"share: 15 %", "share: 16 %", "outside rule E11.of-staff"},
		{"share: 15 %", "price: 15", `"price" is not a key`},
		{"rule: E11.of-staff", "rule: E99", "no rule E99"},
		{"rule: E11.of-staff", "rule: E11.of-wages", `no value "of-wages"`},
		{"rule: E11.of-staff", "rule: staff", "like E11.of-staff"},
		{"rule: E11.of-staff", "rule: F3.volunteer-share\n            ceiling: {share: 5 %}", `"ceiling" is not a key`},
		{"price: 350", "price: 0", "pays nothing"},
		{"kind: lump", "kind: lumpsum", "lump"},
		{"lines: priced", "lines: amount", "a quantity times a price"},
		{"in_kind: 50 %", "in_kind: 60 %", "outside rule F3"},
		{"        in_kind: 50 %\n", "", "how much of the co-financing may be"},
		{"{id: work, kind: in-kind,", "{id: work,", "no source is of kind in-kind"},
		{"by_partner: partners", "by_partner: partner", `Did you mean "partners"`},
		{"declaration, by_partner: partners", "declaration, by_partner: steps", `no field "steps" of kind partner`},
		{"required: true, label: {bg: Поемаме", "public: true, label: {bg: Поемаме", "names the person"},
		{"columns:\n", "columns:\n          - {id: said, kind: declaration, by_partner: partners, label: {bg: А, nb: A, en: A}}\n", "by_partner"},
		{"by_activity: steps", "by_activity: partners", `no field "partners" of kind table`},
		{"columns:", "when: budget.total > 0\n        columns:", "cannot depend on itself"},
	} {
		_, faults := call.Read([]byte(partnershipFile(t, c.was, c.is)), call.WithinRules)
		var all []string
		for _, f := range faults {
			all = append(all, f.Sentence)
		}
		if !strings.Contains(strings.Join(all, "\n"), c.says) {
			t.Errorf("%s: %q", c.is, all)
		}
	}
}

// shared is a budget of the partnership call: two organisations, two activities, a line of each kind.
func shared(changes ...string) call.Answers {
	return with(call.Answers{
		"title": "Билки", "agrees/1/by": "Kari", "partners/1/name": "Fjellvik", "partners/1/kind": "municipality", "partners/1/country": "NO", "partners/1/role": "Опит",
		"steps/1/step": "Ремонт", "steps/2/step": "Обучение",
		"budget/1/heading": "staff", "budget/1/what": "Ръководител", "budget/1/activity": "1", "budget/1/quantity": "10", "budget/1/price": "1000,33",
		"budget/2/heading": "staff", "budget/2/what": "Rådgiver", "budget/2/partner": "1", "budget/2/activity": "2", "budget/2/quantity": "3", "budget/2/price": "2000,01",
		"budget/3/heading": "trips", "budget/3/what": "Елена–Fjellvik", "budget/3/partner": "1", "budget/3/activity": "2", "budget/3/quantity": "4",
		"budget/4/heading": "audit", "budget/4/what": "Одитор", "budget/4/activity": "1", "budget/own": "2000", "budget/work": "500",
	}, changes...)
}

func TestABudgetThatIsNotRightIsSaidAtItsCell(t *testing.T) {
	d := partnership(t)
	for _, c := range []struct {
		changes []string
		says    string
	}{
		{[]string{"budget/2/partner", "9"}, "budget/2/partner partner_gone"},
		{[]string{"partners/1/name", "", "partners/1/kind", "", "partners/1/country", "", "partners/1/role", ""}, "budget/2/partner partner_gone"},
		{[]string{"budget/1/activity", ""}, "budget/1/activity missing_choice"},
		{[]string{"budget/1/activity", "3"}, "budget/1/activity activity_gone"},
		{[]string{"budget/3/price", "351"}, "budget/3/price unit_price"},
		{[]string{"budget/4/price", "1000"}, "budget/4/price lump_price"},
		{[]string{"budget/4/quantity", "2"}, "budget/4/quantity lump_quantity"},
		{[]string{"budget/5/heading", "audit", "budget/5/what", "Пак", "budget/5/activity", "1"}, "budget/5/heading lump_twice"},
		{[]string{"budget/5/heading", "indirect", "budget/5/what", "x", "budget/5/activity", "1", "budget/5/quantity", "1", "budget/5/price", "1"}, "budget/5/heading not_an_option"},
		{[]string{"budget/work", "2000.02"}, "budget/work in_kind"},
	} {
		if got := complaints(t, d, shared(c.changes...)); len(got) == 0 || !strings.HasPrefix(got[0], c.says) {
			t.Errorf("%v: %q, not %s", c.changes, got, c.says)
		}
	}
}

func TestABudgetAddsUpFromEverySide(t *testing.T) {
	d := partnership(t)
	if got := complaints(t, d, shared()); len(got) > 0 {
		t.Fatal(got)
	}
	b := d.Form.Examine(shared(), facts, now).Budget()
	// staff 10,003.30 + 6,000.03, trips 1,400.00, audit 1,500.00, indirect 15 % of 16,003.33 = 2,400.4995 rounded down
	if b.Total != 10_003_30+6_000_03+1_400_00+1_500_00+2_400_49 || b.ByHeading["indirect"] != 2_400_49 || b.Flats[0].Base != 16_003_33 {
		t.Errorf("%+v", b)
	}
	if b.ByPartner[""] != 10_003_30+1_500_00+1_500_49 || b.ByPartner["1"] != 6_000_03+1_400_00+900_00 {
		t.Errorf("by partner: %v", b.ByPartner)
	}
	if b.ByActivity["1"] != b.ByPartner[""] || b.Grant != b.Total-2_500_00 || b.InKind != 500_00 || b.MostInKind != 1_250_00 {
		t.Errorf("%+v", b)
	}
}

func TestTheRuleOfVoluntaryWorkIsToTheCent(t *testing.T) { // F3: eligible 100,000, rate 90 %, at most 5,000.00
	d := partnership(t, "grant: rest", "grant: rate")
	a := shared("budget/1/price", "10000", "budget/1/quantity", "9", "budget/1/heading", "equipment", "budget/2/price", "8600", "budget/2/quantity", "1",
		"budget/2/heading", "equipment", "budget/3/heading", "equipment", "budget/3/quantity", "1", "budget/3/price", "1400",
		"budget/4/heading", "", "budget/4/what", "", "budget/4/activity", "", "budget/own", "5000", "budget/work", "5000")
	if got := complaints(t, d, a); len(got) > 0 {
		t.Errorf("%q", got)
	}
	a = with(a, "budget/work", "5000.01", "budget/own", "4999.99")
	if got := complaints(t, d, a); len(got) != 1 || got[0] != "budget/work in_kind" {
		t.Errorf("%q", got)
	}
}

func TestTheDocumentHasWhatTheCallFixes(t *testing.T) {
	d := partnership(t)
	data, err := d.Form.Document(shared(), facts, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"budget":{"flat":{"indirect":240049},"funding":{"own":200000,"work":50000},"grant":`,
		`{"amount":140000,"activity":"2","heading":"trips","id":"3","partner":"1","price":35000,"quantity":400,"what":`,
		`{"amount":150000,"activity":"1","heading":"audit","id":"4","price":150000,"quantity":100,"what":`} {
		if !strings.Contains(string(data), part) {
			t.Errorf("no %s in %s", part, data)
		}
	}
}

func TestARowStandsWhereItWasMovedTo(t *testing.T) {
	d := partnership(t)
	lines := func(a call.Answers) (order string) {
		for _, l := range d.Form.Examine(a, facts, now).Budget().Lines {
			order += l.Row
		}
		return order
	}
	for at, want := range map[string]string{"": "1234", "1.m": "1423", ".m": "4123", "4.m": "1234", "3.5": "1234", "2.zz": "1243", "9.a": "1234", "..": "1234", "1.": "1234", "Ж.m": "1234"} {
		if got := lines(shared("budget/4/at", at)); got != want {
			t.Errorf("at %q: %s, not %s", at, got, want)
		}
	}
	if got := lines(shared("budget/4/at", "1.m", "budget/3/at", "1.mm", "budget/9/at", "1.a")); got != "1432" {
		t.Errorf("two behind one: %s", got)
	}
	moved, _ := d.Form.Document(shared("budget/4/at", "3.m"), facts, now)
	plain, _ := d.Form.Document(shared(), facts, now)
	if string(moved) != string(plain) {
		t.Error("a place is part of the document")
	}
}

// anyBudget makes answers to a budget, some of them wrong.
func anyBudget(r *rapid.T, d call.Definition) call.Answers {
	a := call.Answers{}
	for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"1", "2", "3"}), rapid.ID[string]).Draw(r, "partners") {
		a["partners/"+id+"/name"] = "P" + id
	}
	for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"1", "2", "3"}), rapid.ID[string]).Draw(r, "steps") {
		a["steps/"+id+"/step"] = "S" + id
	}
	row := rapid.SampledFrom([]string{"", "1", "2", "3", "9"})
	amount := rapid.SampledFrom([]string{"", "0", "0,01", "1000,33", "1 234,50", "33.33", "-5", "x", "9999999999.99", "12.500", "7"})
	for i := range rapid.IntRange(0, 12).Draw(r, "lines") {
		at := fmt.Sprintf("budget/%d/", i+1)
		a[at+"heading"] = rapid.SampledFrom([]string{"", "staff", "equipment", "trips", "audit", "indirect", "other"}).Draw(r, "heading")
		a[at+"partner"], a[at+"activity"] = row.Draw(r, "partner"), row.Draw(r, "activity")
		a[at+"quantity"] = rapid.SampledFrom([]string{"", "1", "2,5", "0.01", "333", "-1", "999999999999", "1 000"}).Draw(r, "quantity")
		a[at+"price"], a[at+"amount"] = amount.Draw(r, "price"), amount.Draw(r, "amount")
	}
	a["budget/own"], a["budget/work"], a["budget/grant"] = amount.Draw(r, "own"), amount.Draw(r, "work"), amount.Draw(r, "grant")
	_ = d
	return a
}

func added(m map[string]int64) (sum int64) {
	for _, n := range m {
		sum += n
	}
	return sum
}

// hard is the partnership call with flat rates that share and round badly.
func hard(t testing.TB) []call.Definition {
	second := "rule: E11.of-staff\n          - {id: more, kind: flat, title: {bg: И още, nb: Mer, en: More}, share: 33.33 %, of: [equipment, trips, audit]}"
	return []call.Definition{partnership(t, "rule: E11.of-staff", second), partnership(t, "rule: E11.of-staff", second, "grant: rest", "grant: rate"),
		partnership(t, "rule: E11.of-staff", second, "grant: rest", "grant: entered"),
		partnership(t, "lines: priced", "lines: amount", "kind: unit", "kind: actual", "            price: 350\n            unit: {bg: пътуване, nb: reise, en: trip}\n", "", "            rule: E10\n", "")}
}

func TestEveryViewOfEveryBudgetAddsUpToTheTotal(t *testing.T) {
	all := hard(t)
	rapid.Check(t, func(r *rapid.T) {
		d := all[rapid.IntRange(0, len(all)-1).Draw(r, "call")]
		b := d.Form.Examine(anyBudget(r, d), facts, now).Budget()
		var own int64
		for _, cents := range b.Funding {
			own += cents
		}
		if h, p, a, s := added(b.ByHeading), added(b.ByPartner), added(b.ByActivity), b.Grant+own+b.Uncovered(); h != b.Total || p != b.Total || a != b.Total || s != b.Total {
			r.Fatalf("total %d, by heading %d, by partner %d, by activity %d, by source %d", b.Total, h, p, a, s)
		}
	})
}
