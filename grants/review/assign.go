package review

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/text"
)

// Assigning gives an expert a place on an application by hand.
type Assigning struct {
	Application, Expert string
	Due                 time.Time // until when the score is wanted
}

// Assign gives an expert the first free place on an application, by hand. It refuses whoever is no expert, holds another
// role in the selection, is tied to a party of the application, or has been on it already, also where they had to step
// back (rules L4 and L18).
var Assign = action.Define(action.Definition[Assigning, dossier, Assignment]{
	Name: "review.assign",
	Load: func(tx *action.Tx, in Assigning) (dossier, error) { return open(tx, in.Application) },
	May:  operators(),
	When: assessing(),
	Do: func(tx *action.Tx, in Assigning, d dossier) (Assignment, error) {
		tx.About("application", in.Application)
		tx.Note("expert", in.Expert)
		if !in.Due.After(tx.Now()) {
			return Assignment{}, refusal.Of([]refusal.Complaint{refusal.About("due", "review.refusal.due")})
		}
		result, err := ResultOf(tx, in.Application)
		if err != nil {
			return Assignment{}, err
		}
		vacant := result.vacant()
		if len(vacant) == 0 {
			return Assignment{}, refusal.New(refusal.Conflict, "review.refusal.no_place")
		}
		if err := mayTake(tx, d, in.Expert); err != nil {
			return Assignment{}, err
		}
		return place(tx, d, in.Expert, vacant[0], ByHand, in.Due)
	},
})

// mayTake refuses an expert who may not be on the application, and says why.
func mayTake(tx *action.Tx, d dossier, expert string) error {
	pool, err := readPool(tx, d.call.Programme)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(pool.experts, func(p account.Person) bool { return p.ID == expert }) {
		return refusal.New(refusal.Forbidden, "review.refusal.not_expert")
	}
	if pool.others[expert] {
		return refusal.New(refusal.Forbidden, "review.refusal.other_role")
	}
	if party, is := tied(pool.affiliations[expert], parties(tx, d.submission, d.call)); is {
		return refusal.New(refusal.Forbidden, "review.refusal.tied", "Party", party.Name)
	}
	_, err = assignmentOf(tx, d.submission.Application, expert, "")
	switch {
	case err == nil:
		return refusal.New(refusal.Conflict, "review.refusal.been_there")
	case refusal.KindOf(err) == refusal.Missing:
		return nil
	}
	return err
}

// place writes the assignment and tells the expert.
func place(tx *action.Tx, d dossier, expert string, number int, way string, due time.Time) (Assignment, error) {
	a := Assignment{ID: id.New(), Application: d.submission.Application, Call: d.call.ID, Expert: expert, Place: number, Way: way, At: tx.Now(), Due: due}
	if err := insertAssignment(tx, a); err != nil {
		if db.IsDuplicate(err) {
			err = refusal.New(refusal.Conflict, "review.refusal.no_place")
		}
		return a, err
	}
	news := newsOf(d.call, "/desk", d.submission.Number)
	news.Args["Due"] = text.Text{BG: Until(d.call.Definition, text.BG, due), NB: Until(d.call.Definition, text.NB, due), EN: Until(d.call.Definition, text.EN, due)}
	return a, notice.Tell(tx, toldAssigned, news, expert)
}

// pool is who could assess: the experts of the programme, what ties them, and who of them holds another role in the
// selection. Roles are apart: whoever decides or oversees does not score (rules L4 and L18).
type pool struct {
	experts      []account.Person
	affiliations map[string][]Affiliation
	others       map[string]bool
}

// otherRoles keep a person from scoring.
var otherRoles = []string{account.Operator, account.Administrator, account.Committee, account.Observer, account.Auditor}

func readPool(r db.Reader, programme string) (pool, error) {
	p := pool{others: map[string]bool{}}
	var err error
	if p.experts, err = account.WithRole(r, account.Expert, programme); err != nil {
		return p, err
	}
	for _, role := range otherRoles {
		people, err := account.WithRole(r, role, programme)
		if err != nil {
			return p, err
		}
		for _, person := range people {
			p.others[person.ID] = true
		}
	}
	p.affiliations, err = affiliations(r, account.Expert, programme)
	return p, err
}

// free lists the experts who may be on an application, by identifier. Been are those who are or were on it.
func (p pool) free(parties []application.Party, been []string) []string {
	var free []string
	for _, e := range p.experts {
		if _, is := tied(p.affiliations[e.ID], parties); !is && !p.others[e.ID] && !slices.Contains(been, e.ID) {
			free = append(free, e.ID)
		}
	}
	slices.Sort(free)
	return free
}
