package targeting

import (
	"strings"
	"testing"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

func TestRefusesToChangeADraft(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		d := begun(t, w, testFiles)
		p := goodPlan()
		for name, c := range map[string]struct {
			who  action.Actor
			in   Saving
			kind refusal.Kind
		}{
			"by a citizen":               {citizen, Saving{Draft: d.ID, Rev: 1, Plan: &p}, refusal.Forbidden},
			"of another programme":       {stranger, Saving{Draft: d.ID, Rev: 1, Plan: &p}, refusal.Forbidden},
			"that is not there":          {operator, Saving{Draft: "none", Rev: 1, Plan: &p}, refusal.Missing},
			"that somebody else changed": {second, Saving{Draft: d.ID, Rev: 0, Plan: &p}, refusal.Conflict},
			"with data of ten MB":        {operator, Saving{Draft: d.ID, Rev: 1, Files: Files{Data: make([]byte, 10<<20)}}, refusal.Invalid},
		} {
			if _, err := Save.Run(ctx, w.Door, c.who, c.in); refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := Restore.Run(ctx, w.Door, operator, Restoring{Draft: d.ID, Rev: 1, To: 7}); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("to a version that is not there: %v", err)
		}
		if _, err := Delete.Run(ctx, w.Door, citizen, d.ID); refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("deleted by a citizen: %v", err)
		}
		if now, err := FindDraft(w.Reader(), d.ID); err != nil || now.Rev != 1 || string(now.Recipe) != string(testFiles.Recipe) {
			t.Errorf("%+v: %v", now, err)
		}
	})
}

func TestADraftIsSavedBroughtBackCopiedAndDeleted(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		d := begun(t, w, testFiles)
		p := goodPlan()
		p.Parts[0].Weight = "abc" // faults are kept as typed
		saved, err := Save.Run(ctx, w.Door, operator, Saving{Draft: d.ID, Rev: 1, Plan: &p, KeepData: true})
		if err != nil || saved.Rev != 2 {
			t.Fatal(saved.Rev, err)
		}
		now, err := FindDraft(w.Reader(), d.ID)
		if err != nil || now.Title != p.Title || string(now.Data) != publishedTestData || !strings.Contains(string(now.Framework), ",abc,") {
			t.Fatalf("%+v: %v", now, err)
		}
		if again, ok := now.plan(); !ok || again.Parts[0].Weight != "abc" {
			t.Errorf("%+v", again)
		}
		back, err := Restore.Run(ctx, w.Door, operator, Restoring{Draft: d.ID, Rev: 2, To: 1})
		if err != nil || back.Rev != 3 || string(back.Recipe) != string(testFiles.Recipe) || back.Plan != "" || back.Title.EN != "Trial" {
			t.Errorf("%+v: %v", back, err)
		}
		if all, err := Revisions(w.Reader(), d.ID); err != nil || len(all) != 3 || all[0].Rev != 3 {
			t.Errorf("%+v: %v", all, err)
		}
		x := frozenIndex(t, w, testFiles)
		copied, err := Begin.Run(ctx, w.Door, operator, Beginning{Of: x.ID})
		if err != nil || string(copied.Data) != publishedTestData || copied.Title != x.Title {
			t.Errorf("%+v: %v", copied, err)
		}
		if _, err := Delete.Run(ctx, w.Door, operator, d.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := FindDraft(w.Reader(), d.ID); refusal.KindOf(err) != refusal.Missing {
			t.Error(err)
		}
		if all, err := Drafts(w.Reader()); err != nil || len(all) != 2 {
			t.Errorf("%d drafts: %v", len(all), err)
		}
		if _, err := Find(w.Reader(), x.ID); err != nil {
			t.Errorf("what was published is gone with the drafts: %v", err)
		}
	})
}

// Somebody changes the draft, or a figure, between looking and publishing: nothing is published.
func TestOnlyWhatWasSeenIsPublished(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		figured(t, w)
		d := begun(t, w, Files{Framework: []byte(realFramework), Recipe: []byte(head)})
		seen, err := d.filled(w.Reader())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Save.Run(ctx, w.Door, operator, Saving{Draft: d.ID, Rev: 1, Files: Files{Framework: []byte(realFramework), Recipe: []byte(head + "screen: 50 %\n")}}); err != nil {
			t.Fatal(err)
		}
		if _, err := Freeze.Run(ctx, w.Door, operator, Freezing{Draft: d.ID, Seen: seen.SHA256()}); refusal.KindOf(err) != refusal.Conflict {
			t.Error(err)
		}
		if _, err := Restore.Run(ctx, w.Door, operator, Restoring{Draft: d.ID, Rev: 2, To: 1}); err != nil {
			t.Fatal(err)
		}
		if x, err := Freeze.Run(ctx, w.Door, operator, Freezing{Draft: d.ID, Seen: seen.SHA256()}); err != nil || x.Number != 1 {
			t.Errorf("%+v: %v", x, err)
		}
	})
}
