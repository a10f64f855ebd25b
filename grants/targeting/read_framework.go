package targeting

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vekst/value/text"
)

// The words of the column Type.
const (
	typeIndicator = "Indicator"
	typeAggregate = "Aggregate"
)

// otherTypes describe columns of the data that are not counted themselves.
var otherTypes = []string{"Denominator", "Group", "Other"}

// ReadFramework reads a framework in the layout of framework.csv: Level, iCode, Direction, Weight, Parent, Type, and where
// they are there Denominator, Target, goalpost_lower, goalpost_upper, iName, iName_bg, iName_nb, iName_en, Unit, Source.
func ReadFramework(data []byte) (*Framework, Faults) {
	s := readSheet(data, FrameworkFile)
	f := &Framework{}
	for _, name := range []string{"Level", "iCode", "Direction", "Weight", "Parent", "Type"} {
		if len(s.faults) == 0 || s.head != nil {
			s.need(name)
		}
	}
	if len(s.faults) > 0 {
		return f, s.faults.sorted()
	}
	for _, r := range s.rows {
		f.readNode(s, r)
	}
	f.checkNames(s)
	if len(s.faults) == 0 {
		f.checkTree(s)
	}
	return f, s.faults.sorted().capped(FrameworkFile)
}

func (f *Framework) readNode(s *sheet, r sheetRow) {
	cell := func(name string) string { return s.cell(r, s.column(name)) }
	n := Node{Code: cell("iCode"), Name: cell("iName"), Unit: cell("Unit"), Source: cell("Source"), Parent: cell("Parent"), Denominator: cell("Denominator"), line: r.line,
		Names: text.Text{BG: cell("iName_bg"), NB: cell("iName_nb"), EN: cell("iName_en")}}
	if n.Code == "" {
		s.fault(r.line, 1, "This row has no iCode.")
		return
	}
	if n.Name == "" {
		n.Name = cmp.Or(n.Names.In(text.EN), n.Code)
	}
	kind := cell("Type")
	switch {
	case slices.Contains(otherTypes, kind):
		f.other = append(f.other, n.Code)
		return
	case kind != typeIndicator && kind != typeAggregate:
		known := append([]string{typeIndicator, typeAggregate}, otherTypes...)
		s.fault(r.line, r.at[s.column("Type")], "%q is not one of: %s.%s", kind, strings.Join(known, ", "), meant(kind, known))
		return
	}
	n.indicator = kind == typeIndicator
	f.readNumbers(s, r, &n)
	f.Nodes = append(f.Nodes, n)
}

func (f *Framework) readNumbers(s *sheet, r sheetRow, n *Node) {
	number := func(name string) float64 {
		if s.column(name) < 0 {
			return missing
		}
		return s.number(r, s.column(name), n.Code)
	}
	level, direction := s.cell(r, s.column("Level")), s.cell(r, s.column("Direction"))
	var err error
	if n.Level, err = strconv.Atoi(level); err != nil || n.Level < 1 || n.Level > mostLevels {
		s.fault(r.line, r.at[s.column("Level")], "%s: the level %q should be a whole number from 1 to %d.", n.Code, level, mostLevels)
	}
	n.Direction = 1
	switch {
	case direction == "1", direction == "" && !n.indicator:
	case direction == "-1" && n.indicator:
		n.Direction = -1
	case n.indicator:
		s.fault(r.line, r.at[s.column("Direction")], "%s: the direction is 1 (more is more) or -1 (more is less), and not %q.", n.Code, direction)
	default:
		s.fault(r.line, r.at[s.column("Direction")], "%s is made of others, which have been turned the right way already: its direction is 1.", n.Code)
	}
	n.Weight, n.Target = number("Weight"), number("Target")
	n.Low, n.High = number("goalpost_lower"), number("goalpost_upper")
	if IsMissing(n.Weight) && n.Parent == "" {
		n.Weight = 1
	}
	if IsMissing(n.Weight) || n.Weight < 0 {
		s.fault(r.line, r.at[s.column("Weight")], "%s: a weight is a number from 0.", n.Code)
	}
	if n.Low >= n.High {
		s.fault(r.line, 1, "%s: the lower goalpost is not below the upper one.", n.Code)
	}
}

// mostLevels bounds how high the tree can be.
const mostLevels = 20

func (f *Framework) checkNames(s *sheet) {
	first := map[string]int{}
	for _, n := range f.Nodes {
		if line, twice := first[n.Code]; twice {
			s.fault(n.line, 1, "The code %q is already on line %d.", n.Code, line)
		} else {
			first[n.Code] = n.line
		}
	}
	for _, n := range f.Nodes {
		if n.Parent == "" {
			continue
		}
		if _, there := first[n.Parent]; !there {
			s.fault(n.line, 1, "%s has the parent %q, and there is no such row.%s", n.Code, n.Parent, meant(n.Parent, f.codes()))
		}
	}
	if len(s.faults) == 0 {
		f.checkCircles(s)
	}
}

func (f *Framework) codes() []string {
	codes := make([]string, len(f.Nodes))
	for i, n := range f.Nodes {
		codes[i] = n.Code
	}
	return codes
}

// circleMark stands between the codes of a circle.
const circleMark = " → "

// checkCircles finds nodes that are made of themselves, each circle once, at the first of its rows.
func (f *Framework) checkCircles(s *sheet) {
	seen := map[string]bool{}
	for _, n := range f.Nodes {
		var path []string
		for at := n; !seen[at.Code]; at = f.Nodes[f.find(at.Parent)] {
			seen[at.Code] = true
			if path = append(path, at.Code); at.Parent == "" {
				break
			}
			if from := slices.Index(path, at.Parent); from >= 0 {
				f.toldCircle(s, path[from:])
				break
			}
		}
	}
}

// toldCircle notes a circle, beginning with the first of its rows.
func (f *Framework) toldCircle(s *sheet, circle []string) {
	first := slices.MinFunc(circle, func(a, b string) int { return f.Nodes[f.find(a)].line - f.Nodes[f.find(b)].line })
	at := slices.Index(circle, first)
	round := slices.Concat(circle[at:], circle[:at], []string{first})
	s.fault(f.Nodes[f.find(first)].line, 1, "%s cannot be part of itself: %s.", first, strings.Join(round, circleMark))
}

func (f *Framework) checkTree(s *sheet) {
	f.grow()
	var tops []string
	for _, n := range f.Nodes {
		parent := f.find(n.Parent)
		switch {
		case n.Parent == "" && n.indicator:
			s.fault(n.line, 1, "The indicator %s has no parent.", n.Code)
		case n.Parent == "":
			tops = append(tops, n.Code)
		case f.Nodes[parent].indicator:
			s.fault(n.line, 1, "%s has the parent %s, which is an indicator. Only groups have parts.", n.Code, n.Parent)
		case f.Nodes[parent].Level <= n.Level:
			s.fault(n.line, 1, "%s is on level %d and its parent %s on level %d. A parent is on a higher level than its parts.", n.Code, n.Level, n.Parent, f.Nodes[parent].Level)
		}
		switch {
		case n.indicator && n.Level != 1:
			s.fault(n.line, 1, "%s is an indicator on level %d. Indicators are on level 1.", n.Code, n.Level)
		case !n.indicator && len(n.children) == 0:
			s.fault(n.line, 1, "Nothing names %s as its parent.", n.Code)
		}
	}
	if len(tops) != 1 && len(s.faults) == 0 {
		s.fault(1, 1, "One row has no parent: the index itself. Here there are %d (%s).", len(tops), strings.Join(tops, ", "))
	}
	f.checkWeights(s)
}

func (f *Framework) checkWeights(s *sheet) {
	for _, g := range f.groups {
		total := 0.0
		for _, c := range f.Nodes[g].children {
			total += f.Nodes[c].Weight
		}
		if total == 0 && len(f.Nodes[g].children) > 0 {
			s.fault(f.Nodes[g].line, 1, "All parts of %s have the weight 0.", f.Nodes[g].Code)
		}
	}
	if len(f.indicators) == 0 && len(s.faults) == 0 {
		s.fault(1, 1, "There is no indicator.")
	}
}
