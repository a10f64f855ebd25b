package chosen

import (
	"slices"

	"vekst/grants/application"
	"vekst/platform/db"
)

// Unanswered counts the requests to correct a figure that wait for an officer.
func Unanswered(r db.Reader) (int, error) {
	all, err := application.Submissions(r, CorrectionCall)
	if err != nil {
		return 0, err
	}
	answered, err := Corrections(r)
	n := 0
	for _, s := range all {
		if !slices.ContainsFunc(answered, func(c Correction) bool { return c.Application == s.Application }) {
			n++
		}
	}
	return n, err
}
