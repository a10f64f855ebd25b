package selection

import (
	"time"

	"vekst/grants/call"
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

// OpenRow is one application of a decided call as open data have it: all numbers, and a name only where something was given or
// still may be. Nobody who takes part in their own name is in it by name.
type OpenRow struct {
	Number              string
	Position            int     // in the ranking; 0 for one that was rejected
	Score               string  // an exact decimal; "" where there is none
	Outcome             Outcome // one of OpenOutcomes
	Reserve             int     // place on the reserve list; 0 for none
	Requested, Award    int64   // cents
	Organisation, Title string
	Municipality        string // its code
	Invented            bool   // for a demonstration
}

// OpenDecision is a confirmed decision on a call, as open data have it.
type OpenDecision struct {
	Call       call.Published
	DecidedAt  time.Time
	RankingSHA string
	Rows       []OpenRow
}

// OpenOutcomes are what can have come of an application.
var OpenOutcomes = []Outcome{Funded, Partial, Reserve, NoMoney, chosen, noPlace, Below, Rejected}

// Open is the decision on a call as open data have it; Missing where nothing is decided.
func Open(r db.Reader, callID string) (OpenDecision, error) {
	o, err := openOf(r, callID)
	if err != nil {
		return OpenDecision{}, err
	}
	d := OpenDecision{DecidedAt: o.DecidedAt, RankingSHA: o.RankingSHA}
	if d.Call, err = call.Find(r, callID); err != nil {
		return d, err
	}
	for _, row := range o.Results {
		one := OpenRow{Number: row.Number, Position: row.Rank, Outcome: spoken(d.Call.Definition, row.Outcome), Reserve: row.Reserve, Requested: row.RequestedCents,
			Award: row.AwardCents, Organisation: row.Organisation, Title: row.Title, Municipality: row.Municipality, Invented: row.Invented, Score: row.Score}
		if row.person {
			one.Organisation = ""
		}
		d.Rows = append(d.Rows, one)
	}
	return d, nil
}
