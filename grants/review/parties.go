package review

import (
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/db"
)

// parties are the applicant as registered here, and everyone the application names.
func parties(r db.Reader, s application.Submission, d call.Published) []application.Party {
	all := application.Parties(d.Definition, s.Content)
	if o, err := organisation.Find(r, s.Organisation); err == nil {
		all = append(all, application.Party{Name: o.Name, Number: o.Number, Country: o.Country})
	}
	return all
}
