package browser_test

import (
	"strings"
	"testing"
)

// An application that was withdrawn becomes the beginning of a new one: what fits is ticked, a text that has become too long
// is not and says why, and what was declared is never copied. The new draft says of each answer where it is from, and no
// longer says so once somebody types over it.
func TestAnEarlierApplicationBecomesANewOne(t *testing.T) {
	for _, l := range inTurn(0) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			p, path := writer2(t, s, l, phone)
			tasks := strings.TrimSuffix(path, section)
			p.visit(tasks + "/sections/idea")
			p.answer("summary", strings.Repeat("Сушилня и шест работни места. ", 30))
			p.press(p.says("application.form.save"))
			p.visit(tasks)
			p.follow(p.says("application.withdraw.link"))
			p.press(p.says("application.withdraw.do"))
			p.visit(tasks)
			p.follow(p.says("application.copy.link"))
			p.suits()
			p.shot("copy-where")
			copies(p)
		})
	}
}

func copies(p *tab) {
	p.t.Helper()
	p.leaving(func() { ask[bool](p, `(document.querySelector(".v-calls a").click(), true)`) })
	p.suits()
	p.shot("copy")
	if ask[bool](p, `document.getElementById("take-summary").checked || !document.getElementById("take-title").checked`) {
		p.t.Error("what fits is not ticked, or what does not is")
	}
	p.press(p.says("application.copy.do"))
	p.sees(p.says("application.copy.aside"))
	p.suits()
	p.shot("copied")
	p.visit(p.place() + "/sections/idea")
	p.sees(p.says("application.offer.from_earlier"))
	if got := p.value("title"); got == "" {
		p.t.Error("the title was not copied")
	}
	p.shot("copied-section")
	isSaid := func() bool { return ask[bool](p, `!document.querySelector("[data-source=title]").hidden`) }
	title := p.value("title")
	p.answer("title", "Друго име")
	if !p.within(func() bool { return !isSaid() }) {
		p.t.Error("what somebody has typed over still says that it was not typed")
	}
	p.answer("title", title)
	if !p.within(isSaid) {
		p.t.Error("what was typed back as it was does not say where it is from")
	}
}
