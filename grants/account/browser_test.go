package account

import (
	"context"
	"encoding/json"
	"html"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

const passphrase = "зелена гора над реката"

// house is a site with accounts on an empty database.
type house struct {
	*testing.T
	*testkit.World
	site *web.Site
}

func houses(t *testing.T, test func(h house)) {
	testkit.Databases(t, []fs.FS{Feature(Options{}).Schema}, func(t *testing.T, w *testkit.World) { test(open(t, w, Options{})) })
}

func open(t *testing.T, w *testkit.World, o Options) house {
	t.Helper()
	f := Feature(o)
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "account", Files: f.Words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	h := house{t, w, &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Identify: Identify, AskToSignIn: AskToSignIn}}
	f.Routes(h.site)
	h.site.Private("POST /echo", web.SignedIn, func(q *web.Request) (web.Answer, error) {
		return web.JSON(map[string]any{"form": q.PostForm, "query": q.URL.RawQuery}), nil
	})
	h.site.Private("GET /my", web.SignedIn, func(q *web.Request) (web.Answer, error) {
		return web.File{Type: "text/plain", Data: []byte(q.Visitor.Name)}, nil
	})
	return h
}

// person makes somebody with a password, or without one for "".
func (h house) person(name, email, password string) string {
	h.Helper()
	id, err := Create.Run(context.Background(), h.Door, action.System("test"), New{Name: name, Email: email, Lang: "nb", Password: password})
	if err != nil {
		h.Fatal(err)
	}
	return id
}

func (h house) give(person, role, scope string) {
	h.Helper()
	if _, err := GiveRole.Run(context.Background(), h.Door, action.System("test"), Grant{person, role, scope}); err != nil {
		h.Fatal(err)
	}
}

// letters are those told so far, the newest last.
func (h house) letters() []mail.Letter {
	h.Helper()
	all, err := db.All(h.Reader(), db.Value[string], `SELECT payload FROM outbox WHERE kind = 'mail' ORDER BY id`)
	if err != nil {
		h.Fatal(err)
	}
	letters := make([]mail.Letter, len(all))
	for i, payload := range all {
		if err := json.Unmarshal([]byte(payload), &letters[i]); err != nil {
			h.Fatal(err)
		}
	}
	return letters
}

func (h house) lastLetter(key string) mail.Letter {
	h.Helper()
	all := h.letters()
	if len(all) == 0 || all[len(all)-1].Key != key {
		h.Fatalf("the last letter is not %s: %v", key, all)
	}
	return all[len(all)-1]
}

func (h house) count(query string, args ...any) int64 {
	h.Helper()
	n, err := db.One(h.Reader(), db.Value[int64], query, args...)
	if err != nil {
		h.Fatal(err)
	}
	return n
}

// browser keeps cookies and follows nothing by itself.
type browser struct {
	house
	cookies map[string]*http.Cookie
	agent   string
	from    string
}

func (h house) browser() *browser {
	return &browser{h, map[string]*http.Cookie{}, "Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0", "192.0.2.1:1"}
}

type page struct {
	status   int
	location string
	body     string
}

func (b *browser) send(r *http.Request) page {
	b.Helper()
	r.Header.Set("User-Agent", b.agent)
	if r.Header.Get("Accept-Language") == "" {
		r.Header.Set("Accept-Language", "nb")
	}
	r.RemoteAddr = b.from
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c
		}
	}
	if strings.Contains(w.Body.String(), "⟨") {
		b.Errorf("%s says a word that is not there: %s", r.URL, regexp.MustCompile("⟨[^⟩]*⟩").FindString(w.Body.String()))
	}
	return page{w.Code, w.Header().Get("Location"), w.Body.String()}
}

func (b *browser) get(path string) page {
	b.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *browser) post(path string, pairs ...string) page {
	b.Helper()
	return b.submit(path, values(pairs...))
}

func (b *browser) submit(path string, form url.Values) page {
	b.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

func values(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

func (b *browser) signIn(email, password string) page {
	b.Helper()
	return b.post("/sign-in", "email", email, "password", password)
}

func (b *browser) mustSignIn(email string) {
	b.Helper()
	if p := b.signIn(email, passphrase); p.status != http.StatusSeeOther {
		b.Fatalf("signing in: %d %s", p.status, p.body)
	}
}

// isSignedIn asks for a page that only those who are signed in see.
func (b *browser) isSignedIn() bool {
	b.Helper()
	return b.get("/my").status == http.StatusOK
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)"(?: autocomplete="[^"]*")? value="([^"]*)">`)

// hiddenFields are the hidden fields of a page, as a browser would send them.
func (p page) hiddenFields() url.Values {
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(p.body, -1) {
		form.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return form
}

func (b *browser) says(p page, key string, args ...any) {
	b.Helper()
	want := html.EscapeString(b.site.Catalog.Say("nb", key, args...))
	if !strings.Contains(strings.ReplaceAll(p.body, "&nbsp;", " "), want) {
		b.Errorf("status %d, and it does not say %q: %.2000s", p.status, want, p.body)
	}
}
