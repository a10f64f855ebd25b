package application

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Change is an answer as typed. A page with script names it as an edit (merge.go). Without, Rev is the newest revision of
// the answer, or of the whole application, that whoever typed it had seen.
type Change struct {
	Path, Value string
	Rev         int64
	Gone        bool // a row was removed, of which this is a cell
	Edit        *Made
}

// Made is what a device says of an edit: its name, what its writer had in sight, what of their own it replaces.
type Made struct {
	Dot        Dot
	From, Over Clock
	Was        patch
}

// Saving is what to save of one application. Either all changes are kept or none.
type Saving struct {
	Application string
	Changes     []Change
	Taken       []Taken // where changes come from that nobody typed
}

// paths names what is changed; an audit entry has each fact once.
func (s Saving) paths() string {
	var all []string
	for _, c := range s.Changes {
		all = append(all, c.Path)
	}
	return strings.Join(all, " ")
}

// Saved says with which revision, and when, and what has become of the answers.
type Saved struct {
	Rev     int64
	At      time.Time
	Answers []Standing
	Unasked []string // paths of what is no longer asked; it is kept, and counts for nothing
}

// Standing is an answer with the edits it is made of. Where IsDisputed, they contradict each other and Value is one of
// them.
type Standing struct {
	Answer
	Heads      []Edit
	IsDisputed bool
	entry      int64
	began      time.Time
}

// Save keeps answers as they were typed, right or wrong; what is wrong is said, not refused. What somebody else has
// written at the same time is merged; where that cannot be, both are kept, and Saved says so.
var Save = action.Define(action.Definition[Saving, saver, Saved]{
	Name: "application.save",
	Load: loadSaving,
	May:  maySave(),
	When: whileSaving(),
	Do: func(tx *action.Tx, in Saving, by saver) (Saved, error) {
		t := by.timed
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		tx.Note("paths", in.paths())
		if err := t.adopt(tx); err != nil {
			return Saved{}, err
		}
		sent := in.Changes
		in.Changes = slices.Concat(in.Changes, by.claims)
		unasked, err := takeUnasked(tx, &in, t)
		if err != nil {
			return Saved{}, err
		}
		form, err := fits(tx, in, t.Application)
		if err != nil {
			return Saved{}, err
		}
		k := &keeper{tx: tx, a: t.Application, form: form}
		if k.have, err = present(tx, t.ID, in.Changes); err != nil {
			return Saved{}, err
		}
		saved, err := k.save(in.Changes)
		if err != nil {
			return Saved{}, err
		}
		if err := keepSources(tx, t.ID, in.Taken); err != nil {
			return Saved{}, err
		}
		return saved.with(sent, unasked), nil
	},
})

// fits refuses what the form has no place for, and what is too much.
func fits(tx *action.Tx, in Saving, a Application) (call.Form, error) {
	d, err := definition(tx, a.Call, a.CallVersion)
	if err != nil {
		return call.Form{}, err
	}
	var complaints []refusal.Complaint
	for _, c := range in.Changes {
		complaints = append(complaints, complain(d.Form, c.Path, c.Value)...)
	}
	if len(in.Changes) > AnswersLimit {
		return d.Form, tooMany()
	}
	return d.Form, refusal.Of(complaints)
}

// keeper saves the changes of one Saving.
type keeper struct {
	tx      *action.Tx
	a       Application
	form    call.Form
	have    map[string]Standing
	written int // answers changed
}

func (k *keeper) save(changes []Change) (Saved, error) {
	k.a.Rev++
	saved := Saved{Rev: k.a.Rev, At: k.tx.Now()}
	for i, c := range changes {
		s, err := k.keep(c, k.a.Rev*(AnswersLimit+1)+int64(i))
		if err != nil {
			return Saved{}, err
		}
		k.have[c.Path] = s
		saved.Answers = append(saved.Answers, s)
	}
	if k.written == 0 {
		saved.Rev--
		return saved, nil
	}
	return saved, touch(k.tx, k.a, k.tx.Now())
}

// keep adds one edit to what there is of its answer. One that is known, because a message came twice or late, changes
// nothing.
func (k *keeper) keep(c Change, entry int64) (Standing, error) {
	s, isThere := k.have[c.Path]
	if err := k.makeRoom(isThere); err != nil {
		return s, err
	}
	e, err := k.edit(c, s)
	if err != nil {
		return s, err
	}
	heads, isNew := Join(s.Heads, e)
	if !isNew {
		return s, k.recall(c.Path, e, entry)
	}
	k.written++
	if err := k.remember(&s, c.Path, e, entry); err != nil {
		return s, err
	}
	s.Heads = heads
	s.Value, s.IsDisputed = Resolve(wayOf(k.form, c.Path), heads)
	s.Answer = Answer{c.Path, s.Value, k.a.Rev, k.tx.Now(), k.tx.Actor().Name()}
	if c.Path == titlePath {
		k.a.Title = shortened(s.Value)
	}
	return s, keepStanding(k.tx, k.a.ID, s)
}

func (k *keeper) makeRoom(isThere bool) error {
	if isThere || k.a.Rev <= AnswersLimit {
		return nil
	}
	return enough(k.tx, k.a.ID)
}

// edit is a change as an edit. One without a name was sent by a form without script, or made by the program.
func (k *keeper) edit(c Change, s Standing) (Edit, error) {
	e := Edit{Value: printable(c.Value), Gone: c.Gone, By: k.tx.Actor().Name(), At: k.tx.Now().UnixMicro(), Rev: k.a.Rev}
	if c.Edit == nil {
		if s.Rev <= c.Rev {
			e.Dot, e.From, e.Base = Dot{"0", k.a.Rev + 1}, Seen(s.Heads), s.Value
		} else {
			e.Dot, e.Blind = Dot{"0" + strconv.FormatInt(k.a.Rev, 36), 1}, true
		}
		return e, nil
	}
	base, ok := c.Edit.Was.of(c.Value)
	if !ok {
		return e, refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	e.Dot, e.From, e.Over, e.Base = c.Edit.Dot, c.Edit.From, c.Edit.Over, printable(base)
	return e, nil
}

// together is how long what one person writes in one answer is one entry of its history.
const together = 2 * time.Minute

// remember writes an edit into the history. It takes the place of the entry before only where it continues it: within
// two minutes, by the same person, with everything still there.
func (k *keeper) remember(s *Standing, path string, e Edit, entry int64) error {
	if s.entry == 0 && s.Value != "" {
		before := Edit{Value: s.Value, By: s.By, At: s.At.UnixMicro(), Rev: s.Rev}
		if err := insertHistory(k.tx, k.a.ID, path, s.Rev*(AnswersLimit+1), before); err != nil {
			return err
		}
	}
	continues := s.entry > 0 && s.By == e.By && k.tx.Now().Sub(s.began) < together && len(s.Heads) == 1 && s.Heads[0].Value == s.Value &&
		e.saw(s.Heads[0].Dot) && isWithin(s.Value, e.Value) && !e.Gone && !s.Heads[0].Gone
	if !continues {
		s.entry, s.began = entry, k.tx.Now()
	}
	return insertHistory(k.tx, k.a.ID, path, s.entry, e)
}

// recall gives an edit its place in the history that comes after one that replaced it. What the history has already it is
// not given again.
func (k *keeper) recall(path string, e Edit, entry int64) error {
	if e.Value == "" {
		return nil
	}
	all, err := historyOf(k.tx, k.a.ID, path)
	if err != nil || slices.ContainsFunc(all, func(w Written) bool { return isWithin(e.Value, w.Value) }) {
		return err
	}
	k.written++
	return insertHistory(k.tx, k.a.ID, path, entry, e)
}

// isWithin says whether every character of a is in b, in order.
func isWithin(a, b string) bool {
	rest := []rune(a)
	for _, r := range b {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// wayOf is how edits of the answer at path are merged.
func wayOf(form call.Form, path string) way {
	f, _ := fieldAt(form, path)
	switch f.Kind {
	case call.Long:
		return byWords
	case call.Choices, call.Settlements:
		return bySet
	}
	return asWhole
}

// present reads the answers that are about to change: one by one as they are typed, all at once for a whole page.
func present(r db.Reader, application string, changes []Change) (map[string]Standing, error) {
	have := map[string]Standing{}
	if len(changes) > 3 {
		all, err := Standings(r, application)
		for _, s := range all {
			have[s.Path] = s
		}
		return have, err
	}
	for _, c := range changes {
		found, err := standing(r, application, c.Path)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			have[c.Path] = s
		}
	}
	return have, nil
}

// enough refuses a draft that has grown beyond any form.
func enough(r db.Reader, application string) error {
	n, err := count(r, `SELECT COUNT(*) FROM application_answers WHERE application = $1`, application)
	if err == nil && n >= AnswersLimit {
		return tooMany()
	}
	return err
}

func tooMany() error {
	return refusal.New(refusal.TooMany, "application.save.too_many", "Limit", inAll(whole(AnswersLimit)))
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
	if !knows(form, path) || isDeclared(form, path) {
		return []refusal.Complaint{refusal.About(path, "application.save.no_field")}
	}
	return unkeepable(path, value)
}

// unkeepable finds what keeps a text from being kept anywhere.
func unkeepable(path, value string) []refusal.Complaint {
	switch {
	case !utf8.ValidString(value):
		return []refusal.Complaint{refusal.About(path, "application.save.illegible")}
	case len(value) > ValueLimit && utf8.RuneCountInString(value) > ValueLimit:
		return []refusal.Complaint{refusal.About(path, "application.save.too_long", "Written", inAll(whole(utf8.RuneCountInString(value))),
			"Limit", inAll(whole(ValueLimit)))}
	}
	return nil
}
