package call_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vekst/grants/call"
)

// changed is the documented example with one piece replaced.
func changed(t testing.TB, old, new string) string {
	t.Helper()
	file := example(t)
	if strings.Count(file, old) != 1 {
		t.Fatalf("%q is %d times in the example", old, strings.Count(file, old))
	}
	return strings.Replace(file, old, new, 1)
}

func TestEveryFaultOfACallFileIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"an unknown key":         {"programme: bg", "program: bg", `"program" is not a key that can stand here. Did you mean "programme"?`},
		"a missing key":          {"programme: bg-localdev\n", "", `"programme" is missing.`},
		"a key twice":            {"kind: small-grant", "kind: small-grant\nkind: concept", `"kind" is written twice.`},
		"another format":         {"vekst-call-1", "vekst-call-9", `This program reads vekst-call-1, and the file says "vekst-call-9".`},
		"a missing language":     {"title: {bg: Билки, nb: Urter, en: Herbs}", "title: {bg: Билки, en: Herbs}", "People see this text, and it is missing in: nb."},
		"a bad code":             {"code: HERB-1", "code: herb 1", `"herb 1" is not a code like BGLD-1.004.`},
		"a bad number pattern":   {"{000}", "{001}", "is not a pattern of numbers, like BGLD-1.004-{0000}."},
		"a closing before":       {"closes: 2027-05-31T17:00", "closes: 2027-02-28T17:00", "The call closes before it opens."},
		"a date that is not":     {"activities_end: 2028-12-31", "activities_end: 2028-02-30", `"2028-02-30" is not a date, written like 2024-04-30.`},
		"an hour that is not":    {"opens: 2027-03-01T09:00", "opens: 2027-03-28T03:30", "There is no 2027-03-28T03:30 in Europe/Sofia: the clocks go forward over it."},
		"a zone that is not":     {"zone: Europe/Sofia", "zone: Europe/Sofiya", `"Europe/Sofiya" is not a time zone, like Europe/Sofia.`},
		"a least above the most": {"min: 5000", "min: 30000", "The smallest grant (30000.00) is more than the largest (20000.00)."},
		"a most above the whole": {"budget: 100000", "budget: 15000", "The largest grant (20000.00) is more than the whole budget (15000.00)."},
		"a rate above 100 %":     {"rate: 85 %", "rate: 101 %", "should be from 0 to 100 %."},
		"an amount in words":     {"min: 5000", "min: thousand", `"thousand" is not an amount, written like 3523000 or 4999.50.`},
		"a bad municipality":     {"[VTR13, VAR09]", "[VTR13, Varna]", `"Varna" is not the code of a municipality, like VAR09.`},
		"a bad country":          {"countries: [BG]", "countries: [Bulgaria]", `"Bulgaria" is not the code of a country in two capital letters, like BG.`},
		"a kind of applicant":    {"kinds: [company, ngo, municipality]", "kinds: [company, ngos]", `"ngos" is not one of: `},
		"a kind of field":        {"kind: short", "kind: shrt", `Did you mean "short"?`},
		"a key of another kind":  {"kind: short\n", "kind: short\n        options: []\n", `"options" is not a key that can stand here.`},
		"a field twice":          {"- id: for_whom", "- id: jobs", `The field "jobs" is already on line`},
		"a reserved name":        {"- id: for_whom", "- id: answered", `A field cannot be called "answered": the word has a meaning in conditions.`},
		"a least above a most":   {"least: 0\n        most: 100", "least: 200\n        most: 100", "The least is more than the most."},
		"an option twice":        {"id: overhead,", "id: staff,", `The id "staff" is used twice.`},
		"an unknown heading":     {"of: [staff]", "of: [stuff]", `There is no heading "stuff". Did you mean "staff"?`},
		"a sum of points":        {"total: 50", "total: 60", "The groups, weighed, add up to 50.00 points, and the total says 60.00."},
		"a threshold too high":   {"threshold: 30", "threshold: 51", "The threshold of 51.00 points cannot be reached: the total is 50.00."},
		"a tie without policy":   {"tie: higher, ", "", "With two experts, say which pair counts"},
		"one expert who differs": {"experts: 2,", "experts: 1,", "One expert alone has nobody to differ from: leave divergence out"},
		"one expert with a tie":  {"experts: 2, divergence: 30 %,", "experts: 1,", "One expert alone has nobody to differ from: leave tie out"},
		"a breaker of nothing":   {"field jobs,", "field jbs,", `There is no field "jbs" that could be compared. Did you mean "jobs"?`},
		"no draw at the end":     {"[field jobs, draw]", "[field jobs]", "The last tie-breaker is a draw"},
		"no marginal policy":     {"marginal: stop, ", "", "Say what happens to the first project the money does not suffice for"},
		"a part unmarked":        {"  - {path: gates, mark: unconfirmed}\n", "", `Nothing says how sure we are of "gates".`},
		"a mark of nothing":      {"path: gates,", "path: gate,", `The mark stands for "gate", and there is no such place in the file.`},
		"a mark without source":  {"{path: money, mark: confirmed, source: LETTER}", "{path: money, mark: confirmed}", "What is marked confirmed was read somewhere: name the source."},
		"an unknown source":      {"{path: money, mark: confirmed, source: LETTER}", "{path: money, mark: confirmed, source: LETER}", `There is no source "LETER". Did you mean "LETTER"?`},
		"invented, unsaid":       {"    note: {bg: Наш пример., nb: Vårt eksempel., en: Our example.}\n", "", "What is invented has a note that says so to people."},
		"an answer unquoted":     {`answer: "no"`, "answer: never", `"never" is not one of: yes, no, unknown.`},
		"too little for one file": {"form:\n", "files_total: 5\nform:\n  - id: papers\n    title: {bg: Файлове, nb: Filer, en: Files}\n    fields:\n      - {id: letter, kind: file, label: {bg: Писмо, nb: Brev, en: Letter}, types: [pdf], max_size: 10}\n",
			`One file of the field "letter" may have 10 MB, and all files together 5 MB.`},
		"an alias":              {"summary: {", "summary: &s {", ""},
		"broken YAML":           {"sources:\n", "sources: [\n", "This is not YAML: "},
		"a list for one value":  {"programme: bg-localdev", "programme: [bg-localdev]", "Here should be one value, not a list or keys."},
		"a deadline a language": {"closes: 2027-05-31T17:00", "closes: {bg: 2027-05-31T17:00, nb: 2027-06-01T17:00, en: 2027-05-31T17:00}", "Here should be one value, not a list or keys."},
		"a value for a list":    {"form:\n", "form: x\nsources:\n", "Here should be a list"},

		"a missing field":         {"when: jobs > 0", "when: job > 0", `The condition refers to "job", and the form has no field of that name. Did you mean "jobs" (line 44)?`},
		"a missing part":          {"budget.grant >=", "budget.grnt >=", `The condition refers to a part called "grnt" that is not there. Did you mean "grant"?`},
		"a field of others":       {"when: jobs > 0", "when: colour_of_the_sky == 1", `The condition refers to "colour_of_the_sky", and the form has no field of that name.`},
		"different kinds":         {"when: jobs > 0", `when: jobs > "0"`, `">" cannot be used with (number, text).`},
		"no yes or no":            {"when: jobs > 0", "when: jobs + 1", "A condition is true or false, and this one gives number."},
		"a condition unread":      {"when: jobs > 0", "when: jobs >", "The condition cannot be read: "},
		"itself":                  {"when: jobs > 0", `when: for_whom == ""`, "Whether a field is shown cannot depend on itself: for_whom → for_whom."},
		"in a circle":             {"least: 0\n", "least: 0\n        when: for_whom != \"\"\n", "Whether a field is shown cannot depend on itself: jobs → for_whom → jobs."},
		"a failure when empty":    {"when: jobs > 0", "when: 10 / jobs > 2", "The condition fails on a form that is still empty (division by zero)."},
		"an amount that is not":   {`euro("20000.00")`, `euro("twenty")`, `In the condition, "twenty" is not an amount.`},
		"a condition without end": {"when: jobs > 0", "when: budget.lines.all(a, budget.lines.all(b, budget.lines.all(c, budget.lines.all(d, a.price + b.price + c.price + d.price > 0))))", "steps for one answer, and 50000 is the limit."},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := call.Read([]byte(changed(t, c.old, c.new)))
			if c.want == "" {
				return
			}
			for _, f := range faults {
				if strings.Contains(f.Sentence, c.want) {
					return
				}
			}
			t.Errorf("no fault says %q:\n%v", c.want, faults)
		})
	}
}

func TestAFaultStandsAtItsLineAndColumn(t *testing.T) {
	file := changed(t, "when: jobs > 0", "when: jobs + job > 0")
	_, faults := call.Read([]byte(file))
	if len(faults) != 1 {
		t.Fatalf("faults: %v", faults)
	}
	line := strings.Split(file, "\n")[faults[0].Line-1]
	if !strings.HasPrefix(line[faults[0].Column-1:], "job > 0") {
		t.Errorf("fault %v is not at the wrong name in %q", faults[0], line)
	}
	if faults[0].Path != "form.work.fields.for_whom.when" && faults[0].Path != "form.work.for_whom.when" {
		t.Errorf("path %s", faults[0].Path)
	}
}

func TestAFaultInABlockStandsAtItsLine(t *testing.T) {
	file := changed(t, "when: jobs > 0", "when: |\n          jobs > 0 &&\n            job > 0")
	_, faults := call.Read([]byte(file))
	if len(faults) != 1 {
		t.Fatalf("faults: %v", faults)
	}
	if line := strings.Split(file, "\n")[faults[0].Line-1]; !strings.HasPrefix(line[faults[0].Column-1:], "job > 0") {
		t.Errorf("fault %v is not at the wrong name in %q", faults[0], line)
	}
}

func TestAllFaultsComeAtOnceInOrder(t *testing.T) {
	file := strings.NewReplacer("programme: bg", "program: bg", "min: 5000", "min: x", "total: 50", "total: 60", "tie: higher", "tie: best").Replace(example(t))
	_, faults := call.Read([]byte(file))
	if len(faults) < 5 {
		t.Fatalf("faults: %v", faults)
	}
	for i := range faults[1:] {
		if faults[i].Line > faults[i+1].Line {
			t.Errorf("fault %v comes before %v", faults[i], faults[i+1])
		}
	}
}

func TestNothingEmptyHugeOrDoubleIsACall(t *testing.T) {
	for name, file := range map[string]string{
		"empty": "", "a list": "- x", "a word": "call", "two calls": example(t) + "\n---\nformat: vekst-call-1\n",
		"huge": strings.Repeat("#", call.MaxBytes+1), "an alias": "format: &f vekst-call-1\nid: *f\n", "binary": "\x00\x01",
		"deep": strings.Repeat("[", 20_000),
	} {
		if _, faults := call.Read([]byte(file)); len(faults) == 0 {
			t.Errorf("%s: no fault", name)
		}
	}
}

func TestTheCallerCanBoundACall(t *testing.T) {
	_, faults := call.Read([]byte(example(t)), func(d call.Definition) []call.Objection {
		if d.Money.Max > 1_500_000 {
			return []call.Objection{{Path: "money.max", Sentence: "The rules of the period allow 15000."}}
		}
		return nil
	})
	if len(faults) != 1 || faults[0].Sentence != "The rules of the period allow 15000." || faults[0].Line < 10 {
		t.Errorf("faults: %v", faults)
	}
}

func TestACallIsItsBytes(t *testing.T) {
	file := []byte(example(t))
	d, _ := call.Read(file)
	if !bytes.Equal(d.Bytes(), file) {
		t.Error("the bytes are not those of the file")
	}
	other, _ := call.Read(append(file, '\n'))
	if d.Hash() == other.Hash() || len(d.Hash()) != 64 {
		t.Errorf("hashes %s, %s", d.Hash(), other.Hash())
	}
}

func TestCheckPrintsFaultsWithTheirLine(t *testing.T) {
	good, bad := filepath.Join(t.TempDir(), "good.yaml"), filepath.Join(t.TempDir(), "bad.yaml")
	write(t, good, example(t))
	write(t, bad, changed(t, "when: jobs > 0", "when: job > 0"))
	for _, c := range []struct {
		files  []string
		status int
		want   string
	}{
		{[]string{bad}, 1, bad + `:54:15: The condition refers to "job", and the form has no field of that name. Did you mean "jobs" (line 44)?` + "\n"},
		{[]string{good}, 0, good + ": no faults; 2 sections, 6 fields, 4 conditions\n"},
		{[]string{good + "x"}, 1, ""},
		{nil, 2, ""},
	} {
		var out, errors bytes.Buffer
		if status := call.CheckCommand(c.files, &out, &errors); status != c.status || out.String() != c.want {
			t.Errorf("%v: status %d, %q", c.files, status, out.String())
		}
		if (c.want == "") != (errors.Len() > 0) {
			t.Errorf("%v: errors %q", c.files, errors.String())
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOneExpertAloneIsForSmallerGrantsOnly(t *testing.T) {
	one := changed(t, "experts: 2, divergence: 30 %, tie: higher,", "experts: 1,")
	if d, faults := call.Read([]byte(one)); len(faults) > 0 || d.Assessment.Experts != 1 {
		t.Errorf("a small grants scheme with one expert: %v", faults)
	}
	_, faults := call.Read([]byte(strings.Replace(one, "kind: small-grant", "kind: project", 1)))
	above, _, _ := strings.Cut(one, "experts: 1")
	line := 1 + strings.Count(above, "\n")
	for _, f := range faults {
		if strings.Contains(f.Sentence, "one alone is only for smaller grants (rule L19)") && f.Line == line {
			return
		}
	}
	t.Errorf("a project call with one expert is not named on line %d: %v", line, faults)
}

func TestFilesTogetherHaveALimitThatIsSaidOrFollowsFromTheForm(t *testing.T) {
	const field = "form:\n  - id: papers\n    title: {bg: Файлове, nb: Filer, en: Files}\n    fields:\n      - {id: letter, kind: file, label: {bg: Писмо, nb: Brev, en: Letter}, types: [pdf], max_size: SIZE, max_count: COUNT}\n"
	for _, c := range []struct {
		said, size, count string
		want              int64
	}{{"", "10", "3", 30}, {"", "50", "50", 200}, {"", "300", "5", 300}, {"files_total: 60\n", "50", "50", 60}} {
		form := strings.NewReplacer("SIZE", c.size, "COUNT", c.count).Replace(field)
		d, faults := call.Read([]byte(changed(t, "form:\n", c.said+form)))
		if got := d.FilesTotal >> 20; got != c.want || len(faults) > 1 {
			t.Errorf("%d files of %s MB%s: %d MB, want %d; %v", len(c.count), c.size, c.said, got, c.want, faults)
		}
	}
}
