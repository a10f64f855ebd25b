package statistics

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"

	"vekst/platform/web"
)

// workbook is what the page of an indicator shows, for a spreadsheet: figures as numbers on one sheet, where they come from on
// another. The program reads it back as it is.
func (h *house) workbook(q *web.Request) (web.Answer, error) {
	v, err := h.indicatorView(q)
	if err != nil {
		return nil, err
	}
	if len(v.Rows) == 0 {
		return nil, orMissing(nil)
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for _, fill := range []func(*web.Request, *excelize.File, indicatorView) error{fillFigures, fillSource} {
		if err := fill(q, book, v); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return nil, err
	}
	return web.File{Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Name: v.Code + "-" + v.Country + "-" + v.Year + ".xlsx", Data: b.Bytes()}, nil
}

func fillFigures(q *web.Request, book *excelize.File, v indicatorView) error {
	name := q.T("statistics.workbook.figures")
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	rows := [][]any{{q.T("statistics.workbook.code"), q.T("municipality.name"), q.T("municipality.oblast"), v.indicatorRow.Title + " " + v.Year, q.T("municipality.figures.rank")}}
	for _, r := range v.Rows {
		f, err := strconv.ParseFloat(r.exact, 64)
		if err != nil {
			return err
		}
		rows = append(rows, []any{r.Code, r.Name, r.Region, f, r.Rank})
	}
	for _, r := range v.Missing {
		rows = append(rows, []any{r.Code, r.Name, r.Region})
	}
	return fill(book, name, rows, 12, 24, 24, 24, 10)
}

func fillSource(q *web.Request, book *excelize.File, v indicatorView) error {
	name := q.T("statistics.workbook.source")
	if _, err := book.NewSheet(name); err != nil {
		return err
	}
	rows := [][]any{{q.T("statistics.workbook.indicator"), v.indicatorRow.Title}, {q.T("statistics.workbook.definition"), v.Defined}, {q.T("statistics.one.unit"), v.Unit},
		{q.T("statistics.one.year"), v.Year}, {q.T("statistics.one.publisher"), v.Published}, {q.T("statistics.one.dataset"), v.Dataset}, {q.T("statistics.one.address"), v.Address}, {q.T("statistics.one.licence"), v.Licensed}}
	return fill(book, name, rows, 16, 80)
}

// fill writes rows and the widths of their columns. Words stay words, whatever they begin with.
func fill(book *excelize.File, sheet string, rows [][]any, widths ...float64) error {
	for n, row := range rows {
		if err := book.SetSheetRow(sheet, "A"+strconv.Itoa(n+1), &row); err != nil {
			return err
		}
	}
	for n, width := range widths {
		column := string(rune('A' + n))
		if err := book.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	return nil
}

// fileLink is the address of the workbook of what is shown.
func (v indicatorView) fileLink(q *web.Request) string {
	return q.Link("/figures/"+v.Code) + "?country=" + v.Country + "&year=" + v.Year
}
