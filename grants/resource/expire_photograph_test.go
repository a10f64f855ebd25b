package resource_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vekst/grants/resource"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/picture/picturekit"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

// inFolder keeps a photograph of a villager, with its files as old as the village.
func (c town) inFolder(folder string, seed float64) resource.Photograph {
	c.t.Helper()
	in, err := resource.Store(c.t.Context(), folder, "spring.jpg", picturekit.Photograph(80+int(seed), 60, 42.931, 25.881))
	if err != nil {
		c.t.Fatal(err)
	}
	p, err := resource.KeepPhotograph.Run(c.t.Context(), c.Door, c.villager, in)
	if err != nil {
		c.t.Fatal(err)
	}
	c.age(folder, p)
	return p
}

// age makes the files of a photograph a day old.
func (c town) age(folder string, p resource.Photograph) {
	c.t.Helper()
	for _, sum := range []string{p.SHA256, p.Small} {
		if err := os.Chtimes(pathOf(folder, sum), time.Time{}, time.Now().AddDate(0, 0, -1)); err != nil {
			c.t.Fatal(err)
		}
	}
}

func pathOf(folder, sum string) string { return filepath.Join(folder, sum[:2], sum) }

func isThere(folder, sum string) bool {
	_, err := os.Stat(pathOf(folder, sum))
	return err == nil
}

// tidy removes what has expired, and does what the outbox says of it.
func (c town) tidy(o resource.Options) int {
	c.t.Helper()
	n, err := resource.ExpireOnce(c.t.Context(), c.Door)
	if err != nil {
		c.t.Fatal(err)
	}
	outbox.NewWorker(c.Door, resource.Feature(o).Outbox, slog.New(slog.DiscardHandler)).Once(c.t.Context())
	return n
}

func TestAPhotographThatShowsNothingIsGoneAfterThirtyDaysWithItsFiles(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c, o := newTown(t, w), resource.Options{Folder: t.TempDir()}
		loose, shown := c.inFolder(o.Folder, 0), c.inFolder(o.Folder, 1)
		r := c.propose(c.villager, spring("Топлата вода"))
		if _, err := resource.AddPhotograph.Run(t.Context(), c.Door, c.villager, resource.Picturing{ID: r.ID, Photograph: shown.ID, Credit: credited}); err != nil {
			t.Fatal(err)
		}
		began := c.Now()
		w.Set(began.Add(resource.KeptFor - time.Minute))
		_, err := resource.ExpirePhotograph.Run(t.Context(), c.Door, program, loose.ID)
		refused(t, "a minute too early", err, refusal.Conflict, "")
		if n := c.tidy(o); n != 0 || !isThere(o.Folder, loose.SHA256) {
			t.Errorf("%d went a minute too early", n)
		}
		w.Set(began.Add(resource.KeptFor))
		_, err = resource.ExpirePhotograph.Run(t.Context(), c.Door, c.villager, loose.ID)
		refused(t, "by a person", err, refusal.Forbidden, "")
		_, err = resource.ExpirePhotograph.Run(t.Context(), c.Door, program, shown.ID)
		refused(t, "one that shows something", err, refusal.Conflict, "")
		if n := c.tidy(o); n != 1 {
			t.Errorf("%d went", n)
		}
		if _, err := resource.FindPhotograph(c.Reader(), loose.ID); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("it is still known: %v", err)
		}
		for sum, want := range map[string]bool{loose.SHA256: false, loose.Small: false, shown.SHA256: true, shown.Small: true} {
			if isThere(o.Folder, sum) != want {
				t.Errorf("%s is there: %v", sum, !want)
			}
		}
		n, err := db.One(c.Reader(), db.Value[int64], `SELECT COUNT(*) FROM audit_entries WHERE action = 'resource.expire_photograph' AND subject = $1`, loose.ID)
		if err != nil || n != 1 {
			t.Errorf("%d entries in the log: %v", n, err)
		}
		if n := c.tidy(o); n != 0 {
			t.Errorf("%d went again", n)
		}
	})
}

func TestTheFileOfAnExpiredPhotographStaysWhereItIsNeeded(t *testing.T) {
	c := newTown(t, testkit.SQLite(t, schemas()))
	o := resource.Options{Folder: t.TempDir()}
	used := ""
	o.Elsewhere = []func(db.Reader, string) (bool, error){func(_ db.Reader, sum string) (bool, error) { return sum == used, nil }}
	twice, again := c.inFolder(o.Folder, 0), c.inFolder(o.Folder, 0)
	r := c.propose(c.villager, spring("Топлата вода"))
	if _, err := resource.AddPhotograph.Run(t.Context(), c.Door, c.villager, resource.Picturing{ID: r.ID, Photograph: again.ID, Credit: credited}); err != nil {
		t.Fatal(err)
	}
	attached, fresh := c.inFolder(o.Folder, 2), c.inFolder(o.Folder, 3)
	used = attached.SHA256
	if _, err := resource.Store(context.Background(), o.Folder, "spring.jpg", picturekit.Photograph(83, 60, 42.931, 25.881)); err != nil {
		t.Fatal(err) // somebody is handing the same one in again, and has not said what it is yet
	}
	c.Set(c.Now().Add(resource.KeptFor))
	if n := c.tidy(o); n != 3 {
		t.Errorf("%d went", n)
	}
	for why, sum := range map[string]string{"another shows it": twice.SHA256, "an application has it": attached.SHA256, "somebody hands it in": fresh.SHA256} {
		if data, err := os.ReadFile(pathOf(o.Folder, sum)); err != nil || !bytes.HasPrefix(data, []byte("\xff\xd8")) {
			t.Errorf("gone although %s: %v", why, err)
		}
	}
	if isThere(o.Folder, attached.Small) {
		t.Error("a small picture that nothing names stays")
	}
}
