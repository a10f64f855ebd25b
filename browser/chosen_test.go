package browser_test

import "testing"

// One officer writes a rule and sees at once who would be chosen; another confirms; a citizen reads why a municipality is not
// among them and contests a figure; the request reaches the officers, and its answer the citizen. What was frozen stays.
func TestTwoOfficersChooseAndACitizenContestsAFigure(t *testing.T) {
	needsJudges(t)
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			p := open(t, s, l, phone)
			p.mayLog("status of 422", "status of 403")
			proposal := p.proposesASelection()
			p.becomes("second", proposal)
			p.suits()
			p.press(p.says("chosen.decide.confirm"))
			p.sees(p.says("chosen.one.number", "Number", 2))
			p.shot("chosen")
			p.suits()

			c := open(t, s, l, phone)
			c.mayLog("status of 422")
			c.becomes("owner", "/"+l+"/chosen/2/municipalities/VAR09")
			c.sees(c.says("chosen.turn.title_out"))
			c.shot("why-not-us")
			c.suits()
			request := c.contestsAFigure()

			p.becomes("second", "/corrections")
			p.suits()
			p.leaving(func() { p.clickOn(p.element(`document.querySelector("main .v-hitlist a")`)) })
			p.press(p.says("chosen.correction.send"))
			p.sees(p.says("chosen.refusal.verdict"), p.says("chosen.refusal.reason_answer"))
			p.suits()
			p.choose(p.says("chosen.correction.accept"))
			p.fill(p.says("chosen.correction.reason"), "Така пише в годишника.")
			p.press(p.says("chosen.correction.send"))
			p.sees(p.says("chosen.verdict.accepted"))

			c.visit(request)
			c.sees(c.says("chosen.correction.frozen"), "Така пише в годишника.")
			c.suits()
			c.visitPublic("/chosen/2")
			c.sees(c.says("chosen.since.title", "Count", 1))
		})
	}
}

// proposesASelection writes a rule, first with what is wrong with it, and leaves it to a colleague. Whoever proposed it finds
// no way to confirm it.
func (p *tab) proposesASelection() (address string) {
	p.t.Helper()
	p.becomes("operator", "/choosing/new")
	p.suits()
	p.fillIn(p.element(`document.getElementById("number")`), "0")
	p.press(p.says("chosen.new.preview"))
	p.sees(p.says("chosen.refusal.number", "Most", 263))
	p.suits()
	p.fillIn(p.element(`document.getElementById("number")`), "8")
	p.sees(p.says("chosen.one.cut", "Count", 8)) // the preview follows what is typed
	if !p.within(func() bool {
		return !ask[bool](p, `!!document.querySelector("main .ds-validation-message, main .ds-error-summary")`)
	}) {
		p.t.Error("what is mended is still complained of beside its field")
	}
	for field, text := range map[string]string{"title-bg": "Осем общини", "title-nb": "Åtte kommuner", "title-en": "Eight municipalities"} {
		p.fillIn(p.element(`document.getElementById("`+field+`")`), text)
	}
	p.press(p.says("chosen.new.propose"))
	p.sees(p.says("chosen.decide.another"))
	if p.has("button", p.says("chosen.decide.confirm")) {
		p.t.Error("whoever proposed it is offered to confirm it")
	}
	p.suits()
	return ask[string](p, "location.pathname")
}

// contestsAFigure asks for a figure to be corrected, with what the page knows filled in, and submits it. The address is where
// the answer will stand.
func (p *tab) contestsAFigure() (answered string) {
	p.t.Helper()
	p.follow(p.says("chosen.contest.title"))
	p.suits()
	p.press(p.says("chosen.contest.begin"))
	home := ask[string](p, "location.pathname")
	p.visit(home + "/sections/figure")
	if got := p.value("published"); got == "" {
		p.t.Error("the figure that is shown is not filled in")
	}
	p.answer("right", "25")
	p.press(p.says("application.form.save"))
	p.visit(home + "/sections/proof")
	p.answer("source", "Годишник на Агенцията по заетостта")
	p.press(p.says("application.form.save"))
	p.visit(home + "/check")
	p.press(p.says("application.submit.do"))
	return "/corrections" + home[len("/applications"):]
}
