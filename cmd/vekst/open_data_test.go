package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"vekst/demo"
	"vekst/platform/geo"
)

// tableSchema is what a data package says of a table.
type tableSchema struct {
	Name, Path string
	Schema     struct {
		Fields []struct {
			Name, Type  string
			Constraints struct {
				Required bool
				Enum     []string
			}
		}
		PrimaryKey []string
	}
}

// Everything that is published holds to the schema that is published with it, and names nobody of the demonstration.
func TestOpenDataHoldToTheirSchemasAndNameNobody(t *testing.T) {
	w := newWalker(t)
	var listed struct{ Resources []tableSchema }
	if err := json.Unmarshal([]byte(w.get("/open/datapackage.json")), &listed); err != nil || len(listed.Resources) < 6 {
		t.Fatal(err, len(listed.Resources))
	}
	everything := w.get("/open/datapackage.json") + w.get("/open/catalogue.jsonld")
	for _, one := range listed.Resources {
		t.Run(one.Name, func(t *testing.T) {
			table, list := w.get("/open/"+one.Name+".csv"), w.get("/open/"+one.Name+".json")
			n := holdsToTable(t, one, table)
			if rows := holdsToSchema(t, w.get("/open/"+one.Name+".schema.json"), list); rows != n {
				t.Errorf("%d rows in the table, %d in the list", n, rows)
			}
			if n == 0 && mustHave(one.Name) {
				t.Error("there is nothing in it")
			}
			everything += table + list
		})
	}
	for _, name := range []string{"municipalities", "index-results", "selection-results", "resources"} {
		places := w.get("/open/" + name + ".geojson")
		everything += places
		n := 0
		err := geo.Read(strings.NewReader(places), geo.Limits{}, geo.Expecting{}, func(f geo.Feature) error {
			if bad := f.Bad().Key; bad != "" && bad != geo.NoGeometry {
				t.Errorf("%s: feature %d: %v", name, f.Number, f.Bad())
			}
			n++
			return nil
		})
		if err != nil || n == 0 && mustHave(name) {
			t.Errorf("%s: %d features: %v", name, n, err)
		}
	}
	if once, again := w.get("/open/indices/1.csv"), w.get("/open/index-results.csv"); !strings.HasPrefix(again, once[:400]) {
		t.Error("the table of one index is not part of the table of all")
	}
	for _, one := range demo.Cast {
		for _, s := range []string{one.Email, strings.TrimSuffix(one.Name, "°")} {
			if strings.Contains(everything, s) {
				t.Errorf("open data name %s", s)
			}
		}
	}
}

// mustHave says whether there is some of a dataset from the first day: a selection and a resource take people.
func mustHave(name string) bool {
	return !slices.Contains([]string{"resources", "photographs", "selections", "selection-results"}, name)
}

// holdsToTable holds every cell of a table to its Table Schema, and counts rows.
func holdsToTable(t *testing.T, one tableSchema, table string) int {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	fields, keys := one.Schema.Fields, map[string]bool{}
	for i, f := range fields {
		if rows[0][i] != f.Name {
			t.Fatalf("column %d is called %s, not %s", i, rows[0][i], f.Name)
		}
	}
	for n, row := range rows[1:] {
		key := ""
		for i, f := range fields {
			if !fits(row[i], f.Type) && row[i] != "" || row[i] == "" && f.Constraints.Required || row[i] != "" && f.Constraints.Enum != nil && !slices.Contains(f.Constraints.Enum, row[i]) {
				t.Fatalf("row %d: %q is no %s of type %s", n+1, row[i], f.Name, f.Type)
			}
			if slices.Contains(one.Schema.PrimaryKey, f.Name) {
				key += row[i] + " "
			}
		}
		if keys[key] {
			t.Fatalf("row %d: %s is there twice", n+1, key)
		}
		keys[key] = true
	}
	return len(rows) - 1
}

func fits(cell, kind string) bool {
	var err error
	switch kind {
	case "integer":
		_, err = strconv.ParseInt(cell, 10, 64)
	case "number":
		_, err = strconv.ParseFloat(cell, 64)
	case "boolean":
		return cell == "true" || cell == "false"
	case "datetime":
		_, err = time.Parse(time.RFC3339, cell)
	}
	return err == nil
}

// holdsToSchema holds a list to its JSON Schema, and counts it.
func holdsToSchema(t *testing.T, schema, list string) int {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	const here = "https://example.org/schema.json"
	if err := compiler.AddResource(here, parsed); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(here)
	if err != nil {
		t.Fatal(err)
	}
	all, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(list)))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(all); err != nil {
		t.Error(err)
	}
	return len(all.([]any))
}

func TestOpenDataSayWhetherTheyChangedAndMayBeReadFromElsewhere(t *testing.T) {
	w := newWalker(t)
	ask := func(path, had string) (status int, head http.Header) {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, w.home+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", had)
		answer, err := w.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode, answer.Header
	}
	for _, path := range []string{"/open/nothing.csv", "/open/municipalities.xml", "/open/indicators.geojson", "/open/indices/99.csv", "/open/indices/x.csv", "/open/resources/1.csv"} {
		if status, _ := ask(path, ""); status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, status)
		}
	}
	marks := map[string]bool{}
	for _, path := range []string{"/open/municipalities.csv", "/open/municipalities.geojson", "/open/figures.json", "/open/indices/1.csv", "/open/index-results.csv", "/open/datapackage.json"} {
		status, head := ask(path, "")
		mark := head.Get("ETag")
		if status != http.StatusOK || mark == "" || marks[mark] || head.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %q %q", path, status, mark, head.Get("Access-Control-Allow-Origin"))
		}
		marks[mark] = true
		if again, _ := ask(path, mark); again != http.StatusNotModified {
			t.Errorf("%s answers %d to who has it", path, again)
		}
		if other, _ := ask(path, `W/"other"`); other != http.StatusOK {
			t.Errorf("%s answers %d to who has another", path, other)
		}
	}
}
