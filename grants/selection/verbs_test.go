package selection_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"vekst/grants/review"
	"vekst/grants/review/reviewkit"
	"vekst/grants/selection"
	"vekst/look"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

var ctx = context.Background()

var style = reviewkit.Look{Words: look.Words(), Layout: look.Layout(), Assets: look.Assets()}

func world(t *testing.T, test func(t *testing.T, w *reviewkit.World)) {
	t.Helper()
	testkit.Databases(t, reviewkit.Schemas(selection.Feature()), func(t *testing.T, k *testkit.World) {
		test(t, reviewkit.Settle(t, k, "higher", style, selection.Feature()))
	})
}

func refused(t *testing.T, what string, err error, kind refusal.Kind, key string) {
	t.Helper()
	if refusal.KindOf(err) != kind || key != "" && !strings.Contains(err.Error(), key) {
		t.Errorf("%s: %v, want %s %s", what, err, kind, key)
	}
}

func seed(w *reviewkit.World) {
	w.T.Helper()
	_, err := selection.FixSeed.Run(ctx, w.Door, w.Operator, selection.Fixing{Call: w.Call.ID, Number: "4 8 15", How: text.Text{EN: "The numbers of the lottery"}})
	w.Must(err)
}

// assessed is a world with one application of each outcome: two funded, one in reserve, one below the threshold, one
// rejected.
func assessed(w *reviewkit.World) (applications []string) {
	w.T.Helper()
	seed(w)
	for _, c := range []struct {
		title  string
		cents  int64
		scores []int
	}{{"Best", 3_000_000_00, []int{95, 91}}, {"Good", 500_000_00, []int{80, 85}}, {"Late", 100_000_00, []int{70, 72}}, {"Weak", 50_000_00, []int{40, 45}}} {
		a := w.Apply(c.title, c.cents)
		w.Eligible(a)
		w.Scored(a, c.scores...)
		applications = append(applications, a)
	}
	out := w.Apply("Outside", 10_000_00)
	w.Reject(out)
	return append(applications, out)
}

func freeze(w *reviewkit.World) selection.Kept {
	w.T.Helper()
	k, err := selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
	w.Must(err)
	return k
}

func decide(w *reviewkit.World) selection.Kept {
	w.T.Helper()
	k := freeze(w)
	_, err := selection.Propose.Run(ctx, w.Door, w.Operator, w.Call.ID)
	w.Must(err)
	_, err = selection.Confirm.Run(ctx, w.Door, w.Member, selection.Confirming{Call: w.Call.ID, Hash: k.Hash})
	w.Must(err)
	return k
}

func TestRefusesToFreezeWhatIsNotComplete(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Best", 10_000_00)
		_, err := selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a list without seed", err, refusal.Conflict, "no_seed")
		seed(w)
		_, err = selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a list with an open check", err, refusal.Conflict, "incomplete")
		w.Eligible(a)
		w.Scored(a, 100, 69)
		_, err = selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a list while a third expert is required", err, refusal.Conflict, "incomplete")
		w.Must(w.Assign(a, w.Experts[2]))
		_, err = selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a list with a missing score", err, refusal.Conflict, "incomplete")
		if closed, err := review.IsClosed(w.Reader(), w.Call.ID); closed || err != nil {
			t.Errorf("a refused list closed the assessment: %v", err)
		}
		_, err = selection.Propose.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a decision without list", err, refusal.Conflict, "no_list")
		w.Set(w.Call.Window.Closes)
		_, err = selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a list before closing", err, refusal.Closed, "before_closing")
	})
}

func TestTheSeedIsFixedOnceAndCannotBeChosenLate(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Best", 10_000_00)
		w.Eligible(a)
		_, err := selection.FixSeed.Run(ctx, w.Door, w.Operator, selection.Fixing{Call: w.Call.ID})
		refused(t, "a seed from a log without checkpoint after closing", err, refusal.Conflict, "no_checkpoint")
		w.Scored(a, 80, 81)
		_, err = selection.FixSeed.Run(ctx, w.Door, w.Operator, selection.Fixing{Call: w.Call.ID, Number: "7"})
		refused(t, "a number after a score is known", err, refusal.Closed, "scores_known")
		for range 2 {
			if _, err := w.Sealer.Once(ctx); err != nil {
				t.Fatal(err)
			}
		}
		s, err := selection.FixSeed.Run(ctx, w.Door, w.Operator, selection.Fixing{Call: w.Call.ID, How: text.Text{EN: "Root of the log"}})
		w.Must(err)
		if size, root, ok := strings.Cut(s.Value, " "); !ok || size == "" || len(root) != 44 || s.How.EN != "Root of the log" {
			t.Errorf("seed %q, %q", s.Value, s.How.EN)
		}
		_, err = selection.FixSeed.Run(ctx, w.Door, w.Second, selection.Fixing{Call: w.Call.ID})
		refused(t, "a second seed", err, refusal.Conflict, "seed_fixed")
	})
}

func TestAFrozenListHoldsAndClosesTheAssessment(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		all := assessed(w)
		k := freeze(w)
		report, err := selection.Verify(bytes.NewReader(k.File))
		w.Must(err)
		if report.Difference != "" || report.SHA256 != k.Hash || report.Rows != 5 || report.Outcomes[selection.Funded] != 2 ||
			report.Outcomes[selection.Reserve] != 1 || report.Outcomes[selection.Below] != 1 || report.Outcomes[selection.Rejected] != 1 {
			t.Errorf("%+v", report)
		}
		changed := bytes.Replace(k.File, []byte(`"total": 95.00`), []byte(`"total": 94.00`), 1)
		if report, _ := selection.Verify(bytes.NewReader(changed)); report.Difference == "" {
			t.Error("a changed score was not found")
		}
		_, err = selection.FreezeList.Run(ctx, w.Door, w.Second, w.Call.ID)
		refused(t, "a second list", err, refusal.Conflict, "frozen_already")
		_, err = review.Uphold.Run(ctx, w.Door, w.Second, review.Upholding{Application: all[4], Reason: "x"})
		refused(t, "an appeal after freezing", err, refusal.Closed, "frozen")
		_, err = review.DrawAll.Run(ctx, w.Door, w.Operator, review.Drawing{Call: w.Call.ID, Due: w.Now().AddDate(0, 0, 9)})
		refused(t, "a draw after freezing", err, refusal.Closed, "frozen")
		_, err = selection.Reopen.Run(ctx, w.Door, w.Member, selection.Reopening{Call: w.Call.ID, Reason: " "})
		refused(t, "reopening without reason", err, refusal.Invalid, "reason_empty")
		_, err = selection.Reopen.Run(ctx, w.Door, w.Member, selection.Reopening{Call: w.Call.ID, Reason: "An appeal was right."})
		w.Must(err)
		_, err = review.Uphold.Run(ctx, w.Door, w.Second, review.Upholding{Application: all[4], Reason: "The date was misread."})
		w.Must(err)
		w.Scored(all[4], 90, 90)
		again := freeze(w)
		if again.Round != 2 || again.Hash == k.Hash {
			t.Errorf("round %d", again.Round)
		}
		taken, err := selection.TakenBack(w.Reader(), w.Call.ID)
		if err != nil || len(taken) != 1 || taken[0].Reason != "An appeal was right." || !bytes.Equal(taken[0].File, k.File) {
			t.Errorf("%d lists taken back, %v", len(taken), err)
		}
	})
}

func TestASecondPersonConfirms(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		assessed(w)
		k := freeze(w)
		confirm := selection.Confirming{Call: w.Call.ID, Hash: k.Hash}
		_, err := selection.Confirm.Run(ctx, w.Door, w.Member, confirm)
		refused(t, "confirming what nobody proposed", err, refusal.Conflict, "not_proposed")
		_, err = selection.Propose.Run(ctx, w.Door, w.Member, w.Call.ID)
		refused(t, "a member proposing", err, refusal.Forbidden, "")
		_, err = selection.Propose.Run(ctx, w.Door, w.Operator, w.Call.ID)
		w.Must(err)
		_, err = selection.Confirm.Run(ctx, w.Door, w.Operator, confirm)
		refused(t, "the same person", err, refusal.Forbidden, "same_person")
		_, err = selection.Confirm.Run(ctx, w.Door, w.Second, selection.Confirming{Call: w.Call.ID, Hash: "another"})
		refused(t, "another list than was seen", err, refusal.Conflict, "other_list")
		_, err = selection.Confirm.Run(ctx, w.Door, w.Watcher, confirm)
		refused(t, "an observer", err, refusal.Forbidden, "")
		if page := publicPage(t, w, "/en/results"); strings.Contains(page, w.Call.Title.EN) {
			t.Error("the result is public before it is confirmed")
		}
		_, err = selection.Confirm.Run(ctx, w.Door, w.Second, confirm)
		w.Must(err)
		_, err = selection.Reopen.Run(ctx, w.Door, w.Member, selection.Reopening{Call: w.Call.ID, Reason: "x"})
		refused(t, "reopening a decision", err, refusal.Conflict, "confirmed_already")
	})
}

func TestOfTwoWhoConfirmAtOnceOneIsFirst(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		assessed(w)
		k := freeze(w)
		_, err := selection.Propose.Run(ctx, w.Door, w.Operator, w.Call.ID)
		w.Must(err)
		var all sync.WaitGroup
		results := make(chan error, 2)
		for _, who := range []int{0, 1} {
			actor := w.Second
			if who == 1 {
				actor = w.Member
			}
			all.Go(func() {
				_, err := selection.Confirm.Run(ctx, w.Door, actor, selection.Confirming{Call: w.Call.ID, Hash: k.Hash})
				results <- err
			})
		}
		all.Wait()
		close(results)
		won := 0
		for err := range results {
			if err == nil {
				won++
			} else {
				refused(t, "who came second", err, refusal.Conflict, "confirmed_already")
			}
		}
		outcomes, err := selection.Outcomes(w.Reader(), w.Call.ID)
		letters := slices.DeleteFunc(w.Letters(), func(k string) bool {
			return !strings.HasPrefix(k, "selection.letter.")
		})
		if won != 1 || err != nil || len(outcomes) != 5 || len(letters) != 5 {
			t.Errorf("%d won, %d outcomes, %d letters, %v", won, len(outcomes), len(letters), err)
		}
	})
}

func TestADecisionReachesEverybody(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		all := assessed(w)
		decide(w)
		want := map[string]int{"funded": 2, "reserve": 1, "below_threshold": 1, "rejected": 1}
		for _, key := range w.Letters() {
			want[strings.TrimPrefix(key, "selection.letter.")]--
		}
		for _, outcome := range []string{"funded", "reserve", "below_threshold", "rejected"} {
			if want[outcome] != 0 {
				t.Errorf("%d letters %s are missing", want[outcome], outcome)
			}
		}
		for i, heading := range []string{"Your project gets the grant", "Your project gets the grant", "reserve list", "was not chosen", "rejected in the check"} {
			status, page := w.Get(w.Applicant, "/applications/"+all[i]+"/result")
			if status != http.StatusOK || !strings.Contains(page, heading) {
				t.Errorf("%d: the applicant is not told %q", status, heading)
			}
			if strings.Contains(page, "expert0") {
				t.Error("the result names an expert")
			}
		}
		_, page := w.Get(w.Applicant, "/applications/"+all[0]+"/result")
		if !strings.Contains(page, "Worth 95.") || !strings.Contains(page, "You can appeal until") {
			t.Error("the reasons or the appeal are missing")
		}
		if status, _ := w.Get(w.Person("stranger"), "/applications/"+all[0]+"/result"); status != http.StatusNotFound {
			t.Errorf("a stranger who guesses the address gets %d", status)
		}
	})
}

func publicPage(t *testing.T, w *reviewkit.World, address string) string {
	t.Helper()
	status, page := w.Get(w.Person("visitor"+strings.ReplaceAll(address, "/", "-")), address)
	if status != http.StatusOK {
		t.Fatalf("%s: %d", address, status)
	}
	return page
}

func TestThePublicResultNamesOnlyWhoGetsSomething(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		assessed(w)
		k := decide(w)
		base := "/results/" + w.Call.ID
		for _, l := range []string{"bg", "nb", "en"} {
			page := publicPage(t, w, "/"+l+base)
			for _, name := range []string{"Best", "Good", "Late", `v-inv`, "BGLD-1.004-0004"} {
				if !strings.Contains(page, name) {
					t.Errorf("%s: %s is missing", l, name)
				}
			}
			for _, name := range []string{"Weak", "Outside", "expert0", "Maria"} {
				if strings.Contains(page, name) {
					t.Errorf("%s: %s is public", l, name)
				}
			}
		}
		if page := publicPage(t, w, "/en"+base+"?outcome=funded&q=good"); strings.Contains(page, "Best") || !strings.Contains(page, "Good") {
			t.Error("the filter does not filter")
		}
		_, file := w.Get(w.Applicant, base+"/ranking.json")
		if file != string(k.File) {
			t.Error("the published list is not the frozen one")
		}
		_, table := w.Get(w.Applicant, base+"/results.csv")
		if strings.Contains(table, "Weak") || strings.Count(table, "\n") != 6 {
			t.Errorf("%s", table)
		}
		_, data := w.Get(w.Applicant, base+"/results.json")
		var decision struct {
			Results []struct{ Number, Organisation string }
		}
		if err := json.Unmarshal([]byte(data), &decision); err != nil || len(decision.Results) != 5 || decision.Results[3].Organisation != "" || decision.Results[0].Organisation != "Сдружение Елена" {
			t.Errorf("%+v, %v", decision, err)
		}
	})
}

func TestTheRankingShowsWhatItIsMadeOf(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		assessed(w)
		waiting := w.Apply("Unread", 10_000_00)
		_, page := w.Get(w.Operator, "/calls/"+w.Call.ID+"/ranking")
		for _, s := range []string{"Cut-line", "Threshold 60 points", "Experts: 95 · 91", "waits for the check", waiting} {
			if !strings.Contains(page, s) {
				t.Errorf("%q is missing", s)
			}
		}
		if strings.Contains(page, "Freeze this list") {
			t.Error("an incomplete list can be frozen")
		}
		if status, page := w.Post(w.Operator, "/calls/"+w.Call.ID+"/ranking/freeze", url.Values{}); status != http.StatusConflict || !strings.Contains(page, "One assessment is not complete") {
			t.Errorf("%d", status)
		}
		if status, _ := w.Get(w.Experts[0], "/calls/"+w.Call.ID+"/ranking"); status != http.StatusForbidden {
			t.Errorf("an expert sees the ranking: %d", status)
		}
	})
}

func TestTheAuditorChangesNothingOfADecision(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		assessed(w)
		k := freeze(w)
		call := w.Call.ID
		for name, run := range map[string]func() error{
			"fix seed": func() error {
				_, err := selection.FixSeed.Run(ctx, w.Door, w.Auditor, selection.Fixing{Call: call})
				return err
			},
			"freeze":  func() error { _, err := selection.FreezeList.Run(ctx, w.Door, w.Auditor, call); return err },
			"propose": func() error { _, err := selection.Propose.Run(ctx, w.Door, w.Auditor, call); return err },
			"confirm": func() error {
				_, err := selection.Confirm.Run(ctx, w.Door, w.Auditor, selection.Confirming{Call: call, Hash: k.Hash})
				return err
			},
			"reopen": func() error {
				_, err := selection.Reopen.Run(ctx, w.Door, w.Auditor, selection.Reopening{Call: call, Reason: "x"})
				return err
			},
		} {
			refused(t, name, run(), refusal.Forbidden, "")
		}
		if status, page := w.Get(w.Auditor, "/calls/"+call+"/ranking"); status != http.StatusOK || strings.Contains(page, `method="post"`) {
			t.Errorf("%d, or a form to change something", status)
		}
	})
}
