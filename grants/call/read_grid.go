package call

import (
	"regexp"
	"strings"
)

func readScreener(e entry) []Question {
	var all []Question
	for _, each := range e.list() {
		k := each.keys("id", "kind", "text", "help", "options", "refusals")
		q := Question{ID: identify(k), Kind: one(k.need("kind"), AskYesNo, AskChoice, AskMoney, AskMunicipality, AskDate),
			Text: k.need("text").text(), Help: k.get("help").text()}
		if k.get("options").written() || q.Kind == AskChoice {
			q.Options = readOptions(k.need("options"))
		}
		for _, refusal := range k.get("refusals").list() {
			q.Refusals = append(q.Refusals, readRefusing(refusal, q))
		}
		all = append(all, q)
	}
	unique(e, all, func(q Question) string { return q.ID })
	return all
}

// readRefusing reads a refusal: by one answer, or by a condition.
func readRefusing(e entry, q Question) Refusing {
	k := e.keys("answer", "when", "because")
	r := Refusing{k.get("answer").string(), k.get("when").condition(), k.need("because").text()}
	if e.written() && (r.Answer == "") == !r.When.Given() {
		e.fault("A refusal has either an answer or a condition (when).")
	}
	answers := []string{"yes", "no", "unknown"}
	if q.Kind == AskChoice {
		answers = nil
		for _, o := range q.Options {
			answers = append(answers, o.ID)
		}
	}
	if r.Answer != "" && (q.Kind == AskYesNo || q.Kind == AskChoice) {
		one(k.get("answer"), answers...)
	}
	return r
}

func readGates(e entry) []Gate {
	var all []Gate
	for _, each := range e.list() {
		k := each.keys("id", "title", "help", "because", "rejecting", "pass")
		all = append(all, Gate{identify(k), k.need("title").text(), k.get("help").text(), k.need("because").text(),
			k.need("rejecting").yes(), k.get("pass").condition()})
	}
	unique(e, all, func(g Gate) string { return g.ID })
	return all
}

func readGrid(e entry) Grid {
	k := e.keys("total", "threshold", "groups")
	g := Grid{Total: k.need("total").points(), Threshold: k.need("threshold").points()}
	groups := k.need("groups")
	for _, each := range groups.list() {
		g.Groups = append(g.Groups, readGroup(each))
	}
	unique(groups, g.Groups, func(g Group) string { return g.ID })
	if groups.written() && len(g.Groups) == 0 {
		groups.fault("There is at least one group of criteria.")
	}
	return g
}

func readGroup(e entry) Group {
	k := e.keys("id", "title", "weight", "threshold", "bonus", "criteria")
	g := Group{ID: identify(k), Title: k.need("title").text(), Weight: 10_000, Threshold: k.get("threshold").points(), Bonus: k.get("bonus").yes()}
	if k.get("weight").written() {
		g.Weight = k.get("weight").share(1000)
	}
	criteria := k.need("criteria")
	for _, each := range criteria.list() {
		g.Criteria = append(g.Criteria, readCriterion(each))
	}
	unique(criteria, g.Criteria, func(c Criterion) string { return c.ID })
	return g
}

func readCriterion(e entry) Criterion {
	k := e.keys("id", "title", "help", "max", "options", "reason")
	c := Criterion{ID: identify(k), Title: k.need("title").text(), Help: k.get("help").text(), Max: k.need("max").points(), Reason: true}
	if k.get("reason").written() {
		c.Reason = k.get("reason").yes()
	}
	for _, each := range k.get("options").list() {
		o := each.keys("id", "label", "points")
		c.Options = append(c.Options, Points{identify(o), o.need("label").text(), o.need("points").points()})
	}
	if k.get("options").written() {
		unique(k.get("options"), c.Options, func(p Points) string { return p.ID })
	}
	return c
}

func readAssessment(e entry) Assessment {
	k := e.keys("experts", "divergence", "tie", "blind")
	return Assessment{k.need("experts").whole(1, 2), k.get("divergence").share(100), one(k.get("tie"), TieHigher, TieLower, TieCommittee),
		k.get("blind").yes()}
}

func readRanking(e entry) Ranking {
	k := e.keys("tie_breakers", "marginal", "partial_min", "places", "reserve", "appeal_days")
	r := Ranking{
		Marginal: one(k.get("marginal"), MarginalStop, MarginalSkip, MarginalPartial), PartialMin: k.get("partial_min").cents(),
		Places: k.get("places").whole(0, 100_000), Reserve: k.get("reserve").yes(), AppealDays: k.need("appeal_days").whole(0, 365),
	}
	for _, each := range k.need("tie_breakers").list() {
		r.TieBreakers = append(r.TieBreakers, readBreaker(each))
	}
	return r
}

var breakingForm = regexp.MustCompile(`^(draw|(group|criterion) [a-z][a-z0-9_]*|field [a-z][a-z0-9_]*( smaller)?)$`)

// readBreaker reads "criterion jobs", "field jobs_total smaller" or "draw".
func readBreaker(e entry) TieBreaker {
	s := e.like(breakingForm, `"group ID", "criterion ID", "field ID", "field ID smaller" or "draw"`)
	if !breakingForm.MatchString(s) {
		return TieBreaker{}
	}
	words := append(strings.Fields(s), "")
	return TieBreaker{BreakerKind(words[0]), words[1], strings.HasSuffix(s, " smaller")}
}
