package targeting

// denominate divides each indicator by the column its framework names. A missing divisor makes the result missing; a
// divisor of 0 is refused with its place.
func denominate(f *Framework, t *Table) ([]column, Faults) {
	s := faultsIn{file: DataFile}
	all := make([]column, len(f.indicators))
	for k, i := range f.indicators {
		n := f.Nodes[i]
		all[k] = t.columns[n.Code].clone()
		if n.Denominator == "" {
			continue
		}
		for u, by := range t.columns[n.Denominator] {
			if by == 0 {
				at := t.at[n.Denominator][u]
				s.fault(at.line, t.sheet.letters(at.line, at.column), "%s: %s cannot be divided by %s, which is 0.", t.Units[u].Code, n.Code, n.Denominator)
			}
			all[k][u] /= by
		}
	}
	return all, s.faults.capped(DataFile)
}

// checkColumns refuses indicators that say nothing of anybody.
func checkColumns(f *Framework, all []column) Faults {
	s := faultsIn{file: DataFile}
	for k, i := range f.indicators {
		if len(all[k].present()) == 0 {
			s.fault(1, 1, "No unit has a value in %s.", f.Nodes[i].Code)
		}
	}
	return s.faults
}
