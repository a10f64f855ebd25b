package organisation

import (
	"vekst/grants/municipality"
	"vekst/platform/db"
)

// mayBe says whether an organisation can be a municipality: one of its country, or of any where the country has no name here.
func (o Organisation) mayBe(m municipality.Municipality) bool {
	return o.Country == m.Country || o.Country == OtherCountry
}

// which is the municipality that an organisation is, when said is what an operator chose, "" for no choice. In Bulgaria its seat
// says it. Elsewhere the seat is free text, and says it where it is the code or the name of one municipality it may be.
func (o Organisation) which(d *municipality.Directory, said string) (municipality.Municipality, bool) {
	switch {
	case o.Country == municipality.Bulgaria:
		said = o.Seat
	case said == "":
		return o.likely(d)
	}
	m, known := d.Municipality(said)
	return m, known && o.mayBe(m)
}

func (o Organisation) likely(d *municipality.Directory) (found municipality.Municipality, ok bool) {
	if m, known := d.Municipality(o.Seat); known && o.mayBe(m) {
		return m, true
	}
	for _, m := range d.Named(o.Seat, "") {
		if !o.mayBe(m) {
			continue
		}
		if ok {
			return municipality.Municipality{}, false // two of that name
		}
		found, ok = m, true
	}
	return found, ok
}

// directory is every municipality there is. Each change reads it anew, since one process may serve several databases.
func directory(r db.Reader) (*municipality.Directory, error) { return new(municipality.Atlas).Of(r) }
