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
	"vekst/grants/dialogue"
	"vekst/grants/follow"
	"vekst/grants/review/reviewkit"
	"vekst/grants/selection"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/token"
	"vekst/value/text"
)

var (
	style = reviewkit.Look{Words: look.Words(), Layout: look.Layout(), Assets: look.Assets()}
	under = []feature.Feature{{Name: "token", Schema: token.Schema()}, dialogue.Feature(), selection.Feature(), calendar.Feature(calendar.Options{Address: "https://vekst.example"})}
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
		ask := "ask " + closes.AddDate(0, 0, -7).Format("2006-01-02 15:04")
		wants(t, w, w.Applicant, ask, "draft "+at) // and not once more as a call that is followed
		wants(t, w, follower, ask, "call "+at)
		later := closes.AddDate(0, 0, 5)
		_, err = call.Extend.Run(ctx, w.Door, action.System("test"), call.Extending{Call: w.Call.ID, Closes: later, Reason: text.Text{BG: "а", NB: "b", EN: "c"}})
		w.Must(err)
		wants(t, w, w.Applicant, "ask "+later.AddDate(0, 0, -7).Format("2006-01-02 15:04"), "draft "+later.Format("2006-01-02 15:04"))
		w.Set(later.AddDate(0, 2, 0))
		wants(t, w, follower)
	})
}

// put writes a row as the verb that makes it would.
var put = action.Define(action.Definition[[]any, struct{}, struct{}]{
	Name: "calendar.test.put",
	Load: func(*action.Tx, []any) (struct{}, error) { return struct{}{}, nil },
	May:  action.Program[struct{}](),
	When: action.AnyTime[struct{}](),
	Do: func(tx *action.Tx, in []any, _ struct{}) (struct{}, error) {
		tx.About("application", "test")
		_, err := tx.Exec(in[0].(string), in[1:]...)
		return struct{}{}, err
	},
})

func write(t *testing.T, w *reviewkit.World, sql string, args ...any) {
	t.Helper()
	_, err := put.Run(context.Background(), w.Door, action.System("test"), append([]any{sql}, args...))
	w.Must(err)
}

// with is somebody with a role in an organisation more.
func with(a action.Actor, organisation string, roles ...string) action.Actor {
	for _, r := range roles {
		a.Grants = append(a.Grants, action.Grant{Role: r, Scope: organisation})
	}
	return a
}

func TestWhoSignsIsToldOnlyOnceTheyAreAsked(t *testing.T) {
	worlds(t, func(t *testing.T, w *reviewkit.World) {
		w.Set(w.Call.Window.Closes.AddDate(0, 0, -1))
		a, err := application.Start.Run(context.Background(), w.Door, w.Applicant, application.Beginning{Call: w.Call.ID, Organisation: w.Organisation, Lang: text.BG})
		w.Must(err)
		mayor, reader := with(w.Person("mayor"), w.Organisation, account.Reader, account.Certifier), with(w.Person("reader"), w.Organisation, account.Reader)
		at := w.Call.Window.Closes.Format("2006-01-02 15:04")
		ask := "ask " + w.Call.Window.Closes.AddDate(0, 0, -7).Format("2006-01-02 15:04")
		wants(t, w, mayor, ask, "draft "+at)
		write(t, w, `INSERT INTO application_signatures (application, round, state, asked, asked_by, at, by_person, hash, content) VALUES ($1, 1, 'asked', 1, '', 0, '', '', '')`, a.ID)
		wants(t, w, mayor, "sign "+at)
		wants(t, w, reader, ask, "draft "+at)
		wants(t, w, with(w.Person("mayor2"), "another", account.Reader, account.Certifier))
		write(t, w, `UPDATE application_signatures SET state = 'returned' WHERE application = $1`, a.ID)
		wants(t, w, mayor, ask, "draft "+at)
	})
}

func TestAPartnerIsRemindedOfItsOwnPartUntilItIsReady(t *testing.T) {
	worlds(t, func(t *testing.T, w *reviewkit.World) {
		w.Set(w.Call.Window.Closes.AddDate(0, 0, -1))
		a, err := application.Start.Run(context.Background(), w.Door, w.Applicant, application.Beginning{Call: w.Call.ID, Organisation: w.Organisation, Lang: text.BG})
		w.Must(err)
		partner := w.Person("partner")
		other := w.Register("Друго сдружение°", "000014021", partner.ID)
		partner = with(partner, other, account.Owner)
		write(t, w, `INSERT INTO application_partners (id, application, field, line, state, organisation, email, secret, words, at, by_person, created, ends)
			VALUES ('p', $1, 'partners', '1', 'invited', '', '', 's', '', 0, '', 0, 0)`, a.ID)
		wants(t, w, partner)
		at := w.Call.Window.Closes.Format("2006-01-02 15:04")
		for state, want := range map[string][]string{"filling": {"part " + at}, "returned": {"part " + at}, "ready": nil, "removed": nil} {
			write(t, w, `UPDATE application_partners SET organisation = $1, state = $2 WHERE id = 'p'`, other, state)
			wants(t, w, partner, want...)
		}
	})
}

func TestWhoAnswersAConsultationSeesWhenItEnds(t *testing.T) {
	worlds(t, func(t *testing.T, w *reviewkit.World) {
		closes := w.Now().AddDate(0, 0, 20)
		write(t, w, `INSERT INTO dialogue_consultations (call, programme, definition, closes, account, at, by_person) VALUES ('next', $1, $2, $3, 0, $4, '')`,
			w.Call.Programme, string(w.Call.Bytes()), db.At(closes), db.At(w.Now()))
		wants(t, w, w.Operator, "consult "+closes.UTC().Format("2006-01-02 15:04"))
		wants(t, w, w.Applicant)
		wants(t, w, w.Experts[0])
		_, page := w.Get(w.Operator, "/calendar")
		if !strings.Contains(page, "The consultation ends: "+w.Call.Title.In(text.EN)) || !strings.Contains(page, `href="/dialogue/comment/next"`) {
			t.Error("the page does not lead to the consultation")
		}
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
		if len(events) != 2 {
			t.Fatalf("%d events", len(events))
		}
		at, err := events[1].DateTimeStart(time.UTC)
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
