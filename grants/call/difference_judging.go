package call

import "vekst/value/text"

// judging compares the screener, the check and how applications are scored and ranked.
func (c *comparison) judging(a, b Definition) {
	c.about(PartScreener, "", text.Text{})
	matched(c, "question", a.Screener, b.Screener, func(q Question) string { return q.ID }, func(q Question) text.Text { return q.Text }, c.questions)
	c.about(PartJudging, "", text.Text{})
	matched(c, "gate", a.Gates, b.Gates, func(g Gate) string { return g.ID }, func(g Gate) text.Text { return g.Title }, c.gates)
	c.about(PartJudging, "", text.Text{})
	c.value("total", points(a.Grid.Total), points(b.Grid.Total))
	c.value("threshold", points(a.Grid.Threshold), points(b.Grid.Threshold))
	matched(c, "group", a.Grid.Groups, b.Grid.Groups, func(g Group) string { return g.ID }, func(g Group) text.Text { return g.Title }, c.groups)
	c.about(PartJudging, "", text.Text{})
	c.assessment(a.Assessment, b.Assessment)
	c.ranking(a, b)
}

// points are hundredths, as people read them.
func points(n int64) Decimal { return Decimal{n, 2} }

func (c *comparison) questions(a, b Question) {
	c.about(PartScreener, "", b.Text)
	c.text("question", a.Text, b.Text)
	c.text("help", a.Help, b.Help)
	c.options("option", a.Options, b.Options)
	id := func(r Refusing) string { return r.Answer + "\x00" + r.When.Text }
	matched(c, "refusing", a.Refusals, b.Refusals, id, func(r Refusing) text.Text { return r.Because },
		func(r, s Refusing) { c.text("because", r.Because, s.Because) })
	c.about(PartScreener, "", text.Text{})
}

func (c *comparison) gates(a, b Gate) {
	c.about(PartJudging, "", b.Title)
	c.text("gate", a.Title, b.Title)
	c.text("help", a.Help, b.Help)
	c.text("because", a.Because, b.Because)
	c.value("rejecting", a.Rejecting, b.Rejecting)
	c.condition("pass", a.Pass, b.Pass)
	c.about(PartJudging, "", text.Text{})
}

func (c *comparison) groups(a, b Group) {
	c.about(PartJudging, "", b.Title)
	c.text("group", a.Title, b.Title)
	c.value("weight", Share(a.Weight), Share(b.Weight))
	c.value("group_threshold", unless(a.Threshold == 0, points(a.Threshold)), unless(b.Threshold == 0, points(b.Threshold)))
	c.value("bonus", a.Bonus, b.Bonus)
	matched(c, "criterion", a.Criteria, b.Criteria, func(k Criterion) string { return k.ID }, func(k Criterion) text.Text { return k.Title }, c.criteria)
	c.about(PartJudging, "", text.Text{})
}

func (c *comparison) criteria(a, b Criterion) {
	group := c.name
	c.name = b.Title
	c.text("criterion", a.Title, b.Title)
	c.text("help", a.Help, b.Help)
	c.value("points", points(a.Max), points(b.Max))
	c.value("reason", a.Reason, b.Reason)
	matched(c, "points_option", a.Options, b.Options, func(p Points) string { return p.ID }, func(p Points) text.Text { return p.Label }, func(p, q Points) {
		c.text("points_option", p.Label, q.Label)
		criterion := c.name
		c.name = q.Label
		c.value("points", points(p.Points), points(q.Points))
		c.name = criterion
	})
	c.name = group
}

func (c *comparison) assessment(a, b Assessment) {
	c.value("experts", Quantity(a.Experts), Quantity(b.Experts))
	c.value("divergence", unless(a.Divergence == 0, Share(a.Divergence)), unless(b.Divergence == 0, Share(b.Divergence)))
	c.value("tie", unless(a.Tie == "", Word("call.tie."+string(a.Tie))), unless(b.Tie == "", Word("call.tie."+string(b.Tie))))
	c.value("blind_experts", a.Blind, b.Blind)
}

func (c *comparison) ranking(a, b Definition) {
	r, s := a.Ranking, b.Ranking
	if breakers(r) != breakers(s) {
		c.thing(Changed, "tie_breakers", text.Text{})
	}
	c.value("marginal", unless(r.Marginal == "", Word("call.differs.marginal."+string(r.Marginal))), unless(s.Marginal == "", Word("call.differs.marginal."+string(s.Marginal))))
	c.value("partial", unless(r.PartialMin == 0, any(a.Money.Amount(r.PartialMin))), unless(s.PartialMin == 0, any(b.Money.Amount(s.PartialMin))))
	c.value("places", limit(int64(r.Places)), limit(int64(s.Places)))
	c.value("reserve", r.Reserve, s.Reserve)
	c.value("appeal", limit(int64(r.AppealDays)), limit(int64(s.AppealDays)))
}

func breakers(r Ranking) string {
	all := ""
	for _, b := range r.TieBreakers {
		all += string(b.By) + " " + b.Ref
		if b.Smaller {
			all += " smaller"
		}
		all += "\n"
	}
	return all
}
