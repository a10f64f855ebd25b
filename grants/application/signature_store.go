package application

import (
	"vekst/platform/action"
	"vekst/platform/db"
)

const roundColumns = `application, round, state, asked, asked_by, at, by_person, hash, content`

func scanRound(s db.Scanner, r *Round) error {
	var content string
	err := s.Scan(&r.Application, &r.N, &r.State, db.Moment(&r.Asked), &r.AskedBy, db.Moment(&r.At), &r.By, &r.Hash, &content)
	r.Content = []byte(content)
	return err
}

// LastRound is the last time somebody asked for a signature; the zero Round when nobody has.
func LastRound(r db.Reader, application string) (Round, error) {
	return firstRound(db.All(r, scanRound, `SELECT `+roundColumns+` FROM application_signatures WHERE application = $1 ORDER BY round DESC LIMIT 1`, application))
}

// SignatureOf is the signature under a document that was submitted; the zero Round when there is none.
func SignatureOf(r db.Reader, application, hash string) (Round, error) {
	return firstRound(db.All(r, scanRound, `SELECT `+roundColumns+` FROM application_signatures WHERE application = $1 AND state = 'signed' AND hash = $2
		ORDER BY round DESC LIMIT 1`, application, hash))
}

func firstRound(all []Round, err error) (Round, error) {
	if err != nil || len(all) == 0 {
		return Round{}, err
	}
	return all[0], nil
}

// keepRound keeps a round as it stands now.
func keepRound(tx *action.Tx, r Round) error {
	_, err := tx.Exec(`INSERT INTO application_signatures (application, round, state, asked, asked_by, at, by_person, hash, content)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (application, round) DO UPDATE SET state = excluded.state, at = excluded.at, by_person = excluded.by_person,
			hash = excluded.hash, content = excluded.content`,
		r.Application, r.N, string(r.State), db.At(r.Asked), r.AskedBy, db.At(r.At), r.By, r.Hash, string(r.Content))
	return err
}

func insertReturned(tx *action.Tx, r Round, section, words string) error {
	_, err := tx.Exec(`INSERT INTO application_returned (application, round, section, words) VALUES ($1, $2, $3, $4)`, r.Application, r.N, section, words)
	return err
}

// returned is what a certifier wrote when sending back, by section.
func returned(r db.Reader, round Round) (map[string]string, error) {
	rows, err := db.All(r, func(s db.Scanner, one *[2]string) error { return s.Scan(&one[0], &one[1]) },
		`SELECT section, words FROM application_returned WHERE application = $1 AND round = $2`, round.Application, round.N)
	all := map[string]string{}
	for _, one := range rows {
		all[one[0]] = one[1]
	}
	return all, err
}
