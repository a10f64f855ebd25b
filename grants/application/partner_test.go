package application_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/mail"
	"vekst/platform/refusal"
)

// partnered is an application whose second organisation was invited for row 1 of the partners, with the secret of the letter.
func (w *world) partnered() (a application.Application, secret string) {
	w.t.Helper()
	a = w.fill(with("partners/1/name", "Друго сдружение", "partners/2/name", "Fjellvik kommune"))
	return a, w.invites(a.ID, "1")
}

func (w *world) invites(id, row string) (secret string) {
	w.t.Helper()
	do(w.t, w, application.InvitePartner, w.maria, application.PartnerInvitation{Application: id, Row: row, Email: "other@example.org", Lang: "nb"})
	payload, err := db.One(w.Door.Reader(w.t.Context()), db.Value[string], `SELECT payload FROM outbox WHERE kind = 'mail' ORDER BY id DESC LIMIT 1`)
	must(w.t, err)
	var l mail.Letter
	must(w.t, json.Unmarshal([]byte(payload), &l))
	return strings.TrimPrefix(l.Args["Link"], "/taking-part/")
}

func (w *world) saves(who action.Actor, id string, pairs ...string) error {
	in := application.Saving{Application: id}
	for i := 0; i+1 < len(pairs); i += 2 {
		in.Changes = append(in.Changes, application.Change{Path: pairs[i], Value: pairs[i+1], Rev: 1000})
	}
	_, err := application.Save.Run(w.t.Context(), w.Door, who, in)
	return err
}

func (w *world) only(id string) application.Partner {
	w.t.Helper()
	all, err := application.Partners(w.Door.Reader(w.t.Context()), id)
	must(w.t, err)
	return all[len(all)-1]
}

func TestAPartnerWritesNothingButItsOwnRow(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a, secret := w.partnered()
		if err := w.saves(w.other, a.ID, "partners/1/name", "x"); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("somebody who was only invited writes: %v", err)
		}
		if got := w.get(w.other, "/applications/"+a.ID); got.status != http.StatusNotFound {
			t.Errorf("somebody who was only invited reads: %d", got.status)
		}
		accept := func(who action.Actor, org string) refusal.Kind {
			_, err := application.AcceptPartner.Run(t.Context(), w.Door, who, application.PartnerAccepting{Secret: secret, Organisation: org})
			return refusal.KindOf(err)
		}
		for what, got := range map[string]struct{ got, want refusal.Kind }{"for nobody": {accept(w.other, ""), refusal.Invalid}, "for an organisation of others": {accept(w.other, w.org), refusal.Forbidden},
			"for the applicant itself": {accept(w.maria, w.org), refusal.Invalid}} {
			if got.got != got.want {
				t.Errorf("accepted %s: %q", what, got.got)
			}
		}
		if kind := accept(w.other, w.theirs); kind != "" {
			t.Fatal(kind)
		}
		if kind := accept(w.other, w.theirs); kind != refusal.Closed {
			t.Errorf("accepted twice: %q", kind)
		}
		for what, pairs := range map[string][]string{"the title": {"title", "x"}, "another's row": {"partners/2/name", "x"}, "both": {"partners/1/name", "x", "title", "x"},
			"a row that begins like theirs": {"partners/11/name", "x"}, "the money of the budget": {"budget/own", "x"}} {
			if err := w.saves(w.other, a.ID, pairs...); refusal.KindOf(err) != refusal.Forbidden {
				t.Errorf("a partner writes %s: %v", what, err)
			}
		}
		if got := w.post(w.other, "/applications/"+a.ID+"/sections/"+sectionWith(w.call, "title"), values("title", "x", "-seen", "1000")); got.status != http.StatusForbidden {
			t.Errorf("a partner writes the title with a form: %d", got.status)
		}
		for _, path := range []string{"/submit", "/withdraw", "/partners", "/ask-to-sign", "/sign"} {
			if got := w.post(w.other, "/applications/"+a.ID+path, values("email-1", "a@example.org", "row", "1")); got.status != http.StatusForbidden {
				t.Errorf("a partner does %s: %d", path, got.status)
			}
		}
		must(t, w.saves(w.other, a.ID, "partners/1/role", "Продаваме билките."))
		if got := w.get(w.other, "/applications/"+a.ID+"/print"); !strings.Contains(got.body, "Продаваме билките.") || !strings.Contains(got.body, "Билки от Балкана") {
			t.Errorf("a partner does not read the draft: %d", got.status)
		}
	})
}

func TestAPartnerThatIsNotReadyKeepsAnApplicationFromBeingSubmitted(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a, secret := w.partnered()
		do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: secret, Organisation: w.theirs})
		p := w.only(a.ID)
		of := application.OfPartner{Application: a.ID, Partner: p.ID}
		if _, err := application.SayReady.Run(t.Context(), w.Door, w.maria, of); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("the applicant says that the partner is ready: %v", err)
		}
		if _, err := application.RemovePartner.Run(t.Context(), w.Door, w.other, of); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("a partner removes itself: %v", err)
		}
		if _, err := application.ReturnPart.Run(t.Context(), w.Door, w.maria, of); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("sent back without words: %v", err)
		}
		unready := func() bool {
			return strings.Contains(w.get(w.maria, "/applications/"+a.ID+"/check").body, "Партньор още не е казал, че е готов")
		}
		if !unready() {
			t.Error("the check does not complain about the partner")
		}
		do(t, w, application.SayReady, w.other, of)
		if unready() {
			t.Error("the check complains about a partner that is ready")
		}
		of.Words = "Каква е ролята Ви?"
		do(t, w, application.ReturnPart, w.maria, of)
		if got := w.get(w.other, "/applications/"+a.ID); !unready() || !strings.Contains(got.body, of.Words) {
			t.Error("what was sent back is not known on both sides")
		}
		if _, err := w.send(w.maria, a.ID, "k"); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("submitted without the partner: %v", err)
		}
	})
}

func TestAPartnerThatIsRemovedWhileTypingSeesNothingAndKeepsTheText(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a, secret := w.partnered()
		do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: secret, Organisation: w.theirs})
		must(t, w.saves(w.other, a.ID, "partners/1/role", "Написано преди."))
		do(t, w, application.RemovePartner, w.maria, application.OfPartner{Application: a.ID, Partner: w.only(a.ID).ID})
		for _, path := range []string{"", "/part", "/print", "/comments", "/changes?since=0", "/history"} {
			if got := w.get(w.other, "/applications/"+a.ID+path); got.status != http.StatusNotFound {
				t.Errorf("a removed partner reads %q: %d", path, got.status)
			}
		}
		if err := w.saves(w.other, a.ID, "partners/1/role", "x"); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("a removed partner writes: %v", err)
		}
		got := w.post(w.other, "/applications/"+a.ID+"/part", values("partners/1/role", "Написано след.", "-seen", "1000"))
		if got.status != http.StatusConflict || !strings.Contains(got.body, "Написано след.") || strings.Contains(got.body, "Билки от Балкана") {
			t.Errorf("what was typed is lost: %d", got.status)
		}
		written, err := application.History(w.Door.Reader(t.Context()), a.ID, "partners", application.Latest)
		if must(t, err); !slices.ContainsFunc(written, func(e application.Written) bool {
			return e.Value == "Написано преди." && e.By == w.other.ID
		}) {
			t.Error("the history has lost what the partner wrote")
		}
	})
}

func TestTheWayOfAPartnerThroughItsPages(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(with("partners/1/name", "Друго сдружение"))
	base := "/applications/" + a.ID
	if got := w.post(w.maria, base+"/partners", values("row", "1", "email-1", "no address")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "no address") {
		t.Errorf("an address that is none: %d", got.status)
	}
	if got := w.post(w.maria, base+"/partners", values("row", "9", "email-9", "a@example.org")); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a row that is not there: %d", got.status)
	}
	if got := w.get(w.maria, base+"/partners"); !strings.Contains(got.body, `action="`+base+`/partners"`) {
		t.Error("the page offers no invitation for the row")
	}
	secret := w.invites(a.ID, "1")
	if got := w.get(w.maria, base+"/partners"); !strings.Contains(got.body, "Поканен") || !strings.Contains(got.body, "other@example.org") {
		t.Error("the page does not say who was invited")
	}
	w.Set(testNow(w).Add(31 * 24 * time.Hour))
	if got := w.get(w.other, "/taking-part/"+secret); got.status == http.StatusOK {
		t.Errorf("an invitation that has ended is offered: %d", got.status)
	}
	w.Set(testNow(w).Add(-31 * 24 * time.Hour))
	do(t, w, giving, w.maria, account.Grant{Person: w.other.ID, Role: account.Owner, Scope: w.theirs})
	if got := w.get(w.other, "/taking-part/"+secret); got.status != http.StatusOK || !strings.Contains(got.body, "Друго сдружение") {
		t.Fatal(got.status, got.body)
	}
	if got := w.post(w.other, "/taking-part/"+secret, values("organisation", w.theirs)); got.location != base {
		t.Fatal(got.status, got.body)
	}
	page := w.get(w.other, base+"/part")
	if !strings.Contains(page.body, `name="partners/1/name"`) || strings.Contains(page.body, `name="partners_why"`) || !strings.Contains(page.body, "000695235") {
		t.Fatal("the page of the part is not the partner's row", page.body)
	}
	if got := w.post(w.other, base+"/part", values("partners/1/role", "Пазар.", "title", "x", "-seen", "1000")); got.status != http.StatusSeeOther {
		t.Fatal(got.status, got.body)
	}
	w.post(w.other, base+"/partners/"+w.only(a.ID).ID+"/ready", nil)
	if got := w.get(w.maria, base+"/partners"); !strings.Contains(got.body, "Казва, че е готов") {
		t.Error("the applicant does not see that the partner is ready")
	}
	if got := w.get(w.other, "/applications"); !strings.Contains(got.body, "Билки от Балкана") {
		t.Error("the application is not among the partner's")
	}
	if got := w.get(w.maria, base+"/partners/"+w.only(a.ID).ID+"/remove"); got.status != http.StatusOK {
		t.Error(got.status)
	}
}

func testNow(w *world) time.Time { return w.Door.Now() }
