package statistics

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"vekst/grants/municipality"
	"vekst/platform/search"
	"vekst/platform/table"
	"vekst/value/decimal"
)

// Kinds of import.
const (
	OfFigures = "figures"
	Register  = "register"
)

// Cell is one thing an import says, and what stood there before.
type Cell struct {
	Key
	Line          int
	Before, Words string // "" for nothing
}

// Fault is one thing that cannot be imported. Kind is what is wrong; Text what stands there; More what it could be, or what
// it should: for a municipality, its code.
type Fault struct {
	Kind         string
	Line         int
	Column, Text string
	More         []string
}

// Doubt is a column in which a comma or a point can be read in two ways, with an example of both.
type Doubt struct {
	Column             int
	Head, Text         string
	Decimal, Thousands decimal.Decimal
	Lines              []int
	Most               string // the greatest the figure can be, where the number between thousands would be beyond it
	Chosen             string // decimal, thousands, or "" while nobody has said
}

// Judged is what an import would do, worked out without doing it.
type Judged struct {
	Table    table.Table
	Header   int // index of the row with the heads
	Columns  []Column
	Cells    []Cell // all that is said and can be imported, by line
	Faults   []Fault
	Doubts   []Doubt
	Empty    int      // cells in which nothing is said
	Capital  []int    // lines with the other code of the capital
	Totals   []int    // lines about a whole region or country
	Repeated []int    // lines that say again what an earlier one said
	Rounded  []int    // lines with a figure of more decimals than are kept, once for each
	Ignored  []string // heads of columns that are taken for nothing
	Places   int      // municipalities that are spoken of
	NoPlace  bool     // no column says which municipality
	NoFigure bool     // no column has figures
	// Untouched is how many figures of the same indicators and years the file does not speak of.
	Untouched int
}

// Count says how many cells are new, changed and the same.
func (j Judged) Count() (added, changed, same int) {
	for _, c := range j.Cells {
		switch {
		case c.Before == "":
			added++
		case c.Before != c.Words:
			changed++
		default:
			same++
		}
	}
	return added, changed, same
}

// Open says whether something must be answered before anything can be imported.
func (j Judged) Open() bool {
	return j.NoPlace || j.NoFigure || slices.ContainsFunc(j.Doubts, func(d Doubt) bool { return d.Chosen == "" })
}

// Silent says whether the file has nothing that could be imported, nor anything wrong.
func (j Judged) Silent() bool {
	return len(j.Cells)+len(j.Faults) == 0 && !j.Open()
}

// Changes says whether importing would change anything.
func (j Judged) Changes() bool {
	added, changed, _ := j.Count()
	return added+changed > 0
}

// known is what a file is judged against.
type known struct {
	places     *municipality.Directory
	indicators []Indicator
	standing   map[Key]string  // what stands now
	own        map[string]bool // codes that come with the program, which no import changes
}

// judge works out what importing a file would do.
func judge(t table.Table, kind string, s Settings, k known) Judged {
	j := &judging{Judged: Judged{Table: t}, known: k, settings: s, kind: kind, said: map[Key]int{}, doubts: map[int]int{}, places: map[string]int{}}
	j.Header, j.Columns = recognise(t, kind, k.indicators)
	if len(s.Columns) > 0 {
		j.Columns = padded(s.Columns, t.Columns())
	}
	for i, c := range j.Columns {
		if _, ok := named(k.indicators, c.As); ok && c.Year == 0 {
			j.Columns[i].Year = s.Year
		}
	}
	if kind == Register {
		j.NoPlace, j.NoFigure = column(j.Columns, asCode) < 0, column(j.Columns, "name_bg") < 0 && column(j.Columns, "name_latin") < 0
	} else {
		j.NoPlace, j.NoFigure = column(j.Columns, asCode) < 0 && column(j.Columns, asName) < 0, !j.hasFigures()
	}
	if !j.NoPlace && !j.NoFigure {
		for _, row := range t.Rows[j.Header+1:] {
			j.row(row)
		}
	}
	j.finish()
	return j.Judged
}

func padded(columns []Column, n int) []Column {
	all := make([]Column, max(n, len(columns)))
	copy(all, columns)
	return all
}

func (j *judging) hasFigures() bool {
	if column(j.Columns, asValue) >= 0 && column(j.Columns, asIndicator) >= 0 {
		return true
	}
	return slices.ContainsFunc(j.Columns, func(c Column) bool {
		_, ok := named(j.indicators, c.As)
		return ok && c.Year != 0
	})
}

// judging is a file while it is judged.
type judging struct {
	Judged
	known
	settings Settings
	kind     string
	said     map[Key]int    // index of the cell that says it
	doubts   map[int]int    // index of the doubt of a column
	places   map[string]int // how often a municipality is spoken of
}

func (j *judging) fault(kind string, line, column int, text string, more ...string) {
	head := ""
	if column >= 0 {
		head = j.head(column)
	}
	j.Faults = append(j.Faults, Fault{kind, line, head, text, more})
}

// head is what a column is called in the file.
func (j *judging) head(column int) string {
	if j.Header >= len(j.Table.Rows) {
		return ""
	}
	return j.Table.Rows[j.Header].At(column).Text
}

// at is the cell of a row in the column that is taken for something.
func (j *judging) at(row table.Row, as string) string { return row.At(column(j.Columns, as)).Text }

func (j *judging) row(row table.Row) {
	if j.kind == Register {
		j.entry(row)
		return
	}
	code, ok := j.place(row)
	if !ok {
		return
	}
	j.places[code]++
	if at := column(j.Columns, asValue); at >= 0 && column(j.Columns, asIndicator) >= 0 {
		j.long(row, code, at)
		return
	}
	for at, c := range j.Columns {
		if i, ok := named(j.indicators, c.As); ok && c.Year != 0 {
			j.figure(row, at, Key{code, i.Code, c.Year}, i)
		}
	}
}

// long reads a row that has one figure, and says of what and when.
func (j *judging) long(row table.Row, code string, at int) {
	said := j.at(row, asIndicator)
	where := slices.IndexFunc(j.indicators, func(i Indicator) bool { return !i.Computed() && i.isCalled(plainHead(said)) })
	if where < 0 {
		j.fault("indicator", row.Number, column(j.Columns, asIndicator), said)
		return
	}
	year := j.settings.Year
	if c := column(j.Columns, asYear); c >= 0 {
		n, err := number(row.At(c))
		if err != nil || !n.Value.IsWhole() || n.Value < decimal.Whole(firstYear) || n.Value > decimal.Whole(lastYear) {
			j.fault("year", row.Number, c, row.At(c).Text)
			return
		}
		year = int(n.Value / decimal.One)
	}
	if year == 0 {
		j.fault("year", row.Number, -1, "")
		return
	}
	j.figure(row, at, Key{code, j.indicators[where].Code, year}, j.indicators[where])
}

// nothing is what tables write where there is no figure.
var nothing = []string{"", "-", "–", "—", ".", "..", "...", "…", ":", "n/a", "na", "n.a.", "н/д", "н.д.", "няма данни", "no data", "x", "*"}

// number reads a cell of a text as people write numbers, one of a workbook as programs do.
func number(c table.Cell) (decimal.Reading, error) {
	if c.IsNumber {
		return decimal.Machine(c.Text)
	}
	return decimal.Read(c.Text)
}

// figure judges one cell with a figure.
func (j *judging) figure(row table.Row, at int, key Key, i Indicator) {
	c := row.At(at)
	switch {
	case c.Fault != "":
		j.fault("broken", row.Number, at, c.Fault)
		return
	case slices.Contains(nothing, strings.ToLower(c.Text)):
		j.Empty++
		return
	}
	r, err := number(c)
	switch {
	case errors.Is(err, decimal.ErrLarge):
		j.fault("large", row.Number, at, c.Text)
	case err != nil:
		j.fault("number", row.Number, at, c.Text)
	default:
		j.doubtful(row, at, key, i, r)
	}
}

// doubtful asks about a number that can be read in two ways, unless only one of them is a whole number where only whole
// ones can be.
func (j *judging) doubtful(row table.Row, at int, key Key, i Indicator, r decimal.Reading) {
	if r.Doubtful && i.Whole && !r.Value.IsWhole() {
		r.Value, r.Doubtful = r.Other, false
	}
	if r.Doubtful {
		chosen := j.doubt(row, at, r, i)
		if chosen == "" {
			return
		}
		if chosen == "thousands" {
			r.Value = r.Other
		}
	}
	switch {
	case i.Whole && (r.Rounded || !r.Value.IsWhole()):
		j.fault("whole", row.Number, at, row.At(at).Text)
	case !i.Fits(r.Value):
		j.fault("range", row.Number, at, row.At(at).Text, ends(i)...)
	default:
		if r.Rounded {
			j.Rounded = append(j.Rounded, row.Number)
		}
		j.say(row.Number, at, key, r.Value.String())
	}
}

// ends are the least and the greatest an indicator can be, as they are written.
func ends(i Indicator) []string {
	said := func(d *decimal.Decimal) string {
		if d == nil {
			return ""
		}
		return d.String()
	}
	return []string{said(i.Least), said(i.Most)}
}

// doubt remembers a doubtful cell and returns what was chosen for its column.
func (j *judging) doubt(row table.Row, at int, r decimal.Reading, i Indicator) string {
	where, ok := j.doubts[at]
	if !ok {
		where = len(j.Doubts)
		j.doubts[at] = where
		j.Doubts = append(j.Doubts, Doubt{Column: at, Head: j.head(at), Text: row.At(at).Text, Decimal: r.Value, Thousands: r.Other, Chosen: j.settings.Marks[at]})
	}
	if i.Most != nil && r.Other > *i.Most {
		j.Doubts[where].Most = i.Most.String()
	}
	j.Doubts[where].Lines = append(j.Doubts[where].Lines, row.Number)
	return j.Doubts[where].Chosen
}

// say takes a cell for imported, unless an earlier row said something else.
func (j *judging) say(line, at int, key Key, words string) {
	if earlier, again := j.said[key]; again {
		if j.Cells[earlier].Words != words {
			j.fault("twice", line, at, words, decimal.Whole(int64(j.Cells[earlier].Line)).String(), j.Cells[earlier].Words)
		} else if !slices.Contains(j.Repeated, line) {
			j.Repeated = append(j.Repeated, line)
		}
		return
	}
	j.said[key] = len(j.Cells)
	j.Cells = append(j.Cells, Cell{Key: key, Line: line, Before: j.standing[key], Words: words})
}

// finish takes out what two rows say differently, since nobody knows which is right, and counts.
func (j *judging) finish() {
	wrong := map[int]bool{}
	for _, f := range j.Faults {
		if f.Kind == "twice" {
			wrong[j.lineOf(f)] = true
		}
	}
	if len(wrong) > 0 {
		j.Cells = slices.DeleteFunc(j.Cells, func(c Cell) bool { return wrong[c.Line] && j.contradicted(c) })
	}
	slices.SortStableFunc(j.Faults, func(a, b Fault) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Line, b.Line)) })
	j.Places, j.Ignored = len(j.places), j.ignored()
	spoken := map[Key]bool{}
	for _, c := range j.Cells {
		spoken[Key{Field: c.Field, Year: c.Year}] = true
	}
	for key := range j.standing {
		if _, said := j.said[key]; !said && j.kind == OfFigures && spoken[Key{Field: key.Field, Year: key.Year}] {
			j.Untouched++
		}
	}
}

// ignored are the heads of the columns with anything below them that are taken for nothing, but those that say again, in
// another language, what another column says.
func (j *judging) ignored() (heads []string) {
	for at := range j.Table.Columns() {
		head := j.head(at)
		isTaken := at < len(j.Columns) && j.Columns[at].As != asNothing
		isUsed := slices.ContainsFunc(j.Table.Rows[min(j.Header+1, len(j.Table.Rows)):], func(r table.Row) bool { return r.At(at).Text != "" })
		if head != "" && !isTaken && isUsed && recogniseHead(head, j.kind, j.indicators).As == asNothing {
			heads = append(heads, head)
		}
	}
	return heads
}

func (j *judging) lineOf(f Fault) int {
	d, _ := decimal.Parse(f.More[0])
	return int(d / decimal.One)
}

// contradicted says whether a later row says something else of a cell.
func (j *judging) contradicted(c Cell) bool {
	return slices.ContainsFunc(j.Faults, func(f Fault) bool {
		return f.Kind == "twice" && j.lineOf(f) == c.Line && f.More[1] == c.Words
	})
}

// alone are words beside the name of a municipality that say only that it is one, folded.
var alone = []string{"obshtina", "municipality", "kommune", "municipality of", "obshtina na"}

// bare is the name of a municipality without the word, and what stands in brackets behind it.
func bare(name string) (plain, region string) {
	if at := strings.LastIndexByte(name, '('); at > 0 && strings.HasSuffix(name, ")") {
		name, region = name[:at], strings.TrimSpace(name[at+1:len(name)-1])
	}
	fields := strings.Fields(name)
	if len(fields) > 1 && slices.Contains(alone, search.Fold(fields[0])) {
		fields = fields[1:]
	}
	if n := len(fields); n > 1 && slices.Contains(alone, search.Fold(fields[n-1])) {
		fields = fields[:n-1]
	}
	return strings.Join(fields, " "), region
}
