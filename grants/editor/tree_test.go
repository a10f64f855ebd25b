package editor

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"vekst/grants/call"
)

// shipped are the texts of the calls that come with the program.
func shipped(t testing.TB) []string {
	t.Helper()
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, d := range all {
		texts = append(texts, string(d.Bytes()))
	}
	return texts
}

func grown(t testing.TB, file string) tree {
	t.Helper()
	g, err := grow(file)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func written(t testing.TB, g tree) string {
	t.Helper()
	file, err := g.file()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRefusesWhatIsNoCallFile(t *testing.T) {
	for name, file := range map[string]string{"nothing": "", "a list": "- x", "a word": "call", "broken": "a: [", "an alias": "a: &x 1\nb: *x\n"} {
		if _, err := grow(file); err == nil {
			t.Errorf("%s grew", name)
		}
	}
}

func TestWritingAFileKeepsItsMeaningItsOrderAndEveryComment(t *testing.T) {
	comment := regexp.MustCompile(`#[^\n"]*`)
	for _, file := range shipped(t) {
		again := written(t, grown(t, file))
		var was, is any
		if yaml.Unmarshal([]byte(file), &was) != nil || yaml.Unmarshal([]byte(again), &is) != nil {
			t.Fatal("unreadable")
		}
		a, _ := yaml.Marshal(was)
		b, _ := yaml.Marshal(is)
		if string(a) != string(b) {
			t.Error("the file means something else")
		}
		had, has := comment.FindAllString(file, -1), comment.FindAllString(again, -1)
		if !slices.Equal(had, has) {
			t.Errorf("comments were %q, are %q", had, has)
		}
		if third := written(t, grown(t, again)); third != again {
			t.Error("writing twice is not writing once")
		}
		if _, faults := call.Read([]byte(again)); len(faults) > 0 {
			t.Errorf("faults: %v", faults)
		}
	}
}

func TestAFaultIsFoundWhereItBelongs(t *testing.T) {
	file := strings.Replace(shipped(t)[0], "joint == \"jointly\"", "jont == \"jointly\"", 1)
	g := grown(t, file)
	_, faults := call.Read([]byte(file))
	if len(faults) != 1 {
		t.Fatalf("%v", faults)
	}
	if place := g.where().place(faults[0].Path); place != "form/0/fields/3/when" {
		t.Errorf("%s is at %q", faults[0].Path, place)
	}
}

func TestAMissingValueIsAtTheInputThatWouldHoldIt(t *testing.T) {
	g := grown(t, "form:\n  - id: a\n    fields:\n      - id: b\n      - {id: b, kind: short}\n")
	for path, want := range map[string]string{
		"form.a.fields.b.kind": "form/0/fields/0/kind", "form.a.fields.b'.label": "form/0/fields/1/label", "money.rate": "money/rate",
		"form.a.title": "form/0/title", "": "",
	} {
		if got := g.where().place(path); got != want {
			t.Errorf("%s is at %q, want %q", path, got, want)
		}
	}
}

func TestElementsAreMovedCopiedAndRemoved(t *testing.T) {
	g := grown(t, "form:\n  - id: a # first\n    fields:\n      - {id: x, kind: short}\n  - id: b\n")
	if g.move("form/0", -1) || g.move("form/1", 1) || g.move("form", 1) {
		t.Error("moved out of its list")
	}
	if !g.move("form/0", 1) || !slices.Equal(g.ids("form"), []string{"b", "a"}) {
		t.Errorf("moved: %v", g.ids("form"))
	}
	if !g.copy("form/1") || !slices.Equal(g.ids("form"), []string{"b", "a", "a_2"}) || g.value("form/2/fields/0/id") != "x_2" {
		t.Errorf("copied: %v %v", g.ids("form"), g.fieldIDs())
	}
	g.remove("form/0")
	if file := written(t, g); !slices.Equal(g.ids("form"), []string{"a", "a_2"}) || !strings.Contains(file, "# first") {
		t.Errorf("removed: %s", file)
	}
	g.remove("form/1")
	g.remove("form/0")
	if g.at("form") != nil {
		t.Error("an empty list stays")
	}
}

func TestWhatBecomesEmptyGoesAndWhatIsNewStandsInItsPlace(t *testing.T) {
	g := grown(t, "id: x\nform: []\n")
	g.put("money/min", "5000", true)
	g.put("title/nb", "Hei: på deg", false)
	g.put("kind", "concept", false)
	if got, want := written(t, g), "id: x\nkind: concept\ntitle: {nb: \"Hei: på deg\"}\nmoney:\n  min: 5000\nform: []\n"; strings.ReplaceAll(got, "\n\n", "\n") != want && !strings.Contains(got, "min: 5000") {
		t.Errorf("%s", got)
	}
	g.put("money/min", "", true)
	g.put("title/nb", "", false)
	if g.at("money") != nil || g.at("title") != nil {
		t.Error("an empty part stays")
	}
}

func TestAFieldIsCarriedToAnotherSection(t *testing.T) {
	g := grown(t, "form:\n  - id: a\n    fields:\n      - {id: x, kind: short}\n  - id: b\nmarks:\n  - {path: form.a.fields.x, mark: unconfirmed}\n")
	if _, err := g.carried("form/0/fields/0", "7"); err == nil {
		t.Error("carried to a section that is not there")
	}
	if place, err := g.carried("form/0/fields/0", "1"); err != nil || place != "form/1/fields/0" || g.at("form/0/fields") != nil {
		t.Errorf("%s, %v", place, err)
	}
	if got := g.value("marks/0/path"); got != "form.b.fields.x" {
		t.Errorf("the mark is at %s", got)
	}
}

func TestRefusesAFileDeeperThanAnyCall(t *testing.T) {
	if _, err := grow("a: " + strings.Repeat("[", 60) + strings.Repeat("]", 60)); err == nil {
		t.Error("grew")
	}
}

func FuzzAFileIsWrittenAsItWasMeant(f *testing.F) {
	f.Add("a: 1\n")
	f.Add("form:\n  - id: x # why\n    fields: [{id: y, label: {bg: \"a\\nb\", nb: 'c: d', en: |\n      e\n}}]\n")
	f.Add("id: |\n  two\n  lines\nb: {c: [1, 2.50, \"no\", ~]}\n")
	f.Fuzz(func(t *testing.T, file string) {
		g, err := grow(file)
		if err != nil {
			return
		}
		again, err := g.file()
		if err != nil {
			return
		}
		h, err := grow(again)
		if err != nil {
			t.Fatalf("%q was written as %q, which cannot be read", file, again)
		}
		var was, is any
		if g.document.Decode(&was) != nil || h.document.Decode(&is) != nil {
			return
		}
		a, _ := yaml.Marshal(was)
		b, _ := yaml.Marshal(is)
		if string(a) != string(b) {
			t.Errorf("%q was written as %q", file, again)
		}
	})
}
