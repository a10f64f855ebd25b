package call_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"vekst/grants/call"
)

// FuzzRead looks for a file that Read cannot bear, and for a fault that stands nowhere in its file.
func FuzzRead(f *testing.F) {
	f.Add(example(f))
	f.Add("format: vekst-call-1\nform:\n  - fields: [{id: a, kind: table, columns: [{id: b}]}]\n")
	f.Add("a: &a [*a]\n? [b]\n: c\n--- d")
	f.Fuzz(func(t *testing.T, file string) {
		d, faults := call.Read([]byte(file))
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > strings.Count(file, "\n")+strings.Count(file, "\r")+2 || fault.Sentence == "" {
				t.Errorf("fault %v of %d lines", fault, strings.Count(file, "\n")+1)
			}
		}
		if len(faults) == 0 {
			d.Form.Complaints(call.Answers{"title": "x"}, call.Facts{}, now)
		}
	})
}

// FuzzComplaints gives lines "path=answer" to the small grants scheme. Whatever they are, every complaint says where and
// what, and what can be documented is JSON in which nothing long has been cut.
func FuzzComplaints(f *testing.F) {
	d := shippedCall(f, "job-creation-2022")
	for _, seed := range []string{
		"budget/a/price=0.1\x1ebudget/a/quantity=0.2\x1ebudget/a/heading=staff", "budget/own=-5\x1ebudget/grant=9e99\x1ebudget//x=1",
		"posts/1/how_many=1.5\x1eposts/1=2\x1eposts=3\x1ejobs_new=12345678901234567890", "starts=2023-02-30\x1eends=0000-00-00",
		"title=\xff\xfe\x1esummary=и\u0306\x1emunicipality=VAR09,VAR05", "budget/\xff/what=x\x1epurposes=,,\x1epartners/1/country=NO",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, lines string) {
		a := call.Answers{}
		for _, line := range strings.Split(lines, "\x1e") {
			path, answer, _ := strings.Cut(line, "=")
			a[path] = answer
		}
		x := d.Form.Examine(a, facts, now)
		for _, c := range x.Complaints() {
			if c.Path == "" || (c.Key == "") == c.Sentence.Empty() {
				t.Errorf("complaint %+v", c)
			}
		}
		if b := x.Budget(); b.Total < 0 || b.Total < b.ByHeading["staff"] {
			t.Errorf("budget %+v", b)
		}
		document, err := x.Document()
		if err == nil && (!json.Valid(document) || !utf8.Valid(document)) {
			t.Errorf("document %q", document)
		}
	})
}
