package call

import (
	"regexp"
	"slices"
)

// The sizes a field has when the file does not say.
const (
	shortLength = 200
	longLength  = 4000
	tableRows   = 30
	budgetLines = 100
)

func readForm(e entry, d *Definition) Form {
	var f Form
	for _, each := range e.list() {
		k := each.keys("id", "title", "help", "when", "fields")
		f.Sections = append(f.Sections, Section{
			ID: identify(k), Title: k.need("title").text(), Help: k.get("help").text(),
			When: k.get("when").condition(), Fields: readFields(k.need("fields"), d),
		})
	}
	unique(e, f.Sections, func(s Section) string { return s.ID })
	if e.written() && len(f.Sections) == 0 {
		e.fault("A form has at least one section.")
	}
	return f
}

func readFields(e entry, d *Definition) []Field {
	var all []Field
	for _, each := range e.list() {
		all = append(all, readField(each, d))
	}
	if e.written() && len(all) == 0 {
		e.fault("A section has at least one field.")
	}
	return all
}

// sharedKeys are the keys every field may have; ownKeys are those of each kind besides.
var (
	sharedKeys = []string{"id", "kind", "label", "help", "example", "why", "required", "when", "check", "blind", "public"}
	ownKeys    = map[FieldKind][]string{
		Short: {"max", "same_as"}, Long: {"max", "same_as"}, Number: {"decimals", "least", "most", "unit", "same_as", "from"}, Amount: {"least", "most", "from"},
		Date: {"earliest", "latest"}, Choice: {"options"}, Choices: {"options"}, Declaration: {"by_partner"},
		File: {"types", "max_size", "max_count"}, Table: {"columns", "min_rows", "max_rows"},
		BudgetTable:  {"headings", "lines", "grant", "funding", "in_kind", "by_partner", "by_activity", "max_rows"},
		Organisation: {}, Partner: {"min_rows", "max_rows"}, Municipality: {}, Settlements: {},
		Indicator: {"decimals", "least", "most", "unit", "from"},
	}
	simpleKinds = []FieldKind{Short, Long, Number, Amount, Date, Choice, Declaration, Municipality}
	fieldKinds  = []FieldKind{Short, Long, Number, Amount, Date, Choice, Choices, Declaration, File, Table, BudgetTable, Organisation,
		Partner, Municipality, Settlements, Indicator}
)

// allKeys are for a field of unknown kind, so that one slip does not make twenty faults.
var allKeys = func() []string {
	all := append([]string{}, sharedKeys...)
	for _, kind := range fieldKinds {
		all = append(all, ownKeys[kind]...)
	}
	return all
}()

func readField(e entry, d *Definition) Field {
	kind := FieldKind(kindOf(e))
	known := allKeys
	if extra, ok := ownKeys[kind]; ok {
		known = append(append([]string{}, sharedKeys...), extra...)
	}
	k := e.keys(known...)
	f := Field{
		ID: identify(k), Kind: one(k.need("kind"), fieldKinds...), Line: e.line(), Label: k.need("label").text(),
		Help: k.get("help").text(), Example: k.get("example").text(), Why: k.get("why").text(),
		When: k.get("when").condition(), Checks: readChecks(k.get("check")), Blind: k.get("blind").yes(), Public: k.get("public").yes(),
	}
	f.Required, f.RequiredWhen = readRequired(k.get("required"))
	f.SameAs = one(k.get("same_as"), SameAs(f.Kind)...)
	readDetails(k, &f, d)
	return f
}

// kindOf looks ahead for the kind, which decides the other keys.
func kindOf(e entry) string {
	if e.node == nil {
		return ""
	}
	for i := 0; i+1 < len(e.node.Content); i += 2 {
		if e.node.Content[i].Value == "kind" {
			return e.node.Content[i+1].Value
		}
	}
	return ""
}

// readRequired is true, false or a condition.
func readRequired(e entry) (always bool, when Condition) {
	switch s := e.string(); s {
	case "", "false":
		return false, Condition{}
	case "true":
		return true, Condition{}
	}
	return false, e.condition()
}

func readChecks(e entry) []Check {
	var all []Check
	for _, each := range e.list() {
		k := each.keys("must", "sentence")
		all = append(all, Check{k.need("must").condition(), k.need("sentence").text()})
	}
	return all
}

// readDetails reads what only fields of this kind have.
func readDetails(k keys, f *Field, d *Definition) {
	switch f.Kind {
	case Short:
		f.MaxLength = or(k.get("max").whole(1, 2_000), shortLength)
	case Long:
		f.MaxLength = or(k.get("max").whole(1, 100_000), longLength)
	case Number, Indicator, Amount:
		readNumbers(k, f)
	case Declaration:
		f.ByPartner = k.get("by_partner").string()
		f.Columns = givenParts(f.ByPartner)
	case Date:
		readDates(k, f, d)
	case Choice, Choices:
		f.Options = readOptions(k.need("options"))
	case File:
		f.Files = readFiles(k)
		f.MaxRows = f.Files.MaxCount
		f.Columns = []Field{{ID: "name", Kind: Short, MaxLength: 255}, {ID: "size", Kind: Number}}
	case Table:
		f.MinRows, f.MaxRows = k.get("min_rows").whole(0, 200), or(k.get("max_rows").whole(1, 200), tableRows)
		f.Columns = readColumns(k.need("columns"), d)
	case Organisation, Partner:
		f.MinRows, f.MaxRows = k.get("min_rows").whole(0, 50), or(k.get("max_rows").whole(1, 50), 10)
		f.Columns = organisationParts(f.Kind)
	case BudgetTable:
		f.MaxRows = or(k.get("max_rows").whole(1, 500), budgetLines)
		f.Budget = readBudget(k)
		f.Columns = lineColumns(f.Budget)
	}
	if f.Kind == Indicator {
		f.Columns = []Field{numberPart("baseline", *f), numberPart("target", *f)}
	}
	if f.Kind == Number || f.Kind == Amount || f.Kind == Indicator {
		readFrom(k, f)
	}
}

func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

func numberPart(id string, f Field) Field {
	return Field{ID: id, Kind: Number, Decimals: f.Decimals, Least: f.Least, Most: f.Most}
}

func readNumbers(k keys, f *Field) {
	f.Unit = k.get("unit").text()
	f.Decimals = k.get("decimals").whole(0, 4)
	decimals := f.Decimals
	if f.Kind == Amount {
		decimals = 2
	}
	f.Least, f.Most = readLimit(k.get("least"), decimals), readLimit(k.get("most"), decimals)
}

func readLimit(e entry, decimals int) *int64 {
	if !e.written() {
		return nil
	}
	n := e.scaled(decimals, "a number with so many decimals as the field has")
	return &n
}

// readDates reads limits of a date: days, or the word activities_end for the call's last day of activities.
func readDates(k keys, f *Field, d *Definition) {
	f.Earliest = k.get("earliest").day()
	latest := k.get("latest")
	if latest.string() != "activities_end" {
		f.Latest = latest.day()
		return
	}
	f.ByActivitiesEnd, f.Latest = true, d.ActivitiesEnd
	if d.ActivitiesEnd.IsZero() {
		latest.fault("The call has no activities_end that this date could keep to.")
	}
}

func readOptions(e entry) []Option {
	var all []Option
	for _, each := range e.list() {
		k := each.keys("id", "label", "help")
		all = append(all, Option{identify(k), k.need("label").text(), k.get("help").text()})
	}
	unique(e, all, func(o Option) string { return o.ID })
	if e.written() && len(all) < 2 {
		e.fault("A choice has at least two options.")
	}
	return all
}

var endingForm = regexp.MustCompile(`^[a-z0-9]{1,8}$`)

func readFiles(k keys) FileRule {
	f := FileRule{k.need("types").strings(), int64(k.need("max_size").whole(1, 500)) << 20, or(k.get("max_count").whole(1, 50), 1)}
	for _, each := range k.get("types").list() {
		each.like(endingForm, "the ending of a file name without its point, like pdf")
	}
	return f
}

func readColumns(e entry, d *Definition) []Field {
	var all []Field
	for _, each := range e.list() {
		column := readField(each, d)
		all = append(all, column)
		if column.When.Given() || len(column.Checks) > 0 || column.RequiredWhen.Given() {
			each.fault("A column has no conditions of its own. Write them as checks of the table.")
		}
		if column.ByPartner != "" {
			each.fault("A column is not declared by each partner (by_partner): only a question of its own is.")
		}
		if column.From.Given() {
			each.fault("A column is not computed: what comes from it is (from of another field).")
		}
		if column.SameAs != "" {
			each.fault("A column asks no fact of the applicant's profile (same_as): its rows are about others.")
		}
		if k := each.keys(allKeys...); column.ID == "id" {
			k.get("id").fault("A column cannot be called id: every row has one already.")
		}
		if !slices.Contains(simpleKinds, column.Kind) && slices.Contains(fieldKinds, column.Kind) {
			each.fault("A column cannot be of kind %q.", column.Kind)
		}
	}
	unique(e, all, func(f Field) string { return f.ID })
	return all
}

// organisationParts are the parts of an organisation. Seat is a settlement, as written.
func organisationParts(kind FieldKind) []Field {
	parts := []Field{
		{ID: "name", Kind: Short, MaxLength: 300, Required: true},
		{ID: "registration", Kind: Short, MaxLength: 30, Required: kind == Organisation},
		{ID: "kind", Kind: Choice, Required: true},
		{ID: "country", Kind: Short, MaxLength: 2, Required: true},
		{ID: "seat", Kind: Short, MaxLength: 200, Required: kind == Organisation},
	}
	for _, legal := range LegalKinds {
		parts[2].Options = append(parts[2].Options, Option{ID: legal})
	}
	if kind == Partner {
		parts = append(parts, Field{ID: "role", Kind: Long, MaxLength: 1500, Required: true})
	}
	return parts
}
