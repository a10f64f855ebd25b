package browser_test

import "testing"

// Everything works in a browser that runs no script: reading, being refused with what was typed kept, and sending.
func TestSigningUpWorksWithoutScript(t *testing.T) {
	p := open(t, theDemo(t), "nb", phone)
	p.mayLog("status of 422")
	p.withoutScript()
	p.visit("/sign-up")
	p.fill(p.says("account.field.name"), "Ola Prøve°")
	p.fill(p.says("account.field.email"), "ola")
	p.fill(p.says("account.field.password"), "fjell fjord foss bre")
	p.press(p.says("account.sign_up.button"))
	p.sees(p.says("account.refusal.email"))
	if got := p.holds(p.says("account.field.name")); got != "Ola Prøve°" {
		t.Errorf("the name typed is now %q", got)
	}
	p.fill(p.says("account.field.email"), "ola.prove@example.org")
	p.fill(p.says("account.field.password"), "fjell fjord foss bre")
	p.press(p.says("account.sign_up.button"))
	p.sees(p.says("account.sent_sign_up.sentence"))
}
