package portal_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
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
	"vekst/grants/portal"
	"vekst/grants/programme"
	"vekst/grants/resource"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// site is a site with the public pages and both calls that come with the program. The session names a role.
func site(t *testing.T) (*web.Site, *testkit.World) {
	t.Helper()
	features := []feature.Feature{programme.Feature(), municipality.Feature(municipality.Options{Here: call.Here}), call.Feature(call.Options{Address: "https://vekst.example"}),
		account.Feature(account.Options{}), notice.Feature(), organisation.Feature(), follow.Feature(), application.Feature(application.Options{Folder: t.TempDir()}), review.Feature(), selection.Feature(), statistics.New().Feature(), targeting.Feature(), chosen.New().Feature(), resource.Feature(resource.Options{}),
		portal.Feature(portal.Options{Key: func(db.Reader) (string, error) { return "", refusal.New(refusal.Missing, "look.refusal.missing") }})}
	words, schemas := []lang.Words{{Feature: "look", Files: look.Words()}}, []fs.FS{}
	for _, f := range features {
		words = append(words, lang.Words{Feature: f.Name, Files: f.Words})
		if f.Schema != nil {
			schemas = append(schemas, f.Schema)
		}
	}
	catalog, err := lang.NewCatalog(words...)
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
	w := testkit.SQLite(t, schemas)
	s := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: zone, Identify: identify}
	for _, f := range features {
		f.Routes(s)
	}
	publishShipped(t, w)
	return s, w
}

// identify makes a person of a session whose secret is the name of a role.
func identify(_ context.Context, _ *web.Site, role string) (web.Visitor, error) {
	v := web.Visitor{Actor: action.Actor{ID: "person"}, Name: "Мария", Lang: "en"}
	if role != "nothing" {
		v.Actor.Grants = []action.Grant{{Role: role, Scope: account.Programme}}
	}
	return v, nil
}

func publishShipped(t *testing.T, w *testkit.World) {
	t.Helper()
	shipped, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range shipped {
		if _, err := call.Publish.Run(t.Context(), w.Door, action.System("test"), call.Publication{File: d.Bytes()}); err != nil {
			t.Fatal(err)
		}
	}
}

func get(s *web.Site, path, role string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", "en")
	if role != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: role})
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// said is a page as people read it.
func said(w *httptest.ResponseRecorder) string { return html.UnescapeString(w.Body.String()) }

var pages = []string{"", "/calls", "/calls?state=closed", "/calls?state=coming", "/calls?q=rabota", "/calls/concept-2020", "/calls/job-creation-2022",
	"/calls/job-creation-2022/screener", "/calls/concept-2020/screener", "/calls/job-creation-2022/form", "/calls/concept-2020/form",
	"/programme", "/rules/eea-2014-2021", "/rules/eea-2021-2028?mark=unconfirmed", "/municipalities", "/municipalities?q=elena&sort=population",
	"/municipalities/VTR13", "/municipalities/VAR05", "/municipalities/SOF46", "/search", "/search?q=obshtina", "/search?q=zzzz", "/about",
	"/accessibility", "/privacy", "/verify", "/calculator", "/calculator?first=70&second=40&third=55"}

func TestEveryPageIsWholeInThreeLanguages(t *testing.T) {
	s, _ := site(t)
	for _, l := range []string{"bg", "nb", "en"} {
		for _, path := range pages {
			w := get(s, "/"+l+path, "")
			page := said(w)
			switch {
			case w.Code != http.StatusOK:
				t.Errorf("/%s%s: %d", l, path, w.Code)
			case strings.Contains(page, "⟨"):
				t.Errorf("/%s%s lacks a word: %s", l, path, page[max(0, strings.Index(page, "⟨")):][:60])
			case strings.Contains(page, "<!--"):
				t.Errorf("/%s%s shows a comment", l, path)
			case strings.Count(page, "<h1") != 1 || !strings.Contains(page, `<html lang="`+l+`">`) || strings.Contains(page, "<title> –"):
				t.Errorf("/%s%s has no title, heading or language", l, path)
			case strings.Contains(page, "%!") || strings.Contains(page, "<no value>") || strings.Contains(page, "ZgotmplZ") || strings.Contains(page, ".."+"</"):
				t.Errorf("/%s%s is written badly", l, path)
			}
		}
	}
}

// Every link within a page leads to a place on it, and no identifier is used twice.
func TestIdentifiersAreUniqueAndLinkedOnesAreThere(t *testing.T) {
	s, _ := site(t)
	for _, path := range pages {
		page := get(s, "/en"+path, "").Body.String()
		seen := map[string]bool{}
		for _, part := range strings.Split(page, ` id="`)[1:] {
			id, _, _ := strings.Cut(part, `"`)
			if seen[id] {
				t.Errorf("%s: id %s twice", path, id)
			}
			seen[id] = true
		}
		for _, part := range strings.Split(page, ` href="#`)[1:] {
			if id, _, _ := strings.Cut(part, `"`); !seen[id] {
				t.Errorf("%s: nothing at #%s", path, id)
			}
		}
	}
}

func TestRefusesUnknownPlacesInTheLanguageOfTheAddress(t *testing.T) {
	s, _ := site(t)
	for path, says := range map[string]string{
		"/bg/municipalities/XXX99": "Няма община с такъв код",
		"/nb/municipalities/XXX99": "Det finnes ingen kommune med denne koden",
		"/en/rules/eea-1994":       "There are no rules of this name",
		"/nb/rules/eea-1994":       "Det finnes ingen regler med dette navnet",
	} {
		if w := get(s, path, ""); w.Code != http.StatusNotFound || !strings.Contains(said(w), says) {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestTheTwoByalaCanBeToldApart(t *testing.T) {
	s, _ := site(t)
	for _, path := range []string{"/bg/municipalities", "/bg/municipalities?q=byala", "/bg/search?q=" + url.QueryEscape("Бяла")} {
		page := said(get(s, path, ""))
		for code, name := range map[string]string{"RSE04": "Бяла (Русе)", "VAR05": "Бяла (Варна)"} {
			if !strings.Contains(page, `/municipalities/`+code+`">`+name+`</a>`) {
				t.Errorf("%s: no %s", path, name)
			}
		}
	}
}

func TestSearchFindsHoweverItIsTyped(t *testing.T) {
	s, _ := site(t)
	for typed, found := range map[string]string{
		"obshtina elena":    "", // no municipality has община in its name
		"elena":             `/en/municipalities/VTR13"`,
		"ЕЛЕНА":             `/en/municipalities/VTR13"`,
		"VTR13":             `/en/municipalities/VTR13"`,
		"belitza":           "",
		"belitsa":           `/en/municipalities/BLG02"`,
		"rabotni mesta":     `/en/calls/job-creation-2022"`,
		"arbeidsplasser":    `/en/calls/job-creation-2022"`,
		"младежки центрове": `/en/programme#youth-centres"`,
		"BGLD-2.003":        `/en/programme#early-childhood"`,
		"state aid":         `/en/rules/`,
		"deadline strict":   `/en/rules/eea-2014-2021#C3"`,
		"?!":                "",
		"' OR 1=1 --":       "",
		"%":                 "",
	} {
		w := get(s, "/en/search?q="+url.QueryEscape(typed), "")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), found) {
			t.Errorf("%q: %d, without %s", typed, w.Code, found)
		}
	}
	if page := said(get(s, "/nb/search?q=zeppelin", "")); !strings.Contains(page, "Ingenting passer til «zeppelin»") {
		t.Error("an empty search does not say so")
	}
}

func TestTheFrontPageIsLight(t *testing.T) {
	s, _ := site(t)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(get(s, "/bg", "").Body.Bytes()); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"app.css", "app.js"} {
		link, err := s.Assets.Link(name)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, link, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		s.Assets.ServeHTTP(w, r)
		zipped.Write(w.Body.Bytes())
	}
	const fonts = 63_800 // the four files of Inter
	if total := zipped.Len() + fonts; total > 100_000 {
		t.Errorf("the front page takes %d bytes in all", total)
	}
}

func TestTheFrontPageShowsWhatIsOpenComingOrWas(t *testing.T) {
	s, w := site(t)
	for name, c := range map[string]struct {
		now  time.Time
		says []string
	}{
		"while it is open": {testkit.Noon, []string{"Open calls", "17 days left", "until 7 October 2022, 17:00"}},
		"the last day":     {time.Date(2022, 10, 7, 6, 0, 0, 0, time.UTC), []string{"Today"}},
		"before":           {time.Date(2022, 7, 6, 6, 0, 0, 0, time.UTC), []string{"No call is open now", "Coming", "In 2 days"}},
		"after":            {time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), []string{"No call is open now", "Closed most recently"}},
	} {
		w.Set(c.now)
		page := strings.ReplaceAll(said(get(s, "/en", "")), "\u00a0", " ")
		for _, wanted := range c.says {
			if !strings.Contains(page, wanted) {
				t.Errorf("%s: no %q", name, wanted)
			}
		}
	}
}

func TestTheCalculatorShowsItsArithmetic(t *testing.T) {
	s, _ := site(t)
	for query, says := range map[string][]string{
		"first=70&second=40":                                {"A third expert must read", "70 − 40 = 30", "30% × 70 = 21", "30 > 21"},
		"first=70&second=40&third=55":                       {"62.5", "experts 1 and 3 count", "--expert3 55"},
		"first=70&second=40&third=55&tie=lower":             {"47.5"},
		"first=70&second=40&third=55&tie=committee":         {"The committee decides"},
		"first=100&second=70":                               {"85", "30 ≤ 30"},
		"first=82%2C5&second=80.01&third=1":                 {"81.255", "No third expert was needed"},
		"first=70":                                          {"Write this expert's points"},
		"first=x&second=-1":                                 {"Write the points in digits", "cannot be below zero"},
		"first=1&second=1.234":                              {"At most two decimals"},
		"first=1&second=1&percent=101":                      {"whole percentage"},
		"first=1&second=1&tie=nobody":                       {"Choose one of the three ways"},
		"first=99999999999999999999&second=1&percent=":      {"too many points"},
		"first=%3Cscript%3Ealert(1)%3C%2Fscript%3E&second=": {"Write the points in digits"},
	} {
		w := get(s, "/en/calculator?"+query, "")
		if strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s: the script came through", query)
		}
		for _, wanted := range says {
			if !strings.Contains(said(w), wanted) {
				t.Errorf("%s: no %q", query, wanted)
			}
		}
	}
}

func TestReceiptsAreCheckedWithoutScriptToo(t *testing.T) {
	s, _ := site(t)
	for text, c := range map[string]struct {
		status int
		says   string
	}{
		"":          {http.StatusUnprocessableEntity, "Choose a file or paste a receipt."},
		"{\"a\":1}": {http.StatusOK, "The file does not begin as a receipt does."},
	} {
		r := httptest.NewRequest(http.MethodPost, "/en/verify", strings.NewReader(url.Values{"text": {text}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		_, shown, _ := strings.Cut(said(w), `role="status"`) // after the words for the script
		if w.Code != c.status || !strings.Contains(shown, c.says) {
			t.Errorf("%q: %d", text, w.Code)
		}
	}
}

// The browser's verifier finds every word it may need on the form.
func TestTheVerifierHasAllItsWords(t *testing.T) {
	s, _ := site(t)
	page := get(s, "/bg/verify", "").Body.String()
	for _, reason := range audit.ReceiptReasons() {
		if !strings.Contains(page, ` data-word-reason-`+reason+`="`) {
			t.Errorf("no words for %s", reason)
		}
	}
	for _, step := range audit.ReceiptSteps() {
		if !strings.Contains(page, ` data-word-step-`+step+`="`) || !strings.Contains(page, ` data-word-holds-`+step+`="`) {
			t.Errorf("no words for %s", step)
		}
	}
}

func TestMyPageShowsWhatARoleOpens(t *testing.T) {
	s, _ := site(t)
	if w := get(s, "/my", ""); w.Code != http.StatusUnauthorized {
		t.Errorf("a visitor: %d", w.Code)
	}
	everybody := []string{"/applications", "/organisations", "/account"}
	others := []string{"/desk", "/editor", "/files/held", "/audit", "/people", "/calls/job-creation-2022/assessment", "/calls/job-creation-2022/ranking"}
	for role, extra := range map[string][]string{
		"nothing":             nil,
		account.Expert:        {"/desk"},
		account.Operator:      {"/editor", "/files/held", "/calls/job-creation-2022/assessment", "/calls/job-creation-2022/ranking"},
		account.Committee:     {"/calls/job-creation-2022/ranking"},
		account.Observer:      {"/calls/job-creation-2022/ranking"},
		account.Auditor:       {"/audit", "/calls/job-creation-2022/ranking"},
		account.Administrator: {"/editor", "/people"},
	} {
		page := get(s, "/my", role).Body.String()
		has := map[string]bool{}
		for _, link := range append(everybody, extra...) {
			has[link] = true
		}
		for _, link := range append(everybody, others...) {
			if strings.Contains(page, `href="`+link+`"`) != has[link] {
				t.Errorf("%s: %s is shown wrongly", role, link)
			}
		}
	}
}

func TestAKeyThatCannotBeReadIsAnErrorAndNotHidden(t *testing.T) {
	f := portal.Feature(portal.Options{Key: func(db.Reader) (string, error) { return "", errors.New("no disk") }})
	s, _ := site(t)
	other := &web.Site{Door: s.Door, Catalog: s.Catalog, Layout: s.Layout, Assets: s.Assets, Zone: s.Zone, Identify: s.Identify}
	f.Routes(other)
	if w := get(other, "/en/verify", ""); w.Code != http.StatusInternalServerError {
		t.Errorf("%d", w.Code)
	}
}
