package organisation

import (
	"context"
	"slices"
	"strings"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Describing is a profile as somebody sends it who had seen it after the entry Seen. Facts that are not in it stay.
type Describing struct {
	Organisation string
	Seen         int64
	Facts        map[Key]string
}

// Describe changes what an organisation says of itself. Nothing has to be said. What a colleague has changed meanwhile is
// not overwritten unseen.
var Describe = action.Define(action.Definition[Describing, members, struct{}]{
	Name: "organisation.describe",
	Prepare: func(_ context.Context, _ db.Reader, in *Describing) error {
		tidy(in.Facts)
		return nil
	},
	Load: func(tx *action.Tx, in Describing) (members, error) { return loadMembers(tx, in.Organisation) },
	May: action.Permits[members]{{Who: "owners and editors of the organisation", If: func(a action.Actor, m members) bool {
		return MaySpeak(a, m.organisation.ID)
	}}},
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in Describing, m members) (struct{}, error) {
		tx.About("organisation", m.organisation.ID)
		tx.OnBehalf(m.organisation.ID)
		if err := refusal.Of(complainFacts(in.Facts, tx.Now())); err != nil {
			return struct{}{}, err
		}
		all, err := said(tx, m.organisation.ID)
		if err != nil {
			return struct{}{}, err
		}
		now := upTo(all, 1<<62)
		changes, complaints := merged(upTo(all, in.Seen), now, in.Facts)
		if err := refusal.Of(complaints); err != nil {
			return struct{}{}, err
		}
		tx.Note("facts", named(changes))
		return struct{}{}, insertFacts(tx, m.organisation.ID, now.Entry()+1, changes)
	},
})

// named lists which facts change, never what they say.
func named(changes map[Key]string) string {
	var all []string
	for k := range changes {
		all = append(all, string(k))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// ProfileOf is what an organisation says of itself now.
func ProfileOf(r db.Reader, organisation string) (Profile, error) {
	all, err := said(r, organisation)
	return upTo(all, 1<<62), err
}

// said is all that was ever said in the profile of an organisation, the oldest first.
func said(r db.Reader, organisation string) ([]Said, error) {
	return db.All(r, func(s db.Scanner, f *Said) error {
		var fact, lang string
		err := s.Scan(&fact, &lang, &f.Entry, &f.Value, db.Moment(&f.At), &f.By)
		if f.Key = Key(fact); lang != "" {
			f.Key = Key(fact + "/" + lang)
		}
		return err
	}, `SELECT fact, lang, entry, value, at, by_person FROM organisation_facts WHERE organisation = $1 ORDER BY entry, fact, lang`, organisation)
}

func insertFacts(tx *action.Tx, organisation string, entry int64, changes map[Key]string) error {
	for k, value := range changes {
		fact, lang := k.parts()
		if _, err := tx.Exec(`INSERT INTO organisation_facts (organisation, fact, lang, entry, value, at, by_person) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			organisation, fact, lang, entry, value, db.At(tx.Now()), tx.Actor().Name()); err != nil {
			return err
		}
	}
	return nil
}
