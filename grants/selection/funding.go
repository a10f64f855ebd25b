package selection

// fund follows the list while the money lasts, gives the others their place in reserve or, where the call keeps none,
// rejects them for lack of money, and returns the cents awarded.
// Rows that already have an outcome, below the threshold or rejected, get nothing.
func (s Settings) fund(rows []Row) (awarded int64) {
	purse := purse{left: s.Budget}
	for i := range rows {
		if rows[i].Outcome == "" {
			purse.meet(&rows[i], s)
		}
		rows[i].RunningTotal = s.Budget - purse.left
	}
	return s.Budget - purse.left
}

// purse is the rest of the budget on its way down the list.
type purse struct {
	left    int64 // cents
	shut    bool  // nobody further down is funded
	reserve int   // how many wait
}

// meet gives the next row its outcome.
func (p *purse) meet(row *Row, s Settings) {
	switch {
	case !p.shut && row.Entry.Requested <= p.left:
		p.award(row, Funded, row.Entry.Requested)
	case !p.shut && s.Marginal == PartMarginal && p.left >= max(s.MinimumGrant, 1):
		p.award(row, Partial, p.left)
		p.shut = true
	default:
		p.pass(row, s.NoReserve)
		p.shut = s.Marginal != SkipMarginal
	}
}

func (p *purse) award(row *Row, outcome Outcome, cents int64) {
	row.Outcome, row.Award = outcome, cents
	p.left -= cents
}

func (p *purse) pass(row *Row, noReserve bool) {
	if noReserve {
		row.Outcome = NoMoney
		return
	}
	p.reserve++
	row.Outcome, row.Reserve = Reserve, p.reserve
}
