package application_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/platform/action"
	"vekst/platform/testkit"
)

// stood is an answer as the script is told of it.
type stood struct {
	Path, Value, Seen string
	Rev               int64
	Disputed          bool
}

type told struct {
	Rev     int64
	Open    bool
	Answers []stood
	Here    []string
}

func (w *world) told(who action.Actor, r *http.Request) (told, int) {
	w.t.Helper()
	r.Header.Set("Accept", "application/json")
	got := w.ask(who, r)
	var t told
	if err := json.Unmarshal([]byte(got.body), &t); err != nil && got.status == http.StatusOK {
		w.t.Fatalf("%v in %s", err, got.body)
	}
	return t, got.status
}

// edits sends what a page with script does: rows of path, value, edit, seen, over, was.
func (w *world) edits(who action.Actor, id string, rows ...[6]string) (told, int) {
	w.t.Helper()
	form := url.Values{}
	for _, r := range rows {
		for i, name := range []string{"path", "value", "edit", "seen", "over", "was"} {
			form.Add(name, r[i])
		}
	}
	return w.send2(who, id, form)
}

func (w *world) send2(who action.Actor, id string, form url.Values) (told, int) {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/applications/"+id+"/answers", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.told(who, r)
}

func (w *world) changes(who action.Actor, id string, since int64, section string) told {
	w.t.Helper()
	t, status := w.told(who, httptest.NewRequest(http.MethodGet, fmt.Sprintf("/applications/%s/changes?since=%d&section=%s", id, since, section), nil))
	if status != http.StatusOK {
		w.t.Fatal(status)
	}
	return t
}

// ivo is a colleague of Maria's who writes too; the reader of the association becomes one.
func (w *world) ivo() action.Actor {
	w.reader.Grants = append(w.reader.Grants, action.Grant{Role: account.Editor, Scope: w.org})
	return w.reader
}

const fresh = `[0,0,""]`

func TestRefusesAnEditThatCannotBeRead(t *testing.T) {
	w := settleSQLite(t)
	a := w.begin()
	for what, row := range map[string][6]string{
		"a name without a number": {"title", "x", "a", "", "", fresh}, "a number below one": {"title", "x", "a.0", "", "", fresh},
		"a name only the program gives": {"title", "x", "01.1", "", "", fresh}, "what was seen is no clock": {"title", "x", "a.1", "!", "", fresh},
		"what was replaced is no clock": {"title", "x", "a.1", "", "a.b", fresh}, "a base that does not fit": {"title", "x", "a.1", "", "", `[5,0,""]`},
		"a base before the beginning": {"title", "x", "a.1", "", "", `[-1,0,""]`}, "a base that is none": {"title", "x", "a.1", "", "", `{`},
	} {
		if _, status := w.edits(w.maria, a.ID, row); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", what, status)
		}
	}
	form := values("path", "title", "value", "x", "edit", "a.1", "seen", "", "over", "", "was", fresh, "person", "somebodyelse")
	if _, status := w.send2(w.maria, a.ID, form); status != http.StatusUnauthorized {
		t.Errorf("what one person wrote was taken for another's: %d", status)
	}
	if _, status := w.told(w.other, httptest.NewRequest(http.MethodGet, "/applications/"+a.ID+"/changes?since=0", nil)); status != http.StatusNotFound {
		t.Errorf("a stranger is told of changes: %d", status)
	}
	for _, path := range []string{"/history", "/history/need"} {
		if got := w.get(w.other, "/applications/"+a.ID+path); got.status != http.StatusNotFound {
			t.Errorf("a stranger reads %s: %d", path, got.status)
		}
	}
}

func TestAMessageThatComesTwiceOrLateChangesNothing(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		first := [6]string{"need", "едно", "maria.1", "", "", fresh}
		second := [6]string{"need", "едно две", "maria.2", "", "maria.1", `[0,0,""]`}
		w.edits(w.maria, a.ID, second)
		for range 3 {
			got, status := w.edits(w.maria, a.ID, first)
			if status != http.StatusOK || got.Answers[0].Value != "едно две" || got.Answers[0].Disputed || got.Rev != 1 {
				t.Fatalf("%d %+v", status, got)
			}
		}
	})
}

func TestATextThatComesAfterTheOneThatReplacedItIsInTheHistory(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		w.edits(w.maria, a.ID, [6]string{"need", "нещо друго", "maria.2", "", "maria.1", fresh})
		for range 2 {
			w.edits(w.maria, a.ID, [6]string{"need", "първото", "maria.1", "", "", fresh})
		}
		all, err := application.History(w.Reader(), a.ID, "need", application.Latest)
		must(t, err)
		if len(all) != 2 || all[0].Value != "първото" {
			t.Errorf("%+v", all)
		}
		if got := find(t, w.changes(w.maria, a.ID, 0, "").Answers, "need"); got.Value != "нещо друго" {
			t.Errorf("%+v", got)
		}
	})
}

func TestWhatTwoPeopleWriteInDifferentPlacesIsMerged(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		got, _ := w.edits(w.maria, a.ID, [6]string{"need", "Хората заминават. Къщите остават.", "maria.1", "", "", fresh})
		seen, was := got.Answers[0].Seen, `[0,0,"Хората заминават. Къщите остават."]`
		w.edits(w.maria, a.ID, [6]string{"need", "Младите хора заминават. Къщите остават.", "maria.2", seen, "", was})
		got, _ = w.edits(w.ivo(), a.ID, [6]string{"need", "Хората заминават. Къщите стоят празни.", "ivo.1", seen, "", was})
		if got.Answers[0].Disputed || got.Answers[0].Value != "Младите хора заминават. Къщите стоят празни." {
			t.Fatalf("%+v", got)
		}
	})
}

func TestBothTextsAreKeptUntilSomebodyChooses(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		base := "/applications/" + a.ID
		now := w.changes(w.maria, a.ID, 0, "").Answers
		seen := find(t, now, "site")
		was := `[0,0,"с. Марян"]`
		w.edits(w.maria, a.ID, [6]string{"site", "с. Руховци", "maria.1", seen.Seen, "", was})
		got, status := w.edits(w.ivo(), a.ID, [6]string{"site", "с. Беброво", "ivo.1", seen.Seen, "", was})
		if status != http.StatusOK || !got.Answers[0].Disputed {
			t.Fatalf("%d %+v", status, got)
		}
		if _, err := w.send(w.maria, a.ID, "k"); err == nil {
			t.Fatal("an application was submitted of which people have not agreed what it says")
		}
		check := w.get(w.maria, base+"/check").body
		if !strings.Contains(check, `/sections/idea?check=1#site"`) || !strings.Contains(check, "ук са написани различни неща") {
			t.Error("the check does not lead to the texts")
		}
		page := w.get(w.maria, base+"/sections/idea").body
		for _, text := range []string{"с. Руховци", "с. Беброво", "Иван Колев", "Вие (Мария Петкова)"} {
			if !strings.Contains(page, text) {
				t.Errorf("the page does not say %q", text)
			}
		}
		stale := w.post(w.maria, base+"/sections/idea", values("-do", button(t, page, "keep:site ivo.1"), "-seen", "1", "-was", ""))
		if now := w.changes(w.maria, a.ID, 0, ""); stale.status != http.StatusSeeOther || !find(t, now.Answers, "site").Disputed {
			t.Fatal("somebody chose who had not seen all texts")
		}
		w.post(w.maria, base+"/sections/idea", values("-do", button(t, page, "keep:site ivo.1"), "-seen", fmt.Sprint(now2(w, a.ID)), "-was", ""))
		if got := find(t, w.changes(w.maria, a.ID, 0, "").Answers, "site"); got.Disputed || got.Value != "с. Беброво" {
			t.Errorf("%+v", got)
		}
		if history := w.get(w.maria, base+"/history/site").body; !strings.Contains(history, "с. Руховци") {
			t.Error("the text that was not chosen is gone")
		}
		if _, err := w.send(w.maria, a.ID, "k"); err != nil {
			t.Error(err)
		}
	})
}

func now2(w *world, id string) int64 { return w.changes(w.maria, id, 1<<40, "").Rev }

func find(t *testing.T, all []stood, path string) stood {
	t.Helper()
	for _, s := range all {
		if s.Path == path {
			return s
		}
	}
	t.Fatalf("no answer at %s", path)
	return stood{}
}

// button is the value of the button of a page that begins so.
func button(t *testing.T, page, begins string) string {
	t.Helper()
	m := regexp.MustCompile(`value="(` + regexp.QuoteMeta(begins) + `[^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no button %s", begins)
	}
	return m[1]
}

// row is a row of posts as it stands.
func row(t *testing.T, w *world, id, row string) string {
	t.Helper()
	var all []string
	for _, column := range []string{"post", "how_many", "time", "wage"} {
		for _, s := range w.changes(w.maria, id, 0, "").Answers {
			if s.Path == "posts/"+row+"/"+column {
				all = append(all, s.Value)
			}
		}
	}
	return strings.Join(all, "|")
}

func TestARowThatIsRemovedWhileAColleagueWritesInItIsNeverRemovedSilently(t *testing.T) {
	for choice, want := range map[string]string{"keep:posts/2/wage ivo.1": "Майстор|2|part|1500", "keep:posts/2/wage 0": "|||"} {
		bothEngines(t, func(t *testing.T, w *world) {
			a := w.fill(full())
			base := "/applications/" + a.ID
			seen := find(t, w.changes(w.maria, a.ID, 0, "").Answers, "posts/2/wage")
			rev := fmt.Sprint(now2(w, a.ID))
			w.post(w.maria, base+"/sections/jobs", values("-do", "remove:posts/2", "-seen", rev, "-was", ""))
			if got := row(t, w, a.ID, "2"); got != "|||" {
				t.Fatalf("after removing: %q", got)
			}
			got, _ := w.edits(w.ivo(), a.ID, [6]string{"posts/2/wage", "1500", "ivo.1", seen.Seen, "", `[9,9,""]`})
			if len(got.Answers) == 0 {
				got, _ = w.edits(w.ivo(), a.ID, [6]string{"posts/2/wage", "1500", "ivo.1", seen.Seen, "", `[1,0," 400,00"]`})
			}
			if !got.Answers[0].Disputed {
				t.Fatalf("%+v", got)
			}
			page := w.get(w.maria, base+"/sections/jobs").body
			if !strings.Contains(page, "Този ред беше премахнат") {
				t.Error("the page does not say that a row was removed")
			}
			w.post(w.maria, base+"/sections/jobs", values("-do", button(t, page, choice), "-seen", fmt.Sprint(now2(w, a.ID)), "-was", ""))
			if got := row(t, w, a.ID, "2"); got != want {
				t.Errorf("%s leaves %q", choice, got)
			}
		})
	}
}

func TestARemovedRowCanBeBroughtBack(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		base := "/applications/" + a.ID
		w.post(w.maria, base+"/sections/jobs", values("-do", "remove:posts/2", "-seen", fmt.Sprint(now2(w, a.ID)), "-was", ""))
		if page := w.get(w.maria, base+"/history/posts").body; !strings.Contains(page, `name="row" value="posts/2"`) {
			t.Fatal("the history does not offer to bring the row back")
		}
		w.post(w.maria, base+"/restore", values("row", "posts/2"))
		if got := row(t, w, a.ID, "2"); got != "Майстор|2|part|1 400,00" {
			t.Errorf("%q", got)
		}
	})
}

func TestTheHistoryHasEveryTextAndBringsItBack(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		at := testkit.Noon
		write := func(text string) {
			at = at.Add(20 * time.Second)
			w.Set(at)
			do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "need", Value: text, Rev: 1 << 40}}})
		}
		for _, text := range []string{"Х", "Хора", "Хората заминават", "Нещо друго", "Нещо съвсем друго"} {
			write(text)
		}
		at = at.Add(3 * time.Minute)
		write("Нещо съвсем друго, по-късно")
		all, err := application.History(w.Reader(), a.ID, "need", application.Latest)
		must(t, err)
		var texts []string
		for _, one := range all {
			texts = append(texts, one.Value)
		}
		if got := strings.Join(texts, " / "); got != "Нещо съвсем друго, по-късно / Нещо съвсем друго / Хората заминават" {
			t.Fatal(got)
		}
		page := w.get(w.maria, "/applications/"+a.ID+"/history/need").body
		if !strings.Contains(page, "Хората заминават") || !strings.Contains(page, "Мария Петкова") {
			t.Error("the page of the history lacks a text or a name")
		}
		w.post(w.maria, "/applications/"+a.ID+"/restore", values("path", "need", "entry", fmt.Sprint(all[2].Entry)))
		if got := find(t, w.changes(w.maria, a.ID, 0, "").Answers, "need").Value; got != "Хората заминават" {
			t.Errorf("brought back: %q", got)
		}
		if got := w.post(w.maria, "/applications/"+a.ID+"/restore", values("path", "need", "entry", "7")); got.status != http.StatusNotFound {
			t.Errorf("an entry that never was: %d", got.status)
		}
	})
}

func TestTheHistoryIsReadToItsEnd(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		all := full()
		for n := range 30 {
			for _, column := range []string{"step", "from", "to", "result"} {
				all[fmt.Sprintf("steps/9%d/%s", n, column)] = "стъпка"
			}
		}
		a := w.fill(all)
		seen, from := map[string]int{}, application.Latest
		for {
			page, err := application.History(w.Reader(), a.ID, "", from)
			must(t, err)
			if len(page) > 100 {
				page = page[:100]
			}
			for _, one := range page {
				seen[one.Path]++
			}
			if len(page) < 100 {
				break
			}
			from = application.Place{Entry: page[99].Entry, Path: page[99].Path}
		}
		for path := range all {
			if seen[path] < 1 {
				t.Errorf("the history has nothing of %s", path)
			}
		}
		if got := w.get(w.maria, "/applications/"+a.ID+"/history").body; !strings.Contains(got, "?before=") {
			t.Error("the page does not lead to what is earlier still")
		}
	})
}

func TestAPageWithoutScriptDoesNotUndoWhatAColleagueWroteMeanwhile(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		base := "/applications/" + a.ID
		page := w.get(w.maria, base+"/sections/idea").body
		form := filledIn(page, full())
		form.Set("-seen", fmt.Sprint(now2(w, a.ID)))
		form.Set("-was", between(page, `name="-was" value="`, `"`))
		do(t, w, application.Save, w.ivo(), application.Saving{Application: a.ID, Changes: []application.Change{
			{Path: "need", Value: "От колегата", Rev: 1 << 40}, {Path: "site", Value: "От колегата", Rev: 1 << 40}}})
		form.Set("site", "От мен")
		w.post(w.maria, base+"/sections/idea", form)
		now := w.changes(w.maria, a.ID, 0, "").Answers
		if got := find(t, now, "need"); got.Value != "От колегата" || got.Disputed {
			t.Errorf("a field that was not touched: %+v", got)
		}
		if got := find(t, now, "site"); !got.Disputed {
			t.Errorf("a field both wrote in: %+v", got)
		}
	})
}

func TestAnOpenPageIsToldWhatIsNewAndWhoIsHere(t *testing.T) {
	w := settleSQLite(t)
	a := w.begin()
	ivo := w.ivo()
	before := w.changes(w.maria, a.ID, 0, "idea")
	w.edits(ivo, a.ID, [6]string{"title", "Билки", "ivo.1", "", "", fresh})
	now := w.changes(w.maria, a.ID, before.Rev, "idea")
	if len(now.Answers) != 1 || now.Answers[0].Value != "Билки" || !now.Open || len(now.Here) != 1 {
		t.Fatalf("%+v", now)
	}
	if again := w.changes(w.maria, a.ID, now.Rev, "idea"); len(again.Answers) != 0 {
		t.Errorf("told twice: %+v", again)
	}
	if here := w.changes(ivo, a.ID, now.Rev, "jobs").Here; len(here) != 1 || !strings.Contains(here[0], "Проектната идея") && !strings.Contains(here[0], " – ") {
		t.Errorf("who is here: %q", here)
	}
	if page := w.get(w.maria, "/applications/"+a.ID); !strings.Contains(page.body, "Тук сега: ") || strings.Contains(page.body, "Тук сега: Мария") {
		t.Error("the list of tasks does not say who else is here")
	}
	w.Set(testkit.Noon.Add(2 * time.Minute))
	if here := w.changes(ivo, a.ID, now.Rev, "jobs").Here; len(here) != 0 {
		t.Errorf("two minutes later: %q", here)
	}
	w.Set(testkit.Noon.Add(4 * time.Minute))
	if page := w.get(w.maria, "/applications/"+a.ID); strings.Contains(page.body, "Тук сега: ") {
		t.Error("the list of tasks says that somebody who left is here")
	}
}

func TestTheHistoryIsOfWhatPeopleWriteAndNotOfFiles(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		if got := w.upload(a, "file_offers", "оферта.pdf", []byte("%PDF-1.7 оферта")); got.status != http.StatusSeeOther {
			t.Fatal(got.status, got.body)
		}
		page := w.get(w.maria, "/applications/"+a.ID+"/history")
		if page.status != http.StatusOK || strings.Contains(page.body, "⟨") || strings.Contains(page.body, "оферта.pdf") {
			t.Errorf("%d: the history has words for files:\n%s", page.status, page.body)
		}
	})
}
