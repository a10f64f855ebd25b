package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vekst/platform/docx"
)

func sample(t testing.TB) []byte {
	t.Helper()
	d := docx.New("Билки & „кавички“ <x>", "bg", time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC))
	d.Text(docx.Title, "Билки & „кавички“ <x>")
	d.Text(docx.Heading1, "1. Проектът")
	d.Text(docx.Help, "Помощ\x00\x0b под въпроса")
	d.Text(docx.Answer, "първи ред\nвтори ред \xff")
	d.Text(docx.Space, "")
	d.Table([]docx.Column{{Name: "Какво"}, {Name: "Сума", IsNumber: true}}, [][]string{{"Сушилня", "1 234,50 €"}, {"Само едно"}, {"a", "b", "излишно"}})
	d.Table(nil, [][]string{{"x"}})
	data, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestEveryPartOfADocumentIsWellFormed(t *testing.T) {
	data := sample(t)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(r)
		for {
			if _, err = decoder.Token(); err != nil {
				break
			}
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", part.Name, err)
		}
	}
	if archive.File[0].Name != "[Content_Types].xml" || len(archive.File) != 6 {
		t.Errorf("%d parts, the first %s", len(archive.File), archive.File[0].Name)
	}
}

func TestAWordProcessorOpensIt(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "sample.docx")
	if err := os.WriteFile(file, sample(t), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(office, "--headless", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, file)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(folder, "sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Билки & „кавички“ <x>", "1. Проектът", "под въпроса", "втори ред", "1 234,50 €", "Само едно"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	if strings.Contains(string(text), "излишно") {
		t.Error("a cell without a column is written")
	}
}
