package browser_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// pageFacts are what every page must have in order, as the page itself tells.
type pageFacts struct {
	Title, Lang, Heading string
	Headings, Mains      int
	Wide                 float64
	Widest               []string
	Missing              string
	Rigid                []string // words before a cell that cannot break, and so lie over its figure
	Here                 string
}

const tellFacts = `((widest) => {
	const wide = document.documentElement.scrollWidth;
	const room = Math.min(document.documentElement.clientWidth, widest);
	const out = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > room + 1 &&
		e.checkVisibility() && !e.closest(".ds-sr-only, .ds-skip-link"));
	return {
		Title: document.title, Lang: document.documentElement.lang, Here: location.pathname + location.search,
		Heading: document.querySelector("h1")?.innerText || "",
		Headings: [...document.querySelectorAll("h1")].filter(e => e.checkVisibility()).length,
		Mains: document.querySelectorAll("main").length,
		Wide: Math.max(0, wide - room),
		Widest: out.slice(0, 3).map(e => e.tagName.toLowerCase() + "." + e.className + " " + (e.innerText ?? "").slice(0, 40)),
		Rigid: [...document.querySelectorAll("td[data-l]")].filter(e => e.checkVisibility() &&
			(s => s.content !== "none" && s.whiteSpace === "nowrap" && e.dataset.l.length > 24)(getComputedStyle(e, "::before"))).slice(0, 1).map(e => e.dataset.l),
		Missing: (document.documentElement.innerHTML.match(/⟨[^⟩]*⟩|&lt;no value&gt;|ZgotmplZ/g) || []).join(" "),
	};
})(%d)`

// arrives checks what must hold of every page, wherever a test goes.
func (p *tab) arrives() {
	p.t.Helper()
	p.tells()
	if p.judged {
		p.suits()
	}
}

// suits judges the page as it is for everybody who may meet it: its HTML, and by axe-core on a phone and on a desktop,
// light and dark, without asking the server again. At the second width axe-core is asked of what was hidden at the first,
// and on a phone of the sizes of what is pressed. Where a test walks the same pages in several languages, the first to come
// to a page is judged so; the others, whose words alone differ, by their HTML, axe-core as they stand, and both widths.
// Of a page of the very same make, apart from its words, that was judged before, axe-core is not asked again.
func (p *tab) suits() {
	p.t.Helper()
	p.valid()
	here, isKnown := p.width, p.isKnown()
	isWhole := !isKnown && (isThorough() || p.isFirst())
	if !isKnown {
		p.axe()
	}
	if isWhole {
		p.scheme("dark")
		p.contrast("document")
		ask[bool](p, `(() => { window.vekstSeen = new WeakSet([...document.querySelectorAll("*")].filter(e => e.checkVisibility())); return true })()`)
	}
	p.resize(phone + desktop - here)
	if isWhole {
		p.contrast(newcomers)
		p.scheme("light")
		p.judge(newcomers, "tag", everyTag)
		if p.width == phone {
			p.judge("document", "rule", `["target-size"]`)
		}
	}
	p.tells()
	p.resize(here)
}

// newcomers are what became visible since all that was visible was marked, without what lies in them; null for nothing.
const newcomers = `(() => {
	const isNew = e => e.checkVisibility() && !window.vekstSeen.has(e);
	const roots = [...document.body.querySelectorAll("*")].filter(e => isNew(e) && !isNew(e.parentElement));
	return roots.length > 0 ? {include: roots} : null;
})()`

var (
	judgedIn sync.Map // the language in which a test judged a page first
	anID     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
)

// makeOfPage is a page without its words: its elements with what style, script and assistive tools go by.
const makeOfPage = `(() => {
	const tells = ["class", "type", "role", "hidden", "disabled", "open", "checked", "lang", "style"];
	const words = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext"];
	const one = e => e.tagName + [...e.attributes].map(a => a.name + (tells.includes(a.name) || a.name.startsWith("aria-") && !words.includes(a.name) && !/\s|[а-я]/i.test(a.value) || a.name.startsWith("data-") && a.value.length < 12 ?
		"=" + a.value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, "*") : "")).join(" ") + ([...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) ? "!" : "");
	let h = 2166136261;
	for (const e of document.querySelectorAll("html *:not(.v-lang *)")) {
		const now = one(e);
		for (let i = 0; i < now.length; i++) h = Math.imul(h ^ now.charCodeAt(i), 16777619);
	}
	return (h >>> 0).toString(36) + "." + document.querySelectorAll("*").length;
})()`

var knownBuilds sync.Map // makes of pages that were judged

// isKnown says whether a page of this make was judged before, in whatever language: words alone are the same to axe-core,
// and that none is missing, that they fit and are in the right language is checked of every page.
func (p *tab) isKnown() bool {
	p.t.Helper()
	if isThorough() {
		return false
	}
	is, err := tryAsk[string](p, makeOfPage)
	if err != nil {
		return false
	}
	_, known := knownBuilds.LoadOrStore(is, true)
	return known
}

// isFirst says whether the language is the one in which this test came to this page first.
func (p *tab) isFirst() bool {
	test, _, _ := strings.Cut(p.t.Name(), "/")
	in, _ := judgedIn.LoadOrStore(test+" "+anID.ReplaceAllString(withoutLanguage(p.place()), "*"), p.lang)
	return in == p.lang
}

// withoutLanguage is an address without the language it begins with.
func withoutLanguage(address string) string {
	for _, l := range languages {
		address = strings.Replace(address, "/"+l+"/", "/", 1)
	}
	return address
}

// tells checks what a page itself tells: its title, its headings, its language, its words and its width.
func (p *tab) tells() {
	p.t.Helper()
	var f pageFacts
	var err error
	if !p.within(func() bool { f, err = tryAsk[pageFacts](p, fmt.Sprintf(tellFacts, p.width)); return err == nil }) {
		p.t.Fatalf("%v\non %s", err, p.place())
	}
	wrong := func(format string, args ...any) { p.t.Helper(); p.t.Errorf(f.Here+": "+format, args...) }
	if f.Title == "" || strings.HasPrefix(f.Title, "–") {
		wrong("has no title")
	}
	if f.Headings != 1 {
		wrong("has %d main headings", f.Headings)
	}
	if f.Mains != 1 {
		wrong("has %d main parts", f.Mains)
	}
	if !strings.HasPrefix(f.Here, "/verify/") && f.Lang != p.lang {
		wrong("is in %q, not %q", f.Lang, p.lang)
	}
	if f.Missing != "" {
		wrong("lacks words: %s", f.Missing)
	}
	if len(f.Rigid) > 0 {
		wrong("has words that cannot break beside a figure: %q", f.Rigid)
	}
	if f.Wide > 0 {
		wrong("is %.0f px wider than the window of %d px: %q", f.Wide, p.width, f.Widest)
	}
}

var axeSource = sync.OnceValues(func() (string, error) {
	files, err := filepath.Glob(filepath.Join(root, ".tools", "axe-core", "*", "axe.min.js"))
	if err != nil || len(files) == 0 {
		return "", os.ErrNotExist
	}
	source, err := os.ReadFile(files[len(files)-1])
	return string(source), err
})

// needsJudges skips a test that is nothing without them where axe-core or the HTML checker are not here. Walks go on
// without being judged.
func needsJudges(t testing.TB) {
	t.Helper()
	if _, err := axeSource(); err != nil {
		absent(t, "axe-core is not here: run scripts/axe")
	}
	switch checker, err := house.html(); {
	case err != nil:
		t.Fatal(err)
	case checker == "":
		t.Skip("the HTML checker is not here: run scripts/vnu, and install Java")
	}
}

type violation struct {
	ID, Help string
	Nodes    []struct {
		Target         []json.RawMessage
		HTML           string
		FailureSummary string
	}
}

const runAxe = `(of => of === null ? "[]" : axe.run(of, {runOnly: {type: %s, values: %s}, resultTypes: ["violations"], preload: false, iframes: false}).then(r => JSON.stringify(
	r.violations.map(v => ({ID: v.id, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n =>
		({Target: n.target, HTML: n.html.slice(0, 200), FailureSummary: n.failureSummary}))})))))(%s)`

// everyTag are the rules of WCAG 2.2 A and AA.
const everyTag = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]`

// axe lets axe-core judge the page as it is, by WCAG 2.2 A and AA.
func (p *tab) axe() {
	p.t.Helper()
	p.judge("document", "tag", everyTag)
}

// contrast lets axe-core judge the colours of a part alone, which is all that differs in the dark.
func (p *tab) contrast(of string) {
	p.t.Helper()
	p.judge(of, "rule", `["color-contrast"]`)
}

// judge lets axe-core judge what a script names of the page, by rules.
func (p *tab) judge(of, kind, values string) {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		return
	}
	var found []violation
	if !p.within(func() bool {
		found, err = p.found(source, fmt.Sprintf(runAxe, quoted(kind), values, of))
		return err == nil
	}) {
		p.t.Fatalf("%v\non %s", err, p.place())
	}
	for _, v := range found {
		var where []string
		for _, n := range v.Nodes {
			where = append(where, fmt.Sprintf("  %s %s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n    ")))
		}
		p.t.Errorf("%s at %d px, %s: axe %s: %s\n%s", p.place(), p.width, p.look, v.ID, v.Help, strings.Join(where, "\n"))
	}
}

// found is what axe-core finds. It fails when the page gives way to another meanwhile, as one does that looks again by
// itself.
func (p *tab) found(source, run string) (found []violation, err error) {
	there, err := tryAsk[bool](p, `typeof axe !== "undefined"`)
	if err == nil && !there {
		_, err = tryAsk[bool](p, source+"; true")
	}
	if err != nil {
		return nil, err
	}
	told, err := tryAsk[string](p, run)
	if err != nil {
		return nil, err
	}
	return found, json.Unmarshal([]byte(told), &found)
}
