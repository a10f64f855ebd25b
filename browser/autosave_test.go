package browser_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const question = "lasting" // a long text of the section work
const section = "/sections/work"

// writer is the owner of the draft at a section of it.
func writer(t *testing.T, s *server) (p *tab, path string) {
	t.Helper()
	p = open(t, s, "nb", phone)
	p.becomes("owner", "/applications")
	p.follow("Билки от Балкана")
	path = p.place() + section
	p.visit(path)
	return p, path
}

// state waits until the line of the form that says what is saved is in a state: done, device, signin, conflict.
func (p *tab) state(want string) {
	p.t.Helper()
	if !p.patiently(40*time.Second, func() bool {
		got, err := tryAsk[string](p, `document.querySelector("[data-saved]")?.dataset.state || ""`)
		return err == nil && got == want
	}) {
		p.t.Fatalf("%s never says that its answers are in the state %q, but: %s", p.place(), want,
			ask[string](p, `document.querySelector("[data-saved]")?.innerText || ""`))
	}
}

// What is typed is on the server a moment later, and on a colleague's open page a moment after that, and nobody pressed
// anything.
func TestWhatIsTypedIsSavedByItself(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p, path := writer(t, s)
	colleague := open(t, s, "bg", desktop)
	colleague.becomes("editor", path)
	p.answer(question, "Билките остават.")
	p.state("done")
	colleague.becomesValue(question, "Билките остават.")
	colleague.sees("Тук сега: ")
	colleague.answer(question, "Билките и хората остават.")
	colleague.state("done")
	p.letGo()
	p.becomesValue(question, "Билките и хората остават.")
}

// becomesValue waits until an answer on an open page has changed by itself.
func (p *tab) becomesValue(path, want string) {
	p.t.Helper()
	if !p.within(func() bool { return p.value(path) == want }) {
		p.t.Fatalf("%s still says %q at %s, and not %q", p.place(), p.value(path), path, want)
	}
}

// letGo takes the keyboard out of whatever field it is in.
func (p *tab) letGo() { p.t.Helper(); ask[bool](p, `(document.activeElement.blur(), true)`) }

// The power goes while somebody types. The page says so, and saves by itself when the server is back.
func TestNothingTypedIsLostWhenTheServerDies(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p, path := writer(t, s)
	p.mayLog(offline...)
	p.answer(question, "Преди тъмнината.")
	p.state("done")
	s.kill()
	p.answer(question, "На тъмно.")
	p.state("device")
	p.sees(p.says("application.saved.device_one"))
	p.suits()
	p.shot("server-away")
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	p.state("done")
	p.visit(path)
	if got := p.value(question); got != "На тъмно." {
		t.Errorf("after the restart the server has %q", got)
	}
}

// The power goes and the person closes the page. The next time they open it, what they typed is there.
func TestNothingTypedIsLostWhenThePageIsClosedToo(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p, path := writer(t, s)
	p.mayLog(offline...)
	p.answer("steps/#1/step", "Сушилня")
	p.state("done")
	s.kill()
	p.answer(question, "На тъмно.")
	p.addRow("steps")
	p.answer("steps/#2/step", "Първа реколта")
	p.state("device")
	p.do(chromedp.Navigate("about:blank"))
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	p.visit(path)
	p.becomesValue(question, "На тъмно.")
	p.state("done")
	p.visit(path)
	if got := ask[string](p, `document.querySelectorAll('[data-table="steps"] input[name$="/step"]')[1]?.value ?? ""`); got != "Първа реколта" {
		t.Errorf("the row that was added in the dark has %q", got)
	}
}

// The power goes, and the person presses the button. The browser says that there is no server; what they typed is kept.
func TestNothingTypedIsLostWhenTheButtonIsPressedInTheDark(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p, path := writer(t, s)
	p.mayLog(offline...)
	s.kill()
	p.answer(question, "На тъмно.")
	p.click("button", p.says("application.form.save"))
	p.within(func() bool {
		there, err := tryAsk[bool](p, `location.protocol === "chrome-error:"`)
		return err == nil && there
	})
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	p.visit(path)
	p.becomesValue(question, "На тъмно.")
}

// The session ends while somebody types. The page says so, and saves by itself once they have signed in again elsewhere.
func TestNothingTypedIsLostWhenTheSessionEnds(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p, path := writer(t, s)
	p.mayLog("status of 401")
	p.signsOutUnnoticed()
	p.answer(question, "Без вход.")
	p.state("signin")
	p.sees(p.says("application.saved.sign_in"))
	p.suits()
	p.signInElsewhere("owner")
	p.state("done")
	p.visit(path)
	if got := p.value(question); got != "Без вход." {
		t.Errorf("after signing in again the server has %q", got)
	}
}

// signsOutUnnoticed ends the session as time does.
func (p *tab) signsOutUnnoticed() {
	p.t.Helper()
	call(p, "sign out", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.DeleteCookies, network.DeleteCookiesParams{Name: "vekst_session", URL: p.server.address})
		return err
	})
}

// signInElsewhere signs in as somebody in another window of the same browser.
func (p *tab) signInElsewhere(part string) {
	p.t.Helper()
	ctx, closeTab := chromedp.NewContext(p.ctx)
	defer closeTab()
	if err := chromedp.Do(ctx, chromedp.Navigate(p.server.door(p.t, part))); err != nil {
		p.t.Fatal(err)
	}
}

// A question that depends on another comes and goes as the other is answered.
func TestQuestionsComeAsTheyAreNeeded(t *testing.T) {
	t.Parallel()
	p := open(t, ownDemo(t), "en", desktop)
	p.becomes("owner", "/applications")
	p.follow("Билки от Балкана")
	p.visit(p.place() + "/sections/aid")
	p.answer("economic", "sells")
	p.shown("de_minimis", `document.getElementById("de_minimis")`)
	p.suits()
	p.answer("economic", "free")
	if !p.within(func() bool { return !p.asks(answer{"de_minimis", ""}) }) {
		t.Error("the question about minimal aid stays although nothing is sold")
	}
}

// The budget adds itself up, in whole cents, and says which rules are met.
func TestTheBudgetAddsUpAsItIsTyped(t *testing.T) {
	t.Parallel()
	p := open(t, ownDemo(t), "nb", desktop)
	p.becomes("owner", "/applications")
	p.follow("Билки от Балкана")
	p.visit(p.place() + "/sections/costs")
	p.sees("131 900,00 €")
	p.answer("budget/#7/quantity", "3")
	p.answer("budget/#7/price", "0,10")
	p.sees("0,30 €", "124 500,30 €")
	p.state("done")
	p.suits()
	p.shot("budget")
	p.visit(p.place())
	p.sees("124 500,30 €")
}
