package municipality

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/search"
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
		m := Municipality{Code: one[0].Municipality, Country: said["country"], Name: latin("name"), Region: latin("region"),
			SeatName: latin("seat"), LAU: cmp.Or(said["lau"], said["number"]), NUTS3: said["nuts3"], Point: Point{thousandths(said["longitude"]), thousandths(said["latitude"])}}
		m.belong(said["region"])
		if !m.Name.Empty() {
			all = append(all, m)
		}
	}
	return all
}

// belong puts an imported municipality into its region. Codes of regions have their country before them, since those of two
// countries may be the same; a region of which only a code is known is called by it, since that is often a name.
func (m *Municipality) belong(code string) {
	switch name := m.Region.In(text.EN); {
	case code == "" && name == "":
		return
	case code == "":
		m.Oblast = m.Country + nameless + name
	case m.Country == Bulgaria || strings.HasPrefix(code, m.Country+"-"):
		m.Oblast = code
	default:
		m.Oblast = m.Country + "-" + code
	}
	if m.Region.Empty() {
		m.Region = text.Text{BG: code, NB: code, EN: code}
	}
}

// nameless stands between a country and the name of a region whose code nobody gave.
const nameless = ":"

// adopt gives regions whose code nobody gave the code that another municipality of the country has for the same name.
func adopt(all []Municipality) {
	type called struct{ country, name string }
	coded := map[called]Municipality{}
	for _, m := range all {
		for _, name := range []string{m.Region.BG, m.Region.NB, m.Region.EN} {
			if name != "" && !strings.HasPrefix(m.Oblast, m.Country+nameless) {
				coded[called{m.Country, search.Fold(name)}] = m
			}
		}
	}
	for i, m := range all {
		if o, ok := coded[called{m.Country, search.Fold(m.Region.In(text.EN))}]; ok && strings.HasPrefix(m.Oblast, m.Country+nameless) {
			all[i].Oblast, all[i].Region = o.Oblast, o.Region
		}
	}
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
