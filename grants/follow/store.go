package follow

import (
	"strings"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/text"
)

// followers lists the people who follow a call.
func followers(r db.Reader, callID string) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT person FROM follows WHERE call = $1 AND stopped = 0 ORDER BY person`, callID)
}

// onlookers lists those of them who have not begun an application.
func onlookers(r db.Reader, callID string) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT person FROM follows WHERE call = $1 AND stopped = 0 AND by_draft = 0 ORDER BY person`, callID)
}

// Follows says whether a person follows a call.
func Follows(r db.Reader, person, callID string) (bool, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM follows WHERE person = $1 AND call = $2 AND stopped = 0`, person, callID)
	return n > 0, err
}

// Of lists the calls a person follows, by identifier, the latest first.
func Of(r db.Reader, person string) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT call FROM follows WHERE person = $1 AND stopped = 0 ORDER BY at DESC, call`, person)
}

const search = `id, person, name, query, area, place, moment, without, at`

func scanSearch(s db.Scanner, v *Search) error {
	var without string
	err := s.Scan(&v.ID, &v.Person, &v.Name, &v.Query, &v.Area, &v.Place, &v.Moment, &without, db.Moment(&v.At))
	v.Without = strings.Fields(without)
	return err
}

// Searches lists the searches of a person, the latest first.
func Searches(r db.Reader, person string) ([]Search, error) {
	return db.All(r, scanSearch, `SELECT `+search+` FROM follow_searches WHERE person = $1 AND deleted = 0 ORDER BY at DESC, id`, person)
}

// searchesAt lists everybody's searches that look at calls at a moment.
func searchesAt(r db.Reader, m Moment) ([]Search, error) {
	return db.All(r, scanSearch, `SELECT `+search+` FROM follow_searches WHERE moment = $1 AND deleted = 0 ORDER BY id`, string(m))
}

// findSearch returns a search of a person, deleted or not.
func findSearch(r db.Reader, id, person string) (Search, error) {
	return db.One(r, scanSearch, `SELECT `+search+` FROM follow_searches WHERE id = $1 AND person = $2`, id, person)
}

func insertSearch(tx *action.Tx, s Search) error {
	_, err := tx.Exec(`INSERT INTO follow_searches (id, person, name, query, area, place, moment, without, at, deleted)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, 0)`, s.ID, s.Person, s.Name, s.Query, s.Area, s.Place, string(s.Moment), db.At(s.At))
	return err
}

func insertHit(tx *action.Tx, search, callID string) (bool, error) {
	n, err := tx.Exec(`INSERT INTO follow_hits (search, call, at, dropped) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING`, search, callID, db.At(tx.Now()))
	return n == 1, err
}

func dropHit(tx *action.Tx, search, callID string, back bool) error {
	dropped := db.At(tx.Now())
	if back {
		dropped = db.Time{}
	}
	_, err := tx.Exec(`UPDATE follow_hits SET dropped = $1 WHERE search = $2 AND call = $3`, dropped, search, callID)
	return err
}

// hitsOf lists the newest calls that fit a person's searches and were not found uninteresting.
func hitsOf(r db.Reader, person string) ([]Hit, error) {
	return db.All(r, func(s db.Scanner, h *Hit) error {
		return s.Scan(&h.Search, &h.Call, &h.Title.BG, &h.Title.NB, &h.Title.EN, &h.Kind, db.Moment(&h.At))
	}, `SELECT h.search, h.call, c.title_bg, c.title_nb, c.title_en, c.kind, h.at FROM follow_hits h JOIN calls c ON c.id = h.call
		JOIN follow_searches s ON s.id = h.search WHERE s.person = $1 AND s.deleted = 0 AND h.dropped = 0 ORDER BY h.at DESC, h.call LIMIT 200`, person)
}

// titles are the titles of calls by identifier.
func titles(r db.Reader, calls []string) (map[string]text.Text, error) {
	type titled struct {
		id    string
		title text.Text
	}
	all, err := db.All(r, func(s db.Scanner, t *titled) error { return s.Scan(&t.id, &t.title.BG, &t.title.NB, &t.title.EN) },
		`SELECT id, title_bg, title_nb, title_en FROM calls WHERE id IN `+db.In(1, len(calls)), db.Args(calls)...)
	m := map[string]text.Text{}
	for _, t := range all {
		m[t.id] = t.title
	}
	return m, err
}
