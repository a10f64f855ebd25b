package statistics

import (
	"slices"
	"testing"

	"vekst/grants/municipality"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

var sweden = Source{Publisher: "Statistiska centralbyrån (SCB)", Dataset: "Folkmängd", Address: "https://www.scb.se", Licence: "CC0"}

func TestRefusesASourceOfWhichNobodyKnowsWhoseItIs(t *testing.T) {
	long := make([]rune, sourceLimit+1)
	for i := range long {
		long[i] = 'я'
	}
	for name, c := range map[string]struct {
		source Source
		fields []string
	}{
		"only a licence":           {Source{Licence: "CC0"}, []string{"publisher"}},
		"only a publisher":         {Source{Publisher: "SCB"}, []string{"licence"}},
		"an address that is none":  {Source{Publisher: "SCB", Licence: "CC0", Address: "javascript:alert(1)"}, []string{"address"}},
		"a publisher without end":  {Source{Publisher: string(long), Licence: "CC0"}, []string{"publisher"}},
		"only the name of a table": {Source{Dataset: "Folkmängd"}, []string{"publisher", "licence"}},
	} {
		var fields []string
		for _, complaint := range c.source.unfit() {
			fields = append(fields, complaint.Field)
		}
		if !slices.Equal(fields, c.fields) {
			t.Errorf("%s: %v", name, fields)
		}
	}
	if got := append((Source{}).unfit(), sweden.unfit()...); len(got) > 0 {
		t.Errorf("what is right: %v", got)
	}
}

// inSweden imports two municipalities of Sweden and what their own institute counted there.
func inSweden(t *testing.T, w *testkit.World) Import {
	t.Helper()
	imported(t, w, Register, "country;code;name\nSE;0114;Upplands Väsby\nSE;0115;Vallentuna\n", Settings{})
	return imported(t, w, OfFigures, "code;population_2021\nSE-0114;47 820\n", Settings{Source: sweden})
}

func TestAFigureIsByWhomItsImportSaysAndUndoingGivesItBack(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		imported(t, w, OfFigures, "code;population_2021\nVTR13;7 737\n", Settings{})
		first := inSweden(t, w)
		second := imported(t, w, OfFigures, "code;population_2021\nSE-0114;47 821\nSE-0115;34 000\n", Settings{Source: Source{Publisher: "Vallentuna", Licence: "CC BY 4.0"}})
		publishers := func(want ...string) {
			t.Helper()
			b, err := new(Shelf).Open(w.Reader())
			if err != nil {
				t.Fatal(err)
			}
			i, _ := b.Named("population")
			got := []string{b.Sourced(i, "VTR13", 2021).Publisher.EN, b.Sourced(i, "SE-0114", 2021).Publisher.EN, b.SourcedIn(i, "SE", 2021).Publisher.NB, b.SourcedIn(i, municipality.Bulgaria, 2021).Publisher.EN}
			if !slices.Equal(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		}
		const nsi = "NSI, National Statistical Institute"
		publishers(nsi, "Vallentuna", "Vallentuna", nsi)
		if _, err := Undo.Run(ctx, w.Door, operator, second.ID); err != nil {
			t.Fatal(err)
		}
		publishers(nsi, sweden.Publisher, sweden.Publisher, nsi)
		third := imported(t, w, OfFigures, "code;population_2021\nSE-0115;34 000\n", Settings{})
		publishers(nsi, sweden.Publisher, sweden.Publisher+"; NSI, Bulgarias statistiske institutt", nsi)
		for _, id := range []string{third.ID, first.ID} {
			if _, err := Undo.Run(ctx, w.Door, operator, id); err != nil {
				t.Fatal(err)
			}
		}
		publishers(nsi, nsi, "NSI, Bulgarias statistiske institutt", nsi)
	})
}

func TestAPublishedFigureNamesItsOwnSource(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	inSweden(t, w)
	b, err := new(Shelf).Open(w.Reader())
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	err = b.Open(func(f OpenFigure) error {
		if said++; f.Indicator.Publisher.BG != sweden.Publisher || f.Indicator.Licence != "CC0" || f.Indicator.Dataset != "Folkmängd" {
			t.Errorf("%+v", f)
		}
		return nil
	})
	if err != nil || said != 1 {
		t.Errorf("%d figures, %v", said, err)
	}
}

func TestAnImportWithoutItsPublisherIsRefusedWhateverIsChangedLater(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		in := Proposing{Kind: OfFigures, File: "x.csv", Content: []byte(twoFigures), Settings: Settings{Source: Source{Licence: "CC0"}}}
		if _, err := Propose.Run(ctx, w.Door, operator, in); refusal.KindOf(err) != refusal.Invalid || refusal.Complaints(err)[0].Field != "publisher" {
			t.Errorf("%v", err)
		}
		i := proposed(t, w, OfFigures, twoFigures, Settings{})
		if _, err := ReadAs.Run(ctx, w.Door, operator, Reading{i.ID, Settings{Source: Source{Publisher: "SCB"}}}); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("%v", err)
		}
	})
}
