package application

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/platform/spreadsheet"
)

// sheetDifference is what reading a spreadsheet back would change, and all of it in words: nothing of the sheet is passed
// over in silence.
type sheetDifference struct {
	Changes  []Change
	Told     []toldRow // what changes
	Notes    []toldRow // what one should know
	Problems []toldRow // what was not taken
}

// toldRow is one sentence about a row of the sheet; Row is 0 where it is about the whole.
type toldRow struct {
	Row      int
	Sentence string
}

// comparing makes a difference, row by row.
type comparing struct {
	*sheetReader
	sheetRead
	sheetDifference
	ids    []string // the rows of the draft, in order
	made   []string // the rows that are added
	seen   map[string]bool
	before string           // the row that stands before the next one that is added
	typed  map[string]int64 // amounts that were typed over their formula, by row
	places map[string]int   // the row of the sheet of each row
}

// compare finds the differences between a sheet and the draft as it stands now.
func (r *sheetReader) compare(read sheetRead) sheetDifference {
	c := &comparing{sheetReader: r, sheetRead: read, ids: r.rows(r.field.ID), seen: map[string]bool{}, typed: map[string]int64{}, places: map[string]int{}}
	if read.Application != "" && !c.isOurs() {
		c.note(0, "foreign")
	}
	for _, line := range read.Lines {
		c.line(line)
	}
	c.missing()
	for _, path := range slices.Sorted(maps.Keys(read.Paid)) {
		c.cell(call.Field{ID: path, Kind: call.Amount}, read.PaidAt[path], path, read.Paid[path], c.payer(path))
	}
	c.amounts()
	return c.sheetDifference
}

// isOurs says whether the sheet was made for this application.
func (c *comparing) isOurs() bool { return c.Application == c.a.ID && c.Base != nil }

func (c *comparing) tell(row int, key string, args ...any) {
	c.Told = append(c.Told, c.said(row, key, args...))
}

func (c *comparing) note(row int, key string, args ...any) {
	c.Notes = append(c.Notes, c.said(row, key, args...))
}

func (c *comparing) problem(row int, key string, args ...any) {
	c.Problems = append(c.Problems, c.said(row, key, args...))
}

func (c *comparing) said(row int, key string, args ...any) toldRow {
	return toldRow{row, c.q.T("application.sheet.told."+key, append(args, "Row", strconv.Itoa(row))...)}
}

// line takes one row of the sheet.
func (c *comparing) line(l sheetLine) {
	id := l.ID
	if c.Application != "" && !c.isOurs() {
		id = ""
	}
	switch isKnown := slices.Contains(c.ids, id); {
	case id != "" && c.seen[id] && !isEmptyLine(l):
		c.note(l.Number, "copied", "Place", strconv.Itoa(c.places[id]))
		id = ""
	case id != "" && !isKnown && (isEmptyLine(l) || c.isAsMade(id, l)):
		if !isEmptyLine(l) {
			c.note(l.Number, "gone", "What", l.Cells["what"].Text)
		}
		return
	case !isKnown:
		id = ""
	}
	if isEmptyLine(l) {
		return // of a row that was emptied; missing tells
	}
	if id == "" {
		c.add(l)
		return
	}
	c.seen[id], c.before, c.places[id] = true, id, l.Number
	for _, column := range c.field.Columns {
		if cell, ok := l.Cells[column.ID]; ok {
			c.cell(column, l.Number, c.field.ID+"/"+id+"/"+column.ID, cell, c.what(id))
		}
	}
	c.amount(id, l)
}

func isEmptyLine(l sheetLine) bool {
	for _, cell := range l.Cells {
		if cell.Text != "" || cell.Fault != "" {
			return false
		}
	}
	return l.Amount.Text == "" || l.Amount.IsFormula
}

// isAsMade says whether a row says the same as when the sheet was made.
func (c *comparing) isAsMade(id string, l sheetLine) bool {
	found := false
	for _, column := range c.field.Columns {
		base, ok := c.Base[c.field.ID+"/"+id+"/"+column.ID]
		found = found || ok
		typed, isGood := c.meant(column, l.Cells[column.ID])
		if ok && (!isGood || !same(column, typed, base)) {
			return false
		}
	}
	return found
}

// what a row of the draft is called in sentences.
func (c *comparing) what(id string) string {
	if what := c.value(c.field.ID + "/" + id + "/what"); what != "" {
		return shortened(what)
	}
	return c.q.T("application.form.row", "Place", strconv.Itoa(slices.Index(c.ids, id)+1))
}

// cell takes one cell of a row that is there.
func (c *comparing) cell(column call.Field, row int, path string, cell spreadsheet.Cell, what string) {
	typed, ok := c.meant(column, cell)
	now, name := c.value(path), c.columnTitle(column)
	if !ok {
		c.problem(row, c.faultOf(column, cell), "What", what, "Column", name, "Text", cell.Text+cell.Fault, "Kept", c.shown(column, now))
		return
	}
	base, isKnown := c.Base[path]
	if same(column, typed, now) || isKnown && c.isOurs() && same(column, typed, base) {
		return
	}
	c.Changes = append(c.Changes, Change{Path: path, Value: typed, Rev: c.a.Rev})
	c.tell(row, "changed", "What", what, "Column", name, "From", c.shown(column, now), "To", c.shown(column, typed))
	if cell.IsFormula {
		c.note(row, "formula", "What", what, "Column", name, "To", c.shown(column, typed))
	}
	if isKnown && c.isOurs() && !same(column, now, base) {
		c.note(row, "meanwhile", "What", what, "Column", name, "Base", c.shown(column, base), "Now", c.shown(column, now))
	}
}

// faultOf is why a cell is not taken.
func (c *comparing) faultOf(column call.Field, cell spreadsheet.Cell) string {
	switch {
	case cell.Fault != "":
		return "broken"
	case column.Kind == call.Choice || column.Kind == call.RowOf:
		return "unlisted"
	}
	return "unreadable"
}

// add takes a row that is new.
func (c *comparing) add(l sheetLine) {
	id := unused(append(slices.Clone(c.ids), c.made...), c.now)
	c.made, c.places[id] = append(c.made, id), l.Number
	var summary []string
	for _, column := range c.field.Columns {
		cell, ok := l.Cells[column.ID]
		if !ok || cell.Text == "" && cell.Fault == "" {
			continue
		}
		typed, ok := c.meant(column, cell)
		if !ok {
			c.problem(l.Number, c.faultOf(column, cell), "What", l.Cells["what"].Text, "Column", c.columnTitle(column), "Text", cell.Text+cell.Fault, "Kept", c.shown(column, ""))
			continue
		}
		if typed != "" {
			c.Changes = append(c.Changes, Change{Path: c.field.ID + "/" + id + "/" + column.ID, Value: typed, Rev: c.a.Rev})
		}
		summary = append(summary, c.shown(column, typed))
	}
	at := ""
	if c.isOurs() {
		at = c.placeAfter(c.before)
	}
	if at != "" && len(summary) > 0 {
		c.Changes = append(c.Changes, Change{Path: c.field.ID + "/" + id + "/" + call.PlaceColumn, Value: at, Rev: c.a.Rev})
	}
	c.tell(l.Number, "added", "Line", strings.Join(summary, ", "))
	c.amount(id, l)
	c.before = id
}

// placeAfter is the place of a new row behind another, where rows follow it; nothing at the end.
func (c *comparing) placeAfter(id string) string {
	at := func(row string) *call.RowPlace {
		p := call.PlaceOf(row, c.placeCell(row))
		return &p
	}
	all := slices.Clone(c.ids)
	all = append(all, c.made[:max(0, len(c.made)-1)]...)
	slices.SortFunc(all, func(a, b string) int { return at(a).Compare(*at(b)) })
	i := slices.Index(all, id)
	switch {
	case i == len(all)-1:
		return ""
	case i < 0:
		return call.PlaceBetween(nil, at(all[0]))
	}
	return call.PlaceBetween(at(id), at(all[i+1]))
}

// placeCell is where a row stands, in the draft or among what is added.
func (c *comparing) placeCell(row string) string {
	path := c.field.ID + "/" + row + "/" + call.PlaceColumn
	for _, change := range c.Changes {
		if change.Path == path {
			return change.Value
		}
	}
	return c.value(path)
}

// missing takes away the rows of the draft that the sheet had and has no more; those that came later stay.
func (c *comparing) missing() {
	hasIDs := slices.ContainsFunc(c.Lines, func(l sheetLine) bool { return l.ID != "" })
	for _, id := range c.ids {
		_, had := c.Base[c.field.ID+"/"+id+"/what"]
		switch {
		case c.seen[id]:
		case c.isOurs() && had || c.Base == nil && hasIDs:
			for _, column := range append(slices.Clone(c.field.Columns), call.Field{ID: call.PlaceColumn}) {
				c.Changes = append(c.Changes, Change{Path: c.field.ID + "/" + id + "/" + column.ID, Rev: c.a.Rev, Gone: true})
			}
			c.tell(0, "removed", "What", c.what(id))
		case c.isOurs():
			c.note(0, "newer", "What", c.what(id))
		default:
			c.note(0, "kept", "What", c.what(id))
		}
	}
}

// amount notes an amount that the sheet should have computed.
func (c *comparing) amount(id string, l sheetLine) {
	if l.Amount.Fault != "" {
		c.note(l.Number, "sum_broken", "Text", l.Amount.Fault)
	}
	if cents, ok := (call.Field{Kind: call.Amount}).Units(l.Amount.Text); ok && !l.Amount.IsFormula {
		c.typed[id] = cents
	}
}

// amounts says where an amount was typed over its formula and is not what the page computes.
func (c *comparing) amounts() {
	for _, line := range c.after().Budget().Lines {
		if cents, ok := c.typed[line.Row]; ok && cents != line.Amount {
			c.note(c.places[line.Row], "sum_typed", "Typed", c.money(cents), "Amount", c.money(line.Amount))
		}
	}
}

// after examines the draft as it would be.
func (c *comparing) after() *call.Examination { return c.with(c.Changes) }

// with examines the draft with changes.
func (k *asker) with(changes []Change) *call.Examination {
	answers := call.Answers{}
	for path, a := range k.answers {
		answers[path] = a.Value
	}
	for _, change := range changes {
		answers[change.Path] = change.Value
	}
	return k.call.Form.Examine(answers, World(), k.now)
}

func (k *asker) money(cents int64) string { return lang.Money(k.lang(), cents, k.call.Money.Currency) }

// payer is the label of a source of money.
func (c *comparing) payer(path string) string {
	for _, s := range c.field.Budget.Funding {
		if path == c.field.ID+"/"+s.ID {
			return s.Label.In(c.lang())
		}
	}
	return c.q.T("application.budget.grant")
}

func (c *comparing) columnTitle(column call.Field) string {
	if strings.Contains(column.ID, "/") {
		return c.q.T("application.part.amount")
	}
	l := labelOf(column, c.lang())
	if l.Key != "" {
		return c.q.T(l.Key)
	}
	return l.Text
}

// shown is an answer in a sentence.
func (c *comparing) shown(column call.Field, typed string) string {
	for _, one := range c.choices(c.field, column.ID) {
		if one.ID == typed && (typed != "" || column.ID == "partner") {
			return one.Label
		}
	}
	units, ok := column.Units(typed)
	switch {
	case typed == "":
		return c.q.T("application.sheet.nothing")
	case ok && column.Kind == call.Amount:
		return c.money(units)
	case ok && column.Kind == call.Number:
		return lang.Decimal(c.lang(), units)
	}
	return shortened(typed)
}

// same says whether two answers mean the same, however they are typed.
func same(column call.Field, a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if a == b {
		return true
	}
	if column.Kind != call.Number && column.Kind != call.Amount {
		return false
	}
	x, isX := column.Units(a)
	y, isY := column.Units(b)
	return isX && isY && x == y
}
