package application_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

func TestAPersonAnswersASurveyInTheirOwnName(t *testing.T) {
	w := settleSQLite(t)
	w.Set(time.Date(2019, 8, 1, 9, 0, 0, 0, time.UTC))
	petar := action.Actor{ID: w.reader.ID}
	page := w.get(petar, "/calls/survey-2019/apply")
	if !strings.Contains(page.body, `value="myself"`) {
		t.Fatalf("nobody is offered to answer in their own name: %d %s", page.status, page.body)
	}
	a := w.post(petar, "/calls/survey-2019/apply", url.Values{"organisation": {"myself"}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	me, err := organisation.Myself(w.Reader(), petar)
	if err != nil || me == "" {
		t.Fatalf("%q, %v", me, err)
	}
	all, err := application.Of(w.Reader(), []string{me})
	if err != nil || len(all) != 1 || all[0].Call != "survey-2019" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestRefusesAPersonWhereTheCallIsForOrganisations(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		me := do(t, w, organisation.ActForMyself, w.reader, struct{}{})
		w.Set(w.call.Window.Opens.Add(time.Hour))
		actor := action.Actor{ID: w.reader.ID, Grants: []action.Grant{{Role: account.Owner, Scope: me}}}
		_, err := application.Start.Run(t.Context(), w.Door, actor, application.Beginning{Call: w.call.ID, Organisation: me, Lang: "bg"})
		if refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("a person applies for a grant: %v", err)
		}
		if page := w.get(actor, "/calls/"+w.call.ID+"/apply"); strings.Contains(page.body, "myself") {
			t.Error("it is offered")
		}
	})
}
