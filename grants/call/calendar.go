package call

import (
	"strings"
	"time"
	"unicode/utf8"
)

// deadline is one closing moment for calendars.
type deadline struct {
	UID, Summary, Description, Link string
	Version                         int64
	Published, Closes               time.Time
}

// calendar writes deadlines as iCalendar (RFC 5545): lines end in CRLF and are folded at 75 octets, moments are UTC, which
// every calendar shows in its owner's zone. A reminder comes a week and a day before.
func calendar(name string, all []deadline) []byte {
	var c calendarWriter
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Vekst//Calls//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.line("METHOD", "PUBLISH")
	c.line("X-WR-CALNAME", escaped(name))
	for _, d := range all {
		c.event(d)
	}
	c.line("END", "VCALENDAR")
	return []byte(c.out.String())
}

type calendarWriter struct{ out strings.Builder }

func (c *calendarWriter) event(d deadline) {
	c.line("BEGIN", "VEVENT")
	c.line("UID", d.UID)
	c.line("DTSTAMP", stamp(d.Published))
	c.line("SEQUENCE", decimal(d.Version-1))
	c.line("DTSTART", stamp(d.Closes))
	c.line("SUMMARY", escaped(d.Summary))
	c.line("DESCRIPTION", escaped(d.Description))
	c.line("URL", d.Link)
	c.line("TRANSP", "TRANSPARENT")
	for _, before := range []string{"-P7D", "-P1D"} {
		c.line("BEGIN", "VALARM")
		c.line("ACTION", "DISPLAY")
		c.line("TRIGGER", before)
		c.line("DESCRIPTION", escaped(d.Summary))
		c.line("END", "VALARM")
	}
	c.line("END", "VEVENT")
}

// foldAt is the greatest number of octets of a line, without its end (RFC 5545, 3.1).
const foldAt = 75

// line writes a property, folded between characters: never within one.
func (c *calendarWriter) line(name, value string) {
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
