package application

import (
	"slices"
	"strings"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
)

const commentColumns = `id, application, field, opening, words, asked, at, by_person, resolved, turned, turned_by`

func scanComment(s db.Scanner, c *Comment) error {
	var resolved int64
	err := s.Scan(&c.ID, &c.Application, &c.Field, &c.Opening, &c.Words, &c.Asked, db.Moment(&c.At), &c.By, &resolved, db.Moment(&c.Turned), &c.TurnedBy)
	c.IsResolved = resolved == 1
	return err
}

// Comments returns the comments on a question of an application, or on all with "", the oldest first.
func Comments(r db.Reader, application, field string) ([]Comment, error) {
	return db.All(r, scanComment, `SELECT `+commentColumns+` FROM application_comments WHERE application = $1 AND ($2 = '' OR field = $2) ORDER BY at, id`,
		application, field)
}

func findComment(r db.Reader, application, id string) (Comment, error) {
	return db.One(r, scanComment, `SELECT `+commentColumns+` FROM application_comments WHERE application = $1 AND id = $2`, application, id)
}

// OpenComments counts the talks of an application that are not resolved, by question.
func OpenComments(r db.Reader, application string) (map[string]int, error) {
	fields, err := db.All(r, db.Value[string], `SELECT field FROM application_comments WHERE application = $1 AND id = opening AND resolved = 0`, application)
	open := map[string]int{}
	for _, f := range fields {
		open[f]++
	}
	return open, err
}

// total is how many there are of all questions.
func total(counted map[string]int) int {
	n := 0
	for _, c := range counted {
		n += c
	}
	return n
}

func insertComment(tx *action.Tx, c Comment) error {
	_, err := tx.Exec(`INSERT INTO application_comments (id, application, field, opening, words, asked, at, by_person, resolved, turned, turned_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, '')`, c.ID, c.Application, c.Field, c.Opening, c.Words, c.Asked, db.At(c.At), c.By)
	return err
}

func turn(tx *action.Tx, comment string, resolved bool) error {
	_, err := tx.Exec(`UPDATE application_comments SET resolved = $1, turned = $2, turned_by = $3 WHERE id = $4`,
		weight(resolved), db.At(tx.Now()), tx.Actor().ID, comment)
	return err
}

// readersOf lists the people who may read the draft of an application, by name.
func readersOf(r db.Reader, a Application) ([]account.Person, error) {
	var all []account.Person
	for _, org := range append([]string{a.Organisation}, strings.Fields(a.partners)...) {
		for _, role := range account.MemberRoles {
			people, err := account.WithRole(r, role, org)
			if err != nil {
				return nil, err
			}
			for _, p := range people {
				if !slices.ContainsFunc(all, func(known account.Person) bool { return known.ID == p.ID }) {
					all = append(all, p)
				}
			}
		}
	}
	return all, nil
}
