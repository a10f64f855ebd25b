package application

import (
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/platform/db"
	"vekst/platform/web"
	"vekst/value/text"
)

// Limits of what earlier applications offer: more is no help to anybody.
const (
	earlierApplications = 20 // those saved last
	earlierTexts        = 3  // at one question
)

// sameQuestion says whether two fields ask the same: the same fact of the profile, or the same by their names, or in
// words of any language. What kind of answer they take must be alike.
func sameQuestion(a, b call.Field) bool {
	switch {
	case !isOffered(a) || !isOffered(b) || !alike(a.Kind, b.Kind) || a.Decimals != b.Decimals:
		return false
	case a.SameAs != "" || b.SameAs != "":
		return a.SameAs == b.SameAs
	}
	return a.ID == b.ID || sameWords(a.Label, b.Label)
}

func sameWords(a, b text.Text) bool {
	return slices.ContainsFunc(text.Languages, func(l string) bool {
		return plainly(a.In(l)) != "" && plainly(a.In(l)) == plainly(b.In(l))
	})
}

// plainly is a question without what makes no difference to it.
func plainly(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(s, " ?.:")), " "))
}

// asked is a question an earlier application was asked: where its answer is, and the field here that asks the same.
type asked struct {
	application, path string
	here              call.Field
}

// fromEarlier is what the organisation wrote to the same questions in its other applications, those saved last first, by
// the field here. Only applications the visitor may read are looked at, and none in which it is a mere partner: those answers
// are another's.
func (o opened) fromEarlier(q *web.Request, fields []call.Field) (map[string][]offer, error) {
	all, err := Of(q.Reader(), []string{o.Organisation})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a Application) bool {
		return a.ID == o.ID || a.Organisation != o.Organisation || !a.Reads(q.Actor())
	})
	found := map[string][]offer{}
	for _, a := range all[:min(len(all), earlierApplications)] {
		if err := o.offeredBy(q, a, fields, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// offeredBy adds what one earlier application offers.
func (o opened) offeredBy(q *web.Request, a Application, fields []call.Field, found map[string][]offer) error {
	c, err := definition(q.Reader(), a.Call, a.CallVersion)
	if err != nil {
		return err
	}
	questions := common(a.ID, fields, c.Form)
	if len(questions) == 0 {
		return nil
	}
	answers, err := answersAt(q.Reader(), a.ID, questions)
	if err != nil {
		return err
	}
	name := opened{Application: a, call: c}.Name(q)
	for _, one := range questions {
		answer := answers[one.path]
		found[one.here.ID] = append(found[one.here.ID], offer{Taken: Taken{Of: FromEarlier, From: a.ID, Value: answer.Value}, ID: a.ID + "/" + one.path,
			Name: name, About: c.Title.In(q.Lang), Link: "/applications/" + a.ID, At: answer.At})
	}
	return nil
}

// common are the questions of a form that ask the same as fields here.
func common(application string, fields []call.Field, form call.Form) []asked {
	var all []asked
	for _, here := range fields {
		for _, s := range form.Sections {
			for _, f := range s.Fields {
				if sameQuestion(here, f) {
					all = append(all, asked{application, f.ID, here})
				}
			}
		}
	}
	return all
}

// answersAt reads only what is asked for: an application can be long.
func answersAt(r db.Reader, application string, questions []asked) (map[string]Answer, error) {
	var paths []string
	for _, one := range questions {
		paths = append(paths, one.path)
	}
	all, err := db.All(r, func(s db.Scanner, a *Answer) error { return s.Scan(&a.Path, &a.Value, db.Moment(&a.At)) },
		`SELECT path, value, at FROM application_answers WHERE application = $1 AND rivals = 0 AND path IN `+db.In(2, len(paths)),
		append([]any{application}, db.Args(paths)...)...)
	byPath := map[string]Answer{}
	for _, a := range all {
		byPath[a.Path] = a
	}
	return byPath, err
}

// shownEarlier is an earlier application an answer was taken from; nothing where the visitor may no longer read it.
func shownEarlier(q *web.Request, s Taken) (*shownSource, error) {
	a, err := Find(q.Reader(), s.From)
	if err != nil || !a.Reads(q.Actor()) {
		return nil, err
	}
	return &shownSource{Of: s.Of, Name: opened{Application: a}.Name(q), Link: "/applications/" + a.ID}, nil
}
