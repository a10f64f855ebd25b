package territory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"unicode/utf8"

	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/geo"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Proposing is a file of outlines. Turn says that latitude stands before longitude in it.
type Proposing struct {
	File, Source, Licence string
	Content               []byte
	Turn                  bool

	places *municipality.Directory
	got    gathered
}

// Propose reads a file of outlines and keeps what it comes to, so that it can be looked at. No map changes.
var Propose = action.Define(action.Definition[Proposing, Proposing, Outlines]{
	Name: "territory.propose",
	Prepare: func(_ context.Context, r db.Reader, in *Proposing) error {
		var atlas municipality.Atlas
		d, err := atlas.Of(r)
		if err != nil {
			return err
		}
		in.places = d
		return refusal.Of(in.read())
	},
	Load: func(_ *action.Tx, in Proposing) (Proposing, error) { return in, nil },
	May:  keepers[Proposing](),
	When: action.AnyTime[Proposing](),
	Do: func(tx *action.Tx, _ Proposing, in Proposing) (Outlines, error) {
		sum := sha256.Sum256(in.Content)
		o := Outlines{ID: id.New(), State: Proposed, File: in.File, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(in.Content)), Source: in.Source,
			Licence: in.Licence, Matched: int64(len(in.got.shapes)), Found: in.got.found, Proposed: tx.Now(), ProposedBy: tx.Actor().Name()}
		tx.About("outlines", o.ID)
		tx.Note("file", o.SHA256)
		return o, insert(tx, o, in.got.shapes)
	},
})

// longest is how many letters a source or a licence may have.
const longest = 200

// read reads the file, and says why it cannot be, and what is wrong with what was written beside it.
func (in *Proposing) read() []refusal.Complaint {
	var all []refusal.Complaint
	if in.Source == "" {
		all = append(all, refusal.About("source", "territory.refusal.source"))
	}
	if utf8.RuneCountInString(in.Source) > longest {
		all = append(all, refusal.About("source", "territory.refusal.long", "Limit", longest))
	}
	if utf8.RuneCountInString(in.Licence) > longest {
		all = append(all, refusal.About("licence", "territory.refusal.long", "Limit", longest))
	}
	if in.File == "" {
		return append(all, refusal.About("file", "territory.refusal.no_file"))
	}
	var err error
	in.got, err = gather(bytes.NewReader(in.Content), in.places, in.Turn)
	var broken *geo.Broken
	switch {
	case errors.As(err, &broken):
		all = append(all, refusal.About("file", "territory.broken."+broken.Key, "Name", in.File, "Feature", broken.Feature, "Byte", strconv.FormatInt(broken.Byte, 10), "Means", broken.Means, "MB", mostBytes>>20))
	case err != nil:
		all = append(all, refusal.About("file", "territory.broken.json", "Name", in.File, "Feature", 0, "Byte", "0"))
	case len(in.got.shapes) == 0 && hasSwapped(in.got.found):
		all = append(all, refusal.About("file", "territory.refusal.swapped", "Name", in.File))
	case len(in.got.shapes) == 0:
		all = append(all, refusal.About("file", "territory.refusal.nothing", "Name", in.File, "Count", len(in.got.found)))
		for _, f := range in.got.found[:min(len(in.got.found), 3)] {
			all = append(all, f.where(), refusal.About("file", "territory.found."+f.Key, "Is", f.Is))
		}
	}
	return all
}

// where says in which feature something was found, and at which place of it where that is known.
func (f Finding) where() refusal.Complaint {
	if f.Lon == 0 && f.Lat == 0 {
		return refusal.About("file", "territory.refusal.in", "Number", f.Feature, "Label", f.label())
	}
	return refusal.About("file", "territory.refusal.in_at", "Number", f.Feature, "Label", f.label(), "Lon", degrees(f.Lon), "Lat", degrees(f.Lat))
}

func hasSwapped(found []Finding) bool {
	for _, f := range found {
		if f.Key == geo.Swapped {
			return true
		}
	}
	return false
}
