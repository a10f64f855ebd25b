package call

import (
	"cmp"
	"slices"
)

// plan is a form made ready for examining: every field at hand by its id and in both orders it is needed in.
type plan struct {
	call   *Definition
	fields []*planned // in the order of the form
	sorted []*planned // by id, for documents
	byID   map[string]*planned
}

// planned is a field, where it stands, and its columns by id.
type planned struct {
	*Field
	section  *Section
	index    int
	columns  map[string]int
	order    []int    // the columns by id, and among them the id of a row
	sources  []int    // the other funding of a budget by id
	computed []string // its parts that are computed; "" is the whole
}

// rowID stands, in the order of columns, for the id of the row itself.
const rowID = -1

func newPlan(d *Definition) *plan {
	p := &plan{call: d, byID: map[string]*planned{}}
	for i := range d.Form.Sections {
		s := &d.Form.Sections[i]
		for j := range s.Fields {
			f := &planned{Field: &s.Fields[j], section: s, index: len(p.fields), columns: map[string]int{}}
			f.prepare()
			p.fields = append(p.fields, f)
			p.byID[f.ID] = f
		}
	}
	p.sorted = slices.Clone(p.fields)
	slices.SortFunc(p.sorted, func(a, b *planned) int { return cmp.Compare(a.ID, b.ID) })
	return p
}

// prepare puts the columns and the funding of a field in order.
func (f *planned) prepare() {
	for i, c := range f.Columns {
		f.columns[c.ID] = i
		f.order = append(f.order, i)
	}
	if f.Kind == Table || f.Kind == Partner || f.Kind == File || f.Kind == BudgetTable || f.ByEachPartner() {
		f.order = append(f.order, rowID)
	}
	slices.SortFunc(f.order, func(a, b int) int { return cmp.Compare(f.columnID(a), f.columnID(b)) })
	f.whatIsComputed()
	if f.Budget == nil {
		return
	}
	for i := range f.Budget.Funding {
		f.sources = append(f.sources, i)
	}
	slices.SortFunc(f.sources, func(a, b int) int { return cmp.Compare(f.Budget.Funding[a].ID, f.Budget.Funding[b].ID) })
}

// whatIsComputed notes what is computed, so that fields that are typed cost nothing.
func (f *planned) whatIsComputed() {
	if f.From.Given() {
		f.computed = []string{""}
	}
	for _, c := range f.Columns {
		if f.Kind == Indicator && c.From.Given() {
			f.computed = append(f.computed, c.ID)
		}
	}
}

func (f *planned) columnID(i int) string {
	if i == rowID {
		return "id"
	}
	return f.Columns[i].ID
}

// size is the greatest size of the answer at a path: characters of a text, elements of a list.
func (p *plan) size(path []string) (uint64, bool) {
	if len(path) == 0 || p.byID[path[0]] == nil {
		return 0, false
	}
	field := p.byID[path[0]].Field
	switch last := path[len(path)-1]; {
	case len(path) == 1:
		return sizeOf(*field)
	case last == "lines":
		return uint64(field.MaxRows), true
	case field.Kind == Settlements:
		return 500, true
	default:
		i, ok := p.byID[path[0]].columns[last]
		if !ok {
			return 0, false
		}
		return sizeOf(field.Columns[i])
	}
}

// sizeOf is the greatest size of the answer to a field.
func sizeOf(f Field) (uint64, bool) {
	switch f.Kind {
	case Short, Long:
		return uint64(f.MaxLength), true
	case Choice, Municipality, RowOf:
		return 40, true
	case Choices:
		return uint64(len(f.Options)), true
	case Table, Partner, File:
		return uint64(f.MaxRows), true
	}
	return 0, false
}
