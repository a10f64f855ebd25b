package notice

import (
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/token"
)

// stopping is the purpose of the tokens in letters.
const stopping = "notice.stop"

// link is what the link of a letter is about: whose letters, and which: a kind, or everything.
type link struct{ person, what string }

// stop is the state of what a link is about.
type stopState struct {
	link
	settings Settings
	way      Way // of the kind
	stopped  bool
}

func readLink(r db.Reader, given string) (stopState, error) {
	parts, err := token.Read(r, stopping, given)
	if err != nil || len(parts) != 2 {
		return stopState{}, refusal.New(refusal.Missing, "notice.refusal.link")
	}
	s := stopState{link: link{parts[0], parts[1]}}
	k, known := kind(s.what)
	if s.what != everything && !known {
		return s, refusal.New(refusal.Missing, "notice.refusal.link")
	}
	var ways map[string]Way
	if s.settings, ways, err = settingsOf(r, s.person); err != nil {
		return s, err
	}
	if s.way = ways[s.what]; s.way == "" {
		s.way = k.Way
	}
	s.stopped = s.settings.Stopped || s.way == Never
	return s, nil
}

// Stop stops letters by the link in one of them, without signing in. What one must act on goes on coming. It can be done
// again without harm, as mail programs do.
var Stop = action.Define(action.Definition[string, stopState, struct{}]{
	Name: "notice.stop",
	Load: func(tx *action.Tx, given string) (stopState, error) { return readLink(tx, given) },
	May:  byLink(),
	When: action.AnyTime[stopState](),
	Do: func(tx *action.Tx, _ string, s stopState) (struct{}, error) {
		tx.About("person", s.person)
		tx.Note("letters", s.what)
		switch {
		case s.stopped:
			return struct{}{}, nil
		case s.what == everything:
			s.settings.Stopped = true
			return struct{}{}, saveSettings(tx, s.person, s.settings)
		}
		return struct{}{}, saveChoice(tx, s.person, s.what, Never, s.way)
	},
})

// Resume undoes Stop, by the same link.
var Resume = action.Define(action.Definition[string, stopState, struct{}]{
	Name: "notice.resume",
	Load: func(tx *action.Tx, given string) (stopState, error) { return readLink(tx, given) },
	May:  byLink(),
	When: action.AnyTime[stopState](),
	Do: func(tx *action.Tx, _ string, s stopState) (struct{}, error) {
		tx.About("person", s.person)
		tx.Note("letters", s.what)
		if s.settings.Stopped {
			s.settings.Stopped = false
			if err := saveSettings(tx, s.person, s.settings); err != nil {
				return struct{}{}, err
			}
		}
		if s.what == everything || s.way != Never {
			return struct{}{}, nil
		}
		before, err := beforeStopping(tx, s.person, s.what)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, saveChoice(tx, s.person, s.what, before, "")
	},
})

func byLink() action.Permits[stopState] {
	return action.Permits[stopState]{{Who: "who has the link of a letter", If: func(action.Actor, stopState) bool { return true }}}
}
