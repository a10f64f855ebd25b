package editor

import (
	"testing"
	"time"

	"vekst/grants/call"
	"vekst/grants/programme"
	"vekst/value/period"
	"vekst/value/text"
)

func day(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		panic(err) // a slip in a test
	}
	return t
}

func rules(t *testing.T) programme.RuleSet {
	t.Helper()
	r, err := programme.Shelved("eea-2014-2021")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// by finds the check of a rule.
func found(t *testing.T, d call.Definition, notes map[string]Note, rule string) check {
	t.Helper()
	for _, c := range examine(d, rules(t), notes) {
		if c.Rule.ID == rule {
			return c
		}
	}
	t.Fatalf("no check %s", rule)
	return check{}
}

func TestTheLeastTimeIsTwoCalendarMonthsToTheEndOfShorterOnes(t *testing.T) {
	for _, c := range []struct {
		announced, closes string
		state             state
	}{
		{"2026-01-15 00:00", "2026-03-14 17:00", warns}, {"2026-01-15 00:00", "2026-03-15 17:00", holds}, {"2025-12-31 00:00", "2026-02-28 17:00", holds},
		{"2025-12-31 00:00", "2026-02-27 17:00", warns},
	} {
		d := call.Definition{Announced: day(c.announced), Window: period.Window{Opens: day(c.announced).Add(9 * time.Hour), Closes: day(c.closes), Zone: "Europe/Sofia"}}
		if got := found(t, d, nil, "C2"); got.State != c.state {
			t.Errorf("%s to %s: %s", c.announced, c.closes, got.State)
		}
	}
}

func TestAWarningIsOpenUntilSomebodySaysWhy(t *testing.T) {
	d := call.Definition{Window: period.Window{Opens: day("2026-01-15 09:00"), Closes: day("2026-02-15 17:00"), Zone: "Europe/Sofia"}}
	if c := found(t, d, nil, "C2"); !c.isOpen() {
		t.Error("goes on without a reason")
	}
	if c := found(t, d, map[string]Note{"reason-c2": {Says: "Спешно."}}, "C2"); c.isOpen() || c.State != warns {
		t.Errorf("%+v", c)
	}
	if c := found(t, d, map[string]Note{"reason-c4": {Says: "Защото."}}, "C4"); !c.isOpen() {
		t.Error("what is confirmed is gone against with a reason")
	}
}

func TestTheDonorsAreToldTwoWeeksBefore(t *testing.T) {
	d := call.Definition{Window: period.Window{Opens: day("2026-03-15 09:00"), Closes: day("2026-06-15 17:00"), Zone: "Europe/Sofia"}}
	for sent, want := range map[string]state{"2026-03-02": warns, "2026-03-01": holds, "": warns, "soon": warns, "2026-03-20": warns} {
		if got := found(t, d, map[string]Note{"c7-sent": {Says: sent}}, "C7"); got.State != want {
			t.Errorf("%q: %s", sent, got.State)
		}
	}
}

func TestBothAddressesAndWhatIsSupportedAreNeeded(t *testing.T) {
	both := map[string]Note{"c4-donors": {Says: "https://eeagrants.org/x"}, "c4-site": {Says: "https://example.org"}}
	if got := found(t, call.Definition{}, both, "C4"); got.State != holds {
		t.Errorf("both: %s", got.State)
	}
	delete(both, "c4-donors")
	if got := found(t, call.Definition{}, both, "C4"); got.State != blocks {
		t.Errorf("one: %s", got.State)
	}
	if got := found(t, call.Definition{}, nil, "C5"); got.State != blocks {
		t.Errorf("nothing supported: %s", got.State)
	}
	if got := found(t, call.Definition{Description: text.Text{BG: "А", NB: "B", EN: "C"}}, nil, "C5"); got.State != warns {
		t.Errorf("the longer list: %s", got.State)
	}
}
