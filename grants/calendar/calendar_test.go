package calendar_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	goical "github.com/emersion/go-ical"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/calendar"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/review/reviewkit"
	"vekst/grants/selection"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/feature"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/token"
	"vekst/value/text"
)

var (
	style = reviewkit.Look{Words: look.Words(), Layout: look.Layout(), Assets: look.Assets()}
	under = []feature.Feature{{Name: "token", Schema: token.Schema()}, selection.Feature(), calendar.Feature(calendar.Options{Address: "https://vekst.example"})}
)

func worlds(t *testing.T, test func(t *testing.T, w *reviewkit.World)) {
	testkit.Databases(t, reviewkit.Schemas(under...), func(t *testing.T, k *testkit.World) {
		w := reviewkit.Settle(t, k, "higher", style, under...)
		w.Must(token.Prepare(context.Background(), w.Door))
		test(t, w)
	})
}

func titles(t *testing.T, w *reviewkit.World, a action.Actor) (all []string) {
	t.Helper()
	deadlines, err := calendar.Of(w.Reader(), a, text.EN, w.Now())
	w.Must(err)
	for _, d := range deadlines {
		all = append(all, string(d.Kind)+" "+d.At.UTC().Format("2006-01-02 15:04"))
	}
	return all
}

func wants(t *testing.T, w *reviewkit.World, a action.Actor, want ...string) {
	t.Helper()
	if got := strings.Join(titles(t, w, a), ", "); got != strings.Join(want, ", ") {
		t.Errorf("%s, not %s", got, strings.Join(want, ", "))
	}
}

func TestDeadlinesAreOnesOwnAndFollowTheCall(t *testing.T) {
	worlds(t, func(t *testing.T, w *reviewkit.World) {
		ctx := context.Background()
		w.Set(w.Call.Window.Opens.Add(time.Hour))
		stranger, follower := w.Person("stranger"), w.Person("follower")
		_, err := application.Start.Run(ctx, w.Door, w.Applicant, application.Beginning{Call: w.Call.ID, Organisation: w.Organisation, Lang: text.BG})
		w.Must(err)
		_, err = follow.Start.Run(ctx, w.Door, follower, w.Call.ID)
		w.Must(err)
		closes := w.Call.Window.Closes
		at := closes.Format("2006-01-02 15:04")
		wants(t, w, stranger)
		wants(t, w, w.Applicant, "draft "+at) // and not once more as a call that is followed
		wants(t, w, follower, "call "+at)
		later := closes.AddDate(0, 0, 5)
		_, err = call.Extend.Run(ctx, w.Door, action.System("test"), call.Extending{Call: w.Call.ID, Closes: later, Reason: text.Text{BG: "а", NB: "b", EN: "c"}})
		w.Must(err)
		wants(t, w, w.Applicant, "draft "+later.Format("2006-01-02 15:04"))
		w.Set(later.AddDate(0, 2, 0))
		wants(t, w, follower)
	})
}

func TestAnExpertSeesUntilWhenAScoreIsWanted(t *testing.T) {
	worlds(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 1_000_000)
		w.Eligible(a)
		w.Must(w.Assign(a, w.Experts[0]))
		if got := titles(t, w, w.Experts[0]); len(got) != 1 || !strings.HasPrefix(got[0], "assess ") {
			t.Errorf("%v", got)
		}
		w.Declare(a, w.Experts[0])
		w.Fill(a, w.Experts[0], 80)
		if got := titles(t, w, w.Experts[1]); len(got) != 0 {
			t.Errorf("another expert has %v", got)
		}
	})
}

// fetch asks for the calendar as a phone does: without a session.
func fetch(t *testing.T, w *reviewkit.World, path string) (int, []byte) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	answer := httptest.NewRecorder()
	w.Site.ServeHTTP(answer, r)
	return answer.Code, answer.Body.Bytes()
}

func address(t *testing.T, w *reviewkit.World, a action.Actor) string {
	t.Helper()
	if status, _ := w.Post(a, "/calendar/address", nil); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	_, page := w.Get(a, "/calendar")
	_, rest, _ := strings.Cut(page, `value="https://vekst.example`)
	path, _, _ := strings.Cut(rest, `"`)
	return path
}

func TestTheAddressIsSecretCanBeRenewedAndSaysNothingAboutPeople(t *testing.T) {
	worlds(t, func(t *testing.T, w *reviewkit.World) {
		_, err := follow.Start.Run(context.Background(), w.Door, w.Applicant, w.Call.ID)
		w.Must(err)
		w.Set(w.Call.Window.Opens.Add(time.Hour))
		if _, page := w.Get(w.Applicant, "/calendar"); strings.Contains(page, "/vekst.ics") {
			t.Error("there is an address before one was made")
		}
		first := address(t, w, w.Applicant)
		status, data := fetch(t, w, first)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", first, status)
		}
		read, err := goical.NewDecoder(bytes.NewReader(data)).Decode()
		w.Must(err)
		events := read.Events()
		if len(events) != 1 {
			t.Fatalf("%d events", len(events))
		}
		at, err := events[0].DateTimeStart(time.UTC)
		if err != nil || !at.Equal(w.Call.Window.Closes) {
			t.Errorf("%v, %v", at, err)
		}
		p, err := account.Find(w.Reader(), w.Applicant.ID)
		w.Must(err)
		for _, private := range []string{p.Name, p.Email, p.ID} {
			if bytes.Contains(data, []byte(private)) {
				t.Errorf("the calendar says %q", private)
			}
		}
		second := address(t, w, w.Applicant)
		for name, bad := range map[string]string{"the former address": first, "a damaged one": strings.Replace(second, ".", "x.", 1), "a made-up one": "/calendar/abc.def/vekst.ics"} {
			if status, _ := fetch(t, w, bad); status != http.StatusNotFound {
				t.Errorf("%s answers %d", name, status)
			}
		}
		if status, _ := fetch(t, w, second); status != http.StatusOK {
			t.Errorf("the new address answers %d", status)
		}
		if _, err := calendar.Renew.Run(context.Background(), w.Door, action.Nobody(), struct{}{}); refusal.KindOf(err) != refusal.SignIn {
			t.Errorf("nobody makes an address: %v", err)
		}
	})
}
