package browser_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const heaviest = 100_000 // bytes on the wire that a main page may take on a first visit: itself, style, script and fonts

// A first visit to a main page, over a village line, is light. The figures are printed as: name value unit.
func TestEveryMainPageIsLight(t *testing.T) {
	p := open(t, theDemo(t), "bg", phone)
	call(p, "forget", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
		return err
	})
	for _, path := range mainPages {
		p.visitPublic(path)
		name := "page_weight" + strings.ReplaceAll(path, "/", "_")
		if path == "" {
			name += "_front"
		}
		bytes := ask[int](p, `performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
			.reduce((sum, e) => sum + e.encodedBodySize, 0)`)
		t.Logf("%s %d B", name, bytes)
		if bytes > heaviest {
			t.Errorf("%s weighs %d bytes, of which %s", path, bytes, ask[string](p, `performance.getEntriesByType("resource")
				.map(e => e.name.split("/").pop() + " " + e.encodedBodySize).join(", ")`))
		}
	}
}

// Text travels compressed.
func TestPagesAndStyleTravelCompressed(t *testing.T) {
	demo := theDemo(t)
	p := open(t, demo, "bg", phone)
	p.visitPublic("")
	for _, path := range append([]string{"/bg"}, ask[[]string](p, `[...document.querySelectorAll("link[rel=stylesheet], script[src]")]
		.map(e => new URL(e.href || e.src).pathname)`)...) {
		r, err := http.NewRequest(http.MethodGet, demo.address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := gzip.NewReader(answer.Body); err != nil || answer.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s travels as it is, %q", path, answer.Header.Get("Content-Encoding"))
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	}
}
