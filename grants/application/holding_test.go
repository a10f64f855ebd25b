package application_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"vekst/grants/application"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// alliance is an application with two partners, the first of which fills in its part, and with lines of everybody's.
func (w *world) alliance() application.Application {
	w.t.Helper()
	a := w.partnership("partners/1/country", "BG", "partners/2/name", "Hólar", "budget/3/heading", "staff", "budget/3/what", "Консултант", "budget/3/partner", "2", "budget/3/price", "100")
	do(w.t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: w.invites(a.ID, "1"), Organisation: w.theirs})
	return a
}

// writes saves as a page with script does that has seen everything there is.
func (w *world) writes(who action.Actor, id string, changes ...application.Change) error {
	a, err := application.Find(w.Reader(), id)
	must(w.t, err)
	for i := range changes {
		changes[i].Rev = a.Rev
	}
	_, err = application.Save.Run(w.t.Context(), w.Door, who, application.Saving{Application: id, Changes: changes})
	return err
}

func TestAPartnerChangesNoLineButItsOwn(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.alliance()
		before := w.answers(a.ID)
		for what, c := range map[string]application.Change{
			"the applicant's line": {Path: "budget/1/what", Value: "x"}, "another partner's line": {Path: "budget/3/price", Value: "1"},
			"the end of the applicant's line": {Path: "budget/1/what", Gone: true}, "whose the applicant's line is": {Path: "budget/1/partner", Value: "1"},
			"whose its own line is": {Path: "budget/2/partner", Value: "2"}, "its own line to the applicant": {Path: "budget/2/partner"},
			"where another's line stands": {Path: "budget/1/at", Value: "1.i"}, "a new line of another's": {Path: "budget/9/partner", Value: "2"},
		} {
			err := w.writes(w.other, a.ID, c, application.Change{Path: "budget/2/what", Value: "половин промяна"})
			if refusal.KindOf(err) != refusal.Invalid || !slices.ContainsFunc(refusal.Complaints(err), func(r refusal.Complaint) bool { return r.Field == c.Path }) {
				t.Errorf("a partner writes %s: %v", what, err)
			}
		}
		for what, path := range map[string]string{"the applicant's own money": "budget/own", "the grant": "budget/grant", "a step": "steps/1/step", "the title": "title"} {
			if err := w.writes(w.other, a.ID, application.Change{Path: path, Value: "x"}); refusal.KindOf(err) != refusal.Forbidden {
				t.Errorf("a partner writes %s: %v", what, err)
			}
		}
		reader := action.Actor{ID: w.reader.ID, Grants: []action.Grant{{Role: "reader", Scope: w.theirs}}}
		if err := w.writes(reader, a.ID, application.Change{Path: "budget/2/what", Value: "x"}); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("a reader of the partner writes in its line: %v", err)
		}
		if now := w.answers(a.ID); len(now) != len(before) || now["budget/2/what"] != before["budget/2/what"] {
			t.Errorf("something of what was refused is saved: %v", now)
		}
	})
}

func TestAPartnerAddsChangesAndRemovesItsOwnLines(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.alliance()
		must(t, w.writes(w.other, a.ID, application.Change{Path: "budget/2/what", Value: "Влак"}, application.Change{Path: "budget/m8/what", Value: "Преводач"}))
		now := w.answers(a.ID)
		if now["budget/2/what"] != "Влак" || now["budget/m8/what"] != "Преводач" || now["budget/m8/partner"] != "1" {
			t.Fatalf("the lines are not as the partner wrote them: %v", now)
		}
		cells := []string{"heading", "what", "partner", "activity", "quantity", "price"}
		var gone, again []application.Change
		for _, c := range cells {
			gone = append(gone, application.Change{Path: "budget/m8/" + c, Gone: true})
		}
		must(t, w.writes(w.other, a.ID, gone...))
		if now := w.answers(a.ID); now["budget/m8/what"] != "" || now["budget/m8/partner"] != "" {
			t.Errorf("the line is still there: %v", now)
		}
		again = append(again, application.Change{Path: "budget/m8/what", Value: "Преводач"})
		must(t, w.writes(w.other, a.ID, again...))
		if now := w.answers(a.ID); now["budget/m8/partner"] != "1" {
			t.Error("a line that was brought back is not the partner's")
		}
		must(t, w.writes(w.maria, a.ID, application.Change{Path: "budget/m8/price", Value: "77"}, application.Change{Path: "budget/2/partner", Value: "2"}))
		if err := w.writes(w.other, a.ID, application.Change{Path: "budget/2/what", Value: "x"}); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("a partner writes in a line that was given to another: %v", err)
		}
		must(t, w.writes(w.other, a.ID, application.Change{Path: "budget/m8/quantity", Value: "2"}))
		written, err := application.History(w.Reader(), a.ID, "budget", application.Latest)
		if must(t, err); !slices.ContainsFunc(written, func(e application.Written) bool { return e.Value == "Преводач" && e.By == w.other.ID }) {
			t.Error("the history does not say what the partner wrote")
		}
	})
}

func TestThePageOfAPartHasItsLinesAndNoOthers(t *testing.T) {
	w := settleSQLite(t)
	a := w.alliance()
	base := "/applications/" + a.ID
	page := w.get(w.other, base+"/part")
	for _, there := range []string{`name="budget/2/what"`, "Елена–Fjellvik", "data-sum=\"partner:1\"", "1 400,00"} {
		if !strings.Contains(strings.ReplaceAll(page.body, "\u00a0", " "), there) {
			t.Errorf("the page has no %s", there)
		}
	}
	for _, gone := range []string{"Ръководител", "Консултант", `name="budget/1/`, `name="budget/3/`, `name="budget/own"`, "budget/sheet", `for="budget/2/partner"`} {
		if strings.Contains(page.body, gone) {
			t.Errorf("the page of the part has %s", gone)
		}
	}
	if got := w.get(w.other, base+"/changes?since=0&section=part"); !strings.Contains(got.body, "budget/2/what") || strings.Contains(got.body, "budget/1/") || strings.Contains(got.body, "title") {
		t.Error("the page of the part is told of others' answers", got.body)
	}
	got := w.post(w.other, base+"/part", values("budget/z1/heading", "staff", "budget/z1/what", "Учител", "budget/z1/quantity", "1", "budget/z1/price", "200", "budget/z1/partner", "",
		"budget/own", "1", "-do", "add:budget", "-seen", "1000", "-was", ""))
	if got.status != http.StatusSeeOther || got.location != base+"/part?add=budget#budget" {
		t.Fatal(got.status, got.location, got.body)
	}
	if now := w.answers(a.ID); now["budget/z1/partner"] != "1" || now["budget/own"] != "2000" {
		t.Error("a line added without script is not the partner's", now)
	}
	if got := w.get(w.maria, base+"/sections/costs"); !strings.Contains(got.body, "Учител") {
		t.Error("the applicant does not see the partner's line")
	}
	got = w.post(w.other, base+"/part", values("-do", "remove:budget/1", "-seen", "1000", "-was", ""))
	if now := w.answers(a.ID); now["budget/1/what"] == "" {
		t.Error("a partner removed the applicant's line", got.status)
	}
	w.post(w.other, base+"/part", values("-do", "remove:budget/z1", "-seen", "1000", "-was", ""))
	if now := w.answers(a.ID); now["budget/z1/what"] != "" {
		t.Error("a partner cannot remove its own line")
	}
	must(t, w.writes(w.maria, a.ID, application.Change{Path: "budget/2/partner", Value: "2"}))
	got = w.post(w.other, base+"/part", values("budget/2/what", "Написано преди да го дадат", "-seen", "1000", "-was", ""))
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Написано преди да го дадат") || !strings.Contains(got.body, "вече не е Ваш") {
		t.Error("what was typed in a line that was given to another is lost", got.status)
	}
}

func TestThePeopleOfPartnersAreToldOfAmendmentsOnceEach(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		_, secret := w.partnered()
		letters := func(to string) int64 {
			n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE kind = 'mail' AND payload LIKE '%application.mail.amended%' AND payload LIKE $1`, "%"+to+"%")
			must(t, err)
			return n
		}
		do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: secret, Organisation: w.theirs})
		second := w.fill(with("partners/1/name", "Друго сдружение"))
		do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: w.invites(second.ID, "1"), Organisation: w.theirs})
		w.amend()
		w.work()
		w.work()
		if n := letters("other@example.org"); n != 1 {
			t.Errorf("the partner's people got %d letters", n)
		}
	})
}

func TestThePeopleOfARemovedPartnerAreToldNothing(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a, secret := w.partnered()
		do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: secret, Organisation: w.theirs})
		do(t, w, application.RemovePartner, w.maria, application.OfPartner{Application: a.ID, Partner: w.only(a.ID).ID})
		w.amend()
		w.work()
		n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE kind = 'mail' AND payload LIKE '%application.mail.amended%' AND payload LIKE '%other@example.org%'`)
		if must(t, err); n != 0 {
			t.Errorf("a partner that was removed got %d letters", n)
		}
	})
}
