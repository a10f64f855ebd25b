package chosen

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// names say what codes stand for, in the language of a request.
type names struct {
	q     *web.Request
	book  *statistics.Book
	index *targeting.Result
}

func (h *house) names(q *web.Request, index *targeting.Result) (names, error) {
	book, err := h.figures.Open(q.Reader())
	return names{q, book, index}, err
}

// place is the name of a municipality.
func (n names) place(code string) string {
	if _, ok := n.book.Places.Municipality(code); ok {
		return n.book.Places.Label(code, n.q.Lang)
	}
	for _, u := range n.index.Table.Units {
		if u.Code == code {
			return cmp.Or(u.Name, code)
		}
	}
	return code
}

// region is the name of the region of a municipality, or the group that the data put it in.
func (n names) region(code, group string) string {
	if m, ok := n.book.Places.Municipality(code); ok {
		return m.Region.In(n.q.Lang)
	}
	return group
}

var ofYear = regexp.MustCompile(`^([a-z][a-z0-9_]*)_(\d{4})$`)

// indicator is an indicator of the programme and the year of a column called after both.
func (n names) indicator(code string) (i statistics.Indicator, year int, ok bool) {
	m := ofYear.FindStringSubmatch(code)
	if m == nil {
		return i, 0, false
	}
	at := slices.IndexFunc(n.book.Indicators, func(i statistics.Indicator) bool { return i.Code == m[1] })
	if at < 0 {
		return i, 0, false
	}
	year, err := strconv.Atoi(m[2])
	return n.book.Indicators[at], year, err == nil
}

// figure is the name of what has a code in the index.
func (n names) figure(code string) string {
	if i, year, ok := n.indicator(code); ok {
		return i.Name.In(n.q.Lang) + ", " + strconv.Itoa(year)
	}
	if code == n.index.Top().Code {
		return n.q.T("chosen.the_index")
	}
	for _, node := range n.index.Framework.Nodes {
		if node.Code == code {
			return cmp.Or(node.In(n.q.Lang), code)
		}
	}
	return code
}

// unit is what a figure is measured in.
func (n names) unit(code string) string {
	if i, _, ok := n.indicator(code); ok {
		return n.q.T("statistics.unit." + i.Unit)
	}
	for _, node := range n.index.Framework.Nodes {
		if node.Code == code {
			return node.Unit
		}
	}
	return ""
}

// fixed writes a number with so many decimals.
func (n names) fixed(x float64, decimals int) string {
	if targeting.IsMissing(x) {
		return n.q.T("municipality.figures.no_value")
	}
	return lang.Figure(n.q.Lang, strconv.FormatFloat(x+0, 'f', decimals, 64))
}

// short writes a number as it was typed.
func (n names) short(x float64) string {
	return lang.Figure(n.q.Lang, strconv.FormatFloat(x, 'f', -1, 64))
}

// rule says a rule in sentences.
func (n names) rule(r Rule) (said []string) {
	said = append(said, n.q.T("chosen.rule."+string(r.From), "Count", r.Number))
	if r.PerGroup > 0 {
		said = append(said, n.q.T("chosen.rule.per_group", "Count", r.PerGroup))
	}
	for _, t := range r.Thresholds {
		said = append(said, n.threshold(t))
	}
	if len(r.Excluded) > 0 {
		said = append(said, n.q.T("chosen.rule.excluded", "Count", len(r.Excluded)))
	}
	for _, o := range r.Ties {
		said = append(said, n.q.T("chosen.rule.tie."+string(o.First), "Figure", n.figure(o.Code)))
	}
	return append(said, n.q.T("chosen.rule.draw"))
}

func (n names) threshold(t Threshold) string {
	if t.AtLeast != nil {
		return n.q.T("chosen.rule.at_least", "Figure", n.figure(t.Code), "Value", n.short(*t.AtLeast))
	}
	return n.q.T("chosen.rule.at_most", "Figure", n.figure(t.Code), "Value", n.short(*t.AtMost))
}

// why says in one sentence why a municipality is chosen or not.
func (n names) why(l List, r Row) string {
	rival := n.place(r.Rival)
	switch r.Why {
	case Excluded:
		for _, e := range l.Rule.Excluded {
			if e.Code == r.Code {
				return n.q.T("chosen.why.excluded", "Reason", e.Reason.In(n.q.Lang))
			}
		}
	case NotReached, NotKnown:
		t := l.Rule.Thresholds[r.Threshold]
		return n.q.T("chosen.why."+string(r.Why), "Rule", n.threshold(t), "Value", n.fixedAs(r.Figure, t.Code))
	case GroupIsFull:
		return n.q.T("chosen.why.group-full", "Count", l.Rule.PerGroup, "Region", n.region(r.Code, r.Group), "Rival", rival)
	case BeyondCut:
		if r.DecidedBy != "" {
			return n.q.T("chosen.why.tied_out", "Rival", rival, "By", n.by(r.DecidedBy))
		}
		return n.q.T("chosen.why.beyond-cut", "Count", len(l.Chosen()))
	case AmongThem:
		if r.DecidedBy != "" {
			return n.q.T("chosen.why.tied_in", "Rival", rival, "By", n.by(r.DecidedBy))
		}
		return n.q.T("chosen.why.chosen")
	}
	return n.q.T("chosen.why." + string(r.Why))
}

// by names what told equal municipalities apart.
func (n names) by(code string) string {
	if code == ByDraw {
		return n.q.T("chosen.by_draw")
	}
	return n.figure(code)
}

func (n names) fixedAs(x float64, code string) string {
	return n.fixed(x, max(1, n.index.Table.Decimals(code)))
}
