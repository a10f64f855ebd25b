package selection

import (
	"vekst/platform/db"
	"vekst/value/text"
)

// PublicResult is a published result with a name: what anybody may know of an application that got something, or is on a
// reserve list.
type PublicResult struct {
	Call, Number, Title, Organisation string
	Place                             text.Text
	Outcome                           Outcome
	Invented                          bool
}

// Published lists the results with a name of the decision on a call; Missing where nothing is decided.
func Published(r db.Reader, callID string) ([]PublicResult, error) {
	o, err := openOf(r, callID)
	var all []PublicResult
	for _, one := range o.Results {
		if one.Title != "" {
			all = append(all, PublicResult{o.Call, one.Number, one.Title, one.Organisation, one.Place, one.Outcome, one.Invented})
		}
	}
	return all, err
}
