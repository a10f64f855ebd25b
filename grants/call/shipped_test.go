package call_test

import (
	"testing"

	"vekst/grants/call"
)

// shippedCall is one of the calls that come with the program.
func shippedCall(t testing.TB, id string) call.Definition {
	t.Helper()
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.ID == id {
			return d
		}
	}
	t.Fatalf("no call %s", id)
	return call.Definition{}
}

func TestShippedCallsHaveNoFaults(t *testing.T) {
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 3 {
		t.Errorf("%d calls are shipped, want 3", len(all))
	}
}

func TestJobCreationIsAsPublished(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	m := d.Money
	if m.Budget != 352_300_000 || m.Min != 500_000 || m.Max != 20_000_000 || m.Rate != 10_000 {
		t.Errorf("money is %+v", m)
	}
	if got := d.ActivitiesEnd.Format("2006-01-02"); got != "2024-04-30" {
		t.Errorf("activities end %s", got)
	}
	if n := len(d.Territory.Municipalities); n != 10 {
		t.Errorf("%d municipalities", n)
	}
	if got := d.Window.Closes.Format("2006-01-02T15:04Z07:00"); got != "2022-10-07T14:00Z" {
		t.Errorf("closes %s", got)
	}
	if d.Grid.Total != 100_00 || d.Grid.Threshold != 60_00 {
		t.Errorf("grid %d, %d", d.Grid.Total, d.Grid.Threshold)
	}
}

func TestWhatIsInventedIsMarked(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	for path, want := range map[string]call.Certainty{
		"money.budget": call.Confirmed, "money.rate": call.Programme, "window.closes": call.Invented, "window.opens": call.Confirmed,
		"criteria.groups.jobs": call.Invented, "code": call.Invented, "title": call.Unconfirmed, "form": call.Invented,
	} {
		if got := d.Mark(path).Certainty; got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}

func TestTheNumberFollowsThePattern(t *testing.T) {
	d := shippedCall(t, "job-creation-2022")
	for n, want := range map[int]string{1: "BGLD-1.004-0001", 120: "BGLD-1.004-0120", 12345: "BGLD-1.004-12345"} {
		if got := d.Numbered(n); got != want {
			t.Errorf("number %d is %s, want %s", n, got, want)
		}
	}
}
