package review

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/period"
)

// Drawing fills every free place of a call's eligible applications by lot. Seed may be given, such as the number of a
// public lottery; otherwise one is made.
type Drawing struct {
	Call, Seed string
	Due        time.Time
}

// Draws is what came of a draw: how many places were filled, and the numbers of applications for which nobody was free.
type Draws struct {
	Seed   string
	Filled int
	Nobody []string
}

// round is what the rules of a draw look at.
type round struct {
	call   call.Published
	frozen time.Time
}

// DrawAll assigns experts by lot among those free of conflicts, with balanced load (rule L5). The seed, everyone the lot
// was drawn from, and what came of it are kept, so that anyone can draw again with DrawExperts.
var DrawAll = action.Define(action.Definition[Drawing, round, Draws]{
	Name: "review.draw_experts",
	Prepare: func(_ context.Context, _ db.Reader, in *Drawing) error {
		if in.Seed == "" {
			seed := make([]byte, 16)
			if _, err := rand.Read(seed); err != nil {
				return err
			}
			in.Seed = hex.EncodeToString(seed)
		}
		return nil
	},
	Load: func(tx *action.Tx, in Drawing) (round, error) {
		d, err := call.Find(tx, in.Call)
		if err != nil {
			return round{}, err
		}
		frozen, err := hold(tx, in.Call)
		return round{d, frozen}, err
	},
	May: action.Permits[round]{{Who: "operators of the programme", If: func(a action.Actor, r round) bool { return a.Has(account.Operator, r.call.Programme) }}},
	When: action.Moment[round]{Is: "after the call has closed, until the list is frozen", Check: func(now time.Time, r round) error {
		if r.call.Window.At(now) != period.Closed {
			return refusal.New(refusal.Closed, "review.refusal.before_closing")
		}
		return dossier{frozen: r.frozen}.unfrozen()
	}},
	Do: func(tx *action.Tx, in Drawing, r round) (Draws, error) {
		tx.About("call", in.Call)
		if !in.Due.After(tx.Now()) {
			return Draws{}, refusal.Of([]refusal.Complaint{refusal.About("due", "review.refusal.due")})
		}
		return drawAll(tx, in, r)
	},
})

func drawAll(tx *action.Tx, in Drawing, r round) (Draws, error) {
	results, err := Results(tx, in.Call)
	if err != nil {
		return Draws{}, err
	}
	lots, err := gather(tx, r, results)
	if err != nil {
		return Draws{}, err
	}
	if len(lots.vacancies) == 0 {
		return Draws{}, refusal.New(refusal.Conflict, "review.refusal.nothing_to_draw")
	}
	out := Draws{Seed: in.Seed}
	drawn := DrawExperts(in.Seed, lots.vacancies, lots.loads)
	for _, d := range drawn {
		if d.Expert == "" {
			out.Nobody = append(out.Nobody, d.Vacancy.Number)
			continue
		}
		if _, err := place(tx, lots.dossiers[d.Vacancy.Application], d.Expert, d.Vacancy.Place, ByLot, in.Due); err != nil {
			return out, err
		}
		out.Filled++
	}
	return out, record(tx, in, lots, drawn)
}

// urn is what a lot is drawn from.
type urn struct {
	vacancies []Vacancy
	loads     map[string]int
	dossiers  map[string]dossier
}

func gather(tx *action.Tx, r round, results []Result) (urn, error) {
	u := urn{loads: map[string]int{}, dossiers: map[string]dossier{}}
	pool, err := readPool(tx, r.call.Programme)
	if err != nil {
		return u, err
	}
	all, err := assignmentsOfCall(tx, r.call.ID)
	if err != nil {
		return u, err
	}
	been := map[string][]string{}
	for _, a := range all {
		been[a.Application] = append(been[a.Application], a.Expert)
		if a.Recused.IsZero() {
			u.loads[a.Expert]++
		}
	}
	for _, result := range results {
		s := result.Submission
		d := dossier{submission: s, call: r.call}
		for _, number := range result.vacant() {
			u.dossiers[s.Application] = d
			u.vacancies = append(u.vacancies, Vacancy{s.Application, s.Number, number, pool.free(parties(tx, s, r.call), been[s.Application])})
		}
	}
	return u, nil
}

// drawRecord is a draw as it is kept for those who draw again.
type drawRecord struct {
	Seed   string         `json:"seed"`
	Loads  map[string]int `json:"loads"`
	Places []drawnPlace   `json:"places"`
}

type drawnPlace struct {
	Number string   `json:"number"`
	Place  int      `json:"place"`
	May    []string `json:"may"`
	Expert string   `json:"expert"`
}

func record(tx *action.Tx, in Drawing, u urn, drawn []Drawn) error {
	r := drawRecord{Seed: in.Seed, Loads: u.loads}
	for _, d := range drawn {
		r.Places = append(r.Places, drawnPlace{d.Vacancy.Number, d.Vacancy.Place, d.Vacancy.May, d.Expert})
	}
	written, err := json.Marshal(r)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(written)
	tx.Note("seed", in.Seed)
	tx.Note("record-sha256", hex.EncodeToString(hash[:]))
	return insertLot(tx, id.New(), in.Call, Lot{in.Seed, string(written), tx.Now()})
}
