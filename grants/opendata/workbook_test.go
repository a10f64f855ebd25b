package opendata

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"vekst/platform/db"
	"vekst/platform/table"
)

// Programs other than spreadsheets read workbooks too: they believe what a sheet says of its size, and want numbers as numbers.
func TestAWorkbookCanBeReadByProgramsThatBelieveIt(t *testing.T) {
	d := Dataset{Name: "trees", Fields: []Field{{Name: "name", Type: String}, {Name: "height", Type: Number}, {Name: "old", Type: Boolean}, {Name: "rings", Type: Integer}},
		Rows: func(_ db.Reader, _ int, each func(Row) error) error {
			return each(Row{Cells: []any{"=oak", Exact("74.81741369403541"), true, nil}})
		}}
	var b bytes.Buffer
	if err := d.writeWorkbook(&b, nil, 0); err != nil {
		t.Fatal(err)
	}
	sheet, about := part(t, b.Bytes(), "xl/worksheets/sheet1.xml"), part(t, b.Bytes(), "docProps/core.xml")
	if strings.Contains(sheet, `<dimension ref="A1"`) {
		t.Error("the sheet says that it is one cell")
	}
	for what, want := range map[string]string{"a number": "<v>74.8174136940354</v>", "a yes": `t="b"><v>1</v>`} {
		if !strings.Contains(sheet, want) {
			t.Errorf("%s is not written as one: %s", what, sheet)
		}
	}
	if !strings.Contains(about, "Vekst") || strings.Contains(about, "xuri") {
		t.Errorf("the workbook says of itself %s", about)
	}
	book, err := table.Read("trees.xlsx", b.Bytes())
	if err != nil || len(book.Rows) != 2 || book.Rows[1].At(0).Text != "=oak" || book.Rows[1].At(2).Text != "true" {
		t.Errorf("read back: %+v %v", book.Rows, err)
	}
}

// part is a part of a workbook as it stands in it.
func part(t *testing.T, workbook []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
