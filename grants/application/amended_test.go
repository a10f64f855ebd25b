package application_test

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

var because = text.Text{BG: "Въпросът се повтаря.", NB: "Spørsmålet gjentas.", EN: "The question is repeated."}

// amendment is the small grants scheme without one question, one answer to choose and one column, with one question more
// and the help of one written anew.
func amendment(t testing.TB) []byte {
	t.Helper()
	shipped, err := call.Shipped()
	must(t, err)
	at := slices.IndexFunc(shipped, func(d call.Definition) bool { return d.ID == "job-creation-2022" })
	file := string(shipped[at].Bytes())
	cut := func(from, to string) {
		t.Helper()
		a := strings.Index(file, from)
		b := strings.Index(file[max(a, 0):], to)
		if a < 0 || b < 0 {
			t.Fatalf("the file has no %q before %q", from, to)
		}
		file = file[:a] + file[a+b:]
	}
	cut("      - id: risks\n", "      - id: lasting\n")
	cut("          - id: natural\n", "          - id: cultural\n")
	cut("          - id: wage\n", "        check:\n          - must: sum(posts")
	file = strings.Replace(file, "      - id: lasting\n", "      - id: neighbours\n        kind: short\n        label: {bg: Съседи, nb: Naboer, en: Neighbours}\n        required: true\n      - id: lasting\n", 1)
	file = strings.Replace(file, "          en: Where income will come from,", "          en: Say where income will come from,", 1)
	return []byte(file)
}

func (w *world) amend() call.Published {
	w.t.Helper()
	return do(w.t, w, call.Publish, action.System("test"), call.Publication{File: amendment(w.t), Reason: because})
}

// work does what waits in the outbox about calls.
func (w *world) work() {
	w.t.Helper()
	outbox.NewWorker(w.Door, application.Feature(options(w.folder, w.sealer)).Outbox, slog.New(slog.DiscardHandler)).Once(context.Background())
}

func (w *world) answers(id string) map[string]string {
	w.t.Helper()
	all, err := application.Answers(w.Reader(), id)
	must(w.t, err)
	byPath := map[string]string{}
	for _, a := range all {
		byPath[a.Path] = a.Value
	}
	return byPath
}

func (w *world) unasked(id string) map[string]string {
	w.t.Helper()
	all, err := application.UnaskedOf(w.Reader(), id)
	must(w.t, err)
	byPath := map[string]string{}
	for _, u := range all {
		byPath[u.Path] = u.Value
	}
	return byPath
}

func TestADraftMovesToTheNewVersionWithNothingDropped(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		before := w.answers(a.ID)
		w.amend()
		w.work()
		now, err := application.Find(w.Reader(), a.ID)
		must(t, err)
		if now.CallVersion != 2 || now.State != application.Draft {
			t.Fatalf("version %d, %s", now.CallVersion, now.State)
		}
		answers, unasked := w.answers(a.ID), w.unasked(a.ID)
		for path, value := range before {
			if value != "" && answers[path] != value && unasked[path] != value {
				t.Errorf("%s was %q and is nowhere", path, value)
			}
		}
		for _, path := range []string{"risks", "resource_kind", "posts/1/wage", "posts/2/wage"} {
			if unasked[path] != full()[path] || answers[path] != "" {
				t.Errorf("%s: %q is asked, %q is not", path, answers[path], unasked[path])
			}
		}
		if len(unasked) != 4 {
			t.Errorf("%v", unasked)
		}
		w.work() // a job that is repeated changes nothing
		if n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM audit_entries WHERE action = 'application.adopt'`); err != nil || n != 1 {
			t.Errorf("adopted %d times, %v", n, err)
		}
	})
}

// Somebody is typing in a question at the moment it is taken out. The text is kept, and they are told.
func TestWhatIsTypedInARemovedQuestionIsKept(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		w.amend() // the job has not come round yet
		saved := do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{
			{Path: "risks", Value: "Суша, и още нещо.", Rev: 99}, {Path: "people", Value: "Трима.", Rev: 99}}})
		if !slices.Equal(saved.Unasked, []string{"risks"}) {
			t.Errorf("told of %v", saved.Unasked)
		}
		if w.unasked(a.ID)["risks"] != "Суша, и още нещо." || w.answers(a.ID)["people"] != "Трима." {
			t.Errorf("%v", w.unasked(a.ID))
		}
		do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "risks", Value: "И още.", Rev: 99}}})
		do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "risks", Value: "", Rev: 99}}})
		if w.unasked(a.ID)["risks"] != "И още." {
			t.Errorf("emptying a question that is not asked lost %q", w.unasked(a.ID)["risks"])
		}
		_, err := application.Save.Run(context.Background(), w.Door, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "never", Value: "x"}}})
		if refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("what was never asked: %v", err)
		}
	})
}

func TestADraftOfAnOldVersionIsNotSubmittedUnseen(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		w.amend()
		if _, err := w.send(w.maria, a.ID, "1"); refusal.KindOf(err) != refusal.Conflict {
			t.Fatalf("%v", err)
		}
		answer := w.post(w.maria, "/applications/"+a.ID+"/submit", values("key", "2"))
		if answer.status != http.StatusConflict || !strings.Contains(answer.body, "Поканата беше променена, докато пишехте") {
			t.Errorf("%d", answer.status)
		}
		if !strings.Contains(answer.body, "Съседи") {
			t.Error("the page does not complain about the new question")
		}
		do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{
			{Path: "neighbours", Value: "Добри", Rev: 1}, {Path: "resource_kind", Value: "cultural", Rev: 1}}})
		s, err := w.send(w.maria, a.ID, "3")
		must(t, err)
		if s.CallVersion != 2 || strings.Contains(string(s.Content), "risks") || strings.Contains(string(s.Content), "wage") {
			t.Errorf("version %d: %s", s.CallVersion, s.Content)
		}
	})
}

func TestWhatWasSubmittedStaysOnItsVersionUntilItIsOpenedAgain(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		first, err := w.send(w.maria, a.ID, "1")
		must(t, err)
		w.amend()
		w.work()
		if now, err := application.Find(w.Reader(), a.ID); err != nil || now.CallVersion != 1 || now.State != application.Submitted {
			t.Fatalf("version %d, %s, %v", now.CallVersion, now.State, err)
		}
		if page := w.get(w.maria, "/applications/"+a.ID).body; !strings.Contains(page, "Поканата е променена, след като подадохте") {
			t.Error("the page does not say that the call has changed")
		}
		do(t, w, application.Reopen, w.maria, a.ID)
		if now, err := application.Find(w.Reader(), a.ID); err != nil || now.CallVersion != 2 || now.Standing != 1 {
			t.Errorf("version %d, standing %d, %v", now.CallVersion, now.Standing, err)
		}
		if stands, err := application.FindSubmission(w.Reader(), a.ID); err != nil || stands.Hash != first.Hash || stands.CallVersion != 1 {
			t.Errorf("what counts has changed: %v", err)
		}
	})
}

func TestEverybodyWhoWritesOrHasSubmittedIsToldOnce(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		w.fill(full()) // of the association
		w.fill(full()) // of another organisation of the same person
		do(t, w, application.Start, w.other, application.Beginning{Call: w.call.ID, Organisation: w.theirs, Lang: "nb"})
		told := func() int64 {
			n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE kind = 'mail' AND payload LIKE '%application.mail.%'`)
			must(t, err)
			return n
		}
		w.amend()
		w.work()
		if n := told(); n != 2 {
			t.Errorf("an amendment told %d people, there are 2", n)
		}
		do(t, w, call.Extend, action.System("test"), call.Extending{Call: w.call.ID, Closes: w.call.Window.Closes.AddDate(0, 0, 15), Reason: because})
		w.work()
		if n := told(); n != 4 {
			t.Errorf("after an extension there are %d letters, wanted 4", n)
		}
		_, err := action.Define(action.Definition[string, string, struct{}]{Name: "test.again" + t.Name(), May: action.Anyone[string](), When: action.AnyTime[string](),
			Load: func(_ *action.Tx, s string) (string, error) { return s, nil },
			Do: func(tx *action.Tx, _ string, s string) (struct{}, error) {
				tx.About("test", "1")
				return struct{}{}, tx.Tell(call.ChangedKind, call.Event{Call: s, Extension: 1})
			}}).Run(context.Background(), w.Door, action.System("test"), w.call.ID)
		must(t, err)
		if w.work(); told() != 4 {
			t.Error("a line of the outbox that came twice told people twice")
		}
	})
}

// The moment of receipt is held to the deadline in force, to the millisecond, whichever version a draft answers.
func TestAnExtensionIsADeadlineLikeAnyOther(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a, b := w.fill(full()), w.fill(full())
		to := w.call.Window.Closes.AddDate(0, 0, 15)
		do(t, w, call.Extend, action.System("test"), call.Extending{Call: w.call.ID, Closes: to, Reason: because})
		w.Set(w.call.Window.Closes.Add(time.Hour))
		if page := w.get(w.maria, "/applications/"+a.ID).body; !strings.Contains(page, "22\u00a0октомври 2022") {
			t.Error("the clock of the application does not show the new deadline")
		}
		w.Set(to)
		if _, err := w.send(w.maria, a.ID, "1"); err != nil {
			t.Errorf("at the deadline: %v", err)
		}
		w.Set(to.Add(time.Millisecond))
		if _, err := w.send(w.maria, b.ID, "1"); refusal.KindOf(err) != refusal.Closed {
			t.Errorf("a millisecond late: %v", err)
		}
	})
}

func TestTheDraftShowsWhatChangedUntilItHasBeenOpened(t *testing.T) {
	w := settle(t, testkit.SQLite(t, schemas()))
	a := w.fill(full())
	w.amend()
	w.work()
	home := w.get(w.maria, "/applications/"+a.ID).body
	for _, says := range []string{"Поканата беше променена:", "Вече не се пита", "Суша.", "Брутна месечна заплата", "980", "Природен", "#neighbours"} {
		if !strings.Contains(home, says) {
			t.Errorf("the page of the application has no %q", says)
		}
	}
	section, _, _ := strings.Cut(home, "#neighbours")
	section = section[strings.LastIndex(section, `href="`)+6:]
	if page := w.get(w.reader, section).body; !strings.Contains(page, "Този въпрос е променен") || !strings.Contains(page, "Нов въпрос: „Съседи“.") {
		t.Error("a changed question is not marked")
	}
	if page := w.get(w.maria, section).body; !strings.Contains(page, "Този въпрос е променен") {
		t.Error("a reader's look took the mark off")
	}
	if page := w.get(w.maria, section).body; strings.Contains(page, "Този въпрос е променен") {
		t.Error("the mark stays although the question has been opened")
	}
}

// Without script: the page of the form was open while the question was taken out, and is sent afterwards.
func TestAPageSentWithoutScriptKeepsWhatIsNoLongerAsked(t *testing.T) {
	w := settle(t, testkit.SQLite(t, schemas()))
	a := w.fill(full())
	w.amend()
	w.work()
	answer := w.post(w.maria, "/applications/"+a.ID+"/sections/plan", values("-seen", "1", "risks", "Написано без скрипт.", "people", "Двама ръководители.", "-do", "next"))
	if answer.status != http.StatusSeeOther || !strings.HasSuffix(answer.location, "#unasked") {
		t.Errorf("%d to %s", answer.status, answer.location)
	}
	if w.unasked(a.ID)["risks"] != "Написано без скрипт." {
		t.Errorf("%v", w.unasked(a.ID))
	}
}
