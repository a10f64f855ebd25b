package programme

import (
	"errors"
	"slices"
	"strings"

	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var rulesPage = web.NewPage[rulesView](files, "pages/rules.html")

type rulesView struct {
	web.Head
	ID, Version, Digest string
	Name                string
	Inherits            string
	Sets                []setLink
	Marks               []markLink
	Chapters            []chapter
	Shown, All          int
}

type setLink struct {
	ID, Name string
	Here     bool
}

type markLink struct {
	Mark  string // "" is every rule
	Count int
	Here  bool
}

type chapter struct {
	Letter string
	Rules  []ruleRow
}

type ruleRow struct {
	ID, Text, Cite string
	CiteUnsure     bool
	Mark           web.Mark
	Scope          string
	Inherited      bool // as the earlier period has it
	Changed        bool // otherwise than the earlier period has it
	Values         []valueRow
	Sources        []web.Mark
}

type valueRow struct {
	Name, Says, Tighter, When string
	Mark                      string // "" where it is the rule's
}

func showFirstRules(q *web.Request) (web.Answer, error) {
	p, err := Ours()
	return web.See(q.Link("/rules/" + p.Rules)), err
}

func showRules(q *web.Request) (web.Answer, error) {
	set, err := Shelved(q.PathValue("set"))
	if errors.Is(err, ErrNoRuleSet) {
		return nil, refusal.New(refusal.Missing, "programme.rules.unknown")
	}
	if err != nil {
		return nil, err
	}
	v := rulesView{ID: set.ID, Version: set.Version, Digest: set.Digest, Name: set.Name.In(q.Lang), Inherits: set.Inherits, All: len(set.Rules)}
	v.Title, v.Section = q.T("programme.rules.title"), "look.nav.programme"
	v.Crumbs = []web.Crumb{{Name: q.T("look.nav.programme"), Link: q.Link("/programme")}}
	for _, id := range RuleSets() {
		other, err := Shelved(id)
		if err != nil {
			return nil, err
		}
		v.Sets = append(v.Sets, setLink{id, other.Name.In(q.Lang), id == set.ID})
	}
	wanted := Mark(q.Value("mark"))
	if !wanted.Is() {
		wanted = ""
	}
	v.count(set, wanted)
	earlier, _ := Shelved(set.Inherits)
	for _, r := range set.Rules {
		if wanted == "" || r.Mark == wanted {
			v.add(q, set, earlier, r)
		}
	}
	return rulesPage.Show(v), nil
}

// count says how many rules there are of each mark.
func (v *rulesView) count(set RuleSet, wanted Mark) {
	for _, m := range []Mark{"", Confirmed, Stated, Unconfirmed} {
		link := markLink{Mark: string(m), Here: m == wanted}
		for _, r := range set.Rules {
			if m == "" || r.Mark == m {
				link.Count++
			}
		}
		v.Marks = append(v.Marks, link)
	}
}

func (v *rulesView) add(q *web.Request, set, earlier RuleSet, r Rule) {
	if last := len(v.Chapters) - 1; last < 0 || v.Chapters[last].Letter != r.Chapter() {
		v.Chapters = append(v.Chapters, chapter{Letter: r.Chapter()})
	}
	row := ruleRow{ID: r.ID, Text: r.Text.In(q.Lang), Cite: r.Article.read(), CiteUnsure: r.Article.Mark == Unconfirmed,
		Mark: markOf(r.Mark, r.Sources), Scope: r.Scope, Inherited: r.From != set.ID}
	_, was := earlier.Rule(r.ID)
	row.Changed = was && !row.Inherited
	for _, s := range r.Sources {
		row.Sources = append(row.Sources, markOf("", []Source{s}))
	}
	for _, val := range r.Values {
		row.Values = append(row.Values, val.row(q, r.Mark))
	}
	last := &v.Chapters[len(v.Chapters)-1]
	last.Rules = append(last.Rules, row)
	v.Shown++
}

// read is an article as people cite it: number and period, or the other act.
func (a Article) read() string {
	if a.Law != "" || a.Number == "" {
		return a.Law
	}
	from, until, _ := strings.Cut(strings.TrimPrefix(a.Period, "eea-"), "-")
	return a.Number + " (" + from + "–" + until + ")"
}

func (v Value) row(q *web.Request, of Mark) valueRow {
	row := valueRow{Name: v.Name, Says: v.say(q), Tighter: string(v.Tighter), When: v.when(q)}
	if v.Mark != of {
		row.Mark = string(v.Mark)
	}
	return row
}

// say writes a value as people read it.
func (v Value) say(q *web.Request) string {
	switch v.Type {
	case Money:
		return lang.Sum(q.Lang, v.Number, "EUR")
	case Percent:
		return lang.Percent(q.Lang, v.Number)
	case Flag:
		if v.Yes {
			return q.T("programme.rules.yes")
		}
		return q.T("programme.rules.no")
	case Word:
		return v.Word
	case YearlyDay:
		month, day, _ := strings.Cut(v.Word, "-")
		return strings.TrimPrefix(day, "0") + "." + month + "."
	case Words:
		return strings.Join(v.Words, ", ")
	case Day:
		return lang.Date(q.Lang, v.Day)
	case Count:
		return lang.Number(q.Lang, v.Number)
	}
	return q.T("programme.unit."+string(v.Type), "Count", v.Number)
}

// when says from which day until which a value holds, where it does not always.
func (v Value) when(q *web.Request) string {
	var parts []string
	if !v.From.IsZero() {
		parts = append(parts, q.T("programme.rules.from", "Day", lang.Date(q.Lang, v.From)))
	}
	if !v.Until.IsZero() {
		parts = append(parts, q.T("programme.rules.until", "Day", lang.Date(q.Lang, v.Until)))
	}
	return strings.Join(slices.Compact(parts), " ")
}
