package resource

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"vekst/platform/geo"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/platform/table"
)

// Limits of a file of resources.
const (
	importBytes   = 16 << 20
	importRows    = 10_000
	importFeature = 1 << 20
	importPoints  = 20_000 // of one line or area
)

// record is one resource as a file has it: words by the field they are of.
type record struct {
	line     int // row of a table, or number of a feature
	words    map[string]string
	geometry geo.Geometry
	found    []geo.Finding
}

// heads are what columns and properties are called, folded, and which field they are of.
var heads = headsOf(map[string][]string{
	"id":           {"resource"},
	"municipality": {"municipality", "община", "kommune", "code", "код"},
	"region":       {"region", "област", "fylke", "oblast"},
	"settlement":   {"settlement", "ekatte", "екатте", "населено място"},
	"kind":         {"kind", "вид", "slag", "type", "тип"},
	"name":         {"name", "име", "наименование", "navn"},
	"name_bg":      {"name_bg"}, "name_nb": {"name_nb"}, "name_en": {"name_en"},
	"text":    {"description", "описание", "beskrivelse"},
	"text_bg": {"description_bg"}, "text_nb": {"description_nb"}, "text_en": {"description_en"},
	"original":  {"original"},
	"longitude": {"longitude", "lon", "lng", "x", "дължина", "географска дължина", "lengdegrad"},
	"latitude":  {"latitude", "lat", "y", "ширина", "географска ширина", "breddegrad"},
	"accuracy":  {"accuracy"}, "shape": {"shape"}, "blurred": {"blurred"},
	"ownership": {"ownership"}, "condition": {"condition"}, "access": {"access"}, "protection": {"protection"},
	"protected_as": {"protected_as"}, "season": {"season"},
})

func headsOf(names map[string][]string) map[string]string {
	all := map[string]string{}
	for field, spelt := range names {
		for _, s := range spelt {
			all[search.Fold(s)] = field
		}
	}
	return all
}

// readImport reads a file of resources: GeoJSON, or a table however it was saved. It returns what is wrong with the whole file.
func readImport(name string, content []byte, turned bool, within geo.Bounds) ([]record, []refusal.Complaint) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF")))
	switch {
	case len(content) > importBytes:
		return nil, ofFile("resource.imports.refusal.size", "MB", importBytes>>20, "Rows", importRows)
	case len(trimmed) == 0:
		return nil, ofFile("resource.imports.refusal.empty")
	case trimmed[0] == '{':
		return readFeatures(trimmed, turned, within)
	}
	return readTable(name, content, turned)
}

func ofFile(key string, args ...any) []refusal.Complaint {
	return []refusal.Complaint{refusal.About("file", key, args...)}
}

func readFeatures(content []byte, turned bool, within geo.Bounds) ([]record, []refusal.Complaint) {
	var all []record
	limits := geo.Limits{Feature: importFeature, Features: importRows, Points: importPoints}
	err := geo.Read(bytes.NewReader(content), limits, geo.Expecting{Within: within, Turn: turned}, func(f geo.Feature) error {
		r := record{line: f.Number, words: map[string]string{}, geometry: f.Geometry, found: f.Found}
		for name, value := range f.Properties {
			if field := heads[search.Fold(name)]; field != "" {
				r.words[field] = plainly(value)
			}
		}
		delete(r.words, "shape") // the geometry says it
		all = append(all, r)
		return nil
	})
	var broken *geo.Broken
	if !errors.As(err, &broken) {
		return all, nil
	}
	switch broken.Key {
	case geo.TooManyFeatures, geo.FileTooLarge:
		return nil, ofFile("resource.imports.refusal.size", "MB", importBytes>>20, "Rows", importRows)
	case geo.FeatureTooLarge:
		return nil, ofFile("resource.imports.refusal.feature", "Number", broken.Feature)
	case geo.OtherSystem:
		return nil, ofFile("resource.imports.refusal.system", "System", broken.Means)
	case geo.NotGeoJSON:
		return nil, ofFile("resource.imports.refusal.kind")
	}
	return nil, ofFile("resource.imports.refusal.broken", "Byte", broken.Byte, "Number", broken.Feature)
}

func plainly(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number, bool:
		return fmt.Sprint(v)
	}
	raw, _ := json.Marshal(value)
	return string(raw)
}

func readTable(name string, content []byte, turned bool) ([]record, []refusal.Complaint) {
	t, err := table.Read(name, content)
	switch {
	case errors.Is(err, table.ErrEmpty):
		return nil, ofFile("resource.imports.refusal.empty")
	case errors.Is(err, table.ErrSize), err == nil && len(t.Rows) > importRows+1:
		return nil, ofFile("resource.imports.refusal.size", "MB", table.MaxBytes>>20, "Rows", importRows)
	case err != nil:
		return nil, ofFile("resource.imports.refusal.kind")
	}
	columns := map[int]string{}
	for i, c := range t.Rows[0].Cells {
		if field := heads[search.Fold(strings.TrimSpace(c.Text))]; field != "" {
			columns[i] = field
		}
	}
	all := make([]record, 0, len(t.Rows))
	for _, row := range t.Rows[1:] {
		r := record{line: row.Number, words: map[string]string{}}
		for i, field := range columns {
			if s := unquoted(strings.TrimSpace(row.At(i).Text)); s != "" {
				r.words[field] = s
			}
		}
		r.locate(turned)
		all = append(all, r)
	}
	if !hasColumn(columns, "kind") || !hasColumn(columns, "name", "name_bg", "name_nb", "name_en") || !hasColumn(columns, "municipality") {
		return nil, ofFile("resource.imports.refusal.columns")
	}
	return all, nil
}

func hasColumn(columns map[int]string, any ...string) bool {
	for _, c := range columns {
		if is(c, any) && c != "" {
			return true
		}
	}
	return false
}

// unquoted takes away the mark that keeps a spreadsheet from taking words for a formula.
func unquoted(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsAny(s[1:2], "=+-@\t\r") {
		return s[1:]
	}
	return s
}

// locate reads the place of a row: two numbers with a point or a comma, and a shape if it has one.
func (r *record) locate(turned bool) {
	if turned {
		r.words["longitude"], r.words["latitude"] = r.words["latitude"], r.words["longitude"]
	}
	lon, lat := r.words["longitude"], r.words["latitude"]
	if shape := r.words["shape"]; shape != "" {
		r.geometry, r.found = geo.Parse([]byte(shape), geo.Expecting{Points: importPoints})
		return
	}
	if lon == "" && lat == "" {
		return
	}
	point := `{"type":"Point","coordinates":[` + number10(lon) + `,` + number10(lat) + `]}`
	if !json.Valid([]byte(point)) {
		r.found = []geo.Finding{{Key: geo.NotNumbers}}
		return
	}
	r.geometry, r.found = geo.Parse([]byte(point), geo.Expecting{})
}

// number10 is a number as JSON writes it, where people write a decimal comma and a sign of degrees.
func number10(s string) string {
	return strings.Replace(strings.Trim(s, " \u00a0°"), ",", ".", 1)
}
