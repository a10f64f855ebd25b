package notice_test

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/token"
	"vekst/platform/web"
	"vekst/value/text"
)

var (
	changed  = notice.Define(notice.Kind{Key: "test.changed", Way: notice.Daily})
	answered = notice.Define(notice.Kind{Key: "test.answered", Way: notice.Weekly})
	given    = notice.Define(notice.Kind{Key: "test.given", Must: true})
	third    = notice.Define(notice.Kind{Key: "test.third", Way: notice.AtOnce, Roles: []string{account.Operator}})
)

func sentences(changed, changes, other string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("[changed]\nname = \"Changes\"\n[changed.line]\none = \"" + changed + "\"\nother = \"" + changes + "\"\n" +
		"[answered]\nname = \"Answers\"\nline = \"" + other + "\"\n[given]\nname = \"Given\"\nline = \"Given {{.Number}}\"\n[third]\nname = \"Third\"\nline = \"Third\"\n")}
}

var words = fstest.MapFS{
	"bg.toml": sentences("Поканата е променена: {{.What}}", "{{.N}} промени, последната: {{.What}}", "Отговор"),
	"nb.toml": sentences("Utlysningen er endret: {{.What}}", "{{.N}} endringer, den siste: {{.What}}", "Svar"),
	"en.toml": sentences("The call was changed: {{.What}}", "{{.N}} changes, the last one: {{.What}}", "Answer"),
}

// house is a world with people, a worker that sends letters to a postbox, and pages.
type house struct {
	*testkit.World
	t       *testing.T
	worker  *outbox.Worker
	postbox *testkit.Postbox
	site    *web.Site
	actors  map[string]action.Actor
}

func houses(t *testing.T, test func(h *house)) {
	schemas := []fs.FS{mail.Schema(), token.Schema(), account.Feature(account.Options{}).Schema, notice.Feature().Schema}
	testkit.Databases(t, schemas, func(t *testing.T, w *testkit.World) { test(settle(t, w)) })
}

func settle(t *testing.T, w *testkit.World) *house {
	h := &house{World: w, t: t, postbox: testkit.NewPostbox(t), actors: map[string]action.Actor{}}
	f := notice.Feature()
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "notice", Files: f.Words}, lang.Words{Feature: "test", Files: words})
	h.must(err)
	post, err := mail.Handler(mail.Options{Catalog: catalog, Address: "https://vekst.example", From: "Vekst <noreply@example.org>", Server: "smtp://" + h.postbox.Address})
	h.must(err)
	h.worker = outbox.NewWorker(w.Door, map[string]outbox.Handler{mail.Kind: post}, slog.New(slog.DiscardHandler))
	assets, err := web.NewAssets(look.Assets())
	h.must(err)
	h.site = &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			return web.Visitor{Actor: h.actors[secret], Name: secret, Lang: "en"}, nil
		}}
	f.Routes(h.site)
	h.site.Public("GET /calls/{call}", func(q *web.Request) (web.Answer, error) {
		return nil, refusal.New(refusal.Missing, "look.refusal.missing")
	})
	h.must(token.Prepare(context.Background(), w.Door))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) person(name, l string) string {
	h.t.Helper()
	p, err := account.Create.Run(context.Background(), h.Door, action.System("test"), account.New{Name: name, Email: name + "@example.org", Lang: l})
	h.must(err)
	h.actors[name] = action.Actor{ID: p}
	return p
}

// telling is news for people, told within an action as features do.
type telling struct {
	kind   notice.Kind
	about  string
	args   map[string]text.Text
	people []string
}

var tell = action.Define(action.Definition[telling, telling, struct{}]{
	Name: "test.tell_notice", Load: func(_ *action.Tx, t telling) (telling, error) { return t, nil },
	May: action.Anyone[telling](), When: action.AnyTime[telling](),
	Do: func(tx *action.Tx, _, t telling) (struct{}, error) {
		tx.About("call", t.about)
		return struct{}{}, notice.Tell(tx, t.kind, notice.News{About: notice.Subject{Kind: "call", ID: t.about, Title: text.Text{BG: "Покана " + t.about, EN: "Call " + t.about}},
			Link: "/calls/" + t.about, Args: t.args}, t.people...)
	},
})

func (h *house) tell(by action.Actor, k notice.Kind, about, what string, people ...string) {
	h.t.Helper()
	_, err := tell.Run(context.Background(), h.Door, by, telling{k, about, map[string]text.Text{"What": notice.Same(what), "Number": notice.Same(what)}, people})
	h.must(err)
}

// post sends what is due and returns how many letters went.
func (h *house) post() int {
	h.t.Helper()
	before := len(h.postbox.Letters())
	_, err := notice.Once(context.Background(), h.Door)
	h.must(err)
	for h.worker.Once(context.Background()) > 0 {
	}
	return len(h.postbox.Letters()) - before
}

// last is the newest letter as it was written, and as the server got it.
func (h *house) last() (mail.Mail, string) {
	h.t.Helper()
	kept, err := mail.Kept(h.Reader(), 1)
	h.must(err)
	all := h.postbox.Letters()
	return kept[0], all[len(all)-1]
}

func (h *house) tomorrow() { h.Set(h.Now().Add(24 * time.Hour)) }

var officer = action.System("officer")

func TestTwoHundredChangesThatTwentyPeopleFollowAreTwentyLetters(t *testing.T) {
	houses(t, func(h *house) {
		var watchers []string
		for i := range 20 {
			watchers = append(watchers, h.person("watcher"+strconv.Itoa(i), text.Languages[i%3]))
		}
		for i := range 200 {
			h.tell(officer, changed, "call"+strconv.Itoa(i%4), "change "+strconv.Itoa(i), watchers...)
			h.Set(h.Now().Add(time.Minute))
			if i%20 == 0 && h.post() != 0 {
				h.t.Fatal("a letter before the digest")
			}
		}
		h.tomorrow()
		if n := h.post(); n != 20 {
			h.t.Fatalf("%d letters", n)
		}
		h.tomorrow()
		if n := h.post(); n != 0 {
			h.t.Fatalf("%d letters more, with nothing new", n)
		}
		kept, err := mail.Kept(h.Reader(), 100)
		h.must(err)
		for _, m := range kept {
			if n := strings.Count(m.Body, "– "); m.Lang == "en" && (n != 4 || !strings.Contains(m.Body, "Call call3\n– 50 changes, the last one: change 199\nhttps://vekst.example/calls/call3")) {
				h.t.Fatalf("%d lines: %s", n, m.Body)
			}
		}
		if bg := kept[0]; bg.Lang == "bg" && !strings.Contains(bg.Body, "Покана call3\n– 50 промени") {
			h.t.Error(bg.Body)
		}
	})
}

func TestWhatOneDidOneselfOrHasSeenOrStoppedIsNotWritten(t *testing.T) {
	houses(t, func(h *house) {
		maria, ivan := h.person("maria", "bg"), h.person("ivan", "en")
		h.tell(h.actors["maria"], changed, "a", "mine", maria, ivan, ivan, "")
		h.tomorrow()
		if n := h.post(); n != 1 {
			h.t.Fatalf("%d letters for one reader", n)
		}
		h.tell(officer, changed, "a", "seen", ivan)
		_, err := notice.See.Run(context.Background(), h.Door, h.actors["ivan"], nil)
		h.must(err)
		h.tomorrow()
		if n := h.post(); n != 0 {
			h.t.Errorf("%d letters about what was seen", n)
		}
		h.tell(officer, changed, "a", "stopped", ivan)
		h.choose("ivan", notice.Usual("en"), map[string]notice.Way{changed.Key: notice.Never})
		h.tomorrow()
		if n := h.post(); n != 0 {
			h.t.Errorf("%d letters about what was stopped before it was due", n)
		}
		items, err := notice.Of(h.Reader(), ivan, 0, 10)
		if err != nil || len(items) != 3 {
			h.t.Errorf("on screen are %d, %v", len(items), err)
		}
	})
}

func (h *house) choose(who string, s notice.Settings, ways map[string]notice.Way) {
	h.t.Helper()
	_, err := notice.Choose.Run(context.Background(), h.Door, h.actors[who], notice.Choosing{Settings: s, Ways: ways})
	h.must(err)
}

func TestEachKindComesAsThePersonChose(t *testing.T) {
	houses(t, func(h *house) {
		ivan := h.person("ivan", "en")
		h.tell(officer, answered, "a", "", ivan)
		h.tell(officer, third, "a", "", ivan)
		h.Set(h.Now().Add(time.Minute))
		if n := h.post(); n != 1 {
			h.t.Fatalf("%d letters at once", n)
		}
		h.tomorrow()
		if n := h.post(); n != 0 {
			h.t.Fatalf("%d letters: the weekly digest came in the middle of the week", n)
		}
		s := notice.Usual("en")
		s.Hour = h.Now().In(time.UTC).Hour() + 3 + 1 // in Sofia, an hour from now
		h.choose("ivan", s, map[string]notice.Way{answered.Key: notice.Daily})
		h.Set(h.Now().Add(time.Hour))
		if n := h.post(); n != 1 {
			h.t.Fatalf("%d letters: what waited does not follow the choice", n)
		}
		h.choose("ivan", s, map[string]notice.Way{changed.Key: notice.AtOnce})
		h.tell(officer, changed, "a", "now", ivan)
		h.Set(h.Now().Add(time.Minute))
		if n := h.post(); n != 1 {
			h.t.Errorf("%d letters at once by choice", n)
		}
	})
}

func TestABadChoiceIsRefusedWhole(t *testing.T) {
	houses(t, func(h *house) {
		h.person("ivan", "en")
		_, err := notice.Choose.Run(context.Background(), h.Door, h.actors["ivan"],
			notice.Choosing{Settings: notice.Settings{Hour: 24, Weekday: 7, Zone: "Mars/Base"}, Ways: map[string]notice.Way{changed.Key: "hourly"}})
		if c := refusal.Complaints(err); len(c) != 4 {
			h.t.Errorf("%v", err)
		}
		_, err = notice.Choose.Run(context.Background(), h.Door, action.Nobody(), notice.Choosing{Settings: notice.Usual("en")})
		if refusal.KindOf(err) != refusal.SignIn {
			h.t.Errorf("nobody may choose: %v", err)
		}
	})
}

var stopLink = regexp.MustCompile(`https://vekst\.example(/stop/\S+)`)

func TestALetterIsStoppedByItsOwnLinkWithoutSigningIn(t *testing.T) {
	houses(t, func(h *house) {
		ivan := h.person("ivan", "en")
		h.tell(officer, changed, "a", "one", ivan)
		h.tell(officer, answered, "b", "", ivan)
		h.choose("ivan", notice.Usual("en"), map[string]notice.Way{answered.Key: notice.Daily})
		h.tomorrow()
		if h.post() != 1 {
			h.t.Fatal("no digest")
		}
		kept, sent := h.last()
		path := stopLink.FindStringSubmatch(kept.Body)[1]
		message, err := netmail.ReadMessage(strings.NewReader(sent))
		h.must(err)
		if message.Header.Get("List-Unsubscribe") != "<https://vekst.example"+path+">" || message.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
			h.t.Fatalf("the headers of RFC 8058 are missing:\n%s", sent)
		}
		if status, _ := h.get("", path+"x"); status != http.StatusNotFound {
			h.t.Errorf("a damaged link answers %d", status)
		}
		if _, page := h.get("", path); !strings.Contains(page, "Stop these letters?") {
			h.t.Error("opening the link must only ask: mail scanners open links")
		}
		status, page := h.post1(path, url.Values{"List-Unsubscribe": {"One-Click"}})
		if status != http.StatusOK || !strings.Contains(page, "The letters are stopped") {
			h.t.Fatalf("%d %s", status, page)
		}
		h.tell(officer, changed, "a", "two", ivan)
		h.tomorrow()
		if n := h.post(); n != 0 {
			h.t.Fatalf("%d letters after stopping", n)
		}
		h.tell(officer, given, "a", "BGLD-1", ivan)
		h.Set(h.Now().Add(time.Minute))
		if n := h.post(); n != 1 {
			h.t.Fatalf("%d letters: what one must act on comes all the same", n)
		}
		if m, raw := h.last(); m.Stop != "" || strings.Contains(raw, "List-Unsubscribe") || !strings.Contains(m.Body, "cannot be turned off") || !strings.Contains(m.Body, "Given BGLD-1") {
			h.t.Errorf("%+v", m)
		}
		if status, _ := h.post1(path+"/undo", nil); status != http.StatusSeeOther {
			h.t.Fatal(status)
		}
		h.tell(officer, changed, "a", "three", ivan)
		h.tomorrow()
		if n := h.post(); n != 1 {
			h.t.Errorf("%d letters after undoing", n)
		}
	})
}

func TestALinkOfOneKindStopsThatKindAndUndoingRestoresTheChoice(t *testing.T) {
	houses(t, func(h *house) {
		ivan := h.person("ivan", "en")
		h.choose("ivan", notice.Usual("en"), map[string]notice.Way{changed.Key: notice.AtOnce})
		h.tell(officer, changed, "a", "one", ivan)
		h.Set(h.Now().Add(time.Minute))
		h.post()
		kept, _ := h.last()
		path := stopLink.FindStringSubmatch(kept.Body)[1]
		for range 2 {
			h.post1(path, nil)
		}
		if w, err := notice.WayOf(h.Reader(), ivan, changed); err != nil || w != notice.Never {
			h.t.Errorf("%q, %v", w, err)
		}
		if w, _ := notice.WayOf(h.Reader(), ivan, answered); w != notice.Weekly {
			h.t.Errorf("another kind is %q", w)
		}
		h.post1(path+"/undo", nil)
		if w, _ := notice.WayOf(h.Reader(), ivan, changed); w != notice.AtOnce {
			h.t.Errorf("after undoing it is %q", w)
		}
	})
}

func (h *house) ask(who string, r *http.Request) (int, string) {
	r.Header.Set("Accept-Language", "en")
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	return w.Code, w.Body.String() + w.Header().Get("Location")
}

func (h *house) get(who, path string) (int, string) {
	return h.ask(who, httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) post1(path string, form url.Values) (int, string) {
	return h.postAs("", path, form)
}

func (h *house) postAs(who, path string, form url.Values) (int, string) {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.ask(who, r)
}

// Several processes look for what is due at the same moment; each letter goes once. One that ends amid its work, here by
// a refused transaction, loses nothing.
func TestSeveralProcessesSendEachLetterOnce(t *testing.T) {
	houses(t, func(h *house) {
		var people []string
		for i := range 12 {
			people = append(people, h.person(fmt.Sprintf("p%d", i), "en"))
		}
		h.tell(officer, changed, "a", "one", people...)
		h.tomorrow()
		doors := []*action.Door{h.Door, h.Again(h.t), h.Again(h.t)}
		var all sync.WaitGroup
		var mu sync.Mutex
		sent := 0
		for _, d := range doors {
			all.Go(func() {
				for range 3 {
					n, err := notice.Once(context.Background(), d)
					if err != nil {
						h.t.Error(err)
					}
					mu.Lock()
					sent += n
					mu.Unlock()
				}
			})
		}
		all.Wait()
		lines, err := db.One(h.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE kind = 'mail'`)
		if err != nil || lines != 12 || sent != 12 {
			h.t.Errorf("%d letters in the outbox, %d said to be sent, %v", lines, sent, err)
		}
	})
}

func TestTheNoticesOfAPersonAreTheirsAlone(t *testing.T) {
	houses(t, func(h *house) {
		maria, _ := h.person("maria", "en"), h.person("ivan", "en")
		if _, page := h.get("maria", "/notices"); !strings.Contains(page, "Nothing has happened yet") {
			h.t.Error("an empty list must teach")
		}
		h.tell(officer, changed, "a", "one", maria)
		h.tell(officer, changed, "a", "two", maria)
		items, err := notice.Of(h.Reader(), maria, 0, 10)
		h.must(err)
		if status, _ := h.get("ivan", "/notices/"+items[0].News.ID); status != http.StatusNotFound {
			h.t.Errorf("Ivan reads Maria's notice: %d", status)
		}
		if status, _ := h.get("", "/notices"); status != http.StatusUnauthorized {
			h.t.Errorf("nobody reads notices: %d", status)
		}
		_, page := h.get("maria", "/notices")
		if !strings.Contains(page, "2 changes, the last one: two") || !strings.Contains(page, `class="v-unread">2<`) {
			h.t.Error(page)
		}
		if status, to := h.get("maria", "/notices/"+items[0].News.ID); status != http.StatusSeeOther || !strings.HasSuffix(to, "/calls/a") {
			h.t.Errorf("%d %s", status, to)
		}
		if _, page := h.get("maria", "/notices"); strings.Contains(page, "v-unread") {
			h.t.Error("both repeats were read, and still count")
		}
		h.tell(officer, changed, "a", "three", maria)
		h.get("maria", "/en/calls/a")
		if _, page := h.get("maria", "/notices"); strings.Contains(page, "v-unread") {
			h.t.Error("the page itself was seen, and the notice still counts")
		}
		h.tell(officer, changed, "b", "four", maria)
		if status, to := h.postAs("maria", "/notices/seen", nil); status != http.StatusSeeOther || !strings.HasSuffix(to, "/notices?done=seen") {
			h.t.Errorf("%d %s", status, to)
		}
		h.tomorrow()
		if n := h.post(); n != 0 {
			h.t.Errorf("%d letters about what was read", n)
		}
	})
}

func TestTheFormOfChoicesKeepsWhatWasSentAndOffersOnlyWhatConcernsOne(t *testing.T) {
	houses(t, func(h *house) {
		h.person("ivan", "en")
		_, page := h.get("ivan", "/notices/letters")
		if strings.Contains(page, "Third") || !strings.Contains(page, `name="test.changed"`) || strings.Contains(page, `name="test.given"`) {
			h.t.Error("kinds for officials, or such as cannot be chosen, are offered")
		}
		status, page := h.postAs("ivan", "/notices/letters", url.Values{"hour": {"x"}, "weekday": {"2"}, "zone": {"Europe/Oslo"}, "test.changed": {"weekly"}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "Choose an hour from the list") || !strings.Contains(page, `value="weekly" selected`) || !strings.Contains(page, `value="Europe/Oslo" selected`) {
			h.t.Errorf("%d %s", status, page)
		}
		if status, _ := h.postAs("ivan", "/notices/letters", url.Values{"hour": {"9"}, "weekday": {"2"}, "zone": {"Europe/Oslo"}, "test.changed": {"weekly"}}); status != http.StatusSeeOther {
			h.t.Error(status)
		}
		if _, page := h.get("ivan", "/notices/letters"); !strings.Contains(page, `value="9" selected`) || !strings.Contains(page, `value="weekly" selected`) {
			h.t.Error(page)
		}
	})
}

var write = action.Define(action.Definition[string, account.Person, struct{}]{
	Name: "test.write", Load: func(tx *action.Tx, id string) (account.Person, error) { return account.Find(tx, id) },
	May: action.Anyone[account.Person](), When: action.AnyTime[account.Person](),
	Do: func(tx *action.Tx, _ string, p account.Person) (struct{}, error) {
		tx.About("person", p.ID)
		return struct{}{}, notice.Write(tx, given, notice.News{About: notice.Subject{Kind: "application", ID: "1", Title: notice.Same("One")}, Link: "/applications/1",
			Args: map[string]text.Text{"Number": notice.Same("BGLD-1")}}, p, mail.Letter{Lang: p.Lang, Key: "notice.must", Args: map[string]string{"Name": p.Name, "First": "One", "Settings": "/x"}})
	},
})

func TestALetterOfItsOwnGoesAtOnceStandsOnScreenAndIsInNoDigest(t *testing.T) {
	houses(t, func(h *house) {
		ivan := h.person("ivan", "en")
		h.choose("ivan", notice.Usual("en"), nil)
		_, err := write.Run(context.Background(), h.Door, h.actors["ivan"], ivan)
		h.must(err)
		if n := h.post(); n != 1 {
			h.t.Fatalf("%d letters at once", n)
		}
		if m, _ := h.last(); m.Stop != "" || !strings.Contains(m.Body, "cannot be turned off") {
			h.t.Errorf("%+v", m)
		}
		h.tomorrow()
		if n := h.post(); n != 0 {
			h.t.Errorf("%d letters repeat it", n)
		}
		if _, page := h.get("ivan", "/notices"); !strings.Contains(page, "Given BGLD-1") {
			h.t.Error("it is not on screen")
		}
	})
}
