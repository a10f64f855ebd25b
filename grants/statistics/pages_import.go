package statistics

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/table"
	"vekst/platform/web"
)

var (
	importsPage = web.NewPage[importsView](files, "pages/imports.html")
	importPage  = web.NewPage[importView](files, "pages/import.html")
)

type importsView struct {
	web.Head
	Kind    web.Choice
	Inputs  []web.Field
	Source  sourceForm
	File    string // what is wrong with the file
	Shipped []web.Option
	Rows    []importRow
}

type importRow struct {
	Import
	Says, When string
	Who        string // who imported it, or sent it
	Undoing    string // when it was undone, and by whom
	Status     web.Status
}

func crumbs(q *web.Request) []web.Crumb {
	return []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: q.T("statistics.list.title"), Link: q.Link("/statistics")}}
}

func (h *house) imports(q *web.Request) (web.Answer, error) {
	v, err := h.importsView(q, nil)
	return importsPage.Show(v), err
}

func (h *house) importsView(q *web.Request, heard []web.Complaint) (importsView, error) {
	v := importsView{Head: web.Head{Title: q.T("statistics.imports.title"), Section: "look.nav.municipalities", Crumbs: crumbs(q), Complaints: heard}}
	v.Kind = web.Choice{Name: "kind", Label: q.T("statistics.imports.kind"), Value: q.Value("kind"), Complaint: v.Head.Complaint("kind")}
	if v.Kind.Value == "" {
		v.Kind.Value = OfFigures
	}
	for _, k := range []string{OfFigures, Register} {
		v.Kind.Options = append(v.Kind.Options, web.Option{Value: k, Label: q.T("statistics.kind." + k)})
	}
	for _, name := range []string{"year", "country"} {
		v.Inputs = append(v.Inputs, web.Field{Name: name, Label: q.T("statistics.imports." + name), Help: q.T("statistics.imports_help." + name), Value: q.Value(name),
			Size: 6, Optional: true, Complaint: v.Head.Complaint(name)})
	}
	v.File, v.Source = v.Head.Complaint("file"), sourceTyped(q).form(q, v.Head)
	for _, s := range Shipped {
		v.Shipped = append(v.Shipped, web.Option{Value: s.Name, Label: q.T("statistics.shipped." + strings.TrimSuffix(s.Name, ".csv"))})
	}
	all, err := Imports(q.Reader())
	for _, i := range all {
		v.Rows = append(v.Rows, rowOf(q, i))
	}
	return v, err
}

var shapes = map[string]string{Proposed: "now", Standing: "done", Undone: "out", Discarded: "out"}

func rowOf(q *web.Request, i Import) importRow {
	r := importRow{Import: i, Status: web.Status{State: shapes[i.State], Words: q.T("statistics.state." + i.State)}}
	moment, by := i.Proposed, i.ProposedBy
	if i.State != Proposed {
		moment, by = i.At, i.By
		r.Says = q.T("statistics.imports.says", "Added", lang.Number(q.Lang, i.Added), "Changed", lang.Number(q.Lang, i.Changed), "LeftOut", lang.Number(q.Lang, i.LeftOut))
	}
	r.When, r.Who = locally(q, moment), who(q, by)
	if i.State == Undone {
		r.Undoing = q.T("statistics.imports.undone", "When", locally(q, i.Undone), "Who", who(q, i.UndoneBy))
	}
	return r
}

// locally is a moment as the clocks of the programme show it.
func locally(q *web.Request, moment time.Time) string {
	if q.Site.Zone != nil {
		moment = moment.In(q.Site.Zone)
	}
	return lang.DateTime(q.Lang, moment)
}

// who is the name of whoever did something; the program itself, where it was no person we know.
func who(q *web.Request, id string) string {
	if p, err := account.Find(q.Reader(), id); err == nil {
		return p.Name
	}
	return q.T("statistics.imports.program")
}

func (h *house) propose(q *web.Request) (web.Answer, error) {
	in := Proposing{Kind: q.Value("kind"), Shipped: q.Value("shipped"), Settings: Settings{Country: strings.ToUpper(q.Value("country")), Source: sourceTyped(q)}}
	in.Settings.Year = yearTyped(q.Value("year"))
	if in.Shipped == "" {
		if err := sent(q, &in); err != nil {
			return nil, err
		}
	}
	i, err := web.Do(q, Propose, in)
	if heard, status := q.Heard(err); status != 0 {
		v, err := h.importsView(q, heard)
		return importsPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See("/statistics/imports/" + i.ID), nil
}

// sent reads the file of a form; one that was not sent is complained about by the action.
func sent(q *web.Request, in *Proposing) (err error) {
	in.File, in.Content, err = q.Uploaded("file", table.MaxBytes)
	return err
}

type importView struct {
	web.Head
	Import    importRow
	State     string
	Added     int
	Changed   int
	Same      int
	Left      int
	Nothing   bool // importing would change nothing
	Silent    bool // since there is nothing in the file
	Open      bool // something must be answered first
	NoPlace   bool
	NoFigure  bool
	BadColumn bool // something is wrong with what was written of a column
	Notes     []string
	Doubts    []doubtView
	Columns   []columnView
	Inputs    []web.Field
	Source    sourceForm
	Sheet     web.Choice // of a workbook with several
	Faults    []faultGroup
	Sums      []sumRow
	Changes   []changeRow
	More      int // changes that are not shown
	LeaveOut  string
	Undo      string // what undoing would do
}

type doubtView struct {
	web.Choice
	Lines string
}

type columnView struct {
	Number       int
	Head, Sample string
	As           web.Choice
	Year         web.Field
	HasYear      bool
}

type faultGroup struct {
	Kind, Title string
	Rows        []faultRow
	More        int
}

type faultRow struct {
	Line         int
	Column, Text string
	More         string
}

type sumRow struct {
	Name                 string
	Added, Changed, Same int
}

type changeRow struct{ Place, What, Before, Now string }

// What a page shows before the rest is for download.
const (
	shownFaults  = 10
	shownChanges = 50
)

func (h *house) preview(q *web.Request) (web.Answer, error) {
	v, err := h.importView(q, nil)
	if err != nil {
		return nil, err
	}
	return importPage.Show(v), nil
}

func (h *house) importView(q *web.Request, heard []web.Complaint) (importView, error) {
	i, err := Find(q.Reader(), q.PathValue("import"))
	if err == nil && i.State == Discarded {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err != nil {
		return importView{}, err
	}
	v := importView{Head: web.Head{Title: q.T("statistics.import.title", "Name", i.File), Section: "look.nav.municipalities", Complaints: heard}, Import: rowOf(q, i)}
	v.Crumbs = append(crumbs(q), web.Crumb{Name: q.T("statistics.imports.title"), Link: "/statistics/imports"})
	v.LeaveOut = v.Head.Complaint("leave_out")
	if i.State == Proposed {
		return v, h.tellProposed(q, i, &v)
	}
	return v, h.tellImported(q, i, &v)
}

// tellProposed shows what a file would do.
func (h *house) tellProposed(q *web.Request, i Import, v *importView) error {
	j, state, err := Preview(q.Reader(), i)
	if err != nil {
		return err
	}
	b, err := h.shelf.Open(q.Reader())
	if err != nil {
		return err
	}
	v.State = state
	v.Added, v.Changed, v.Same = j.Count()
	v.Left, v.Open, v.Nothing, v.NoPlace, v.NoFigure = len(j.Faults), j.Open(), !j.Changes(), j.NoPlace, j.NoFigure
	v.Silent = j.Silent()
	v.Sheet = sheets(q, j)
	v.Notes = append(notes(q, j), i.Settings.Source.says(q)...)
	v.Doubts, v.Columns = doubts(q, j), columnsOf(q, v.Head, b, i, j)
	v.BadColumn = slices.ContainsFunc(v.Columns, func(c columnView) bool { return c.Year.Complaint != "" })
	if i.Kind == OfFigures {
		v.Source = i.Settings.Source.form(q, v.Head)
	} else {
		v.Inputs = []web.Field{{Name: "country", Label: q.T("statistics.imports.country"), Value: i.Settings.Country, Size: 6, Optional: true, Complaint: v.Head.Complaint("country")}}
	}
	v.Faults = faults(q, b, j)
	v.tellCells(q, b, j.Cells)
	return nil
}

// tellImported shows what an import did, and what undoing it would do.
func (h *house) tellImported(q *web.Request, i Import, v *importView) error {
	cells, err := cellsOf(q.Reader(), i.ID)
	if err != nil {
		return err
	}
	b, err := h.shelf.Open(q.Reader())
	if err != nil {
		return err
	}
	v.Added, v.Changed, v.Same, v.Left = int(i.Added), int(i.Changed), int(i.Same), int(i.LeftOut)
	v.Notes = i.Settings.Source.says(q)
	v.tellCells(q, b, cells)
	if i.State == Standing {
		kept, restored, removed, err := WouldStay(q.Reader(), i)
		v.Undo = undoDoes(q.T, restored, removed, kept)
		return err
	}
	return nil
}

// undoDoes says what undoing would do, and nothing of what it would not.
func undoDoes(say func(key string, args ...any) string, restored, removed, kept int) string {
	var all []string
	for _, part := range []struct {
		key string
		n   int
	}{{"restored", restored}, {"removed", removed}, {"kept", kept}} {
		if part.n > 0 {
			all = append(all, say("statistics.undo."+part.key, "Count", part.n))
		}
	}
	if len(all) == 0 {
		return say("statistics.undo.nothing")
	}
	return strings.Join(all, " ")
}

// tellCells adds up cells by what they are about, and shows the first that change.
func (v *importView) tellCells(q *web.Request, b *Book, cells []Cell) {
	at := map[string]int{}
	for _, c := range cells {
		name := called(q, b, c.Key)
		n, ok := at[name]
		if !ok {
			n = len(v.Sums)
			at[name], v.Sums = n, append(v.Sums, sumRow{Name: name})
		}
		switch c.Before {
		case "":
			v.Sums[n].Added++
		case c.Words:
			v.Sums[n].Same++
		default:
			v.Sums[n].Changed++
			if len(v.Changes) < shownChanges {
				v.Changes = append(v.Changes, changeRow{b.Places.Label(c.Municipality, q.Lang), name, asTyped(q, c.Key, c.Before), asTyped(q, c.Key, c.Words)})
			} else {
				v.More++
			}
		}
	}
}

// called is what a cell is about: an indicator and a year, or a field of the register.
func called(q *web.Request, b *Book, k Key) string {
	if i, ok := named(b.Indicators, k.Field); ok && k.Year != 0 {
		return i.Name.In(q.Lang) + ", " + strconv.Itoa(k.Year)
	}
	if k.Year != 0 {
		return k.Field + ", " + strconv.Itoa(k.Year) // an indicator that was removed since
	}
	return q.T("statistics.field." + k.Field)
}

// asTyped is what a cell says, as people write it.
func asTyped(q *web.Request, k Key, words string) string {
	if k.Year != 0 {
		return lang.Figure(q.Lang, words)
	}
	return words
}

// notes say what is worth knowing and no fault.
func notes(q *web.Request, j Judged) []string {
	var all []string
	add := func(n int, key string, args ...any) {
		if n > 0 {
			all = append(all, q.T(key, append([]any{"Count", n}, args...)...))
		}
	}
	t := j.Table
	if t.Kind == "csv" {
		all = append(all, q.T("statistics.note.text", "Alphabet", strings.ToUpper(t.Alphabet), "Separator", q.T("statistics.separator."+separators[t.Separator])))
	}
	if t.Sheet != "" {
		all = append(all, q.T("statistics.note.sheet", "Name", t.Sheet))
	}
	add(t.Also, "statistics.note.also")
	add(j.Places, "statistics.note.places")
	add(len(j.Capital), "statistics.note.capital", "Lines", lines(j.Capital))
	add(len(j.Totals), "statistics.note.totals", "Lines", lines(j.Totals))
	add(len(j.Repeated), "statistics.note.repeated", "Lines", lines(j.Repeated))
	add(len(j.Rounded), "statistics.note.rounded", "Lines", lines(j.Rounded))
	if !j.NoPlace && !j.NoFigure {
		add(len(j.Ignored), "statistics.note.ignored", "Names", quoted(q, j.Ignored))
	}
	add(j.Empty, "statistics.note.empty")
	add(j.Untouched, "statistics.note.untouched")
	return all
}

// sheets are those of a workbook to choose from.
func sheets(q *web.Request, j Judged) web.Choice {
	c := web.Choice{Name: "sheet", Label: q.T("statistics.sheet.title"), Value: j.Table.Sheet}
	if j.Table.Also > 0 {
		for _, name := range j.Table.Sheets {
			c.Options = append(c.Options, web.Option{Value: name, Label: name})
		}
	}
	return c
}

var separators = map[string]string{";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

// shownHeads is how many columns that are not imported a page names.
const shownHeads = 6

// quoted lists the first of some heads of columns.
func quoted(q *web.Request, heads []string) string {
	var said []string
	for _, head := range heads[:min(len(heads), shownHeads)] {
		said = append(said, q.T("statistics.note.head", "Name", head))
	}
	if len(heads) > shownHeads {
		said = append(said, "…")
	}
	return strings.Join(said, ", ")
}

// lines writes the numbers of the first rows.
func lines(all []int) string {
	said := ""
	for n, line := range all {
		if n == 8 {
			return said + "…"
		}
		if n > 0 {
			said += ", "
		}
		said += strconv.Itoa(line)
	}
	return said
}

func doubts(q *web.Request, j Judged) []doubtView {
	var all []doubtView
	for _, d := range j.Doubts {
		c := web.Choice{Name: "mark" + strconv.Itoa(d.Column), Label: q.T("statistics.doubt.title", "Column", d.Head, "Text", d.Text), Value: d.Chosen,
			Options: []web.Option{{Value: "decimal", Label: q.T("statistics.doubt.decimal", "Value", lang.Figure(q.Lang, d.Decimal.String()))},
				{Value: "thousands", Label: q.T("statistics.doubt.thousands", "Value", lang.Figure(q.Lang, d.Thousands.String()))}}}
		if d.Most != "" {
			c.Options[1].Label = q.T("statistics.doubt.beyond", "Value", lang.Figure(q.Lang, d.Thousands.String()), "Most", lang.Figure(q.Lang, d.Most))
		}
		all = append(all, doubtView{c, q.T("statistics.doubt.lines", "Count", len(d.Lines), "Lines", lines(d.Lines))})
	}
	return all
}

func columnsOf(q *web.Request, heard web.Head, b *Book, i Import, j Judged) []columnView {
	options := []web.Option{{Value: "", Label: q.T("statistics.role.none")}}
	if i.Kind == Register {
		options = append(options, web.Option{Value: asCode, Label: q.T("statistics.role.code")})
		for _, f := range municipality.Fields {
			options = append(options, web.Option{Value: f, Label: q.T("statistics.field." + f)})
		}
	} else {
		for _, r := range roles {
			options = append(options, web.Option{Value: r, Label: q.T("statistics.role." + r[1:])})
		}
		for _, one := range b.Indicators {
			if !one.Computed() {
				options = append(options, web.Option{Value: one.Code, Label: one.Name.In(q.Lang)})
			}
		}
	}
	var all []columnView
	for n, c := range j.Columns {
		head := j.Table.Rows[j.Header].At(n).Text
		name := strconv.Itoa(n)
		v := columnView{Number: n + 1, Head: head, Sample: sample(j, n), HasYear: i.Kind == OfFigures,
			As: web.Choice{Name: "as" + name, Label: q.T("statistics.column.as", "Number", n+1), Value: c.As, Options: options}}
		v.Year = web.Field{Name: "year" + name, Label: q.T("statistics.column.year", "Number", n+1), Size: 6, Inputmode: "numeric"}
		if c.Year != 0 {
			v.Year.Value = strconv.Itoa(c.Year)
		}
		if q.Form.Has(v.As.Name) { // refused: what was typed stays
			v.As.Value, v.Year.Value = q.Value(v.As.Name), q.Value(v.Year.Name)
		}
		v.Year.Complaint = heard.Complaint(v.Year.Name)
		all = append(all, v)
	}
	return all
}

// sample is what stands in the first rows of a column.
func sample(j Judged, column int) string {
	var said []string
	for _, r := range j.Table.Rows[j.Header+1:] {
		if s := r.At(column).Text; s != "" && len(said) < 3 {
			said = append(said, string([]rune(s)[:min(len([]rune(s)), 24)]))
		}
	}
	return strings.Join(said, " · ")
}

func faults(q *web.Request, b *Book, j Judged) []faultGroup {
	var all []faultGroup
	for _, f := range j.Faults {
		if n := len(all); n == 0 || all[n-1].Kind != f.Kind {
			all = append(all, faultGroup{Kind: f.Kind})
		}
		g := &all[len(all)-1]
		if len(g.Rows) < shownFaults {
			g.Rows = append(g.Rows, faultRow{f.Line, f.Column, f.Text, hint(q, b, f)})
		} else {
			g.More++
		}
	}
	for n, g := range all {
		all[n].Title = q.T("statistics.fault."+g.Kind, "Count", len(g.Rows)+g.More)
	}
	return all
}

// hint says what a faulty cell could be, or should.
func hint(q *web.Request, b *Book, f Fault) string {
	switch {
	case f.Kind == "country":
		return q.T("statistics.refusal.country")
	case len(f.More) == 0:
		return ""
	case f.Kind == "range" && f.More[0] != "" && f.More[1] != "":
		return q.T("statistics.hint.range", "Least", lang.Figure(q.Lang, f.More[0]), "Most", lang.Figure(q.Lang, f.More[1]))
	case f.Kind == "range" && f.More[0] != "":
		return q.T("statistics.hint.least", "Least", lang.Figure(q.Lang, f.More[0]))
	case f.Kind == "range":
		return q.T("statistics.hint.most", "Most", lang.Figure(q.Lang, f.More[1]))
	case f.Kind == "twice":
		return q.T("statistics.hint.twice", "Line", f.More[0], "Value", f.More[1])
	case f.Kind == "differs":
		return q.T("statistics.hint.differs", "Place", b.codeAndName(q, f.More[0]), "Name", f.More[1])
	}
	var names []string
	for _, code := range f.More {
		names = append(names, b.codeAndName(q, code))
	}
	return q.T("statistics.hint.perhaps", "Names", strings.Join(names, "; "))
}

// codeAndName is how a municipality is told apart from all others: VTR13 Елена.
func (b *Book) codeAndName(q *web.Request, code string) string {
	return code + " " + b.Places.Label(code, q.Lang)
}

func (h *house) readAs(q *web.Request) (web.Answer, error) {
	i, err := Find(q.Reader(), q.PathValue("import"))
	if err != nil {
		return nil, err
	}
	_, err = web.Do(q, ReadAs, Reading{i.ID, settingsOf(q, i.Settings)})
	if heard, status := q.Heard(err); status != 0 {
		v, err := h.importView(q, heard)
		return importPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See("/statistics/imports/" + i.ID), nil
}

// settingsOf reads the form of columns and doubts. Only columns that are there are asked for.
func settingsOf(q *web.Request, have Settings) Settings {
	s := Settings{Year: have.Year, Country: have.Country, Sheet: have.Sheet, Source: have.Source, Marks: map[int]string{}}
	if q.Form.Has("publisher") {
		s.Source = sourceTyped(q)
	}
	if q.Form.Has("country") {
		s.Country = strings.ToUpper(q.Value("country"))
	}
	if sheet := q.Value("sheet"); sheet != q.Value("sheet_read") {
		s.Sheet = sheet
		return s // what was said of the columns was said of another sheet
	}
	for n := 0; q.Form.Has("as" + strconv.Itoa(n)); n++ {
		year := yearTyped(q.Value("year" + strconv.Itoa(n)))
		s.Columns = append(s.Columns, Column{As: q.Value("as" + strconv.Itoa(n)), Year: year})
		if mark := q.Value("mark" + strconv.Itoa(n)); slices.Contains([]string{"decimal", "thousands"}, mark) {
			s.Marks[n] = mark
		}
	}
	return s
}

// yearTyped is a year somebody wrote, 0 for none, and one that there never was where it cannot be read.
func yearTyped(s string) int {
	n, err := strconv.Atoi(s)
	if s != "" && (err != nil || n == 0) {
		return -1
	}
	return n
}

func (h *house) confirm(q *web.Request) (web.Answer, error) {
	i, err := web.Do(q, Confirm, Confirming{ID: q.PathValue("import"), State: q.Value("state"), LeaveOut: q.Value("leave_out") == "yes"})
	return h.after(q, i.ID, err)
}

func (h *house) undo(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Undo, q.PathValue("import"))
	return h.after(q, q.PathValue("import"), err)
}

// after shows the import again, with why something was not done.
func (h *house) after(q *web.Request, id string, err error) (web.Answer, error) {
	if heard, status := q.Heard(err); status != 0 {
		v, err := h.importView(q, heard)
		return importPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See("/statistics/imports/" + id), nil
}

func (h *house) discard(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, Discard, q.PathValue("import")); err != nil {
		return nil, err
	}
	return web.See("/statistics/imports"), nil
}

// faultsFile is everything that is wrong, to work through beside the file.
func (h *house) faultsFile(q *web.Request) (web.Answer, error) {
	i, err := Find(q.Reader(), q.PathValue("import"))
	if err != nil || i.State != Proposed {
		return nil, orMissing(err)
	}
	j, _, err := Preview(q.Reader(), i)
	if err != nil {
		return nil, err
	}
	b, err := h.shelf.Open(q.Reader())
	if err != nil {
		return nil, err
	}
	rows := [][]string{{q.T("statistics.file.line"), q.T("statistics.file.column"), q.T("statistics.file.text"), q.T("statistics.file.wrong"), q.T("statistics.file.hint")}}
	for _, f := range j.Faults {
		rows = append(rows, []string{strconv.Itoa(f.Line), f.Column, f.Text, q.T("statistics.fault."+f.Kind, "Count", 1), hint(q, b, f)})
	}
	return asFile("faults.csv", rows)
}

// changesFile is everything an import says, with what stood there before.
func (h *house) changesFile(q *web.Request) (web.Answer, error) {
	i, err := Find(q.Reader(), q.PathValue("import"))
	if err != nil || i.State == Discarded {
		return nil, orMissing(err)
	}
	cells, err := cellsOf(q.Reader(), i.ID)
	if err == nil && i.State == Proposed {
		var j Judged
		j, _, err = Preview(q.Reader(), i)
		cells = j.Cells
	}
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"code", "field", "year", "before", "after"}}
	for _, c := range cells {
		rows = append(rows, []string{c.Municipality, c.Field, strconv.Itoa(c.Year), c.Before, c.Words})
	}
	return asFile("changes.csv", rows)
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return refusal.New(refusal.Missing, "look.refusal.missing")
}

// asFile writes rows as a text that spreadsheets open, in UTF-8 with a mark that says so. A cell that a spreadsheet would
// take for a formula is kept from being one.
func asFile(name string, rows [][]string) (web.Answer, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.Comma = ';'
	for _, row := range rows {
		for n, s := range row {
			if s != "" && strings.ContainsRune("=+@\t\r", rune(s[0])) || strings.HasPrefix(s, "-") && strings.Trim(s, "-0123456789.,") != "" {
				row[n] = "'" + s
			}
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return web.File{Type: "text/csv; charset=utf-8", Name: name, Data: b.Bytes()}, w.Error()
}
