package call_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// site is a site with the pages of calls. Whoever brings the session "operator" or "expert" has that role.
func site(t testing.TB, w *testkit.World) *web.Site {
	t.Helper()
	f := call.Feature(call.Options{Address: "https://vekst.example"})
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "call", Files: f.Words})
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
	s := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: zone,
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			switch secret {
			case "operator", "expert":
				return web.Visitor{Actor: action.Actor{ID: secret, Grants: []action.Grant{{Role: secret, Scope: account.Programme}}}, Name: secret, Lang: "en"}, nil
			}
			return web.Visitor{}, nil
		}}
	f.Routes(s)
	return s
}

func get(s *web.Site, path, session string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", "en")
	if session != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: session})
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// send posts a form with text in it, as a browser does.
func send(t *testing.T, s *web.Site, session string, fields map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/calls/new", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Accept-Language", "en")
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: session})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func filled(t testing.TB) (*testkit.World, *web.Site) {
	t.Helper()
	w := testkit.SQLite(t, schema())
	publish(t, w, shippedCall(t, "concept-2020").Bytes(), before)
	publish(t, w, shippedCall(t, "job-creation-2022").Bytes(), before)
	return w, site(t, w)
}

func TestRefusesWhatIsNotThereInTheLanguageOfTheAddress(t *testing.T) {
	_, s := filled(t)
	for path, says := range map[string]string{
		"/bg/calls/nothing":                               "На този адрес няма нищо",
		"/nb/calls/nothing":                               "Det finnes ingenting",
		"/en/calls/nothing":                               "There is nothing at this address",
		"/nb/calls/nothing/screener":                      "Det finnes ingenting",
		"/bg/calls/nothing/form":                          "На този адрес няма нищо",
		"/en/calls/nothing/deadline.ics":                  "There is nothing at this address",
		"/en/calls/nothing/call.yaml":                     "There is nothing at this address",
		"/en/calls/job-creation-2022/call.yaml?version=9": "There is nothing at this address",
	} {
		if w := get(s, path, ""); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestRefusesThePublishingPageToOthers(t *testing.T) {
	_, s := filled(t)
	for session, status := range map[string]int{"": http.StatusUnauthorized, "expert": http.StatusForbidden, "operator": http.StatusOK} {
		if w := get(s, "/calls/new", session); w.Code != status {
			t.Errorf("%q: %d", session, w.Code)
		}
	}
	if w := send(t, s, "expert", map[string]string{"do": "publish", "text": "x"}); w.Code != http.StatusForbidden {
		t.Errorf("an expert's file: %d", w.Code)
	}
}

func TestAnOperatorSeesFaultsByLineThenThePreviewThenTheCall(t *testing.T) {
	w := testkit.SQLite(t, schema())
	w.Set(before)
	s := site(t, w)
	file := string(shippedCall(t, "job-creation-2022").Bytes())
	faulty := strings.Replace(file, "kind: small-grant", "kind: smal-grant", 1)
	a := send(t, s, "operator", map[string]string{"do": "publish", "text": faulty})
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "small-grant") || !strings.Contains(a.Body.String(), "smal-grant") {
		t.Errorf("faults: %d", a.Code)
	}
	a = send(t, s, "operator", map[string]string{"do": "check", "text": strings.ReplaceAll(file, "\n", "\r\n")})
	if hash := shippedCall(t, "job-creation-2022").Hash(); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), hash) || !strings.Contains(a.Body.String(), `value="publish"`) {
		t.Errorf("preview: %d", a.Code)
	}
	if get(s, "/en/calls/job-creation-2022", "").Code != http.StatusNotFound {
		t.Error("the preview published it")
	}
	a = send(t, s, "operator", map[string]string{"do": "publish", "text": file})
	if a.Code != http.StatusSeeOther || a.Header().Get("Location") != "/en/calls/job-creation-2022" {
		t.Errorf("publishing: %d %s", a.Code, a.Header().Get("Location"))
	}
	w.Set(testkit.Noon)
	a = send(t, s, "operator", map[string]string{"do": "publish", "text": strings.Replace(file, "en: Job creation\n", "en: Jobs\n", 1)})
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "Write the reason in Norwegian") {
		t.Errorf("once open, without a reason: %d", a.Code)
	}
	w.Set(shippedCall(t, "job-creation-2022").Window.Closes.Add(time.Second))
	a = send(t, s, "operator", map[string]string{"do": "publish", "text": file})
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "can no longer be changed") {
		t.Errorf("once closed: %d", a.Code)
	}
}

func TestTheScreenerSaysWhyNot(t *testing.T) {
	_, s := filled(t)
	for name, c := range map[string]struct {
		answers url.Values
		says    string
	}{
		"nothing answered":      {url.Values{}, "A few questions"},
		"jobs elsewhere":        {url.Values{"place": {"outside"}}, "We pay only for jobs in the ten municipalities"},
		"too little":            {url.Values{"grant": {"4 999"}}, "The smallest grant is 5,000 euros"},
		"too late":              {url.Values{"last_day": {"2024-05-01"}}, "finished by 30 April 2024"},
		"an amount nobody gets": {url.Values{"grant": {"a lot"}}, "Write the amount in digits"},
		"half answered":         {url.Values{"place": {"inside"}, "legal_person": {"yes"}}, "2 questions are left"},
		"all well":              {url.Values{"place": {"inside"}, "legal_person": {"yes"}, "grant": {"50000"}, "last_day": {"2024-04-30"}}, "Nothing you answered stops you"},
	} {
		w := get(s, "/en/calls/job-creation-2022/screener?"+c.answers.Encode(), "")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d, without %q", name, w.Code, c.says)
		}
	}
}

func TestTheFileOfACallIsTheBytesThatWerePublished(t *testing.T) {
	_, s := filled(t)
	w := get(s, "/en/calls/job-creation-2022/call.yaml", "")
	if !bytes.Equal(w.Body.Bytes(), shippedCall(t, "job-creation-2022").Bytes()) {
		t.Error("not the bytes")
	}
}

func TestTheFeedIsAtomInEveryLanguage(t *testing.T) {
	_, s := filled(t)
	for _, l := range []string{"bg", "nb", "en"} {
		w := get(s, "/"+l+"/calls.atom", "")
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Lang    string   `xml:"lang,attr"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
				Link    struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		if _, err := time.Parse(time.RFC3339, feed.Updated); err != nil || feed.Lang != l || len(feed.Entries) != 2 {
			t.Errorf("%s: %+v", l, feed)
		}
		for _, e := range feed.Entries {
			if !strings.HasPrefix(e.Link.Href, "https://vekst.example/"+l+"/calls/") || e.Title == "" || e.ID != e.Link.Href {
				t.Errorf("%s: %+v", l, e)
			}
		}
	}
}

func TestTheCalendarHasTheDeadlinesOfOpenCalls(t *testing.T) {
	_, s := filled(t)
	for _, path := range []string{"/bg/calls.ics", "/bg/calls/job-creation-2022/deadline.ics"} {
		w := get(s, path, "")
		unfolded := strings.ReplaceAll(w.Body.String(), "\r\n ", "")
		lines := strings.Split(strings.TrimSuffix(unfolded, "\r\n"), "\r\n")
		depth, events := 0, 0
		for _, line := range lines {
			name, value, ok := strings.Cut(line, ":")
			if !ok || name != strings.ToUpper(name) {
				t.Errorf("%s: %q is no property", path, line)
			}
			switch name {
			case "BEGIN":
				if depth++; value == "VEVENT" {
					events++
				}
			case "END":
				depth--
			}
		}
		if depth != 0 || events != 1 || lines[0] != "BEGIN:VCALENDAR" {
			t.Errorf("%s: depth %d, %d events", path, depth, events)
		}
		for _, wanted := range []string{"DTSTART:20221007T140000Z", "UID:job-creation-2022@vekst.example", "SUMMARY:Краен срок: Създаване на работни места"} {
			if !strings.Contains(unfolded, "\r\n"+wanted+"\r\n") {
				t.Errorf("%s: no %s", path, wanted)
			}
		}
	}
}

func TestApplyIsThereOnlyWhileTheCallIsOpen(t *testing.T) {
	w, s := filled(t)
	d := shippedCall(t, "job-creation-2022")
	for name, c := range map[string]struct {
		now  time.Time
		open bool
	}{
		"before it opens":    {d.Window.Opens.Add(-time.Millisecond), false},
		"as it opens":        {d.Window.Opens, true},
		"as it closes":       {d.Window.Closes, true},
		"a millisecond late": {d.Window.Closes.Add(time.Millisecond), false},
	} {
		w.Set(c.now)
		page := get(s, "/en/calls/job-creation-2022", "").Body.String()
		if strings.Contains(page, `href="/calls/job-creation-2022/apply"`) != c.open {
			t.Errorf("%s: open is not %v", name, c.open)
		}
	}
}
