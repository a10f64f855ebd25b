package territory

import (
	"math"
	"strconv"
)

// Projection puts places on a picture of a width, as Mercator does, so that it agrees with the map that moves.
type Projection struct {
	Width, Height int
	left, top     float64 // in degrees, and in Mercator's degrees
	scale         float64
}

// Box is what there is to show, in units of a ten-thousandth of a degree.
type Box struct {
	Least, Most Spot
	any         bool
}

// Take makes the box reach a spot.
func (b *Box) Take(s Spot) {
	if !b.any {
		*b = Box{s, s, true}
		return
	}
	b.Least = Spot{min(b.Least.X, s.X), min(b.Least.Y, s.Y)}
	b.Most = Spot{max(b.Most.X, s.X), max(b.Most.Y, s.Y)}
}

// Picture sizes in units of its view box.
const (
	pictureWidth = 1000
	tallest      = 1200
	margin       = 24
)

// up is a latitude as Mercator stretches it, in degrees.
func up(y int32) float64 {
	lat := min(85, max(-85, float64(y)/unit)) * math.Pi / 180
	return math.Log(math.Tan(math.Pi/4+lat/2)) * 180 / math.Pi
}

// Fit makes a projection that shows all of a box.
func Fit(b Box) Projection {
	wide := max(float64(b.Most.X-b.Least.X)/unit, 0.05)
	high := max(up(b.Most.Y)-up(b.Least.Y), 0.05)
	scale := min((pictureWidth-2*margin)/wide, (tallest-2*margin)/high)
	p := Projection{Width: pictureWidth, Height: int(high*scale) + 2*margin, scale: scale}
	p.left = float64(b.Least.X)/unit - (pictureWidth/scale-wide)/2
	p.top = up(b.Most.Y) + (float64(p.Height)/scale-high)/2
	return p
}

// On is where a spot lies on the picture.
func (p Projection) On(s Spot) (x, y int) {
	return int(math.Round((float64(s.X)/unit - p.left) * p.scale)), int(math.Round((p.top - up(s.Y)) * p.scale))
}

// Corner is where the upper left corner of a picture lies, in degrees of longitude and Mercator's degrees of latitude, and
// how many units of the picture a degree is; as the script of the map reads them.
type Corner struct{ Left, Top, Scale string }

// Corner is that of the projection.
func (p Projection) Corner() Corner {
	exact := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	return Corner{exact(p.left), exact(p.top), exact(p.scale)}
}
