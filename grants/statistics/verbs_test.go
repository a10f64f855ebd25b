package statistics

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

var (
	ctx      = context.Background()
	operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
	stranger = action.Actor{ID: "stranger", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}
)

// imported proposes a file and confirms it as its preview has it.
func imported(t testing.TB, w *testkit.World, kind, file string, s Settings) Import {
	t.Helper()
	i := proposed(t, w, kind, file, s)
	i, err := confirmed(w, i, true)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func proposed(t testing.TB, w *testkit.World, kind, file string, s Settings) Import {
	t.Helper()
	i, err := Propose.Run(ctx, w.Door, operator, Proposing{Kind: kind, File: "x.csv", Content: []byte(file), Settings: s})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func confirmed(w *testkit.World, i Import, leaveOut bool) (Import, error) {
	state, err := stateOf(w.Reader())
	if err != nil {
		return i, err
	}
	return Confirm.Run(ctx, w.Door, operator, Confirming{ID: i.ID, State: state, LeaveOut: leaveOut})
}

// now is what stands of one figure.
func now(t testing.TB, w *testkit.World, code, indicator string, year int) string {
	t.Helper()
	have, err := standing(w.Reader())
	if err != nil {
		t.Fatal(err)
	}
	return have[Key{code, indicator, year}]
}

const twoFigures = "code;unemployment_2019\nVTR13;11,1\nPVN16;12,5\n"

func TestRefusesAnImport(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		for name, c := range map[string]struct {
			who   action.Actor
			in    Proposing
			kind  refusal.Kind
			field string
		}{
			"of a visitor":              {action.Nobody(), Proposing{Kind: OfFigures, File: "x.csv", Content: []byte(twoFigures)}, refusal.SignIn, ""},
			"of another programme":      {stranger, Proposing{Kind: OfFigures, File: "x.csv", Content: []byte(twoFigures)}, refusal.Forbidden, ""},
			"without a file":            {operator, Proposing{Kind: OfFigures}, refusal.Invalid, "file"},
			"of a picture":              {operator, Proposing{Kind: OfFigures, File: "x.png", Content: []byte("\x89PNG\x00")}, refusal.Invalid, "file"},
			"of nothing we know":        {operator, Proposing{Kind: "hearsay", File: "x.csv", Content: []byte(twoFigures)}, refusal.Invalid, "kind"},
			"of a year nobody lived in": {operator, Proposing{Kind: OfFigures, File: "x.csv", Content: []byte(twoFigures), Settings: Settings{Year: 19}}, refusal.Invalid, "year"},
			"of a table not shipped":    {operator, Proposing{Shipped: "../../passwords.csv"}, refusal.Missing, ""},
		} {
			_, err := Propose.Run(ctx, w.Door, c.who, c.in)
			if found := refusal.Complaints(err); refusal.KindOf(err) != c.kind || c.field != "" && found[0].Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		good := proposed(t, w, OfFigures, twoFigures, Settings{})
		for name, in := range map[string]Confirming{"as it stood before": {ID: good.ID, State: "0.7"}, "in no state": {ID: good.ID}} {
			if _, err := Confirm.Run(ctx, w.Door, operator, in); refusal.KindOf(err) != refusal.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := Confirm.Run(ctx, w.Door, stranger, Confirming{ID: good.ID, State: "0.0"}); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("a stranger confirms: %v", err)
		}
		if _, err := confirmed(w, proposed(t, w, OfFigures, "code;unemployment_2019\nVTR13;1,234\n", Settings{}), true); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("with an open question: %v", err)
		}
		if _, err := confirmed(w, proposed(t, w, OfFigures, twoFigures+"QQ;5\n", Settings{}), false); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("with a fault nobody has left out: %v", err)
		}
		if have, err := Figures(w.Reader()); err != nil || len(have) != 0 {
			t.Errorf("something was imported: %v, %v", have, err)
		}
	})
}

func TestTheSameFileTwiceChangesNothingAndSaysSo(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		first := imported(t, w, OfFigures, twoFigures, Settings{})
		if first.Number != 1 || first.Added != 2 || now(t, w, "VTR13", "unemployment", 2019) != "11.1" {
			t.Fatalf("%+v", first)
		}
		if _, err := confirmed(w, first, true); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("the same import twice: %v", err)
		}
		again := proposed(t, w, OfFigures, twoFigures, Settings{})
		j, _, err := Preview(w.Reader(), again)
		if added, changed, same := j.Count(); err != nil || added+changed != 0 || same != 2 {
			t.Errorf("%d %d %d, %v", added, changed, same, err)
		}
		if _, err := confirmed(w, again, true); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("nothing is imported: %v", err)
		}
	})
}

func TestUndoingBringsBackWhatStoodBeforeUnlessALaterImportSaysMore(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		first := imported(t, w, OfFigures, twoFigures, Settings{})
		second := imported(t, w, OfFigures, "code;unemployment_2019\nVTR13;9\nVAR05;7\n", Settings{})
		third := imported(t, w, OfFigures, "code;unemployment_2019\nVTR13;8\n", Settings{})
		if kept, restored, removed, err := WouldStay(w.Reader(), second); err != nil || kept != 1 || restored != 0 || removed != 1 {
			t.Errorf("undoing the second keeps %d, restores %d, removes %d, %v", kept, restored, removed, err)
		}
		undone := func(i Import) {
			t.Helper()
			if _, err := Undo.Run(ctx, w.Door, operator, i.ID); err != nil {
				t.Fatal(err)
			}
		}
		undone(second)
		if a, b := now(t, w, "VTR13", "unemployment", 2019), now(t, w, "VAR05", "unemployment", 2019); a != "8" || b != "" {
			t.Errorf("after undoing the second: %q and %q", a, b)
		}
		undone(third)
		if a := now(t, w, "VTR13", "unemployment", 2019); a != "11.1" {
			t.Errorf("after undoing the third the first counts again, not the undone second: %q", a)
		}
		undone(first)
		if have, err := Figures(w.Reader()); err != nil || len(have) != 0 {
			t.Errorf("%v, %v", have, err)
		}
		for name, who := range map[string]action.Actor{"twice": operator, "by a stranger": stranger} {
			if _, err := Undo.Run(ctx, w.Door, who, first.ID); err == nil {
				t.Errorf("undone %s", name)
			}
		}
		if all, err := Imports(w.Reader()); err != nil || len(all) != 3 || all[0].State != Undone || all[0].Number != 3 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestARegisterOfAnotherCountryIsImportedAndUndone(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		file := `[{"code": "5001", "name": "Trondheim", "fylke": "Trøndelag", "lat": 63.43, "lon": 10.395}, {"code": "4601", "name": "Bergen"}]`
		i, err := Propose.Run(ctx, w.Door, operator, Proposing{Kind: Register, File: "norge.json", Content: []byte(file), Settings: Settings{Country: "NO"}})
		if err != nil {
			t.Fatal(err)
		}
		if i, err = confirmed(w, i, false); err != nil {
			t.Fatal(err)
		}
		var atlas municipality.Atlas
		d, err := atlas.Of(w.Reader())
		if err != nil {
			t.Fatal(err)
		}
		m, ok := d.Municipality("NO-5001")
		if !ok || m.Country != "NO" || m.Name.In(text.NB) != "Trondheim" || m.Point.Latitude != 63430 || m.LAU != "5001" {
			t.Errorf("%+v", m)
		}
		imported(t, w, OfFigures, "kommunenummer;population_2021\n5001;205 163\n", Settings{Country: "NO"})
		if got := now(t, w, "NO-5001", "population", 2021); got != "205163" {
			t.Errorf("Trondheim has %q", got)
		}
		if _, err := Undo.Run(ctx, w.Door, operator, i.ID); err != nil {
			t.Fatal(err)
		}
		if d, err = atlas.Of(w.Reader()); err != nil || len(d.All()) != 276 {
			t.Errorf("%d municipalities, %v", len(d.All()), err)
		}
		if _, err := new(Shelf).Open(w.Reader()); err != nil {
			t.Errorf("figures without their municipality: %v", err)
		}
	})
}

func TestRefusesAnIndicator(t *testing.T) {
	all := text.Text{BG: "а", NB: "b", EN: "c"}
	well := Defining{IsNew: true, Indicator: Indicator{Code: "water_supply", Theme: "living", Name: all, Definition: all, Publisher: all, Unit: "percent", Better: Higher, Licence: "CC BY 4.0"}, LeastTyped: "0", MostTyped: "100"}
	with := func(change func(*Defining)) Defining { in := well; change(&in); return in }
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		imported(t, w, OfFigures, twoFigures, Settings{})
		for field, in := range map[string]Defining{
			"code":          with(func(in *Defining) { in.Code = "Water supply" }),
			"theme":         with(func(in *Defining) { in.Theme = "joy" }),
			"name_nb":       with(func(in *Defining) { in.Name.NB = "" }),
			"definition_bg": with(func(in *Defining) { in.Definition.BG = strings.Repeat("а", 1001) }),
			"unit":          with(func(in *Defining) { in.Unit = "fathom" }),
			"better":        with(func(in *Defining) { in.Better = "" }),
			"least":         with(func(in *Defining) { in.LeastTyped = "little" }),
			"most":          with(func(in *Defining) { in.MostTyped = "-1" }),
			"address":       with(func(in *Defining) { in.Address = "javascript:alert(1)" }),
			"licence":       with(func(in *Defining) { in.Licence = "" }),
		} {
			if _, err := Define.Run(ctx, w.Door, operator, in); len(refusal.Complaints(err)) != 1 || refusal.Complaints(err)[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		taken := with(func(in *Defining) { in.Code = "unemployment" })
		if _, err := Define.Run(ctx, w.Door, operator, taken); len(refusal.Complaints(err)) != 1 {
			t.Errorf("a code that is taken: %v", err)
		}
		taken.IsNew, taken.MostTyped = false, "12"
		if _, err := Define.Run(ctx, w.Door, operator, taken); len(refusal.Complaints(err)) != 1 || refusal.Complaints(err)[0].Field != "least" {
			t.Errorf("a range that a figure is outside of: %v", err)
		}
		if _, err := Define.Run(ctx, w.Door, stranger, well); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("a stranger: %v", err)
		}
		if _, err := Define.Run(ctx, w.Door, operator, well); err != nil {
			t.Fatal(err)
		}
		imported(t, w, OfFigures, "code;water_supply_2024\nVTR13;98,5\n", Settings{})
		if got := now(t, w, "VTR13", "water_supply", 2024); got != "98.5" {
			t.Errorf("%q", got)
		}
	})
}

func TestRanksMediansSharesAndPeers(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		for _, s := range Shipped {
			i, err := Propose.Run(ctx, w.Door, action.System("test"), Proposing{Shipped: s.Name})
			if err == nil {
				_, err = confirmed(w, i, false)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		b, err := new(Shelf).Open(w.Reader())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			indicator, value, rank string
			year                   int
		}{{"unemployment", "11.1", "", 2025}, {"share_65", "28.06", "", 2021}, {"dzi", "3.8", "/240", 2025}} {
			col := b.In("BG", c.indicator, c.year)
			if got := col.Values["VTR13"].String(); !strings.HasPrefix(got, c.value) || c.rank != "" && fmt.Sprintf("/%d", len(col.Values)) != c.rank {
				t.Errorf("%s: %s of %d", c.indicator, got, len(col.Values))
			}
			better := 0
			i, _ := named(b.Indicators, c.indicator)
			for _, v := range col.Values {
				if i.Better == Lower && v < col.Values["VTR13"] || i.Better != Lower && v > col.Values["VTR13"] {
					better++
				}
			}
			if col.Ranks["VTR13"] != better+1 {
				t.Errorf("%s: rank %d, though %d are before it", c.indicator, col.Ranks["VTR13"], better)
			}
		}
		if _, has := b.In("BG", "dzi", 2025).Values["DOB15"]; has {
			t.Error("what is missing was filled in")
		}
		if peers := b.Peers("VTR13"); len(peers) != 5 || strings.Contains(strings.Join(peers, " "), "VTR13") || len(b.Peers("NO-5014")) != 0 {
			t.Errorf("%v %v", peers, b.Peers("NO-5014"))
		}
	})
}

func TestAYearOfAColumnThatIsNoYearIsRefusedAtItsColumn(t *testing.T) {
	for typed, want := range map[string]int{"": 0, "2019": 2019, "2O19": -1, "0": -1, "19": 19, "двадесета": -1} {
		if got := yearTyped(typed); got != want {
			t.Errorf("%q is the year %d, not %d", typed, got, want)
		}
	}
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		i := proposed(t, w, OfFigures, twoFigures, Settings{})
		for _, year := range []int{-1, 19, 20190} {
			_, err := ReadAs.Run(t.Context(), w.Door, operator, Reading{i.ID, Settings{Columns: []Column{{As: asCode}, {As: "unemployment", Year: year}}}})
			if found := refusal.Complaints(err); len(found) != 1 || found[0].Field != "year1" {
				t.Errorf("the year %d: %v", year, err)
			}
		}
		if again, err := Find(w.Reader(), i.ID); err != nil || len(again.Settings.Columns) != 0 {
			t.Errorf("the file is read otherwise all the same: %+v, %v", again.Settings, err)
		}
	})
}
