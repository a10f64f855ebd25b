package demo_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/demo"
	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/follow"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/platform/seal"
	"vekst/platform/testkit"
)

func features(clock *demo.Clock) []feature.Feature {
	return []feature.Feature{
		{Name: "mail", Schema: mail.Schema()}, account.Feature(account.Options{Demo: true}), notice.Feature(), organisation.Feature(),
		call.Feature(call.Options{}), municipality.Feature(municipality.Options{}), statistics.New().Feature(), targeting.Feature(), chosen.New().Feature(), follow.Feature(), application.Feature(application.Options{}), review.Feature(), selection.Feature(), resource.Feature(resource.Options{}), demo.Feature(clock),
	}
}

func schemas() []fs.FS {
	var all []fs.FS
	for _, f := range features(demo.NewClock()) {
		all = append(all, f.Schema)
	}
	return all
}

// onBoth runs a test on both engines with a demonstration in the database.
func onBoth(t *testing.T, test func(t *testing.T, w *testkit.World)) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		fill(t, w)
		test(t, w)
	})
}

// filled is a demonstration on SQLite, for tests that are not about the database.
func filled(t *testing.T) *testkit.World {
	t.Helper()
	w := testkit.SQLite(t, schemas())
	fill(t, w)
	return w
}

func fill(t *testing.T, w *testkit.World) {
	t.Helper()
	w.Set(demo.Start)
	began := time.Now()
	if err := demo.Seed(context.Background(), w.Door, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("filling took %s, and people wait for it", took)
	}
}

func count(t *testing.T, w *testkit.World, query string) int64 {
	t.Helper()
	n, err := db.One(w.Reader(), db.Value[int64], query)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLeavesADatabaseAloneThatHoldsCallsOfItsOwn(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		shipped, err := call.Shipped()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := call.Publish.Run(context.Background(), w.Door, action.System("test"), call.Publication{File: shipped[0].Bytes()}); err != nil {
			t.Fatal(err)
		}
		if err := demo.Seed(context.Background(), w.Door, t.TempDir()); !errors.Is(err, demo.ErrHalf) {
			t.Errorf("it was filled: %v", err)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM people`); n != 0 {
			t.Errorf("%d people were put in", n)
		}
	})
}

// What follows looks at one demonstration an engine, since filling one takes a moment.
func TestADemonstration(t *testing.T) {
	onBoth(t, func(t *testing.T, w *testkit.World) {
		t.Run("Filling twice changes nothing", func(t *testing.T) { fillingTwiceChangesNothing(t, w) })
		t.Run("Forty one concepts are in ten of them of the municipalities that won", func(t *testing.T) { fortyOneConceptsAreInTenOfThemOfTheMunicipalitiesThatWon(t, w) })
		t.Run("The small grants scheme is open and asked for more than it has", func(t *testing.T) { theSmallGrantsSchemeIsOpenAndAskedForMoreThanItHas(t, w) })
		t.Run("The clock refuses to go back or too far", func(t *testing.T) { theClockRefusesToGoBackOrTooFar(t, w) })
		t.Run("The clock goes on where it was when the program stopped", func(t *testing.T) { theClockGoesOnWhereItWasWhenTheProgramStopped(t, w) })
	})
}

func fillingTwiceChangesNothing(t *testing.T, w *testkit.World) {
	before := count(t, w, `SELECT COUNT(*) FROM audit_entries`)
	if err := demo.Seed(context.Background(), w.Door, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if after := count(t, w, `SELECT COUNT(*) FROM audit_entries`); after != before {
		t.Errorf("%d changes were made by filling it again", after-before)
	}
}

func TestFillingIsTheSameEachTime(t *testing.T) {
	hashes := func() (all []string) {
		w := filled(t)
		for _, id := range []string{"concept-2020", "job-creation-2022"} {
			submissions, err := application.Submissions(w.Reader(), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range submissions {
				all = append(all, s.Number+" "+s.Hash+" "+s.Received.Format(time.RFC3339))
			}
		}
		return all
	}
	if first, second := hashes(), hashes(); !slices.Equal(first, second) {
		t.Errorf("two demonstrations differ:\n%q\n%q", first, second)
	}
}

func fortyOneConceptsAreInTenOfThemOfTheMunicipalitiesThatWon(t *testing.T, w *testkit.World) {
	all, err := application.Submissions(w.Reader(), "concept-2020")
	if err != nil || len(all) != 41 {
		t.Fatalf("%d concepts, %v", len(all), err)
	}
	won := map[string]bool{}
	for _, s := range all {
		switch {
		case municipality.InTheTen(s.Municipality):
			won[s.Municipality] = true
		case !strings.Contains(s.Municipality, demo.Mark):
			t.Errorf("%s is for %s, of which nobody knows whether it applied", s.Number, s.Municipality)
		}
	}
	if len(won) != 10 {
		t.Errorf("%d of the ten applied", len(won))
	}
}

func theSmallGrantsSchemeIsOpenAndAskedForMoreThanItHas(t *testing.T, w *testkit.World) {
	c, err := call.Find(w.Reader(), "job-creation-2022")
	if err != nil || c.Window.At(demo.Start) != "open" {
		t.Fatalf("%v, %v", c.Window, err)
	}
	all, err := application.Submissions(w.Reader(), c.ID)
	if err != nil || len(all) != 104 {
		t.Fatalf("%d applications, %v", len(all), err)
	}
	var asked int64
	places := map[string]bool{}
	for i, s := range all {
		asked += s.Requested
		places[s.Municipality] = true
		if s.Requested < c.Money.Min || s.Requested > c.Money.Max || !municipality.InTheTen(s.Municipality) {
			t.Errorf("%s asks for %d cents in %s", s.Number, s.Requested, s.Municipality)
		}
		if i > 0 && s.Received.Before(all[i-1].Received) {
			t.Errorf("%s came in before the one with the number before", s.Number)
		}
	}
	if asked < 2*c.Money.Budget || len(places) != 10 {
		t.Errorf("%d cents are asked for in %d municipalities", asked, len(places))
	}
	if n := count(t, w, `SELECT COUNT(*) FROM applications WHERE call = 'job-creation-2022' AND state = 'draft'`); n != 17 {
		t.Errorf("%d drafts", n)
	}
}

func TestEveryInventedNameIsMarked(t *testing.T) {
	w := filled(t)
	names, err := db.All(w.Reader(), db.Value[string], `SELECT name FROM people UNION ALL SELECT name FROM organisations`)
	if err != nil || len(names) < 250 {
		t.Fatalf("%d names, %v", len(names), err)
	}
	places, err := municipality.Seed()
	if err != nil {
		t.Fatal(err)
	}
	real := map[string]bool{}
	for _, code := range municipality.TheTen() {
		m, _ := places.Municipality(code)
		real["Община "+m.Name.BG] = true
	}
	for _, name := range names {
		if !real[name] && !strings.HasSuffix(name, demo.Mark) {
			t.Errorf("%s is invented and does not say so", name)
		}
	}
	addresses, err := db.All(w.Reader(), db.Value[string], `SELECT email FROM people`)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if !strings.HasSuffix(a, "@example.org") {
			t.Errorf("%s could be somebody's", a)
		}
	}
}

func TestTheLogOfTheDemonstrationVerifies(t *testing.T) {
	w := filled(t)
	s := seal.New(w.DB, w.Door, "example.org/log", slog.New(slog.DiscardHandler))
	for n := 1; n > 0; {
		var err error
		if n, err = s.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(s)
	defer server.Close()
	report, err := audit.VerifyLog(audit.FetchHTTP(server.Client(), server.URL+"/log"), "", nil)
	if err != nil || !report.Holds() {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestEverybodyAVisitorCanBeIsThere(t *testing.T) {
	w := filled(t)
	for _, r := range demo.Cast {
		p, err := account.FindByEmail(w.Reader(), r.Email)
		if err != nil || p.Name != r.Name || p.Lang != r.Lang {
			t.Errorf("%s: %+v, %v", r.Key, p, err)
		}
	}
	for _, role := range account.ProgrammeRoles {
		if people, err := account.WithRole(w.Reader(), role, account.Programme); err != nil || len(people) == 0 {
			t.Errorf("nobody is %s, %v", role, err)
		}
	}
}

func theClockRefusesToGoBackOrTooFar(t *testing.T, w *testkit.World) {
	clock := demo.NewClock()
	door := action.Open(w.DB, clock.Now)
	for name, to := range map[string]time.Time{"back": demo.Start.Add(-time.Hour), "nowhere": demo.Start, "too far": demo.Latest.Add(time.Second)} {
		err := clock.Move(context.Background(), door, action.Nobody(), to)
		if refusal.KindOf(err) != refusal.Closed || clock.Now().After(demo.Start.Add(time.Minute)) {
			t.Errorf("%s: %v, it is %s", name, err, clock.Now())
		}
	}
}

func theClockGoesOnWhereItWasWhenTheProgramStopped(t *testing.T, w *testkit.World) {
	clock, later := demo.NewClock(), demo.Start.AddDate(0, 0, 30)
	if err := clock.Move(context.Background(), action.Open(w.DB, clock.Now), action.Nobody(), later); err != nil {
		t.Fatal(err)
	}
	again := demo.NewClock()
	if err := again.Restore(context.Background(), action.Open(w.DB, again.Now)); err != nil {
		t.Fatal(err)
	}
	if now := again.Now(); now.Before(later) || now.After(later.Add(time.Minute)) {
		t.Errorf("it was %s, and is %s", later, now)
	}
}

func TestTheDeskHasASurveyThatWaitsAndOneThatIsSettled(t *testing.T) {
	w := filled(t)
	told, err := resource.ToldIn(w.Reader(), demo.Start, resource.Scope{Codes: []string{"VTR13"}})
	if err != nil || len(told) != 2 {
		t.Errorf("%d told of: %v", len(told), err)
	}
	settled, err := resource.Public(w.Reader(), resource.Filter{Query: "пекарната"})
	if err != nil || len(settled) != 1 || !settled[0].Invented {
		t.Errorf("%+v: %v", settled, err)
	}
}

func TestDrawingsSayThatTheyAreDrawnAndAreFree(t *testing.T) {
	w := filled(t)
	all, err := resource.Public(w.Reader(), resource.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range all {
		pictures, err := resource.PhotographsOf(w.Reader(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pictures {
			n++
			if !strings.Contains(p.Caption, "Рисунка, не снимка") || !strings.HasSuffix(p.Author, "°") || p.Licence != "zero" || !r.Invented {
				t.Errorf("%s: %+v", r.Name.BG, p.Credit)
			}
		}
	}
	if n != 8 {
		t.Errorf("%d drawings", n)
	}
}
