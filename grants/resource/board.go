package resource

import (
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/geo"
	"vekst/platform/web"
)

// boardSize is the size of a board, in units of its view box.
var boardSize = [2]int{800, 560}

// board is the map on which a place is drawn with a finger: the outline and the seat of the municipality, its neighbours and
// what is there already, to go by. A script brings it to life and shows it; the fields beside it say the same.
type board struct {
	Sketch
	Outline                    string
	West, North, Scale, Across string // where its upper left corner lies in degrees, units a degree of latitude, how much shorter one of longitude is
	Land                       int    // square metres of the unit in which land is counted
}

// boardOf is the board of a municipality, with the place that is entered in sight.
func (h *house) boardOf(q *web.Request, d *municipality.Directory, m municipality.Municipality, p Place) (board, error) {
	outline, err := h.outlineOf(q.Reader(), m.Code)
	if err != nil {
		return board{}, err
	}
	there, err := Public(q.Reader(), Filter{Municipality: m.Code, Lang: q.Lang})
	if err != nil {
		return board{}, err
	}
	f, ok := boardFrame(outline, m, p, there)
	if !ok {
		return board{}, nil
	}
	b := board{Sketch: Sketch{Width: boardSize[0], Height: boardSize[1]}, Outline: f.path(outline.Simplified(f.metres())), Land: int(landUnit(q.Lang)),
		West: exact(f.west / geo.Degree), North: exact(f.north / geo.Degree), Scale: exact(f.scale * geo.Degree), Across: exact(f.across)}
	for _, o := range d.All() {
		if o.Country == m.Country && seatOf(o).Known() {
			b.seat(f, o, o.Code == m.Code, d.Label(o.Code, q.Lang))
		}
	}
	for _, r := range there {
		if r.Blur == 0 && r.Place.Known() && r.Place != p { // what is sensitive is no landmark
			b.landmark(f, r, r.Name.In(q.Lang))
		}
	}
	return b, nil
}

// boardFrame holds the municipality, and the place where it lies beside it.
func boardFrame(outline geo.Geometry, m municipality.Municipality, p Place, there []Resource) (frame, bool) {
	var all []Place
	if seatOf(m).Known() {
		all = append(all, seatOf(m))
	}
	if !outline.Empty() {
		all = append(all, cornersOf(outline.Bounds())...)
	}
	for _, r := range there {
		if r.Place.Known() {
			all = append(all, r.Place)
		}
	}
	if p.Known() {
		all = append(all, p.corners()...)
	}
	all = slices.DeleteFunc(all, func(p Place) bool { return seatOf(m).Known() && Metres(p, seatOf(m)) > farthest })
	if len(all) == 0 {
		return frame{}, false
	}
	return frameOf(all, float64(boardSize[0]), float64(boardSize[1]), sketchMargin, sketchSpan), true
}

// landmark puts a resource that is there already on the board.
func (b *board) landmark(f frame, r Resource, name string) {
	if w, ok := f.way(r.Place); ok {
		b.Ways = append(b.Ways, w)
	}
	x, y := f.on(r.Place)
	b.Pins = append(b.Pins, SketchDot{X: x, Y: y, NameX: x + 9, NameY: y + 5, Name: name})
}

func exact(n float64) string { return strconv.FormatFloat(n, 'f', 9, 64) }
