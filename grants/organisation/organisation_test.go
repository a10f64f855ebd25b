package organisation_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// house is a site with accounts and organisations, and four people.
type house struct {
	*testing.T
	*testkit.World
	site                  *web.Site
	ola, kari, maria, per string
}

func houses(t *testing.T, test func(h house)) {
	schemas := []fs.FS{account.Feature(account.Options{}).Schema, organisation.Feature().Schema, notice.Feature().Schema, municipality.Feature(municipality.Options{}).Schema}
	testkit.Databases(t, schemas, func(t *testing.T, w *testkit.World) {
		h := house{T: t, World: w}
		h.ola, h.kari = h.person("Ola Nordmann"), h.person("Kari Hansen")
		h.maria, h.per = h.person("Мария Иванова"), h.person("Per Olsen")
		test(h)
	})
}

func (h house) person(name string) string {
	h.Helper()
	email := strings.ReplaceAll(search.Fold(name), " ", "") + "@example.org"
	id, err := account.Create.Run(context.Background(), h.Door, action.System("test"), account.New{Name: name, Email: email, Lang: "bg"})
	if err != nil {
		h.Fatal(err)
	}
	return id
}

// as is the actor a person is now.
func (h house) as(person string) action.Actor {
	h.Helper()
	grants, err := db.All(h.Reader(), func(s db.Scanner, g *action.Grant) error { return s.Scan(&g.Role, &g.Scope) },
		`SELECT role, scope FROM account_grants WHERE person = $1`, person)
	if err != nil {
		h.Fatal(err)
	}
	return action.Actor{ID: person, Grants: grants}
}

var elena = organisation.Registering{Name: "Община  Елена", Country: "BG", Number: "BG 000133673", Kind: organisation.Municipality, Seat: "VTR13"}

// registered is an organisation with an owner.
func (h house) registered(owner string) string {
	h.Helper()
	id, err := organisation.Register.Run(context.Background(), h.Door, h.as(owner), elena)
	if err != nil {
		h.Fatal(err)
	}
	return id
}

// join makes somebody a member by an invitation.
func (h house) join(owner, org, person, role string) {
	h.Helper()
	ctx := context.Background()
	if _, err := organisation.Invite.Run(ctx, h.Door, h.as(owner), organisation.Inviting{Organisation: org, Email: "x@example.org", Role: role, Lang: "nb"}); err != nil {
		h.Fatal(err)
	}
	if _, err := organisation.Accept.Run(ctx, h.Door, h.as(person), h.secret()); err != nil {
		h.Fatal(err)
	}
}

// letter is the newest.
func (h house) letter() mail.Letter {
	h.Helper()
	payload, err := db.One(h.Reader(), db.Value[string], `SELECT payload FROM outbox WHERE kind = 'mail' ORDER BY id DESC`)
	if err != nil {
		h.Fatal(err)
	}
	var l mail.Letter
	if err := json.Unmarshal([]byte(payload), &l); err != nil {
		h.Fatal(err)
	}
	return l
}

func (h house) secret() string {
	return strings.TrimPrefix(h.letter().Args["Link"], "/invitations/")
}

func (h house) roles(org string) string {
	h.Helper()
	all, err := organisation.Members(h.Reader(), org)
	if err != nil {
		h.Fatal(err)
	}
	var s []string
	for _, m := range all {
		s = append(s, strings.Fields(m.Person.Name)[0]+" "+m.Role)
	}
	return strings.Join(s, ", ")
}

func want(t *testing.T, what string, err error, kind refusal.Kind) {
	t.Helper()
	if refusal.KindOf(err) != kind {
		t.Errorf("%s: %v, want %q", what, err, kind)
	}
}

func TestRefusesToRegisterWhatCannotBeRight(t *testing.T) {
	houses(t, func(h house) {
		ctx := context.Background()
		_, err := organisation.Register.Run(ctx, h.Door, action.Nobody(), elena)
		want(h.T, "nobody", err, refusal.SignIn)
		_, err = organisation.Register.Run(ctx, h.Door, action.System("test"), elena)
		want(h.T, "the program for nobody", err, refusal.Forbidden)
		for name, c := range map[string]struct {
			change func(*organisation.Registering)
			field  string
			key    string
		}{
			"no name":                          {func(r *organisation.Registering) { r.Name = " " }, "name", "name_empty"},
			"a long name":                      {func(r *organisation.Registering) { r.Name = strings.Repeat("я", 201) }, "name", "name_long"},
			"no number":                        {func(r *organisation.Registering) { r.Number = "" }, "number", "number_empty"},
			"a slip in the number":             {func(r *organisation.Registering) { r.Number = "000133674" }, "number", "number_wrong"},
			"a personal number":                {func(r *organisation.Registering) { r.Number = "7501020018" }, "number", "number_bg"},
			"letters in the number":            {func(r *organisation.Registering) { r.Number = "00013367x" }, "number", "number_bg"},
			"a Bulgarian number in Norway":     {func(r *organisation.Registering) { r.Country = "NO" }, "number", "number_no"},
			"a short Norwegian number":         {func(r *organisation.Registering) { r.Country, r.Number = "NO", "97103214" }, "number", "number_no"},
			"a very long number":               {func(r *organisation.Registering) { r.Country, r.Number = "IS", strings.Repeat("1", 41) }, "number", "number_long"},
			"a country that is none":           {func(r *organisation.Registering) { r.Country = "XX" }, "country", "country"},
			"a kind there is not":              {func(r *organisation.Registering) { r.Kind = "party" }, "kind", "kind"},
			"a Bulgarian seat that is no code": {func(r *organisation.Registering) { r.Seat = "Елена" }, "seat", "seat_bg"},
			"no seat in Iceland":               {func(r *organisation.Registering) { r.Country, r.Seat = "IS", "" }, "seat", "seat_empty"},
			"a long seat in another country":   {func(r *organisation.Registering) { r.Country, r.Seat = "OTHER", strings.Repeat("x", 121) }, "seat", "seat_long"},
		} {
			in := elena
			c.change(&in)
			_, err := organisation.Register.Run(ctx, h.Door, h.as(h.ola), in)
			got := refusal.Complaints(err)
			if len(got) != 1 || got[0].Field != c.field || got[0].Key != "organisation.refusal."+c.key {
				h.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestANumberIsRegisteredOnce(t *testing.T) {
	houses(t, func(h house) {
		org := h.registered(h.ola)
		again := elena
		again.Name, again.Number = "Another", "000133673"
		_, err := organisation.Register.Run(context.Background(), h.Door, h.as(h.kari), again)
		if c := refusal.Complaints(err); len(c) != 1 || c[0].Key != "organisation.refusal.number_taken" {
			h.Error(err)
		}
		o, err := organisation.Find(h.Reader(), org)
		if err != nil || o.Name != "Община Елена" || o.Number != "000133673" || o.Seat != "VTR13" || !o.Created.Equal(h.Now()) {
			h.Errorf("%+v, %v", o, err)
		}
		if organisation.SeatName(o, "bg") != "Елена" {
			h.Errorf("the seat is called %q", organisation.SeatName(o, "bg"))
		}
		norwegian := organisation.Registering{Name: "KS", Country: "NO", Number: "971 032 146", Kind: organisation.NGO, Seat: "Oslo", Owner: h.per}
		ks, err := organisation.Register.Run(context.Background(), h.Door, action.System("test"), norwegian)
		if err != nil || !organisation.MaySpeak(h.as(h.per), ks) || organisation.MayRead(h.as(h.ola), ks) {
			h.Errorf("registered by the program: %v", err)
		}
		mine, err := organisation.Of(h.Reader(), h.as(h.ola))
		if err != nil || len(mine) != 1 || mine[0].Organisation.ID != org || mine[0].Role != account.Owner {
			h.Errorf("%+v, %v", mine, err)
		}
		if none, err := organisation.Of(h.Reader(), h.as(h.kari)); err != nil || len(none) != 0 {
			h.Errorf("%+v, %v", none, err)
		}
	})
}

func TestOnlyOwnersChangeAnOrganisation(t *testing.T) {
	houses(t, func(h house) {
		ctx, org := context.Background(), h.registered(h.ola)
		h.join(h.ola, org, h.kari, account.Editor)
		h.join(h.ola, org, h.maria, account.Reader)
		for name, actor := range map[string]action.Actor{
			"an editor": h.as(h.kari), "a reader": h.as(h.maria), "a stranger": h.as(h.per),
			"an operator": {ID: h.per, Grants: []action.Grant{{Role: account.Operator, Scope: ""}}},
		} {
			_, err := organisation.Rename.Run(ctx, h.Door, actor, organisation.Renaming{Organisation: org, Name: "X"})
			want(h.T, name+" renames", err, refusal.Forbidden)
			_, err = organisation.Invite.Run(ctx, h.Door, actor, organisation.Inviting{Organisation: org, Email: "a@example.org", Role: account.Owner})
			want(h.T, name+" invites", err, refusal.Forbidden)
			_, err = organisation.ChangeRole.Run(ctx, h.Door, actor, organisation.Changing{Organisation: org, Person: actor.ID, Role: account.Owner})
			want(h.T, name+" changes roles", err, refusal.Forbidden)
			_, err = organisation.Remove.Run(ctx, h.Door, actor, organisation.Changing{Organisation: org, Person: h.ola})
			want(h.T, name+" removes", err, refusal.Forbidden)
			_, err = organisation.HandOver.Run(ctx, h.Door, actor, organisation.HandingOver{Organisation: org, To: actor.ID})
			want(h.T, name+" hands over", err, refusal.Forbidden)
			_, err = organisation.Withdraw.Run(ctx, h.Door, actor, organisation.Withdrawing{Organisation: org, Invitation: "x"})
			want(h.T, name+" withdraws", err, refusal.Forbidden)
		}
		_, err := organisation.Rename.Run(ctx, h.Door, h.as(h.ola), organisation.Renaming{Organisation: org, Name: "  "})
		want(h.T, "an empty name", err, refusal.Invalid)
		_, err = organisation.Invite.Run(ctx, h.Door, h.as(h.ola), organisation.Inviting{Organisation: org, Email: "a", Role: "emperor"})
		if n := len(refusal.Complaints(err)); n != 2 {
			h.Errorf("%d complaints: %v", n, err)
		}
		_, err = organisation.ChangeRole.Run(ctx, h.Door, h.as(h.ola), organisation.Changing{Organisation: org, Person: h.kari, Role: account.Administrator})
		want(h.T, "a role of the programme", err, refusal.Invalid)
		_, err = organisation.ChangeRole.Run(ctx, h.Door, h.as(h.ola), organisation.Changing{Organisation: org, Person: h.per, Role: account.Reader})
		want(h.T, "who is no member", err, refusal.Missing)
		_, err = organisation.Withdraw.Run(ctx, h.Door, h.as(h.ola), organisation.Withdrawing{Organisation: org, Invitation: "x"})
		want(h.T, "an invitation there is not", err, refusal.Closed)
		if _, err = organisation.Rename.Run(ctx, h.Door, h.as(h.ola), organisation.Renaming{Organisation: org, Name: "Elena"}); err != nil {
			h.Error(err)
		}
		behalf, err := db.One(h.Reader(), db.Value[string], `SELECT on_behalf FROM audit_entries WHERE action = 'organisation.rename'`)
		if err != nil || behalf != org {
			h.Errorf("on behalf of %q, %v", behalf, err)
		}
	})
}

func TestAnOrganisationAlwaysHasAnOwner(t *testing.T) {
	houses(t, func(h house) {
		ctx, org := context.Background(), h.registered(h.ola)
		h.join(h.ola, org, h.kari, account.Editor)
		_, err := organisation.Remove.Run(ctx, h.Door, h.as(h.ola), organisation.Changing{Organisation: org, Person: h.ola})
		want(h.T, "the last owner leaves", err, refusal.Conflict)
		_, err = organisation.ChangeRole.Run(ctx, h.Door, h.as(h.ola), organisation.Changing{Organisation: org, Person: h.ola, Role: account.Editor})
		want(h.T, "the last owner steps down", err, refusal.Conflict)
		for _, to := range []string{h.ola, h.per, ""} {
			_, err = organisation.HandOver.Run(ctx, h.Door, h.as(h.ola), organisation.HandingOver{Organisation: org, To: to})
			want(h.T, "handing over to "+to, err, refusal.Invalid)
		}
		if _, err = organisation.HandOver.Run(ctx, h.Door, h.as(h.ola), organisation.HandingOver{Organisation: org, To: h.kari}); err != nil {
			h.Fatal(err)
		}
		if got := h.roles(org); got != "Kari owner, Ola editor" {
			h.Error(got)
		}
		if _, err = organisation.HandOver.Run(ctx, h.Door, h.as(h.kari), organisation.HandingOver{Organisation: org, To: h.ola, Leave: true}); err != nil {
			h.Fatal(err)
		}
		if got := h.roles(org); got != "Ola owner" {
			h.Error(got)
		}
	})
}

func TestTwoOwnersWhoLeaveAtOnceLeaveOneBehind(t *testing.T) {
	houses(t, func(h house) {
		ctx, org := context.Background(), h.registered(h.ola)
		h.join(h.ola, org, h.kari, account.Owner)
		actors := map[string]action.Actor{h.ola: h.as(h.ola), h.kari: h.as(h.kari)}
		var all sync.WaitGroup
		for person, actor := range actors {
			all.Go(func() {
				_, err := organisation.Remove.Run(ctx, h.Door, actor, organisation.Changing{Organisation: org, Person: person})
				if err != nil && refusal.KindOf(err) != refusal.Conflict {
					h.Error(err)
				}
			})
		}
		all.Wait()
		if got := h.roles(org); got != "Ola owner" && got != "Kari owner" {
			h.Errorf("left: %q", got)
		}
	})
}

func TestAnInvitationWorksOnceAndForTwoWeeks(t *testing.T) {
	houses(t, func(h house) {
		ctx, org := context.Background(), h.registered(h.ola)
		_, err := organisation.Invite.Run(ctx, h.Door, h.as(h.ola), organisation.Inviting{Organisation: org, Email: " KariHansen@example.org ", Role: account.Editor, Lang: "nb"})
		if err != nil {
			h.Fatal(err)
		}
		l := h.letter()
		if l.Name != "Kari Hansen" || l.Lang != "bg" || l.Args["By"] != "Ola Nordmann" || l.Args["Organisation"] != "Община Елена" {
			h.Errorf("%+v", l)
		}
		secret := h.secret()
		_, err = organisation.Accept.Run(ctx, h.Door, action.Nobody(), secret)
		want(h.T, "nobody", err, refusal.SignIn)
		_, err = organisation.Accept.Run(ctx, h.Door, h.as(h.kari), "guess")
		want(h.T, "a guess", err, refusal.Closed)
		if got, err := organisation.Accept.Run(ctx, h.Door, h.as(h.kari), secret); err != nil || got != org {
			h.Fatal(got, err)
		}
		_, err = organisation.Accept.Run(ctx, h.Door, h.as(h.per), secret)
		want(h.T, "a second time", err, refusal.Closed)

		// Who is a member already is not made less.
		h.join(h.ola, org, h.kari, account.Reader)
		h.join(h.ola, org, h.ola, account.Editor)
		if got := h.roles(org); got != "Kari editor, Ola owner" {
			h.Error(got)
		}
		h.join(h.ola, org, h.kari, account.Owner)
		if got := h.roles(org); got != "Kari owner, Ola owner" {
			h.Error(got)
		}

		i, err := organisation.Invite.Run(ctx, h.Door, h.as(h.ola), organisation.Inviting{Organisation: org, Email: "new@example.org", Role: account.Editor, Lang: "nb"})
		if err != nil || h.letter().Lang != "nb" {
			h.Fatal(err)
		}
		if _, err = organisation.Withdraw.Run(ctx, h.Door, h.as(h.ola), organisation.Withdrawing{Organisation: org, Invitation: i}); err != nil {
			h.Fatal(err)
		}
		_, err = organisation.Accept.Run(ctx, h.Door, h.as(h.per), h.secret())
		want(h.T, "a withdrawn invitation", err, refusal.Closed)
		if _, err = organisation.Invite.Run(ctx, h.Door, h.as(h.ola), organisation.Inviting{Organisation: org, Email: "new@example.org", Role: account.Editor, Lang: "nb"}); err != nil {
			h.Fatal(err)
		}
		h.Set(h.Now().Add(14 * 24 * time.Hour))
		_, err = organisation.Accept.Run(ctx, h.Door, h.as(h.per), h.secret())
		want(h.T, "after two weeks", err, refusal.Closed)
	})
}

func TestOnlySoManyInvitationsAreOpen(t *testing.T) {
	houses(t, func(h house) {
		org := h.registered(h.ola)
		var err error
		for range 31 {
			_, err = organisation.Invite.Run(context.Background(), h.Door, h.as(h.ola), organisation.Inviting{Organisation: org, Email: "a@example.org", Role: account.Reader, Lang: "nb"})
		}
		want(h.T, "the 31st", err, refusal.TooMany)
	})
}

func TestAnAdministratorHelpsAnOrganisationWhoseOwnersAreGone(t *testing.T) {
	houses(t, func(h house) {
		ctx, org := context.Background(), h.registered(h.ola)
		h.join(h.ola, org, h.kari, account.Editor)
		admin := action.Actor{ID: h.per, Grants: []action.Grant{{Role: account.Administrator, Scope: account.Programme}}}
		if _, err := organisation.ChangeRole.Run(ctx, h.Door, admin, organisation.Changing{Organisation: org, Person: h.kari, Role: account.Owner}); err != nil {
			h.Error(err)
		}
		if organisation.MaySpeak(admin, org) || organisation.MayRead(admin, org) || organisation.MayRead(admin, "") {
			h.Error("an administrator speaks for organisations")
		}
	})
}

func TestARoleInOneOrganisationIsNoneInAnother(t *testing.T) {
	editor := action.Actor{ID: "p", Grants: []action.Grant{{Role: account.Editor, Scope: "a"}}}
	reader := action.Actor{ID: "p", Grants: []action.Grant{{Role: account.Reader, Scope: "a"}}}
	for name, wrong := range map[string]bool{
		"an editor elsewhere": organisation.MaySpeak(editor, "b") || organisation.MayRead(editor, "b"), "a reader speaks": organisation.MaySpeak(reader, "a"),
		"for no organisation": organisation.MaySpeak(editor, "") || organisation.MayRead(reader, ""), "nobody": organisation.MayRead(action.Nobody(), "a"),
	} {
		if wrong {
			t.Error(name)
		}
	}
	if !organisation.MaySpeak(editor, "a") || !organisation.MayRead(reader, "a") {
		t.Error("members may not")
	}
}

// browser is somebody in front of the pages.
type browser struct {
	house
	cookie *http.Cookie
}

func (h house) browser(person string) browser {
	h.Helper()
	accounts, organisations := account.Feature(account.Options{Demo: true}), organisation.Feature()
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "account", Files: accounts.Words},
		lang.Words{Feature: "organisation", Files: organisations.Words})
	if err != nil {
		h.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		h.Fatal(err)
	}
	h.site = &web.Site{Door: h.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Log: slog.New(slog.NewTextHandler(h.Output(), nil)), Identify: account.Identify, AskToSignIn: account.AskToSignIn}
	accounts.Routes(h.site)
	organisations.Routes(h.site)
	b := browser{house: h}
	if person == "" {
		return b
	}
	link, err := account.SignInLink.Run(context.Background(), h.Door, action.System("test"), account.LinkFor{Person: person})
	if err != nil {
		h.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, link, nil))
	for _, c := range w.Result().Cookies() {
		if c.Name == web.SessionCookie {
			b.cookie = c
		}
	}
	return b
}

func (b browser) ask(method, path string, pairs ...string) (int, string, string) {
	b.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "en")
	if b.cookie != nil {
		r.AddCookie(b.cookie)
		r.AddCookie(&http.Cookie{Name: "vekst_language", Value: "en"})
	}
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	if missing := regexp.MustCompile("⟨[^⟩]*⟩").FindString(w.Body.String()); missing != "" {
		b.Errorf("%s says a word that is not there: %s", path, missing)
	}
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

func TestStrangersDoNotLearnThatAnOrganisationIsThere(t *testing.T) {
	houses(t, func(h house) {
		org := h.registered(h.ola)
		status, _, known := h.browser(h.per).ask("GET", "/organisations/"+org)
		status2, _, unknown := h.browser(h.per).ask("GET", "/organisations/"+h.ola)
		if status != http.StatusNotFound || status2 != status || strings.ReplaceAll(known, org, "") != strings.ReplaceAll(unknown, h.ola, "") {
			h.Errorf("%d, %d", status, status2)
		}
		for _, path := range []string{"/organisations", "/organisations/new", "/organisations/" + org, "/invitations/x"} {
			if status, _, _ := h.browser("").ask("GET", path); status != http.StatusUnauthorized {
				h.Errorf("%s without signing in: %d", path, status)
			}
		}
		if status, _, _ := h.browser(h.per).ask("POST", "/organisations/"+org+"/name", "name", "X"); status != http.StatusForbidden {
			h.Errorf("a stranger renames: %d", status)
		}
	})
}

func TestAColleagueIsInvitedAcceptsAndTakesOver(t *testing.T) {
	houses(t, func(h house) {
		ola, kari := h.browser(h.ola), h.browser(h.kari)
		status, _, body := ola.ask("POST", "/organisations/new", "country", "NO", "name", "KS", "number", "971 032 147", "kind", "ngo")
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, "check digit") || !strings.Contains(body, `id="place-e"`) || !strings.Contains(body, `value="971 032 147"`) {
			h.Errorf("status %d: %.3000s", status, body)
		}
		status, at, _ := ola.ask("POST", "/organisations/new", "country", "NO", "name", "KS", "number", "971 032 146", "kind", "ngo", "place", "Oslo")
		if status != http.StatusSeeOther {
			h.Fatalf("status %d", status)
		}
		ola.ask("POST", at+"/invitations", "email", "kari@example.org", "role", "editor")
		if _, _, body := ola.ask("GET", at); !strings.Contains(body, "kari@example.org as editor") {
			h.Error("the invitation is not shown")
		}
		link := h.letter().Args["Link"]
		if _, _, body := kari.ask("GET", link); !strings.Contains(body, "Ola Nordmann invites you") || !strings.Contains(body, "signed in as Kari Hansen") {
			h.Errorf("%.2000s", body)
		}
		if status, to, _ := kari.ask("POST", link); status != http.StatusSeeOther || to != at {
			h.Errorf("%d %s", status, to)
		}
		if status, _, body := ola.ask("POST", at+"/members/"+h.ola+"/remove"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "last owner") {
			h.Errorf("the last owner left: %d", status)
		}
		if status, to, _ := ola.ask("POST", at+"/hand-over", "to", h.kari, "leave", "1"); status != http.StatusSeeOther || to != "/organisations" {
			h.Errorf("%d %s", status, to)
		}
		if status, _, _ := ola.ask("GET", at); status != http.StatusNotFound {
			h.Errorf("who left still sees it: %d", status)
		}
		if _, _, body := kari.ask("GET", "/organisations"); !strings.Contains(body, "971 032 146") || !strings.Contains(body, "owner") {
			h.Errorf("%.2000s", body)
		}
		if status, _, body := kari.ask("POST", at+"/name", "name", ""); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Type the name") {
			h.Errorf("%d", status)
		}
	})
}

func TestAPersonTakesPartInTheirOwnNameAlwaysAsTheSame(t *testing.T) {
	houses(t, func(h house) {
		if _, err := organisation.ActForMyself.Run(t.Context(), h.Door, action.Nobody(), struct{}{}); refusal.KindOf(err) != refusal.SignIn {
			t.Errorf("a visitor takes part: %v", err)
		}
		if of, err := organisation.Myself(h.Reader(), h.as(h.maria)); err != nil || of != "" {
			t.Errorf("before she ever did: %q, %v", of, err)
		}
		first, err := organisation.ActForMyself.Run(t.Context(), h.Door, h.as(h.maria), struct{}{})
		if err != nil {
			t.Fatal(err)
		}
		again, err := organisation.ActForMyself.Run(t.Context(), h.Door, h.as(h.maria), struct{}{})
		if err != nil || again != first {
			t.Errorf("the second time %s, not %s, %v", again, first, err)
		}
		other, err := organisation.ActForMyself.Run(t.Context(), h.Door, h.as(h.per), struct{}{})
		if err != nil || other == first {
			t.Errorf("two people are one: %v", err)
		}
		if !organisation.MaySpeak(h.as(h.maria), first) || organisation.MaySpeak(h.as(h.maria), other) {
			t.Error("she speaks for herself, and for nobody else")
		}
		o, err := organisation.Find(h.Reader(), first)
		if err != nil || o.Name != "Мария Иванова" || o.Kind != organisation.Person {
			t.Errorf("%+v, %v", o, err)
		}
		in := organisation.Registering{Name: "Аз", Country: "BG", Number: "000133673", Kind: organisation.Person, Seat: "VTR13"}
		if _, err := organisation.Register.Run(t.Context(), h.Door, h.as(h.maria), in); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("a person is registered as an organisation: %v", err)
		}
	})
}
