package browser_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// The pages before one is signed in, empty and with everything wrong, in each language.
func TestSigningInAndUpSuitsEverybody(t *testing.T) {
	needsJudges(t)
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, theDemo(t), l, phone)
			p.judged = true
			p.mayLog("status of 422")
			p.visit("/sign-in")
			nobody := "nobody." + l + "@example.org" // attempts are counted for each address
			p.fill(p.says("account.field.email"), nobody)
			p.fill(p.says("account.field.password"), "wrong horse battery")
			p.press(p.says("account.sign_in.button"))
			p.sees(p.says("account.refusal.sign_in"))
			if got := p.holds(p.says("account.field.email")); got != nobody {
				t.Errorf("the address typed is now %q", got)
			}
			p.visit("/sign-up")
			p.press(p.says("account.sign_up.button"))
			p.sees(p.says("account.refusal.name_empty"), p.says("account.refusal.email"))
			p.shot("sign-up-errors")
			p.visit("/forgotten")
			p.fill(p.says("account.field.email"), nobody)
			p.press(p.says("account.forgotten.button"))
			p.sees(p.says("account.sent_forgotten.sentence"))
		})
	}
}

// The list of complaints is spoken to first, and each of its links leads to its field.
func TestComplaintsLeadToTheirFields(t *testing.T) {
	p := open(t, theDemo(t), "nb", phone)
	p.mayLog("status of 422")
	p.visit("/sign-up")
	p.press(p.says("account.sign_up.button"))
	if !ask[bool](p, `document.activeElement.matches(".ds-error-summary")`) {
		t.Errorf("the keyboard is at %q, not at the list of complaints", p.focused())
	}
	p.click("link", p.says("account.refusal.name_empty"))
	if !p.within(func() bool { return plain(p.focused()) == plain(p.says("account.field.name")) }) {
		t.Errorf("the complaint about the name leads to %q", p.focused())
	}
}

// A form can be found, filled and sent without a mouse, and the mark of where one is never disappears.
func TestAFormCanBeSentWithTheKeyboardAlone(t *testing.T) {
	for _, l := range languages {
		p := open(t, theDemo(t), l, desktop)
		p.visit("/sign-in")
		p.tabTo(p.says("account.sign_in.forgotten"))
		p.leaving(func() { p.keys(kb.Enter) })
		p.tabTo(p.says("account.field.email"))
		p.write("nobody@example.org")
		p.leaving(func() { p.keys(kb.Enter) })
		p.sees(p.says("account.sent_forgotten.title"))
	}
}
