package browser_test

import (
	"strings"
	"testing"
)

// parts are the people of the demonstration with the pages that they alone begin from.
var parts = []struct {
	name   string
	starts []string
}{
	{"owner", []string{"/my", "/applications", "/organisations", "/account"}},
	{"officer", []string{"/my", "/applications"}},
	{"operator", []string{"/my"}},
	{"second", []string{"/my"}},
	{"expert1", []string{"/my"}},
	{"committee1", []string{"/my"}},
	{"observer", []string{"/my"}},
	{"adviser", []string{"/my"}},
	{"auditor", []string{"/my"}},
	{"administrator", []string{"/my", "/people"}},
}

// Every page that somebody with a part in the programme can reach by links suits everybody.
func TestThePagesOfEveryPartSuitEverybody(t *testing.T) {
	needsAxe(t)
	for i, part := range parts {
		t.Run(part.name, func(t *testing.T) {
			p := open(t, theDemo(t), languages[i%len(languages)], phone)
			p.becomes(part.name, part.starts[0])
			pages := p.explore(private, part.starts...)
			for _, path := range pages {
				p.resize(phone)
				p.visit(path)
				p.axe()
				p.axeInTheDark()
				p.shot("part-" + part.name + strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(kindOf(path)))
				p.resize(desktop)
				p.arrives()
				p.axe()
			}
			t.Logf("%d pages: %s", len(pages), strings.Join(pages, " "))
		})
	}
}
