package resource

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"vekst/grants/municipality"
	"vekst/platform/geo"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Limits of what is written, in characters.
const (
	nameLimit   = 120
	textLimit   = 4000
	reasonLimit = 1000
	wordsLimit  = 1000
	shapeLimit  = 200_000
	linkLimit   = 500
)

// farthest is how many metres from the seat of its municipality a resource can be. The largest municipality of Bulgaria
// reaches some forty kilometres from its seat; elsewhere they are larger.
const farthest = 150_000

// usualBlur is by how much the place of something sensitive is blurred where nobody said.
const usualBlur = 5000

// tidy takes out what no keyboard types.
func tidy(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s))
}

func line(s string) string { return strings.Join(strings.Fields(tidy(s)), " ") }

// Tidied is an entry as it is kept.
func (e Entry) Tidied() Entry {
	e.Name = text.Text{BG: line(e.Name.BG), NB: line(e.Name.NB), EN: line(e.Name.EN)}
	e.Description = text.Text{BG: tidy(e.Description.BG), NB: tidy(e.Description.NB), EN: tidy(e.Description.EN)}
	e.ProtectedAs, e.Place = line(e.ProtectedAs), e.Place.shaped()
	if _, in := e.Name.Best(e.Original); !text.Is(e.Original) || in != e.Original {
		_, e.Original = e.Name.Best(text.BG)
	}
	return e
}

// Complaints are what is wrong with an entry of a municipality, by the names of the fields of its form.
func (e Entry) Complaints(m municipality.Municipality) []refusal.Complaint {
	all := e.ofWords()
	if KindOf(e.Kind).ID == "" {
		all = append(all, refusal.About("kind", "resource.refusal.kind"))
	}
	for _, c := range []struct {
		field, value string
		of           []string
	}{{"ownership", e.Ownership, Ownerships}, {"condition", e.Condition, Conditions}, {"access", e.Access, Accesses}, {"protection", e.Protection, Protections}} {
		if !is(c.value, c.of) {
			all = append(all, refusal.About(c.field, "resource.refusal.choice"))
		}
	}
	if e.Season < 0 || e.Season > AllYear {
		all = append(all, refusal.About("season", "resource.refusal.choice"))
	}
	if e.Blur != 0 && !slices.Contains(Blurs, e.Blur) {
		all = append(all, refusal.About("blur", "resource.refusal.choice"))
	}
	if e.Settlement != "" && !isIn(e.Settlement, m.Code) {
		all = append(all, refusal.About("settlement", "resource.refusal.settlement"))
	}
	return append(all, e.Place.complaints(m)...)
}

// unreadable refuses a form of which something cannot even be read, and says what is wrong with the rest as well, so that all
// of it is mended at once. It is nil where everything can be read.
func (e Entry) unreadable(unread []refusal.Complaint, code string) error {
	if len(unread) == 0 {
		return nil
	}
	e.Place = Place{}
	return refusal.Of(append(e.Tidied().Complaints(municipality.Municipality{Code: code}), unread...))
}

func (e Entry) ofWords() []refusal.Complaint {
	var all []refusal.Complaint
	if e.Name.Empty() {
		all = append(all, refusal.About("name_"+originalOr(e.Original), "resource.refusal.name"))
	}
	for _, l := range text.Languages {
		name, words := in(e.Name, l), in(e.Description, l)
		if n := utf8.RuneCountInString(name); n > nameLimit {
			all = append(all, refusal.About("name_"+l, "resource.refusal.long", "Count", n, "Limit", nameLimit))
		} else if name != "" && n < 3 {
			all = append(all, refusal.About("name_"+l, "resource.refusal.name"))
		}
		if n := utf8.RuneCountInString(words); n > textLimit {
			all = append(all, refusal.About("text_"+l, "resource.refusal.long", "Count", n, "Limit", textLimit))
		}
	}
	if n := utf8.RuneCountInString(e.ProtectedAs); n > nameLimit {
		all = append(all, refusal.About("protected_as", "resource.refusal.long", "Count", n, "Limit", nameLimit))
	}
	return all
}

func originalOr(l string) string {
	if text.Is(l) {
		return l
	}
	return text.BG
}

// in is a text in one language, "" where it is not translated.
func in(t text.Text, l string) string {
	if s, found := t.Best(l); found == l {
		return s
	}
	return ""
}

func isIn(ekatte, code string) bool {
	places, err := municipality.Places()
	if err != nil {
		return false
	}
	s, known := places.Settlement(ekatte)
	return known && s.Municipality == code
}

// complaints are what is wrong with a place in a municipality.
func (p Place) complaints(m municipality.Municipality) []refusal.Complaint {
	switch {
	case p.Lat < -90_000_000 || p.Lat > 90_000_000 || p.Lon < -180_000_000 || p.Lon > 180_000_000:
		return []refusal.Complaint{refusal.About("place", "resource.refusal.degrees")}
	case !p.isShape():
		return []refusal.Complaint{refusal.About("shape", "resource.refusal.shape")}
	case p.Accuracy < 0 || p.Accuracy > 1_000_000:
		return []refusal.Complaint{refusal.About("place", "resource.refusal.degrees")}
	}
	seat := seatOf(m)
	if c, far := p.strays(seat); far {
		return []refusal.Complaint{c}
	}
	if !p.Known() || !seat.Known() || Metres(p, seat) <= farthest {
		return nil
	}
	if Metres(Place{Lon: p.Lat, Lat: p.Lon}, seat) <= farthest {
		return []refusal.Complaint{refusal.About("place", "resource.refusal.swapped")}
	}
	return []refusal.Complaint{refusal.About("place", "resource.refusal.far", "Kilometres", Metres(p, seat)/1000)}
}

// strays says which position of a line or an area is too far from the seat of its municipality, or that all are where they
// ought to be once latitude and longitude are changed about.
func (p Place) strays(seat Place) (refusal.Complaint, bool) {
	if p.Shape == "" || !seat.Known() {
		return refusal.Complaint{}, false
	}
	for _, at := range p.Geometry().Positions() {
		far := Metres(Place{Lon: at.Lon, Lat: at.Lat}, seat)
		switch {
		case far <= farthest:
			continue
		case Metres(Place{Lon: at.Lat, Lat: at.Lon}, seat) <= farthest:
			return refusal.About("shape", "resource.refusal.swapped"), true
		}
		return refusal.About("shape", "resource.trace.refusal.far", "At", spelled(at), "Kilometres", far/1000), true
	}
	return refusal.Complaint{}, false
}

// pointLimit is how many positions a line or an area may have.
const pointLimit = 20_000

// shape is the line or area of a place; false where it is none that can be used, or too large.
func (p Place) shape() (geo.Geometry, bool) {
	if len(p.Shape) > shapeLimit {
		return geo.Geometry{}, false
	}
	g, found := geo.Parse([]byte(p.Shape), geo.Expecting{Points: pointLimit})
	return g, !slices.ContainsFunc(found, func(f geo.Finding) bool { return !f.Mended() })
}

// isShape says whether the shape, where there is one, is a line or an area that the point stands for.
func (p Place) isShape() bool {
	if p.Shape == "" {
		return true
	}
	g, ok := p.shape()
	return ok && p.Known() && g.Bounds().Wider(100).Has(geo.Position{Lon: p.Lon, Lat: p.Lat})
}

// shaped is the place with its shape as it is kept: mended, a point as a point, and with a point that stands for it where
// nobody gave one.
func (p Place) shaped() Place {
	g, ok := p.shape()
	if p.Shape == "" || !ok {
		return p
	}
	if at := g.Stand(); !p.Known() {
		p.Lon, p.Lat = at.Lon, at.Lat
	}
	p.Shape = g.JSON()
	if g.Kind == geo.Point {
		p.Shape = ""
	}
	return p
}

// seatOf is where the seat of a municipality is, to the thousandth of a degree.
func seatOf(m municipality.Municipality) Place {
	return Place{Lon: int64(m.Point.Longitude) * 1000, Lat: int64(m.Point.Latitude) * 1000}
}

// complainReason wants a reason, and a short one.
func complainReason(reason string) []refusal.Complaint {
	switch n := utf8.RuneCountInString(reason); {
	case n < 3:
		return []refusal.Complaint{refusal.About("reason", "resource.refusal.reason")}
	case n > reasonLimit:
		return []refusal.Complaint{refusal.About("reason", "resource.refusal.long", "Count", n, "Limit", reasonLimit)}
	}
	return nil
}

// isAddress says whether something is the address of a page.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Host, ".") && len(s) <= linkLimit
}
