package organisation

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/platform/refusal"
	"vekst/value/iban"
	"vekst/value/text"
)

// FactKind says how a fact of the profile is written.
type FactKind string

// The kinds of fact.
const (
	Line  FactKind = "line"  // one line of text
	Prose FactKind = "prose" // several paragraphs, in each of the languages
	Whole FactKind = "whole" // a whole number
)

// Fact is something an organisation is asked again and again. Questions of calls say that they ask it (same_as).
type Fact struct {
	Name  string
	Kind  FactKind
	Limit int // of a text, in characters
}

// Facts are those of a profile, in the order they are shown.
var Facts = []Fact{
	{"address", Line, 200}, {"postcode", Line, 12}, {"settlement", Line, 120},
	{"phone", Line, 30}, {"email", Line, 200}, {"web", Line, 200}, {"contact", Line, 120},
	{"representative", Line, 120}, {"representative_role", Line, 120},
	{"vat", Line, 20}, {"founded", Whole, 4}, {"employees", Whole, 7}, {"iban", Line, 42},
	{"experience", Prose, 4000},
}

// Key names a fact, and the language of one that can be given in three: "address", "experience/bg".
type Key string

// KeyOf is the key of a fact in a language; lang is of no account for facts that have none.
func KeyOf(f Fact, lang string) Key {
	if f.Kind == Prose {
		return Key(f.Name + "/" + lang)
	}
	return Key(f.Name)
}

func (k Key) parts() (fact, lang string) {
	fact, lang, _ = strings.Cut(string(k), "/")
	return fact, lang
}

// FactNamed is the fact of that name.
func FactNamed(name string) (Fact, bool) {
	i := slices.IndexFunc(Facts, func(f Fact) bool { return f.Name == name })
	if i < 0 {
		return Fact{}, false
	}
	return Facts[i], true
}

// keys are all there can be, in the order they are shown.
func keys() []Key {
	var all []Key
	for _, f := range Facts {
		if f.Kind != Prose {
			all = append(all, KeyOf(f, ""))
			continue
		}
		for _, l := range text.Languages {
			all = append(all, KeyOf(f, l))
		}
	}
	return all
}

// Said is what a profile says of a fact, since when, and who wrote it.
type Said struct {
	Key   Key
	Value string
	Entry int64
	At    time.Time
	By    string
}

// Profile is what an organisation says of itself, by key. What is not said has no entry, or an empty value.
type Profile map[Key]Said

// Entry is the last change of the profile, 0 for none.
func (p Profile) Entry() int64 {
	var last int64
	for _, s := range p {
		last = max(last, s.Entry)
	}
	return last
}

// filled is how many facts are given, one in several languages once.
func (p Profile) filled() int {
	facts := map[string]bool{}
	for k, s := range p {
		if name, _ := k.parts(); s.Value != "" {
			facts[name] = true
		}
	}
	return len(facts)
}

// upTo is the profile as it stood after an entry, of all that was ever said, the oldest first.
func upTo(all []Said, entry int64) Profile {
	p := Profile{}
	for _, s := range all {
		if s.Entry <= entry {
			p[s.Key] = s
		}
	}
	return p
}

// merged are the facts that change when somebody who had seen the profile as it was sends it. Where they change what
// somebody else has changed meanwhile, they are told, and nothing changes.
func merged(seen, now Profile, sent map[Key]string) (map[Key]string, []refusal.Complaint) {
	changes := map[Key]string{}
	var complaints []refusal.Complaint
	for _, k := range keys() {
		value, isSent := sent[k]
		switch {
		case !isSent || value == seen[k].Value || value == now[k].Value:
		case now[k].Value != seen[k].Value:
			complaints = append(complaints, refusal.About(string(k), "organisation.profile.meanwhile", "Value", now[k].Value))
		default:
			changes[k] = value
		}
	}
	return changes, complaints
}

// tidy writes facts the way they are kept: account numbers without spaces, addresses of sites with their scheme.
func tidy(facts map[Key]string) {
	for k, value := range facts {
		name, _ := k.parts()
		f, _ := FactNamed(name)
		value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
		if f.Kind != Prose {
			value = strings.Join(strings.Fields(value), " ")
		}
		switch {
		case value == "":
		case name == "web" && !strings.Contains(value, "://"):
			value = "https://" + value
		case name == "iban":
			if read, err := iban.Parse(value); err == nil {
				value = iban.Format(read)
			}
		case name == "vat":
			value = strings.ToUpper(strings.ReplaceAll(value, " ", ""))
		case f.Kind == Whole:
			value = strings.ReplaceAll(value, " ", "")
		}
		facts[k] = value
	}
}

var (
	phoneForm    = regexp.MustCompile(`^\+?[0-9 ()/.-]{5,30}$`)
	vatForm      = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{5,15}$`)
	postcodeForm = regexp.MustCompile(`^[0-9A-Z][0-9A-Z -]{1,10}[0-9A-Z]$`)
)

// complainFacts finds what is wrong with facts, in the order they are shown. Nothing is asked of one that is empty.
func complainFacts(facts map[Key]string, now time.Time) []refusal.Complaint {
	var complaints []refusal.Complaint
	for _, k := range keys() {
		name, _ := k.parts()
		f, _ := FactNamed(name)
		switch value := facts[k]; {
		case value == "":
		case !utf8.ValidString(value) || strings.ContainsFunc(value, isControl):
			complaints = append(complaints, refusal.About(string(k), "organisation.profile.wrong.characters"))
		case f.Kind != Whole && utf8.RuneCountInString(value) > f.Limit:
			complaints = append(complaints, refusal.About(string(k), "organisation.profile.wrong.long", "Limit", f.Limit))
		case !isWell(f, value, now):
			complaints = append(complaints, refusal.About(string(k), "organisation.profile.wrong."+name))
		}
	}
	return complaints
}

func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }

// isWell says whether a fact has the form of its kind.
func isWell(f Fact, value string, now time.Time) bool {
	switch f.Name {
	case "phone":
		return phoneForm.MatchString(value)
	case "email":
		read, err := mail.ParseAddress(value)
		return err == nil && read.Address == value
	case "web":
		u, err := url.Parse(value)
		return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Host, ".")
	case "postcode":
		return postcodeForm.MatchString(strings.ToUpper(value))
	case "vat":
		return vatForm.MatchString(value)
	case "iban":
		_, err := iban.Parse(value)
		return err == nil
	case "founded":
		year, err := strconv.Atoi(value)
		return err == nil && year >= 800 && year <= now.Year()
	case "employees":
		n, err := strconv.Atoi(value)
		return err == nil && n >= 0 && n <= 1_000_000
	}
	return true
}
