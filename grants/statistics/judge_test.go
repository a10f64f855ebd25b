package statistics

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"vekst/grants/municipality"
	"vekst/platform/table"
	"vekst/platform/testkit"
)

// everything is what files are judged against, with nothing imported yet.
func everything(t testing.TB) known {
	t.Helper()
	w := testkit.SQLite(t, schemas())
	places, err := new(municipality.Atlas).Of(w.Reader())
	if err != nil {
		t.Fatal(err)
	}
	indicators, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	k := known{places: places, indicators: indicators, standing: map[Key]string{}, own: map[string]bool{}}
	for _, m := range places.All() {
		k.own[m.Code] = true
	}
	return k
}

func judged(t testing.TB, k known, kind, file string, s Settings) Judged {
	t.Helper()
	read, err := table.Read("x.csv", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return judge(read, kind, s, k)
}

// wrong lists the faults as kind, line and what it could be.
func wrong(j Judged) []string {
	var all []string
	for _, f := range j.Faults {
		all = append(all, strings.TrimSpace(f.Kind+" "+f.Text+" "+strings.Join(f.More, "|")))
	}
	return all
}

func TestSaysWhatIsWrongInARow(t *testing.T) {
	k := everything(t)
	for name, c := range map[string]struct{ file, want string }{
		"a code that is none":              {"code;unemployment_2019\nVTR12;5,5\n", "code VTR12 VTR13|VTR14|VTR22"},
		"a code far from all":              {"code;unemployment_2019\nQQQQ9;5,5\n", "code QQQQ9"},
		"a wrong code beside a right name": {"code;name;unemployment_2019\nABC77;Елена;5,5\n", "code ABC77 VTR13"},
		"a code that belongs to another":   {"code;name;unemployment_2019\nVTR13;Банско;5,5\n", "differs VTR13 VTR13|Банско"},
		"a name two share":                 {"община;unemployment_2019\nБяла;5,5\n", "shared Бяла RSE04|VAR05"},
		"a name nobody has":                {"община;unemployment_2019\nЕлина;5,5\n", "name Елина VTR13"},
		"a row about nothing":              {"code;unemployment_2019\n;5,5\n", "nowhere"},
		"words for a number":               {"code;unemployment_2019\nVTR13;много\n", "number много"},
		"a percentage above a hundred":     {"code;unemployment_2019\nVTR13;123,4\n", "range 123,4 0|100"},
		"a number of people in parts":      {"code;population_2021\nVTR13;77,5\n", "whole 77,5"},
		"decimals of people":               {"code;population_2021\nVTR13;7737,00000001\n", "whole 7737,00000001"},
		"a national number that is wrong":  {"code;unemployment_2019\n5019;5,5\n", "code 5019 NO-5014"},
		"a number nobody can mean":         {"code;population_2021\nVTR13;99999999999999\n", "large 99999999999999"},
		"two rows that differ":             {"code;unemployment_2019\nVTR13;5,5\nVTR13;6,5\n", "twice 6.5 2|5.5"},
		"the capital under both its codes": {"code;unemployment_2019\nSOF46;5,5\nSOF00;6,5\n", "twice 6.5 2|5.5"},
		"an indicator nobody knows":        {"code;indicator;year;value\nVTR13;joy;2019;5\n", "indicator joy"},
		"a year nobody lived in":           {"code;indicator;year;value\nVTR13;unemployment;219;5\n", "year 219"},
	} {
		j := judged(t, k, OfFigures, c.file, Settings{})
		if got := wrong(j); len(got) != 1 || got[0] != c.want || j.Changes() {
			t.Errorf("%s: %q, %d cells", name, got, len(j.Cells))
		}
	}
}

func TestAsksWhatACommaMeansRatherThanGuess(t *testing.T) {
	k := everything(t)
	file := "code;unemployment_2019;population_2021\nVTR13;1,234;7,737\nRSE04;12,5;10 000\n"
	j := judged(t, k, OfFigures, file, Settings{})
	if len(j.Doubts) != 1 || !j.Open() || j.Doubts[0].Decimal.String() != "1.234" || j.Doubts[0].Most != "100" || j.Doubts[0].Thousands.String() != "1234" || j.Doubts[0].Lines[0] != 2 {
		t.Fatalf("%+v", j.Doubts)
	}
	if j.sayOf(Key{"VTR13", "population", 2021}) != "7737" {
		t.Errorf("people are counted whole, so 7,737 is thousands: %+v", j.Cells)
	}
	if j = judged(t, k, OfFigures, file, Settings{Marks: map[int]string{1: "decimal"}}); j.Open() || j.sayOf(Key{"VTR13", "unemployment", 2019}) != "1.234" {
		t.Errorf("%+v", j.Cells)
	}
	if j = judged(t, k, OfFigures, file, Settings{Marks: map[int]string{1: "thousands"}}); j.Open() || len(j.Faults) != 1 || j.Faults[0].Kind != "range" {
		t.Errorf("%+v", wrong(j))
	}
}

// sayOf is what a judged file says of a key.
func (j Judged) sayOf(k Key) string {
	at := slices.IndexFunc(j.Cells, func(c Cell) bool { return c.Key == k })
	if at < 0 {
		return ""
	}
	return j.Cells[at].Words
}

func TestDoesNotComplainAboutWhatIsNoFault(t *testing.T) {
	k := everything(t)
	k.standing[Key{"VTR13", "unemployment", 2019}] = "9.4"
	k.standing[Key{"PVN16", "unemployment", 2019}] = "9"
	k.standing[Key{"VAR05", "unemployment", 2019}] = "7"
	old, err := charmap.Windows1251.NewEncoder().String("Безработица по общини\n;;\nКод;Община;Регистрирана безработица 2019;dzi_2025\n" +
		"BG;Общо;5,5;4\nVTR;Велико Търново;5,5;4\nSOF00;Столична;1,77;4,5\nVTR13;Община Елена;11,1;..\nPVN16;Левски;9,0;\nPVN16;Левски;9;\nRSE04;Бяла;8;н/д\n")
	if err != nil {
		t.Fatal(err)
	}
	j := judged(t, k, OfFigures, old, Settings{})
	added, changed, same := j.Count()
	if len(j.Faults) != 0 || added != 3 || changed != 1 || same != 1 || len(j.Totals) != 2 || len(j.Capital) != 1 || len(j.Repeated) != 1 || j.Empty != 4 || j.Untouched != 1 || j.Places != 4 || j.Table.Alphabet != "windows-1251" {
		t.Errorf("%d %d %d, %q, totals %v, capital %v, repeated %v, empty %d, untouched %d, places %d", added, changed, same, wrong(j), j.Totals, j.Capital, j.Repeated, j.Empty, j.Untouched, j.Places)
	}
	if j.sayOf(Key{"SOF46", "unemployment", 2019}) != "1.77" {
		t.Errorf("Sofia: %+v", j.Cells)
	}
}

func TestSaysWhichColumnsAreNotImportedAndWhatIsRounded(t *testing.T) {
	k := everything(t)
	j := judged(t, k, OfFigures, "code;name;name_en;unemploiment_2019;unemployment_2019;note;\nVTR13;Елена;Elena;5,5;33,33333333;x;\n", Settings{})
	if !slices.Equal(j.Ignored, []string{"unemploiment_2019", "note"}) || !slices.Equal(j.Rounded, []int{2}) || j.sayOf(Key{"VTR13", "unemployment", 2019}) != "33.333333" {
		t.Errorf("ignored %q, rounded %v, %+v, %q", j.Ignored, j.Rounded, j.Cells, wrong(j))
	}
}

func TestSaysThatThereIsNothingInAFile(t *testing.T) {
	k := everything(t)
	k.standing[Key{"VTR13", "unemployment", 2019}] = "9.4"
	for file, want := range map[string]bool{
		"code;unemployment_2019\n": true, "code;unemployment_2019\nVTR13;\n": true, "code;unemployment_2019\nVTR13;9,4\n": false,
		"code;unemployment_2019\nVTR13;x1\n": false, "code;unemployment\nVTR13;5\n": false,
	} {
		if j := judged(t, k, OfFigures, file, Settings{}); j.Silent() != want {
			t.Errorf("%q: %v", file, j.Silent())
		}
	}
}

func TestARegionTellsApartWhoShareAName(t *testing.T) {
	k := everything(t)
	for _, file := range []string{"община;област;unemployment_2019\nБяла;Варна;5,5\n", "name;unemployment_2019\nByala (Varna);5.5\n", "name;oblast;unemployment_2019\nByala;VAR;5.5\n"} {
		if j := judged(t, k, OfFigures, file, Settings{}); len(j.Faults) != 0 || j.sayOf(Key{"VAR05", "unemployment", 2019}) != "5.5" {
			t.Errorf("%q: %q", file, wrong(j))
		}
	}
}

func TestTheTablesThatComeWithTheProgramAreWhole(t *testing.T) {
	k := everything(t)
	for name, want := range map[string]int{"indicators.csv": 2120 - 29, "census2021.csv": 265 * 8} {
		data, year, _ := shippedFile(name)
		j := judged(t, k, OfFigures, string(data), Settings{Year: year})
		if added, _, _ := j.Count(); added != want || len(j.Faults) != 0 || j.Open() {
			t.Errorf("%s: %d, want %d; %q %v", name, added, want, wrong(j), j.Doubts)
		}
	}
}

func TestARegisterOfAnyCountryIsJudged(t *testing.T) {
	k := everything(t)
	for name, c := range map[string]struct{ file, want string }{
		"without a country":               {"code;name\n5001;Trondheim\n", "country"},
		"one that comes with the program": {"code;name;country\nVTR13;Elena;BG\n", "own VTR13"},
		"without a name":                  {"code;country;name\nNO-5001;NO;\n", "nameless NO-5001"},
		"a code with a space":             {"code;country;name\n50 01;NO;Trondheim\n", "code_form NO-50 01"},
		"a place beyond the pole":         {"code;country;name;latitude\n5001;NO;Trondheim;163,4\n", "degrees 163,4"},
	} {
		if got := wrong(judged(t, k, Register, c.file, Settings{})); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	j := judged(t, k, Register, "kommunenummer;kommunenavn;fylkesnavn\n5001;Trondheim;Trøndelag\n", Settings{Country: "NO", Columns: []Column{{As: asCode}, {As: "name_latin"}, {As: "region_latin"}}})
	if len(j.Faults) != 0 || j.sayOf(Key{"NO-5001", "name_latin", 0}) != "Trondheim" || j.sayOf(Key{"NO-5001", "number", 0}) != "5001" {
		t.Errorf("%q %+v", wrong(j), j.Cells)
	}
}

// Whatever is sent, judging ends, and nothing is both imported and wrong.
func FuzzJudge(f *testing.F) {
	k := everything(f)
	f.Add("code;unemployment_2019\nVTR13;5,5\n")
	f.Add("община,population_2021\nБяла,\"1,234\"\n")
	f.Add("code;indicator;year;value\nVTR13;dzi;2019;3,5\n")
	f.Fuzz(func(t *testing.T, file string) {
		read, err := table.Read("x.csv", []byte(file))
		if err != nil {
			return
		}
		seen := map[Key]bool{}
		for _, c := range judge(read, OfFigures, Settings{}, k).Cells {
			if i, ok := named(k.indicators, c.Field); !ok || seen[c.Key] || c.Words == "" || i.Computed() {
				t.Fatalf("%+v", c)
			}
			seen[c.Key] = true
		}
	})
}
