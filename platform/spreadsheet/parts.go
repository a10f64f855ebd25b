package spreadsheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// book is a workbook being read: its parts, the texts its cells share, its sheets and the parts they are in.
type book struct {
	parts  map[string]*zip.File
	shared []string
	sheets []Sheet
	at     []string
}

const bookPart = "xl/workbook.xml"

// open reads what all sheets need.
func open(parts map[string]*zip.File) (*book, error) {
	b := &book{parts: parts}
	if parts[bookPart] == nil {
		return nil, ErrKind
	}
	targets := map[string]string{}
	err := b.each("xl/_rels/workbook.xml.rels", func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local == "Relationship" {
			targets[attribute(e, "Id")] = attribute(e, "Target")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = b.each(bookPart, func(e xml.StartElement, _ *xml.Decoder) error {
		if e.Name.Local != "sheet" {
			return nil
		}
		target := targets[attribute(e, "id")]
		if strings.HasPrefix(target, "/") {
			target = target[1:]
		} else {
			target = path.Join("xl", target)
		}
		b.sheets = append(b.sheets, Sheet{Name: attribute(e, "name"), Hidden: attribute(e, "state") == "hidden" || attribute(e, "state") == "veryHidden"})
		b.at = append(b.at, target)
		return nil
	})
	if err == nil && len(b.sheets) > maxSheets {
		err = ErrSize
	}
	if err == nil && parts["xl/sharedStrings.xml"] != nil {
		err = b.readShared()
	}
	return b, err
}

const maxSheets = 100

// each calls for every element of a part, in order.
func (b *book) each(name string, do func(xml.StartElement, *xml.Decoder) error) error {
	part := b.parts[name]
	if part == nil {
		return ErrKind
	}
	from, err := part.Open()
	if err != nil {
		return ErrKind
	}
	defer from.Close()
	decoder := xml.NewDecoder(io.LimitReader(from, maxUnpacked))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ErrKind
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := do(e, decoder); err != nil {
				return err
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// texts is a text in pieces, each with its own looks; how it is spoken (rPh) is left out.
type texts struct {
	T    string `xml:"t"`
	Runs []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (t texts) String() string {
	all := t.T
	for _, r := range t.Runs {
		all += r.T
	}
	return all
}

func (b *book) readShared() error {
	return b.each("xl/sharedStrings.xml", func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		var t texts
		if err := d.DecodeElement(&t, &e); err != nil {
			return ErrKind
		}
		b.shared = append(b.shared, t.String())
		return nil
	})
}

// cell is a cell as the file has it.
type cell struct {
	At      string  `xml:"r,attr"`
	Kind    string  `xml:"t,attr"`
	Formula *string `xml:"f"`
	Value   string  `xml:"v"`
	Inline  texts   `xml:"is"`
}

func (b *book) read(s *Sheet, part string) error {
	if b.parts[part] == nil {
		return nil // a chart, or something else without cells
	}
	var row Row
	number := 0
	keep := func() error {
		if !row.hasAny() {
			return nil
		}
		if s.Rows = append(s.Rows, row); len(s.Rows) > maxRows {
			return ErrSize
		}
		return nil
	}
	err := b.each(part, func(e xml.StartElement, d *xml.Decoder) error {
		switch e.Name.Local {
		case "row":
			if err := keep(); err != nil {
				return err
			}
			number++
			if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n > 0 && n <= 1<<20 {
				number = n
			}
			row = Row{Number: number}
		case "c":
			var c cell
			if err := d.DecodeElement(&c, &e); err != nil {
				return ErrKind
			}
			return b.add(&row, c)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return keep()
}

// add puts a cell into its row.
func (b *book) add(row *Row, c cell) error {
	said := b.say(c)
	column := columnOf(c.At)
	if column < 0 {
		column = len(row.Cells)
	}
	if said.Text == "" && said.Fault == "" {
		return nil
	}
	if column >= maxColumns {
		return ErrSize
	}
	for len(row.Cells) <= column {
		row.Cells = append(row.Cells, Cell{})
	}
	row.Cells[column] = said
	return nil
}

// say is what a cell says.
func (b *book) say(c cell) Cell {
	said := Cell{Text: strings.TrimSpace(c.Value), IsFormula: c.Formula != nil}
	switch c.Kind {
	case "s":
		i, err := strconv.Atoi(said.Text)
		if err != nil || i < 0 || i >= len(b.shared) {
			return Cell{}
		}
		said.Text = strings.TrimSpace(b.shared[i])
	case "inlineStr":
		said.Text = strings.TrimSpace(c.Inline.String())
	case "b":
		said.Text = strconv.FormatBool(said.Text == "1")
	case "e":
		said.Text, said.Fault = "", said.Text
	case "", "n", "str":
		said.IsNumber = isNumber(said.Text)
	}
	return said
}

// columnOf reads the letters of an address: 0 for A1, 27 for AB12, -1 where there are none.
func columnOf(at string) int {
	n := 0
	for i := range len(at) {
		if at[i] < 'A' || at[i] > 'Z' || n > maxColumns*26 {
			break
		}
		n = n*26 + int(at[i]-'A') + 1
	}
	return n - 1
}
