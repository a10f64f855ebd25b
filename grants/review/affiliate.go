package review

import (
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Affiliate declares an organisation the expert belongs to. It keeps them from every application in which it takes part:
// they are not drawn for it, and have to step back from those they have.
var Affiliate = action.Define(action.Definition[Affiliation, Affiliation, struct{}]{
	Name: "review.affiliate",
	Load: func(_ *action.Tx, in Affiliation) (Affiliation, error) { return in, nil },
	May:  experts(),
	When: action.AnyTime[Affiliation](),
	Do: func(tx *action.Tx, in Affiliation, _ Affiliation) (struct{}, error) {
		in.Name, in.Number = strings.TrimSpace(in.Name), strings.TrimSpace(in.Number)
		in.ID, in.Person = id.New(), tx.Actor().ID
		tx.About("person", in.Person)
		if err := refusal.Of(complainAffiliation(in)); err != nil {
			return struct{}{}, err
		}
		if err := insertAffiliation(tx, in); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, stepBack(tx, in)
	},
})

// Leave takes back an organisation the expert declared. What they stepped back from stays with others.
var Leave = action.Define(action.Definition[string, Affiliation, struct{}]{
	Name: "review.leave_affiliation",
	Load: func(*action.Tx, string) (Affiliation, error) { return Affiliation{}, nil },
	May:  experts(),
	When: action.AnyTime[Affiliation](),
	Do: func(tx *action.Tx, affiliation string, _ Affiliation) (struct{}, error) {
		tx.About("person", tx.Actor().ID)
		n, err := deleteAffiliation(tx, affiliation, tx.Actor().ID)
		if err == nil && n == 0 {
			err = refusal.New(refusal.Missing, "look.refusal.missing")
		}
		return struct{}{}, err
	},
})

func experts() action.Permits[Affiliation] {
	return action.Permits[Affiliation]{{Who: "experts, for themselves", If: func(a action.Actor, _ Affiliation) bool {
		return len(a.Scopes(account.Expert)) > 0
	}}}
}

func complainAffiliation(a Affiliation) []refusal.Complaint {
	switch {
	case a.Name == "":
		return []refusal.Complaint{refusal.About("name", "review.refusal.affiliation_name")}
	case utf8.RuneCountInString(a.Name) > organisation.NameLimit || utf8.RuneCountInString(a.Number) > 40:
		return []refusal.Complaint{refusal.About("name", "review.refusal.affiliation_long", "Limit", organisation.NameLimit)}
	}
	return nil
}

// stepBack shuts every application the new affiliation ties the expert to.
func stepBack(tx *action.Tx, a Affiliation) error {
	mine, err := Mine(tx, a.Person)
	if err != nil {
		return err
	}
	for _, assignment := range mine {
		if assignment.IsLocked() || !assignment.Recused.IsZero() {
			continue
		}
		s, err := application.FindSubmission(tx, assignment.Application)
		if err != nil {
			return err
		}
		d, err := call.FindVersion(tx, s.Call, s.CallVersion)
		if err != nil {
			return err
		}
		if _, is := tied([]Affiliation{a}, parties(tx, s, d)); is {
			if err := recuse(tx, desk{assignment, s, d}, Institutional, a.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// dueDays is for how long experts usually have an application: the proposal on the form.
const dueDays = 21

// proposedDue is the last moment of the day that is proposed for experts' scores.
func proposedDue(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+dueDays+1, 0, 0, 0, 0, zone).Add(-time.Millisecond).UTC()
}
