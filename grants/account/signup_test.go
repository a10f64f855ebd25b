package account

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"vekst/platform/web"
)

func signUpForm(b *browser, email string, more ...string) page {
	b.Helper()
	return b.submit("/sign-up", values(append([]string{"name", "Kari Nordmann", "email", email, "password", passphrase}, more...)...))
}

func TestRefusesASignUpWithEveryComplaintAtOnce(t *testing.T) {
	houses(t, func(h house) {
		b := h.browser()
		p := b.post("/sign-up", "name", " ", "email", "kari", "password", "kort")
		if p.status != http.StatusUnprocessableEntity {
			h.Fatalf("status %d", p.status)
		}
		b.says(p, "account.refusal.name_empty")
		b.says(p, "account.refusal.email")
		b.says(p, "account.refusal.password_short", "Minimum", PasswordMinimum)
		if !strings.Contains(p.body, `value="kari"`) || strings.Contains(p.body, "kort") {
			h.Error("what was typed is lost, or the password is sent back")
		}
		if len(h.letters()) != 0 {
			h.Error("a letter was sent")
		}
	})
}

func TestTheAnswerDoesNotTellWhetherAnAddressIsKnown(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		a, b := h.browser(), h.browser()
		known, unknown := signUpForm(a, "OLA@example.org"), signUpForm(b, "kari@example.org")
		if known != unknown || known.location != "/sign-up/sent" || len(a.cookies) != len(b.cookies) {
			h.Errorf("known: %+v, unknown: %+v", known, unknown)
		}
		letters := h.letters()
		if len(letters) != 2 || letters[0].Key != "account.mail.exists" || letters[0].Name != "Ola Nordmann" || letters[1].Key != "account.mail.confirm" {
			h.Errorf("letters %+v", letters)
		}
		if a.get("/sign-up/sent") != b.get("/sign-up/sent") {
			h.Error("the next pages differ")
		}
		known, unknown = a.post("/forgotten", "email", "ola@example.org"), b.post("/forgotten", "email", "nobody@example.org")
		if known != unknown || len(h.letters()) != 3 {
			h.Errorf("known: %+v, unknown: %+v, %d letters", known, unknown, len(h.letters()))
		}
		known, unknown = a.signIn("ola@example.org", "feil passord her"), b.signIn("olb@example.org", "feil passord her")
		if known.status != unknown.status || known.body != strings.ReplaceAll(unknown.body, "olb@", "ola@") {
			h.Error("the sign-in pages differ")
		}
	})
}

func TestAStrangersPasswordIsNotConfirmedByWhoGetsTheLetter(t *testing.T) {
	houses(t, func(h house) {
		stranger, victim := h.browser(), h.browser()
		signUpForm(stranger, "victim@example.org")
		link := h.lastLetter("account.mail.confirm").Args["Link"]
		p := victim.get(link)
		victim.says(p, "account.confirm.password_help")
		if p := victim.post(link); p.status != http.StatusUnprocessableEntity {
			h.Errorf("confirmed without the password: %d", p.status)
		}
		p = victim.post(link, "password", "my own password")
		victim.says(p, "account.refusal.password_wrong")
		if h.count(`SELECT COUNT(*) FROM people`) != 0 || stranger.signIn("victim@example.org", passphrase).status == http.StatusSeeOther {
			h.Error("the stranger has an account in the victim's name")
		}
	})
}

func TestALinkOfASignUpWorksOnceAndForTwoDays(t *testing.T) {
	houses(t, func(h house) {
		late, b := h.browser(), h.browser()
		signUpForm(late, "late@example.org")
		late.post(h.lastLetter("account.mail.confirm").Args["Link"])
		signUpForm(late, "later@example.org")
		link := h.lastLetter("account.mail.confirm").Args["Link"]
		h.Set(h.Now().Add(signUpLife))
		p := late.post(link)
		if late.says(p, "account.refusal.confirm_late"); p.status != http.StatusConflict {
			h.Errorf("status %d", p.status)
		}
		late.says(late.get(link), "account.refusal.confirm_late")

		signUpForm(b, "kari@example.org")
		link = h.lastLetter("account.mail.confirm").Args["Link"]
		if p := b.post(link); p.status != http.StatusSeeOther || p.location != home || !b.isSignedIn() {
			h.Fatalf("confirming: %+v", p)
		}
		b.says(b.post(link), "account.refusal.confirm_used")
		b.says(b.get("/confirm/nonsense"), "account.refusal.confirm_used")
	})
}

func TestASignUpGoesOnToWhereSomebodyWantedToGo(t *testing.T) {
	houses(t, func(h house) {
		for next, want := range map[string]string{"/invitations/abc": "/invitations/abc", "https://evil.example": home, "//evil.example": home, `/\evil.example`: home, "": home} {
			b := h.browser()
			b.from = "192.0.2." + map[bool]string{true: "9", false: "8"}[next == ""] + ":1"
			email := "kari" + Hashed(next)[:6] + "@example.org"
			signUpForm(b, email, "next", next)
			if p := b.post(h.lastLetter("account.mail.confirm").Args["Link"]); p.location != want {
				h.Errorf("%q leads to %q", next, p.location)
			}
			b.post("/sign-out")
			if p := b.post("/sign-in", "email", email, "password", passphrase, "next", next); p.location != want {
				h.Errorf("signing in, %q leads to %q", next, p.location)
			}
			if p := b.get("/sign-in?next=" + next); p.location != want {
				h.Errorf("signed in, %q leads to %q", next, p.location)
			}
		}
	})
}

func TestTheSessionCookieIsOutOfReach(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		for address, secure := range map[string]bool{"https://vekst.example.org": true, "http://127.0.0.1:8420": false} {
			b := open(t, h.World, Options{Address: address}).browser()
			b.mustSignIn("ola@example.org")
			c := b.cookies[web.SessionCookie]
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != secure || c.Path != "/" || len(c.Value) != 43 || c.MaxAge != 90*24*3600 {
				h.Errorf("%s: %+v", address, c)
			}
			if n := h.count(`SELECT COUNT(*) FROM account_sessions WHERE secret = $1`, c.Value); n != 0 {
				h.Error("the secret itself is kept")
			}
		}
	})
}

func TestNobodyIsFloodedWithLetters(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		for i := range 9 {
			b := h.browser()
			b.from = "198.51.100." + string(rune('1'+i)) + ":1"
			if p := b.post("/forgotten", "email", "ola@example.org"); p.location != "/forgotten/sent" {
				h.Errorf("attempt %d tells: %+v", i, p)
			}
		}
		if n := len(h.letters()); n != lettersTo.free {
			h.Errorf("%d letters were sent", n)
		}
		h.Set(h.Now().Add(11 * time.Minute))
		h.browser().post("/forgotten", "email", "ola@example.org")
		if n := len(h.letters()); n != lettersTo.free+1 {
			h.Errorf("%d letters were sent after the wait", n)
		}
		b := h.browser()
		b.from = "203.0.113.1:1"
		var p page
		for i := range lettersFrom.free + 1 {
			p = b.post("/forgotten", "email", "n"+string(rune('a'+i))+"@example.org")
		}
		if b.says(p, "account.refusal.wait", "Count", 1); p.status != http.StatusUnprocessableEntity {
			h.Errorf("status %d", p.status)
		}
	})
}

func TestAnAddressWithADomainInOtherLettersIsOneAccountHoweverItIsWritten(t *testing.T) {
	houses(t, func(h house) {
		b := h.browser()
		if p := signUpForm(b, "kari@община.бг"); p.location != "/sign-up/sent" {
			h.Fatalf("%+v", p)
		}
		letters := h.letters()
		if len(letters) != 1 || letters[0].To != "kari@община.бг" {
			h.Fatalf("letters %+v", letters)
		}
		h.person("Ola Nordmann", "ola@община.бг", passphrase)
		if p := signUpForm(b, "Ola@xn--80abvuc1e.xn--90ae"); p.location != "/sign-up/sent" {
			h.Fatalf("%+v", p)
		}
		if letters := h.letters(); letters[len(letters)-1].Key != "account.mail.exists" {
			h.Errorf("the same address in other letters has no account: %+v", letters)
		}
		if p := b.signIn("ola@ОБЩИНА.бг", passphrase); p.status != http.StatusSeeOther {
			h.Errorf("signing in: %d", p.status)
		}
	})
}
