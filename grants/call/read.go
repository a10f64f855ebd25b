package call

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/value/text"
)

// Format is the first line of every call file of this version.
const Format = "vekst-call-1"

// MaxBytes is the greatest size of a call file.
const MaxBytes = 1 << 20

// Bound is a check from outside: that a call keeps within the rules of its period, for instance. It sees the call as
// read, and objects by path.
type Bound func(Definition) []Objection

// Objection is what a Bound has against the value at Path (money.max). Sentence is plain English.
type Objection struct {
	Path, Sentence string
	With           []any // what stands for the verbs (%s) of Sentence, if it has any

	Warns bool // the rule behind it is not confirmed: who publishes may go on, with a reason that is kept
}

// object makes an objection.
func object(path, sentence string, with ...any) Objection {
	return Objection{Path: path, Sentence: sentence, With: with}
}

// Read reads a call file and reports every fault in it, in the order of its lines. With no faults the definition can be
// used; with faults it holds what could be read and must not be.
func Read(data []byte, bounds ...Bound) (Definition, Faults) {
	r := &reader{at: map[string]*yaml.Node{}, lines: strings.Split(string(data), "\n")}
	d := &Definition{bytes: bytes.Clone(data), hash: hashed(data)}
	root, ok := r.parse(data)
	if !ok {
		return *d, r.faults
	}
	r.call(r.entry(root, ""), d)
	r.check(d)
	r.compile(d)
	for _, bound := range bounds {
		for _, o := range bound(*d) {
			r.objected(o)
		}
	}
	return *d, r.faults.sorted()
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?`)

// parse makes one tree of the file.
func (r *reader) parse(data []byte) (root *yaml.Node, ok bool) {
	if len(data) > MaxBytes {
		r.fault("", "The file has %d bytes. A call file has at most %d.", len(data), MaxBytes)
		return nil, false
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, more yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		r.fault("", "The file is empty.")
		return nil, false
	case err != nil:
		r.syntax(err)
		return nil, false
	}
	if err := decoder.Decode(&more); err == nil {
		r.put(more.Line, 1, "", "A call file holds one call. Here a second begins.")
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err)
	}
	root = document.Content[0]
	if root.Kind != yaml.MappingNode {
		r.fault("", "A call file begins with keys and values; the first is format: %s.", Format)
		return nil, false
	}
	return root, true
}

// syntax turns an error of the YAML reader into a fault at its line.
func (r *reader) syntax(err error) {
	message := err.Error()
	found := yamlLine.FindStringSubmatch(message)
	line, _ := strconv.Atoi(found[1])
	line = max(line, 1)
	if strings.Contains(message, "',' or '}'") {
		r.put(line, 1, "", "This is not YAML: %s. Between { and }, a text with a comma, a colon or a question mark stands in quotes.", message[len(found[0]):])
		return
	}
	r.put(line, 1, "", "This is not YAML: %s.", message[len(found[0]):])
}

var (
	slugForm       = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	identifierForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	codeForm       = regexp.MustCompile(`^[A-Z0-9]+([.-][A-Z0-9]+)*$`)
	numberForm     = regexp.MustCompile(`^[A-Z0-9.-]*\{0{1,9}\}$`)
	ruleSetForm    = regexp.MustCompile(`^([a-z0-9-]+)@([1-9][0-9]{0,3})$`)
	countryForm    = regexp.MustCompile(`^[A-Z]{2}$`)
	placeForm      = regexp.MustCompile(`^[A-Z]{3}[0-9]{2}$`)
	addressForm    = regexp.MustCompile(`^https?://[^\s]+$`)
)

// call reads the whole file.
func (r *reader) call(e entry, d *Definition) {
	k := e.keys("format", "id", "code", "number", "kind", "title", "summary", "description", "programme", "area", "outcome",
		"rules", "purposes", "after", "announced", "window", "decision", "money", "activities_end", "territory",
		"applicants", "partners", "form", "files_total", "screener", "gates", "criteria", "assessment", "ranking", "outages", "questions", "sources", "marks")
	if f := k.need("format"); f.written() && f.string() != Format {
		f.fault("This program reads %s, and the file says %q.", Format, f.string())
	}
	d.ID = k.need("id").like(slugForm, "a name of small letters, digits and hyphens, like job-creation-2022")
	d.Code = k.need("code").like(codeForm, "a code like BGLD-1.004")
	d.Number = k.need("number").like(numberForm, "a pattern of numbers, like BGLD-1.004-{0000}")
	d.Kind = one(k.need("kind"), Concept, SmallGrant, Project, Bilateral, Contribution)
	d.Title, d.Summary, d.Description = k.need("title").text(), k.need("summary").text(), k.need("description").text()
	d.Programme = k.need("programme").like(slugForm, "the name of a programme, like bg-localdev")
	d.Area, d.Outcome = k.get("area").string(), k.get("outcome").string()
	d.Rules = readRules(k.need("rules"))
	d.Purposes = readPurposes(k.get("purposes"))
	d.After = k.get("after").text()
	r.facts(k, d)
	d.Sources, d.Marks = readSources(k.get("sources")), readMarks(k.get("marks"))
	d.Form = readForm(k.need("form"), d)
	d.FilesTotal = readTotal(k.get("files_total"), d.Form)
	d.Screener = readScreener(k.get("screener"))
	if d.Kind.Assessed() {
		d.Gates = readGates(k.get("gates"))
		d.Grid = readGrid(k.need("criteria"))
		d.Assessment, d.Ranking = readAssessment(k.need("assessment")), readRanking(k.need("ranking"))
	}
	d.Outages, d.Questions = readOutages(k.get("outages")), readQuestions(k.get("questions"))
}

// facts reads when, how much, where and who.
func (r *reader) facts(k keys, d *Definition) {
	d.Announced = k.get("announced").day()
	readWindow(k.need("window"), d)
	d.Decision = k.get("decision").day()
	d.Money = readAmounts(k.get("money"))
	d.ActivitiesEnd = k.get("activities_end").day()
	d.Territory = readTerritory(k.need("territory"))
	d.Applicants = readApplicants(k.need("applicants"))
	d.Partners = readPartners(k.get("partners"))
}

func readRules(e entry) RuleSet {
	found := ruleSetForm.FindStringSubmatch(e.like(ruleSetForm, "a rule set and its version, like eea-2014-2021@1"))
	if found == nil {
		return RuleSet{}
	}
	version, _ := strconv.Atoi(found[2])
	return RuleSet{found[1], version}
}

func readPurposes(e entry) []Purpose {
	var all []Purpose
	for _, each := range e.list() {
		k := each.keys("id", "title")
		all = append(all, Purpose{identify(k), k.need("title").text()})
	}
	unique(e, all, func(p Purpose) string { return p.ID })
	return all
}

// identify reads the id every thing in a list has.
func identify(k keys) string {
	return k.need("id").like(identifierForm, "an id of small letters, digits and underscores, beginning with a letter")
}

// unique faults ids that are used twice in a list.
func unique[T any](e entry, all []T, id func(T) string) {
	seen := map[string]bool{}
	for i, each := range all {
		if key := id(each); key != "" && seen[key] {
			e.list()[i].fault("The id %q is used twice.", key)
		}
		seen[id(each)] = true
	}
}

func readWindow(e entry, d *Definition) {
	k := e.keys("opens", "closes", "zone")
	zone, err := time.LoadLocation(k.need("zone").string())
	if err != nil {
		k.get("zone").fault("%q is not a time zone, like Europe/Sofia.", k.get("zone").string())
		zone = time.UTC
	}
	d.Window.Zone = zone.String()
	d.Window.Opens = k.need("opens").moment(zone)
	if d.Kind.Assessed() || k.get("closes").written() { // a contribution may be asked for without end
		d.Window.Closes = k.need("closes").moment(zone)
	}
}

func readAmounts(e entry) Money {
	if !e.written() {
		return Money{}
	}
	k := e.keys("currency", "budget", "min", "max", "rate")
	return Money{
		Currency: one(k.need("currency"), "EUR"),
		Budget:   k.need("budget").cents(), Min: k.need("min").cents(), Max: k.need("max").cents(),
		Rate: k.need("rate").share(100),
	}
}

func readTerritory(e entry) Territory {
	k := e.keys("whole", "municipalities", "target_area")
	t := Territory{Whole: k.get("whole").yes(), Municipalities: k.get("municipalities").strings()}
	for i, m := range t.Municipalities {
		if !placeForm.MatchString(m) {
			e.r.fault(join(join(e.path, "municipalities"), strconv.Itoa(i+1)), "%q is not the code of a municipality, like VAR09.", m)
		}
	}
	t.MaxInhabitants = int64(k.get("target_area").keys("max_inhabitants").need("max_inhabitants").whole(1, 10_000_000))
	if e.written() && t.Whole == (len(t.Municipalities) > 0) {
		e.fault("Say either whole: true, or the municipalities, and not both.")
	}
	return t
}

func readApplicants(e entry) Applicants {
	k := e.keys("countries", "kinds", "natural_persons", "per_applicant", "per_municipality", "sign_off")
	a := Applicants{
		Countries: readCountries(k.need("countries")), Kinds: k.need("kinds").strings(), NaturalPersons: k.get("natural_persons").yes(),
		PerApplicant: k.get("per_applicant").whole(0, 1000), PerMunicipality: k.get("per_municipality").whole(0, 1000), SignOff: k.get("sign_off").yes(),
	}
	for _, kind := range k.get("kinds").list() {
		one(kind, LegalKinds...)
	}
	return a
}

func readQuestions(e entry) QuestionRule {
	r := DefaultQuestionRule
	k := e.keys("until_days", "account")
	if k.get("until_days").written() {
		r.UntilDays = k.get("until_days").whole(0, 365)
	}
	r.Account = k.get("account").yes()
	return r
}

func readCountries(e entry) []string {
	for _, each := range e.list() {
		each.like(countryForm, "the code of a country in two capital letters, like BG")
	}
	return e.strings()
}

func readPartners(e entry) Partners {
	if !e.written() {
		return Partners{Donor: DonorNone}
	}
	k := e.keys("donor", "countries", "max")
	return Partners{one(k.need("donor"), DonorNone, DonorOptional, DonorRequired), readCountries(k.get("countries")), k.get("max").whole(0, 100)}
}

func readSources(e entry) []Source {
	var all []Source
	for _, each := range e.list() {
		k := each.keys("id", "title", "url")
		all = append(all, Source{k.need("id").string(), k.need("title").string(), k.need("url").like(addressForm, "a web address")})
	}
	unique(e, all, func(s Source) string { return s.ID })
	return all
}

func readMarks(e entry) []Mark {
	var all []Mark
	for _, each := range e.list() {
		k := each.keys("path", "mark", "source", "note")
		m := Mark{k.need("path").string(), one(k.need("mark"), Confirmed, Programme, Unconfirmed, Invented), k.get("source").string(), text.Text{}}
		if k.get("note").written() {
			m.Note = k.get("note").text()
		}
		all = append(all, m)
	}
	return all
}
