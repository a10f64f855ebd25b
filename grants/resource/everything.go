package resource

import (
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Everything lists all that is written of the resources of a municipality, public or not and each where it truly is, for those
// who decide on them: what waits, what was returned, taken off or merged too. Nobody is told who proposed it.
func Everything(r db.Reader, s Scope, municipality string) ([]Open, error) {
	if !s.Has(municipality) {
		return nil, refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	all, err := db.All(r, scan, `SELECT `+columns+` FROM resources WHERE municipality = $1 ORDER BY sort_en, id`, municipality)
	list := make([]Open, len(all))
	for i, one := range all {
		one.By = ""
		list[i] = Open{one, one.Place.Geometry()}
	}
	return list, err
}

// States are all there are, in the order of a resource's life.
var States = []string{string(Proposed), string(Confirmed), string(Returned), string(Retired), string(Merged)}

// Way is an address at which something can be had in a format.
type Way struct{ Format, Link string }

// exports are the ways in which those who decide have the whole inventory of a municipality.
func (h *house) exports(s Scope, municipality string) []Way {
	if h.Exports == nil || !s.Has(municipality) {
		return nil
	}
	return h.Exports(municipality)
}
