package resource

import (
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
)

const photographColumns = `p.id, p.resource, p.sha256, p.small, p.media, p.size, p.author, p.licence, p.caption, p.lang, p.place, p.person, p.at, p.removed, c.scan
	FROM resource_photographs p JOIN resource_photograph_contents c ON c.sha256 = p.sha256`

func scanPhotograph(s db.Scanner, p *Photograph) error {
	return s.Scan(&p.ID, &p.Resource, &p.SHA256, &p.Small, &p.Media, &p.Size, &p.Author, &p.Licence, &p.Caption, &p.Lang, &p.Place, &p.By,
		db.Moment(&p.At), db.Moment(&p.Removed), &p.scan)
}

// FindPhotograph returns a photograph, removed ones too; a refusal of kind Missing when there is none.
func FindPhotograph(r db.Reader, id string) (Photograph, error) {
	return db.One(r, scanPhotograph, `SELECT `+photographColumns+` WHERE p.id = $1`, id)
}

// PhotographsOf lists the photographs of a resource and of those merged into it, in their order. The first is the cover.
func PhotographsOf(r db.Reader, id string) ([]Photograph, error) {
	return db.All(r, scanPhotograph, `SELECT `+photographColumns+` WHERE p.removed = 0 AND c.scan <> 'infected'
		AND (p.resource = $1 OR p.resource IN (SELECT m.id FROM resources m WHERE m.merged_into = $1)) ORDER BY CASE WHEN p.resource = $1 THEN 0 ELSE 1 END, p.place, p.id`, id)
}

// keptBefore finds what a person sent under a key before.
func keptBefore(r db.Reader, person, key string) ([]Photograph, error) {
	if key == "" {
		return nil, nil
	}
	return db.All(r, scanPhotograph, `SELECT `+photographColumns+` WHERE p.person = $1 AND p.sent_key = $2`, person, key)
}

// countPhotographs counts what a person sent since a moment, and of that what shows nothing yet.
func countPhotographs(r db.Reader, person string, since time.Time) (all, loose int64, err error) {
	all, err = db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resource_photographs WHERE person = $1 AND at > $2`, person, db.At(since))
	if err == nil {
		loose, err = db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resource_photographs WHERE person = $1 AND at > $2 AND resource = ''`, person, db.At(since))
	}
	return all, loose, err
}

func insertPhotograph(tx *action.Tx, p Photograph, key string) error {
	_, err := tx.Exec(`INSERT INTO resource_photographs (id, resource, sent_key, sha256, small, media, size, author, licence, caption, lang, place, person, at, removed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)`,
		p.ID, p.Resource, key, p.SHA256, p.Small, p.Media, p.Size, p.Author, p.Licence, p.Caption, p.Lang, p.Place, p.By, db.At(p.At))
	return err
}

func updatePhotograph(tx *action.Tx, p Photograph) error {
	_, err := tx.Exec(`UPDATE resource_photographs SET resource = $1, author = $2, licence = $3, caption = $4, lang = $5, place = $6, removed = $7 WHERE id = $8`,
		p.Resource, p.Author, p.Licence, p.Caption, p.Lang, p.Place, db.At(p.Removed), p.ID)
	return err
}

// Cover is the first photograph of a resource.
type Cover struct{ Resource, Small, Caption, Lang string }

// coversWaiting are the first photographs of the resources that wait for a decision, by resource.
func coversWaiting(r db.Reader) (map[string]Cover, error) {
	all, err := db.All(r, func(s db.Scanner, c *Cover) error { return s.Scan(&c.Resource, &c.Small, &c.Caption, &c.Lang) },
		`SELECT p.resource, p.id, p.caption, p.lang FROM resource_photographs p JOIN resource_photograph_contents c ON c.sha256 = p.sha256
		JOIN resources r ON r.id = p.resource WHERE r.state = 'proposed' AND p.removed = 0 AND c.scan <> 'infected' ORDER BY p.resource, p.place, p.id`)
	covers := map[string]Cover{}
	for _, c := range all {
		if _, has := covers[c.Resource]; !has {
			c.Small = photographLink(c.Small) + "/small"
			covers[c.Resource] = c
		}
	}
	return covers, err
}
