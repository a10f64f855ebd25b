package selection

import (
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

const keptColumns = `id, call, round, state, file, hash, frozen_by, frozen_at, proposed_by, proposed_at, confirmed_by, confirmed_at,
	reopened_by, reopened_at, reason, audit`

func scanKept(s db.Scanner, k *Kept) error {
	var file string
	err := s.Scan(&k.ID, &k.Call, &k.Round, &k.Stage, &file, &k.Hash, &k.FrozenBy, db.Moment(&k.FrozenAt), &k.ProposedBy, db.Moment(&k.ProposedAt),
		&k.ConfirmedBy, db.Moment(&k.ConfirmedAt), &k.TakenBy, db.Moment(&k.TakenAt), &k.Reason, &k.AuditID)
	k.File = []byte(file)
	return err
}

// Standing returns the list of a call that was not taken back; an empty one where there is none.
func Standing(r db.Reader, callID string) (Kept, error) { return standing(r, callID, "") }

func standing(r db.Reader, callID, lock string) (Kept, error) {
	k, err := db.One(r, scanKept, `SELECT `+keptColumns+` FROM selection_lists WHERE call = $1 AND state <> 'reopened'`+lock, callID)
	if refusal.KindOf(err) == refusal.Missing {
		return Kept{}, nil
	}
	return k, err
}

// FindDecision returns the confirmed list of a call; Missing where nothing is decided.
func FindDecision(r db.Reader, callID string) (Kept, error) {
	return db.One(r, scanKept, `SELECT `+keptColumns+` FROM selection_lists WHERE call = $1 AND state = 'confirmed'`, callID)
}

// Decisions lists the confirmed lists of all calls, the latest first.
func Decisions(r db.Reader) ([]Kept, error) {
	return db.All(r, scanKept, `SELECT `+keptColumns+` FROM selection_lists WHERE state = 'confirmed' ORDER BY confirmed_at DESC, id DESC`)
}

// TakenBack lists the lists of a call that were reopened, the latest first.
func TakenBack(r db.Reader, callID string) ([]Kept, error) {
	return db.All(r, scanKept, `SELECT `+keptColumns+` FROM selection_lists WHERE call = $1 AND state = 'reopened' ORDER BY round DESC`, callID)
}

func lastRound(r db.Reader, callID string) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COALESCE(MAX(round), 0) FROM selection_lists WHERE call = $1`, callID)
}

func insertKept(tx *action.Tx, k Kept) error {
	_, err := tx.Exec(`INSERT INTO selection_lists (id, call, round, state, file, hash, frozen_by, frozen_at, proposed_by, proposed_at,
			confirmed_by, confirmed_at, reopened_by, reopened_at, reason, audit)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, '', 0, '', 0, '', $9)`,
		k.ID, k.Call, k.Round, string(k.Stage), string(k.File), k.Hash, k.FrozenBy, db.At(k.FrozenAt), k.AuditID)
	return err
}

func setProposed(tx *action.Tx, id string) error {
	_, err := tx.Exec(`UPDATE selection_lists SET state = 'proposed', proposed_by = $1, proposed_at = $2 WHERE id = $3`,
		tx.Actor().ID, db.At(tx.Now()), id)
	return err
}

func setConfirmed(tx *action.Tx, id string) error {
	_, err := tx.Exec(`UPDATE selection_lists SET state = 'confirmed', confirmed_by = $1, confirmed_at = $2 WHERE id = $3`,
		tx.Actor().Name(), db.At(tx.Now()), id)
	return err
}

func setReopened(tx *action.Tx, id, reason string) error {
	_, err := tx.Exec(`UPDATE selection_lists SET state = 'reopened', reopened_by = $1, reopened_at = $2, reason = $3 WHERE id = $4`,
		tx.Actor().ID, db.At(tx.Now()), reason, id)
	return err
}

// FindSeed returns the seed of a call's draw; an empty one where none was fixed.
func FindSeed(r db.Reader, callID string) (Seed, error) {
	s, err := db.One(r, func(row db.Scanner, s *Seed) error {
		return row.Scan(&s.Call, &s.Value, &s.How.BG, &s.How.NB, &s.How.EN, &s.Officer, db.Moment(&s.At))
	}, `SELECT call, seed, how_bg, how_nb, how_en, officer, at FROM selection_seeds WHERE call = $1`, callID)
	if refusal.KindOf(err) == refusal.Missing {
		return Seed{}, nil
	}
	return s, err
}

func insertSeed(tx *action.Tx, s Seed) error {
	_, err := tx.Exec(`INSERT INTO selection_seeds (call, seed, how_bg, how_nb, how_en, officer, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.Call, s.Value, s.How.BG, s.How.NB, s.How.EN, s.Officer, db.At(s.At))
	return err
}

// checkpointAfter is the size and root of the first checkpoint of the log that was signed after a moment, as they stand
// in it; empty while there is none.
func checkpointAfter(r db.Reader, moment time.Time) (sizeAndRoot string, err error) {
	signed, err := db.All(r, db.Value[string], `SELECT signed FROM log_checkpoints WHERE at > $1 ORDER BY size LIMIT 1`, db.At(moment))
	if err != nil || len(signed) == 0 {
		return "", err
	}
	lines := strings.Split(signed[0], "\n")
	if len(lines) < 3 {
		return "", nil
	}
	return lines[1] + " " + lines[2], nil
}

func scanDecided(s db.Scanner, d *Decided) error {
	return s.Scan(&d.Application, &d.Call, &d.Number, &d.Outcome, &d.Twice, &d.Rank, &d.Reserve, &d.Award, db.Moment(&d.At))
}

// OutcomeOf returns what was decided about an application; Missing where nothing is.
func OutcomeOf(r db.Reader, applicationID string) (Decided, error) {
	return db.One(r, scanDecided, `SELECT application, call, number, outcome, twice, place, reserve, award, at FROM selection_outcomes WHERE application = $1`,
		applicationID)
}

// Outcomes lists what was decided about the applications of a call, by place on the list, the rejected last.
func Outcomes(r db.Reader, callID string) ([]Decided, error) {
	return db.All(r, scanDecided, `SELECT application, call, number, outcome, twice, place, reserve, award, at FROM selection_outcomes
		WHERE call = $1 ORDER BY CASE WHEN place = 0 THEN 1 ELSE 0 END, place, number`, callID)
}

// decidedIn lists what was decided for the applications of a municipality that got something or may still, the latest
// decision first and then by place on its list.
func decidedIn(r db.Reader, municipality string, most int) ([]local, error) {
	return db.All(r, func(s db.Scanner, f *local) error {
		return s.Scan(&f.Application, &f.Call, &f.Number, &f.Outcome, &f.Twice, &f.Rank, &f.Reserve, &f.Award, db.Moment(&f.At), &f.Title, &f.Organisation)
	}, `SELECT o.application, o.call, o.number, o.outcome, o.twice, o.place, o.reserve, o.award, o.at, v.title, v.organisation
		FROM selection_outcomes o JOIN applications a ON a.id = o.application
		JOIN application_versions v ON v.application = a.id AND v.version = a.standing
		WHERE v.municipality = $1 AND o.outcome IN ('funded', 'partial', 'reserve') ORDER BY o.at DESC, o.call, o.place LIMIT $2`, municipality, most)
}

// seatedIn lists the names of organisations with their seat in a municipality that stand in a public result.
func seatedIn(r db.Reader, municipality string, most int) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT o.name FROM organisations o WHERE o.country = 'BG' AND o.seat = $1 AND EXISTS (
		SELECT 1 FROM selection_outcomes s JOIN applications a ON a.id = s.application
		JOIN application_versions v ON v.application = a.id AND v.version = a.standing
		WHERE v.organisation = o.id AND s.outcome IN ('funded', 'partial', 'reserve')) ORDER BY o.sort_key, o.id LIMIT $2`, municipality, most)
}

func insertDecided(tx *action.Tx, d Decided) error {
	_, err := tx.Exec(`INSERT INTO selection_outcomes (application, call, number, outcome, twice, place, reserve, award, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.Application, d.Call, d.Number, string(d.Outcome), d.Twice, d.Rank, d.Reserve, d.Award, db.At(d.At))
	return err
}

// Assessed is when the decision about a call was confirmed; zero while it is not.
func Assessed(r db.Reader, callID string) (time.Time, error) {
	all, err := db.All(r, func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) },
		`SELECT confirmed_at FROM selection_lists WHERE call = $1 AND state = 'confirmed'`, callID)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return all[0], nil
}
