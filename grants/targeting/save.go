package targeting

import (
	"encoding/json"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Saving is what a draft becomes. Rev is the revision it was read at: what somebody else saved meanwhile is not written
// over unseen. One's own later saves are: a page that keeps itself may still be on its way when its button is pressed. With a plan, framework and recipe are made of it; without, they are as given. KeepData leaves the data as
// they are.
type Saving struct {
	Draft    string
	Rev      int64
	Plan     *Plan
	Files    Files
	KeepData bool
}

// Save keeps a draft as it is now, faults and all; what it was before stays in its history.
var Save = action.Define(action.Definition[Saving, Draft, Draft]{
	Name: "targeting.save",
	Load: func(tx *action.Tx, in Saving) (Draft, error) { return holdDraft(tx, in.Draft) },
	May:  makers[Draft](),
	When: action.AnyTime[Draft](),
	Do:   save,
})

func save(tx *action.Tx, in Saving, d Draft) (Draft, error) {
	others, err := othersSince(tx, d.ID, in.Rev)
	if err != nil {
		return d, err
	}
	if others > 0 {
		return d, refusal.New(refusal.Conflict, "targeting.refusal.saved_meanwhile")
	}
	if err := in.Files.tooLarge(); err != nil {
		return d, err
	}
	data := d.Data
	d.Files = in.Files
	if in.KeepData {
		d.Data = data
	}
	d.Plan = ""
	if in.Plan != nil {
		if err := d.take(*in.Plan); err != nil {
			return d, err
		}
	} else {
		d.Title = titled(d.Recipe)
	}
	err = next(tx, &d)
	return d, err
}

// take makes framework and recipe of a plan.
func (d *Draft) take(p Plan) error {
	typed, err := json.Marshal(p)
	d.Plan, d.Title, d.Framework, d.Recipe = string(typed), p.Title, p.framework(), p.recipe()
	return err
}

// next keeps a draft as its next revision.
func next(tx *action.Tx, d *Draft) error {
	d.Rev++
	d.Changed, d.ChangedBy = tx.Now(), tx.Actor().Name()
	tx.About("index draft", d.ID)
	return updateDraft(tx, *d)
}

// plan is the plan of a draft; false where its files say more than the builder can, or have faults.
func (d Draft) plan() (Plan, bool) {
	if d.Plan == "" {
		return planOf(d.Framework, d.Recipe)
	}
	var p Plan
	err := json.Unmarshal([]byte(d.Plan), &p)
	return p, err == nil
}
