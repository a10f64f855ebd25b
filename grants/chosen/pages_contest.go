package chosen

import (
	"slices"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/organisation"
	"vekst/grants/targeting"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var contestPage = web.NewPage[contestView](files, "pages/contest.html")

type contestView struct {
	web.Head
	Name, Self string
	Figure     web.Choice
	Who        web.Choice
}

// myself is the choice of whoever asks in their own name.
const myself = "myself"

// contest asks which figure is wrong, and begins the request with everything filled in that is known here.
func (h *house) contest(q *web.Request) (web.Answer, error) {
	v, _, err := h.contesting(q)
	if err != nil {
		return nil, err
	}
	return contestPage.Show(v), nil
}

func (h *house) contesting(q *web.Request) (v contestView, n names, err error) {
	s, err := numbered(q)
	if err != nil {
		return v, n, err
	}
	o, err := h.open(q.Reader(), s)
	if err != nil {
		return v, n, err
	}
	code := q.PathValue("code")
	if _, ok := o.list.Of(code); !ok {
		return v, n, refusal.New(refusal.Missing, "chosen.refusal.no_place")
	}
	if n, err = h.names(q, o.index.Result); err != nil {
		return v, n, err
	}
	at := "/chosen/" + strconv.Itoa(s.Number)
	v = contestView{Name: n.place(code), Self: "/contest/" + strconv.Itoa(s.Number) + "/" + code,
		Head: head(q, q.T("chosen.contest.title"), toList(q), web.Crumb{Name: s.Title.In(q.Lang), Link: q.Link(at)}, web.Crumb{Name: n.place(code), Link: q.Link(at + "/municipalities/" + code)})}
	v.Figure = web.Choice{Name: "figure", Label: q.T("chosen.contest.figure"), Value: q.Value("figure")}
	for _, node := range n.index.Indicators() {
		v.Figure.Options = append(v.Figure.Options, web.Option{Value: node.Code, Label: n.figure(node.Code) + ": " + n.shown(code, node.Code)})
	}
	return v, n, v.ask(q)
}

// shown is a figure as the page shows it.
func (n names) shown(place, column string) string {
	u := n.index.Find(place)
	if u < 0 {
		return n.q.T("municipality.figures.no_value")
	}
	x, _ := n.index.Figure(column, u)
	return n.fixed(x, n.index.Table.Decimals(column))
}

func (v *contestView) ask(q *web.Request) error {
	members, err := organisation.Of(q.Reader(), q.Actor())
	v.Who = web.Choice{Name: "who", Label: q.T("chosen.contest.who"), Value: q.Value("who"), Options: []web.Option{{Value: myself, Label: q.T("chosen.contest.myself", "Name", q.Visitor.Name)}}}
	for _, m := range members {
		if m.Organisation.Kind != organisation.Person && slices.Contains(speakers(q), m.Organisation.ID) {
			v.Who.Options = append(v.Who.Options, web.Option{Value: m.Organisation.ID, Label: m.Organisation.Name})
		}
	}
	if v.Who.Value == "" {
		v.Who.Value = myself
	}
	return err
}

// beginContest begins the request as a draft of whoever asks.
func (h *house) beginContest(q *web.Request) (web.Answer, error) {
	v, n, err := h.contesting(q)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(v.Figure.Options, func(o web.Option) bool { return o.Value == v.Figure.Value }) {
		v.Complaints = q.Complaints(refusal.Of([]refusal.Complaint{refusal.About("figure", "chosen.refusal.figure")}))
		v.Figure.Complaint = v.Complaint("figure")
		return contestPage.Refuse(v), nil
	}
	of, err := onBehalf(q, v.Who.Value)
	if err != nil {
		return nil, err
	}
	a, err := web.Do(q, application.Start, application.Beginning{Call: CorrectionCall, Organisation: of, Lang: q.Lang})
	if err != nil {
		heard, status := q.Heard(err)
		if status == 0 {
			return nil, err
		}
		v.Complaints = heard
		return contestPage.With(status, v), nil
	}
	_, err = web.Do(q, application.Save, application.Saving{Application: a.ID, Changes: n.known(q.PathValue("code"), v.Figure.Value)})
	return web.See("/applications/" + a.ID), err
}

// onBehalf is for whom the request is made. Who asks in their own name for the first time is made known as themselves.
func onBehalf(q *web.Request, who string) (string, error) {
	if who != myself {
		return who, nil
	}
	of, err := web.Do(q, organisation.ActForMyself, struct{}{})
	if err != nil {
		return "", err
	}
	q.Visitor.Actor, err = account.ActorOf(q.Reader(), q.Actor().ID) // who may now speak for themselves
	return of, err
}

// known are the answers that this page knows.
func (n names) known(place, column string) []application.Change {
	all := []application.Change{{Path: "municipality", Value: place}, {Path: "indicator", Value: n.figure(column)}}
	if _, year, ok := splitFigure(column); ok {
		all[1].Value += " (" + column + ")"
		all = append(all, application.Change{Path: "year", Value: strconv.Itoa(year)})
	}
	if u := n.index.Find(place); u >= 0 {
		if x, _ := n.index.Figure(column, u); !targeting.IsMissing(x) {
			all = append(all, application.Change{Path: "published", Value: n.fixed(x, n.index.Table.Decimals(column))})
		}
	}
	return all
}

// typed writes an exact decimal as people do.
func (n names) typed(exact string) string { return lang.Figure(n.q.Lang, exact) }
