package dialogue

import (
	"strconv"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/search"
	"vekst/value/text"
)

const columns = `e.id, e.call, e.programme, e.sort, e.state, e.number, e.lang, e.asked_text, e.name, e.asked, e.text_bg, e.text_nb, e.text_en,
	e.answer_lang, e.answer_bg, e.answer_nb, e.answer_en, e.answered, e.corrected, e.version`

func (e *Entry) into() []any {
	return []any{&e.ID, &e.Call, &e.Programme, &e.Sort, &e.State, &e.Number, &e.Lang, &e.Asked, &e.Name, db.Moment(&e.AskedAt), &e.Text.BG, &e.Text.NB, &e.Text.EN,
		&e.AnswerLang, &e.Answer.BG, &e.Answer.NB, &e.Answer.EN, db.Moment(&e.AnsweredAt), db.Moment(&e.CorrectedAt), &e.Version}
}

func scan(s db.Scanner, e *Entry) error { return s.Scan(e.into()...) }

// Find returns an entry; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Entry, error) {
	return db.One(r, scan, `SELECT `+columns+` FROM dialogue_entries e WHERE e.id = $1`, id)
}

func hold(tx *action.Tx, id string) (Entry, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM dialogue_entries e WHERE e.id = $1`+tx.ForUpdate(), id)
}

// Published lists what was answered about a call and fits what a person typed, the latest first, with how many others asked
// the same.
func Published(r db.Reader, callID string, sort Sort, query string) ([]Entry, error) {
	args := []any{callID, string(sort)}
	where := ""
	for _, word := range search.Read(query).Patterns() {
		where += " AND ("
		for i, pattern := range word {
			if i > 0 {
				where += " OR "
			}
			args = append(args, pattern)
			where += "e.search LIKE $" + strconv.Itoa(len(args))
		}
		where += ")"
	}
	return db.All(r, func(s db.Scanner, e *Entry) error { return s.Scan(append(e.into(), &e.Repeats)...) },
		`SELECT `+columns+`, (SELECT COUNT(*) FROM dialogue_entries m WHERE m.call = e.call AND m.sort = e.sort AND m.state = 'merged' AND m.number = e.number)
		FROM dialogue_entries e WHERE e.call = $1 AND e.sort = $2 AND e.state = 'answered'`+where+` ORDER BY e.number DESC`, args...)
}

// WaitingFor lists what waits for an answer about a call, the oldest first.
func WaitingFor(r db.Reader, callID string, sort Sort) ([]Entry, error) {
	return db.All(r, scan, `SELECT `+columns+` FROM dialogue_entries e WHERE e.call = $1 AND e.sort = $2 AND e.state = 'waiting' ORDER BY e.asked, e.id`,
		callID, string(sort))
}

// Count counts the entries of a call in a state.
func Count(r db.Reader, callID string, sort Sort, s State) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM dialogue_entries WHERE call = $1 AND sort = $2 AND state = $3`, callID, string(sort), string(s))
}

func isPublished(r db.Reader, e Entry, number int64) (bool, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM dialogue_entries WHERE call = $1 AND sort = $2 AND state = 'answered' AND number = $3`,
		e.Call, string(e.Sort), number)
	return n > 0, err
}

func insert(tx *action.Tx, e Entry, mail string) error {
	_, err := tx.Exec(`INSERT INTO dialogue_entries (id, call, programme, sort, state, number, lang, asked_text, name, mail, person, asked,
			text_bg, text_nb, text_en, answer_lang, answer_bg, answer_nb, answer_en, answered, corrected, version, search)
		VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10, $11, '', '', '', '', '', '', '', 0, 0, 0, '')`,
		e.ID, e.Call, e.Programme, string(e.Sort), string(e.State), e.Lang, e.Asked, e.Name, mail, tx.Actor().ID, db.At(e.AskedAt))
	return err
}

// next takes the next number of a call; others who answer wait.
func next(tx *action.Tx, e Entry) (int64, error) {
	_, err := tx.Exec(`INSERT INTO dialogue_counters (call, sort, last) VALUES ($1, $2, 1)
		ON CONFLICT (call, sort) DO UPDATE SET last = dialogue_counters.last + 1`, e.Call, string(e.Sort))
	if err != nil {
		return 0, err
	}
	return db.One(tx, db.Value[int64], `SELECT last FROM dialogue_counters WHERE call = $1 AND sort = $2`, e.Call, string(e.Sort))
}

func publish(tx *action.Tx, e Entry) error {
	_, err := tx.Exec(`UPDATE dialogue_entries SET state = $1, number = $2, text_bg = $3, text_nb = $4, text_en = $5, answer_lang = $6, answer_bg = $7,
			answer_nb = $8, answer_en = $9, answered = $10, corrected = $11, version = $12, search = $13 WHERE id = $14`,
		string(e.State), e.Number, e.Text.BG, e.Text.NB, e.Text.EN, e.AnswerLang, e.Answer.BG, e.Answer.NB, e.Answer.EN, db.At(e.AnsweredAt),
		db.At(e.CorrectedAt), e.Version, searchable(e), e.ID)
	return err
}

func settle(tx *action.Tx, e Entry) error {
	_, err := tx.Exec(`UPDATE dialogue_entries SET state = $1, number = $2 WHERE id = $3`, string(e.State), e.Number, e.ID)
	return err
}

// takeMail returns where the answer goes, and forgets it.
func takeMail(tx *action.Tx, id string) (string, error) {
	to, err := db.One(tx, db.Value[string], `SELECT mail FROM dialogue_entries WHERE id = $1`, id)
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(`UPDATE dialogue_entries SET mail = '' WHERE id = $1`, id)
	return to, err
}

func searchable(e Entry) string {
	var tokens []string
	for _, t := range []text.Text{e.Text, e.Answer} {
		tokens = append(tokens, search.Tokens(t.BG, text.BG)...)
		tokens = append(tokens, search.Tokens(t.NB, text.NB)...)
		tokens = append(tokens, search.Tokens(t.EN, text.EN)...)
	}
	return search.Column(append(tokens, strconv.FormatInt(e.Number, 10)))
}

func scanConsultation(s db.Scanner, c *Consultation) error {
	var file string
	var account int64
	err := s.Scan(&c.Call, &c.Programme, &file, db.Moment(&c.Opens), db.Moment(&c.Closes), &account)
	c.File, c.Account = []byte(file), account == 1
	return err
}

// FindConsultation returns the consultation of a call that is to be; a refusal of kind Missing when there is none.
func FindConsultation(r db.Reader, id string) (Consultation, error) {
	return db.One(r, scanConsultation, `SELECT call, programme, definition, at, closes, account FROM dialogue_consultations WHERE call = $1`, id)
}

// Consultations lists the consultations that close at a moment or later, those that close first first.
func Consultations(r db.Reader, from time.Time) ([]Consultation, error) {
	return db.All(r, scanConsultation, `SELECT call, programme, definition, at, closes, account FROM dialogue_consultations WHERE closes >= $1 ORDER BY closes, call`, db.At(from))
}

func insertConsultation(tx *action.Tx, c Consultation) error {
	account := 0
	if c.Account {
		account = 1
	}
	_, err := tx.Exec(`INSERT INTO dialogue_consultations (call, programme, definition, closes, account, at, by_person) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.Call, c.Programme, string(c.File), db.At(c.Closes), account, db.At(c.Opens), tx.Actor().Name())
	return err
}

// Consulted is when the public consultation of a call's draft ended; zero where there was none.
func Consulted(r db.Reader, callID string) (time.Time, error) {
	all, err := db.All(r, func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) }, `SELECT closes FROM dialogue_consultations WHERE call = $1`, callID)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return all[0], nil
}
