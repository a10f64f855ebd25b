package browser_test

import "testing"

// An address that does not exist is answered by a page like any other.
func TestAPageThatIsNotThereIsAPage(t *testing.T) {
	needsAxe(t)
	for _, l := range languages {
		p := open(t, theDemo(t), l, phone)
		p.mayLog("status of 404")
		p.visitPublic("/there-is-nothing-here")
		p.axe()
		p.axeInTheDark()
		p.sees(p.says("look.refusal.no_page"))
	}
}
