package application

import (
	"strings"

	"vekst/grants/call"
	"vekst/platform/db"
)

// untyped is how many answers there are, and how many of them nobody had to type.
type untyped struct{ Count, Of int }

// countUntyped counts the answers of a draft, each cell of a table as one. Files are handed in, not typed, and not counted.
// An answer of the program's that nobody has touched since was not typed either, whenever it was made.
func countUntyped(r db.Reader, application string, form call.Form, answers []Answer) (untyped, error) {
	sources, err := Sources(r, application)
	n := untyped{}
	for _, a := range answers {
		id, _, _ := strings.Cut(a.Path, "/")
		if f, ok := form.Field(id); !ok || f.Kind == call.File || a.Value == "" || strings.HasSuffix(a.Path, "/"+call.PlaceColumn) {
			continue
		}
		n.Of++
		if _, taken := sources[a.Path]; taken || a.Rev == 0 {
			n.Count++
		}
	}
	return n, err
}
