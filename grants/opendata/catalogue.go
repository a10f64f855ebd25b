package opendata

import (
	"strings"

	"vekst/platform/lang"
	"vekst/value/text"
)

// thing is a thing of a catalogue in JSON-LD: what is said of it, by the names of the vocabularies.
type thing map[string]any

// vocabularies are where the names of a catalogue come from.
var vocabularies = map[string]string{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
	"skos": "http://www.w3.org/2004/02/skos/core#", "vcard": "http://www.w3.org/2006/vcard/ns#"}

// Lists of the Publications Office of the European Union and of IANA, from which DCAT-AP takes its values.
const (
	authority = "http://publications.europa.eu/resource/authority/"
	mediaList = "https://www.iana.org/assignments/media-types/"
)

// themeNames are the names of the European data themes that datasets are of.
var themeNames = map[string]string{"ECON": "Economy and finance", "EDUC": "Education, culture and sport", "ENVI": "Environment", "GOVE": "Government and public sector",
	"REGI": "Regions and cities", "SOCI": "Population and society"}

// catalogue is everything that is published as a DCAT catalogue (JSON-LD), as portals of open data gather them. It conforms
// to DCAT-AP 3.0.1, the profile of European portals (SEMIC, 2025).
func (h *house) catalogue(c *lang.Catalog) map[string]any {
	var all, languages []thing
	for _, d := range h.datasets() {
		all = append(all, h.catalogued(c, d))
	}
	for _, l := range []string{"BUL", "NOB", "ENG"} {
		languages = append(languages, a("dct:LinguisticSystem", authority+"language/"+l))
	}
	return map[string]any{"@context": vocabularies, "@id": h.Address + "/open/catalogue.jsonld", "@type": "dcat:Catalog", "dct:title": literals(describe(c, "opendata.page.title")),
		"dct:description": literals(describe(c, "opendata.page.lede")), "dct:publisher": h.publisher(), "foaf:homepage": h.landing(), "dct:language": languages, "dcat:dataset": all}
}

// catalogued is what a catalogue says of a dataset.
func (h *house) catalogued(c *lang.Catalog, d Dataset) thing {
	var ways, themes []thing
	for _, format := range d.Formats() {
		ways = append(ways, h.way(d, format))
	}
	for _, t := range d.Themes {
		theme := a("skos:Concept", authority+"data-theme/"+t)
		theme["skos:prefLabel"] = thing{"@language": text.EN, "@value": themeNames[t]}
		themes = append(themes, theme)
	}
	return thing{"@id": h.Address + "/open-data#" + d.Name, "@type": "dcat:Dataset", "dct:identifier": d.Name, "dct:title": literals(titleOf(c, d)),
		"dct:description": literals(aboutOf(c, d)), "dct:publisher": h.publisher(), "dcat:contactPoint": h.contact(), "dcat:landingPage": h.landing(), "dcat:theme": themes,
		"dct:accrualPeriodicity": a("dct:Frequency", authority+"frequency/CONT"), "dcat:distribution": ways}
}

// way is a way to have a dataset: one file. A portal that asks for the type of a file wants it from the list of IANA.
func (h *house) way(d Dataset, format string) thing {
	media, _, _ := strings.Cut(mediaOf(format), ";")
	file := iri(h.Address + d.address(format))
	return thing{"@id": h.Address + "/open-data#" + d.Name + "-" + format, "@type": "dcat:Distribution", "dcat:downloadURL": file, "dcat:accessURL": file,
		"dcat:mediaType": a("dct:MediaType", mediaList+media), "dct:format": a("dct:MediaTypeOrExtent", authority+"file-type/"+strings.ToUpper(format)),
		"dct:license": a("dct:LicenseDocument", d.Licence.Address), "dct:conformsTo": a("dct:Standard", h.Address+schemaAddress(d, format))}
}

// schemaAddress is where the schema of a format is.
func schemaAddress(d Dataset, format string) string {
	if format == "csv" {
		return "/open/datapackage.json"
	}
	return d.address("schema.json")
}

// publisher is who runs the site.
func (h *house) publisher() thing {
	return thing{"@id": h.Address + "/#publisher", "@type": "foaf:Agent", "foaf:name": h.Publisher}
}

// contact is whom to ask about the data.
func (h *house) contact() thing {
	it := thing{"@id": h.Address + "/#contact", "@type": []string{"vcard:Kind", "vcard:Organization"}, "vcard:fn": h.Publisher, "vcard:hasURL": iri(h.Address + "/open-data")}
	if h.Contact != "" {
		it["vcard:hasEmail"] = iri("mailto:" + h.Contact)
	}
	return it
}

func (h *house) landing() thing { return a("foaf:Document", h.Address+"/open-data") }

// a is a thing of a kind that is known by its address.
func a(kind, address string) thing { return thing{"@id": address, "@type": kind} }

func iri(address string) thing { return thing{"@id": address} }

func literals(d described) []thing {
	return []thing{{"@language": text.BG, "@value": d.BG}, {"@language": text.NB, "@value": d.NB}, {"@language": text.EN, "@value": d.EN}}
}
