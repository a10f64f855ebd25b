package browser_test

import (
	"strings"
	"testing"
)

// What an organisation has written once it does not write again: the profile is filled in, with a slip first, and the form
// offers it where a question asks the same. One press takes it, with what else was typed; the answer says where it is from.
func TestWhatWasWrittenOnceIsNotTypedAgain(t *testing.T) {
	for i, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			p, path := writer2(t, s, l, []int64{phone, desktop, phone}[i])
			p.mayLog("status of 422")
			tasks := strings.TrimSuffix(path, section)
			writesProfile(p, tasks)
			takesFromProfile(p, tasks+"/sections/who")
		})
	}
}

func writesProfile(p *tab, tasks string) {
	p.t.Helper()
	p.visit(tasks)
	p.follow(p.says("application.colleagues.invite"))
	p.follow(p.says("organisation.profile.link"))
	p.shot("profile-empty")
	p.fill(p.says("organisation.fact.iban"), "BG81 BNBG 9661 1020 3456 78")
	p.fill(p.says("organisation.fact.contact"), "Петя Стоянова")
	p.fill(p.says("organisation.profile.in.bg"), "От 2015 г. събираме билки с дванадесет семейства.")
	p.press(p.says("organisation.profile.save"))
	p.sees(p.says("organisation.profile.wrong.iban"))
	p.suits()
	p.shot("profile-refused")
	p.fill(p.says("organisation.fact.iban"), "BG80 BNBG 9661 1020 3456 78")
	p.press(p.says("organisation.profile.save"))
	p.sees(p.says("organisation.profile.saved"))
	p.suits()
	p.shot("profile")
}

func takesFromProfile(p *tab, who string) {
	p.t.Helper()
	p.visit(who)
	if got := p.value("contact_name"); got == "Петя Стоянова" {
		p.t.Error("the answer was changed by itself")
	}
	ask[bool](p, `(document.querySelectorAll("[data-field=contact_name] details, [data-field=experience] details").forEach(d => { d.open = true; }), true)`)
	p.suits()
	p.shot("offers")
	p.leaving(func() {
		ask[bool](p, `(document.querySelector("[data-field=contact_name] [name='-do'][value^='take:']").click(), true)`)
	})
	p.becomesValue("contact_name", "Петя Стоянова")
	p.sees(p.says("application.offer.from_profile"))
	p.axe()
	p.shot("taken")
}
