package territory

import (
	"sync"

	"vekst/platform/db"
	"vekst/platform/geo"
)

// Sheet is the outlines in force, as they are drawn.
type Sheet struct {
	version int64
	fine    Topology         // for the map that moves
	coarse  map[string]Shape // for the picture of a whole country
	Sources []Outlines       // the files it is made of, the newest first
}

// Has says whether there is an outline of a municipality.
func (s *Sheet) Has(code string) bool { _, ok := s.coarse[code]; return ok }

// How much is left out of the line, in ten-thousandths of a degree: a pixel of a map of the country on a large screen, and
// a third of one.
const (
	fineFar   = 12
	coarseFar = 35
)

// Shelf keeps the sheet in memory until other outlines are in force.
type Shelf struct {
	mu   sync.Mutex
	have *Sheet
}

// Open is the sheet as the database has it now.
func (s *Shelf) Open(r db.Reader) (*Sheet, error) {
	v, err := version(r)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.have != nil && s.have.version == v {
		return s.have, nil
	}
	sheet, err := spread(r, v)
	if err == nil {
		s.have = sheet
	}
	return sheet, err
}

// Outline is the outline of a municipality in force; nothing where nobody has imported one.
func (s *Shelf) Outline(r db.Reader, code string) (geo.Geometry, error) {
	sheet, err := s.Open(r)
	if err != nil {
		return geo.Geometry{}, err
	}
	for _, j := range sheet.fine.Shapes {
		if j.Code == code {
			return sheet.outline(j), nil
		}
	}
	return geo.Geometry{}, nil
}

func (s *Sheet) outline(j Joined) geo.Geometry {
	var rings []geo.Line
	for _, refs := range j.Rings {
		var l geo.Line
		for _, at := range s.fine.Ring(refs) {
			l = append(l, geo.Position{Lon: int64(at.X) * (geo.Degree / unit), Lat: int64(at.Y) * (geo.Degree / unit)})
		}
		rings = append(rings, l)
	}
	return geo.Areas(rings)
}

func spread(r db.Reader, v int64) (*Sheet, error) {
	sources, err := standing(r)
	if err != nil {
		return nil, err
	}
	rows, err := inForce(r)
	if err != nil {
		return nil, err
	}
	var shapes []Shape
	for i, row := range rows {
		if i > 0 && rows[i-1].Code == row.Code {
			continue // an older file
		}
		rings, err := read(row.Rings)
		if err != nil {
			return nil, err
		}
		shapes = append(shapes, Shape{Code: row.Code, Rings: rings})
	}
	return newSheet(v, sources, shapes), nil
}

func newSheet(v int64, sources []Outlines, shapes []Shape) *Sheet {
	all := Join(shapes)
	s := &Sheet{version: v, fine: all.Simplify(fineFar), coarse: map[string]Shape{}, Sources: sources}
	coarse := all.Simplify(coarseFar)
	for _, j := range coarse.Shapes {
		one := Shape{Code: j.Code}
		for _, refs := range j.Rings {
			one.Rings = append(one.Rings, coarse.Ring(refs))
		}
		s.coarse[j.Code] = one
	}
	return s
}
