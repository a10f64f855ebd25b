package resource

import (
	"math"

	"vekst/platform/geo"
)

// Blurred is the resource as the public may know its place: a sensitive one without its shape, in the middle of the square of
// the chosen size that it lies in. To make places less exact by a grid, and to say so, is what those who publish where rare
// species live recommend (A. D. Chapman 2020, Current Best Practices for Generalizing Sensitive Species Occurrence Data, GBIF);
// a place that is moved at random says something wrong, and asked for often enough gives the true one away.
func (r Resource) Blurred() Resource {
	if r.Blur > 0 && r.Place.Known() {
		r.Place = blurred(r.Place, r.Blur)
	}
	return r
}

// metre is a metre in millionths of a degree of latitude.
const metre = 9

// blurred is the middle of the square, true to within half its diagonal: its corners are that far.
func blurred(p Place, metres int64) Place {
	b := square(p, metres)
	return Place{Lon: b.West + (b.East-b.West)/2, Lat: b.South + (b.North-b.South)/2, Accuracy: (metres*1415 + 999) / 1000}
}

// Square is the square somewhere in which a sensitive resource is, which is all that the public is told.
func (r Resource) Square() (geo.Bounds, bool) {
	if r.Blur <= 0 || !r.Place.Known() {
		return geo.Bounds{}, false
	}
	return square(r.Place, r.Blur), true
}

func square(p Place, metres int64) geo.Bounds {
	size := 2 * metres * metre
	south := floor(p.Lat, size)
	wide := int64(float64(size) / math.Max(0.05, math.Cos(float64(south+size/2)*math.Pi/180e6)))
	west := floor(p.Lon, wide)
	return geo.Bounds{West: west, South: south, East: west + wide, North: south + size}
}

// floor is the largest multiple of size that is not above n.
func floor(n, size int64) int64 { return n - ((n%size)+size)%size }
