package statistics

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/decimal"
)

// version is raised by every change of figures or indicators.
func version(r db.Reader) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT version FROM statistics_state WHERE name = 'figures'`)
}

// hold keeps other changes of figures and indicators waiting until this one is done.
func hold(tx *action.Tx) (int64, error) {
	return db.One(tx, db.Value[int64], `SELECT version FROM statistics_state WHERE name = 'figures'`+tx.ForUpdate())
}

func raise(tx *action.Tx) error {
	_, err := tx.Exec(`UPDATE statistics_state SET version = version + 1 WHERE name = 'figures'`)
	return err
}

// Indicators are all there are: those that come with the program, where nobody has changed them, and those of the database;
// by theme, then by name in Bulgarian.
func Indicators(r db.Reader) ([]Indicator, error) {
	own, err := db.All(r, scanIndicator, `SELECT code, theme, name_bg, name_nb, name_en, definition_bg, definition_nb, definition_en, unit, better,
		least, most, whole, publisher_bg, publisher_nb, publisher_en, dataset, address, licence FROM statistics_indicators ORDER BY code`)
	if err != nil {
		return nil, err
	}
	all, err := shipped()
	all = slices.Clone(all)
	for _, i := range own {
		if at := slices.IndexFunc(all, func(o Indicator) bool { return o.Code == i.Code }); at >= 0 {
			i.Part, i.Of = all[at].Part, all[at].Of
			all[at] = i
		} else {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b Indicator) int { return slices.Index(Themes, a.Theme) - slices.Index(Themes, b.Theme) })
	return all, err
}

func scanIndicator(s db.Scanner, i *Indicator) error {
	var least, most string
	var whole int64
	err := s.Scan(&i.Code, &i.Theme, &i.Name.BG, &i.Name.NB, &i.Name.EN, &i.Definition.BG, &i.Definition.NB, &i.Definition.EN, &i.Unit, &i.Better,
		&least, &most, &whole, &i.Publisher.BG, &i.Publisher.NB, &i.Publisher.EN, &i.Dataset, &i.Address, &i.Licence)
	if err == nil {
		i.Whole = whole == 1
		i.Least, err = limit(least)
	}
	if err == nil {
		i.Most, err = limit(most)
	}
	return err
}

func saveIndicator(tx *action.Tx, i Indicator) error {
	end := ends(i)
	whole := int64(0)
	if i.Whole {
		whole = 1
	}
	_, err := tx.Exec(`INSERT INTO statistics_indicators (code, theme, name_bg, name_nb, name_en, definition_bg, definition_nb, definition_en, unit, better,
		least, most, whole, publisher_bg, publisher_nb, publisher_en, dataset, address, licence, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		ON CONFLICT (code) DO UPDATE SET theme = excluded.theme, name_bg = excluded.name_bg, name_nb = excluded.name_nb, name_en = excluded.name_en,
		definition_bg = excluded.definition_bg, definition_nb = excluded.definition_nb, definition_en = excluded.definition_en, unit = excluded.unit,
		better = excluded.better, least = excluded.least, most = excluded.most, whole = excluded.whole, publisher_bg = excluded.publisher_bg,
		publisher_nb = excluded.publisher_nb, publisher_en = excluded.publisher_en, dataset = excluded.dataset, address = excluded.address,
		licence = excluded.licence, changed = excluded.changed`,
		i.Code, i.Theme, i.Name.BG, i.Name.NB, i.Name.EN, i.Definition.BG, i.Definition.NB, i.Definition.EN, i.Unit, string(i.Better),
		end[0], end[1], whole, i.Publisher.BG, i.Publisher.NB, i.Publisher.EN, i.Dataset, i.Address, i.Licence, db.At(tx.Now()))
	return err
}

// Figures are all there are now.
func Figures(r db.Reader) ([]Figure, error) {
	return db.All(r, func(s db.Scanner, f *Figure) error {
		return s.Scan(&f.Field, &f.Municipality, &f.Year, (*int64)(&f.Value))
	}, `SELECT indicator, municipality, year, number FROM statistics_values ORDER BY indicator, year, municipality`)
}

func scanImport(s db.Scanner, i *Import) error {
	var settings string
	err := s.Scan(&i.ID, &i.Number, &i.Kind, &i.State, &i.File, &i.SHA256, &settings, &i.Added, &i.Changed, &i.Same, &i.LeftOut,
		db.Moment(&i.Proposed), &i.ProposedBy, db.Moment(&i.At), &i.By, db.Moment(&i.Undone), &i.UndoneBy)
	if err == nil {
		err = json.Unmarshal([]byte(settings), &i.Settings)
	}
	return err
}

// Find returns an import without its content.
func Find(r db.Reader, id string) (Import, error) {
	return db.One(r, scanImport, `SELECT id, number, kind, state, file_name, sha256, settings, added, changed, same, left_out,
		proposed, proposed_by, imported, imported_by, undone, undone_by FROM statistics_imports WHERE id = $1`, id)
}

// holdImport keeps an import still.
func holdImport(tx *action.Tx, id string) (Import, error) {
	return db.One(tx, scanImport, `SELECT id, number, kind, state, file_name, sha256, settings, added, changed, same, left_out,
		proposed, proposed_by, imported, imported_by, undone, undone_by FROM statistics_imports WHERE id = $1`+tx.ForUpdate(), id)
}

// listed is how many imports the list shows.
const listed = 200

// Imports lists what was sent and not discarded: what is still open first, then the newest import.
func Imports(r db.Reader) ([]Import, error) {
	return db.All(r, scanImport, `SELECT id, number, kind, state, file_name, sha256, settings, added, changed, same, left_out,
		proposed, proposed_by, imported, imported_by, undone, undone_by FROM statistics_imports WHERE state <> 'discarded'
		ORDER BY CASE number WHEN 0 THEN 0 ELSE 1 END, number DESC, proposed DESC LIMIT $1`, listed)
}

func contentOf(r db.Reader, id string) ([]byte, error) {
	return db.One(r, db.Value[[]byte], `SELECT content FROM statistics_imports WHERE id = $1`, id)
}

func insertImport(tx *action.Tx, i Import, content []byte) error {
	settings, err := json.Marshal(i.Settings)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO statistics_imports (id, number, kind, state, file_name, sha256, content, settings, added, changed, same, left_out,
		proposed, proposed_by, imported, imported_by, undone, undone_by) VALUES ($1, 0, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, $8, $9, 0, '', 0, '')`,
		i.ID, i.Kind, i.State, i.File, i.SHA256, content, string(settings), db.At(tx.Now()), tx.Actor().Name())
	return err
}

func saveSettings(tx *action.Tx, id string, s Settings) error {
	settings, err := json.Marshal(s)
	if err == nil {
		_, err = tx.Exec(`UPDATE statistics_imports SET settings = $1 WHERE id = $2`, string(settings), id)
	}
	return err
}

// discard forgets the content of a file that is not wanted.
func discard(tx *action.Tx, id string) error {
	_, err := tx.Exec(`UPDATE statistics_imports SET state = 'discarded', content = $1 WHERE id = $2`, []byte{}, id)
	return err
}

// enter gives an import its number and counts.
func enter(tx *action.Tx, i Import) (int64, error) {
	last, err := db.One(tx, db.Value[int64], `SELECT COALESCE(MAX(number), 0) FROM statistics_imports`)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`UPDATE statistics_imports SET number = $1, state = 'standing', added = $2, changed = $3, same = $4, left_out = $5, imported = $6, imported_by = $7
		WHERE id = $8`, last+1, i.Added, i.Changed, i.Same, i.LeftOut, db.At(tx.Now()), tx.Actor().Name(), i.ID)
	return last + 1, err
}

func strike(tx *action.Tx, id string) error {
	_, err := tx.Exec(`UPDATE statistics_imports SET state = 'undone', undone = $1, undone_by = $2 WHERE id = $3`, db.At(tx.Now()), tx.Actor().Name(), id)
	return err
}

// atOnce is how many rows one statement writes.
const atOnce = 100

// rows writes the places of n rows of width values: ($1,$2),($3,$4).
func rows(n, width int) string {
	var b strings.Builder
	for i := range n * width {
		switch {
		case i%width == 0 && i > 0:
			b.WriteString("),(")
		case i == 0:
			b.WriteString("(")
		default:
			b.WriteString(",")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	return b.String() + ")"
}

func insertCells(tx *action.Tx, id string, cells []Cell) error {
	for some := range slices.Chunk(cells, atOnce) {
		var args []any
		for _, c := range some {
			args = append(args, id, c.Municipality, c.Field, c.Year, c.Before, c.Words)
		}
		if _, err := tx.Exec(`INSERT INTO statistics_cells (import, municipality, field, year, before, words) VALUES `+rows(len(some), 6), args...); err != nil {
			return err
		}
	}
	return nil
}

// set writes what figures are now.
func set(tx *action.Tx, id string, figures []Figure) error {
	for some := range slices.Chunk(figures, atOnce) {
		var args []any
		for _, f := range some {
			args = append(args, f.Field, f.Municipality, f.Year, int64(f.Value), id)
		}
		if _, err := tx.Exec(`INSERT INTO statistics_values (indicator, municipality, year, number, import) VALUES `+rows(len(some), 5)+`
			ON CONFLICT (indicator, municipality, year) DO UPDATE SET number = excluded.number, import = excluded.import`, args...); err != nil {
			return err
		}
	}
	return nil
}

func unset(tx *action.Tx, k Key) error {
	return tx.Later(`DELETE FROM statistics_values WHERE indicator = $1 AND municipality = $2 AND year = $3`, k.Field, k.Municipality, k.Year)
}

// said is what an import says of a place.
type said struct {
	Key
	Words  string
	Import string
	Number int64
}

func scanSaid(s db.Scanner, c *said) error {
	return s.Scan(&c.Municipality, &c.Field, &c.Year, &c.Words, &c.Import, &c.Number)
}

// others are what other standing imports say of the places of an import, the oldest first.
func others(r db.Reader, id string) ([]said, error) {
	return db.All(r, scanSaid, `SELECT o.municipality, o.field, o.year, o.words, o.import, i.number FROM statistics_cells m
		JOIN statistics_cells o ON o.municipality = m.municipality AND o.field = m.field AND o.year = m.year AND o.import <> m.import
		JOIN statistics_imports i ON i.id = o.import AND i.state = 'standing' WHERE m.import = $1 ORDER BY i.number`, id)
}

// cellsOf are all an import says, with what stood there before.
func cellsOf(r db.Reader, id string) ([]Cell, error) {
	return db.All(r, func(s db.Scanner, c *Cell) error {
		return s.Scan(&c.Municipality, &c.Field, &c.Year, &c.Before, &c.Words)
	},
		`SELECT municipality, field, year, before, words FROM statistics_cells WHERE import = $1 ORDER BY field, year, municipality`, id)
}

// standing is what stands now, of all figures.
func standing(r db.Reader) (map[Key]string, error) {
	all, err := Figures(r)
	have := make(map[Key]string, len(all))
	for _, f := range all {
		have[f.Key] = f.Value.String()
	}
	return have, err
}

// figuresOf turns what is said into figures.
func figuresOf(cells []Cell) ([]Figure, error) {
	all := make([]Figure, len(cells))
	for i, c := range cells {
		d, err := decimal.Parse(c.Words)
		if err != nil {
			return nil, err
		}
		all[i] = Figure{c.Key, d}
	}
	return all, nil
}
