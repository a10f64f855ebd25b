package application

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/call"
)

// fitting is what becomes of the answer to one question of an earlier application in the form of another call. All of it
// is in Stays or in Aside.
type fitting struct {
	From, To   call.Field       // To is none where nothing asks the same
	Was        []Answer         // by the paths of the earlier form
	Stays      []Answer         // by the paths of the new form
	Aside      []aside          // what has no place there
	Complaints []call.Complaint // about what stays
}

// fits says whether nothing is wrong with what stays.
func (f fitting) fits() bool { return len(f.Stays) > 0 && len(f.Complaints) == 0 }

// aside is a piece of an earlier answer that has no place, and why: the key of a sentence.
type aside struct {
	Answer // by the path of the earlier form
	Why    string
}

// The reasons.
const (
	whyNowhere   = "application.copy.why.nowhere"
	whyColumn    = "application.copy.why.column"
	whyOption    = "application.copy.why.option"
	whyTerritory = "application.copy.why.territory"
	whyHeading   = "application.copy.why.heading"
	whyCurrency  = "application.copy.why.currency"
	whyRow       = "application.copy.why.row"
	whyFileType  = "application.copy.why.file_type"
	whyFileLarge = "application.copy.why.file_large"
	whyFileMany  = "application.copy.why.file_many"
	whyFilesAll  = "application.copy.why.files_all"
	whyInfected  = "application.copy.why.infected"
	whyDisputed  = "application.copy.why.disputed"
	whyUnpriced  = "application.copy.why.unpriced"
	whyFixed     = "application.copy.why.fixed"
	whyComputed  = "application.copy.why.computed"
)

// fitter carries answers from the form of one call into that of another. It knows nothing of any application.
type fitter struct {
	from, to call.Definition
	matched  map[string]call.Field // the questions here, by the name of those there
	sums     call.Totals           // of the earlier budget
	files    map[string]FileState  // of the earlier application; nil where none are carried
	room     int64                 // bytes of files that still fit
}

func newFitter(from, to call.Definition) *fitter {
	return &fitter{from: from, to: to, matched: pairs(fieldsOf(from.Form), fieldsOf(to.Form)), room: to.FilesTotal}
}

// fit carries the answers to one question, which are given by path. What several people disagree about is not carried.
func (w *fitter) fit(old call.Field, answers []Standing) fitting {
	f := fitting{From: old, To: w.matched[old.ID]}
	var settled []Answer
	for _, a := range answers {
		f.Was = append(f.Was, a.Answer)
		switch {
		case f.To.Kind == "":
			f.leave(a.Answer, whyNowhere)
		case a.IsDisputed:
			f.leave(a.Answer, whyDisputed)
		case f.To.Computed(strings.TrimPrefix(strings.TrimPrefix(a.Path, old.ID), "/")):
			f.leave(a.Answer, whyComputed)
		default:
			settled = append(settled, a.Answer)
		}
	}
	switch f.To.Kind {
	case "":
	case call.Table, call.Partner, call.BudgetTable:
		w.rows(&f, settled)
	case call.File:
		w.handedIn(&f, settled)
	case call.Organisation, call.Indicator:
		for _, a := range settled {
			w.cell(&f, a, f.To.ID)
		}
	default:
		for _, a := range settled {
			w.put(&f, old, f.To, a, f.To.ID)
		}
	}
	return f
}

// leave puts a piece aside.
func (f *fitting) leave(a Answer, why string) {
	if f.says(a) {
		f.Aside = append(f.Aside, aside{a, why})
	}
}

// says whether an answer says anything alone. Where a row stood, or how large a file was, says nothing without the rest.
func (f *fitting) says(a Answer) bool {
	isSize := f.From.Kind == call.File && strings.HasSuffix(a.Path, "/size")
	return a.Value != "" && !isPlace(a.Path) && !isSize
}

func (f *fitting) keep(a Answer, path, value string) {
	if a.Path, a.Value = path, value; value != "" {
		f.Stays = append(f.Stays, a)
	}
}

// put carries one simple answer.
func (w *fitter) put(f *fitting, old, here call.Field, a Answer, path string) {
	switch here.Kind {
	case call.Choice, call.Choices:
		var stay, gone []string
		for _, id := range codesOf(a.Value) {
			if same := sameOption(old.Options, here.Options, id); same != "" {
				stay = append(stay, same)
			} else {
				gone = append(gone, id)
			}
		}
		f.split(a, path, strings.Join(stay, ","), strings.Join(gone, ","), whyOption)
	case call.Municipality:
		stay, gone := a.Value, ""
		if !w.to.Territory.Has(a.Value) {
			stay, gone = "", a.Value
		}
		f.split(a, path, stay, gone, whyTerritory)
	case call.Settlements:
		stay, gone := among(a.Value, inTerritory(a.Value, w.to.Territory))
		f.split(a, path, stay, gone, whyTerritory)
	case call.Amount:
		if w.from.Money.Currency != w.to.Money.Currency {
			f.leave(a, whyCurrency)
			return
		}
		f.keep(a, path, a.Value)
	default:
		f.keep(a, path, a.Value)
	}
}

func (f *fitting) split(a Answer, path, stay, gone, why string) {
	left := a
	left.Value = gone
	f.leave(left, why)
	f.keep(a, path, stay)
}

// cell carries the part of a record: of a field, or of a row, which at is the path of.
func (w *fitter) cell(f *fitting, a Answer, at string) {
	id := a.Path[strings.LastIndexByte(a.Path, '/')+1:]
	old := columnOf(f.From, id)
	here, ok := pairs(f.From.Columns, f.To.Columns)[id]
	if !ok {
		f.leave(a, whyColumn)
		return
	}
	if here.Kind == call.RowOf && !w.namesSame(old, here) {
		f.leave(a, whyRow)
		return
	}
	w.put(f, old, here, a, at+"/"+here.ID)
}

// namesSame says whether the rows that lines of a budget name are those of the same table.
func (w *fitter) namesSame(old, here call.Field) bool { return w.matched[old.Of].ID == here.Of }

// columnOf is the column of a table with this id; none where there is no such.
func columnOf(f call.Field, id string) call.Field {
	for _, c := range f.Columns {
		if c.ID == id {
			return c
		}
	}
	return call.Field{}
}

// rows carries a table row by row. Rows keep their names, since lines of a budget say them.
func (w *fitter) rows(f *fitting, answers []Answer) {
	for _, row := range rowsWritten(f.From.ID, answers) {
		if f.From.Budget != nil && row.id != "" {
			w.line(f, row)
			continue
		}
		for _, a := range row.cells {
			switch {
			case row.id == "":
				w.payer(f, a)
			case isPlace(a.Path):
				f.keep(a, f.To.ID+"/"+row.id+"/"+call.PlaceColumn, a.Value)
			default:
				w.cell(f, a, f.To.ID+"/"+row.id)
			}
		}
	}
}

// tableRow is a row of a table as it was answered; what stands beside the rows of a budget has no id.
type tableRow struct {
	id    string
	cells []Answer
}

func rowsWritten(field string, answers []Answer) []tableRow {
	byID := map[string][]Answer{}
	for _, a := range answers {
		row, _, inRow := strings.Cut(strings.TrimPrefix(a.Path, field+"/"), "/")
		if !inRow {
			row = ""
		}
		if a.Value != "" {
			byID[row] = append(byID[row], a)
		}
	}
	var all []tableRow
	for id, cells := range byID {
		if slices.ContainsFunc(cells, func(a Answer) bool { return !isPlace(a.Path) }) {
			slices.SortFunc(cells, func(a, b Answer) int { return strings.Compare(a.Path, b.Path) })
			all = append(all, tableRow{id, cells})
		}
	}
	place := func(r tableRow) call.RowPlace {
		at := ""
		for _, a := range r.cells {
			if isPlace(a.Path) {
				at = a.Value
			}
		}
		return call.PlaceOf(r.id, at)
	}
	slices.SortFunc(all, func(a, b tableRow) int { return place(a).Compare(place(b)) })
	return all
}

// line carries a cost. One whose heading is not here is left aside whole: it could stand nowhere.
func (w *fitter) line(f *fitting, row tableRow) {
	cells := map[string]Answer{}
	for _, a := range row.cells {
		cells[a.Path[strings.LastIndexByte(a.Path, '/')+1:]] = a
	}
	heading := f.headingOf(cells["heading"].Value)
	if cells["heading"].Value != "" && heading.ID == "" {
		for _, a := range row.cells {
			f.leave(a, whyHeading)
		}
		return
	}
	at := f.To.ID + "/" + row.id
	w.reckon(f, cells, heading, at)
	for _, id := range slices.Sorted(maps.Keys(cells)) {
		if a := cells[id]; isPlace(a.Path) {
			f.keep(a, at+"/"+call.PlaceColumn, a.Value)
		} else {
			w.cell(f, a, at)
		}
	}
}

// headingOf is the heading here that is called what one there was.
func (f *fitting) headingOf(id string) call.Heading {
	old := columnOf(f.From, "heading")
	here := columnOf(f.To, "heading")
	h, _ := f.To.Budget.Heading(sameOption(old.Options, here.Options, id))
	return h
}

// reckon takes the cells out of a line that make its amount, where these are not typed here as they were there: where the
// call fixes the price, or lines have a quantity and a price in one of the two calls only.
func (w *fitter) reckon(f *fitting, cells map[string]Answer, h call.Heading, at string) {
	was, is := f.From.Budget.Priced, f.To.Budget.Priced
	drop := func(id, why string) {
		if a, ok := cells[id]; ok {
			f.leave(a, why)
			delete(cells, id)
		}
	}
	switch {
	case h.Kind == call.UnitCost && is:
		drop("price", whyFixed)
		drop("amount", whyFixed)
	case h.Kind == call.UnitCost || h.Kind == call.LumpSum:
		for _, id := range []string{"quantity", "price", "amount"} {
			drop(id, whyFixed)
		}
	case was == is || w.from.Money.Currency != w.to.Money.Currency:
	case is:
		if a, ok := cells["amount"]; ok {
			f.keep(a, at+"/quantity", "1")
			f.keep(a, at+"/price", a.Value)
			delete(cells, "amount")
		}
	default:
		w.sum(f, cells, at)
	}
}

// sum writes the product of a quantity and a price as the amount, where there is one.
func (w *fitter) sum(f *fitting, cells map[string]Answer, at string) {
	price, ok := cells["price"]
	if !ok {
		return
	}
	row := strings.Split(price.Path, "/")[1]
	for _, l := range w.sums.Lines {
		if l.Row == row && l.Amount > 0 {
			f.keep(price, at+"/amount", fmt.Sprintf("%d,%02d", l.Amount/100, l.Amount%100))
			f.leave(price, whyUnpriced)
			f.leave(cells["quantity"], whyUnpriced)
			delete(cells, "price")
			delete(cells, "quantity")
		}
	}
}

// payer carries the grant that was asked for, or what another source pays.
func (w *fitter) payer(f *fitting, a Answer) {
	id := strings.TrimPrefix(a.Path, f.From.ID+"/")
	if id != "grant" {
		id = sameOption(sources(f.From.Budget), sources(f.To.Budget), id)
	} else if f.To.Budget.Grant != call.GrantEntered {
		id = ""
	}
	if id == "" {
		f.leave(a, whyColumn)
		return
	}
	w.put(f, call.Field{Kind: call.Amount}, call.Field{Kind: call.Amount}, a, f.To.ID+"/"+id)
}

func sources(b *call.Budget) []call.Option {
	all := make([]call.Option, len(b.Funding))
	for i, s := range b.Funding {
		all[i] = s.Option
	}
	return all
}

// handedIn carries files: by the types, the sizes and the number the field takes here, and what all files may have together.
func (w *fitter) handedIn(f *fitting, answers []Answer) {
	n := 0
	for _, row := range rowsWritten(f.From.ID, answers) {
		name, size := fileOf(row)
		why := w.unfit(f.To, w.files[f.From.ID+"/"+row.id], name.Value, size, n)
		if why != "" {
			f.leave(name, why)
			continue
		}
		n++
		w.room -= size
		for _, a := range row.cells {
			f.keep(a, f.To.ID+strings.TrimPrefix(a.Path, f.From.ID), a.Value)
		}
	}
}

func fileOf(row tableRow) (name Answer, size int64) {
	for _, a := range row.cells {
		if strings.HasSuffix(a.Path, "/name") {
			name = a
		} else if n, err := strconv.ParseInt(a.Value, 10, 64); err == nil {
			size = n
		}
	}
	return name, size
}

// unfit says why a file is not taken; "" where it is.
func (w *fitter) unfit(here call.Field, state FileState, name string, size int64, have int) string {
	switch {
	case state.IsGone():
		return whyInfected
	case !slices.Contains(here.Files.Types, endingOf(name)):
		return whyFileType
	case size > here.Files.MaxBytes:
		return whyFileLarge
	case have >= here.Files.MaxCount:
		return whyFileMany
	case size > w.room:
		return whyFilesAll
	}
	return ""
}
