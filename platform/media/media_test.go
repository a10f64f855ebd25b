package media_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"vekst/platform/media"
)

// packed is a zip file of parts: names and contents in turn.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const contents = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`

func word(t testing.TB, more ...string) []byte {
	return packed(t, append([]string{"[Content_Types].xml", contents, "word/document.xml", "<w:document/>"}, more...)...)
}

func judge(ending string, data []byte) (string, error) {
	return media.Judge(ending, bytes.NewReader(data), int64(len(data)))
}

var (
	pdf  = []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
	png  = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	exe  = append([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"), append(make([]byte, 44), "\x40\x00\x00\x00PE\x00\x00\x64\x86"...)...)
	elf  = append([]byte("\x7fELF\x02\x01\x01\x00"), make([]byte, 56)...)
	text = []byte("Оферта за сушилня: 31 500,00 €\n")
	old  = append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
)

func TestAFileWhoseEndingLiesIsRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"jpg": png, "png": pdf, "pdf": exe, "jpeg": text, "docx": pdf, "xlsx": word(t), "odt": word(t), "zip": text, "txt": png, "csv": elf, "doc": pdf, "shp": exe, "qgz": elf,
		"pptx": packed(t, "a.txt", "x"), "ods": packed(t, "mimetype", "application/vnd.oasis.opendocument.text"), "gif": []byte("<svg onload=alert(1)>"),
	} {
		if got, err := judge(name, data); !errors.Is(err, media.ErrDisguised) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestAFileThatTellsTheTruthIsTaken(t *testing.T) {
	for _, c := range []struct {
		ending string
		data   []byte
		want   string
	}{
		{"pdf", pdf, "application/pdf"}, {"png", png, "image/png"}, {"txt", text, "text/plain"}, {"csv", []byte("a,b\n1,2\n3,4\n"), ""},
		{"docx", word(t, "word/embeddings/sheet.xlsx", string(packed(t, "xl/workbook.xml", "<x/>"))), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"xlsx", packed(t, "[Content_Types].xml", contents, "xl/workbook.xml", "<x/>"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"ods", packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"), "application/vnd.oasis.opendocument.spreadsheet"},
		{"zip", packed(t, "drawing.dxf", "0"), "application/zip"}, {"doc", old, "application/x-ole-storage"}, {"shp", []byte{0, 0, 0x27, 0x0a}, ""},
	} {
		got, err := judge(c.ending, c.data)
		if err != nil || c.want != "" && got != c.want {
			t.Errorf("%s: %q, %v", c.ending, got, err)
		}
	}
}

func TestMacrosAndPasswordsAreRefused(t *testing.T) {
	if _, err := judge("docx", word(t, "word/vbaProject.bin", "x")); !errors.Is(err, media.ErrMacros) {
		t.Errorf("a part with macros: %v", err)
	}
	enabled := packed(t, "[Content_Types].xml", strings.Replace(contents, "/>", ` x="application/vnd.ms-word.document.macroEnabled.main+xml"/>`, 1), "word/document.xml", "<x/>")
	if _, err := judge("docx", enabled); !errors.Is(err, media.ErrMacros) {
		t.Errorf("said to have macros: %v", err)
	}
	if _, err := judge("odt", packed(t, "mimetype", "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml", "x")); !errors.Is(err, media.ErrMacros) {
		t.Errorf("OpenDocument: %v", err)
	}
	for _, before := range []int{700, 1<<20 - 11, 1<<20 - 1} { // also across the pieces in which it is read
		data := append(append([]byte{}, old...), make([]byte, before)...)
		for _, r := range "_VBA_PROJECT" {
			data = append(data, byte(r), 0)
		}
		if _, err := judge("doc", append(data, make([]byte, 90)...)); !errors.Is(err, media.ErrMacros) {
			t.Errorf("an old file, after %d: %v", before, err)
		}
	}
	if _, err := judge("docx", old); !errors.Is(err, media.ErrLocked) {
		t.Errorf("a password on an office file: %v", err)
	}
	locked := packed(t, "secret.txt", "x")
	for i := range locked {
		if bytes.HasPrefix(locked[i:], []byte("PK\x01\x02")) {
			locked[i+8] |= 1
		}
	}
	if _, err := judge("zip", locked); !errors.Is(err, media.ErrLocked) {
		t.Errorf("a password on a zip file: %v", err)
	}
}

func TestAZipBombIsRefusedBeforeItBursts(t *testing.T) {
	zeros := strings.Repeat("\x00", 40<<20)
	bomb := word(t, "word/a", zeros, "word/b", zeros, "word/c", zeros, "word/d", zeros)
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	if _, err := judge("docx", bomb); !errors.Is(err, media.ErrBomb) {
		t.Errorf("160 MB in %d bytes: %v", len(bomb), err)
	}
	if _, err := judge("docx", lying(t, zeros)); !errors.Is(err, media.ErrBomb) && !errors.Is(err, media.ErrBroken) {
		t.Errorf("one that lies about its size: %v", err)
	}
	var many []string
	for i := range 20_001 {
		many = append(many, fmt.Sprint("word/", i), "")
	}
	if _, err := judge("docx", word(t, many...)); !errors.Is(err, media.ErrBomb) {
		t.Errorf("20,000 parts: %v", err)
	}
}

// lying is a package that unpacks to 160 MB and says that it is ten bytes a part.
func lying(t testing.TB, zeros string) []byte {
	t.Helper()
	data := word(t, "word/a", zeros, "word/b", zeros, "word/c", zeros, "word/d", zeros)
	for i := range data {
		if bytes.HasPrefix(data[i:], []byte("PK\x01\x02")) && data[i+24+3] == 2 {
			copy(data[i+24:], "\x0a\x00\x00\x00")
		}
	}
	return data
}

func TestABrokenPackageIsRefused(t *testing.T) {
	whole := word(t, "word/styles.xml", strings.Repeat("<style/>", 100))
	if _, err := judge("docx", whole[:len(whole)-30]); !errors.Is(err, media.ErrBroken) {
		t.Errorf("cut off: %v", err)
	}
	sum := crc32.ChecksumIEEE([]byte("<w:document/>"))
	for i := range whole {
		if bytes.HasPrefix(whole[i:], []byte{byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)}) {
			whole[i]++
		}
	}
	if _, err := judge("docx", whole); !errors.Is(err, media.ErrBroken) {
		t.Errorf("with a wrong sum: %v", err)
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("docx", word(f))
	f.Add("doc", old)
	f.Add("zip", packed(f, "a", "b"))
	f.Fuzz(func(_ *testing.T, ending string, data []byte) { _, _ = judge(ending, data) })
}
