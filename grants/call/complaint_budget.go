package call

import (
	"slices"

	"vekst/value/money"
)

// hearBudget checks each line, and, when all are well, the sums.
func (x *Examination) hearBudget(p *planned, f *found, required bool) {
	before := len(x.heard)
	x.hearRows(p, f, required)
	x.hearLines(p, f)
	for i, r := range f.parts {
		if i == 0 && p.Budget.Grant == GrantEntered {
			x.hearOne(p.ID+"/grant", &anAmount, r, false)
		} else if i > 0 {
			x.hearOne(p.ID+"/"+p.Budget.Funding[i-1].ID, &anAmount, r, false)
		}
	}
	if len(x.heard) == before && len(f.rows) > 0 {
		t := x.totals(p, f)
		x.hearHeadings(p, t)
		x.hearGrant(p, t)
		x.hearInKind(p, t)
	}
}

// hearLines checks what the kinds of heading ask of their lines.
func (x *Examination) hearLines(p *planned, f *found) {
	seen := map[[2]string]bool{}
	for _, r := range f.rows {
		line, at := p.line(r), p.ID+"/"+r.id
		h, known := p.Budget.Heading(line.Heading)
		switch once := [2]string{line.Heading, line.Partner}; {
		case !known || h.Kind == ActualCost:
			x.hearProduct(p, r)
		case h.Kind == FlatRate: // no option of the column, which hearOption has said
		case h.Kind == LumpSum && seen[once]:
			x.say(at+"/heading", "complaint.lump_twice", args{"Heading": h.Title})
		default:
			seen[once] = true
			x.hearFixed(p, r, h, at)
		}
	}
}

// hearFixed checks that what the call fixes was not typed otherwise.
func (x *Examination) hearFixed(p *planned, r row, h Heading, at string) {
	m, column := x.plan.call.Money, "amount"
	if p.Budget.Priced {
		column = "price"
		x.hearProduct(p, r)
	}
	if cell := r.cells[p.columns[column]]; cell.wrong == "" && cell.number != h.Price {
		key := "complaint.unit_price"
		if h.Kind == LumpSum {
			key = "complaint.lump_price"
		}
		x.say(at+"/"+column, key, args{"Heading": h.Title, "Amount": m.Amount(cell.number), "Price": m.Amount(h.Price), "Unit": h.Unit})
	}
	if !p.Budget.Priced || h.Kind != LumpSum {
		return
	}
	if cell := r.cells[p.columns["quantity"]]; cell.wrong == "" && cell.number != oneUnit {
		x.say(at+"/quantity", "complaint.lump_quantity", args{"Heading": h.Title})
	}
}

// hearProduct checks that quantity times price is an amount.
func (x *Examination) hearProduct(p *planned, r row) {
	if !p.Budget.Priced {
		return
	}
	quantity, price := r.cells[p.columns["quantity"]], r.cells[p.columns["price"]]
	if quantity.number < 0 || quantity.wrong != "" || price.wrong != "" {
		return
	}
	if _, ok := product(quantity.number, price.number); !ok {
		x.say(p.ID+"/"+r.id+"/price", "complaint.amount_too_large", args{"Typed": excerpt(price.typed)})
	}
}

// hearHeadings checks the ceilings of headings; the complaint stands at the first line of the heading.
func (x *Examination) hearHeadings(p *planned, t *Totals) {
	for _, h := range p.Budget.Headings {
		base := t.Total
		if len(h.CeilingOf) > 0 {
			base = 0
			for _, of := range h.CeilingOf {
				base += t.ByHeading[of]
			}
		}
		if most := money.Share(base, h.Ceiling); h.Ceiling > 0 && t.ByHeading[h.ID] > most {
			m := x.plan.call.Money
			first := slices.IndexFunc(t.Lines, func(l Line) bool { return l.Heading == h.ID })
			x.say(p.ID+"/"+t.Lines[first].Row+"/heading", "complaint.heading_ceiling", args{"Heading": h.Title,
				"Amount": m.Amount(t.ByHeading[h.ID]), "Most": m.Amount(most), "Percent": percent(h.Ceiling)})
		}
	}
}

// hearGrant checks that costs are covered, and the grant against the rate and the limits of the call.
func (x *Examination) hearGrant(p *planned, t *Totals) {
	m, at := x.plan.call.Money, p.ID
	if p.Budget.Grant == GrantEntered {
		at += "/grant"
	}
	switch {
	case t.Own > t.Total:
		x.say(at, "complaint.funding_exceeds", args{"Funding": m.Amount(t.Own), "Total": m.Amount(t.Total)})
		return
	case t.Grant+t.Own != t.Total && (p.Budget.Grant == GrantEntered || len(p.Budget.Funding) > 0):
		x.say(at, "complaint.budget_unbalanced", args{"Total": m.Amount(t.Total), "Covered": m.Amount(t.Grant + t.Own)})
	}
	switch {
	case t.Grant < m.Min:
		x.say(at, "complaint.grant_small", args{"Amount": m.Amount(t.Grant), "Least": m.Amount(m.Min)})
	case t.Grant > m.Max:
		x.say(at, "complaint.grant_large", args{"Amount": m.Amount(t.Grant), "Most": m.Amount(m.Max)})
	case t.Grant > t.Most:
		x.say(at, "complaint.grant_rate", args{"Amount": m.Amount(t.Grant), "Most": m.Amount(t.Most), "Percent": percent(m.Rate)})
	}
}

// hearInKind checks work in place of money against its part of the co-financing (rule F3).
func (x *Examination) hearInKind(p *planned, t *Totals) {
	if t.InKind <= t.MostInKind {
		return
	}
	m := x.plan.call.Money
	first := slices.IndexFunc(p.Budget.Funding, func(f Funding) bool { return f.InKind && t.Funding[f.ID] > 0 })
	x.say(p.ID+"/"+p.Budget.Funding[first].ID, "complaint.in_kind", args{"Amount": m.Amount(t.InKind), "Most": m.Amount(t.MostInKind),
		"Percent": percent(p.Budget.InKind), "Covered": m.Amount(max(0, t.Total-t.Grant))})
}

// hearRow checks that a line names a row that is there.
func (x *Examination) hearRow(path string, f *Field, id string) {
	key := "complaint.activity_gone"
	if f.ID == "partner" {
		key = "complaint.partner_gone"
	}
	if !slices.Contains(x.rowIDs(f.Of), id) {
		x.say(path, key, nil)
	}
}
