package programme

import (
	"strings"
	"testing"
	"time"
)

func localDevelopment(t *testing.T) Programme {
	t.Helper()
	all, err := Programmes()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Code == "BG-LOCALDEV" {
			return p
		}
	}
	t.Fatal("no BG-LOCALDEV")
	return Programme{}
}

// shippedProgramme is the real file, to be damaged.
func shippedProgramme(t *testing.T) string {
	t.Helper()
	data, err := shipped.ReadFile("programmes/bg-localdev.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestRefusesADamagedProgrammeAndNamesTheFault(t *testing.T) {
	for _, c := range []struct{ why, from, to, want string }{
		{"no such zone", "Europe/Sofia", "Europe/Levski", "zone: no such time zone"},
		{"an amount in words", `"41764706.00"`, `"a lot"`, "total: an amount is written"},
		{"no Norwegian name", "  nb: Lokal utvikling\n", "", "short: no text in nb"},
		{"an unknown source", "sources: [YC-ADD]", "sources: [XX]", "youth-centres-top-up: no source XX"},
		{"an impossible hour", "2021-09-30 18:00", "2021-09-30 28:00", "early-childhood: a moment is written"},
		{"an impossible day", "2022-10-24", "2022-13-24", "youth-centres-top-up: a day is written"},
		{"no such rule set", "rules: eea-2014-2021", "rules: eea-1814", "rules: eea-1814"},
		{"no such kind", "kind: top-up", "kind: present", "no kind of procedure"},
		{"a looser rule", "overrides: []", "overrides:\n  - {rule: G1, value: {name: small-maximum, type: money, value: \"250000.00\", mark: programme}}", "G1: G1.small-maximum: programme: a narrower level may only tighten"},
	} {
		_, err := Read([]byte(strings.Replace(shippedProgramme(t), c.from, c.to, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%s: %v, want %q with its line", c.why, err, c.want)
		}
	}
}

func TestAProgrammeMayTightenARule(t *testing.T) {
	p, err := Read([]byte(strings.Replace(shippedProgramme(t), "overrides: []",
		"overrides:\n  - {rule: G1, value: {name: small-maximum, type: money, value: \"150000.00\", mark: programme}}", 1)))
	if err != nil || len(p.Overrides) != 1 {
		t.Fatalf("%v, %v", p.Overrides, err)
	}
	s, err := rules(t, p.Rules).Narrow(p.Overrides)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := s.Bound("G1", "small-maximum"); v.Number != 150_000_00 || v.Tighter != Lower {
		t.Errorf("%+v", v)
	}
}

func TestTheRealProgrammeIsAsPublished(t *testing.T) {
	p := localDevelopment(t)
	if p.Total.Amount.Cents != 41_764_706_00 || p.Total.Amount.Currency != "EUR" || p.Total.Mark != Confirmed {
		t.Errorf("total %+v", p.Total)
	}
	for key, cents := range map[string]int64{"galop": 1_200_000_00, "small-grants": 3_523_000_00, "youth-centres": 8_000_000_00, "early-childhood": 6_029_412_00} {
		if e, ok := p.Envelope(key); !ok || e.Amount.Cents != cents {
			t.Errorf("%s: %+v", key, e)
		}
	}
	if len(p.Donors) != 3 || len(p.Areas) != 3 || len(p.Outcomes) != 3 {
		t.Errorf("%d donors, %d areas, %d outcomes", len(p.Donors), len(p.Areas), len(p.Outcomes))
	}
	for _, a := range p.Areas {
		if _, ok := p.Outcome(a.Outcome); !ok {
			t.Errorf("area %s serves no outcome", a.Key)
		}
	}
}

func TestKnownPartsStayWithinTheProgramme(t *testing.T) {
	p, sum := localDevelopment(t), int64(0)
	for _, e := range p.Envelopes {
		if !e.Derived {
			sum += e.Amount.Cents
		}
	}
	if sum <= 0 || sum > p.Total.Amount.Cents {
		t.Errorf("parts add up to %d of %d", sum, p.Total.Amount.Cents)
	}
}

func TestEveryFactHasASourceThatCanBeRead(t *testing.T) {
	for _, s := range localDevelopment(t).Sources {
		if len(s.Addresses) == 0 || s.Note != "" {
			t.Errorf("%s has no address: %q", s.Key, s.Note)
		}
	}
}

func TestADeadlineThatWasMovedIsTheLaterOne(t *testing.T) {
	p := localDevelopment(t)
	call, ok := p.Procedure("early-childhood")
	deadline, known := call.Moment("deadline")
	want := time.Date(2021, 9, 30, 15, 0, 0, 0, time.UTC) // 18:00 summer time in Sofia
	if !ok || !known || !deadline.Exact || !deadline.At.Equal(want) {
		t.Errorf("deadline %+v", deadline)
	}
	if smallest, _ := call.Amount("grant-minimum"); smallest.Amount.Cents != 200_000_00 {
		t.Errorf("smallest grant %+v", smallest)
	}
}

func TestSaysWhatIsNotPubliclyKnown(t *testing.T) {
	p := localDevelopment(t)
	call, _ := p.Procedure("small-grants")
	if _, known := call.Moment("deadline"); known || len(call.NotFound) == 0 || call.Code != "" {
		t.Errorf("%+v", call)
	}
	if _, ok := p.Procedure("none"); ok {
		t.Error("a procedure that is none")
	}
}
