package selection_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"vekst/grants/review"
	"vekst/grants/review/reviewkit"
	"vekst/grants/selection"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

// light is a call with the simpler selection that smaller grants may have: one expert, no reserve list.
func light(t *testing.T, test func(t *testing.T, w *reviewkit.World)) {
	t.Helper()
	testkit.Databases(t, reviewkit.Schemas(selection.Feature()), func(t *testing.T, k *testkit.World) {
		test(t, reviewkit.SettleBy(t, k, reviewkit.Rules{Alone: true, NoReserve: true}, style, selection.Feature()))
	})
}

// lightly is assessed with one score each: two funded, one without money, one below the threshold, one rejected.
func lightly(w *reviewkit.World) (applications []string) {
	w.T.Helper()
	seed(w)
	for _, c := range []struct {
		title string
		cents int64
		score int
	}{{"Best", 3_000_000_00, 95}, {"Good", 500_000_00, 80}, {"Late", 100_000_00, 70}, {"Weak", 50_000_00, 40}} {
		a := w.Apply(c.title, c.cents)
		w.Eligible(a)
		w.Scored(a, c.score)
		applications = append(applications, a)
	}
	out := w.Apply("Outside", 10_000_00)
	w.Reject(out)
	return append(applications, out)
}

func TestOneExpertAloneIsEnoughWhereTheCallSaysSo(t *testing.T) {
	light(t, func(t *testing.T, w *reviewkit.World) {
		seed(w)
		a := w.Apply("Best", 10_000_00)
		w.Eligible(a)
		_, err := selection.FreezeList.Run(ctx, w.Door, w.Operator, w.Call.ID)
		refused(t, "a list without any score", err, refusal.Conflict, "incomplete")
		drawn, err := review.DrawAll.Run(ctx, w.Door, w.Operator, review.Drawing{Call: w.Call.ID, Due: w.Now().AddDate(0, 0, 9)})
		if err != nil || drawn.Filled != 1 {
			t.Fatalf("the lot filled %d places, want 1: %v", drawn.Filled, err)
		}
		refused(t, "a second expert", w.Assign(a, w.Experts[3]), refusal.Conflict, "no_place")
		expert := w.Experts[0]
		for _, e := range w.Experts {
			if mine, err := review.Mine(w.Reader(), e.ID); err == nil && len(mine) == 1 {
				expert = e
			}
		}
		w.Declare(a, expert)
		w.Fill(a, expert, 77)
		if r, err := review.ResultOf(w.Reader(), a); err != nil || r.Waiting != review.ForScores {
			t.Errorf("before the lock it waits for %q, %v", r.Waiting, err)
		}
		_, err = review.Lock.Run(ctx, w.Door, expert, a)
		w.Must(err)
		r, err := review.ResultOf(w.Reader(), a)
		if err != nil || r.Waiting != "" || !r.Outcome.Settled || review.Plain(r.Outcome.Twice) != "77" || r.Outcome.ThirdRequired {
			t.Errorf("%q, %+v, %v", r.Waiting, r.Outcome, err)
		}
		refused(t, "a third expert", w.Assign(a, w.Experts[3]), refusal.Conflict, "no_place")
		for _, key := range w.Letters() {
			if strings.Contains(key, "third") || strings.Contains(key, "committee") {
				t.Errorf("a letter %s", key)
			}
		}
	})
}

func TestWithoutReserveListTheOthersAreRejectedForLackOfMoney(t *testing.T) {
	light(t, func(t *testing.T, w *reviewkit.World) {
		all := lightly(w)
		k := decide(w)
		report, err := selection.Verify(bytes.NewReader(k.File))
		w.Must(err)
		if report.Difference != "" || report.Outcomes[selection.Funded] != 2 || report.Outcomes[selection.NoMoney] != 1 ||
			report.Outcomes[selection.Reserve] != 0 || report.Outcomes[selection.Below] != 1 || report.Outcomes[selection.Rejected] != 1 {
			t.Errorf("%+v", report)
		}
		for old, new := range map[string]string{`"total": 95.00`: `"total": 94.00`, `"no_money"`: `"reserve"`, "  \"no_reserve\": true,\n": "", "  \"experts\": 1,\n": ""} {
			changed := bytes.Replace(k.File, []byte(old), []byte(new), 1)
			if report, err := selection.Verify(bytes.NewReader(changed)); err != nil || report.Difference == "" || bytes.Equal(changed, k.File) {
				t.Errorf("%s changed: %q, %v", old, report.Difference, err)
			}
		}
		if letters := strings.Join(w.Letters(), " "); strings.Count(letters, "selection.letter.no_money") != 1 || strings.Contains(letters, "reserve") {
			t.Errorf("letters %s", letters)
		}
		if o, err := selection.OutcomeOf(w.Reader(), all[2]); err != nil || o.Outcome != selection.NoMoney || o.Reserve != 0 || o.Rank != 3 {
			t.Errorf("%+v, %v", o, err)
		}
	})
}

func TestNoPageSpeaksOfASecondExpertOrOfAReserveThereIsNot(t *testing.T) {
	light(t, func(t *testing.T, w *reviewkit.World) {
		all := lightly(w)
		var pages []string
		see := func(page string) {
			t.Helper()
			pages = append(pages, page)
		}
		_, page := w.Get(w.Operator, "/calls/"+w.Call.ID+"/ranking")
		see(page)
		_, page = w.Get(w.Operator, "/calls/"+w.Call.ID+"/assessment")
		see(page)
		_, page = w.Get(w.Experts[0], "/desk/"+all[0])
		see(page)
		decide(w)
		status, page := w.Get(w.Applicant, "/applications/"+all[2]+"/result")
		if status != http.StatusOK || !strings.Contains(page, "but the money ran out") || !strings.Contains(page, "Worth 70.") {
			t.Errorf("%d: the applicant is not told", status)
		}
		see(page)
		public := publicPage(t, w, "/en/results/"+w.Call.ID)
		if !strings.Contains(public, "Rejected: no money left") || strings.Contains(public, "Late") {
			t.Error("the public page does not say why, or names who got nothing")
		}
		see(public)
		for i, page := range pages {
			for _, s := range []string{"both", "third", "Third", "two experts", "other expert", "each other", "The first two", "in reserve", "Reserve", "pairs"} {
				if strings.Contains(page, s) {
					t.Errorf("page %d says %q: …%s…", i, s, around(page, s))
				}
			}
		}
	})
}

func around(page, s string) string {
	at := strings.Index(page, s)
	return page[max(0, at-60):min(len(page), at+60)]
}
