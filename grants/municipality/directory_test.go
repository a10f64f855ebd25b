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
		{Wanted{Query: "SOF00"}, "SOF46", 1}, {Wanted{Query: "област Русе"}, "RSE04", 8}, {Wanted{Query: "fylke Trøndelag"}, "NO-5014", 4}, {Wanted{Query: "BG323"}, "RSE04", 8},
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

// imported is what an import says of municipalities, as assemble takes it: the code, the country, the name, the code of the
// region and its name.
func imported(rows ...[5]string) (facts []Fact) {
	for _, r := range rows {
		for i, field := range []string{"country", "name_latin", "region", "region_latin"} {
			if r[i+1] != "" {
				facts = append(facts, Fact{r[0], field, r[i+1]})
			}
		}
	}
	return facts
}

func TestRegionsOfTwoCountriesAreNeverOne(t *testing.T) {
	d := newDirectory(0, assemble(imported(
		[5]string{"XA-001", "XA", "Alpha", "01", "North"}, [5]string{"XB-001", "XB", "Gamma", "01", "West"}, [5]string{"XC-VAR", "XC", "Delta", "VAR", ""})))
	if got := d.Regions("", text.EN); len(got) != 3 || got[0].Code != "XA-01" {
		t.Errorf("%+v", got)
	}
	if got := d.Find(Wanted{Region: "XB-01"}, text.EN); len(got) != 1 || got[0].Code != "XB-001" {
		t.Errorf("%+v", got)
	}
}

func TestARegionWithoutANameIsCalledByItsCodeAndOneWithoutACodeAdoptsIt(t *testing.T) {
	all, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	d := newDirectory(0, append(all, assemble(imported(
		[5]string{"XA-001", "XA", "Alpha", "North", ""}, [5]string{"NO-5006", "NO", "Steinkjer", "", "trøndelag"},
		[5]string{"XA-002", "XA", "Beta", "", "South"}))...))
	for code, want := range map[string][2]string{"XA-001": {"XA-North", "North"}, "NO-5006": {"NO-50", "Trøndelag"}, "XA-002": {"XA:South", "South"}} {
		if m, ok := d.Municipality(code); !ok || m.Oblast != want[0] || m.Region.In(text.NB) != want[1] {
			t.Errorf("%s: %q %+v", code, m.Oblast, m.Region)
		}
	}
	if got := d.Named("Alpha", "north"); len(got) != 1 {
		t.Errorf("found by its region: %+v", got)
	}
}

func TestAMunicipalityIsNoRegionThoughTheirCodesAreAlike(t *testing.T) {
	d := newDirectory(0, assemble(imported([5]string{"XA-01", "XA", "Alpha", "01", "North"}, [5]string{"XA-11", "XA", "Beta", "02", "South"})))
	for code, want := range map[string]bool{"XA-01": false, "XA-02": true, "02": true, "XA": true, "": false} {
		if got := d.IsGroup(code); got != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}
