package geo

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// NotGPX is why a file of a GPS receiver is not read: it is none.
const NotGPX = "gpx"

// BrokenXML is why a file of a GPS receiver is not read: it breaks off, or is no XML.
const BrokenXML = "xml"

// TooManyPositions is why a file of a GPS receiver is not read: it has more positions than allowed.
const TooManyPositions = "positions"

// ReadGPX reads a file of a GPS receiver: its tracks as lines, each stretch for itself; without tracks its routes; without
// either its waypoints as points. Heights, moments and names are left out. It returns a *Broken if the file is not read.
func ReadGPX(from io.Reader, positions int) (Geometry, error) {
	r := &gpx{decoder: xml.NewDecoder(from), left: positions}
	if err := r.read(); err != nil {
		var own *Broken
		if errors.As(err, &own) {
			return Geometry{}, err
		}
		return Geometry{}, r.broken(BrokenXML)
	}
	return r.geometry()
}

type gpx struct {
	decoder        *xml.Decoder
	left           int
	isGPX          bool
	tracks, routes []Line
	points         Line
}

func (r *gpx) broken(key string) error {
	return &Broken{Key: key, Byte: r.decoder.InputOffset()}
}

func (r *gpx) read() error {
	for {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return r.ended()
		}
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !r.isGPX && start.Name.Local != "gpx" {
			return r.broken(NotGPX)
		}
		if err := r.element(start); err != nil {
			return err
		}
	}
}

func (r *gpx) ended() error {
	if !r.isGPX {
		return r.broken(NotGPX)
	}
	return nil
}

func (r *gpx) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "gpx":
		r.isGPX = true
	case "trkseg":
		r.tracks = append(r.tracks, nil)
	case "rte":
		r.routes = append(r.routes, nil)
	case "trkpt", "rtept", "wpt":
		p, err := at(e)
		if err != nil {
			return r.broken(BrokenXML)
		}
		if r.left--; r.left < 0 {
			return r.broken(TooManyPositions)
		}
		r.take(e.Name.Local, p)
	}
	return nil
}

// take adds a position to the line it is of; one that repeats the one before says nothing.
func (r *gpx) take(name string, p Position) {
	into := &r.points
	switch {
	case name == "trkpt" && len(r.tracks) > 0:
		into = &r.tracks[len(r.tracks)-1]
	case name == "rtept" && len(r.routes) > 0:
		into = &r.routes[len(r.routes)-1]
	}
	if n := len(*into); n == 0 || (*into)[n-1] != p {
		*into = append(*into, p)
	}
}

func at(e xml.StartElement) (Position, error) {
	var n [2]float64
	found := 0
	for _, a := range e.Attr {
		for i, name := range []string{"lon", "lat"} {
			if a.Name.Local == name {
				f, err := strconv.ParseFloat(a.Value, 64)
				if err != nil || math.Abs(f) > []float64{180, 90}[i] || math.IsNaN(f) {
					return Position{}, fmt.Errorf("geo: %q is no %s", a.Value, name)
				}
				n[i] = f
				found++
			}
		}
	}
	if found != 2 {
		return Position{}, errors.New("geo: a position without longitude and latitude")
	}
	return At(n[0], n[1]), nil
}

// geometry is what was found; a stretch of one position, which a receiver leaves where it lost the sky, is none.
func (r *gpx) geometry() (Geometry, error) {
	for _, all := range [][]Line{r.tracks, r.routes} {
		var lines []Line
		for _, l := range all {
			if len(l) > 1 {
				lines = append(lines, l)
			}
		}
		if len(lines) > 0 {
			return Lines(lines), nil
		}
	}
	g := Geometry{Kind: MultiPoint}
	for _, p := range r.points {
		g.Parts = append(g.Parts, []Line{{p}})
	}
	if len(g.Parts) == 1 {
		g.Kind = Point
	}
	return g, nil
}
