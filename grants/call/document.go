package call

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// DocumentFormat is the name of the form of documents, the first version.
const DocumentFormat = "vekst-application-1"

// Unreadable is the error of a document that cannot be made, because the answer at Path cannot be read. Complaints says
// what is wrong with it.
type Unreadable struct{ Path string }

// Error implements error.
func (u Unreadable) Error() string {
	return fmt.Sprintf("call: the answer to %s cannot be read", u.Path)
}

// Document writes the answers that are shown as canonical JSON: keys sorted, no blanks, texts in NFC, money in cents,
// numbers in units of their last decimal, dates as 2024-04-30, rows in order. The same answers give the same bytes, in
// whatever order and language they were typed. It names the call and the SHA-256 of its file.
func (x *Examination) Document() ([]byte, error) {
	w := &writer{out: make([]byte, 0, 16<<10)}
	w.open('{')
	w.key("answers")
	w.open('{')
	for _, p := range x.plan.sorted {
		if f := x.of(p); x.visible(p) && f.answered() {
			w.key(p.ID)
			w.field(x, p, f)
		}
	}
	w.close('}')
	w.pair("call", x.plan.call.ID)
	w.pair("call_sha256", x.plan.call.Hash())
	w.pair("format", DocumentFormat)
	w.close('}')
	if w.unreadable != "" {
		return nil, Unreadable{w.unreadable}
	}
	return w.out, nil
}

// writer appends JSON.
type writer struct {
	out        []byte
	first      bool
	unreadable string
}

func (w *writer) open(bracket byte) { w.out, w.first = append(w.out, bracket), true }

func (w *writer) close(bracket byte) { w.out, w.first = append(w.out, bracket), false }

// next puts a comma between elements.
func (w *writer) next() {
	if !w.first {
		w.out = append(w.out, ',')
	}
	w.first = false
}

func (w *writer) key(name string) {
	w.next()
	w.text(name)
	w.out = append(w.out, ':')
}

func (w *writer) pair(name, value string) {
	w.key(name)
	w.text(value)
}

func (w *writer) number(n int64) { w.out = strconv.AppendInt(w.out, n, 10) }

// text writes a JSON string: only what must be escaped is. The text is legible UTF-8.
func (w *writer) text(s string) {
	w.out = append(w.out, '"')
	done := 0
	for i := range len(s) {
		if b := s[i]; b >= ' ' && b != '"' && b != '\\' {
			continue
		}
		w.out = append(w.out, s[done:i]...)
		w.escape(s[i])
		done = i + 1
	}
	w.out = append(append(w.out, s[done:]...), '"')
}

func (w *writer) escape(b byte) {
	switch b {
	case '"', '\\':
		w.out = append(w.out, '\\', b)
	case '\n':
		w.out = append(w.out, `\n`...)
	default:
		w.out = fmt.Appendf(w.out, `\u%04x`, b)
	}
}

func (w *writer) texts(all []string) {
	w.open('[')
	for _, s := range all {
		w.next()
		w.text(s)
	}
	w.close(']')
}

// field writes the answer to one field.
func (w *writer) field(x *Examination, p *planned, f *found) {
	switch p.Kind {
	case Table, Partner, File:
		w.rows(p, f.rows)
	case Organisation, Indicator:
		w.open('{')
		w.parts(p, p.ID, "", f.parts)
		w.close('}')
	case BudgetTable:
		w.budget(x, p, f)
	default:
		if p.ByEachPartner() {
			w.rows(p, f.rows)
			return
		}
		w.single(p.ID, p.Field, f.reading)
	}
}

func (w *writer) rows(p *planned, all []row) {
	w.open('[')
	for _, r := range all {
		w.next()
		w.open('{')
		w.parts(p, p.ID+"/"+r.id, r.id, r.cells)
		w.close('}')
	}
	w.close(']')
}

// parts writes the parts that were answered, in the order of their ids; a row's own id stands among them.
func (w *writer) parts(p *planned, path, row string, readings []reading) {
	for _, i := range p.order {
		if i == rowID {
			w.pair("id", strings.ToValidUTF8(row, "\ufffd"))
		} else if i < len(readings) && readings[i].given {
			w.key(p.Columns[i].ID)
			w.single(path+"/"+p.Columns[i].ID, &p.Columns[i], readings[i])
		}
	}
}

func (w *writer) single(path string, f *Field, r reading) {
	if r.wrong != "" && w.unreadable == "" {
		w.unreadable = path
	}
	switch f.Kind {
	case Number, Amount:
		w.number(r.number)
	case Date:
		w.text(r.day.Format("2006-01-02"))
	case Choices, Settlements:
		w.texts(r.list)
	case Declaration:
		w.out = strconv.AppendBool(w.out, r.given)
	default:
		w.text(r.typed)
	}
}

// budget writes the flat rates where there are any, the other funding, the grant, the lines with their amounts, and the total.
func (w *writer) budget(x *Examination, p *planned, f *found) {
	t := x.totals(p, f)
	w.open('{')
	w.flats(t)
	w.key("funding")
	w.funding(p, f)
	w.amount("grant", t.Grant)
	w.key("lines")
	w.open('[')
	for i, r := range f.rows {
		w.next()
		w.open('{')
		if p.Budget.Priced {
			w.amount("amount", t.Lines[i].Amount)
		}
		w.parts(p, p.ID+"/"+r.id, r.id, r.cells)
		w.close('}')
	}
	w.close(']')
	w.amount("total", t.Total)
	w.close('}')
}

// flats writes what each flat rate came to, by heading.
func (w *writer) flats(t *Totals) {
	if len(t.Flats) == 0 {
		return
	}
	all := slices.Clone(t.Flats)
	slices.SortFunc(all, func(a, b Flat) int { return strings.Compare(a.Heading, b.Heading) })
	w.key("flat")
	w.open('{')
	for _, f := range all {
		w.amount(f.Heading, f.Amount)
	}
	w.close('}')
}

func (w *writer) amount(name string, cents int64) {
	w.key(name)
	w.number(cents)
}

// funding writes the other sources that were answered, by id.
func (w *writer) funding(p *planned, f *found) {
	w.open('{')
	for _, i := range p.sources {
		if f.parts != nil && f.parts[i+1].given {
			w.key(p.Budget.Funding[i].ID)
			w.single(p.ID+"/"+p.Budget.Funding[i].ID, &anAmount, f.parts[i+1])
		}
	}
	w.close('}')
	if f.parts != nil && f.parts[0].wrong != "" {
		w.unreadable = p.ID + "/grant"
	}
}
