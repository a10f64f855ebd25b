package statistics

import (
	"testing"

	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

func TestAnIndicatorIsRemovedOnlyWhileItHasNoFigures(t *testing.T) {
	all := text.Text{BG: "а", NB: "b", EN: "c"}
	well := Defining{IsNew: true, Indicator: Indicator{Code: "water_supply", Theme: "living", Name: all, Definition: all, Publisher: all, Unit: "percent", Better: Higher, Licence: "CC BY 4.0"}}
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		if _, err := Define.Run(ctx, w.Door, operator, well); err != nil {
			t.Fatal(err)
		}
		i := imported(t, w, OfFigures, "code;water_supply_2024\nVTR13;98,5\n", Settings{})
		if _, err := Remove.Run(ctx, w.Door, stranger, "water_supply"); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("a stranger: %v", err)
		}
		for code, kind := range map[string]refusal.Kind{"water_supply": refusal.Invalid, "unemployment": refusal.Conflict, "joy": refusal.Missing} {
			if _, err := Remove.Run(ctx, w.Door, operator, code); refusal.KindOf(err) != kind {
				t.Errorf("%s: %v", code, err)
			}
		}
		if _, err := Undo.Run(ctx, w.Door, operator, i.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := Remove.Run(ctx, w.Door, operator, "water_supply"); err != nil {
			t.Fatal(err)
		}
		if all, err := Indicators(w.Reader()); err != nil || len(all) == 0 {
			t.Errorf("%d, %v", len(all), err)
		} else if _, ok := named(all, "water_supply"); ok {
			t.Error("it is still there")
		}
	})
}

func TestWhatTheProgramSaysOfAnIndicatorComesBackWhileItsFiguresFit(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		all, err := Indicators(w.Reader())
		if err != nil {
			t.Fatal(err)
		}
		own, _ := named(all, "unemployment")
		changed := own
		changed.Name.EN = "Unemployed"
		if _, err := Define.Run(ctx, w.Door, operator, Defining{Indicator: changed, LeastTyped: "0", MostTyped: "200"}); err != nil {
			t.Fatal(err)
		}
		i := imported(t, w, OfFigures, "code;unemployment_2024\nVTR13;150\n", Settings{})
		if _, err := Remove.Run(ctx, w.Door, operator, "unemployment"); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("with a figure that does not fit: %v", err)
		}
		if _, err := Undo.Run(ctx, w.Door, operator, i.ID); err != nil {
			t.Fatal(err)
		}
		if got, err := Remove.Run(ctx, w.Door, operator, "unemployment"); err != nil || got.Name != own.Name || !got.IsShipped {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestAColumnCalledByAnIndicatorMeansNothingElse(t *testing.T) {
	for code, want := range map[string]bool{"value": true, "year": true, "kommunenummer": true, "water_2019": true, "imports": true, "water_supply": false, "route_66": false} {
		if got := isAmbiguous(code); got != want {
			t.Errorf("%s: %v", code, got)
		}
	}
}
