package municipality

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/text"
)

// Atlas keeps the directory in memory, and makes it anew when an import has changed it. Each feature that needs one has its
// own, since one process may serve several databases.
type Atlas struct {
	mu   sync.Mutex
	have *Directory
}

// Of is the directory as it stands in a database.
func (a *Atlas) Of(r db.Reader) (*Directory, error) {
	version, err := Version(r)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.have != nil && a.have.Version == version {
		return a.have, nil
	}
	d, err := everywhere(r, version)
	if err == nil {
		a.have = d
	}
	return d, err
}

func everywhere(r db.Reader, version int64) (*Directory, error) {
	all, err := Shipped()
	if err != nil {
		return nil, err
	}
	facts, err := Facts(r)
	if err != nil {
		return nil, err
	}
	return newDirectory(version, append(all, assemble(facts)...)), nil
}

// Shipped are the municipalities that come with the program. No import changes them.
func Shipped() ([]Municipality, error) {
	own, err := Places()
	if err != nil {
		return nil, err
	}
	others, err := abroad()
	return append(own.Municipalities(), others...), err
}

// Fields are what an import can say of a municipality.
var Fields = []string{"country", "number", "name_bg", "name_latin", "region", "region_bg", "region_latin", "seat_bg", "seat_latin", "lau", "nuts3", "longitude", "latitude"}

// Fact is what an import says of a municipality; no Words take a fact out.
type Fact struct{ Municipality, Field, Words string }

// SetFacts writes what an import says, within the action that decides it.
func SetFacts(tx *action.Tx, facts []Fact) error {
	for _, f := range facts {
		if err := setFact(tx, f); err != nil {
			return err
		}
	}
	return raise(tx)
}

// assemble makes municipalities of facts, which are in the order of their codes.
func assemble(facts []Fact) []Municipality {
	var all []Municipality
	for one := range chunks(facts) {
		said := map[string]string{}
		for _, f := range one {
			said[f.Field] = f.Words
		}
		latin := func(name string) text.Text {
			return text.Text{BG: said[name+"_bg"], NB: said[name+"_latin"], EN: said[name+"_latin"]}
		}
		m := Municipality{Code: one[0].Municipality, Country: said["country"], Name: latin("name"), Oblast: said["region"], Region: latin("region"),
			SeatName: latin("seat"), LAU: cmp.Or(said["lau"], said["number"]), NUTS3: said["nuts3"], Point: Point{thousandths(said["longitude"]), thousandths(said["latitude"])}}
		if m.Oblast == "" && !m.Region.Empty() {
			m.Oblast = m.Country + ":" + m.Region.In(text.EN)
		}
		if !m.Name.Empty() {
			all = append(all, m)
		}
	}
	return all
}

// chunks gives the facts of one municipality at a time.
func chunks(facts []Fact) func(yield func([]Fact) bool) {
	return func(yield func([]Fact) bool) {
		for len(facts) > 0 {
			n := slices.IndexFunc(facts, func(f Fact) bool { return f.Municipality != facts[0].Municipality })
			if n < 0 {
				n = len(facts)
			}
			if !yield(facts[:n]) {
				return
			}
			facts = facts[n:]
		}
	}
}

// thousandths reads degrees with a point.
func thousandths(degrees string) int {
	f, err := strconv.ParseFloat(degrees, 64)
	if err != nil {
		return 0
	}
	if f < 0 {
		return int(f*1000 - 0.5)
	}
	return int(f*1000 + 0.5)
}
