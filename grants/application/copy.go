package application

import (
	"slices"
	"time"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Copying is an earlier application that a new one begins with.
type Copying struct {
	Call    string   // to which one applies now
	From    string   // the earlier application
	Take    []string // the questions of the new form that are answered from it
	Seen    string   // the mark of the plan that was shown: see copyPlan.mark
	Scanned bool     // there is a scanner: see Upload
}

type copying struct {
	timed
	begun
}

// Copy begins an application with answers of an earlier one of the same organisation. What has no place, or did not fit and
// was not taken, is kept beside the new draft. What was declared, signed or agreed to is never copied.
var Copy = action.Define(action.Definition[Copying, copying, Application]{
	Name: "application.copy",
	Load: func(tx *action.Tx, in Copying) (copying, error) {
		from, err := load(tx, in.From)
		if err != nil {
			return copying{}, err
		}
		c, err := call.Find(tx, in.Call)
		return copying{from, begun{Beginning{in.Call, from.Organisation, from.Lang}, c}}, err
	},
	May: action.Permits[copying]{{Who: "owners and editors of the organisation, from its own application", If: func(a action.Actor, c copying) bool {
		return c.Edits(a)
	}}},
	When: action.Moment[copying]{Is: "while the call is open", Check: func(now time.Time, c copying) error { return open(c.begun.call.Window, now) }},
	Do: func(tx *action.Tx, in Copying, c copying) (Application, error) {
		p, err := planCopy(tx, c.Application, c.begun.call, tx.Now())
		if err != nil {
			return Application{}, err
		}
		if in.Seen != p.mark() {
			return Application{}, refusal.New(refusal.Conflict, "application.copy.changed")
		}
		a, err := c.begin(tx)
		if err != nil {
			return a, err
		}
		tx.Note("from", in.From)
		return a, p.carryOut(tx, a, in)
	},
})

// carryOut writes what was chosen into the new draft, and keeps the rest.
func (p copyPlan) carryOut(tx *action.Tx, a Application, in Copying) error {
	all := slices.Clone(p.known)
	for _, f := range p.fittings {
		if !f.isTaken(in.Take) {
			continue
		}
		for _, answer := range f.Stays {
			all = append(all, Taken{answer.Path, FromCopy, in.From, answer.Value})
			if answer.Path == titlePath {
				a.Title = shortened(answer.Value)
			}
		}
		if err := p.hand(tx, a, f, in.Scanned); err != nil {
			return err
		}
	}
	if err := lay(tx, a, all); err != nil {
		return err
	}
	if err := keepAside(tx, a.ID, p, in.Take); err != nil {
		return err
	}
	return touch(tx, a, tx.Now())
}

// hand gives the new draft the files of a question. Their bytes are kept once.
func (p copyPlan) hand(tx *action.Tx, a Application, f fitting, scanned bool) error {
	if f.To.Kind != call.File {
		return nil
	}
	for _, row := range rowsWritten(f.To.ID, f.Stays) {
		name, size := fileOf(row)
		state := p.files[f.From.ID+"/"+row.id]
		in := Upload{Application: a.ID, Field: f.To.ID, Name: name.Value, Size: size, SHA256: state.SHA256, Media: state.Media, Scanned: scanned}
		if err := insertFile(tx, in, row.id); err != nil {
			return err
		}
		if err := contain(tx, in); err != nil {
			return err
		}
	}
	return nil
}
