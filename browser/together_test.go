package browser_test

import (
	"strings"
	"testing"
)

// offline is what a browser writes when there is no line.
var offline = []string{"ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_CLOSED", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_SOCKET_NOT_CONNECTED", "ERR_ABORTED",
	"error occurred when fetching the script", "FetchEvent"}

// Two colleagues write in the same draft while one of them has no line, in each language. What they changed in different
// places is one text afterwards; where they changed the same place both read both, and one press decides.
func TestTwoWriteTogetherAndOneHasNoLine(t *testing.T) {
	needsJudges(t)
	for i, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			line, near := throughWire(t, s)
			p, path := writer2(t, near, l, []int64{phone, desktop, phone}[i])
			p.mayLog(offline...)
			p.answer(question, "Билките остават. Хората заминават.")
			p.answer("people", "Двама ръководители.")
			p.state("done")
			colleague := open(t, s, l, desktop)
			colleague.becomes("editor", path)

			line.cut()
			p.answer(question, "Билките остават завинаги. Хората заминават.")
			p.answer("people", "Трима ръководители.")
			p.addRow("steps")
			p.answer("steps/#2/step", "Без връзка")
			p.state("device")
			p.suits()
			p.shot("offline")
			colleague.answer(question, "Билките остават. Хората се връщат.")
			colleague.answer("people", "Двама майстори.")
			colleague.state("done")

			line.mend()
			p.state("conflict")
			p.letGo()
			colleague.letGo()
			p.becomesValue(question, "Билките остават завинаги. Хората се връщат.")
			colleague.becomesValue(question, "Билките остават завинаги. Хората се връщат.")
			if !colleague.within(func() bool {
				there, err := tryAsk[bool](colleague, `[...document.querySelectorAll("[data-table=steps] input")].some(e => e.value === "Без връзка")`)
				return err == nil && there
			}) {
				t.Error("the colleague does not get the row that was added without a line")
			}
			for _, who := range []*tab{p, colleague} {
				who.sees(who.says("application.dispute.title"), "Трима ръководители.", "Двама майстори.")
				who.axe()
				who.shot("dispute")
			}
			colleague.visit(strings.TrimSuffix(path, section) + "/check")
			colleague.sees(colleague.says("application.dispute.complaint"))
			p.press2(p.says("application.dispute.both"))
			p.state("done")
			if got := p.value("people"); !strings.Contains(got, "Трима ръководители.") || !strings.Contains(got, "Двама майстори.") {
				t.Errorf("both in one text is %q", got)
			}
			p.visit(strings.TrimSuffix(path, section) + "/history/people")
			p.sees("Трима ръководители.", "Двама майстори.", "Двама ръководители.")
			p.suits()
			p.shot("history")
		})
	}
}

// press2 presses a button that stays on the page.
func (p *tab) press2(name string) { p.t.Helper(); p.click("button", name) }

// writer2 is the owner of the draft at a section of it, in a language.
func writer2(t *testing.T, s *server, lang string, width int64) (p *tab, path string) {
	t.Helper()
	p = open(t, s, lang, width)
	p.becomes("owner", "/applications")
	p.follow("Билки от Балкана")
	path = p.place() + section
	p.visit(path)
	return p, path
}
