// Package notice tells people what happened, quietly. A feature says, within the action that did it, whom it concerns:
//
//	notice.Tell(tx, notice.News{Kind: Changed, About: subject, Link: link}, people...)
//
// Everybody sees it on screen under /notices. By letter it comes in one digest a day, unless its kind or the person says
// otherwise: at once, once a week, or not at all. Two hundred changes that twenty people follow are twenty letters.
//
// A digest says each matter once, what happened to it newest first and repeats merged; it leaves out what the person did
// themselves and what they have seen on screen since; it is never empty. A notice and the moment its letter goes are kept
// in the transaction of the change, and marking them as gone and leaving the letter in the outbox is one transaction too: a
// process that dies loses nothing, and two processes do not send the same digest.
//
// What somebody must act on, such as a decision with an appeal clock, is written at once as a letter of its own (Write)
// and cannot be stopped; neither can letters about the safety of an account, which are no notices at all. Letters say so.
package notice

import (
	"slices"
	"time"

	"vekst/value/text"
)

// Way is how a notice comes by letter.
type Way string

// The ways, the fastest first.
const (
	AtOnce Way = "at_once" // within half a minute, with whatever else came meanwhile
	Daily  Way = "daily"
	Weekly Way = "weekly"
	Never  Way = "never" // on screen only
)

// Ways lists the ways in the order they are offered.
var Ways = []Way{AtOnce, Daily, Weekly, Never}

// Kind is a sort of notice, declared once by the feature that tells it (see Define). Its Key has words in the feature:
// Key.name as people choose by it, and Key.line, the sentence itself, with a plural form that merges repeats.
type Kind struct {
	Key   string
	Way   Way      // how it comes unless the person chose otherwise
	Must  bool     // one must act on it: it comes at once and cannot be stopped
	Roles []string // who is told such things at all, by role in the programme; none means anybody
}

// Subject is what news are about: a call, an application. A digest says what happened to each subject under its title.
type Subject struct {
	Kind, ID string
	Title    text.Text
}

// News is something that happened. Link is the page of ours where one reads on, in its path without a language when it is
// a public one. Args fill the sentence; one that is the same in all languages needs only its English text (see Same).
type News struct {
	ID    string
	At    time.Time
	Kind  string // key
	About Subject
	Link  string
	Args  map[string]text.Text
}

// Same is an argument that reads the same in every language, such as a number or a name.
func Same(s string) text.Text { return text.Text{EN: s} }

// Item is news as one person has it.
type Item struct {
	News
	Seen bool
}

// Line is a sentence of a digest: Count items of one kind, worded like the newest of them.
type Line struct {
	Item
	Count int
}

// Group is what happened to one subject.
type Group struct {
	Subject
	Link  string // of the newest line
	Lines []Line
}

// Grouped puts items, newest first, into groups by subject, repeats of a kind merged. Seen and unseen ones stay apart.
func Grouped(items []Item) []Group {
	var groups []Group
	for _, i := range items {
		g := slices.IndexFunc(groups, func(g Group) bool { return g.Kind == i.About.Kind && g.ID == i.About.ID })
		if g < 0 {
			groups = append(groups, Group{Subject: i.About, Link: i.Link})
			g = len(groups) - 1
		}
		groups[g].add(i)
	}
	return groups
}

func (g *Group) add(i Item) {
	for l := range g.Lines {
		if same := &g.Lines[l]; same.News.Kind == i.News.Kind && same.Seen == i.Seen {
			same.Count++
			return
		}
	}
	g.Lines = append(g.Lines, Line{i, 1})
}

// Settings are when a person gets digests. Stopped means that nothing comes but what one must act on.
type Settings struct {
	Hour    int
	Weekday time.Weekday
	Zone    string
	Stopped bool
}

// Zones are those a person can choose from.
var Zones = []string{"Europe/Sofia", "Europe/Oslo", "Atlantic/Reykjavik", "Europe/Brussels"}

// Usual is what holds for those who have chosen nothing: at seven in the morning, Mondays for what comes weekly, in the
// zone where most readers of their language live.
func Usual(lang string) Settings {
	s := Settings{Hour: 7, Weekday: time.Monday, Zone: "Europe/Sofia"}
	if lang == text.NB {
		s.Zone = "Europe/Oslo"
	}
	return s
}

// gather is how long a letter that goes at once waits for more of the kind, so that twenty things given to somebody in one
// go are one letter.
const gather = 30 * time.Second

// Due is the moment from which a notice of now goes by letter; zero for never.
func (s Settings) Due(w Way, now time.Time) time.Time {
	if s.Stopped {
		return time.Time{}
	}
	switch w {
	case AtOnce:
		return now.Add(gather)
	case Daily:
		return s.next(now, func(time.Time) bool { return true })
	case Weekly:
		return s.next(now, func(t time.Time) bool { return t.Weekday() == s.Weekday })
	}
	return time.Time{}
}

// next is the first time after now at the hour of the digest, on a day that fits.
func (s Settings) next(now time.Time, fits func(time.Time) bool) time.Time {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC
	}
	y, m, d := now.In(zone).Date()
	for i := 0; ; i++ {
		t := time.Date(y, m, d+i, s.Hour, 0, 0, 0, zone)
		if t.After(now) && fits(t) {
			return t.UTC()
		}
	}
}
