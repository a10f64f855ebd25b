package review

import (
	"cmp"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/db"
)

// file is all that is kept about the assessment of one call, by application.
type file struct {
	decisions   map[string][]Decision
	checks      map[string]Check
	assignments map[string][]Assignment
	given       map[string][]Given // by assignment
	rulings     map[string]Ruling
}

func readFile(r db.Reader, callID string) (file, error) {
	f := file{map[string][]Decision{}, map[string]Check{}, map[string][]Assignment{}, map[string][]Given{}, map[string]Ruling{}}
	decisions, err := decisionsOfCall(r, callID)
	if err != nil {
		return f, err
	}
	for _, d := range decisions {
		f.decisions[d.Application] = append(f.decisions[d.Application], d)
	}
	checks, err := checksOfCall(r, callID)
	if err != nil {
		return f, err
	}
	for _, c := range checks {
		f.checks[c.Application] = c
	}
	return f, f.readScores(r, callID)
}

func (f *file) readScores(r db.Reader, callID string) error {
	assignments, err := assignmentsOfCall(r, callID)
	if err != nil {
		return err
	}
	for _, a := range assignments {
		f.assignments[a.Application] = append(f.assignments[a.Application], a)
	}
	given, err := givenOfCall(r, callID)
	if err != nil {
		return err
	}
	for _, g := range given {
		f.given[g.Assignment] = append(f.given[g.Assignment], g)
	}
	rulings, err := rulingsOfCall(r, callID)
	for _, c := range rulings {
		f.rulings[c.Application] = c
	}
	return err
}

// result puts together what is known about one application, and settles it.
func (f *file) result(s application.Submission, d call.Definition) (Result, error) {
	r := Result{Submission: s, Decisions: f.decisions[s.Application], Check: f.checks[s.Application], Ruling: f.rulings[s.Application]}
	grid := GridOf(d.Grid)
	for _, a := range f.assignments[s.Application] {
		if !a.Recused.IsZero() {
			continue
		}
		total, err := grid.Total(marksOf(f.given[a.ID]))
		if err != nil {
			return r, err
		}
		r.Sheets = append(r.Sheets, Sheet{a, f.given[a.ID], total})
	}
	r.settle(PolicyOf(d.Assessment))
	return r, nil
}

// compareNumbers orders numbers of applications as people count: a longer one is larger.
func compareNumbers(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
