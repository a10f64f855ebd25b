package file_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"vekst/platform/file"
)

func TestAFileIsKeptByItsBytesAndReadBack(t *testing.T) {
	s := &file.Store{Folder: t.TempDir()}
	data := []byte("%PDF-1.7 guidance")
	for range 2 { // twice, as the same file handed in again
		from := bytes.NewReader(data)
		m, err := file.Measure(from)
		if err != nil || m.Size != int64(len(data)) || m.Media != "application/pdf" {
			t.Fatalf("%+v, %v", m, err)
		}
		if err := s.Keep(t.Context(), from, m); err != nil {
			t.Fatal(err)
		}
		back, err := s.Read(t.Context(), m.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(back)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%q, %v", got, err)
		}
		if err := back.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNamesAreCleaned(t *testing.T) {
	for name, want := range map[string]string{"../../etc/passwd": "passwd", `C:\docs\guide.pdf`: "guide.pdf", "": "file", "..": "file",
		"a\x00b\u202e.pdf": "ab.pdf", "насоки.pdf": "насоки.pdf"} {
		if got := file.CleanName(name); got != want {
			t.Errorf("%q is %q, wanted %q", name, got, want)
		}
	}
	if got := file.CleanName(strings.Repeat("я", 500) + ".pdf"); len([]rune(got)) != 120 || !strings.HasSuffix(got, ".pdf") {
		t.Errorf("%d characters: %s", len([]rune(got)), got)
	}
}
