package targeting

import "slices"

// Table is the data an index is made from: a row for each unit, a column for each figure.
type Table struct {
	Units   []Unit
	columns map[string]column
	texts   map[string][]string
	head    []string
	at      map[string][]place // where each cell of a column stands
	sheet   *sheet
}

type place struct{ line, column int }

// ReadTable reads data in the layout of raw_data.csv: uCode, uName where there are names, and a column for each figure
// that the framework names. Other columns may be there and are not read as numbers.
func ReadTable(data []byte, f *Framework) (*Table, Faults) {
	s := readSheet(data, DataFile)
	t := &Table{columns: map[string]column{}, texts: map[string][]string{}, at: map[string][]place{}, head: s.head, sheet: s}
	if len(s.faults) > 0 {
		return t, s.faults.sorted()
	}
	code, name := s.need("uCode"), s.column("uName")
	for _, r := range s.rows {
		t.Units = append(t.Units, Unit{Code: s.cell(r, code), Name: s.cell(r, name), line: r.line, place: len(t.Units)})
	}
	if code >= 0 {
		t.checkUnits(s)
	}
	t.readFigures(s, f)
	return t, s.faults.sorted().capped(DataFile)
}

func (t *Table) checkUnits(s *sheet) {
	first := map[string]int{}
	for i := range t.Units {
		u := &t.Units[i]
		switch line, twice := first[u.Code]; {
		case u.Code == "":
			s.fault(u.line, 1, "This row has no uCode.")
		case twice:
			s.fault(u.line, 1, "The code %q is already on line %d. Each unit has one row.", u.Code, line)
		default:
			first[u.Code] = u.line
		}
		if u.Name == "" {
			u.Name = u.Code
		}
	}
	if len(t.Units) < fewestUnits && len(s.faults) == 0 {
		s.fault(1, 1, "There are %d units, and an index compares at least %d.", len(t.Units), fewestUnits)
	}
}

// fewestUnits can be compared: a spread needs two, a shape three.
const fewestUnits = 3

func (t *Table) readFigures(s *sheet, f *Framework) {
	for i, name := range s.head {
		for _, r := range s.rows {
			t.texts[name] = append(t.texts[name], s.cell(r, i))
		}
	}
	for _, name := range f.figures() {
		i := s.column(name)
		if i < 0 {
			s.fault(1, 1, "The framework has %q, and there is no such column.%s", name, meant(name, s.head))
			continue
		}
		values := make(column, len(s.rows))
		for u, r := range s.rows {
			values[u] = s.number(r, i, t.Units[u].Code)
			t.at[name] = append(t.at[name], place{r.line, r.at[i]})
		}
		t.columns[name] = values
	}
}

// unused are the columns that nothing reads and the framework does not describe.
func (t *Table) unused(f *Framework, group string) []string {
	known := append(append(f.figures(), "uCode", "uName", group), f.other...)
	var rest []string
	for _, h := range t.head {
		if !slices.Contains(known, h) {
			rest = append(rest, h)
		}
	}
	return rest
}
