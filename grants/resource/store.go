package resource

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/text"
)

const columns = `id, programme, municipality, settlement, name_bg, name_nb, name_en, text_bg, text_nb, text_en, original, class, kind, lon, lat, accuracy, shape,
	ownership, condition, access, protection, protected_as, season, blur, state, reason, merged_into, proposed_by, proposed, decided, changed, version, invented, rating, rated`

func scan(s db.Scanner, r *Resource) error {
	var invented int64
	err := s.Scan(&r.ID, &r.Programme, &r.Municipality, &r.Settlement, &r.Name.BG, &r.Name.NB, &r.Name.EN, &r.Description.BG, &r.Description.NB, &r.Description.EN,
		&r.Original, &r.Class, &r.Kind, &r.Place.Lon, &r.Place.Lat, &r.Place.Accuracy, &r.Place.Shape, &r.Ownership, &r.Condition, &r.Access, &r.Protection,
		&r.ProtectedAs, &r.Season, &r.Blur, &r.State, &r.Reason, &r.Into, &r.By, db.Moment(&r.Proposed), db.Moment(&r.Decided), db.Moment(&r.Changed),
		&r.Version, &invented, &r.Potential, &r.Rated)
	r.Invented = invented == 1
	return err
}

// Find returns a resource as officials know it; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Resource, error) {
	return db.One(r, scan, `SELECT `+columns+` FROM resources WHERE id = $1`, id)
}

func hold(tx *action.Tx, id string) (Resource, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM resources WHERE id = $1`+tx.ForUpdate(), id)
}

// sentBefore finds what a person sent under a key before.
func sentBefore(r db.Reader, by, key string) (Resource, bool, error) {
	if key == "" {
		return Resource{}, false, nil
	}
	all, err := db.All(r, scan, `SELECT `+columns+` FROM resources WHERE proposed_by = $1 AND sent_key = $2`, by, key)
	if err != nil || len(all) == 0 {
		return Resource{}, false, err
	}
	return all[0], true, nil
}

// takenOver lists the keys of what was taken over from surveys.
func takenOver(r db.Reader) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT sent_key FROM resources WHERE sent_key LIKE 'survey/%' ORDER BY sent_key`)
}

// countSince counts what a person proposed since a moment.
func countSince(r db.Reader, by string, since time.Time) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resources WHERE proposed_by = $1 AND proposed > $2`, by, db.At(since))
}

func insert(tx *action.Tx, r Resource, key, search string) error {
	sort := sortKeys(r.Name)
	_, err := tx.Exec(`INSERT INTO resources (`+columns+`, sent_key, sort_bg, sort_nb, sort_en, search) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
		$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40)`,
		r.ID, r.Programme, r.Municipality, r.Settlement, r.Name.BG, r.Name.NB, r.Name.EN, r.Description.BG, r.Description.NB, r.Description.EN, r.Original, r.Class, r.Kind,
		r.Place.Lon, r.Place.Lat, r.Place.Accuracy, r.Place.Shape, r.Ownership, r.Condition, r.Access, r.Protection, r.ProtectedAs, int64(r.Season), r.Blur,
		string(r.State), r.Reason, r.Into, r.By, db.At(r.Proposed), db.At(r.Decided), db.At(r.Changed), r.Version, bit(r.Invented), r.Potential, r.Rated,
		key, sort.BG, sort.NB, sort.EN, search)
	return err
}

func update(tx *action.Tx, r Resource, search string) error {
	sort := sortKeys(r.Name)
	_, err := tx.Exec(`UPDATE resources SET settlement = $1, name_bg = $2, name_nb = $3, name_en = $4, text_bg = $5, text_nb = $6, text_en = $7, original = $8, class = $9, kind = $10,
			lon = $11, lat = $12, accuracy = $13, shape = $14, ownership = $15, condition = $16, access = $17, protection = $18, protected_as = $19, season = $20, blur = $21,
			state = $22, reason = $23, merged_into = $24, decided = $25, changed = $26, version = $27, rating = $28, rated = $29, sort_bg = $30, sort_nb = $31, sort_en = $32, search = $33
		WHERE id = $34`,
		r.Settlement, r.Name.BG, r.Name.NB, r.Name.EN, r.Description.BG, r.Description.NB, r.Description.EN, r.Original, r.Class, r.Kind,
		r.Place.Lon, r.Place.Lat, r.Place.Accuracy, r.Place.Shape, r.Ownership, r.Condition, r.Access, r.Protection, r.ProtectedAs, int64(r.Season), r.Blur,
		string(r.State), r.Reason, r.Into, db.At(r.Decided), db.At(r.Changed), r.Version, r.Potential, r.Rated, sort.BG, sort.NB, sort.EN, search, r.ID)
	return err
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Filter is what a list is asked for; empty fields ask for nothing.
type Filter struct {
	Query, Class, Kind, Municipality, Condition string
	Order                                       string // "name", "rating", "newest", "municipality" or "class"
	Lang                                        string // in which names are put in order
	Offset, Limit                               int    // no Limit is all
}

// byClass is the order of classes, and of names within each.
const byClass = "class"

// Public lists what the public may know: confirmed resources, sensitive places blurred.
func Public(r db.Reader, f Filter) ([]Resource, error) {
	where, args := f.where()
	query := `SELECT ` + columns + ` FROM resources WHERE state = 'confirmed'` + where + ` ORDER BY ` + f.order()
	if f.Limit > 0 { // which ones they are is found first, so that no descriptions are carried along in sorting
		args = append(args, f.Limit, f.Offset)
		query = `SELECT ` + columns + ` FROM resources WHERE id IN (SELECT id FROM resources WHERE state = 'confirmed'` + where + ` ORDER BY ` + f.order() +
			` LIMIT $` + strconv.Itoa(len(args)-1) + ` OFFSET $` + strconv.Itoa(len(args)) + `) ORDER BY ` + f.order()
	}
	all, err := db.All(r, scan, query, args...)
	for i := range all {
		all[i] = all[i].Blurred()
	}
	return all, err
}

// CountPublic counts what Public lists, without its limit.
func CountPublic(r db.Reader, f Filter) (int64, error) {
	where, args := f.where()
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resources WHERE state = 'confirmed'`+where, args...)
}

func (f Filter) where() (string, []any) {
	var where strings.Builder
	var args []any
	for _, c := range []struct{ column, value string }{{"class", f.Class}, {"kind", f.Kind}, {"municipality", f.Municipality}, {"condition", f.Condition}} {
		if c.value != "" {
			args = append(args, c.value)
			where.WriteString(" AND " + c.column + " = $" + strconv.Itoa(len(args)))
		}
	}
	for _, word := range patterns(f.Query) {
		where.WriteString(" AND (1 = 0")
		for _, pattern := range word {
			args = append(args, pattern)
			where.WriteString(" OR search LIKE $" + strconv.Itoa(len(args)))
		}
		where.WriteString(")")
	}
	return where.String(), args
}

func (f Filter) order() string {
	sort := "sort_en"
	if text.Is(f.Lang) {
		sort = "sort_" + f.Lang
	}
	switch f.Order {
	case "rating":
		return "rating DESC, " + sort + ", id"
	case "newest":
		return "decided DESC, id DESC"
	case "municipality":
		return "municipality, " + sort + ", id"
	case byClass:
		return classOrder + ", " + sort + ", id"
	}
	return sort + ", id"
}

// classOrder is the order of Classes.
var classOrder = func() string {
	order := "CASE class"
	for i, c := range Classes {
		order += " WHEN '" + c + "' THEN " + strconv.Itoa(i)
	}
	return order + " END"
}()

// Waiting lists what waits for an official of one of some municipalities, the oldest first; of all for the operator.
func Waiting(r db.Reader, s Scope) ([]Resource, error) {
	where, args := s.where()
	return db.All(r, scan, `SELECT `+columns+` FROM resources WHERE state = 'proposed'`+where+` ORDER BY proposed, id LIMIT 500`, args...)
}

// aside lists what was returned or retired, the newest first.
func aside(r db.Reader, s Scope) ([]Resource, error) {
	where, args := s.where()
	return db.All(r, scan, `SELECT `+columns+` FROM resources WHERE state IN ('returned', 'retired')`+where+` ORDER BY changed DESC, id LIMIT 100`, args...)
}

// Mine lists what a person proposed that is not public, the newest first.
func Mine(r db.Reader, person string) ([]Resource, error) {
	return db.All(r, scan, `SELECT `+columns+` FROM resources WHERE proposed_by = $1 AND state IN ('proposed', 'returned') ORDER BY changed DESC, id LIMIT 100`, person)
}

// neighbours lists what stands in a municipality, and what is of a kind within a box around a place, wherever that is. The
// box is wide enough for everything that is published in one square with the place.
func neighbours(r db.Reader, municipality, kind string, p Place, metres int64) ([]Resource, error) {
	box, square := metres*metre, int64(0)
	if metres > 0 {
		square = 2 * slices.Max(Blurs) * metre
	}
	return db.All(r, scan, `SELECT `+columns+` FROM resources WHERE state IN ('proposed', 'confirmed') AND (municipality = $1
		OR (kind = $2 AND lat BETWEEN $3 AND $4 AND lon BETWEEN $5 AND $6)
		OR (kind = $2 AND blur > 0 AND lat BETWEEN $7 AND $8 AND lon BETWEEN $9 AND $10)) ORDER BY id`,
		municipality, kind, p.Lat-box, p.Lat+box, p.Lon-3*box, p.Lon+3*box, p.Lat-square, p.Lat+square, p.Lon-3*square, p.Lon+3*square)
}

// Count is how many confirmed resources a class or a kind has.
type Count struct {
	Of     string
	Number int64
}

func scanCount(s db.Scanner, c *Count) error { return s.Scan(&c.Of, &c.Number) }

// countKinds counts the kinds of one municipality, or of all.
func countKinds(r db.Reader, municipality string) ([]Count, error) {
	where, args := Filter{Municipality: municipality}.where()
	return db.All(r, scanCount, `SELECT kind, COUNT(*) FROM resources WHERE state = 'confirmed'`+where+` GROUP BY kind ORDER BY kind`, args...)
}

func countMunicipalities(r db.Reader) ([]Count, error) {
	return db.All(r, scanCount, `SELECT municipality, COUNT(*) FROM resources WHERE state = 'confirmed' GROUP BY municipality ORDER BY municipality`)
}

// countWaiting counts what waits in a municipality.
func countWaiting(r db.Reader, municipality string) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resources WHERE municipality = $1 AND state = 'proposed'`, municipality)
}

func insertVersion(tx *action.Tx, v Version) error {
	entry, err := json.Marshal(v.Entry)
	if err != nil {
		return err
	}
	detail, err := json.Marshal(v.Detail)
	if err != nil {
		return err
	}
	return tx.Later(`INSERT INTO resource_versions (resource, version, at, verb, person, speaks, entry, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		v.Resource, v.Number, db.At(v.At), v.Verb, v.By, v.Speaks, string(entry), string(detail))
}

func scanVersion(s db.Scanner, v *Version) error {
	var entry, detail string
	if err := s.Scan(&v.Resource, &v.Number, db.Moment(&v.At), &v.Verb, &v.By, &v.Speaks, &entry, &detail); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(entry), &v.Entry); err != nil {
		return err
	}
	return json.Unmarshal([]byte(detail), &v.Detail)
}

// Versions lists every change of a resource, the oldest first.
func Versions(r db.Reader, id string) ([]Version, error) {
	return db.All(r, scanVersion, `SELECT resource, version, at, verb, person, speaks, entry, detail FROM resource_versions WHERE resource = $1 ORDER BY version`, id)
}

func findVersion(r db.Reader, id string, number int64) (Version, error) {
	return db.One(r, scanVersion, `SELECT resource, version, at, verb, person, speaks, entry, detail FROM resource_versions WHERE resource = $1 AND version = $2`, id, number)
}

// RatingsOf lists how a resource is rated.
func RatingsOf(r db.Reader, id string) ([]Rating, error) {
	return db.All(r, func(s db.Scanner, t *Rating) error {
		return s.Scan(&t.Aspect, &t.Score, &t.Reason, &t.Lang, &t.By, &t.Speaks, db.Moment(&t.At))
	}, `SELECT aspect, score, reason, lang, person, speaks, at FROM resource_ratings WHERE resource = $1 ORDER BY aspect`, id)
}

func saveRating(tx *action.Tx, id string, t Rating) error {
	_, err := tx.Exec(`INSERT INTO resource_ratings (resource, aspect, score, reason, lang, person, speaks, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (resource, aspect) DO UPDATE SET score = excluded.score, reason = excluded.reason, lang = excluded.lang, person = excluded.person,
			speaks = excluded.speaks, at = excluded.at`, id, t.Aspect, t.Score, t.Reason, t.Lang, t.By, t.Speaks, db.At(t.At))
	return err
}

func scanNote(s db.Scanner, n *Note) error {
	return s.Scan(&n.ID, &n.Resource, &n.Sort, &n.Words, &n.Lang, &n.Link, &n.By, &n.Speaks, db.Moment(&n.At))
}

// NotesOf lists what stands beside a resource and those merged into it, the oldest first.
func NotesOf(r db.Reader, id string) ([]Note, error) {
	return db.All(r, scanNote, `SELECT id, resource, sort, words, lang, link, person, speaks, at FROM resource_notes
		WHERE removed = 0 AND (resource = $1 OR resource IN (SELECT m.id FROM resources m WHERE m.merged_into = $1)) ORDER BY at, id`, id)
}

// doneWith lists what was done with resources of a kind elsewhere, the newest first.
func doneWith(r db.Reader, kind, notHere string) ([]Note, error) {
	return db.All(r, scanNote, `SELECT n.id, n.resource, n.sort, n.words, n.lang, n.link, n.person, n.speaks, n.at FROM resource_notes n JOIN resources r ON r.id = n.resource
		WHERE n.removed = 0 AND n.sort = 'done' AND r.state = 'confirmed' AND r.kind = $1 AND r.id <> $2 ORDER BY n.at DESC, n.id LIMIT 50`, kind, notHere)
}

func findNote(r db.Reader, id string) (Note, error) {
	return db.One(r, scanNote, `SELECT id, resource, sort, words, lang, link, person, speaks, at FROM resource_notes WHERE id = $1 AND removed = 0`, id)
}

func insertNote(tx *action.Tx, n Note) error {
	_, err := tx.Exec(`INSERT INTO resource_notes (id, resource, sort, words, lang, link, person, speaks, at, removed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)`,
		n.ID, n.Resource, n.Sort, n.Words, n.Lang, n.Link, n.By, n.Speaks, db.At(n.At))
	return err
}

func removeNote(tx *action.Tx, id string) error {
	_, err := tx.Exec(`UPDATE resource_notes SET removed = $1 WHERE id = $2`, db.At(tx.Now()), id)
	return err
}

// countNotes counts the notes a person added since a moment.
func countNotes(r db.Reader, by string, since time.Time) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resource_notes WHERE person = $1 AND at > $2`, by, db.At(since))
}

// leadOn points what was merged into one resource to another.
func leadOn(tx *action.Tx, from, to string) error {
	_, err := tx.Exec(`UPDATE resources SET merged_into = $1 WHERE merged_into = $2`, to, from)
	return err
}
