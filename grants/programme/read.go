package programme

import (
	"fmt"
	"time"

	"vekst/value/money"
	"vekst/value/text"
)

// file is a programme as it is written.
type file struct {
	Code       string            `yaml:"code"`
	Rules      string            `yaml:"rules"`
	Zone       string            `yaml:"zone"`
	Name       text.Text         `yaml:"name"`
	Short      text.Text         `yaml:"short"`
	Objective  text.Text         `yaml:"objective"`
	Mechanism  text.Text         `yaml:"mechanism"`
	Operator   bodyEntry         `yaml:"operator"`
	Partners   []bodyEntry       `yaml:"partners"`
	Donors     []donorEntry      `yaml:"donors"`
	Areas      []areaEntry       `yaml:"areas"`
	Outcomes   []outcomeEntry    `yaml:"outcomes"`
	Total      envelopeEntry     `yaml:"total"`
	Envelopes  []envelopeEntry   `yaml:"envelopes"`
	Procedures []procedureEntry  `yaml:"procedures"`
	Milestones []milestoneEntry  `yaml:"milestones"`
	Overrides  []overrideEntry   `yaml:"overrides"`
	Sources    map[string]string `yaml:"sources"`
}

type bodyEntry struct {
	Role    string    `yaml:"role"`
	Name    text.Text `yaml:"name"`
	Short   string    `yaml:"short"`
	Number  string    `yaml:"number"`
	Country string    `yaml:"country"`
	Sources []string  `yaml:"sources"`
}

type donorEntry struct {
	Country string    `yaml:"country"`
	Name    text.Text `yaml:"name"`
}

type areaEntry struct {
	Key     string    `yaml:"key"`
	Outcome int       `yaml:"outcome"`
	Name    text.Text `yaml:"name"`
	Mark    Mark      `yaml:"mark"`
	Sources []string  `yaml:"sources"`
}

type outcomeEntry struct {
	Number  int       `yaml:"number"`
	Name    text.Text `yaml:"name"`
	Mark    Mark      `yaml:"mark"`
	Sources []string  `yaml:"sources"`
}

type envelopeEntry struct {
	Key      string    `yaml:"key"`
	Outcome  int       `yaml:"outcome"`
	For      text.Text `yaml:"for"`
	Amount   string    `yaml:"amount"`
	Currency string    `yaml:"currency"`
	Derived  bool      `yaml:"derived"`
	Mark     Mark      `yaml:"mark"`
	Sources  []string  `yaml:"sources"`
}

type procedureEntry struct {
	Key      string          `yaml:"key"`
	Code     string          `yaml:"code"`
	Kind     Kind            `yaml:"kind"`
	Outcome  int             `yaml:"outcome"`
	Title    text.Text       `yaml:"title"`
	Summary  text.Text       `yaml:"summary"`
	Moments  []momentEntry   `yaml:"moments"`
	Amounts  []envelopeEntry `yaml:"amounts"`
	Facts    []factEntry     `yaml:"facts"`
	NotFound []string        `yaml:"not-found"`
	Sources  []string        `yaml:"sources"`
}

type momentEntry struct {
	What    string   `yaml:"what"`
	On      string   `yaml:"on"` // 2021-09-15, or 2021-09-15 18:00 in the programme's zone
	Sources []string `yaml:"sources"`
}

type factEntry struct {
	Topic   string    `yaml:"topic"`
	Text    text.Text `yaml:"text"`
	Mark    Mark      `yaml:"mark"`
	Sources []string  `yaml:"sources"`
}

type milestoneEntry struct {
	Day     string    `yaml:"day"`
	What    text.Text `yaml:"what"`
	Sources []string  `yaml:"sources"`
}

type overrideEntry struct {
	Rule  string     `yaml:"rule"`
	Value valueEntry `yaml:"value"`
}

// Read reads a programme and tells every fault with its line (Faults): a text that is missing in a language, a fact
// without a source, an amount that is none, an own value of a rule that is looser than the rule.
func Read(data []byte) (Programme, error) {
	var f file
	src, err := open(data, &f)
	if err != nil {
		return Programme{}, err
	}
	r := &reader{source: src, sources: sourcesOf(f.Sources), zone: f.Zone}
	p := Programme{Code: f.Code, Rules: f.Rules, Zone: f.Zone, Name: f.Name, Short: f.Short, Objective: f.Objective,
		Mechanism: f.Mechanism, Sources: ordered(r.sources)}
	r.identity(p)
	r.people(&p, f)
	r.aims(&p, f)
	r.money(&p, f)
	for i, e := range f.Procedures {
		p.Procedures = append(p.Procedures, r.procedure(e, "procedures", i))
	}
	for i, e := range f.Milestones {
		r.complete("milestone", e.What, "milestones", i, "what")
		day := r.day(e.Day, "milestone", "milestones", i, "day")
		p.Milestones = append(p.Milestones, Milestone{day, e.What, r.cited("milestone", e.Sources, "milestones", i)})
	}
	r.overrides(&p, f)
	return p, src.result()
}

// reader gathers a programme while it is read.
type reader struct {
	*source
	sources map[string]Source
	zone    string
}

func (r *reader) identity(p Programme) {
	if p.Code == "" {
		r.fault("", "a programme needs a code")
	}
	if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "" {
		r.fault("zone", "no such time zone", "zone")
	}
	for key, t := range map[string]text.Text{"name": p.Name, "short": p.Short, "objective": p.Objective, "mechanism": p.Mechanism} {
		r.complete(key, t, key)
	}
}

func (r *reader) people(p *Programme, f file) {
	p.Operator = r.body(f.Operator, "operator")
	for i, e := range f.Partners {
		p.Partners = append(p.Partners, r.body(e, "partners", i))
	}
	for i, e := range f.Donors {
		r.complete(e.Country, e.Name, "donors", i)
		p.Donors = append(p.Donors, Donor(e))
	}
}

func (r *reader) body(e bodyEntry, path ...any) Body {
	r.complete(e.Role, e.Name, path...)
	return Body{e.Role, e.Name, e.Short, e.Number, e.Country, r.cited(e.Role, e.Sources, path...)}
}

func (r *reader) aims(p *Programme, f file) {
	for i, e := range f.Outcomes {
		r.complete("outcome", e.Name, "outcomes", i)
		r.marked("outcome", e.Mark, "outcomes", i)
		p.Outcomes = append(p.Outcomes, Outcome{e.Number, e.Name, e.Mark, r.cited("outcome", e.Sources, "outcomes", i)})
	}
	for i, e := range f.Areas {
		r.complete(e.Key, e.Name, "areas", i)
		r.marked(e.Key, e.Mark, "areas", i)
		p.Areas = append(p.Areas, Area{e.Key, e.Outcome, e.Name, e.Mark, r.cited(e.Key, e.Sources, "areas", i)})
	}
}

func (r *reader) money(p *Programme, f file) {
	p.Total = r.envelope(f.Total, "total")
	for i, e := range f.Envelopes {
		p.Envelopes = append(p.Envelopes, r.envelope(e, "envelopes", i))
	}
}

func (r *reader) envelope(e envelopeEntry, path ...any) Envelope {
	cents, err := money.Parse(e.Amount)
	if err != nil || cents <= 0 || len(e.Currency) != 3 {
		r.fault(e.Key, "an amount is written 1200000.00 with its currency", append(path, "amount")...)
	}
	r.complete(e.Key, e.For, append(path, "for")...)
	r.marked(e.Key, e.Mark, path...)
	return Envelope{e.Key, e.Outcome, e.For, money.Amount{Cents: cents, Currency: e.Currency}, e.Derived, e.Mark,
		r.cited(e.Key, e.Sources, path...)}
}

func (r *reader) procedure(e procedureEntry, path ...any) Procedure {
	r.complete(e.Key, e.Title, append(path, "title")...)
	r.complete(e.Key, e.Summary, append(path, "summary")...)
	p := Procedure{Key: e.Key, Code: e.Code, Kind: e.Kind, Outcome: e.Outcome, Title: e.Title, Summary: e.Summary,
		NotFound: e.NotFound, Sources: r.cited(e.Key, e.Sources, path...)}
	if !p.Kind.Is() {
		r.fault(e.Key, fmt.Sprintf("no kind of procedure %q", e.Kind), append(path, "kind")...)
	}
	for i, m := range e.Moments {
		p.Moments = append(p.Moments, r.moment(e.Key, m, sub(path, "moments", i)...))
	}
	for i, a := range e.Amounts {
		p.Amounts = append(p.Amounts, r.envelope(a, sub(path, "amounts", i)...))
	}
	for i, fact := range e.Facts {
		at := sub(path, "facts", i)
		r.complete(e.Key, fact.Text, at...)
		r.marked(e.Key, fact.Mark, at...)
		p.Facts = append(p.Facts, Fact{fact.Topic, fact.Text, fact.Mark, r.cited(e.Key, fact.Sources, at...)})
	}
	return p
}

// Is says whether k is a kind of procedure.
func (k Kind) Is() bool {
	switch k {
	case OpenCall, Restricted, PreDefined, SmallGrants, Concept, TopUp:
		return true
	}
	return false
}

// moment reads a day, or a day and an hour in the programme's zone.
func (r *reader) moment(where string, e momentEntry, path ...any) Moment {
	m := Moment{What: e.What, Sources: r.cited(where, e.Sources, path...)}
	if len(e.On) <= len(time.DateOnly) {
		m.At = r.day(e.On, where, append(path, "on")...)
		return m
	}
	zone, err := time.LoadLocation(r.zone)
	if err != nil {
		return m // told already, at the zone
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", e.On, zone)
	if err != nil {
		r.fault(where, "a moment is written 2021-09-15 18:00", append(path, "on")...)
	}
	m.At, m.Exact = at.UTC(), true
	return m
}

// overrides reads the programme's own values and holds them against its rule set.
func (r *reader) overrides(p *Programme, f file) {
	rules, err := Rules(f.Rules)
	if err != nil {
		r.fault("rules", err.Error(), "rules")
		return
	}
	for i, e := range f.Overrides {
		v, problem := e.Value.read("")
		if problem != "" {
			r.fault(e.Rule, problem, "overrides", i)
			continue
		}
		own := Override{Rule: e.Rule, Name: v.Name, Value: v}
		if _, err := rules.Narrow([]Override{own}); err != nil {
			r.fault(e.Rule, err.Error(), "overrides", i)
		}
		p.Overrides = append(p.Overrides, own)
	}
}

// cited resolves keys of sources; every fact needs one.
func (r *reader) cited(where string, keys []string, path ...any) []Source {
	if len(keys) == 0 {
		r.fault(where, "has no source", path...)
	}
	var found []Source
	for _, key := range keys {
		one, ok := r.sources[key]
		if !ok {
			r.fault(where, "no source "+key+" in the list", path...)
		}
		found = append(found, one)
	}
	return found
}

func (r *reader) marked(where string, m Mark, path ...any) {
	if !m.Is() {
		r.fault(where, "mark must be confirmed, programme or unconfirmed", path...)
	}
}

// sub is a place further in.
func sub(path []any, steps ...any) []any { return append(path[:len(path):len(path)], steps...) }
