package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// readJSON reads a list of flat objects, in the form that the same data has as a table: a row of names, then one for each
// object. What is nested in an object is said to be broken where it stands.
func readJSON(data []byte) (Table, error) {
	t := Table{Kind: "json", Rows: []Row{{Number: 1}}}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))))
	decoder.UseNumber()
	if token, err := decoder.Token(); err != nil || token != json.Delim('[') {
		return t, ErrKind
	}
	var names []string
	cells := 0
	var rows []Row
	for decoder.More() {
		row := Row{Number: len(rows) + 1}
		if err := readObject(decoder, &names, &row); err != nil {
			return t, err
		}
		if cells += len(row.Cells); len(names) > maxColumns || cells > maxCells || len(rows) >= MaxRows {
			return t, ErrSize
		}
		rows = append(rows, row)
	}
	if token, err := decoder.Token(); err != nil || token != json.Delim(']') {
		return t, ErrKind
	}
	for _, n := range names {
		t.Rows[0].Cells = append(t.Rows[0].Cells, Cell{Text: n})
	}
	if len(names) == 0 {
		return Table{Kind: "json"}, nil
	}
	t.Rows[0].Number = 0
	t.Rows = append(t.Rows, rows...)
	return t, nil
}

// readObject reads one object into a row, with columns in the order in which names first came.
func readObject(decoder *json.Decoder, names *[]string, row *Row) error {
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return ErrKind
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return ErrKind
		}
		var value any
		if err := decoder.Decode(&value); err != nil {
			return ErrKind
		}
		name := fmt.Sprint(key)
		at := slices.Index(*names, name)
		if at < 0 {
			at, *names = len(*names), append(*names, name)
			if len(*names) > maxColumns {
				return ErrSize
			}
		}
		for len(row.Cells) <= at {
			row.Cells = append(row.Cells, Cell{})
		}
		row.Cells[at] = said(value)
	}
	_, err := decoder.Token()
	if err != nil {
		return ErrKind
	}
	return nil
}

func said(value any) Cell {
	switch v := value.(type) {
	case nil:
		return Cell{}
	case string:
		return Cell{Text: v}
	case json.Number:
		return Cell{Text: v.String(), IsNumber: true}
	case bool:
		return Cell{Text: strconv.FormatBool(v)}
	}
	return Cell{Fault: "{…}"}
}
