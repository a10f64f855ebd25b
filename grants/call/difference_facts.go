package call

import (
	"slices"
	"strings"
	"time"

	"vekst/value/money"
	"vekst/value/text"
)

// The kinds of value a Difference has besides text.Text, money.Amount, Decimal (of complaints) and bool.
type (
	// Moment is a moment as people of a zone read it.
	Moment struct {
		At   time.Time
		Zone string
	}
	// Day is a day without a time.
	Day struct{ At time.Time }
	// Share is basis points.
	Share int64
	// Quantity is a number of things; 0 is no limit and is kept out by who compares.
	Quantity int64
	// Written is code, a name or an address that is the same in every language: a condition, a file ending.
	Written string
	// Word is a key of a word of ours.
	Word string
	// Place is the code of a municipality; "" is the whole country.
	Place string
	// Country is an ISO code of two letters.
	Country string
)

// facts compares when, how much, where, who and the texts about the whole.
func (c *comparison) facts(a, b Definition) {
	c.about(PartTexts, "", text.Text{})
	c.text("title", a.Title, b.Title)
	c.text("summary", a.Summary, b.Summary)
	c.text("description", a.Description, b.Description)
	c.text("after", a.After, b.After)
	c.value("code", Written(a.Code), Written(b.Code))
	c.value("number", Written(a.Number), Written(b.Number))
	c.value("kind", Word("call.kind."+string(a.Kind)), Word("call.kind."+string(b.Kind)))
	c.value("programme", Written(a.Programme), Written(b.Programme))
	c.value("area", unless(a.Area == "", Written(a.Area)), unless(b.Area == "", Written(b.Area)))
	c.value("outcome", unless(a.Outcome == "", Written(a.Outcome)), unless(b.Outcome == "", Written(b.Outcome)))
	c.value("rules", Written(a.Rules.String()), Written(b.Rules.String()))
	matched(c, "purpose", a.Purposes, b.Purposes, func(p Purpose) string { return p.ID }, func(p Purpose) text.Text { return p.Title },
		func(a, b Purpose) { c.text("purpose", a.Title, b.Title) })
	c.window(a, b)
	c.money(a.Money, b.Money)
	c.who(a, b)
	c.sources(a, b)
}

// String is the rule set as a file names it.
func (r RuleSet) String() string { return r.ID + "@" + decimal(int64(r.Version)) }

func (c *comparison) window(a, b Definition) {
	c.about(PartWindow, "", text.Text{})
	moment := func(t time.Time, zone string) any { return unless(t.IsZero(), Moment{t, zone}) }
	c.value("opens", moment(a.Window.Opens, a.Window.Zone), moment(b.Window.Opens, b.Window.Zone))
	c.value("closes", moment(a.Window.Closes, a.Window.Zone), moment(b.Window.Closes, b.Window.Zone))
	c.value("announced", dayOr(a.Announced), dayOr(b.Announced))
	c.value("decision", dayOr(a.Decision), dayOr(b.Decision))
	c.value("activities_end", dayOr(a.ActivitiesEnd), dayOr(b.ActivitiesEnd))
	c.value("outages", a.Outages, b.Outages)
	c.value("questions_until", Quantity(a.Questions.UntilDays), Quantity(b.Questions.UntilDays))
	c.value("questions_account", a.Questions.Account, b.Questions.Account)
}

// dayOr is a day, or nothing.
func dayOr(t time.Time) any { return unless(t.IsZero(), Day{t}) }

func (c *comparison) money(a, b Money) {
	c.about(PartMoney, "", text.Text{})
	amount := func(m Money, cents int64) any {
		return unless(!m.Given(), money.Amount{Cents: cents, Currency: m.Currency})
	}
	c.value("budget", amount(a, a.Budget), amount(b, b.Budget))
	c.value("min", amount(a, a.Min), amount(b, b.Min))
	c.value("max", amount(a, a.Max), amount(b, b.Max))
	c.value("rate", unless(!a.Given(), Share(a.Rate)), unless(!b.Given(), Share(b.Rate)))
}

func (c *comparison) who(a, b Definition) {
	c.about(PartWho, "", text.Text{})
	gone, come := apart(placesIn(a.Territory), placesIn(b.Territory))
	set(c, "place", gone, come, func(s string) any { return Place(s) })
	c.value("inhabitants", limit(a.Territory.MaxInhabitants), limit(b.Territory.MaxInhabitants))
	gone, come = apart(a.Applicants.Kinds, b.Applicants.Kinds)
	set(c, "applicant", gone, come, func(s string) any { return Word("call.legal." + s) })
	gone, come = apart(a.Applicants.Countries, b.Applicants.Countries)
	set(c, "country", gone, come, func(s string) any { return Country(s) })
	c.value("persons", a.Applicants.NaturalPersons, b.Applicants.NaturalPersons)
	c.value("sign_off", a.Applicants.SignOff, b.Applicants.SignOff)
	c.value("per_applicant", limit(int64(a.Applicants.PerApplicant)), limit(int64(b.Applicants.PerApplicant)))
	c.value("per_municipality", limit(int64(a.Applicants.PerMunicipality)), limit(int64(b.Applicants.PerMunicipality)))
	c.value("donor", Word("call.donor."+string(a.Partners.Donor)), Word("call.donor."+string(b.Partners.Donor)))
	gone, come = apart(a.Partners.Countries, b.Partners.Countries)
	set(c, "partner_country", gone, come, func(s string) any { return Country(s) })
	c.value("partners", limit(int64(a.Partners.Max)), limit(int64(b.Partners.Max)))
}

// limit is a number where 0 means that there is none.
func limit(n int64) any { return unless(n == 0, Quantity(n)) }

// placesIn lists the municipalities of a territory; the whole country is "".
func placesIn(t Territory) []string {
	if t.Whole {
		return []string{""}
	}
	return t.Municipalities
}

// apart is what only the first list has, and what only the second.
func apart(a, b []string) (gone, come []string) {
	without := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
	}
	return without(a, b), without(b, a)
}

// set tells what went from a set and what came, in one difference each.
func set(c *comparison, noun string, gone, come []string, value func(string) any) {
	if len(gone) > 0 {
		c.found = append(c.found, Difference{Part: c.part, Field: c.field, Change: Removed, What: noun, Name: c.name, Before: valuesOf(gone, value)})
	}
	if len(come) > 0 {
		c.found = append(c.found, Difference{Part: c.part, Field: c.field, Change: Added, What: noun, Name: c.name, After: valuesOf(come, value)})
	}
}

func valuesOf(ids []string, value func(string) any) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = value(id)
	}
	return all
}

// sources tells when how sure we are, or where it was read, is told differently. Which mark it is, the file shows.
func (c *comparison) sources(a, b Definition) {
	c.about(PartSources, "", text.Text{})
	written := func(d Definition) string {
		var all []string
		for _, s := range d.Sources {
			all = append(all, s.ID+"\x00"+s.Title+"\x00"+s.URL)
		}
		for _, m := range d.Marks {
			all = append(all, m.Path+"\x00"+string(m.Certainty)+"\x00"+m.Source+"\x00"+m.Note.BG+m.Note.NB+m.Note.EN)
		}
		slices.Sort(all)
		return strings.Join(all, "\x01")
	}
	if written(a) != written(b) {
		c.thing(Changed, "sources", text.Text{})
	}
}
