package call_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/testkit"
	"vekst/value/period"
)

func TestCallsAreFilteredByAreaAndPlace(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		shipped, err := call.Shipped()
		if err != nil {
			t.Fatal(err)
		}
		if places, err := call.Places(w.Reader()); err != nil || len(places) != 0 {
			t.Errorf("places without calls: %v, %v", places, err)
		}
		var wide []string
		for _, d := range shipped {
			w.Set(d.Window.Opens.Add(-time.Hour))
			if _, err := call.Publish.Run(context.Background(), w.Door, action.System("test"), call.Publication{File: d.Bytes()}); err != nil {
				t.Fatal(err)
			}
			wide = append(wide, d.Territory.Municipalities...)
		}
		w.Set(testkit.Noon)
		slices.Sort(wide)
		places, err := call.Places(w.Reader())
		if err != nil || !slices.Equal(slices.DeleteFunc(places, func(p string) bool { return p == "" }), slices.Compact(wide)) {
			t.Errorf("%v, not %v, %v", places, slices.Compact(wide), err)
		}
		ten := shippedCall(t, "job-creation-2022").Territory.Municipalities[0]
		for name, c := range map[string]struct {
			wanted call.Wanted
			fits   bool
		}{
			"nothing wanted":    {call.Wanted{}, true},
			"its area":          {call.Wanted{Area: "local-development"}, true},
			"another area":      {call.Wanted{Area: "children-and-youth"}, false},
			"one of its ten":    {call.Wanted{Place: ten}, true},
			"another place":     {call.Wanted{Place: "SOF46"}, false},
			"words and a place": {call.Wanted{Query: "jobs", Place: ten}, true},
			"other words":       {call.Wanted{Query: "kindergarten", Area: "local-development"}, false},
		} {
			if fits, err := call.Fits(w.Reader(), "job-creation-2022", c.wanted); err != nil || fits != c.fits {
				t.Errorf("%s: %v, %v", name, fits, err)
			}
			c.wanted.State, c.wanted.Limit = period.Open, 10
			found, err := call.List(w.Reader(), w.Now(), c.wanted)
			counts, failed := call.CountWanted(w.Reader(), w.Now(), c.wanted)
			if err != nil || failed != nil || (len(found) > 0) != c.fits || int(counts.Open) != len(found) {
				t.Errorf("%s: %d found, %d counted, %v %v", name, len(found), counts.Open, err, failed)
			}
		}
	})
}
