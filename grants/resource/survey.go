package resource

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/value/text"
)

// Told is a resource that somebody told of in a survey: one row of the table assets of a submitted contribution.
type Told struct {
	Application, Row, Number, Municipality, Lang string
	Name, Class, Where, About                    string
	Received                                     time.Time
}

// Key is what the resource is called by once it is taken over, so that a row is taken over once.
func (t Told) Key() string { return "survey/" + t.Application + "/" + t.Row }

// answers is what a survey of assets asks, as its document has it; see docs/call-format.md.
type answers struct {
	Answers struct {
		Assets []struct{ ID, Name, Class, Where, About string }
	}
}

// ToldIn lists what the submitted contributions say about the municipalities of a scope, that nobody has taken over yet.
func ToldIn(r db.Reader, now time.Time, s Scope) ([]Told, error) {
	calls, err := call.List(r, now, call.Wanted{Limit: 100})
	if err != nil {
		return nil, err
	}
	var all []Told
	for _, c := range calls {
		if c.Kind != call.Contribution {
			continue
		}
		submitted, err := application.Submissions(r, c.ID)
		if err != nil {
			return nil, err
		}
		for _, v := range submitted {
			if s.Has(v.Municipality) {
				all = append(all, toldBy(v)...)
			}
		}
	}
	taken, err := takenOver(r)
	return slices.DeleteFunc(all, func(t Told) bool { return slices.Contains(taken, t.Key()) }), err
}

// toldBy reads the rows of one submission; a document without such a table has none.
func toldBy(v application.Submission) []Told {
	var a answers
	if json.Unmarshal(v.Content, &a) != nil {
		return nil
	}
	var all []Told
	for _, x := range a.Answers.Assets {
		all = append(all, Told{v.Application, x.ID, v.Number, v.Municipality, v.Lang, x.Name, x.Class, x.Where, x.About, v.Received})
	}
	return all
}

// findTold is one row of a submission.
func findTold(r db.Reader, applicationID, row string) (Told, error) {
	v, err := application.FindSubmission(r, applicationID)
	if err != nil {
		return Told{}, err
	}
	for _, t := range toldBy(v) {
		if t.Row == row {
			return t, nil
		}
	}
	return Told{}, refusal.New(refusal.Missing, "resource.refusal.unknown")
}

// Entry is what was told as an entry of the inventory: the kind by its words, and the settlement by its name.
func (t Told) Entry() Entry {
	e := Entry{Original: t.Lang, Kind: guessed(t), Settlement: settled(t.Municipality, t.Where)}
	about := t.About
	if t.Where != "" && e.Settlement == "" {
		about = strings.TrimSpace(t.Where + ". " + about)
	}
	for l, into := range map[string][2]*string{text.BG: {&e.Name.BG, &e.Description.BG}, text.NB: {&e.Name.NB, &e.Description.NB}, text.EN: {&e.Name.EN, &e.Description.EN}} {
		if l == t.Lang {
			*into[0], *into[1] = t.Name, about
		}
	}
	return e
}

// guessed is the kind of the class whose own words are all said, or the one for whatever has no word.
func guessed(t Told) string {
	all, _ := Kinds()
	column := search.Column(search.Tokens(t.Name+" "+t.About, t.Lang))
	for _, k := range all {
		words := search.Read(in(k.Name, t.Lang))
		if k.Class == t.Class && len(words) > 0 && words.Match(column) {
			return k.ID
		}
	}
	return "other-" + t.Class
}

// settled is the settlement of the municipality with a name, "" where we know none.
func settled(code, name string) string {
	places, err := municipality.Places()
	if err != nil {
		return ""
	}
	for _, s := range places.Settlements(code) {
		if name != "" && (search.Fold(s.Name.BG) == search.Fold(name) || search.Fold(s.Name.EN) == search.Fold(name)) {
			return s.Ekatte
		}
	}
	return ""
}
