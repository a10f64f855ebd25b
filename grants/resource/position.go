package resource

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// numbersOfPlace are the numbers in what people write or paste for a position.
var numbersOfPlace = regexp.MustCompile(`-?\d+(?:[.,]\d+)?`)

// ReadPosition understands a position as people write it, latitude first: 42.931, 25.878; 42,931 25,878; geo:42.931,25.878;
// 42°55'52"N 25°52'41"E. Nothing typed is the zero Place. It is false for what it does not understand.
func ReadPosition(typed string) (Place, bool) {
	typed = strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(typed, "−", "-"), "geo:"))
	if typed == "" {
		return Place{}, true
	}
	var found []float64
	for _, s := range numbersOfPlace.FindAllString(typed, -1) {
		n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
		if err != nil {
			return Place{}, false
		}
		found = append(found, n)
	}
	switch len(found) {
	case 2:
		return placeAt(found[0], found[1], typed)
	case 6:
		return placeAt(sexagesimal(found[0:3]), sexagesimal(found[3:6]), typed)
	}
	return Place{}, false
}

func sexagesimal(n []float64) float64 {
	if n[0] < 0 {
		return n[0] - n[1]/60 - n[2]/3600
	}
	return n[0] + n[1]/60 + n[2]/3600
}

// placeAt is the place at degrees of latitude and longitude; letters for south and west turn them round.
func placeAt(lat, lon float64, typed string) (Place, bool) {
	letters := strings.ToUpper(typed)
	if strings.Contains(letters, "S") || strings.Contains(letters, "Ю") {
		lat = -math.Abs(lat)
	}
	if strings.Contains(letters, "W") {
		lon = -math.Abs(lon)
	}
	if math.Abs(lat) > 1000 || math.Abs(lon) > 1000 {
		return Place{}, false
	}
	return Place{Lat: int64(math.Round(lat * 1e6)), Lon: int64(math.Round(lon * 1e6))}, true
}
