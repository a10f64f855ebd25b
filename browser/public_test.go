package browser_test

import (
	"slices"
	"strings"
	"testing"
)

// mainPages are the public addresses people come to first. All that they lead to is visited too.
var mainPages = []string{"", "/calls", "/programme", "/municipalities", "/results", "/verify", "/calculator", "/accessibility", "/privacy", "/about"}

// Every public page that can be reached by links suits everybody, in all three languages.
func TestEveryPublicPageSuitsEverybody(t *testing.T) {
	needsJudges(t)
	demo := theDemo(t)
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, demo, l, phone)
			p.judged = true
			var starts []string
			for _, path := range mainPages {
				starts = append(starts, "/"+l+path)
			}
			pages := p.explore("public", p.public, starts...)
			t.Logf("%d pages: %s", len(pages), strings.Join(pages, " "))
		})
	}
}

// The language switch leads to the same page in another language.
func TestTheLanguageSwitchKeepsThePage(t *testing.T) {
	p := open(t, theDemo(t), "bg", desktop)
	p.visitPublic(theCall)
	p.lang = "nb"
	p.follow("NO")
	p.shot("call")
	if got := p.place(); got != "/nb"+theCall {
		t.Errorf("the Norwegian for /bg%s is %s", theCall, got)
	}
}

// The front page leads to every other main page.
func TestTheFrontPageLeadsEverywhere(t *testing.T) {
	p := open(t, theDemo(t), "nb", desktop)
	p.visitPublic("")
	p.shot("front")
	links := p.links()
	for _, path := range mainPages {
		if !slices.Contains(links, "/nb"+path) {
			t.Errorf("no link of the front page leads to /nb%s", path)
		}
	}
}
