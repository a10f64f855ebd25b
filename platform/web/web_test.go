package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"embed"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

//go:embed testdata/*.html
var files embed.FS

type view struct {
	web.Head
	Name web.Field
}

var page = web.NewPage[view](files, "testdata/page.html")

// site is a real site with a few addresses of its own. Whoever brings the session "kari" is Kari.
func site(t *testing.T) (*web.Site, *bytes.Buffer) {
	t.Helper()
	words := fstest.MapFS{}
	for l, s := range map[string]string{"bg": "Твърде късно", "nb": "For sent", "en": "Too late"} {
		words[l+".toml"] = &fstest.MapFile{Data: []byte("late = \"" + s + "\"\nshort = \"{{.Least}}\"\n")}
	}
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "test", Files: words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s := &web.Site{Door: testkit.SQLite(t, nil).Door, Catalog: catalog, Layout: look.Layout(), Assets: assets,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			if secret != "kari" {
				return web.Visitor{}, nil
			}
			return web.Visitor{Actor: action.Actor{ID: "p1"}, Name: "Kari", Lang: "nb"}, nil
		}}
	s.Public("GET /page", func(q *web.Request) (web.Answer, error) {
		return page.Show(view{Head: web.Head{Title: "<Title>"}}), nil
	})
	s.Private("GET /own", web.SignedIn, func(q *web.Request) (web.Answer, error) {
		return page.Show(view{Head: web.Head{Title: q.Lang}}), nil
	})
	s.Private("GET /officers", web.Role("operator"), func(*web.Request) (web.Answer, error) { return web.See("/"), nil })
	s.Private("POST /send", web.Everyone, func(q *web.Request) (web.Answer, error) {
		switch q.Value("name") {
		case "late":
			return nil, refusal.New(refusal.Closed, "test.late")
		case "panic":
			panic("secret of the database")
		case "broken":
			return nil, errors.New("secret of the database")
		case "":
			err := refusal.Of([]refusal.Complaint{refusal.About("name", "test.short", "Least", "3")})
			return page.Refuse(view{Head: web.Head{Title: "T", Complaints: q.Complaints(err)}, Name: web.Field{Name: "name", Complaint: "!"}}), nil
		}
		return web.See("/done"), nil
	})
	s.Raw("/assets/", assets)
	return s, &log
}

func ask(s *web.Site, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestRefusalsArePagesInThePersonsLanguage(t *testing.T) {
	s, _ := site(t)
	for name, c := range map[string]struct {
		method, path, body string
		headers            []string
		status             int
		says               string
	}{
		"no page, in Norwegian":         {"GET", "/nb/nothing", "", nil, 404, "Det finnes ingen side"},
		"no page, by the browser":       {"GET", "/nothing", "", []string{"Accept-Language", "en"}, 404, "There is no page"},
		"closed":                        {"POST", "/send", "name=late", []string{"Accept-Language", "no"}, 409, "For sent"},
		"not signed in":                 {"GET", "/own", "", []string{"Accept-Language", "bg"}, 401, "Първо трябва да влезете"},
		"signed in, but not an officer": {"GET", "/officers", "", []string{"Cookie", "vekst_session=kari"}, 403, "Du er logget inn, men"},
		"another site's form":           {"POST", "/send", "name=x", []string{"Sec-Fetch-Site", "cross-site", "Accept-Language", "en"}, 403, "not ours"},
		"five megabytes":                {"POST", "/send", "name=" + strings.Repeat("x", 5<<20), []string{"Accept-Language", "en"}, 413, "larger than 4"},
		"for our script":                {"POST", "/send", "name=late", []string{"Accept", "application/json", "Accept-Language", "en"}, 409, `"sentence":"Too late"`},
	} {
		w := ask(s, c.method, c.path, c.body, c.headers...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d\n%s", name, w.Code, w.Body)
		}
	}
}

func TestOurFaultsAreLoggedAndNeverShown(t *testing.T) {
	s, log := site(t)
	for _, name := range []string{"panic", "broken"} {
		log.Reset()
		w := ask(s, "POST", "/send", "name="+name, "Accept-Language", "en")
		if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), "our fault") {
			t.Errorf("%s: %d\n%s", name, w.Code, w.Body)
		}
		if !strings.Contains(log.String(), "secret of the database") {
			t.Errorf("%s is not in the log: %s", name, log)
		}
	}
}

func TestAFormWithComplaintsIsUnprocessableAndLeadsToTheField(t *testing.T) {
	s, _ := site(t)
	w := ask(s, "POST", "/send", "name=", "Accept-Language", "en")
	body := w.Body.String()
	if w.Code != 422 || !strings.Contains(body, `href="#name"`) || !strings.Contains(body, "<title>Error: T") || !strings.Contains(body, `aria-invalid="true"`) {
		t.Errorf("%d\n%s", w.Code, body)
	}
}

func TestEveryAnswerHasAStrictPolicyAndNoInlineScript(t *testing.T) {
	s, _ := site(t)
	for _, path := range []string{"/bg/page", "/bg/nothing", "/own"} {
		w := ask(s, "GET", path, "")
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", path, policy)
		}
		for _, bad := range []string{"style=", "onclick", "<script>", "<style"} {
			if strings.Contains(w.Body.String(), bad) {
				t.Errorf("%s has %s", path, bad)
			}
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s can be sniffed", path)
		}
	}
}

func TestAPublicAddressWithoutLanguageLeadsToTheVisitors(t *testing.T) {
	s, _ := site(t)
	for language, want := range map[string]string{"no": "/nb/page?q=1", "en": "/en/page?q=1", "bg": "/bg/page?q=1"} {
		w := ask(s, "GET", "/page?q=1", "", "Accept-Language", language)
		if w.Code != 303 || w.Header().Get("Location") != want {
			t.Errorf("%s: %d %s", language, w.Code, w.Header().Get("Location"))
		}
	}
	w := ask(s, "GET", "/own", "", "Cookie", "vekst_session=kari", "Accept-Language", "bg")
	if !strings.Contains(w.Body.String(), `<html lang="nb">`) {
		t.Errorf("Kari did not get her language:\n%s", w.Body)
	}
}

func TestAPageShowsItselfInThreeLanguagesWithLinksBetweenThem(t *testing.T) {
	s, _ := site(t)
	for _, l := range []string{"bg", "nb", "en"} {
		body := ask(s, "GET", "/"+l+"/page?x=1", "").Body.String()
		for _, want := range []string{`<html lang="` + l + `">`, "&lt;Title&gt;", `href="/bg/page?x=1"`, `href="/nb/page?x=1"`, `href="/en/page?x=1"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s:\n%s", l, want, body)
			}
		}
		if strings.Contains(body, "⟨") {
			t.Errorf("%s has a word missing", l)
		}
	}
}

func TestAssetsAreKeptForEverUnderAnAddressOfTheirOwn(t *testing.T) {
	s, _ := site(t)
	link, err := s.Assets.Link("app.css")
	if err != nil {
		t.Fatal(err)
	}
	w := ask(s, "GET", link, "", "Accept-Encoding", "gzip")
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if _, err := s.Assets.Link("none.css"); err == nil {
		t.Error("an asset there is not has an address")
	}
	if w := ask(s, "GET", "/assets/000000000000/app.css", ""); w.Code != 404 {
		t.Errorf("an old address: %d", w.Code)
	}
}

func TestADateThatIsNoneIsShownAsItWasTyped(t *testing.T) {
	for _, one := range []struct{ asked, typed, want string }{
		{"", "x", "text"}, {"email", "x", "email"}, {"date", "", "date"}, {"date", "2024-04-30", "date"}, {"date", "30.4.", "text"},
		{"date", "2024-02-30", "text"}, {"datetime-local", "2024-04-30T10:00", "datetime-local"}, {"datetime-local", "2024-04-30", "text"},
	} {
		if got := (web.Field{Type: one.asked, Value: one.typed}).Kind(); got != one.want {
			t.Errorf("%q in an input for %q is shown in one for %q, not %q", one.typed, one.asked, got, one.want)
		}
	}
}

func TestAPageIsKeptForStrangersWhileNothingHasChanged(t *testing.T) {
	s, _ := site(t)
	w := testkit.SQLite(t, nil)
	s.Door = w.Door
	var kept web.Kept
	made, state := 0, "one"
	s.Public("GET /kept", func(q *web.Request) (web.Answer, error) {
		return kept.Answer(q, state, func() (web.Answer, error) {
			made++
			return page.Show(view{Head: web.Head{Title: q.Lang + " " + q.Visitor.Name}}), nil
		})
	})
	get := func(path, secret string) string {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if secret != "" {
			r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: secret})
		}
		a := httptest.NewRecorder()
		s.ServeHTTP(a, r)
		if a.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, a.Code)
		}
		return a.Body.String()
	}
	if signedIn := get("/nb/kept", "kari"); !strings.Contains(signedIn, "nb Kari") {
		t.Error("Kari does not get her own page")
	}
	first := get("/nb/kept", "")
	if strings.Contains(first, "Kari") || made != 2 {
		t.Errorf("a stranger gets the page of Kari, or it was made %d times", made)
	}
	if get("/nb/kept", "") != first || made != 2 {
		t.Errorf("the same page was made %d times", made)
	}
	if get("/bg/kept", ""); made != 3 {
		t.Error("the page is given in another language than asked for")
	}
	if get("/nb/kept?x=1", ""); made != 4 {
		t.Error("a page with a query is kept")
	}
	state = "two"
	if get("/nb/kept", ""); made != 5 {
		t.Error("a page is given although something has changed")
	}
	w.Set(w.Now().Add(time.Minute))
	if get("/nb/kept", ""); made != 6 {
		t.Error("a page is given in another minute, when a call may have closed")
	}
	r := httptest.NewRequest(http.MethodGet, "/nb/kept", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	a := httptest.NewRecorder()
	s.ServeHTTP(a, r)
	z, err := gzip.NewReader(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || string(plain) != get("/nb/kept", "") || made != 6 {
		t.Errorf("what is kept compressed is %q, %v", plain, err)
	}
}
