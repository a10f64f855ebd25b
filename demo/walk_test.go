package demo

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/follow"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/platform/seal"
	"vekst/platform/testkit"
)

func walking(t *testing.T, test func(t *testing.T, w *testkit.World)) {
	schemas := []fs.FS{mail.Schema(), account.Feature(account.Options{}).Schema, notice.Feature().Schema, follow.Feature().Schema, municipality.Feature(municipality.Options{}).Schema, statistics.New().Feature().Schema, targeting.Feature().Schema, chosen.New().Feature().Schema, organisation.Feature().Schema, call.Feature(call.Options{}).Schema,
		application.Feature(application.Options{}).Schema, review.Feature().Schema, selection.Feature().Schema, resource.Feature(resource.Options{}).Schema, Feature(NewClock()).Schema}
	testkit.Databases(t, schemas, func(t *testing.T, w *testkit.World) {
		w.Set(Start)
		if err := Seed(context.Background(), w.Door, t.TempDir()); err != nil {
			t.Fatal(err)
		}
		test(t, w)
	})
}

// The walk of one demonstration an engine, from the decided concept call to the decision on the small grants scheme.
func TestTheWalk(t *testing.T) {
	walking(t, func(t *testing.T, w *testkit.World) {
		t.Run("The ten municipalities won and nobody else", func(t *testing.T) { theTenMunicipalitiesWonAndNobodyElse(t, w) })
		t.Run("Colleagues have nothing to do before the call closes", func(t *testing.T) { colleaguesHaveNothingToDoBeforeTheCallCloses(t, w) })
		t.Run("The draft can be finished with eleven answers and submitted", func(t *testing.T) { theDraftCanBeFinishedWithElevenAnswersAndSubmitted(t, w) })
		t.Run("A visitors own judgement is left alone", func(t *testing.T) { aVisitorsOwnJudgementIsLeftAlone(t, w) })
		t.Run("Colleagues bring the small grants scheme to a list with every outcome", func(t *testing.T) { colleaguesBringTheSmallGrantsSchemeToAListWithEveryOutcome(t, w) })
	})
}

func theTenMunicipalitiesWonAndNobodyElse(t *testing.T, w *testkit.World) {
	kept, err := selection.FindDecision(w.Reader(), conceptCall)
	if err != nil || kept.ProposedBy == kept.ConfirmedBy || kept.ConfirmedAt.In(sofia).Format(time.DateOnly) != "2020-10-30" {
		t.Fatalf("%+v, %v", kept, err)
	}
	report, err := selection.Verify(bytes.NewReader(kept.File))
	if err != nil || report.Difference != "" {
		t.Errorf("the list cannot be made again: %+v, %v", report, err)
	}
	outcomes, err := selection.Outcomes(w.Reader(), conceptCall)
	if err != nil || len(outcomes) != conceptsSent {
		t.Fatalf("%d outcomes, %v", len(outcomes), err)
	}
	won := map[string]bool{}
	for _, o := range outcomes {
		s, err := application.FindSubmission(w.Reader(), o.Application)
		if err != nil {
			t.Fatal(err)
		}
		if isTen := municipality.InTheTen(s.Municipality); isTen != (o.Outcome == selection.Funded) {
			t.Errorf("%s of %s: %s", s.Number, s.Municipality, o.Outcome)
		}
		if o.Outcome == selection.Funded {
			won[s.Municipality] = true
		}
	}
	if len(won) != 10 {
		t.Errorf("%d won", len(won))
	}
}

func colleaguesHaveNothingToDoBeforeTheCallCloses(t *testing.T, w *testkit.World) {
	if err := finishStage(context.Background(), w.Door, allStages); err != nil {
		t.Fatal(err)
	}
	results, err := review.Results(w.Reader(), grantsCall)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if len(r.Decisions) > 0 || len(r.Sheets) > 0 {
			t.Fatalf("%s was looked at while the call was open", r.Submission.Number)
		}
	}
}

func colleaguesBringTheSmallGrantsSchemeToAListWithEveryOutcome(t *testing.T, w *testkit.World) {
	ctx := context.Background()
	w.Set(day(2022, 10, 10, 9, 0))
	sealed := seal.New(w.DB, w.Door, "example.org/log", slog.New(slog.DiscardHandler))
	for _, s := range theStages {
		if err := finishStage(ctx, w.Door, s.name); err != nil {
			t.Fatal(err)
		}
		w.Set(w.Now().AddDate(0, 0, 7))
	}
	for n := 1; n > 0; {
		var err error
		if n, err = sealed.Once(ctx); err != nil {
			t.Fatal(err)
		}
	}
	decide(t, ctx, w)
	seen := map[selection.Outcome]int{}
	outcomes, err := selection.Outcomes(w.Reader(), grantsCall)
	if err != nil {
		t.Fatal(err)
	}
	var awarded int64
	for _, o := range outcomes {
		seen[o.Outcome]++
		awarded += o.Award
	}
	for _, o := range []selection.Outcome{selection.Funded, selection.Reserve, selection.Below, selection.Rejected} {
		if seen[o] == 0 {
			t.Errorf("no application is %s: %v", o, seen)
		}
	}
	if awarded > 352300000 || awarded < 300000000 {
		t.Errorf("%d cents of 3,523,000 euros were given", awarded)
	}
}

// decide is what a visitor does by hand at the end of the walk.
func decide(t *testing.T, ctx context.Context, w *testkit.World) {
	t.Helper()
	team, err := newTeam(ctx, w.Door, grantsCall)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := selection.FixSeed.Run(ctx, w.Door, team.actor("operator"), selection.Fixing{Call: grantsCall}); err != nil {
		t.Fatal(err)
	}
	kept, err := selection.FreezeList.Run(ctx, w.Door, team.actor("operator"), grantsCall)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := selection.Propose.Run(ctx, w.Door, team.actor("operator"), grantsCall); err != nil {
		t.Fatal(err)
	}
	if _, err := selection.Confirm.Run(ctx, w.Door, team.actor("second"), selection.Confirming{Call: grantsCall, Hash: kept.Hash}); err != nil {
		t.Fatal(err)
	}
}

func aVisitorsOwnJudgementIsLeftAlone(t *testing.T, w *testkit.World) {
	ctx := context.Background()
	w.Set(day(2022, 10, 10, 9, 0))
	team, err := newTeam(ctx, w.Door, grantsCall)
	if err != nil {
		t.Fatal(err)
	}
	submissions, err := application.Submissions(w.Reader(), grantsCall)
	if err != nil {
		t.Fatal(err)
	}
	mine := review.Deciding{Application: submissions[0].Application, Gate: "legal_person", Answer: review.No, Reason: "mine"}
	if _, err := review.Decide.Run(ctx, w.Door, team.actor("operator"), mine); err != nil {
		t.Fatal(err)
	}
	if err := finishStage(ctx, w.Door, "check"); err != nil {
		t.Fatal(err)
	}
	r, err := review.ResultOf(w.Reader(), submissions[0].Application)
	if err != nil || r.Check.Verdict != review.Rejected {
		t.Errorf("a colleague overruled the visitor: %+v, %v", r.Check, err)
	}
}

func theDraftCanBeFinishedWithElevenAnswersAndSubmitted(t *testing.T, w *testkit.World) {
	ctx := context.Background()
	draft, err := thing(w.Reader(), theDraft)
	if err != nil {
		t.Fatal(err)
	}
	a, err := application.Find(w.Reader(), draft)
	if err != nil {
		t.Fatal(err)
	}
	owner, err := account.FindByEmail(w.Reader(), Cast[0].Email)
	if err != nil {
		t.Fatal(err)
	}
	who := action.Actor{ID: owner.ID, Grants: []action.Grant{{Role: account.Owner, Scope: a.Organisation}}}
	if _, err := application.Send(ctx, w.Door, who, application.Sending{Application: draft, Key: "early"}); refusal.KindOf(err) != refusal.Invalid {
		t.Fatalf("the half-filled draft was taken: %v", err)
	}
	saving := application.Saving{Application: draft}
	for path, value := range map[string]string{"jobs_new": "6", "posts/2/wage": "820", "jobs_disadvantaged": "4", "ends": "2024-03-31",
		"lasting": "Продажбите покриват заплатите.", "economic": "free", "other_support": "none",
		"true_facts": "yes", "no_double": "yes", "no_debts": "yes", "publicity": "yes"} {
		saving.Changes = append(saving.Changes, application.Change{Path: path, Value: value, Rev: a.Rev})
	}
	if _, err := application.Save.Run(ctx, w.Door, who, saving); err != nil {
		t.Fatal(err)
	}
	if v, err := application.Send(ctx, w.Door, who, application.Sending{Application: draft, Key: "first"}); err != nil || v.Number != "BGLD-1.004-0105" {
		t.Errorf("%s, %v", v.Number, err)
	}
}
