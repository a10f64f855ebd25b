package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// A text with all that a word processor puts around its words.
const formatted = `(document.body.innerHTML = "<h2>План</h2><p><b>Билките</b> <i>остават</i>&nbsp;–&shy; <a href='https://example.org'>тук</a>.</p>" +
	"<ul><li>Сушене</li><li>Продажби</li></ul><table><tr><td>1</td><td>2</td></tr></table><!-- StartFragment -->", getSelection().selectAllChildren(document.body), true)`

// What is copied from a document with its formatting arrives as its words alone, is saved as they are, and reads the same
// afterwards.
func TestADocumentIsPastedWithItsFormatting(t *testing.T) {
	t.Parallel()
	p, path := writer2(t, ownDemo(t), "bg", desktop)
	ask[bool](p, formatted)
	p.command("c", "copy")
	p.visit(path)
	ask[bool](p, `(e => (e.focus(), e.select(), true))(document.getElementById("`+question+`"))`)
	p.command("v", "paste")
	got := ""
	if !p.within(func() bool { got = p.value(question); return strings.Contains(got, "Продажби") }) {
		t.Fatalf("what is pasted is %q", got)
	}
	p.letGo()
	p.state("done")
	p.visit(path)
	if kept := p.value(question); plain(kept) != plain(got) || strings.ContainsAny(kept, "<>\x0b") || !strings.Contains(plain(kept), "билките остават") {
		t.Errorf("of %q is kept %q", got, kept)
	}
}

// command presses a key with Ctrl that means something to the browser.
func (p *tab) command(key, means string) {
	p.t.Helper()
	call(p, means, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyDown", Key: key, Code: "Key" + strings.ToUpper(key),
			Modifiers: 2, WindowsVirtualKeyCode: int64(strings.ToUpper(key)[0]), Commands: []string{means}})
		return err
	})
}
