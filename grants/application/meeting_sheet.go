package application

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"vekst/grants/call"
)

// workbook writes a meeting's answers for a spreadsheet: one sheet of all questions, and one for each table. Of a draft, or
// a blank form, the budget comes first, as a sheet that can be filled in and read back: k is whose, nil when there is none.
func (m meeting) workbook(k *asker, budget call.Field) ([]byte, error) {
	w := &sheetWriter{File: excelize.NewFile(), asker: k, field: budget, styles: map[string]int{}}
	defer w.Close()
	w.sheetStyles()
	if k != nil {
		w.budgetSheets(m.Title)
	}
	m.answers(w, k != nil)
	w.try(w.DeleteSheet("Sheet1"))
	w.SetActiveSheet(0)
	w.try(w.SetDocProps(&excelize.DocProperties{Title: m.Title, Language: m.Lang, Creator: "Vekst"}))
	full := true
	w.try(w.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &full}))
	data, err := w.WriteToBuffer()
	w.try(err)
	if w.err != nil {
		return nil, fmt.Errorf("application: workbook: %w", w.err)
	}
	return data.Bytes(), nil
}

// answers writes all questions on one sheet; tables stand on their own, and so does a budget that is there already.
func (m meeting) answers(w *sheetWriter, hasBudget bool) {
	s := w.newSheet(m.say("application.sheet.answers"))
	for i, width := range []float64{28, 44, 40, 70} {
		w.try(w.SetColWidth(s, column(i+1), column(i+1), width))
	}
	w.put(s, 1, 1, m.Title, "title")
	w.put(s, 1, 2, m.Call, "")
	w.put(s, 1, 3, m.About, "")
	for i, key := range []string{"application.sheet.head_section", "application.sheet.head_question", "application.sheet.head_help", "application.sheet.head_answer"} {
		w.put(s, i+1, 5, m.say(key), "head")
	}
	row := 6
	for _, section := range m.Sections {
		for _, q := range section.Questions {
			w.put(s, 1, row, section.Title, "wrap")
			w.put(s, 2, row, q.Label, "wrap")
			w.put(s, 3, row, q.Help, "wrap")
			if len(q.Columns) > 0 {
				w.put(s, 4, row, m.say("application.sheet.see", "Sheet", m.apart(w, q, hasBudget)), "wrap")
				row++
				continue
			}
			for _, line := range append(m.lines(q.AnsweredField), "")[:max(1, len(m.lines(q.AnsweredField)))] {
				w.put(s, 4, row, cellText(line), "wrap")
				row++
			}
		}
	}
}

// apart writes a table on a sheet of its own and returns its name.
func (m meeting) apart(w *sheetWriter, q meetingQuestion, hasBudget bool) string {
	if hasBudget && q.Field.Kind == call.BudgetTable {
		return w.lines
	}
	s := w.newSheet(q.Label)
	for i, c := range q.Columns {
		w.put(s, i+1, 1, m.label(c), "head")
		w.try(w.SetColWidth(s, column(i+1), column(i+1), 28))
	}
	rows := m.rows(q.AnsweredField)
	for i, r := range rows {
		for j, text := range r {
			w.put(s, j+1, i+2, cellText(text), "wrap")
		}
	}
	for i, l := range q.Foot {
		w.put(s, 1, len(rows)+3+i, m.label(l.AnsweredLabel), "bold")
		w.put(s, 2, len(rows)+3+i, m.text(l), "bold")
	}
	return s
}

// cellText is a text no spreadsheet takes for more than text: as much as a cell holds. Its kind is text, so that what
// begins with an equals sign is no formula.
func cellText(s string) string {
	const most = 32_000
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
