package browser_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// An address that does not exist is answered by a page like any other.
func TestAPageThatIsNotThereIsAPage(t *testing.T) {
	needsJudges(t)
	for _, l := range languages {
		p := open(t, theDemo(t), l, phone)
		p.mayLog("status of 404")
		p.visitPublic("/there-is-nothing-here")
		p.suits()
		p.sees(p.says("look.refusal.no_page"))
	}
}

const poorPage = `<!doctype html><html lang="nb"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title></title><link rel="stylesheet" href="/wide.css">
<body><h1 id=a>One</h1><p id=a><h1>Two</h1><p>⟨look.absent⟩</p><p style="color:red">Styled</p><b>Late</b><i><img src="/wide.css"></i><input><script>1</script></body></html>`

// A page with every fault is found faulty in every way, so that a silent judge is noticed.
func TestTheJudgesSeeWhatIsWrong(t *testing.T) {
	needsJudges(t)
	poor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/wide.css" {
			w.Header().Set("Content-Type", "text/css")
			_, _ = w.Write([]byte("p { width: 900px; color: #eee; background: #fff } b { color: #111; background: #fff } @media (prefers-color-scheme: dark) { b { background: #222 } }" +
				"@media (max-width: 600px) { i { display: none } }"))
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(poorPage))
	}))
	defer poor.Close()
	knownBuilds.Clear() // whatever was judged before, this page is judged
	notes := &notebook{TB: t}
	p := open(notes, &server{address: poor.URL}, "bg", phone)
	p.visit("/")
	p.suits()
	p.silent()
	all := strings.Join(notes.lines, "\n")
	for _, want := range []string{"has no title", "2 main headings", "0 main parts", `is in "nb"`, "⟨look.absent⟩", "wider than the window",
		"axe label", "axe color-contrast", "390 px, dark: axe color-contrast", "1280 px, light: axe image-alt", "policy: script-src", "policy: style-src",
		"HTML line 2: Duplicate ID"} {
		if !strings.Contains(all, want) {
			t.Errorf("nobody noticed %q in:\n%s", want, all)
		}
	}
}

// notebook takes down what would fail a test.
type notebook struct {
	testing.TB
	lines []string
}

func (n *notebook) Errorf(format string, args ...any) {
	n.lines = append(n.lines, fmt.Sprintf(format, args...))
}
