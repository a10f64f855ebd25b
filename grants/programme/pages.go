package programme

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"vekst/platform/lang"
	"vekst/platform/web"
)

var programmePage = web.NewPage[programmeView](files, "pages/programme.html")

type programmeView struct {
	web.Head
	Programme
	TotalMark  web.Mark
	DonorNames string
	Bodies     []bodyRow
	Outcomes   []outcomeRow
	Envelopes  []envelopeRow
	Procedures []procedureRow
	Milestones []dated
}

type bodyRow struct {
	Role, Name, Short string
	Mark              web.Mark
}

type outcomeRow struct {
	Number int
	Name   string
	Areas  []string
	Mark   web.Mark
}

type envelopeRow struct {
	For      string
	Outcome  int
	Cents    int64
	Currency string
	Derived  bool
	Mark     web.Mark
}

type procedureRow struct {
	Key, Code, Kind, Title, Summary string
	Began                           time.Time
	Moments                         []dated
	Amounts                         []envelopeRow
	Facts                           []factRow
	NotFound                        []string
	Sources                         []web.Mark
}

type factRow struct {
	Topic, Says string
	Mark        web.Mark
}

type dated struct {
	When string
	What string
	Mark web.Mark
}

func showProgramme(q *web.Request) (web.Answer, error) {
	p, err := Ours()
	if err != nil {
		return nil, err
	}
	v := programmeView{Programme: p, TotalMark: markOf(p.Total.Mark, p.Total.Sources)}
	v.Title, v.Section = p.Name.In(q.Lang), "look.nav.programme"
	var donors []string
	for _, d := range p.Donors {
		donors = append(donors, d.Name.In(q.Lang))
	}
	v.DonorNames = strings.Join(donors, ", ")
	for _, b := range append([]Body{p.Operator}, p.Partners...) {
		v.Bodies = append(v.Bodies, bodyRow{b.Role, b.Name.In(q.Lang), b.Short, markOf("", b.Sources)})
	}
	for _, o := range p.Outcomes {
		v.Outcomes = append(v.Outcomes, outcomeRow{o.Number, o.Name.In(q.Lang), areasOf(p, o.Number, q.Lang), markOf(o.Mark, o.Sources)})
	}
	v.Envelopes = envelopes(p.Envelopes, q.Lang)
	for _, one := range inOrder(p.Procedures) {
		v.Procedures = append(v.Procedures, procedure(q, one))
	}
	for _, m := range p.Milestones {
		v.Milestones = append(v.Milestones, dated{lang.Date(q.Lang, m.Day), m.What.In(q.Lang), markOf("", m.Sources)})
	}
	return programmePage.Show(v), nil
}

func areasOf(p Programme, outcome int, language string) []string {
	var names []string
	for _, a := range p.Areas {
		if a.Outcome == outcome {
			names = append(names, a.Name.In(language))
		}
	}
	return names
}

func envelopes(all []Envelope, language string) []envelopeRow {
	var rows []envelopeRow
	for _, e := range all {
		rows = append(rows, envelopeRow{e.For.In(language), e.Outcome, e.Amount.Cents, e.Amount.Currency, e.Derived, markOf(e.Mark, e.Sources)})
	}
	return rows
}

// inOrder puts procedures in the order in which they began; those of which that is not known come last.
func inOrder(all []Procedure) []Procedure {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Procedure) int {
		began, begun := a.began(), b.began()
		if began.IsZero() != begun.IsZero() {
			return cmp.Compare(boolean(began.IsZero()), boolean(begun.IsZero()))
		}
		return began.Compare(begun)
	})
	return all
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// began is the first moment known of a procedure, zero if none is.
func (p Procedure) began() time.Time {
	var first time.Time
	for _, m := range p.Moments {
		if first.IsZero() || m.At.Before(first) {
			first = m.At
		}
	}
	return first
}

func procedure(q *web.Request, p Procedure) procedureRow {
	r := procedureRow{Key: p.Key, Code: p.Code, Kind: string(p.Kind), Title: p.Title.In(q.Lang), Summary: p.Summary.In(q.Lang),
		Began: p.began(), Amounts: envelopes(p.Amounts, q.Lang), NotFound: p.NotFound}
	for _, m := range p.Moments {
		when := lang.Date(q.Lang, m.At)
		if m.Exact {
			when = lang.DateTime(q.Lang, m.At.In(sofia(q)))
		}
		r.Moments = append(r.Moments, dated{when, q.T("programme.moment." + m.What), markOf("", m.Sources)})
	}
	for _, f := range p.Facts {
		r.Facts = append(r.Facts, factRow{f.Topic, f.Text.In(q.Lang), markOf(f.Mark, f.Sources)})
	}
	for _, s := range p.Sources {
		r.Sources = append(r.Sources, markOf("", []Source{s}))
	}
	return r
}

// sofia is where the moments of the programme are told, the zone of the installation if its own is not known here.
func sofia(q *web.Request) *time.Location {
	if p, err := Ours(); err == nil {
		if zone, err := time.LoadLocation(p.Zone); err == nil {
			return zone
		}
	}
	return q.Site.Zone
}

// markOf is the mark of a figure as pages show it, leading to the first of its sources that has an address.
func markOf(m Mark, sources []Source) web.Mark {
	shown := web.Mark{Certainty: string(m)}
	for _, s := range sources {
		for _, address := range s.Addresses {
			if shown.Link == "" {
				shown.Link, shown.Source = address, site(address)
			}
		}
		if shown.Source == "" {
			shown.Source = s.Note
		}
	}
	return shown
}

// site is the name of the site of an address, as people know it.
func site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
