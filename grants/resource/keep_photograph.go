package resource

import (
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Keeping is a photograph whose bytes are in the store already. Key is what the sender calls it: sent again under the same
// key, what was kept the first time comes back.
type Keeping struct {
	Key           string
	SHA256, Small string
	Media         string
	Size          int64
	Scanned       bool // there is a scanner, so nobody else gets it before that has found it clean
}

// KeepPhotograph keeps a photograph for whoever sends it, until they have said what it shows, so that a form that is not in
// order yet need not be sent with its photograph again.
var KeepPhotograph = action.Define(action.Definition[Keeping, struct{}, Photograph]{
	Name: "resource.keep_photograph",
	Load: func(*action.Tx, Keeping) (struct{}, error) { return struct{}{}, nil },
	May: append(action.SignedIn[struct{}](), action.Permit[struct{}]{Who: "the program itself",
		If: func(a action.Actor, _ struct{}) bool { return a.System() }}),
	When: action.AnyTime[struct{}](),
	Do:   keepPhotograph,
})

func keepPhotograph(tx *action.Tx, in Keeping, _ struct{}) (Photograph, error) {
	if len(in.Key) > keyLimit {
		return Photograph{}, refusal.New(refusal.Invalid, "resource.refusal.key")
	}
	by := tx.Actor().ID
	before, err := keptBefore(tx, by, in.Key)
	if err != nil {
		return Photograph{}, err
	}
	if len(before) > 0 {
		tx.About("photograph", before[0].ID)
		tx.Note("again", "1")
		return before[0], nil
	}
	if !tx.Actor().System() {
		if err := mayStillSend(tx, by); err != nil {
			return Photograph{}, err
		}
	}
	p := Photograph{ID: id.New(), SHA256: in.SHA256, Small: in.Small, Media: in.Media, Size: in.Size, By: by, At: tx.Now()}
	tx.About("photograph", p.ID)
	tx.Note("file", p.SHA256)
	if err := containPhotograph(tx, in); err != nil {
		return p, err
	}
	return p, insertPhotograph(tx, p, in.Key)
}

// mayStillSend keeps one person from filling the disk.
func mayStillSend(tx *action.Tx, by string) error {
	all, loose, err := countPhotographs(tx, by, tx.Now().Add(-time.Hour))
	if err == nil && (all >= photographsHour || loose >= mostKeptNowhere) {
		err = refusal.New(refusal.TooMany, "resource.photo.refusal.too_many", "Limit", photographsHour)
	}
	return err
}
