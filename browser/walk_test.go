package browser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// answer is one that a person gives to a question of the form.
type answer struct{ path, text string }

// missing are the answers that the draft of the demonstration lacks, by section.
var missing = map[string][]answer{
	"jobs": {{"jobs_new", "6"}, {"posts/2/wage", "930"}, {"jobs_disadvantaged", "4"}, {"keep_months", "24"},
		{"employed/baseline", "2"}, {"employed/target", "8"}},
	"work": {{"ends", "2024-04-30"}, {"steps/#2/step", "Първа реколта"}, {"steps/#2/from", "2023-07-01"},
		{"steps/#2/to", "2024-04-30"}, {"steps/#2/result", "Десет тона билки"}, {"people", "Ръководител и петима работници."},
		{"risks", "Суша. Ще изкупуваме от съседните села."}, {"lasting", "Приходите от билките плащат заплатите."}},
	"costs":    {{"prices", "Три оферти от лятото."}},
	"aid":      {{"economic", "sells"}, {"other_support", "none"}, {"de_minimis", "0"}},
	"together": {{"partners_why", "Знания за сушенето и пазар на север."}},
	"declarations": {{"true_facts", "yes"}, {"no_double", "yes"}, {"no_debts", "yes"},
		{"publicity", "yes"}},
}

var firstStep = []answer{{"steps/#1/step", "Сушилня"}, {"steps/#1/from", "2023-01-15"}, {"steps/#1/to", "2023-06-30"},
	{"steps/#1/result", "Сушилнята работи"}}

// The walk a newcomer makes, in each language: from reading the call to the public result.
func TestTheWalkFromCallToResult(t *testing.T) {
	needsAxe(t)
	for _, l := range languages {
		t.Run(l, func(t *testing.T) { walk(t, l) })
	}
}

func walk(t *testing.T, l string) {
	s := ownDemo(t)
	applicant := open(t, s, l, phone)
	applicant.judged = true
	reads(applicant)
	applies(applicant)
	verifies(applicant)
}

const theCall = "/calls/job-creation-2022"

// reads finds the call and learns from the screener who cannot and who can apply.
func reads(p *tab) {
	p.visitPublic("/calls")
	p.leaving(func() { p.clickOn(p.element(`document.querySelector("main a[href$='` + theCall + `']")`)) })
	p.shot("call")
	p.visitPublic(theCall + "/screener")
	p.press(p.says("call.screener.check"))
	screen(p, "outside", "4999", "2024-05-01")
	p.sees(p.says("call.screener.cannot", "Count", 3))
	p.shot("screener-cannot")
	screen(p, "inside", "5000", "2024-04-30")
	p.sees(p.says("call.screener.can"))
	p.shot("screener-can")
}

func screen(p *tab, place, grant, day string) {
	p.t.Helper()
	for _, a := range []answer{{"place", place}, {"legal_person", "yes"}, {"grant", grant}, {"last_day", day}} {
		p.answer(a.path, a.text)
	}
	p.press(p.says("call.screener.check"))
}

// applies fills in what the draft lacks, looks it over, and submits it.
func applies(p *tab) {
	p.becomes("owner", "/applications")
	p.follow("Билки от Балкана")
	p.shot("tasks")
	tasks := p.place()
	p.visit(tasks + "/check")
	p.shot("check-complaints")
	p.follow(plainName(p, "#complaints + ul a"))
	p.shot("section-complaint")
	p.visit(tasks + "/sections/work")
	for _, a := range firstStep {
		p.answer(a.path, a.text)
	}
	p.addRow("steps")
	p.fillSection(tasks+"/sections/work", missing["work"])
	p.visit(tasks + "/sections/files")
	p.upload("file_letters", letter(p))
	for _, section := range []string{"jobs", "costs", "aid", "together", "declarations"} {
		p.visit(tasks + "/sections/" + section)
		p.fillSection(tasks+"/sections/"+section, missing[section])
	}
	p.visit(tasks + "/check")
	p.sees(p.says("application.check.ready"))
	p.shot("check-ready")
	p.press(p.says("application.submit.do"))
	p.sees(p.says("application.receipt.done"), "BGLD-1.004-")
	p.shot("receipt")
}

// verifies takes the receipt to the public page, which checks it in the browser; with a byte changed it must say so.
func verifies(p *tab) {
	link := p.element(`document.querySelector("main a[href$='/receipt.json']")`)
	receipt := ask[string](p, `fetch(document.querySelector("main a[href$='/receipt.json']").href).then(r => r.text())`)
	p.clickOn(link) // the browser refuses to keep files in tests, but the link must lead to one
	p.visitPublic("/verify")
	p.chooseFile("receipt", kept(p, "receipt.json", receipt))
	p.sees(p.says("portal.verify_result.untrusted"))
	p.axe()
	p.shot("verify-holds")
	p.chooseFile("receipt", kept(p, "changed.json", strings.Replace(receipt, "BGLD-1.004-", "BGLD-1.003-", 1)))
	p.sees(p.says("portal.verify_result.fails"))
	p.axe()
	p.shot("verify-fails")
}

func kept(p *tab, name, text string) string {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
	return file
}

// fillSection answers the questions of a section and saves it. A question that depends on another may be there only when
// that has been saved; then the section is opened again.
func (p *tab) fillSection(path string, answers []answer) {
	p.t.Helper()
	for round := 0; len(answers) > 0; round++ {
		var later []answer
		for _, a := range answers {
			if round > 3 || p.asks(a) {
				p.answer(a.path, a.text)
			} else {
				later = append(later, a)
			}
		}
		p.shot("section-" + path[strings.LastIndex(path, "/")+1:])
		p.press(p.says("application.form.save"))
		if answers = later; len(answers) > 0 {
			p.visit(path)
		}
	}
}

// asks says whether a question is to be seen on the page now.
func (p *tab) asks(a answer) bool {
	p.t.Helper()
	return ask[bool](p, "!!("+fmt.Sprintf(findQuestion, quoted(a.path), quoted(a.text))+")?.checkVisibility()")
}

// plainName is what the first element of a selector says.
func plainName(p *tab, selector string) string {
	p.t.Helper()
	return ask[string](p, `document.querySelector("`+selector+`")?.innerText || ""`)
}

// letter is a small PDF on this machine.
func letter(p *tab) string {
	p.t.Helper()
	return kept(p, "писмо.pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"+
		"trailer<</Root 1 0 R>>\n%%EOF\n")
}
