package qr

import (
	"strings"
	"testing"
)

func TestDrawsTheThreeCornersAndSaysWhereItLeads(t *testing.T) {
	c, err := Of("https://vekst.example/bg/chosen/1")
	if err != nil || c.Leads != "vekst.example/bg/chosen/1" {
		t.Fatalf("%q %v", c.Leads, err)
	}
	for _, line := range []string{"M0 0.5h7", "M0 6.5h7"} { // the top and the bottom of the corner that every code begins with
		if !strings.Contains(c.Path, line) {
			t.Errorf("no %s in %s", line, c.Path)
		}
	}
	if c.Size < 21 || (c.Size-21)%4 != 0 {
		t.Errorf("no code is %d fields wide", c.Size)
	}
}

func TestRefusesWhatIsTooLong(t *testing.T) {
	if _, err := Of("https://vekst.example/" + strings.Repeat("a", 4000)); err == nil {
		t.Error("4,000 letters are in a code")
	}
}
