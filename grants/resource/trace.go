package resource

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"vekst/platform/geo"
	"vekst/platform/refusal"
)

// What a place is on the map.
const (
	AsPoint = "point"
	AsLine  = "line"
	AsArea  = "area"
)

// Forms are what a place can be, in the order they are offered.
var Forms = []string{AsPoint, AsLine, AsArea}

// Limits of a path or an area that somebody enters.
const (
	traceLimit = 2000    // positions
	traceRead  = 100_000 // positions that are read at all, to be simplified
	traceBytes = 4 << 20 // of a file
)

// As is what a place is on the map.
func (p Place) As() string {
	switch g := p.Geometry(); {
	case g.IsArea():
		return AsArea
	case g.IsLine():
		return AsLine
	}
	return AsPoint
}

// Trace is the path or the outline of a place as people write it: a position a line, latitude first; between stretches of a
// path, and between outlines, a line is empty. It is "" for a point.
func (p Place) Trace() string {
	if p.Shape == "" {
		return ""
	}
	var b strings.Builder
	g := p.Geometry()
	for _, part := range g.Parts {
		for _, l := range part {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			if g.IsArea() && len(l) > 1 {
				l = l[:len(l)-1] // an outline is closed by itself
			}
			for _, at := range l {
				b.WriteString(spelled(at) + "\n")
			}
		}
	}
	return b.String()
}

// spelled is a position as people write it.
func spelled(at geo.Position) string { return geo.Text(at.Lat) + ", " + geo.Text(at.Lon) }

// ReadTrace reads a path or an area: positions one a line, as ReadPosition understands them, or a text of GeoJSON or GPX. An
// empty line begins another stretch of a path, or another outline of an area; an outline inside another is a hole. Simplify
// says that positions may be left out where there are too many.
func ReadTrace(typed, as string, simplify bool) (Place, []refusal.Complaint) {
	g, complaint := traceOf([]byte(typed), as)
	if complaint != nil {
		return Place{}, []refusal.Complaint{*complaint}
	}
	if simplify {
		g = g.fewer()
	}
	return judgedTrace(g.Geometry, as)
}

// trace is what was entered, before it is judged.
type trace struct{ geo.Geometry }

func ofShape(key string, args ...any) *refusal.Complaint {
	c := refusal.About("shape", "resource.trace.refusal."+key, args...)
	return &c
}

// ofKind is ofShape in the words for a path or for an area.
func ofKind(key, as string) *refusal.Complaint {
	if as == AsArea {
		return ofShape(key + "_area")
	}
	return ofShape(key + "_line")
}

// traceOf tells by its first letter what was entered.
func traceOf(content []byte, as string) (trace, *refusal.Complaint) {
	content = bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF")))
	switch {
	case len(content) == 0:
		return trace{}, ofKind("none", as)
	case content[0] == '{':
		return traceOfFeatures(content, as)
	case content[0] == '<':
		return traceOfGPX(content, as)
	}
	return traceOfLines(string(content), as)
}

func traceOfLines(typed, as string) (trace, *refusal.Complaint) {
	lines := []geo.Line{nil}
	number := 0
	for line := range strings.Lines(typed) {
		number++
		last := len(lines) - 1
		line = strings.TrimSpace(line)
		if line == "" {
			if len(lines[last]) > 0 {
				lines = append(lines, nil)
			}
			continue
		}
		p, ok := ReadPosition(line)
		at := geo.Position{Lon: p.Lon, Lat: p.Lat}
		switch {
		case number > traceRead:
			return trace{}, ofShape("too_many", "Count", number, "Limit", traceLimit)
		case !ok:
			return trace{}, ofShape("line", "Line", number, "Said", shortened(line))
		case !at.OnEarth():
			return trace{}, ofShape("earth", "Line", number, "Said", shortened(line))
		}
		if n := len(lines[last]); n == 0 || lines[last][n-1] != at { // said twice is said once
			lines[last] = append(lines[last], at)
		}
	}
	return traced(slices.DeleteFunc(lines, func(l geo.Line) bool { return len(l) == 0 }), as), nil
}

// shortened is what somebody wrote, in so many letters as fit into a sentence.
func shortened(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// traced makes a path or an area of lines.
func traced(lines []geo.Line, as string) trace {
	if as == AsArea {
		return trace{geo.Areas(lines)}
	}
	return trace{geo.Lines(lines)}
}

func traceOfGPX(content []byte, as string) (trace, *refusal.Complaint) {
	g, err := geo.ReadGPX(bytes.NewReader(content), traceRead)
	var broken *geo.Broken
	switch {
	case errors.As(err, &broken) && broken.Key == geo.TooManyPositions:
		return trace{}, ofShape("too_many", "Count", traceRead, "Limit", traceLimit)
	case errors.As(err, &broken) && broken.Key == geo.NotGPX:
		return trace{}, ofShape("file")
	case err != nil:
		return trace{}, ofShape("broken")
	}
	return together([]geo.Geometry{g}, as)
}

func traceOfFeatures(content []byte, as string) (trace, *refusal.Complaint) {
	var all []geo.Geometry
	var bad *refusal.Complaint
	err := geo.Read(bytes.NewReader(content), geo.Limits{Bytes: traceBytes, Features: 1000, Points: traceRead}, geo.Expecting{}, func(f geo.Feature) error {
		if wrong := f.Bad(); wrong.Key != "" && wrong.Key != geo.NoGeometry && bad == nil {
			bad = found(wrong, as, nil)
		}
		if !f.Geometry.Empty() {
			all = append(all, f.Geometry)
		}
		return nil
	})
	switch {
	case err != nil:
		return trace{}, ofShape("broken")
	case bad != nil:
		return trace{}, bad
	}
	return together(all, as)
}

// together makes one path or one area of what a file has. Points in order are a path, and a path round something is an area.
func together(all []geo.Geometry, as string) (trace, *refusal.Complaint) {
	var points geo.Line
	var lines, outlines []geo.Line
	for _, g := range all {
		for _, part := range g.Parts {
			switch {
			case g.IsArea():
				outlines = append(outlines, part...)
			case g.IsLine():
				lines = append(lines, part...)
			default:
				points = append(points, part[0]...)
			}
		}
	}
	switch {
	case len(outlines) > 0 && (len(lines) > 0 || as == AsLine):
		return trace{}, ofShape("is_area")
	case len(outlines) > 0:
		return traced(outlines, AsArea), nil
	case len(lines) > 0:
		return traced(lines, as), nil
	case len(points) > 0:
		return traced([]geo.Line{points}, as), nil
	}
	return trace{}, ofKind("none", as)
}

// fewer leaves positions out until there are few enough, as little as possible of the way.
func (t trace) fewer() trace {
	for _, metres := range []float64{1, 2, 5, 10, 20, 50, 100} {
		if len(t.Positions()) <= traceLimit {
			break
		}
		t.Geometry = t.Simplified(metres)
	}
	return t
}

// judgedTrace is the place of a path or an area, or what is wrong with it.
func judgedTrace(g geo.Geometry, as string) (Place, []refusal.Complaint) {
	if n := len(g.Positions()); n > traceLimit {
		return Place{}, []refusal.Complaint{*ofShape("too_many", "Count", n, "Limit", traceLimit)}
	}
	var first geo.Line // in the order it was written, which judging may turn round
	if len(g.Parts) == 1 && len(g.Parts[0]) == 1 {
		first = slices.Clone(g.Parts[0][0])
	}
	g, all := g.Judged(geo.Expecting{})
	for _, f := range all {
		if !f.Mended() {
			return Place{}, []refusal.Complaint{*found(f, as, first)}
		}
	}
	at := g.Stand()
	return Place{Lon: at.Lon, Lat: at.Lat, Shape: g.JSON()}, nil
}

// found says what was found of a path or an area in plain words; only is its one line, if it has no more.
func found(f geo.Finding, as string, only geo.Line) *refusal.Complaint {
	switch f.Key {
	case geo.Few:
		if len(only) > 3 {
			return ofShape("flat")
		}
		return ofKind("few", as)
	case geo.Crosses:
		if steps := only.Steps(f.At); len(steps) > 1 {
			return ofShape("crosses_steps", "At", spelled(f.At), "First", steps[0], "Second", steps[len(steps)-1])
		}
		return ofShape("crosses", "At", spelled(f.At))
	case geo.Swapped:
		c := refusal.About("shape", "resource.refusal.swapped")
		return &c
	case geo.TooMany:
		return ofShape("too_many", "Count", traceRead, "Limit", traceLimit)
	case geo.Tangled:
		return ofShape("tangled")
	}
	return ofShape("broken")
}
