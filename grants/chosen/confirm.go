package chosen

import (
	"bytes"
	"context"
	"strconv"
	"time"

	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Confirming confirms a proposed selection. SHA256 is of the one the person has seen.
type Confirming struct {
	Selection, SHA256 string

	index  targeting.Index // what was counted before the writer was entered
	remade Published
}

// Confirm publishes a proposed selection and freezes it. What was proposed is remade first, so that two people and two
// countings stand behind it. Whoever proposed it cannot confirm it, under whatever role.
var Confirm = action.Define(action.Definition[Confirming, Selection, Selection]{
	Name:    "chosen.confirm",
	Prepare: func(_ context.Context, r db.Reader, in *Confirming) error { return in.count(r) },
	Load:    func(tx *action.Tx, in Confirming) (Selection, error) { return hold(tx, in.Selection) },
	May: action.Permits[Selection]{{Who: "operators of the programme, but not the one who proposed it", If: func(a action.Actor, s Selection) bool {
		return officers[Selection]()[0].If(a, s)
	}}},
	When: whileProposed(),
	Do:   confirm,
})

func (in *Confirming) count(r db.Reader) error {
	s, err := Find(r, in.Selection)
	if err != nil {
		return err
	}
	if in.index, err = targeting.Find(r, s.Index); err != nil {
		return err
	}
	rule, _, err := ReadRule(s.RuleFile)
	if err != nil {
		return err
	}
	result, err := counted(in.index)
	if err != nil {
		return err
	}
	in.remade, err = Publish(result, in.index.SHA256, rule)
	return err
}

func whileProposed() action.Moment[Selection] {
	return action.Moment[Selection]{Is: "while it is proposed", Check: func(_ time.Time, s Selection) error {
		switch s.Stage {
		case Final:
			return refusal.New(refusal.Conflict, "chosen.refusal.final", "Number", s.Number)
		case SentBack:
			return refusal.New(refusal.Conflict, "chosen.refusal.was_sent_back")
		}
		return nil
	}}
}

func confirm(tx *action.Tx, in Confirming, s Selection) (Selection, error) {
	tx.About("chosen", s.ID)
	s.note(tx, in.index.SHA256)
	switch {
	case tx.Actor().Name() == s.ProposedBy:
		return s, refusal.New(refusal.Forbidden, "chosen.refusal.same_person")
	case in.SHA256 != s.SHA256:
		return s, refusal.New(refusal.Conflict, "chosen.refusal.other")
	case !in.holds(s):
		return s, refusal.New(refusal.Conflict, "chosen.refusal.does_not_hold")
	}
	if err := targeting.Stands(tx, s.Index); err != nil {
		return s, err
	}
	if _, err := replaced(tx, s.Supersedes); err != nil {
		return s, err
	}
	number, err := numberNext(tx)
	if err != nil {
		return s, err
	}
	s.Number, s.Stage, s.DecidedBy, s.DecidedAt, s.AuditID = number, Final, tx.Actor().Name(), tx.Now(), tx.AuditID()
	tx.Note("number", strconv.Itoa(number))
	if err := setPublished(tx, s); err != nil {
		return s, err
	}
	return s, tellMunicipalities(tx, s, in.remade.List)
}

// holds says whether what was proposed comes of the rule again.
func (in Confirming) holds(s Selection) bool {
	for i, f := range s.Files() {
		if !bytes.Equal(f.Bytes, in.remade.Files[i].Bytes) {
			return false
		}
	}
	return true
}
