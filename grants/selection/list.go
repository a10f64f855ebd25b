package selection

import (
	"strings"
	"time"

	"vekst/grants/review"
	"vekst/value/text"
)

// List is a ranking frozen at a moment, with all it was made from. It holds no personal data: applications are known by
// number, experts by the order of their appointment.
type List struct {
	About    About
	Settings Settings
	Ranking  Ranking
}

// About says which list it is.
type About struct {
	Call      string    // number of the call, such as BGLD-1.004
	Title     text.Text // of the call
	FrozenAt  time.Time
	Program   string    // the version of Vekst that made the list
	SeedFixed text.Text // how and when the seed of the draw was fixed, for people to check
}

// Freeze ranks the entries and makes the list that is published. It fails as Rank does. A moment of submission that no
// tie-breaker asks for is left out.
func Freeze(about About, settings Settings, entries []Entry) (List, error) {
	if settings.Policy.Tie == "" && !settings.Policy.Alone {
		settings.Policy.Tie = review.HigherPair
	}
	ranking, err := Rank(settings, entries)
	if err != nil {
		return List{}, err
	}
	for i := range ranking.Rows {
		entry := &ranking.Rows[i].Entry
		entry.Submitted = entry.Submitted.UTC()
		if !settings.asksForMoment() {
			entry.Submitted = time.Time{}
		}
	}
	return List{About: about.clean(), Settings: settings, Ranking: ranking}, nil
}

// clean makes what people wrote valid UTF-8 and the moment UTC, so that the list is written in one way only.
func (a About) clean() About {
	for _, s := range []*string{
		&a.Call, &a.Program, &a.Title.BG, &a.Title.NB, &a.Title.EN, &a.SeedFixed.BG, &a.SeedFixed.NB, &a.SeedFixed.EN,
	} {
		*s = strings.ToValidUTF8(*s, "\ufffd")
	}
	a.FrozenAt = a.FrozenAt.UTC()
	return a
}
