package review_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/review"
	"vekst/grants/review/reviewkit"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

var ctx = context.Background()

var style = reviewkit.Look{Words: look.Words(), Layout: look.Layout(), Assets: look.Assets()}

func world(t *testing.T, test func(t *testing.T, w *reviewkit.World)) {
	t.Helper()
	worldWith(t, "higher", test)
}

// worldWith is a world whose call has a tie policy, on both engines.
func worldWith(t *testing.T, tie string, test func(t *testing.T, w *reviewkit.World)) {
	t.Helper()
	testkit.Databases(t, reviewkit.Schemas(), func(t *testing.T, k *testkit.World) { test(t, reviewkit.Settle(t, k, tie, style)) })
}

func refused(t *testing.T, what string, err error, kind refusal.Kind, key string) {
	t.Helper()
	if refusal.KindOf(err) != kind || key != "" && !strings.Contains(err.Error(), key) {
		t.Errorf("%s: %v, want %s %s", what, err, kind, key)
	}
}

func TestRefusesToAssessBeforeClosing(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Set(w.Call.Window.Closes)
		_, err := review.Decide.Run(ctx, w.Door, w.Operator, review.Deciding{Application: a, Gate: "complete", Answer: review.Yes, Reason: "Seen."})
		refused(t, "a check at the closing moment", err, refusal.Closed, "before_closing")
		_, err = review.DrawAll.Run(ctx, w.Door, w.Operator, review.Drawing{Call: w.Call.ID, Due: w.Now().AddDate(0, 0, 9)})
		refused(t, "a draw at the closing moment", err, refusal.Closed, "before_closing")
		if _, page := w.Get(w.Operator, "/calls/"+w.Call.ID+"/assessment"); strings.Contains(page, "Herbs") {
			t.Error("the list shows an application before closing")
		}
	})
}

func TestRefusesACheckThatIsNotFinished(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		_, err := review.CloseCheck.Run(ctx, w.Door, w.Operator, a)
		refused(t, "closing without answers", err, refusal.Invalid, "gates_open")
		_, err = review.Decide.Run(ctx, w.Door, w.Operator, review.Deciding{Application: a, Gate: "in_time", Answer: review.No, Reason: " "})
		refused(t, "a no without reason", err, refusal.Invalid, "reason_empty")
		_, err = review.Decide.Run(ctx, w.Door, w.Operator, review.Deciding{Application: a, Gate: "complete", Answer: review.No, Reason: "A file is missing."})
		refused(t, "a no before the applicant was asked", err, refusal.Invalid, "clarify_first")
		ask := review.Deciding{Application: a, Gate: "complete", Answer: review.Clarify, Reason: "Send the file."}
		_, err = review.Decide.Run(ctx, w.Door, w.Operator, ask)
		w.Must(err)
		if got := w.Letters(); !slices.Equal(got, []string{"review.letter.clarify"}) {
			t.Errorf("letters %v", got)
		}
		ask.Answer = review.No
		_, err = review.Decide.Run(ctx, w.Door, w.Operator, ask)
		w.Must(err)
	})
}

func TestARejectedApplicantIsToldWhyAndCanAppeal(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Reject(a)
		if got := w.Letters(); !slices.Equal(got, []string{"review.letter.rejected"}) {
			t.Errorf("letters %v", got)
		}
		refused(t, "an expert for a rejected application", w.Assign(a, w.Experts[0]), refusal.Closed, "not_eligible")
		_, err := review.Uphold.Run(ctx, w.Door, w.Operator, review.Upholding{Application: a, Reason: "True."})
		refused(t, "the officer judging the own decision", err, refusal.Forbidden, "")
		_, err = review.Uphold.Run(ctx, w.Door, w.Second, review.Upholding{Application: a, Reason: "The date was misread."})
		w.Must(err)
		w.Must(w.Assign(a, w.Experts[0]))
		r, err := review.ResultOf(w.Reader(), a)
		w.Must(err)
		if r.Check.Verdict != review.Eligible || r.Check.AppealUntil.Sub(w.Now()).Hours() < 14*24 {
			t.Errorf("check %+v", r.Check)
		}
	})
}

func TestKeepsAnExpertAwayWhoIsTied(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00, "974 760 673")
		w.Eligible(a)
		partner, member := w.Experts[0], w.Experts[1]
		_, err := review.Affiliate.Run(ctx, w.Door, partner, review.Affiliation{Name: "Partneren AS", Number: "974760673"})
		w.Must(err)
		w.Must(giveMembership(w, member))
		refused(t, "an expert from the applicant's partner", w.Assign(a, partner), refusal.Forbidden, "tied")
		refused(t, "an expert from the applicant", w.Assign(a, member), refusal.Forbidden, "tied")
		draws, err := review.DrawAll.Run(ctx, w.Door, w.Operator, review.Drawing{Call: w.Call.ID, Seed: "7", Due: w.Now().AddDate(0, 0, 9)})
		w.Must(err)
		r, err := review.ResultOf(w.Reader(), a)
		w.Must(err)
		for _, s := range r.Sheets {
			if s.Assignment.Expert == partner.ID || s.Assignment.Expert == member.ID {
				t.Errorf("the lot gave it to a tied expert: %+v", draws)
			}
		}
		if len(r.Sheets) != 2 || draws.Seed != "7" {
			t.Errorf("%d experts, %+v", len(r.Sheets), draws)
		}
	})
}

// membership makes somebody a member of the world's organisation.
var membership = action.Define(action.Definition[[2]string, struct{}, struct{}]{
	Name: "reviewtest.member", Load: func(*action.Tx, [2]string) (struct{}, error) { return struct{}{}, nil },
	May: action.Program[struct{}](), When: action.AnyTime[struct{}](),
	Do: func(tx *action.Tx, in [2]string, _ struct{}) (struct{}, error) {
		tx.About("person", in[0])
		return struct{}{}, account.Give(tx, in[0], account.Reader, in[1])
	},
})

func giveMembership(w *reviewkit.World, who action.Actor) error {
	_, err := membership.Run(ctx, w.Door, action.System("test"), [2]string{who.ID, w.Organisation})
	return err
}

func TestAnAffiliationFoundLaterShutsTheApplication(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00, "974760673")
		w.Eligible(a)
		w.Must(w.Assign(a, w.Experts[0]))
		w.Declare(a, w.Experts[0])
		_, err := review.Affiliate.Run(ctx, w.Door, w.Experts[0], review.Affiliation{Name: "PARTNER"})
		w.Must(err)
		if status, page := w.Get(w.Experts[0], "/desk/"+a); status != http.StatusConflict || strings.Contains(page, "They pick herbs") {
			t.Errorf("%d: the application is still open", status)
		}
		refused(t, "the same expert again", w.Assign(a, w.Experts[0]), refusal.Forbidden, "tied")
	})
}

func TestKeepsRolesApart(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		for role, want := range map[string]string{account.Committee: "other_role", account.Operator: "other_role", account.Auditor: "other_role"} {
			refused(t, "an expert who is also "+role, w.Assign(a, w.Person("both-"+role, account.Expert, role)), refusal.Forbidden, want)
		}
		refused(t, "somebody who is no expert", w.Assign(a, w.Applicant), refusal.Forbidden, "not_expert")
		w.Must(w.Assign(a, w.Experts[0]))
		w.Declare(a, w.Experts[0])
		promoted := w.Experts[0]
		promoted.Grants = append(slices.Clone(promoted.Grants), action.Grant{Role: account.Committee, Scope: account.Programme})
		_, err := review.Score.Run(ctx, w.Door, promoted, review.Marking{Application: a, Criterion: "worth", Points: "5"})
		refused(t, "an expert who has joined the committee", err, refusal.Forbidden, "")
		_, err = review.Score.Run(ctx, w.Door, w.Experts[1], review.Marking{Application: a, Criterion: "worth", Points: "5"})
		refused(t, "an expert of another application", err, refusal.Missing, "")
		_, err = review.Decide.Run(ctx, w.Door, w.Experts[0], review.Deciding{Application: a, Gate: "complete", Answer: review.Yes, Reason: "x"})
		refused(t, "an expert at the check", err, refusal.Forbidden, "")
	})
}

func TestNobodyReadsBeforeDeclaring(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		expert := w.Experts[0]
		w.Must(w.Assign(a, expert))
		if _, page := w.Get(expert, "/desk/"+a); strings.Contains(page, "They pick herbs") || !strings.Contains(page, "Do you have a tie") {
			t.Error("the application is shown before the declaration")
		}
		_, err := review.Score.Run(ctx, w.Door, expert, review.Marking{Application: a, Criterion: "worth", Points: "5"})
		refused(t, "a score before declaring", err, refusal.Closed, "declare_first")
		_, err = review.Declare.Run(ctx, w.Door, expert, review.Declaring{Application: a, Interest: "family"})
		refused(t, "a conflict without words", err, refusal.Invalid, "reason_empty")
		w.Declare(a, expert)
		_, page := w.Get(expert, "/desk/"+a)
		if !strings.Contains(page, "They pick herbs") {
			t.Error("the application is not shown after the declaration")
		}
		for _, hidden := range []string{"Maria Secret", "Сдружение Елена", "000014014"} {
			if strings.Contains(page, hidden) {
				t.Errorf("a blind call shows %q to an expert", hidden)
			}
		}
	})
}

func TestAConflictShutsTheApplicationAtOnceAndFreesThePlace(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		w.Must(w.Assign(a, w.Experts[0]))
		w.Declare(a, w.Experts[0])
		_, err := review.Declare.Run(ctx, w.Door, w.Experts[0], review.Declaring{Application: a, Interest: "family", Words: "My sister joined."})
		w.Must(err)
		if status, page := w.Get(w.Experts[0], "/desk/"+a); status != http.StatusConflict || strings.Contains(page, "They pick herbs") {
			t.Errorf("%d: the application is still open", status)
		}
		_, err = review.Score.Run(ctx, w.Door, w.Experts[0], review.Marking{Application: a, Criterion: "worth", Points: "5"})
		refused(t, "a score after stepping back", err, refusal.Closed, "recused")
		refused(t, "the same expert again", w.Assign(a, w.Experts[0]), refusal.Conflict, "been_there")
		w.Must(w.Assign(a, w.Experts[1]))
		w.Must(w.Assign(a, w.Experts[2]))
		refused(t, "a third expert nobody asked for", w.Assign(a, w.Experts[3]), refusal.Conflict, "no_place")
	})
}

func TestALockedScoreCannotChange(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		expert := w.Experts[0]
		w.Must(w.Assign(a, expert))
		w.Declare(a, expert)
		mark := review.Marking{Application: a, Criterion: "worth", Points: "100,01"}
		for typed, key := range map[string]string{"100,01": "points_above", "-1": "points_below", "7.125": "points_decimals", "ten": "points_number"} {
			mark.Points = typed
			_, err := review.Score.Run(ctx, w.Door, expert, mark)
			refused(t, typed, err, refusal.Invalid, key)
		}
		mark.Points = "82,5"
		_, err := review.Score.Run(ctx, w.Door, expert, mark)
		w.Must(err)
		_, err = review.Lock.Run(ctx, w.Door, expert, a)
		refused(t, "locking without reasons", err, refusal.Invalid, "reason_missing")
		w.Fill(a, expert, 80)
		_, err = review.Lock.Run(ctx, w.Door, expert, a)
		w.Must(err)
		_, err = review.Score.Run(ctx, w.Door, expert, mark)
		refused(t, "a score after locking", err, refusal.Closed, "locked")
		_, err = review.Lock.Run(ctx, w.Door, expert, a)
		refused(t, "locking twice", err, refusal.Closed, "locked")
		_, err = review.Declare.Run(ctx, w.Door, expert, review.Declaring{Application: a, Interest: "family", Words: "Late."})
		refused(t, "stepping back after locking", err, refusal.Closed, "locked")
		if status, _ := w.Post(expert, "/desk/"+a+"/scores", url.Values{"points-worth": {"1"}, "reason-worth": {"x"}}); status != http.StatusConflict {
			t.Errorf("the page answers %d to a score after locking", status)
		}
	})
}

func TestWhatIsSentTooLateStaysOnThePageWithTheReason(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		expert := w.Experts[0]
		w.Must(w.Assign(a, expert))
		typed := url.Values{"points-worth": {"41,5"}, "reason-worth": {"Typed on the other page"}, "then": {"stay"}}
		late := func(what, address string, form url.Values, wants ...string) {
			t.Helper()
			status, page := w.Post(expert, address, form)
			if status != http.StatusConflict {
				t.Errorf("%s: the page answers %d", what, status)
			}
			for _, want := range wants {
				if !strings.Contains(page, want) {
					t.Errorf("%s: %q is not on the page", what, want)
				}
			}
		}
		late("before the declaration", "/desk/"+a+"/scores", typed, "Say first whether anything ties you", "Typed on the other page", "41,5")
		w.Declare(a, expert)
		w.Fill(a, expert, 80)
		_, err := review.Lock.Run(ctx, w.Door, expert, a)
		w.Must(err)
		late("after locking", "/desk/"+a+"/scores", typed, "You have locked your score.", "is not saved", "Typed on the other page", "41,5", "They pick herbs")
		late("a conflict after locking", "/desk/"+a+"/declaration", url.Values{"interest": {"family"}, "words": {"My sister joined"}}, "You have locked your score.", "My sister joined")
		if status, _ := w.Get(expert, "/desk/"+a+"/conflict"); status != http.StatusSeeOther {
			t.Errorf("the form for a conflict is offered after locking: %d", status)
		}
		_, page := w.Get(expert, "/desk/"+a)
		if strings.Contains(page, "Typed on the other page") || strings.Contains(page, "41,5") {
			t.Error("what came too late was saved")
		}
	})
}

func TestAnExpertWhoSteppedBackOnAnotherPageIsToldOnTheDesk(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		expert := w.Experts[0]
		w.Must(w.Assign(a, expert))
		w.Declare(a, expert)
		_, err := review.Declare.Run(ctx, w.Door, expert, review.Declaring{Application: a, Interest: "family", Words: "My sister joined."})
		w.Must(err)
		status, page := w.Post(expert, "/desk/"+a+"/scores", url.Values{"points-worth": {"41,5"}, "reason-worth": {"Typed on the other page"}})
		for _, want := range []string{"You have stepped back from this application", "My assessments", "Typed on the other page", "41,5"} {
			if status != http.StatusConflict || !strings.Contains(page, want) {
				t.Errorf("%d: %q is not on the page", status, want)
			}
		}
		if strings.Contains(page, "They pick herbs") {
			t.Error("the application is still open")
		}
		if status, page := w.Post(w.Experts[1], "/desk/"+a+"/scores", url.Values{"reason-worth": {"x"}}); status != http.StatusNotFound || strings.Contains(page, "Herbs") {
			t.Errorf("%d: somebody without a place learns of it", status)
		}
	})
}

func TestWhatAnOfficerSendsAfterTheListIsFrozenStaysOnThePage(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		_, err := freezing.Run(ctx, w.Door, w.Operator, w.Call.ID)
		w.Must(err)
		status, page := w.Post(w.Operator, "/assessment/"+a+"/check", url.Values{"answer-complete": {"yes"}, "reason-complete": {"I have seen every page"}})
		if status != http.StatusConflict || !strings.Contains(page, "The list is frozen") || !strings.Contains(page, "I have seen every page") {
			t.Errorf("%d: what was typed is gone", status)
		}
	})
}

// freezing closes an assessment, as a frozen list does.
var freezing = action.Define(action.Definition[string, struct{}, struct{}]{
	Name: "review.test.freeze",
	Load: func(*action.Tx, string) (struct{}, error) { return struct{}{}, nil },
	May:  action.SignedIn[struct{}](),
	When: action.AnyTime[struct{}](),
	Do: func(tx *action.Tx, call string, _ struct{}) (struct{}, error) {
		tx.About("call", call)
		return struct{}{}, review.Close(tx, call)
	},
})

func TestTheOtherExpertsScoreStaysHidden(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		w.Scored(a, 87)
		w.Must(w.Assign(a, w.Experts[1]))
		w.Declare(a, w.Experts[1])
		for _, address := range []string{"/desk", "/desk/" + a, "/assessment/" + a, "/calls/" + w.Call.ID + "/assessment"} {
			if _, page := w.Get(w.Experts[1], address); strings.Contains(page, "Worth 87") || strings.Contains(page, ">87<") {
				t.Errorf("%s shows the other expert's score", address)
			}
		}
		if _, page := w.Get(w.Operator, "/assessment/"+a); !strings.Contains(page, "87") {
			t.Error("the operator does not see a locked score")
		}
		if status, _ := w.Get(w.Experts[2], "/desk/"+a); status != http.StatusNotFound {
			t.Errorf("an expert guessing an address gets %d", status)
		}
	})
}

func TestScoresBecomeOneByTheCallsPolicy(t *testing.T) {
	type assessed struct {
		scores  []int
		waiting review.Waiting
		score   string
	}
	everywhere := []assessed{
		{[]int{100, 70}, "", "85"},
		{[]int{100, 69}, review.ForThird, ""},
		{[]int{100, 69, 75}, "", "72"},
		{[]int{90, 50, 80}, "", "85"},
		{[]int{60, 70}, "", "65"},
		{[]int{0, 0}, "", "0"},
		{[]int{0, 1}, review.ForThird, ""},
	}
	for tie, tied := range map[string]assessed{
		"higher":    {[]int{80, 40, 60}, "", "70"},
		"lower":     {[]int{80, 40, 60}, "", "50"},
		"committee": {[]int{80, 40, 60}, review.ForCommittee, ""},
	} {
		worldWith(t, tie, func(t *testing.T, w *reviewkit.World) {
			for _, c := range append(slices.Clone(everywhere), tied) {
				a := w.Apply("Herbs", 10_000_00)
				w.Eligible(a)
				w.Scored(a, c.scores...)
				r, err := review.ResultOf(w.Reader(), a)
				w.Must(err)
				score := ""
				if r.Outcome.Settled {
					score = review.Plain(r.Outcome.Twice)
				}
				if r.Waiting != c.waiting || score != c.score {
					t.Errorf("%s %v: waiting %q, score %q; want %q, %q", tie, c.scores, r.Waiting, score, c.waiting, c.score)
				}
			}
			if !slices.Contains(w.Told(), "review.told.third") {
				t.Error("operators were not told that a third expert is required")
			}
			a := w.Apply("Herbs", 10_000_00)
			w.Eligible(a)
			w.Scored(a, 60, 70)
			refused(t, "a third reader of 60 and 70", w.Assign(a, w.Experts[2]), refusal.Conflict, "no_place")
		})
	}
}

func TestTheCommitteeChoosesWhereTheCallSaysSo(t *testing.T) {
	worldWith(t, "committee", func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		choose := review.Choosing{Application: a, Choice: review.LowerPair, Reason: "The plan is thin."}
		_, err := review.Choose.Run(ctx, w.Door, w.Member, choose)
		refused(t, "a choice without a tie", err, refusal.Conflict, "nothing_to_choose")
		w.Scored(a, 80, 40, 60)
		_, err = review.Choose.Run(ctx, w.Door, w.Operator, choose)
		refused(t, "an operator in the committee's place", err, refusal.Forbidden, "")
		_, err = review.Choose.Run(ctx, w.Door, w.Member, review.Choosing{Application: a, Choice: review.LowerPair})
		refused(t, "a choice without reason", err, refusal.Invalid, "reason_empty")
		_, err = review.Choose.Run(ctx, w.Door, w.Member, choose)
		w.Must(err)
		r, err := review.ResultOf(w.Reader(), a)
		w.Must(err)
		if r.Waiting != "" || review.Plain(r.Outcome.Twice) != "50" {
			t.Errorf("%+v", r.Outcome)
		}
		_, err = review.Choose.Run(ctx, w.Door, w.Member, choose)
		refused(t, "choosing twice", err, refusal.Conflict, "nothing_to_choose")
	})
}

func TestTheAuditorSeesEverythingAndChangesNothing(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		w.Scored(a, 90)
		for _, address := range []string{"/calls/" + w.Call.ID + "/assessment", "/assessment/" + a} {
			if status, page := w.Get(w.Auditor, address); status != http.StatusOK || !strings.Contains(page, "Herbs") || strings.Contains(page, `method="post"`) {
				t.Errorf("%s: %d, or a form to change something", address, status)
			}
		}
		due := w.Now().AddDate(0, 0, 9)
		for name, run := range map[string]func() error{
			"decide": func() error {
				_, err := review.Decide.Run(ctx, w.Door, w.Auditor, review.Deciding{Application: a, Gate: "complete", Answer: review.Yes, Reason: "x"})
				return err
			},
			"close": func() error { _, err := review.CloseCheck.Run(ctx, w.Door, w.Auditor, a); return err },
			"uphold": func() error {
				_, err := review.Uphold.Run(ctx, w.Door, w.Auditor, review.Upholding{Application: a, Reason: "x"})
				return err
			},
			"assign": func() error {
				_, err := review.Assign.Run(ctx, w.Door, w.Auditor, review.Assigning{Application: a, Expert: w.Experts[1].ID, Due: due})
				return err
			},
			"draw": func() error {
				_, err := review.DrawAll.Run(ctx, w.Door, w.Auditor, review.Drawing{Call: w.Call.ID, Due: due})
				return err
			},
			"declare": func() error {
				_, err := review.Declare.Run(ctx, w.Door, w.Auditor, review.Declaring{Application: a, Interest: review.NoInterest})
				return err
			},
			"score": func() error {
				_, err := review.Score.Run(ctx, w.Door, w.Auditor, review.Marking{Application: a, Criterion: "worth", Points: "1"})
				return err
			},
			"lock": func() error { _, err := review.Lock.Run(ctx, w.Door, w.Auditor, a); return err },
			"choose": func() error {
				_, err := review.Choose.Run(ctx, w.Door, w.Auditor, review.Choosing{Application: a, Choice: review.LowerPair, Reason: "x"})
				return err
			},
			"affiliate": func() error {
				_, err := review.Affiliate.Run(ctx, w.Door, w.Auditor, review.Affiliation{Name: "x"})
				return err
			},
			"leave": func() error { _, err := review.Leave.Run(ctx, w.Door, w.Auditor, "x"); return err },
		} {
			if kind := refusal.KindOf(run()); kind != refusal.Forbidden && kind != refusal.Missing {
				t.Errorf("%s by an auditor: %q", name, kind)
			}
		}
	})
}

func TestTheCheckPageKeepsWhatWasTyped(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		status, page := w.Post(w.Operator, "/assessment/"+a+"/check", url.Values{"answer-complete": {"no"}, "reason-complete": {"A page is missing"}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "A page is missing") || !strings.Contains(page, `id="answer-complete-e"`) {
			t.Errorf("%d", status)
		}
		if !strings.Contains(page, "By the answers: yes") {
			t.Error("the program suggests nothing")
		}
		status, _ = w.Post(w.Operator, "/assessment/"+a+"/check", url.Values{"answer-complete": {"yes"}, "reason-complete": {"All there"}})
		if status != http.StatusSeeOther {
			t.Errorf("%d", status)
		}
		r, err := review.ResultOf(w.Reader(), a)
		if err != nil || len(r.Decisions) != 1 || r.Decisions[0].Answer != review.Yes {
			t.Errorf("%+v, %v", r.Decisions, err)
		}
		if status, page := w.Post(w.Operator, "/assessment/"+a+"/check", url.Values{"then": {"close"}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "still open") {
			t.Errorf("%d: the check was closed with questions open", status)
		}
	})
}

func TestTheDeskSavesAndLocksWithoutScript(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		w.Must(w.Assign(a, w.Experts[0]))
		w.Declare(a, w.Experts[0])
		form := url.Values{"points-worth": {"70,5"}, "reason-worth": {"Good need"}, "reason-partner": {""}, "then": {"lock"}}
		status, page := w.Post(w.Experts[0], "/desk/"+a+"/scores", form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "Good need") || !strings.Contains(page, "Points are missing for “Partner”.") {
			t.Errorf("%d: an unfinished sheet was not shown with what is missing", status)
		}
		form.Set("points-partner", "real")
		form.Set("reason-partner", "They do real work")
		if status, _ := w.Post(w.Experts[0], "/desk/"+a+"/scores", form); status != http.StatusSeeOther {
			t.Fatalf("%d", status)
		}
		r, err := review.ResultOf(w.Reader(), a)
		w.Must(err)
		if s := r.Sheets[0]; !s.Assignment.IsLocked() || s.Total.Points != 7550 || s.Total.Bonus != 500 {
			t.Errorf("%+v", s.Total)
		}
	})
}
