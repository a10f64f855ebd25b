package targeting

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// mostBytes bounds a file: the 32,844 areas of England with a hundred indicators are some 40 MB.
const mostBytes = 128 << 20

// sheet is a CSV file as it was written: a head, and rows of as many cells.
type sheet struct {
	faultsIn
	head []string
	rows []sheetRow
	// point and comma say, by column, how decimals are written in it; see decimals.
	point, comma []bool
	text         string
	lines        []string // of text, when somebody asks
}

// fault notes a fault at a place that csv gives in bytes, and people count in letters.
func (s *sheet) fault(line, column int, pattern string, with ...any) {
	s.faultsIn.fault(line, s.letters(line, column), pattern, with...)
}

func (s *sheet) letters(line, column int) int {
	if s.lines == nil {
		s.lines = strings.Split(s.text, "\n")
	}
	if line < 1 || line > len(s.lines) || column-1 > len(s.lines[line-1]) {
		return column
	}
	return 1 + utf8.RuneCountInString(s.lines[line-1][:column-1])
}

type sheetRow struct {
	cells []string
	line  int
	at    []int // the column of the line at which each cell begins
}

// readSheet reads a CSV file as offices write it: commas, semicolons or tabs; UTF-8 with or without a mark, or else
// Windows-1251. What it cannot read is a fault with its line.
func readSheet(data []byte, file string) *sheet {
	s := &sheet{faultsIn: faultsIn{file: file}}
	s.text = s.decoded(data)
	if len(s.faults) > 0 {
		return s
	}
	r := csv.NewReader(strings.NewReader(s.text))
	r.Comma, r.FieldsPerRecord = separator(s.text), -1
	for len(s.faults) < mostFaults {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			s.unreadable(err)
			break
		}
		s.add(r, cells)
	}
	if s.head == nil && len(s.faults) == 0 {
		s.fault(1, 1, "The file is empty.")
	}
	s.decimals()
	return s
}

func (s *sheet) decoded(data []byte) string {
	switch {
	case len(data) > mostBytes:
		s.fault(1, 1, "The file is larger than %d MB.", mostBytes>>20)
		return ""
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}), bytes.IndexByte(data, 0) >= 0:
		s.fault(1, 1, "This is not a CSV file, or one in UTF-16. Save it as CSV in UTF-8.")
		return ""
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if utf8.Valid(data) {
		return string(data)
	}
	decoded, err := charmap.Windows1251.NewDecoder().Bytes(data)
	if err != nil {
		s.fault(1, 1, "This is not a CSV file, or one in UTF-16. Save it as CSV in UTF-8.")
	}
	return string(decoded)
}

// separator is what stands most often in the first line outside quotes.
func separator(text string) rune {
	best, most := ',', 0
	first, _, _ := strings.Cut(text, "\n")
	for _, mark := range []rune{',', ';', '\t'} {
		n, quoted := 0, false
		for _, r := range first {
			if r == '"' {
				quoted = !quoted
			} else if r == mark && !quoted {
				n++
			}
		}
		if n > most {
			best, most = mark, n
		}
	}
	return best
}

func (s *sheet) unreadable(err error) {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		s.fault(max(wrong.Line, 1), max(wrong.Column, 1), "A quotation mark stands where none can be. A cell with quotation marks is put between quotation marks, and each of its own is doubled.")
		return
	}
	s.fault(1, 1, "The file cannot be read.")
}

func (s *sheet) add(r *csv.Reader, cells []string) {
	line, _ := r.FieldPos(0)
	at := make([]int, len(cells))
	blank := true
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
		blank = blank && cells[i] == ""
		_, at[i] = r.FieldPos(i)
	}
	switch {
	case blank:
	case s.head == nil:
		s.head = cells
		s.checkHead(line, at)
	case len(cells) != len(s.head):
		s.fault(line, 1, "This row has %d cells, and the first has %d.", len(cells), len(s.head))
	default:
		s.rows = append(s.rows, sheetRow{cells, line, at})
	}
}

func (s *sheet) checkHead(line int, at []int) {
	seen := map[string]bool{}
	for i, name := range s.head {
		if name != "" && seen[name] {
			s.fault(line, at[i], "The column %q is there twice.", name)
		}
		seen[name] = true
	}
}

// column finds a column by its name, -1 if there is none.
func (s *sheet) column(name string) int {
	for i, h := range s.head {
		if h == name {
			return i
		}
	}
	return -1
}

// need is a column that must be there.
func (s *sheet) need(name string) int {
	i := s.column(name)
	if i < 0 && s.head != nil {
		s.fault(1, 1, "There is no column %q.%s", name, meant(name, s.head))
	}
	return i
}

// cell is what is written in a cell; empty where the column is not there, or the cell says NA.
func (s *sheet) cell(r sheetRow, column int) string {
	if column < 0 || r.cells[column] == "NA" {
		return ""
	}
	return r.cells[column]
}

var (
	plainNumber = regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$`)
	commaNumber = regexp.MustCompile(`^[-+]?\d*,\d+$`)
	thousands   = regexp.MustCompile(`^[-+]?[1-9]\d{0,2},\d{3}$`)
)

// decimals notes how each column writes decimals where there is no doubt, so that 1,234 is understood among 5,6 and 7,81.
func (s *sheet) decimals() {
	s.point, s.comma = make([]bool, len(s.head)), make([]bool, len(s.head))
	for _, r := range s.rows {
		for i, c := range r.cells {
			s.point[i] = s.point[i] || strings.Contains(c, ".")
			s.comma[i] = s.comma[i] || commaNumber.MatchString(c) && !thousands.MatchString(c)
		}
	}
}

// number is a cell as a number, missing where nothing is written. Where is the row's name, for the sentence.
func (s *sheet) number(r sheetRow, column int, where string) float64 {
	written := s.cell(r, column)
	if written == "" {
		return missing
	}
	plain := minus.Replace(written)
	switch {
	case plainNumber.MatchString(plain):
	case thousands.MatchString(plain) && (s.point[column] || !s.comma[column]):
		s.fault(r.line, r.at[column], "%s, column %s: %q can be read in two ways. Write decimals with a point and thousands without a mark.", where, s.head[column], written)
		return missing
	case commaNumber.MatchString(plain):
		plain = strings.Replace(plain, ",", ".", 1)
	default:
		s.fault(r.line, r.at[column], "%s, column %s: %q is not a number. Leave the cell empty where there is none.", where, s.head[column], written)
		return missing
	}
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || x > largest || x < -largest {
		s.fault(r.line, r.at[column], "%s, column %s: %q is too large.", where, s.head[column], written)
		return missing
	}
	return x
}

// largest is the largest number that can be counted with: its fourth power, times as many units as there can be, is finite.
const largest = 1e60

// minus is how word processors write the sign.
var minus = strings.NewReplacer("\u2212", "-", "\u00a0", "", "\u202f", "")
