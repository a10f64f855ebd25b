package resource

import (
	"slices"
	"time"
	"unicode/utf8"

	"vekst/platform/quarantine"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Licence is under what a photograph may be used.
type Licence struct{ ID, Name, Link string }

// Licences are those under which a photograph is published. Names of licences are the same in every language; one without
// is said in words.
var Licences = []Licence{
	{"by", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"},
	{"by-sa", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
	{"zero", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
	{"own", "", ""}, // one's own work, which the programme may use
}

// Reserved is what is offered as a licence to be refused with a sentence: nobody may publish it.
const Reserved = "reserved"

// LicenceOf is the licence with an identifier; the zero Licence where there is none.
func LicenceOf(id string) Licence {
	at := slices.IndexFunc(Licences, func(l Licence) bool { return l.ID == id })
	if at < 0 {
		return Licence{}
	}
	return Licences[at]
}

// Limits of photographs.
const (
	photographBytes  = 20 << 20
	photographsEach  = 24 // of one resource
	photographsHour  = 60 // kept for one person
	captionLimit     = 300
	authorLimit      = 120
	mostKeptNowhere  = 20 // sent by one person, of which they have not said what they show
	photographFormat = "JPEG, PNG, WebP"
)

// Photograph is a picture of a resource, as it is kept: without anything that is not seen.
type Photograph struct {
	ID, Resource  string
	SHA256, Small string
	Media         string
	Size          int64
	Credit
	Place   int64
	By      string // never published
	At      time.Time
	Removed time.Time
	scan    string
}

// Credit is what is written of a photograph.
type Credit struct{ Author, Licence, Caption, Lang string }

// Tidied is a credit as it is kept.
func (c Credit) Tidied() Credit {
	c.Author, c.Caption = line(c.Author), line(c.Caption)
	return c
}

// Complaints are what is wrong with a credit, by the names of its fields.
func (c Credit) Complaints() []refusal.Complaint {
	var all []refusal.Complaint
	switch n := utf8.RuneCountInString(c.Author); {
	case n < 2:
		all = append(all, refusal.About("author", "resource.photo.refusal.author"))
	case n > authorLimit:
		all = append(all, refusal.About("author", "resource.refusal.long", "Count", n, "Limit", authorLimit))
	}
	switch {
	case c.Licence == Reserved:
		all = append(all, refusal.About("licence", "resource.photo.refusal.reserved"))
	case LicenceOf(c.Licence).ID == "":
		all = append(all, refusal.About("licence", "resource.photo.refusal.licence"))
	}
	switch n := utf8.RuneCountInString(c.Caption); {
	case n < 3:
		all = append(all, refusal.About("caption", "resource.photo.refusal.caption"))
	case n > captionLimit:
		all = append(all, refusal.About("caption", "resource.refusal.long", "Count", n, "Limit", captionLimit))
	}
	if !text.Is(c.Lang) {
		all = append(all, refusal.About("caption", "resource.refusal.choice"))
	}
	return all
}

// IsGone says whether the scanner found something in it: nobody gets it.
func (p Photograph) IsGone() bool { return p.scan == quarantine.Infected }

// IsHeld says whether only officials and whoever sent it see it yet: where there is a scanner, it has not found it clean.
func (p Photograph) IsHeld(isScanned bool) bool { return isScanned && p.scan != quarantine.Clean }
