package call

import "slices"

// checkBudget wants headings that refer to headings, lines that refer to fields, and a limit to work in place of money.
func (r *reader) checkBudget(path string, b *Budget, form Form) {
	var ids []string
	for _, h := range b.Headings {
		ids = append(ids, h.ID)
	}
	if len(ids) == 0 {
		r.fault(path+".headings", "A budget has at least one heading.")
	}
	for _, h := range b.Headings {
		r.checkHeading(path+".headings."+h.ID, h, b, ids)
	}
	if len(ids) > 0 && !slices.ContainsFunc(b.Headings, Heading.Typed) {
		r.fault(path+".headings", "All headings are flat rates, and there is nothing they could be a share of.")
	}
	r.checkFunding(path, b)
	r.checkReference(path+".by_partner", b.ByPartner, Partner, form)
	r.checkReference(path+".by_activity", b.ByActivity, Table, form)
}

func (r *reader) checkHeading(path string, h Heading, b *Budget, ids []string) {
	for _, of := range h.CeilingOf {
		if !slices.Contains(ids, of) {
			r.fault(path+".ceiling", "There is no heading %q.%s", of, suggestion(of, ids))
		}
	}
	switch {
	case h.Kind == UnitCost && !b.Priced && r.has(path+".price"):
		r.fault(path, "A unit cost is a quantity times a price, and the lines of this budget are amounts. Write lines: priced.")
	case (h.Kind == UnitCost || h.Kind == LumpSum) && h.Price == 0 && r.has(path+".price"):
		r.fault(path+".price", "A price of 0 pays nothing.")
	case h.Kind == FlatRate && h.Share == 0 && r.has(path+".share"):
		r.fault(path+".share", "A flat rate of 0 %% pays nothing.")
	case h.Kind == FlatRate && len(h.Of) == 0 && r.has(path+".of"):
		r.fault(path+".of", "Say which headings the flat rate is a share of.")
	}
	for i, of := range h.Of {
		base, known := b.Heading(of)
		switch {
		case !known:
			r.fault(path+".of", "There is no heading %q.%s", of, suggestion(of, ids))
		case base.Kind == FlatRate:
			r.fault(path+".of", "%q is a flat rate itself. A flat rate is a share of costs that are written as lines.", of)
		case slices.Contains(h.Of[:i], of):
			r.fault(path+".of", "%q stands in the list twice.", of)
		}
	}
}

func (r *reader) checkFunding(path string, b *Budget) {
	work := slices.ContainsFunc(b.Funding, func(f Funding) bool { return f.InKind })
	for _, s := range b.Funding {
		if s.ID == "grant" {
			r.fault(path+".funding.grant", "The other funding cannot be called grant: the grant is what is asked for.")
		}
	}
	if work && !r.has(path+".in_kind") {
		r.fault(path+".funding", "Some funding is in kind. Say how much of the co-financing may be (in_kind; rule F3 has 50 %%).")
	}
	if !work && r.has(path+".in_kind") {
		r.fault(path+".in_kind", "This limits funding in kind, and no source is of kind in-kind.")
	}
}

// checkReference wants the field that lines name rows of to be there.
func (r *reader) checkReference(path, id string, kind FieldKind, form Form) {
	if id == "" {
		return
	}
	var ids []string
	for _, s := range form.Sections {
		for _, f := range s.Fields {
			if f.Kind == kind {
				ids = append(ids, f.ID)
			}
		}
	}
	if !slices.Contains(ids, id) {
		r.fault(path, "There is no field %q of kind %s.%s", id, kind, suggestion(id, ids))
	}
}
