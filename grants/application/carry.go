package application

import (
	"slices"
	"strings"

	"vekst/grants/call"
)

// carried is what becomes of an answer when its draft moves from one version of a call to another: what stays the answer,
// and what is no longer asked. Nothing is ever in neither. An answer that is only against a new limit stays: that is a
// complaint, and people mend it themselves.
func carried(from, to call.Definition, path, value string) (stays, unasked string) {
	was, _ := simpleAt(from.Form, path)
	now, known := simpleAt(to.Form, path)
	switch {
	case value == "" || isPlace(path) && !knows(to.Form, path):
		return "", "" // where a row stood says nothing without the row
	case isPlace(path):
		return value, ""
	case !known || !knows(to.Form, path) || !alike(was.Kind, now.Kind):
		return "", value
	case now.Kind == call.Choices:
		return among(value, optionIDs(now))
	case now.Kind == call.Choice && len(now.Options) > 0 && !slices.Contains(optionIDs(now), value):
		return "", value
	case now.Kind == call.Municipality && !to.Territory.Has(value):
		return "", value
	case now.Kind == call.Settlements:
		return among(value, inTerritory(value, to.Territory))
	}
	return value, ""
}

// isPlace says whether a path is where a row stands.
func isPlace(path string) bool {
	return strings.Count(path, "/") == 2 && strings.HasSuffix(path, "/"+call.PlaceColumn)
}

// alike says whether what was written for one kind of field can be the answer to another.
func alike(a, b call.FieldKind) bool {
	text := []call.FieldKind{call.Short, call.Long}
	numbers := []call.FieldKind{call.Number, call.Amount}
	return a == b || slices.Contains(text, a) && slices.Contains(text, b) || slices.Contains(numbers, a) && slices.Contains(numbers, b)
}

// among parts a list into what is still offered and what is not.
func among(value string, offered []string) (stays, unasked string) {
	var kept, gone []string
	for _, one := range codesOf(value) {
		if slices.Contains(offered, one) {
			kept = append(kept, one)
		} else {
			gone = append(gone, one)
		}
	}
	return strings.Join(kept, ","), strings.Join(gone, ",")
}

func codesOf(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
}

func optionIDs(f call.Field) []string {
	ids := make([]string, len(f.Options))
	for i, o := range f.Options {
		ids[i] = o.ID
	}
	return ids
}

func inTerritory(value string, t call.Territory) []string {
	return slices.DeleteFunc(codesOf(value), func(code string) bool {
		s, known := places().settlements[code]
		return known && !t.Has(s.Municipality)
	})
}

// simpleAt is the simple field an answer at path is typed in: the field itself, a column, a part, a source of money.
func simpleAt(f call.Form, path string) (call.Field, bool) {
	id, rest, deep := strings.Cut(path, "/")
	field, ok := f.Field(id)
	if !ok || !deep {
		return field, ok
	}
	if i := strings.LastIndexByte(rest, '/'); i >= 0 {
		rest = rest[i+1:]
	} else if field.Budget != nil {
		return paidBy(field, rest)
	}
	for _, c := range field.Columns {
		if c.ID == rest {
			return c, true
		}
	}
	return call.Field{}, false
}

// paidBy is the grant or another source of a budget.
func paidBy(field call.Field, id string) (call.Field, bool) {
	for _, s := range field.Budget.Funding {
		if s.ID == id {
			return call.Field{ID: id, Kind: call.Amount, Label: s.Label}, true
		}
	}
	return call.Field{ID: id, Kind: call.Amount}, id == "grant"
}
