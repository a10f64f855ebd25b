package browser_test

import (
	"strings"
	"testing"
)

// An owner asks a colleague about a question; the colleague answers and it is resolved. Then the owner lets her sign, asks
// for the signature, gets the application back, asks again; she signs and submits in one go. In each language, every page
// judged.
func TestAQuestionIsTalkedOverAndTheApplicationSigned(t *testing.T) {
	needsJudges(t)
	for i, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			owner, path := writer2(t, s, l, []int64{phone, desktop, phone}[i])
			owner.mayLog("status of 422", "status of 409")
			tasks := strings.TrimSuffix(path, section)
			talksOver(owner, s, tasks)
			letsSign(owner)
			completes(owner, tasks)
			signsOff(owner, s, tasks)
		})
	}
}

func talksOver(p *tab, s *server, tasks string) {
	p.t.Helper()
	p.visit(tasks + "/comments")
	p.suits()
	p.shot("comments-none")
	p.visit(tasks + "/comments/people")
	p.press(p.says("application.comments.send"))
	p.sees(p.says("application.comment.empty"))
	p.suits()
	p.shot("comments-refused")
	p.fill(p.says("application.comments.new"), "Кой ще води работата?")
	p.answer("asked", "Надежда Янева°")
	p.press(p.says("application.comments.send"))
	p.sees("Кой ще води работата?")
	colleague := open(p.t, s, p.lang, phone)
	colleague.becomes("reader", tasks+"/comments")
	colleague.follow(ask[string](colleague, `document.querySelector("main ol a").innerText`))
	colleague.click("button", colleague.says("application.comments.answer"))
	colleague.fill(colleague.says("application.comments.your_answer"), "Аз.")
	colleague.press(colleague.says("application.comments.send_answer"))
	colleague.sees("Аз.")
	colleague.suits()
	colleague.shot("comments-talk")
	p.visit(tasks)
	p.sees(p.says("application.comments.open_here", "Count", 1))
	p.suits()
	p.shot("tasks-with-comment")
	p.visit(tasks + "/comments/people")
	p.press(p.says("application.comments.resolve"))
	p.sees(p.says("application.comments.resolved"))
	p.suits()
}

// letsSign lets the reader of the association sign, and decides that somebody must.
func letsSign(p *tab) {
	p.t.Helper()
	p.visit("/organisations")
	p.leaving(func() { p.clickOn(p.element(`document.querySelector("main tbody th a")`)) })
	p.choose(p.says("organisation.sign_off.label"))
	button := `document.querySelector("form[action$='/sign-off'] button")`
	p.leaving(func() { p.clickOn(p.element(button)) })
	p.sees(p.says("organisation.refusal.no_certifier"))
	p.suits()
	p.leaving(func() {
		p.clickOn(p.element(`[...document.querySelectorAll("tbody tr")].find(r => r.innerText.includes("Надежда")).querySelector("form[action$='/certify'] button")`))
	})
	p.choose(p.says("organisation.sign_off.label"))
	p.leaving(func() { p.clickOn(p.element(button)) })
	p.suits()
	p.shot("organisation-signs")
}

func signsOff(p *tab, s *server, tasks string) {
	p.t.Helper()
	p.visit(tasks + "/check")
	if p.has("button", p.says("application.submit.do")) {
		p.t.Error("what is not signed can be submitted")
	}
	p.suits()
	p.shot("sign-to-ask")
	p.press(p.says("application.sign.ask"))
	p.sees("Надежда Янева°")
	p.suits()
	p.shot("sign-asked")
	mayor := open(p.t, s, p.lang, phone)
	mayor.mayLog("status of 422", "status of 409")
	mayor.becomes("reader", tasks)
	mayor.follow(mayor.says("application.tasks.check"))
	mayor.click("button", mayor.says("application.sign.back"))
	mayor.press(mayor.says("application.sign.back_do"))
	mayor.sees(mayor.says("application.sign.no_words"))
	mayor.suits()
	mayor.shot("sign-back-refused")
	mayor.fill(mayor.says("application.sign.whole"), "Само още малко.")
	mayor.press(mayor.says("application.sign.back_do"))
	p.visit(tasks + "/check")
	p.sees("Само още малко.")
	p.suits()
	p.shot("sign-returned")
	p.press(p.says("application.sign.ask"))
	mayor.visit(tasks + "/check")
	mayor.press(mayor.says("application.sign.do"))
	p.visit(tasks + "/sections/work")
	p.answer("risks", "Градушка.")
	p.press(p.says("application.form.save"))
	p.visit(tasks + "/check")
	p.sees("Надежда Янева°", p.says("application.sign.next.void"))
	p.suits()
	p.shot("sign-void")
	mayor.visit(tasks + "/check")
	mayor.suits()
	mayor.shot("sign-yours")
	mayor.press(mayor.says("application.sign.do_both"))
	mayor.sees(mayor.says("application.receipt.done"), mayor.says("application.sign.by"))
	mayor.suits()
	mayor.shot("receipt-signed")
}
