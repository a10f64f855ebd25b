package account

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

func TestOnlyAdministratorsGiveAndTakeRoles(t *testing.T) {
	houses(t, func(h house) {
		ctx := context.Background()
		ola := h.person("Ola Nordmann", "ola@example.org", passphrase)
		for name, actor := range map[string]action.Actor{
			"an operator":                           {ID: ola, Grants: []action.Grant{{Role: Operator, Scope: ""}}},
			"an auditor":                            {ID: ola, Grants: []action.Grant{{Role: Auditor, Scope: Programme}}},
			"an administrator of another programme": {ID: ola, Grants: []action.Grant{{Role: Administrator, Scope: "other"}}},
			"a person without roles":                {ID: ola},
		} {
			if _, err := GiveRole.Run(ctx, h.Door, actor, Grant{ola, Operator, Programme}); refusal.KindOf(err) != refusal.Forbidden {
				h.Errorf("%s: %v", name, err)
			}
			if _, err := TakeRole.Run(ctx, h.Door, actor, Grant{ola, Operator, Programme}); refusal.KindOf(err) != refusal.Forbidden {
				h.Errorf("%s: %v", name, err)
			}
		}
		local := action.Actor{ID: ola, Grants: []action.Grant{{Role: Administrator, Scope: Programme}}}
		if _, err := GiveRole.Run(ctx, h.Door, local, Grant{ola, Administrator, ""}); refusal.KindOf(err) != refusal.Forbidden {
			h.Errorf("an administrator of one programme gave a role everywhere: %v", err)
		}
		if _, err := GiveRole.Run(ctx, h.Door, action.Nobody(), Grant{ola, Operator, Programme}); refusal.KindOf(err) != refusal.SignIn {
			h.Errorf("nobody: %v", err)
		}
		for _, g := range []Grant{{ola, "emperor", Programme}, {ola, Owner, Programme}} {
			if _, err := GiveRole.Run(ctx, h.Door, local, g); refusal.KindOf(err) != refusal.Invalid {
				h.Errorf("%v: %v", g, err)
			}
		}
		if _, err := GiveRole.Run(ctx, h.Door, local, Grant{"nobody", Operator, Programme}); refusal.KindOf(err) != refusal.Missing {
			h.Errorf("to nobody: %v", err)
		}
		b := h.browser()
		b.mustSignIn("ola@example.org")
		for _, path := range []string{"/people", "/people/" + ola} {
			if p := b.get(path); p.status != http.StatusForbidden {
				h.Errorf("%s: %d", path, p.status)
			}
		}
		if p := b.post("/people/"+ola+"/give", "role", Administrator); p.status != http.StatusForbidden {
			h.Errorf("giving oneself a role: %d", p.status)
		}
	})
}

func TestARoleOfMembershipNeedsAnOrganisation(t *testing.T) {
	try := action.Define(action.Definition[string, string, struct{}]{
		Name: "test.give", Load: func(_ *action.Tx, s string) (string, error) { return s, nil }, May: action.Anyone[string](), When: action.AnyTime[string](),
		Do: func(tx *action.Tx, role string, _ string) (struct{}, error) {
			tx.About("test", "1")
			return struct{}{}, Give(tx, "p", role, "")
		},
	})
	houses(t, func(h house) {
		for _, role := range append([]string{"emperor", ""}, MemberRoles...) {
			if _, err := try.Run(context.Background(), h.Door, action.Nobody(), role); err == nil {
				h.Errorf("%q was given everywhere", role)
			}
		}
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	houses(t, func(h house) {
		ola, kari := h.person("Ola Nordmann", "ola@example.org", passphrase), h.person("Мария Иванова", "maria@example.org", passphrase)
		h.give(ola, Administrator, Programme)
		b := h.browser()
		b.mustSignIn("ola@example.org")
		p := b.post("/people/"+ola+"/take", "role", Administrator, "scope", Programme)
		if b.says(p, "account.refusal.last_administrator"); p.status != http.StatusUnprocessableEntity {
			h.Errorf("status %d", p.status)
		}
		if p := b.post("/people/"+kari+"/give", "role", Administrator); p.status != http.StatusSeeOther {
			h.Errorf("%+v", p)
		}
		if p := b.post("/people/"+ola+"/take", "role", Administrator, "scope", Programme); p.status != http.StatusSeeOther {
			h.Errorf("%+v", p)
		}
		if p := b.get("/people"); p.status != http.StatusForbidden {
			h.Errorf("a role that was taken still works: %d", p.status)
		}
	})
}

func TestAnAdministratorFindsPeopleAndSeesWhoChangedWhat(t *testing.T) {
	houses(t, func(h house) {
		admin, maria := h.person("Ola Nordmann", "ola@example.org", passphrase), h.person("Мария Иванова", "m.ivanova@elena.bg", passphrase)
		h.give(admin, Administrator, "")
		b := h.browser()
		b.mustSignIn("ola@example.org")
		for search, want := range map[string]bool{"": true, "maria": true, "Иван": true, "elena": true, "Ola": false, "xyz": false} {
			p := b.get("/people?search=" + search)
			if got := strings.Contains(p.body, "/people/"+maria); p.status != http.StatusOK || got != want {
				h.Errorf("%q: %d, found %v", search, p.status, got)
			}
		}
		b.says(b.get("/people?search=xyz"), "account.people.none")
		b.post("/people/"+maria+"/give", "role", Expert)
		p := b.get("/people/" + maria)
		b.says(p, "account.people.given", "Role", h.site.Catalog.Say("nb", "account.role.expert"))
		if !strings.Contains(p.body, "Ola Nordmann") {
			h.Error("it is not said who gave the role")
		}
		experts, err := WithRole(h.Reader(), Expert, Programme)
		if err != nil || len(experts) != 1 || experts[0].ID != maria {
			h.Errorf("%v, %v", experts, err)
		}
		b.post("/people/"+maria+"/take", "role", Expert, "scope", Programme)
		b.says(b.get("/people/"+maria), "account.people.taken", "Role", h.site.Catalog.Say("nb", "account.role.expert"))
		if admins, err := WithRole(h.Reader(), Administrator, Programme); err != nil || len(admins) != 1 {
			h.Errorf("who is administrator everywhere is so here: %v, %v", admins, err)
		}
		if p := b.get("/people/nobody"); p.status != http.StatusNotFound {
			h.Errorf("nobody: %d", p.status)
		}
	})
}

func TestAnActorHasWhatThePersonWasGivenNow(t *testing.T) {
	houses(t, func(h house) {
		ola := h.person("Ola Nordmann", "ola@example.org", passphrase)
		b := h.browser()
		b.mustSignIn("ola@example.org")
		secret := b.cookies[web.SessionCookie].Value
		h.give(ola, Expert, Programme)
		h.give(ola, Observer, "")
		h.give(ola, Observer, "")
		v, err := Identify(context.Background(), h.site, secret)
		if err != nil || len(v.Actor.Grants) != 2 || !v.Actor.Has(Expert, Programme) || !v.Actor.Has(Observer, Programme) || v.Name != "Ola Nordmann" {
			h.Errorf("%+v, %v", v, err)
		}
		for _, wrong := range []string{"", "x", Hashed(secret)} {
			if v, err := Identify(context.Background(), h.site, wrong); err != nil || v.Actor.Person() {
				h.Errorf("%q: %+v, %v", wrong, v, err)
			}
		}
	})
}

func TestTheFirstAdministratorIsMadeOnTheCommandLine(t *testing.T) {
	houses(t, func(h house) {
		ctx := context.Background()
		var out bytes.Buffer
		for _, args := range [][]string{nil, {"ola@example.org"}, {"ola", "Ola"}} {
			if err := AdministratorCommand(ctx, h.Door, "https://vekst.example.org", args, &out); err == nil || out.Len() > 0 {
				h.Errorf("%v: %v", args, err)
			}
		}
		for range 2 { // the second time the person is there
			out.Reset()
			if err := AdministratorCommand(ctx, h.Door, "https://vekst.example.org/", []string{"ola@example.org", "Ola", "Nordmann"}, &out); err != nil {
				h.Fatal(err)
			}
		}
		_, path, found := strings.Cut(out.String(), "https://vekst.example.org/reset/")
		if !found {
			h.Fatal(out.String())
		}
		b := h.browser()
		if p := b.post("/reset/"+strings.TrimSpace(path), "password", passphrase); p.status != http.StatusSeeOther {
			h.Errorf("%+v", p)
		}
		if p := b.get("/people"); p.status != http.StatusOK {
			h.Errorf("%d", p.status)
		}
	})
}

func TestRefusesToCreateAPersonTwiceOrByAnybody(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", "")
		ctx, again := context.Background(), New{Name: "Ola", Email: "OLA@example.org", Lang: "bg"}
		if _, err := Create.Run(ctx, h.Door, action.System("test"), again); refusal.KindOf(err) != refusal.Conflict {
			h.Errorf("twice: %v", err)
		}
		if _, err := Create.Run(ctx, h.Door, action.Actor{ID: "p", Grants: []action.Grant{{Role: Administrator}}}, again); refusal.KindOf(err) != refusal.Forbidden {
			h.Errorf("by a person: %v", err)
		}
		_, err := Create.Run(ctx, h.Door, action.System("test"), New{Name: "", Email: "x", Lang: "sv", Password: "kort"})
		if n := len(refusal.Complaints(err)); n != 4 {
			h.Errorf("%d complaints: %v", n, err)
		}
	})
}
