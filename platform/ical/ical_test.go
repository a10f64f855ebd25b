package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	goical "github.com/emersion/go-ical"
	"pgregory.net/rapid"
)

// Whatever people write in a title, every line of a calendar ends in CRLF, has at most 75 octets, is whole UTF-8, and
// another program reads the very title, moment and link out of it.
func TestACalendarIsReadByAnotherProgramAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := Event{UID: "draft-1@vekst.example", Summary: rapid.StringMatching(`[a-zа-яøæå;,:"\\ \n]{0,120}`).Draw(t, "title"), Description: "a\nb;c,d\\",
			Link: "https://vekst.example/calls/x?y=1,2", Version: rapid.Int64Range(1, 99).Draw(t, "version"),
			Published: time.Unix(1_600_000_000, 0), At: time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "at"), 0)}
		data := Write("Покани; и още", []Event{e, {UID: "b@vekst.example", Version: 1, At: time.Unix(0, 0)}})
		for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
			if len(line) > foldAt || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("%q", line)
			}
		}
		read, err := goical.NewDecoder(bytes.NewReader(data)).Decode()
		if err != nil {
			t.Fatal(err)
		}
		events := read.Events()
		if len(events) != 2 {
			t.Fatalf("%d events", len(events))
		}
		title, _ := events[0].Props.Text(goical.PropSummary)
		more, _ := events[0].Props.Text(goical.PropDescription)
		at, err := events[0].DateTimeStart(time.UTC)
		link := events[0].Props.Get(goical.PropURL).Value
		if title != e.Summary || more != e.Description || err != nil || !at.Equal(e.At) || link != e.Link || len(events[0].Children) != 2 {
			t.Fatalf("%q %q %v %v %q", title, more, at, err, link)
		}
	})
}
