package browser_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// What goes wrong is told to those who listen as to those who see, in each language: by the list of complaints, which is
// where the page begins then, by each field, and by the line that says what is saved. All of it is asked of the tree that
// the browser gives to a screen reader.
func TestComplaintsAreReadAloud(t *testing.T) {
	s := ownDemo(t)
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			p, path := writer2(t, s, l, phone)
			p.mayLog("status of 422", "status of 401", "status of 429")
			listensToASection(p, path)
			listensWhileWriting(p, path)
			listensToAForm(p)
		})
	}
}

// listensToASection opens a section with what it still lacks.
func listensToASection(p *tab, path string) {
	p.t.Helper()
	p.visit(path + "?check=1")
	p.beginsWithComplaints()
	link := ask[string](p, `document.querySelector(".ds-error-summary a").innerText`)
	p.touchLink(link)
	field := p.atFocus()
	said := ask[string](p, `document.getElementById(document.activeElement.id + "-e").innerText`)
	if field.property("invalid") != "true" || !strings.Contains(plain(link), plain(said)) || !strings.Contains(plain(field.description), plain(said)) {
		p.t.Errorf("%s: the complaint %q leads to the %s %q, which is read as invalid %q, because %q", p.place(), link, field.role, field.name, field.property("invalid"), field.description)
	}
}

// listensWhileWriting writes what cannot be, and goes on to the next field.
func listensWhileWriting(p *tab, path string) {
	p.t.Helper()
	p.visit(path)
	status := p.spoken("status", `document.querySelector("[data-saved]")`)
	if status.property("live") != "polite" {
		p.t.Errorf("what is saved is told %q", status.property("live"))
	}
	p.visit(strings.TrimSuffix(path, section) + "/sections/jobs")
	p.rights("jobs_new", "6")
	p.answer("jobs_new", "много")
	p.letGo()
	var sentence string
	if !p.within(func() bool {
		sentence, _ = tryAsk[string](p, `document.getElementById("jobs_new-e").hidden ? "" : document.getElementById("jobs_new-e").innerText`)
		return sentence != ""
	}) {
		p.t.Fatal("a number that is none is not complained of")
	}
	told := p.spoken("status", `document.querySelector("[data-told]")`)
	if told.property("live") != "polite" || !strings.Contains(ask[string](p, `document.querySelector("[data-told]").textContent`), sentence) {
		p.t.Errorf("who has gone on is not told: live %q, and it says %q", told.property("live"), ask[string](p, `document.querySelector("[data-told]").textContent`))
	}
	ask[bool](p, `(document.getElementById("jobs_new").focus(), true)`)
	if field := p.atFocus(); field.property("invalid") != "true" || !strings.Contains(plain(field.description), plain(sentence)) {
		p.t.Errorf("the field is read as invalid %q, because %q", field.property("invalid"), field.description)
	}
	p.rights("jobs_new", "6")
}

// rights gives an answer that can be, after which nothing is complained of.
func (p *tab) rights(path, text string) {
	p.t.Helper()
	p.answer(path, text)
	p.letGo()
	if !p.within(func() bool {
		hidden, err := tryAsk[bool](p, `document.getElementById(`+quoted(path+"-e")+`).hidden`)
		return err == nil && hidden
	}) {
		p.t.Errorf("%s is still complained of when it is %s", path, text)
	}
}

// listensToAForm sends an ordinary form empty.
func listensToAForm(p *tab) {
	p.t.Helper()
	p.visit("/organisations")
	p.leaving(func() { p.clickOn(p.element(`document.querySelector("main tbody th a")`)) })
	p.follow(p.says("organisation.profile.link"))
	p.fill(p.says("organisation.fact.iban"), "BG81 BNBG 9661 1020 3456 78")
	p.press(p.says("organisation.profile.save"))
	p.beginsWithComplaints()
	p.touchLink(ask[string](p, `document.querySelector(".ds-error-summary a").innerText`))
	if field := p.atFocus(); field.property("invalid") != "true" || !strings.Contains(plain(field.description), plain(p.says("organisation.profile.wrong.iban"))) {
		p.t.Errorf("the field %q is read as invalid %q, because %q", field.name, field.property("invalid"), field.description)
	}
}

// beginsWithComplaints says that a page is read from its list of complaints on: its title says it first, the list has the
// focus, is an alert, and is called by how many they are.
func (p *tab) beginsWithComplaints() {
	p.t.Helper()
	if title := ask[string](p, "document.title"); !strings.HasPrefix(title, p.says("look.error_title")) {
		p.t.Errorf("%s: the title is %q", p.place(), title)
	}
	list := p.atFocus()
	count := ask[int](p, `document.querySelectorAll(".ds-error-summary li").length`)
	if list.role != "alert" || list.property("live") != "assertive" || plain(list.name) != plain(p.says("look.errors", "Count", count)) {
		p.t.Errorf("%s: what is read first is the %s %q, %q", p.place(), list.role, list.name, list.property("live"))
	}
}

// touchLink follows a link to a place on the page.
func (p *tab) touchLink(name string) { p.t.Helper(); p.click("link", name) }

// heard is what a screen reader knows of something on the page.
type heard struct {
	role, name, description string
	properties              []*accessibility.Property
}

func (h heard) property(name string) string {
	i := slices.IndexFunc(h.properties, func(p *accessibility.Property) bool { return string(p.Name) == name })
	if i < 0 {
		return ""
	}
	return value(h.properties[i].Value)
}

// atFocus is what a screen reader is given of what has the focus.
func (p *tab) atFocus() heard { p.t.Helper(); return p.aloud("document.activeElement") }

// spoken is what a script finds, which must have a role.
func (p *tab) spoken(role, script string) heard {
	p.t.Helper()
	h := p.aloud(script)
	if h.role != role {
		p.t.Errorf("%s: %s is read as %q, not %q", p.place(), script, h.role, role)
	}
	return h
}

// aloud is what a screen reader is given of what a script finds.
func (p *tab) aloud(script string) (h heard) {
	p.t.Helper()
	call(p, "listen to "+script, func(ctx context.Context) error {
		found, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: script})
		if err != nil {
			return err
		}
		tree, err := chromedp.Call(ctx, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{ObjectID: found.Result.ObjectID, FetchRelatives: new(false)})
		if err != nil {
			return err
		}
		for _, n := range tree.Nodes {
			if !n.Ignored {
				h = heard{value(n.Role), value(n.Name), value(n.Description), n.Properties}
				return nil
			}
		}
		return fmt.Errorf("nothing of %s is read", script)
	})
	return h
}
