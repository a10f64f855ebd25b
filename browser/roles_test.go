package browser_test

import (
	"strings"
	"testing"
)

// parts are the people of the demonstration with the pages that they begin from. Those of the first of a kind are judged
// on a desktop and in the dark too.
var parts = []struct {
	name    string
	closely bool
	starts  []string
}{
	{"owner", true, []string{"/my", "/applications", "/organisations", "/account"}},
	{"operator", true, []string{"/my"}},
	{"expert1", true, []string{"/my"}},
	{"officer", false, []string{"/my", "/applications"}},
	{"committee1", false, []string{"/my"}},
	{"observer", false, []string{"/my"}},
	{"adviser", false, []string{"/my"}},
	{"auditor", false, []string{"/my"}},
	{"administrator", true, []string{"/my", "/people"}},
}

// Every page that somebody with a part in the programme can reach by links suits everybody.
func TestThePagesOfEveryPartSuitEverybody(t *testing.T) {
	needsAxe(t)
	for i, part := range parts {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, theDemo(t), languages[i%len(languages)], phone)
			p.becomes(part.name, part.starts[0])
			pages := p.explore(private, part.starts...)
			for _, path := range pages {
				p.resize(phone)
				p.visit(path)
				p.axe()
				p.shot("part-" + part.name + strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(kindOf(path)))
				if part.closely {
					p.axeInTheDark()
					p.resize(desktop)
					p.arrives()
					p.axe()
				}
			}
			t.Logf("%d pages: %s", len(pages), strings.Join(pages, " "))
		})
	}
}
