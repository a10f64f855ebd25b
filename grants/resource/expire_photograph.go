package resource

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/refusal"
)

// KeptFor is how long a photograph is kept for somebody who does not say what it shows.
const KeptFor = 30 * 24 * time.Hour

// ForgetKind is the job, in the outbox, of removing the files of a photograph that expired.
const ForgetKind = "forget-photograph"

// forgotten names the files of a photograph.
type forgotten struct{ SHA256, Small string }

// ExpirePhotograph removes a photograph of which nobody has said for thirty days what it shows, and its files after it.
var ExpirePhotograph = action.Define(action.Definition[string, Photograph, struct{}]{
	Name: "resource.expire_photograph",
	Load: func(tx *action.Tx, id string) (Photograph, error) {
		return db.One(tx, scanPhotograph, `SELECT `+photographColumns+` WHERE p.id = $1`+tx.ForUpdate(), id)
	},
	May: action.Program[Photograph](),
	When: action.Moment[Photograph]{Is: "thirty days after it came, while nobody has said what it shows", Check: func(now time.Time, p Photograph) error {
		if !p.isExpired(now) {
			return refusal.New(refusal.Conflict, "look.refusal.missing")
		}
		return nil
	}},
	Do: func(tx *action.Tx, _ string, p Photograph) (struct{}, error) {
		tx.About("photograph", p.ID)
		tx.Note("file", p.SHA256)
		if _, err := tx.Exec(`DELETE FROM resource_photographs WHERE id = $1 AND resource = ''`, p.ID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, tx.Tell(ForgetKind, forgotten{p.SHA256, p.Small})
	},
})

// isExpired says whether nobody has said for too long what it shows.
func (p Photograph) isExpired(now time.Time) bool {
	return p.Resource == "" && !p.At.Add(KeptFor).After(now)
}

// atOnce is how many expired photographs are looked up at a time.
const atOnce = 200

// ExpireOnce removes the photographs that have expired, and returns how many. What goes wrong with one keeps no other.
func ExpireOnce(ctx context.Context, door *action.Door) (gone int, err error) {
	old, err := db.All(door.Reader(ctx), db.Value[string], `SELECT id FROM resource_photographs WHERE resource = '' AND at <= $1 ORDER BY at LIMIT $2`, db.At(door.Now().Add(-KeptFor)), atOnce)
	if err != nil {
		return 0, err
	}
	for _, id := range old {
		_, failed := ExpirePhotograph.Run(ctx, door, action.System("photographs"), id)
		if k := refusal.KindOf(failed); k == refusal.Missing || k == refusal.Conflict {
			continue // another process was quicker, or somebody has said what it shows
		}
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		gone++
	}
	return gone, err
}

// look is how often expired photographs are looked for.
const look = time.Hour

// expire removes expired photographs until ctx ends.
func expire(ctx context.Context, door *action.Door, log *slog.Logger) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		if _, err := ExpireOnce(ctx, door); err != nil && ctx.Err() == nil {
			log.Error("photographs", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// forget removes the files of a photograph that expired, unless anything else is the same to the last byte.
func (h *house) forget(ctx context.Context, door *action.Door, line outbox.Line) error {
	var in forgotten
	if err := line.Read(&in); err != nil {
		return err
	}
	for _, sum := range []string{in.SHA256, in.Small} {
		isNeeded, err := h.isNeeded(door.Reader(ctx), sum)
		if err != nil {
			return err
		}
		if isNeeded {
			continue
		}
		if err := h.store.Forget(ctx, sum); err != nil {
			return err
		}
	}
	return nil
}

// isNeeded says whether anything that is kept names a file.
func (h *house) isNeeded(r db.Reader, sum string) (bool, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resource_photographs WHERE sha256 = $1 OR small = $1`, sum)
	if err != nil || n > 0 {
		return n > 0, err
	}
	for _, elsewhere := range h.Elsewhere {
		if isNeeded, err := elsewhere(r, sum); err != nil || isNeeded {
			return isNeeded, err
		}
	}
	return false, nil
}
