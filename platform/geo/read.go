package geo

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits are how much of a file is read; 0 is no limit. Of a file, no more than one feature is ever kept in memory.
type Limits struct {
	Bytes    int64 // of the file
	Feature  int64 // bytes of one feature
	Features int
	Points   int // positions of one geometry
}

// Feature is one thing of a file of GeoJSON.
type Feature struct {
	Number     int    // in the file, from 1
	ID         string // "" for none
	Properties map[string]any
	Geometry   Geometry
	Found      []Finding
}

// Bad is the first finding that makes the geometry unusable, the zero Finding for none.
func (f Feature) Bad() Finding {
	for _, x := range f.Found {
		if !x.Mended() {
			return x
		}
	}
	return Finding{}
}

// Why a file is not read.
const (
	NotGeoJSON      = "kind"     // no GeoJSON: Broken.Means says the type it gave, if any
	BrokenJSON      = "json"     // broken off, or not JSON, at a byte
	FileTooLarge    = "bytes"    // more bytes than allowed
	FeatureTooLarge = "feature"  // one feature has more bytes than allowed
	TooManyFeatures = "features" // more features than allowed
	OtherSystem     = "system"   // says itself that it is of another system of coordinates: Broken.Means
)

// Broken is why a file was not read, or not to its end, and where.
type Broken struct {
	Key     string
	Byte    int64 // where in the file
	Feature int   // the number of the feature that was being read; 0 before the first
	Means   string
}

func (b *Broken) Error() string {
	return fmt.Sprintf("geo: file not read: %s at byte %d, feature %d %s", b.Key, b.Byte, b.Feature, b.Means)
}

// Read reads a FeatureCollection, a Feature or a geometry as a stream and calls each with its features in order. It returns a
// *Broken if the file is not read, or the error of each. Faults of single features are in their Found.
func Read(from io.Reader, l Limits, e Expecting, each func(Feature) error) error {
	e.Points = l.Points
	m := &meter{from: unmarked(from), bytes: l.Bytes, feature: l.Feature}
	r := &reader{meter: m, limits: l, expecting: e, each: each, decoder: json.NewDecoder(m)}
	r.decoder.UseNumber()
	err := r.file()
	var own *Broken
	switch {
	case err == nil || errors.As(err, &own):
		return err
	case m.over != "":
		return r.broken(m.over, "")
	case r.isOwn:
		return err
	}
	return r.broken(BrokenJSON, "")
}

// unmarked is a file without the mark by which programs of Windows say that it is UTF-8.
func unmarked(from io.Reader) io.Reader {
	const mark = "\ufeff"
	b := bufio.NewReader(from)
	if begins, _ := b.Peek(len(mark)); string(begins) == mark {
		_, _ = b.Discard(len(mark))
	}
	return b
}

type reader struct {
	meter     *meter
	limits    Limits
	expecting Expecting
	each      func(Feature) error
	decoder   *json.Decoder
	number    int
	isOwn     bool // the error is one of each
}

func (r *reader) broken(key, means string) error {
	return &Broken{Key: key, Byte: r.decoder.InputOffset(), Feature: r.number, Means: means}
}

// file reads the outer object. Its members may stand in any order: features are read where they stand, the members of a
// single feature or geometry are kept until its end.
func (r *reader) file() error {
	start, err := r.decoder.Token()
	if err != nil {
		return err
	}
	if start != json.Delim('{') {
		return r.broken(NotGeoJSON, "")
	}
	rest := map[string]json.RawMessage{}
	hasFeatures := false
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			hasFeatures = true
			if err := r.features(); err != nil {
				return err
			}
			continue
		}
		var value json.RawMessage
		if err := r.decoder.Decode(&value); err != nil {
			return err
		}
		if err := r.member(fmt.Sprint(key), value, rest); err != nil {
			return err
		}
	}
	if _, err := r.decoder.Token(); err != nil {
		return err
	}
	if hasFeatures {
		return nil
	}
	return r.single(rest)
}

func (r *reader) member(key string, value json.RawMessage, rest map[string]json.RawMessage) error {
	switch key {
	case "crs":
		if name := systemNamed(value); name != "" {
			return r.broken(OtherSystem, name)
		}
	case "type", "geometry", "properties", "id", "coordinates", "geometries":
		rest[key] = value
	}
	return nil
}

// systemNamed is the system of coordinates that an old file says it is of, "" where that is the one of GeoJSON.
func systemNamed(crs json.RawMessage) string {
	var c struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if json.Unmarshal(crs, &c) != nil || c.Properties.Name == "" {
		return ""
	}
	name := c.Properties.Name
	if strings.HasSuffix(name, "CRS84") || strings.HasSuffix(name, ":4326") || strings.HasSuffix(name, ":4258") {
		return ""
	}
	if _, number, ok := strings.Cut(name, "EPSG:"); ok {
		return "EPSG:" + strings.Trim(number, ":")
	}
	return name
}

func (r *reader) features() error {
	start, err := r.decoder.Token()
	if err != nil {
		return err
	}
	if start != json.Delim('[') {
		return r.broken(NotGeoJSON, "")
	}
	for r.decoder.More() {
		r.number++
		r.meter.mark(r.decoder.InputOffset())
		if r.limits.Features > 0 && r.number > r.limits.Features {
			return r.broken(TooManyFeatures, "")
		}
		var one json.RawMessage
		if err := r.decoder.Decode(&one); err != nil {
			return err
		}
		if err := r.feature(one); err != nil {
			return err
		}
	}
	r.meter.mark(r.decoder.InputOffset())
	_, err = r.decoder.Token()
	return err
}

// raw is a feature as it stands in a file.
type raw struct {
	ID         json.RawMessage `json:"id"`
	Properties json.RawMessage `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

func (r *reader) feature(data []byte) error {
	var one raw
	f := Feature{Number: r.number}
	if json.Unmarshal(data, &one) != nil {
		f.Found = []Finding{{Key: Unknown}}
	} else {
		f.ID = idOf(one.ID)
		decoder := json.NewDecoder(strings.NewReader(string(one.Properties)))
		decoder.UseNumber()
		_ = decoder.Decode(&f.Properties) // properties that are no object are none
		f.Geometry, f.Found = Parse(one.Geometry, r.expecting)
	}
	err := r.each(f)
	r.isOwn = err != nil
	return err
}

func idOf(data json.RawMessage) string {
	var s string
	if json.Unmarshal(data, &s) == nil {
		return s
	}
	if data = json.RawMessage(strings.TrimSpace(string(data))); string(data) == "null" {
		return ""
	}
	return string(data)
}

// single reads a file that is one feature or one geometry.
func (r *reader) single(rest map[string]json.RawMessage) error {
	var kind string
	_ = json.Unmarshal(rest["type"], &kind)
	r.number = 1
	switch Kind(kind) {
	case "Feature":
	case Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, "GeometryCollection":
		geometry, err := json.Marshal(rest)
		if err != nil {
			return err
		}
		rest = map[string]json.RawMessage{"geometry": geometry}
	default:
		r.number = 0
		return r.broken(NotGeoJSON, kind)
	}
	whole, err := json.Marshal(rest)
	if err != nil {
		return err
	}
	return r.feature(whole)
}

// meter counts what is read and stops at the limits: of the file, and of what is read since a mark.
type meter struct {
	from           io.Reader
	bytes, feature int64
	read, marked   int64
	over           string
}

var errOver = errors.New("geo: over a limit")

func (m *meter) mark(at int64) { m.marked = at }

func (m *meter) Read(p []byte) (int, error) {
	switch {
	case m.bytes > 0 && m.read > m.bytes:
		m.over = FileTooLarge
	case m.feature > 0 && m.read-m.marked > m.feature:
		m.over = FeatureTooLarge
	}
	if m.over != "" {
		return 0, errOver
	}
	n, err := m.from.Read(p)
	m.read += int64(n)
	return n, err
}
