package trail_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vekst/grants/account"
	"vekst/grants/trail"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/lang"
	"vekst/platform/seal"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// touch leaves an audit entry about a thing.
var touch = action.Define(action.Definition[string, string, struct{}]{
	Name: "trailtest.touch", Load: func(_ *action.Tx, s string) (string, error) { return s, nil },
	May: action.Anyone[string](), When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, subject string) (struct{}, error) {
		tx.About("thing", subject)
		return struct{}{}, nil
	},
})

func world(t *testing.T, test func(t *testing.T, w *testkit.World, s *seal.Sealer, get func(who action.Actor, address string) (int, string))) {
	accounts := account.Feature(account.Options{})
	testkit.Databases(t, []fs.FS{accounts.Schema}, func(t *testing.T, w *testkit.World) {
		sealer := seal.New(w.DB, w.Door, "test.example/log", slog.New(slog.NewTextHandler(io.Discard, nil)))
		feature := trail.Feature(trail.Options{Seal: sealer.Seal})
		catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "trail", Files: feature.Words})
		if err != nil {
			t.Fatal(err)
		}
		assets, err := web.NewAssets(look.Assets())
		if err != nil {
			t.Fatal(err)
		}
		var who action.Actor
		site := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets,
			Identify: func(context.Context, *web.Site, string) (web.Visitor, error) {
				return web.Visitor{Actor: who, Lang: "en"}, nil
			}}
		feature.Routes(site)
		test(t, w, sealer, func(a action.Actor, address string) (int, string) {
			who = a
			r := httptest.NewRequest(http.MethodGet, address, nil)
			r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "x"})
			answer := httptest.NewRecorder()
			site.ServeHTTP(answer, r)
			return answer.Code, answer.Body.String()
		})
	})
}

func has(role string) action.Actor {
	return action.Actor{ID: "somebody", Grants: []action.Grant{{Role: role, Scope: account.Programme}}}
}

func TestKeepsTheTrailFromOthers(t *testing.T) {
	world(t, func(t *testing.T, _ *testkit.World, _ *seal.Sealer, get func(action.Actor, string) (int, string)) {
		for _, role := range []string{account.Expert, account.Committee, account.Observer, account.Owner} {
			if status, _ := get(has(role), "/audit"); status != http.StatusForbidden {
				t.Errorf("%s gets %d", role, status)
			}
		}
		for _, role := range []string{account.Auditor, account.Operator, account.Administrator} {
			if status, _ := get(has(role), "/audit"); status != http.StatusOK {
				t.Errorf("%s gets %d", role, status)
			}
		}
	})
}

func TestFindsEntriesByActionSubjectAndTime(t *testing.T) {
	world(t, func(t *testing.T, w *testkit.World, _ *seal.Sealer, get func(action.Actor, string) (int, string)) {
		for i := range trail.PageSize + 10 {
			w.Set(testkit.Noon.Add(time.Duration(i) * time.Hour))
			if _, err := touch.Run(context.Background(), w.Door, has(account.Operator), "thing-"+strconv.Itoa(i)); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range map[string]struct {
			wanted trail.Wanted
			count  int
		}{
			"everything, a page and one more": {trail.Wanted{}, trail.PageSize + 1},
			"one subject":                     {trail.Wanted{Subject: "thing-7"}, 1},
			"a feature":                       {trail.Wanted{Action: "trailtest.", Until: testkit.Noon}, 1},
			"another feature":                 {trail.Wanted{Action: "trail."}, 0},
			"another action":                  {trail.Wanted{Action: "trailtest.touched"}, 0},
			"the first hours":                 {trail.Wanted{Until: testkit.Noon.Add(2 * time.Hour)}, 3},
			"another person":                  {trail.Wanted{Actor: "nobody"}, 0},
		} {
			entries, err := trail.List(w.Reader(), c.wanted)
			if err != nil || len(entries) != c.count {
				t.Errorf("%s: %d entries, %v", name, len(entries), err)
			}
		}
		_, first := get(has(account.Auditor), "/audit")
		if !strings.Contains(first, "thing thing-59") || strings.Contains(first, "thing thing-9<") || !strings.Contains(first, "before=") {
			t.Error("the first page is not the latest entries with a way to earlier ones")
		}
	})
}

func TestEveryEntryComesWithItsProof(t *testing.T) {
	world(t, func(t *testing.T, w *testkit.World, s *seal.Sealer, get func(action.Actor, string) (int, string)) {
		for i := range 5 {
			if _, err := touch.Run(context.Background(), w.Door, has(account.Operator), strconv.Itoa(i)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
		entries, err := trail.List(w.Reader(), trail.Wanted{Subject: "3"})
		if err != nil || len(entries) != 1 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		_, data := get(has(account.Auditor), "/audit/"+entries[0].ID+"/proof.json")
		var proof struct {
			Entry, Salt, Checkpoint, Key string
			Index                        int64
			Proof                        []string
		}
		if err := json.Unmarshal([]byte(data), &proof); err != nil {
			t.Fatal(err)
		}
		salt, _ := base64.StdEncoding.DecodeString(proof.Salt)
		leaf := audit.Leaf(audit.Salt(salt), []byte(proof.Entry))
		var record tlog.RecordProof
		for _, h := range proof.Proof {
			hash, _ := base64.StdEncoding.DecodeString(h)
			record = append(record, tlog.Hash(hash))
		}
		checkpoint, err := audit.OpenCheckpoint([]byte(proof.Checkpoint), proof.Key)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckRecord(record, checkpoint.Tree.N, checkpoint.Tree.Hash, proof.Index, tlog.RecordHash(leaf[:])); err != nil {
			t.Error(err)
		}
	})
}
