package selection

// cuts are where a table of a list is divided: before the first row without money, below the threshold, and rejected.
type cuts []rowView

func (c cuts) firstOf(i int, is func(Outcome) bool) bool {
	return is(c[i].Outcome) && (i == 0 || !is(c[i-1].Outcome))
}

// CutBefore says whether the money ends before row i.
func (v rankingView) CutBefore(i int) bool { return cutBefore(v.Rows, i) }

// ThresholdBefore says whether the threshold lies before row i.
func (v rankingView) ThresholdBefore(i int) bool {
	return cuts(v.Rows).firstOf(i, func(o Outcome) bool { return o == Below })
}

// RejectedBefore says whether the rejected begin with row i.
func (v rankingView) RejectedBefore(i int) bool {
	return cuts(v.Rows).firstOf(i, func(o Outcome) bool { return o == Rejected })
}

// cutBefore finds the last row with money: under the skip policy some in reserve may stand above it.
func cutBefore(rows []rowView, i int) bool {
	last := -1
	for j, r := range rows {
		if r.Outcome == Funded || r.Outcome == Partial {
			last = j
		}
	}
	return i == last+1 && (rows[i].Outcome == Reserve || rows[i].Outcome == NoMoney)
}
