package opendata

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"vekst/platform/db"
)

// write writes a dataset row by row.
func (d Dataset) write(to io.Writer, r db.Reader, only int, format string) error {
	out := bufio.NewWriterSize(to, 32<<10)
	var err error
	switch format {
	case "csv":
		err = d.writeCSV(out, r, only)
	case "xlsx":
		err = d.writeWorkbook(out, r, only)
	default:
		err = d.writeJSON(out, r, only, format == "geojson")
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// writeCSV begins with the mark by which spreadsheets know that it is UTF-8.
func (d Dataset) writeCSV(to io.Writer, r db.Reader, only int) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	var head []string
	for _, f := range d.Fields {
		head = append(head, f.Name)
	}
	if err := w.Write(head); err != nil {
		return err
	}
	err := d.Rows(r, only, func(row Row) error {
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = written(c)
		}
		return w.Write(cells)
	})
	if err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

func written(cell any) string {
	switch c := cell.(type) {
	case string:
		return harmless(c)
	case Exact:
		return string(c)
	case int64:
		return strconv.FormatInt(c, 10)
	case bool:
		return strconv.FormatBool(c)
	}
	return ""
}

// harmless keeps a spreadsheet from taking words for a formula.
func harmless(s string) string {
	if strings.ContainsAny(s[:min(1, len(s))], "=+-@\t\r") {
		return "'" + s
	}
	return s
}

// writeJSON writes a list of objects, or a FeatureCollection.
func (d Dataset) writeJSON(to *bufio.Writer, r db.Reader, only int, isGeo bool) error {
	start, end := "[\n", "\n]\n"
	if isGeo {
		start, end = `{"type":"FeatureCollection","features":[`+"\n", "\n]}\n"
	}
	_, _ = to.WriteString(start)
	names := d.names()
	n := 0
	err := d.Rows(r, only, func(row Row) error {
		if n++; n > 1 {
			_, _ = to.WriteString(",\n")
		}
		object, err := object(names, row.Cells)
		if err != nil {
			return err
		}
		if isGeo {
			object = []byte(`{"type":"Feature","id":` + strconv.Quote(d.keyOf(row)) + `,"geometry":` + row.Place.JSON() + `,"properties":` + string(object) + `}`)
		}
		_, err = to.Write(object) // an error of an earlier piece comes again here
		return err
	})
	if err != nil {
		return err
	}
	_, err = to.WriteString(end)
	return err
}

// keyOf is what tells a row apart, which a feature of GeoJSON has as its identifier.
func (d Dataset) keyOf(row Row) string {
	var parts []string
	for _, name := range d.Key {
		at := slices.IndexFunc(d.Fields, func(f Field) bool { return f.Name == name })
		parts = append(parts, fmt.Sprint(row.Cells[at]))
	}
	return strings.Join(parts, "/")
}

// names are the names of the fields as JSON writes them.
func (d Dataset) names() []string {
	var all []string
	for _, f := range d.Fields {
		all = append(all, strconv.Quote(f.Name)+":")
	}
	return all
}

func object(names []string, cells []any) ([]byte, error) {
	out := []byte{'{'}
	for i, c := range cells {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, names[i]...)
		if exact, ok := c.(Exact); ok {
			out = append(out, exact...)
			continue
		}
		value, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		out = append(out, value...)
	}
	return append(out, '}'), nil
}
