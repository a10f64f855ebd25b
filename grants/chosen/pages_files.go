package chosen

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"

	"vekst/grants/targeting"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// archiveName is everything in one file.
const archiveName = "everything.zip"

// file gives a file of a selection, one of its index, or all in one archive. Files of a selection come as they were frozen.
func (h *house) file(q *web.Request) (web.Answer, error) {
	s, err := numbered(q)
	if err != nil {
		return nil, err
	}
	name := q.PathValue("name")
	for _, f := range s.Files() {
		if f.Name == name {
			return web.File{Type: typeOf(name), Name: name, Data: f.Bytes}, nil
		}
	}
	index, err := h.indices.Open(q.Reader(), s.Index)
	if err != nil {
		return nil, err
	}
	folder := append(index.Folder(), s.Files()...)
	if name == archiveName {
		folderName := fmt.Sprintf("chosen-%d", s.Number)
		raw, err := zipped(folder, folderName)
		return web.File{Type: "application/zip", Name: folderName + ".zip", Data: raw}, err
	}
	for _, f := range folder {
		if f.Name == name {
			return web.File{Type: typeOf(name), Name: name, Data: f.Bytes}, nil
		}
	}
	return nil, refusal.New(refusal.Missing, "look.refusal.missing")
}

func typeOf(name string) string {
	types := map[string]string{".csv": "text/csv", ".json": "application/json", ".yaml": "application/yaml", ".html": "text/html"}
	if t, ok := types[path.Ext(name)]; ok {
		return t + "; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}

// zipped puts files into a folder of an archive. The same files give the same bytes.
func zipped(folder []targeting.File, name string) ([]byte, error) {
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
