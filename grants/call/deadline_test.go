package call

import (
	"testing"
	"time"
)

func TestDaysAreCountedAsPeopleInTheZoneDo(t *testing.T) {
	sofia, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		t.Fatal(err)
	}
	closes := time.Date(2022, 10, 7, 17, 0, 0, 0, sofia)
	for name, c := range map[string]struct {
		now  time.Time
		days int
	}{
		"the same afternoon":         {closes.Add(-time.Minute), 0},
		"just after midnight":        {time.Date(2022, 10, 7, 0, 1, 0, 0, sofia), 0},
		"just before midnight":       {time.Date(2022, 10, 6, 23, 59, 0, 0, sofia), 1},
		"two weeks":                  {time.Date(2022, 9, 23, 9, 0, 0, 0, sofia), 14},
		"over the change to winter":  {closes.AddDate(0, 0, -1), 1},
		"asked by somebody in Oslo":  {time.Date(2022, 10, 6, 21, 30, 0, 0, time.UTC), 0},
		"the summer before the call": {time.Date(2022, 7, 7, 17, 0, 0, 0, sofia), 92},
	} {
		if got := DaysUntil(closes, c.now, sofia); got != c.days {
			t.Errorf("%s: %d", name, got)
		}
	}
}
