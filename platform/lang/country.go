package lang

import (
	"cmp"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"vekst/value/text"
)

// regions name countries in each language; those of bokmål are kept under the name of the whole language.
var regions = map[string]display.Namer{text.BG: display.Regions(language.Bulgarian), text.NB: display.Regions(language.Norwegian), text.EN: display.Regions(language.English)}

// Country is the name of a country by its two letters; the letters, where there is no such country.
func Country(lang, code string) string {
	if region, err := language.ParseRegion(code); err == nil && region.IsCountry() {
		return cmp.Or(regions[lang].Name(region), code)
	}
	return code
}
