package review

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/value/registration"
)

// suggestions are what the program thinks of each gate for what was submitted, by gate. It looks at the document that was
// submitted, not at the draft, which may have been changed since.
func suggestions(d call.Definition, s application.Submission) map[string]call.Suggestion {
	byGate := map[string]call.Suggestion{}
	for _, one := range d.Form.Examine(answers(d.Form, s.Content), world(), s.Received).Suggestions() {
		byGate[one.Gate] = one
	}
	return byGate
}

// world is what conditions ask about the world.
func world() call.Facts {
	return call.Facts{
		Settlement: func(code string) (int64, string, bool) {
			s, ok := places().Settlement(code)
			return int64(s.Population), s.Municipality, ok
		},
		Registration: func(country, number string) bool {
			_, _, err := registration.Parse(country, number)
			return err == nil
		},
	}
}

// answers turns a submitted document back into the answers it was made of, as call.Form reads them: the reverse of
// call.Examination.Document. What cannot be read is left out, and then counts as not answered.
func answers(form call.Form, content []byte) call.Answers {
	var document struct {
		Answers map[string]json.RawMessage `json:"answers"`
	}
	found := call.Answers{}
	if json.Unmarshal(content, &document) != nil {
		return found
	}
	for id, raw := range document.Answers {
		if f, ok := form.Field(id); ok {
			reread(found, f, raw)
		}
	}
	return found
}

func reread(found call.Answers, f call.Field, raw json.RawMessage) {
	switch f.Kind {
	case call.Organisation, call.Indicator:
		rereadParts(found, f.ID, f.Columns, raw)
	case call.Table, call.Partner, call.File:
		rereadRows(found, f.ID, f.Columns, raw)
	case call.BudgetTable:
		rereadBudget(found, f, raw)
	default:
		found[f.ID] = typed(f, raw)
	}
}

func rereadParts(found call.Answers, path string, columns []call.Field, raw json.RawMessage) {
	var parts map[string]json.RawMessage
	_ = json.Unmarshal(raw, &parts)
	for _, c := range columns {
		if part, ok := parts[c.ID]; ok {
			found[path+"/"+c.ID] = typed(c, part)
		}
	}
}

func rereadRows(found call.Answers, path string, columns []call.Field, raw json.RawMessage) {
	var rows []json.RawMessage
	_ = json.Unmarshal(raw, &rows)
	for _, row := range rows {
		var named struct{ ID string }
		if json.Unmarshal(row, &named) == nil {
			rereadParts(found, path+"/"+named.ID, columns, row)
		}
	}
}

func rereadBudget(found call.Answers, f call.Field, raw json.RawMessage) {
	var budget struct {
		Lines   json.RawMessage
		Funding map[string]int64
		Grant   int64
	}
	if json.Unmarshal(raw, &budget) != nil {
		return
	}
	rereadRows(found, f.ID, f.Columns, budget.Lines)
	for source, cents := range budget.Funding {
		found[f.ID+"/"+source] = scaled(cents, 2)
	}
	if f.Budget.Grant == call.GrantEntered {
		found[f.ID+"/grant"] = scaled(budget.Grant, 2)
	}
}

// typed writes one simple answer the way it could have been typed.
func typed(f call.Field, raw json.RawMessage) string {
	var number int64
	var list []string
	var text string
	switch {
	case f.Kind == call.Declaration:
		return "yes"
	case json.Unmarshal(raw, &list) == nil:
		return strings.Join(list, ",")
	case json.Unmarshal(raw, &text) == nil:
		return text
	case json.Unmarshal(raw, &number) != nil:
		return ""
	case f.Kind == call.Amount:
		return scaled(number, 2)
	}
	return scaled(number, f.Decimals)
}

// scaled writes a whole number of units of the last of some decimals.
func scaled(units int64, decimals int) string {
	if decimals == 0 {
		return strconv.FormatInt(units, 10)
	}
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	power := int64(1)
	for range decimals {
		power *= 10
	}
	return fmt.Sprintf("%s%d.%0*d", sign, units/power, decimals, units%power)
}
