package selection

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"runtime/debug"
	"time"

	"vekst/grants/call"
	"vekst/grants/review"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// FreezeList makes the list of a call and freezes it: the file is stored and its SHA-256 is in the audit entry, the
// assessment is closed. It refuses while an assessment is not complete or the seed of the draw is not fixed.
var FreezeList = action.Define(action.Definition[string, table, Kept]{
	Name: "selection.freeze",
	Load: func(tx *action.Tx, callID string) (table, error) {
		if err := review.Close(tx, callID); err != nil {
			return table{}, err
		}
		return lay(tx, callID)
	},
	May: operators(),
	When: afterClosing("after the call has closed, when every assessment is complete and no list is frozen", func(t table) error {
		if t.list.Stage != "" {
			return refusal.New(refusal.Conflict, "selection.refusal.frozen_already")
		}
		return nil
	}),
	Do: func(tx *action.Tx, callID string, t table) (Kept, error) {
		tx.About("call", callID)
		k := Kept{ID: id.New(), Call: callID, Stage: Frozen, FrozenBy: tx.Actor().ID, FrozenAt: tx.Now(), AuditID: tx.AuditID()}
		var err error
		if k.File, err = listFile(tx, t.call, tx.Now()); err != nil {
			return k, err
		}
		hash := sha256.Sum256(k.File)
		k.Hash = hex.EncodeToString(hash[:])
		tx.Note("ranking-sha256", k.Hash)
		if k.Round, err = lastRound(tx, callID); err != nil {
			return k, err
		}
		k.Round++
		err = insertKept(tx, k)
		if db.IsDuplicate(err) {
			err = refusal.New(refusal.Conflict, "selection.refusal.frozen_already")
		}
		return k, err
	},
})

// listFile makes the list from what is in the database, as the file that is published.
func listFile(r db.Reader, d call.Published, now time.Time) ([]byte, error) {
	seed, err := FindSeed(r, d.ID)
	if err != nil {
		return nil, err
	}
	if seed.Value == "" {
		return nil, refusal.New(refusal.Conflict, "selection.refusal.no_seed")
	}
	results, err := review.Results(r, d.ID)
	if err != nil {
		return nil, err
	}
	if missing := incomplete(results); missing > 0 {
		return nil, refusal.New(refusal.Conflict, "selection.refusal.incomplete", "Count", missing)
	}
	list, err := makeList(d.Definition, seed, results, now)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	err = list.Write(&file)
	return file.Bytes(), err
}

func incomplete(results []review.Result) (missing int) {
	for _, r := range results {
		if r.Waiting != "" {
			missing++
		}
	}
	return missing
}

// makeList ranks complete assessments. Errors about the call's own rules become a refusal with their cause.
func makeList(d call.Definition, seed Seed, results []review.Result, now time.Time) (List, error) {
	settings, err := RulesOf(d, seed.Value)
	if err != nil {
		return List{}, unusable(err)
	}
	entries := make([]Entry, len(results))
	for i, r := range results {
		entries[i] = EntryOf(d, settings, r)
	}
	about := About{Call: d.Code, Title: d.Title, FrozenAt: now, Program: program(), SeedFixed: seed.How}
	list, err := Freeze(about, settings, entries)
	if err != nil {
		return list, unusable(err)
	}
	return list, nil
}

func unusable(err error) error {
	if errors.Is(err, ErrScores) || errors.Is(err, ErrOneScore) || errors.Is(err, ErrThirdAwaited) || errors.Is(err, ErrCommitteeAwaited) {
		return refusal.New(refusal.Conflict, "selection.refusal.incomplete", "Count", 1)
	}
	r := refusal.New(refusal.Conflict, "selection.refusal.rules")
	r.Cause = err
	return r
}

// program is the version of Vekst as the list names it.
func program() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "vekst"
	}
	return "vekst " + info.Main.Version
}
