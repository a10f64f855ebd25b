package call

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vekst/platform/lang"
	"vekst/value/money"
	"vekst/value/period"
	"vekst/value/text"
)

// Told is a difference in words of one language. Before and After are set where the texts are too long for a sentence.
type Told struct{ Sentence, Before, After string }

// inSentence is the greatest number of characters of a text that is quoted within a sentence.
const inSentence = 90

// Says tells a difference in a language, as a sentence that begins with a capital.
func (d Difference) Says(c *lang.Catalog, l string) Told {
	t := d.says(c, l)
	first, size := utf8.DecodeRuneInString(t.Sentence)
	t.Sentence = string(unicode.ToUpper(first)) + t.Sentence[size:]
	return t
}

func (d Difference) says(c *lang.Catalog, l string) Told {
	if d.Before == nil && d.After == nil || d.Change == Added || d.Change == Removed || d.Change == Moved || d.isThing() {
		return Told{Sentence: c.Say(l, "call.differs."+string(d.Change)+"."+d.What, "Of", d.Name.In(l), "Thing", teller{c, l}.thing(d))}
	}
	what := c.Say(l, "call.differs.what."+d.What)
	if name := d.Name.In(l); name != "" {
		what = c.Say(l, "call.differs.of", "Name", name, "What", what)
	}
	if others := d.elsewhere(l); others != nil {
		return Told{Sentence: c.Say(l, "call.differs.translation", "What", what, "Languages", languageNames(c, l, others))}
	}
	w := teller{c, l}
	t := Told{Before: w.value(d.Before), After: w.value(d.After)}
	if utf8.RuneCountInString(t.Before) > inSentence || utf8.RuneCountInString(t.After) > inSentence {
		t.Sentence = c.Say(l, "call.differs.rewritten."+string(d.Change), "What", what)
		return t
	}
	return Told{Sentence: c.Say(l, "call.differs.fact."+string(d.Change), "What", what, "Before", w.quoted(d.Before), "After", w.quoted(d.After))}
}

// isThing says whether it is told without a value: that the tie-breakers changed.
func (d Difference) isThing() bool { return d.What == "tie_breakers" || d.What == "sources" }

// elsewhere lists the languages in which a text differs, where it is the same in this one.
func (d Difference) elsewhere(l string) []string {
	a, isText := d.Before.(text.Text)
	b, both := d.After.(text.Text)
	if !isText || !both || a.In(l) != b.In(l) {
		return nil
	}
	var others []string
	for _, other := range text.Languages {
		if a.In(other) != b.In(other) {
			others = append(others, other)
		}
	}
	return others
}

func languageNames(c *lang.Catalog, l string, all []string) string {
	names := make([]string, len(all))
	for i, other := range all {
		names[i] = c.Say(l, "call.differs.language."+other)
	}
	return strings.Join(names, ", ")
}

// Says is the rule in a sentence, as everybody reads it before they apply.
func (r OutageRule) Says(c *lang.Catalog, l string) string {
	if r.None {
		return c.Say(l, "call.outages.none")
	}
	return c.Say(l, "call.outages.rule", "Within", lang.Number(l, int64(r.Within/time.Hour)), "From", lang.Number(l, int64(r.From/time.Minute)),
		"Round", lang.Number(l, int64(r.Round/time.Minute)), "Least", lang.Number(l, int64(r.Least/time.Minute)), "Most", lang.Number(l, int64(r.Most/time.Hour)))
}

// teller writes values in one language.
type teller struct {
	*lang.Catalog
	l string
}

// thing is the name of what came, went or moved; several are listed.
func (t teller) thing(d Difference) string {
	if d.After != nil {
		return t.value(d.After)
	}
	return t.value(d.Before)
}

// quoted is a value as it stands in a sentence: what people wrote in quotation marks, everything else as it is.
func (t teller) quoted(v any) string {
	switch v.(type) {
	case text.Text, Written:
		return t.Say(t.l, "call.differs.quoted", "Text", t.value(v))
	}
	return t.value(v)
}

func (t teller) value(v any) string {
	switch v := v.(type) {
	case text.Text:
		return v.In(t.l)
	case Written:
		return string(v)
	case Word:
		return t.Say(t.l, string(v))
	case Moment:
		return lang.DateTime(t.l, v.At.In(period.Window{Zone: v.Zone}.Location()))
	case Day:
		return lang.Date(t.l, v.At)
	case money.Amount:
		return lang.Sum(t.l, v.Cents, v.Currency)
	case Share:
		return lang.Percent(t.l, int64(v))
	case Quantity:
		return lang.Number(t.l, int64(v))
	case Decimal:
		return t.decimal(v)
	case bool:
		return t.Say(t.l, "call.differs."+map[bool]string{true: "yes", false: "no"}[v])
	case Place:
		return t.place(v)
	case Country:
		return t.country(v)
	case OutageRule:
		return v.Says(t.Catalog, t.l)
	case []any:
		return t.list(v)
	}
	return ""
}

// decimal writes a number of units of its last decimal; lang.Decimal has two decimals, and a field may have four.
func (t teller) decimal(d Decimal) string {
	n, rest := d.Units, int64(0)
	for range 2 - d.Decimals {
		n *= 10
	}
	for range d.Decimals - 2 {
		rest, n = rest+n%10, n/10
	}
	if rest != 0 {
		return strconv.FormatFloat(float64(d.Units)/math.Pow10(d.Decimals), 'f', -1, 64)
	}
	return lang.Decimal(t.l, n)
}

func (t teller) place(p Place) string {
	if p == "" {
		return t.Say(t.l, "call.differs.whole")
	}
	return placeName(string(p), t.l)
}

func (t teller) country(c Country) string {
	if slices.Contains([]string{"BG", "NO", "IS", "LI"}, string(c)) {
		return t.Say(t.l, "call.country."+string(c))
	}
	return string(c)
}

func (t teller) list(all []any) string {
	said := make([]string, len(all))
	for i, v := range all {
		said[i] = t.value(v)
	}
	return strings.Join(said, ", ")
}
