package application

import (
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
	ID       string // tells it from the others of its question
	Lang     string // of a text, where it is not that of the application
	Name     string // of what it was taken from
	About    string // the call of an application
	Link     string
	At       time.Time
	Over     int  // characters too long here
	Replaces bool // something is written already
}

// Do is what the button sends: what is taken, and a mark of what was shown.
func (o offer) Do() string { return "take:" + o.Path + " " + o.ID + " " + mark(o.Value) }

// shownSource is where an answer comes from, as the page tells it.
type shownSource struct {
	Of         Origin
	Name, Link string
}

// isOffered says whether answers are offered to a field: texts and numbers, where typing again is work.
func isOffered(f call.Field) bool {
	return slices.Contains([]call.FieldKind{call.Short, call.Long, call.Number}, f.Kind)
}

// offer shows beside the questions of a page what need not be typed again, and where an answer was taken from.
func (v *sectionView) offer(q *web.Request, o opened, s call.Section, answers map[string]Answer) error {
	sources, err := Sources(q.Reader(), o.ID)
	if err != nil {
		return err
	}
	offers, err := o.offers(q, s, answers)
	if err != nil {
		return err
	}
	for i := range v.Questions {
		one := &v.Questions[i]
		if from, ok := sources[one.Path]; ok && from.Value == one.Value {
			if one.Source, err = o.shown(q, from); err != nil {
				return err
			}
		}
		if v.CanEdit {
			one.Offers = offers[one.Path]
		}
	}
	return nil
}

// offers are those of a section, by path.
func (o opened) offers(q *web.Request, s call.Section, answers map[string]Answer) (map[string][]offer, error) {
	all := map[string][]offer{}
	profile, err := organisation.ProfileOf(q.Reader(), o.Organisation)
	if err != nil {
		return nil, err
	}
	fields := slices.DeleteFunc(slices.Clone(s.Fields), func(f call.Field) bool { return !isOffered(f) })
	earlier, err := o.fromEarlier(q, fields)
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		value := answers[f.ID].Value
		written := fresh(f, earlier[f.ID], value)
		all[f.ID] = fresh(f, append(o.fromProfile(f, profile), written[:min(len(written), earlierTexts)]...), value)
	}
	return all, nil
}

// fresh leaves what is not written already, each text once, and says how it would fit.
func fresh(f call.Field, all []offer, value string) []offer {
	var kept []offer
	for _, one := range all {
		if one.Value == "" || one.Value == value || slices.ContainsFunc(kept, func(k offer) bool { return k.Value == one.Value }) {
			continue
		}
		one.Path, one.Over, one.Replaces = f.ID, over(f, one.Value), value != ""
		kept = append(kept, one)
	}
	return kept
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
		one := offer{Taken: Taken{Of: FromProfile, From: o.Organisation, Value: said.Value}, ID: "profile" + l, At: said.At,
			Link: "/organisations/" + o.Organisation + "/profile"}
		if l != o.Lang {
			one.Lang = l
		}
		all = append(all, one)
	}
	return all
}

// shown is where an answer comes from, in words.
func (o opened) shown(q *web.Request, s Taken) (*shownSource, error) {
	if s.Of == FromProfile {
		return &shownSource{Of: s.Of, Link: "/organisations/" + s.From + "/profile"}, nil
	}
	if s.Of == FromEarlier {
		return shownEarlier(q, s)
	}
	return nil, nil
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
	offers, err := o.offers(q, call.Section{Fields: []call.Field{f}}, nil)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(offers[path], func(one offer) bool { return one.Do() == "take:"+chosen })
	if at < 0 {
		return refusal.New(refusal.Conflict, "application.offer.gone")
	}
	one := offers[path][at]
	saving.Changes = slices.DeleteFunc(saving.Changes, func(c Change) bool { return c.Path == path })
	saving.Changes = append(saving.Changes, Change{Path: path, Value: one.Value, Rev: seenBy(q.PostForm)})
	saving.Taken = append(saving.Taken, one.Taken)
	return nil
}
