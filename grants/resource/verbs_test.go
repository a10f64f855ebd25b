package resource_test

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

var (
	program  = action.System("test")
	operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
	stranger = action.Actor{ID: "stranger"}
)

func schemas() []fs.FS {
	return []fs.FS{account.Feature(account.Options{}).Schema, notice.Feature().Schema, municipality.Feature(municipality.Options{}).Schema,
		organisation.Feature().Schema, resource.Feature(resource.Options{}).Schema}
}

// town is a world with the municipality of Elena, its official, and somebody who lives there.
type town struct {
	*testkit.World
	t                  *testing.T
	official, villager action.Actor
	elsewhere          action.Actor // official of another municipality
}

func newTown(t *testing.T, w *testkit.World) town {
	t.Helper()
	w.Set(time.Date(2020, 5, 4, 9, 0, 0, 0, time.UTC))
	c := town{World: w, t: t}
	person := func(name string) string {
		id, err := account.Create.Run(t.Context(), w.Door, program, account.New{Name: name, Email: name + "@example.org", Lang: text.BG})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	municipality := func(name, number, seat, owner string) action.Actor {
		of, err := organisation.Register.Run(t.Context(), w.Door, program, organisation.Registering{Name: name, Country: "BG", Number: number,
			Kind: organisation.Municipality, Seat: seat, Owner: owner})
		if err != nil {
			t.Fatal(err)
		}
		return action.Actor{ID: owner, Grants: []action.Grant{{Role: account.Owner, Scope: of}}}
	}
	c.official = municipality("Община Елена", "000133673", "VTR13", person("daniela"))
	c.elsewhere = municipality("Община Банско", "000024695", "BLG01", person("stoyan"))
	c.villager = action.Actor{ID: person("petar")}
	return c
}

// spring is a resource as somebody writes it.
func spring(name string) resource.Entry {
	return resource.Entry{Name: text.Text{BG: name}, Original: text.BG, Kind: "mineral-spring", Place: resource.Place{Lon: 25_881_000, Lat: 42_931_000}}
}

func (c town) propose(who action.Actor, e resource.Entry) resource.Resource {
	c.t.Helper()
	r, err := resource.Propose.Run(c.t.Context(), c.Door, who, resource.Proposing{Municipality: "VTR13", Entry: e, Anyway: true})
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c town) find(id string) resource.Resource {
	c.t.Helper()
	r, err := resource.Find(c.Reader(), id)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c town) unread(person string) []string {
	c.t.Helper()
	items, err := notice.Of(c.Reader(), person, 0, 50)
	if err != nil {
		c.t.Fatal(err)
	}
	var kinds []string
	for _, i := range items {
		kinds = append(kinds, i.News.Kind)
	}
	return kinds
}

// refused wants a refusal of a kind, about a field where one is given.
func refused(t *testing.T, name string, err error, kind refusal.Kind, field string) {
	t.Helper()
	if refusal.KindOf(err) != kind {
		t.Errorf("%s: %v, want %s", name, err, kind)
		return
	}
	if field == "" {
		return
	}
	for _, c := range refusal.Complaints(err) {
		if c.Field == field {
			return
		}
	}
	t.Errorf("%s: no complaint about %s: %v", name, field, err)
}

func TestRefusesProposals(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		with := func(change func(*resource.Entry)) resource.Entry {
			e := spring("Топлата вода")
			change(&e)
			return e
		}
		for name, x := range map[string]struct {
			who   action.Actor
			code  string
			e     resource.Entry
			kind  refusal.Kind
			field string
		}{
			"of a visitor":               {action.Nobody(), "VTR13", spring("Топлата вода"), refusal.SignIn, ""},
			"in no municipality":         {c.villager, "XXX", spring("Топлата вода"), refusal.Missing, ""},
			"without a name":             {c.villager, "VTR13", spring(" "), refusal.Invalid, "name_bg"},
			"with a name of two signs":   {c.villager, "VTR13", spring("ab"), refusal.Invalid, "name_bg"},
			"with a long name":           {c.villager, "VTR13", spring(strings.Repeat("я", 121)), refusal.Invalid, "name_bg"},
			"with a long text":           {c.villager, "VTR13", with(func(e *resource.Entry) { e.Description.EN = strings.Repeat("x", 4001) }), refusal.Invalid, "text_en"},
			"of no kind":                 {c.villager, "VTR13", with(func(e *resource.Entry) { e.Kind = "ufo" }), refusal.Invalid, "kind"},
			"in a condition we know not": {c.villager, "VTR13", with(func(e *resource.Entry) { e.Condition = "splendid" }), refusal.Invalid, "condition"},
			"in a thirteenth month":      {c.villager, "VTR13", with(func(e *resource.Entry) { e.Season = 1 << 12 }), refusal.Invalid, "season"},
			"blurred by any distance":    {c.villager, "VTR13", with(func(e *resource.Entry) { e.Blur = 17 }), refusal.Invalid, "blur"},
			"in a village of another":    {c.villager, "VTR13", with(func(e *resource.Entry) { e.Settlement = "02676" }), refusal.Invalid, "settlement"},
			"with swapped coordinates":   {c.villager, "VTR13", with(func(e *resource.Entry) { e.Place = resource.Place{Lon: 42_931_000, Lat: 25_881_000} }), refusal.Invalid, "place"},
			"in Norway":                  {c.villager, "VTR13", with(func(e *resource.Entry) { e.Place = resource.Place{Lon: 10_000_000, Lat: 60_000_000} }), refusal.Invalid, "place"},
			"beyond the pole":            {c.villager, "VTR13", with(func(e *resource.Entry) { e.Place.Lat = 91_000_000 }), refusal.Invalid, "place"},
			"with a line elsewhere":      {c.villager, "VTR13", with(func(e *resource.Entry) { e.Place.Shape = `{"type":"LineString","coordinates":[[23,42],[23.1,42.1]]}` }), refusal.Invalid, "shape"},
			"with an area that crosses itself": {c.villager, "VTR13", with(func(e *resource.Entry) {
				e.Place.Shape = `{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,43],[25.9,42.9],[25.8,43],[25.8,42.9]]]}`
			}), refusal.Invalid, "shape"},
			"with a broken outline": {c.villager, "VTR13", with(func(e *resource.Entry) { e.Place.Shape = "{" }), refusal.Invalid, "shape"},
		} {
			_, err := resource.Propose.Run(t.Context(), w.Door, x.who, resource.Proposing{Municipality: x.code, Entry: x.e})
			refused(t, name, err, x.kind, x.field)
		}
		if n, _ := resource.CountPublic(w.Reader(), resource.Filter{}); n != 0 {
			t.Errorf("%d were kept", n)
		}
	})
}

func TestAVillagerProposesAndAnOfficialConfirms(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		r := c.propose(c.villager, spring("Топлата вода"))
		if r.State != resource.Proposed || r.Class != "natural" || r.By != c.villager.ID {
			t.Fatalf("%+v", r)
		}
		if got := c.unread(c.official.ID); len(got) != 1 || got[0] != "resource.told.proposed" {
			t.Errorf("the official was told %v", got)
		}
		for name, who := range map[string]action.Actor{"a stranger": stranger, "who proposed it": c.villager, "an official of another municipality": c.elsewhere} {
			_, err := resource.Confirm.Run(t.Context(), w.Door, who, r.ID)
			refused(t, "confirmed by "+name, err, refusal.Forbidden, "")
			if see, _ := resource.MaySee(w.Reader(), who, r); see != (who.ID == c.villager.ID) {
				t.Errorf("%s sees it: %v", name, see)
			}
		}
		if all, err := resource.Public(w.Reader(), resource.Filter{}); err != nil || len(all) != 0 {
			t.Errorf("the public knows %v, %v", all, err)
		}
		if _, err := resource.Confirm.Run(t.Context(), w.Door, c.official, r.ID); err != nil {
			t.Fatal(err)
		}
		_, err := resource.Confirm.Run(t.Context(), w.Door, c.official, r.ID)
		refused(t, "confirmed twice", err, refusal.Conflict, "")
		if all, _ := resource.Public(w.Reader(), resource.Filter{Query: "topla elena", Class: "natural", Kind: "mineral-spring", Municipality: "VTR13"}); len(all) != 1 {
			t.Errorf("the public does not find it: %v", all)
		}
		if got := c.unread(c.villager.ID); len(got) != 1 || got[0] != "resource.told.confirmed" {
			t.Errorf("who proposed it was told %v", got)
		}
		_, err = resource.Change.Run(t.Context(), w.Door, c.villager, resource.Changing{ID: r.ID, Version: 2, Entry: spring("Моята вода")})
		refused(t, "changed after it was confirmed", err, refusal.Forbidden, "")
	})
}

func TestWhatAnOfficialProposesIsConfirmedAtOnce(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		if r := c.propose(c.official, spring("Топлата вода")); r.State != resource.Confirmed {
			t.Errorf("%+v", r)
		}
		if r := c.propose(c.elsewhere, spring("Студената вода")); r.State != resource.Proposed {
			t.Errorf("an official of another municipality decides: %+v", r)
		}
	})
}

func TestSentTwiceUnderOneKeyIsKeptOnce(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		in := resource.Proposing{Municipality: "VTR13", Entry: spring("Топлата вода"), Key: "phone-1"}
		first, err := resource.Propose.Run(t.Context(), w.Door, c.villager, in)
		if err != nil {
			t.Fatal(err)
		}
		again, err := resource.Propose.Run(t.Context(), w.Door, c.villager, in)
		if err != nil || again.ID != first.ID {
			t.Errorf("%v, %v", again.ID, err)
		}
		other, err := resource.Propose.Run(t.Context(), w.Door, c.elsewhere, resource.Proposing{Municipality: "VTR13", Entry: spring("Друга вода"), Key: "phone-1", Anyway: true})
		if err != nil || other.ID == first.ID {
			t.Errorf("the key of another person's phone: %v, %v", other.ID, err)
		}
		in.Key = strings.Repeat("x", 201)
		_, err = resource.Propose.Run(t.Context(), w.Door, c.villager, in)
		refused(t, "a long key", err, refusal.Invalid, "")
	})
}

func TestAsksBeforeKeepingWhatMayBeThereAlready(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		c.propose(c.official, spring("Топлата вода"))
		for name, e := range map[string]resource.Entry{"the same name": {Name: text.Text{EN: "Toplata voda"}, Kind: "cave"}, "the same kind nearby": spring("Съвсем друга")} {
			_, err := resource.Propose.Run(t.Context(), w.Door, c.villager, resource.Proposing{Municipality: "VTR13", Entry: e})
			refused(t, name, err, refusal.Invalid, "anyway")
		}
	})
}

func TestAFloodIsRefused(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		for range 40 {
			c.propose(c.villager, spring("Топлата вода"))
		}
		in := resource.Proposing{Municipality: "VTR13", Entry: spring("Топлата вода"), Anyway: true}
		_, err := resource.Propose.Run(t.Context(), w.Door, c.villager, in)
		refused(t, "the forty-first in an hour", err, refusal.TooMany, "")
		w.Set(w.Now().Add(61 * time.Minute))
		if _, err = resource.Propose.Run(t.Context(), w.Door, c.villager, in); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

func TestANestIsBlurredThoughNobodySaidSo(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		nest := spring("Гнездо на черен щъркел")
		nest.Kind = "nesting-site"
		r := c.propose(c.official, nest)
		if r.Blur == 0 {
			t.Fatal("it is not blurred")
		}
		all, err := resource.Public(w.Reader(), resource.Filter{})
		if err != nil || len(all) != 1 || all[0].Place.Lon == nest.Place.Lon || all[0].Place.Lat == nest.Place.Lat {
			t.Errorf("the public is told where it is: %+v, %v", all, err)
		}
		if c.find(r.ID).Place != nest.Place {
			t.Error("the officials do not know where it is")
		}
	})
}

func TestAReturnedOneIsChangedAndSoProposedAnew(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		r := c.propose(c.villager, spring("Топлата вода"))
		_, err := resource.Return.Run(t.Context(), w.Door, c.official, resource.Deciding{ID: r.ID, Reason: " "})
		refused(t, "returned without a reason", err, refusal.Invalid, "reason")
		_, err = resource.Return.Run(t.Context(), w.Door, c.villager, resource.Deciding{ID: r.ID, Reason: "Къде е?"})
		refused(t, "returned by who proposed it", err, refusal.Forbidden, "")
		if _, err = resource.Return.Run(t.Context(), w.Door, c.official, resource.Deciding{ID: r.ID, Reason: "Къде е точно?"}); err != nil {
			t.Fatal(err)
		}
		if mine, _ := resource.Mine(w.Reader(), c.villager.ID); len(mine) != 1 || mine[0].Reason != "Къде е точно?" {
			t.Errorf("who proposed it does not read why: %+v", mine)
		}
		e := spring("Топлата вода")
		e.Description.BG = "Под моста."
		_, err = resource.Change.Run(t.Context(), w.Door, c.villager, resource.Changing{ID: r.ID, Version: 1, Entry: e})
		refused(t, "changed by who saw an older version", err, refusal.Conflict, "")
		got, err := resource.Change.Run(t.Context(), w.Door, c.villager, resource.Changing{ID: r.ID, Version: 2, Entry: e})
		if err != nil || got.State != resource.Proposed || got.Reason != "" {
			t.Fatalf("%+v, %v", got, err)
		}
		if told := c.unread(c.official.ID); len(told) != 2 {
			t.Errorf("the official was told %v", told)
		}
	})
}

func TestRatesWithAReasonAndKeepsWhatWasRatedBefore(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		r := c.propose(c.official, spring("Топлата вода"))
		one := func(aspect string, score int64, reason string) resource.RatingOf {
			return resource.RatingOf{ID: r.ID, Lang: text.BG, Ratings: []resource.Rating{{Aspect: aspect, Score: score, Reason: reason}}}
		}
		for name, x := range map[string]struct {
			who   action.Actor
			in    resource.RatingOf
			kind  refusal.Kind
			field string
		}{
			"by a villager":        {c.villager, one("demand", 4, "Питат често."), refusal.Forbidden, ""},
			"without a reason":     {c.official, one("demand", 4, " "), refusal.Invalid, "reason_demand"},
			"six of five":          {c.official, one("demand", 6, "Питат често."), refusal.Invalid, "score_demand"},
			"by an unknown aspect": {c.official, one("beauty", 5, "Красиво е."), refusal.Invalid, "score_beauty"},
			"by nothing":           {c.official, resource.RatingOf{ID: r.ID, Lang: text.BG}, refusal.Invalid, "score_uniqueness"},
		} {
			_, err := resource.Rate.Run(t.Context(), w.Door, x.who, x.in)
			refused(t, name, err, x.kind, x.field)
		}
		for _, in := range []resource.RatingOf{one("demand", 4, "Питат често."), one("will", 3, "Някои искат."), {ID: r.ID, Lang: text.BG, Ratings: []resource.Rating{{Aspect: "demand", Score: 5, Reason: "Питат всеки ден."}, {Aspect: "will", Score: 2, Reason: "Малцина искат."}}}, one("demand", 5, "Питат всеки ден.")} {
			if _, err := resource.Rate.Run(t.Context(), w.Door, c.official, in); err != nil {
				t.Fatal(err)
			}
		}
		both := resource.RatingOf{ID: r.ID, Lang: text.BG, Ratings: []resource.Rating{{Aspect: "demand", Score: 5, Reason: "Питат всеки ден."}, {Aspect: "will", Score: 2, Reason: "Малцина искат."}}}
		if _, err := resource.Rate.Run(t.Context(), w.Door, c.official, both); err != nil {
			t.Errorf("the same again: %v", err)
		}
		if got := c.find(r.ID); got.Potential != 350 || got.Rated != 2 {
			t.Errorf("mean %d of %d", got.Potential, got.Rated)
		}
		versions, err := resource.Versions(w.Reader(), r.ID)
		if err != nil || len(versions) != 5 || versions[3].Detail.Was != 4 || versions[3].Detail.Now != 5 || versions[1].Detail.Reason != "Питат често." {
			t.Errorf("%+v, %v", versions, err)
		}
	})
}

func TestAddsEvidenceIdeasAndWhatWasDone(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		waiting := c.propose(c.villager, spring("Топлата вода"))
		r := c.propose(c.official, spring("Студената вода"))
		add := func(who action.Actor, of, sort, words, link string) (resource.Note, error) {
			return resource.Add.Run(t.Context(), w.Door, who, resource.Adding{ID: of, Sort: sort, Words: words, Link: link, Lang: text.BG})
		}
		_, err := add(stranger, waiting.ID, resource.Idea, "Баня за всички", "")
		refused(t, "to what is not public, by a stranger", err, refusal.Forbidden, "")
		_, err = add(action.Nobody(), r.ID, resource.Idea, "Баня за всички", "")
		refused(t, "by a visitor", err, refusal.SignIn, "")
		_, err = add(stranger, r.ID, resource.Evidence, "Книга от 1932", "")
		refused(t, "evidence without an address", err, refusal.Invalid, "link")
		_, err = add(stranger, r.ID, resource.Idea, "Баня за всички", "javascript:alert(1)")
		refused(t, "an address that is a script", err, refusal.Invalid, "link")
		_, err = add(stranger, r.ID, "gossip", "Баня за всички", "")
		refused(t, "of another sort", err, refusal.Invalid, "sort")
		n, err := add(stranger, r.ID, resource.Done, "Чешма с навес", "https://example.org/cheshma")
		if err != nil {
			t.Fatal(err)
		}
		if notes, _ := resource.NotesOf(w.Reader(), r.ID); len(notes) != 1 || notes[0].Speaks != "" {
			t.Errorf("%+v", notes)
		}
		_, err = resource.Remove.Run(t.Context(), w.Door, stranger, resource.Removing{ID: r.ID, Note: n.ID})
		refused(t, "removed by who added it", err, refusal.Forbidden, "")
		_, err = resource.Remove.Run(t.Context(), w.Door, c.official, resource.Removing{ID: waiting.ID, Note: n.ID})
		refused(t, "removed from another resource", err, refusal.Missing, "")
		if _, err = resource.Remove.Run(t.Context(), w.Door, c.official, resource.Removing{ID: r.ID, Note: n.ID}); err != nil {
			t.Fatal(err)
		}
		if notes, _ := resource.NotesOf(w.Reader(), r.ID); len(notes) != 0 {
			t.Errorf("%+v", notes)
		}
	})
}

func TestMergesTwoAndKeepsBothHistories(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		a, b, last := c.propose(c.villager, spring("Топлата вода")), c.propose(c.official, spring("Топла вода")), c.propose(c.official, spring("Топлата"))
		if _, err := resource.Add.Run(t.Context(), w.Door, c.villager, resource.Adding{ID: a.ID, Sort: resource.Idea, Words: "Баня", Lang: text.BG}); err != nil {
			t.Fatal(err)
		}
		merge := func(who action.Actor, from, into string) error {
			_, err := resource.Merge.Run(t.Context(), w.Door, who, resource.Merging{ID: from, Into: into})
			return err
		}
		refused(t, "by a villager", merge(c.villager, a.ID, b.ID), refusal.Forbidden, "")
		refused(t, "with itself", merge(c.official, a.ID, a.ID), refusal.Invalid, "into")
		refused(t, "with nothing", merge(c.official, a.ID, "nothing"), refusal.Missing, "")
		foreign, err := resource.Propose.Run(t.Context(), w.Door, c.elsewhere, resource.Proposing{Municipality: "BLG01", Entry: resource.Entry{Name: text.Text{BG: "Баня"}, Kind: "bath"}})
		if err != nil {
			t.Fatal(err)
		}
		refused(t, "with one of another municipality", merge(c.official, a.ID, foreign.ID), refusal.Forbidden, "")
		for _, m := range [][2]string{{a.ID, b.ID}, {b.ID, last.ID}} {
			if err := merge(c.official, m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
		if got := c.find(a.ID); got.State != resource.Merged || got.Into != last.ID {
			t.Errorf("the first of three leads to %s: %+v", last.ID, got)
		}
		if notes, _ := resource.NotesOf(w.Reader(), last.ID); len(notes) != 1 {
			t.Errorf("the idea is lost: %+v", notes)
		}
		if versions, _ := resource.Versions(w.Reader(), a.ID); len(versions) != 3 {
			t.Errorf("the history of the first: %+v", versions)
		}
		if told := c.unread(c.villager.ID); len(told) != 1 || told[0] != "resource.told.merged" {
			t.Errorf("who proposed it was told %v", told)
		}
		refused(t, "what is merged already", merge(c.official, a.ID, last.ID), refusal.Conflict, "")
		if _, err := resource.Revive.Run(t.Context(), w.Door, c.official, a.ID); err != nil || c.find(a.ID).State != resource.Confirmed {
			t.Errorf("merged by mistake, it does not come back: %v", err)
		}
	})
}

func TestRetiresAndRevives(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		r := c.propose(c.official, spring("Топлата вода"))
		_, err := resource.Retire.Run(t.Context(), w.Door, c.official, resource.Deciding{ID: r.ID})
		refused(t, "without a reason", err, refusal.Invalid, "reason")
		if _, err = resource.Retire.Run(t.Context(), w.Door, c.official, resource.Deciding{ID: r.ID, Reason: "Пресъхна през 2017 г."}); err != nil {
			t.Fatal(err)
		}
		if n, _ := resource.CountPublic(w.Reader(), resource.Filter{}); n != 0 {
			t.Error("it is still public")
		}
		_, err = resource.Change.Run(t.Context(), w.Door, c.official, resource.Changing{ID: r.ID, Version: 2, Entry: spring("Друга")})
		refused(t, "changed when it is retired", err, refusal.Conflict, "")
		if _, err = resource.Revive.Run(t.Context(), w.Door, operator, r.ID); err != nil || c.find(r.ID).State != resource.Confirmed {
			t.Errorf("the operator revives: %v", err)
		}
	})
}

func TestRestoresAnEarlierVersionByANewOne(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		r := c.propose(c.official, spring("Топлата вода"))
		if _, err := resource.Change.Run(t.Context(), w.Door, c.official, resource.Changing{ID: r.ID, Version: 1, Entry: spring("Горещата вода")}); err != nil {
			t.Fatal(err)
		}
		_, err := resource.Restore.Run(t.Context(), w.Door, c.villager, resource.Restoring{ID: r.ID, Version: 1})
		refused(t, "by a villager", err, refusal.Forbidden, "")
		_, err = resource.Restore.Run(t.Context(), w.Door, c.official, resource.Restoring{ID: r.ID, Version: 9})
		refused(t, "a version that never was", err, refusal.Missing, "")
		_, err = resource.Restore.Run(t.Context(), w.Door, c.official, resource.Restoring{ID: r.ID, Version: 2})
		refused(t, "the version that stands", err, refusal.Conflict, "")
		if _, err = resource.Restore.Run(t.Context(), w.Door, c.official, resource.Restoring{ID: r.ID, Version: 1}); err != nil {
			t.Fatal(err)
		}
		got := c.find(r.ID)
		if got.Name.BG != "Топлата вода" || got.Version != 3 {
			t.Errorf("%+v", got)
		}
		if all, _ := resource.Public(w.Reader(), resource.Filter{Query: "топлата"}); len(all) != 1 {
			t.Error("it is not found by its name of old")
		}
	})
}

func TestTheListIsNarrowedOrderedAndTurnedByPages(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		for _, name := range []string{"Юнашка вода", "Ведра вода", "Аязмо"} {
			c.propose(c.official, spring(name))
			w.Set(w.Now().Add(time.Minute))
		}
		ruin := resource.Entry{Name: text.Text{BG: "Воденица"}, Kind: "watermill", Condition: "ruined"}
		r := c.propose(c.official, ruin)
		if _, err := resource.Rate.Run(context.Background(), w.Door, c.official, resource.RatingOf{ID: r.ID, Lang: text.BG, Ratings: []resource.Rating{{Aspect: "demand", Score: 3, Reason: "Питат."}}}); err != nil {
			t.Fatal(err)
		}
		names := func(f resource.Filter) string {
			f.Lang = text.BG
			all, err := resource.Public(w.Reader(), f)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, one := range all {
				found = append(found, one.Name.BG)
			}
			return strings.Join(found, "|")
		}
		for _, x := range []struct {
			f    resource.Filter
			want string
		}{
			{resource.Filter{}, "Аязмо|Ведра вода|Воденица|Юнашка вода"},
			{resource.Filter{Limit: 2, Offset: 1}, "Ведра вода|Воденица"},
			{resource.Filter{Order: "newest", Limit: 1}, "Воденица"},
			{resource.Filter{Order: "rating", Limit: 1}, "Воденица"},
			{resource.Filter{Order: "municipality; DROP TABLE resources", Class: "natural", Limit: 1}, "Аязмо"},
			{resource.Filter{Condition: "ruined"}, "Воденица"},
			{resource.Filter{Query: "mineralkilde vedra"}, "Ведра вода"},
			{resource.Filter{Query: "100%_"}, ""},
			{resource.Filter{Municipality: "BLG01"}, ""},
		} {
			if got := names(x.f); got != x.want {
				t.Errorf("%+v: %s, want %s", x.f, got, x.want)
			}
		}
	})
}

// Anybody can register an organisation as a municipality; its people decide on nothing before an operator has confirmed it.
func TestWhoOnlySaysThatTheyAreTheMunicipalityDecidesOnNothing(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		stranger := c.villager
		of, err := organisation.Register.Run(t.Context(), c.Door, action.Actor{ID: stranger.ID}, organisation.Registering{Name: "Община Елена", Country: "BG", Number: "831641791",
			Kind: organisation.Municipality, Seat: "VTR13"})
		if err != nil {
			t.Fatal(err)
		}
		stranger.Grants = []action.Grant{{Role: account.Owner, Scope: of}}
		r := c.propose(c.official, spring("Топлата вода"))
		_, err = resource.Retire.Run(t.Context(), c.Door, stranger, resource.Deciding{ID: r.ID, Reason: "Няма я."})
		if refusal.KindOf(err) != refusal.Forbidden {
			t.Errorf("whoever says so is the municipality: %v", err)
		}
		if s, err := resource.ScopeOf(c.Reader(), stranger); err != nil || !s.Empty() {
			t.Errorf("they have a desk: %+v %v", s, err)
		}
	})
}

// The people of a municipality decide on what is proposed there whatever country it is in.
func TestTheMunicipalityOfAnotherCountryDecidesOnItsResources(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		of, err := organisation.Register.Run(t.Context(), c.Door, program, organisation.Registering{Name: "Frøya kommune", Country: "NO", Number: "964982597",
			Kind: organisation.Municipality, Seat: "Frøya", Owner: c.villager.ID})
		if err != nil {
			t.Fatal(err, refusal.Complaints(err))
		}
		norwegian := action.Actor{ID: c.villager.ID, Grants: []action.Grant{{Role: account.Owner, Scope: of}}}
		e := resource.Entry{Name: text.Text{NB: "Kystmuseet"}, Original: text.NB, Kind: "museum", Place: resource.Place{Lon: 8_830_000, Lat: 63_870_000}}
		r, err := resource.Propose.Run(t.Context(), c.Door, action.Actor{ID: c.elsewhere.ID}, resource.Proposing{Municipality: "NO-5014", Entry: e, Anyway: true})
		if err != nil {
			t.Fatal(err, refusal.Complaints(err))
		}
		_, err = resource.Confirm.Run(t.Context(), c.Door, c.official, r.ID)
		refused(t, "the official of another municipality", err, refusal.Forbidden, "")
		if told := c.unread(norwegian.ID); !slices.Contains(told, "resource.told.proposed") {
			t.Errorf("the municipality is told %v", told)
		}
		if s, err := resource.ScopeOf(c.Reader(), norwegian); err != nil || !slices.Equal(s.Codes, []string{"NO-5014"}) {
			t.Errorf("it has the desk of %+v: %v", s, err)
		}
		if _, err = resource.Confirm.Run(t.Context(), c.Door, norwegian, r.ID); err != nil {
			t.Fatal(err, refusal.Complaints(err))
		}
		if r := c.find(r.ID); r.State != resource.Confirmed {
			t.Errorf("it is %s", r.State)
		}
	})
}
