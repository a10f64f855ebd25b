package application_test

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/scan"
	"vekst/platform/scan/scankit"
	"vekst/platform/seal"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// people of a test, made by settle.
type world struct {
	*testkit.World
	t      testing.TB
	call   call.Published
	maria  action.Actor // owner of the association
	reader action.Actor // reads there
	other  action.Actor // owner of another organisation
	org    string
	theirs string
	folder string
	begun  int
	sealer *seal.Sealer
	clamd  *scankit.Clamd // nil for none
	site   *web.Site
}

func options(folder string, s *seal.Sealer) application.Options {
	return application.Options{Folder: folder, Address: "https://vekst.example", Seal: s.Seal}
}

// options are those of the world, with its scanner.
func (w *world) options() application.Options {
	o := options(w.folder, w.sealer)
	if w.clamd != nil {
		scanner, err := scan.New(w.clamd.Address)
		must(w.t, err)
		o.Scanner = scanner
	}
	return o
}

func features(o application.Options) []feature.Feature {
	return []feature.Feature{{Name: "look", Words: look.Words()}, {Name: "mail", Schema: mail.Schema()}, account.Feature(account.Options{}), notice.Feature(),
		municipality.Feature(municipality.Options{Here: call.Here}), organisation.Feature(), call.Feature(call.Options{}), follow.Feature(), application.Feature(o)}
}

func schemas() []fs.FS {
	var all []fs.FS
	for _, f := range features(application.Options{}) {
		if f.Schema != nil {
			all = append(all, f.Schema)
		}
	}
	return all
}

// bothEngines runs a test in a settled world on each engine.
func bothEngines(t *testing.T, test func(t *testing.T, w *world)) {
	testkit.Databases(t, schemas(), func(t *testing.T, k *testkit.World) { test(t, settle(t, k)) })
}

// settle publishes the calls and registers two organisations with their people.
func settle(t testing.TB, k *testkit.World) *world {
	w := &world{World: k, t: t, folder: t.TempDir()}
	w.sealer = seal.New(k.DB, k.Door, "test.example/log", slog.New(slog.NewTextHandler(io.Discard, nil)))
	shipped, err := call.Shipped()
	must(t, err)
	for _, d := range shipped {
		k.Set(d.Window.Opens.Add(-time.Hour))
		p := do(t, w, call.Publish, action.System("test"), call.Publication{File: d.Bytes()})
		if d.ID == "job-creation-2022" {
			w.call = p
		}
	}
	k.Set(testkit.Noon)
	maria, reader, other := w.person("Мария Петкова", "maria@example.org"), w.person("Иван Колев", "ivan@example.org"), w.person("Other", "other@example.org")
	w.org = do(t, w, organisation.Register, action.System("test"), organisation.Registering{Name: "Еленски билки", Country: "BG", Number: "000093442", Kind: "ngo", Seat: "SOF46", Owner: maria})
	w.theirs = do(t, w, organisation.Register, action.System("test"), organisation.Registering{Name: "Друго сдружение", Country: "BG", Number: "000695235", Kind: "ngo", Seat: "VTR13", Owner: other})
	w.maria = action.Actor{ID: maria, Grants: []action.Grant{{Role: account.Owner, Scope: w.org}}}
	w.reader = action.Actor{ID: reader, Grants: []action.Grant{{Role: account.Reader, Scope: w.org}}}
	w.other = action.Actor{ID: other, Grants: []action.Grant{{Role: account.Owner, Scope: w.theirs}}}
	return w
}

func (w *world) person(name, email string) string {
	return do(w.t, w, account.Create, action.System("test"), account.New{Name: name, Email: email, Lang: "bg"})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// runner is any action.
type runner[In, Out any] interface {
	Run(ctx context.Context, door *action.Door, actor action.Actor, in In) (Out, error)
}

// do runs an action that must succeed.
func do[In, Out any](t testing.TB, w *world, a runner[In, Out], actor action.Actor, in In) Out {
	t.Helper()
	out, err := a.Run(context.Background(), w.Door, actor, in)
	must(t, err)
	return out
}

// begin starts an application of the association's, and after the first of an organisation made for it, since the call
// limits how many one may have.
func (w *world) begin() application.Application {
	w.t.Helper()
	org := w.org
	if w.begun++; w.begun > 1 {
		org = do(w.t, w, organisation.Register, action.System("test"), organisation.Registering{Name: "Организация", Country: "OTHER",
			Number: strconv.Itoa(w.begun), Kind: "ngo", Seat: "X", Owner: w.maria.ID})
		w.maria.Grants = append(w.maria.Grants, action.Grant{Role: account.Owner, Scope: org})
	}
	return do(w.t, w, application.Start, w.maria, application.Beginning{Call: w.call.ID, Organisation: org, Lang: "bg"})
}

// full is every answer of the small grants scheme, all well: a seat in Sofia, jobs in Elena.
func full() map[string]string {
	return map[string]string{
		"applicant/name": "Еленски билки", "applicant/registration": "000093442", "applicant/kind": "ngo", "applicant/country": "BG", "applicant/seat": "София",
		"seat_inside": "outside", "commitment": "yes", "contact_name": "Мария Петкова", "contact_email": "maria@example.org", "signing": "representative",
		"experience": "През 2021 г. обучихме 14 души.", "title": "Билки от Балкана", "summary": "Сушилня и шест работни места.", "municipality": "VTR13",
		"site": "с. Марян", "resource_kind": "natural", "resource": "Билкови поляни.", "purposes": "innovative_employment,meetings", "need": "Хората заминават.",
		"jobs_new": "6", "posts/1/post": "Берач", "posts/1/how_many": "4", "posts/1/time": "full", "posts/1/wage": "980", "posts/2/post": "Майстор",
		"posts/2/how_many": "2", "posts/2/time": "part", "posts/2/wage": "1 400,00", "jobs_disadvantaged": "4", "for_whom": "За жени над 50 години.",
		"keep_months": "24", "employed/baseline": "3", "employed/target": "9", "activities": "Строим сушилня.", "starts": "2023-02-01", "ends": "2024-04-30",
		"steps/1/step": "Ремонт", "steps/1/from": "2023-02-01", "steps/1/to": "2023-06-30", "steps/1/result": "Готова сграда", "steps/2/step": "Работа",
		"steps/2/from": "2023-07-01", "steps/2/to": "2024-04-30", "steps/2/result": "Продукция", "people": "Двама ръководители.", "risks": "Суша.", "lasting": "Продажби.",
		"budget/1/heading": "staff", "budget/1/what": "Майстор, 18 месеца", "budget/1/quantity": "18", "budget/1/price": "1 400,00",
		"budget/2/heading": "equipment", "budget/2/what": "Сушилня", "budget/2/quantity": "1", "budget/2/price": "31 500",
		"prices": "Три оферти.", "economic": "free", "other_support": "none", "true_facts": "yes", "no_double": "yes", "no_debts": "yes", "publicity": "yes",
	}
}

// with is full with some answers changed.
func with(changed ...string) map[string]string {
	all := full()
	for i := 0; i+1 < len(changed); i += 2 {
		all[changed[i]] = changed[i+1]
	}
	return all
}

// asking is full with one line that makes the grant.
func asking(cents string) map[string]string {
	all := full()
	maps.DeleteFunc(all, func(path, _ string) bool { return strings.HasPrefix(path, "budget/") })
	maps.Copy(all, map[string]string{"budget/1/heading": "equipment", "budget/1/what": "Сушилня", "budget/1/quantity": "1", "budget/1/price": cents})
	return all
}

func saving(id string, answers map[string]string) application.Saving {
	in := application.Saving{Application: id}
	for _, path := range slices.Sorted(maps.Keys(answers)) {
		in.Changes = append(in.Changes, application.Change{Path: path, Value: answers[path]})
	}
	return in
}

// fill begins an application with these answers.
func (w *world) fill(answers map[string]string) application.Application {
	w.t.Helper()
	a := w.begin()
	do(w.t, w, application.Save, w.maria, saving(a.ID, answers))
	return a
}

func (w *world) send(actor action.Actor, id, key string) (application.Submission, error) {
	return application.Send(context.Background(), w.Door, actor, application.Sending{Application: id, Key: key})
}

// visit makes the site, where the cookie's value says who it is.
func (w *world) visit() *web.Site {
	w.t.Helper()
	if w.site != nil {
		return w.site
	}
	all := features(w.options())
	var words []lang.Words
	for _, f := range all {
		if f.Words != nil {
			words = append(words, lang.Words{Feature: f.Name, Files: f.Words})
		}
	}
	catalog, err := lang.NewCatalog(words...)
	must(w.t, err)
	assets, err := web.NewAssets(look.Assets())
	must(w.t, err)
	zone, err := time.LoadLocation("Europe/Sofia")
	must(w.t, err)
	w.site = &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: zone,
		Log: slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			for _, a := range []action.Actor{w.maria, w.reader, w.other} {
				if a.ID == secret {
					return web.Visitor{Actor: a, Name: "Мария", Lang: "bg"}, nil
				}
			}
			if role, ok := strings.CutPrefix(secret, "role-"); ok {
				return web.Visitor{Actor: action.Actor{ID: secret, Grants: []action.Grant{{Role: role, Scope: "bg-localdev"}}}, Name: role, Lang: "bg"}, nil
			}
			return web.Visitor{}, nil
		}}
	for _, f := range all {
		if f.Routes != nil {
			f.Routes(w.site)
		}
	}
	w.site.Raw("/assets/", assets)
	w.site.Raw("GET /offline.js", assets.Worker("offline.js"))
	return w.site
}

// answer is what came back.
type answer struct {
	status   int
	body     string
	location string
	header   http.Header
}

func (w *world) get(who action.Actor, path string) answer {
	return w.ask(who, httptest.NewRequest(http.MethodGet, path, nil))
}

func (w *world) post(who action.Actor, path string, form url.Values) answer {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.ask(who, r)
}

func (w *world) ask(who action.Actor, r *http.Request) answer {
	w.t.Helper()
	if who.ID != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who.ID})
	}
	rec := httptest.NewRecorder()
	w.visit().ServeHTTP(rec, r)
	return answer{rec.Code, rec.Body.String(), rec.Header().Get("Location"), rec.Header()}
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}
