package programme

import (
	"errors"
	"testing"
)

func TestARuleSetThatIsNotThereIsNotShelved(t *testing.T) {
	if _, err := Shelved("eea-1994"); !errors.Is(err, ErrNoRuleSet) {
		t.Error(err)
	}
}

func TestProceduresStandInTheOrderTheyBegan(t *testing.T) {
	p, err := Ours()
	if err != nil {
		t.Fatal(err)
	}
	all := inOrder(p.Procedures)
	for i := 1; i < len(all); i++ {
		a, b := all[i-1].began(), all[i].began()
		if a.IsZero() && !b.IsZero() || !b.IsZero() && b.Before(a) {
			t.Errorf("%s before %s", all[i-1].Key, all[i].Key)
		}
	}
}

func TestArticlesAreCitedWithTheirPeriod(t *testing.T) {
	for want, a := range map[string]Article{
		"":                  {},
		"7.3 (2014–2021)":   {Period: "eea-2014-2021", Number: "7.3"},
		"Regulation (EU) 1": {Law: "Regulation (EU) 1"},
	} {
		if got := a.read(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestAMarkLeadsToTheFirstSourceWithAnAddress(t *testing.T) {
	m := markOf(Confirmed, []Source{{Key: "A", Note: "a letter"}, {Key: "B", Addresses: []string{"https://www.ks.no/x", "https://other.example"}}})
	if m.Link != "https://www.ks.no/x" || m.Source != "ks.no" || m.Certainty != "confirmed" {
		t.Errorf("%+v", m)
	}
	if m := markOf(Stated, []Source{{Note: "a letter"}}); m.Link != "" || m.Source != "a letter" {
		t.Errorf("%+v", m)
	}
}
