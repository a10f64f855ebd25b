package browser_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
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

// The walk a newcomer makes, in each language: from reading the call to the public result. Every page on the way, empty,
// full and with errors, is judged.
func TestTheWalkFromCallToResult(t *testing.T) {
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			walk(t, l)
		})
	}
}

func walk(t *testing.T, l string) {
	s := ownDemo(t)
	applicant := open(t, s, l, phone)
	applicant.judged = true
	reads(applicant)
	applies(applicant)
	verifies(applicant)
	programme := open(t, s, l, desktop)
	programme.judged = true
	programme.mayLog("status of 422", "status of 409")
	assesses(programme)
	decides(programme)
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
	completes(p, tasks)
	p.visit(tasks + "/check")
	p.sees(p.says("application.check.ready"))
	p.shot("check-ready")
	p.pressTwice(p.says("application.submit.do"))
	p.sees(p.says("application.receipt.done"), "BGLD-1.004-")
	p.shot("receipt")
	submittedOnce(p, "maria.petkova@example.org")
}

// completes answers what the draft of the demonstration lacks.
func completes(p *tab, tasks string) {
	p.t.Helper()
	p.visit(tasks + "/sections/work")
	for _, a := range firstStep {
		p.answer(a.path, a.text)
	}
	p.addRow("steps")
	p.fillSection(tasks+"/sections/work", missing["work"])
	p.visit(tasks + "/sections/files")
	file := letter(p)
	p.chooseFile("file_letters-file", file)
	p.arrived(file)
	for _, section := range []string{"jobs", "costs", "aid", "together", "declarations"} {
		p.visit(tasks + "/sections/" + section)
		p.fillSection(tasks+"/sections/"+section, missing[section])
	}
}

// submittedOnce finds one letter with a receipt to an address, and one entry of a submission in the trail, as an auditor reads it.
func submittedOnce(p *tab, email string) {
	p.t.Helper()
	number := applicationNumber.FindString(p.text())
	auditor := open(p.t, p.server, p.lang, desktop)
	subject := strings.Split(p.place(), "/")[2]
	auditor.becomes("auditor", "/audit?action=application.submit&subject="+subject)
	if got := ask[int](auditor, `document.querySelectorAll("main li.v-answer").length`); got != 1 {
		p.t.Errorf("the trail has %d submissions of the application whose button was pressed twice", got)
	}
	if !p.within(func() bool {
		auditor.visitPublic("/demo/mail?to=" + url.QueryEscape(email))
		return strings.Contains(auditor.text(), number)
	}) {
		p.t.Errorf("no letter about %s arrives", number)
	}
	if got := ask[int](auditor, `[...document.querySelectorAll("main li h2")].filter(e => e.innerText.includes("`+number+`")).length`); got != 1 {
		p.t.Errorf("%d letters are about %s", got, number)
	}
}

var applicationNumber = regexp.MustCompile(`BGLD-1\.004-\d+`)

// verifies takes the receipt to the public page, which checks it in the browser; with a byte changed it must say so.
func verifies(p *tab) {
	link := p.element(`document.querySelector("main a[href$='/receipt.json']")`)
	receipt := ask[string](p, `fetch(document.querySelector("main a[href$='/receipt.json']").href).then(r => r.text())`)
	p.clickOn(link) // the browser refuses to keep files in tests, but the link must lead to one
	p.visitPublic("/verify")
	p.chooseFile("receipt", kept(p, "receipt.json", receipt))
	p.sees(p.says("portal.verify_result.untrusted"))
	p.suits()
	p.shot("verify-holds")
	p.chooseFile("receipt", kept(p, "changed.json", strings.Replace(receipt, "BGLD-1.004-", "BGLD-1.003-", 1)))
	p.sees(p.says("portal.verify_result.fails"))
	p.suits()
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

// assesses moves the clock past the deadline, and does one thing of each kind, leaving the rest to the colleagues: checks
// an application against the gates, and scores one as an expert.
func assesses(p *tab) {
	p.visitPublic("/demo")
	p.press(p.says("demo.clock.after"))
	p.shot("demo-closed")
	p.becomes("operator", "/my")
	p.follow(p.says("portal.my.assess"))
	p.shot("assessment")
	p.leaving(func() { p.clickOn(p.element(`document.querySelector("main tbody th a")`)) })
	checks(p)
	finishes(p, "check")
	finishes(p, "experts")
	everybody(p, "assessing", "operator", "expert1", "observer", "auditor")
	p.becomes("expert1", "/desk")
	p.shot("desk")
	p.leaving(func() { p.clickOn(p.element(`document.querySelector("main tbody th a")`)) })
	p.answer("interest", "none")
	p.press(p.says("review.declare.button"))
	scores(p)
	finishes(p, "everything")
	everybody(p, "assessed", "operator", "expert1", "committee1")
}

// everybody is each of some people in turn at a stage of the call, opens all that they can reach, and sends every form of
// it in vain. It is done where every page is to be judged in every language.
func everybody(p *tab, stage string, names ...string) {
	p.t.Helper()
	if !isThorough() {
		return
	}
	tried := map[string]bool{}
	for _, name := range names {
		one := open(p.t, p.server, p.lang, phone)
		one.becomes(name, "/my")
		one.judged = true
		one.tries(tried, one.explore(stage+"-"+name, private, "/my")...)
	}
}

// checks closes the check of an application, first with its questions open, which is refused, then with all answered.
func checks(p *tab) {
	p.press(p.says("review.check.close"))
	p.shot("check-refused")
	gates := ask[[]string](p, `[...new Set([...document.getElementsByTagName("input")].map(e => e.name).filter(n => n.startsWith("answer-")))]`)
	for _, gate := range gates {
		p.answer(gate, "yes")
		p.answer(strings.Replace(gate, "answer-", "reason-", 1), "Проверено по документите.")
	}
	p.shot("check")
	p.press(p.says("review.check.close"))
	p.sees(p.says("review.verdict.eligible"))
}

// scores gives full points for each criterion, first without reasons, which is refused with everything kept, then with.
func scores(p *tab) {
	p.shot("score-empty")
	p.press(p.says("review.desk.lock"))
	p.shot("score-refused")
	ids := ask[[]string](p, `[...document.querySelectorAll("textarea[name^='reason-']")].map(e => e.name.slice("reason-".length))`)
	for _, id := range ids {
		p.answer("reason-"+id, "Описано е ясно и е проверимо.")
		give := p.element(fmt.Sprintf(`document.querySelector("[name='points-%s']")`, id))
		if ask[string](p, fmt.Sprintf(`document.querySelector("[name='points-%s']").type`, id)) == "radio" {
			p.clickOn(give)
		} else {
			p.fillIn(give, "3")
		}
	}
	p.shot("score-full")
	p.press(p.says("review.desk.lock"))
	p.sees(p.says("review.desk.locked"))
}

// finishes lets the invented colleagues do the rest of a stage, and waits until they have.
func finishes(p *tab, stage string) {
	p.t.Helper()
	p.visitPublic("/demo")
	button := `document.querySelector("form[action='/demo/colleagues'] button[value='` + stage + `']")`
	p.leaving(func() { p.clickOn(p.element(button)) })
	if !p.patiently(90*time.Second, func() bool {
		rested, err := tryAsk[bool](p, `!!document.querySelector("#colleagues") && !document.querySelector("#colleagues ~ [role=status]") && !`+button)
		return err == nil && rested
	}) {
		p.t.Fatalf("the colleagues never finish %s: %s", stage,
			ask[string](p, `document.querySelector("#colleagues")?.parentElement.innerText || ""`))
	}
}

// decides freezes the list, proposes it, lets another person confirm it, and reads it as the public and the applicant do.
func decides(p *tab) {
	p.becomes("operator", "/calls/job-creation-2022/ranking")
	if p.has("button", p.says("selection.seed.button")) {
		p.press(p.says("selection.seed.button"))
	}
	p.shot("ranking")
	p.press(p.says("selection.freeze.button"))
	p.press(p.says("selection.propose.button"))
	if p.has("button", p.says("selection.confirm.button")) {
		p.t.Error("who proposed the list can confirm it")
	}
	p.becomes("second", "/calls/job-creation-2022/ranking")
	p.press(p.says("selection.confirm.button"))
	p.shot("ranking-confirmed")
	p.follow(p.says("selection.ranking.public"))
	p.sees("BGLD-1.004-", p.says("selection.redo.title"))
	p.shot("result")
	everybody(p, "decided", "owner", "officer", "operator", "expert1", "auditor")
}
