package application

import (
	"encoding/json"

	"vekst/grants/call"
	"vekst/platform/lang"
)

// budgetDocument is a budget as the document has it; amounts in cents.
type budgetDocument struct {
	Lines        []budgetLine
	Flat         map[string]int64
	Funding      map[string]int64
	Total, Grant int64
}

type budgetLine struct {
	Heading, What, Partner, Activity string
	Quantity, Price, Amount          int64
}

func (w arranger) budget(f call.Field, raw json.RawMessage, a *AnsweredField) {
	var b budgetDocument
	_ = json.Unmarshal(raw, &b)
	for _, c := range f.Columns {
		if !isReckoned(c.ID) {
			a.Columns = append(a.Columns, labelOf(c, w.lang))
		}
	}
	if f.Budget.Priced {
		a.Columns = append(a.Columns, part("quantity", true), part("price", true))
	}
	a.Columns = append(a.Columns, part("amount", true))
	for _, l := range b.Lines {
		a.Rows = append(a.Rows, w.budgetRow(f, l, a.Columns))
	}
	for _, h := range f.Budget.Headings {
		if h.Kind == call.FlatRate {
			a.Rows = append(a.Rows, w.flatRow(f.Budget, h, b.Flat[h.ID], a.Columns))
		}
	}
	w.budgetFoot(f, b, a)
}

func part(id string, isNumber bool) AnsweredLabel {
	return AnsweredLabel{Key: "application.part." + id, IsNumber: isNumber}
}

// isReckoned says whether a column is one of those that make the amount.
func isReckoned(column string) bool {
	return column == "quantity" || column == "price" || column == "amount"
}

func (w arranger) budgetRow(f call.Field, l budgetLine, columns []AnsweredLabel) []AnsweredLine {
	said := map[string]AnsweredLine{
		"application.part.heading": {Value: headingTitle(f, l.Heading, w.lang)}, "application.part.what": {Value: l.What},
		"application.part.activity": {Value: w.rowName(f.Budget.ByActivity, l.Activity)}, "application.part.quantity": {Value: lang.Decimal(w.lang, l.Quantity)},
		"application.part.price": {Value: w.money(l.Price)}, "application.part.amount": {Value: w.money(l.Amount)},
		"application.part.partner": {Value: w.rowName(f.Budget.ByPartner, l.Partner)},
	}
	if l.Partner == "" {
		said["application.part.partner"] = AnsweredLine{Word: "application.cost.applicant"}
	}
	row := make([]AnsweredLine, len(columns))
	for i, c := range columns {
		row[i] = said[c.Key]
		row[i].AnsweredLabel = c
	}
	return row
}

// flatRow is a cost that is computed: its heading, how, and the amount.
func (w arranger) flatRow(b *call.Budget, h call.Heading, cents int64, columns []AnsweredLabel) []AnsweredLine {
	row := make([]AnsweredLine, len(columns))
	for i, c := range columns {
		row[i].AnsweredLabel = c
	}
	row[0].Value = h.Title.In(w.lang)
	row[1].Value = lang.Percent(w.lang, h.Share) + " × (" + b.Titles(h.Of, w.lang) + ")"
	row[len(row)-1].Value = w.money(cents)
	return row
}

func (w arranger) budgetFoot(f call.Field, b budgetDocument, a *AnsweredField) {
	foot := func(label AnsweredLabel, cents int64) {
		a.Foot = append(a.Foot, AnsweredLine{AnsweredLabel: label, Value: w.money(cents)})
	}
	foot(AnsweredLabel{Key: "application.budget.total"}, b.Total)
	for _, s := range f.Budget.Funding {
		if cents, ok := b.Funding[s.ID]; ok {
			foot(AnsweredLabel{Text: s.Label.In(w.lang)}, cents)
		}
	}
	foot(AnsweredLabel{Key: "application.budget.grant"}, b.Grant)
}

// rowName is what a row of a field is called in the document: what its first column says.
func (w arranger) rowName(field, row string) string {
	f, ok := w.Form.Field(field)
	if !ok || row == "" {
		return ""
	}
	var many []record
	_ = json.Unmarshal(w.doc.Answers[field], &many)
	for _, one := range many {
		if plain(one["id"]) == row {
			return plain(one[nameColumn(f)])
		}
	}
	return row
}

func headingTitle(f call.Field, id, language string) string {
	h, ok := f.Budget.Heading(id)
	if !ok {
		return id
	}
	return h.Title.In(language)
}
