// Package ical writes calendars that programs on phones and desks read (iCalendar, RFC 5545).
package ical

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Event is one moment in a calendar. UID stays the same when it moves; Version is raised then.
type Event struct {
	UID, Summary, Description, Link string
	Version                         int64
	Published, At                   time.Time
}

// Media is the media type of what Write returns.
const Media = "text/calendar; charset=utf-8"

// Write makes a calendar: lines end in CRLF and are folded at 75 octets, moments are UTC, which every calendar shows in
// its owner's zone. A reminder comes a week and a day before each event.
func Write(name string, events []Event) []byte {
	var c writer
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Vekst//Calls//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.line("METHOD", "PUBLISH")
	c.line("X-WR-CALNAME", escaped(name))
	for _, e := range events {
		c.event(e)
	}
	c.line("END", "VCALENDAR")
	return []byte(c.out.String())
}

type writer struct{ out strings.Builder }

func (c *writer) event(e Event) {
	c.line("BEGIN", "VEVENT")
	c.line("UID", e.UID)
	c.line("DTSTAMP", stamp(e.Published))
	c.line("SEQUENCE", strconv.FormatInt(e.Version-1, 10))
	c.line("DTSTART", stamp(e.At))
	c.line("SUMMARY", escaped(e.Summary))
	c.line("DESCRIPTION", escaped(e.Description))
	c.line("URL", e.Link)
	c.line("TRANSP", "TRANSPARENT")
	for _, before := range []string{"-P7D", "-P1D"} {
		c.line("BEGIN", "VALARM")
		c.line("ACTION", "DISPLAY")
		c.line("TRIGGER", before)
		c.line("DESCRIPTION", escaped(e.Summary))
		c.line("END", "VALARM")
	}
	c.line("END", "VEVENT")
}

// foldAt is the greatest number of octets of a line, without its end (RFC 5545, 3.1).
const foldAt = 75

// line writes a property, folded between characters: never within one.
func (c *writer) line(name, value string) {
	width := 0
	for rest := name + ":" + value; rest != ""; {
		_, size := utf8.DecodeRuneInString(rest)
		if width+size > foldAt {
			c.out.WriteString("\r\n ")
			width = 1
		}
		c.out.WriteString(rest[:size])
		rest, width = rest[size:], width+size
	}
	c.out.WriteString("\r\n")
}

// escaped writes a text as a value (RFC 5545, 3.3.11).
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`).Replace(s)
}

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
