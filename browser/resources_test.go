package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// taps taps the board a place is drawn on, so many pixels from its middle.
func (p *tab) taps(places [][2]float64) {
	p.t.Helper()
	call(p, "draw", func(ctx context.Context) error {
		x, y, err := p.pointAt(ctx, p.element(`document.querySelector("[data-frame] > svg")`))
		for _, at := range places {
			if err == nil {
				err = chromedp.Do(ctx, chromedp.MouseClickXY(x+at[0], y+at[1]))
			}
		}
		return err
	})
}

// A villager proposes a resource on a phone, with a slip; an official confirms it, merges another into the
// one it repeats, and rates; everybody reads it. The journey in all languages is that of the resource added without a line.
func TestAVillagerProposesAndAnOfficialConfirmsAndMerges(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p := open(t, s, "nb", phone)
	p.mayLog("status of 422")
	p.becomes("owner", "/municipalities/VTR13/resources/new")
	p.suits()
	p.answer("name_nb", "Kilden ved den gamle brua")
	p.press(p.says("resource.form.propose"))
	p.sees(p.says("resource.refusal.kind"))
	p.suits()
	p.answer("kind", "spring")
	p.choose(p.says("resource.trace.line"))
	p.taps([][2]float64{{-60, -20}, {-20, 10}, {40, 15}})
	p.sees(strings.ReplaceAll(p.says("resource.trace.board.count"), "{n}", "3") + " · sti,")
	p.press2(p.says("resource.trace.board.undo"))
	p.sees(strings.ReplaceAll(p.says("resource.trace.board.count"), "{n}", "2") + " · sti,")
	p.axe()
	p.shot("a-path-is-drawn")
	p.press(p.says("resource.form.propose"))
	p.sees("Kilden ved den gamle brua", p.says("resource.one.proposed"), "sti, ")
	p.suits()

	o := open(t, s, "nb", desktop)
	o.mayLog("status of 422")
	o.becomes("officer", "/resources/desk")
	o.suits()
	o.press(o.says("resource.confirm.do") + " : Kilden ved den gamle brua")
	o.follow("Топла вода")
	o.suits()
	o.press(o.says("resource.merge.into", "Name", "Varmekilden"))
	o.sees("Varmekilden", o.says("resource.did.merge"))
	o.follow(o.says("resource.rate.title"))
	o.answer("score_demand", "4")
	o.press(o.says("resource.rate.do"))
	o.sees(o.says("resource.refusal.rating_reason"))
	o.suits()
	const reason = "Mange spør om sommeren, og de som har vært her én gang, kommer gjerne igjen med familien."
	o.answer("reason_demand", reason)
	o.press(o.says("resource.rate.do"))
	o.sees(reason)

	p.visitPublic("/municipalities/VTR13/resources")
	p.sees("Kilden ved den gamle brua", "Varmekilden")
	p.suits()
	p.visitPublic("/resources?kind=mineral-spring")
	p.suits()
	p.follow("Varmekilden")
	p.sees(reason)
	if narrowest := ask[float64](p, `Math.min(...[...document.querySelectorAll(".v-rate .lab")].map(e => e.getBoundingClientRect().width))`); narrowest < 150 {
		t.Errorf("what is rated stands in a column of %.0f pixels on a phone", narrowest)
	}
}
