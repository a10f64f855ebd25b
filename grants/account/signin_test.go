package account

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

func TestTheRightPasswordIsRefusedWhileSomebodyMustWait(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		b := h.browser()
		for range signInsOf.free {
			b.says(b.signIn("ola@example.org", "feil passord her"), "account.refusal.sign_in")
		}
		b.says(b.signIn("Ola@Example.org", passphrase), "account.refusal.wait", "Count", 1)
		if b.isSignedIn() {
			h.Error("signed in while waiting")
		}
		h.Set(h.Now().Add(signInsOf.first))
		b.mustSignIn("ola@example.org")
		if n := h.count(`SELECT COUNT(*) FROM account_attempts WHERE subject = $1`, signInsOf.of("ola@example.org")); n != 0 {
			h.Error("the failures are kept after signing in")
		}
	})
}

func TestWhoTriesManyAccountsFromOneAddressMustWait(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		b := h.browser()
		for i := range signInsFrom.free {
			b.signIn("n"+string(rune('a'+i))+"@example.org", "feil passord her")
		}
		b.says(b.signIn("ola@example.org", passphrase), "account.refusal.wait", "Count", 1)
		other := h.browser()
		other.from = "198.51.100.1:1"
		other.mustSignIn("ola@example.org")
	})
}

func TestManyTriesAtTheSameTimeGainNothing(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		var all sync.WaitGroup
		var mu sync.Mutex
		tried := 0
		for range 12 {
			all.Go(func() {
				_, err := signIn.Run(context.Background(), h.Door, action.Nobody(), signingIn{Email: "ola@example.org", Password: "feil", Client: "x"})
				if err == nil {
					mu.Lock()
					tried++
					mu.Unlock()
				} else if refusal.KindOf(err) != refusal.TooMany {
					h.Error(err)
				}
			})
		}
		all.Wait()
		if tried != signInsOf.free {
			h.Errorf("%d passwords could be tried", tried)
		}
	})
}

func TestALinkForANewPasswordWorksOnceForAnHourAndEndsAllSessions(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		b, elsewhere := h.browser(), h.browser()
		elsewhere.mustSignIn("ola@example.org")
		b.post("/forgotten", "email", "ola@example.org")
		first := h.lastLetter("account.mail.reset").Args["Link"]
		b.post("/forgotten", "email", "ola@example.org")
		link := h.lastLetter("account.mail.reset").Args["Link"]
		p := b.post(link, "password", "kort")
		b.says(p, "account.refusal.password_short", "Minimum", PasswordMinimum)
		if p := b.post(link, "password", "et helt nytt passord"); p.status != http.StatusSeeOther || !b.isSignedIn() || elsewhere.isSignedIn() {
			h.Errorf("%+v", p)
		}
		h.lastLetter("account.mail.changed")
		b.says(b.post(link, "password", "et tredje passord her"), "account.refusal.link")
		b.says(b.post(first, "password", "et tredje passord her"), "account.refusal.link")
		b.says(b.get(link), "account.refusal.link")
		if p := elsewhere.signIn("ola@example.org", passphrase); p.status == http.StatusSeeOther {
			h.Error("the old password still works")
		}
		b.post("/forgotten", "email", "ola@example.org")
		link = h.lastLetter("account.mail.reset").Args["Link"]
		h.Set(h.Now().Add(resetLife))
		b.says(b.get(link), "account.refusal.link")
		b.says(b.post(link, "password", "et tredje passord her"), "account.refusal.link")
	})
}

func TestASessionEndsAfterAMonthUnusedAndAfterThreeMonthsInAnyCase(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		began := h.Now()
		used, unused := h.browser(), h.browser()
		used.mustSignIn("ola@example.org")
		unused.mustSignIn("ola@example.org")
		for _, days := range []int{20, 40, 60, 80} {
			h.Set(began.AddDate(0, 0, days))
			if !used.isSignedIn() {
				h.Fatalf("signed out after %d days", days)
			}
		}
		if unused.isSignedIn() {
			h.Error("a session unused for 80 days still works")
		}
		h.Set(began.Add(sessionLife - time.Microsecond))
		if !used.isSignedIn() {
			h.Error("signed out too early")
		}
		h.Set(began.Add(sessionLife))
		if used.isSignedIn() {
			h.Error("signed in for more than 90 days")
		}
		used.mustSignIn("ola@example.org")
		if n := h.count(`SELECT COUNT(*) FROM account_sessions`); n != 1 {
			h.Errorf("%d sessions are kept", n)
		}
	})
}

func TestSigningOutWorksAtOnceHereThereAndEverywhere(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		h.person("Kari Nordmann", "kari@example.org", passphrase)
		a, b, kari := h.browser(), h.browser(), h.browser()
		a.mustSignIn("ola@example.org")
		b.mustSignIn("ola@example.org")
		kari.mustSignIn("kari@example.org")
		v, err := Identify(context.Background(), h.site, b.cookies[web.SessionCookie].Value)
		if err != nil || v.Session == "" {
			h.Fatal(v, err)
		}
		if p := kari.post("/account/sessions/" + v.Session); p.status != http.StatusNotFound || !b.isSignedIn() {
			h.Errorf("somebody else's session could be ended: %d", p.status)
		}
		if p := a.post("/account/sessions/" + v.Session); p.status != http.StatusSeeOther || b.isSignedIn() || !a.isSignedIn() {
			h.Errorf("signing out there: %+v", p)
		}
		kept := *a.cookies[web.SessionCookie]
		if a.post("/sign-out"); a.cookies[web.SessionCookie] != nil {
			h.Error("the cookie is kept")
		}
		a.cookies[web.SessionCookie] = &kept
		if a.isSignedIn() {
			h.Error("the secret works after signing out")
		}
		delete(a.cookies, web.SessionCookie)
		a.mustSignIn("ola@example.org")
		b.mustSignIn("ola@example.org")
		if a.post("/account/sessions/everywhere"); a.isSignedIn() || b.isSignedIn() || !kari.isSignedIn() {
			h.Error("everywhere is not everywhere, or too much")
		}
		if p := a.post("/sign-out"); p.status != http.StatusSeeOther {
			h.Errorf("signing out twice: %d", p.status)
		}
	})
}

func TestChangingAPasswordNeedsTheOldOneAndSignsOutElsewhere(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		a, b := h.browser(), h.browser()
		a.mustSignIn("ola@example.org")
		b.mustSignIn("ola@example.org")
		a.says(a.post("/account/password", "old_password", "feil", "new_password", "et helt nytt passord"), "account.refusal.password_wrong")
		a.says(a.post("/account/password", "old_password", passphrase, "new_password", "kort"), "account.refusal.password_short", "Minimum", PasswordMinimum)
		if p := a.post("/account/password", "old_password", passphrase, "new_password", "et helt nytt passord"); p.status != http.StatusSeeOther || !a.isSignedIn() || b.isSignedIn() {
			h.Errorf("%+v", p)
		}
		h.lastLetter("account.mail.changed")
		for range signInsOf.free {
			a.post("/account/password", "old_password", "feil", "new_password", "enda et nytt passord")
		}
		a.says(a.post("/account/password", "old_password", "et helt nytt passord", "new_password", "enda et nytt passord"), "account.refusal.wait", "Count", 1)
	})
}

func TestAPersonChangesTheirNameAndLanguage(t *testing.T) {
	houses(t, func(h house) {
		id := h.person("Ola Nordmann", "ola@example.org", passphrase)
		b := h.browser()
		if p := b.post("/account", "name", "X", "lang", "bg"); p.status != http.StatusUnauthorized {
			h.Errorf("without signing in: %d", p.status)
		}
		b.mustSignIn("ola@example.org")
		p := b.post("/account", "name", "", "lang", "sv")
		b.says(p, "account.refusal.name_empty")
		b.says(p, "account.refusal.lang")
		if p := b.post("/account", "name", "Ole Nordmann", "lang", "bg"); p.location != "/account?done=profile" {
			h.Errorf("%+v", p)
		}
		got, err := Find(h.Reader(), id)
		if err != nil || got.Name != "Ole Nordmann" || got.Lang != "bg" {
			h.Errorf("%+v, %v", got, err)
		}
		if p := b.get("/account?done=profile"); p.status != http.StatusOK {
			h.Errorf("%d", p.status)
		}
	})
}

func TestASignInLinkWorksOnceAndInADemonstrationOnly(t *testing.T) {
	houses(t, func(h house) {
		id := h.person("Ola Nordmann", "ola@example.org", "")
		link := func() string {
			path, err := SignInLink.Run(context.Background(), h.Door, action.System("test"), LinkFor{Person: id, Next: "/my?a=b"})
			if err != nil {
				h.Fatal(err)
			}
			return path
		}
		if _, err := SignInLink.Run(context.Background(), h.Door, action.Actor{ID: id}, LinkFor{Person: id}); refusal.KindOf(err) != refusal.Forbidden {
			h.Errorf("a person made a link: %v", err)
		}
		if p := h.browser().get(link()); p.status != http.StatusNotFound {
			h.Errorf("outside a demonstration: %d", p.status)
		}
		demo := open(t, h.World, Options{Demo: true})
		path, b := link(), demo.browser()
		if p := b.get(path); p.location != "/my?a=b" || !b.isSignedIn() {
			h.Errorf("%+v", p)
		}
		other := demo.browser()
		other.says(other.get(path), "account.refusal.link")
		h.Set(h.Now().AddDate(1, 0, 0))
		if !b.isSignedIn() {
			h.Error("moving the clock of the demonstration signed somebody out")
		}
	})
}
