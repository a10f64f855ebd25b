package application

import (
	"slices"
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// teller writes answers by path as people read them, in the form they stand in.
type teller struct {
	q       *web.Request
	call    call.Definition
	answers call.Answers // by which rows that are named are called
}

// told is the answer to one question, as lines: a text, the parts of a record, the rows of a table.
func (t teller) told(f call.Field, answers []Answer) []string {
	switch f.Kind {
	case call.File:
		return t.files(f, answers)
	case call.Table, call.Partner, call.BudgetTable:
		return t.rows(f, answers)
	}
	var all []string
	for _, c := range f.Columns {
		for _, a := range answers {
			if a.Path == f.ID+"/"+c.ID {
				all = append(all, t.label(c)+": "+t.part(f, c, a.Value))
			}
		}
	}
	for _, a := range answers {
		if a.Path == f.ID {
			all = append(all, t.simple(f, a.Value))
		}
	}
	return all
}

func (t teller) files(f call.Field, answers []Answer) []string {
	var all []string
	for _, row := range rowsWritten(f.ID, answers) {
		name, n := fileOf(row)
		all = append(all, name.Value+", "+size(t.q.Lang, n))
	}
	return all
}

// rows are the rows of a table, each in one line, in the order of its columns.
func (t teller) rows(f call.Field, answers []Answer) []string {
	var all []string
	for _, row := range rowsWritten(f.ID, answers) {
		if row.id == "" {
			all = append(all, t.payers(f, row.cells)...)
			continue
		}
		var cells []string
		for _, c := range f.Columns {
			for _, a := range row.cells {
				if strings.HasSuffix(a.Path, "/"+c.ID) {
					cells = append(cells, t.part(f, c, a.Value))
				}
			}
		}
		all = append(all, strings.Join(cells, " · "))
	}
	return all
}

// payers are the grant that is asked for and the other sources of a budget.
func (t teller) payers(f call.Field, cells []Answer) []string {
	var all []string
	for _, a := range cells {
		paid, _ := paidBy(f, strings.TrimPrefix(a.Path, f.ID+"/"))
		label := paid.Label.In(t.q.Lang)
		if paid.ID == "grant" {
			label = t.q.T("application.budget.grant")
		}
		all = append(all, label+": "+t.simple(paid, a.Value))
	}
	return all
}

func (t teller) label(c call.Field) string {
	if l := labelOf(c, t.q.Lang); l.Key == "" {
		return l.Text
	} else {
		return t.q.T(l.Key)
	}
}

// part is one part of a record.
func (t teller) part(f, c call.Field, value string) string {
	switch {
	case c.ID == "country" && f.Kind != call.Table && slices.Contains(countries, value):
		return t.q.T(country(value))
	case c.Kind == call.RowOf:
		of, _ := t.call.Form.Field(c.Of)
		if name := t.answers[c.Of+"/"+value+"/"+nameColumn(of)]; name != "" {
			return shortened(name)
		}
		return t.q.T("application.cost.gone")
	}
	return t.simple(c, value)
}

// simple is one value: a label for a code, and an amount and a day as they are written in the language where they can be read.
func (t teller) simple(f call.Field, value string) string {
	units, isRead := int64(0), false
	if f.Kind == call.Amount || f.Kind == call.Number {
		units, isRead = f.Units(value)
	}
	switch {
	case f.Kind == call.Date:
		return dayOf(t.q.Lang, value)
	case f.Kind == call.Amount && isRead:
		return lang.Money(t.q.Lang, units, t.call.Money.Currency)
	case f.Kind == call.Number && isRead:
		return strings.TrimSpace(decimal(t.q.Lang, units, f.Decimals) + " " + f.Unit.In(t.q.Lang))
	}
	var all []string
	for _, l := range saidThen(t.call, f, value, t.q.Lang) {
		if l.Word != "" {
			l.Value = t.q.T(l.Word)
		}
		all = append(all, l.Value)
	}
	return strings.Join(all, ", ")
}

// about is what the answer at a path is called: its question, with the part of it or the number of its row.
func (t teller) about(f call.Field, path string, rows []string) string {
	label := f.Label.In(t.q.Lang)
	parts := strings.Split(path, "/")
	if f.Kind == call.File || len(parts) == 1 {
		return label
	}
	if at := slices.Index(rows, parts[1]); len(parts) == 3 && at >= 0 {
		label += " " + strconv.Itoa(at+1)
	}
	if c, ok := simpleAt(t.call.Form, path); ok {
		if paid := len(parts) == 2 && f.Budget != nil && c.ID == "grant"; paid {
			return label + ": " + t.q.T("application.budget.grant")
		}
		return label + ": " + t.label(c)
	}
	return label
}
