package application

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"vekst/grants/call"
	"vekst/platform/refusal"
)

// A budget taken into a spreadsheet is one sheet of lines that people fill in, one of sums and sources, and a hidden one by
// which it is read back: whose it is, what stood in it when it was made, and what the names in its lists mean.
const (
	sheetMark   = "vekst-budget-1" // the first cell of the hidden sheet
	hiddenSheet = "vekst"
	rowMark     = "vekst" // the head of the hidden column with the ids of rows
	firstLine   = 5       // the row of the first line
	baseColumns = 4       // of the hidden sheet, before its lists
)

// choiceOf is one entry of a list in a cell: what it is called, and what that means.
type choiceOf struct {
	Label, ID string
	Price     int64 // of a heading whose price the call fixes
	Kind      string
}

// choices are the entries of the list of a column; nil where anything can be typed. Names that are the same are numbered.
func (k *asker) choices(f call.Field, column string) []choiceOf {
	var all []choiceOf
	switch column {
	case "heading":
		for _, h := range f.Budget.Headings {
			if h.Typed() {
				all = append(all, choiceOf{h.Title.In(k.lang()), h.ID, h.Price, string(h.Kind)})
			}
		}
	case "partner":
		all = append(all, choiceOf{Label: k.q.T("application.cost.applicant")})
		for _, o := range k.rowOptions(f.Budget.ByPartner) {
			all = append(all, choiceOf{Label: o.Label, ID: o.Value})
		}
	case "activity":
		for _, o := range k.rowOptions(f.Budget.ByActivity) {
			all = append(all, choiceOf{Label: o.Label, ID: o.Value})
		}
	}
	return numbered(all)
}

func numbered(all []choiceOf) []choiceOf {
	seen := map[string]int{}
	for i, c := range all {
		seen[c.Label]++
		if n := seen[c.Label]; n > 1 {
			all[i].Label += fmt.Sprintf(" (%d)", n)
		}
	}
	return all
}

// sheetWriter writes a budget into a workbook. The first error stops it.
type sheetWriter struct {
	*excelize.File
	*asker
	field  call.Field
	lines  string // the name of the sheet of lines
	styles map[string]int
	err    error
}

// put writes a value with a style.
func (w *sheetWriter) put(sheet string, column, row int, value any, style string) {
	at, err := excelize.CoordinatesToCellName(column, row)
	if w.err == nil {
		w.err = err
	}
	if formula, ok := value.(formula); ok {
		w.try(w.SetCellFormula(sheet, at, string(formula)))
	} else if value != nil {
		w.try(w.SetCellValue(sheet, at, value))
	}
	if style != "" {
		w.try(w.SetCellStyle(sheet, at, at, w.styles[style]))
	}
}

type formula string

func (w *sheetWriter) try(err error) {
	if w.err == nil {
		w.err = err
	}
}

// sheetStyles are how cells look. Those that are open can be written in while the sheet is protected.
func (w *sheetWriter) sheetStyles() {
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	money := "#,##0.00"
	thin := []excelize.Border{{Type: "bottom", Style: 1, Color: "BBBBBB"}, {Type: "right", Style: 1, Color: "DDDDDD"}}
	open := &excelize.Protection{Locked: false}
	for name, s := range map[string]*excelize.Style{
		"title": {Font: &excelize.Font{Bold: true, Size: 14}}, "help": {Font: &excelize.Font{Color: "555555"}, Alignment: wrap},
		"head": {Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4D36"}}, Alignment: wrap},
		"text": {Alignment: wrap, Protection: open, Border: thin}, "number": {CustomNumFmt: &money, Protection: open, Border: thin},
		"sum":   {CustomNumFmt: &money, Protection: open, Border: thin, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F4F1E8"}}},
		"total": {CustomNumFmt: &money, Font: &excelize.Font{Bold: true}}, "bold": {Font: &excelize.Font{Bold: true}}, "wrap": {Alignment: wrap}, "money": {CustomNumFmt: &money},
	} {
		id, err := w.NewStyle(s)
		w.styles[name] = id
		w.try(err)
	}
}

// sheetName makes a name a sheet can have: short, without the characters that mean something in formulas.
func (w *sheetWriter) sheetName(title string) string {
	name := []rune{}
	for _, r := range title {
		if !slices.Contains([]rune(`[]:*?/\'`), r) && r >= ' ' {
			name = append(name, r)
		}
	}
	short := string(name[:min(len(name), 28)])
	if short == "" {
		short = "1"
	}
	have, unique := w.GetSheetList(), short
	for n := 2; slices.Contains(have, unique); n++ {
		unique = short + " " + strconv.Itoa(n)
	}
	return unique
}

// column is the name of a column from 1: B.
func column(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		panic(err) // there are never so many
	}
	return name
}

// notShown says that there is no budget to take along.
func notShown() error { return refusal.New(refusal.Missing, "look.refusal.missing") }
