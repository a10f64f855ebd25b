// Package geo knows places on the earth: positions, lines and areas as GeoJSON (RFC 7946) has them, how far, how long, how
// large, what is wrong with them and where.
//
// Positions are whole millionths of a degree of WGS 84, a tenth of a metre, so that whether a line crosses another is decided
// exactly and what is written is read back the same. Everything is reckoned in the plane of degrees, which is right for shapes
// the size of a district. Shapes across the antimeridian or around a pole are not promised to work.
package geo

import (
	"fmt"
	"math"
)

// Degree is a degree in the units of a Position.
const Degree = 1_000_000

// radius of the earth in metres, the mean one.
const radius = 6_371_008.8

// Position is a place, in millionths of a degree.
type Position struct{ Lon, Lat int64 }

// At is the position at degrees of longitude and latitude.
func At(lon, lat float64) Position {
	return Position{int64(math.Round(lon * Degree)), int64(math.Round(lat * Degree))}
}

// Degrees are the longitude and the latitude in degrees.
func (p Position) Degrees() (lon, lat float64) {
	return float64(p.Lon) / Degree, float64(p.Lat) / Degree
}

// String is the position as people write it in a fault: "25.41, 42.93", longitude first as in GeoJSON.
func (p Position) String() string {
	lon, lat := p.Degrees()
	return fmt.Sprintf("%g, %g", lon, lat)
}

// Turned is the position with longitude and latitude changed about.
func (p Position) Turned() Position { return Position{p.Lat, p.Lon} }

// OnEarth says whether there is such a place.
func (p Position) OnEarth() bool {
	return p.Lon >= -180*Degree && p.Lon <= 180*Degree && p.Lat >= -90*Degree && p.Lat <= 90*Degree
}

// Metres is how far two places are from each other.
func Metres(a, b Position) float64 {
	lat1, lat2 := radians(a.Lat), radians(b.Lat)
	up, across := math.Sin((lat2-lat1)/2), math.Sin((radians(b.Lon)-radians(a.Lon))/2)
	h := up*up + math.Cos(lat1)*math.Cos(lat2)*across*across
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(h)))
}

func radians(millionths int64) float64 { return float64(millionths) / Degree * math.Pi / 180 }

// Bounds is a box of longitudes and latitudes, its edges included.
type Bounds struct{ West, South, East, North int64 }

// Has says whether a place is in the box.
func (b Bounds) Has(p Position) bool {
	return p.Lon >= b.West && p.Lon <= b.East && p.Lat >= b.South && p.Lat <= b.North
}

// Around is the smallest box with all places, the zero Bounds for none.
func Around(all ...Position) Bounds {
	if len(all) == 0 {
		return Bounds{}
	}
	b := Bounds{all[0].Lon, all[0].Lat, all[0].Lon, all[0].Lat}
	for _, p := range all[1:] {
		b = Bounds{min(b.West, p.Lon), min(b.South, p.Lat), max(b.East, p.Lon), max(b.North, p.Lat)}
	}
	return b
}

// Wider is the box with so many millionths of a degree more on each side.
func (b Bounds) Wider(by int64) Bounds {
	return Bounds{b.West - by, b.South - by, b.East + by, b.North + by}
}
