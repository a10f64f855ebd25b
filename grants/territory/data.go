package territory

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vekst/grants/municipality"
	"vekst/grants/resource"
	"vekst/grants/statistics"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// openPlaces is what the map that moves is made of: arcs in steps of a ten-thousandth of a degree, and municipalities as
// their rings of arcs, ^n for arc n turned round, and their seat.
type openPlaces struct {
	Unit   int         `json:"unit"`
	Arcs   [][]int32   `json:"arcs"`
	Places []openPlace `json:"places"`
}

type openPlace struct {
	Code  string  `json:"c"`
	Rings [][]int `json:"r,omitempty"`
	Seat  []int32 `json:"s,omitempty"`
}

// placesLink is the address of the places of a country, which changes with them, so that they are kept for ever.
func placesLink(s *Sheet, b *statistics.Book, country string) string {
	return "/map/places.json?" + url.Values{"country": {country}, "state": {stateOf(s, b)}}.Encode()
}

func stateOf(s *Sheet, b *statistics.Book) string {
	return strconv.FormatInt(s.version, 10) + "." + strconv.FormatInt(b.Places.Version, 10)
}

// places answers with the outlines and seats of a country.
func (h *house) places(q *web.Request) (web.Answer, error) {
	b, err := h.Figures.Book(q.Reader())
	if err != nil {
		return nil, err
	}
	s, err := h.sheets.Open(q.Reader())
	if err != nil {
		return nil, err
	}
	country := q.Value("country")
	if !slices.Contains(b.Places.Countries(), country) {
		return nil, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	now := stateOf(s, b)
	return h.sent.answer(q, "places "+country, now, func() any { return openOf(s, b.Places.Find(municipality.Wanted{Country: country}, "en")) })
}

func openOf(s *Sheet, all []municipality.Municipality) openPlaces {
	joined := map[string]Joined{}
	for _, j := range s.fine.Shapes {
		joined[j.Code] = j
	}
	o := openPlaces{Unit: unit, Arcs: [][]int32{}}
	number := map[int]int{}
	for _, m := range all {
		p := openPlace{Code: m.Code}
		for _, ring := range joined[m.Code].Rings {
			var refs []int
			for _, n := range ring {
				refs = append(refs, o.take(s, number, n))
			}
			p.Rings = append(p.Rings, refs)
		}
		if at, ok := spotOf(m); ok {
			p.Seat = []int32{at.X, at.Y}
		}
		o.Places = append(o.Places, p)
	}
	return o
}

// take gives an arc its number among those that are sent.
func (o *openPlaces) take(s *Sheet, number map[int]int, n int) int {
	arc := max(n, ^n)
	at, ok := number[arc]
	if !ok {
		at = len(o.Arcs)
		number[arc] = at
		var flat []int32
		var last Spot
		for _, p := range s.fine.Arcs[arc] {
			flat = append(flat, p.X-last.X, p.Y-last.Y)
			last = p
		}
		o.Arcs = append(o.Arcs, flat)
	}
	if n < 0 {
		return ^at
	}
	return at
}

// openPoints are resources for the map that moves: of each kind the places in steps of a hundred-thousandth of a degree.
type openPoints struct {
	Unit  int        `json:"unit"`
	Kinds []openKind `json:"kinds"`
	Ways  []openWay  `json:"ways,omitempty"`
}

type openKind struct {
	Kind  string  `json:"k"`
	Class string  `json:"c"`
	At    []int64 `json:"p"`
}

const pointUnit = 100_000

// points answers with the resources a filter asks for.
func (h *house) points(q *web.Request) (web.Answer, error) {
	all, state, err := h.found.Open(q.Reader())
	if err != nil {
		return nil, err
	}
	filter := filterOf(q)
	return h.sent.answer(q, "resources "+filter, state, func() any { return pointsOf(chosen(all, filter, "")) })
}

func pointsOf(some []resource.Resource) openPoints {
	sorted := slices.Clone(some)
	slices.SortFunc(sorted, func(a, b resource.Resource) int {
		if a.Kind != b.Kind {
			return strings.Compare(a.Kind, b.Kind)
		}
		return int(a.Place.Lon - b.Place.Lon)
	})
	o := openPoints{Unit: pointUnit, Kinds: []openKind{}, Ways: waysOf(some)}
	var lastX, lastY int64
	for i, r := range sorted {
		if i == 0 || sorted[i-1].Kind != r.Kind {
			o.Kinds = append(o.Kinds, openKind{Kind: r.Kind, Class: r.Class})
			lastX, lastY = 0, 0
		}
		k := &o.Kinds[len(o.Kinds)-1]
		x, y := r.Place.Lon/(1_000_000/pointUnit), r.Place.Lat/(1_000_000/pointUnit)
		k.At = append(k.At, x-lastX, y-lastY)
		lastX, lastY = x, y
	}
	return o
}

// sent keeps answers compressed, each until its state is another.
type sent struct {
	mu  sync.Mutex
	all map[string]packed
}

type packed struct {
	state      string
	plain, zip []byte
}

// mostPacked is how many answers are kept at once.
const mostPacked = 100

// answer gives what make makes, compressed once. What was asked for by the name of its state can be kept for ever.
func (s *sent) answer(q *web.Request, name, state string, make func() any) (web.Answer, error) {
	p, err := s.pack(name, state, make)
	if err != nil {
		return nil, err
	}
	tag := fmt.Sprintf("%q", name+" "+state)
	q.SetHeader("ETag", tag)
	if q.Header.Get("If-None-Match") == tag {
		return web.Empty(http.StatusNotModified), nil
	}
	f := web.File{Type: "application/json", Data: p.plain, Forever: q.Value("state") == state}
	if strings.Contains(q.Header.Get("Accept-Encoding"), "gzip") {
		q.SetHeader("Content-Encoding", "gzip")
		f.Data = p.zip
	}
	return f, nil
}

func (s *sent) pack(name, state string, make func() any) (packed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.all[name]; ok && p.state == state {
		return p, nil
	}
	plain, err := json.Marshal(make())
	if err != nil {
		return packed{}, err
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(plain)
	_ = z.Close()
	if s.all == nil || len(s.all) >= mostPacked {
		s.all = map[string]packed{}
	}
	s.all[name] = packed{state, plain, b.Bytes()}
	return s.all[name], nil
}
