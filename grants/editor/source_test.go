package editor

import (
	"net/url"
	"strings"
	"testing"
)

const sourced = `form:
  - id: work
    fields:
      - {id: jobs, kind: number, label: {bg: А, nb: B, en: Jobs}}
      - {id: posts, kind: table, columns: [{id: many, kind: number}, {id: wage, kind: money}]}
      - {id: total, kind: number, from: "sum(posts.map(r, r.many))", least: 0}
      - {id: people, kind: indicator, from: {target: people.baseline + jobs}}
      - {id: budget, kind: budget, headings: [{id: staff}]}
`

func TestSourcesAreOfTheKindOfTheQuestion(t *testing.T) {
	doc, err := grow(sourced)
	if err != nil {
		t.Fatal(err)
	}
	for isAmount, want := range map[bool]string{
		false: "jobs size(posts) total people.baseline people.target sum(posts.map(r, r.many))",
		true:  "budget.total budget.grant budget.own budget.by.staff sum(posts.map(r, r.wage))",
	} {
		var all []string
		for _, o := range doc.sources(isAmount) {
			all = append(all, o.Expr)
		}
		if got := strings.Join(all, " "); got != want {
			t.Errorf("amounts %v: %s, want %s", isAmount, got, want)
		}
	}
}

func TestTheExpressionCountsWhereItWasChanged(t *testing.T) {
	u := unit{from, "from", "form/0/fields/2/from"}
	for sent, want := range map[string]string{
		"from~was=a&from~of=b&from~cel=a": "b", "from~was=a&from~of=a&from~cel=a+%2B+1": "a + 1", "from~was=a&from~of=&from~cel=a": "", "from~was=a&from~cel=a": "a",
	} {
		typed, _ := url.ParseQuery(sent)
		if got := sourceOf(u, typed); got != want {
			t.Errorf("%s gives %q, want %q", sent, got, want)
		}
	}
}

func TestFormulasFollowANewName(t *testing.T) {
	doc, err := grow(sourced)
	if err != nil {
		t.Fatal(err)
	}
	doc.recall("form/0/fields/0", "places")
	if got := doc.value("form/0/fields/3/from/target"); got != "people.baseline + places" {
		t.Errorf("it says %q", got)
	}
	doc.recall("form/0/fields/1", "rows")
	if got := doc.value("form/0/fields/2/from"); got != "sum(rows.map(r, r.many))" {
		t.Errorf("it says %q", got)
	}
}
