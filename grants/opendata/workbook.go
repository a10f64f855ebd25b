package opendata

import (
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"vekst/platform/db"
)

// writeWorkbook writes a dataset as a workbook of one sheet. Words stay words whatever they begin with. A number has the
// fifteen digits that spreadsheets keep, so that it can be added up; CSV and JSON have all of them.
func (d Dataset) writeWorkbook(to io.Writer, r db.Reader, only int) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	if err := book.SetSheetName("Sheet1", d.Name); err != nil {
		return err
	}
	if err := book.SetDocProps(&excelize.DocProperties{Title: d.Name, Creator: "Vekst"}); err != nil {
		return err
	}
	// Without it a new sheet says that it is one cell, and programs that believe that read no more.
	if err := book.SetSheetDimension(d.Name, ""); err != nil {
		return err
	}
	sheet, err := book.NewStreamWriter(d.Name)
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(d.Fields))
	for i, f := range d.Fields {
		head[i] = excelize.Cell{StyleID: bold, Value: f.Name}
	}
	if err := sheet.SetRow("A1", head); err != nil {
		return err
	}
	n := 1
	err = d.Rows(r, only, func(row Row) error {
		n++
		cells := make([]any, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = entered(c)
		}
		return sheet.SetRow(fmt.Sprintf("A%d", n), cells)
	})
	if err != nil {
		return err
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return book.Write(to)
}

// entered is a cell as a spreadsheet has it.
func entered(cell any) any {
	if exact, ok := cell.(Exact); ok {
		if x, err := strconv.ParseFloat(string(exact), 64); err == nil {
			return x
		}
		return string(exact)
	}
	return cell
}
