package application

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/db"
)

// copyPlan is what copying an application would do, before anything is done.
type copyPlan struct {
	source   Application
	from, to call.Published
	files    map[string]FileState
	known    []Taken   // what the register and the profile say today
	fittings []fitting // in the order of the new form; last what has no place there
	declared bool      // something was declared, which is never copied
}

func planCopy(r db.Reader, source Application, to call.Published, now time.Time) (copyPlan, error) {
	p := copyPlan{source: source, to: to}
	var err error
	if p.from, err = definition(r, source.Call, source.CallVersion); err != nil {
		return p, err
	}
	if p.files, err = FileStates(r, source.ID); err != nil {
		return p, err
	}
	who, err := applicantOf(r, source.Organisation)
	if err != nil {
		return p, err
	}
	p.known = who.known(to.Form, source.Lang)
	answers, err := standingsOf(r, []string{source.ID}, nil)
	p.arrange(answers[source.ID], now)
	return p, err
}

// arrange finds for every answer where it goes.
func (p *copyPlan) arrange(answers []Standing, now time.Time) {
	w := newFitter(p.from.Definition, p.to.Definition)
	w.files, w.sums = p.files, p.from.Form.Examine(formOf(answers), World(), now).Budget()
	byField := map[string][]Standing{}
	for _, a := range answers {
		id, _, _ := strings.Cut(a.Path, "/")
		if a.Value != "" {
			byField[id] = append(byField[id], a)
		}
	}
	for _, f := range fieldsOf(p.from.Form) {
		switch {
		case len(byField[f.ID]) == 0 || p.isKnown(w.matched[f.ID]):
		case f.Kind == call.Declaration:
			p.declared = true
		default:
			p.fittings = append(p.fittings, w.fit(f, byField[f.ID]))
		}
	}
	p.sort()
	p.judge(now)
}

func formOf(all []Standing) call.Answers {
	answers := call.Answers{}
	for _, a := range all {
		answers[a.Path] = a.Value
	}
	return answers
}

// isKnown says whether the register or the profile answers a question already.
func (p *copyPlan) isKnown(f call.Field) bool {
	return slices.ContainsFunc(p.known, func(t Taken) bool {
		id, _, _ := strings.Cut(t.Path, "/")
		return id == f.ID
	})
}

func (p *copyPlan) sort() {
	order := map[string]int{"": 1 << 20}
	for i, f := range fieldsOf(p.to.Form) {
		order[f.ID] = i
	}
	slices.SortStableFunc(p.fittings, func(a, b fitting) int { return order[a.To.ID] - order[b.To.ID] })
}

// judge finds what is wrong in the new form with what would stand there, were all of it taken. What is only missing is not
// wrong yet.
func (p *copyPlan) judge(now time.Time) {
	answers := call.Answers{}
	for _, t := range p.known {
		answers[t.Path] = t.Value
	}
	for _, f := range p.fittings {
		for _, a := range f.Stays {
			answers[a.Path] = a.Value
		}
	}
	for _, c := range p.to.Form.Examine(answers, World(), now).Complaints() {
		id, _, _ := strings.Cut(c.Path, "/")
		at := slices.IndexFunc(p.fittings, func(f fitting) bool { return f.To.ID == id && len(f.Stays) > 0 })
		if at >= 0 && !isMissing(c) {
			p.fittings[at].Complaints = append(p.fittings[at].Complaints, c)
		}
	}
}

// mark tells this plan from any other, so that nobody gets what they were not shown.
func (p copyPlan) mark() string {
	var b strings.Builder
	b.WriteString(p.to.ID + "@" + strconv.FormatInt(p.to.Version, 10))
	for _, f := range p.fittings {
		for _, a := range f.Stays {
			b.WriteString("\x1e" + a.Path + "\x1f" + a.Value)
		}
		for _, a := range f.Aside {
			b.WriteString("\x1d" + a.Path + "\x1f" + a.Value)
		}
	}
	return mark(b.String())
}

// fitCount is how many of the questions that were answered fit as they are.
func (p copyPlan) fitCount() (fit, of int) {
	for _, f := range p.fittings {
		if f.fits() && len(f.Aside) == 0 {
			fit++
		}
	}
	return fit, len(p.fittings)
}

// isTaken says whether a question is among those that were chosen.
func (f fitting) isTaken(chosen []string) bool {
	return len(f.Stays) > 0 && slices.Contains(chosen, f.To.ID)
}
