package resource

import (
	"context"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Proposing is a resource somebody tells of. Key is what the sender calls it: sent again under the same key, what was kept
// the first time comes back, so that a phone may send until it hears an answer. Anyway says that it is none of those that
// look alike.
type Proposing struct {
	Municipality string
	Entry        Entry
	Key          string
	Anyway       bool
	Invented     bool   // made up for the demonstration; no form says so
	Of           string // account of whoever said so, where the program or an official takes it over from them
	TakenOver    bool   // out of a survey
	municipality municipality.Municipality
}

// Proposals an hour of somebody who is no official.
const (
	hourly   = 40
	keyLimit = 200
)

// Propose tells of a resource. What an official proposes is confirmed at once; anything else waits for one.
var Propose = action.Define(action.Definition[Proposing, subject, Resource]{
	Name:    "resource.propose",
	Prepare: prepareProposal,
	Load: func(tx *action.Tx, in Proposing) (subject, error) {
		officials, err := officialsOf(tx, in.Municipality)
		return subject{Resource: Resource{Municipality: in.Municipality}, officials: officials}, err
	},
	May: append(action.SignedIn[subject](), action.Permit[subject]{Who: "the program itself",
		If: func(a action.Actor, _ subject) bool { return a.System() }}),
	When: action.AnyTime[subject](),
	Do:   propose,
})

func prepareProposal(_ context.Context, r db.Reader, in *Proposing) error {
	m, err := knownMunicipality(r, in.Municipality)
	if err != nil {
		return err
	}
	in.Municipality, in.municipality, in.Entry = m.Code, m, in.Entry.Tidied()
	if KindOf(in.Entry.Kind).Sensitive && in.Entry.Blur == 0 {
		in.Entry.Blur = usualBlur
	}
	if len(in.Key) > keyLimit {
		return refusal.New(refusal.Invalid, "resource.refusal.key")
	}
	return refusal.Of(in.Entry.Complaints(m))
}

// knownMunicipality is the municipality with a code; those of the programme are found without the database.
func knownMunicipality(r db.Reader, code string) (municipality.Municipality, error) {
	own, err := municipality.Places()
	if err != nil {
		return municipality.Municipality{}, err
	}
	if m, ok := own.Municipality(code); ok {
		return m, nil
	}
	d, err := new(municipality.Atlas).Of(r)
	if err != nil {
		return municipality.Municipality{}, err
	}
	m, ok := d.Municipality(code)
	if !ok {
		return m, refusal.New(refusal.Missing, "municipality.one.unknown")
	}
	return m, nil
}

func propose(tx *action.Tx, in Proposing, s subject) (Resource, error) {
	by := proposer(tx, in, s)
	if r, again, err := sentBefore(tx, by, in.Key); err != nil || again {
		tx.About("resource", r.ID)
		tx.Note("again", "1")
		return r, err
	}
	isOfficial := s.isOfficial(tx.Actor())
	if err := mayStillPropose(tx, by, isOfficial); err != nil {
		return Resource{}, err
	}
	if err := notTwice(tx, in); err != nil {
		return Resource{}, err
	}
	s.Resource = Resource{ID: id.New(), Programme: account.Programme, Municipality: in.Municipality, Class: KindOf(in.Entry.Kind).Class, Entry: in.Entry,
		State: Proposed, By: by, Proposed: tx.Now(), Invented: in.Invented}
	if isOfficial && !in.TakenOver {
		s.State, s.Decided = Confirmed, tx.Now()
	}
	verb := didPropose
	if in.TakenOver {
		verb = didTakeOver
	}
	if err := s.record(tx, verb, Detail{}); err != nil {
		return Resource{}, err
	}
	tx.Note("municipality", s.Municipality)
	tx.Note("state", string(s.State))
	if err := insert(tx, s.Resource, in.Key, findable(s.Resource, in.municipality)); err != nil {
		return Resource{}, err
	}
	if s.State == Confirmed {
		return s.Resource, nil
	}
	return s.Resource, tellOfficials(tx, s)
}

// proposer is whose proposal it is: whoever sends it, unless an official or the program says whose words they are.
func proposer(tx *action.Tx, in Proposing, s subject) string {
	if in.Of != "" && s.isOfficial(tx.Actor()) {
		return in.Of
	}
	return tx.Actor().ID
}

// mayStillPropose refuses a flood: nobody sees forty springs in an hour.
func mayStillPropose(tx *action.Tx, by string, isOfficial bool) error {
	if isOfficial {
		return nil
	}
	n, err := countSince(tx, by, tx.Now().Add(-time.Hour))
	if err == nil && n >= hourly {
		err = refusal.New(refusal.TooMany, "resource.refusal.too_many", "Limit", hourly)
	}
	return err
}

// notTwice asks before something is kept that may be there already.
func notTwice(tx *action.Tx, in Proposing) error {
	if in.Anyway {
		return nil
	}
	alike, err := Alike(tx, tx.Actor(), in.Municipality, "", in.Entry)
	if err == nil && len(alike) > 0 {
		err = refusal.Of([]refusal.Complaint{refusal.About(alikeField, "resource.refusal.alike", "Count", len(alike))})
	}
	return err
}

// alikeField is the field in which somebody says that theirs is none of those that look alike.
const alikeField = "anyway"
