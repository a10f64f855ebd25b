package call

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/value/money"
	"vekst/value/text"
)

// Decimal is a number among the arguments of a complaint: units of its last decimal.
type Decimal struct {
	Units    int64
	Decimals int
}

// Writer writes amounts, numbers and dates as people read them in one language.
type Writer interface {
	Money(money.Amount) string
	Number(units int64, decimals int) string
	Date(time.Time) string
}

// Arguments are the arguments of the complaint as texts in a language, ready for its sentence. Count stays a number: it
// chooses between singular and plural.
func (c Complaint) Arguments(lang string, w Writer) map[string]any {
	written := make(map[string]any, len(c.Args))
	for name, arg := range c.Args {
		switch a := arg.(type) {
		case money.Amount:
			written[name] = w.Money(a)
		case Decimal:
			written[name] = w.Number(a.Units, a.Decimals)
		case time.Time:
			written[name] = w.Date(a)
		case text.Text:
			written[name] = a.In(lang)
		default:
			written[name] = a
		}
	}
	return written
}

// args are the arguments of a complaint.
type args = map[string]any

// Complaints lists everything that stands in the way of submitting, in the order of the form.
func (x *Examination) Complaints() []Complaint {
	x.heard = []Complaint{}
	for _, p := range x.plan.fields {
		if x.visible(p) {
			x.hear(p, x.of(p))
		}
	}
	x.hearFigures()
	x.hearTogether()
	return x.heard
}

// say adds a complaint of this feature's words.
func (x *Examination) say(path, key string, a args) {
	x.heard = append(x.heard, Complaint{Path: path, Key: "call." + key, Args: a})
}

// hear finds what is wrong with the answer to one field; the call's own checks come last, on answers that are well.
func (x *Examination) hear(p *planned, f *found) {
	before := len(x.heard)
	required := x.required(p) && !p.Computed("")
	switch p.Kind {
	case Table:
		x.hearRows(p, f, required)
	case File:
		x.hearFiles(p, f, required)
	case Partner:
		x.hearPartners(p, f, required)
	case Organisation:
		x.hearOrganisation(p, f, required)
	case Indicator:
		x.hearParts(p, "", f.parts, required)
	case BudgetTable:
		x.hearBudget(p, f, required)
	default:
		if p.ByEachPartner() {
			x.hearEachPartner(p, f, required)
		} else if !p.Computed("") {
			x.hearOne(p.ID, p.Field, f.reading, required)
		}
	}
	if len(x.heard) == before && f.answered() && len(p.computed) == 0 {
		x.hearChecks(p, p.ID)
	}
}

// required says whether an answer must be there. A condition that cannot be computed asks for nothing.
func (x *Examination) required(p *planned) bool {
	if p.Required || !p.RequiredWhen.Given() {
		return p.Required
	}
	holds, _ := p.RequiredWhen.holds(x)
	return holds
}

// hearChecks asks the call's own conditions. One that cannot be computed is said, never passed over.
func (x *Examination) hearChecks(p *planned, at string) {
	for _, c := range p.Checks {
		switch holds, err := c.Must.holds(x); {
		case err != nil:
			x.say(at, "complaint.uncheckable", nil)
		case !holds:
			x.heard = append(x.heard, Complaint{Path: at, Sentence: c.Sentence})
		}
	}
}

// hearOne finds what is wrong with one simple answer.
func (x *Examination) hearOne(path string, f *Field, r reading, required bool) {
	switch {
	case !r.given && required:
		x.say(path, missingKey(f.Kind), nil)
	case !r.given:
	case r.wrong != "":
		x.say(path, r.wrong, args{"Typed": excerpt(r.typed), "Decimals": Decimal{int64(f.Decimals), 0}})
	default:
		x.hearLimits(path, f, r)
	}
}

// missing is the complaint about no answer, by what one does to answer.
func missingKey(kind FieldKind) string {
	switch kind {
	case Choice, Choices, Municipality, Settlements, RowOf:
		return "complaint.missing_choice"
	case Declaration:
		return "complaint.missing_declaration"
	case File:
		return "complaint.missing_file"
	case Table, Partner, BudgetTable:
		return "complaint.missing_rows"
	}
	return "complaint.missing"
}

// excerpt is the beginning of what was typed, to quote it.
func excerpt(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func (x *Examination) hearLimits(path string, f *Field, r reading) {
	switch f.Kind {
	case Short, Long:
		x.hearLength(path, f, r.typed)
	case Number:
		x.hearNumber(path, f, Decimal{r.number, f.Decimals})
	case Amount:
		x.hearAmount(path, f, r.number)
	case Date:
		x.hearDate(path, f, r.day)
	case Choice:
		x.hearOption(path, f, r.typed)
	case Choices:
		for _, option := range r.list {
			x.hearOption(path, f, option)
		}
	case RowOf:
		x.hearRow(path, f, r.typed)
	case Municipality:
		x.hearMunicipality(path, r.typed)
	case Settlements:
		x.hearSettlements(path, r.list)
	}
}

// hearLength counts characters: code points in composed form, so that й is one however it was typed.
func (x *Examination) hearLength(path string, f *Field, s string) {
	if len(s) <= f.MaxLength {
		return
	}
	if n := utf8.RuneCountInString(s); n > f.MaxLength {
		x.say(path, "complaint.too_long", args{"Written": wholeNumber(n), "Max": wholeNumber(f.MaxLength), "Over": wholeNumber(n - f.MaxLength)})
	}
}

func wholeNumber(n int) Decimal { return Decimal{int64(n), 0} }

func (x *Examination) hearNumber(path string, f *Field, n Decimal) {
	switch {
	case f.Least != nil && n.Units < *f.Least:
		x.say(path, "complaint.number_small", args{"Number": n, "Least": Decimal{*f.Least, f.Decimals}})
	case f.Most != nil && n.Units > *f.Most:
		x.say(path, "complaint.number_large", args{"Number": n, "Most": Decimal{*f.Most, f.Decimals}})
	}
}

func (x *Examination) hearAmount(path string, f *Field, cents int64) {
	m := x.plan.call.Money
	switch {
	case f.Least != nil && cents < *f.Least:
		x.say(path, "complaint.amount_small", args{"Amount": m.Amount(cents), "Least": m.Amount(*f.Least)})
	case f.Most != nil && cents > *f.Most:
		x.say(path, "complaint.amount_large", args{"Amount": m.Amount(cents), "Most": m.Amount(*f.Most)})
	}
}

func (x *Examination) hearDate(path string, f *Field, day time.Time) {
	switch {
	case !f.Earliest.IsZero() && day.Before(f.Earliest):
		x.say(path, "complaint.date_early", args{"Date": day, "Earliest": f.Earliest})
	case f.ByActivitiesEnd && day.After(f.Latest):
		x.say(path, "complaint.activities_late", args{"Date": day, "Latest": f.Latest})
	case !f.Latest.IsZero() && day.After(f.Latest):
		x.say(path, "complaint.date_late", args{"Date": day, "Latest": f.Latest})
	}
}

func (x *Examination) hearOption(path string, f *Field, id string) {
	if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.ID == id }) {
		x.say(path, "complaint.not_an_option", args{"Typed": excerpt(id)})
	}
}

// hearMunicipality checks that there is such a municipality, and that the call is for it.
func (x *Examination) hearMunicipality(path, code string) {
	switch {
	case x.facts.Municipality != nil && !x.facts.Municipality(code):
		x.say(path, "complaint.not_an_option", args{"Typed": excerpt(code)})
	case !x.plan.call.Territory.Has(code):
		x.say(path, "complaint.outside_territory", nil)
	}
}

// hearSettlements checks a target area: known settlements, inside the territory, with no more people than allowed.
func (x *Examination) hearSettlements(path string, codes []string) {
	if x.facts.Settlement == nil {
		return
	}
	territory, before := x.plan.call.Territory, len(x.heard)
	var sum int64
	for _, code := range codes {
		n, municipality, known := x.facts.Settlement(code)
		sum += n
		switch {
		case !known:
			x.say(path, "complaint.settlement_unknown", args{"Typed": excerpt(code)})
		case !territory.Has(municipality):
			x.say(path, "complaint.settlement_outside", args{"Typed": code})
		}
	}
	if len(x.heard) == before && territory.MaxInhabitants > 0 && sum > territory.MaxInhabitants {
		x.say(path, "complaint.too_many_inhabitants", args{"Inhabitants": Decimal{sum, 0}, "Most": Decimal{territory.MaxInhabitants, 0},
			"Over": Decimal{sum - territory.MaxInhabitants, 0}})
	}
}

// hearRows checks the number of rows and every cell.
func (x *Examination) hearRows(p *planned, f *found, required bool) {
	switch n := len(f.rows); {
	case n == 0 && required:
		x.say(p.ID, missingKey(p.Kind), nil)
	case n > 0 && n < p.MinRows:
		x.say(p.ID, "complaint.too_few_rows", args{"Count": p.MinRows, "Written": wholeNumber(n)})
	case n > p.MaxRows:
		x.say(p.ID, "complaint.too_many_rows", args{"Count": p.MaxRows, "Written": wholeNumber(n)})
	}
	for _, r := range f.rows {
		x.hearParts(p, r.id, r.cells, true)
	}
}

// hearParts checks the parts of a record: of a field, or of the row with this id. Parts that must be there are asked for
// only when the record is wanted.
func (x *Examination) hearParts(p *planned, row string, parts []reading, wanted bool) {
	before := len(x.heard)
	for i := range p.Columns {
		var r reading
		if i < len(parts) {
			r = parts[i]
		}
		c := &p.Columns[i]
		if p.Kind == Indicator && p.Computed(c.ID) {
			continue
		}
		x.hearOne(c.ID, c, r, wanted && (c.Required || p.Kind == Indicator))
	}
	for i := range x.heard[before:] {
		at := &x.heard[before+i]
		at.Path = pathTo(p.ID, row, at.Path)
	}
}

// pathTo makes the path of a part of a field, or of a row of a field.
func pathTo(field, row, part string) string {
	if row == "" {
		return field + "/" + part
	}
	return field + "/" + row + "/" + part
}

func (x *Examination) hearFiles(p *planned, f *found, required bool) {
	switch n := len(f.rows); {
	case n == 0 && required:
		x.say(p.ID, missingKey(p.Kind), nil)
	case n > p.Files.MaxCount:
		x.say(p.ID, "complaint.too_many_files", args{"Count": p.Files.MaxCount, "Written": wholeNumber(n)})
	}
	for _, r := range f.rows {
		name, size := r.cells[p.columns["name"]].typed, r.cells[p.columns["size"]].number
		x.hearFile(p.ID+"/"+r.id, name, size, p.Files)
	}
}

// hearFile checks one file against a rule. Sizes are said in MiB, rounded up.
func (x *Examination) hearFile(at, name string, size int64, rule FileRule) {
	if kind := strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")); !slices.Contains(rule.Types, kind) {
		x.say(at, "complaint.file_type", args{"Name": excerpt(name), "Types": strings.Join(rule.Types, ", ")})
	}
	switch {
	case size == 0:
		x.say(at, "complaint.file_empty", args{"Name": excerpt(name)})
	case size > rule.MaxBytes:
		x.say(at, "complaint.file_large", args{"Name": excerpt(name), "Size": Decimal{(size + 1<<20 - 1) >> 20, 0}, "Most": Decimal{rule.MaxBytes >> 20, 0}})
	}
}

// hearOrganisation checks who applies: where it is established, what it is, and its number.
func (x *Examination) hearOrganisation(p *planned, f *found, required bool) {
	x.hearParts(p, "", f.parts, required || f.answered())
	if f.parts == nil {
		return
	}
	who := x.plan.call.Applicants
	country, kind := f.parts[p.columns["country"]], f.parts[p.columns["kind"]]
	if country.given && !slices.Contains(who.Countries, country.typed) {
		x.say(p.ID+"/country", "complaint.applicant_country", args{"Countries": strings.Join(who.Countries, ", ")})
	}
	if kind.given && slices.Contains(LegalKinds, kind.typed) && !slices.Contains(who.Kinds, kind.typed) {
		x.say(p.ID+"/kind", "complaint.applicant_kind", nil)
	}
	x.hearRegistration(p, p.ID, f.parts)
}

// hearRegistration checks the number of an organisation in its country.
func (x *Examination) hearRegistration(p *planned, path string, parts []reading) {
	country, number := parts[p.columns["country"]], parts[p.columns["registration"]]
	if x.facts.Registration == nil || !country.given || !number.given || number.wrong != "" {
		return
	}
	if !x.facts.Registration(country.typed, number.typed) {
		x.say(path+"/registration", "complaint.registration_number", args{"Typed": excerpt(number.typed)})
	}
}

// donors are the countries that fund the programmes.
var donors = []string{"NO", "IS", "LI"}

// hearPartners checks each partner, how many they are, and whether one is from a donor country where the call wants it.
func (x *Examination) hearPartners(p *planned, f *found, required bool) {
	policy := x.plan.call.Partners
	x.hearRows(p, f, required || policy.Donor == DonorRequired)
	donor := false
	for _, r := range f.rows {
		country := r.cells[p.columns["country"]].typed
		donor = donor || slices.Contains(donors, country)
		if country != "" && len(policy.Countries) > 0 && !slices.Contains(policy.Countries, country) {
			x.say(p.ID+"/"+r.id+"/country", "complaint.partner_country", args{"Countries": strings.Join(policy.Countries, ", ")})
		}
		x.hearRegistration(p, p.ID+"/"+r.id, r.cells)
	}
	if policy.Max > 0 && len(f.rows) > policy.Max {
		x.say(p.ID, "complaint.too_many_partners", args{"Count": policy.Max, "Written": wholeNumber(len(f.rows))})
	}
	if policy.Donor == DonorRequired && len(f.rows) > 0 && !donor {
		x.say(p.ID, "complaint.donor_partner_missing", nil)
	}
}

// percent writes basis points with as many decimals as they need.
func percent(basisPoints int64) Decimal {
	switch {
	case basisPoints%100 == 0:
		return Decimal{basisPoints / 100, 0}
	case basisPoints%10 == 0:
		return Decimal{basisPoints / 10, 1}
	}
	return Decimal{basisPoints, 2}
}
