package opendata

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/text"
)

var (
	villager = action.Actor{ID: "petar-the-villager"}
	official = action.Actor{ID: "elena-the-official", Grants: []action.Grant{{Role: account.Editor, Scope: "elena"}}}
	reader   = action.Actor{ID: "a-reader-of-elena", Grants: []action.Grant{{Role: account.Reader, Scope: "elena"}}}
)

// whole is an inventory with a resource of every state, one of them with a true place that is published blurred.
func whole(t *testing.T, w *testkit.World) map[resource.State]resource.Resource {
	t.Helper()
	nest := resource.Entry{Name: text.Text{NB: "Rede"}, Original: text.NB, Kind: "nesting-site", Blur: 5000, Season: resource.AllYear,
		Place: resource.Place{Lon: 25_850_000, Lat: 42_940_000, Shape: `{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,42.9],[25.9,43],[25.8,43],[25.8,42.9]]]}`}}
	all := map[resource.State]resource.Resource{resource.Confirmed: propose(t, w, nest)}
	for i, s := range []resource.State{resource.Proposed, resource.Returned, resource.Retired, resource.Merged} {
		e := resource.Entry{Name: text.Text{BG: "Извор " + string(s)}, Original: text.BG, Kind: "mineral-spring", Place: resource.Place{Lon: 25_881_001 + int64(i)*9000, Lat: 42_931_000, Accuracy: 12}}
		r, err := resource.Propose.Run(t.Context(), w.Door, villager, resource.Proposing{Municipality: "VTR13", Entry: e, Anyway: true})
		if err != nil {
			t.Fatal(err)
		}
		all[s] = r
	}
	must := func(_ resource.Resource, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(resource.Return.Run(t.Context(), w.Door, operator, resource.Deciding{ID: all[resource.Returned].ID, Reason: "Where is it?"}))
	must(resource.Confirm.Run(t.Context(), w.Door, operator, all[resource.Retired].ID))
	must(resource.Retire.Run(t.Context(), w.Door, operator, resource.Deciding{ID: all[resource.Retired].ID, Reason: "It dried up"}))
	must(resource.Merge.Run(t.Context(), w.Door, operator, resource.Merging{ID: all[resource.Merged].ID, Into: all[resource.Confirmed].ID}))
	return all
}

func TestTheWholeInventoryIsReadBackWithoutAChange(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		all := whole(t, w)
		mine := resource.Scope{Codes: []string{"VTR13"}}
		d := open().inventory(mine, "VTR13")
		for _, way := range Exports("VTR13") {
			format := way.Link[strings.LastIndex(way.Link, ".")+1:]
			content := inFull(t, w, d, format)
			i, err := resource.Send.Run(t.Context(), w.Door, operator, resource.Sending{File: "inventory." + format, Content: []byte(content)})
			if err != nil {
				t.Fatal(format, err)
			}
			j, _, err := resource.Preview(w.Reader(), i, mine)
			if err != nil {
				t.Fatal(err)
			}
			if j.Same != len(all) || j.Changes(true) || len(j.Faults) > 0 {
				t.Errorf("%s: %d the same, %d new, %d repeat, changed %v, faults %v", format, j.Same, len(j.Added), len(j.Repeats), j.Changed, j.Faults)
			}
			if format == "xlsx" {
				continue
			}
			for _, s := range []string{"42.94", "It dried up", "Where is it?", all[resource.Proposed].ID, "retired"} {
				if !strings.Contains(content, s) {
					t.Errorf("%s lacks %q", format, s)
				}
			}
			if strings.Contains(content, villager.ID) || strings.Contains(content, operator.ID) {
				t.Errorf("%s names a person", format)
			}
		}
	})
}

func TestWhatIsOffTheListIsNotChangedByAFile(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	whole(t, w)
	d := open().inventory(resource.Scope{All: true}, "VTR13")
	content := strings.ReplaceAll(inFull(t, w, d, "csv"), "Извор", "Изворът")
	i, err := resource.Send.Run(t.Context(), w.Door, operator, resource.Sending{File: "inventory.csv", Content: []byte(content)})
	if err != nil {
		t.Fatal(err)
	}
	j, _, err := resource.Preview(w.Reader(), i, resource.Scope{All: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(j.Faults) != 3 || len(j.Changed) != 1 || j.Faults[0].Key != "resource.imports.fault.gone" {
		t.Errorf("%d changed, faults %v", len(j.Changed), j.Faults)
	}
}

func TestOnlyThoseWhoDecideGetTheWholeInventory(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	whole(t, w)
	if _, err := resource.Everything(w.Reader(), resource.Scope{Codes: []string{"SML05"}}, "VTR13"); err == nil {
		t.Error("everything is listed for a stranger")
	}
	s := siteOf(t, w)
	const at = "/municipalities/VTR13/resources/whole/inventory.csv"
	for who, status := range map[string]int{"": http.StatusUnauthorized, "villager": http.StatusForbidden, "reader": http.StatusForbidden, "other": http.StatusForbidden, "official": http.StatusOK, "operator": http.StatusOK} {
		a := visit(s, who, at)
		if a.Code != status {
			t.Errorf("%q gets %d, want %d", who, a.Code, status)
		}
		if got := strings.Contains(a.Body.String(), "It dried up"); got != (status == http.StatusOK) {
			t.Errorf("%q reads it: %v", who, got)
		}
	}
	a := visit(s, "official", at)
	if a.Header().Get("Cache-Control") != "no-store" || !strings.Contains(a.Header().Get("Content-Disposition"), "VTR13-inventory.csv") {
		t.Errorf("%v", a.Header())
	}
	for _, path := range []string{"/municipalities/XXX/resources/whole/inventory.csv", "/municipalities/VTR13/resources/whole/inventory.exe", "/municipalities/VTR13/resources/whole/people.csv"} {
		if a := visit(s, "operator", path); a.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, a.Code)
		}
	}
}

// siteOf is the pages of open data, visited by people of Elena and others.
func siteOf(t *testing.T, w *testkit.World) *web.Site {
	t.Helper()
	owner, err := account.Create.Run(t.Context(), w.Door, action.System("test"), account.New{Name: "Елена", Email: "elena@example.org", Lang: text.BG})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := organisation.Register.Run(t.Context(), w.Door, action.System("test"), organisation.Registering{Name: "Община Елена", Country: "BG", Number: "000133673", Kind: organisation.Municipality, Seat: "VTR13", Owner: owner}); err != nil {
		t.Fatal(err)
	}
	of, err := organisation.Municipal(w.Reader(), "VTR13")
	if err != nil || len(of) != 1 {
		t.Fatal(of, err)
	}
	as := func(who action.Actor, role string) action.Actor {
		who.Grants = []action.Grant{{Role: role, Scope: of[0].ID}}
		return who
	}
	people := map[string]action.Actor{"villager": villager, "reader": as(reader, account.Reader), "official": as(official, account.Owner), "operator": operator,
		"other": {ID: "somebody", Grants: []action.Grant{{Role: account.Owner, Scope: "another"}}}}
	f := Feature(open().Options)
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: f.Name, Files: f.Words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			return web.Visitor{Actor: people[secret], Name: secret, Lang: "en"}, nil
		}}
	f.Routes(s)
	return s
}

func visit(s *web.Site, who, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	a := httptest.NewRecorder()
	s.ServeHTTP(a, r)
	return a
}
