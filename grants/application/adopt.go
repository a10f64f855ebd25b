package application

import (
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
)

// Adopt moves a draft to the version of its call that is in force. Nothing is dropped: answers that are no longer asked, or
// no longer fit, are kept and shown as such, and questions that have changed are marked until somebody has opened them.
// Submitted applications stay on the version they answer.
var Adopt = action.Define(action.Definition[string, timed, struct{}]{
	Name: "application.adopt",
	Load: load,
	May:  mayEdit(),
	When: action.AnyTime[timed](),
	Do: func(tx *action.Tx, id string, t timed) (struct{}, error) {
		tx.About("application", id)
		tx.OnBehalf(t.Organisation)
		return struct{}{}, t.adopt(tx)
	},
})

// isStale says whether a draft answers a version of its call that is no longer in force.
func (t timed) isStale() bool { return t.State == Draft && t.CallVersion != t.inForce }

// adopt brings a draft up to date within another change, before anything else is done to it.
func (t *timed) adopt(tx *action.Tx) error {
	if !t.isStale() {
		return nil
	}
	old, err := definition(tx, t.Call, t.CallVersion)
	if err != nil {
		return err
	}
	now, err := definition(tx, t.Call, t.inForce)
	if err != nil {
		return err
	}
	t.Rev++
	if err := t.carry(tx, old, now); err != nil {
		return err
	}
	changes, err := call.Between(tx, t.Call, t.CallVersion, t.inForce)
	if err != nil {
		return err
	}
	if err := markAmended(tx, t.Application, changes); err != nil {
		return err
	}
	t.CallVersion = t.inForce
	_, err = tx.Exec(`UPDATE applications SET call_version = $1, rev = $2 WHERE id = $3`, t.CallVersion, t.Rev, t.ID)
	return err
}

// carry takes every answer over, or keeps it among what is no longer asked.
func (t *timed) carry(tx *action.Tx, old, now call.Published) error {
	all, err := Answers(tx, t.ID)
	if err != nil {
		return err
	}
	for _, a := range all {
		stays, unasked := carried(old.Definition, now.Definition, a.Path, a.Value)
		if unasked == "" {
			continue
		}
		kept := a
		kept.Value = unasked
		if err := keepUnasked(tx, t.ID, t.CallVersion, kept); err != nil {
			return err
		}
		if err := t.replace(tx, now.Form, a, stays); err != nil {
			return err
		}
	}
	return nil
}

// replace leaves what stays of an answer, at the revision people have seen, so that they can answer anew; where the form has
// no place for it any more, the row goes.
func (t *timed) replace(tx *action.Tx, form call.Form, a Answer, stays string) error {
	if knows(form, a.Path) {
		return put(tx, t.ID, Answer{a.Path, stays, a.Rev, tx.Now(), a.By})
	}
	_, err := tx.Exec(`DELETE FROM application_answers WHERE application = $1 AND path = $2`, t.ID, a.Path)
	return err
}

// amendedFields are the fields a person must look at again, of the differences between two versions: what only moved needs
// no second look.
func amendedFields(changes []call.Difference) map[string]bool {
	fields := map[string]bool{}
	for _, d := range changes {
		gone := d.Change == call.Removed && d.What == "field"
		if d.Field != "" && d.Change != call.Moved && !gone {
			fields[d.Field] = true
		}
	}
	return fields
}

func markAmended(tx *action.Tx, a Application, changes []call.Difference) error {
	for field := range amendedFields(changes) {
		_, err := tx.Exec(`INSERT INTO application_amended (application, field, since, seen) VALUES ($1, $2, $3, 0)
			ON CONFLICT (application, field) DO UPDATE SET since = CASE WHEN application_amended.seen = 0 THEN application_amended.since ELSE excluded.since END, seen = 0`,
			a.ID, field, a.CallVersion)
		if err != nil {
			return err
		}
	}
	return nil
}

func keepUnasked(tx *action.Tx, application string, version int64, a Answer) error {
	_, err := tx.Exec(`INSERT INTO application_unasked (application, path, call_version, value, at, by_person) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (application, path) DO UPDATE SET call_version = excluded.call_version, value = excluded.value, at = excluded.at, by_person = excluded.by_person`,
		application, a.Path, version, printable(a.Value), db.At(a.At), a.By)
	return err
}

// stale lists the drafts of a call that answer another version than the one in force.
func stale(r db.Reader, callID string) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT a.id FROM applications a JOIN calls c ON c.id = a.call
		WHERE a.call = $1 AND a.state = 'draft' AND a.call_version <> c.version ORDER BY a.id`, callID)
}
