package browser_test

import (
	"strings"
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
			officer.mayLog("status of 410", "status of 409")
			acceptsPart(officer)
			confirmsPartner(owner, tasks)
			takesPart(officer, tasks)
			owner.visit(tasks + "/partners")
			owner.sees(owner.says("application.partner.state.ready"))
			owner.suits()
			owner.shot("partners-ready")
			seesTheLines(owner, tasks)
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

// acceptsPart follows the letter for an organisation with another number than the applicant has written.
func acceptsPart(p *tab) {
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
	p.sees(p.says("application.candidate.waits"))
	p.shot("candidate-waits")
}

// confirmsPartner says that it is the right organisation all the same.
func confirmsPartner(p *tab, tasks string) {
	p.t.Helper()
	p.visit(tasks + "/partners")
	p.sees(p.says("application.candidate.state"))
	p.suits()
	p.shot("candidate")
	p.press(p.says("application.candidate.confirm"))
	p.sees(p.says("application.partner.state.filling"))
}

// takesPart fills in the part.
func takesPart(p *tab, tasks string) {
	p.t.Helper()
	p.visit(tasks)
	p.sees(p.says("application.partner.part"))
	p.suits()
	p.shot("tasks-of-a-partner")
	p.follow(p.says("application.partner.fill"))
	p.answer("partners/1/role", "Даваме сградата.")
	p.answer("budget/#1/heading", "staff")
	p.answer("budget/#1/what", "Домакин на сградата")
	p.answer("budget/#1/quantity", "2")
	p.answer("budget/#1/price", "150,50")
	p.addRow("budget")
	p.answer("budget/#2/what", "Наем")
	p.answer("budget/#2/price", "99")
	p.state("done")
	if sum := ask[string](p, `document.querySelector("[data-sum='partner:1']").textContent.replace(/\D/g, "")`); sum != "30100" {
		p.t.Errorf("the partner's costs come to %s cents", sum)
	}
	p.suits()
	p.shot("part")
	p.press(p.says("application.declare.do"))
	p.sees(strings.TrimSpace(p.says("application.declare.given", "By", "Даниела Цонева°", "Organisation", "")))
	p.suits()
	p.shot("part-declared")
	p.visit(tasks + "/part")
	if n := ask[int](p, `document.querySelectorAll("[data-budget] [data-row]").length`); n != 2 {
		p.t.Errorf("the partner sees %d lines and not its own two", n)
	}
	p.visit(tasks + "/sections/together")
	if !ask[bool](p, `document.querySelector("#answers fieldset").disabled`) {
		p.t.Error("a partner can write in the section")
	}
	p.visit(tasks)
	p.press(p.says("application.partner.say_ready"))
	p.sees(p.says("application.partner.state.ready"))
	p.suits()
}

// seesTheLines looks at the whole budget, with the lines of the partner in it.
func seesTheLines(p *tab, tasks string) {
	p.t.Helper()
	p.visit(tasks + "/sections/costs")
	if !ask[bool](p, `[...document.querySelectorAll("[data-budget] [data-row]")].some(r => r.querySelector("[name$='/what']").value === "Домакин на сградата" && r.querySelector("[name$='/partner']").value === "1")`) {
		p.t.Error("the applicant does not see the partner's line as the partner's")
	}
	p.shot("costs-with-a-partner")
	p.visit(tasks + "/partners")
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
	partner.visit(tasks + "/part")
	partner.mayLog("status of 404")
	partner.answer("partners/1/role", "Даваме сградата и градината.")
	partner.state("done")
	p.press(p.says("application.partner.remove_do"))
	p.sees(p.says("application.partner.state.none"))
	typesOn(partner, tasks)
	p.visit(tasks + "/history/partners")
	p.sees("Даваме сградата и градината.")
	if strings.Contains(p.text(), "твърде късно") {
		p.t.Error("what a removed partner wrote was saved")
	}
}

// typesOn writes on in the page of a part that is no longer one's own: it is said, and the text stays to be copied.
func typesOn(p *tab, tasks string) {
	p.t.Helper()
	p.answer("partners/1/role", "Това е написано твърде късно.")
	p.state("conflict")
	p.sees(p.says("application.part_lines.removed"))
	p.suits()
	p.shot("part-removed")
	if got := ask[string](p, `document.getElementById("partners/1/role").value`); got != "Това е написано твърде късно." {
		p.t.Errorf("the page has %q", got)
	}
	p.visit(tasks + "/part")
	p.sees(p.says("application.partner.lost"), "Това е написано твърде късно.")
	p.suits()
	p.shot("part-lost")
	p.visit(tasks)
	p.sees(p.says("look.refusal.missing"))
}
