package guidance

import (
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Of lists the documents of a call in the order they were first published.
func Of(r db.Reader, callID string) ([]Document, error) {
	all, err := db.All(r, func(s db.Scanner, d *Document) error {
		return s.Scan(&d.ID, &d.Call, &d.Title.BG, &d.Title.NB, &d.Title.EN)
	},
		`SELECT id, call, title_bg, title_nb, title_en FROM guidance WHERE call = $1 ORDER BY id`, callID)
	for i := range all {
		if err == nil {
			all[i].Versions, err = versions(r, all[i].ID)
		}
	}
	return all, err
}

// Find returns a document; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Document, error) {
	d, err := db.One(r, func(s db.Scanner, d *Document) error {
		return s.Scan(&d.ID, &d.Call, &d.Title.BG, &d.Title.NB, &d.Title.EN)
	},
		`SELECT id, call, title_bg, title_nb, title_en FROM guidance WHERE id = $1`, id)
	if err == nil {
		d.Versions, err = versions(r, id)
	}
	return d, err
}

func versions(r db.Reader, document string) ([]Version, error) {
	return db.All(r, func(s db.Scanner, v *Version) error {
		return s.Scan(&v.Number, &v.Name, &v.Size, &v.SHA256, &v.Changed.BG, &v.Changed.NB, &v.Changed.EN, db.Moment(&v.At), &v.By, &v.scan)
	}, `SELECT v.version, v.name, v.size, v.sha256, v.changed_bg, v.changed_nb, v.changed_en, v.at, v.by_person, c.scan
		FROM guidance_versions v JOIN guidance_contents c ON c.sha256 = v.sha256 WHERE v.document = $1 ORDER BY v.version DESC`, document)
}

// hold reads a document of a call and keeps others from publishing a version of it at the same time.
func hold(tx *action.Tx, callID, id string) (Document, error) {
	of, err := db.One(tx, db.Value[string], `SELECT call FROM guidance WHERE id = $1`+tx.ForUpdate(), id)
	if err == nil && of != callID {
		return Document{}, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err != nil {
		return Document{}, err
	}
	return Find(tx, id)
}

func save(tx *action.Tx, d Document, v Version) error {
	_, err := tx.Exec(`INSERT INTO guidance (id, call, title_bg, title_nb, title_en, version) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version`, d.ID, d.Call, d.Title.BG, d.Title.NB, d.Title.EN, v.Number)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO guidance_versions (document, version, name, size, sha256, changed_bg, changed_nb, changed_en, at, by_person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, d.ID, v.Number, v.Name, v.Size, v.SHA256, v.Changed.BG, v.Changed.NB, v.Changed.EN,
		db.At(v.At), tx.Actor().Name())
	return err
}

// Names says whether any guidance names a file, by its hash.
func Names(r db.Reader, sha256 string) (bool, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM guidance_contents WHERE sha256 = $1`, sha256)
	return n > 0, err
}
