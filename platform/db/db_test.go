package db_test

import (
	"context"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

func TestAMissingRowIsARefusalNotAnInternalFault(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		_, err := db.One(w.Reader(), db.Value[string], `SELECT id FROM outbox WHERE id = $1`, "none")
		if refusal.KindOf(err) != refusal.Missing {
			t.Error(err)
		}
	})
}

func TestAReaderCannotWrite(t *testing.T) {
	w := testkit.SQLite(t, nil)
	rows, err := w.Reader().Query(`DELETE FROM outbox`)
	if err == nil {
		rows.Next()
		err = rows.Err()
		_ = rows.Close()
	}
	if err == nil {
		t.Error("a reader deleted")
	}
}

func TestASchemaFileWithoutADateIsRefused(t *testing.T) {
	d, err := db.Open(context.Background(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Migrate(context.Background(), fstest.MapFS{"things.sql": {Data: []byte("CREATE TABLE a (b TEXT)")}}); err == nil {
		t.Error("taken")
	}
}

func TestSchemasRunByDateThenByOrderOfFeaturesAndOnlyOnce(t *testing.T) {
	later := fstest.MapFS{"2026-12-02-more.sql": {Data: []byte("ALTER TABLE things ADD COLUMN more TEXT NOT NULL DEFAULT '';")}}
	earlier := fstest.MapFS{"2026-12-01-things.sql": {Data: []byte("CREATE TABLE things (id TEXT PRIMARY KEY);")}}
	d, err := db.Open(context.Background(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	for range 2 {
		if err := d.Migrate(context.Background(), later, earlier); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMomentsMeanTheSameOnBothEngines(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		moment := time.Date(2022, 10, 7, 14, 0, 0, 123456000, time.UTC)
		got, err := db.One(w.Reader(), func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) }, `SELECT CAST($1 AS BIGINT)`, db.At(moment))
		if err != nil || !got.Equal(moment) {
			t.Errorf("%v became %v, %v", moment, got, err)
		}
		zero, err := db.One(w.Reader(), func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) }, `SELECT CAST($1 AS BIGINT)`, db.At(time.Time{}))
		if err != nil || !zero.IsZero() {
			t.Errorf("no moment became %v, %v", zero, err)
		}
	})
}

func TestABackupIsAWholeDatabaseAndOverwritesNothing(t *testing.T) {
	w := testkit.SQLite(t, nil)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := w.DB.Backup(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.Backup(context.Background(), copied); err == nil {
		t.Error("the first copy was overwritten")
	}
	d, err := db.Open(context.Background(), copied)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if _, err := db.One(d.Reader(context.Background()), db.Value[int64], `SELECT COUNT(*) FROM audit_entries`); err != nil {
		t.Error(err)
	}
}
