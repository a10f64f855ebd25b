package application

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/platform/spreadsheet"
	"vekst/value/text"
)

// sheetRead is what a spreadsheet says of a budget.
type sheetRead struct {
	Application string            // whose it was made for; "" when it does not say
	Base        map[string]string // what stood in it when it was made, by path; nil when it does not say
	Lines       []sheetLine
	Paid        map[string]spreadsheet.Cell // who pays, by path
	PaidAt      map[string]int              // in which row of the sheet
}

// sheetLine is a row of the sheet that says something.
type sheetLine struct {
	Number int    // as people see it
	ID     string // "" for one that was added
	Cells  map[string]spreadsheet.Cell
	Amount spreadsheet.Cell // where it is computed from the others
}

// sheetReader finds a budget in the sheets of a workbook, whatever was done to them: it knows the columns by their heads, in
// any of our languages, and the lists by the hidden sheet, or by what they say now.
type sheetReader struct {
	*asker
	field call.Field
	lists map[string][]choiceOf
}

// find reads a budget; not found says that no sheet has its columns.
func (r *sheetReader) find(sheets []spreadsheet.Sheet) (read sheetRead, found bool) {
	r.lists = map[string][]choiceOf{}
	read.Paid, read.PaidAt = map[string]spreadsheet.Cell{}, map[string]int{}
	for _, s := range sheets {
		if s.Hidden && len(s.Rows) > 0 && s.Rows[0].At(0).Text == sheetMark {
			r.remember(s, &read)
		}
	}
	for _, s := range sheets {
		if s.Hidden {
			continue
		}
		r.payers(s, &read)
		if head, columns := r.head(s); head >= 0 && !found {
			found = true
			r.body(s.Rows[head+1:], columns, &read)
		}
	}
	return read, found
}

// remember reads the hidden sheet.
func (r *sheetReader) remember(s spreadsheet.Sheet, read *sheetRead) {
	read.Application, read.Base = s.Rows[0].At(1).Text, map[string]string{}
	for _, row := range s.Rows[1:] {
		if path := row.At(0).Text; path != "" {
			read.Base[path] = row.At(1).Text
		}
	}
	for at, cell := range s.Rows[0].Cells {
		name, ok := strings.CutPrefix(cell.Text, "list:")
		for _, row := range s.Rows[1:] {
			if label := row.At(at).Text; ok && label != "" {
				r.lists[name] = append(r.lists[name], choiceOf{Label: label, ID: row.At(at + 3).Text})
			}
		}
	}
}

// head finds the row with the heads of the columns, and which column of the sheet each is; -1 where there is none.
func (r *sheetReader) head(s spreadsheet.Sheet) (at int, columns map[string]int) {
	for i, row := range s.Rows {
		if i > 20 {
			break
		}
		columns = map[string]int{}
		for j, cell := range row.Cells {
			if id := r.columnCalled(cell.Text); id != "" {
				columns[id] = j
			}
		}
		_, hasWhat := columns["what"]
		if len(columns) >= 3 && hasWhat {
			return i, columns
		}
	}
	return -1, nil
}

// columnCalled is the column with a head, in any language; "" where there is none.
func (r *sheetReader) columnCalled(head string) string {
	if head == rowMark {
		return "id"
	}
	ids := []string{}
	for _, c := range r.field.Columns {
		ids = append(ids, c.ID)
	}
	if r.field.Budget.Priced {
		ids = append(ids, "amount")
	}
	for _, id := range ids {
		for _, l := range text.Languages {
			if strings.EqualFold(head, r.q.Site.Catalog.Say(l, "application.part."+id)) {
				return id
			}
		}
	}
	return ""
}

// body reads the rows below the heads. Rows of which nothing is left but formulas are empty.
func (r *sheetReader) body(rows []spreadsheet.Row, columns map[string]int, read *sheetRead) {
	for _, row := range rows {
		line := sheetLine{Number: row.Number, Cells: map[string]spreadsheet.Cell{}}
		if at, ok := columns["id"]; ok {
			line.ID = row.At(at).Text
		}
		says := false
		for _, c := range r.field.Columns {
			at, ok := columns[c.ID]
			if !ok {
				continue
			}
			line.Cells[c.ID] = row.At(at)
			says = says || row.At(at).Text != "" || row.At(at).Fault != ""
		}
		if at, ok := columns["amount"]; ok && r.field.Budget.Priced {
			line.Amount = row.At(at)
			says = says || line.Amount.Text != "" && !line.Amount.IsFormula
		}
		if says || line.ID != "" {
			read.Lines = append(read.Lines, line)
		}
	}
}

// payers reads the sources of money, which have their paths beside them.
func (r *sheetReader) payers(s spreadsheet.Sheet, read *sheetRead) {
	known := paidPaths(r.field)
	for _, row := range s.Rows {
		if path := row.At(0).Text; slices.Contains(known, path) {
			read.Paid[path], read.PaidAt[path] = row.At(2), row.Number
		}
	}
}

// meant is what a cell means as the answer to a column, as it could have been typed; not ok when it is nothing that can
// stand there.
func (r *sheetReader) meant(c call.Field, cell spreadsheet.Cell) (typed string, ok bool) {
	if cell.Text == "" {
		return "", cell.Fault == ""
	}
	switch c.Kind {
	case call.Choice, call.RowOf:
		return r.chosen(c.ID, cell.Text)
	case call.Number, call.Amount:
		typed := cell.Text
		if cell.IsNumber {
			if typed, ok = r.decimals(cell.Text); !ok {
				return cell.Text, false
			}
		}
		_, ok := c.Units(typed)
		return typed, ok
	}
	return cell.Text, true
}

// decimals writes a number of a spreadsheet with two decimals, as people type it. Spreadsheets count in binary fractions, so
// what is less than a millionth is not meant; more than two decimals are refused, not rounded.
func (r *sheetReader) decimals(number string) (string, bool) {
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || math.Abs(n) > mostInCell {
		return "", false
	}
	exact := strconv.FormatFloat(n, 'f', 6, 64)
	written, rest := exact[:len(exact)-4], exact[len(exact)-4:]
	if strings.Trim(rest, "0") != "" {
		return "", false
	}
	if r.lang() != text.EN {
		written = strings.Replace(written, ".", ",", 1)
	}
	return written, true
}

const mostInCell = 1e12

// chosen is the entry of a list that a text names: in the lists of the file, in those of today, in any language.
func (r *sheetReader) chosen(column, label string) (string, bool) {
	all := slices.Concat(r.lists[column], r.choices(r.field, column))
	if column == "heading" {
		for _, h := range r.field.Budget.Headings {
			for _, l := range text.Languages {
				all = append(all, choiceOf{Label: h.Title.In(l), ID: h.ID})
			}
		}
	}
	for _, c := range all {
		if strings.EqualFold(strings.TrimSpace(c.Label), label) {
			return c.ID, true
		}
	}
	return "", false
}
