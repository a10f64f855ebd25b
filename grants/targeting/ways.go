package targeting

// Way is one defensible way of counting, and what came of it.
type Way struct {
	Method
	Without string // the indicator that was left out, if one was
	Refused *Fault // why this way cannot be counted; nil when it can

	Same      int     // how many of those chosen officially are chosen this way too
	Agreement float64 // Spearman's correlation of the ranking with the official one
	Chosen    []int   // units
}

// Stability is how one unit fares in all ways of counting.
type Stability struct {
	Chosen      int // in how many ways it is among those chosen
	Best, Worst int // places, counted from the end that is chosen from; 0 when it never has one
}

// Ways are all ways of counting a recipe allows. The first is the official one.
type Ways struct {
	All     []Way
	Counted int // those that were not refused
	Units   []Stability
}

// CountWays counts in every way the recipe allows: each combination of the choices for each step.
func (r *Result) CountWays() Ways { return r.prepare().countWays() }

func (p *prepared) countWays() Ways {
	r := p.r
	w := Ways{Units: make([]Stability, len(r.Units))}
	plans := p.plans()
	w.All = make([]Way, len(plans))
	places := make([][]int, len(plans))
	inParallel(len(plans), func() func(int) {
		g, ranks := &aggregator{present: r.Recipe.Present}, &ranker{}
		return func(i int) {
			way := &w.All[i]
			way.Method, way.Without = plans[i].method(p), p.withoutCode(plans[i].without)
			values, fault := p.count(g, plans[i], p.weigh(plans[i]))
			if way.Refused = fault; fault != nil {
				return
			}
			places[i] = make([]int, len(r.Units))
			ranks.rank(values, r.Recipe.Choose.From, places[i])
			r.judge(way, places[i])
		}
	})
	for i := range w.All {
		if w.All[i].Refused == nil {
			w.Counted++
			w.add(places[i], r.Recipe.Choose)
		}
	}
	return w
}

// judge compares a way with the official one.
func (r *Result) judge(way *Way, places []int) {
	official, these := make(column, len(places)), make(column, len(places))
	for u, place := range places {
		official[u], these[u] = placed(r.Counted[u]), placed(place)
		if r.Recipe.Choose.isChosen(place) {
			way.Chosen = append(way.Chosen, u)
			if r.Recipe.Choose.isChosen(r.Counted[u]) {
				way.Same++
			}
		}
	}
	way.Agreement, _ = correlate(official, these)
}

func placed(place int) float64 {
	if place == 0 {
		return missing
	}
	return float64(place)
}

func (w *Ways) add(places []int, c Choose) {
	for u, place := range places {
		s := &w.Units[u]
		if place == 0 {
			continue
		}
		if c.isChosen(place) {
			s.Chosen++
		}
		if s.Best == 0 || place < s.Best {
			s.Best = place
		}
		s.Worst = max(s.Worst, place)
	}
}

// plan is a choice for each step, by its place among the choices; without is 0 for no indicator.
type plan struct{ impute, treat, normalise, weights, aggregate, without int }

// prepared is everything that ways of counting have in common, so that only weights and averagings are left to do.
type prepared struct {
	r *Result
	choices
	matrices [][][]*matrix // by impute, treat, normalise
	refusals [][][]*Fault
	sets     [][]float64 // weights, by node
	refused  []*Fault    // sets that cannot be used
}

func (r *Result) prepare() *prepared {
	p := &prepared{r: r, choices: r.Recipe.choices()}
	s, _ := begin(r.Table, r.Framework, r.Recipe) // it began before, so it is not refused now
	for _, impute := range p.impute {
		filled, _ := s.imputed(impute)
		var matrices [][]*matrix
		var refusals [][]*Fault
		for _, treat := range p.treat {
			treated, _ := treat.columns(filled)
			m, f := p.scales(treated)
			matrices, refusals = append(matrices, m), append(refusals, f)
		}
		p.matrices, p.refusals = append(p.matrices, matrices), append(p.refusals, refusals)
	}
	for _, w := range p.weights {
		set, fault := w.of(r.Framework)
		p.sets, p.refused = append(p.sets, set), append(p.refused, fault)
	}
	return p
}

func (p *prepared) scales(treated []column) (all []*matrix, refusals []*Fault) {
	for _, n := range p.normalise {
		columns, fault := n.columns(p.r.Framework, treated)
		var m *matrix
		if fault == nil {
			m = newMatrix(p.r.Framework, columns)
		}
		all, refusals = append(all, m), append(refusals, fault)
	}
	return all, refusals
}

// plans are all combinations, the official one first.
func (p *prepared) plans() (all []plan) {
	for i := range p.impute {
		for t := range p.treat {
			for n := range p.normalise {
				for w := range p.weights {
					for a := range p.aggregate {
						for without := range p.withouts() {
							all = append(all, plan{i, t, n, w, a, without})
						}
					}
				}
			}
		}
	}
	return all
}

// withouts is how many choices there are of what to leave out: nothing, or each indicator.
func (p *prepared) withouts() int {
	if !p.r.Recipe.Others.WithoutEach || len(p.r.Framework.indicators) < 2 {
		return 1
	}
	return 1 + len(p.r.Framework.indicators)
}

func (p *prepared) withoutCode(without int) string {
	if without == 0 {
		return ""
	}
	return p.r.Framework.Nodes[p.r.Framework.indicators[without-1]].Code
}

func (l plan) method(p *prepared) Method {
	return Method{p.impute[l.impute], p.treat[l.treat], p.normalise[l.normalise], p.weights[l.weights], p.aggregate[l.aggregate]}
}

// weigh are the weights of a plan.
func (p *prepared) weigh(l plan) []float64 {
	if l.without == 0 || p.sets[l.weights] == nil {
		return p.sets[l.weights]
	}
	weights := append([]float64(nil), p.sets[l.weights]...)
	weights[p.r.Framework.indicators[l.without-1]] = 0
	return weights
}

// count aggregates by a plan with weights that may be others than the plan's.
func (p *prepared) count(g *aggregator, l plan, weights []float64) (column, *Fault) {
	if fault := p.refusals[l.impute][l.treat][l.normalise]; fault != nil {
		return nil, fault
	}
	if fault := p.refused[l.weights]; fault != nil {
		return nil, fault
	}
	return g.run(p.matrices[l.impute][l.treat][l.normalise], weights, p.aggregate[l.aggregate])
}
