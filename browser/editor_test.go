package browser_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// An official who has never seen a call file builds a call from nothing, in each language: fills in what is missing, adds
// a section with a choice and a question that depends on it, is told of what is wrong beside its field, tries the form as
// an applicant, meets the checks, and publishes. Then somebody applies, the call closes, and who comes late is told so. In
// English no script runs.
func TestACallIsBuiltOnScreenPublishedAppliedToAndClosed(t *testing.T) {
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			official := open(t, s, l, map[string]int64{"bg": phone, "nb": desktop, "en": phone}[l])
			official.mayLog("status of 422")
			if l == "en" {
				official.withoutScript()
			} else {
				official.judged = true
			}
			home := beginsACall(official)
			statesFacts(official, home)
			buildsTheForm(official, home)
			triesIt(official, home)
			publishesIt(official, home)
			applicant, late := open(t, s, l, phone), open(t, s, l, desktop)
			fillsItIn(applicant, "owner")
			fillsItIn(late, "officer")
			applicant.press(applicant.says("application.submit.do"))
			applicant.sees(applicant.says("application.receipt.done"), "CALL-2022-001")
			closesIt(official)
			comesLate(late)
		})
	}
}

// Whoever presses a button just when the page hears what was saved has pressed it: nothing moves until they let go.
func TestAPageStandsStillWhileAButtonIsPressed(t *testing.T) {
	t.Parallel()
	p := open(t, ownDemo(t), "nb", phone)
	p.mayLog("status of 422")
	home := beginsACall(p)
	p.visit(home + "/part/facts")
	ask[bool](p, `(f => {
		const pressed = new Promise(r => document.addEventListener("pointerdown", e => { if (e.target.closest("button")) setTimeout(r, 100) }));
		window.fetch = (...a) => pressed.then(() => f(...a)).then(r => { window.vekstHeard = true; return r; });
		return true; })(window.fetch)`) // no answer comes before the button is pressed
	p.answer("code", "meet 1")
	p.answer("summary/nb", "Hvor møtes vi?")
	save := p.find("button", p.says("editor.save"))
	var x, y float64
	call(p, "point at the button", func(ctx context.Context) (err error) {
		x, y, err = p.pointAt(ctx, save)
		return err
	})
	press := func(kind input.DispatchMouseEventType) {
		call(p, "press and let go", func(ctx context.Context) error {
			return chromedp.Do(ctx, chromedp.MouseEvent(kind, x, y, chromedp.Button("left"), chromedp.ClickCount(1)))
		})
	}
	p.leaving(func() {
		press(chromedp.MousePressed)
		if !p.within(func() bool { heard, _ := tryAsk[bool](p, `window.vekstHeard === true`); return heard }) {
			t.Error("nothing was saved by itself")
		}
		time.Sleep(200 * time.Millisecond)
		if ask[string](p, `document.getElementById("code-e").innerText`) != "" {
			t.Error("the page moved under the finger")
		}
		press(chromedp.MouseReleased)
	})
	p.sees("meet 1")
}

const builtCall = "/calls/places-to-meet-2022"

var builtTitle = map[string]string{"bg": "Места за срещи", "nb": "Møteplasser", "en": "Places to meet"}

func beginsACall(p *tab) string {
	p.t.Helper()
	p.becomes("operator", "/editor")
	p.shot("editor-empty")
	p.follow(p.says("editor.list.begin"))
	for _, a := range []answer{{"title/bg", builtTitle["bg"]}, {"title/nb", builtTitle["nb"]}, {"title/en", builtTitle["en"]}, {"kind", "concept"}} {
		p.answer(a.path, a.text)
	}
	p.press(p.says("editor.begin.go"))
	p.sees(p.says("editor.next.you"))
	p.shot("editor-begun")
	return p.place()
}

func statesFacts(p *tab, home string) {
	p.t.Helper()
	p.visit(home + "/part/facts")
	for _, a := range []answer{{"summary/bg", "Къде се срещаме?"}, {"summary/nb", "Hvor møtes vi?"}, {"summary/en", "Where do we meet?"},
		{"description/bg", "Помагаме."}, {"description/nb", "Vi hjelper."}, {"description/en", "We help."}, {"code", "meet 1"}} {
		p.answer(a.path, a.text)
	}
	p.press(p.says("editor.save"))
	p.sees("meet 1")
	p.shot("editor-facts-wrong")
	if got := p.value("code"); got != "meet 1" {
		p.t.Errorf("the code typed is now %q", got)
	}
	p.answer("code", "MEET-1")
	p.press(p.says("editor.save"))
	p.visit(home + "/part/window")
	for _, a := range []answer{{"announced", "2022-09-20"}, {"window/opens", "2022-09-20T09:00"}, {"window/closes", "2022-12-20T17:00"}, {"decision", "2023-03-01"}} {
		p.answer(a.path, a.text)
	}
	p.press(p.says("editor.save"))
	p.shot("editor-window")
	p.visit(home + "/part/who")
	for _, kind := range []string{"ngo", "company", "cooperative", "municipality"} {
		p.answer("applicants/kinds", kind)
	}
	p.press(p.says("editor.save"))
	p.shot("editor-who")
}

func buildsTheForm(p *tab, home string) {
	p.t.Helper()
	p.visit(home + "/part/form")
	p.press(p.says("editor.lists.sections.add"))
	section := p.place()
	for _, a := range []answer{{"title/bg", "Мястото"}, {"title/nb", "Stedet"}, {"title/en", "The place"}} {
		p.answer(a.path, a.text)
	}
	p.answer("kind-fields", "choice")
	p.press(p.says("editor.lists.fields.add"))
	for _, a := range []answer{{"label/bg", "Вътре ли е?"}, {"label/nb", "Er det inne?"}, {"label/en", "Indoors?"},
		{"options/0/label/bg", "Да"}, {"options/0/label/nb", "Ja"}, {"options/0/label/en", "Inside"},
		{"options/1/label/bg", "Не"}, {"options/1/label/nb", "Nei"}, {"options/1/label/en", "Outside"}} {
		p.answer(a.path, a.text)
	}
	p.press(p.says("editor.save"))
	p.shot("editor-choice")
	p.visit(section)
	p.answer("kind-fields", "long")
	p.press(p.says("editor.lists.fields.add"))
	unnamed := p.place()
	p.visit(home + "/try")
	p.sees(p.says("editor.preview.title"), p.says("editor.preview.marked"))
	p.shot("editor-preview")
	p.visit(unnamed)
	for _, a := range []answer{{"label/bg", "Как ще се топли?"}, {"label/nb", "Hvordan varmes det?"}, {"label/en", "How is it heated?"}} {
		p.answer(a.path, a.text)
	}
	p.opens(`[id="when"] details`)
	p.answer("when~0~of", "indoors")
	p.answer("when~0~is", "eq")
	p.answer("when~0~to", "Inside")
	p.press(p.says("editor.save"))
	p.shot("editor-condition")
	if got := p.value("when~cel"); got != `indoors == "inside"` {
		p.t.Errorf("the condition is %q", got)
	}
	p.visit(section)
	p.press(p.says("editor.hands.down"))
	p.press(p.says("editor.hands.up"))
	p.visit(home + "/texts")
	p.sees(p.says("editor.texts.complete"))
	p.shot("editor-texts")
	p.visit(home + "/part/criteria")
	p.shot("editor-criteria")
	p.visit(home)
	p.sees(p.says("editor.next.ready"))
	p.shot("editor-ready")
}

func triesIt(p *tab, home string) {
	p.t.Helper()
	p.visit(home + "/try")
	p.press(p.says("editor.try.begin"))
	p.shot("editor-try")
	p.follow(p.says("application.untitled"))
	p.sees(p.says("editor.try.notice", "Title", builtTitle[p.lang]), "TEST")
	trial := p.place()
	p.visit(trial + "/sections/the_place")
	p.answer("indoors", "inside")
	if ask[bool](p, `document.querySelector('[data-field="how_is_it"]') === null`) {
		p.t.Error("the question that depends is not in the form")
	}
	p.shot("editor-trial")
	p.visit(home + "/try")
	p.press(p.says("editor.try.end"))
	p.sees(p.says("editor.try.begin"))
}

func publishesIt(p *tab, home string) {
	p.t.Helper()
	p.visit(home + "/checks")
	p.answer("c4-donors", "eeagrants")
	p.press(p.says("editor.checks.save"))
	p.sees(p.says("editor.checks.address"))
	p.shot("editor-checks-wrong")
	for _, a := range []answer{{"c4-donors", "https://eeagrants.org/x"}, {"c4-site", "https://example.org/x"}, {"c7-sent", "2022-09-01"}, {"reason-c5", "—"}} {
		p.answer(a.path, a.text)
	}
	p.press(p.says("editor.checks.save"))
	p.shot("editor-checks")
	p.press(p.says("editor.publish.go"))
	p.sees(builtTitle[p.lang])
}

// fillsItIn begins an application to the new call, fills it in, and is about to submit it.
func fillsItIn(p *tab, part string) {
	p.t.Helper()
	p.becomes(part, builtCall+"/apply")
	if p.has("button", p.says("application.start.begin")) {
		p.press(p.says("application.start.begin"))
	}
	p.sees(p.says("application.tasks.title"))
	tasks := p.place()
	for section, answers := range map[string][]answer{
		"who": {{"contact_name", "Мария"}}, "project": {{"title", "Читалня"}, {"municipality", "VTR13"}, {"what", "Ще отворим врати."}},
		"declarations": {{"truthful", "yes"}}, "the_place": {{"indoors", "inside"}, {"how_is_it", "С печка."}},
	} {
		p.visit(tasks + "/sections/" + section)
		p.fillSection(tasks+"/sections/"+section, answers)
	}
	p.visit(tasks + "/check")
	p.sees(p.says("application.check.ready"))
}

// closesIt moves the clock past the deadline, and finds the call closed.
func closesIt(p *tab) {
	p.t.Helper()
	p.visitPublic("/demo")
	p.answer("moment", "2022-12-20T17:01")
	p.press(p.says("demo.clock.move"))
	p.visitPublic(builtCall)
	p.sees(p.says("call.page.closed"))
	if p.has("link", p.says("call.page.apply")) {
		p.t.Error("a closed call offers to apply")
	}
	p.shot("built-closed")
}

// comesLate presses the button a minute after the deadline, and reads why that was too late. What was written is kept.
func comesLate(p *tab) {
	p.t.Helper()
	p.mayLog("status of 409")
	tasks := strings.TrimSuffix(p.place(), "/check")
	p.press(p.says("application.submit.do"))
	moment := map[string]string{"BG": "§", "NB": "§", "EN": "§"}
	until, _, _ := strings.Cut(p.says("application.window.closed", "Closes", moment, "Now", moment), "§")
	p.sees(until)
	p.suits()
	p.shot("built-late")
	p.visit(tasks + "/sections/the_place")
	if got := p.value("how_is_it"); got != "С печка." {
		p.t.Errorf("what was written is now %q", got)
	}
	p.suits()
}

// opens opens what is folded.
func (p *tab) opens(selector string) {
	p.t.Helper()
	for ask[bool](p, `!document.querySelector(`+quoted(selector)+`).open`) {
		p.clickOn(p.element(`document.querySelector(` + quoted(selector) + `).querySelector("summary")`))
	}
}
