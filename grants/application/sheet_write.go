package application

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"vekst/grants/call"
)

// budgetSheets writes the sheets of a budget.
func (w *sheetWriter) budgetSheets(title string) {
	w.lines = w.newSheet(w.q.T("application.sheet.lines"))
	lists := w.hidden()
	w.head(title)
	w.body(lists)
	w.sums()
	w.try(w.SetSheetVisible(hiddenSheet, false, true))
}

func (w *sheetWriter) newSheet(title string) string {
	name := w.sheetName(title)
	_, err := w.NewSheet(name)
	w.try(err)
	return name
}

// rowsHeld is how many rows for lines the sheet has.
func (w *sheetWriter) rowsHeld() int { return max(w.field.MaxRows, len(w.rows(w.field.ID))+10) }

// hidden writes what the sheet is read back by, and returns where each list stands: its first column there and its length.
func (w *sheetWriter) hidden() map[string][2]int {
	_, err := w.NewSheet(hiddenSheet)
	w.try(err)
	for i, v := range []string{sheetMark, w.a.ID, fmt.Sprint(w.a.Rev), w.lang()} {
		w.put(hiddenSheet, i+1, 1, v, "")
	}
	row := 2
	for _, id := range w.rows(w.field.ID) {
		for _, c := range w.field.Columns {
			w.put(hiddenSheet, 1, row, w.field.ID+"/"+id+"/"+c.ID, "")
			w.put(hiddenSheet, 2, row, w.value(w.field.ID+"/"+id+"/"+c.ID), "")
			row++
		}
	}
	for _, s := range w.paidPaths() {
		w.put(hiddenSheet, 1, row, s, "")
		w.put(hiddenSheet, 2, row, w.value(s), "")
		row++
	}
	at, lists := baseColumns+1, map[string][2]int{}
	for _, c := range w.field.Columns {
		all := w.choices(w.field, c.ID)
		if all == nil {
			continue
		}
		lists[c.ID] = [2]int{at, len(all)}
		w.put(hiddenSheet, at, 1, "list:"+c.ID, "")
		for i, one := range all {
			w.put(hiddenSheet, at, i+2, one.Label, "")
			w.put(hiddenSheet, at+1, i+2, float64(one.Price)/100, "")
			w.put(hiddenSheet, at+2, i+2, one.Kind, "")
			w.put(hiddenSheet, at+3, i+2, one.ID, "")
		}
		at += 4
	}
	return lists
}

// paidPaths are the answers about who pays.
func (w *sheetWriter) paidPaths() []string { return paidPaths(w.field) }

func paidPaths(f call.Field) []string {
	var all []string
	for _, s := range f.Budget.Funding {
		all = append(all, f.ID+"/"+s.ID)
	}
	if f.Budget.Grant == call.GrantEntered {
		all = append(all, f.ID+"/grant")
	}
	return all
}

// amountColumn is where the amount of a line stands; the first column holds ids.
func (w *sheetWriter) amountColumn() int {
	if w.field.Budget.Priced {
		return len(w.field.Columns) + 2
	}
	return len(w.field.Columns) + 1
}

func (w *sheetWriter) head(title string) {
	s, amount := w.lines, column(w.amountColumn())
	w.put(s, 2, 1, title, "title")
	w.put(s, 2, 2, w.q.T("application.sheet.how"), "help")
	w.try(w.MergeCell(s, "B2", amount+"2"))
	w.try(w.SetRowHeight(s, 2, 48))
	w.put(s, w.amountColumn()-1, 3, w.q.T("application.sheet.lines_total"), "bold")
	w.put(s, w.amountColumn(), 3, formula(fmt.Sprintf("SUM(%s%d:%s%d)", amount, firstLine, amount, firstLine+w.rowsHeld()-1)), "total")
	w.put(s, 1, firstLine-1, rowMark, "")
	for i, c := range w.field.Columns {
		w.put(s, i+2, firstLine-1, w.columnName(c), "head")
		w.try(w.SetColWidth(s, column(i+2), column(i+2), widthOf(c)))
	}
	if w.field.Budget.Priced {
		w.put(s, w.amountColumn(), firstLine-1, w.q.T("application.part.amount"), "head")
		w.try(w.SetColWidth(s, amount, amount, 16))
	}
	w.try(w.SetColVisible(s, "A", false))
	w.try(w.SetPanes(s, &excelize.Panes{Freeze: true, YSplit: firstLine - 1, TopLeftCell: fmt.Sprintf("A%d", firstLine), ActivePane: "bottomLeft"}))
}

func (w *sheetWriter) columnName(c call.Field) string {
	l := labelOf(c, w.lang())
	if l.Key != "" {
		return w.q.T(l.Key)
	}
	return l.Text
}

func widthOf(c call.Field) float64 {
	switch c.Kind {
	case call.Short:
		return 44
	case call.Number:
		return 12
	case call.Amount:
		return 16
	}
	return 26
}

// body writes the lines, room for more, and the lists and formulas of all of them.
func (w *sheetWriter) body(lists map[string][2]int) {
	ids := w.rows(w.field.ID)
	for n := range w.rowsHeld() {
		row := firstLine + n
		if n < len(ids) {
			w.put(w.lines, 1, row, ids[n], "text")
		} else {
			w.put(w.lines, 1, row, nil, "text")
		}
		for i, c := range w.field.Columns {
			var value any
			if n < len(ids) {
				value = w.cell(c, w.value(w.field.ID+"/"+ids[n]+"/"+c.ID))
			}
			w.put(w.lines, i+2, row, value, styleOf(c))
		}
		if w.field.Budget.Priced {
			w.put(w.lines, w.amountColumn(), row, w.product(row, lists["heading"]), "sum")
		}
	}
	for i, c := range w.field.Columns {
		if at, ok := lists[c.ID]; ok && at[1] > 0 {
			w.choose(column(i+2), at)
		}
	}
	w.try(w.ProtectSheet(w.lines, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatCells: true,
		FormatColumns: true, FormatRows: true, InsertRows: true, DeleteRows: true, Sort: true, AutoFilter: true}))
}

func styleOf(c call.Field) string {
	if c.Kind == call.Number || c.Kind == call.Amount {
		return "number"
	}
	return "text"
}

// choose lets the cells of a column be chosen from a list; something else can be written all the same, and is said when the
// sheet is read back.
func (w *sheetWriter) choose(letter string, list [2]int) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("%s%d:%s%d", letter, firstLine, letter, firstLine+w.rowsHeld()-1))
	v.SetSqrefDropList(fmt.Sprintf("%s!$%s$2:$%s$%d", hiddenSheet, column(list[0]), column(list[0]), list[1]+1))
	v.ShowErrorMessage = false
	w.try(w.AddDataValidation(w.lines, v))
}

// cell is an answer as a cell has it: a number where it can be read as one, the name of what was chosen, or the text.
func (w *sheetWriter) cell(c call.Field, typed string) any {
	for _, one := range w.choices(w.field, c.ID) {
		if one.ID == typed {
			return one.Label
		}
	}
	if units, ok := c.Units(typed); ok && styleOf(c) == "number" {
		return float64(units) / 100
	}
	if typed == "" {
		return nil
	}
	return typed
}

// product is the formula of an amount: quantity times price, or what the call fixes for the heading.
func (w *sheetWriter) product(row int, list [2]int) formula {
	n := len(w.field.Columns)
	heading, quantity, price := fmt.Sprintf("B%d", row), fmt.Sprintf("%s%d", column(n), row), fmt.Sprintf("%s%d", column(n+1), row)
	find := func(part int) string {
		return fmt.Sprintf("IFERROR(VLOOKUP(%s,%s!$%s$2:$%s$%d,%d,FALSE),0)", heading, hiddenSheet, column(list[0]), column(list[0]+2), list[1]+1, part)
	}
	return formula(fmt.Sprintf(`IF(AND(%s="",%s="",%s=""),"",ROUND(IF(%s="",IF(%s="lump",1,0),%s)*IF(%s="",%s,%s),2))`,
		heading, quantity, price, quantity, find(3), quantity, price, find(2), price))
}

// sums writes the sheet of sums by heading and of who pays.
func (w *sheetWriter) sums() {
	s := w.newSheet(w.q.T("application.sheet.sums"))
	w.try(w.SetColVisible(s, "A", false))
	w.try(w.SetColWidth(s, "B", "B", 48))
	w.try(w.SetColWidth(s, "C", "C", 18))
	w.put(s, 1, 1, rowMark, "")
	w.put(s, 2, 1, w.q.T("application.cost.by_heading"), "head")
	w.put(s, 3, 1, w.currency(), "head")
	at, row := map[string]string{}, 2
	for _, h := range w.field.Budget.Headings {
		at[h.ID] = fmt.Sprintf("C%d", row)
		w.put(s, 2, row, h.Title.In(w.lang()), "wrap")
		w.put(s, 3, row, w.headingSum(h, at), "money")
		row++
	}
	w.put(s, 2, row, w.q.T("application.budget.total"), "bold")
	w.put(s, 3, row, formula(fmt.Sprintf("SUM(C2:C%d)", row-1)), "total")
	w.payers(s, row+2, fmt.Sprintf("C%d", row))
	w.try(w.ProtectSheet(s, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatCells: true, FormatColumns: true}))
}

func (w *sheetWriter) currency() string { return w.call.Money.Currency }

// headingSum adds up the lines of a heading, or is the share a flat rate takes.
func (w *sheetWriter) headingSum(h call.Heading, at map[string]string) formula {
	if h.Kind != call.FlatRate {
		last, amount := firstLine+w.rowsHeld()-1, column(w.amountColumn())
		title := w.titleOf(h.ID)
		return formula(fmt.Sprintf(`SUMIF('%s'!B%d:B%d,"%s",'%s'!%s%d:%s%d)`, w.lines, firstLine, last, strings.ReplaceAll(title, `"`, `""`), w.lines, amount, firstLine, amount, last))
	}
	var of []string
	for _, id := range h.Of {
		of = append(of, at[id])
	}
	return formula(fmt.Sprintf("ROUNDDOWN(ROUND((%s)*%d/10000,6),2)", strings.Join(of, "+"), h.Share))
}

func (w *sheetWriter) titleOf(heading string) string {
	for _, c := range w.choices(w.field, "heading") {
		if c.ID == heading {
			return c.Label
		}
	}
	return heading
}

// payers writes the other sources, which can be filled in, and the grant.
func (w *sheetWriter) payers(s string, row int, total string) {
	w.put(s, 2, row, w.q.T("application.cost.payers"), "head")
	w.put(s, 3, row, w.currency(), "head")
	first := row + 1
	money := call.Field{Kind: call.Amount}
	for _, f := range w.field.Budget.Funding {
		row++
		w.put(s, 1, row, w.field.ID+"/"+f.ID, "")
		w.put(s, 2, row, f.Label.In(w.lang()), "wrap")
		w.put(s, 3, row, w.cell(money, w.value(w.field.ID+"/"+f.ID)), "number")
	}
	last := row
	row++
	w.put(s, 2, row, w.q.T("application.budget.grant"), "bold")
	switch w.field.Budget.Grant {
	case call.GrantEntered:
		w.put(s, 1, row, w.field.ID+"/grant", "")
		w.put(s, 3, row, w.cell(money, w.value(w.field.ID+"/grant")), "number")
	case call.GrantRate:
		w.put(s, 3, row, formula(fmt.Sprintf("ROUNDDOWN(ROUND(%s*%d/10000,6),2)", total, w.call.Money.Rate)), "total")
	default:
		own := "0"
		if last >= first {
			own = fmt.Sprintf("SUM(C%d:C%d)", first, last)
		}
		w.put(s, 3, row, formula(total+"-"+own), "total")
	}
}
