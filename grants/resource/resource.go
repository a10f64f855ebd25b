// Package resource is the inventory of what a municipality has to live from: natural, cultural and historical resources, and
// economic, human and infrastructure ones besides.
//
// Anybody signed in may propose one; an official of the municipality confirms it, returns it with a reason, or points it to
// the one it repeats. Only what is confirmed is public. Nothing is ever overwritten: each change leaves a version, and any
// version can be restored. Who proposed or rated is known to officials; the public is told for which organisation they spoke.
//
// A place that must not be found, such as a nest, is published blurred: moved to the middle of a square of a size that was
// chosen, always the same one, so that asking again tells no more.
package resource

import (
	"math"
	"slices"
	"time"

	"vekst/value/text"
)

// State is where a resource stands.
type State string

// The states.
const (
	Proposed  State = "proposed"
	Confirmed State = "confirmed"
	Returned  State = "returned" // to whoever proposed it, with a reason; they may change it, and so propose it anew
	Retired   State = "retired"  // gone, or never was; with a reason
	Merged    State = "merged"   // lives on in another
)

// Classes are what a resource can be at large, in the order they are shown.
var Classes = []string{"natural", "cultural", "historical", "economic", "human", "infrastructure"}

// What can be said of a resource by choosing. The empty string, "nobody said", is always possible besides.
var (
	Ownerships  = []string{"municipal", "state", "private", "church", "community", "mixed"}
	Conditions  = []string{"good", "fair", "poor", "ruined"}
	Accesses    = []string{"road", "track", "foot", "arranged", "closed"}
	Protections = []string{"none", "local", "national", "natura", "reserve", "world"}
)

// Blurs are the distances in metres by which a place can be blurred.
var Blurs = []int64{1000, 5000, 10000}

// Aspects are what the potential of a resource is rated by, each from 1 to 5.
var Aspects = []string{"uniqueness", "readiness", "demand", "capacity", "will"}

// Best is the highest score of an aspect.
const Best = 5

// Season is the months in which there is something to see or to take: a bit a month, January the lowest. 0 is not said.
type Season int64

// AllYear is every month.
const AllYear Season = 1<<12 - 1

// Has says whether a month is in the season.
func (s Season) Has(m time.Month) bool { return s&(1<<(m-1)) != 0 }

// With is the season with a month more.
func (s Season) With(m time.Month) Season { return s | 1<<(m-1) }

// Place is where a resource is, in millionths of a degree; the zero Place is nowhere known. Of a line or an area it is a
// point that stands for it, and Shape is its GeoJSON geometry.
type Place struct {
	Lon, Lat int64
	Accuracy int64 // metres; 0 where nobody said
	Shape    string
}

// Known says whether the place is known.
func (p Place) Known() bool { return p.Lon != 0 || p.Lat != 0 }

// Entry is what is written of a resource.
type Entry struct {
	Settlement        string // EKATTE, "" where it is not known
	Name, Description text.Text
	Original          string // the language it was written in; the others are translations
	Kind              string // of the vocabulary, which knows its class
	Place             Place
	Ownership         string
	Condition         string
	Access            string
	Protection        string
	ProtectedAs       string // name or number of the protection
	Season            Season
	Blur              int64 // metres within which the public is told the place; 0 for where it is
}

// Resource is one entry of the inventory.
type Resource struct {
	ID, Programme, Municipality string
	Class                       string
	Entry
	State     State
	Reason    string // of a return or a retirement
	Into      string // of a merged one, the one it lives on in
	By        string // account of who proposed it; never published
	Proposed  time.Time
	Decided   time.Time // zero while it waits
	Changed   time.Time
	Version   int64
	Invented  bool  // made up for a demonstration
	Potential int64 // mean of the ratings in hundredths; 0 for none
	Rated     int64 // how many aspects are rated
}

// Waits says whether an official has to decide.
func (r Resource) Waits() bool { return r.State == Proposed }

// IsListed says whether it is in the inventory or may come into it: not returned, taken off or merged.
func (r Resource) IsListed() bool { return r.State == Proposed || r.State == Confirmed }

// Rating is what somebody found of one aspect, and why.
type Rating struct {
	Aspect, Reason, Lang string
	Score                int64
	By, Speaks           string // account, never published; organisation, "operator", or "" for a person in their own name
	At                   time.Time
}

// Mean is the mean of ratings in hundredths, rounded half up; 0 for none.
func Mean(all []Rating) int64 {
	if len(all) == 0 {
		return 0
	}
	var sum int64
	for _, r := range all {
		sum += r.Score
	}
	n := int64(len(all))
	return (200*sum + n) / (2 * n)
}

// Sorts of notes.
const (
	Evidence = "evidence" // where one can read of it
	Idea     = "idea"     // what could be made of it
	Done     = "done"     // what was made of it
)

// Sorts are the sorts of notes in the order they are shown.
var Sorts = []string{Done, Idea, Evidence}

// Note is something added to a resource by anybody: evidence, an idea, what was done with it.
type Note struct {
	ID, Resource, Sort, Words, Lang, Link string
	By, Speaks                            string
	At                                    time.Time
}

// Missing lists what nobody has said of a resource yet, in the order it is worth asking.
func (r Resource) Missing() []string {
	var missing []string
	for _, m := range []struct {
		what string
		is   bool
	}{{"place", !r.Place.Known()}, {"description", r.Description.Empty()}, {"condition", r.Condition == ""}, {"ownership", r.Ownership == ""},
		{"season", r.Season == 0}, {"access", r.Access == ""}, {"rating", r.Rated < int64(len(Aspects))}} {
		if m.is {
			missing = append(missing, m.what)
		}
	}
	return missing
}

// Metres is how far two places are from each other, near enough for places of one district.
func Metres(a, b Place) int64 {
	down := float64(a.Lat-b.Lat) / metre
	across := float64(a.Lon-b.Lon) / metre * math.Cos(float64(a.Lat+b.Lat)/2*math.Pi/180e6)
	return int64(math.Hypot(down, across))
}

// is says whether a choice is one of those there are, or none.
func is(choice string, of []string) bool { return choice == "" || slices.Contains(of, choice) }
