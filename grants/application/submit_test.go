package application_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

func TestRefusesASubmissionAMillisecondAfterClosing(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		w.Set(w.call.Window.Closes.Add(time.Millisecond))
		_, err := w.send(w.maria, a.ID, id.New())
		if refusal.KindOf(err) != refusal.Closed || !strings.Contains(err.Error(), "application.window.closed") {
			t.Fatalf("one millisecond late: %v", err)
		}
		w.Set(w.call.Window.Closes)
		s, err := w.send(w.maria, a.ID, id.New())
		if err != nil || !s.Received.Equal(w.call.Window.Closes) {
			t.Fatalf("at the closing moment: %v, %v", s.Received, err)
		}
	})
}

func TestRefusesASubmissionThatIsNotReady(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		for what, answers := range map[string]map[string]string{
			"a grant of 4,999": asking("4999"), "a grant of 200,001": asking("200 001"), "a site outside the ten": with("municipality", "SOF46"),
			"an end after the last day": with("ends", "2024-05-01"), "an amount that could be two": asking("12.500"), "nothing": {},
			"60,000 characters in a field of 2,000": with("need", strings.Repeat("ж", 60_000)),
		} {
			a := w.fill(answers)
			if _, err := w.send(w.maria, a.ID, id.New()); refusal.KindOf(err) != refusal.Invalid {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestALateOrAStrangersSubmissionIsRefusedForThatAndNotForItsComplaints(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(asking("4999"))
		if _, err := w.send(action.Actor{ID: "stranger"}, a.ID, id.New()); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("a stranger learns about the draft: %v", err)
		}
		w.Set(w.call.Window.Closes.Add(time.Millisecond))
		if _, err := w.send(w.maria, a.ID, id.New()); refusal.KindOf(err) != refusal.Closed {
			t.Errorf("late, and with something to correct: %v", err)
		}
	})
}

func TestTakesWhatTheCallAllows(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		for what, c := range map[string]struct {
			answers map[string]string
			cents   int64
		}{
			"a grant of 5,000": {asking("5 000"), 500_000}, "a grant of 200,000": {asking("200.000,00"), 20_000_000},
			"a seat in Sofia with jobs in Elena": {full(), 5_670_000},
			"0.1 and 0.2 more": {with("budget/3/heading", "travel", "budget/3/what", "Билет", "budget/3/quantity", "1", "budget/3/price", "0.1",
				"budget/4/heading", "travel", "budget/4/what", "Билет", "budget/4/quantity", "1", "budget/4/price", "0,2"), 5_670_030},
		} {
			s, err := w.send(w.maria, w.fill(c.answers).ID, id.New())
			if err != nil || s.Requested != c.cents {
				t.Errorf("%s: asked for %d, %v", what, s.Requested, err)
			}
		}
	})
}

func TestASecondSubmissionOfADoubleClickChangesNothing(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a, key := w.fill(full()), id.New()
		first, err := w.send(w.maria, a.ID, key)
		must(t, err)
		w.Set(w.call.Window.Closes.Add(time.Hour))
		if _, err := w.send(w.maria, a.ID, key); !application.IsSubmitted(err) {
			t.Fatalf("the second click: %v", err)
		}
		w.Set(w.call.Window.Closes.Add(-time.Hour))
		do(t, w, application.Reopen, w.maria, a.ID)
		if _, err := w.send(w.maria, a.ID, key); !application.IsSubmitted(err) {
			t.Fatalf("the same click after it was opened again: %v", err)
		}
		if kept, err := application.FindVersion(w.Reader(), a.ID, 1); err != nil || kept.Hash != first.Hash {
			t.Fatalf("the first version is %s, %v", kept.Hash, err)
		}
		if _, err := application.FindVersion(w.Reader(), a.ID, 2); refusal.KindOf(err) != refusal.Missing {
			t.Fatalf("a second version was made: %v", err)
		}
	})
}

func TestOthersCannotTouchAnApplication(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		operator := action.Actor{ID: "o", Grants: []action.Grant{{Role: account.Operator, Scope: a.Programme}}}
		auditor := action.Actor{ID: "a", Grants: []action.Grant{{Role: account.Auditor}}}
		try := func(who action.Actor) error {
			_, err := application.Save.Run(t.Context(), w.Door, who, saving(a.ID, map[string]string{"title": "Мое"}))
			return err
		}
		for what, c := range map[string]struct {
			who  action.Actor
			want refusal.Kind
		}{
			"somebody who guesses the address": {w.other, refusal.Missing}, "a reader of the organisation": {w.reader, refusal.Forbidden},
			"an operator, while it is a draft": {operator, refusal.Missing}, "an auditor, while it is a draft": {auditor, refusal.Missing},
			"nobody": {action.Nobody(), refusal.Missing},
		} {
			if err := try(c.who); refusal.KindOf(err) != c.want {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := w.send(w.maria, a.ID, id.New())
		must(t, err)
		if err := try(auditor); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("an auditor, once it is submitted: %v", err)
		}
		if err := try(w.maria); refusal.KindOf(err) != refusal.Closed {
			t.Errorf("its owner, once it is submitted: %v", err)
		}
	})
}

func TestFortySubmissionsAtOnceAreNumberedWithoutAGap(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		const many = 40
		var ids []string
		for range many {
			ids = append(ids, w.fill(full()).ID)
		}
		broken := w.fill(with("ends", "2024-05-01"))
		var wait sync.WaitGroup
		for _, a := range append(ids, broken.ID) {
			wait.Go(func() {
				if _, err := w.send(w.maria, a, id.New()); err != nil && a != broken.ID {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		all, err := application.Submissions(w.Reader(), w.call.ID)
		must(t, err)
		var numbers []string
		for _, s := range all {
			numbers = append(numbers, s.Number)
		}
		for n := range many {
			if want := fmt.Sprintf("BGLD-1.004-%04d", n+1); n >= len(numbers) || numbers[n] != want {
				t.Fatalf("no %s among %v", want, numbers)
			}
		}
		if len(numbers) != many {
			t.Errorf("%d numbers", len(numbers))
		}
	})
}

// oneEach publishes the small grants scheme with one application for a municipality.
func (w *world) oneEach() {
	w.t.Helper()
	file := strings.Replace(string(w.call.Bytes()), "id: job-creation-2022", "id: one-each", 1)
	file = strings.Replace(file, "  per_applicant: 1\n", "  per_applicant: 1\n  per_municipality: 1\n", 1)
	w.call = do(w.t, w, call.Publish, action.System("test"), call.Publication{File: []byte(file)})
	if w.call.Applicants.PerMunicipality != 1 {
		w.t.Fatal("the call takes more than one for a municipality")
	}
}

func TestOneApplicationForAMunicipalityThoughTwoAreSentAtOnce(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		w.oneEach()
		ids := []string{w.fill(full()).ID, w.fill(full()).ID, w.fill(full()).ID, w.fill(full()).ID}
		elsewhere := w.fill(with("municipality", "VAR09"))
		refused := make(chan error, len(ids))
		var wait sync.WaitGroup
		for _, a := range ids {
			wait.Go(func() {
				_, err := w.send(w.maria, a, id.New())
				refused <- err
			})
		}
		wait.Wait()
		close(refused)
		in := 0
		for err := range refused {
			if err == nil {
				in++
			} else if refusal.KindOf(err) != refusal.Conflict || !strings.Contains(err.Error(), "enough_municipality") {
				t.Error(err)
			}
		}
		if in != 1 {
			t.Errorf("%d got in", in)
		}
		if s, err := w.send(w.maria, elsewhere.ID, id.New()); err != nil || s.Number != "BGLD-1.004-0002" {
			t.Errorf("another municipality: %s %v", s.Number, err)
		}
	})
}

func TestOneApplicationOfAnApplicant(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		again := application.Beginning{Call: w.call.ID, Organisation: w.org, Lang: "bg"}
		if _, err := application.Start.Run(t.Context(), w.Door, w.maria, again); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("a second one is begun: %v", err)
		}
		do(t, w, application.Withdraw, w.maria, a.ID)
		do(t, w, application.Start, w.maria, again)
	})
}

func TestTheWholeOfLevskiIsTooLargeATargetAreaAndAPartOfItIsNot(t *testing.T) {
	concept := conceptCall(t)
	field := ""
	for _, s := range concept.Form.Sections {
		for _, f := range s.Fields {
			if f.Kind == call.Settlements {
				field = f.ID
			}
		}
	}
	whole, part := settlementsOf(t, "PVN16")
	for codes, tooMany := range map[string]bool{whole: true, part: false} {
		complained := false
		for _, c := range concept.Form.Complaints(call.Answers{field: codes}, application.World(), time.Now()) {
			complained = complained || c.Key == "call.complaint.too_many_inhabitants"
		}
		if complained != tooMany {
			t.Errorf("%d settlements: complained is %v", strings.Count(codes, ",")+1, complained)
		}
	}
}

func TestASubmissionIsFrozenAndItsHashIsOfItsBytes(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		first, err := w.send(w.maria, a.ID, id.New())
		must(t, err)
		sum := sha256.Sum256(first.Content)
		if first.Hash != hex.EncodeToString(sum[:]) || first.Number != "BGLD-1.004-0001" || first.Version != 1 || first.Municipality != "VTR13" {
			t.Fatalf("%+v", first)
		}
		do(t, w, application.Reopen, w.maria, a.ID)
		do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "title", Value: "Друго", Rev: 99}}})
		if s, err := application.FindSubmission(w.Reader(), a.ID); err != nil || s.Hash != first.Hash {
			t.Fatalf("while it is open again the first version counts: %v", err)
		}
		second, err := w.send(w.maria, a.ID, id.New())
		must(t, err)
		if second.Number != first.Number || second.Version != 2 || second.Title != "Друго" || second.Hash == first.Hash {
			t.Fatalf("%+v", second)
		}
		do(t, w, application.Withdraw, w.maria, a.ID)
		if all, err := application.Submissions(w.Reader(), w.call.ID); err != nil || len(all) != 0 {
			t.Fatalf("withdrawn, yet %d count, %v", len(all), err)
		}
		if s, err := application.FindVersion(w.Reader(), a.ID, 1); err != nil || string(s.Content) != string(first.Content) {
			t.Fatalf("the first version has changed: %v", err)
		}
		mails, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE kind = 'mail'`)
		if err != nil || mails != 2 {
			t.Errorf("%d receipts in the mail, %v", mails, err)
		}
	})
}

func TestPartiesAreTheApplicantAndThePartners(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(with("partners/1/name", "Fjellvik kommune", "partners/1/registration", "971032146", "partners/1/kind", "municipality", "partners/1/country", "NO",
		"partners/1/role", "Gir råd", "partners_why", "Опит."))
	answers, err := application.Answers(w.Reader(), a.ID)
	must(t, err)
	typed := call.Answers{}
	for _, one := range answers {
		typed[one.Path] = one.Value
	}
	content, err := w.call.Form.Document(typed, application.World(), w.Now())
	must(t, err)
	got := application.Parties(w.call.Definition, content)
	want := []application.Party{{Name: "Еленски билки", Number: "000093442", Country: "BG"}, {Name: "Fjellvik kommune", Number: "971032146", Country: "NO"}}
	if !slices.Equal(got, want) {
		t.Errorf("parties are %v", got)
	}
	for _, blind := range []bool{true, false} {
		shown := fmt.Sprint(application.Answered(w.call.Definition, content, "bg", blind))
		if strings.Contains(shown, "maria@example.org") == blind {
			t.Errorf("blind is %v: %s", blind, shown)
		}
	}
}
