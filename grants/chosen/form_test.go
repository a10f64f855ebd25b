package chosen

import (
	"testing"

	"vekst/platform/refusal"
)

func TestAComplaintStandsBesideTheRowInWhichItWasTyped(t *testing.T) {
	f := typed{Thresholds: []typedThreshold{{Row: 2}, {Row: 3}}, Excluded: []typedExclusion{{Row: 2}}, Ties: []typedOrder{{Row: 2}}} // the first rows are empty
	for field, want := range map[string]string{"number": "number", "threshold-1": "threshold-2", "threshold-2": "threshold-3", "excluded-1": "excluded-2", "tie-1": "tie-2"} {
		if c := f.whereTyped([]refusal.Complaint{refusal.About(field, "x")}); c[0].Field != want {
			t.Errorf("the complaint about %s stands at %s, want %s", field, c[0].Field, want)
		}
	}
}
