package browser_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// pageFacts are what every page must have in order, as the page itself tells.
type pageFacts struct {
	Title, Lang, Heading string
	Headings, Mains      int
	Wide                 float64
	Widest               []string
	Missing              string
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
		Widest: out.slice(0, 3).map(e => e.tagName.toLowerCase() + "." + e.className + " " + e.innerText.slice(0, 40)),
		Missing: (document.documentElement.innerHTML.match(/⟨[^⟩]*⟩|&lt;no value&gt;|ZgotmplZ/g) || []).join(" "),
	};
})(%d)`

// arrives checks what must hold of every page, wherever a test goes.
func (p *tab) arrives() {
	p.t.Helper()
	f := ask[pageFacts](p, fmt.Sprintf(tellFacts, p.width))
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
	if f.Wide > 0 {
		wrong("is %.0f px wider than the window of %d px: %q", f.Wide, p.width, f.Widest)
	}
	if p.judged {
		p.axe()
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

// needsAxe skips a test where axe-core is not here.
func needsAxe(t testing.TB) {
	t.Helper()
	if _, err := axeSource(); err != nil {
		absent(t, "axe-core is not here: run scripts/axe")
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

const runAxe = `axe.run(document, {runOnly: {type: %s, values: %s}, resultTypes: ["violations"], preload: false, iframes: false}).then(r => JSON.stringify(
	r.violations.map(v => ({ID: v.id, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n =>
		({Target: n.target, HTML: n.html.slice(0, 200), FailureSummary: n.failureSummary}))}))))`

// axe lets axe-core judge the page as it is, by WCAG 2.2 A and AA.
func (p *tab) axe() {
	p.t.Helper()
	p.judge("tag", `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]`)
}

// axeInTheDark lets axe-core judge the colours of the page as those see it who prefer it dark.
func (p *tab) axeInTheDark() {
	p.t.Helper()
	p.scheme("dark")
	p.judge("rule", `["color-contrast"]`)
	p.scheme("light")
}

func (p *tab) judge(kind, values string) {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		absent(p.t, "axe-core is not here: run scripts/axe")
	}
	if !ask[bool](p, `typeof axe !== "undefined"`) {
		p.do(chromedp.Evaluate[chromedp.Void](source + "; undefined"))
	}
	var found []violation
	if err := json.Unmarshal([]byte(ask[string](p, fmt.Sprintf(runAxe, quoted(kind), values))), &found); err != nil {
		p.t.Fatal(err)
	}
	for _, v := range found {
		var where []string
		for _, n := range v.Nodes {
			where = append(where, fmt.Sprintf("  %s %s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n    ")))
		}
		p.t.Errorf("%s at %d px: axe %s: %s\n%s", p.place(), p.width, v.ID, v.Help, strings.Join(where, "\n"))
	}
}
