package application

import (
	"maps"
	"slices"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

// offer is something one need not type again. It becomes the answer only when somebody chooses it.
type offer struct {
	Taken
	ID       string   // tells it from the others of its question
	Cells    []Answer // what would be written, by path; of a row, in a row that is added
	Told     []string // the same, as people read it
	Lang     string   // of a text, where it is not that of the application
	Name     string   // of what it was taken from, and its number and call where that is an application
	Number   string
	Call     string
	Link     string
	At       time.Time
	Over     int  // characters too long here
	Replaces bool // something is written already
}

// Do is what the button sends: what is taken, and a mark of what was shown.
func (o offer) Do() string { return "take:" + o.Path + " " + o.ID + " " + mark(o.content()) }

// content is all that would be written.
func (o offer) content() string {
	var b strings.Builder
	for _, c := range o.Cells {
		b.WriteString(c.Path[strings.LastIndexByte(c.Path, '/')+1:] + "\x1f" + c.Value + "\x1e")
	}
	return b.String()
}

// shownSource is where an answer comes from, as the page tells it.
type shownSource struct {
	Of                       Origin
	Name, Number, Call, Link string
}

// offer shows beside the questions of a page what need not be typed again, and where an answer was taken from.
func (v *sectionView) offer(q *web.Request, o opened, s call.Section, answers map[string]Answer) error {
	sources, err := Sources(q.Reader(), o.ID)
	if err != nil {
		return err
	}
	book := sourceBook{}
	for i := range v.Questions {
		if v.Questions[i].Sources, err = book.at(q, v.Questions[i].Path, sources); err != nil {
			return err
		}
	}
	if !v.CanEdit {
		return nil
	}
	offers, err := o.offers(q, s.Fields, answers)
	for i := range v.Questions {
		if one := &v.Questions[i]; !one.IsFull {
			one.Offers = offers[one.Path]
		}
	}
	return err
}

// offers are those of some fields, by path. Files are handed in anew.
func (o opened) offers(q *web.Request, fields []call.Field, answers map[string]Answer) (map[string][]offer, error) {
	all := map[string][]offer{}
	profile, err := organisation.ProfileOf(q.Reader(), o.Organisation)
	if err != nil {
		return nil, err
	}
	fields = slices.DeleteFunc(slices.Clone(fields), func(f call.Field) bool {
		return !isOffered(f) || f.Kind == call.File || f.ID == applicantField(o.call.Form)
	})
	earlier, err := o.fromEarlier(q, fields)
	if err != nil {
		return nil, err
	}
	t := teller{q, o.call.Definition, call.Answers{}}
	for _, f := range fields {
		most := earlierTexts
		if hasRows(f) {
			most = earlierRows
		}
		written := t.fresh(f, earlier[f.ID], answers)
		all[f.ID] = t.fresh(f, append(o.fromProfile(f, profile), written[:min(len(written), most)]...), answers)
	}
	return all, nil
}

// fresh leaves what is not written already, each once, and says how it would fit.
func (t teller) fresh(f call.Field, all []offer, answers map[string]Answer) []offer {
	var kept []offer
	seen := map[string]bool{}
	for _, one := range all {
		if len(one.Cells) == 0 || seen[one.content()] || one.isWritten(f, answers) {
			continue
		}
		seen[one.content()] = true
		one.Path, one.Told = f.ID, t.told(f, one.Cells)
		if !hasRows(f) {
			one.Over = over(f, one.Cells[0].Value)
			one.Replaces = slices.ContainsFunc(one.Cells, func(c Answer) bool { return answers[c.Path].Value != "" })
		}
		kept = append(kept, one)
	}
	return kept
}

// isWritten says whether all of an offer is written already: at its place, or of a row in any row.
func (o offer) isWritten(f call.Field, answers map[string]Answer) bool {
	if !hasRows(f) {
		return !slices.ContainsFunc(o.Cells, func(c Answer) bool { return answers[c.Path].Value != c.Value })
	}
	rows := map[string]int{}
	for path, a := range answers {
		row, column := rowOf(path), path[strings.LastIndexByte(path, '/')+1:]
		if strings.HasPrefix(path, f.ID+"/") && slices.ContainsFunc(o.Cells, func(c Answer) bool {
			return strings.HasSuffix(c.Path, "/"+column) && c.Value == a.Value
		}) {
			rows[row]++
		}
	}
	for _, n := range rows {
		if n == len(o.Cells) {
			return true
		}
	}
	return false
}

// fromProfile is what the profile says, first in the language of the application.
func (o opened) fromProfile(f call.Field, p organisation.Profile) []offer {
	fact, ok := f.Fact()
	if !ok {
		return nil
	}
	languages := []string{""}
	if fact.Kind == organisation.Prose {
		languages = append([]string{o.Lang}, slices.DeleteFunc(slices.Clone(text.Languages), func(l string) bool { return l == o.Lang })...)
	}
	var all []offer
	for _, l := range languages {
		said := p[organisation.KeyOf(fact, l)]
		if said.Value == "" {
			continue
		}
		one := offer{Taken: Taken{Of: FromProfile, From: o.Organisation}, ID: "profile" + l, At: said.At,
			Cells: []Answer{{Path: f.ID, Value: said.Value}}, Link: "/organisations/" + o.Organisation + "/profile"}
		if l != o.Lang {
			one.Lang = l
		}
		all = append(all, one)
	}
	return all
}

// sourceAt is where some of the answers to a question come from: those at Paths, as long as they are not changed.
type sourceAt struct {
	shownSource
	Paths  string
	IsPart bool // the question has other parts
}

// sourceBook finds out once where the answers of a page come from, however many there are.
type sourceBook map[string]*shownSource

// at are the sources of the answers to a question, each once.
func (b sourceBook) at(q *web.Request, path string, all map[string]Taken) ([]sourceAt, error) {
	var found []sourceAt
	for _, at := range slices.Sorted(maps.Keys(all)) {
		if at != path && !strings.HasPrefix(at, path+"/") || isPlace(at) {
			continue
		}
		from, err := b.of(q, all[at])
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(found, func(s sourceAt) bool { return from != nil && s.shownSource == *from })
		switch {
		case from == nil:
		case i >= 0:
			found[i].Paths += " " + at
		default:
			found = append(found, sourceAt{*from, at, at != path})
		}
	}
	return found, nil
}

// of is where an answer comes from, in words; nothing for what the register says.
func (b sourceBook) of(q *web.Request, s Taken) (*shownSource, error) {
	key := string(s.Of) + " " + s.From
	if known, ok := b[key]; ok {
		return known, nil
	}
	var found *shownSource
	var err error
	switch s.Of {
	case FromProfile:
		found = &shownSource{Of: s.Of, Link: "/organisations/" + s.From + "/profile"}
	case FromEarlier, FromCopy:
		found, err = earlierSource(q, s)
	}
	b[key] = found
	return found, err
}

// taking adds, to what a page sent, the answer that was chosen from what is offered. Where what was shown is no longer
// what is offered, nothing is taken.
func (o opened) taking(q *web.Request, saving *Saving) error {
	chosen, ok := strings.CutPrefix(q.PostForm.Get("-do"), "take:")
	if !ok {
		return nil
	}
	path, _, _ := strings.Cut(chosen, " ")
	f, _ := o.call.Form.Field(path)
	offers, err := o.offers(q, []call.Field{f}, nil)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(offers[path], func(one offer) bool { return one.Do() == "take:"+chosen })
	if at < 0 {
		return refusal.New(refusal.Conflict, "application.offer.gone")
	}
	row, err := o.newRow(q, f)
	if err != nil {
		return err
	}
	for _, c := range offers[path][at].Cells {
		taken := offers[path][at].Taken
		if taken.Path, taken.Value = c.Path, c.Value; hasRows(f) {
			taken.Path = f.ID + "/" + row + c.Path[strings.LastIndexByte(c.Path, '/'):]
		}
		saving.Changes = slices.DeleteFunc(saving.Changes, func(c Change) bool { return c.Path == taken.Path })
		saving.Changes = append(saving.Changes, Change{Path: taken.Path, Value: c.Value, Rev: seenBy(q.PostForm)})
		saving.Taken = append(saving.Taken, taken)
	}
	return nil
}

// newRow is the id of a row that is added to a table: none that there is, and none that is sent.
func (o opened) newRow(q *web.Request, f call.Field) (string, error) {
	if !hasRows(f) {
		return "", nil
	}
	all, err := Answers(q.Reader(), o.ID)
	var rows []string
	for _, r := range rowsWritten(f.ID, all) {
		rows = append(rows, r.id)
	}
	for name := range q.PostForm {
		if parts := strings.Split(name, "/"); len(parts) == 3 {
			rows = append(rows, parts[1])
		}
	}
	if err == nil && f.MaxRows > 0 && len(rowsWritten(f.ID, all)) >= f.MaxRows {
		err = refusal.New(refusal.Conflict, "application.form.full")
	}
	return unused(rows, o.now), err
}
