package browser_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// sheets are the addresses to which the forms of the page are sent that ask something and change something. A draft of a
// call is deleted by typing its code, which is the same nonsense by then, so that form is left out.
const sheets = `[...document.forms].filter(f => f.method === "post" && f.checkVisibility() && !f.matches("[data-verify], [action$='/delete']") &&
	[...f.elements].some(e => e.matches("input:not([type=hidden], [type=submit]), select, textarea"))).map(f => f.getAttribute("action") || location.pathname)`

// nonsense is what no question wants: too long for most, without a place to break the line, with what HTML and SQL mind.
var nonsense = `<b>"'&` + strings.Repeat("неразделимо", 60)

// wreck fills a form with nonsense, or with nothing, chooses nothing, and sends it with its last button, past all that a
// browser checks.
const wreck = `((action, text) => {
	const f = [...document.forms].find(f => (f.getAttribute("action") || location.pathname) === action);
	f.noValidate = true;
	for (const e of f.elements) {
		if (e.matches("[type=hidden], [type=submit], [type=file], button, fieldset, output") || e.disabled) continue;
		if (e.matches("[type=radio], [type=checkbox]")) e.checked = false;
		else if (e.matches("select")) e.selectedIndex = -1;
		else { if (e.matches("input")) e.type = "text"; e.value = text; }
	}
	f.requestSubmit([...f.elements].filter(e => e.matches("button[type=submit]") && e.checkVisibility()).at(-1));
	return true;
})(%s, %s)`

// refuses sends a form of the page in vain and expects an answer that suits everybody: complaints in a list, with what was
// typed kept, or a page like any other, but never a failure.
func (p *tab) refuses(path, action, text string) {
	p.t.Helper()
	p.judged = false
	p.visit(path)
	p.judged = true
	if !slices.Contains(ask[[]string](p, sheets), action) {
		return // it was accepted the time before, and is not asked again
	}
	p.leaving(func() { ask[bool](p, fmt.Sprintf(wreck, quoted(action), quoted(text))) })
	switch status := ask[int](p, `performance.getEntriesByType("navigation")[0].responseStatus`); {
	case status >= 500:
		p.t.Errorf("%s of %s sent with %.20q is answered with %d", action, path, text, status)
	case status == 422 && !ask[bool](p, `!!document.querySelector(".ds-error-summary")`):
		p.t.Errorf("%s of %s sent with %.20q is refused without a list of complaints", action, path, text)
	}
}

// Every form that somebody can reach is sent empty, and full of nonsense. What answers suits everybody.
func TestEveryFormSentInVainSuitsEverybody(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(1) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s, tried := ownDemo(t), map[string]bool{}
			stranger := open(t, s, l, phone)
			stranger.visit("/language/" + l + "?next=/sign-in")
			stranger.tries(tried, "/sign-in", "/sign-up", "/forgotten", "/"+l+"/demo")
			for _, who := range parts {
				p := open(t, s, l, phone)
				p.becomes(who.name, who.starts[0])
				p.tries(tried, p.explore("form-"+who.name, private, who.starts...)...)
			}
			t.Logf("%d forms: %q", len(tried), slices.Sorted(maps.Keys(tried)))
		})
	}
}

// tries sends every form of the pages in vain that was not tried before.
func (p *tab) tries(tried map[string]bool, pages ...string) {
	p.t.Helper()
	p.mayLog("status of 422", "status of 429", "status of 409", "status of 403")
	for _, path := range pages {
		p.judged = false
		p.visit(path)
		for _, action := range ask[[]string](p, sheets) {
			if kind := kindOf(action); !tried[kind] {
				tried[kind] = true
				p.refuses(path, action, "")
				p.refuses(path, action, nonsense)
				p.shot("refused-" + strings.NewReplacer("/", "-", "?", "", "*", "").Replace(kind))
			}
		}
	}
}

// Every section of an application, as it is, empty, and full of nonsense, with its complaints.
func TestEverySectionFilledInVainSuitsEverybody(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(0) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, ownDemo(t), l, phone)
			p.mayLog("status of 422")
			p.becomes("owner", "/applications")
			p.follow("Билки от Балкана")
			for _, path := range p.links() {
				if !strings.Contains(path, "/sections/") {
					continue
				}
				p.judged = true
				p.visit(path)
				action := ask[[]string](p, sheets)[0]
				name := "section-" + strings.TrimSuffix(path[strings.LastIndex(path, "/")+1:], "?check=1")
				p.shot(name)
				for _, text := range []string{"", nonsense} {
					p.refuses(path, action, text)
					p.visit(strings.TrimSuffix(path, "?check=1") + "?check=1")
				}
				p.shot(name + "-nonsense")
			}
		})
	}
}
