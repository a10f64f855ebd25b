package demo

import (
	"time"

	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/targeting"
	"vekst/value/text"
)

// chosen lets two officers choose ten municipalities by the index, an example of ours. The programme itself did not: the
// ten that it began with won a competition, and the page of the selection says so.
func (b *builder) chosen() error {
	indices, err := targeting.Indices(b.door.Reader(b.ctx))
	if err != nil || len(indices) == 0 {
		return err
	}
	rule := chosen.Rule{
		Title:  text.Text{BG: "Десет общини по индекса за 2019 г. (пример)", NB: "Ti kommuner etter indeksen for 2019 (eksempel)", EN: "Ten municipalities by the index of 2019 (an example)"},
		Number: 10, From: targeting.Lowest, PerGroup: 3, Ties: []chosen.Order{{Code: "unemployment_2019", First: targeting.Highest}},
		Excluded: []chosen.Exclusion{{Code: "SOF46", Reason: text.Text{BG: "Столицата не е целева територия на програмата в този пример.",
			NB: "Hovedstaden er ikke målområde for programmet i dette eksemplet.", EN: "The capital is no target area of the programme in this example."}}},
	}
	s, err := chosen.Propose.Run(b.at(day(2020, time.April, 21, 10, 0)), b.door, b.actor("operator"), chosen.Proposing{Index: indices[0].ID, Rule: rule})
	if err != nil {
		return err
	}
	if _, err = chosen.Confirm.Run(b.at(day(2020, time.April, 22, 14, 0)), b.door, b.actor("second"), chosen.Confirming{Selection: s.ID, SHA256: s.SHA256}); err != nil {
		return err
	}
	_, err = call.Publish.Run(b.at(day(2020, time.May, 4, 9, 0)), b.door, b.actor("operator"), call.Publication{File: chosen.CorrectionFile()})
	return err
}
