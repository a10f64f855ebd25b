package call_test

import (
	"strings"
	"testing"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/value/text"
)

// rewritten is a call that comes with the program with some of its file replaced, which must be without faults.
func rewritten(t testing.TB, id string, pairs ...string) call.Definition {
	t.Helper()
	file := string(shippedCall(t, id).Bytes())
	for i := 0; i+1 < len(pairs); i += 2 {
		if !strings.Contains(file, pairs[i]) {
			t.Fatalf("the file has no %q", pairs[i])
		}
		file = strings.Replace(file, pairs[i], pairs[i+1], 1)
	}
	d, faults := call.Read([]byte(file))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return d
}

func catalog(t testing.TB) *lang.Catalog {
	t.Helper()
	c, err := lang.NewCatalog(lang.Words{Feature: "call", Files: call.Feature(call.Options{}).Words})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const herbs = `format: vekst-call-1
id: herbs-2027
code: HERB-1
number: HERB-1-{000}
kind: small-grant
title: {bg: Билки, nb: Urter, en: Herbs}
summary: {bg: Пари за сушилни., nb: Penger til tørkerier., en: Money for drying houses.}
description: {bg: Помагаме., nb: Vi hjelper., en: We help.}
programme: bg-localdev
rules: eea-2021-2028@1
window: {opens: 2027-03-01T09:00, closes: 2027-05-31T17:00, zone: Europe/Sofia}
money: {currency: EUR, budget: 100000, min: 5000, max: 20000.00, rate: 85 %}
territory: {municipalities: [VTR13, VAR09]}
applicants: {countries: [BG], kinds: [company, ngo, municipality]}
form:
  - id: work
    title: {bg: Работа, nb: Arbeid, en: Work}
    fields:
      - {id: title, kind: short, label: {bg: Име, nb: Navn, en: Name}, required: true, max: 80}
      - {id: place, kind: choice, label: {bg: Къде, nb: Hvor, en: Where}, options: [{id: in, label: {bg: Тук, nb: Her, en: Here}}, {id: out, label: {bg: Там, nb: Der, en: There}}, {id: else, label: {bg: Другаде, nb: Andre steder, en: Elsewhere}}]}
      - {id: jobs, kind: number, label: {bg: Места, nb: Plasser, en: Jobs}, least: 0, most: 100}
      - {id: why, kind: long, label: {bg: Защо, nb: Hvorfor, en: Why}, max: 500, when: jobs > 0}
  - id: costs
    title: {bg: Бюджет, nb: Budsjett, en: Budget}
    fields:
      - id: budget
        kind: budget
        label: {bg: Разходи, nb: Kostnader, en: Costs}
        lines: priced
        grant: rate
        headings:
          - {id: staff, title: {bg: Персонал, nb: Personale, en: Staff}}
          - {id: overhead, title: {bg: Непреки, nb: Indirekte, en: Overhead}, ceiling: {share: 15 %, of: [staff]}}
criteria:
  total: 50
  threshold: 30
  groups:
    - id: jobs
      title: {bg: Работа, nb: Arbeid, en: Jobs}
      criteria:
        - {id: how_many, max: 50, title: {bg: Колко, nb: Hvor mange, en: How many}}
assessment: {experts: 2, divergence: 30 %, tie: higher, blind: true}
ranking: {tie_breakers: [draw], marginal: stop, reserve: true, appeal_days: 14}
marks:
  - {path: window, mark: unconfirmed}
  - {path: money, mark: unconfirmed}
  - {path: territory, mark: unconfirmed}
  - {path: applicants, mark: unconfirmed}
  - {path: form, mark: unconfirmed}
  - {path: criteria, mark: unconfirmed}
  - {path: assessment, mark: unconfirmed}
  - {path: ranking, mark: unconfirmed}
`

// herbal is the call about herbs with some of its file replaced.
func herbal(t testing.TB, pairs ...string) call.Definition {
	t.Helper()
	file := herbs
	for i := 0; i+1 < len(pairs); i += 2 {
		if !strings.Contains(file, pairs[i]) {
			t.Fatalf("the file has no %q", pairs[i])
		}
		file = strings.Replace(file, pairs[i], pairs[i+1], 1)
	}
	d, faults := call.Read([]byte(file))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return d
}

func TestTheSameCallHasNoDifferences(t *testing.T) {
	for _, id := range []string{"concept-2020", "job-creation-2022"} {
		if all := call.Differences(shippedCall(t, id), rewritten(t, id)); len(all) != 0 {
			t.Errorf("%s: %+v", id, all)
		}
	}
	if all := call.Differences(herbal(t), herbal(t, "format: vekst-call-1\n", "# a word more\nformat: vekst-call-1\n")); len(all) != 0 {
		t.Errorf("a comment: %+v", all)
	}
}

func TestEveryDifferenceIsToldInWords(t *testing.T) {
	words := catalog(t)
	for name, c := range map[string]struct {
		from, to string
		says     string
	}{
		"the deadline":         {"closes: 2027-05-31T17:00", "closes: 2027-06-15T17:00", "Deadline: before 31\u00a0May 2027, 17:00, now 15\u00a0June 2027, 17:00."},
		"the largest grant":    {"max: 20000.00", "max: 25000", "Largest grant: before €20,000, now €25,000."},
		"the rate":             {"rate: 85 %", "rate: 90 %", "Grant rate: before 85%, now 90%."},
		"a municipality came":  {"[VTR13, VAR09]", "[VTR13, VAR09, VAR05]", "Added to the territory: "},
		"a municipality went":  {"[VTR13, VAR09]", "[VTR13]", "No longer in the territory: "},
		"a kind of applicant":  {"[company, ngo, municipality]", "[company, ngo]", "May no longer apply: municipalities."},
		"a label":              {"en: Why}", "en: Why so}", "“Why so”, question: before “Why”, now “Why so”."},
		"only a translation":   {"nb: Hvorfor,", "nb: Begrunnelse,", "“Why”, question: only the translation has changed (Norwegian)."},
		"a limit":              {"max: 500", "max: 700", "“Why”, most characters: before 500, now 700."},
		"a limit came":         {"max: 80}", "max: 80, help: {bg: Кратко, nb: Kort, en: Keep it short}}", "“Name”, help: new, “Keep it short”."},
		"a condition":          {"when: jobs > 0", "when: jobs > 3", "“Why”, when it is shown: before “jobs > 0”, now “jobs > 3”."},
		"it must be answered":  {"required: true, max: 80", "max: 80", "“Name”, whether it must be answered: before Must be answered, now Optional."},
		"an option went":       {", {id: else, label: {bg: Другаде, nb: Andre steder, en: Elsewhere}}", "", "“Where”: the answer “Elsewhere” was taken out."},
		"a field went":         {"      - {id: place, kind: choice, label: {bg: Къде, nb: Hvor, en: Where}, options: [{id: in, label: {bg: Тук, nb: Her, en: Here}}, {id: out, label: {bg: Там, nb: Der, en: There}}, {id: else, label: {bg: Другаде, nb: Andre steder, en: Elsewhere}}]}\n", "", "The question “Where” was taken out."},
		"a field came":         {"      - {id: jobs,", "      - {id: more, kind: short, label: {bg: Още, nb: Mer, en: More}}\n      - {id: jobs,", "New question: “More”."},
		"a field changed kind": {"kind: long, label: {bg: Защо, nb: Hvorfor, en: Why}, max: 500", "kind: short, label: {bg: Защо, nb: Hvorfor, en: Why}, max: 500", "“Why”, kind of answer: before long text, now short text."},
		"a ceiling":            {"share: 15 %", "share: 10 %", "“Overhead”, ceiling: before 15%, now 10%."},
		"a heading came":       {"          - {id: overhead,", "          - {id: travel, title: {bg: Пътни, nb: Reise, en: Travel}}\n          - {id: overhead,", "New kind of cost: “Travel”."},
		"a unit cost":          {"{id: staff, title: {bg: Персонал, nb: Personale, en: Staff}}", "{id: staff, kind: unit, price: 12.50, unit: {bg: час, nb: time, en: hour}, title: {bg: Персонал, nb: Personale, en: Staff}}", ""},
		"all files together":   {"form:\n", "files_total: 20\nform:\n", "All files together (MB): "},
		"a threshold":          {"threshold: 30", "threshold: 25", "Threshold: before 30, now 25."},
		"a criterion's name":   {"en: How many}", "en: How many jobs}", "“How many jobs”, criterion: before “How many”, now “How many jobs”."},
		"the appeal":           {"appeal_days: 14", "appeal_days: 7", "Days to appeal: before 14, now 7."},
		"experts know":         {"blind: true", "blind: false", "Experts do not see who applies: before yes, now no."},
		"how sure we are":      {"{path: money, mark: unconfirmed}", "{path: money, mark: invented, note: {bg: А, nb: B, en: C}}", "Where something was read, or how sure we are of it, has changed."},
	} {
		all := call.Differences(herbal(t), herbal(t, c.from, c.to))
		if c.says == "" {
			if len(all) != 3 {
				t.Errorf("%s: %d differences", name, len(all))
			}
		} else if len(all) != 1 || !strings.HasPrefix(all[0].Says(words, text.EN).Sentence, c.says) {
			for _, d := range all {
				t.Errorf("%s: %s", name, d.Says(words, text.EN).Sentence)
			}
			t.Errorf("%s: %d differences, wanted %s", name, len(all), c.says)
		}
		for _, l := range text.Languages {
			for _, d := range all {
				if s := d.Says(words, l).Sentence; s == "" || strings.Contains(s, "⟨") || strings.Contains(s, "<no value>") {
					t.Errorf("%s in %s: %q", name, l, s)
				}
			}
		}
	}
}

// A field that moves within a form is the only one told to have moved: not everything it passed.
func TestWhatMovesIsToldOnce(t *testing.T) {
	title := "      - {id: title, kind: short, label: {bg: Име, nb: Navn, en: Name}, required: true, max: 80}\n"
	why := "      - {id: why, kind: long, label: {bg: Защо, nb: Hvorfor, en: Why}, max: 500, when: jobs > 0}\n"
	all := call.Differences(herbal(t), herbal(t, title, "", why, why+title))
	if len(all) != 1 || all[0].Change != call.Moved || all[0].Field != "title" {
		t.Errorf("%+v", all)
	}
}

func TestALongTextIsShownBeforeAndNow(t *testing.T) {
	long := strings.Repeat("very ", 40) + "much"
	all := call.Differences(herbal(t), herbal(t, "en: We help.}", "en: We help "+long+"}"))
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	if told := all[0].Says(catalog(t), text.EN); told.Before != "We help." || told.After != "We help "+long || told.Sentence != "Description: the text has changed." {
		t.Errorf("%+v", told)
	}
}

// Whatever can be different has words in every language: the whole small grants scheme against the whole concept call.
func TestTwoQuiteDifferentCallsAreToldWithoutAMissingWord(t *testing.T) {
	words := catalog(t)
	for _, pair := range [][2]string{{"concept-2020", "job-creation-2022"}, {"job-creation-2022", "concept-2020"}} {
		all := call.Differences(shippedCall(t, pair[0]), shippedCall(t, pair[1]))
		if len(all) < 100 {
			t.Errorf("only %d differences", len(all))
		}
		for _, l := range text.Languages {
			for _, d := range all {
				if told := d.Says(words, l); told.Sentence == "" || strings.Contains(told.Sentence+told.Before+told.After, "⟨") {
					t.Errorf("%s %+v: %q", l, d, told.Sentence)
				}
			}
		}
	}
}
