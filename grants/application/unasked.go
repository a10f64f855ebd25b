package application

import (
	"errors"
	"slices"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// Unasked is an answer to a question that is no longer asked, or no longer so. It counts for nothing and is kept, so that
// its text can be used elsewhere. Version is the last version of the call that asked it.
type Unasked struct {
	Answer
	Version int64
}

// UnaskedOf lists what is kept of a draft that is no longer asked, by path.
func UnaskedOf(r db.Reader, application string) ([]Unasked, error) {
	return db.All(r, func(s db.Scanner, u *Unasked) error {
		return s.Scan(&u.Path, &u.Value, &u.Version, db.Moment(&u.At), &u.By)
	}, `SELECT path, value, call_version, at, by_person FROM application_unasked WHERE application = $1 ORDER BY path`, application)
}

// takeUnasked parts the changes that the form has no place for any more, because the call was amended while somebody was
// typing, from the rest, and keeps their texts. What no version of the call ever asked stays, to be refused.
func takeUnasked(tx *action.Tx, in *Saving, t timed) (kept []string, err error) {
	d, err := definition(tx, t.Call, t.CallVersion)
	if err != nil {
		return nil, err
	}
	var rest []Change
	for _, c := range in.Changes {
		version := int64(0)
		if !knows(d.Form, c.Path) {
			if version, err = askedBefore(tx, t.Application, c.Path); err != nil {
				return nil, err
			}
		}
		if version == 0 || unkeepable(c.Path, c.Value) != nil {
			rest = append(rest, c)
			continue
		}
		kept = append(kept, c.Path)
		if err := keepTypedUnasked(tx, t.ID, version, Answer{Path: c.Path, Value: c.Value, At: tx.Now(), By: tx.Actor().Name()}); err != nil {
			return nil, err
		}
	}
	in.Changes = rest
	return kept, nil
}

// keepTypedUnasked keeps a text; one that was emptied keeps what there was.
func keepTypedUnasked(tx *action.Tx, application string, version int64, a Answer) error {
	if a.Value == "" {
		return nil
	}
	n, err := count(tx, `SELECT COUNT(*) FROM application_unasked WHERE application = $1`, application)
	if err == nil && n >= AnswersLimit {
		return refusal.New(refusal.TooMany, "application.save.too_many", "Limit", inAll(whole(AnswersLimit)))
	}
	return errors.Join(err, keepUnasked(tx, application, version, a))
}

// askedBefore is the last version before the draft's that had a place for an answer at path; 0 for none.
func askedBefore(r db.Reader, a Application, path string) (int64, error) {
	for v := a.CallVersion - 1; v > 0; v-- {
		d, err := definition(r, a.Call, v)
		if refusal.KindOf(err) == refusal.Missing {
			continue
		}
		if err != nil {
			return 0, err
		}
		if knows(d.Form, path) {
			return v, nil
		}
	}
	return 0, nil
}

// Amended is a question of a draft that has changed since people last saw it. Since is the version they saw.
type Amended struct {
	Field string
	Since int64
}

// amended lists the questions that have changed and nobody has opened since.
func amended(r db.Reader, application string) ([]Amended, error) {
	return db.All(r, func(s db.Scanner, a *Amended) error { return s.Scan(&a.Field, &a.Since) },
		`SELECT field, since FROM application_amended WHERE application = $1 AND seen = 0 ORDER BY field`, application)
}

// Seeing says which changed questions of a draft somebody has opened.
type Seeing struct {
	Application string
	Fields      []string
}

// See takes the mark off changed questions, once somebody who writes has opened them.
var See = action.Define(action.Definition[Seeing, timed, struct{}]{
	Name: "application.see",
	Load: func(tx *action.Tx, in Seeing) (timed, error) { return load(tx, in.Application) },
	May:  mayEdit(),
	When: action.AnyTime[timed](),
	Do: func(tx *action.Tx, in Seeing, t timed) (struct{}, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		return struct{}{}, seen(tx, t.ID, in.Fields, tx.Now())
	},
})

func seen(tx *action.Tx, application string, fields []string, at time.Time) error {
	for _, f := range fields {
		if _, err := tx.Exec(`UPDATE application_amended SET seen = $1 WHERE application = $2 AND field = $3 AND seen = 0`, db.At(at), application, f); err != nil {
			return err
		}
	}
	return nil
}

// labelAt is what a question was called in a version of the call, with its column where it has one.
func labelAt(d call.Definition, path, language string) AnsweredLabel {
	id, _, _ := strings.Cut(path, "/")
	f, _ := d.Form.Field(id)
	l := AnsweredLabel{Text: f.Label.In(language)}
	if part, ok := simpleAt(d.Form, path); ok && part.ID != f.ID {
		l = labelOf(part, language)
		l.Field = f.Label.In(language)
	}
	return l
}

// withUnasked adds, to what a page sent without script, the answers to questions that the page still showed and the form no
// longer has. They are kept, as takeUnasked says. The rest of what the form does not know is left aside, as always.
func (o opened) withUnasked(q *web.Request, changes []Change) ([]Change, error) {
	current, err := call.CurrentVersion(q.Reader(), o.Call)
	if err != nil || current == 1 {
		return changes, err
	}
	kept, err := UnaskedOf(q.Reader(), o.ID)
	have := map[string]string{}
	for _, u := range kept {
		have[u.Path] = u.Value
	}
	for path, all := range q.PostForm {
		if strings.HasPrefix(path, control) || knows(o.call.Form, path) || err != nil {
			continue
		}
		value := strings.ReplaceAll(strings.Join(all, ","), "\r\n", "\n")
		var version int64
		if version, err = askedBefore(q.Reader(), o.Application, path); version > 0 && value != "" && value != have[path] {
			changes = append(changes, Change{Path: path, Value: value})
		}
	}
	return changes, err
}

// with tells, in the order in which the changes were sent, what has become of those that are no longer asked: they stand as
// they were typed.
func (s Saved) with(sent []Change, unasked []string) Saved {
	if s.Unasked = unasked; len(unasked) == 0 {
		return s
	}
	var all []Standing
	for _, c := range sent {
		if !slices.Contains(unasked, c.Path) {
			all, s.Answers = append(all, s.Answers[0]), s.Answers[1:]
			continue
		}
		stands := Standing{Answer: Answer{Path: c.Path, Value: c.Value, Rev: s.Rev, At: s.At}}
		if c.Edit != nil {
			stands.Heads = []Edit{{Dot: c.Edit.Dot, From: c.Edit.From, Over: c.Edit.Over, Value: c.Value}}
		}
		all = append(all, stands)
	}
	s.Answers = append(all, s.Answers...)
	return s
}
