package targeting

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/statistics"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

var (
	ctx      = context.Background()
	operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
	second   = action.Actor{ID: "second", Grants: operator.Grants}
	stranger = action.Actor{ID: "stranger", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}
	citizen  = action.Actor{ID: "citizen"}
)

func schemas() []fs.FS {
	return []fs.FS{municipality.Feature(municipality.Options{}).Schema, statistics.New().Feature().Schema, Feature().Schema}
}

var testFiles = Files{[]byte(publishedTestData), []byte(smallFramework), []byte(head + publishedTestRecipe)}

func begun(t testing.TB, w *testkit.World, f Files) Draft {
	t.Helper()
	d, err := Begin.Run(ctx, w.Door, operator, Beginning{Files: f})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func frozenIndex(t testing.TB, w *testkit.World, f Files) Index {
	t.Helper()
	x, err := Freeze.Run(ctx, w.Door, operator, Freezing{Draft: begun(t, w, f).ID})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestRefusesToPublish(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		good := begun(t, w, testFiles)
		broken := testFiles
		broken.Recipe = []byte("format: vekst-index-1\n")
		faulty := begun(t, w, broken)
		empty := begun(t, w, Files{Framework: testFiles.Framework, Recipe: testFiles.Recipe})
		for name, c := range map[string]struct {
			who  action.Actor
			in   Freezing
			kind refusal.Kind
		}{
			"a visitor":                   {action.Nobody(), Freezing{Draft: good.ID}, refusal.SignIn},
			"a citizen":                   {citizen, Freezing{Draft: good.ID}, refusal.Forbidden},
			"another programme":           {stranger, Freezing{Draft: good.ID}, refusal.Forbidden},
			"no such draft":               {operator, Freezing{Draft: "none"}, refusal.Missing},
			"a recipe with faults":        {operator, Freezing{Draft: faulty.ID}, refusal.Invalid},
			"columns that are no figures": {operator, Freezing{Draft: empty.ID}, refusal.Invalid},
			"what was not seen":           {operator, Freezing{Draft: good.ID, Seen: "0"}, refusal.Conflict},
		} {
			if _, err := Freeze.Run(ctx, w.Door, c.who, c.in); refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if all, err := Indices(w.Reader()); err != nil || len(all) != 0 {
			t.Errorf("%d indices are there all the same: %v", len(all), err)
		}
	})
}

func TestRefusesToBeginADraft(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		for name, c := range map[string]struct {
			who  action.Actor
			in   Beginning
			kind refusal.Kind
		}{
			"for a citizen":         {citizen, Beginning{Files: testFiles}, refusal.Forbidden},
			"of no index":           {operator, Beginning{Of: "none"}, refusal.Missing},
			"with a file of 300 KB": {operator, Beginning{Files: Files{Recipe: make([]byte, 300<<10)}}, refusal.Invalid},
			"with data of ten MB":   {operator, Beginning{Files: Files{Data: make([]byte, 10<<20)}}, refusal.Invalid},
		} {
			if _, err := Begin.Run(ctx, w.Door, c.who, c.in); refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAPublishedIndexIsFrozen(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		first, second := frozenIndex(t, w, testFiles), frozenIndex(t, w, testFiles)
		if first.Number != 1 || second.Number != 2 || first.SHA256 != second.SHA256 || first.Units != 5 || first.ChosenUnits != 2 || first.Indicators != 2 {
			t.Errorf("%+v and %+v", first, second)
		}
		all, err := Indices(w.Reader())
		if err != nil || len(all) != 2 || all[0].ID != second.ID || all[1].Title != first.Title || !all[1].Published.Equal(w.Now()) || all[1].Program != Program() {
			t.Fatalf("%+v: %v", all, err)
		}
		found, err := Numbered(w.Reader(), 1)
		if err != nil || found.ID != first.ID || string(found.Data) != publishedTestData || string(found.Recipe) != string(testFiles.Recipe) {
			t.Errorf("%+v: %v", found, err)
		}
		var shelf Shelf
		p, err := shelf.Open(w.Reader(), first.ID)
		if err != nil || p.SHA256() != first.SHA256 {
			t.Fatal(err)
		}
		if again, err := shelf.Open(w.Reader(), first.ID); err != nil || again != p {
			t.Error("it was made twice")
		}
		if report, err := Verify(folderOf(p)); err != nil || report.Difference != "" {
			t.Errorf("%+v: %v", report, err)
		}
		if _, err := shelf.Open(w.Reader(), "none"); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("an index that is not there: %v", err)
		}
	})
}

// The hash is in the audit log from the moment of publication, so that it cannot be changed without the log showing it.
func TestTheHashOfAnIndexStandsInTheLog(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		x := frozenIndex(t, w, testFiles)
		entry, err := db.One(w.Reader(), db.Value[string], `SELECT entry FROM audit_entries WHERE action = 'targeting.freeze' AND subject = $1`, x.ID)
		if err != nil || !strings.Contains(entry, x.SHA256) || !strings.Contains(entry, hash(x.Data)) || !strings.Contains(entry, hash(x.Recipe)) {
			t.Errorf("%s: %v", entry, err)
		}
	})
}

// What comes of the files has another hash than the one that was published: somebody changed a row, or the program counts otherwise.
func TestAnIndexThatDoesNotHoldIsNotShown(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		x := frozenIndex(t, w, testFiles)
		tamper := action.Define(action.Definition[string, struct{}, struct{}]{
			Name: "targeting.test_" + strings.NewReplacer("/", "_", "=", "_").Replace(t.Name()),
			Load: func(*action.Tx, string) (struct{}, error) { return struct{}{}, nil },
			May:  action.Anyone[struct{}](), When: action.AnyTime[struct{}](),
			Do: func(tx *action.Tx, id string, _ struct{}) (struct{}, error) {
				tx.About("index", id)
				_, err := tx.Exec(`UPDATE indices SET data = $1 WHERE id = $2`, []byte(strings.Replace(publishedTestData, "10,3", "11,3", 1)), id)
				return struct{}{}, err
			},
		})
		if _, err := tamper.Run(ctx, w.Door, operator, x.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := new(Shelf).Open(w.Reader(), x.ID); !errors.Is(err, ErrDoesNotHold) {
			t.Error(err)
		}
	})
}

// figured is a world with the figures that come with the program.
func figured(t testing.TB, w *testkit.World) {
	t.Helper()
	for _, table := range statistics.Shipped {
		i, err := statistics.Propose.Run(ctx, w.Door, operator, statistics.Proposing{Shipped: table.Name})
		if err != nil {
			t.Fatal(err)
		}
		_, state, err := statistics.Preview(w.Reader(), i)
		if err == nil {
			_, err = statistics.Confirm.Run(ctx, w.Door, operator, statistics.Confirming{ID: i.ID, State: state})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

const realFramework = `Level,iCode,Direction,Weight,Parent,Type
1,unemployment_2019,-1,1,index,Indicator
1,natural_increase_2019,1,1,index,Indicator
1,net_migration_2019,1,1,index,Indicator
2,index,1,1,,Aggregate
,oblast,,,,Group
`

func TestCountsTheFiguresOfTheProgramme(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		figured(t, w)
		x := frozenIndex(t, w, Files{Framework: []byte(realFramework), Recipe: []byte(head)})
		if x.Units < 260 || x.ChosenUnits != 10 || !strings.HasPrefix(string(x.Data), "uCode,uName,oblast,unemployment_2019,natural_increase_2019,net_migration_2019\nBGS01,Айтос,BGS,5.69,-3.4,-4.5\n") {
			t.Errorf("%d units, %d chosen: %.200s", x.Units, x.ChosenUnits, x.Data)
		}
		p, err := new(Shelf).Open(w.Reader(), x.ID)
		if err != nil {
			t.Fatal(err)
		}
		if notes := p.Result.Notes(); slices.ContainsFunc(notes, func(n Note) bool { return n.Kind == IsNotRead }) {
			t.Errorf("%+v", notes)
		}
	})
}
