package targeting

import (
	"context"
	"net/http"
	"slices"
	"testing"
)

func TestAFewDrawsAreTheSameWhereverTheyAreDone(t *testing.T) {
	data, framework := country(60, 12)
	r := mustCalculate(t, []byte(data), []byte(framework), head+"scale: {from: 1, to: 100}\nothers: {normalise: [borda]}\nrandom: {seed: 3, draws: 64}\n")
	a, b := r.prepare().few(t.Context()), r.prepare().few(t.Context())
	if a.Done != mostFew || !slices.Equal(a.Units, b.Units) {
		t.Errorf("%d and %d draws, and not the same", a.Done, b.Done)
	}
	chosen := 0.0
	for u, s := range a.Units {
		chosen += s.Chosen
		if s.Low > s.Middle || s.Middle > s.High || s.High == 0 {
			t.Errorf("unit %d: %+v", u, s)
		}
	}
	if n := float64(r.Recipe.Choose.Number); chosen < n-1e-9 || chosen > n+1 { // equal values at the cut are all among those chosen
		t.Errorf("%v are first on average, want %v", chosen, n)
	}
}

func TestDrawsThatTakeTooLongAreLeft(t *testing.T) {
	data, framework := country(20, 6)
	r := mustCalculate(t, []byte(data), []byte(framework), head+"random: {seed: 3, draws: 64}\n")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if f := r.prepare().few(ctx); f.Done != 0 || f.Units != nil {
		t.Errorf("%d draws were done after the time was up", f.Done)
	}
	r = mustCalculate(t, []byte(data), []byte(framework), head)
	if f := r.prepare().few(t.Context()); f.Done != 0 {
		t.Errorf("%d draws of a recipe without any", f.Done)
	}
}

func TestTheBuilderSaysHowSureThoseFirstAreInRandomDraws(t *testing.T) {
	d := newDesk(t)
	p := deepPlan()
	draft := begun(t, d.w, Files{Data: []byte(deepData), Framework: p.framework(), Recipe: p.recipe()})
	d.shows("/index-drafts/"+draft.ID, http.StatusOK, "In 256 random draws of weights and choices,", "of draws</small>")
}

// BenchmarkPreview265x60 is what is counted each time somebody who builds an index of 60 indicators stops typing.
func BenchmarkPreview265x60(b *testing.B) {
	data, framework := country(265, 60)
	for b.Loop() {
		r := mustCalculate(b, []byte(data), []byte(framework), head+"scale: {from: 1, to: 100}\nothers: {normalise: [z-score, borda], weights: [equal], without_each: true}\nrandom: {seed: 1, draws: 256}\n")
		p := r.prepare()
		p.countWays()
		ctx, cancel := context.WithTimeout(b.Context(), longEnough)
		p.few(ctx)
		cancel()
	}
}

// BenchmarkFew265x60 are the draws alone, as long as they take.
func BenchmarkFew265x60(b *testing.B) {
	data, framework := country(265, 60)
	p := mustCalculate(b, []byte(data), []byte(framework), head+"scale: {from: 1, to: 100}\nothers: {normalise: [z-score, borda], weights: [equal], without_each: true}\nrandom: {seed: 1, draws: 256}\n").prepare()
	for b.Loop() {
		if f := p.few(b.Context()); f.Done != mostFew {
			b.Error(f.Done)
		}
	}
}
