package notice

import (
	"context"
	"slices"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Choosing is how a person wants to be written to: when digests come, and the way of each kind they name.
type Choosing struct {
	Settings
	Ways map[string]Way // by key of the kind
}

// Choose changes how whoever asks is written to. What waits to be sent follows the new choice, and letters that were
// stopped altogether come again.
var Choose = action.Define(action.Definition[Choosing, account.Person, struct{}]{
	Name: "notice.choose",
	Prepare: func(_ context.Context, _ db.Reader, in *Choosing) error {
		in.Stopped = false
		return refusal.Of(complain(*in))
	},
	Load: func(tx *action.Tx, _ Choosing) (account.Person, error) {
		if !tx.Actor().Person() {
			return account.Person{}, nil // May refuses
		}
		return account.Find(tx, tx.Actor().ID)
	},
	May:  mine[account.Person](),
	When: action.AnyTime[account.Person](),
	Do: func(tx *action.Tx, in Choosing, p account.Person) (struct{}, error) {
		tx.About("person", p.ID)
		if err := saveSettings(tx, p.ID, in.Settings); err != nil {
			return struct{}{}, err
		}
		for _, k := range Kinds() {
			w, ok := in.Ways[k.Key]
			if !ok || k.Must {
				continue
			}
			if err := saveChoice(tx, p.ID, k.Key, w, ""); err != nil {
				return struct{}{}, err
			}
			if w == Never {
				continue // left out when the digest is made
			}
			if err := postpone(tx, p.ID, k.Key, in.Due(w, tx.Now())); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	},
})

func complain(in Choosing) []refusal.Complaint {
	var complaints []refusal.Complaint
	if in.Hour < 0 || in.Hour > 23 {
		complaints = append(complaints, refusal.About("hour", "notice.refusal.hour"))
	}
	if in.Weekday < 0 || in.Weekday > 6 {
		complaints = append(complaints, refusal.About("weekday", "notice.refusal.weekday"))
	}
	if !slices.Contains(Zones, in.Zone) {
		complaints = append(complaints, refusal.About("zone", "notice.refusal.zone"))
	}
	for _, k := range Kinds() {
		if w, ok := in.Ways[k.Key]; ok && !slices.Contains(Ways, w) {
			complaints = append(complaints, refusal.About(k.Key, "notice.refusal.way"))
		}
	}
	return complaints
}

// Want changes the way of one kind for a person, within another change, such as saving a search.
func Want(tx *action.Tx, person string, k Kind, w Way) error {
	settings, _, err := settingsOf(tx, person)
	if err != nil {
		return err
	}
	if err := saveChoice(tx, person, k.Key, w, ""); err != nil || w == Never {
		return err
	}
	return postpone(tx, person, k.Key, settings.Due(w, tx.Now()))
}

// WayOf is how a person gets letters of a kind now; Never where they have stopped all letters.
func WayOf(r db.Reader, person string, k Kind) (Way, error) {
	settings, ways, err := settingsOf(r, person)
	switch {
	case err != nil || settings.Stopped:
		return Never, err
	case ways[k.Key] != "":
		return ways[k.Key], nil
	}
	return k.Way, nil
}
