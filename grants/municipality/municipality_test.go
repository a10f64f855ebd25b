package municipality

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vekst/value/text"
)

func register(t *testing.T) *Register {
	t.Helper()
	r, err := Seed()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheWholeOfLevskiHasMoreThanTenThousandInhabitantsAndAPartFewer(t *testing.T) {
	whole, part := 0, 0
	for _, s := range register(t).Settlements("PVN16") {
		whole += s.Population
		if slices.Contains([]string{"43236", "10080", "05044"}, s.Ekatte) {
			part += s.Population
		}
	}
	if whole != 19144 || part != 9601+53+117 {
		t.Errorf("Levski has %d and its town with Varana and Bozhurluk %d, want 19144 and 9771", whole, part)
	}
}

func TestTellsTheTwoByalasApart(t *testing.T) {
	r := register(t)
	for _, c := range []struct{ code, lang, want string }{
		{"RSE04", text.BG, "Бяла (Русе)"}, {"VAR05", text.BG, "Бяла (Варна)"},
		{"RSE04", text.EN, "Byala (Ruse)"}, {"VAR05", text.NB, "Byala (Varna)"},
		{"VTR13", text.BG, "Елена"}, {"VTR13", text.EN, "Elena"}, {"XXX00", text.EN, "XXX00"},
	} {
		if got := r.Label(c.code, c.lang); got != c.want {
			t.Errorf("Label(%s, %s) = %q, want %q", c.code, c.lang, got, c.want)
		}
	}
}

func TestLabelsAreUniqueInEveryLanguage(t *testing.T) {
	r := register(t)
	for _, lang := range text.Languages {
		seen := map[string]string{}
		for _, m := range r.Municipalities() {
			label := r.Label(m.Code, lang)
			if other, again := seen[label]; again {
				t.Errorf("%s: %s and %s are both %q", lang, other, m.Code, label)
			}
			seen[label] = m.Code
		}
	}
}

func TestUnderstandsBothCodesOfSofia(t *testing.T) {
	r := register(t)
	for _, code := range []string{"SOF46", "SOF00"} {
		if m, ok := r.Municipality(code); !ok || m.Code != "SOF46" {
			t.Errorf("%s -> %q, %v", code, m.Code, ok)
		}
	}
	if _, ok := r.Municipality("SOF99"); ok {
		t.Error("SOF99 exists")
	}
}

func TestTheSeedIsWhole(t *testing.T) {
	r := register(t)
	if got := len(r.Municipalities()); got != 265 {
		t.Errorf("%d municipalities, want 265", got)
	}
	if got := len(r.oblasts); got != 28 {
		t.Errorf("%d oblasts, want 28", got)
	}
	total := 0
	for _, m := range r.Municipalities() {
		o, ok := r.Oblast(m.Oblast)
		if !ok || !o.Name.Empty() && len(o.Name.Missing()) > 0 || len(m.Name.Missing()) > 0 || m.Population2021 <= 0 {
			t.Errorf("%s is incomplete: %+v", m.Code, m)
		}
		total += m.Population2021
	}
	if total != 6519789 {
		t.Errorf("the census adds up to %d, want 6519789", total)
	}
}

func TestTheTenAreKnownWithSeatsAndSettlements(t *testing.T) {
	r := register(t)
	for _, code := range TheTen() {
		m, ok := r.Municipality(code)
		seat, known := r.Settlement(m.Seat)
		if !ok || !known || seat.Municipality != code || seat.Name != m.Name {
			t.Errorf("%s: seat %+v", code, seat)
		}
		sum := 0
		for _, s := range r.Settlements(code) {
			sum += s.Population
		}
		if sum != m.Population2013 || !InTheTen(code) {
			t.Errorf("%s: settlements add up to %d, municipality has %d", code, sum, m.Population2013)
		}
	}
	if InTheTen("SOF46") {
		t.Error("Sofia is one of the ten")
	}
}

func TestEverySeatLiesOnTheMap(t *testing.T) {
	for _, m := range register(t).Municipalities() {
		if x, y := m.Point.On(); x < 30 || x > MapWidth-30 || y < 20 || y > MapHeight-20 {
			t.Errorf("%s lies at %d, %d", m.Code, x, y)
		}
	}
}

func TestTheMapHasNorthAboveAndWestToTheLeft(t *testing.T) {
	r := register(t)
	bansko, _ := r.Municipality("BLG01")
	valchidol, _ := r.Municipality("VAR09")
	bx, by := bansko.Point.On()
	vx, vy := valchidol.Point.On()
	if bx != 156 || by != 351 || vx != 603 || vy != 137 {
		t.Errorf("Bansko %d,%d and Valchi dol %d,%d; the drawn front page has 156,351 and 603,137", bx, by, vx, vy)
	}
}

func TestTheSeedAgreesWithTheReferenceTables(t *testing.T) {
	r := register(t)
	for _, row := range reference(t, "census2021.csv") {
		m, ok := r.Municipality(row["code"])
		if !ok || m.Name.BG != row["name_bg"] || strconv.Itoa(m.Population2021) != row["population"] {
			t.Errorf("%s: %+v, reference %v", row["code"], m, row)
		}
	}
	for _, row := range reference(t, "settlements_of_the_ten.csv") {
		s, ok := r.Settlement(row["ekatte"])
		if !ok || s.Name.BG != row["name_bg"] || strconv.Itoa(s.Population) != row["population_2013"] {
			t.Errorf("%s: %+v, reference %v", row["ekatte"], s, row)
		}
	}
}

// reference reads a table of the reference data beside the repository, a map a row.
func reference(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "bulgaria", name))
	if err != nil {
		t.Skipf("no reference data beside the repository (shared/data/bulgaria/%s)", name)
	}
	defer file.Close()
	table, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, cells := range table[1:] {
		row := map[string]string{}
		for i, column := range table[0] {
			row[strings.TrimPrefix(column, "\ufeff")] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}
