// Package spreadsheet reads a workbook that somebody sends: what its cells say and nothing else. No formula is computed, no
// link followed, no macro run; a formula counts by what it last came to, which the file keeps beside it.
package spreadsheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
)

// Limits of what is read. They keep a small machine well whatever is sent.
const (
	MaxBytes    = 4 << 20  // of the file
	maxUnpacked = 24 << 20 // of all its parts together, as they really unpack
	maxRows     = 5_000    // with anything in them, of one sheet
	maxColumns  = 100
	maxParts    = 1_000
)

// Why a file is not read.
var (
	ErrKind   = errors.New("spreadsheet: not a workbook of the kind .xlsx")
	ErrLocked = errors.New("spreadsheet: an old workbook (.xls), or one with a password")
	ErrSize   = errors.New("spreadsheet: too large")
)

// Sheet is one sheet: the rows that have anything in them.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row
}

// Row is a row with its number as people see it, from 1.
type Row struct {
	Number int
	Cells  []Cell
}

// Cell is what a cell says. A number has a point and all its digits, in no language. Fault is what a broken formula shows,
// such as #REF!.
type Cell struct {
	Text      string
	IsNumber  bool
	IsFormula bool
	Fault     string
}

// At is a cell of a row by its column from 0; the empty one beyond the end.
func (r Row) At(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// Read reads all sheets, from top to bottom and never more than the limits, so that a file costs no more than its size.
func Read(data []byte) ([]Sheet, error) {
	parts, err := admit(data)
	if err != nil {
		return nil, err
	}
	b, err := open(parts)
	if err != nil {
		return nil, err
	}
	for i := range b.sheets {
		if err := b.read(&b.sheets[i], b.at[i]); err != nil {
			return nil, err
		}
	}
	return b.sheets, nil
}

// oldWorkbook begins files of Excel before 2007, and those with a password.
var oldWorkbook = []byte{0xD0, 0xCF, 0x11, 0xE0}

// admit refuses what is no workbook, or one that unpacks to more than it should; what its directory says is not believed.
func admit(data []byte) (map[string]*zip.File, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, ErrSize
	case bytes.HasPrefix(data, oldWorkbook):
		return nil, ErrLocked
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrKind
	}
	if len(archive.File) > maxParts {
		return nil, ErrSize
	}
	parts, left := map[string]*zip.File{}, int64(maxUnpacked)
	for _, part := range archive.File {
		size, err := measure(part, left)
		if left -= size; err == nil && left < 0 {
			err = ErrSize
		}
		if err != nil {
			return nil, err
		}
		parts[part.Name] = part
	}
	return parts, nil
}

// measure unpacks a part, keeps nothing, and counts its bytes, up to one more than are left.
func measure(part *zip.File, left int64) (int64, error) {
	from, err := part.Open()
	if err != nil {
		return 0, ErrKind
	}
	defer from.Close()
	size, err := io.Copy(io.Discard, io.LimitReader(from, left+1))
	if err != nil {
		return 0, ErrKind
	}
	return size, nil
}

func (r Row) hasAny() bool {
	for _, c := range r.Cells {
		if c.Text != "" || c.Fault != "" {
			return true
		}
	}
	return false
}

func isNumber(s string) bool {
	digits := false
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case (r == '-' || r == '+') && (i == 0 || s[i-1] == 'E' || s[i-1] == 'e'):
		case r == '.' || (r == 'E' || r == 'e') && digits:
		default:
			return false
		}
	}
	return digits
}
