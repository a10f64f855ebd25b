package application_test

import (
	"strings"
	"testing"

	"vekst/grants/application"
	"vekst/platform/refusal"
)

func TestAnOrganisationWithAnotherNumberTakesNoPartUntilTheApplicantSaysSo(t *testing.T) {
	for what, written := range map[string][]string{"number": {"partners/1/registration", "000093442"}, "country": {"partners/1/country", "NO"}} {
		t.Run(what, func(t *testing.T) {
			bothEngines(t, func(t *testing.T, w *world) {
				a := w.fill(with(append(written, "partners/1/name", "Друго")...))
				secret := w.invites(a.ID, "1")
				accepting := application.PartnerAccepting{Secret: secret, Organisation: w.theirs}
				do(t, w, application.AcceptPartner, w.other, accepting)
				of := application.OfPartner{Application: a.ID, Partner: w.only(a.ID).ID}
				if got := w.get(w.other, "/applications/"+a.ID); got.status != 404 || strings.Contains(got.body, "Билки от Балкана") {
					t.Errorf("it sees the draft before the applicant has said so: %d", got.status)
				}
				if err := w.saves(w.other, a.ID, "partners/1/role", "x"); refusal.KindOf(err) != refusal.Missing {
					t.Errorf("it writes before the applicant has said so: %v", err)
				}
				if _, err := application.ConfirmPartner.Run(t.Context(), w.Door, w.other, of); refusal.KindOf(err) != refusal.Missing {
					t.Errorf("it confirms itself: %v", err)
				}
				if _, err := application.AcceptPartner.Run(t.Context(), w.Door, w.other, accepting); refusal.KindOf(err) != refusal.Closed {
					t.Errorf("it accepts twice: %v", err)
				}
				if got := w.get(w.maria, "/applications/"+a.ID+"/partners"); !strings.Contains(got.body, "Друго сдружение") || !strings.Contains(got.body, "/confirm") {
					t.Error("the applicant is not asked")
				}
				if got := w.post(w.maria, "/applications/"+a.ID+"/partners/"+of.Partner+"/confirm", nil); got.location == "" {
					t.Fatal(got.status, got.body)
				}
				if _, err := application.ConfirmPartner.Run(t.Context(), w.Door, w.maria, of); refusal.KindOf(err) != refusal.Conflict {
					t.Errorf("confirmed twice: %v", err)
				}
				if now := w.answers(a.ID); now["partners/1/registration"] != "000695235" || now["partners/1/country"] != "BG" || now["partners/1/name"] != "Друго сдружение" {
					t.Errorf("the row is not the organisation's: %v", now)
				}
				must(t, w.saves(w.other, a.ID, "partners/1/role", "Сега може."))
			})
		})
	}
}

func TestTheNumberOfTheRowIsKnownHoweverItIsTyped(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(with("partners/1/name", "Друго", "partners/1/country", "BG", "partners/1/registration", "000 695 235"))
		if id := do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: w.invites(a.ID, "1"), Organisation: w.theirs}); id != a.ID {
			t.Error("the organisation of the row must wait")
		}
	})
}
