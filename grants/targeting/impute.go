package targeting

// Imputed says what was put in the place of a missing figure.
type Imputed struct {
	By   Impute
	Of   string // the group; empty for all units
	From int    // how many values stand behind it
}

// impute fills the missing values of a column, and says of each unit how; a group in which nobody has a value stays
// as it is, and so does a unit without a group.
func (by Impute) fill(c column, units []Unit) (column, []Imputed) {
	how := make([]Imputed, len(c))
	if by == ImputeNothing || c.complete() {
		return c, how
	}
	groups := map[string]column{}
	for u, x := range c {
		if !IsMissing(x) {
			groups[by.group(units[u])] = append(groups[by.group(units[u])], x)
		}
	}
	filled := c.clone()
	for u, x := range c {
		group := by.group(units[u])
		if !IsMissing(x) || len(groups[group]) == 0 || by.byGroup() && group == "" {
			continue
		}
		filled[u], how[u] = by.middle(groups[group]), Imputed{by, group, len(groups[group])}
	}
	return filled, how
}

func (by Impute) group(u Unit) string {
	if by.byGroup() {
		return u.Group
	}
	return ""
}

func (by Impute) middle(xs []float64) float64 {
	if by == ImputeMedian || by == ImputeGroupMedian {
		return median(xs)
	}
	return mean(xs)
}
