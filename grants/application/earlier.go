package application

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/db"
	"vekst/platform/web"
)

// Limits of what earlier applications offer: more is no help to anybody.
const (
	earlierApplications = 20 // those saved last
	earlierTexts        = 3  // at one question
	earlierRows         = 8  // at one table
)

// fromEarlier is what the organisation wrote to the same questions in its other applications, those saved last first, by
// the field here. Only applications the visitor may read are looked at, and none in which it is a mere partner: those answers
// are another's. However many questions and applications there are, their answers are read at once.
func (o opened) fromEarlier(q *web.Request, fields []call.Field) (map[string][]offer, error) {
	found := map[string][]offer{}
	all, err := own(q, []string{o.Organisation})
	all = slices.DeleteFunc(all, func(a Application) bool { return a.ID == o.ID || !a.Reads(q.Actor()) })
	if err != nil || len(all) == 0 || len(fields) == 0 {
		return found, err
	}
	asked := map[string]*asking{}
	var ids []string
	questions := map[string]call.Field{}
	for _, a := range all {
		ids = append(ids, a.ID)
		one, known := asked[a.version()]
		if !known {
			if one, err = o.asking(q.Reader(), a, fields); err != nil {
				return nil, err
			}
			asked[a.version()] = one
		}
		for _, f := range one.questions {
			questions[f.ID+string(f.Kind)] = f
		}
	}
	if len(questions) == 0 {
		return found, nil
	}
	answers, err := standingsOf(q.Reader(), ids, slices.Collect(maps.Values(questions)))
	for _, a := range all {
		o.offeredBy(q, a, asked[a.version()], answers[a.ID], found)
	}
	return found, err
}

// asking is a form of an earlier call, with its questions that are asked here too.
type asking struct {
	call.Published
	questions []call.Field
	fitter    *fitter
}

// version tells the form an application answers.
func (a Application) version() string { return a.Call + "@" + strconv.FormatInt(a.CallVersion, 10) }

func (o opened) asking(r db.Reader, a Application, fields []call.Field) (*asking, error) {
	c, err := definition(r, a.Call, a.CallVersion)
	if err != nil {
		return nil, err
	}
	w := &fitter{from: c.Definition, to: o.call.Definition, matched: pairs(fieldsOf(c.Form), fields)}
	one := &asking{Published: c, fitter: w}
	for _, f := range fieldsOf(c.Form) {
		if w.matched[f.ID].Kind != "" {
			one.questions = append(one.questions, f)
		}
	}
	return one, nil
}

// offeredBy adds what one earlier application offers.
func (o opened) offeredBy(q *web.Request, a Application, from *asking, answers []Standing, found map[string][]offer) {
	name, byField := opened{Application: a}.Name(q), map[string][]Standing{}
	for _, one := range answers {
		id, _, _ := strings.Cut(one.Path, "/")
		byField[id] = append(byField[id], one)
	}
	for _, old := range from.questions {
		fit := from.fitter.fit(old, byField[old.ID])
		for _, cells := range fit.offered() {
			found[fit.To.ID] = append(found[fit.To.ID], offer{Taken: Taken{Of: FromEarlier, From: a.ID}, ID: a.ID + "/" + cells[0].Path, Cells: cells,
				Name: name, Number: a.Number, Call: from.Title.In(q.Lang), Link: "/applications/" + a.ID, At: latest(cells)})
		}
	}
}

// offered parts what stays of an answer into what is offered one by one: the rows of a table, and everything else as a
// whole. Which rows of its own application a cost named means nothing here.
func (f fitting) offered() [][]Answer {
	var all [][]Answer
	switch {
	case len(f.Stays) == 0:
	case !hasRows(f.To):
		all = append(all, f.Stays)
	default:
		for _, row := range rowsWritten(f.To.ID, f.Stays) {
			cells := slices.DeleteFunc(row.cells, func(a Answer) bool { return isPlace(a.Path) || isReference(f.To, a.Path) })
			if row.id != "" && len(cells) > 0 {
				all = append(all, cells)
			}
		}
	}
	return all
}

func hasRows(f call.Field) bool {
	return f.Kind == call.Table || f.Kind == call.Partner || f.Kind == call.BudgetTable
}

// isReference says whether the cell at a path names a row of another table.
func isReference(f call.Field, path string) bool {
	c := columnOf(f, path[strings.LastIndexByte(path, '/')+1:])
	return c.Kind == call.RowOf
}

func latest(cells []Answer) time.Time {
	return slices.MaxFunc(cells, func(a, b Answer) int { return a.At.Compare(b.At) }).At
}

// earlierSource is an earlier application an answer was taken from, by its name, its number and its call; nothing where the
// visitor may no longer read it.
func earlierSource(q *web.Request, s Taken) (*shownSource, error) {
	a, err := Find(q.Reader(), s.From)
	if err != nil || !a.Reads(q.Actor()) {
		return nil, err
	}
	c, err := definition(q.Reader(), a.Call, a.CallVersion)
	return &shownSource{Of: s.Of, Name: opened{Application: a}.Name(q), Number: a.Number, Call: c.Title.In(q.Lang), Link: "/applications/" + a.ID}, err
}

// standingsOf returns the answers of several applications with one query, by application: all of them, or those to the
// questions that are named. What it says of an answer is its text, its moment, and whether it is in dispute.
func standingsOf(r db.Reader, applications []string, questions []call.Field) (map[string][]Standing, error) {
	type found struct {
		application string
		Standing
	}
	all, err := db.All(r, func(s db.Scanner, f *found) error {
		return s.Scan(&f.application, &f.Path, &f.Value, db.Moment(&f.At), &f.IsDisputed)
	}, `SELECT application, path, value, at, rivals > 0 FROM application_answers WHERE application IN `+db.In(3, len(applications))+
		` AND ($1 = '' OR $1 LIKE '%|' || path || '|%' OR $2 = 1 AND path LIKE '%/%') ORDER BY path`, append(answersTo(questions), db.Args(applications)...)...)
	by := map[string][]Standing{}
	for _, f := range all {
		by[f.application] = append(by[f.application], f.Standing)
	}
	return by, err
}

// answersTo limits a query to the answers to some questions; nil are all. Its text is the same whatever they are, since a
// statement is kept by its text. The cells of tables are all read where one is asked for.
func answersTo(questions []call.Field) []any {
	names, hasCells := "", 0
	for _, f := range questions {
		names += "|" + f.ID
		if len(f.Columns) > 0 {
			hasCells = 1
		}
	}
	if questions != nil {
		names += "|"
	}
	return []any{names, hasCells}
}
