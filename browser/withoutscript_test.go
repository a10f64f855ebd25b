package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const passphrase = "fjell fjord foss bre"

// Everything works in a browser that runs no script: somebody signs up, is refused with what was typed kept, confirms by
// letter, adds an organisation, reads the call, begins an application, writes, is signed out while writing and loses
// nothing, writes the rest, and submits it by pressing the button twice.
func TestANewcomerAppliesWithoutScript(t *testing.T) {
	t.Parallel()
	p := open(t, ownDemo(t), "nb", phone)
	p.mayLog("status of 422", "status of 401")
	p.withoutScript()
	p.visit("/language/nb?next=/sign-up")
	p.fill(p.says("account.field.name"), newcomerName)
	p.fill(p.says("account.field.email"), "ola")
	p.fill(p.says("account.field.password"), passphrase)
	p.press(p.says("account.sign_up.button"))
	p.sees(p.says("account.refusal.email"))
	if got := p.holds(p.says("account.field.name")); got != newcomerName {
		t.Errorf("the name typed is now %q", got)
	}
	p.fill(p.says("account.field.email"), newcomer)
	p.fill(p.says("account.field.password"), passphrase)
	p.press(p.says("account.sign_up.button"))
	p.sees(p.says("account.sent_sign_up.sentence"))
	confirms(p)
	registers(p)
	p.visitPublic(theCall)
	p.follow(p.says("call.page.apply"))
	begins(p)
	tasks := p.place()
	writes(p)
	fillsAllWithoutScript(p, tasks)
	p.visit(tasks + "/check")
	p.sees(p.says("application.check.ready"))
	p.pressTwice(p.says("application.submit.do"))
	p.sees(p.says("application.receipt.done"), "BGLD-1.004-")
	submittedOnce(p, newcomer)
	p.visit(tasks + "/print")
	p.sees("Сушилня за билки", "Ола Пробин°")
}

// confirms opens the link of the newest letter.
func confirms(p *tab) {
	p.t.Helper()
	var letter string
	ok := p.within(func() bool {
		p.visitPublic("/demo/mail")
		letter = ask[string](p, `document.querySelector("main a[href*='/confirm/']")?.href || ""`)
		return letter != ""
	})
	if !ok {
		p.t.Fatal("no letter with a link to confirm arrives")
	}
	p.visit(letter)
	p.press(p.says("account.confirm.button"))
}

func registers(p *tab) {
	p.t.Helper()
	p.visit("/organisations/new")
	for _, a := range []answer{{"country", "BG"}, {"name", "Сдружение „Проба“°"}, {"number", "123456787"}, {"kind", "ngo"}, {"seat", "VTR13"}} {
		p.answer(a.path, a.text)
	}
	p.press(p.says("organisation.register.button"))
	if got := p.holds(p.says("organisation.field.name")); got != "Сдружение „Проба“°" {
		p.t.Errorf("the name of the organisation is now %q", got)
	}
	p.answer("number", "123456786")
	p.press(p.says("organisation.register.button"))
}

// begins chooses for whom to apply, where the page asks.
func begins(p *tab) {
	p.t.Helper()
	if strings.HasSuffix(p.place(), "/apply") {
		p.choose("Сдружение „Проба“")
		p.press(p.says("application.start.begin"))
	}
	p.sees(p.says("application.tasks.title"))
}

// writes fills in a section and is signed out before it is sent.
func writes(p *tab) {
	p.t.Helper()
	section := p.place() + "/sections/who"
	p.visit(section)
	p.answer("contact_name", "Ола Пробин°")
	call(p, "sign out", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.DeleteCookies, network.DeleteCookiesParams{Name: "vekst_session", URL: p.server.address})
		return err
	})
	p.press(p.says("application.form.save"))
	p.sees(p.says("account.sign_in.kept"))
	p.fill(p.says("account.field.email"), newcomer)
	p.fill(p.says("account.field.password"), passphrase)
	p.press(p.says("account.sign_in.button"))
	p.press(p.says("account.again.button"))
	p.visit(section)
	if got := p.value("contact_name"); got != "Ола Пробин°" {
		p.t.Errorf("what was typed before the session ended is now %q", got)
	}
}
