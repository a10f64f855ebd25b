package opendata

import "vekst/platform/lang"

// catalogue is everything that is published as a DCAT catalogue (JSON-LD), as portals of open data gather them.
func (h *house) catalogue(c *lang.Catalog) map[string]any {
	var all []map[string]any
	for _, d := range h.datasets() {
		about := h.Address + "/open-data#" + d.Name
		var ways []map[string]any
		for _, format := range d.Formats() {
			ways = append(ways, map[string]any{"@type": "dcat:Distribution", "dcat:downloadURL": iri(h.Address + d.address(format)), "dcat:accessURL": iri(h.Address + d.address(format)),
				"dcat:mediaType": mediaOf(format), "dct:license": iri(d.Licence.Address), "dct:conformsTo": iri(h.Address + schemaAddress(d, format))})
		}
		all = append(all, map[string]any{"@id": about, "@type": "dcat:Dataset", "dct:identifier": d.Name, "dct:title": literals(titleOf(c, d)),
			"dct:description": literals(aboutOf(c, d)), "dct:license": iri(d.Licence.Address), "dcat:landingPage": iri(h.Address + "/open-data"), "dcat:distribution": ways})
	}
	return map[string]any{"@context": map[string]string{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
		"@id": h.Address + "/open-data", "@type": "dcat:Catalog", "dct:title": literals(describe(c, "opendata.page.title")),
		"dct:description": literals(describe(c, "opendata.page.lede")), "dcat:dataset": all}
}

// schemaAddress is where the schema of a format is.
func schemaAddress(d Dataset, format string) string {
	if format == "csv" {
		return "/open/datapackage.json"
	}
	return d.address("schema.json")
}

func iri(address string) map[string]string { return map[string]string{"@id": address} }

func literals(d described) []map[string]string {
	return []map[string]string{{"@language": "bg", "@value": d.BG}, {"@language": "nb", "@value": d.NB}, {"@language": "en", "@value": d.EN}}
}
