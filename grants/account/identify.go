package account

import (
	"context"
	"time"

	"vekst/platform/action"
	"vekst/platform/web"
)

// Identify finds who holds a session's secret, with everything they were given, by one query. A secret that fits no
// session, or one that has ended, is nobody. It is asked at every request, so nothing is remembered in between: signing
// out and taking a role work at once.
func Identify(ctx context.Context, site *web.Site, secret string) (web.Visitor, error) {
	rows, err := identities(site.Door.Reader(ctx), secret)
	if err != nil || len(rows) == 0 {
		return web.Visitor{}, err
	}
	s, now := rows[0].session, site.Door.Now()
	if !s.lives(now) {
		return web.Visitor{}, nil
	}
	if now.Sub(s.Seen) >= seenEvery {
		if _, err := seen.Run(ctx, site.Door, action.System("session"), s.ID); err != nil {
			return web.Visitor{}, err
		}
	}
	return visitor(rows), nil
}

func visitor(rows []identity) web.Visitor {
	p := rows[0].person
	v := web.Visitor{Actor: action.Actor{ID: p.ID}, Name: p.Name, Lang: p.Lang, Session: rows[0].session.ID}
	for _, r := range rows {
		if r.role != "" {
			v.Actor.Grants = append(v.Actor.Grants, action.Grant{Role: r.role, Scope: r.scope})
		}
	}
	return v
}

// seenEvery is how exactly the last use of a session is known: often enough to keep it alive, and no diary of anybody.
const seenEvery = 24 * time.Hour

// seen keeps a session that is used alive.
var seen = action.Define(action.Definition[string, string, struct{}]{
	Name: "account.seen",
	Load: func(_ *action.Tx, session string) (string, error) { return session, nil },
	May:  action.Program[string](),
	When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, session string) (struct{}, error) {
		tx.About("session", session)
		return struct{}{}, updateSeen(tx, session)
	},
})
