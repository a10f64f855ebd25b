package notice

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/text"
)

func insertNews(tx *action.Tx, n News) error {
	title, err := json.Marshal(n.About.Title)
	if err != nil {
		return err
	}
	args, err := json.Marshal(n.Args)
	if err != nil {
		return err
	}
	return tx.Later(`INSERT INTO notice_news (id, at, kind, about, subject, title, link, args) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		n.ID, db.At(n.At), n.Kind, n.About.Kind, n.About.ID, string(title), n.Link, string(args))
}

// insertNotices gives news to people, all in one statement.
func insertNotices(tx *action.Tx, n News, readers []reader) error {
	if len(readers) == 0 {
		return nil
	}
	args := []any{n.ID, n.Kind, db.At(n.At)}
	var rows []string
	for _, r := range readers {
		at := len(args)
		rows = append(rows, "($"+strconv.Itoa(at+1)+", $1, $2, $3, $"+strconv.Itoa(at+2)+", $"+strconv.Itoa(at+3)+", 0)")
		args = append(args, r.person, db.At(r.due), db.At(r.mailed))
	}
	return tx.Later(`INSERT INTO notices (person, news, kind, at, due, mailed, seen) VALUES `+strings.Join(rows, ", "), args...)
}

// choice is what a person has chosen, for one kind.
type choice struct {
	person, lang string
	settings     Settings
	way          Way // "" where nothing is chosen
}

func scanChoice(s db.Scanner, c *choice) error {
	var hour, weekday *int64
	var zone *string
	var stopped *int64
	var way string
	if err := s.Scan(&c.person, &c.lang, &hour, &weekday, &zone, &stopped, &way); err != nil {
		return err
	}
	c.settings, c.way = Usual(c.lang), Way(way)
	if hour != nil {
		c.settings = Settings{int(*hour), time.Weekday(*weekday), *zone, *stopped != 0}
	}
	return nil
}

const choices = `SELECT p.id, p.lang, s.hour, s.weekday, s.zone, s.stopped, COALESCE(c.way, '')
	FROM people p LEFT JOIN notice_settings s ON s.person = p.id LEFT JOIN notice_choices c ON c.person = p.id AND c.kind = $1 WHERE p.id IN `

// readersOf finds when each of these people is written to about a kind.
func readersOf(tx *action.Tx, k Kind, people []string) ([]reader, error) {
	all, err := db.All(tx, scanChoice, choices+db.In(2, len(people)), append([]any{k.Key}, db.Args(people)...)...)
	readers := make([]reader, len(all))
	for i, c := range all {
		readers[i] = reader{person: c.person, due: c.due(k, tx.Now())}
	}
	return readers, err
}

func (c choice) due(k Kind, now time.Time) time.Time {
	if k.Must {
		return now.Add(gather)
	}
	if c.way == "" {
		c.way = k.Way
	}
	return c.settings.Due(c.way, now)
}

// settingsOf returns the settings of a person and what they chose for each kind.
func settingsOf(r db.Reader, person string) (Settings, map[string]Way, error) {
	c, err := db.One(r, scanChoice, choices+`($2)`, "", person)
	if err != nil {
		return Settings{}, nil, err
	}
	type pair struct{ kind, way string }
	pairs, err := db.All(r, func(s db.Scanner, p *pair) error { return s.Scan(&p.kind, &p.way) },
		`SELECT kind, way FROM notice_choices WHERE person = $1`, person)
	ways := map[string]Way{}
	for _, p := range pairs {
		ways[p.kind] = Way(p.way)
	}
	return c.settings, ways, err
}

func saveSettings(tx *action.Tx, person string, s Settings) error {
	stopped := time.Time{}
	if s.Stopped {
		stopped = tx.Now()
	}
	_, err := tx.Exec(`INSERT INTO notice_settings (person, hour, weekday, zone, stopped) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person) DO UPDATE SET hour = excluded.hour, weekday = excluded.weekday, zone = excluded.zone, stopped = excluded.stopped`,
		person, s.Hour, int(s.Weekday), s.Zone, db.At(stopped))
	return err
}

func saveChoice(tx *action.Tx, person, kind string, w, before Way) error {
	_, err := tx.Exec(`INSERT INTO notice_choices (person, kind, way, before) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person, kind) DO UPDATE SET way = excluded.way, before = excluded.before`, person, kind, string(w), string(before))
	return err
}

func beforeStopping(r db.Reader, person, kind string) (Way, error) {
	all, err := db.All(r, db.Value[string], `SELECT before FROM notice_choices WHERE person = $1 AND kind = $2`, person, kind)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return Way(all[0]), nil
}

// postpone gives what waits of a kind a new moment.
func postpone(tx *action.Tx, person, kind string, due time.Time) error {
	_, err := tx.Exec(`UPDATE notices SET due = $1 WHERE person = $2 AND kind = $3 AND mailed = 0 AND due > 0`, db.At(due), person, kind)
	return err
}

const item = `w.id, w.at, w.kind, w.about, w.subject, w.title, w.link, w.args, n.seen`

func scanItem(s db.Scanner, i *Item) error {
	var title, args string
	var seen time.Time
	if err := s.Scan(&i.News.ID, db.Moment(&i.At), &i.News.Kind, &i.About.Kind, &i.About.ID, &title, &i.Link, &args, db.Moment(&seen)); err != nil {
		return err
	}
	i.Seen = !seen.IsZero()
	i.Args = map[string]text.Text{}
	if err := json.Unmarshal([]byte(title), &i.About.Title); err != nil {
		return err
	}
	return json.Unmarshal([]byte(args), &i.Args)
}

// Of lists the notices of a person, newest first.
func Of(r db.Reader, person string, offset, limit int) ([]Item, error) {
	return db.All(r, scanItem, `SELECT `+item+` FROM notices n JOIN notice_news w ON w.id = n.news
		WHERE n.person = $1 ORDER BY n.at DESC, n.news DESC LIMIT $2 OFFSET $3`, person, limit, offset)
}

// unseen lists where the notices that a person has not seen lead, by the identifiers of their news.
func unseen(r db.Reader, person string) ([]Item, error) {
	return db.All(r, scanItem, `SELECT `+item+` FROM notices n JOIN notice_news w ON w.id = n.news
		WHERE n.person = $1 AND n.seen = 0 ORDER BY n.at DESC, n.news DESC LIMIT $2`, person, unseenMost+1)
}

// findNews returns one notice of a person.
func findNews(r db.Reader, person, news string) (Item, error) {
	return db.One(r, scanItem, `SELECT `+item+` FROM notices n JOIN notice_news w ON w.id = n.news WHERE n.person = $1 AND n.news = $2`, person, news)
}

// waiting lists people for whom a letter is due, the longest first.
func waiting(r db.Reader, now time.Time) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT person FROM notices WHERE mailed = 0 AND due > 0 AND due <= $1
		GROUP BY person ORDER BY MIN(due), person LIMIT 100`, db.At(now))
}

// lockDue lists what is due for a person and keeps other processes from sending it.
func lockDue(tx *action.Tx, person string) ([]Item, error) {
	lock := tx.ForUpdate()
	if lock != "" {
		lock += " OF n"
	}
	return db.All(tx, scanItem, `SELECT `+item+` FROM notices n JOIN notice_news w ON w.id = n.news
		WHERE n.person = $1 AND n.mailed = 0 AND n.due > 0 AND n.due <= $2 ORDER BY n.at DESC, n.news DESC`+lock, person, db.At(tx.Now()))
}

func markMailed(tx *action.Tx, person string) (int64, error) {
	return tx.Exec(`UPDATE notices SET mailed = $1 WHERE person = $2 AND mailed = 0 AND due > 0 AND due <= $1`, db.At(tx.Now()), person)
}

// markSeen marks news of a person as seen on screen; none given means all there are.
func markSeen(tx *action.Tx, person string, news ...string) error {
	args := append([]any{db.At(tx.Now()), person}, db.Args(news)...)
	which := ""
	if len(news) > 0 {
		which = ` AND news IN ` + db.In(3, len(news))
	}
	_, err := tx.Exec(`UPDATE notices SET seen = $1 WHERE person = $2 AND seen = 0`+which, args...)
	return err
}
