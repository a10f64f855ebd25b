package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vekst/platform/spreadsheet"
)

// book makes a workbook in memory.
func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// repacked changes one part of a workbook.
func repacked(t testing.TB, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range from.File {
		r, _ := part.Open()
		var content bytes.Buffer
		_, _ = content.ReadFrom(r)
		text := content.String()
		if part.Name == name {
			text = change(text)
		}
		w, _ := to.Create(part.Name)
		_, _ = w.Write([]byte(text))
	}
	_ = to.Close()
	return out.Bytes()
}

func TestWhatIsNoWorkbookIsRefused(t *testing.T) {
	good := book(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", 1) })
	var empty bytes.Buffer
	w := zip.NewWriter(&empty)
	_, _ = w.Create("word/document.xml")
	_ = w.Close()
	bomb := repacked(t, good, "xl/worksheets/sheet1.xml", func(s string) string {
		return strings.Replace(s, "<sheetData>", "<!--"+strings.Repeat(" ", 30<<20)+"--><sheetData>", 1)
	})
	million := repacked(t, good, "xl/worksheets/sheet1.xml", func(s string) string {
		return strings.Replace(s, "</sheetData>", strings.Repeat("<row><c><v>1</v></c></row>", 900_000)+"</sheetData>", 1)
	})
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing": {nil, spreadsheet.ErrKind}, "a text": {[]byte("a;b;c"), spreadsheet.ErrKind}, "another archive": {empty.Bytes(), spreadsheet.ErrKind},
		"an old workbook": {append([]byte{0xD0, 0xCF, 0x11, 0xE0}, make([]byte, 600)...), spreadsheet.ErrLocked},
		"half a workbook": {good[:len(good)/2], spreadsheet.ErrKind}, "a large file": {make([]byte, spreadsheet.MaxBytes+1), spreadsheet.ErrSize},
		"a zip bomb": {bomb, spreadsheet.ErrSize}, "a million rows": {million, spreadsheet.ErrSize},
		"columns without end": {repacked(t, good, "xl/worksheets/sheet1.xml", func(s string) string {
			return strings.Replace(s, `r="A1"`, `r="XFD1"`, 1)
		}), spreadsheet.ErrSize},
		"broken inside": {repacked(t, good, "xl/workbook.xml", func(string) string { return "<workbook><sheets><sheet" }), spreadsheet.ErrKind},
		"too many rows": {book(t, func(f *excelize.File) {
			for i := range 5_001 {
				at, _ := excelize.CoordinatesToCellName(1, i+1)
				_ = f.SetCellValue("Sheet1", at, i+1)
			}
		}), spreadsheet.ErrSize},
	} {
		if len(c.data) > 100 && name == "a zip bomb" && len(c.data) > 1<<20 {
			t.Errorf("the bomb has %d bytes before it goes off", len(c.data))
		}
		if _, err := spreadsheet.Read(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, not %v", name, err, c.want)
		}
	}
}

func TestAMillionEmptyRowsAreNothing(t *testing.T) {
	data := repacked(t, book(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", 1) }), "xl/worksheets/sheet1.xml", func(s string) string {
		return strings.Replace(s, "</sheetData>", strings.Repeat("<row/>", 1_000_000)+`<row r="1048576"><c r="B1048576" t="inlineStr"><is><r><t>край</t></r></is></c></row></sheetData>`, 1)
	})
	sheets, err := spreadsheet.Read(data)
	if err != nil || len(sheets[0].Rows) != 2 || sheets[0].Rows[1].Number != 1_048_576 || sheets[0].Rows[1].At(1).Text != "край" {
		t.Errorf("%v %+v", err, sheets)
	}
}

func TestCellsSayWhatTheyKeep(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		style, _ := f.NewStyle(&excelize.Style{NumFmt: 4})
		_ = f.SetCellValue("Sheet1", "A2", "  Сушилня\n")
		_ = f.SetCellValue("Sheet1", "B2", 1234.5)
		_ = f.SetCellStyle("Sheet1", "B2", "B2", style)
		_ = f.SetCellValue("Sheet1", "C2", "1 234,50")
		_ = f.SetCellValue("Sheet1", "D2", 7)
		_ = f.SetCellFormula("Sheet1", "D2", "'https://example.org/[x.xlsx]Sheet1'!A1*2")
		_ = f.SetCellValue("Sheet1", "E2", 8)
		_, _ = f.NewSheet("h")
		_ = f.SetSheetVisible("h", false, true)
	})
	data = repacked(t, data, "xl/worksheets/sheet1.xml", func(s string) string {
		return strings.Replace(s, `<c r="E2"><v>8</v></c>`, `<c r="E2" t="e"><f>#REF!*2</f><v>#REF!</v></c><c r="F2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>`, 1)
	})
	sheets, err := spreadsheet.Read(data)
	if err != nil || len(sheets) != 2 || !sheets[1].Hidden || sheets[0].Hidden || len(sheets[0].Rows) != 1 {
		t.Fatalf("%v %+v", err, sheets)
	}
	row := sheets[0].Rows[0]
	want := []spreadsheet.Cell{{Text: "Сушилня"}, {Text: "1234.5", IsNumber: true}, {Text: "1 234,50"}, {Text: "7", IsNumber: true, IsFormula: true}, {IsFormula: true, Fault: "#REF!"}, {Text: "ab", IsFormula: true}}
	for i, w := range want {
		if got := row.At(i); got != w {
			t.Errorf("cell %d: %+v, not %+v", i, got, w)
		}
	}
	if row.Number != 2 || row.At(-1) != (spreadsheet.Cell{}) || row.At(99) != (spreadsheet.Cell{}) {
		t.Errorf("%+v", row)
	}
}

// FuzzRead sends anything at all: it is read or refused, within the limits.
func FuzzRead(f *testing.F) {
	good := book(f, func(b *excelize.File) {
		_ = b.SetCellValue("Sheet1", "A1", "x")
		_ = b.SetCellValue("Sheet1", "B2", 1.5)
		_ = b.SetCellFormula("Sheet1", "C3", "A1*2")
	})
	f.Add("xl/worksheets/sheet1.xml", "")
	f.Add("xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="s"><f>[1]Sheet1!A1</f><v>99</v></c></row></sheetData></worksheet>`)
	f.Add("xl/workbook.xml", "<workbook/>")
	f.Add("xl/sharedStrings.xml", "<sst><si><t>x</t></si></sst>")
	f.Add("", "PK\x03\x04")
	f.Fuzz(func(t *testing.T, part, content string) {
		data := []byte(content)
		if part != "" {
			data = repacked(t, good, part, func(string) string { return content })
		}
		sheets, err := spreadsheet.Read(data)
		if err != nil && !errors.Is(err, spreadsheet.ErrKind) && !errors.Is(err, spreadsheet.ErrSize) && !errors.Is(err, spreadsheet.ErrLocked) {
			t.Errorf("%v", err)
		}
		for _, s := range sheets {
			if len(s.Rows) > 5_000 {
				t.Errorf("%d rows", len(s.Rows))
			}
		}
	})
}
