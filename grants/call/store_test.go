package call_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/period"
	"vekst/value/text"
)

func schema() []fs.FS { return []fs.FS{call.Feature(call.Options{}).Schema} }

var operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}

// publish publishes a file on a day, as the program itself.
func publish(t testing.TB, w *testkit.World, file []byte, on time.Time) call.Published {
	t.Helper()
	p, err := call.Publish.Run(action.At(t.Context(), on), w.Door, action.System("test"), call.Publication{File: file, Reason: because})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var because = text.Text{BG: "Грешка.", NB: "En feil.", EN: "A mistake."}

// renamed is a call that comes with the program under another id.
func renamed(t testing.TB, from, id string) []byte {
	t.Helper()
	file := bytes.Replace(shippedCall(t, from).Bytes(), []byte("id: "+from), []byte("id: "+id), 1)
	return bytes.Replace(file, []byte("en: Job creation\n"), []byte("en: Number "+id+"\n"), 1)
}

var before = time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC)

func TestRefusesToPublish(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		file := shippedCall(t, "job-creation-2022").Bytes()
		publish(t, w, file, before)
		elsewhere := action.Actor{ID: "o", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}
		for name, c := range map[string]struct {
			who  action.Actor
			file []byte
			when time.Time
			kind refusal.Kind
		}{
			"for a visitor":                    {action.Nobody(), file, before, refusal.SignIn},
			"for an expert":                    {action.Actor{ID: "e", Grants: []action.Grant{{Role: account.Expert}}}, file, before, refusal.Forbidden},
			"for another programme's operator": {elsewhere, file, before, refusal.Forbidden},
			"a file with faults":               {operator, []byte("format: vekst-call-1\n"), before, refusal.Invalid},
			"a call that has closed":           {operator, file, shippedCall(t, "job-creation-2022").Window.Closes.Add(time.Millisecond), refusal.Closed},
			"the same file again":              {operator, file, before, refusal.Invalid},
			"a change without a reason":        {operator, append(bytes.Clone(file), "# more\n"...), before, refusal.Invalid},
		} {
			_, err := call.Publish.Run(action.At(t.Context(), c.when), w.Door, c.who, call.Publication{File: c.file})
			if refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if h, err := call.History(w.Reader(), "job-creation-2022"); err != nil || len(h) != 1 {
			t.Errorf("%v, %v", h, err)
		}
	})
}

func TestAChangedCallIsANewVersionAndTheOldOneStays(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		file := shippedCall(t, "job-creation-2022").Bytes()
		publish(t, w, file, before)
		changed := append(bytes.Clone(file), "# a word more\n"...)
		if p := publish(t, w, changed, before.AddDate(0, 0, 1)); p.Version != 2 {
			t.Fatalf("version %d", p.Version)
		}
		now, err := call.Find(w.Reader(), "job-creation-2022")
		if err != nil || !bytes.Equal(now.Bytes(), changed) || now.Version != 2 {
			t.Errorf("version %d, %v", now.Version, err)
		}
		old, err := call.FindVersion(w.Reader(), "job-creation-2022", 1)
		if err != nil || !bytes.Equal(old.Bytes(), file) {
			t.Errorf("%v", err)
		}
		if _, err := call.FindVersion(w.Reader(), "job-creation-2022", 3); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("%v", err)
		}
		if h, err := call.History(w.Reader(), "job-creation-2022"); err != nil || len(h) != 2 || h[0].Version != 2 {
			t.Errorf("%v, %v", h, err)
		}
	})
}

func TestCallsAreListedByStateAndFoundByWords(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		publish(t, w, shippedCall(t, "concept-2020").Bytes(), before)
		publish(t, w, shippedCall(t, "job-creation-2022").Bytes(), before)
		for name, c := range map[string]struct {
			now    time.Time
			wanted call.Wanted
			first  string
			counts call.Counts
		}{
			"before any opens":           {before, call.Wanted{State: period.Coming, Limit: 9}, "concept-2020", call.Counts{Coming: 2}},
			"open":                       {testkit.Noon, call.Wanted{State: period.Open, Limit: 9}, "job-creation-2022", call.Counts{Open: 1, Closed: 1}},
			"closed":                     {testkit.Noon, call.Wanted{State: period.Closed, Limit: 9}, "concept-2020", call.Counts{Open: 1, Closed: 1}},
			"long after, latest first":   {testkit.Noon.AddDate(3, 0, 0), call.Wanted{State: period.Closed, Limit: 9}, "job-creation-2022", call.Counts{Closed: 2}},
			"by a word in Latin letters": {testkit.Noon, call.Wanted{State: period.Open, Query: "rabotni mesta", Limit: 9}, "job-creation-2022", call.Counts{Open: 1}},
			"by its code":                {testkit.Noon, call.Wanted{State: period.Open, Query: "BGLD-1.004", Limit: 9}, "job-creation-2022", call.Counts{Open: 1}},
			"by no word there is":        {testkit.Noon, call.Wanted{State: period.Open, Query: "zeppelin", Limit: 9}, "", call.Counts{}},
			"past the end":               {testkit.Noon, call.Wanted{State: period.Open, Limit: 9, Offset: 9}, "", call.Counts{Open: 1, Closed: 1}},
		} {
			found, err := call.List(w.Reader(), c.now, c.wanted)
			if err != nil || len(found) == 0 && c.first != "" || len(found) > 0 && found[0].ID != c.first {
				t.Errorf("%s: %v, %v", name, found, err)
			}
			if counts, err := call.Count(w.Reader(), c.now, c.wanted.Query); err != nil || counts != c.counts {
				t.Errorf("%s: %+v, %v", name, counts, err)
			}
		}
	})
}

func TestPagesOfAListFollowOneAnother(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		for i := range 7 {
			publish(t, w, renamed(t, "job-creation-2022", fmt.Sprintf("call-%d", i)), before)
		}
		seen := map[string]bool{}
		for offset := 0; offset < 9; offset += 3 {
			found, err := call.List(w.Reader(), testkit.Noon, call.Wanted{State: period.Open, Limit: 3, Offset: offset})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				if seen[c.ID] {
					t.Errorf("%s twice", c.ID)
				}
				seen[c.ID] = true
			}
		}
		if len(seen) != 7 {
			t.Errorf("%d of 7", len(seen))
		}
	})
}

func TestAMunicipalityListsTheCallsThatAreForIt(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		publish(t, w, shippedCall(t, "job-creation-2022").Bytes(), before)
		for code, want := range map[string]int{"VTR13": 1, "VAR05": 0} {
			if found, err := call.In(w.Reader(), testkit.Noon, code, 9); err != nil || len(found) != want {
				t.Errorf("%s: %v, %v", code, found, err)
			}
		}
		if found, err := call.In(w.Reader(), testkit.Noon.AddDate(1, 0, 0), "VTR13", 9); err != nil || len(found) != 0 {
			t.Errorf("after closing: %v, %v", found, err)
		}
	})
}
