package application

import (
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Change is an answer as typed. Rev is the newest revision of the answer, or of the whole application, that whoever typed
// it had seen.
type Change struct {
	Path, Value string
	Rev         int64
}

// Saving is what to save of one application. Either all changes are kept or none.
type Saving struct {
	Application string
	Changes     []Change
}

// paths names what is changed; an audit entry has each fact once.
func (s Saving) paths() string {
	var all []string
	for _, c := range s.Changes {
		all = append(all, c.Path)
	}
	return strings.Join(all, " ")
}

// Saved says with which revision, and when.
type Saved struct {
	Rev int64
	At  time.Time
}

// Save keeps answers as they were typed, right or wrong; what is wrong is said, not refused. An answer that somebody else
// has changed since is a refusal of kind Conflict that names the field, and nothing is changed.
var Save = action.Define(action.Definition[Saving, timed, Saved]{
	Name: "application.save",
	Load: func(tx *action.Tx, in Saving) (timed, error) { return load(tx, in.Application) },
	May:  mayEdit(),
	When: whileOpen("while the call is open and the application is a draft", isDraft),
	Do: func(tx *action.Tx, in Saving, t timed) (Saved, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		if err := fits(tx, in, t.Application); err != nil {
			return Saved{}, err
		}
		a := t.Application
		a.Rev++
		tx.Note("paths", in.paths())
		for _, c := range in.Changes {
			if c.Path == titlePath {
				a.Title = shortened(c.Value)
			}
			if err := put(tx, a.ID, Answer{c.Path, c.Value, a.Rev, tx.Now(), tx.Actor().Name()}); err != nil {
				return Saved{}, err
			}
		}
		return Saved{a.Rev, tx.Now()}, touch(tx, a, tx.Now())
	},
})

// fits refuses what the form has no place for, what is too much, and what somebody else has changed.
func fits(tx *action.Tx, in Saving, a Application) error {
	d, err := definition(tx, a.Call, a.CallVersion)
	if err != nil {
		return err
	}
	var complaints []refusal.Complaint
	for _, c := range in.Changes {
		complaints = append(complaints, complain(d.Form, c.Path, c.Value)...)
	}
	if err := refusal.Of(complaints); err != nil {
		return err
	}
	return undisturbed(tx, in, a)
}

func undisturbed(r db.Reader, in Saving, a Application) error {
	have, err := present(r, a.ID, in.Changes)
	if err != nil {
		return err
	}
	var disturbed []refusal.Complaint
	isNew := false
	for _, c := range in.Changes {
		now, there := have[c.Path]
		isNew = isNew || !there
		if there && now.Rev > c.Rev && now.Value != c.Value {
			disturbed = append(disturbed, refusal.About(c.Path, "application.save.disturbed", "Theirs", excerpt(now.Value)))
		}
	}
	if disturbed != nil {
		r := refusal.New(refusal.Conflict, "application.save.conflict", "Count", len(disturbed))
		r.Complaints = disturbed
		return r
	}
	if isNew && a.Rev > AnswersLimit {
		return enough(r, a.ID)
	}
	return nil
}

// present reads the answers that are about to change: one by one as they are typed, all at once for a whole page.
func present(r db.Reader, application string, changes []Change) (map[string]Answer, error) {
	have := map[string]Answer{}
	if len(changes) > 3 {
		all, err := Answers(r, application)
		for _, a := range all {
			have[a.Path] = a
		}
		return have, err
	}
	for _, c := range changes {
		found, err := answer(r, application, c.Path)
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			have[c.Path] = a
		}
	}
	return have, nil
}

// enough refuses a draft that has grown beyond any form.
func enough(r db.Reader, application string) error {
	n, err := count(r, `SELECT COUNT(*) FROM application_answers WHERE application = $1`, application)
	if err == nil && n >= AnswersLimit {
		return refusal.New(refusal.TooMany, "application.save.too_many", "Limit", inAll(whole(AnswersLimit)))
	}
	return err
}

// excerpt is the beginning of what somebody wrote.
func excerpt(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// shortened is a title that fits in a list.
func shortened(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// complain finds what keeps an answer from being kept at all.
func complain(form call.Form, path, value string) []refusal.Complaint {
	switch {
	case !knows(form, path):
		return []refusal.Complaint{refusal.About(path, "application.save.no_field")}
	case !utf8.ValidString(value):
		return []refusal.Complaint{refusal.About(path, "application.save.illegible")}
	case len(value) > ValueLimit && utf8.RuneCountInString(value) > ValueLimit:
		return []refusal.Complaint{refusal.About(path, "application.save.too_long", "Written", inAll(whole(utf8.RuneCountInString(value))),
			"Limit", inAll(whole(ValueLimit)))}
	}
	return nil
}
