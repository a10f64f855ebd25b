package targeting

import (
	"bytes"
	"cmp"
	"html/template"
	"slices"
	"strings"

	"vekst/platform/lang"
)

// mostShown are listed in a report; the rest stands in the files beside it.
const mostShown = 1000

// reportPage is what the report shows, in one language.
type reportPage struct {
	Lang, Title string
	Say         func(key string, args ...any) string

	HowMany, Chosen, AllMore string
	First, Rest              []reportUnit
	Steps                    []reportStep
	Indicators               []reportIndicator
	Notes                    []string
	WaysCounted, WaysRefused string
	DrawsSay, Fell           string
	Sensitivities            []reportSensitivity
}

type reportUnit struct{ Place, Name, Code, Value, Ways, Places, Draws string }

type reportStep struct{ Name, Official, Others string }

type reportIndicator struct{ Code, Name, Source, Direction, Share, Gaps, Filled, Drawn string }

type reportSensitivity struct{ Input, First, Total string }

var reportTemplate = template.Must(template.ParseFS(files, "report.html"))

// report is the page for people. The files beside it are the originals.
func (p *Published) report(l string) []byte {
	w := writer{p, l, spoken(), nil}
	var b bytes.Buffer
	if err := reportTemplate.Execute(&b, w.page()); err != nil {
		panic(err) // cannot be: a test shows the page
	}
	return b.Bytes()
}

type writer struct {
	*Published
	lang    string
	catalog *lang.Catalog
	unitOf  func(code string) string // what people call a unit; nil for its name in the data
}

func (w writer) say(key string, args ...any) string { return w.catalog.Say(w.lang, key, args...) }

// two writes a number with two decimals as people of the language do.
func (w writer) two(x float64) string {
	if IsMissing(x) {
		return w.say("targeting.report.without_value")
	}
	hundredths := float64(x * 100)
	if hundredths < 0 {
		return lang.Hundredths(w.lang, int64(hundredths-0.5))
	}
	return lang.Hundredths(w.lang, int64(hundredths+0.5))
}

func (w writer) share(x float64) string { return lang.Percent(w.lang, int64(float64(x*10_000)+0.5)) }

func (w writer) short(x float64) string {
	return strings.TrimRight(strings.TrimRight(w.two(x), "0"), ".,")
}

func (w writer) page() reportPage {
	r := w.Result
	page := reportPage{Lang: w.lang, Title: r.Recipe.Title.In(w.lang), Say: w.say,
		HowMany: w.say("targeting.report.how_many", "Units", lang.Number(w.lang, int64(len(r.Units))), "Indicators", len(r.Framework.indicators),
			"End", w.say("targeting.end."+string(r.Recipe.Choose.From))),
		Chosen: w.say("targeting.report.chosen", "Number", r.Recipe.Choose.Number),
		Steps:  w.steps(), Indicators: w.indicators()}
	for _, u := range w.inPlace() {
		if row := w.unit(u); r.Recipe.Choose.isChosen(r.Counted[u]) && len(page.First) < mostShown {
			page.First = append(page.First, row)
		} else if len(page.First)+len(page.Rest) < mostShown {
			page.Rest = append(page.Rest, row)
		}
	}
	if len(r.Units) > mostShown {
		page.AllMore = w.say("targeting.report.all_more", "Shown", lang.Number(w.lang, mostShown), "All", lang.Number(w.lang, int64(len(r.Units))))
	}
	for _, n := range r.Notes() {
		page.Notes = append(page.Notes, w.say("targeting.note."+string(n.Kind), "A", w.named(n.A), "B", w.named(n.B), "R", w.two(n.R), "N", n.N, "Of", n.Of))
	}
	w.uncertainty(&page)
	return page
}

// inPlace are the units in the order of their places; those without one come last.
func (p *Published) inPlace() []int { return ordered(p.Result.Counted) }

// ordered are units by their places; those without one come last.
func ordered(places []int) []int {
	all := make([]int, len(places))
	for u := range all {
		all[u] = u
	}
	last := func(place int) int {
		if place == 0 {
			return len(all) + 1
		}
		return place
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(last(places[a]), last(places[b])) })
	return all
}

func (w writer) unit(u int) reportUnit {
	r, s := w.Result, w.Ways.Units[u]
	row := reportUnit{Place: rankText(r.Counted[u]), Name: r.Units[u].Name, Code: r.Units[u].Code, Value: w.two(r.Index()[u]),
		Ways: w.say("targeting.report.of_ways", "Chosen", s.Chosen, "All", w.Ways.Counted), Places: rankText(s.Best) + "–" + rankText(s.Worst)}
	if s.Best == 0 {
		row.Places = ""
	}
	if w.Draws != nil {
		row.Draws = w.share(w.Draws.Units[u].Chosen)
	}
	return row
}

func (w writer) steps() []reportStep {
	r := w.Result.Recipe
	c := r.choices()
	var steps []reportStep
	add := func(step string, say ...string) {
		others := strings.Join(say[1:], "; ")
		if others == "" {
			others = w.say("targeting.report.none")
		}
		steps = append(steps, reportStep{w.say("targeting.step." + step), say[0], others})
	}
	add("impute", each(c.impute, func(i Impute) string { return w.say("targeting.impute." + string(i)) })...)
	add("screen", w.share(r.Screen))
	add("treat", each(c.treat, w.treat)...)
	add("normalise", each(c.normalise, w.normalise)...)
	add("weights", each(c.weights, w.weights)...)
	add("present", w.share(r.Present))
	add("aggregate", each(c.aggregate, w.aggregate)...)
	if r.Others.WithoutEach {
		steps = append(steps, reportStep{w.say("targeting.step.without"), w.say("targeting.report.none"), whole(len(w.Result.Framework.indicators))})
	}
	return steps
}

func each[T any](all []T, say func(T) string) []string {
	said := make([]string, len(all))
	for i, x := range all {
		said[i] = say(x)
	}
	return said
}

func (w writer) treat(t Treat) string {
	says := w.say("targeting.treat."+string(t.Method), "Points", t.Points, "Skew", w.short(t.Skew), "Kurtosis", w.short(t.Kurtosis))
	if t.Method == TreatWinsorise && t.Otherwise == TreatLog {
		says += w.say("targeting.treat.else_log")
	}
	return says
}

func (w writer) normalise(n Normalise) string {
	says := w.say("targeting.normalise."+string(n.Method), "Mean", w.short(n.Mean), "Deviation", w.short(n.Deviation))
	if n.Method == ZScore || n.Natural && (n.Method == Rank || n.Method == Borda) {
		return says
	}
	return w.say("targeting.normalise.on", "What", says, "From", w.short(n.From), "To", w.short(n.To))
}

func (w writer) weights(s Weights) string {
	if s.Of != nil {
		return w.say("targeting.weights.named", "Name", s.Name)
	}
	return w.say("targeting.weights." + s.Name)
}

func (w writer) aggregate(a Aggregate) string {
	return strings.Join(each(a, func(by Averaging) string { return w.say("targeting.averaging." + string(by)) }), " → ")
}

func (w writer) indicators() []reportIndicator {
	r := w.Result
	var rows []reportIndicator
	for k, i := range r.Framework.indicators {
		n, t := r.Framework.Nodes[i], r.TreatedBy[k]
		gone := len(r.Units) - len(r.Denominated[k].present())
		left := len(r.Units) - len(r.Imputed[k].present())
		row := reportIndicator{Code: n.Code, Name: n.In(w.lang), Source: strings.Trim(n.Unit+"; "+n.Source, "; "), Direction: w.say("targeting.report.more_is_more"),
			Share: w.share(r.Overall[i]), Gaps: whole(gone), Filled: whole(gone - left), Drawn: whole(counted(t.Drawn))}
		if n.Direction < 0 {
			row.Direction = w.say("targeting.report.more_is_less")
		}
		if t.Did == TreatLog {
			row.Drawn = w.say("targeting.report.logged")
		}
		rows = append(rows, row)
	}
	return rows
}

func (w writer) uncertainty(page *reportPage) {
	same, chosen := 0, len(page.First)
	var refused *Fault
	for _, way := range w.Ways.All {
		if way.Refused == nil && way.Same == chosen && len(way.Chosen) == chosen {
			same++
		}
		if refused == nil {
			refused = way.Refused
		}
	}
	page.WaysCounted = w.say("targeting.report.ways_counted", "Counted", w.Ways.Counted, "All", len(w.Ways.All), "Same", same)
	if refused != nil {
		page.WaysRefused = w.say("targeting.report.ways_refused", "N", len(w.Ways.All)-w.Ways.Counted, "Why", refused.renamed(w.named).Say(w.say))
	}
	d := w.Draws
	if d == nil {
		page.DrawsSay = w.say("targeting.report.no_draws")
		return
	}
	page.DrawsSay = w.say("targeting.report.draws", "N", lang.Number(w.lang, int64(d.N)), "Runs", lang.Number(w.lang, int64(d.Runs)), "Seed", w.Result.Recipe.Random.Seed,
		"Spread", w.share(w.Result.Recipe.Random.Weights), "Shift", w.two(d.MeanShift), "Changed", w.two(d.MeanChanged))
	if d.Fell > 0 {
		page.Fell = w.say("targeting.report.fell", "N", lang.Number(w.lang, int64(d.Fell)), "Runs", lang.Number(w.lang, int64(d.Runs)))
	}
	byTotal := slices.SortedStableFunc(slices.Values(d.Shift), func(a, b Sensitivity) int { return cmp.Compare(b.Total, a.Total) })
	for _, s := range byTotal {
		interval := func(x, low, high float64) string {
			return w.say("targeting.report.interval", "Value", w.two(x), "Low", w.two(low), "High", w.two(high))
		}
		page.Sensitivities = append(page.Sensitivities, reportSensitivity{w.input(s.Input), interval(s.First, s.FirstLow, s.FirstHigh), interval(s.Total, s.TotalLow, s.TotalHigh)})
	}
}

// named is what people call a part or a unit, with the code of a unit.
func (w writer) named(code string) string {
	if i := w.Result.Framework.find(code); i >= 0 {
		return w.Result.Framework.Nodes[i].In(w.lang)
	}
	if w.unitOf != nil {
		return w.unitOf(code)
	}
	for _, u := range w.Result.Table.Units {
		if u.Code == code && u.Name != code {
			return u.Name + " (" + code + ")"
		}
	}
	return code
}

// input names what varies: a step, or the weight of a part.
func (w writer) input(name string) string {
	if of, isWeight := strings.CutPrefix(name, "weight "); isWeight {
		return w.say("targeting.step.weight", "Of", w.named(of))
	}
	return w.say("targeting.step." + name)
}

// reportTable is one table of units.
type reportTable struct {
	ID    string
	Units []reportUnit
	Draws bool
	Say   func(key string, args ...any) string
}

// Table is a table of units below the heading with an id.
func (p reportPage) Table(id string, units []reportUnit) reportTable {
	return reportTable{id, units, len(p.Sensitivities) > 0, p.Say}
}
