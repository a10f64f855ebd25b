package targeting

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
	"vekst/grants/municipality"
	"vekst/grants/statistics"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// desk is a site with the pages of indices, and who sits at it.
type desk struct {
	t    testing.TB
	w    *testkit.World
	site *web.Site
	who  string
}

func newDesk(t testing.TB) desk {
	t.Helper()
	all := []feature.Feature{{Name: "look", Words: look.Words()}, {Name: "mail", Schema: mail.Schema()}, account.Feature(account.Options{}),
		municipality.Feature(municipality.Options{}), statistics.New().Feature(), Feature()}
	var schemas []fs.FS
	var said []lang.Words
	for _, f := range all {
		if f.Schema != nil {
			schemas = append(schemas, f.Schema)
		}
		if f.Words != nil {
			said = append(said, lang.Words{Feature: f.Name, Files: f.Words})
		}
	}
	w := testkit.SQLite(t, schemas)
	catalog, err := lang.NewCatalog(said...)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			for _, a := range []action.Actor{operator, second, stranger, citizen} {
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
	return desk{t, w, site, "operator"}
}

func (d desk) as(who string) desk { d.who = who; return d }

// ask sends a request without any script, and returns the page.
func (d desk) ask(method, path string, form url.Values) (code int, page, location string) {
	d.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "en")
	if d.who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: d.who})
	}
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	page = w.Body.String()
	if i := strings.Index(page, "⟨"); i >= 0 {
		d.t.Errorf("%s lacks a word: %.60s", path, page[i:])
	}
	return w.Code, page, w.Header().Get("Location")
}

// shows fails unless the page at a path answers so and says everything.
func (d desk) shows(path string, code int, says ...string) string {
	d.t.Helper()
	got, page, _ := d.ask(http.MethodGet, path, nil)
	if got != code {
		d.t.Errorf("%s: %d, want %d", path, got, code)
	}
	for _, s := range says {
		if !strings.Contains(page, s) {
			d.t.Errorf("%s does not say %q", path, s)
		}
	}
	return page
}

func TestOnlyOperatorsSeeDrafts(t *testing.T) {
	d := newDesk(t)
	draft := begun(t, d.w, testFiles)
	for who, code := range map[string]int{"": http.StatusUnauthorized, "citizen": http.StatusForbidden} {
		for _, path := range []string{"/indices/new", "/index-drafts/" + draft.ID, "/index-drafts/" + draft.ID + "/files", "/index-drafts/" + draft.ID + "/files/data.csv", "/index-drafts/" + draft.ID + "/publish"} {
			d.as(who).shows(path, code)
		}
		if code, _, _ := d.as(who).ask(http.MethodPost, "/index-drafts/"+draft.ID+"/publish", nil); code < 400 {
			t.Errorf("%q published: %d", who, code)
		}
		if page := d.as(who).shows("/en/indices", http.StatusOK); strings.Contains(page, draft.ID) {
			t.Errorf("%q sees the draft in the list", who)
		}
	}
	d.shows("/index-drafts/none", http.StatusNotFound)
}

var revField = regexp.MustCompile(`name="rev" value="(\d+)"`)

// Somebody without script builds an index: everything typed stays, each fault stands beside its field, and what is right
// stands in the preview.
func TestTheBuilderWorksWithoutScript(t *testing.T) {
	d := newDesk(t)
	figured(t, d.w)
	_, _, at := d.ask(http.MethodPost, "/indices/new", nil)
	page := d.shows(at, http.StatusOK, "missing for 2 of 265")
	form := url.Values{"rev": {revField.FindStringSubmatch(page)[1]}, "title_bg": {"Проба"}, "title_en": {"Trial <b>"}, "id": {"trial"}, "add": {"unemployment_2019", "natural_increase_2019"},
		"gname_en_new": {"Work"}, "impute": {"none"}, "screen": {"66"}, "present": {"50"}, "treat": {"none"}, "points": {"5"}, "skew": {"2"}, "kurtosis": {"3.5"}, "normalise": {"min-max"},
		"from": {"1"}, "to": {"100"}, "weights": {"framework"}, "lower": {"arithmetic"}, "upper": {"arithmetic"}, "number": {"many"}, "end": {"lowest"}, "draws": {"0"}}
	code, page, _ := d.ask(http.MethodPost, at, form)
	for _, says := range []string{"it is missing in: nb", `value="Trial &lt;b&gt;"`, `id="number-e">“many” should be a whole number`, `value="many"`, `value="work"`, `name="part_1" value="natural_increase_2019"`} {
		if code != http.StatusUnprocessableEntity || !strings.Contains(page, says) {
			t.Errorf("%d, and it does not say %q", code, says)
		}
	}
	form["rev"], form["title_nb"], form["number"] = revField.FindStringSubmatch(page)[1:], []string{"Prøve"}, []string{"10"}
	form["part_0"], form["weight_0"], form["direction_0"], form["group_0"] = []string{"unemployment_2019"}, []string{"2"}, []string{"-1"}, []string{"work"}
	form["part_1"], form["weight_1"], form["direction_1"], form["group_1"] = []string{"natural_increase_2019"}, []string{"1"}, []string{"1"}, []string{"work"}
	form["gcode_0"], form["gname_bg_0"], form["gname_nb_0"], form["gname_en_0"], form["gweight_0"] = []string{"work"}, []string{"Работа"}, []string{"Arbeid"}, []string{"Work"}, []string{"1"}
	delete(form, "add")
	delete(form, "gname_en_new")
	if code, page, _ := d.ask(http.MethodPost, at, form); code != http.StatusSeeOther {
		t.Fatalf("%d: %s", code, page)
	}
	d.shows(at, http.StatusOK, "Ruzhintsi", "The next 10", "is left out, as 1 of 2 figures are missing")
	if code, _, _ := d.as("second").ask(http.MethodPost, at, form); code != http.StatusConflict {
		t.Errorf("a colleague with an old page writes over it: %d", code)
	}
	d.shows(at+"/publish", http.StatusOK, "These 10 would be first", `name="seen"`)
	if code, _, to := d.ask(http.MethodPost, at+"/publish", url.Values{}); code != http.StatusSeeOther || to != "/en/indices/1" {
		t.Errorf("%d, %s", code, to)
	}
	d.as("").shows("/en/indices/1", http.StatusOK, "Trial &lt;b&gt;", "Ruzhintsi")
}

// A recipe that refers to nothing is kept as it was typed, and what is wrong is told with its line.
func TestFilesThatDoNotFitStayAsTyped(t *testing.T) {
	d := newDesk(t)
	draft := begun(t, d.w, testFiles)
	at := "/index-drafts/" + draft.ID + "/files"
	recipe := string(testFiles.Recipe) + "leave_out: [joobs]\n"
	code, page, _ := d.ask(http.MethodPost, at, url.Values{"rev": {"1"}, FrameworkFile: {smallFramework}, RecipeFile: {recipe}})
	for _, says := range []string{"The framework has no indicator “joobs”. Did you mean “jobs”?", "leave_out: [joobs]", "recipe.yaml, line"} {
		if code != http.StatusUnprocessableEntity || !strings.Contains(page, says) {
			t.Errorf("%d, and it does not say %q", code, says)
		}
	}
	d.shows("/index-drafts/"+draft.ID+"/files/data.csv", http.StatusOK, "Алфа")
	code, page, _ = d.ask(http.MethodPost, "/index-drafts/"+draft.ID+"/publish", url.Values{})
	if code != http.StatusConflict && code != http.StatusUnprocessableEntity && code != http.StatusBadRequest || !strings.Contains(page, "there is one fault") {
		t.Errorf("%d: published with a fault", code)
	}
}

func TestMovedWeightsAreCountedWithoutScript(t *testing.T) {
	d := newDesk(t)
	frozenIndex(t, d.w, testFiles)
	d = d.as("")
	d.shows("/en/indices/1", http.StatusOK, "The same are first as published.", "recipe.yaml")
	d.shows("/en/indices/1?w.jobs=0", http.StatusOK, "published: place")
	d.shows("/en/indices/1?w.jobs=0&w.poverty=0", http.StatusOK, "All weights are 0")
	d.shows("/en/indices/1?w.jobs=many", http.StatusOK, "“many” is not a weight", "The same are first as published.")
	d.shows("/en/indices/1?w.jobs=-1", http.StatusOK, "“-1” is not a weight")
	d.shows("/en/indices/1/municipalities/D", http.StatusOK, "In its place stands the median of the group, from 2 values: 6.5.", "place 3 of 5")
	d.shows("/en/indices/1/municipalities/Z", http.StatusNotFound)
	d.shows("/en/indices/2", http.StatusNotFound)
	d.shows("/indices/1/files/recipe.yaml", http.StatusOK, "format: vekst-index-1")
	d.shows("/indices/1/files/..%2Fscores.csv", http.StatusNotFound)
}

// An index that this version counts otherwise is not shown with other numbers; its files can still be fetched.
func TestAnIndexThatDoesNotHoldSaysSo(t *testing.T) {
	d := newDesk(t)
	x := frozenIndex(t, d.w, testFiles)
	tamper := action.Define(action.Definition[string, struct{}, struct{}]{
		Name: "targeting.test_hash", Load: func(*action.Tx, string) (struct{}, error) { return struct{}{}, nil }, May: action.Anyone[struct{}](), When: action.AnyTime[struct{}](),
		Do: func(tx *action.Tx, id string, _ struct{}) (struct{}, error) {
			tx.About("index", id)
			_, err := tx.Exec(`UPDATE indices SET sha256 = 'another' WHERE id = $1`, id)
			return struct{}{}, err
		},
	})
	if _, err := tamper.Run(ctx, d.w.Door, operator, x.ID); err != nil {
		t.Fatal(err)
	}
	d.as("").shows("/en/indices/1", http.StatusConflict, "This version of the program counts this index otherwise")
	d.as("").shows("/indices/1/files/data.csv", http.StatusOK, "Алфа")
}
