package targeting

import (
	"cmp"
	"maps"
	"slices"
)

// of are the weights of all nodes by a set; the weights of the parts of one group are compared with each other only.
func (w Weights) of(f *Framework) ([]float64, *Fault) {
	all := make([]float64, len(f.Nodes))
	for i, n := range f.Nodes {
		all[i] = n.Weight
		if w.Name == ByEqual {
			all[i] = 1
		}
		if given, ok := w.Of[n.Code]; ok {
			all[i] = given
		}
	}
	for _, g := range f.groups {
		if total := addWeights(f.Nodes[g].children, all); total == 0 {
			return nil, refuse(RecipeFile, "With the weights %q, all parts of %s have the weight 0.", w.Name, f.Nodes[g].Code).in("weights.0")
		}
	}
	return all, nil
}

func addWeights(nodes []int, weights []float64) (total float64) {
	for _, i := range nodes {
		total += weights[i]
	}
	return total
}

// overall is how much of the index each node is, when all weights are multiplied down from the top.
func overall(f *Framework, weights []float64) []float64 {
	all := make([]float64, len(f.Nodes))
	all[f.top()] = 1
	for _, g := range slices.Backward(f.groups) {
		total := addWeights(f.Nodes[g].children, weights)
		for _, c := range f.Nodes[g].children {
			all[c] = all[g] * (weights[c] / total)
		}
	}
	return all
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
