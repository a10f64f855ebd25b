package table_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"

	"vekst/platform/table"
)

func old(t testing.TB, m *charmap.Charmap, s string) []byte {
	t.Helper()
	data, err := m.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRefusesWhatIsNoTable(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":            {nil, table.ErrEmpty},
		"only space":         {[]byte(" \n\t\n"), table.ErrEmpty},
		"only separators":    {[]byte(";;;\n;;;\n"), table.ErrEmpty},
		"a picture":          {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), table.ErrKind},
		"a broken archive":   {[]byte("PK\x03\x04 not really"), table.ErrKind},
		"an old workbook":    {[]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1}, table.ErrLocked},
		"too many bytes":     {bytes.Repeat([]byte("a;b\n"), table.MaxBytes/4+1), table.ErrSize},
		"too many rows":      {bytes.Repeat([]byte("a;b\n"), table.MaxRows+1), table.ErrSize},
		"too many columns":   {[]byte(strings.Repeat("a;", 5000)), table.ErrSize},
		"a list of numbers":  {[]byte("[1, 2, 3]"), table.ErrKind},
		"an unfinished list": {[]byte(`[{"code": "VTR13"}`), table.ErrKind},
		"an empty list":      {[]byte(`[]`), table.ErrEmpty},
		"a list of too many": {[]byte("[" + strings.Repeat("{},", table.MaxRows+1) + "{}]"), table.ErrSize},
		"a list cut off":     {[]byte(`[{"x": 1,`), table.ErrKind},
	} {
		if _, err := table.Read("x.csv", c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadsTextHoweverItWasSaved(t *testing.T) {
	utf16, err := xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewEncoder().String("код\tобщина\nVTR13\tЕлена\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data                []byte
		alphabet, separator string
		want                string
	}{
		"by Excel in Bulgaria":             {old(t, charmap.Windows1251, "код;община;безработица\nVTR13;Елена;11,1\nRSE04;Бяла;9,5\n"), "windows-1251", ";", "Елена"},
		"by Excel in Norway":               {old(t, charmap.Windows1252, "kode;kommune;andel\nNO-5014;Frøya;11,1\nNO-5058;Åfjord;9,5\n"), "windows-1252", ";", "Frøya"},
		"with commas":                      {[]byte("code,name,rate\nVTR13,Elena,11.1\n"), "utf-8", ",", "Elena"},
		"with a mark of its order":         {[]byte("\xEF\xBB\xBFcode,name\nVTR13,Елена\n"), "utf-8", ",", "Елена"},
		"with tabs":                        {[]byte("code\tname\trate\nVTR13\tЕлена\t11,1\n"), "utf-8", "\t", "Елена"},
		"with decimal commas everywhere":   {[]byte("code;name;a;b\nX;Елена;1,5;2,5\nY;Бяла;3,5;4,5\n"), "utf-8", ";", "Елена"},
		"in two bytes a letter":            {[]byte(utf16), "utf-16", "\t", "Елена"},
		"with quotes and a line in a cell": {[]byte("code,name\nVTR13,\"Елена\"\nRSE04,\"Бяла,\nРусе\"\n"), "utf-8", ",", "Елена"},
		"with a quote out of place":        {[]byte("code;name\nVTR13;Елена\nRSE04;Бя\"ла\n"), "utf-8", ";", "Елена"},
	} {
		got, err := table.Read("x.csv", c.data)
		if err != nil || got.Alphabet != c.alphabet || got.Separator != c.separator || got.Rows[1].At(1).Text != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestRowsKeepTheNumbersPeopleSee(t *testing.T) {
	got, err := table.Read("x.csv", []byte("Title\n\n;;\ncode;name\nA;\"two\nlines\"\nB;b\n"))
	if err != nil || len(got.Rows) != 4 || got.Rows[1].Number != 4 || got.Rows[3].Number != 7 || got.Rows[3].At(9) != (table.Cell{}) || got.Columns() != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadsTheFirstSheetThatIsSeen(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	_ = f.SetSheetName("Sheet1", "Данни")
	_ = f.SetSheetRow("Данни", "A1", &[]any{"code", "rate"})
	_ = f.SetSheetRow("Данни", "A2", &[]any{"VTR13", 11.1})
	_, _ = f.NewSheet("More")
	_ = f.SetSheetRow("More", "A1", &[]any{"x"})
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got, err := table.Read("x.xlsx", data.Bytes())
	if err != nil || got.Kind != "xlsx" || got.Sheet != "Данни" || got.Also != 1 || got.Rows[1].At(1) != (table.Cell{Text: "11.1", IsNumber: true}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadsTheSheetThatIsAskedFor(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	_ = f.SetSheetName("Sheet1", "Бележки")
	_ = f.SetSheetRow("Бележки", "A1", &[]any{"Notes"})
	for _, name := range []string{"Празен", "Данни"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	_ = f.SetSheetRow("Данни", "A1", &[]any{"code", "rate"})
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for wanted, want := range map[string]string{"": "Бележки", "Данни": "Данни", "Празен": "Бележки", "no such": "Бележки"} {
		got, err := table.ReadSheet("x.xlsx", data.Bytes(), wanted)
		if err != nil || got.Sheet != want || got.Also != 1 || !slices.Equal(got.Sheets, []string{"Бележки", "Данни"}) || len(got.Rows) != 1 {
			t.Errorf("%q: %+v, %v", wanted, got, err)
		}
	}
}

func TestReadsAListOfObjectsAsATable(t *testing.T) {
	got, err := table.Read("x.json", []byte(`[{"code": "NO-5014", "name": "Frøya"}, {"name": "Åfjord", "code": "NO-5058", "lat": 63.95, "more": {"x": 1}}]`))
	if err != nil || got.Kind != "json" || len(got.Rows) != 3 || got.Rows[0].At(2).Text != "lat" || got.Rows[2].At(0).Text != "NO-5058" ||
		!got.Rows[2].At(2).IsNumber || got.Rows[2].At(3).Fault == "" || got.Rows[2].Number != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

// Whatever is sent is read within the limits or refused, and rows are in order.
func FuzzRead(f *testing.F) {
	f.Add([]byte("code;name\nVTR13;Елена\n"))
	f.Add([]byte("code,rate\nVTR13,\"1,234\"\n"))
	f.Add([]byte(`[{"code": "VTR13", "rate": 11.1}]`))
	f.Add([]byte{0xFF, 0xFE, 'a', 0, ';', 0, 'b', 0})
	f.Add(old(f, charmap.Windows1251, "код;община\nVTR13;Елена\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := table.Read("x", data)
		if err != nil {
			return
		}
		last := -1
		for _, r := range got.Rows {
			if r.Number <= last || len(r.Cells) > 200 {
				t.Fatalf("row %d after %d with %d cells", r.Number, last, len(r.Cells))
			}
			last = r.Number
		}
	})
}
