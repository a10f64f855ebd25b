package selection

import (
	"strings"
	"unicode/utf8"

	"vekst/grants/review"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Fixing fixes the seed of a call's draw. Where Number is empty the seed is the size and root of the first checkpoint of
// the public log after closing, which nobody can choose and anyone can look up. Otherwise it is a number of a public
// event, such as a lottery. How says in the three languages how it was fixed.
type Fixing struct {
	Call, Number string
	How          text.Text
}

// FixSeed fixes the seed of the public draw, once. A number can be given only while no score is known; the checkpoint can
// be taken later too, since nobody has a choice in it.
var FixSeed = action.Define(action.Definition[Fixing, table, Seed]{
	Name: "selection.fix_seed",
	Load: func(tx *action.Tx, in Fixing) (table, error) { return lay(tx, in.Call) },
	May:  operators(),
	When: afterClosing("after the call has closed, once; by a number only before the first score is locked", func(table) error { return nil }),
	Do: func(tx *action.Tx, in Fixing, t table) (Seed, error) {
		tx.About("call", in.Call)
		s := Seed{Call: in.Call, Value: strings.TrimSpace(in.Number), How: in.How, Officer: tx.Actor().ID, At: tx.Now()}
		var err error
		if s.Value == "" {
			s.Value, err = fromLog(tx, t)
		} else {
			err = maySetNumber(tx, s)
		}
		if err != nil {
			return s, err
		}
		tx.Note("seed", s.Value)
		err = insertSeed(tx, s)
		if db.IsDuplicate(err) {
			err = refusal.New(refusal.Conflict, "selection.refusal.seed_fixed")
		}
		return s, err
	},
})

func fromLog(tx *action.Tx, t table) (string, error) {
	seed, err := checkpointAfter(tx, t.call.Window.Closes)
	if err == nil && seed == "" {
		err = refusal.New(refusal.Conflict, "selection.refusal.no_checkpoint")
	}
	return seed, err
}

// seedLimit is in characters.
const seedLimit = 200

func maySetNumber(tx *action.Tx, s Seed) error {
	if !printable(s.Value) || utf8.RuneCountInString(s.Value) > seedLimit {
		return refusal.Of([]refusal.Complaint{refusal.About("number", "selection.refusal.seed_number", "Limit", seedLimit)})
	}
	known, err := review.AnyLocked(tx, s.Call)
	if err == nil && known {
		err = refusal.New(refusal.Closed, "selection.refusal.scores_known")
	}
	return err
}
