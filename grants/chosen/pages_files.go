package chosen

import (
	"fmt"

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
			return web.File{Type: targeting.MediaType(name), Name: name, Data: f.Bytes}, nil
		}
	}
	index, err := h.indices.Open(q.Reader(), s.Index)
	if err != nil {
		return nil, err
	}
	folder := append(index.Folder(), s.Files()...)
	if name == archiveName {
		folderName := fmt.Sprintf("chosen-%d", s.Number)
		raw, err := targeting.Zipped(folder, folderName)
		return web.File{Type: "application/zip", Name: folderName + ".zip", Data: raw}, err
	}
	for _, f := range folder {
		if f.Name == name {
			return web.File{Type: targeting.MediaType(name), Name: name, Data: f.Bytes}, nil
		}
	}
	return nil, refusal.New(refusal.Missing, "look.refusal.missing")
}
