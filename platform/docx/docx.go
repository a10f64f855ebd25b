// Package docx writes simple documents for word processors: headings, paragraphs, tables, room to write in. It is small
// because it knows only what it writes; it reads nothing.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// Style is how a paragraph looks.
type Style string

// The styles of paragraphs.
const (
	Title    Style = "Title"
	Heading1 Style = "Heading1"
	Heading2 Style = "Heading2"
	Heading3 Style = "Heading3"
	Body     Style = "Normal"
	Help     Style = "Help"   // small and grey, about what is asked
	Answer   Style = "Answer" // what was written, with a line at its side
	Space    Style = "Space"  // room to write in
)

// Document is a document being written.
type Document struct {
	title, lang string
	made        time.Time
	body        strings.Builder
}

// New begins a document with a title, in a language (bg, nb, en), made at a moment.
func New(title, lang string, made time.Time) *Document {
	return &Document{title: title, lang: lang, made: made}
}

// Text adds a paragraph; lines in it stay lines.
func (d *Document) Text(style Style, text string) {
	d.paragraph(&d.body, style, text, "")
}

func (d *Document) paragraph(to *strings.Builder, style Style, text, align string) {
	fmt.Fprintf(to, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>`, style, align)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			to.WriteString(`<w:r><w:br/></w:r>`)
		}
		if line != "" {
			to.WriteString(`<w:r><w:t xml:space="preserve">` + escaped(line) + `</w:t></w:r>`)
		}
	}
	to.WriteString(`</w:p>`)
}

// Column is the head of a column of a table.
type Column struct {
	Name     string
	IsNumber bool // its cells stand to the right
}

// Table adds a table. Its head is repeated on every page, and no row is torn apart.
func (d *Document) Table(columns []Column, rows [][]string) {
	if len(columns) == 0 {
		return
	}
	d.body.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>`)
	d.body.WriteString(strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, textWidth/len(columns)), len(columns)) + `</w:tblGrid>`)
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.Name
	}
	d.row(columns, head, "TableHead", `<w:cantSplit/><w:tblHeader/>`)
	for _, row := range rows {
		d.row(columns, row, "TableCell", `<w:cantSplit/>`)
	}
	d.body.WriteString(`</w:tbl>`)
	d.Text("TableAfter", "")
}

const textWidth = 9_638 // of a page between its margins, twentieths of a point

func (d *Document) row(columns []Column, cells []string, style Style, properties string) {
	d.body.WriteString(`<w:tr><w:trPr>` + properties + `</w:trPr>`)
	for i, c := range columns {
		align, text := "", ""
		if c.IsNumber {
			align = `<w:jc w:val="right"/>`
		}
		if i < len(cells) {
			text = cells[i]
		}
		fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, textWidth/len(columns))
		d.paragraph(&d.body, style, text, align)
		d.body.WriteString(`</w:tc>`)
	}
	d.body.WriteString(`</w:tr>`)
}

// Bytes is the file.
func (d *Document) Bytes() ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", packageParts}, {"word/_rels/document.xml.rels", documentParts},
		{"word/document.xml", d.document()}, {"word/styles.xml", strings.ReplaceAll(styles, "LANGUAGE", tag(d.lang))},
		{"docProps/core.xml", d.properties()},
	} {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: d.made})
		if err == nil {
			_, err = w.Write([]byte(part.content))
		}
		if err != nil {
			return nil, fmt.Errorf("docx: %s: %w", part.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return out.Bytes(), nil
}

func (d *Document) document() string {
	return declaration + `<w:document xmlns:w="` + namespace + `"><w:body>` + d.body.String() +
		`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`
}

func (d *Document) properties() string {
	return declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` +
		escaped(d.title) + `</dc:title><dc:language>` + tag(d.lang) + `</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` +
		d.made.UTC().Format(time.RFC3339) + `</dcterms:created></cp:coreProperties>`
}

// tag is the language as word processors know it.
func tag(lang string) string {
	switch lang {
	case "bg":
		return "bg-BG"
	case "nb":
		return "nb-NO"
	}
	return "en-GB"
}

// escaped is text as XML takes it: without characters that XML does not have.
func escaped(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(strings.ToValidUTF8(s, "\ufffd"))) // a builder takes everything
	return out.String()
}

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

	contentTypes = declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	packageParts = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentParts = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
)

// styles are those of Style and of tables. Sizes are half points, distances twentieths of a point.
const styles = declaration + `<w:styles xmlns:w="` + namespace + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/><w:sz w:val="22"/><w:lang w:val="LANGUAGE"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:b/><w:sz w:val="40"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="480" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="1F4D36"/><w:sz w:val="30"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="280" w:after="60"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="160" w:after="40"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Help"><w:name w:val="Help"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:after="60"/></w:pPr><w:rPr><w:color w:val="555555"/><w:sz w:val="19"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Answer"><w:name w:val="Answer"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="1F4D36"/></w:pBdr><w:ind w:left="170"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Space"><w:name w:val="Space"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="888888"/><w:left w:val="single" w:sz="4" w:space="4" w:color="888888"/><w:bottom w:val="single" w:sz="4" w:space="30" w:color="888888"/><w:right w:val="single" w:sz="4" w:space="4" w:color="888888"/></w:pBdr></w:pPr><w:rPr><w:color w:val="777777"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableCell"><w:name w:val="Table Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="19"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableHead"><w:name w:val="Table Head"/><w:basedOn w:val="TableCell"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableAfter"><w:name w:val="Table After"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="12"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="888888"/><w:left w:val="single" w:sz="4" w:space="0" w:color="888888"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="888888"/><w:right w:val="single" w:sz="4" w:space="0" w:color="888888"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="888888"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="888888"/></w:tblBorders></w:tblPr></w:style></w:styles>`
