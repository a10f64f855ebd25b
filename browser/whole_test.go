package browser_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// whole is all that an application needs, from nothing, by section in the order of the form.
var whole = []struct {
	section string
	answers []answer
}{
	{"who", []answer{{"seat_inside", "inside"}, {"contact_name", "Ола Пробин°"}, {"contact_email", newcomer}, {"signing", "representative"},
		{"experience", "От 2016 г. учим хората да сушат билки."}}},
	{"idea", []answer{{"title", "Сушилня за билки"}, {"summary", "Сушим билки и наемаме един човек."}, {"municipality", "VTR13"}, {"site", "с. Марян"},
		{"resource_kind", "natural"}, {"resource", "Билкови поляни."}, {"purposes", "innovative_employment"}, {"need", "Няма работа."}}},
	{"jobs", []answer{{"jobs_new", "1"}, {"posts/#1/post", "Ръководител"}, {"posts/#1/how_many", "1"}, {"posts/#1/time", "full"},
		{"posts/#1/wage", "1100"}, {"jobs_disadvantaged", "0"}, {"for_whom", "За човек от селото."}, {"keep_months", "24"},
		{"employed/baseline", "2"}, {"employed/target", "3"}}},
	{"work", []answer{{"activities", "Ремонт, сушилня, продажби."}, {"starts", "2023-01-15"}, {"ends", "2024-04-30"},
		{"steps/#1/step", "Сушилня"}, {"steps/#1/from", "2023-01-15"}, {"steps/#1/to", "2023-06-30"}, {"steps/#1/result", "Сушилнята работи"},
		{"steps/#2/step", "Продажби"}, {"steps/#2/from", "2023-07-01"}, {"steps/#2/to", "2024-04-30"}, {"steps/#2/result", "Един тон"},
		{"people", "Ръководител с опит."}, {"risks", "Суша. Ще изкупуваме."}, {"lasting", "Продажбите плащат заплатата."}}},
	{"costs", []answer{{"budget/#1/heading", "equipment"}, {"budget/#1/what", "Сушилня"}, {"budget/#1/quantity", "1"}, {"budget/#1/price", "31500"},
		{"prices", "Три оферти."}}},
	{"aid", []answer{{"economic", "free"}, {"other_support", "none"}}},
	{"declarations", []answer{{"true_facts", "yes"}, {"no_double", "yes"}, {"no_debts", "yes"}, {"publicity", "yes"}}},
}

// fillsAllWithoutScript answers every question of an application, section by section, where no script runs: a row is there
// when its button has been pressed, and a question that depends on another when the page has been saved.
func fillsAllWithoutScript(p *tab, tasks string) {
	p.t.Helper()
	for _, s := range whole {
		path := tasks + "/sections/" + s.section
		p.visit(path)
		second := slices.IndexFunc(s.answers, func(a answer) bool { return strings.Contains(a.path, "/#2/") })
		if second < 0 {
			p.fillSection(path, s.answers)
			continue
		}
		for _, a := range s.answers[:second] {
			p.answer(a.path, a.text)
		}
		table, _, _ := strings.Cut(s.answers[second].path, "/")
		p.leaving(func() { p.clickOn(p.element(fmt.Sprintf("document.querySelector('[data-add=%q]')", table))) })
		p.fillSection(path, s.answers[second:])
	}
}

// Reading a call, applying from nothing, and submitting, without a mouse. What the keyboard does at a question is what a
// person does there.
func TestAnApplicationIsWrittenAndSubmittedWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := open(t, ownDemo(t), "nb", desktop)
	p.becomes("officer", "/nb")
	p.goes(p.says("look.nav.calls"))
	p.goes(plainName(p, "main a[href$='"+theCall+"']"))
	p.goes(p.says("call.page.apply"))
	if strings.HasSuffix(p.place(), "/apply") {
		p.goes(p.says("application.start.begin"))
	}
	tasks := p.place()
	p.sees(p.says("application.tasks.title"))
	for _, s := range whole {
		p.visit(tasks)
		p.goes(plainName(p, "main a[href*='/sections/"+s.section+"']"))
		p.fillsWithKeys(s.answers)
	}
	p.visit(tasks + "/check")
	p.sees(p.says("application.check.ready"))
	p.goes(p.says("application.submit.do"))
	p.sees(p.says("application.receipt.done"), "BGLD-1.004-")
}

// goes presses Tab to something with a name, presses Enter, and arrives.
func (p *tab) goes(name string) {
	p.t.Helper()
	p.tabTo(name)
	p.leaving(func() { p.keys(kb.Enter) })
}

// stop is what the keyboard is at: the path of a question, or "+" and a table at the button that adds a row to it.
type stop struct {
	Path, Type, Value string
	Checked, Save     bool
}

const tellStop = `(e => {
	const row = e.closest("[data-row]"), table = e.closest("[data-table]");
	let path = e.dataset.add ? "+" + e.dataset.add : e.name || "";
	if (row) path = path.replace("/" + row.dataset.row + "/", "/#" + ([...table.querySelectorAll("[data-row]")].indexOf(row) + 1) + "/");
	return {Path: path, Type: e.matches("select") ? "select" : e.type || "", Value: e.value || "", Checked: !!e.checked,
		Save: e.matches("button[name='-do'][value=next]")};
})(document.activeElement)`

// fillsWithKeys goes through a section with Tab, answers each question it stops at, and saves when all are answered.
func (p *tab) fillsWithKeys(answers []answer) {
	p.t.Helper()
	left := map[string]string{}
	for _, a := range answers {
		left[a.path] = a.text
	}
	for range 400 {
		p.keys(kb.Tab)
		at := ask[stop](p, tellStop)
		if at.Save && len(left) == 0 {
			p.leaving(func() { p.keys(kb.Enter) })
			return
		}
		if table, ok := strings.CutPrefix(at.Path, "+"); ok && left[table+"/#2/step"] != "" && left[table+"/#1/result"] == "" {
			p.addsRowWithKeys(table)
			at = ask[stop](p, tellStop)
		}
		if text, wanted := left[at.Path]; wanted && p.answersWithKeys(at, text) {
			delete(left, at.Path)
		}
	}
	p.t.Fatalf("%s: Tab does not reach the questions %v, or not the button to save them", p.place(), left)
}

func (p *tab) addsRowWithKeys(table string) {
	p.t.Helper()
	p.keys(kb.Enter)
	if !p.within(func() bool {
		n, err := tryAsk[int](p, fmt.Sprintf(`document.querySelectorAll('[data-table=%q] [data-row]').length`, table))
		return err == nil && n == 2
	}) {
		p.t.Fatalf("%s: Enter adds no row to %s", p.place(), table)
	}
}

// answersWithKeys gives an answer where the keyboard is, as its kind wants it, and says whether it is given.
func (p *tab) answersWithKeys(at stop, text string) bool {
	p.t.Helper()
	switch at.Type {
	case "checkbox":
		if at.Value != text {
			return false // another of several
		}
		p.keys(" ")
	case "radio":
		p.keys(" ")
		p.arrowsTo(text)
	case "select":
		p.arrowsTo(text)
	case "date":
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			p.t.Fatal(err)
		}
		p.keys(day.Format("01022006"))
	default:
		p.write(text)
	}
	if now := ask[stop](p, tellStop); at.Type != "checkbox" && now.Value != text || at.Type == "checkbox" && !now.Checked {
		p.t.Fatalf("%s: with the keyboard %s becomes %q, not %q", p.place(), at.Path, now.Value, text)
	}
	return true
}

// arrowsTo presses the arrow down until what the keyboard is at has a value.
func (p *tab) arrowsTo(value string) {
	p.t.Helper()
	for range 60 {
		if ask[stop](p, tellStop).Value == value {
			return
		}
		p.keys(kb.ArrowDown)
	}
	p.t.Fatalf("%s: no arrow leads to %q", p.place(), value)
}
