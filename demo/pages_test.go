package demo_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vekst/demo"
	"vekst/grants/account"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// visit is a browser in a demonstration.
type visit struct {
	t      *testing.T
	site   *httptest.Server
	client *http.Client
	clock  *demo.Clock
	door   *action.Door
	worker *outbox.Worker
}

func visiting(t *testing.T) *visit {
	t.Helper()
	w := testkit.SQLite(t, schemas())
	fill(t, w)
	v := &visit{t: t, clock: demo.NewClock()}
	v.door = action.Open(w.DB, v.clock.Now)
	words := []lang.Words{{Feature: "look", Files: look.Words()}}
	for _, f := range features(v.clock) {
		if f.Words != nil {
			words = append(words, lang.Words{Feature: f.Name, Files: f.Words})
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
	site := &web.Site{Door: v.door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: zone, Identify: account.Identify}
	for _, f := range features(v.clock) {
		if f.Routes != nil {
			f.Routes(site)
		}
	}
	post, err := mail.Handler(mail.Options{Catalog: catalog, Address: "http://example.org", From: "Vekst <v@example.org>", Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	v.worker = outbox.NewWorker(v.door, map[string]outbox.Handler{mail.Kind: post}, slog.New(slog.DiscardHandler))
	v.site = httptest.NewServer(site)
	t.Cleanup(v.site.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v.client = &http.Client{Jar: jar}
	return v
}

func (v *visit) answer(r *http.Response, err error) (int, string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return r.StatusCode, string(page)
}

func (v *visit) get(path string) (int, string) {
	v.t.Helper()
	return v.answer(v.client.Get(v.site.URL + path))
}

func (v *visit) post(path string, values url.Values) (int, string) {
	v.t.Helper()
	return v.answer(v.client.PostForm(v.site.URL+path, values))
}

// The pages share one demonstration, since filling one takes a moment; the clock is moved last.
func TestVisitors(t *testing.T) {
	v := visiting(t)
	for _, one := range []struct {
		says string
		test func(*testing.T, *visit)
	}{
		{"Nobody is signed in as somebody who is not there", nobodyIsSignedInAsSomebodyWhoIsNotThere},
		{"A moment that cannot be used is said beside its field", aMomentThatCannotBeUsedIsSaidBesideItsField},
		{"A button makes a visitor somebody and then somebody else", aButtonMakesAVisitorSomebodyAndThenSomebodyElse},
		{"Nobody is led to a strangers page", nobodyIsLedToAStrangersPage},
		{"The mailbox shows who got what and follows the links", theMailboxShowsWhoGotWhatAndFollowsTheLinks},
		{"Every page of the demonstration speaks three languages", everyPageOfTheDemonstrationSpeaksThreeLanguages},
		{"The clock moves to just after the deadline", theClockMovesToJustAfterTheDeadline},
	} {
		t.Run(one.says, func(t *testing.T) {
			v.t = t
			one.test(t, v)
		})
	}
}

func nobodyIsSignedInAsSomebodyWhoIsNotThere(t *testing.T, v *visit) {
	if status, _ := v.post("/demo/be/mayor", nil); status != http.StatusNotFound {
		t.Errorf("status %d", status)
	}
}

func aMomentThatCannotBeUsedIsSaidBesideItsField(t *testing.T, v *visit) {
	for typed, want := range map[string]string{
		"2019-01-01T10:00": "forward only", "2099-01-01T10:00": "2030", "tomorrow": "Write a day and a time", "": "Write a day and a time",
	} {
		v.get("/en/demo")
		request, err := http.NewRequest(http.MethodPost, v.site.URL+"/demo/clock", strings.NewReader(url.Values{"moment": {typed}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Accept-Language", "en")
		status, page := v.answer(v.client.Do(request))
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, want) || !strings.Contains(page, `id="moment-e"`) {
			t.Errorf("%q: status %d, and no %q beside the field", typed, status, want)
		}
	}
}

func aButtonMakesAVisitorSomebodyAndThenSomebodyElse(t *testing.T, v *visit) {
	for _, r := range []demo.Role{demo.Cast[0], demo.Cast[4]} {
		v.post("/demo/be/"+r.Key, url.Values{"next": {"/en/demo"}})
		if _, page := v.get("/en/demo"); !strings.Contains(page, "Now you are "+r.Name) {
			t.Errorf("the visitor is not %s", r.Name)
		}
	}
}

func nobodyIsLedToAStrangersPage(t *testing.T, v *visit) {
	follows := *v.client
	follows.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := follows.Get(v.site.URL + "/demo/be/owner?next=" + url.QueryEscape("//example.com/"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if to := r.Header.Get("Location"); strings.Contains(to, "example.com") {
		t.Errorf("it leads to %s", to)
	}
}

func theClockMovesToJustAfterTheDeadline(t *testing.T, v *visit) {
	v.post("/demo/clock", url.Values{"by": {"before"}})
	if want := time.Date(2022, 10, 7, 13, 59, 0, 0, time.UTC); v.clock.Now().Before(want) || v.clock.Now().After(want.Add(30*time.Second)) {
		t.Errorf("a minute before the deadline it is %s", v.clock.Now())
	}
	v.post("/demo/clock", url.Values{"by": {"after"}})
	if _, page := v.get("/en/demo"); !strings.Contains(page, "No call is open") {
		t.Error("after the deadline a call is open")
	}
	if status, _ := v.post("/demo/clock", url.Values{"by": {"after"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("the clock jumped over a deadline there is not: status %d", status)
	}
}

func theMailboxShowsWhoGotWhatAndFollowsTheLinks(t *testing.T, v *visit) {
	if _, page := v.get("/nb/demo/mail"); !strings.Contains(page, "Ingen brev ennå") {
		t.Error("there are letters before the outbox was emptied")
	}
	for v.worker.Once(context.Background()) > 0 {
	}
	_, page := v.get("/nb/demo/mail")
	if !strings.Contains(page, "BGLD-1.004-0104") || !strings.Contains(page, `<a href="http://example.org/applications/`) {
		t.Error("the receipt of the last application is not in the mailbox")
	}
	if _, page := v.get("/en/demo/mail?to=daniela.tsoneva@example.org"); !strings.Contains(page, "BGLD-1.002-K-") || strings.Contains(page, "BGLD-1.004") {
		t.Error("the officer's mailbox holds others' letters, or not her own")
	}
}

func everyPageOfTheDemonstrationSpeaksThreeLanguages(t *testing.T, v *visit) {
	for _, l := range []string{"bg", "nb", "en"} {
		for _, path := range []string{"/demo", "/demo/mail", "/demo/mail?to=ivan.kolev@example.org"} {
			status, page := v.get("/" + l + path)
			if status != http.StatusOK || strings.Contains(page, "⟨") || !strings.Contains(page, `<html lang="`+l+`">`) {
				t.Errorf("/%s%s: status %d, or a word is missing", l, path, status)
			}
		}
	}
}
