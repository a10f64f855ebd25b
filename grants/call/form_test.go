package call_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vekst/grants/call"
	"vekst/value/money"
)

var now = time.Date(2022, 10, 1, 9, 0, 0, 0, time.UTC)

// facts are the settlements of Levski, whose 13 have 19 144 people, and one far away; and an honest register.
var facts = call.Facts{
	Settlement: func(code string) (int64, string, bool) {
		people := map[string]int64{"43236": 9_900, "00001": 9_244, "56784": 100}
		home := map[string]string{"43236": "PVN16", "00001": "PVN16", "56784": "VAR05"}
		return people[code], home[code], home[code] != ""
	},
	Registration: func(country, number string) bool { return country != "BG" || number == "121399226" },
}

// application answers every question of the small grants scheme well. It asks for 146 400 euros.
func application() call.Answers {
	return call.Answers{
		"applicant/name": "Сдружение „Еленски билки“", "applicant/registration": "121399226", "applicant/kind": "ngo",
		"applicant/country": "BG", "applicant/seat": "София",
		"seat_inside": "outside", "commitment": "yes", "contact_name": "Мария", "contact_email": "maria@example.org",
		"signing": "representative", "experience": "През 2021 г. обучихме 14 души.",
		"title": "Билки от Балкана", "summary": "Сушилня и шест работни места.", "municipality": "VTR13", "site": "с. Марян",
		"resource_kind": "natural", "resource": "Билкови поляни.", "purposes": "strategy_measures,disadvantaged_groups",
		"strategy_measure": "2.1 Билки", "need": "Безработица.",
		"jobs_new": "6", "jobs_disadvantaged": "4", "for_whom": "Жени над 50 години.", "keep_months": "24",
		"employed/baseline": "2", "employed/target": "8",
		"posts/1/post": "Берач", "posts/1/how_many": "5", "posts/1/time": "full", "posts/1/wage": "980",
		"posts/2/post": "Ръководител", "posts/2/how_many": "1", "posts/2/time": "full", "posts/2/wage": "1 400,00",
		"activities": "Строим сушилня.", "starts": "2023-02-01", "ends": "2024-04-30",
		"steps/1/step": "Ремонт", "steps/1/from": "2023-02-01", "steps/1/to": "2023-06-30", "steps/1/result": "Сушилня",
		"steps/2/step": "Работа", "steps/2/from": "2023-07-01", "steps/2/to": "2024-04-30", "steps/2/result": "Билки",
		"people": "Технолог и счетоводител.", "risks": "Лошо време.", "lasting": "Договор с купувач.",
		"budget/a/heading": "staff", "budget/a/what": "Ръководител, 18 месеца", "budget/a/quantity": "18", "budget/a/price": "1400",
		"budget/b/heading": "staff", "budget/b/what": "Берачи", "budget/b/quantity": "45", "budget/b/price": "980",
		"budget/c/heading": "equipment", "budget/c/what": "Сушилня", "budget/c/quantity": "1", "budget/c/price": "66 705,00",
		"budget/d/heading": "overhead", "budget/d/what": "Непреки разходи", "budget/d/quantity": "1", "budget/d/price": "10 395",
		"prices": "Три оферти.", "economic": "free", "other_support": "none",
		"true_facts": "yes", "no_double": "yes", "no_debts": "yes", "publicity": "yes",
	}
}

// with is a copy of answers with some changed; an empty one is taken away.
func with(a call.Answers, changes ...string) call.Answers {
	a = maps.Clone(a)
	for i := 0; i+1 < len(changes); i += 2 {
		a[changes[i]] = changes[i+1]
	}
	return a
}

// asking is an application whose grant is the given amount.
func asking(amount string) call.Answers {
	a := application()
	maps.DeleteFunc(a, func(path, _ string) bool { return strings.HasPrefix(path, "budget/") })
	return with(a, "budget/a/heading", "equipment", "budget/a/what", "Сушилня", "budget/a/quantity", "1", "budget/a/price", amount)
}

// complaints writes complaints as "path key" or "path sentence".
func complaints(t testing.TB, d call.Definition, a call.Answers) []string {
	t.Helper()
	var all []string
	for _, c := range d.Form.Complaints(a, facts, now) {
		all = append(all, c.Path+" "+strings.TrimPrefix(c.Key, "call.complaint.")+c.Sentence.EN)
	}
	return all
}

func TestEveryRefusalNamesItsFieldAndReason(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	for name, c := range map[string]struct {
		answers call.Answers
		want    []string
	}{
		"a grant of 4,999":          {asking("4999"), []string{"budget grant_small"}},
		"a grant of 4,999.99":       {asking("4999.99"), []string{"budget grant_small"}},
		"a grant of 200,001":        {asking("200001"), []string{"budget grant_large"}},
		"a site outside the ten":    {with(application(), "municipality", "SOF46"), []string{"municipality outside_territory"}},
		"activities a day too long": {with(application(), "ends", "2024-05-01"), []string{"ends activities_late"}},
		"a step a day too long": {with(application(), "steps/2/to", "2024-05-01"),
			[]string{"steps/2/to activities_late"}},
		"an end before the start": {with(application(), "ends", "2023-01-01"),
			[]string{"ends The end comes before the start. Look at both dates.", "steps One of the steps lies outside the start and end of the project."}},
		"a number in words":      {with(application(), "jobs_disadvantaged", "шест"), []string{"jobs_disadvantaged number_unclear"}},
		"more for some than all": {with(application(), "jobs_disadvantaged", "7"), []string{"jobs_disadvantaged These jobs are some of all the new ones and cannot be more than they are."}},
		"an ambiguous amount":    {with(application(), "posts/1/wage", "1.400"), []string{"posts/1/wage amount_ambiguous"}},
		"a wrong number of EIK":  {with(application(), "applicant/registration", "121399227"), []string{"applicant/registration registration_number"}},
		"an applicant in Norway": {with(application(), "applicant/country", "NO"), []string{"applicant/country applicant_country"}},
		"no commitment":          {with(application(), "commitment", ""), []string{"commitment missing_declaration"}},
		"a purpose of one's own": {with(application(), "purposes", "holidays,strategy_measures"), []string{"purposes not_an_option"}},
		"too much overhead":      {with(application(), "budget/d/price", "10395.01"), []string{"budget/d/heading heading_ceiling"}},
		"others pay it all":      {with(application(), "budget/own", "150000", "funding_source", "Банка"), []string{"budget funding_exceeds"}},
		"a line without a price": {with(application(), "budget/a/price", ""), []string{"budget/a/price missing"}},
		"a product beyond counting": {with(application(), "budget/a/price", "9999999999", "budget/a/quantity", "999999"),
			[]string{"budget/a/price amount_too_large"}},
		"too much de minimis":      {with(application(), "economic", "sells", "de_minimis", "60000"), []string{"de_minimis With this grant you would have more than 200,000 euros in three years. Ask for less."}},
		"a file of a wrong kind":   {with(application(), "file_offers/1/name", "../../x", "file_offers/1/size", "5"), []string{"file_offers/1 file_type"}},
		"a file too large":         {with(application(), "file_offers/1/name", "a.pdf", "file_offers/1/size", fmt.Sprint(20<<20+1)), []string{"file_offers/1 file_large"}},
		"files too large together": {with(application(), together("file_offers", 11)...), []string{"file_offers too_many_files", "file_offers files_together"}},
		"control characters":       {with(application(), "title", "a\x00b"), []string{"title illegible"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := complaints(t, d, c.answers); !slices.Equal(got, c.want) {
				t.Errorf("complaints %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestGrantsAtTheLimitsAreTaken(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	for _, amount := range []string{"5000", "5 000,00", "200000", "200 000,00 €"} {
		if got := complaints(t, d, asking(amount)); len(got) > 0 {
			t.Errorf("a grant of %s: %q", amount, got)
		}
	}
}

func TestASeatInSofiaWithJobsInElenaIsTaken(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	if got := complaints(t, d, application()); len(got) > 0 {
		t.Errorf("complaints: %q", got)
	}
	for _, s := range d.Form.Examine(application(), facts, now).Suggestions() {
		if s.Known && !s.Passes {
			t.Errorf("gate %s: %s", s.Gate, s.Because.EN)
		}
	}
}

func TestTooLongATextIsToldInBothCountsAndKept(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	long := strings.Repeat("ж", 60_000)
	all := d.Form.Complaints(with(application(), "need", long), facts, now)
	if len(all) != 1 || all[0].Key != "call.complaint.too_long" {
		t.Fatalf("complaints: %v", all)
	}
	if a := all[0].Args; a["Written"] != (call.Decimal{Units: 60_000}) || a["Max"] != (call.Decimal{Units: 2_000}) {
		t.Errorf("arguments: %v", a)
	}
	document, err := d.Form.Document(with(application(), "need", long), facts, now)
	if err != nil || !strings.Contains(string(document), long) {
		t.Errorf("the document lost the text: %v", err)
	}
}

func TestLengthIsCountedInComposedCharacters(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	decomposed := strings.Repeat("и\u0306", 2_000) // й, typed on some telephones as two
	if got := complaints(t, d, with(application(), "need", decomposed)); len(got) > 0 {
		t.Errorf("2,000 characters: %q", got)
	}
	if got := complaints(t, d, with(application(), "need", decomposed+"й")); len(got) != 1 {
		t.Errorf("2,001 characters: %q", got)
	}
}

func TestAnEmptyFormNamesEverythingThatIsMissing(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	got := complaints(t, d, nil)
	for _, want := range []string{"applicant/name missing", "budget missing_rows", "publicity missing_declaration", "municipality missing_choice"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	if slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "commitment") }) {
		t.Error("a field that is not shown is complained about")
	}
}

func TestTargetAreaIsASetOfSettlements(t *testing.T) {
	d := shippedCall(t, "concept-2020")
	for codes, want := range map[string]string{
		"43236,00001": "too_many_inhabitants", "43236": "", "99999": "settlement_unknown", "": "missing_choice",
	} {
		var got string
		for _, c := range d.Form.Complaints(call.Answers{"target_area": codes}, facts, now) {
			if c.Path == "target_area" {
				got = strings.TrimPrefix(c.Key, "call.complaint.")
			}
			if n, ok := c.Args["Inhabitants"]; ok && n != (call.Decimal{Units: 19_144}) {
				t.Errorf("%s has %v people", codes, n)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", codes, got, want)
		}
	}
}

func TestWhatIsNotShownIsNotAsked(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	shown := d.Form.Visible(with(application(), "jobs_new", "0"), facts, now)
	for id, want := range map[string]bool{"posts": false, "keep_months": false, "jobs_new": true, "file_letters": false, "funding_source": false} {
		if shown[id] != want {
			t.Errorf("%s is shown: %v", id, shown[id])
		}
	}
	document, _ := d.Form.Document(with(application(), "jobs_new", "0"), facts, now)
	if strings.Contains(string(document), `"posts"`) {
		t.Error("the document holds an answer that is not shown")
	}
}

func TestTenAndTwentyCentsAreThirty(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	a := with(asking("0.1"), "budget/b/heading", "staff", "budget/b/what", "Час", "budget/b/quantity", "1", "budget/b/price", "0,2")
	if got := d.Form.Examine(a, facts, now).Budget().Total; got != 30 {
		t.Errorf("total is %d cents", got)
	}
}

func TestTheBudgetAddsUp(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	b := d.Form.Examine(with(application(), "budget/own", "400", "budget/d/quantity", "0,5"), facts, now).Budget()
	if b.Total != 141_202_50 || b.Grant != 140_802_50 || b.ByHeading["staff"] != 69_300_00 || b.Own != 400_00 {
		t.Errorf("budget: %+v", b)
	}
}

func TestBudgetsAddUpWhateverTheOrder(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	rapid.Check(t, func(t *rapid.T) {
		a, want := call.Answers{}, int64(0)
		for i, cents := range rapid.SliceOfN(rapid.Int64Range(1, 1_000_000_00), 0, 30).Draw(t, "cents") {
			row := fmt.Sprintf("budget/%d/", i)
			a[row+"heading"], a[row+"what"], a[row+"quantity"], a[row+"price"] = "staff", "x", "1", money.Plain(cents)
			want += cents
		}
		if got := d.Form.Examine(a, call.Facts{}, now).Budget(); got.Total != want || got.Grant != want {
			t.Fatalf("total %d, grant %d, want %d", got.Total, got.Grant, want)
		}
	})
}

func TestTheSameAnswersGiveTheSameDocument(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	first, err := d.Form.Document(application(), facts, now)
	if err != nil {
		t.Fatal(err)
	}
	typed := with(application(), "posts/2/wage", "1400", "purposes", "disadvantaged_groups, strategy_measures", "starts", "1.2.2023",
		"title", "  Билки от Балкана\r\n", "gone", "from an older form")
	for range 20 {
		again, err := d.Form.Document(typed, facts, now)
		if err != nil || string(again) != string(first) {
			t.Fatalf("%v\n%s\n%s", err, first, again)
		}
	}
}

func TestADocumentOfUnreadableAnswersIsRefused(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	_, err := d.Form.Document(with(application(), "posts/1/wage", "шест"), facts, now)
	if !errors.Is(err, call.Unreadable{Path: "posts/1/wage"}) {
		t.Errorf("error is %v", err)
	}
}

func TestScreenerGivesReasons(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	for name, c := range map[string]struct {
		answers map[string]string
		want    int
	}{
		"elsewhere": {map[string]string{"place": "outside"}, 1}, "in the ten": {map[string]string{"place": "inside"}, 0},
		"too little": {map[string]string{"grant": "4999"}, 1}, "just enough": {map[string]string{"grant": "5 000"}, 0},
		"too much": {map[string]string{"grant": "200001"}, 1}, "the most": {map[string]string{"grant": "200000"}, 0},
		"too late": {map[string]string{"last_day": "2024-05-01"}, 1}, "in time": {map[string]string{"last_day": "2024-04-30"}, 0},
		"unreadable": {map[string]string{"grant": "много"}, 0}, "nothing said": {nil, 0},
		"twice refused": {map[string]string{"place": "outside", "legal_person": "no"}, 2},
	} {
		if got := d.Screen(c.answers, now); len(got) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestGatesAreSuggested(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	for _, s := range d.Form.Examine(with(application(), "municipality", "SOF46"), facts, now).Suggestions() {
		if s.Gate == "in_the_ten" && (!s.Known || s.Passes || s.Because.Empty()) {
			t.Errorf("a site in Sofia: %+v", s)
		}
		if s.Gate == "complete" && s.Known {
			t.Error("a gate without a condition is suggested")
		}
	}
}

func TestPartnersAreCheckedAsTheCallSays(t *testing.T) {
	file := strings.Replace(example(t), "\nscreener:", "\npartners: {donor: required, countries: [BG, NO], max: 1}\n\nscreener:", 1)
	file = strings.Replace(file, "  - id: costs\n", "  - id: together\n    title: {bg: П, nb: P, en: P}\n    fields:\n"+
		"      - {id: partners, kind: partner, label: {bg: П, nb: P, en: P}}\n  - id: costs\n", 1)
	file = strings.Replace(file, "marks:\n", "marks:\n  - {path: partners, mark: unconfirmed}\n", 1)
	d, faults := call.Read([]byte(file))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	partner := func(row, country string) call.Answers {
		at := "partners/" + row + "/"
		return call.Answers{at + "name": "Fjellvik", at + "kind": "municipality", at + "country": country, at + "role": "Tørking"}
	}
	two := partner("1", "NO")
	maps.Copy(two, partner("2", "NO"))
	for name, c := range map[string]struct {
		answers call.Answers
		want    []string
	}{
		"none":         {nil, []string{"partners missing_rows"}},
		"one of BG":    {partner("1", "BG"), []string{"partners donor_partner_missing"}},
		"one of IS":    {partner("1", "IS"), []string{"partners/1/country partner_country"}},
		"two of NO":    {two, []string{"partners too_many_partners"}},
		"one of NO":    {partner("1", "NO"), nil},
		"one half way": {call.Answers{"partners/1/country": "NO"}, []string{"partners/1/name missing", "partners/1/kind missing_choice", "partners/1/role missing"}},
	} {
		var got []string
		for _, s := range complaints(t, d, c.answers) {
			if strings.HasPrefix(s, "partners") {
				got = append(got, s)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAMunicipalityThatDoesNotExistIsRefused(t *testing.T) {
	d := shippedCall(t, "concept-2020")
	known := call.Facts{Municipality: func(code string) bool { return code == "PVN16" }}
	for code, want := range map[string]string{"PVN16": "", "XYZ99": "call.complaint.not_an_option"} {
		got := ""
		for _, c := range d.Form.Complaints(call.Answers{"municipality": code}, known, now) {
			if c.Path == "municipality" {
				got = c.Key
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestManyMayUseOneFormAtOnce(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	done := make(chan int)
	for i := range 8 {
		go func() {
			wrong := 0
			for range 20 {
				wrong += len(d.Form.Complaints(with(application(), "jobs_disadvantaged", fmt.Sprint(i)), facts, now))
			}
			done <- wrong
		}()
	}
	sum := 0
	for range 8 {
		sum += <-done
	}
	if sum != 20 { // only 7 of 6 jobs is wrong
		t.Errorf("%d complaints, want 20", sum)
	}
}

func TestALoopOverFarTooManyRowsIsStopped(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	a := application()
	for i := range 20_000 {
		row := fmt.Sprintf("posts/%d/", i+10)
		a[row+"post"], a[row+"how_many"], a[row+"time"], a[row+"wage"] = "x", "1", "full", "1"
	}
	start := time.Now()
	got := complaints(t, d, a)
	if !slices.Contains(got, "posts too_many_rows") || time.Since(start) > 2*time.Second {
		t.Errorf("%d complaints in %s: %.200q", len(got), time.Since(start), got)
	}
}

// together are n files of 20 MB each.
func together(field string, n int) []string {
	var all []string
	for i := range n {
		row := fmt.Sprintf("%s/%d/", field, i+1)
		all = append(all, row+"name", "a.pdf", row+"size", fmt.Sprint(20<<20))
	}
	return all
}
