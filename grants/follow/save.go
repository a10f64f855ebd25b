package follow

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Saving is a search to be kept, with how its letters shall come: that holds for all searches of the person.
type Saving struct {
	Search
	Way notice.Way
}

// Save keeps a search of whoever asks, and returns its identifier.
var Save = action.Define(action.Definition[Saving, int64, string]{
	Name: "follow.save_search",
	Prepare: func(_ context.Context, _ db.Reader, in *Saving) error {
		in.Name, in.Query = strings.Join(strings.Fields(in.Name), " "), strings.Join(strings.Fields(in.Query), " ")
		return refusal.Of(complain(*in))
	},
	Load: func(tx *action.Tx, _ Saving) (int64, error) {
		return db.One(tx, db.Value[int64], `SELECT COUNT(*) FROM follow_searches WHERE person = $1 AND deleted = 0`, tx.Actor().ID)
	},
	May:  action.SignedIn[int64](),
	When: action.AnyTime[int64](),
	Do: func(tx *action.Tx, in Saving, have int64) (string, error) {
		s := in.Search
		s.ID, s.Person, s.At = id.New(), tx.Actor().ID, tx.Now()
		tx.About("search", s.ID)
		if have >= SearchesLimit {
			return "", refusal.New(refusal.TooMany, "follow.refusal.many", "Limit", SearchesLimit)
		}
		if err := insertSearch(tx, s); err != nil {
			return "", err
		}
		return s.ID, notice.Want(tx, s.Person, toldMatch, in.Way)
	},
})

func complain(in Saving) []refusal.Complaint {
	complaints := complainName(in.Name)
	if utf8.RuneCountInString(in.Query) > QueryLimit {
		complaints = append(complaints, refusal.About("q", "follow.refusal.query_long", "Limit", QueryLimit))
	}
	if in.Area != "" && areaName(in.Area, "en") == in.Area {
		complaints = append(complaints, refusal.About("area", "follow.refusal.area"))
	}
	if in.Place != "" && !isPlace(in.Place) {
		complaints = append(complaints, refusal.About("place", "follow.refusal.place"))
	}
	if in.Moment != Announced && in.Moment != Open {
		complaints = append(complaints, refusal.About("moment", "follow.refusal.moment"))
	}
	if !slices.Contains(notice.Ways, in.Way) {
		complaints = append(complaints, refusal.About("way", "notice.refusal.way"))
	}
	return complaints
}

func complainName(name string) []refusal.Complaint {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return []refusal.Complaint{refusal.About("name", "follow.refusal.name_empty")}
	case n > NameLimit:
		return []refusal.Complaint{refusal.About("name", "follow.refusal.name_long", "Limit", NameLimit)}
	}
	return nil
}

func isPlace(code string) bool {
	r, err := municipality.Places()
	if err != nil {
		return false
	}
	_, ok := r.Municipality(code)
	return ok
}

// own is an action on a search by the person whose it is. Others are told that there is none.
func own[In any](name string, which func(In) string, do func(tx *action.Tx, in In, s Search) error) *action.Action[In, Search, struct{}] {
	return action.Define(action.Definition[In, Search, struct{}]{
		Name: name,
		Load: func(tx *action.Tx, in In) (Search, error) { return findSearch(tx, which(in), tx.Actor().ID) },
		May:  action.Permits[Search]{{Who: "the person who saved it", If: func(a action.Actor, s Search) bool { return a.Person() && a.ID == s.Person }}},
		When: action.AnyTime[Search](),
		Do: func(tx *action.Tx, in In, s Search) (struct{}, error) {
			tx.About("search", s.ID)
			return struct{}{}, do(tx, in, s)
		},
	})
}

// Renaming gives a search another name.
type Renaming struct{ Search, Name string }

// Rename gives a search another name.
var Rename = own("follow.rename_search", func(r Renaming) string { return r.Search }, func(tx *action.Tx, in Renaming, s Search) error {
	name := strings.Join(strings.Fields(in.Name), " ")
	if err := refusal.Of(complainName(name)); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE follow_searches SET name = $1 WHERE id = $2`, name, s.ID)
	return err
})

// Delete takes a search away; Restore brings it back.
var (
	Delete = own("follow.delete_search", itself, func(tx *action.Tx, _ string, s Search) error {
		_, err := tx.Exec(`UPDATE follow_searches SET deleted = $1 WHERE id = $2 AND deleted = 0`, db.At(tx.Now()), s.ID)
		return err
	})
	Restore = own("follow.restore_search", itself, func(tx *action.Tx, _ string, s Search) error {
		_, err := tx.Exec(`UPDATE follow_searches SET deleted = 0 WHERE id = $1`, s.ID)
		return err
	})
)

func itself(search string) string { return search }

// Dropping says that a call, or with Kind all calls of a kind, is not interesting to a search. Back takes it back.
type Dropping struct {
	Search, Call, Kind string
	Back               bool
}

// Drop keeps a search from telling of a call or a kind of call again.
var Drop = own("follow.drop_hit", func(d Dropping) string { return d.Search }, func(tx *action.Tx, in Dropping, s Search) error {
	if in.Call != "" {
		return dropHit(tx, s.ID, in.Call, in.Back)
	}
	if !slices.Contains(call.Kinds, call.Kind(in.Kind)) {
		return refusal.New(refusal.Missing, "look.refusal.missing")
	}
	s.Without = slices.DeleteFunc(s.Without, func(k string) bool { return k == in.Kind })
	if !in.Back {
		s.Without = append(s.Without, in.Kind)
	}
	_, err := tx.Exec(`UPDATE follow_searches SET without = $1 WHERE id = $2`, joined(s.Without), s.ID)
	return err
})
