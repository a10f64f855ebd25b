package programme

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/value/money"
	"vekst/value/text"
)

// ruleFile is a rule set as it is written.
type ruleFile struct {
	ID        string            `yaml:"id"`
	Version   string            `yaml:"version"`
	ValidFrom string            `yaml:"valid-from"`
	Inherits  string            `yaml:"inherits"`
	Name      text.Text         `yaml:"name"`
	Amended   []amendmentFile   `yaml:"amended"`
	Withdrawn []string          `yaml:"withdrawn"`
	Sources   map[string]string `yaml:"sources"`
	Rules     []ruleEntry       `yaml:"rules"`
}

type amendmentFile struct {
	On       string   `yaml:"on"`
	Articles []string `yaml:"articles"`
}

type ruleEntry struct {
	ID       string        `yaml:"id"`
	Article  *articleEntry `yaml:"article"`
	Mark     Mark          `yaml:"mark"`
	Scope    string        `yaml:"scope"`
	Sources  []string      `yaml:"sources"`
	NoSource bool          `yaml:"no-source"` // says that none was found, so that none is forgotten
	Text     text.Text     `yaml:"text"`
	Values   []valueEntry  `yaml:"values"`
}

type articleEntry struct {
	Number string `yaml:"number"`
	Law    string `yaml:"law"`
	Mark   Mark   `yaml:"mark"`
}

type valueEntry struct {
	Name    string    `yaml:"name"`
	Type    Type      `yaml:"type"`
	Value   yaml.Node `yaml:"value"`
	Tighter Tighter   `yaml:"tighter"`
	Mark    Mark      `yaml:"mark"`
	From    string    `yaml:"from"`
	Until   string    `yaml:"until"`
}

var ruleName = regexp.MustCompile(`^[CPLGFEYRBIAN][1-9][0-9]?$`)

// ReadRules reads a rule set and tells every fault with its line (Faults). inherited answers for the set that this one
// inherits; a rule named here takes the place of the inherited one, and what it leaves out (text, article, sources, values)
// is inherited. A later period may loosen a rule: only narrower levels may not (see RuleSet.Narrow).
func ReadRules(data []byte, inherited func(id string) (RuleSet, error)) (RuleSet, error) {
	var file ruleFile
	src, err := open(data, &file)
	if err != nil {
		return RuleSet{}, err
	}
	r := &ruleReader{source: src, file: file}
	r.head(data)
	r.inherit(inherited)
	for i, entry := range file.Rules {
		r.rule(i, entry)
	}
	slices.SortStableFunc(r.set.Rules, func(a, b Rule) int { return place(a.ID) - place(b.ID) })
	return r.set, src.result()
}

// ruleReader gathers the set while it is read.
type ruleReader struct {
	*source
	file    ruleFile
	set     RuleSet
	sources map[string]Source
	named   map[string]bool
}

func (r *ruleReader) head(data []byte) {
	f := r.file
	r.named = map[string]bool{}
	r.set = RuleSet{ID: f.ID, Version: f.Version, Inherits: f.Inherits, Name: f.Name, Withdrawn: f.Withdrawn}
	r.set.Digest = digest(data)
	if f.ID == "" || f.Version == "" {
		r.fault("", "a rule set needs id and version")
	}
	r.complete("name", f.Name, "name")
	r.set.ValidFrom = r.day(f.ValidFrom, "valid-from", "valid-from")
	for i, a := range f.Amended {
		r.set.Amended = append(r.set.Amended, Amendment{r.day(a.On, "amended", "amended", i, "on"), a.Articles})
	}
	r.sources = sourcesOf(f.Sources)
}

func (r *ruleReader) inherit(inherited func(string) (RuleSet, error)) {
	if r.set.Inherits == "" {
		r.set.Sources = ordered(r.sources)
		return
	}
	base, err := inherited(r.set.Inherits)
	if err != nil {
		r.fault("inherits", err.Error(), "inherits")
		return
	}
	for _, s := range base.Sources {
		if _, own := r.sources[s.Key]; !own {
			r.sources[s.Key] = s
		}
	}
	for i, id := range r.set.Withdrawn {
		if _, ok := base.Rule(id); !ok {
			r.fault(id, "withdrawn, but not inherited", "withdrawn", i)
		}
	}
	r.set.Sources = ordered(r.sources)
	r.set.Digest = digest([]byte(base.Digest + r.set.Digest))
	r.set.Rules = slices.DeleteFunc(slices.Clone(base.Rules), func(one Rule) bool {
		return slices.Contains(r.set.Withdrawn, one.ID)
	})
}

// rule reads one rule and puts it in, or in place of the inherited one.
func (r *ruleReader) rule(i int, e ruleEntry) {
	if !ruleName.MatchString(e.ID) {
		r.fault(e.ID, "a rule is named by the letter of its chapter and a number, as C1", "rules", i, "id")
		return
	}
	if r.named[e.ID] {
		r.fault(e.ID, "named twice", "rules", i, "id")
		return
	}
	r.named[e.ID] = true
	at := slices.IndexFunc(r.set.Rules, func(one Rule) bool { return one.ID == e.ID })
	if at < 0 {
		r.set.Rules = append(r.set.Rules, Rule{ID: e.ID})
		at = len(r.set.Rules) - 1
	}
	r.set.Rules[at] = r.merge(i, e, r.set.Rules[at])
}

func (r *ruleReader) merge(i int, e ruleEntry, rule Rule) Rule {
	rule.From, rule.Mark, rule.Scope = r.set.ID, e.Mark, e.Scope
	if !e.Mark.Is() {
		r.fault(e.ID, "mark must be confirmed, programme or unconfirmed", "rules", i, "mark")
	}
	if e.Article != nil {
		rule.Article = r.article(i, e)
	}
	if !e.Text.Empty() {
		rule.Text = e.Text
	}
	r.complete(e.ID, rule.Text, "rules", i, "text")
	rule.Sources = r.cited(i, e, rule.Sources)
	rule.Values = r.values(i, e, rule.Values)
	return rule
}

func (r *ruleReader) article(i int, e ruleEntry) Article {
	a := Article{Number: e.Article.Number, Law: e.Article.Law, Mark: e.Article.Mark}
	if a.Law == "" {
		a.Period = r.set.ID
	}
	if a.Mark == "" {
		a.Mark = Unconfirmed
	}
	if !a.Mark.Is() || a.Law == "" && a.Number == "" {
		r.fault(e.ID, "an article needs a number or a law, and one of the three marks", "rules", i, "article")
	}
	return a
}

// cited resolves the keys of a rule's sources. A confirmed rule must have one.
func (r *ruleReader) cited(i int, e ruleEntry, inherited []Source) []Source {
	switch {
	case e.NoSource && len(e.Sources) > 0:
		r.fault(e.ID, "has sources and says that it has none", "rules", i, "sources")
	case e.NoSource && e.Mark != Unconfirmed:
		r.fault(e.ID, "without a source a rule is unconfirmed", "rules", i, "no-source")
	case e.NoSource:
		return nil
	case len(e.Sources) == 0 && len(inherited) == 0:
		r.fault(e.ID, "has no source; say no-source: true if none was found", "rules", i)
	case len(e.Sources) == 0:
		return inherited
	}
	var found []Source
	for j, key := range e.Sources {
		one, ok := r.sources[key]
		if !ok {
			r.fault(e.ID, "no source "+key+" in the list", "rules", i, "sources", j)
		}
		found = append(found, one)
	}
	return found
}

// values reads a rule's values; those named here take the place of all inherited ones of the name.
func (r *ruleReader) values(i int, e ruleEntry, inherited []Value) []Value {
	kept := slices.DeleteFunc(slices.Clone(inherited), func(v Value) bool {
		return slices.ContainsFunc(e.Values, func(own valueEntry) bool { return own.Name == v.Name })
	})
	for j, entry := range e.Values {
		path := []any{"rules", i, "values", j}
		v, problem := entry.read(e.Mark)
		if problem != "" {
			r.fault(e.ID+"."+entry.Name, problem, path...)
			continue
		}
		v.From = r.day(entry.From, e.ID, append(path, "from")...)
		v.Until = r.day(entry.Until, e.ID, append(path, "until")...)
		kept = append(kept, v)
	}
	return kept
}

// read understands one value, or says what is wrong with it. A value without a mark of its own has the rule's.
func (e valueEntry) read(mark Mark) (v Value, problem string) {
	v = Value{Name: e.Name, Type: e.Type, Tighter: e.Tighter, Mark: e.Mark}
	if v.Mark == "" {
		v.Mark = mark
	}
	switch {
	case e.Name == "":
		return v, "a value needs a name"
	case !v.Mark.Is():
		return v, "mark must be confirmed, programme or unconfirmed"
	case !slices.Contains([]Tighter{Free, Higher, Lower, Fixed}, e.Tighter):
		return v, "tighter must be higher, lower or fixed"
	}
	if err := v.set(e.Value); err != nil {
		return v, err.Error()
	}
	return v, ""
}

// set puts the written value into the field that its type has.
func (v *Value) set(written yaml.Node) (err error) {
	switch v.Type {
	case Money, Percent: // 85 % and 85.00 euro are both 8500 hundredths
		v.Number, err = money.Parse(written.Value)
	case Days, WorkingDays, Months, Years, Hours, Count:
		v.Number, err = strconv.ParseInt(written.Value, 10, 64)
	case Flag:
		v.Yes, err = strconv.ParseBool(written.Value)
	case Word:
		v.Word = written.Value
	case Words:
		err = written.Decode(&v.Words)
	case Day:
		v.Day, err = time.Parse(time.DateOnly, written.Value)
	case YearlyDay:
		v.Word = written.Value
		_, err = time.Parse("01-02", written.Value)
	default:
		return fmt.Errorf("no type of value %q", v.Type)
	}
	if err == nil && v.Type != Words && written.Value == "" {
		err = fmt.Errorf("no value")
	}
	return err
}

// day reads an optional calendar day.
func (s *source) day(written, where string, path ...any) time.Time {
	if written == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, written)
	if err != nil {
		s.fault(where, "a day is written 2022-07-08", path...)
	}
	return day
}

// complete checks that a text is there in all three languages.
func (s *source) complete(where string, t text.Text, path ...any) {
	for _, lang := range t.Missing() {
		s.fault(where, "no text in "+lang, path...)
	}
}

// sourcesOf reads a list of sources: addresses with spaces between, or words for what has no address.
func sourcesOf(written map[string]string) map[string]Source {
	found := map[string]Source{}
	for key, s := range written {
		one := Source{Key: key}
		if strings.HasPrefix(s, "http") {
			one.Addresses = strings.Fields(s)
		} else {
			one.Note = s
		}
		found[key] = one
	}
	return found
}

// ordered sorts sources by key, shorter keys first, so that S9 stands before S10.
func ordered(sources map[string]Source) []Source {
	return slices.SortedFunc(maps.Values(sources), func(a, b Source) int {
		return cmp.Or(len(a.Key)-len(b.Key), strings.Compare(a.Key, b.Key))
	})
}

// chapters is the order of the letters.
const chapters = "CPLGFEYRBIAN"

func place(id string) int {
	number, _ := strconv.Atoi(id[1:])
	return strings.IndexByte(chapters, id[0])*100 + number
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
