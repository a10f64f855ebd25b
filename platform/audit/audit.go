// Package audit keeps a history nobody can rewrite unnoticed.
//
// Every change leaves an Entry: who did what to which thing, and when. Entries are sealed in batches into a Merkle log
// (RFC 6962): each entry, together with 32 random bytes of salt, becomes one leaf; the root over all leaves is signed as
// a checkpoint and published with the tree's tiles (C2SP tlog-tiles and tlog-checkpoint). A Receipt gives an applicant
// one entry and the proof that it is in the log. VerifyReceipt and VerifyLog check all of it from files alone, off-line,
// without asking the server that wrote them.
//
// A leaf is a salted hash and holds no personal data. When an entry and its salt are erased the leaf says nothing about
// anyone any more, and every proof made before or after still holds.
//
// What is promised: whoever holds a checkpoint can tell whether a later log still contains exactly the same leaves in
// the same order. What is not: that an entry told the truth when it was written, or that two people were shown the same
// checkpoint; for that, compare checkpoints (verify log --since) or have them co-signed by witnesses.
//
// This folder's core knows no SQL: whoever stores entries and hashes implements HashStore and LeafReader.
package audit

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"
)

// EntryFormat names the form of an entry's bytes. A changed form gets a new name, since old bytes stay sealed for ever.
const EntryFormat = "vekst-entry-1"

// leafPrefix keeps a leaf's hash apart from every other use of SHA-256 over an entry.
const leafPrefix = "vekst-leaf-1\n"

// atLayout writes a moment in UTC with exactly six decimals, so that one moment has one form.
const atLayout = "2006-01-02T15:04:05.000000Z"

// Entry is what one change was. It holds opaque identifiers, never names or addresses.
type Entry struct {
	ID       string    // the entry's own id
	At       time.Time // when, UTC; kept to the microsecond, finer parts are cut off
	Action   string    // the action's name, as in "application.submit"
	Actor    string    // opaque id of the person or system actor
	OnBehalf string    // opaque id of the organisation acted for; empty when for oneself
	Kind     string    // what kind of thing was changed, as in "application"
	Subject  string    // opaque id of the thing that was changed
	Detail   []Fact    // further facts, in the order the action gave them
}

// Fact is one named value in an entry's detail. Names are lower-case words joined by hyphens and occur once an entry.
type Fact struct {
	Name  string
	Value string
}

// Salt is the random part of a leaf. Without it a leaf cannot be traced back to an entry by guessing.
type Salt [32]byte

// NewSalt draws a fresh salt from the operating system.
func NewSalt() Salt {
	var salt Salt
	rand.Read(salt[:]) // documented never to fail
	return salt
}

// Leaf is the leaf data of an entry in the log: SHA-256("vekst-leaf-1\n" || salt || entry), where entry is what
// Entry.Bytes returned. The salt's length is fixed, so no other salt and entry share the same input.
func Leaf(salt Salt, entry []byte) [32]byte {
	return sha256.Sum256(bytes.Join([][]byte{[]byte(leafPrefix), salt[:], entry}, nil))
}

// Fact returns the value of the named fact and whether the entry has it.
func (e Entry) Fact(name string) (string, bool) { return detail(e.Detail).find(name) }

// Bytes is the one and only written form of the entry, and what is hashed: compact JSON with the fields format, id, at,
// action, actor, onBehalf, kind, subject, detail in this order, all strings but detail, which is an object in the order
// of the facts; UTF-8, with no more escapes than JSON needs (and U+2028, U+2029 escaped). It fails on an entry without
// id, moment, action, actor, kind or subject, on text that is not UTF-8, and on bad or repeated fact names.
func (e Entry) Bytes() ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	return canonical(entryFile{
		Format: EntryFormat, ID: e.ID, At: e.At.UTC().Format(atLayout), Action: e.Action, Actor: e.Actor,
		OnBehalf: e.OnBehalf, Kind: e.Kind, Subject: e.Subject, Detail: detail(e.Detail),
	}, "")
}

// ParseEntry reads an entry from the bytes Entry.Bytes wrote, and refuses every other way to write the same entry.
func ParseEntry(written []byte) (Entry, error) {
	file, err := parseEntryFile(written)
	if err != nil {
		return Entry{}, err
	}
	at, err := time.Parse(atLayout, file.At)
	if err != nil {
		return Entry{}, fmt.Errorf("audit: moment of the entry: %w", err)
	}
	return Entry{
		ID: file.ID, At: at, Action: file.Action, Actor: file.Actor, OnBehalf: file.OnBehalf,
		Kind: file.Kind, Subject: file.Subject, Detail: file.Detail,
	}, nil
}

func (e Entry) check() error {
	for name, value := range map[string]string{
		"id": e.ID, "action": e.Action, "actor": e.Actor, "kind": e.Kind, "subject": e.Subject,
	} {
		if value == "" {
			return fmt.Errorf("audit: the entry has no %s", name)
		}
	}
	if year := e.At.UTC().Year(); e.At.IsZero() || year < 1 || year > 9999 {
		return errors.New("audit: the entry has no moment that can be written")
	}
	for _, value := range []string{e.ID, e.Action, e.Actor, e.OnBehalf, e.Kind, e.Subject} {
		if !utf8.ValidString(value) {
			return errors.New("audit: the entry holds text that is not UTF-8")
		}
	}
	return detail(e.Detail).check()
}

// entryFile is the written form of an entry.
type entryFile struct {
	Format   string `json:"format"`
	ID       string `json:"id"`
	At       string `json:"at"`
	Action   string `json:"action"`
	Actor    string `json:"actor"`
	OnBehalf string `json:"onBehalf"`
	Kind     string `json:"kind"`
	Subject  string `json:"subject"`
	Detail   detail `json:"detail"`
}

func parseEntryFile(written []byte) (entryFile, error) {
	var file entryFile
	if err := json.Unmarshal(written, &file); err != nil {
		return entryFile{}, fmt.Errorf("audit: the entry is not JSON of the right form: %w", err)
	}
	if file.Format != EntryFormat {
		return entryFile{}, fmt.Errorf("audit: the entry's format is %q, not %q", file.Format, EntryFormat)
	}
	if err := file.Detail.check(); err != nil {
		return entryFile{}, err
	}
	again, err := canonical(file, "")
	if err != nil || !bytes.Equal(again, written) {
		return entryFile{}, errors.New("audit: the entry is not written in the one way entries are written")
	}
	return file, nil
}

// detail is a JSON object that remembers the order of its members.
type detail []Fact

// factName leaves out names that are whole numbers, which browsers would sort to the front of an object.
var factName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func (d detail) find(name string) (string, bool) {
	for _, fact := range d {
		if fact.Name == name {
			return fact.Value, true
		}
	}
	return "", false
}

func (d detail) check() error {
	seen := map[string]bool{}
	for _, fact := range d {
		if !factName.MatchString(fact.Name) || seen[fact.Name] {
			return fmt.Errorf("audit: bad or repeated fact name %q", fact.Name)
		}
		if !utf8.ValidString(fact.Value) {
			return fmt.Errorf("audit: fact %q is not UTF-8", fact.Name)
		}
		seen[fact.Name] = true
	}
	return nil
}

// MarshalJSON writes the facts as one object, in their order.
func (d detail) MarshalJSON() ([]byte, error) {
	members := make([][]byte, len(d))
	for i, fact := range d {
		name, nameErr := canonical(fact.Name, "")
		value, valueErr := canonical(fact.Value, "")
		if err := errors.Join(nameErr, valueErr); err != nil {
			return nil, err
		}
		members[i] = append(append(name, ':'), value...)
	}
	return append(append([]byte{'{'}, bytes.Join(members, []byte{','})...), '}'), nil
}

// UnmarshalJSON reads an object whose members are all strings, keeping their order and any repetition.
func (d *detail) UnmarshalJSON(written []byte) error {
	tokens := json.NewDecoder(bytes.NewReader(written))
	if open, err := tokens.Token(); err != nil || open != json.Delim('{') {
		return errors.New("audit: the detail is not an object")
	}
	*d = nil
	for tokens.More() {
		name, nameErr := tokens.Token()
		value, valueErr := tokens.Token()
		text, isText := value.(string)
		if err := errors.Join(nameErr, valueErr); err != nil || !isText {
			return errors.New("audit: a fact in the detail is not text")
		}
		*d = append(*d, Fact{Name: name.(string), Value: text})
	}
	return nil
}

// canonical is JSON with struct fields in their order and without the escapes meant for HTML.
func canonical(value any, indent string) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("audit: write JSON: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
