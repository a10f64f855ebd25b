// Package table reads a table that somebody sends, whatever it was saved as: text with commas, semicolons or tabs between
// its cells, in UTF-8, UTF-16 or one of the two old Windows alphabets, a workbook, or a JSON list. It says how it read the
// file, and guesses nothing about what the cells mean.
package table

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"

	"vekst/platform/spreadsheet"
)

// Limits of what is read. They keep a small machine well whatever is sent.
const (
	MaxBytes   = 4 << 20
	MaxRows    = 50_000
	maxColumns = 200
	maxCells   = 500_000
)

// Why a file is not read.
var (
	ErrKind   = errors.New("table: neither text with separators, nor a workbook (.xlsx), nor a JSON list")
	ErrLocked = errors.New("table: an old workbook (.xls), or one with a password")
	ErrSize   = errors.New("table: too large")
	ErrEmpty  = errors.New("table: nothing in it")
)

// Table is what a file says: rows that have anything in them, in order.
type Table struct {
	Rows  []Row
	Kind  string // csv, xlsx or json
	Sheet string // of a workbook: the sheet that was read
	Also  int    // of a workbook: how many other sheets have something in them

	Sheets []string // of a workbook: all sheets with something in them, in order

	Alphabet  string // of a text: utf-8, utf-16, windows-1251 or windows-1252
	Separator string // of a text: what stands between cells
}

// Row is a row with its number as people see it in the file, from 1.
type Row struct {
	Number int
	Cells  []Cell
}

// Cell is what a cell says. IsNumber is of a workbook or JSON, where a number has a point and no other mark; in a text all
// cells are words. Fault is what a broken formula shows.
type Cell struct {
	Text     string
	IsNumber bool
	Fault    string
}

// At is a cell of a row by its column from 0; the empty one beyond the end.
func (r Row) At(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// Columns is the greatest number of cells of a row.
func (t Table) Columns() int {
	most := 0
	for _, r := range t.Rows {
		most = max(most, len(r.Cells))
	}
	return most
}

// Read reads a file by what is in it. The name only helps where the content does not say it.
func Read(name string, data []byte) (Table, error) { return ReadSheet(name, data, "") }

// ReadSheet reads a file as Read does, and of a workbook the sheet with a name, where it has one.
func ReadSheet(name string, data []byte, sheet string) (Table, error) {
	var t Table
	var err error
	switch {
	case len(data) > MaxBytes:
		return t, ErrSize
	case len(bytes.TrimSpace(data)) == 0:
		return t, ErrEmpty
	case bytes.HasPrefix(data, []byte("PK")) || bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		t, err = readWorkbook(data, sheet)
	case isJSON(name, data):
		t, err = readJSON(data)
	default:
		t, err = readText(data)
	}
	if err == nil && len(t.Rows) == 0 {
		err = ErrEmpty
	}
	return t, err
}

func isJSON(name string, data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")))
	rest, list := bytes.CutPrefix(data, []byte("["))
	return strings.EqualFold(path.Ext(name), ".json") || list && (bytes.HasSuffix(data, []byte("]")) || bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{")))
}

func readWorkbook(data []byte, wanted string) (Table, error) {
	sheets, err := spreadsheet.Read(data)
	switch {
	case errors.Is(err, spreadsheet.ErrLocked):
		return Table{}, ErrLocked
	case errors.Is(err, spreadsheet.ErrSize):
		return Table{}, ErrSize
	case err != nil:
		return Table{}, ErrKind
	}
	sheets = slices.DeleteFunc(sheets, func(s spreadsheet.Sheet) bool { return s.Hidden || len(s.Rows) == 0 })
	t := Table{Kind: "xlsx"}
	for _, s := range sheets {
		t.Sheets = append(t.Sheets, s.Name)
	}
	if len(sheets) == 0 {
		return t, nil
	}
	t.Also = len(sheets) - 1
	t.take(sheets[max(0, slices.Index(t.Sheets, wanted))])
	return t, nil
}

// take makes a sheet the one that was read.
func (t *Table) take(s spreadsheet.Sheet) {
	t.Sheet = s.Name
	for _, r := range s.Rows {
		row := Row{Number: r.Number}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, Cell{c.Text, c.IsNumber, c.Fault})
		}
		t.Rows = append(t.Rows, row)
	}
}

// add keeps a row that has anything in it, within the limits.
func (t *Table) add(r Row, cells *int) error {
	used := 0
	for i, c := range r.Cells {
		if c.Text != "" || c.Fault != "" {
			used = i + 1
		}
	}
	if used == 0 {
		return nil
	}
	r.Cells = r.Cells[:used]
	*cells += used
	t.Rows = append(t.Rows, r)
	if used > maxColumns || len(t.Rows) > MaxRows || *cells > maxCells {
		return ErrSize
	}
	return nil
}
