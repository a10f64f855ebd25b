package statistics

import (
	"strconv"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Remove takes an indicator out that somebody added and that has no figures. Of one that came with the program it takes out
// what was changed, so that it is again what the program says, if its figures still fit.
var Remove = action.Define(action.Definition[string, Indicator, Indicator]{
	Name: "statistics.remove",
	Load: func(tx *action.Tx, code string) (Indicator, error) {
		if _, err := hold(tx); err != nil {
			return Indicator{}, err
		}
		all, err := Indicators(tx)
		i, ok := named(all, code)
		if err == nil && !ok {
			err = refusal.New(refusal.Missing, "statistics.one.unknown")
		}
		return i, err
	},
	May:  keepers[Indicator](),
	When: action.AnyTime[Indicator](),
	Do:   remove,
})

func remove(tx *action.Tx, code string, have Indicator) (Indicator, error) {
	if have.IsShipped {
		return have, refusal.New(refusal.Conflict, "statistics.refusal.as_shipped")
	}
	all, err := shipped()
	if err != nil {
		return have, err
	}
	own, isShipped := named(all, code)
	if isShipped {
		err = inRange(tx, own)
	} else {
		err = withoutFigures(tx, code)
	}
	if err != nil {
		return have, err
	}
	tx.About("indicator", code)
	tx.Note("shipped", strconv.FormatBool(isShipped))
	if _, err := tx.Exec(`DELETE FROM statistics_indicators WHERE code = $1`, code); err != nil {
		return have, err
	}
	return own, raise(tx)
}

// withoutFigures refuses an indicator that has figures: they would stand there without saying what they are.
func withoutFigures(r db.Reader, code string) error {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM statistics_values WHERE indicator = $1`, code)
	if err == nil && n > 0 {
		err = refusal.Of([]refusal.Complaint{refusal.About("", "statistics.refusal.has_figures", "Count", int(n))})
	}
	return err
}
