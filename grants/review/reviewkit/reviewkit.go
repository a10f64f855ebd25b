// Package reviewkit gives tests of the assessment and of what follows from it a world to work in: a call that has closed,
// people in every role, and applications that were submitted. It is for tests only.
package reviewkit

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/review"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/seal"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/id"
)

// World is a closed call with its people.
type World struct {
	*testkit.World
	T                                          testing.TB
	Call                                       call.Published
	Operator, Second, Member, Auditor, Watcher action.Actor
	Administrator                              action.Actor
	Experts                                    []action.Actor
	Applicant                                  action.Actor // owner of Organisation
	Organisation                               string
	Sealer                                     *seal.Sealer
	Site                                       *web.Site
	submitted                                  int
	actors                                     map[string]action.Actor
}

// Closed is a moment after the call has closed.
var Closed = time.Date(2022, 11, 1, 9, 0, 0, 0, time.UTC)

// Grid, in place of the shipped call's own: one criterion of 100 points and one with options in a bonus group, so that a
// test can give any score it likes.
const grid = `criteria:
  total: 100
  threshold: 60
  groups:
    - id: quality
      title: {bg: Качество, nb: Kvalitet, en: Quality}
      criteria:
        - {id: worth, title: {bg: Стойност, nb: Verdi, en: Worth}, max: 100}
    - id: extra
      title: {bg: Допълнително, nb: Ekstra, en: Extra}
      bonus: true
      criteria:
        - id: partner
          title: {bg: Партньор, nb: Partner, en: Partner}
          max: 5
          options:
            - {id: real, points: 5, label: {bg: Истински, nb: Virkelig, en: Real}}
            - {id: none, points: 0, label: {bg: Няма, nb: Ingen, en: None}}

assessment:
  EXPERTS
  blind: true
ranking:
  tie_breakers: [group quality, draw]
  marginal: stop
  reserve: RESERVE
  appeal_days: 14

`

// Look is how pages look, which this folder may not know: look.Words, look.Layout and look.Assets.
type Look struct{ Words, Layout, Assets fs.FS }

// features are those the assessment needs, and those under test besides.
func features(look Look, more []feature.Feature) []feature.Feature {
	return append([]feature.Feature{{Name: "look", Words: look.Words}, {Name: "mail", Schema: mail.Schema()},
		account.Feature(account.Options{}), notice.Feature(), organisation.Feature(), call.Feature(call.Options{}),
		follow.Feature(), application.Feature(application.Options{}), review.Feature()}, more...)
}

// Schemas are the tables of a world, for testkit.Databases. More are the features under test besides the assessment.
func Schemas(more ...feature.Feature) []fs.FS {
	var all []fs.FS
	for _, f := range features(Look{}, more) {
		if f.Schema != nil {
			all = append(all, f.Schema)
		}
	}
	return all
}

// Rules are what may differ from one world's call to the next.
type Rules struct {
	Tie       string // the tie policy, where two experts score
	Alone     bool   // one expert scores
	NoReserve bool
}

// written is the grid with the rules filled in.
func (r Rules) written() string {
	experts := "experts: 2\n  divergence: 30 %\n  tie: " + r.Tie
	if r.Alone {
		experts = "experts: 1"
	}
	return strings.NewReplacer("EXPERTS", experts, "RESERVE", strconv.FormatBool(!r.NoReserve)).Replace(grid)
}

// Settle makes a world in an empty database with the tables of Schemas. Tie is the call's tie policy.
func Settle(t testing.TB, k *testkit.World, tie string, look Look, more ...feature.Feature) *World {
	return SettleBy(t, k, Rules{Tie: tie}, look, more...)
}

// SettleBy is Settle with a call of other rules.
func SettleBy(t testing.TB, k *testkit.World, rules Rules, look Look, more ...feature.Feature) *World {
	w := &World{World: k, T: t, actors: map[string]action.Actor{}}
	w.Sealer = seal.New(k.DB, k.Door, "test.example/log", slog.New(slog.NewTextHandler(io.Discard, nil)))
	shipped, err := os.ReadFile("../call/shipped/job-creation-2022.yaml")
	w.Must(err)
	before, rest, _ := strings.Cut(string(shipped), "criteria:\n")
	_, after, _ := strings.Cut(rest, "sources:\n")
	if rules.Alone {
		after = strings.Replace(after, "path: assessment.tie", "path: assessment.blind", 1) // there is no tie to mark
	}
	file := before + rules.written() + "sources:\n" + after
	k.Set(time.Date(2022, 7, 1, 9, 0, 0, 0, time.UTC))
	w.Call, err = call.Publish.Run(context.Background(), k.Door, action.System("test"), call.Publication{File: []byte(file)})
	w.Must(err)
	w.people()
	w.site(look, more)
	k.Set(Closed)
	return w
}

func (w *World) people() {
	w.Operator, w.Second = w.Person("olga", account.Operator), w.Person("second", account.Operator)
	w.Member, w.Auditor = w.Person("member", account.Committee), w.Person("auditor", account.Auditor)
	w.Watcher, w.Administrator = w.Person("watcher", account.Observer), w.Person("admin", account.Administrator)
	for i := range 4 {
		w.Experts = append(w.Experts, w.Person("expert"+strconv.Itoa(i), account.Expert))
	}
	w.Applicant = w.Person("maria")
	w.Organisation = w.Register("Сдружение Елена°", "000014014", w.Applicant.ID)
	w.Applicant.Grants = append(w.Applicant.Grants, action.Grant{Role: account.Owner, Scope: w.Organisation})
	w.actors[w.Applicant.ID] = w.Applicant
}

// Person makes a person with roles in the programme.
func (w *World) Person(name string, roles ...string) action.Actor {
	w.T.Helper()
	ctx, system := context.Background(), action.System("test")
	person, err := account.Create.Run(ctx, w.Door, system, account.New{Name: name, Email: name + "@example.org", Lang: "en"})
	w.Must(err)
	a := action.Actor{ID: person}
	for _, role := range roles {
		_, err := account.GiveRole.Run(ctx, w.Door, system, account.Grant{Person: person, Role: role, Scope: account.Programme})
		w.Must(err)
		a.Grants = append(a.Grants, action.Grant{Role: role, Scope: account.Programme})
	}
	w.actors[person] = a
	return a
}

// Register makes an organisation of an owner.
func (w *World) Register(name, number, owner string) string {
	w.T.Helper()
	o, err := organisation.Register.Run(context.Background(), w.Door, action.System("test"),
		organisation.Registering{Name: name, Country: "BG", Number: number, Kind: organisation.NGO, Seat: "VTR13", Owner: owner})
	w.Must(err)
	return o
}

// sent is an application as it is put into the world.
type sent struct {
	application, organisation, title string
	requested                        int64
	number                           string
	content                          []byte
	call                             call.Published
}

// put writes a submitted application as application.submit would.
var put = action.Define(action.Definition[sent, sent, struct{}]{
	Name: "reviewkit.put", Load: func(_ *action.Tx, s sent) (sent, error) { return s, nil },
	May: action.Program[sent](), When: action.AnyTime[sent](),
	Do: func(tx *action.Tx, _ sent, s sent) (struct{}, error) {
		tx.About("application", s.application)
		if _, err := tx.Exec(`INSERT INTO applications (id, programme, call, call_version, organisation, title, lang, state, number, version, standing,
			municipality, rev, created, created_by, saved) VALUES ($1, $2, $3, $4, $5, $6, 'en', 'submitted', $7, 1, 1, 'VTR13', 0, $8, '', $8)`,
			s.application, s.call.Programme, s.call.ID, s.call.Version, s.organisation, s.title, s.number, db.At(tx.Now())); err != nil {
			return struct{}{}, err
		}
		_, err := tx.Exec(`INSERT INTO application_versions (application, version, key, programme, call, call_version, organisation, number, lang,
			title, received, hash, content, requested, municipality, audit, by_person)
			VALUES ($1, 1, $1, $2, $3, $4, $5, $6, 'en', $7, $8, 'hash', $9, $10, 'VTR13', $11, '')`,
			s.application, s.call.Programme, s.call.ID, s.call.Version, s.organisation, s.number, s.title, db.At(tx.Now()), string(s.content),
			s.requested, tx.AuditID())
		return struct{}{}, err
	},
})

// Apply submits an application of the organisation for an amount in cents, with a partner of this registration number
// where one is given, and returns its identifier.
func (w *World) Apply(title string, cents int64, partner ...string) string {
	w.T.Helper()
	w.submitted++
	answers := call.Answers{"applicant/name": "Сдружение Елена°", "applicant/registration": "000014014", "applicant/country": "BG",
		"applicant/kind": "ngo", "title": title, "municipality": "VTR13", "seat_inside": "inside", "jobs_new": "6", "ends": "2024-04-01",
		"need": "They pick herbs.", "contact_name": "Maria Secret"}
	for i, number := range partner {
		row := "partners/" + strconv.Itoa(i+1) + "/"
		answers[row+"name"], answers[row+"registration"], answers[row+"country"] = "Partner", number, "NO"
	}
	content, err := w.Call.Form.Examine(answers, call.Facts{}, w.Now()).Document()
	w.Must(err)
	s := sent{id.New(), w.Organisation, title, cents, w.Call.Numbered(w.submitted), content, w.Call}
	_, err = put.Run(context.Background(), w.Door, action.System("test"), s)
	w.Must(err)
	return s.application
}

// Eligible answers every question of the check with yes and closes it.
func (w *World) Eligible(applications ...string) {
	w.T.Helper()
	for _, a := range applications {
		for _, g := range w.Call.Gates {
			_, err := review.Decide.Run(context.Background(), w.Door, w.Operator, review.Deciding{Application: a, Gate: g.ID, Answer: review.Yes, Reason: "Seen."})
			w.Must(err)
		}
		_, err := review.CloseCheck.Run(context.Background(), w.Door, w.Operator, a)
		w.Must(err)
	}
}

// Reject answers a rejecting question with no and closes the check.
func (w *World) Reject(a string) {
	w.T.Helper()
	for _, g := range w.Call.Gates {
		answer := review.Yes
		if g.ID == "in_time" {
			answer = review.No
		}
		_, err := review.Decide.Run(context.Background(), w.Door, w.Operator, review.Deciding{Application: a, Gate: g.ID, Answer: answer, Reason: "Too late."})
		w.Must(err)
	}
	_, err := review.CloseCheck.Run(context.Background(), w.Door, w.Operator, a)
	w.Must(err)
}

// Assign gives an expert the next place on an application.
func (w *World) Assign(a string, expert action.Actor) error {
	_, err := review.Assign.Run(context.Background(), w.Door, w.Operator, review.Assigning{Application: a, Expert: expert.ID, Due: w.Now().AddDate(0, 0, 14)})
	return err
}

// Declare lets an expert say that there is no conflict.
func (w *World) Declare(a string, expert action.Actor) {
	w.T.Helper()
	_, err := review.Declare.Run(context.Background(), w.Door, expert, review.Declaring{Application: a, Interest: review.NoInterest})
	w.Must(err)
}

// Fill lets an expert fill in the whole sheet, points being from 0 to 100.
func (w *World) Fill(a string, expert action.Actor, points int) {
	w.T.Helper()
	for _, in := range []review.Marking{{Application: a, Criterion: "worth", Points: strconv.Itoa(points), Reason: fmt.Sprintf("Worth %d.", points)},
		{Application: a, Criterion: "partner", Option: "none", Reason: "No partner."}} {
		_, err := review.Score.Run(context.Background(), w.Door, expert, in)
		w.Must(err)
	}
}

// Scored gives an eligible application to experts in turn, who score and lock.
func (w *World) Scored(a string, points ...int) {
	w.T.Helper()
	for i, p := range points {
		w.Must(w.Assign(a, w.Experts[i]))
		w.Declare(a, w.Experts[i])
		w.Fill(a, w.Experts[i], p)
		_, err := review.Lock.Run(context.Background(), w.Door, w.Experts[i], a)
		w.Must(err)
	}
}

// Must stops the test at an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Told lists the kinds of the notices that were told, in order.
func (w *World) Told() []string {
	w.T.Helper()
	kinds, err := db.All(w.Reader(), db.Value[string], `SELECT kind FROM notice_news ORDER BY id`)
	w.Must(err)
	return kinds
}

// Letters lists the keys of the letters in the outbox, in order.
func (w *World) Letters() []string {
	w.T.Helper()
	payloads, err := db.All(w.Reader(), db.Value[string], `SELECT payload FROM outbox WHERE kind = 'mail' ORDER BY id`)
	w.Must(err)
	var keys []string
	for _, p := range payloads {
		_, rest, _ := strings.Cut(p, `"Key":"`)
		key, _, _ := strings.Cut(rest, `"`)
		keys = append(keys, key)
	}
	return keys
}

func (w *World) site(look Look, more []feature.Feature) {
	w.T.Helper()
	var words []lang.Words
	for _, f := range features(look, more) {
		if f.Words != nil {
			words = append(words, lang.Words{Feature: f.Name, Files: f.Words})
		}
	}
	catalog, err := lang.NewCatalog(words...)
	w.Must(err)
	assets, err := web.NewAssets(look.Assets)
	w.Must(err)
	w.Site = &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout, Assets: assets, Zone: w.Call.Window.Location(),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Identify: w.identify}
	for _, f := range append([]feature.Feature{review.Feature()}, more...) {
		if f.Routes != nil {
			f.Routes(w.Site)
		}
	}
}

// identify takes a person's identifier for the secret of a session.
func (w *World) identify(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
	return web.Visitor{Actor: w.actors[secret], Name: secret, Lang: "en"}, nil
}

// Get visits an address as somebody and returns the status and the page.
func (w *World) Get(who action.Actor, address string) (int, string) {
	return w.visit(who, httptest.NewRequest(http.MethodGet, address, nil))
}

// Post sends a form as somebody.
func (w *World) Post(who action.Actor, address string, form url.Values) (int, string) {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.visit(who, r)
}

func (w *World) visit(who action.Actor, r *http.Request) (int, string) {
	if who.ID != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who.ID})
	}
	answer := httptest.NewRecorder()
	w.Site.ServeHTTP(answer, r)
	return answer.Code, answer.Body.String()
}
