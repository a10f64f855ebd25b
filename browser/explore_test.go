package browser_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// explore follows links from some addresses to everything a person can reach without pressing a button, as far as wanted
// says, and returns the addresses of the pages in the order met: of pages of a kind, such as those of the
// municipalities, only a few. Pictures of them are called by the name of who explores.
func (p *tab) explore(name string, wanted func(path string) bool, starts ...string) []string {
	p.t.Helper()
	seen, kinds := map[string]bool{}, map[string]int{}
	pages, queue := []string{}, slices.Clone(starts)
	for ; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		if kind := kindOf(here); kinds[kind] >= enough(kind) || !p.isPage(here) {
			continue
		}
		kinds[kindOf(here)]++
		pages = append(pages, here)
		p.visit(here)
		p.shot(name + strings.NewReplacer("/"+p.lang+"/", "-", "/", "-", "?", "-", "=", "-").Replace("/"+kindOf(here)))
		for _, link := range p.links() {
			if !seen[link] && !slices.Contains(starts, link) && wanted(link) {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
	return pages
}

// enough is how many pages of a kind are looked at: one where the address asks for something, otherwise two.
func enough(kind string) int {
	if strings.HasSuffix(kind, "?") {
		return 2
	}
	return 1
}

// links are the addresses on this server to which the page leads, without the place on the page.
func (p *tab) links() []string {
	p.t.Helper()
	return ask[[]string](p, `[...new Set([...document.links].filter(a => a.origin === location.origin && !a.hasAttribute("download"))
		.map(a => a.pathname + a.search))]`)
}

// public says whether an address is a public page in the person's language.
func (p *tab) public(path string) bool {
	return path == "/"+p.lang || strings.HasPrefix(path, "/"+p.lang+"/") || strings.HasPrefix(path, "/"+p.lang+"?")
}

// private says whether an address is a page without a language, for those who are signed in.
func private(path string) bool {
	first, _, _ := strings.Cut(strings.Split(path, "/")[1], "?")
	return !slices.Contains(append([]string{"language", "assets", "sign-in", "sign-up", "log"}, languages...), first)
}

// isPage asks for the media type of what is at an address, as this person.
func (p *tab) isPage(path string) bool {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodHead, p.server.address+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range p.cookies() {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode >= http.StatusBadRequest {
		p.t.Errorf("%s links to %s, which answers %d", p.place(), path, answer.StatusCode)
		return false
	}
	return strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html")
}

func (p *tab) cookies() []*network.Cookie {
	p.t.Helper()
	all, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{p.server.address}})
	if err != nil {
		p.t.Fatal(err)
	}
	return all.Cookies
}

// kindOf is the address with a star for what differs between pages of a kind: /bg/municipalities/* for each municipality.
func kindOf(path string) string {
	at, err := url.Parse(path)
	if err != nil {
		return path
	}
	parts := strings.Split(strings.Trim(at.Path, "/"), "/")
	for i, part := range parts {
		if strings.ContainsAny(part, "0123456789") || i > 0 && collection(parts[i-1]) {
			parts[i] = "*"
		}
	}
	var asked []string
	for key := range at.Query() {
		asked = append(asked, key)
	}
	slices.Sort(asked)
	return strings.Join(parts, "/") + "?" + strings.Join(asked, "&")
}

// collection says whether the addresses under a word are things of a kind.
func collection(word string) bool {
	return slices.Contains([]string{"calls", "municipalities", "results", "rules", "applications", "organisations", "people", "sections", "history", "notices"}, word)
}
