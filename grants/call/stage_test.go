package call_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/period"
)

func TestTheStageOfACallFollowsFromWhatHappened(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2027, 1, n, 12, 0, 0, 0, time.UTC) }
	life := call.Life{Published: day(1), Window: period.Window{Opens: day(5), Closes: day(10), Zone: "UTC"}, Decision: day(20)}
	decided, archived := life, life
	decided.Assessed = day(18)
	archived.Assessed, archived.Archived, archived.Consulted = day(18), day(25), day(1).AddDate(0, -1, 0)
	for name, c := range map[string]struct {
		life  call.Life
		now   time.Time
		stage call.Stage
		done  int
		of    int
	}{
		"announced":      {life, day(2), call.StageAnnounced, 0, 4},
		"open":           {life, day(5), call.StageOpen, 1, 4},
		"at the closing": {life, day(10), call.StageOpen, 1, 4},
		"closed":         {life, day(10).Add(time.Millisecond), call.StageClosed, 2, 4},
		"decided":        {decided, day(19), call.StageAssessed, 3, 4},
		"archived":       {archived, day(26), call.StageArchived, 5, 6},
	} {
		steps := c.life.Steps(c.now)
		done := 0
		for _, s := range steps {
			if s.IsDone {
				done++
			}
		}
		if c.life.Stage(c.now) != c.stage || done != c.done || len(steps) != c.of {
			t.Errorf("%s: %s, %d of %d done", name, c.life.Stage(c.now), done, len(steps))
		}
	}
	if steps := life.Steps(day(2)); !steps[3].IsExpected || !steps[3].At.Equal(day(20)) {
		t.Errorf("the decision is not expected: %+v", steps[3])
	}
	endless := call.Life{Published: day(1), Window: period.Window{Opens: day(5), Zone: "UTC"}}
	if steps := endless.Steps(day(9)); len(steps) != 3 || endless.Stage(day(9)) != call.StageOpen {
		t.Errorf("a call without end: %+v", steps)
	}
}

func TestAnArchivedCallLeavesTheListsAndKeepsItsAddress(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := shippedCall(t, "job-creation-2022")
		publish(t, w, d.Bytes(), before)
		publish(t, w, shippedCall(t, "concept-2020").Bytes(), before)
		archive := func(who action.Actor, in call.Archiving) error {
			_, err := call.Archive.Run(context.Background(), w.Door, who, in)
			return err
		}
		if err := archive(operator, call.Archiving{Call: d.ID}); refusal.KindOf(err) != refusal.Closed {
			t.Errorf("while it is open: %v", err)
		}
		w.Set(d.Window.Closes.AddDate(1, 0, 0))
		if err := archive(action.Actor{ID: "e", Grants: []action.Grant{{Role: account.Expert}}}, call.Archiving{Call: d.ID}); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("by an expert: %v", err)
		}
		if err := archive(operator, call.Archiving{Call: d.ID}); err != nil {
			t.Fatal(err)
		}
		if counts, err := call.Count(w.Reader(), w.Now(), ""); err != nil || counts != (call.Counts{Closed: 1, Archived: 1}) {
			t.Errorf("%+v, %v", counts, err)
		}
		if counts, err := call.Count(w.Reader(), w.Now(), "rabotni mesta"); err != nil || counts != (call.Counts{Archived: 1}) {
			t.Errorf("by a word: %+v, %v", counts, err)
		}
		for state, want := range map[period.State]string{period.Closed: "concept-2020", call.Archived: d.ID, "": "concept-2020"} {
			if found, err := call.List(w.Reader(), w.Now(), call.Wanted{State: state, Limit: 9}); err != nil || len(found) != 1 || found[0].ID != want {
				t.Errorf("%q: %v, %v", state, found, err)
			}
		}
		if _, err := call.Find(w.Reader(), d.ID); err != nil {
			t.Errorf("its address: %v", err)
		}
		if err := archive(operator, call.Archiving{Call: d.ID, Back: true}); err != nil {
			t.Fatal(err)
		}
		if counts, err := call.Count(w.Reader(), w.Now(), ""); err != nil || counts != (call.Counts{Closed: 2}) {
			t.Errorf("taken back: %+v, %v", counts, err)
		}
	})
}

func TestThePageOfACallShowsWhereItStands(t *testing.T) {
	w, s := filled(t)
	for l, says := range map[string]string{"bg": "Отворена за кандидатстване", "nb": "Åpen for søknader", "en": "Open for applications"} {
		if page := get(s, "/"+l+"/calls/job-creation-2022", "").Body.String(); !strings.Contains(page, says) {
			t.Errorf("%s: no %q", l, says)
		}
	}
	w.Set(shippedCall(t, "job-creation-2022").Window.Closes.AddDate(1, 0, 0))
	if a := submit(s, "expert", "/calls/job-creation-2022/archive"); a.Code != http.StatusForbidden {
		t.Errorf("an expert archives: %d", a.Code)
	}
	if a := submit(s, "operator", "/calls/job-creation-2022/archive"); a.Code != http.StatusSeeOther {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if list := get(s, "/en/calls?state=closed", "").Body.String(); strings.Contains(list, "/en/calls/job-creation-2022\"") || !strings.Contains(list, "state=archived") {
		t.Error("the list of closed calls still has it, or does not lead to the archive")
	}
	if list := get(s, "/en/calls?state=archived", "").Body.String(); !strings.Contains(list, "/en/calls/job-creation-2022\"") {
		t.Error("the archive has it not")
	}
	if page := get(s, "/en/calls/job-creation-2022", "").Body.String(); !strings.Contains(page, "Archived") {
		t.Error("its page does not say so")
	}
}
