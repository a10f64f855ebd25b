package browser_test

import (
	"testing"
)

// The applicant invites the municipality for the row of a partner; its officer follows the letter, takes part, fills in the
// row and says that it is ready; the applicant sends it back and at last takes it out. In each language, every page judged.
func TestAPartnerFillsInItsOwnPart(t *testing.T) {
	needsJudges(t)
	for i, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			width := []int64{phone, desktop, phone}[i]
			owner := open(t, s, l, width)
			owner.mayLog("status of 422", "status of 409")
			owner.becomes("owner", "/applications")
			owner.follow("Билки от Балкана")
			tasks := owner.place()
			invites(owner, tasks)
			officer := open(t, s, l, width)
			takesPart(officer, tasks)
			owner.visit(tasks + "/partners")
			owner.sees(owner.says("application.partner.state.ready"))
			owner.suits()
			owner.shot("partners-ready")
			sendsBackAndRemoves(owner, officer, tasks)
		})
	}
}

func invites(p *tab, tasks string) {
	p.t.Helper()
	p.visit(tasks + "/partners")
	p.suits()
	p.shot("partners")
	p.press(p.says("application.partner.invite"))
	p.sees(p.says("account.refusal.email"))
	p.suits()
	p.shot("partners-refused")
	p.answer("email-1", "daniela.tsoneva@example.org")
	p.press(p.says("application.partner.invite"))
	p.sees(p.says("application.partner.state.invited"), "daniela.tsoneva@example.org")
	p.suits()
}

// takesPart follows the letter, and fills in the row.
func takesPart(p *tab, tasks string) {
	p.t.Helper()
	p.becomes("officer", "/my")
	link := ""
	if !p.within(func() bool {
		p.visitPublic("/demo/mail?to=daniela.tsoneva@example.org")
		link = ask[string](p, `document.querySelector("main a[href*='/taking-part/']")?.getAttribute("href") || ""`)
		return link != ""
	}) {
		p.t.Fatal("no letter invites the partner")
	}
	p.visit(link)
	p.suits()
	p.shot("taking-part")
	p.press(p.says("application.partner.accept"))
	p.sees(p.says("application.partner.part"))
	p.suits()
	p.shot("tasks-of-a-partner")
	p.follow(p.says("application.partner.fill"))
	p.answer("partners/1/role", "Даваме сградата.")
	p.state("done")
	p.suits()
	p.shot("part")
	p.visit(tasks + "/sections/together")
	if !ask[bool](p, `document.querySelector("#answers fieldset").disabled`) {
		p.t.Error("a partner can write in the section")
	}
	p.visit(tasks)
	p.press(p.says("application.partner.say_ready"))
	p.sees(p.says("application.partner.state.ready"))
	p.suits()
}

func sendsBackAndRemoves(p, partner *tab, tasks string) {
	p.t.Helper()
	p.click("button", p.says("application.partner.back"))
	p.fill(p.says("application.partner.what"), "Коя сграда?")
	p.press(p.says("application.partner.back_do"))
	partner.visit(tasks)
	partner.sees("Коя сграда?")
	partner.suits()
	p.visit(tasks + "/check")
	p.sees(p.says("application.partner.unready"))
	p.visit(tasks + "/partners")
	p.follow(p.says("application.partner.remove"))
	p.suits()
	p.shot("partner-remove")
	p.press(p.says("application.partner.remove_do"))
	p.sees(p.says("application.partner.state.none"))
	partner.mayLog("status of 404")
	partner.visit(tasks)
	partner.sees(partner.says("look.refusal.missing"))
}
