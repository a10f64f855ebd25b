package targeting

import (
	"archive/zip"
	"bytes"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// fileRow is one file of an index on its page.
type fileRow struct{ Name, Link, Says, Size string }

// described are the files that have words of their own on the page; the rest are named by their step.
func (o *opened) fileRows(q *web.Request) (rows []fileRow) {
	for _, f := range o.Folder() {
		key := strings.NewReplacer(".", "_", "-", "_").Replace(strings.TrimSuffix(strings.TrimSuffix(f.Name, ".html"), path.Ext(f.Name)))
		if strings.HasPrefix(f.Name, "report.") {
			key = "report"
		}
		rows = append(rows, fileRow{f.Name, o.fileLink(f.Name), q.T("targeting.file." + key), kilobytes(q.Lang, len(f.Bytes))})
	}
	return rows
}

func (o *opened) fileLink(name string) string {
	return "/indices/" + strconv.Itoa(o.Number) + "/files/" + name
}

func kilobytes(l string, n int) string {
	return lang.Figure(l, strconv.FormatFloat(float64(max(n, 100))/1024, 'f', 1, 64)) + "\u00a0kB"
}

// wholeFolder is all files in one.
const wholeFolder = "index.zip"

func (h *house) file(q *web.Request) (web.Answer, error) {
	x, err := h.numbered(q)
	if err != nil {
		return nil, err
	}
	name := q.PathValue("name")
	p, err := h.shelf.Open(q.Reader(), x.ID)
	folder := []File{{publishedData, x.Data}, {publishedFramework, x.Framework}, {publishedRecipe, x.Recipe}}
	switch {
	case err == nil:
		folder = p.Folder()
	case !errors.Is(err, ErrDoesNotHold):
		return nil, err
	}
	if name == wholeFolder {
		data, err := Zipped(folder, "index-"+strconv.Itoa(x.Number))
		return web.File{Type: "application/zip", Name: "index-" + strconv.Itoa(x.Number) + ".zip", Data: data}, err
	}
	at := slices.IndexFunc(folder, func(f File) bool { return f.Name == name })
	if at < 0 {
		return nil, refusal.New(refusal.Missing, "targeting.refusal.unknown")
	}
	return web.File{Type: MediaType(name), Name: name, Data: folder[at].Bytes}, nil
}

// MediaType is the type of a published file by its name.
func MediaType(name string) string {
	switch path.Ext(name) {
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".yaml":
		return "application/yaml; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}

// Zipped puts files into a folder of an archive. The same files give the same bytes.
func Zipped(folder []File, name string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range folder {
		w, err := z.Create(name + "/" + f.Name)
		if err == nil {
			_, err = w.Write(f.Bytes)
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}
