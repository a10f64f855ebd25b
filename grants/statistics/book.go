package statistics

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vekst/grants/municipality"
	"vekst/platform/db"
	"vekst/value/decimal"
)

// Book is every figure with how it stands among the others, worked out once after each change. Municipalities are compared
// within their country.
type Book struct {
	state      string
	Indicators []Indicator
	Places     *municipality.Directory
	years      map[string]map[string][]int // of an indicator, by country, in order
	columns    map[columnKey]*Ranked
	peers      map[string][]string
	sources    map[Key]Source // of figures that have one of their own
}

type columnKey struct {
	country, indicator string
	year               int
}

// Ranked is an indicator in one year in one country.
type Ranked struct {
	Values map[string]decimal.Decimal
	Ranks  map[string]int // 1 is the best, or the greatest where none is; equals share one
	Middle decimal.Decimal
	Ticks  string // path of a strip with a tick for each municipality
	least  decimal.Decimal
	most   decimal.Decimal
}

// Shelf keeps the book in memory until something has changed.
type Shelf struct {
	mu    sync.Mutex
	atlas municipality.Atlas
	have  *Book
}

// Open is the book as the database has it now.
func (s *Shelf) Open(r db.Reader) (*Book, error) {
	state, err := stateOf(r)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.have != nil && s.have.state == state {
		return s.have, nil
	}
	b, err := s.write(r, state)
	if err == nil {
		s.have = b
	}
	return b, err
}

func (s *Shelf) write(r db.Reader, state string) (*Book, error) {
	places, err := s.atlas.Of(r)
	if err != nil {
		return nil, err
	}
	indicators, err := Indicators(r)
	if err != nil {
		return nil, err
	}
	figures, err := Figures(r)
	if err != nil {
		return nil, err
	}
	b := newBook(state, places, indicators, figures)
	b.sources, err = foreign(r)
	return b, err
}

func newBook(state string, places *municipality.Directory, indicators []Indicator, figures []Figure) *Book {
	b := &Book{state: state, Indicators: indicators, Places: places, years: map[string]map[string][]int{}, columns: map[columnKey]*Ranked{}, peers: map[string][]string{}}
	for _, f := range figures {
		b.enter(f)
	}
	for _, i := range indicators {
		if i.Computed() {
			b.compute(i)
		}
	}
	for at, c := range b.columns {
		i, _ := named(indicators, at.indicator)
		c.settle(i)
		b.year(at)
	}
	for _, country := range places.Countries() {
		b.liken(country)
	}
	return b
}

func (b *Book) enter(f Figure) {
	m, ok := b.Places.Municipality(f.Municipality)
	if !ok {
		return // of a municipality whose import was undone
	}
	at := columnKey{m.Country, f.Field, f.Year}
	if b.columns[at] == nil {
		b.columns[at] = &Ranked{Values: map[string]decimal.Decimal{}, Ranks: map[string]int{}}
	}
	b.columns[at].Values[m.Code] = f.Value
}

// compute works out a share of each year in which both its parts are known.
func (b *Book) compute(i Indicator) {
	var shares []Figure
	for at, part := range b.columns {
		whole := b.columns[columnKey{at.country, i.Of, at.year}]
		if at.indicator != i.Part || whole == nil {
			continue
		}
		for code, v := range part.Values {
			if of, ok := whole.Values[code]; ok && of != 0 {
				shares = append(shares, Figure{Key{code, i.Code, at.year}, decimal.Share(v, of)})
			}
		}
	}
	for _, f := range shares {
		b.enter(f)
	}
}

func (b *Book) year(at columnKey) {
	if b.years[at.indicator] == nil {
		b.years[at.indicator] = map[string][]int{}
	}
	of := b.years[at.indicator]
	of[at.country] = append(of[at.country], at.year)
	slices.Sort(of[at.country])
}

// settle works out ranks, the median and the picture.
func (c *Ranked) settle(i Indicator) {
	codes := make([]string, 0, len(c.Values))
	for code := range c.Values {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int {
		order := cmp.Compare(c.Values[b], c.Values[a])
		if i.Better == Lower {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a, b))
	})
	for n, code := range codes {
		c.Ranks[code] = n + 1
		if n > 0 && c.Values[codes[n-1]] == c.Values[code] {
			c.Ranks[code] = c.Ranks[codes[n-1]]
		}
	}
	n := len(codes)
	c.Middle = c.Values[codes[n/2]]
	if n%2 == 0 {
		c.Middle = decimal.Middle(c.Values[codes[n/2-1]], c.Values[codes[n/2]])
	}
	ends := []decimal.Decimal{c.Values[codes[0]], c.Values[codes[n-1]]}
	c.least, c.most = slices.Min(ends), slices.Max(ends)
	c.draw(codes)
}

// The strip: from where to where ticks stand.
const (
	stripFrom = 8
	stripTo   = 472
)

// On is where a value stands on the strip.
func (c *Ranked) On(v decimal.Decimal) int {
	if c.most == c.least {
		return (stripFrom + stripTo) / 2
	}
	return stripFrom + int(math.Round(float64(v-c.least)/float64(c.most-c.least)*(stripTo-stripFrom)))
}

func (c *Ranked) draw(codes []string) {
	seen := map[int]bool{}
	var b strings.Builder
	for _, code := range codes {
		if x := c.On(c.Values[code]); !seen[x] {
			seen[x] = true
			b.WriteString("M" + strconv.Itoa(x) + " 8v16")
		}
	}
	c.Ticks = b.String()
}

// Years are those in which a country has figures of an indicator, the oldest first.
func (b *Book) Years(indicator, country string) []int { return b.years[indicator][country] }

// In is an indicator in one year in one country; nil where nobody has a figure.
func (b *Book) In(country, indicator string, year int) *Ranked {
	return b.columns[columnKey{country, indicator, year}]
}

// Peers are the codes of the municipalities most like one, the likest first.
func (b *Book) Peers(code string) []string { return b.peers[code] }

// Likeness are the indicators by whose newest figures municipalities are alike; the first counts by its logarithm.
var Likeness = []string{"population", "share_65", "share_tertiary", "employment_rate", "unemployment"}

// mostPeers is how many peers a municipality has.
const mostPeers = 5

// liken finds the peers of the municipalities of a country that have all the figures of Likeness: those at the least
// distance, each figure taken as its distance from the mean in standard deviations.
func (b *Book) liken(country string) {
	points := map[string][]float64{}
	for n, indicator := range Likeness {
		years := b.Years(indicator, country)
		if len(years) == 0 {
			return
		}
		c := b.In(country, indicator, years[len(years)-1])
		for code, z := range standardised(c.Values, n == 0) {
			if len(points[code]) == n {
				points[code] = append(points[code], z)
			}
		}
	}
	var codes []string
	for code, p := range points {
		if len(p) == len(Likeness) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	for _, code := range codes {
		b.peers[code] = nearest(code, codes, points)
	}
}

func nearest(code string, codes []string, points map[string][]float64) []string {
	far := func(other string) (sum float64) {
		for i, z := range points[code] {
			sum += (z - points[other][i]) * (z - points[other][i])
		}
		return sum
	}
	type near struct {
		code string
		far  float64
	}
	var all []near
	for _, other := range codes {
		if other != code {
			all = append(all, near{other, far(other)})
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.code, b.code)) })
	var peers []string
	for _, n := range all[:min(len(all), mostPeers)] {
		peers = append(peers, n.code)
	}
	return peers
}

// standardised are values as distances from their mean in standard deviations; of a logarithm, where they must be positive.
func standardised(values map[string]decimal.Decimal, logarithm bool) map[string]float64 {
	z, codes := make(map[string]float64, len(values)), make([]string, 0, len(values))
	for code, v := range values {
		x := float64(v) / float64(decimal.One)
		if logarithm {
			if x <= 0 {
				continue
			}
			x = math.Log10(x)
		}
		z[code] = x
		codes = append(codes, code)
	}
	slices.Sort(codes) // sums of floating-point numbers depend on their order
	mean, variance := 0.0, 0.0
	for _, code := range codes {
		mean += z[code] / float64(len(codes))
	}
	for _, code := range codes {
		variance += (z[code] - mean) * (z[code] - mean) / float64(len(codes))
	}
	for _, code := range codes {
		z[code] -= mean
		if variance > 0 {
			z[code] /= math.Sqrt(variance)
		}
	}
	return z
}
