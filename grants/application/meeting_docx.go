package application

import (
	"fmt"

	"vekst/platform/docx"
)

// document writes a meeting's paper for a word processor.
func (m meeting) document() ([]byte, error) {
	d := docx.New(m.Title, m.Lang, m.Made)
	d.Text(docx.Title, m.Title)
	d.Text(docx.Body, m.Call)
	d.Text(docx.Help, m.About)
	for i, s := range m.Sections {
		d.Text(docx.Heading1, fmt.Sprintf("%d. %s", i+1, s.Title))
		if s.Help != "" {
			d.Text(docx.Help, s.Help)
		}
		for _, q := range s.Questions {
			m.question(d, q)
		}
	}
	return d.Bytes()
}

func (m meeting) question(d *docx.Document, q meetingQuestion) {
	d.Text(docx.Heading2, q.Label)
	if q.Help != "" {
		d.Text(docx.Help, q.Help)
	}
	if q.Terms != "" {
		d.Text(docx.Help, q.Terms)
	}
	for _, o := range m.offered(q) {
		d.Text(docx.Body, "☐ "+o)
	}
	switch {
	case len(q.Columns) > 0:
		m.table(d, q)
	case q.Empty() && m.isBlank:
		d.Text(docx.Space, "")
	case q.Empty():
		d.Text(docx.Space, m.say("look.answers.none"))
	default:
		for _, line := range m.lines(q.AnsweredField) {
			d.Text(docx.Answer, line)
		}
	}
	for _, l := range q.Foot {
		d.Text(docx.Answer, m.label(l.AnsweredLabel)+": "+m.text(l))
	}
}

// offered are the answers one can choose from, on a blank form.
func (m meeting) offered(q meetingQuestion) []string {
	if !m.isBlank {
		return nil
	}
	var all []string
	for _, o := range q.Field.Options {
		all = append(all, o.Label.In(m.Lang))
	}
	return all
}

const blankRows = 4

func (m meeting) table(d *docx.Document, q meetingQuestion) {
	columns := make([]docx.Column, len(q.Columns))
	for i, c := range q.Columns {
		columns[i] = docx.Column{Name: m.label(c), IsNumber: c.IsNumber}
	}
	rows := m.rows(q.AnsweredField)
	if len(rows) == 0 {
		rows = make([][]string, blankRows)
	}
	d.Table(columns, rows)
}

// rows are the cells of a table as people read them.
func (m meeting) rows(a AnsweredField) [][]string {
	var all [][]string
	for _, r := range a.Rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = m.text(c)
		}
		all = append(all, cells)
	}
	return all
}
