package resource

import (
	"slices"
	"unicode/utf8"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// RatingOf is what somebody finds of the potential of a resource: aspects with a score and a reason. Lang is the language the
// reasons are written in.
type RatingOf struct {
	ID, Lang string
	Ratings  []Rating
}

// Rate says how promising a resource is. An aspect is never rated without a reason; what an aspect was rated before stays in
// the history.
var Rate = action.Define(action.Definition[RatingOf, subject, Resource]{
	Name: "resource.rate",
	Load: func(tx *action.Tx, in RatingOf) (subject, error) { return holdSubject(tx, in.ID) },
	May:  officials(),
	When: action.AnyTime[subject](),
	Do:   rate,
})

func rate(tx *action.Tx, in RatingOf, s subject) (Resource, error) {
	for i := range in.Ratings {
		in.Ratings[i].Reason = tidy(in.Ratings[i].Reason)
	}
	if err := refusal.Of(complainRatings(in)); err != nil {
		return Resource{}, err
	}
	if s.State != Confirmed && s.State != Proposed {
		return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.gone")
	}
	have, err := RatingsOf(tx, s.ID)
	if err != nil {
		return Resource{}, err
	}
	for _, t := range in.Ratings {
		t.Lang, t.By, t.Speaks, t.At = in.Lang, tx.Actor().ID, s.speaks(tx.Actor()), tx.Now()
		if have, err = s.rateOne(tx, t, have); err != nil {
			return Resource{}, err
		}
	}
	tx.About("resource", s.ID)
	return s.Resource, nil
}

// rateOne keeps the rating of one aspect, unless it says what was said before.
func (s *subject) rateOne(tx *action.Tx, t Rating, have []Rating) ([]Rating, error) {
	at := slices.IndexFunc(have, func(h Rating) bool { return h.Aspect == t.Aspect })
	d := Detail{Aspect: t.Aspect, Now: t.Score, Reason: t.Reason}
	switch {
	case at < 0:
		have = append(have, t)
	case have[at].Score == t.Score && have[at].Reason == t.Reason:
		return have, nil
	default:
		d.Was, have[at] = have[at].Score, t
	}
	if err := saveRating(tx, s.ID, t); err != nil {
		return have, err
	}
	s.Potential, s.Rated = Mean(have), int64(len(have))
	return have, s.settle(tx, didRate, d, nobody)
}

// complainRatings wants each aspect once, from 1 to 5, with a reason.
func complainRatings(in RatingOf) []refusal.Complaint {
	var all []refusal.Complaint
	if len(in.Ratings) == 0 {
		all = append(all, refusal.About("score_"+Aspects[0], "resource.refusal.no_rating"))
	}
	if !text.Is(in.Lang) {
		all = append(all, refusal.About("", "resource.refusal.choice"))
	}
	seen := map[string]bool{}
	for _, t := range in.Ratings {
		if !slices.Contains(Aspects, t.Aspect) || seen[t.Aspect] || t.Score < 1 || t.Score > Best {
			all = append(all, refusal.About("score_"+t.Aspect, "resource.refusal.score"))
		}
		seen[t.Aspect] = true
		switch n := utf8.RuneCountInString(t.Reason); {
		case n < 3:
			all = append(all, refusal.About("reason_"+t.Aspect, "resource.refusal.rating_reason"))
		case n > reasonLimit:
			all = append(all, refusal.About("reason_"+t.Aspect, "resource.refusal.long", "Count", n, "Limit", reasonLimit))
		}
	}
	return all
}
