package municipality

import "vekst/platform/web"

// The view box of the dot map.
const (
	MapWidth  = 760
	MapHeight = 470
)

// On returns where a point lies on the dot map, in units of its view box. The projection is equirectangular: degrees of
// longitude and latitude become units at 110 and 136.5 to the degree, near enough to true shape at 43° north for a map of
// dots, and not for measuring. Bulgaria's seats fall well inside the box.
func (p Point) On() (x, y int) {
	const west, north = 22066, 44411 // thousandths of a degree at the left and upper edge
	return (110*(p.Longitude-west) + 500) / 1000, (1365*(north-p.Latitude) + 5000) / 10000
}

// Dots are the seats of all municipalities on the dot map.
func (r *Register) Dots() []web.Dot {
	dots := make([]web.Dot, len(r.municipalities))
	for i, m := range r.municipalities {
		dots[i].X, dots[i].Y = m.Point.On()
	}
	return dots
}

// The part of the dot map that shows where one municipality is.
const (
	nearWidth  = 380
	nearHeight = 260
)

// Locate is the part of the dot map around a municipality, which is marked. Its Label is for the page to say.
func (r *Register) Locate(m Municipality, language string) web.Map {
	x, y := m.Point.On()
	near := web.Map{Width: nearWidth, Height: nearHeight,
		Left: min(max(x-nearWidth/2, 0), MapWidth-nearWidth), Top: min(max(y-nearHeight/2, 0), MapHeight-nearHeight)}
	for _, d := range r.Dots() {
		if d.X > near.Left && d.X < near.Left+nearWidth && d.Y > near.Top && d.Y < near.Top+nearHeight {
			near.Dots = append(near.Dots, d)
		}
	}
	marked := web.Dot{X: x, Y: y, NameX: x, NameY: y - 24, Anchor: "middle", Name: m.Name.In(language)}
	switch {
	case x < near.Left+80:
		marked.NameX, marked.NameY, marked.Anchor = x+18, y+6, "start"
	case x > near.Left+nearWidth-80:
		marked.NameX, marked.NameY, marked.Anchor = x-18, y+6, "end"
	}
	near.Marked = []web.Dot{marked}
	return near
}

// names say where the name of each of the ten stands on the map of them all, so that none covers another.
var names = map[string]web.Dot{
	"VAR09": {NameY: -17, Anchor: "middle"}, "PVN16": {NameY: -17, Anchor: "middle"}, "RSE13": {NameY: -17, Anchor: "middle"},
	"HKV09": {NameX: 15, NameY: 6, Anchor: "start"}, "BLG01": {NameX: -14, NameY: 20, Anchor: "end"},
	"PDV07": {NameY: -17, Anchor: "middle"}, "BLG02": {NameX: -2, NameY: -16, Anchor: "middle"},
	"VTR13": {NameX: 15, NameY: 12, Anchor: "start"}, "KRZ21": {NameY: 30, Anchor: "middle"}, "VTR20": {NameX: 14, NameY: -6, Anchor: "start"},
}

// LocateTheTen is the dot map with the ten marked. Its Label is for the page to say.
func (r *Register) LocateTheTen(language string) web.Map {
	m := web.Map{Width: MapWidth, Height: MapHeight, Dots: r.Dots()}
	for _, code := range TheTen() {
		one, _ := r.Municipality(code)
		dot := names[code]
		dot.X, dot.Y = one.Point.On()
		dot.NameX, dot.NameY, dot.Name = dot.NameX+dot.X, dot.NameY+dot.Y, one.Name.In(language)
		m.Marked = append(m.Marked, dot)
	}
	return m
}
