package targeting

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vekst/platform/web"
)

// sliders are the weights anybody can move on the page of an index, and what comes of them. Nothing is kept: the address
// holds the weights.
type sliders struct {
	Groups      []sliderGroup
	Ten         []movedRow
	Says        string
	Self, Data  string
	Moved       bool
	Complaint   string
	Same, Kept  string // sentences for the script
	Zero, Fault string
	Place       string
}

type sliderGroup struct {
	Name    string
	IsTop   bool
	Sliders []slider
}

type slider struct {
	ID, Name, Label, Value, Max, Official, Share string
	Of                                           int // the group, by place among the nodes
}

type movedRow struct {
	Code, Name, Link, Was string
}

// weightPrefix begins the names of weights in an address: w.work=2.
const weightPrefix = "w."

func (o *opened) sliders(q *web.Request) sliders {
	base := q.Link("/indices/" + strconv.Itoa(o.Number))
	s := sliders{Self: base, Data: "/indices/" + strconv.Itoa(o.Number) + "/moving.json?lang=" + q.Lang,
		Same: q.T("targeting.move.same"), Kept: q.T("targeting.move.kept", "N", "{n}", "Of", "{of}"), Zero: q.T("targeting.move.zero"),
		Fault: q.T("targeting.move.fault"), Place: q.T("targeting.move.place", "Place", "{place}")}
	weights, wrong := o.asked(q.URL.Query())
	if wrong != "" {
		s.Complaint = q.T("targeting.move.wrong", "Value", wrong)
	}
	s.Moved = len(weights) > 0
	s.Groups = o.sliderGroups(weights)
	o.moved(q, &s, weights)
	return s
}

// asked are the weights of an address that differ from the published ones, and the first value that is no weight.
func (o *opened) asked(values url.Values) (weights map[string]float64, wrong string) {
	weights = map[string]float64{}
	f := o.Result.Framework
	for _, i := range o.Result.canMove() {
		s := strings.TrimSpace(values.Get(weightPrefix + f.Nodes[i].Code))
		if s == "" {
			continue
		}
		switch x, ok := readWeight(s); {
		case !ok && wrong == "":
			wrong = s
		case ok && x != o.Result.Weights[i]:
			weights[f.Nodes[i].Code] = x
		}
	}
	return weights, wrong
}

func (o *opened) sliderGroups(weights map[string]float64) (groups []sliderGroup) {
	f := o.Result.Framework
	for k := len(f.groups) - 1; k >= 0; k-- {
		g := f.groups[k]
		children := f.Nodes[g].children
		if len(children) < 2 {
			continue
		}
		group := sliderGroup{Name: f.Nodes[g].In(o.lang), IsTop: len(groups) == 0}
		now, total, most := map[int]float64{}, 0.0, 0.0
		for _, c := range children {
			now[c] = o.Result.Weights[c]
			most = max(most, now[c])
			if w, ok := weights[f.Nodes[c].Code]; ok {
				now[c] = w
			}
			total += now[c]
		}
		for _, c := range children {
			share := o.share(0)
			if total > 0 {
				share = o.share(now[c] / total)
			}
			group.Sliders = append(group.Sliders, slider{ID: "w-" + strconv.Itoa(c), Name: weightPrefix + f.Nodes[c].Code, Label: f.Nodes[c].In(o.lang), Value: figure(now[c]),
				Official: figure(o.Result.Weights[c]), Max: figure(max(2*most, now[c])), Share: share, Of: g})
		}
		groups = append(groups, group)
	}
	return groups
}

// moved fills in what comes of the weights.
func (o *opened) moved(q *web.Request, s *sliders, weights map[string]float64) {
	m := o.Move(weights)
	published := o.Chosen()
	switch {
	case m.Fault != nil:
		s.Says = s.Fault
		return
	case len(m.Chosen) == 0:
		s.Says = s.Zero
		return
	}
	kept := 0
	for _, u := range m.Chosen {
		row := movedRow{Code: o.Result.Units[u].Code, Name: o.unitOf(o.Result.Units[u].Code), Link: q.Link("/indices/" + strconv.Itoa(o.Number) + "/municipalities/" + o.Result.Units[u].Code)}
		if slices.Contains(published, u) {
			kept++
		} else {
			row.Was = q.T("targeting.move.place", "Place", o.Result.Counted[u])
		}
		s.Ten = append(s.Ten, row)
	}
	if s.Says = s.Same; kept < len(published) || len(m.Chosen) != len(published) {
		s.Says = q.T("targeting.move.kept", "N", kept, "Of", len(published))
	}
}

// movingFile is what the browser counts with.
func (h *house) movingFile(q *web.Request) (web.Answer, error) {
	if l := q.Value("lang"); l == "bg" || l == "nb" || l == "en" {
		q.Lang = l
	}
	o, err := h.open(q)
	if err != nil {
		return nil, err
	}
	return web.JSON(o.Result.moving(o.unitOf)), nil
}
