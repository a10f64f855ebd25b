package application

import (
	"strings"

	"vekst/grants/call"
	"vekst/platform/db"
)

// untyped is how many answers there are, and how many of them nobody had to type.
type untyped struct{ Count, Of int }

// countUntyped counts the answers of a draft, each cell of a table as one. Files are handed in, not typed, and not counted.
// What is computed is counted, and nobody typed it. An answer of the program's that nobody has touched since was not typed either, whenever it was made.
func countUntyped(r db.Reader, application string, f call.Form, x *call.Examination, answers []Answer) (untyped, error) {
	sources, err := Sources(r, application)
	n := countFigures(f, x)
	for _, a := range answers {
		id, _, _ := strings.Cut(a.Path, "/")
		if field, ok := f.Field(id); !ok || field.Kind == call.File || a.Value == "" || strings.HasSuffix(a.Path, "/"+call.PlaceColumn) {
			continue
		}
		n.Of++
		if _, taken := sources[a.Path]; taken || a.Rev == 0 {
			n.Count++
		}
	}
	return n, err
}

// countFigures counts what is computed and known.
func countFigures(f call.Form, x *call.Examination) (n untyped) {
	for _, path := range f.Figures() {
		id, _, _ := strings.Cut(path, "/")
		if _, known := x.Figure(path); known && x.Visible(id) {
			n.Count++
			n.Of++
		}
	}
	return n
}
