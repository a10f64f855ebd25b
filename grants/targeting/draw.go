package targeting

import "slices"

// Draws is what came of letting weights and choices vary at random.
type Draws struct {
	Inputs []string
	N      int // base points
	Runs   int // N times the inputs and two more
	Fell   int // runs whose choices cannot be counted together, and were counted with the official ones instead

	// Shift is what moves the places of all units, Changed what changes who is chosen.
	Shift, Changed         []Sensitivity
	MeanShift, MeanChanged float64
	Units                  []Spread
}

// Spread is how one unit fares in the draws of the two base sets.
type Spread struct {
	Chosen            float64 // the share of draws in which it is among those chosen
	Low, Middle, High int     // places: 5, 50 and 95 of 100 draws are at or below
}

// mostPlaces are kept for the spread of places; of very many units, fewer draws are kept.
const mostPlaces = 64 << 20

// Draw lets weights and choices vary at random, by a seed that makes it repeatable. The result does not depend on how
// many processors work on it. Without draws in the recipe, or with nothing that could vary, it is nil.
func (r *Result) Draw() *Draws {
	p := r.prepare()
	inputs := p.inputs()
	if r.Recipe.Random.Draws == 0 || len(inputs) == 0 {
		return nil
	}
	d := newDesign(r.Recipe.Random.Draws, len(inputs), r.Recipe.Random.Seed)
	all := &outcomes{shift: make([]float64, d.runs()), changed: make([]float64, d.runs()), fell: make([]bool, d.runs())}
	all.places = make([][]int32, min(2*d.n, max(1, mostPlaces/len(r.Units))))
	inParallel(d.runs(), func() func(int) { return p.runner(inputs, d.point, all) })
	draws := &Draws{N: d.n, Runs: d.runs(), MeanShift: mean(all.shift[:2*d.n]), MeanChanged: mean(all.changed[:2*d.n])}
	for _, f := range all.fell {
		if f {
			draws.Fell++
		}
	}
	draws.Shift, draws.Changed = d.indices(all.shift, r.Recipe.Random.Seed), d.indices(all.changed, r.Recipe.Random.Seed)
	for k, in := range inputs {
		draws.Inputs = append(draws.Inputs, in.name)
		draws.Shift[k].Input, draws.Changed[k].Input = in.name, in.name
	}
	draws.Units = r.spreads(all.places)
	return draws
}

type outcomes struct {
	shift, changed []float64
	fell           []bool
	places         [][]int32
}

// input is one thing that varies: a number from 0 to 1 sets it.
type input struct {
	name string
	set  func(x float64, l *plan, weights []float64)
	node int // of a weight; -1 for a choice
}

// inputs are the choices of which there are several, and the weights of all parts that have others beside them.
func (p *prepared) inputs() (all []input) {
	choice := func(name string, n int, set func(l *plan, k int)) {
		if n > 1 {
			all = append(all, input{name, func(x float64, l *plan, _ []float64) { set(l, int(x*float64(n))) }, -1})
		}
	}
	choice("impute", len(p.impute), func(l *plan, k int) { l.impute = k })
	choice("treat", len(p.treat), func(l *plan, k int) { l.treat = k })
	choice("normalise", len(p.normalise), func(l *plan, k int) { l.normalise = k })
	choice("weights", len(p.weights), func(l *plan, k int) { l.weights = k })
	choice("aggregate", len(p.aggregate), func(l *plan, k int) { l.aggregate = k })
	choice("without", p.withouts(), func(l *plan, k int) { l.without = k })
	spread := p.r.Recipe.Random.Weights
	if spread == 0 {
		return all
	}
	for _, g := range p.r.Framework.groups {
		children := p.r.Framework.Nodes[g].children
		for _, c := range children {
			if len(children) > 1 && p.r.Weights[c] > 0 {
				all = append(all, input{"weight " + p.r.Framework.Nodes[c].Code, func(x float64, _ *plan, weights []float64) {
					weights[c] = float64(weights[c] * (1 + float64((2*x-1)*spread)))
				}, c})
			}
		}
	}
	return all
}

// runner does single runs, with a working space of its own. Where a run stands, at says.
func (p *prepared) runner(inputs []input, at func(run int, into []float64), all *outcomes) func(run int) {
	g, ranks := &aggregator{present: p.r.Recipe.Present}, &ranker{}
	point, places, weights := make([]float64, len(inputs)), make([]int, len(p.r.Units)), make([]float64, len(p.r.Weights))
	return func(run int) {
		at(run, point)
		var l plan
		p.choose(inputs, point, &l, weights)
		values, fault := p.count(g, l, weights)
		if fault != nil {
			all.fell[run] = true
			l.normalise, l.aggregate, l.treat, l.impute = 0, 0, 0, 0
			values, _ = p.count(g, l, weights)
		}
		ranks.rank(values, p.r.Recipe.Choose.From, places)
		all.shift[run], all.changed[run] = p.r.compare(places)
		if run < len(all.places) {
			all.places[run] = make([]int32, len(places))
			for u, place := range places {
				all.places[run][u] = int32(place)
			}
		}
	}
}

// choose sets a plan and its weights by a point: the choices first, since they say which weights vary.
func (p *prepared) choose(inputs []input, point []float64, l *plan, weights []float64) {
	for k, in := range inputs {
		if in.node < 0 {
			in.set(point[k], l, nil)
		}
	}
	if p.refused[l.weights] != nil {
		l.weights = 0
	}
	copy(weights, p.weigh(*l))
	for k, in := range inputs {
		if in.node >= 0 {
			in.set(point[k], nil, weights)
		}
	}
}

// compare says how far units moved on average, and how many of those chosen officially are not.
func (r *Result) compare(places []int) (shift, changed float64) {
	n := 0
	for u, place := range places {
		if r.Counted[u] == 0 || place == 0 {
			continue
		}
		n++
		shift += abs(float64(place - r.Counted[u]))
		if r.Recipe.Choose.isChosen(r.Counted[u]) && !r.Recipe.Choose.isChosen(place) {
			changed++
		}
	}
	return shift / float64(max(1, n)), changed
}

func (r *Result) spreads(places [][]int32) []Spread {
	all := make([]Spread, len(r.Units))
	inParallel(len(r.Units), func() func(int) {
		of := make([]int32, 0, len(places))
		return func(u int) {
			of = of[:0]
			chosen := 0
			for _, run := range places {
				if run[u] > 0 {
					of = append(of, run[u])
				}
				if r.Recipe.Choose.isChosen(int(run[u])) {
					chosen++
				}
			}
			if len(of) == 0 {
				return
			}
			slices.Sort(of)
			at := func(hundredths int) int { return int(of[(len(of)-1)*hundredths/100]) }
			all[u] = Spread{float64(chosen) / float64(len(places)), at(5), at(50), at(95)}
		}
	})
	return all
}
