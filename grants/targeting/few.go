package targeting

import (
	"context"
	"math/rand/v2"
	"time"
)

// Few is what came of a few random draws, for somebody who waits. Which draws are done depends on how fast the machine is,
// so that they are never part of a record; each is the same draw everywhere.
type Few struct {
	Done  int
	Units []Spread
}

// While somebody types, so many draws are tried, for at most so long.
const (
	mostFew    = 256
	longEnough = 150 * time.Millisecond
)

// few tries some random draws of weights and choices, until they are done or ctx is.
func (p *prepared) few(ctx context.Context) (f Few) {
	inputs := p.inputs()
	if p.r.Recipe.Random.Draws == 0 || len(inputs) == 0 {
		return f
	}
	at := func(run int, into []float64) { // an even spread of so few would take longer to lay out than to count
		random := rand.New(rand.NewPCG(p.r.Recipe.Random.Seed, uint64(run)))
		for k := range into {
			into[k] = random.Float64()
		}
	}
	all := &outcomes{shift: make([]float64, mostFew), changed: make([]float64, mostFew), fell: make([]bool, mostFew), places: make([][]int32, mostFew)}
	inParallel(mostFew, func() func(int) {
		run := p.runner(inputs, at, all)
		return func(i int) {
			if ctx.Err() == nil {
				run(i)
			}
		}
	})
	var done [][]int32
	for _, places := range all.places {
		if places != nil {
			done = append(done, places)
		}
	}
	if f.Done = len(done); f.Done > 0 {
		f.Units = p.r.spreads(done)
	}
	return f
}
