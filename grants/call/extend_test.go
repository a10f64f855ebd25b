package call_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/period"
)

// extend moves the deadline of the small grants scheme at a moment.
func extend(t *testing.T, w *testkit.World, who action.Actor, at, to time.Time) error {
	t.Helper()
	_, err := call.Extend.Run(action.At(t.Context(), at), w.Door, who, call.Extending{Call: "job-creation-2022", Closes: to, Reason: because})
	return err
}

func TestRefusesToMoveADeadline(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := shippedCall(t, "job-creation-2022")
		publish(t, w, d.Bytes(), before)
		closes := d.Window.Closes
		week := closes.AddDate(0, 0, 7)
		expert := action.Actor{ID: "e", Grants: []action.Grant{{Role: account.Expert, Scope: account.Programme}}}
		elsewhere := action.Actor{ID: "o", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}
		for name, c := range map[string]struct {
			who    action.Actor
			at, to time.Time
			kind   refusal.Kind
		}{
			"for a visitor":                    {action.Nobody(), testkit.Noon, week, refusal.SignIn},
			"for an expert":                    {expert, testkit.Noon, week, refusal.Forbidden},
			"for another programme's operator": {elsewhere, testkit.Noon, week, refusal.Forbidden},
			"to an earlier moment":             {operator, testkit.Noon, closes.Add(-time.Minute), refusal.Invalid},
			"to the same moment":               {operator, testkit.Noon, closes, refusal.Invalid},
			"to nowhere":                       {operator, testkit.Noon, time.Time{}, refusal.Invalid},
			"by more than a year":              {operator, testkit.Noon, closes.AddDate(1, 0, 1), refusal.Invalid},
			"once it has passed":               {operator, closes.Add(time.Millisecond), week, refusal.Closed},
		} {
			if err := extend(t, w, c.who, c.at, c.to); refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := call.Extend.Run(action.At(t.Context(), testkit.Noon), w.Door, operator, call.Extending{Call: "job-creation-2022", Closes: week})
		if c := refusal.Complaints(err); len(c) != 3 {
			t.Errorf("without a reason: %v", err)
		}
		if _, err := call.Extend.Run(action.At(t.Context(), testkit.Noon), w.Door, operator, call.Extending{Call: "nothing", Closes: week}); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("a call that is not there: %v", err)
		}
		if c, err := call.Find(w.Reader(), "job-creation-2022"); err != nil || !c.Window.Closes.Equal(closes) {
			t.Errorf("a refused change moved the deadline to %v, %v", c.Window.Closes, err)
		}
	})
}

// As on 2 August 2021, when the deadline of 15 September of the call for early childhood was moved to 30 September.
func TestADeadlineThatMovesMovesEverywhere(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := shippedCall(t, "job-creation-2022")
		publish(t, w, d.Bytes(), before)
		to := d.Window.Closes.AddDate(0, 0, 15)
		if err := extend(t, w, operator, testkit.Noon, to); err != nil {
			t.Fatal(err)
		}
		for version, find := range map[string]func() (call.Published, error){
			"current":   func() (call.Published, error) { return call.Find(w.Reader(), d.ID) },
			"version 1": func() (call.Published, error) { return call.FindVersion(w.Reader(), d.ID, 1) },
		} {
			if c, err := find(); err != nil || !c.Window.Closes.Equal(to) || c.Window.At(to) != period.Open {
				t.Errorf("%s closes %v, %v", version, c.Window.Closes, err)
			}
		}
		late := d.Window.Closes.Add(time.Hour)
		if found, err := call.List(w.Reader(), late, call.Wanted{State: period.Open, Limit: 9}); err != nil || len(found) != 1 || !found[0].Window.Closes.Equal(to) {
			t.Errorf("not among the open ones: %v, %v", found, err)
		}
		all, err := call.Extensions(w.Reader(), d.ID)
		if err != nil || len(all) != 1 || !all[0].Closed.Equal(d.Window.Closes) || !all[0].Closes.Equal(to) || all[0].Reason != because || all[0].Role != "operator" {
			t.Errorf("%+v, %v", all, err)
		}
		told, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE kind = $1`, call.ChangedKind)
		if err != nil || told != 1 {
			t.Errorf("%d lines of the outbox, %v", told, err)
		}
	})
}

// A version that says about the deadline what the one before said leaves an extension in force; none brings it nearer.
func TestAnAmendmentKeepsWhatPeopleRelyOn(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := herbal(t)
		open := d.Window.Opens.Add(time.Hour)
		publish(t, w, d.Bytes(), before)
		longer := d.Window.Closes.AddDate(0, 0, 15)
		_, err := call.Extend.Run(action.At(t.Context(), open), w.Door, operator, call.Extending{Call: d.ID, Closes: longer, Reason: because})
		if err != nil {
			t.Fatal(err)
		}
		for name, change := range map[string][2]string{
			"the code":              {"code: HERB-1", "code: HERB-2"},
			"the pattern":           {"number: HERB-1-{000}", "number: HERB-1-{0000}"},
			"the kind":              {"kind: small-grant", "kind: project"},
			"the opening":           {"opens: 2027-03-01T09:00", "opens: 2027-03-02T09:00"},
			"an earlier end":        {"closes: 2027-05-31T17:00", "closes: 2027-05-30T17:00"},
			"an end before the new": {"closes: 2027-05-31T17:00", "closes: 2027-06-10T17:00"},
		} {
			file := bytes.Replace(d.Bytes(), []byte(change[0]), []byte(change[1]), 1)
			_, err := call.Publish.Run(action.At(t.Context(), open), w.Door, operator, call.Publication{File: file, Reason: because})
			if refusal.KindOf(err) != refusal.Invalid {
				t.Errorf("%s changed: %v", name, err)
			}
		}
		if p := publish(t, w, herbal(t, "max: 20000.00", "max: 25000").Bytes(), open); p.Version != 2 || !p.Window.Closes.Equal(longer) {
			t.Errorf("version %d closes %v", p.Version, p.Window.Closes)
		}
		if c, err := call.Find(w.Reader(), d.ID); err != nil || !c.Window.Closes.Equal(longer) {
			t.Errorf("closes %v, %v", c.Window.Closes, err)
		}
		changed := herbal(t, "max: 20000.00", "max: 25000", "closes: 2027-05-31T17:00", "closes: 2027-06-30T17:00")
		if p := publish(t, w, changed.Bytes(), open); !p.Window.Closes.Equal(changed.Window.Closes) {
			t.Errorf("the file moves the deadline to %v, and it is %v", changed.Window.Closes, p.Window.Closes)
		}
	})
}

// submit posts a form as a browser does.
func submit(s *web.Site, session, path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "en")
	if session != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: session})
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestAnOfficerMovesTheDeadlineOnThePageAndTheHistorySaysSo(t *testing.T) {
	w, s := filled(t)
	page := "/calls/job-creation-2022/extend"
	for session, status := range map[string]int{"": http.StatusUnauthorized, "expert": http.StatusForbidden, "operator": http.StatusOK} {
		if a := get(s, page, session); a.Code != status {
			t.Errorf("%q: %d", session, a.Code)
		}
	}
	a := submit(s, "operator", page, "closes", "2022-10-01", "hour", "17:00", "reason_bg", "Партньори", "reason_nb", "", "reason_en", "Partners")
	for _, says := range []string{"The new one must be later", "Write the reason in Norwegian", `value="2022-10-01"`, ">Партньори</textarea>"} {
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), says) {
			t.Errorf("%d, without %q", a.Code, says)
		}
	}
	a = submit(s, "operator", page, "closes", "2022-10-22", "hour", "18:30", "reason_bg", "Партньори", "reason_nb", "Partnere", "reason_en", "To find partners")
	if a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	history := get(s, "/en/calls/job-creation-2022/versions", "").Body.String()
	for _, says := range []string{"To find partners", "Deadline: before 7\u00a0October 2022, 17:00, now 22\u00a0October 2022, 18:30.", "by an officer"} {
		if !strings.Contains(history, says) {
			t.Errorf("the history has no %q", says)
		}
	}
	if page := get(s, "/en/calls/job-creation-2022", "").Body.String(); !strings.Contains(page, "Originally: 7\u00a0October 2022") || !strings.Contains(page, "22\u00a0October 2022") {
		t.Error("the page of the call does not say that the deadline moved")
	}
	calendar := strings.ReplaceAll(get(s, "/en/calls/job-creation-2022/deadline.ics", "").Body.String(), "\r\n ", "")
	if !strings.Contains(calendar, "DTSTART:20221022T153000Z") || !strings.Contains(calendar, "SEQUENCE:1\r\n") {
		t.Errorf("the calendar does not follow: %s", calendar)
	}
	w.Set(shippedCall(t, "job-creation-2022").Window.Closes.AddDate(0, 2, 0))
	if a := get(s, page, "operator"); a.Code == http.StatusOK {
		t.Error("a closed call can be extended")
	}
}

func TestTheVersionsPageTellsTheDifferencesInEveryLanguage(t *testing.T) {
	w := testkit.SQLite(t, schema())
	publish(t, w, herbal(t).Bytes(), before)
	publish(t, w, herbal(t, "max: 500", "max: 700", "en: Why}", "en: Why so}").Bytes(), before.AddDate(0, 0, 1))
	s := site(t, w)
	for l, says := range map[string]string{"bg": "най-много знаци: преди 500, сега 700", "nb": "flest tegn: før 500, nå 700", "en": "most characters: before 500, now 700"} {
		if page := get(s, "/"+l+"/calls/herbs-2027/versions", "").Body.String(); !strings.Contains(page, says) {
			t.Errorf("%s: no %q", l, says)
		}
	}
}
