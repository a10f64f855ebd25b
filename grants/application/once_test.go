package application_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vekst/grants/application"
	"vekst/grants/organisation"
	"vekst/value/id"
)

// describe writes the profile of the association.
func (w *world) describe(pairs ...string) {
	w.t.Helper()
	p, err := organisation.ProfileOf(w.Reader(), w.org)
	must(w.t, err)
	in := organisation.Describing{Organisation: w.org, Seen: p.Entry(), Facts: map[organisation.Key]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		in.Facts[organisation.Key(pairs[i])] = pairs[i+1]
	}
	do(w.t, w, organisation.Describe, w.maria, in)
}

func (w *world) sources(id string) map[string]application.Taken {
	w.t.Helper()
	all, err := application.Sources(w.Reader(), id)
	must(w.t, err)
	return all
}

// takings are the buttons that take what is offered at a question, in order.
func takings(body, path string) []string {
	var all []string
	for _, m := range regexp.MustCompile(`name="-do" value="(take:`+path+` [^"]*)"`).FindAllStringSubmatch(body, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestADraftBeginsWithTheProfileWhereItFits(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		w.describe("contact", strings.Repeat("я", 120), "email", "office@example.org", "experience/bg", strings.Repeat("о", 1501), "experience/nb", "Erfaring")
		a := w.begin()
		got, from := w.answers(a.ID), w.sources(a.ID)
		if got["contact_email"] != "office@example.org" || from["contact_email"].Of != application.FromProfile || got["contact_name"] == "" {
			t.Errorf("%v, %v", got, from)
		}
		if got["experience"] != "" {
			t.Error("a text that is too long, or in another language, was filled in")
		}
		do(t, w, application.Save, w.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "contact_email", Value: "maria@example.org", Rev: 1}}})
		if _, still := w.sources(a.ID)["contact_email"]; still {
			t.Error("what somebody has typed still counts as not typed")
		}
	})
}

func TestTheProfileIsOfferedAndNeverTakenByItself(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.begin()
		w.describe("contact", "Мария Петкова", "experience/bg", "През 2021 г. обучихме 14 души.", "experience/en", "In 2021 we trained 14 people.")
		page := "/applications/" + a.ID + "/sections/who"
		body := w.get(w.maria, page).body
		if got := takings(body, "experience"); len(got) != 2 || w.answers(a.ID)["experience"] != "" {
			t.Fatalf("offered: %v", got)
		}
		if got := takings(w.get(w.reader, page).body, "experience"); len(got) != 0 {
			t.Error("a reader is offered to take")
		}
		take := takings(body, "experience")[0]
		sent := url.Values{"-seen": {"0"}, "-do": {take}, "experience": {""}, "contact_email": {"maria@example.org"}}
		if got := w.post(w.maria, page, sent); got.status != http.StatusSeeOther || !strings.HasSuffix(got.location, "/who#experience") {
			t.Errorf("%d %s", got.status, got.location)
		}
		got := w.answers(a.ID)
		if got["experience"] != "През 2021 г. обучихме 14 души." || got["contact_email"] != "maria@example.org" || got["contact_name"] != "" {
			t.Errorf("%v", got)
		}
		if body := w.get(w.maria, page).body; len(takings(body, "experience")) != 1 || !strings.Contains(body, "Не е въвеждано") {
			t.Error("what is taken is offered again, or does not say where it is from")
		}
		w.describe("experience/en", "In 2022 we trained 20 people.")
		stale := takings(body, "experience")[1]
		refused := w.post(w.maria, page, url.Values{"-seen": {"9"}, "-do": {stale}, "contact_name": {"Петър"}})
		if refused.status != http.StatusConflict || !strings.Contains(refused.body, `value="Петър"`) || w.answers(a.ID)["experience"] != got["experience"] {
			t.Errorf("what has changed meanwhile was taken unseen: %d", refused.status)
		}
		if got := w.post(w.other, page, sent); got.status != http.StatusNotFound {
			t.Errorf("a stranger takes: %d", got.status)
		}
	})
}

// again is a second draft of the association's to the same call, after the first was submitted and withdrawn.
func (w *world) again(answers map[string]string) (first, second application.Application) {
	w.t.Helper()
	first = w.fill(answers)
	_, err := w.send(w.maria, first.ID, id.New())
	must(w.t, err)
	do(w.t, w, application.Withdraw, w.maria, first.ID)
	return first, do(w.t, w, application.Start, w.maria, application.Beginning{Call: w.call.ID, Organisation: w.org, Lang: "bg"})
}

func TestEarlierAnswersAreOfferedToTheirOrganisationOnly(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		first, second := w.again(full())
		theirs := do(t, w, application.Start, w.other, application.Beginning{Call: w.call.ID, Organisation: w.theirs, Lang: "bg"})
		if body := w.get(w.other, "/applications/"+theirs.ID+"/sections/idea").body; len(takings(body, "title")) != 0 || strings.Contains(body, "Билки") {
			t.Error("another organisation is offered what is not theirs")
		}
		page := "/applications/" + second.ID + "/sections/idea"
		body := w.get(w.maria, page).body
		got := takings(body, "title")
		if len(got) != 1 || w.answers(second.ID)["title"] != "" || !strings.Contains(body, `href="/applications/`+first.ID+`"`) {
			t.Fatalf("%v", got)
		}
		if refused := w.post(w.other, page, url.Values{"-do": got}); refused.status != http.StatusNotFound {
			t.Errorf("a stranger takes: %d", refused.status)
		}
		forged := url.Values{"-seen": {"0"}, "-do": {strings.Replace(got[0], first.ID, theirs.ID, 1)}, "summary": {"Остава."}}
		if refused := w.post(w.maria, page, forged); refused.status != http.StatusConflict || !strings.Contains(refused.body, "Остава.") || w.answers(second.ID)["title"] != "" {
			t.Errorf("what was not offered is taken: %d", refused.status)
		}
		if taken := w.post(w.maria, page, url.Values{"-seen": {"0"}, "-do": got, "summary": {"Ново."}}); taken.status != http.StatusSeeOther {
			t.Errorf("%d", taken.status)
		}
		if all := w.answers(second.ID); all["title"] != "Билки от Балкана" || all["summary"] != "Ново." || all["site"] != "" {
			t.Errorf("%v", all)
		}
		if from := w.sources(second.ID)["title"]; from.Of != application.FromEarlier || from.From != first.ID {
			t.Errorf("%v", from)
		}
		if body := w.get(w.maria, page).body; len(takings(body, "title")) != 0 || !strings.Contains(body, "Взето е от предложението") {
			t.Error("what is taken does not say where it is from")
		}
	})
}

func TestThePageSaysHowMuchNobodyHadToType(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		w.describe("contact", "Мария Петкова", "email", "office@example.org")
		a := w.begin()
		if body := w.get(w.maria, "/applications/"+a.ID).body; !strings.Contains(body, "Не се наложи да пишете 7 от 7 отговора") {
			t.Error("what the register and the profile gave is not counted")
		}
		do(t, w, application.Save, w.maria, saving(a.ID, map[string]string{"contact_email": "maria@example.org", "title": "Билки"}))
		if body := w.get(w.maria, "/applications/"+a.ID).body; !strings.Contains(body, "Не се наложи да пишете 6 от 8 отговора") {
			t.Error("what was typed is not counted as typed")
		}
	})
}

func TestTheReceiptSaysHowMuchNobodyHadToType(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		w.describe("contact", "Мария Петкова")
		a := w.fill(with("applicant/name", "Еленски билки ООД"))
		_, err := w.send(w.maria, a.ID, id.New())
		must(t, err)
		if body := w.get(w.maria, "/applications/"+a.ID+"/receipt").body; !strings.Contains(body, "Не се наложи да пишете 5 от 63 отговора") {
			t.Error("the receipt does not say it")
		}
		do(t, w, application.Reopen, w.maria, a.ID)
		if body := w.get(w.maria, "/applications/"+a.ID+"/receipt").body; strings.Contains(body, "Не се наложи") {
			t.Error("the receipt counts what is no longer what was submitted")
		}
	})
}

func TestEarlierAnswersOfEveryKindAreOffered(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		first, second := w.again(full())
		page := "/applications/" + second.ID + "/sections/"
		for section, paths := range map[string][]string{"who": {"seat_inside", "signing"}, "idea": {"municipality", "resource_kind", "purposes"},
			"jobs": {"posts", "employed", "jobs_new"}, "work": {"starts", "steps"}, "costs": {"budget"}, "declarations": nil} {
			body := w.get(w.maria, page+section).body
			for _, path := range paths {
				if got := takings(body, path); len(got) == 0 {
					t.Errorf("nothing is offered at %s", path)
				}
			}
			if section == "declarations" && strings.Contains(body, `value="take:`) {
				t.Error("what was declared is offered")
			}
		}
		body := w.get(w.maria, page+"jobs").body
		rows := takings(body, "posts")
		if len(rows) != 2 || !strings.Contains(body, "Берач · 4 · Пълен ден") {
			t.Fatalf("%v", rows)
		}
		sent := url.Values{"-seen": {"0"}, "-do": {rows[0]}, "posts/mine/post": {"Готвач"}, "jobs_new": {"7"}}
		if got := w.post(w.maria, page+"jobs", sent); got.status != http.StatusSeeOther || !strings.HasSuffix(got.location, "#posts") {
			t.Fatalf("%d %s", got.status, got.location)
		}
		posts := map[string]string{}
		for path, value := range w.answers(second.ID) {
			if parts := strings.Split(path, "/"); parts[0] == "posts" && value != "" {
				posts[parts[2]] += value + ";"
			}
		}
		if !strings.Contains(posts["post"], "Готвач;") || !strings.Contains(posts["post"], "Берач;") || posts["how_many"] != "4;" || posts["wage"] != "980;" {
			t.Errorf("%v", posts)
		}
		after := w.get(w.maria, page+"jobs").body
		if len(takings(after, "posts")) != 1 || !strings.Contains(after, "Част от това не е въвеждана") || !strings.Contains(after, `href="/applications/`+first.ID+`"`) {
			t.Error("a row that is taken is offered again, or does not say where it is from")
		}
		for _, path := range []string{"municipality", "purposes"} {
			take := takings(w.get(w.maria, page+"idea").body, path)
			w.post(w.maria, page+"idea", url.Values{"-seen": {"99"}, "-do": take})
		}
		got := w.answers(second.ID)
		if got["municipality"] != "VTR13" || got["purposes"] != "innovative_employment,meetings" || w.sources(second.ID)["purposes"].From != first.ID {
			t.Errorf("%v", got)
		}
	})
}
