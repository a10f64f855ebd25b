package audit

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// Everything below is invented.

const testOrigin = "log.vekst.example/test"

var testMoment = time.Date(2027, 3, 1, 11, 59, 59, 123456789, time.UTC)

func anEntry() Entry {
	return Entry{
		ID: "0190-entry", At: testMoment, Action: "application.submit", Actor: "person-7", OnBehalf: "organisation-3",
		Kind: "application", Subject: "application-42", Detail: []Fact{{"version", "1"}, {"a", "б \"å\" <&> \u2028 \x01"}},
	}
}

func TestRefusesAnEntryThatCannotBeSealed(t *testing.T) {
	for name, spoil := range map[string]func(*Entry){
		"without id":              func(e *Entry) { e.ID = "" },
		"without moment":          func(e *Entry) { e.At = time.Time{} },
		"without action":          func(e *Entry) { e.Action = "" },
		"without actor":           func(e *Entry) { e.Actor = "" },
		"without subject":         func(e *Entry) { e.Subject = "" },
		"in no encoding":          func(e *Entry) { e.OnBehalf = "\xff" },
		"with a fact twice":       func(e *Entry) { e.Detail = []Fact{{"a", "1"}, {"a", "2"}} },
		"with a fact in capitals": func(e *Entry) { e.Detail = []Fact{{"A", "1"}} },
		"with a numbered fact":    func(e *Entry) { e.Detail = []Fact{{"1", "1"}} },
		"with a broken fact":      func(e *Entry) { e.Detail = []Fact{{"a", "\xff"}} },
		"in the year 10000":       func(e *Entry) { e.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		entry := anEntry()
		spoil(&entry)
		if _, err := entry.Bytes(); err == nil {
			t.Errorf("an entry %s was written", name)
		}
	}
}

func TestAnEntryHasOneWrittenForm(t *testing.T) {
	want := `{"format":"vekst-entry-1","id":"0190-entry","at":"2027-03-01T11:59:59.123456Z","action":"application.submit",` +
		`"actor":"person-7","onBehalf":"organisation-3","kind":"application","subject":"application-42",` +
		`"detail":{"version":"1","a":"б \"å\" <&> \u2028 \u0001"}}`
	written, err := anEntry().Bytes()
	if err != nil || string(written) != want {
		t.Fatalf("got  %s\nwant %s\n%v", written, want, err)
	}
	entry, err := ParseEntry(written)
	if err != nil || !entry.At.Equal(testMoment.Truncate(time.Microsecond)) || entry.Detail[1] != anEntry().Detail[1] {
		t.Fatalf("read back as %+v, %v", entry, err)
	}
	for name, other := range map[string]string{
		"with a space":         strings.Replace(want, ":", ": ", 1),
		"with another case":    strings.Replace(want, `"id"`, `"ID"`, 1),
		"with more in it":      strings.Replace(want, `{"format"`, `{"more":1,"format"`, 1),
		"with another format":  strings.Replace(want, "entry-1", "entry-2", 1),
		"with a repeated fact": strings.Replace(want, `"version":"1"`, `"version":"1","version":"2"`, 1),
		"with a number":        strings.Replace(want, `"version":"1"`, `"version":1`, 1),
		"without detail":       strings.Replace(want, want[strings.Index(want, `{"version`):], "null}", 1),
		"in another zone":      strings.Replace(want, "123456Z", "123456+00:00", 1),
		"with less precision":  strings.Replace(want, "123456Z", "123Z", 1),
	} {
		if _, err := ParseEntry([]byte(other)); err == nil {
			t.Errorf("an entry %s was read", name)
		}
	}
}

func TestAMomentWithoutFractionIsWrittenWithSixDecimals(t *testing.T) {
	entry := anEntry()
	entry.At = time.Date(2027, 3, 1, 14, 0, 0, 0, time.FixedZone("", 7200))
	if got := written(entry.Bytes()); !strings.Contains(got, `"2027-03-01T12:00:00.000000Z"`) {
		t.Fatal(got)
	}
}

func written(bytes []byte, err error) string {
	if err != nil {
		return err.Error()
	}
	return string(bytes)
}

func TestAnotherSaltGivesAnotherLeaf(t *testing.T) {
	entry := []byte("entry")
	a, b := NewSalt(), NewSalt()
	if a == b || Leaf(a, entry) == Leaf(b, entry) || Leaf(a, entry) == Leaf(a, []byte("entrx")) {
		t.Fatal("two different entries or salts gave one leaf")
	}
	if again := Leaf(a, entry); again != Leaf(a, []byte("entry")) {
		t.Fatal("one entry and salt gave two leaves")
	}
}

func TestAnyEntryIsReadBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringN(1, 20, -1)
		entry := anEntry()
		entry.ID, entry.Subject = words.Draw(t, "id"), words.Draw(t, "subject")
		entry.Detail = []Fact{{"a", words.Draw(t, "a")}, {"b-2", words.Draw(t, "b")}}
		written, err := entry.Bytes()
		if err != nil {
			t.Skip("not UTF-8")
		}
		back, err := ParseEntry(written)
		if err != nil || back.ID != entry.ID || back.Subject != entry.Subject || back.Detail[1] != entry.Detail[1] {
			t.Fatalf("%s read back as %+v, %v", written, back, err)
		}
	})
}

// testLog is a small log in memory, as a store would keep it.
type testLog struct {
	hashes          memory
	leaves          leafList
	private, public string
}

type leafList [][32]byte

func (l leafList) ReadLeaves(first int64, count int) ([][32]byte, error) {
	return l[first : first+int64(count)], nil
}

func newTestLog(t testing.TB) *testLog {
	t.Helper()
	private, public, err := NewKey(testOrigin)
	if err != nil {
		t.Fatal(err)
	}
	return &testLog{private: private, public: public}
}

func someLeaves(first, count int) [][32]byte {
	leaves := make([][32]byte, count)
	for i := range leaves {
		leaves[i] = Leaf(Salt{1}, []byte{byte((first + i) >> 8), byte(first + i)})
	}
	return leaves
}

func (l *testLog) append(t testing.TB, leaves [][32]byte) tlog.Tree {
	t.Helper()
	tree, err := Append(&l.hashes, int64(len(l.leaves)), leaves)
	if err != nil {
		t.Fatal(err)
	}
	l.leaves = append(l.leaves, leaves...)
	return tree
}

func (l *testLog) checkpoint(t testing.TB) []byte {
	t.Helper()
	tree, err := Root(int64(len(l.leaves)), &l.hashes)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := Checkpoint{Origin: testOrigin, Tree: tree}.Sign(l.private)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (l *testLog) published(t testing.TB) Published {
	t.Helper()
	return Published{Checkpoint: l.checkpoint(t), Key: l.public, Size: int64(len(l.leaves)), Hashes: &l.hashes, Leaves: l.leaves}
}
