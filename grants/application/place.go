package application

import (
	"sync"

	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/value/registration"
)

// places are the municipalities and settlements, read once.
var places = sync.OnceValue(func() *register {
	seed, err := municipality.Seed()
	if err != nil {
		panic(err) // cannot be: the tables are part of the program and tested
	}
	r := &register{Register: seed, settlements: map[string]municipality.Settlement{}}
	for _, m := range seed.Municipalities() {
		for _, s := range seed.Settlements(m.Code) {
			r.settlements[s.Ekatte] = s
		}
	}
	return r
})

type register struct {
	*municipality.Register
	settlements map[string]municipality.Settlement
}

// World is what conditions and complaints ask about the world.
func World() call.Facts {
	return call.Facts{
		Settlement: func(code string) (int64, string, bool) {
			s, ok := places().settlements[code]
			return int64(s.Population), s.Municipality, ok
		},
		Registration: func(country, number string) bool {
			_, _, err := registration.Parse(country, number)
			return err == nil
		},
	}
}
