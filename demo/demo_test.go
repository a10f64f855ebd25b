package demo_test

import (
	"context"
	"io/fs"
	"testing"
	"time"

	"vekst/demo"
	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/mail"
	"vekst/platform/testkit"
)

func schemas() []fs.FS {
	return []fs.FS{account.Feature(account.Options{}).Schema, organisation.Feature().Schema, call.Feature(call.Options{}).Schema, mail.Schema(),
		application.Feature(application.Options{}).Schema, demo.Feature(demo.NewClock()).Schema}
}

func seeded(t *testing.T, test func(t *testing.T, w *testkit.World)) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		began := time.Now()
		if err := demo.Seed(context.Background(), w.Door, t.TempDir()); err != nil {
			t.Fatal(err)
		}
		t.Logf("filled in %s", time.Since(began))
		test(t, w)
	})
}

func TestFills(t *testing.T) {
	seeded(t, func(t *testing.T, w *testkit.World) {
		s, err := application.Submissions(w.Reader(), "concept-2020")
		t.Log(len(s), err)
		s, err = application.Submissions(w.Reader(), "job-creation-2022")
		t.Log(len(s), err)
	})
}
