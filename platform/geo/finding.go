package geo

// What can be found of a geometry. Those of the first group leave it unusable; those of the second were mended.
const (
	NoGeometry = "none"     // there is none
	Unknown    = "unknown"  // no kind of GeoJSON, or a collection of several
	NotNumbers = "numbers"  // positions are not pairs of numbers, or not as deep as the kind has them
	Few        = "few"      // a line of one place, an area of two
	OffEarth   = "earth"    // degrees that do not exist
	Metric     = "metres"   // metres of another system of coordinates: Means says which it could be
	Swapped    = "swapped"  // latitude before longitude
	Crosses    = "crosses"  // an outline crosses itself, or another of the same area
	Tangled    = "tangled"  // too many edges beside one another to tell
	TooMany    = "too-many" // positions

	Closed = "closed" // an outline did not end where it began
	Wound  = "wound"  // an outline ran the wrong way round
)

// Finding is one thing found of a geometry, and where.
type Finding struct {
	Key   string
	At    Position // the zero Position for nowhere in particular
	Means string   // of Metric: systems of coordinates the numbers could be of
}

// Mended says whether a finding was put right in reading.
func (f Finding) Mended() bool { return f.Key == Closed || f.Key == Wound }

// system guesses of which system of coordinates metres are, by where the countries Vekst serves lie in each.
func system(x, y float64) string {
	switch {
	case x > 2_400_000 && x < 3_300_000 && y > 4_900_000 && y < 5_700_000, x > 400_000 && x < 3_500_000 && y > 7_900_000 && y < 11_800_000:
		return "EPSG:3857"
	case x > 100_000 && x < 900_000 && y > 4_500_000 && y < 4_950_000:
		return "EPSG:32635, EPSG:7801"
	case x > -100_000 && x < 1_200_000 && y > 6_400_000 && y < 8_000_000:
		return "EPSG:25833, EPSG:25832"
	case y > 100_000 && y < 900_000 && x > 4_500_000 && x < 4_950_000:
		return "EPSG:7801"
	}
	return ""
}
