package resource

import (
	"math"

	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/text"
)

// Measured says what a place is on the map and how long or large it is: "path, 3.2 km"; "" for a point.
func Measured(q *web.Request, p Place) string {
	switch g := p.Geometry(); {
	case p.Shape == "":
		return ""
	case g.IsArea():
		return q.T("resource.measure.area", "Size", sized(q, g.Area()))
	case g.IsLine():
		return q.T("resource.measure.line", "Length", long(q, g.Length()))
	}
	return ""
}

// long is a length in the unit people would say it in, no more exact than a path is walked.
func long(q *web.Request, metres float64) string {
	switch {
	case metres < 100:
		return q.T("resource.measure.m", "Number", lang.Number(q.Lang, int64(math.Round(metres))))
	case metres < 995:
		return q.T("resource.measure.m", "Number", lang.Number(q.Lang, 10*int64(math.Round(metres/10))))
	}
	return q.T("resource.measure.km", "Number", rounded(q, metres/1000))
}

// sized is an area in the unit people would say it in: land is counted in decares in Bulgarian and Norwegian, in hectares in
// English.
func sized(q *web.Request, metres float64) string {
	land := landUnit(q.Lang)
	switch {
	case metres < land:
		return q.T("resource.measure.m2", "Number", lang.Number(q.Lang, 10*int64(math.Round(metres/10))))
	case metres < 10_000_000:
		return q.T("resource.measure.land", "Number", rounded(q, metres/land))
	}
	return q.T("resource.measure.km2", "Number", rounded(q, metres/1_000_000))
}

// rounded is a number with one decimal below a hundred, and none above.
func rounded(q *web.Request, n float64) string {
	if n >= 99.95 {
		return lang.Number(q.Lang, int64(math.Round(n)))
	}
	return tenths(q.Lang, int64(math.Round(n*100)))
}

// landUnit is how many square metres the unit has in which people count land.
func landUnit(language string) float64 {
	if language == text.EN {
		return 10_000
	}
	return 1000
}
