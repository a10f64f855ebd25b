package editor_test

import (
	"io/fs"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/editor"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

func schema() []fs.FS {
	return []fs.FS{call.Feature(call.Options{}).Schema, editor.Feature(editor.Options{}).Schema}
}

var (
	operator  = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
	second    = action.Actor{ID: "second", Grants: []action.Grant{{Role: account.Administrator, Scope: account.Programme}}}
	expert    = action.Actor{ID: "expert", Grants: []action.Grant{{Role: account.Expert, Scope: account.Programme}}}
	elsewhere = action.Actor{ID: "elsewhere", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}
)

const begun = "format: vekst-call-1\nid: herbs\ncode: HERB-1\ntitle: {bg: Билки, nb: Urter, en: Herbs}\n"

func draft(t testing.TB, w *testkit.World, file string) editor.Draft {
	t.Helper()
	d, err := editor.Begin.Run(t.Context(), w.Door, operator, editor.Beginning{Programme: account.Programme, File: file})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRefusesToBegin(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		for name, c := range map[string]struct {
			who  action.Actor
			file string
			kind refusal.Kind
		}{
			"for a visitor":             {action.Nobody(), begun, refusal.SignIn},
			"for an expert":             {expert, begun, refusal.Forbidden},
			"for another programme":     {elsewhere, begun, refusal.Forbidden},
			"with what is no YAML":      {operator, "a: [", refusal.Invalid},
			"with what is no call":      {operator, "- a list", refusal.Invalid},
			"with more than a megabyte": {operator, "a: " + strings.Repeat("x", call.MaxBytes), refusal.Invalid},
		} {
			if _, err := editor.Begin.Run(t.Context(), w.Door, c.who, editor.Beginning{Programme: account.Programme, File: c.file}); refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if all, err := editor.In(w.Reader(), []string{""}); err != nil || len(all) != 0 {
			t.Errorf("%v, %v", all, err)
		}
	})
}

func TestRefusesToChangeWhatIsNotTheirsOrHasChanged(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := draft(t, w, begun)
		for name, c := range map[string]struct {
			who  action.Actor
			in   editor.Changing
			kind refusal.Kind
		}{
			"a draft of others":   {elsewhere, editor.Changing{Draft: d.ID, Rev: 1, File: "id: x\n"}, refusal.Missing},
			"for an expert":       {expert, editor.Changing{Draft: d.ID, Rev: 1, File: "id: x\n"}, refusal.Missing},
			"a draft there isn't": {operator, editor.Changing{Draft: "none", Rev: 1, File: "id: x\n"}, refusal.Missing},
			"an older revision":   {operator, editor.Changing{Draft: d.ID, Rev: 0, File: "id: x\n"}, refusal.Conflict},
			"a broken file":       {operator, editor.Changing{Draft: d.ID, Rev: 1, File: "id: ["}, refusal.Invalid},
		} {
			if _, err := editor.Change.Run(t.Context(), w.Door, c.who, c.in); refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if now, err := editor.Find(w.Reader(), d.ID); err != nil || now.File != begun || now.Rev != 1 {
			t.Errorf("%+v, %v", now, err)
		}
	})
}

func TestEveryRevisionIsKeptForAWhile(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := draft(t, w, begun)
		for range editor.Kept + 5 {
			var err error
			if d, err = editor.Change.Run(t.Context(), w.Door, second, editor.Changing{Draft: d.ID, Rev: d.Rev, File: d.File + "# a word\n"}); err != nil {
				t.Fatal(err)
			}
		}
		all, err := editor.Revisions(w.Reader(), d.ID)
		if err != nil || len(all) != editor.Kept || all[0].Rev != d.Rev || all[0].By != "second" {
			t.Errorf("%d revisions, %v", len(all), err)
		}
		if _, err := editor.Before(w.Reader(), d.ID, 1); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("the first is kept: %v", err)
		}
	})
}

func TestSavingTheSameChangesNothing(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := draft(t, w, begun)
		if same, err := editor.Change.Run(t.Context(), w.Door, operator, editor.Changing{Draft: d.ID, Rev: 1, File: begun}); err != nil || same.Rev != 1 {
			t.Errorf("%+v, %v", same, err)
		}
	})
}

func TestADraftIsDuplicatedAndDeletedByItsCode(t *testing.T) {
	testkit.Databases(t, schema(), func(t *testing.T, w *testkit.World) {
		d := draft(t, w, begun)
		twin, err := editor.Duplicate.Run(t.Context(), w.Door, second, d.ID)
		if err != nil || twin.ID == d.ID || twin.File != d.File {
			t.Fatalf("%+v, %v", twin, err)
		}
		if _, err := editor.Delete.Run(t.Context(), w.Door, operator, editor.Deleting{Draft: d.ID, Typed: "HERB"}); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("another word: %v", err)
		}
		if _, err := editor.Delete.Run(t.Context(), w.Door, elsewhere, editor.Deleting{Draft: d.ID, Typed: "HERB-1"}); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("others: %v", err)
		}
		if _, err := editor.Delete.Run(t.Context(), w.Door, operator, editor.Deleting{Draft: d.ID, Typed: " herb-1 "}); err != nil {
			t.Error(err)
		}
		left, err := editor.In(w.Reader(), operator.Scopes(account.Operator))
		if err != nil || len(left) != 1 || left[0].ID != twin.ID || left[0].Title.NB != "Urter" {
			t.Errorf("%v, %v", left, err)
		}
		if none, err := editor.In(w.Reader(), elsewhere.Scopes(account.Operator)); err != nil || len(none) != 0 {
			t.Errorf("others see %v, %v", none, err)
		}
	})
}
