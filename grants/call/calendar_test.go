package call

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Whatever people write in a title, every line of a calendar ends in CRLF, has at most 75 octets, is whole UTF-8, and
// unfolds to the escaped title.
func TestCalendarLinesAreFoldedAndWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringMatching(`[a-zа-яøæå;,\\ \n]{0,120}`).Draw(t, "title")
		data := string(calendar("Calls", []deadline{{UID: "a@b", Summary: title, Version: 1, Closes: time.Unix(0, 0)}}))
		if !strings.HasSuffix(data, "END:VCALENDAR\r\n") {
			t.Fatal("the end is missing")
		}
		for _, line := range strings.Split(strings.TrimSuffix(data, "\r\n"), "\r\n") {
			if len(line) > foldAt || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("%q", line)
			}
		}
		if unfolded := strings.ReplaceAll(data, "\r\n ", ""); !strings.Contains(unfolded, "\r\nSUMMARY:"+escaped(title)+"\r\n") {
			t.Fatalf("%q does not hold %q", unfolded, escaped(title))
		}
	})
}

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
