package application_test

import (
	"net/http"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

func TestRefusesCommentsOfStrangersAndWithoutWords(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		say := func(in application.Remark) error {
			_, err := application.Say.Run(t.Context(), w.Door, w.reader, in)
			return err
		}
		talk := do(t, w, application.Say, w.maria, application.Remark{Application: a.ID, Field: "need", Words: "Кой ще пише това?"})
		for what, in := range map[string]application.Remark{
			"a question that is not in the form": {Field: "moon", Words: "x"}, "a talk about another question": {Field: "title", Opening: talk, Words: "x"},
			"a talk that is not there": {Field: "need", Opening: "none", Words: "x"},
		} {
			in.Application = a.ID
			if err := say(in); refusal.KindOf(err) != refusal.Missing {
				t.Errorf("%s: %v", what, err)
			}
		}
		for what, in := range map[string]application.Remark{
			"nothing": {Words: " \n"}, "a book": {Words: strings.Repeat("я", application.CommentLimit+1)}, "a question to a stranger": {Words: "x", Asked: w.other.ID},
		} {
			in.Application, in.Field = a.ID, "need"
			if err := say(in); refusal.KindOf(err) != refusal.Invalid {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := application.Say.Run(t.Context(), w.Door, w.other, application.Remark{Application: a.ID, Field: "need", Words: "x"})
		_, resolved := application.ResolveComment.Run(t.Context(), w.Door, w.other, application.Resolving{Application: a.ID, Field: "need", Opening: talk})
		if refusal.KindOf(err) != refusal.Missing || refusal.KindOf(resolved) != refusal.Missing {
			t.Errorf("a stranger comments and resolves: %v, %v", err, resolved)
		}
		all, err := application.Comments(w.Door.Reader(t.Context()), a.ID, "")
		if must(t, err); len(all) != 1 {
			t.Errorf("%d comments", len(all))
		}
	})
}

// giving is what a person is given in an organisation, as its owner would.
var giving = action.Define(action.Definition[account.Grant, struct{}, struct{}]{Name: "test.give", May: action.Anyone[struct{}](), When: action.AnyTime[struct{}](),
	Load: func(*action.Tx, account.Grant) (struct{}, error) { return struct{}{}, nil },
	Do: func(tx *action.Tx, g account.Grant, _ struct{}) (struct{}, error) {
		tx.About("person", g.Person)
		return struct{}{}, account.Give(tx, g.Person, g.Role, g.Scope)
	}})

func TestATalkIsAnsweredResolvedAndOpenedByAnAnswer(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		do(t, w, giving, w.maria, account.Grant{Person: w.reader.ID, Role: account.Reader, Scope: w.org})
		r := w.Door.Reader(t.Context())
		talk := do(t, w, application.Say, w.maria, application.Remark{Application: a.ID, Field: "need", Words: "Колко са?", Asked: w.reader.ID})
		on := application.Resolving{Application: a.ID, Field: "need", Opening: talk}
		open := func() int {
			counted, err := application.OpenComments(r, a.ID)
			must(t, err)
			return counted["need"]
		}
		if open() != 1 {
			t.Fatal("the new talk is not open")
		}
		do(t, w, application.ResolveComment, w.reader, on)
		do(t, w, application.ResolveComment, w.maria, on)
		all, err := application.Comments(r, a.ID, "need")
		if must(t, err); open() != 0 || !all[0].IsResolved || all[0].TurnedBy != w.reader.ID {
			t.Fatalf("not resolved by the first who said so: %+v", all)
		}
		do(t, w, application.Say, w.reader, application.Remark{Application: a.ID, Field: "need", Opening: talk, Words: "Не, чакайте."})
		if open() != 1 {
			t.Error("an answer does not open the talk again")
		}
		do(t, w, application.ResolveComment, w.maria, on)
		do(t, w, application.ReopenComment, w.reader, on)
		if open() != 1 {
			t.Error("the talk does not open again")
		}
		told := func(kind, person string) int64 {
			n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM notices n JOIN notice_news w ON w.id = n.news WHERE w.kind = $1 AND n.person = $2`, kind, person)
			must(t, err)
			return n
		}
		if asked, heard, own := told("application.told.asked", w.reader.ID), told("application.told.commented", w.maria.ID), told("application.told.commented", w.reader.ID); asked != 1 || heard != 1 || own != 0 {
			t.Errorf("asked %d, heard of the answer %d, told of their own %d", asked, heard, own)
		}
	})
}

func TestCommentsStandAtTheirQuestionsAndAreNotSubmitted(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	path := "/applications/" + a.ID + "/comments/need"
	for _, p := range []string{path, "/applications/" + a.ID + "/comments"} {
		if got := w.get(w.other, p); got.status != http.StatusNotFound {
			t.Errorf("a stranger reads %s: %d", p, got.status)
		}
	}
	if got := w.post(w.reader, path, values("words", " ")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Напишете нещо") {
		t.Errorf("an empty comment: %d", got.status)
	}
	got := w.post(w.reader, path, values("words", "Кой ще го напише?"))
	if got.status != http.StatusSeeOther {
		t.Fatal(got.status, got.body)
	}
	_, talk, _ := strings.Cut(got.location, "#")
	for p, want := range map[string]string{
		path: "Кой ще го напише?", "/applications/" + a.ID: "1 отворен коментар", "/applications/" + a.ID + "/check": "1 коментар още е отворен",
		"/applications/" + a.ID + "/comments": "Кой ще го напише?", "/applications/" + a.ID + "/sections/" + sectionWith(w.call, "need"): "1 отворен коментар",
	} {
		if got := w.get(w.maria, p); !strings.Contains(got.body, want) {
			t.Errorf("%s does not say %q: %d %s", p, want, got.status, got.body)
		}
	}
	if got := w.post(w.maria, path+"/"+talk, values("words-"+talk, "")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "words-"+talk+"-e") {
		t.Errorf("an empty answer: %d", got.status)
	}
	w.post(w.maria, path+"/"+talk, values("words-"+talk, "Аз."))
	w.post(w.maria, path+"/"+talk+"/resolve", nil)
	if got := w.get(w.maria, "/applications/"+a.ID+"/comments"); strings.Contains(got.body, "Кой ще го напише?") {
		t.Error("a resolved talk is among the open ones")
	}
	if got := w.get(w.maria, "/applications/"+a.ID+"/comments?show=all"); !strings.Contains(got.body, "Аз.") {
		t.Error("a resolved talk is not among all")
	}
	s, err := w.send(w.maria, a.ID, "k")
	if must(t, err); strings.Contains(string(s.Content), "напише") {
		t.Error("a comment was submitted")
	}
}

// sectionWith is the section that asks a question.
func sectionWith(c call.Published, field string) string {
	for _, s := range c.Form.Sections {
		for _, f := range s.Fields {
			if f.ID == field {
				return s.ID
			}
		}
	}
	return ""
}
