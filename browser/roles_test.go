package browser_test

import (
	"strings"
	"testing"
)

// part is somebody of the demonstration with the pages that they begin from.
type part struct {
	name   string
	starts []string
}

var parts = []part{
	{"owner", []string{"/my", "/applications", "/organisations", "/account"}},
	{"editor", []string{"/my", "/applications", "/organisations"}},
	{"reader", []string{"/my", "/applications", "/organisations"}},
	{"operator", []string{"/my"}},
	{"expert1", []string{"/my"}},
	{"officer", []string{"/my", "/applications"}},
	{"committee1", []string{"/my"}},
	{"observer", []string{"/my"}},
	{"adviser", []string{"/my"}},
	{"auditor", []string{"/my"}},
	{"administrator", []string{"/my", "/people"}},
}

// Every page that somebody with a part in the programme can reach by links suits everybody, each in one language, and in all three where that is asked for.
func TestThePagesOfEveryPartSuitEverybody(t *testing.T) {
	needsJudges(t)
	for i, who := range parts {
		for _, l := range inTurn(i) {
			t.Run(who.name+"/"+l, func(t *testing.T) {
				t.Parallel()
				p := open(t, theDemo(t), l, phone)
				p.becomes(who.name, who.starts[0])
				p.judged = true
				pages := p.explore("part-"+who.name, private, who.starts...)
				t.Logf("%d pages: %s", len(pages), strings.Join(pages, " "))
			})
		}
	}
}
