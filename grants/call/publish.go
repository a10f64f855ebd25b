package call

import (
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/value/text"
)

// Publication is a call file to be published.
type Publication struct{ File []byte }

// standing is the call as it stands before it is published again.
type standing struct {
	Definition
	last  int64 // the last version, 0 when new
	opens time.Time
}

// Publish puts a call, or a changed version of it, on the public pages. A call that is open or was open cannot be
// changed: whoever applies is bound to what was published (rule C8).
var Publish = action.Define(action.Definition[Publication, standing, Published]{
	Name: "call.publish",
	Load: func(tx *action.Tx, in Publication) (standing, error) {
		d, faults := Read(in.File, WithinRules)
		if len(faults) > 0 {
			return standing{}, refusalOf(faults)
		}
		return stands(tx, d)
	},
	May: action.Permits[standing]{
		{Who: "operators of the programme", If: func(a action.Actor, s standing) bool { return a.Has(account.Operator, s.Programme) }},
		{Who: "administrators", If: func(a action.Actor, s standing) bool { return a.Has(account.Administrator, s.Programme) }},
		{Who: "the program itself", If: func(a action.Actor, _ standing) bool { return a.System() }},
	},
	When: action.Moment[standing]{Is: "a new call at any time; a changed one until it opens", Check: func(now time.Time, s standing) error {
		if s.last > 0 && !now.Before(s.opens) {
			return refusal.New(refusal.Closed, "call.publish.open_already")
		}
		return nil
	}},
	Do: func(tx *action.Tx, _ Publication, s standing) (Published, error) {
		tx.About("call", s.ID)
		tx.Note("hash", s.Hash())
		p := Published{s.Definition, s.last + 1, tx.Now()}
		return p, save(tx, p)
	},
})

func stands(tx *action.Tx, d Definition) (standing, error) {
	last, err := lastVersion(tx, d.ID, tx.ForUpdate())
	if err != nil || last == 0 {
		return standing{Definition: d}, err
	}
	opens, err := db.One(tx, func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) }, `SELECT opens FROM calls WHERE id = $1`, d.ID)
	return standing{d, last, opens}, err
}

// refusalOf turns the faults of a file into complaints. They name lines of a file and are for those who write call files,
// in English like the file's words.
func refusalOf(faults Faults) error {
	var complaints []refusal.Complaint
	for _, f := range faults {
		complaints = append(complaints, refusal.About("file", "call.publish.fault", "Line", f.Line, "Fault", f.Sentence))
	}
	return refusal.Of(complaints)
}

func save(tx *action.Tx, p Published) error {
	_, err := tx.Exec(`INSERT INTO calls (id, programme, code, kind, version, hash, opens, closes, zone, currency, budget, smallest, largest,
			title_bg, title_nb, title_en, summary_bg, summary_nb, summary_en, search, published)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
		ON CONFLICT (id) DO UPDATE SET programme = excluded.programme, code = excluded.code, kind = excluded.kind, version = excluded.version,
			hash = excluded.hash, opens = excluded.opens, closes = excluded.closes, zone = excluded.zone, currency = excluded.currency,
			budget = excluded.budget, smallest = excluded.smallest, largest = excluded.largest, title_bg = excluded.title_bg,
			title_nb = excluded.title_nb, title_en = excluded.title_en, summary_bg = excluded.summary_bg, summary_nb = excluded.summary_nb,
			summary_en = excluded.summary_en, search = excluded.search, published = excluded.published`,
		p.ID, p.Programme, p.Code, string(p.Kind), p.Version, p.Hash(), db.At(p.Window.Opens), db.At(p.Window.Closes), p.Window.Zone,
		p.Money.Currency, p.Money.Budget, p.Money.Min, p.Money.Max, p.Title.BG, p.Title.NB, p.Title.EN,
		p.Summary.BG, p.Summary.NB, p.Summary.EN, searchable(p.Definition), db.At(p.Since))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO call_versions (call, version, hash, definition, at) VALUES ($1, $2, $3, $4, $5)`,
		p.ID, p.Version, p.Hash(), string(p.Bytes()), db.At(p.Since))
	if err != nil {
		return err
	}
	return savePlaces(tx, p)
}

func savePlaces(tx *action.Tx, p Published) error {
	if _, err := tx.Exec(`DELETE FROM call_places WHERE call = $1`, p.ID); err != nil {
		return err
	}
	places := p.Territory.Municipalities
	if p.Territory.Whole {
		places = []string{""}
	}
	for _, place := range places {
		if _, err := tx.Exec(`INSERT INTO call_places (place, call) VALUES ($1, $2) ON CONFLICT DO NOTHING`, place, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func searchable(d Definition) string {
	tokens := search.Tokens(d.Code+" "+d.ID, text.EN)
	for _, t := range []text.Text{d.Title, d.Summary} {
		tokens = append(tokens, search.Tokens(t.BG, text.BG)...)
		tokens = append(tokens, search.Tokens(t.NB, text.NB)...)
		tokens = append(tokens, search.Tokens(t.EN, text.EN)...)
	}
	return search.Column(tokens)
}
