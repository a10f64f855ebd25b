package follow_test

import (
	"context"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/outbox"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/value/text"
)

// house is a world with people and a worker that tells what happens to calls.
type house struct {
	*testkit.World
	t       *testing.T
	worker  *outbox.Worker
	shipped call.Definition
}

func houses(t *testing.T, test func(h *house)) {
	schemas := []fs.FS{account.Feature(account.Options{}).Schema, notice.Feature().Schema, call.Feature(call.Options{}).Schema, follow.Feature().Schema}
	testkit.Databases(t, schemas, func(t *testing.T, w *testkit.World) {
		all, err := call.Shipped()
		if err != nil {
			t.Fatal(err)
		}
		h := &house{World: w, t: t, worker: outbox.NewWorker(w.Door, follow.Feature().Outbox, slog.New(slog.NewTextHandler(t.Output(), nil)))}
		h.shipped = all[slices.IndexFunc(all, func(d call.Definition) bool { return d.ID == "job-creation-2022" })]
		w.Set(h.shipped.Window.Opens.AddDate(0, 0, -7))
		test(h)
	})
}

func (h *house) person(name string) action.Actor {
	h.t.Helper()
	p, err := account.Create.Run(context.Background(), h.Door, action.System("test"), account.New{Name: name, Email: name + "@example.org", Lang: "en"})
	h.must(err)
	return action.Actor{ID: p}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) publish() {
	h.t.Helper()
	_, err := call.Publish.Run(context.Background(), h.Door, action.System("test"), call.Publication{File: h.shipped.Bytes()})
	h.must(err)
	h.work()
}

func (h *house) work() {
	for h.worker.Once(context.Background()) > 0 {
	}
}

// told are the kinds a person was told, the newest first, without the feature's name.
func (h *house) told(a action.Actor) []string {
	h.t.Helper()
	items, err := notice.Of(h.Reader(), a.ID, 0, 100)
	h.must(err)
	var kinds []string
	for _, i := range items {
		kinds = append(kinds, strings.TrimPrefix(i.News.Kind, "follow.told."))
	}
	return kinds
}

func (h *house) wants(a action.Actor, kinds ...string) {
	h.t.Helper()
	if got := h.told(a); !slices.Equal(got, kinds) {
		h.t.Errorf("told %v, not %v", got, kinds)
	}
}

func saving(change func(*follow.Saving)) follow.Saving {
	s := follow.Saving{Search: follow.Search{Name: "Villages", Moment: follow.Announced}, Way: notice.Daily}
	if change != nil {
		change(&s)
	}
	return s
}

func (h *house) save(a action.Actor, change func(*follow.Saving)) string {
	h.t.Helper()
	s, err := follow.Save.Run(context.Background(), h.Door, a, saving(change))
	h.must(err)
	return s
}

func TestASearchThatCannotBeMeantIsRefusedByField(t *testing.T) {
	houses(t, func(h *house) {
		maria := h.person("maria")
		for field, change := range map[string]func(*follow.Saving){
			"name": func(s *follow.Saving) { s.Name = " \t" }, "q": func(s *follow.Saving) { s.Query = strings.Repeat("дума ", 60) },
			"area": func(s *follow.Saving) { s.Area = "moon" }, "place": func(s *follow.Saving) { s.Place = "XXX99" },
			"moment": func(s *follow.Saving) { s.Moment = "someday" }, "way": func(s *follow.Saving) { s.Way = "pigeon" },
		} {
			_, err := follow.Save.Run(context.Background(), h.Door, maria, saving(change))
			if c := refusal.Complaints(err); len(c) != 1 || c[0].Field != field {
				h.t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := follow.Save.Run(context.Background(), h.Door, action.Nobody(), saving(nil)); refusal.KindOf(err) != refusal.SignIn {
			h.t.Errorf("nobody saves a search: %v", err)
		}
		for range follow.SearchesLimit {
			h.save(maria, nil)
		}
		if _, err := follow.Save.Run(context.Background(), h.Door, maria, saving(nil)); refusal.KindOf(err) != refusal.TooMany {
			h.t.Errorf("one search too many: %v", err)
		}
	})
}

func TestANewCallIsToldToThoseWhoseSearchItFitsOnceForEachAndWhy(t *testing.T) {
	houses(t, func(h *house) {
		maria, ivan, kari, olga, nina := h.person("maria"), h.person("ivan"), h.person("kari"), h.person("olga"), h.person("nina")
		place := h.shipped.Territory.Municipalities[0]
		h.save(maria, func(s *follow.Saving) { s.Query, s.Area, s.Place = "jobs", "local-development", place })
		h.save(ivan, func(s *follow.Saving) { s.Query = "kindergarten" })
		h.save(kari, func(s *follow.Saving) { s.Area = "children-and-youth" })
		h.save(olga, func(s *follow.Saving) { s.Moment = follow.Open })
		unwanted := h.save(nina, nil)
		_, err := follow.Drop.Run(context.Background(), h.Door, nina, follow.Dropping{Search: unwanted, Kind: string(h.shipped.Kind)})
		h.must(err)
		deleted := h.save(ivan, nil)
		_, err = follow.Delete.Run(context.Background(), h.Door, ivan, deleted)
		h.must(err)
		h.publish()
		h.wants(maria, "match")
		for _, a := range []action.Actor{ivan, kari, olga, nina} {
			h.wants(a)
		}
		items, err := notice.Of(h.Reader(), maria.ID, 0, 1)
		h.must(err)
		if why := items[0].Args["Why"].In(text.EN); items[0].Args["Search"].In(text.EN) != "Villages" || !strings.Contains(why, "“jobs”, Local development") {
			h.t.Errorf("%+v", items[0].Args)
		}
		h.Set(h.shipped.Window.Opens)
		h.work()
		h.wants(olga, "match")
		h.wants(maria, "match")
	})
}

func TestASearchBelongsToThePersonWhoSavedIt(t *testing.T) {
	houses(t, func(h *house) {
		maria, ivan := h.person("maria"), h.person("ivan")
		s := h.save(maria, nil)
		_, err := follow.Rename.Run(context.Background(), h.Door, ivan, follow.Renaming{Search: s, Name: "Mine"})
		if refusal.KindOf(err) != refusal.Missing {
			h.t.Errorf("Ivan renames it: %v", err)
		}
		if _, err := follow.Delete.Run(context.Background(), h.Door, ivan, s); refusal.KindOf(err) != refusal.Missing {
			h.t.Errorf("Ivan deletes it: %v", err)
		}
		if _, err = follow.Rename.Run(context.Background(), h.Door, maria, follow.Renaming{Search: s, Name: ""}); len(refusal.Complaints(err)) != 1 {
			h.t.Errorf("without a name: %v", err)
		}
		_, err = follow.Rename.Run(context.Background(), h.Door, maria, follow.Renaming{Search: s, Name: " New   name "})
		h.must(err)
		_, err = follow.Delete.Run(context.Background(), h.Door, maria, s)
		h.must(err)
		if all, _ := follow.Searches(h.Reader(), maria.ID); len(all) != 0 {
			h.t.Errorf("%+v", all)
		}
		_, err = follow.Restore.Run(context.Background(), h.Door, maria, s)
		h.must(err)
		if all, _ := follow.Searches(h.Reader(), maria.ID); len(all) != 1 || all[0].Name != "New name" {
			h.t.Errorf("%+v", all)
		}
	})
}

func TestFollowersHearOfTheLifeOfACallUntilTheyStop(t *testing.T) {
	houses(t, func(h *house) {
		maria, ivan, writer := h.person("maria"), h.person("ivan"), h.person("writer")
		h.publish()
		h.begins(writer)
		for _, a := range []action.Actor{maria, ivan} {
			_, err := follow.Start.Run(context.Background(), h.Door, a, h.shipped.ID)
			h.must(err)
		}
		closes := h.shipped.Window.Closes
		h.Set(h.shipped.Window.Opens.Add(time.Minute))
		h.work()
		h.wants(maria, "opened")
		_, err := follow.Stop.Run(context.Background(), h.Door, ivan, h.shipped.ID)
		h.must(err)
		h.begins(ivan)
		h.Set(closes.AddDate(0, 0, -7).Add(time.Minute))
		h.work()
		h.wants(maria, "week", "opened")
		later := closes.AddDate(0, 0, 3)
		_, err = call.Extend.Run(context.Background(), h.Door, action.System("test"), call.Extending{Call: h.shipped.ID, Closes: later,
			Reason: text.Text{BG: "Много въпроси.", NB: "Mange spørsmål.", EN: "Many questions."}})
		h.must(err)
		h.work()
		h.wants(maria, "extended", "week", "opened")
		h.answered(1)
		h.wants(maria, "answered", "extended", "week", "opened")
		h.Set(later.AddDate(0, 0, -7).Add(time.Minute))
		h.work()
		h.wants(maria, "week", "answered", "extended", "week", "opened")
		h.Set(closes.AddDate(0, 0, -1).Add(time.Minute)) // the day before the former deadline
		h.work()
		h.wants(maria, "week", "answered", "extended", "week", "opened")
		h.Set(later.AddDate(0, 0, -1))
		h.work()
		h.wants(maria, "tomorrow", "week", "answered", "extended", "week", "opened")
		h.wants(ivan, "opened")
		h.wants(writer, "tomorrow", "week", "answered", "week", "opened") // of the new deadline, application writes to them
		h.Set(later.Add(time.Hour))
		h.work()
		h.wants(maria, "tomorrow", "week", "answered", "extended", "week", "opened")
	})
}

// answered tells that a question on the call was answered in public.
func (h *house) answered(number int64) {
	h.t.Helper()
	_, err := told.Run(context.Background(), h.Door, action.System("test"), call.Event{Call: h.shipped.ID, Answered: number})
	h.must(err)
	h.work()
}

var told = action.Define(action.Definition[call.Event, call.Event, struct{}]{
	Name: "test.told", Load: func(_ *action.Tx, e call.Event) (call.Event, error) { return e, nil },
	May: action.Program[call.Event](), When: action.AnyTime[call.Event](),
	Do: func(tx *action.Tx, _, e call.Event) (struct{}, error) {
		tx.About("call", e.Call)
		return struct{}{}, tx.Tell(call.FollowedKind, e)
	},
})

// begins lets a person follow the call as beginning an application does.
func (h *house) begins(a action.Actor) {
	h.t.Helper()
	_, err := byDraft.Run(context.Background(), h.Door, a, h.shipped.ID)
	h.must(err)
}

var byDraft = action.Define(action.Definition[string, string, struct{}]{
	Name: "test.by_draft", Load: func(_ *action.Tx, id string) (string, error) { return id, nil },
	May: action.Anyone[string](), When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _, id string) (struct{}, error) {
		tx.About("call", id)
		return struct{}{}, follow.ByDraft(tx, id, tx.Actor().ID)
	},
})

func TestWhoBeginsAnApplicationFollowsItsCall(t *testing.T) {
	houses(t, func(h *house) {
		maria := h.person("maria")
		h.publish()
		h.begins(maria)
		h.begins(maria)
		if on, err := follow.Follows(h.Reader(), maria.ID, h.shipped.ID); err != nil || !on {
			h.t.Errorf("%v, %v", on, err)
		}
		_, err := follow.Start.Run(context.Background(), h.Door, maria, "no-such-call")
		if refusal.KindOf(err) != refusal.Missing {
			h.t.Errorf("a call that is not there: %v", err)
		}
	})
}
