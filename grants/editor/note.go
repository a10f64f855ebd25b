package editor

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Noting is what was done about the checks before publication, by names of notes.
type Noting struct {
	Draft string
	Says  map[string]string
}

// noted are the names notes can have.
var noted = []string{noteDonors, noteSite, noteSent, noteComments, reasonFor + "c2", reasonFor + "c5", reasonFor + "c7"}

// Record keeps what was done about the checks before publication, and by whom.
var Record = action.Define(action.Definition[Noting, Draft, Draft]{
	Name: "editor.record",
	Load: func(tx *action.Tx, in Noting) (Draft, error) { return lock(tx, in.Draft) },
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, in Noting, d Draft) (Draft, error) {
		if err := refusal.Of(unfit(in.Says)); err != nil {
			return d, err
		}
		tx.About("call_draft", d.ID)
		var names []string
		for _, name := range noted {
			says, sent := in.Says[name]
			if !sent {
				continue
			}
			names = append(names, name)
			if err := note(tx, d.ID, Note{Name: name, Says: strings.TrimSpace(says)}); err != nil {
				return d, err
			}
		}
		tx.Note("notes", strings.Join(names, " "))
		return d, nil
	},
})

// unfit are the notes that cannot be kept.
func unfit(says map[string]string) []refusal.Complaint {
	var all []refusal.Complaint
	for _, name := range noted {
		s := strings.TrimSpace(says[name])
		switch {
		case s == "":
		case utf8.RuneCountInString(s) > 2000:
			all = append(all, refusal.About(name, "editor.checks.long"))
		case slices.Contains([]string{noteDonors, noteSite}, name) && !isAddress(s):
			all = append(all, refusal.About(name, "editor.checks.address"))
		case name == noteSent && !isDay(s):
			all = append(all, refusal.About(name, "editor.checks.day"))
		}
	}
	return all
}

func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Host, ".")
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
