package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
)

// readText reads cells with separators between them.
func readText(data []byte) (Table, error) {
	s, alphabet, err := decode(data)
	if err != nil {
		return Table{}, err
	}
	t := Table{Kind: "csv", Alphabet: alphabet}
	mark := separator(s)
	t.Separator = string(mark)
	reader := csv.NewReader(strings.NewReader(s))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord, reader.ReuseRecord = mark, true, -1, true
	cells := 0
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, ErrKind
		}
		line, _ := reader.FieldPos(0)
		row := Row{Number: line, Cells: make([]Cell, len(record))}
		for i, text := range record {
			row.Cells[i].Text = strings.Clone(strings.TrimSpace(text))
		}
		if err := t.add(row, &cells); err != nil {
			return t, err
		}
	}
}

// decode turns bytes into text and says which alphabet they were in. What is not valid UTF-8 is one of the old Windows
// alphabets: Cyrillic where letters above ASCII stand in whole words, western where they stand alone among others.
func decode(data []byte) (s, alphabet string, err error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		from, alphabet = xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), "utf-16"
	case utf8.Valid(data):
		s, alphabet = strings.TrimPrefix(string(data), "\uFEFF"), "utf-8"
	case isCyrillic(data):
		from, alphabet = charmap.Windows1251, "windows-1251"
	default:
		from, alphabet = charmap.Windows1252, "windows-1252"
	}
	if from != nil {
		read, err := from.NewDecoder().Bytes(data)
		if err != nil {
			return "", "", ErrKind
		}
		s = string(read)
	}
	if strings.ContainsFunc(s, isBinary) {
		return "", "", ErrKind
	}
	return s, alphabet, nil
}

// isBinary tells what no text has.
func isBinary(r rune) bool {
	return r == utf8.RuneError || r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != 0x1A
}

// isCyrillic says whether most letters above ASCII stand beside another such letter.
func isCyrillic(data []byte) bool {
	together, alone := 0, 0
	high := func(i int) bool { return i >= 0 && i < len(data) && data[i] >= 0xC0 }
	for i := range data {
		switch {
		case !high(i):
		case high(i-1) || high(i+1):
			together++
		default:
			alone++
		}
	}
	return together > alone
}

// separators are what may stand between cells, the likelier first.
var separators = []rune{';', '\t', ',', '|'}

// separator chooses the one that cuts most of the first lines into as many cells as the first of them.
func separator(s string) rune {
	best, most := ',', 0
	for _, mark := range separators {
		if n := agreeing(s, mark); n > most {
			best, most = mark, n
		}
	}
	return best
}

// looked is how many lines tell which separator a file has.
const looked = 40

// agreeing counts how well a separator cuts: lines that have as many of it as most others, times cells, so that decimal
// commas lose against semicolons.
func agreeing(s string, mark rune) int {
	counts, lines := map[int]int{}, 0
	for line := range strings.Lines(s) {
		if strings.TrimFunc(line, unicode.IsSpace) == "" {
			continue
		}
		counts[outside(line, mark)]++
		if lines++; lines == looked {
			break
		}
	}
	usual := 0
	for n, times := range counts {
		if n > 0 && (times > counts[usual] || usual == 0 || times == counts[usual] && n > usual) {
			usual = n
		}
	}
	if usual == 0 {
		return 0
	}
	if counts[usual] == lines {
		return counts[usual] * 100
	}
	return counts[usual]
}

// outside counts a mark outside quotes.
func outside(line string, mark rune) int {
	n, quoted := 0, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == mark && !quoted:
			n++
		}
	}
	return n
}
