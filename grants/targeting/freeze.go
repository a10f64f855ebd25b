package targeting

import (
	"context"
	"strconv"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Freezing is the yes to what a preview showed: Seen is the SHA-256 of the three files it was made of, empty for whatever
// they are now.
type Freezing struct {
	Draft, Seen string

	rev   int64 // what was counted before the writer was entered
	files Files
	p     *Published
}

// Freeze publishes a draft as an index that nothing changes afterwards, with its data, framework and recipe. The hash of
// what came of them stands in the audit log from the same moment. The draft stays as it is.
var Freeze = action.Define(action.Definition[Freezing, Draft, Index]{
	Name:    "targeting.freeze",
	Prepare: func(_ context.Context, r db.Reader, in *Freezing) error { return in.count(r) },
	Load:    func(tx *action.Tx, in Freezing) (Draft, error) { return holdDraft(tx, in.Draft) },
	May:     makers[Draft](),
	When:    action.AnyTime[Draft](),
	Do:      freeze,
})

// mostDrawsHere are counted for somebody who waits for a page.
const mostDrawsHere = 4096

// count makes the index outside the writer, which it would keep from everybody else.
func (in *Freezing) count(r db.Reader) error {
	d, err := FindDraft(r, in.Draft)
	if err != nil {
		return err
	}
	if in.files, err = d.filled(r); err != nil {
		return err
	}
	if in.Seen != "" && in.Seen != in.files.SHA256() {
		return refusal.New(refusal.Conflict, "targeting.refusal.changed")
	}
	if r, _ := ReadRecipe(in.files.Recipe); r.Random.Draws > mostDrawsHere {
		return refusal.New(refusal.Conflict, "targeting.refusal.draws", "Limit", mostDrawsHere)
	}
	p, faults := Publish(in.files.Data, in.files.Framework, in.files.Recipe)
	if len(faults) > 0 {
		return refusal.New(refusal.Invalid, "targeting.refusal.faults", "Count", len(faults))
	}
	in.rev, in.p = d.Rev, p
	return nil
}

func freeze(tx *action.Tx, in Freezing, d Draft) (Index, error) {
	if d.Rev != in.rev {
		return Index{}, refusal.New(refusal.Conflict, "targeting.refusal.changed")
	}
	number, err := numberNext(tx)
	if err != nil {
		return Index{}, err
	}
	r := in.p.Result
	x := Index{ID: id.New(), Number: number, Title: r.Recipe.Title, Published: tx.Now(), By: tx.Actor().Name(), Program: Program(), SHA256: in.p.SHA256(),
		Units: len(r.Units), Indicators: len(r.Framework.indicators), ChosenUnits: len(in.p.Chosen()), Data: in.files.Data, Framework: in.files.Framework, Recipe: in.files.Recipe}
	tx.About("index", x.ID)
	tx.Note("number", strconv.Itoa(number))
	tx.Note("sha256", x.SHA256)
	tx.Note("program", x.Program)
	tx.Note(DataFile, hash(x.Data))
	tx.Note(FrameworkFile, hash(x.Framework))
	tx.Note(RecipeFile, hash(x.Recipe))
	return x, insertIndex(tx, x)
}
