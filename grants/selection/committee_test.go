package selection_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vekst/grants/review/reviewkit"
	"vekst/grants/selection"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

func TestTheCommitteesChoiceIsMadeOnThePageAndStandsInTheList(t *testing.T) {
	testkit.Databases(t, reviewkit.Schemas(selection.Feature()), func(t *testing.T, k *testkit.World) {
		w := reviewkit.SettleBy(t, k, reviewkit.Rules{Tie: "committee"}, style, selection.Feature())
		seed(w)
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		w.Scored(a, 100, 60, 80)
		_, err := selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a list before the committee has chosen", err, refusal.Conflict, "incomplete")
		address := "/assessment/" + a + "/choice"
		if status, _ := w.Post(w.Operator, address, url.Values{"choice": {"lower"}, "choice-reason": {"x"}}); status != http.StatusForbidden {
			t.Errorf("an operator chooses for the committee: %d", status)
		}
		status, page := w.Post(w.Member, address, url.Values{"choice": {""}, "choice-reason": {"The plan is thin"}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "The plan is thin") {
			t.Errorf("%d: a choice of neither loses the reason", status)
		}
		if status, _ := w.Post(w.Member, address, url.Values{"choice": {"lower"}, "choice-reason": {" "}}); status != http.StatusUnprocessableEntity {
			t.Errorf("a choice without reason: %d", status)
		}
		if status, page := w.Post(w.Member, address, url.Values{"choice": {"lower"}, "choice-reason": {"The plan is thin"}}); status != http.StatusSeeOther {
			t.Fatalf("the choice: %d %s", status, page)
		}
		list := freeze(w)
		if !bytes.Contains(list.File, []byte(`"committee_choice": "lower"`)) || !bytes.Contains(list.File, []byte(`"score": 70.00`)) {
			t.Errorf("the list does not hold the choice:\n%s", list.File)
		}
		other := bytes.Replace(list.File, []byte(`"committee_choice": "lower"`), []byte(`"committee_choice": "higher"`), 1)
		for file, holds := range map[string]bool{string(list.File): true, string(other): false} {
			if report, err := selection.Verify(strings.NewReader(file)); err != nil || (report.Difference == "") != holds {
				t.Errorf("%q, %v, want it to hold: %v", report.Difference, err, holds)
			}
		}
	})
}

func TestAListIsReopenedOnThePageOnlyWithAReason(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		assessed(w)
		freeze(w)
		address := "/calls/" + w.Call.ID + "/ranking"
		if status, _ := w.Post(w.Auditor, address+"/reopen", url.Values{"reason": {"Because"}}); status != http.StatusForbidden {
			t.Errorf("an auditor reopens: %d", status)
		}
		status, page := w.Post(w.Member, address+"/reopen", url.Values{"reason": {strings.Repeat("a", 5000)}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, strings.Repeat("a", 5000)) {
			t.Errorf("%d: a reason that is too long is lost", status)
		}
		if status, _ := w.Post(w.Member, address+"/reopen", url.Values{"reason": {"  "}}); status != http.StatusUnprocessableEntity {
			t.Errorf("reopened without a reason: %d", status)
		}
		if status, _ := w.Post(w.Member, address+"/reopen", url.Values{"reason": {"An appeal was right"}}); status != http.StatusSeeOther {
			t.Fatalf("reopening: %d", status)
		}
		if _, page = w.Get(w.Operator, address); !strings.Contains(page, "An appeal was right") || !strings.Contains(page, "Freeze this list") {
			t.Error("the page does not show the list that was taken back with its reason, or cannot freeze again")
		}
		if status, _ := w.Post(w.Member, address+"/reopen", url.Values{"reason": {"Again"}}); status != http.StatusConflict {
			t.Errorf("a list that is not there is reopened: %d", status)
		}
	})
}

func TestARefusalIsSaidOnThePageOfTheListAndKeepsWhatWasTyped(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		w.Scored(a, 80, 81)
		address := "/calls/" + w.Call.ID
		status, page := w.Post(w.Operator, address+"/seed", url.Values{"number": {"4 8 15 16"}})
		if status != http.StatusConflict || !strings.Contains(page, "A score is known already") || !strings.Contains(page, "4 8 15 16") {
			t.Errorf("%d: a number that comes too late is lost, or the page does not say why", status)
		}
		status, page = w.Post(w.Operator, address+"/ranking/freeze", url.Values{})
		if status != http.StatusConflict || !strings.Contains(page, "Fix the seed of the draw first") || strings.Contains(page, "Something changed in the meantime") {
			t.Errorf("%d: a list without seed is not refused on its page", status)
		}
	})
}
