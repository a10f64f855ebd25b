package application

import (
	"strings"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/web"
)

// Aside is an answer of the earlier application that a draft began with, for which the draft has no place. It counts for
// nothing and is kept, so that its text can be used.
type Aside struct {
	Answer      // by the path in the form of the earlier call
	Source      string
	Call        string
	CallVersion int64
}

// AsideOf lists what is kept beside a draft of the application it began with, by path.
func AsideOf(r db.Reader, application string) ([]Aside, error) {
	return db.All(r, func(s db.Scanner, a *Aside) error {
		return s.Scan(&a.Path, &a.Value, db.Moment(&a.At), &a.Source, &a.Call, &a.CallVersion)
	}, `SELECT path, value, at, source, call, call_version FROM application_aside WHERE application = $1 ORDER BY path`, application)
}

// keepAside keeps what has no place, and what did not fit and was not chosen.
func keepAside(tx *action.Tx, application string, p copyPlan, chosen []string) error {
	for _, f := range p.fittings {
		for _, a := range f.left(chosen) {
			_, err := tx.Exec(`INSERT INTO application_aside (application, path, value, at, source, call, call_version)
				VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (application, path) DO NOTHING`,
				application, a.Path, a.Value, db.At(a.At), p.source.ID, p.from.ID, p.from.Version)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// left is what of an answer does not come into the new draft though nobody left it out.
func (f fitting) left(chosen []string) []Answer {
	var all []Answer
	if !f.isTaken(chosen) && !f.fits() {
		for _, a := range f.Was {
			if f.says(a) {
				all = append(all, a)
			}
		}
		return all
	}
	for _, a := range f.Aside {
		all = append(all, a.Answer)
	}
	return all
}

// asideLine is a piece that was left beside the draft, with its text to copy.
type asideLine struct{ Label, Value, File string }

// aside fills in what the draft has no place for of the application it began with.
func (v *tasksView) aside(q *web.Request, o opened) error {
	all, err := AsideOf(q.Reader(), o.ID)
	if err != nil || len(all) == 0 {
		return err
	}
	if v.AsideFrom, err = earlierSource(q, Taken{Of: FromCopy, From: all[0].Source}); err != nil {
		return err
	}
	d, err := definition(q.Reader(), all[0].Call, all[0].CallVersion)
	if err != nil {
		return err
	}
	t, byField := teller{q, d.Definition, call.Answers{}}, map[string][]Answer{}
	for _, a := range all {
		id, _, _ := strings.Cut(a.Path, "/")
		t.answers[a.Path] = a.Value
		byField[id] = append(byField[id], a.Answer)
	}
	for _, f := range fieldsOf(d.Form) {
		v.Aside = append(v.Aside, t.beside(f, byField[f.ID], all[0].Source)...)
	}
	return nil
}

// beside are the pieces of one question: files each by itself, the rest together.
func (t teller) beside(f call.Field, answers []Answer, source string) []asideLine {
	if len(answers) == 0 {
		return nil
	}
	label := f.Label.In(t.q.Lang)
	if f.Kind != call.File {
		return []asideLine{{label, strings.Join(t.told(f, answers), "\n"), ""}}
	}
	var all []asideLine
	for _, a := range answers {
		all = append(all, asideLine{label, a.Value, FileLink(source, f.ID, strings.Split(a.Path, "/")[1])})
	}
	return all
}
