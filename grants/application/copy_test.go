package application_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// next is another call much like the small grants scheme: a title that is called by another name, shorter texts, one
// question, one column, one kind of cost and one municipality less, one choice with another name, and room for one offer.
func (w *world) next() call.Published {
	w.t.Helper()
	shipped, err := call.Shipped()
	must(w.t, err)
	at := slices.IndexFunc(shipped, func(d call.Definition) bool { return d.ID == "job-creation-2022" })
	file := string(shipped[at].Bytes())
	cut := func(from, to string) {
		w.t.Helper()
		a := strings.Index(file, from)
		file = file[:a] + file[a+strings.Index(file[a:], to):]
	}
	cut("      - id: risks\n", "      - id: lasting\n")
	cut("          - id: wage\n", "        check:\n          - must: sum(posts")
	cut("          - id: equipment\n", "          - id: works\n")
	return do(w.t, w, call.Publish, action.System("test"), call.Publication{File: []byte(strings.NewReplacer("id: job-creation-2022", "id: job-creation-2023",
		"      - id: title\n", "      - id: headline\n", "          - id: natural\n", "          - id: nature\n", "max: 600\n", "max: 20\n", "BLG02, VTR13, KRZ21", "BLG02, KRZ21",
		"max_count: 10\n", "max_count: 1\n", "number: BGLD", "number: NEXT").Replace(file))})
}

var (
	tickForm = regexp.MustCompile(`name="take" id="take-[a-z_]+" value="([a-z_]+)"( checked)?`)
	seenForm = regexp.MustCompile(`name="seen" value="([^"]*)"`)
)

// plan is the page that shows what fits: what is ticked, what is not, and its mark.
func (w *world) plan(who action.Actor, callID, from string) (ticked, unticked []string, seen, body string) {
	w.t.Helper()
	got := w.get(who, "/calls/"+callID+"/copy/"+from)
	if got.status != http.StatusOK {
		w.t.Fatalf("the plan: %d", got.status)
	}
	for _, m := range tickForm.FindAllStringSubmatch(got.body, -1) {
		if m[2] != "" {
			ticked = append(ticked, m[1])
		} else {
			unticked = append(unticked, m[1])
		}
	}
	return ticked, unticked, seenForm.FindStringSubmatch(got.body)[1], got.body
}

// copied copies all that is ticked, and what more is named.
func (w *world) copied(callID, from string, more ...string) application.Application {
	w.t.Helper()
	ticked, _, seen, _ := w.plan(w.maria, callID, from)
	return do(w.t, w, application.Copy, w.maria, application.Copying{Call: callID, From: from, Take: append(ticked, more...), Seen: seen})
}

func (w *world) aside(id string) map[string]string {
	w.t.Helper()
	all, err := application.AsideOf(w.Reader(), id)
	must(w.t, err)
	byPath := map[string]string{}
	for _, a := range all {
		byPath[a.Path] = a.Value
	}
	return byPath
}

// tries copies and says how that was refused.
func (w *world) tries(who action.Actor, in application.Copying) refusal.Kind {
	_, err := application.Copy.Run(w.t.Context(), w.Door, who, in)
	return refusal.KindOf(err)
}

func TestCopyingIsRefused(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		from, next := w.fill(full()), w.next()
		ticked, _, seen, _ := w.plan(w.maria, next.ID, from.ID)
		in := application.Copying{Call: next.ID, From: from.ID, Take: ticked, Seen: seen}
		if got := w.tries(w.other, in); got != refusal.Missing {
			t.Errorf("another organisation: %s", got)
		}
		if got := w.tries(w.reader, in); got != refusal.Forbidden {
			t.Errorf("somebody who only reads: %s", got)
		}
		for _, page := range []string{"/calls/" + next.ID + "/copy/" + from.ID, "/applications/" + from.ID + "/copy"} {
			if got := w.get(w.other, page).status; got != http.StatusNotFound {
				t.Errorf("a stranger sees %s: %d", page, got)
			}
			if got := w.get(w.reader, page).status; got != http.StatusForbidden {
				t.Errorf("a reader sees %s: %d", page, got)
			}
		}
		do(t, w, application.Save, w.maria, application.Saving{Application: from.ID, Changes: []application.Change{{Path: "need", Value: "Друго.", Rev: 9}}})
		if got := w.tries(w.maria, in); got != refusal.Conflict {
			t.Errorf("what has changed since it was shown: %s", got)
		}
		refused := w.post(w.maria, "/calls/"+next.ID+"/copy/"+from.ID, url.Values{"take": {"need"}, "seen": {seen}})
		if refused.status != http.StatusConflict || !strings.Contains(refused.body, "Погледнете отново") || strings.Count(refused.body, " checked") != 1 {
			t.Errorf("%d, or the choice was not kept", refused.status)
		}
		if n := w.applicationsOf(next.ID); n != 0 {
			t.Errorf("a refusal left %d drafts", n)
		}
		w.copied(next.ID, from.ID)
		_, _, seen, _ = w.plan(w.maria, next.ID, from.ID)
		again := application.Copying{Call: next.ID, From: from.ID, Seen: seen}
		if got := w.tries(w.maria, again); got != refusal.Conflict {
			t.Errorf("a second where one is allowed: %s", got)
		}
		w.Set(next.Window.Closes.Add(time.Second))
		if got := w.tries(w.maria, again); got != refusal.Closed {
			t.Errorf("after the call has closed: %s", got)
		}
		if got := w.get(w.maria, "/calls/"+next.ID+"/copy/"+from.ID).status; got == http.StatusOK {
			t.Error("a closed call is shown as one to copy into")
		}
	})
}

func (w *world) applicationsOf(callID string) int {
	w.t.Helper()
	all, err := application.Of(w.Reader(), []string{w.org})
	must(w.t, err)
	return len(slices.DeleteFunc(all, func(a application.Application) bool { return a.Call != callID }))
}

func TestAPartnerDoesNotCopyTheApplicantsApplication(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a, secret := w.partnered()
		do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: secret, Organisation: w.theirs})
		if got := w.tries(w.other, application.Copying{Call: w.call.ID, From: a.ID}); got != refusal.Forbidden {
			t.Errorf("%s", got)
		}
		if body := w.get(w.other, "/applications/"+a.ID).body; strings.Contains(body, "/applications/"+a.ID+"/copy") {
			t.Error("a partner is led to copy what is not theirs")
		}
		if body := w.get(w.other, "/calls/"+w.call.ID+"/apply").body; strings.Contains(body, "/copy/"+a.ID) {
			t.Error("a partner is offered to begin with what is not theirs")
		}
	})
}

func TestWhatFitsIsCopiedAndTheRestIsKept(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		from, next := w.fill(full()), w.next()
		w.upload(from, "file_offers", "първа.pdf", pdf(100))
		w.upload(from, "file_offers", "втора.pdf", pdf(120))
		ticked, unticked, _, body := w.plan(w.maria, next.ID, from.ID)
		if !slices.Contains(unticked, "summary") || !slices.Contains(ticked, "headline") || !strings.Contains(body, "а мястото е за 20") {
			t.Errorf("ticked %v, not ticked %v", ticked, unticked)
		}
		for _, never := range []string{"true_facts", "no_double", "commitment", "applicant", "risks", "municipality"} {
			if slices.Contains(ticked, never) || slices.Contains(unticked, never) {
				t.Errorf("%s can be ticked", never)
			}
		}
		a := w.copied(next.ID, from.ID)
		got := w.answers(a.ID)
		for path, want := range map[string]string{"headline": "Билки от Балкана", "resource_kind": "nature", "summary": "", "municipality": "", "true_facts": "", "commitment": "",
			"posts/1/post": "Берач", "posts/2/how_many": "2", "posts/1/wage": "", "employed/baseline": "3", "starts": "2023-02-01", "budget/1/heading": "staff",
			"budget/1/price": "1 400,00", "budget/2/heading": "", "budget/2/what": "", "purposes": "innovative_employment,meetings", "applicant/name": "Еленски билки"} {
			if got[path] != want {
				t.Errorf("%s is %q, should be %q", path, got[path], want)
			}
		}
		aside := w.aside(a.ID)
		for path, want := range map[string]string{"risks": "Суша.", "summary": full()["summary"], "municipality": "VTR13", "posts/1/wage": "980", "budget/2/what": "Сушилня",
			"budget/2/price": "31 500", "true_facts": "", "title": ""} {
			if aside[path] != want {
				t.Errorf("beside it %s is %q, should be %q", path, aside[path], want)
			}
		}
		w.filesWereCopied(from, a, aside)
		if s := w.sources(a.ID)["headline"]; s.Of != application.FromCopy || s.From != from.ID {
			t.Errorf("%+v", s)
		}
		page := w.get(w.maria, "/applications/"+a.ID).body
		if !strings.Contains(page, "Суша.") || !strings.Contains(page, "Не се наложи да пишете") || !strings.Contains(page, "/applications/"+from.ID+"/files/file_offers/") {
			t.Error("the page does not show what was left beside, or does not count what was not typed")
		}
		if body := w.get(w.maria, "/applications/"+a.ID+"/sections/idea").body; !strings.Contains(body, `Взето е от предложението: <a href="/applications/`+from.ID+`">Билки от Балкана</a>, Създаване на работни места`) {
			t.Error("the field does not say where its answer is from")
		}
	})
}

// filesWereCopied says that one file was taken, that it can be read, and that the other was kept.
func (w *world) filesWereCopied(from, a application.Application, aside map[string]string) {
	w.t.Helper()
	states, err := application.FileStates(w.Reader(), a.ID)
	must(w.t, err)
	if len(states) != 1 {
		w.t.Fatalf("%d files were copied, there is room for one", len(states))
	}
	for at, s := range states {
		if got := w.get(w.maria, "/applications/"+a.ID+"/files/"+at); got.status != http.StatusOK || got.body != string(pdf(100)) {
			w.t.Errorf("the copied file: %d", got.status)
		}
		line := strings.TrimPrefix(at, "file_offers/")
		if s.Name != "първа.pdf" || aside["file_offers/"+line+"/name"] != "" {
			w.t.Errorf("%+v, %v", s, aside)
		}
	}
}

func TestWhatOnlyFitsInPartIsTakenWhereSomebodyWants(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		from, next := w.fill(full()), w.next()
		a := w.copied(next.ID, from.ID, "summary")
		if got := w.answers(a.ID)["summary"]; got != full()["summary"] {
			t.Errorf("%q", got)
		}
		if left := w.aside(a.ID)["summary"]; left != "" {
			t.Errorf("what was taken is also kept beside: %q", left)
		}
		if body := w.get(w.maria, "/applications/"+a.ID+"/sections/idea").body; !strings.Contains(body, `data-complaint="summary"`) || !strings.Contains(body, `id="summary" name="summary"`) {
			t.Error("the text that is too long is not there to be mended")
		}
		do(t, w, application.Save, w.maria, saving(a.ID, map[string]string{"headline": "Ново"}))
		if _, still := w.sources(a.ID)["headline"]; still {
			t.Error("what somebody has typed over still counts as copied")
		}
		if got := w.answers(from.ID)["title"]; got != "Билки от Балкана" {
			t.Errorf("the earlier application was changed: %q", got)
		}
	})
}

func TestNothingIsCopiedThatNobodyTicked(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		from, next := w.fill(full()), w.next()
		_, _, seen, _ := w.plan(w.maria, next.ID, from.ID)
		a := do(t, w, application.Copy, w.maria, application.Copying{Call: next.ID, From: from.ID, Take: []string{"need", "true_facts", "risks", "nothing"}, Seen: seen})
		got := w.answers(a.ID)
		if got["need"] != "Хората заминават." || got["headline"] != "" || got["true_facts"] != "" || got["risks"] != "" {
			t.Errorf("%v", got)
		}
	})
}

func TestPartnersAreCopiedWithoutWhatTheyAccepted(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		from, secret := w.partnered()
		do(t, w, application.AcceptPartner, w.other, application.PartnerAccepting{Secret: secret, Organisation: w.theirs})
		a := w.copied(w.next().ID, from.ID, "partners")
		all, err := application.Partners(w.Reader(), a.ID)
		must(t, err)
		named := false
		for path, value := range w.answers(a.ID) {
			named = named || strings.HasPrefix(path, "partners/") && strings.HasSuffix(path, "/name") && value != ""
		}
		if len(all) != 0 || !named {
			t.Errorf("%v, %v", all, w.answers(a.ID))
		}
		if got := w.get(w.other, "/applications/"+a.ID).status; got != http.StatusNotFound {
			t.Errorf("who was a partner then reads the copy: %d", got)
		}
	})
}

func TestANewApplicationCanBeginWithAnEarlierOne(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		if body := w.get(w.maria, "/calls/"+w.call.ID+"/apply").body; strings.Contains(body, "/copy/") {
			t.Error("there is nothing to begin with, and yet it is offered")
		}
		from, next := w.fill(full()), w.next()
		_, err := w.send(w.maria, from.ID, id.New())
		must(t, err)
		body := w.get(w.maria, "/calls/"+next.ID+"/apply").body
		if !strings.Contains(body, `href="/calls/`+next.ID+`/copy/`+from.ID+`"`) || !strings.Contains(body, "BGLD-1.004-0001") || !strings.Contains(body, "отговора подхождат") {
			t.Error("the page on which one begins does not offer it with its number and how much fits")
		}
		if body := w.get(w.other, "/calls/"+next.ID+"/apply").body; strings.Contains(body, "/copy/"+from.ID) {
			t.Error("another organisation is offered it")
		}
		where := w.get(w.maria, "/applications/"+from.ID+"/copy").body
		if !strings.Contains(where, `href="/calls/`+next.ID+`/copy/`+from.ID+`"`) || strings.Contains(where, "/calls/concept-2020/") {
			t.Error("the open calls are not all of them, or not only those")
		}
		got := w.post(w.maria, "/calls/"+next.ID+"/copy/"+from.ID, url.Values{"take": {"need"}, "seen": {second(w.plan(w.maria, next.ID, from.ID))}})
		if got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, "/applications/") {
			t.Errorf("%d %s", got.status, got.location)
		}
	})
}

func second(_, _ []string, seen, _ string) string { return seen }
