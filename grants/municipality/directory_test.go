package municipality

import (
	"testing"

	"vekst/value/text"
)

func theDirectory(t *testing.T) *Directory {
	t.Helper()
	all, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return newDirectory(0, all)
}

func TestEveryMunicipalityHasItsCodes(t *testing.T) {
	d := theDirectory(t)
	if got := len(d.All()); got != 265+11 {
		t.Errorf("%d municipalities", got)
	}
	for _, m := range d.All() {
		if m.Country == "" || m.LAU == "" || len(m.NUTS3) != 5 || len(m.Region.Missing()) > 0 || len(m.SeatName.Missing()) > 0 || len(m.Name.Missing()) > 0 {
			t.Errorf("%+v", m)
		}
	}
	if got := d.Countries(); len(got) != 2 || got[0] != "BG" {
		t.Errorf("%v", got)
	}
}

func TestFindsAcrossCountriesAndNarrowsDown(t *testing.T) {
	d := theDirectory(t)
	for _, c := range []struct {
		w     Wanted
		first string
		count int
	}{
		{Wanted{Query: "zeppelin"}, "", 0}, {Wanted{Country: "NO", Region: "VTR"}, "", 0},
		{Wanted{Query: "Frøya"}, "NO-5014", 1}, {Wanted{Query: "froya"}, "NO-5014", 1}, {Wanted{Query: "5014"}, "NO-5014", 1},
		{Wanted{Query: "obshtina elena"}, "VTR13", 1}, {Wanted{Query: "община Елена"}, "VTR13", 1}, {Wanted{Region: "NO-50"}, "NO-5014", 4},
		{Wanted{Country: "BG"}, "", 265}, {Wanted{Country: "NO"}, "", 11},
	} {
		found := d.Find(c.w, text.BG)
		if len(found) != c.count || c.first != "" && len(d.Find(Wanted{Query: c.w.Query, Region: c.w.Region}, text.BG)) > 0 && !has(found, c.first) {
			t.Errorf("%+v: %d found", c.w, len(found))
		}
	}
	byala := d.Find(Wanted{Query: "Byala"}, text.EN)
	if len(byala) < 2 || d.Label(byala[0].Code, text.EN) == d.Label(byala[1].Code, text.EN) || d.Label("VAR05", text.BG) != "Бяла (Варна)" {
		t.Errorf("the two Byala: %v", byala)
	}
}

func has(all []Municipality, code string) bool {
	for _, m := range all {
		if m.Code == code {
			return true
		}
	}
	return false
}
