package browser_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused is the accessible name of what the keyboard speaks to.
func (p *tab) focused() string {
	p.t.Helper()
	var name string
	call(p, "focus", func(ctx context.Context) error {
		at, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "document.activeElement"})
		if err != nil {
			return err
		}
		tree, err := chromedp.Call(ctx, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{
			ObjectID: at.Result.ObjectID, FetchRelatives: new(false)})
		if err == nil && len(tree.Nodes) > 0 {
			name = value(tree.Nodes[0].Name)
		}
		return err
	})
	return name
}

// focusShows says whether a person sees where the keyboard is: on the screen, with a mark around it or its label.
const focusShows = `(e => {
	const marked = x => { const s = getComputedStyle(x); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none"; };
	const box = e.getBoundingClientRect();
	return box.bottom > 0 && box.top < innerHeight && box.width > 0 && e.matches(":focus-visible") &&
		(marked(e) || [...(e.labels || [])].some(marked));
})(document.activeElement)`

// tabTo presses Tab until the keyboard is at the thing with a name. Wherever it stops on the way, that must be seen.
func (p *tab) tabTo(name string) {
	p.t.Helper()
	var stops []string
	for range 120 {
		p.keys(kb.Tab)
		at := p.focused()
		stops = append(stops, at)
		if ask[bool](p, `document.activeElement !== document.body`) && !ask[bool](p, focusShows) {
			p.t.Errorf("%s: nobody sees that the keyboard is at %q", p.place(), at)
		}
		if plain(at) == plain(name) {
			return
		}
	}
	p.t.Fatalf("%s: Tab does not reach %q, but %q", p.place(), name, stops)
}

// write types text where the keyboard is.
func (p *tab) write(text string) {
	p.t.Helper()
	call(p, "type", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// The first Tab offers to skip the navigation, and Enter does.
func TestTheKeyboardCanSkipTheNavigation(t *testing.T) {
	for _, l := range languages {
		p := open(t, theDemo(t), l, desktop)
		p.visitPublic("/calls")
		p.keys(kb.Tab)
		if got := p.focused(); got != p.says("look.to_content") {
			t.Errorf("%s: the first Tab leads to %q", l, got)
		}
		p.keys(kb.Enter)
		p.keys(kb.Tab)
		if !ask[bool](p, `document.querySelector("main").contains(document.activeElement)`) {
			t.Errorf("%s: after the skip, Tab leads to %q outside the main part", l, p.focused())
		}
	}
}
