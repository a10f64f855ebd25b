package opendata

import (
	"vekst/platform/lang"
	"vekst/value/text"
)

// described are words in every language.
type described struct {
	BG string `json:"bg"`
	NB string `json:"nb"`
	EN string `json:"en"`
}

func describe(c *lang.Catalog, key string) described {
	return described{c.Say(text.BG, key), c.Say(text.NB, key), c.Say(text.EN, key)}
}

func titleOf(c *lang.Catalog, d Dataset) described { return describe(c, "opendata.title."+d.Name) }
func aboutOf(c *lang.Catalog, d Dataset) described { return describe(c, "opendata.about."+d.Name) }
func fieldOf(c *lang.Catalog, f Field) described   { return describe(c, "opendata.field."+f.Name) }

// schemaOf is the JSON Schema (2020-12) of a dataset as JSON. The properties of a feature of its GeoJSON are as its items.
func (h *house) schemaOf(c *lang.Catalog, d Dataset) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range d.Fields {
		property := f.schema()
		says := fieldOf(c, f)
		property["description"], property["descriptions"] = says.EN, says
		properties[f.Name] = property
		required = append(required, f.Name)
	}
	title, about := titleOf(c, d), aboutOf(c, d)
	return map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": h.Address + d.address("schema.json"),
		"title": title.EN, "titles": title, "description": about.EN, "descriptions": about, "type": "array",
		"items": map[string]any{"type": "object", "additionalProperties": false, "required": required, "properties": properties}}
}

func (f Field) schema() map[string]any {
	s := map[string]any{}
	kind := string(f.Type)
	switch f.Type {
	case Date:
		kind, s["format"] = "string", "date"
	case Moment:
		kind, s["format"] = "string", "date-time"
	case Link:
		kind, s["format"] = "string", "uri"
	}
	if f.Always {
		s["type"] = kind
	} else {
		s["type"] = []string{kind, "null"}
	}
	if f.OneOf != nil {
		values := []any{}
		for _, v := range f.OneOf {
			values = append(values, v)
		}
		if !f.Always {
			values = append(values, nil)
		}
		s["enum"] = values
	}
	return s
}

// tableSchema is the Table Schema of a dataset as CSV.
func tableSchema(c *lang.Catalog, d Dataset) map[string]any {
	var all []map[string]any
	for _, f := range d.Fields {
		says := fieldOf(c, f)
		one := map[string]any{"name": f.Name, "type": string(f.Type), "description": says.EN, "descriptions": says}
		if f.Type == Link {
			one["type"], one["format"] = "string", "uri"
		}
		constraints := map[string]any{}
		if f.Always {
			constraints["required"] = true
		}
		if f.OneOf != nil {
			constraints["enum"] = f.OneOf
		}
		if len(constraints) > 0 {
			one["constraints"] = constraints
		}
		all = append(all, one)
	}
	return map[string]any{"fields": all, "missingValues": []string{""}, "primaryKey": d.Key}
}

// dataPackage is the Frictionless data package of all datasets as CSV.
func (h *house) dataPackage(c *lang.Catalog) map[string]any {
	var all []map[string]any
	for _, d := range h.datasets() {
		title, about := titleOf(c, d), aboutOf(c, d)
		all = append(all, map[string]any{"name": d.Name, "path": h.Address + d.address("csv"), "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
			"encoding": "utf-8", "title": title.EN, "titles": title, "description": about.EN, "descriptions": about, "schema": tableSchema(c, d),
			"licenses": []map[string]string{{"name": d.Licence.ID, "path": d.Licence.Address}}})
	}
	title := describe(c, "opendata.page.title")
	return map[string]any{"name": "vekst", "profile": "tabular-data-package", "title": title.EN, "titles": title, "homepage": h.Address + "/open-data", "resources": all}
}
