package notice

import (
	"testing"
	"time"

	"vekst/value/text"
)

func on(subject, kind string, seen bool) Item {
	return Item{News{Kind: kind, About: Subject{Kind: "call", ID: subject, Title: Same(subject)}, Link: "/calls/" + subject}, seen}
}

func TestADigestSaysEachMatterOnceAndMergesRepeats(t *testing.T) {
	groups := Grouped([]Item{on("b", "changed", false), on("a", "changed", false), on("b", "answered", false), on("b", "changed", false), on("b", "changed", true)})
	if len(groups) != 2 || groups[0].ID != "b" || groups[1].ID != "a" {
		t.Fatalf("%+v", groups)
	}
	if l := groups[0].Lines; len(l) != 3 || l[0].Count != 2 || l[0].News.Kind != "changed" || l[1].News.Kind != "answered" || !l[2].Seen {
		t.Errorf("%+v", l)
	}
}

func TestDigestsComeAtTheHourOfTheReadersClock(t *testing.T) {
	at := func(s string) time.Time {
		m, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return m.UTC()
	}
	usual, oslo := Usual(text.BG), Usual(text.NB)
	for name, c := range map[string]struct {
		settings Settings
		way      Way
		now      string
		due      string
	}{
		"stopped is never":                    {Settings{Hour: 7, Zone: "Europe/Sofia", Stopped: true}, AtOnce, "2022-09-20T12:00:00+03:00", ""},
		"on screen only is never":             {usual, Never, "2022-09-20T12:00:00+03:00", ""},
		"at once is within half a minute":     {usual, AtOnce, "2022-09-20T12:00:00+03:00", "2022-09-20T12:00:30+03:00"},
		"the same morning":                    {usual, Daily, "2022-09-20T06:59:59+03:00", "2022-09-20T07:00:00+03:00"},
		"at the hour itself is the next day":  {usual, Daily, "2022-09-20T07:00:00+03:00", "2022-09-21T07:00:00+03:00"},
		"in Oslo an hour later":               {oslo, Daily, "2022-09-20T07:30:00+03:00", "2022-09-20T08:00:00+03:00"},
		"the night the clocks go back":        {usual, Daily, "2022-10-29T12:00:00+03:00", "2022-10-30T07:00:00+02:00"},
		"an hour that the spring leaves out":  {Settings{Hour: 3, Zone: "Europe/Sofia"}, Daily, "2022-03-26T12:00:00+02:00", "2022-03-27T04:00:00+03:00"},
		"weekly is the next Monday":           {usual, Weekly, "2022-09-20T12:00:00+03:00", "2022-09-26T07:00:00+03:00"},
		"weekly on Monday before the hour":    {usual, Weekly, "2022-09-26T06:00:00+03:00", "2022-09-26T07:00:00+03:00"},
		"a zone this machine does not have":   {Settings{Hour: 7, Zone: "Nowhere/City"}, Daily, "2022-09-20T06:00:00Z", "2022-09-20T07:00:00Z"},
		"midnight is an hour like any other":  {Settings{Hour: 0, Zone: "Europe/Sofia"}, Daily, "2022-09-20T23:59:00+03:00", "2022-09-21T00:00:00+03:00"},
		"weekly across the turn of the clock": {usual, Weekly, "2022-10-29T12:00:00+03:00", "2022-10-31T07:00:00+02:00"},
	} {
		want := time.Time{}
		if c.due != "" {
			want = at(c.due)
		}
		if got := c.settings.Due(c.way, at(c.now)); !got.Equal(want) {
			t.Errorf("%s: %v, not %v", name, got, want)
		}
	}
}
