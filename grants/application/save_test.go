package application_test

import (
	"strings"
	"testing"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

func settleSQLite(t *testing.T) *world { return settle(t, testkit.SQLite(t, schemas())) }

func conceptCall(t *testing.T) call.Definition {
	t.Helper()
	all, err := call.Shipped()
	must(t, err)
	for _, d := range all {
		if d.Territory.MaxInhabitants > 0 {
			return d
		}
	}
	t.Fatal("no call with a target area")
	return call.Definition{}
}

// settlementsOf returns all settlements of a municipality, and the villages among them.
func settlementsOf(t *testing.T, code string) (all, villages string) {
	t.Helper()
	r, err := municipality.Seed()
	must(t, err)
	var every, some []string
	for _, s := range r.Settlements(code) {
		every = append(every, s.Ekatte)
		if !s.Town && len(some) < 3 {
			some = append(some, s.Ekatte)
		}
	}
	return strings.Join(every, ","), strings.Join(some, ",")
}

func TestRefusesASaveAfterClosingAndSaysWhen(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		w.Set(w.call.Window.Closes.Add(time.Millisecond))
		_, err := application.Save.Run(t.Context(), w.Door, w.maria, saving(a.ID, map[string]string{"title": "Късно"}))
		if refusal.KindOf(err) != refusal.Closed {
			t.Fatal(err)
		}
	})
}

func TestRefusesWhatTheFormHasNoPlaceFor(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		for what, path := range map[string]string{"no such field": "nothing", "a part of a plain field": "title/x", "a row with a strange id": "posts/../post",
			"a table without a row": "posts", "a column there is not": "posts/1/colour", "an organisation as a whole": "applicant", "an empty path": ""} {
			_, err := application.Save.Run(t.Context(), w.Door, w.maria, saving(a.ID, map[string]string{path: "x"}))
			if refusal.KindOf(err) != refusal.Invalid {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := application.Save.Run(t.Context(), w.Door, w.maria, saving(a.ID, map[string]string{"need": strings.Repeat("ж", application.ValueLimit+1)}))
		if refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("more than anybody writes: %v", err)
		}
	})
}

func TestKeepsEveryCharacterOfATextThatIsTooLong(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		long := strings.Repeat("ж", 60_000)
		a := w.fill(map[string]string{"need": long})
		answers, err := application.Answers(w.Reader(), a.ID)
		must(t, err)
		for _, one := range answers {
			if one.Path == "need" && one.Value == long {
				return
			}
		}
		t.Error("the text was cut")
	})
}

func TestStartingTakesWhatTheRegisterKnows(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		answers, err := application.Answers(w.Reader(), w.begin().ID)
		must(t, err)
		got := map[string]string{}
		for _, a := range answers {
			got[a.Path] = a.Value
		}
		if got["applicant/name"] != "Еленски билки" || got["applicant/registration"] != "000093442" || got["applicant/kind"] != "ngo" || got["applicant/country"] != "BG" {
			t.Errorf("%v", got)
		}
	})
}

func TestRefusesToStartForOthersAndOutsideTheWindow(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		for what, c := range map[string]struct {
			organisation string
			at           time.Time
			want         refusal.Kind
		}{
			"for another organisation": {w.theirs, testkit.Noon, refusal.Forbidden}, "for none": {"", testkit.Noon, refusal.Forbidden},
			"before it opens":             {w.org, w.call.Window.Opens.Add(-time.Millisecond), refusal.Closed},
			"a millisecond after closing": {w.org, w.call.Window.Closes.Add(time.Millisecond), refusal.Closed},
		} {
			w.Set(c.at)
			_, err := application.Start.Run(t.Context(), w.Door, w.maria, application.Beginning{Call: w.call.ID, Organisation: c.organisation, Lang: "bg"})
			if refusal.KindOf(err) != c.want {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestNamesOfFilesLoseTheirWay(t *testing.T) {
	for in, want := range map[string]string{"../../x": "x", `C:\Users\m\plan.pdf`: "plan.pdf", "": "file", "..": "file", "a\x00b.pdf": "ab.pdf", "план.pdf": "план.pdf",
		"/etc/passwd": "passwd", "\u202efdp.exe": "fdp.exe"} {
		if got := application.CleanName(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
	if n := len([]rune(application.CleanName(strings.Repeat("я", 500) + ".pdf"))); n > 120 {
		t.Errorf("a name of %d characters", n)
	}
}
