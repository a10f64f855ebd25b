package targeting

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// country is as many units with as many indicators in five groups.
func country(units, indicators int) (data, framework string) {
	r := rand.New(rand.NewPCG(1, 2))
	var d, f strings.Builder
	d.WriteString("uCode")
	f.WriteString(framed)
	for i := range indicators {
		fmt.Fprintf(&d, ",i%02d", i)
		fmt.Fprintf(&f, "1,i%02d,1,1,g%d,Indicator\n", i, i%5)
	}
	for g := range 5 {
		fmt.Fprintf(&f, "2,g%d,1,1,Index,Aggregate\n", g)
	}
	f.WriteString("3,Index,1,1,,Aggregate\n")
	for u := range units {
		fmt.Fprintf(&d, "\nu%04d", u)
		common := r.NormFloat64()
		for range indicators {
			fmt.Fprintf(&d, ",%.3f", 10+common+r.NormFloat64())
		}
	}
	return d.String(), f.String()
}

// BenchmarkIndex265x60 draws 10,000 sets of weights and ranks by each. Target: under 1 s.
func BenchmarkIndex265x60(b *testing.B) {
	data, framework := country(265, 60)
	r := mustCalculate(b, []byte(data), []byte(framework), head+"scale: {from: 1, to: 100}\n")
	for b.Loop() {
		p := r.prepare()
		inParallel(10_000, func() func(int) {
			g, ranks := &aggregator{present: 1}, &ranker{}
			places, weights := make([]int, len(r.Units)), make([]float64, len(r.Weights))
			return func(i int) {
				random := rand.New(rand.NewPCG(1, uint64(i)))
				for k, w := range r.Weights {
					weights[k] = w * (0.75 + 0.5*random.Float64())
				}
				values, fault := p.count(g, plan{}, weights)
				if fault != nil {
					b.Error(fault)
				}
				ranks.rank(values, Lowest, places)
			}
		})
	}
}

// BenchmarkSobol32768 has six inputs and 4,096 base points, which is 32,768 runs. Target: under 3 s.
func BenchmarkSobol32768(b *testing.B) {
	data, framework := country(265, 20)
	recipe := head + `scale: {from: 1, to: 100}
others: {impute: [mean], treat: [winsorise], normalise: [z-score, borda], weights: [equal], aggregate: [geometric], without_each: true}
random: {seed: 1, draws: 4096, weights: 0 %}
`
	r := mustCalculate(b, []byte(data), []byte(framework), recipe)
	for b.Loop() {
		if d := r.Draw(); d.Runs != 32_768 {
			b.Fatal(d.Runs)
		}
	}
}

// BenchmarkSixtyWays enumerates 60 combinations.
func BenchmarkSixtyWays(b *testing.B) {
	data, framework := country(265, 20)
	recipe := head + "scale: {from: 1, to: 100}\nothers: {impute: [mean], treat: [winsorise], normalise: [z-score, borda, rank, percentile-rank], aggregate: [geometric, harmonic]}\n"
	r := mustCalculate(b, []byte(data), []byte(framework), recipe)
	for b.Loop() {
		if w := r.CountWays(); len(w.All) != 60 {
			b.Fatal(len(w.All))
		}
	}
}

// BenchmarkEngland reads and counts the index of 32,844 areas. Target: under 2 s.
func BenchmarkEngland(b *testing.B) {
	data := bytes.Replace(knownFile(b, "imd2019_england/imd2019_lsoa_ranks.csv"), []byte("lsoa11_code"), []byte("uCode"), 1)
	for b.Loop() {
		mustCalculate(b, data, []byte(weighed(english)), head+"normalise: exponential\n")
	}
}
