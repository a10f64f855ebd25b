package municipality

import (
	"slices"
	"testing"

	"vekst/value/text"
)

func found(t *testing.T, typed string) []string {
	t.Helper()
	all, err := Find(typed)
	if err != nil {
		t.Fatal(err)
	}
	codes := make([]string, len(all))
	for i, m := range all {
		codes[i] = m.Code
	}
	return codes
}

func TestFindsNothingForWhatIsNoPlace(t *testing.T) {
	for _, typed := range []string{"zeppelin", "elena zeppelin", "' OR 1=1"} {
		if codes := found(t, typed); len(codes) != 0 {
			t.Errorf("%q: %v", typed, codes)
		}
	}
}

func TestFindsPlacesInEitherAlphabetWholeNamesFirst(t *testing.T) {
	for typed, first := range map[string]string{
		"Елена": "VTR13", "elena": "VTR13", "VTR13": "VTR13", "vulchi dol": "VAR09", "вълчи": "VAR09", "belitsa": "BLG02", "byala slatina": "VRC08",
	} {
		if codes := found(t, typed); len(codes) == 0 || codes[0] != first {
			t.Errorf("%q: %v", typed, codes)
		}
	}
	if codes := found(t, "Бяла"); !slices.Contains(codes[:2], "RSE04") || !slices.Contains(codes[:2], "VAR05") {
		t.Errorf("the two called Бяла do not come first: %v", codes)
	}
	if codes := found(t, ""); len(codes) != 265 {
		t.Errorf("%d for nothing typed", len(codes))
	}
}

func TestNamesAreInAlphabeticalOrderInEachLanguage(t *testing.T) {
	for l, first := range map[string]string{text.BG: "Аврен", text.NB: "Aksakovo", text.EN: "Aksakovo"} {
		all, err := Find("")
		if err != nil || Alphabetically(all, l) != nil {
			t.Fatal(err)
		}
		if all[0].Name.In(l) != first {
			t.Errorf("%s begins with %s", l, all[0].Name.In(l))
		}
	}
}

func TestTheNearestSeatsAreNearAndNotItself(t *testing.T) {
	r, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	elena, _ := r.Municipality("VTR13")
	near := r.Nearest(elena, 3)
	if len(near) != 3 || near[0].Name.EN != "Zlataritsa" {
		t.Errorf("%v", near)
	}
	if len(r.Nearest(elena, 1000)) != 264 {
		t.Error("not all others")
	}
}

func TestEveryMunicipalityStandsOnItsMap(t *testing.T) {
	r, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range r.Municipalities() {
		near := r.Locate(m, text.BG)
		dot := near.Marked[0]
		inside := dot.X >= near.Left && dot.X <= near.Left+near.Width && dot.Y >= near.Top && dot.Y <= near.Top+near.Height
		if !inside || near.Left < 0 || near.Top < 0 || near.Left+near.Width > MapWidth || near.Top+near.Height > MapHeight || len(near.Dots) == 0 {
			t.Errorf("%s: %+v", m.Code, dot)
		}
	}
	if ten := r.LocateTheTen(text.NB); len(ten.Marked) != 10 || len(ten.Dots) != 265 {
		t.Errorf("%d marked of %d", len(ten.Marked), len(ten.Dots))
	}
}

func TestChangeIsExactAndTheMedianIsInTheMiddle(t *testing.T) {
	for name, c := range map[string]struct {
		m    Municipality
		want int64
	}{
		"fallen":     {Municipality{Population2013: 9116, Population2021: 7737}, -1512},
		"risen":      {Municipality{Population2013: 1000, Population2021: 1001}, 10},
		"not known":  {Municipality{Population2021: 5}, 0},
		"everybody":  {Municipality{Population2013: 5, Population2021: 0}, -10_000},
		"not at all": {Municipality{Population2013: 5, Population2021: 5}, 0},
	} {
		if got := c.m.Change(); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
	r, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	below := 0
	for _, m := range r.Municipalities() {
		if m.Change() < r.MedianChange() {
			below++
		}
	}
	if below > 132 {
		t.Errorf("%d of 265 lie below the median", below)
	}
}
