package editor

import (
	"slices"

	"vekst/grants/call"
)

// kind is how an input of the editor is answered.
type kind string

// The kinds of input.
const (
	aText     kind = "text"     // one line in three languages
	someProse kind = "prose"    // several lines in three languages
	aLine     kind = "line"     // one line in one language
	aWord     kind = "word"     // a name for the program: small letters, digits
	anAmount  kind = "amount"   // money, or a number with decimals
	aShare    kind = "share"    // percent
	aCount    kind = "count"    // a whole number
	aDay      kind = "day"      // a day
	aMoment   kind = "moment"   // a day and an hour
	aTick     kind = "tick"     // yes or nothing
	one       kind = "one"      // one of several words
	many      kind = "many"     // some of several words
	words     kind = "words"    // words with commas between them
	places    kind = "places"   // municipalities
	order     kind = "order"    // tie-breakers, one after another
	when      kind = "when"     // a condition
	source    kind = "source"   // where a computed value comes from
	required  kind = "required" // never, always, or by a condition
)

// input is one thing that can be filled in. Key is its place below the thing it belongs to; Name finds its words.
type input struct {
	Key, Name string
	Kind      kind
	Need      bool     // a call is not complete without it
	Words     []string // of one and many
	More      bool     // belongs to what few need, and stands folded
}

// series is a list of things. Inline ones are filled in where they stand; the others have a page each.
type series struct {
	Key, Of string // where, and the shape of its elements
	Name    string
	Inline  bool
	Least   int
}

// shape is what a thing consists of.
type shape struct {
	Name   string
	Inputs []input
	Lists  []series
}

var (
	aTitle = input{Key: "title", Name: "title", Kind: aText, Need: true}
	aLabel = input{Key: "label", Name: "label", Kind: aText, Need: true}
	aHelp  = input{Key: "help", Name: "help", Kind: someProse, More: true}
	anID   = input{Key: "id", Name: "id", Kind: aWord, Need: true, More: true}
	aWhy   = input{Key: "because", Name: "because", Kind: someProse, Need: true}
)

// part is a page of the editor about one side of the call.
type part struct {
	shape
	Keys []string // the keys at the top of the file that belong to it
}

// parts are the pages of the editor, in the order in which one thinks about a call.
var parts = []part{
	{shape{"facts", []input{
		{Key: "title", Name: "call_title", Kind: aText, Need: true}, {Key: "summary", Name: "summary", Kind: someProse, Need: true},
		{Key: "description", Name: "description", Kind: someProse, Need: true}, {Key: "after", Name: "after", Kind: someProse},
		{Key: "kind", Name: "call_kind", Kind: one, Need: true, Words: []string{"concept", "small-grant", "project", "bilateral", "contribution"}},
		{Key: "money/currency", Name: "currency", Kind: one, Words: []string{"EUR"}},
		{Key: "money/budget", Name: "budget", Kind: anAmount}, {Key: "money/min", Name: "min", Kind: anAmount}, {Key: "money/max", Name: "max_grant", Kind: anAmount},
		{Key: "money/rate", Name: "rate", Kind: aShare},
		{Key: "code", Name: "code", Kind: aWord, Need: true}, {Key: "number", Name: "number", Kind: aWord, Need: true},
		{Key: "id", Name: "address", Kind: aWord, Need: true},
		{Key: "programme", Name: "programme", Kind: one, Need: true}, {Key: "rules", Name: "rules", Kind: one, Need: true},
		{Key: "area", Name: "area", Kind: aWord, More: true}, {Key: "outcome", Name: "outcome", Kind: aWord, More: true},
	}, []series{{Key: "purposes", Of: "purpose", Name: "purposes", Inline: true}}},
		[]string{"format", "id", "code", "number", "kind", "title", "summary", "description", "after", "programme", "area", "outcome", "rules", "purposes", "money"}},
	{shape{"window", []input{
		{Key: "announced", Name: "announced", Kind: aDay}, {Key: "window/opens", Name: "opens", Kind: aMoment, Need: true},
		{Key: "window/closes", Name: "closes", Kind: aMoment, Need: true}, {Key: "window/zone", Name: "zone", Kind: one, Need: true, Words: []string{"Europe/Sofia", "Europe/Oslo"}},
		{Key: "decision", Name: "decision", Kind: aDay}, {Key: "activities_end", Name: "activities_end", Kind: aDay},
		{Key: "outages/none", Name: "outages_none", Kind: aTick, More: true}, {Key: "outages/within_hours", Name: "outages_within", Kind: aCount, More: true},
		{Key: "outages/from_minutes", Name: "outages_from", Kind: aCount, More: true}, {Key: "outages/round_minutes", Name: "outages_round", Kind: aCount, More: true},
		{Key: "outages/least_minutes", Name: "outages_least", Kind: aCount, More: true}, {Key: "outages/most_hours", Name: "outages_most", Kind: aCount, More: true},
	}, nil}, []string{"announced", "window", "decision", "activities_end", "outages"}},
	{shape{"who", []input{
		{Key: "territory/whole", Name: "whole", Kind: aTick}, {Key: "territory/municipalities", Name: "municipalities", Kind: places},
		{Key: "territory/target_area/max_inhabitants", Name: "max_inhabitants", Kind: aCount},
		{Key: "applicants/countries", Name: "countries", Kind: many, Need: true, Words: []string{"BG", "NO", "IS", "LI"}},
		{Key: "applicants/kinds", Name: "legal_kinds", Kind: many, Need: true, Words: call.LegalKinds},
		{Key: "applicants/natural_persons", Name: "natural_persons", Kind: aTick},
		{Key: "applicants/per_applicant", Name: "per_applicant", Kind: aCount}, {Key: "applicants/per_municipality", Name: "per_municipality", Kind: aCount},
		{Key: "applicants/sign_off", Name: "sign_off", Kind: aTick},
		{Key: "partners/donor", Name: "donor", Kind: one, Words: []string{"none", "optional", "required"}},
		{Key: "partners/countries", Name: "partner_countries", Kind: many, Words: []string{"BG", "NO", "IS", "LI"}},
		{Key: "partners/max", Name: "partners_max", Kind: aCount},
	}, nil}, []string{"territory", "applicants", "partners"}},
	{shape{"form", nil, []series{{Key: "form", Of: "section", Name: "sections", Least: 1}}}, []string{"form"}},
	{shape{"screener", nil, []series{{Key: "screener", Of: "question", Name: "questions"}, {Key: "gates", Of: "gate", Name: "gates"}}}, []string{"screener", "gates"}},
	{shape{"criteria", []input{
		{Key: "criteria/total", Name: "total", Kind: anAmount, Need: true}, {Key: "criteria/threshold", Name: "threshold", Kind: anAmount, Need: true},
		{Key: "assessment/experts", Name: "experts", Kind: one, Need: true, Words: []string{"1", "2"}},
		{Key: "assessment/divergence", Name: "divergence", Kind: aShare},
		{Key: "assessment/tie", Name: "tie", Kind: one, Words: []string{"higher", "lower", "committee"}},
		{Key: "assessment/blind", Name: "blind_experts", Kind: aTick},
		{Key: "ranking/tie_breakers", Name: "tie_breakers", Kind: order, Need: true},
		{Key: "ranking/marginal", Name: "marginal", Kind: one, Words: []string{"stop", "skip", "partial"}},
		{Key: "ranking/partial_min", Name: "partial_min", Kind: anAmount}, {Key: "ranking/places", Name: "places", Kind: aCount},
		{Key: "ranking/reserve", Name: "reserve", Kind: aTick}, {Key: "ranking/appeal_days", Name: "appeal_days", Kind: aCount, Need: true},
	}, []series{{Key: "criteria/groups", Of: "group", Name: "groups", Least: 1}}}, []string{"criteria", "assessment", "ranking"}},
	{shape{"sources", nil, []series{{Key: "sources", Of: "source", Name: "sources", Inline: true}, {Key: "marks", Of: "mark", Name: "marks", Inline: true}}}, []string{"sources", "marks"}},
}

// shapes are the things that lists consist of, besides fields, whose inputs depend on their kind.
var shapes = map[string]shape{
	"purpose": {"purpose", []input{aTitle, anID}, nil},
	"section": {"section", []input{aTitle, aHelp, {Key: "when", Name: "section_when", Kind: when}, anID},
		[]series{{Key: "fields", Of: "field", Name: "fields", Least: 1}}},
	"option": {"option", []input{aLabel, aHelp, anID}, nil},
	"fund":   {"fund", []input{aLabel, {Key: "kind", Name: "fund_kind", Kind: one, Words: []string{"cash", "in-kind"}}, aHelp, anID}, nil},
	"check":  {"check", []input{{Key: "must", Name: "must", Kind: when, Need: true}, {Key: "sentence", Name: "sentence", Kind: someProse, Need: true}}, nil},
	"question": {"question", []input{{Key: "text", Name: "question_text", Kind: aText, Need: true},
		{Key: "kind", Name: "question_kind", Kind: one, Need: true, Words: []string{"yes-no", "choice", "money", "municipality", "date"}}, aHelp, anID},
		[]series{{Key: "options", Of: "option", Name: "options", Inline: true}, {Key: "refusals", Of: "refusal", Name: "refusals", Inline: true}}},
	"refusal": {"refusal", []input{{Key: "answer", Name: "refusing_answer", Kind: one}, {Key: "when", Name: "refusing_when", Kind: when}, aWhy}, nil},
	"gate": {"gate", []input{{Key: "title", Name: "gate_title", Kind: aText, Need: true}, aHelp, aWhy,
		{Key: "rejecting", Name: "rejecting", Kind: one, Need: true, Words: []string{"true", "false"}}, {Key: "pass", Name: "pass", Kind: when}, anID}, nil},
	"group": {"group", []input{aTitle, {Key: "weight", Name: "weight", Kind: aShare}, {Key: "threshold", Name: "group_threshold", Kind: anAmount},
		{Key: "bonus", Name: "bonus", Kind: aTick}, anID}, []series{{Key: "criteria", Of: "criterion", Name: "criteria", Least: 1}}},
	"criterion": {"criterion", []input{aTitle, aHelp, {Key: "max", Name: "max_points", Kind: anAmount, Need: true},
		{Key: "reason", Name: "reason", Kind: one, Words: []string{"true", "false"}}, anID}, []series{{Key: "options", Of: "points", Name: "points", Inline: true}}},
	"points": {"points", []input{aLabel, {Key: "points", Name: "points", Kind: anAmount, Need: true}, anID}, nil},
	"source": {"source", []input{{Key: "id", Name: "source_id", Kind: aWord, Need: true}, {Key: "title", Name: "source_title", Kind: aLine, Need: true}, {Key: "url", Name: "url", Kind: aLine, Need: true}}, nil},
	"mark": {"mark", []input{{Key: "path", Name: "path", Kind: one, Need: true}, {Key: "mark", Name: "mark", Kind: one, Need: true, Words: []string{"confirmed", "programme", "unconfirmed", "invented"}},
		{Key: "source", Name: "source", Kind: one}, {Key: "note", Name: "note", Kind: someProse}}, nil},
}

// fieldKinds are the kinds a field of the form can have, and columnKinds those of a column of a table.
var (
	fieldKinds = []string{"short", "long", "number", "money", "date", "choice", "choices", "declaration", "file", "table", "budget",
		"organisation", "partner", "municipality", "settlements", "indicator"}
	columnKinds = []string{"short", "long", "number", "money", "date", "choice", "declaration", "municipality"}
)

// limits are the inputs that only fields of a kind have.
var limits = map[string][]input{
	"short":  {{Key: "max", Name: "max_characters", Kind: aCount}, sameAs(call.Short)},
	"long":   {{Key: "max", Name: "max_characters", Kind: aCount}, sameAs(call.Long)},
	"number": append(slices.Clone(numbers), sameAs(call.Number), from), "indicator": append(slices.Clone(numbers), fromPart("target"), fromPart("baseline")),
	"money":       {{Key: "least", Name: "least", Kind: anAmount}, {Key: "most", Name: "most", Kind: anAmount}, from},
	"date":        {{Key: "earliest", Name: "earliest", Kind: aDay}, {Key: "latest", Name: "latest", Kind: aDay}},
	"file":        {{Key: "types", Name: "types", Kind: words, Need: true}, {Key: "max_size", Name: "max_size", Kind: aCount, Need: true}, {Key: "max_count", Name: "max_count", Kind: aCount}},
	"declaration": {{Key: "by_partner", Name: "each_partner", Kind: one, More: true}},
	"table":       {{Key: "min_rows", Name: "min_rows", Kind: aCount}, {Key: "max_rows", Name: "max_rows", Kind: aCount}},
	"partner":     {{Key: "min_rows", Name: "min_rows", Kind: aCount}, {Key: "max_rows", Name: "max_rows", Kind: aCount}},
	"budget": {{Key: "lines", Name: "lines", Kind: one, Need: true, Words: []string{"priced", "amount"}}, {Key: "grant", Name: "grant_way", Kind: one, Need: true, Words: []string{"rate", "rest", "entered"}},
		{Key: "max_rows", Name: "max_rows", Kind: aCount}, {Key: "by_partner", Name: "by_partner", Kind: one, More: true},
		{Key: "by_activity", Name: "by_activity", Kind: one, More: true}, {Key: "in_kind", Name: "in_kind", Kind: aShare, More: true}},
}

// from chooses where the value of a field comes from, so that nobody types it; fromPart that of a part of an indicator.
var from = input{Key: "from", Name: "from", Kind: source, More: true}

func fromPart(part string) input {
	return input{Key: "from/" + part, Name: "from_" + part, Kind: source, More: true}
}

// sameAs chooses which fact of the applicant's profile a field asks.
func sameAs(kind call.FieldKind) input {
	return input{Key: "same_as", Name: "same_as", Kind: one, Words: call.SameAs(kind), More: true}
}

var numbers = []input{{Key: "decimals", Name: "decimals", Kind: aCount}, {Key: "least", Name: "least", Kind: anAmount}, {Key: "most", Name: "most", Kind: anAmount},
	{Key: "unit", Name: "unit", Kind: aText}}

// fieldShape is a field of the form. What it consists of follows from its kind.
func fieldShape(kind string) shape {
	s := shape{Name: "field", Inputs: []input{aLabel, {Key: "kind", Name: "field_kind", Kind: one, Need: true, Words: fieldKinds},
		{Key: "required", Name: "required", Kind: required}, {Key: "when", Name: "field_when", Kind: when}}}
	s.Inputs = append(s.Inputs, limits[kind]...)
	s.Inputs = append(s.Inputs, aHelp, input{Key: "example", Name: "example", Kind: someProse, More: true}, input{Key: "why", Name: "why", Kind: someProse, More: true},
		input{Key: "blind", Name: "blind", Kind: aTick, More: true}, input{Key: "public", Name: "public", Kind: aTick, More: true}, anID)
	switch kind {
	case "choice", "choices":
		s.Lists = []series{{Key: "options", Of: "option", Name: "options", Inline: true, Least: 2}}
	case "table":
		s.Lists = []series{{Key: "columns", Of: "column", Name: "columns", Least: 1}}
	case "budget":
		s.Lists = []series{{Key: "headings", Of: "heading", Name: "headings", Inline: true, Least: 1}, {Key: "funding", Of: "fund", Name: "funding", Inline: true}}
	}
	s.Lists = append(s.Lists, series{Key: "check", Of: "check", Name: "checks", Inline: true})
	return s
}

// headingShape is a kind of cost. How it is counted decides what else it says.
func headingShape(kind string) shape {
	s := shape{Name: "heading", Inputs: []input{aTitle, {Key: "kind", Name: "heading_kind", Kind: one, Words: []string{"actual", "unit", "lump", "flat"}}}}
	switch kind {
	case "flat":
		s.Inputs = append(s.Inputs, input{Key: "share", Name: "flat_share", Kind: aShare, Need: true}, input{Key: "of", Name: "flat_of", Kind: many, Need: true})
	case "unit":
		s.Inputs = append(s.Inputs, input{Key: "price", Name: "unit_price", Kind: anAmount, Need: true}, input{Key: "unit", Name: "unit", Kind: aText, Need: true})
	case "lump":
		s.Inputs = append(s.Inputs, input{Key: "price", Name: "lump_price", Kind: anAmount, Need: true})
	}
	if kind != "flat" {
		s.Inputs = append(s.Inputs, input{Key: "ceiling/share", Name: "ceiling_share", Kind: aShare}, input{Key: "ceiling/of", Name: "ceiling_of", Kind: many})
	}
	s.Inputs = append(s.Inputs, aHelp, anID)
	if kind != "" && kind != "actual" {
		s.Inputs = append(s.Inputs, input{Key: "rule", Name: "heading_rule", Kind: aWord, More: true})
	}
	return s
}

// columnShape is a column of a table: a simple field without conditions of its own.
func columnShape(kind string) shape {
	s := shape{Name: "column", Inputs: []input{aLabel, {Key: "kind", Name: "column_kind", Kind: one, Need: true, Words: columnKinds},
		{Key: "required", Name: "column_required", Kind: aTick}}}
	s.Inputs = append(s.Inputs, slices.DeleteFunc(slices.Clone(limits[kind]), func(i input) bool { return i.Key == "same_as" || i.Key == "by_partner" || i.Kind == source })...)
	s.Inputs = append(s.Inputs, aHelp, anID)
	if kind == "choice" {
		s.Lists = []series{{Key: "options", Of: "option", Name: "options", Inline: true, Least: 2}}
	}
	return s
}

// shapeAt is the shape of the element at a place, and the list it stands in; false where there is no such thing.
func (t tree) shapeAt(place string) (shape, series, bool) {
	all := steps(place)
	for _, p := range parts {
		for _, l := range p.Lists {
			if s, of, ok := t.below(l, "", all); ok {
				return s, of, true
			}
		}
	}
	return shape{}, series{}, false
}

// below looks for the shape at the end of a way that begins with an element of a list.
func (t tree) below(l series, base string, way []string) (shape, series, bool) {
	keys := steps(l.Key)
	if len(way) <= len(keys) || !slices.Equal(way[:len(keys)], keys) || !isElement(way[len(keys)]) {
		return shape{}, series{}, false
	}
	here := down(base, way[:len(keys)+1]...)
	if t.at(here) == nil {
		return shape{}, series{}, false
	}
	s := t.shapeOf(l.Of, here)
	if len(way) == len(keys)+1 {
		return s, l, true
	}
	for _, next := range s.Lists {
		if found, of, ok := t.below(next, here, way[len(keys)+1:]); ok {
			return found, of, true
		}
	}
	return shape{}, series{}, false
}

// shapeOf is the shape of an element of a kind of list.
func (t tree) shapeOf(of, place string) shape {
	switch of {
	case "field":
		return fieldShape(t.value(down(place, "kind")))
	case "column":
		return columnShape(t.value(down(place, "kind")))
	case "heading":
		return headingShape(t.value(down(place, "kind")))
	}
	return shapes[of]
}

// partNamed is the part with a name.
func partNamed(name string) (part, bool) {
	i := slices.IndexFunc(parts, func(p part) bool { return p.Name == name })
	if i < 0 {
		return part{}, false
	}
	return parts[i], true
}

// partOf is the part a place belongs to.
func partOf(place string) part {
	all := steps(place)
	for _, p := range parts {
		if len(all) > 0 && slices.Contains(p.Keys, all[0]) {
			return p
		}
	}
	return parts[0]
}

// fresh is a new element of a list, as YAML. Its id is made free where it is put.
func fresh(of, kind string) string {
	switch of {
	case "section":
		return "id: section_1\n"
	case "field", "column":
		if kind == "budget" {
			return "id: budget\nkind: budget\n" + details[kind]
		}
		return "id: question_1\nkind: " + kind + "\n" + details[kind]
	case "question":
		return "id: ask_1\nkind: yes-no\nrefusals:\n  - answer: \"no\"\n"
	case "gate":
		return "id: gate_1\nrejecting: true\n"
	case "group":
		return "id: group_1\ncriteria:\n  - id: criterion_1\n    max: 10\n"
	case "criterion":
		return "id: criterion_1\nmax: 10\n"
	case "mark":
		return "mark: unconfirmed\n"
	case "source":
		return "id: SOURCE_1\n"
	case "check", "refusal":
		return "{}\n"
	}
	return "id: " + of + "_1\n"
}

// details are what a field of a kind cannot do without.
var details = map[string]string{
	"choice":       "required: true\noptions:\n  - id: option_1\n  - id: option_2\n",
	"choices":      "options:\n  - id: option_1\n  - id: option_2\n",
	"file":         "types: [pdf]\nmax_size: 10\nmax_count: 1\n",
	"table":        "columns:\n  - id: what\n    kind: short\n    required: true\n",
	"budget":       "required: true\nlines: priced\ngrant: rate\nheadings:\n  - id: heading_1\n",
	"long":         "required: true\nmax: 2000\n",
	"short":        "required: true\nmax: 200\n",
	"number":       "required: true\nleast: 0\n",
	"organisation": "required: true\n", "municipality": "required: true\n", "declaration": "required: true\n",
}
