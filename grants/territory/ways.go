package territory

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/municipality"
	"vekst/grants/resource"
	"vekst/platform/geo"
	"vekst/platform/web"
)

// asAbout is the square somewhere in which a sensitive resource is; its shape is nobody's to know.
const asAbout = "about"

// Way is a path or an area of a resource on the picture, or the square of a sensitive one.
type Way struct {
	Kind, Path string
	At         string // the place that stands for it, as the script asks by it
}

// openWay is a path or an area for the map that moves: lines in steps of a hundred-thousandth of a degree.
type openWay struct {
	As    string    `json:"a"`
	At    [2]int64  `json:"p"` // the place that stands for it
	Lines [][]int64 `json:"l"`
}

// How exact a path or an area is on the map, in metres, and how many positions it may have. One that has more is drawn more
// coarsely.
var (
	waysFar      = []float64{8, 20, 50, 120}
	waysMost     = 300
	leastOnWorld = 4 // units of the picture that a way has to be long to be drawn on it
)

// drawn is what is drawn of a resource; false for a point.
func drawn(r resource.Resource) (as string, g geo.Geometry, ok bool) {
	if b, isSensitive := r.Square(); isSensitive {
		return asAbout, geo.Areas([]geo.Line{{{Lon: b.West, Lat: b.South}, {Lon: b.East, Lat: b.South}, {Lon: b.East, Lat: b.North}, {Lon: b.West, Lat: b.North}}}), true
	}
	if r.Place.Shape == "" {
		return "", geo.Geometry{}, false
	}
	return r.Place.As(), r.Place.Geometry(), true
}

// waysOf are the paths and areas of some resources. A square that several share is drawn once.
func waysOf(some []resource.Resource) []openWay {
	all := []openWay{}
	seen := map[geo.Bounds]bool{}
	for _, r := range some {
		as, g, ok := drawn(r)
		if b, isSensitive := r.Square(); !ok || isSensitive && seen[b] {
			continue
		} else if isSensitive {
			seen[b] = true
		}
		all = append(all, openWay{as, [2]int64{r.Place.Lon / (1_000_000 / pointUnit), r.Place.Lat / (1_000_000 / pointUnit)}, stepsOf(coarse(g))})
	}
	return all
}

func coarse(g geo.Geometry) geo.Geometry {
	for _, metres := range waysFar {
		if g = g.Simplified(metres); len(g.Positions()) <= waysMost {
			break
		}
	}
	return g
}

func stepsOf(g geo.Geometry) [][]int64 {
	var all [][]int64
	for _, part := range g.Parts {
		for _, l := range part {
			var steps []int64
			var lastX, lastY int64
			for _, p := range l {
				x, y := p.Lon/(1_000_000/pointUnit), p.Lat/(1_000_000/pointUnit)
				steps = append(steps, x-lastX, y-lastY)
				lastX, lastY = x, y
			}
			all = append(all, steps)
		}
	}
	return all
}

// waysOn draws paths and areas on the picture of the server, as far as they are large enough to be seen on it.
func waysOn(p Projection, all []openWay) []Way {
	var ways []Way
	for _, w := range all {
		path, long := pathOn(p, w)
		if long >= leastOnWorld {
			ways = append(ways, Way{w.As, path, strconv.FormatInt(w.At[0], 10) + "," + strconv.FormatInt(w.At[1], 10)})
		}
	}
	return ways
}

// pathOn writes a way as SVG does, and how far it reaches on the picture; 0 beside it.
func pathOn(p Projection, w openWay) (string, int) {
	var b strings.Builder
	west, east, south, north := math.MaxInt, math.MinInt, math.MaxInt, math.MinInt
	for _, l := range w.Lines {
		var x, y int64
		lastX, lastY := -1, -1
		for i := 0; i < len(l); i += 2 {
			x, y = x+l[i], y+l[i+1]
			atX, atY := p.On(Spot{int32(x / (pointUnit / unit)), int32(y / (pointUnit / unit))})
			west, east, south, north = min(west, atX), max(east, atX), min(south, atY), max(north, atY)
			if i > 0 && atX == lastX && atY == lastY {
				continue
			}
			b.WriteString([]string{"M", "L"}[min(i, 1)] + strconv.Itoa(atX) + " " + strconv.Itoa(atY))
			lastX, lastY = atX, atY
		}
		if w.As != resource.AsLine {
			b.WriteByte('z')
		}
	}
	if east < 0 || north < 0 || west > p.Width || south > p.Height {
		return "", 0
	}
	return b.String(), max(east-west, north-south)
}

// wayRow is a path or an area in the table.
type wayRow struct {
	Name, Lang, Link, Kind, Measure, Where string
	Invented                               bool
}

// mostWays is how many paths and areas the table has; the list of resources has them all.
const mostWays = 60

// wayRows are the paths and areas of some resources for the table beside the map, the longest name last.
func wayRows(q *web.Request, places *municipality.Directory, some []resource.Resource) []wayRow {
	var all []wayRow
	for _, r := range some {
		measure := resource.Measured(q, r.Place)
		if measure == "" || len(all) >= mostWays {
			continue
		}
		name, l := r.Name.Best(q.Lang)
		all = append(all, wayRow{Name: name, Lang: l, Link: q.Link(resource.Link(r.ID)), Kind: resource.KindOf(r.Kind).Name.In(q.Lang), Measure: measure, Where: places.Label(r.Municipality, q.Lang), Invented: r.Invented})
	}
	return all
}

// keysOf says of which forms there are ways, in the order the legend has them.
func keysOf(all []openWay) []string {
	var keys []string
	for _, as := range []string{resource.AsLine, resource.AsArea, asAbout} {
		if slices.ContainsFunc(all, func(w openWay) bool { return w.As == as }) {
			keys = append(keys, as)
		}
	}
	return keys
}
