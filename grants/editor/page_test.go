package editor_test

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/editor"
	"vekst/grants/follow"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/platform/seal"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// features are what the program needs around the editor.
func features() []feature.Feature {
	all := []feature.Feature{{Name: "look", Words: look.Words()}, {Name: "mail", Schema: mail.Schema()}, account.Feature(account.Options{}), notice.Feature(),
		municipality.Feature(municipality.Options{Here: call.Here}), organisation.Feature(), call.Feature(call.Options{Address: "https://vekst.example"}), follow.Feature(),
		application.Feature(application.Options{})}
	return append(all, editor.Feature(editor.Options{Address: "https://vekst.example", Schemas: func() []fs.FS { return append(schemas(features()), seal.Schema(), outbox.Schema()) }}))
}

func schemas(all []feature.Feature) []fs.FS {
	var some []fs.FS
	for _, f := range all {
		if f.Schema != nil {
			some = append(some, f.Schema)
		}
	}
	return some
}

// desk is a site with the pages of the editor, and who sits at it.
type desk struct {
	t    testing.TB
	w    *testkit.World
	site *web.Site
	who  string
	lang string
}

func newDesk(t testing.TB) desk {
	t.Helper()
	return deskWith(t, features())
}

func deskWith(t testing.TB, all []feature.Feature) desk {
	t.Helper()
	w := testkit.SQLite(t, schemas(all))
	var said []lang.Words
	for _, f := range all {
		if f.Words != nil {
			said = append(said, lang.Words{Feature: f.Name, Files: f.Words})
		}
	}
	catalog, err := lang.NewCatalog(said...)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: zone, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			for _, a := range []action.Actor{operator, second, expert, elsewhere} {
				if a.ID == secret {
					return web.Visitor{Actor: a, Name: secret}, nil
				}
			}
			return web.Visitor{}, nil
		}}
	for _, f := range all {
		if f.Routes != nil {
			f.Routes(site)
		}
	}
	return desk{t, w, site, "operator", "en"}
}

func (d desk) as(who string) desk { d.who = who; return d }

func (d desk) in(lang string) desk { d.lang = lang; return d }

// answer is a page as a person sees it.
type answer struct {
	*httptest.ResponseRecorder
	text string
}

func (d desk) ask(method, path string, form url.Values) answer {
	d.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", d.lang)
	if d.who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: d.who})
	}
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	text := w.Body.String()
	if i := strings.Index(text, "⟨"); i >= 0 {
		d.t.Errorf("%s lacks a word: %.60s", path, text[i:])
	}
	return answer{w, text}
}

func (d desk) get(path string) answer { d.t.Helper(); return d.ask(http.MethodGet, path, nil) }

func (d desk) post(path string, pairs ...string) answer {
	d.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return d.ask(http.MethodPost, path, form)
}

// begun begins a call from nothing and gives its address.
func (d desk) begun() string {
	d.t.Helper()
	a := d.post("/editor/new", "way", "nothing", "title/bg", "Билки", "title/en", "Herbs of the hills", "kind", "small-grant")
	if a.Code != http.StatusSeeOther {
		d.t.Fatalf("%d: %s", a.Code, a.text)
	}
	return a.Header().Get("Location")
}

var revision = regexp.MustCompile(`name="rev" value="([0-9]+)"`)

// rev is the revision a page was made on.
func (a answer) rev() string {
	if found := revision.FindStringSubmatch(a.text); found != nil {
		return found[1]
	}
	return ""
}

// save sends a page with changes, made on the revision it has now.
func (d desk) save(path string, pairs ...string) answer {
	d.t.Helper()
	return d.post(path, append([]string{"rev", d.get(path).rev()}, pairs...)...)
}

// file is the file of the call as it stands.
func (d desk) file(home string) string { d.t.Helper(); return d.get(home + "/call.yaml").text }

func (d desk) has(home string, pieces ...string) {
	d.t.Helper()
	file := d.file(home)
	for _, p := range pieces {
		if !strings.Contains(file, p) {
			d.t.Errorf("the file lacks %q:\n%s", p, file)
		}
	}
}

func TestRefusesThePagesToOthers(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	for who, status := range map[string]int{"": http.StatusUnauthorized, "expert": http.StatusForbidden, "elsewhere": http.StatusNotFound, "second": http.StatusOK} {
		for _, path := range []string{"", "/part/facts", "/edit/form/0", "/file", "/call.yaml", "/history", "/delete"} {
			if a := d.as(who).get(home + path); a.Code != status {
				t.Errorf("%q, %s: %d", who, path, a.Code)
			}
		}
	}
	if a := d.as("elsewhere").get("/editor"); a.Code != http.StatusOK || strings.Contains(a.text, "Herbs") {
		t.Errorf("others see the draft: %d", a.Code)
	}
	for _, path := range []string{"/part/nothing", "/edit/form/99", "/edit/form", "/edit/criteria/total", "/edit/form/-1", "/edit/form/0/title"} {
		if a := d.get(home + path); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
}

func TestWhatIsNoCallIsRefusedAndKept(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ way, text, says string }{
		{"file", "", "Choose a file, or paste its content."}, {"file", "a: [", "Look at line"}, {"template", "", "Choose a call to begin from."},
	} {
		a := d.post("/editor/new", "way", c.way, "text", c.text)
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.text, c.says) || !strings.Contains(a.text, c.text+"</textarea>") {
			t.Errorf("%s %q: %d %s", c.way, c.text, a.Code, a.text)
		}
	}
}

func TestACallBegunFromNothingLacksOnlyWhatOnlyTheOfficialKnows(t *testing.T) {
	for _, l := range []string{"bg", "nb", "en"} {
		d := newDesk(t).in(l)
		home := d.begun()
		d.save(home+"/part/facts", "title/nb", "Urter", "summary/bg", "А.", "summary/nb", "B.", "summary/en", "C.", "description/bg", "А.", "description/nb", "B.",
			"description/en", "C.", "money/budget", "100 000", "money/min", "50 000,00", "money/max", "100000", "money/rate", "85")
		_, faults := call.Read([]byte(d.file(home)), call.WithinRules)
		if len(faults) > 0 {
			t.Errorf("%s: %v", l, faults)
		}
		d.has(home, "min: 50000.00\n", "rate: 85 %\n", "nb: Urter")
		for _, part := range []string{"facts", "window", "who", "form", "screener", "criteria", "sources"} {
			if a := d.get(home + "/part/" + part); a.Code != http.StatusOK {
				t.Errorf("%s %s: %d", l, part, a.Code)
			}
		}
	}
}

func TestWhatIsWronglyTypedIsKeptAndSaidBesideItsField(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	if a := d.save(home+"/part/facts", "money/min", "five thousand", "code", "herb 1"); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	page := d.get(home + "/part/facts").text
	for _, want := range []string{`value="five thousand"`, "“five thousand” is not what is needed. Write an amount in digits, like 3523000 or 4999.50.", "“herb 1” is not what is needed."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if !strings.Contains(d.in("bg").get(home+"/part/facts").text, "„five thousand“ не е каквото трябва.") {
		t.Error("not said in Bulgarian")
	}
	if !strings.Contains(d.in("nb").get(home+"/part/facts").text, "«five thousand» er ikke det som trengs.") {
		t.Error("not said in Norwegian")
	}
}

func TestAFormIsBuiltByAddingMovingCopyingAndRemoving(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	to := d.save(home+"/part/form", "do", "add:form").Header().Get("Location")
	if to != home+"/edit/form/4" {
		t.Fatalf("leads to %s", to)
	}
	d.save(to, "title/bg", "Места", "title/nb", "Steder", "title/en", "Places of work")
	d.has(home, "id: places_of_work")
	field := d.save(to, "do", "add:fields", "kind:fields", "choice").Header().Get("Location")
	if field != to+"/fields/0" {
		t.Fatalf("leads to %s", field)
	}
	d.save(field, "label/bg", "Къде?", "label/nb", "Hvor?", "label/en", "Where is it?", "options/0/label/en", "Inside", "options/1/label/en", "Outside", "do", "add:options")
	d.has(home, "id: where_is_it", "id: inside", "id: outside", "id: option_1")
	d.save(field, "do", "up:options/2")
	d.save(field, "do", "copy:options/0")
	d.save(field, "do", "remove:options/3")
	if file := d.file(home); strings.Index(file, "id: option_1") < strings.Index(file, "id: inside_2") || !strings.Contains(file, "id: inside_2") || strings.Contains(file, "id: outside") {
		t.Errorf("options:\n%s", file)
	}
	a := d.save(to, "do", "remove:fields/0")
	if !strings.Contains(a.Header().Get("Location"), "?undo=") {
		t.Fatalf("no way back: %s", a.Header().Get("Location"))
	}
	page := d.get(a.Header().Get("Location")).text
	back := regexp.MustCompile(`name="rev" value="([0-9]+)"><input type="hidden" name="seen" value="([0-9]+)"`).FindStringSubmatch(page)
	if back == nil {
		t.Fatalf("no undo: %s", page)
	}
	d.post(home+"/history", "rev", back[1], "seen", back[2])
	d.has(home, "id: where_is_it")
}

func TestAChangeOfKindKeepsWhatFitsAndAddsWhatIsNeeded(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	d.save(home+"/edit/form/1/fields/2", "kind", "file")
	d.has(home, "types: [pdf]", "id: what")
	_, faults := call.Read([]byte(d.file(home)))
	for _, f := range faults {
		if strings.HasPrefix(f.Path, "form.project") {
			t.Errorf("%v", f)
		}
	}
}

func TestAConditionIsChosenAndACircleIsSaid(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	choose := func(field, of string) answer {
		return d.save(home+"/edit/form/1/fields/"+field, "when~was", "", "when~cel", "", "when~join", "all", "when~0~of", of, "when~0~is", "ne", "when~0~to", "x")
	}
	choose("2", "title")
	d.has(home, `when: title != "x"`)
	if page := d.get(home + "/edit/form/1/fields/2").text; !strings.Contains(page, `<option value="title" selected>Name of the project</option>`) {
		t.Error("the choice is not shown")
	}
	choose("0", "what")
	if page := d.get(home + "/edit/form/1/fields/0").text; !strings.Contains(page, "The circle is: title → what → title.") {
		t.Errorf("no circle is said")
	}
	by := `title.contains("a")`
	d.save(home+"/edit/form/1/fields/0", "when~was", `what != "x"`, "when~cel", by, "when~0~of", "what", "when~0~is", "ne", "when~0~to", "x")
	d.has(home, `when: title.contains("a")`)
	page := d.get(home + "/edit/form/1/fields/0").text
	if !strings.Contains(page, "This condition says more than can be chosen.") {
		t.Error("it is not said that the condition is kept")
	}
	d.save(home+"/edit/form/1/fields/0", "when~was", by, "when~cel", by, "label/en", "Title")
	d.has(home, `when: title.contains("a")`)
}

func TestAConditionIsKeptWhileThePageSavesItself(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	page := home + "/edit/form/1/fields/2"
	if strings.Contains(d.get(page).text, `data-live><input type="hidden" name="when~was"`) {
		t.Error("what the condition was changes under the hands of whoever is choosing")
	}
	for _, to := range []string{"", "x"} {
		d.save(page, "when~was", "", "when~cel", "", "when~join", "all", "when~0~of", "title", "when~0~is", "eq", "when~0~to", to)
	}
	d.has(home, `when: title == "x"`)
}

func TestANameThatChangesIsFollowed(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	d.save(home+"/edit/form/1/fields/2", "when~was", "", "when~0~of", "title", "when~0~is", "answered", "when~0~to", "")
	d.save(home+"/edit/form/1/fields/0", "id", "project_name")
	d.save(home+"/edit/criteria/groups/0", "id", "want")
	d.has(home, "when: answered.project_name", "id: project_name", "group want")
}

func TestTwoOfficialsWhoChangeDifferentThingsNeverNotice(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	mine, theirs := d.get(home+"/part/facts").rev(), d.as("second").get(home+"/part/facts").rev()
	d.as("second").post(home+"/part/facts", "rev", theirs, "title/bg", "Билки", "title/nb", "Urter", "title/en", "Herbs of the hills", "code", "CALL-2022")
	if a := d.post(home+"/part/facts", "rev", mine, "title/bg", "Билки", "title/nb", "", "title/en", "Herbs of the hills", "code", "HERB-1"); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.text)
	}
	d.has(home, "nb: Urter", "code: HERB-1")
}

func TestTwoOfficialsWhoChangeTheSameAreToldAndNothingIsLost(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	rev := d.get(home + "/part/facts").rev()
	d.as("second").post(home+"/part/facts", "rev", rev, "code", "THEIRS-1")
	a := d.post(home+"/part/facts", "rev", rev, "code", "MINE-1", "title/nb", "Urter")
	if a.Code != http.StatusConflict {
		t.Fatalf("%d", a.Code)
	}
	for _, want := range []string{"“Code of the procedure”: meanwhile it was changed to “THEIRS-1”.", `value="MINE-1"`, `value="Urter"`} {
		if !strings.Contains(a.text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	d.has(home, "code: THEIRS-1")
	if again := d.post(home+"/part/facts", "rev", a.rev(), "code", "MINE-1", "title/nb", "Urter"); again.Code != http.StatusSeeOther {
		t.Errorf("again: %d", again.Code)
	}
	d.has(home, "code: MINE-1", "nb: Urter")
}

func TestANameTheProgramGaveMeanwhileIsNoReasonToRefuse(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	section := d.save(home+"/part/form", "do", "add:form").Header().Get("Location")
	rev := d.get(section).rev()
	d.post(section, "rev", rev, "title/en", "Places of work", "id", "section_1")
	if a := d.post(section, "rev", rev, "title/en", "Places of work", "title/nb", "Steder", "id", "section_1", "do", "add:fields"); a.Code != http.StatusSeeOther {
		t.Errorf("%d", a.Code)
	}
	d.has(home, "nb: Steder", "id: places_of_work")
}

func TestNobodyClashesWithThemselves(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	page := home + "/part/facts"
	rev := d.get(page).rev()
	d.post(page, "rev", rev, "code", "HALF")
	if a := d.post(page, "rev", rev, "code", "WHOLE-1", "do", "save"); a.Code != http.StatusSeeOther {
		t.Errorf("the button: %d", a.Code)
	}
	if a := d.post(page, "rev", rev, "code", "HALF"); a.Code != http.StatusSeeOther {
		t.Errorf("the page that saves itself, late: %d", a.Code)
	}
	d.has(home, "code: WHOLE-1")
}

func TestAPageWhoseThingWasMovedMeanwhileIsNotWrittenElsewhere(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	page := home + "/edit/form/1/fields/0"
	rev := d.get(page).rev()
	d.as("second").save(home+"/edit/form/1", "do", "down:fields/0")
	a := d.post(page, "rev", rev, "label/nb", "Et annet navn")
	if a.Code != http.StatusConflict || !strings.Contains(a.text, "something on this page was moved or removed elsewhere") || !strings.Contains(a.text, "Et annet navn") {
		t.Errorf("%d", a.Code)
	}
	if strings.Contains(d.file(home), "Et annet navn") {
		t.Error("written elsewhere")
	}
}

func TestTheFileIsExportedAndImported(t *testing.T) {
	d := newDesk(t)
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	a := d.post("/editor/new", "way", "file", "text", string(all[1].Bytes()))
	home := a.Header().Get("Location")
	if d.file(home) != string(all[1].Bytes()) {
		t.Error("the file is not what was imported")
	}
	if a := d.post(home+"/file", "rev", "1", "text", "id: ["); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.text, "id: [</textarea>") {
		t.Errorf("broken: %d", a.Code)
	}
	if a := d.post(home+"/file", "rev", "9", "text", "id: x"); a.Code != http.StatusConflict || !strings.Contains(a.text, "id: x</textarea>") {
		t.Errorf("another revision: %d", a.Code)
	}
	d.save(home+"/part/who", "applicants/per_applicant", "2")
	_, faults := call.Read([]byte(d.file(home)), call.WithinRules)
	if len(faults) > 0 || !strings.Contains(d.file(home), "# ") {
		t.Errorf("%v", faults)
	}
}

func TestEveryPageOfTheShippedCallsIsShown(t *testing.T) {
	d := newDesk(t)
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`href="(/editor/[^"#]+/(?:edit|part)/[^"#]+)"`)
	for _, shipped := range all {
		home := d.post("/editor/new", "way", "file", "text", string(shipped.Bytes())).Header().Get("Location")
		file, seen, todo := d.file(home), map[string]bool{}, []string{home}
		for len(todo) > 0 {
			path := todo[0]
			todo = todo[1:]
			a := d.get(path)
			if a.Code != http.StatusOK {
				t.Errorf("%s: %d", path, a.Code)
			}
			for _, m := range link.FindAllStringSubmatch(a.text, -1) {
				if !seen[m[1]] {
					seen[m[1]] = true
					todo = append(todo, m[1])
				}
			}
		}
		least := 40
		if !shipped.Kind.Assessed() {
			least = 20 // no criteria, gates and budget
		}
		if len(seen) < least {
			t.Errorf("%s: only %d pages", shipped.ID, len(seen))
		}
		if d.file(home) != file {
			t.Error("looking changed the file")
		}
	}
}

// finished is a call begun from nothing in which nothing is left to correct.
func (d desk) finished() string {
	d.t.Helper()
	home := d.begun()
	d.save(home+"/part/facts", "title/nb", "Urter", "summary/bg", "А.", "summary/nb", "B.", "summary/en", "C.", "description/bg", "А.", "description/nb", "B.",
		"description/en", "C.", "money/budget", "100000", "money/min", "50000", "money/max", "100000", "money/rate", "85")
	return home
}

func TestAllTextsStandSideBySideAndWhatIsUntranslatedIsCounted(t *testing.T) {
	d := newDesk(t)
	home := d.finished()
	d.save(home+"/edit/form/1", "title/nb", "")
	d.save(home+"/edit/form/2", "title/nb", "", "title/bg", "")
	page := d.get(home + "/texts")
	if !strings.Contains(page.text, "Norwegian: 2 translations are missing") || !strings.Contains(page.text, "Bulgarian: 1 translation is missing") || !strings.Contains(page.text, "English: everything is translated") {
		t.Errorf("counts")
	}
	only := d.get(home + "/texts?only=untranslated").text
	if strings.Contains(only, "Hvem som søker") || !strings.Contains(only, `name="form/1/title/nb"`) {
		t.Error("only what is not translated")
	}
	if a := d.post(home+"/texts", "rev", page.rev(), "form/1/title/nb", "Prosjektet", "form/2/title/nb", "Kostnader", "form/2/title/bg", "Разходи"); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	d.has(home, "nb: Kostnader", "bg: Разходи", "nb: Prosjektet")
	if !strings.Contains(d.get(home+"/texts?only=untranslated").text, "There are no untranslated texts.") {
		t.Error("something is left")
	}
	d.as("second").save(home+"/part/form", "do", "down:form/1")
	if a := d.post(home+"/texts", "rev", page.rev(), "form/1/title/nb", "Feil sted"); a.Code != http.StatusConflict || strings.Contains(d.file(home), "Feil sted") {
		t.Errorf("written elsewhere: %d", a.Code)
	}
}

func TestPublicationWaitsForTheRulesAndForReasons(t *testing.T) {
	d := newDesk(t)
	home := d.finished()
	page := d.get(home + "/checks")
	for _, want := range []string{"Record the addresses at which the call is made known.", "Stops publication", "days before launch. Record the day.", "It is open for at least 2 calendar months."} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the checks lack %q", want)
		}
	}
	if a := d.post(home+"/publish", "rev", d.get(home+"/part/facts").rev()); a.Code != http.StatusUnprocessableEntity {
		t.Fatalf("published against the rules: %d", a.Code)
	}
	bad := d.post(home+"/checks", "c4-donors", "eeagrants", "c4-site", "https://example.org/call", "c7-sent", "yesterday")
	if bad.Code != http.StatusUnprocessableEntity || !strings.Contains(bad.text, `value="eeagrants"`) || !strings.Contains(bad.text, `value="yesterday"`) || !strings.Contains(bad.text, "Write the whole web address") {
		t.Errorf("bad notes: %d", bad.Code)
	}
	d.post(home+"/checks", "c4-donors", "https://eeagrants.org/call", "c4-site", "https://example.org/call", "c7-sent", "2022-10-25", "reason-c5", "The rest is in the guide.")
	page = d.get(home + "/checks")
	if !strings.Contains(page.text, "only 7 days before launch. The rule wants 14.") || !strings.Contains(page.text, "Goes on with a reason") {
		t.Errorf("the notice is not counted: %s", page.text)
	}
	d.post(home+"/checks", "c7-sent", "2022-10-18")
	if a := d.post(home+"/publish", "rev", d.get(home+"/checks").rev()); a.Code != http.StatusSeeOther || !strings.HasSuffix(a.Header().Get("Location"), "/calls/herbs-of-the-hills-2022") {
		t.Fatalf("not published: %d %s", a.Code, a.text)
	}
	p, err := call.Find(d.w.Reader(), "herbs-of-the-hills-2022")
	if err != nil || string(p.Bytes()) != d.file(home) {
		t.Errorf("published is something else: %v", err)
	}
	if !strings.Contains(d.get(home).text, "Published") || !strings.Contains(d.get(home+"/checks").text, "Exactly this is published already.") {
		t.Error("it is not said that it is published")
	}
}

func TestACallThatIsOpenTooShortGoesOnOnlyWithAReason(t *testing.T) {
	d := newDesk(t)
	home := d.finished()
	d.post(home+"/checks", "c4-donors", "https://eeagrants.org/call", "c4-site", "https://example.org/call", "c7-sent", "2022-10-01", "reason-c5", "Later.")
	d.save(home+"/part/window", "window/closes", "2022-12-31T17:00")
	if !strings.Contains(strings.ReplaceAll(d.get(home+"/checks").text, "\u00a0", " "), "It is open for less than 2 calendar months. The earliest deadline is 1 January 2023.") {
		t.Error("the earliest deadline is not said")
	}
	rev := d.get(home + "/part/window").rev()
	if a := d.post(home+"/publish", "rev", rev); a.Code != http.StatusUnprocessableEntity {
		t.Fatalf("published: %d", a.Code)
	}
	d.post(home+"/checks", "reason-c2", "The programme ends.")
	if a := d.post(home+"/publish", "rev", rev); a.Code != http.StatusSeeOther {
		t.Errorf("not published with a reason: %d %s", a.Code, a.text)
	}
}

func TestWhatChangedWhileOneLookedIsNotPublished(t *testing.T) {
	d := newDesk(t)
	home := d.finished()
	d.post(home+"/checks", "c4-donors", "https://eeagrants.org/call", "c4-site", "https://example.org/call", "c7-sent", "2022-10-01", "reason-c5", "Later.")
	rev := d.get(home + "/checks").rev()
	d.as("second").save(home+"/part/facts", "code", "OTHER-1")
	if a := d.post(home+"/publish", "rev", rev); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.text, "The call was changed while you were looking.") {
		t.Errorf("%d", a.Code)
	}
}

func TestTheTrialSaysThatItIsOnOneMachineWhereThereMayBeSeveral(t *testing.T) {
	alone, all := newDesk(t), features()
	all[len(all)-1] = editor.Feature(editor.Options{Several: true})
	many := deskWith(t, all)
	const says = "only on the machine where it began"
	if strings.Contains(alone.get(alone.begun()+"/try").text, says) {
		t.Error("one machine speaks of several")
	}
	if !strings.Contains(many.get(many.begun()+"/try").text, says) {
		t.Error("nobody is told that a trial is on one machine")
	}
}

func TestACallIsTriedOutWithoutATraceInTheProgramme(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	if a := d.post(home+"/try", "do", "anew"); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.text, "left to correct before the form can be tried") {
		t.Fatalf("tried with faults: %d", a.Code)
	}
	home = d.finished()
	if a := d.post(home+"/try", "do", "anew"); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.text)
	}
	page := d.get(home + "/try")
	link := regexp.MustCompile(`href="(/applications/[^"]+)"`).FindStringSubmatch(page.text)
	if link == nil || !strings.Contains(page.Header().Get("Content-Security-Policy"), "frame-src 'self'") {
		t.Fatalf("no application: %s", page.text)
	}
	trial := d.get(link[1])
	if trial.Code != http.StatusOK || !strings.Contains(trial.text, "TEST of “Herbs of the hills”. Nothing here counts.") || !strings.Contains(trial.Header().Get("Content-Security-Policy"), "frame-ancestors 'self'") {
		t.Errorf("%d %s", trial.Code, trial.text)
	}
	if a := d.post(link[1]+"/sections/project", "title", "Тест", "what", "Нещо", "-do", "next"); a.Code != http.StatusSeeOther {
		t.Errorf("not saved: %d %s", a.Code, a.text)
	}
	if a := d.get(link[1] + "/sections/project"); !strings.Contains(a.text, `value="Тест"`) {
		t.Error("what was typed is not there")
	}
	for _, who := range []string{"expert", "elsewhere", ""} {
		if a := d.as(who).get(link[1]); a.Code == http.StatusOK {
			t.Errorf("%q may look", who)
		}
	}
	for _, table := range []string{"applications", "organisations", "calls", "outbox"} {
		n, err := db.One(d.w.Reader(), db.Value[int64], "SELECT COUNT(*) FROM "+table)
		if err != nil || n != 0 {
			t.Errorf("%d %s in the programme, %v", n, table, err)
		}
	}
	if a := d.post(home + "/try/end"); a.Code != http.StatusSeeOther {
		t.Errorf("%d", a.Code)
	}
	if a := d.get(link[1]); a.Code != http.StatusNotFound {
		t.Errorf("still there: %d", a.Code)
	}
}

func TestTheBlankFormOfADraftIsShownFaultsOrNot(t *testing.T) {
	d := newDesk(t)
	home := d.begun()
	if a := d.in("nb").get(home + "/blank"); a.Code != http.StatusOK || !strings.Contains(a.text, "Hva skal dere gjøre?") {
		t.Errorf("%d", a.Code)
	}
}
