package statistics

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/table"
	"vekst/value/id"
)

// Proposing is a file to be imported. Shipped names a table that comes with the program instead.
type Proposing struct {
	Kind, File, Shipped string
	Content             []byte
	Settings            Settings
}

// Propose keeps a file, so that what importing it would do can be looked at. Nothing else changes.
var Propose = action.Define(action.Definition[Proposing, Proposing, Import]{
	Name: "statistics.propose",
	Prepare: func(_ context.Context, _ db.Reader, in *Proposing) error {
		if in.Shipped != "" {
			content, year, ok := shippedFile(in.Shipped)
			if !ok {
				return refusal.New(refusal.Missing, "look.refusal.missing")
			}
			in.Kind, in.File, in.Content, in.Settings = OfFigures, in.Shipped, content, Settings{Year: year}
		}
		return refusal.Of(unreadable(*in))
	},
	Load: func(_ *action.Tx, in Proposing) (Proposing, error) { return in, nil },
	May:  keepers[Proposing](),
	When: action.AnyTime[Proposing](),
	Do: func(tx *action.Tx, _ Proposing, in Proposing) (Import, error) {
		sum := sha256.Sum256(in.Content)
		i := Import{ID: id.New(), Kind: in.Kind, State: Proposed, File: in.File, SHA256: hex.EncodeToString(sum[:]), Settings: in.Settings, Proposed: tx.Now()}
		tx.About("import", i.ID)
		tx.Note("file", i.SHA256)
		return i, insertImport(tx, i, in.Content)
	},
})

// unreadable says why a file cannot be read at all, and what is wrong with what was written beside it.
func unreadable(in Proposing) []refusal.Complaint {
	var all []refusal.Complaint
	_, err := table.Read(in.File, in.Content)
	switch {
	case in.File == "":
		all = append(all, refusal.About("file", "statistics.refusal.no_file"))
	case errors.Is(err, table.ErrEmpty):
		all = append(all, refusal.About("file", "statistics.refusal.empty", "Name", in.File))
	case errors.Is(err, table.ErrLocked):
		all = append(all, refusal.About("file", "statistics.refusal.locked", "Name", in.File))
	case errors.Is(err, table.ErrSize):
		all = append(all, refusal.About("file", "statistics.refusal.size", "Name", in.File, "MB", table.MaxBytes>>20, "Rows", table.MaxRows))
	case err != nil:
		all = append(all, refusal.About("file", "statistics.refusal.kind", "Name", in.File))
	}
	if !slices.Contains([]string{OfFigures, Register}, in.Kind) {
		all = append(all, refusal.About("kind", "statistics.refusal.of_what"))
	}
	return append(all, unfit(in.Settings)...)
}

// unfit finds what is wrong with settings.
func unfit(s Settings) []refusal.Complaint {
	var all []refusal.Complaint
	if s.Year != 0 && (s.Year < firstYear || s.Year > lastYear) {
		all = append(all, refusal.About("year", "statistics.refusal.year"))
	}
	for n, c := range s.Columns {
		if c.Year != 0 && (c.Year < firstYear || c.Year > lastYear) {
			all = append(all, refusal.About("year"+strconv.Itoa(n), "statistics.refusal.year"))
		}
	}
	if s.Country != "" && !isCountry.MatchString(s.Country) {
		all = append(all, refusal.About("country", "statistics.refusal.country"))
	}
	return append(all, s.Source.unfit()...)
}

// Reading says how a proposed file is to be read.
type Reading struct {
	ID       string
	Settings Settings
}

// ReadAs changes how a proposed file is read.
var ReadAs = action.Define(action.Definition[Reading, Import, Import]{
	Name: "statistics.read_as",
	Load: func(tx *action.Tx, in Reading) (Import, error) { return holdImport(tx, in.ID) },
	May:  keepers[Import](),
	When: action.AnyTime[Import](),
	Do: func(tx *action.Tx, in Reading, i Import) (Import, error) {
		if i.State != Proposed {
			return i, refusal.New(refusal.Conflict, "statistics.refusal.imported")
		}
		if err := refusal.Of(unfit(in.Settings)); err != nil {
			return i, err
		}
		tx.About("import", i.ID)
		i.Settings = in.Settings
		return i, saveSettings(tx, i.ID, in.Settings)
	},
})

// Discard forgets a file that was proposed and is not wanted.
var Discard = action.Define(action.Definition[string, Import, Import]{
	Name: "statistics.discard",
	Load: holdImport,
	May:  keepers[Import](),
	When: action.AnyTime[Import](),
	Do: func(tx *action.Tx, id string, i Import) (Import, error) {
		if i.State != Proposed {
			return i, refusal.New(refusal.Conflict, "statistics.refusal.imported")
		}
		tx.About("import", id)
		i.State = Discarded
		return i, discard(tx, id)
	},
})
