package browser_test

import (
	"context"
	"encoding/base64"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var pageOfPDF = regexp.MustCompile(`/Type\s*/Page[^s]`)

// Why a municipality was not chosen prints on one page. The profile of a municipality prints on two pages of A4 in every language, and nothing of it is cut off: of one with much to
// tell, of one whose figures are partly missing, and of one abroad of which hardly anything is known.
func TestAProfileIsTwoPages(t *testing.T) {
	for _, l := range languages {
		p := open(t, theDemo(t), l, desktop)
		for _, code := range []string{"VTR13", "RSE13", "NO-5014"} {
			p.visitPublic("/municipalities/" + code + "/profile")
			if code == "VTR13" {
				p.suits()
			}
			if n := len(pageOfPDF.FindAll(printed(p), -1)); n != 2 {
				t.Errorf("%s in %s prints on %d pages", code, l, n)
			}
			if cut := cutOff(p); cut != "" {
				t.Errorf("%s in %s is cut off: %s", code, l, cut)
			}
		}
		p.visitPublic("/chosen/1/municipalities/LOV36/sheet") // one of those with most to tell
		p.suits()
		if n, cut := len(pageOfPDF.FindAll(printed(p), -1)), cutOff(p); n != 1 || cut != "" {
			t.Errorf("why one was not chosen, in %s, prints on %d pages, and is cut off: %q", l, n, cut)
		}
	}
}

// printed is the page as the browser prints it.
func printed(p *tab) (pdf []byte) {
	p.t.Helper()
	call(p, "print", func(ctx context.Context) error {
		made, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true), PrintBackground: new(true)})
		if err == nil {
			pdf, err = base64.StdEncoding.DecodeString(string(made.Data))
			if err != nil {
				pdf, err = made.Data, nil
			}
		}
		return err
	})
	return pdf
}

// cutOff names what on paper reaches into the foot of its sheet or beyond.
func cutOff(p *tab) string {
	p.t.Helper()
	media := func(name string) {
		call(p, "media", func(ctx context.Context) error {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
			return err
		})
	}
	media("print")
	p.resize(673) // 178 mm, as wide as A4 between its margins
	cut := ask[string](p, `[...document.querySelectorAll(".v-sheet")].flatMap(sheet => {
		const foot = sheet.querySelector(".v-sheet-foot").getBoundingClientRect().top;
		return [...sheet.querySelectorAll("*:not(.v-sheet-foot)")].filter(e => e.getBoundingClientRect().bottom > foot).map(e => e.tagName + " " + e.textContent.slice(0, 40));
	}).slice(0, 3).join("; ")`)
	media("")
	p.resize(desktop)
	return cut
}
