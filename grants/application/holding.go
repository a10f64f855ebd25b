package application

import (
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// partnerColumn is the column of a line that says which row of the table of partners it belongs to; empty is the applicant.
const partnerColumn = "partner"

// holding is what a partner fills in: its own row of the table of partners, and the lines elsewhere that say they are its own.
type holding struct {
	Partner
	lines []string          // the fields whose rows say whose they are
	words []string          // what it declares, by field/row
	whose map[string]string // by field/row, whose every line is that there is or has been
}

// holdingOf finds a partner's part among the answers of a draft.
func holdingOf(p Partner, form call.Form, all []Standing) holding {
	mine := holding{Partner: p, whose: map[string]string{}}
	for _, f := range linesByPartner(form, p.Field) {
		mine.lines = append(mine.lines, f.ID)
	}
	for _, f := range declaredBy(form, p.Field) {
		mine.words = append(mine.words, f.ID+"/"+p.Row)
	}
	for _, s := range all {
		field, row, column, ok := cell(s.Path)
		if !ok || !slices.Contains(mine.lines, field) {
			continue
		}
		if _, known := mine.whose[row]; !known || column == partnerColumn {
			mine.whose[row] = whose(column, s)
		}
	}
	return mine
}

// linesByPartner are the fields of a form whose rows say which partner they belong to.
func linesByPartner(form call.Form, partners string) []call.Field {
	var all []call.Field
	for _, s := range form.Sections {
		for _, f := range s.Fields {
			if f.Budget != nil && f.Budget.ByPartner == partners {
				all = append(all, f)
			}
		}
	}
	return all
}

// cell takes the path of a cell apart: its field, field/row, and its column.
func cell(path string) (field, row, column string, ok bool) {
	at := strings.LastIndex(path, "/")
	field, rest, deep := strings.Cut(path, "/")
	if !deep || !strings.Contains(rest, "/") {
		return "", "", "", false
	}
	return field, path[:at], path[at+1:], true
}

// whose is the partner a line belongs to, by its cell. A line that was removed still belongs to whoever it belonged to, so
// that they can bring it back.
func whose(column string, s Standing) string {
	if column != partnerColumn {
		return ""
	}
	for _, h := range s.Heads {
		if s.Value == "" && h.Gone && h.Base != "" {
			return h.Base
		}
	}
	return s.Value
}

// isLine says whether a path is in a row that says whose it is.
func (p holding) isLine(path string) bool {
	field, _, _, ok := cell(path)
	return ok && slices.Contains(p.lines, field)
}

// has says whether a line, by field/row, is there and the partner's own.
func (p holding) has(row string) bool { return p.whose[row] == p.Row }

// owns says whether a path is the partner's: in its row, or in a line that is its own or that nobody has begun.
func (p holding) owns(path string) bool {
	if !p.isLine(path) {
		return p.Partner.owns(path) || slices.Contains(p.words, path)
	}
	_, row, _, _ := cell(path)
	owner, known := p.whose[row]
	return !known || owner == p.Row
}

// mayChange says whether the partner may make a change: within its part, and never giving a line to somebody else.
func (p holding) mayChange(c Change) bool {
	if _, _, column, _ := cell(c.Path); p.isLine(c.Path) && column == partnerColumn && c.Value != p.Row && !c.Gone {
		return false
	}
	return p.owns(c.Path)
}

// claims are the changes by which lines that are written in become the partner's: it does not say so itself.
func (p holding) claims(all []Change, have map[string]string, rev int64) []Change {
	var claims []Change
	done := map[string]bool{}
	for _, c := range all {
		_, row, column, _ := cell(c.Path)
		if !p.isLine(c.Path) || c.Value == "" || column == partnerColumn || column == call.PlaceColumn || done[row] || have[row] == p.Row {
			continue
		}
		done[row] = true
		claims = append(claims, Change{Path: row + "/" + partnerColumn, Value: p.Row, Rev: rev})
	}
	return claims
}

// loadSaving reads what saving depends on: for somebody of a partner also whether all they send is theirs.
func loadSaving(tx *action.Tx, in Saving) (saver, error) {
	t, err := load(tx, in.Application)
	s := saver{timed: t}
	if err != nil || t.Edits(tx.Actor()) || !tx.Actor().Person() {
		return s, err
	}
	all, err := Partners(tx, t.ID)
	p, ok := t.Partner(all, organisation.MaySpeak, tx.Actor())
	if err != nil || !ok || len(in.Taken) > 0 {
		return s, err
	}
	return s, s.judge(tx, p, in.Changes)
}

// judge finds out whether changes are a partner's to make. A line that was given to somebody else meanwhile is said beside
// it, so that the rest can be saved.
func (s *saver) judge(tx *action.Tx, p Partner, changes []Change) error {
	d, err := definition(tx, s.Call, s.CallVersion)
	if err != nil {
		return err
	}
	all, err := Standings(tx, s.ID)
	if err != nil {
		return err
	}
	mine := holdingOf(p, d.Form, all)
	var others []refusal.Complaint
	for _, c := range changes {
		switch {
		case mine.mayChange(c):
		case mine.isLine(c.Path):
			others = append(others, refusal.About(c.Path, "application.part_lines.not_yours"))
		default:
			return nil
		}
	}
	s.isTheirs = others == nil
	s.claims = mine.claims(changes, cells(all, partnerColumn), s.Rev)
	return refusal.Of(others)
}

// cells are the values of one column, by field/row.
func cells(all []Standing, named string) map[string]string {
	values := map[string]string{}
	for _, s := range all {
		if _, row, column, ok := cell(s.Path); ok && column == named {
			values[row] = s.Value
		}
	}
	return values
}
