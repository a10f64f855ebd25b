package call

import (
	"context"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
)

// filters adds to a condition and its arguments what is wanted besides the state: words, area, and a municipality, for
// which calls for the whole country are too.
func (w Wanted) filters(args []any) (string, []any) {
	where, args := wordsOf(w.Query, args)
	if w.Area != "" {
		args = append(args, w.Area)
		where += " AND area = " + placeholder(len(args))
	}
	if w.Place != "" {
		args = append(args, w.Place)
		where += " AND id IN (SELECT call FROM call_places WHERE place IN (" + placeholder(len(args)) + ", ''))"
	}
	return where, args
}

// Fits says whether a call is among those wanted, in whatever state it is.
func Fits(r db.Reader, id string, w Wanted) (bool, error) {
	where, args := w.filters([]any{id})
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM calls WHERE id = $1`+where, args...)
	return n > 0, err
}

// Places lists the codes of the municipalities for which there are calls; "" is the whole country. It goes from one place
// to the next along the index, whatever the number of calls: DISTINCT would look at all of them for each list.
func Places(r db.Reader) ([]string, error) {
	return db.All(r, db.Value[string], `WITH RECURSIVE found (place) AS (
			SELECT MIN(place) FROM call_places
			UNION ALL SELECT (SELECT MIN(p.place) FROM call_places p WHERE p.place > found.place) FROM found WHERE found.place IS NOT NULL)
		SELECT place FROM found WHERE place IS NOT NULL`)
}

func saveArea(tx *action.Tx, d Definition) error {
	_, err := tx.Exec(`UPDATE calls SET area = $1 WHERE id = $2`, d.Area, d.ID)
	return err
}

// index keeps beside a call that was published before lists could be filtered what they are filtered by.
var index = action.Define(action.Definition[string, Published, struct{}]{
	Name: "call.index",
	Load: func(tx *action.Tx, id string) (Published, error) { return Find(tx, id) },
	May:  action.Program[Published](),
	When: action.AnyTime[Published](),
	Do: func(tx *action.Tx, _ string, p Published) (struct{}, error) {
		tx.About("call", p.ID)
		return struct{}{}, saveArea(tx, p.Definition)
	},
})

func reindex(ctx context.Context, door *action.Door, line outbox.Line) error {
	var id string
	if err := line.Read(&id); err != nil {
		return err
	}
	_, err := index.Run(ctx, door, action.System("call"), id)
	return err
}

// CountWanted counts the calls of each state that fit what is wanted, at the moment now.
func CountWanted(r db.Reader, now time.Time, w Wanted) (Counts, error) {
	words, args := w.filters([]any{db.At(now.Truncate(time.Millisecond))})
	// The open and the coming ones along an index of their own; the closed ones, most of all, are the rest.
	c, err := db.One(r, func(s db.Scanner, c *Counts) error { return s.Scan(&c.Open, &c.Coming, &c.Closed, &c.Archived) },
		`SELECT (SELECT COUNT(*) FROM calls WHERE closes >= $1 AND opens <= $1`+words+`) + (SELECT COUNT(*) FROM calls WHERE closes = 0 AND opens <= $1`+words+`),
			(SELECT COUNT(*) FROM calls WHERE opens > $1`+words+`), (SELECT COUNT(*) FROM calls`+onlyWords(words)+`),
			(SELECT COUNT(*) FROM calls WHERE archived > 0`+words+`)`, args...)
	c.Closed -= c.Open + c.Coming + c.Archived
	return c, err
}
