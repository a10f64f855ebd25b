package targeting

// Screened is a unit that is left out, since too few of its figures are there.
type Screened struct {
	Unit       Unit
	There, All int
}

// screen divides units by how many of their figures were there before anything was imputed.
func screen(least float64, units []Unit, all []column) (kept []int, out []Screened) {
	for u := range units {
		there := 0
		for _, c := range all {
			if !IsMissing(c[u]) {
				there++
			}
		}
		if float64(there) < float64(least*float64(len(all)))-1e-9 {
			out = append(out, Screened{units[u], there, len(all)})
		} else {
			kept = append(kept, u)
		}
	}
	return kept, out
}

// pick are the values of some units.
func pick[T any](all []T, units []int) []T {
	some := make([]T, len(units))
	for i, u := range units {
		some[i] = all[u]
	}
	return some
}
