package application

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// question is a field of the form as a page asks it. Its Path is also the name and the id of its input.
type question struct {
	Path, Kind, Value        string
	Label, Word              string // the call's label, or the key of ours
	Help, Why, Example, Unit string
	Complaint                string
	Optional, Hidden         bool
	Seen                     string   // what to say one has seen when changing the answer
	Dispute                  *dispute // several people wrote different things
	History                  string   // where to read what it was before
	Comments                 string   // where to read and write what is said about it
	Talked                   int      // talks about it that are open
	Max, Written, Over       int      // of a text, in characters
	Size, Rows               int      // of an input: characters wide, lines high
	Inputmode, Type          string
	Options                  []option
	Parts                    []question // of an organisation, an indicator
	Lines                    []line     // of a table
	IsFull                   bool       // no more rows fit
	NewRow                   string     // the id of the row that is not there yet
	Files                    *fileQuestion
	Budget                   *budgetQuestion
	Limit                    int64    // of a target area, inhabitants
	IsAmended                bool     // it has changed since people last saw it
	Amended                  []string // how, in words
	Blank                    string   // the key of the word for no choice, where that is an answer
	Placeholder              string   // what counts where nothing is typed
	Offers                   []offer  // what need not be typed again
	Sources                  []sourceAt
	EachPartner              bool       // every partner declares it for itself
	Declared                 []declared // and what they have said
	Figure                   *figure    // what is computed and not typed
	IsList                   bool       // chosen from a list though there may be nothing in it yet
}

// Described lists the elements that describe the input, for those who listen.
func (q question) Described() string {
	var ids []string
	for _, d := range []struct {
		there bool
		id    string
	}{{q.Complaint != "", "-e"}, {q.Help != "", "-h"}, {q.Max > 0 && q.Rows > 0, "-c"}} {
		if d.there {
			ids = append(ids, q.Path+d.id)
		}
	}
	return strings.Join(ids, " ")
}

type option struct {
	Value, Label, Word, Help string
	IsChosen                 bool
	Weight                   int64 // inhabitants of a settlement
}

type line struct {
	Table string
	ID    string
	Cells []question
	Place int // from 1
	IsNew bool

	At, AtPath, AtSeen string // where it was moved to

	Whose, WhosePath, WhoseSeen string // on a partner's page, the cell by which it is theirs
}

type fileQuestion struct {
	Application, Accept, Types string
	Most                       int64 // MB of one file
	Count                      int
	Files                      []AnsweredFile
	Coming                     []comingFile
	Complaints                 map[string]string
	MostBytes                  int64
	Base                       string // the address of the files of this field
	IsWaiting                  bool   // one of them waits for the scanner
}

// comingFile is a file of which a part has come.
type comingFile struct {
	Name, Link, Come, Size string
	Percent                int64
}

// asker turns fields into questions, for one draft in one language.
type asker struct {
	q         *web.Request
	a         Application
	call      call.Published
	x         *call.Examination
	page      call.Section // that is asked
	answers   map[string]Answer
	complaint map[string]string
	standing  map[string]Standing
	names     nameBook
	talked    map[string]int // open talks, by question
	add       string         // the table that gets one row more
	now       time.Time
	states    map[string]FileState    // of files, by field and row
	coming    map[string][]comingFile // by field
	mine      *holding                // the page is a partner's, and asks its part alone
	kept      map[string]bool         // lines that stay on that page because somebody typed in them
}

func (k *asker) lang() string { return k.q.Lang }

func (k *asker) value(path string) string { return k.answers[path].Value }

// ask is one field as a question.
func (k *asker) ask(f call.Field) question {
	q := k.simple(f, f.ID)
	q.Hidden = !k.x.Visible(f.ID)
	if hasHistory(f) {
		q.History = "/applications/" + k.a.ID + "/history/" + f.ID
	}
	q.Comments, q.Talked = "/applications/"+k.a.ID+"/comments/"+f.ID, k.talked[f.ID]
	q.Help, q.Why, q.Example = f.Help.In(k.lang()), f.Why.In(k.lang()), f.Example.In(k.lang())
	q.Optional = !f.Required && !f.RequiredWhen.Given()
	if f.Computed("") {
		q.Figure, q.Optional = k.figure(f, f.ID, k.page), false
	}
	switch f.Kind {
	case call.Settlements:
		if len(q.Options) == 0 {
			q.Help = strings.TrimSpace(q.Help + " " + k.q.T("application.form.no_settlements"))
		}
	case call.Organisation, call.Indicator:
		for _, c := range f.Columns {
			part := k.simple(c, f.ID+"/"+c.ID)
			part.Unit = f.Unit.In(k.lang())
			k.place(f, &part, c.ID)
			if f.Computed(c.ID) {
				part.Figure = k.figure(computedField(f, c.ID), part.Path, k.page)
			}
			q.Parts = append(q.Parts, part)
		}
	case call.Table, call.Partner:
		k.table(f, &q)
	case call.Declaration:
		if f.ByEachPartner() {
			q.EachPartner, q.Declared = true, k.declarations(f)
		}
	case call.File:
		q.Files = k.files(f)
	case call.BudgetTable:
		f = k.unasked(f)
		k.table(f, &q)
		q.Budget = k.budget(f)
	}
	return q
}

// simple is an input without parts.
func (k *asker) simple(f call.Field, path string) question {
	q := question{Path: path, Kind: string(f.Kind), Label: f.Label.In(k.lang()), Unit: f.Unit.In(k.lang()), Value: k.value(path),
		Seen: Seen(k.standing[path].Heads).String(), Dispute: k.dispute(path, f.Kind), Complaint: k.complaint[path], Size: 40, Inputmode: "text", Type: "text", Optional: !f.Required}
	if q.Label == "" {
		q.Word = "application.part." + f.ID
	}
	switch f.Kind {
	case call.Short, call.Long:
		k.text(f, &q)
	case call.Number:
		q.Size, q.Inputmode = 10, "numeric"
		if f.Decimals > 0 {
			q.Inputmode = "decimal"
		}
		q.Optional = false
	case call.Amount:
		q.Size, q.Inputmode, q.Unit = 12, "decimal", currencySign(k.call.Money.Currency)
	case call.Date:
		q.Size, q.Type = 12, web.Field{Type: "date", Value: q.Value}.Kind()
	case call.Choice, call.Choices:
		q.Options = k.options(f, q.Value)
	case call.RowOf:
		k.rowChoice(f, &q)
	case call.Municipality:
		q.Options = k.municipalities(q.Value)
	case call.Settlements:
		q.Options, q.Limit = k.settlements(q.Value), k.call.Territory.MaxInhabitants
	}
	return q
}

func (k *asker) text(f call.Field, q *question) {
	q.Max, q.Written = f.MaxLength, utf8.RuneCountInString(strings.TrimSpace(q.Value))
	q.Over = max(0, q.Written-q.Max)
	if f.Kind == call.Long {
		q.Rows = min(12, max(4, f.MaxLength/250))
	} else {
		q.Size = min(44, max(8, f.MaxLength))
	}
}

// Left is how many characters fit; less than none when there are too many.
func (q question) Left() int { return q.Max - q.Written }

func currencySign(currency string) string {
	switch currency {
	case "EUR":
		return "€"
	case "NOK":
		return "kr"
	}
	return currency
}

func (k *asker) options(f call.Field, value string) []option {
	var all []option
	chosen := strings.Split(value, ",")
	for _, o := range f.Options {
		each := option{Value: o.ID, Label: o.Label.In(k.lang()), Help: o.Help.In(k.lang()), IsChosen: slices.Contains(chosen, o.ID)}
		if each.Label == "" {
			each.Word = legal(o.ID)
		}
		all = append(all, each)
	}
	return all
}

func (k *asker) municipalities(value string) []option {
	codes := slices.Clone(k.call.Territory.Municipalities)
	if k.call.Territory.Whole {
		codes = nil
		for _, m := range places().Municipalities() {
			codes = append(codes, m.Code)
		}
	}
	var all []option
	for _, code := range codes {
		all = append(all, option{Value: code, Label: places().Label(code, k.lang()), IsChosen: code == value})
	}
	sortOptions(k.lang(), all)
	return all
}

func sortOptions(l string, all []option) {
	slices.SortFunc(all, func(a, b option) int {
		return strings.Compare(lang.SortKey(l, a.Label), lang.SortKey(l, b.Label))
	})
}

// settlements are those of the municipality that was chosen, and of the whole territory until one is.
func (k *asker) settlements(value string) []option {
	chosen := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	var all []option
	for _, m := range k.territory() {
		for _, s := range places().Settlements(m) {
			all = append(all, option{Value: s.Ekatte, Label: s.Name.In(k.lang()), IsChosen: slices.Contains(chosen, s.Ekatte), Weight: int64(s.Population)})
		}
	}
	sortOptions(k.lang(), all)
	return all
}

func (k *asker) territory() []string {
	for _, s := range k.call.Form.Sections {
		for _, f := range s.Fields {
			if f.Kind == call.Municipality && k.value(f.ID) != "" {
				return []string{k.value(f.ID)}
			}
		}
	}
	return k.call.Territory.Municipalities
}

// place turns the parts of an organisation that have few answers into choices.
func (k *asker) place(f call.Field, part *question, column string) {
	kinds, from := k.call.Applicants.Kinds, k.call.Applicants.Countries
	if f.Kind == call.Partner {
		kinds, from = call.LegalKinds, k.call.Partners.Countries
		if len(from) == 0 {
			from = countries
		}
	}
	if f.Kind != call.Partner && f.Kind != call.Organisation {
		return
	}
	switch column {
	case "kind":
		part.Options = slices.DeleteFunc(part.Options, func(o option) bool { return !slices.Contains(kinds, o.Value) && !o.IsChosen })
	case "country":
		part.Kind = string(call.Choice)
		for _, c := range from {
			o := option{Value: c, Label: c, IsChosen: part.Value == c}
			if slices.Contains(countries, c) {
				o.Word = country(c)
			}
			part.Options = append(part.Options, o)
		}
	case "registration":
		part.Inputmode = "numeric"
	}
}

// table adds the rows that are there, and one that is not where it was asked for or there is none.
func (k *asker) table(f call.Field, q *question) {
	rows := k.rows(f.ID)
	q.NewRow = unused(rows, k.now)
	q.IsFull = f.MaxRows > 0 && len(rows) >= f.MaxRows
	rows = k.own(f.ID, rows)
	if (k.add == f.ID || len(rows) == 0) && !q.IsFull {
		rows = append(rows, q.NewRow)
	}
	for i, id := range rows {
		l := line{Table: f.ID, ID: id, Place: i + 1, IsNew: id == q.NewRow}
		for _, c := range f.Columns {
			cell := k.simple(c, f.ID+"/"+id+"/"+c.ID)
			k.place(f, &cell, c.ID)
			if f.Budget != nil {
				k.hint(f.Budget, f.ID+"/"+id, &cell)
			}
			l.Cells = append(l.Cells, cell)
		}
		at := f.ID + "/" + id + "/" + call.PlaceColumn
		l.At, l.AtPath, l.AtSeen = k.value(at), at, Seen(k.standing[at].Heads).String()
		k.mark(&l)
		q.Lines = append(q.Lines, l)
	}
}

// unused is the id of a new row: the moment, so that rows of different people stand in the order they were begun.
func unused(rows []string, now time.Time) string {
	n := now.UnixMilli()
	for slices.Contains(rows, strconv.FormatInt(n, 36)) {
		n++
	}
	return strconv.FormatInt(n, 36)
}

// rows lists the rows of a table that have any answer, in their order.
func (k *asker) rows(field string) []string {
	var ids []string
	for path, a := range k.answers {
		rest, ok := strings.CutPrefix(path, field+"/")
		id, _, inRow := strings.Cut(rest, "/")
		if ok && inRow && !strings.HasSuffix(rest, "/"+call.PlaceColumn) && (a.Value != "" || k.standing[path].IsDisputed) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	place := func(id string) call.RowPlace { return call.PlaceOf(id, k.value(field+"/"+id+"/"+call.PlaceColumn)) }
	slices.SortFunc(ids, func(a, b string) int { return place(a).Compare(place(b)) })
	return ids
}

func (k *asker) files(f call.Field) *fileQuestion {
	q := &fileQuestion{Application: k.a.ID, Types: strings.ToUpper(strings.Join(f.Files.Types, ", ")), Most: f.Files.MaxBytes >> 20, Count: f.Files.MaxCount,
		Complaints: map[string]string{}, Coming: k.coming[f.ID], MostBytes: f.Files.MaxBytes, Base: "/applications/" + k.a.ID + "/files/" + f.ID}
	q.Accept = "." + strings.Join(f.Files.Types, ",.")
	for _, id := range k.rows(f.ID) {
		n, _ := strconv.ParseInt(k.value(f.ID+"/"+id+"/size"), 10, 64)
		each := AnsweredFile{Line: id, Name: k.value(f.ID + "/" + id + "/name"), Size: size(k.lang(), n)}
		each.know(k.a.ID, f.ID, k.states[f.ID+"/"+id], true)
		q.Files, q.IsWaiting = append(q.Files, each), q.IsWaiting || each.IsHeld
		if c := k.complaint[f.ID+"/"+id]; c != "" {
			q.Complaints[id], q.Files[len(q.Files)-1].Note = c, ""
		}
	}
	return q
}

// writer writes amounts, numbers and dates for the sentences of complaints.
type writer string

func (w writer) Number(units int64, decimals int) string { return decimal(string(w), units, decimals) }

func (w writer) Date(t time.Time) string { return lang.Date(string(w), t) }

// sentence is a complaint as a person reads it.
func sentence(q *web.Request, c call.Complaint) string {
	if c.Key == "" {
		return c.Sentence.In(q.Lang)
	}
	return q.Site.Catalog.SayWith(q.Lang, c.Key, c.Arguments(q.Lang, writer(q.Lang)))
}

// isMissing says whether a complaint is only about something not written yet.
func isMissing(c call.Complaint) bool {
	return strings.HasPrefix(c.Key, "call.complaint.missing") || c.Key == "call.complaint.too_few_rows" || c.Key == "application.partner.unready"
}
