package editor

import "testing"

var garden = `
form:
  - id: s
    fields:
      - {id: jobs, kind: number, label: {bg: Р, nb: J, en: Jobs}}
      - {id: share, kind: number, decimals: 1}
      - {id: cost, kind: money}
      - {id: ends, kind: date}
      - {id: place, kind: choice, options: [{id: inside, label: {bg: Вътре, nb: Inne, en: Inside}}, {id: outside, label: {en: Outside}}]}
      - {id: themes, kind: choices, options: [{id: natural, label: {en: Natural}}, {id: other}]}
      - {id: agreed, kind: declaration}
      - {id: name, kind: short}
      - {id: partners, kind: partner}
      - {id: budget, kind: budget, headings: [{id: staff, title: {en: Staff}}]}
`

func TestAConditionIsChosenAndReadBack(t *testing.T) {
	about := grown(t, garden).formOperands()
	for want, clauses := range map[string][]clause{
		`jobs > 5`:                   {{"jobs", "gt", "5"}},
		`share >= 25`:                {{"share", "ge", "2.5"}},
		`cost < euro(5000)`:          {{"cost", "lt", "5000"}},
		`cost < euro("4999.50")`:     {{"cost", "lt", "4999.50"}},
		`ends <= date("2024-04-30")`: {{"ends", "le", "2024-04-30"}},
		`place == "inside"`:          {{"place", "eq", "inside"}},
		`"natural" in themes`:        {{"themes", "has", "natural"}},
		`!("natural" in themes)`:     {{"themes", "hasnot", "natural"}},
		`agreed`:                     {{"agreed", "yes", ""}},
		`!agreed`:                    {{"agreed", "no", ""}},
		`answered.name`:              {{"name", "answered", ""}},
		`!answered.name`:             {{"name", "unanswered", ""}},
		`name != "a \"b\""`:          {{"name", "ne", `a "b"`}},
		`size(partners) >= 2`:        {{"size(partners)", "ge", "2"}},
		`budget.by.staff > euro(1)`:  {{"budget.by.staff", "gt", "1"}},
		`jobs > 5 && agreed`:         {{"jobs", "gt", "5"}, {"agreed", "yes", ""}},
	} {
		if got := build(clauses, false, about); got != want {
			t.Errorf("built %s, want %s", got, want)
		}
		back, anyOf, ok := chosen(want, about)
		if !ok || anyOf || len(back) != len(clauses) {
			t.Errorf("%s: %v %v %v", want, back, anyOf, ok)
			continue
		}
		for i := range back {
			if back[i] != clauses[i] {
				t.Errorf("%s read as %v", want, back[i])
			}
		}
	}
	if _, anyOf, ok := chosen(`jobs > 5 || agreed`, about); !anyOf || !ok {
		t.Error("either is not read")
	}
}

func TestAnAnswerIsChosenByItsNameInAnyLanguage(t *testing.T) {
	about := grown(t, garden).formOperands()
	for _, typed := range []string{"inside", "Вътре", "inne", "INSIDE"} {
		if got := build([]clause{{"place", "eq", typed}}, false, about); got != `place == "inside"` {
			t.Errorf("%s gives %s", typed, got)
		}
	}
	if got := build([]clause{{"cost", "ge", "12 500,50"}, {"ends", "lt", "30.4.2024"}}, true, about); got != `cost >= euro("12500.50") || ends < date("2024-04-30")` {
		t.Errorf("as people write: %s", got)
	}
}

func TestWhatSaysMoreThanCanBeChosenIsKept(t *testing.T) {
	about := grown(t, garden).formOperands()
	for _, e := range []string{`partners.exists(p, p.country == "NO")`, `jobs > 5 && (agreed || place == "inside")`, `jobs + 1 > 5`, `ends > call.closes`, `jobs >`, `unknown == 1`, `!(jobs > 5)`, `5 < jobs`} {
		if clauses, _, ok := chosen(e, about); ok {
			t.Errorf("%s is said to be %v", e, clauses)
		}
	}
}

func TestANewNameIsCarriedIntoConditions(t *testing.T) {
	for was, want := range map[string]string{
		`jobs > 5 && answered.jobs`: `posts > 5 && answered.posts`, `budget.jobs > 1`: `budget.jobs > 1`, `name == "jobs"`: `name == "jobs"`,
		`partners.exists(jobs_2, jobs_2.x == jobs)`: `partners.exists(jobs_2, jobs_2.x == posts)`,
	} {
		if got := renamed(was, "jobs", "posts"); got != want {
			t.Errorf("%s became %s", was, got)
		}
	}
}
