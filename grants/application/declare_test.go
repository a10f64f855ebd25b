package application_test

import (
	"net/http"
	"strings"
	"testing"

	"vekst/grants/application"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

func TestNobodyDeclaresForAPartnerButItsOwnPeople(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.alliance()
		in := application.Declaring{Application: a.ID, Field: "agrees"}
		reader := action.Actor{ID: w.reader.ID, Grants: []action.Grant{{Role: "reader", Scope: w.theirs}}}
		for what, who := range map[string]action.Actor{"the applicant": w.maria, "a reader of the partner": reader} {
			if _, err := application.Declare.Run(t.Context(), w.Door, who, in); refusal.KindOf(err) != refusal.Forbidden {
				t.Errorf("%s declares: %v", what, err)
			}
		}
		stranger := action.Actor{ID: w.reader.ID, Grants: []action.Grant{{Role: "owner", Scope: "nobody"}}}
		if _, err := application.Declare.Run(t.Context(), w.Door, stranger, in); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("a stranger declares: %v", err)
		}
		for what, who := range map[string]action.Actor{"the applicant": w.maria, "the partner": w.other} {
			if err := w.writes(who, a.ID, application.Change{Path: "agrees/1/by", Value: "Kari"}); err == nil {
				t.Errorf("%s types who declared", what)
			}
		}
		if _, err := application.Declare.Run(t.Context(), w.Door, w.other, application.Declaring{Application: a.ID, Field: "title"}); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("a partner declares what is no declaration: %v", err)
		}
		if now := w.answers(a.ID); now["agrees/1/by"] != "" {
			t.Error("something was declared", now)
		}
	})
}

func TestADeclarationSaysWhoGaveItForWhomAndWhen(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.alliance()
		base := "/applications/" + a.ID
		missing := func() (string, bool) {
			body := w.get(w.maria, base+"/check").body
			return body, strings.Contains(body, "„Fjellvik kommune“ още не е дал декларацията си")
		}
		if body, is := missing(); !is || !strings.Contains(body, "„Hólar“ още не е дал декларацията си") {
			t.Error("the check does not say whose declarations are missing")
		}
		if got := w.post(w.other, base+"/part", values("partners/1/role", "Ново", "-do", "declare:agrees", "-seen", "1000", "-was", "")); got.status != http.StatusSeeOther {
			t.Fatal(got.status, got.body)
		}
		now := w.answers(a.ID)
		if now["partners/1/role"] != "Ново" || now["agrees/1/by"] != "Other" || now["agrees/1/organisation"] != "Друго сдружение, BG 000695235" || now["agrees/1/at"] != "2022-10-01T09:00:00Z" {
			t.Errorf("the declaration says %v", now)
		}
		if _, is := missing(); is {
			t.Error("the check misses a declaration that was given")
		}
		for _, page := range []struct {
			who  action.Actor
			path string
		}{{w.maria, "/sections/idea"}, {w.maria, "/print"}, {w.other, "/part"}} {
			if got := w.get(page.who, base+page.path); !strings.Contains(got.body, "Друго сдружение, BG 000695235") {
				t.Errorf("%s does not say who declared: %d", page.path, got.status)
			}
		}
		if got := w.get(w.maria, base+"/sections/idea"); strings.Contains(got.body, "declare:agrees") {
			t.Error("the applicant is offered to declare for the partner")
		}
		w.post(w.other, base+"/part", values("-do", "undeclare:agrees", "-seen", "1000", "-was", ""))
		if _, is := missing(); !is {
			t.Error("a declaration that was taken back counts")
		}
	})
}

func TestADeclarationDoesNotOutliveItsPartner(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.alliance()
		do(t, w, application.Declare, w.other, application.Declaring{Application: a.ID, Field: "agrees"})
		do(t, w, application.RemovePartner, w.maria, application.OfPartner{Application: a.ID, Partner: w.only(a.ID).ID})
		if now := w.answers(a.ID); now["agrees/1/by"] != "" || now["agrees/1/organisation"] != "" {
			t.Error("what a removed partner declared stands", now)
		}
	})
}
