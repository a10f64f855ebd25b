package call

// A declaration may be each partner's to give. What is answered is a row for each, by the id of the partner's row.

// givenParts are the parts of a declaration that a partner has given: who gave it, for which organisation, and when.
func givenParts(partners string) []Field {
	if partners == "" {
		return nil
	}
	return []Field{{ID: "organisation", Kind: Short, MaxLength: 400}, {ID: "by", Kind: Short, MaxLength: 200}, {ID: "at", Kind: Short, MaxLength: 40}}
}

// ByEachPartner says whether a field is answered by each partner for itself.
func (f Field) ByEachPartner() bool { return f.Kind == Declaration && f.ByPartner != "" }

// checkEachPartner wants the partners to be there, and names of people not to be published.
func (r *reader) checkEachPartner(path string, f Field, form Form) {
	if !f.ByEachPartner() {
		return
	}
	r.checkReference(path+".by_partner", f.ByPartner, Partner, form)
	if f.Public {
		r.fault(path+".public", "What each partner declares names the person who did, and cannot be public.")
	}
}

// forget drops what was declared for rows of partners that are no longer there.
func (x *Examination) forget() {
	for i, p := range x.plan.fields {
		if !p.ByEachPartner() {
			continue
		}
		there := map[string]bool{}
		if of := x.plan.byID[p.ByPartner]; of != nil {
			for _, r := range x.found[of.index].rows {
				there[r.id] = true
			}
		}
		left := []row{}
		for _, r := range x.found[i].rows {
			if there[r.id] {
				left = append(left, r)
			}
		}
		x.found[i].rows = left
	}
}

// hearEachPartner asks of every partner what it has not declared.
func (x *Examination) hearEachPartner(p *planned, f *found, required bool) {
	of := x.plan.byID[p.ByPartner]
	if !required || of == nil || !x.visible(of) {
		return
	}
	for _, r := range x.found[of.index].rows {
		if !f.declared(r.id) {
			x.say(p.ID+"/"+r.id, "complaint.missing_partner_declaration", args{"Name": excerpt(r.cells[of.columns["name"]].typed)})
		}
	}
}

// declared says whether a partner has declared it.
func (f *found) declared(partner string) bool {
	for _, r := range f.rows {
		if r.id == partner {
			return true
		}
	}
	return false
}

// haveAllDeclared says whether every partner there is has; where there is none, nobody has.
func (x *Examination) haveAllDeclared(p *planned, f *found) bool {
	all := x.rowIDs(p.ByPartner)
	for _, id := range all {
		if !f.declared(id) {
			return false
		}
	}
	return len(all) > 0
}
