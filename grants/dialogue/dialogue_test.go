package dialogue_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/dialogue"
	"vekst/grants/guidance"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/text"
)

func features() []feature.Feature {
	return []feature.Feature{{Name: "look", Words: look.Words()}, {Name: "mail", Schema: mail.Schema()}, account.Feature(account.Options{}), notice.Feature(),
		municipality.Feature(municipality.Options{}), call.Feature(call.Options{Beside: []func(*web.Request, call.Published) ([]call.Beside, error){dialogue.Beside}}),
		guidance.Feature(guidance.Options{}), dialogue.Feature()}
}

func schemas() []fs.FS {
	var all []fs.FS
	for _, f := range features() {
		if f.Schema != nil {
			all = append(all, f.Schema)
		}
	}
	return all
}

const theCall = "job-creation-2022"

var operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}

func shipped(t testing.TB, id string) call.Definition {
	t.Helper()
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.ID == id {
			return d
		}
	}
	t.Fatal(id)
	return call.Definition{}
}

func settle(t testing.TB, w *testkit.World) {
	t.Helper()
	d := shipped(t, theCall)
	if _, err := call.Publish.Run(action.At(context.Background(), d.Window.Opens), w.Door, action.System("test"), call.Publication{File: d.Bytes()}); err != nil {
		t.Fatal(err)
	}
}

func both(t *testing.T, test func(t *testing.T, w *testkit.World)) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) { settle(t, w); test(t, w) })
}

func ask(w *testkit.World, who action.Actor, in dialogue.Asking) (dialogue.Entry, error) {
	if in.Call == "" {
		in.Call = theCall
	}
	if in.Sort == "" {
		in.Sort = dialogue.Question
	}
	if in.Client == "" {
		in.Client = in.Text
	}
	return dialogue.Ask.Run(context.Background(), w.Door, who, in)
}

func asked(t testing.TB, w *testkit.World, in dialogue.Asking) dialogue.Entry {
	t.Helper()
	e, err := ask(w, action.Nobody(), in)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func answered(t testing.TB, w *testkit.World, e dialogue.Entry, says string) dialogue.Entry {
	t.Helper()
	e, err := dialogue.Answer.Run(context.Background(), w.Door, operator, dialogue.Answering{ID: e.ID, Text: text.Text{NB: e.Asked}, Answer: text.Text{BG: says}, Lang: "bg"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestRefusesAQuestion(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World) {
		for name, c := range map[string]struct {
			in    dialogue.Asking
			field string
		}{
			"of nothing":            {dialogue.Asking{Text: "  \n "}, "text"},
			"too short":             {dialogue.Asking{Text: "Hva?"}, "text"},
			"too long":              {dialogue.Asking{Text: strings.Repeat("я", 3001)}, "text"},
			"with half an address":  {dialogue.Asking{Text: "Kan en kommune søke?", Mail: "kari@"}, "mail"},
			"with two addresses":    {dialogue.Asking{Text: "Kan en kommune søke?", Mail: "a@example.org, b@example.org"}, "mail"},
			"with a name in it too": {dialogue.Asking{Text: "Kan en kommune søke?", Mail: "Kari <a@example.org>"}, "mail"},
		} {
			_, err := ask(w, action.Nobody(), c.in)
			if found := refusal.Complaints(err); len(found) != 1 || found[0].Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := ask(w, action.Nobody(), dialogue.Asking{Call: "nothing", Text: "Kan en kommune søke?"}); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("about nothing: %v", err)
		}
		w.Set(shipped(t, theCall).Window.Closes.AddDate(0, 0, -7).Add(time.Millisecond))
		if _, err := ask(w, action.Nobody(), dialogue.Asking{Text: "Kan en kommune søke?"}); refusal.KindOf(err) != refusal.Closed {
			t.Errorf("within the last week: %v", err)
		}
		w.Set(w.Now().Add(-time.Millisecond))
		if _, err := ask(w, action.Nobody(), dialogue.Asking{Text: "Kan en kommune søke?"}); err != nil {
			t.Errorf("at the last moment: %v", err)
		}
	})
}

func TestWhoeverAsksVeryOftenWaits(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World) {
		var err error
		n := 0
		for ; err == nil && n < 50; n++ {
			_, err = ask(w, action.Nobody(), dialogue.Asking{Text: "Kan en kommune søke?", Client: "192.0.2.1"})
		}
		if refusal.KindOf(err) != refusal.TooMany || n > 10 {
			t.Errorf("after %d: %v", n, err)
		}
		if _, err := ask(w, action.Nobody(), dialogue.Asking{Text: "Kan en kommune søke?", Client: "192.0.2.2"}); err != nil {
			t.Errorf("somebody else: %v", err)
		}
	})
}

func TestAQuestionIsPublishedWithItsAnswerAndANumber(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World) {
		first := asked(t, w, dialogue.Asking{Text: "Kan en kommune søke alene?", Lang: "nb", Mail: "kari@example.org"})
		second := asked(t, w, dialogue.Asking{Text: "Er moms en kostnad?", Lang: "nb"})
		if all, err := dialogue.Published(w.Reader(), theCall, dialogue.Question, ""); err != nil || len(all) != 0 {
			t.Fatalf("published before it is answered: %v, %v", all, err)
		}
		answered(t, w, second, "Да, ако не се възстановява.")
		e := answered(t, w, first, "Да, общината може.")
		if e.Number != 2 || e.Version != 1 {
			t.Errorf("number %d, version %d", e.Number, e.Version)
		}
		all, err := dialogue.Published(w.Reader(), theCall, dialogue.Question, "")
		if err != nil || len(all) != 2 || all[0].Number != 2 || all[0].Answer.BG != "Да, общината може." {
			t.Errorf("%+v, %v", all, err)
		}
		if found, err := dialogue.Published(w.Reader(), theCall, dialogue.Question, "общини"); err != nil || len(found) != 1 || found[0].Number != 2 {
			t.Errorf("a search found %v, %v", found, err)
		}
		letters, err := db.All(w.Reader(), db.Value[string], `SELECT payload FROM outbox WHERE kind = 'mail' AND payload LIKE '%dialogue.mail.answered%'`)
		if err != nil || len(letters) != 1 || !strings.Contains(letters[0], "kari@example.org") {
			t.Errorf("%v, %v", letters, err)
		}
		if kept, err := db.All(w.Reader(), db.Value[string], `SELECT mail FROM dialogue_entries WHERE mail <> ''`); err != nil || len(kept) != 0 {
			t.Errorf("addresses are kept: %v, %v", kept, err)
		}
	})
}

func TestOnlyOfficersOfTheProgrammeAnswer(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World) {
		e := asked(t, w, dialogue.Asking{Text: "Kan en kommune søke alene?", Lang: "nb"})
		in := dialogue.Answering{ID: e.ID, Text: text.Text{NB: e.Asked}, Answer: text.Text{BG: "Да."}, Lang: "bg"}
		for name, who := range map[string]action.Actor{"a visitor": action.Nobody(), "an expert": {ID: "e", Grants: []action.Grant{{Role: account.Expert}}},
			"another programme's operator": {ID: "o", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}} {
			if _, err := dialogue.Answer.Run(context.Background(), w.Door, who, in); refusal.KindOf(err) != refusal.Forbidden && refusal.KindOf(err) != refusal.SignIn {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, wrong := range map[string]dialogue.Answering{
			"without the question":      {ID: e.ID, Answer: text.Text{BG: "Да."}, Lang: "bg"},
			"the question translated":   {ID: e.ID, Text: text.Text{BG: "Може ли?"}, Answer: text.Text{BG: "Да."}, Lang: "bg"},
			"without an answer":         {ID: e.ID, Text: text.Text{NB: e.Asked}, Lang: "bg"},
			"not in the language named": {ID: e.ID, Text: text.Text{NB: e.Asked}, Answer: text.Text{BG: "Да."}, Lang: "nb"},
			"in no language":            {ID: e.ID, Text: text.Text{NB: e.Asked}, Answer: text.Text{BG: "Да."}},
		} {
			if _, err := dialogue.Answer.Run(context.Background(), w.Door, operator, wrong); len(refusal.Complaints(err)) != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestARepeatedQuestionPointsToTheAnswer(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World) {
		first := asked(t, w, dialogue.Asking{Text: "Kan en kommune søke alene?", Lang: "nb"})
		again := asked(t, w, dialogue.Asking{Text: "Може ли общината сама?", Lang: "bg", Mail: "ivan@example.org"})
		into := func(n int64) error {
			_, err := dialogue.Merge.Run(context.Background(), w.Door, operator, dialogue.Merging{ID: again.ID, Into: n})
			return err
		}
		if err := into(1); len(refusal.Complaints(err)) != 1 {
			t.Errorf("into what is not published: %v", err)
		}
		answered(t, w, first, "Да.")
		if err := into(1); err != nil {
			t.Fatal(err)
		}
		if err := into(1); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("twice: %v", err)
		}
		all, err := dialogue.Published(w.Reader(), theCall, dialogue.Question, "")
		if err != nil || len(all) != 1 || all[0].Repeats != 1 {
			t.Errorf("%+v, %v", all, err)
		}
		advert := asked(t, w, dialogue.Asking{Text: "Купете евтини часовници тук."})
		if _, err := dialogue.Drop.Run(context.Background(), w.Door, operator, advert.ID); err != nil {
			t.Fatal(err)
		}
		if n, err := dialogue.Count(w.Reader(), theCall, dialogue.Question, dialogue.Waiting); err != nil || n != 0 {
			t.Errorf("%d wait, %v", n, err)
		}
	})
}

func TestADraftIsDiscussedInPublicUntilItsDay(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World) {
		d := shipped(t, "concept-2020")
		w.Set(d.Window.Opens.AddDate(0, -2, 0))
		closes := w.Now().AddDate(0, 0, 14)
		open := func(who action.Actor, in dialogue.Consulting) error {
			_, err := dialogue.Consult.Run(context.Background(), w.Door, who, in)
			return err
		}
		for name, c := range map[string]struct {
			who  action.Actor
			in   dialogue.Consulting
			kind refusal.Kind
		}{
			"for a visitor":        {action.Nobody(), dialogue.Consulting{File: d.Bytes(), Closes: closes}, refusal.SignIn},
			"of a file with fault": {operator, dialogue.Consulting{File: []byte("format: x"), Closes: closes}, refusal.Invalid},
			"until yesterday":      {operator, dialogue.Consulting{File: d.Bytes(), Closes: w.Now().AddDate(0, 0, -1)}, refusal.Invalid},
			"of a published call":  {operator, dialogue.Consulting{File: shipped(t, theCall).Bytes(), Closes: closes}, refusal.Invalid},
		} {
			if err := open(c.who, c.in); refusal.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := open(operator, dialogue.Consulting{File: d.Bytes(), Closes: closes, Account: true}); err != nil {
			t.Fatal(err)
		}
		comment := dialogue.Asking{Call: d.ID, Sort: dialogue.Comment, Text: "Срокът е твърде кратък.", Name: "Община Елена", Lang: "bg"}
		if _, err := ask(w, action.Nobody(), comment); refusal.KindOf(err) != refusal.SignIn {
			t.Errorf("without an account: %v", err)
		}
		e, err := ask(w, action.Actor{ID: "mayor"}, comment)
		if err != nil || e.Name != "Община Елена" {
			t.Fatalf("%+v, %v", e, err)
		}
		w.Set(closes.Add(time.Millisecond))
		if _, err := ask(w, action.Actor{ID: "mayor"}, comment); refusal.KindOf(err) != refusal.Closed {
			t.Errorf("after its day: %v", err)
		}
		if _, err := dialogue.Answer.Run(context.Background(), w.Door, operator, dialogue.Answering{ID: e.ID, Text: text.Text{BG: e.Asked}, Answer: text.Text{BG: "Ще бъде по-дълъг."}, Lang: "bg"}); err != nil {
			t.Errorf("an answer after its day: %v", err)
		}
	})
}

// visit makes a site where the cookie names the role.
func visit(t *testing.T, w *testkit.World) func(session, method, path string, pairs ...string) *httptest.ResponseRecorder {
	t.Helper()
	var words []lang.Words
	for _, f := range features() {
		if f.Words != nil {
			words = append(words, lang.Words{Feature: f.Name, Files: f.Words})
		}
	}
	catalog, err := lang.NewCatalog(words...)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			return web.Visitor{Actor: action.Actor{ID: secret, Grants: []action.Grant{{Role: secret, Scope: account.Programme}}}, Name: secret, Lang: "en"}, nil
		}}
	for _, f := range features() {
		if f.Routes != nil {
			f.Routes(s)
		}
	}
	return func(session, method, path string, pairs ...string) *httptest.ResponseRecorder {
		form := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Add(pairs[i], pairs[i+1])
		}
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept-Language", "en")
		if session != "" {
			r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: session})
		}
		a := httptest.NewRecorder()
		s.ServeHTTP(a, r)
		if strings.Contains(a.Body.String(), "⟨") {
			t.Errorf("%s has a word missing", path)
		}
		return a
	}
}

func TestAQuestionIsAskedAndAnsweredOnThePages(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	settle(t, w)
	visit := visit(t, w)
	path := "/calls/" + theCall + "/questions"
	a := visit("", http.MethodPost, "/nb"+path+"/ask", "text", "Kan en kommune søke alene?", "mail", "kari@", "website", "")
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "Dette ligner ikke en e-postadresse") || !strings.Contains(a.Body.String(), "Kan en kommune søke alene?</textarea>") {
		t.Errorf("%d", a.Code)
	}
	visit("", http.MethodPost, "/nb"+path+"/ask", "text", "Billige klokker til salgs her.", "website", "https://example.org")
	if n, _ := dialogue.Count(w.Reader(), theCall, dialogue.Question, dialogue.Waiting); n != 0 {
		t.Error("a machine that fills in everything was heard")
	}
	if a = visit("", http.MethodPost, "/nb"+path+"/ask", "text", "Kan en kommune søke alene?"); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if a = visit("", http.MethodGet, a.Header().Get("Location")); !strings.Contains(a.Body.String(), "Vi har fått det") || strings.Contains(a.Body.String(), "søke alene") {
		t.Error("the list does not say that it came, or shows it already")
	}
	if a = visit("expert", http.MethodGet, "/dialogue/question/"+theCall); a.Code != http.StatusForbidden {
		t.Errorf("an expert sees the queue: %d", a.Code)
	}
	a = visit("operator", http.MethodGet, "/dialogue/question/"+theCall)
	at := strings.Index(a.Body.String(), "/dialogue/entries/")
	if at < 0 {
		t.Fatal("the queue is empty")
	}
	answer, _, _ := strings.Cut(a.Body.String()[at:], `"`)
	if a = visit("operator", http.MethodGet, answer); !strings.Contains(a.Body.String(), "Kan en kommune søke alene?</textarea>") || !strings.Contains(a.Body.String(), "/calls/new?from="+theCall) {
		t.Errorf("%d: the form has no question, or no hint", a.Code)
	}
	a = visit("operator", http.MethodPost, answer, "text_nb", "Kan en kommune søke alene?", "text_bg", "Може ли община сама?", "answer_bg", "Може.", "lang", "")
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), ">Може.</textarea>") {
		t.Errorf("%d: what was typed is lost", a.Code)
	}
	if a = visit("operator", http.MethodPost, answer, "text_nb", "Kan en kommune søke alene?", "text_bg", "Може ли община сама?", "answer_bg", "Може.", "lang", "bg"); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	for l, says := range map[string][]string{"bg": {"Може ли община сама?", "Превод от норвежки", "Може."}, "nb": {"Kan en kommune søke alene?", "Ikke oversatt ennå; på bulgarsk"}, "en": {"Not translated yet; in Bulgarian"}} {
		page := visit("", http.MethodGet, "/"+l+path).Body.String()
		for _, s := range says {
			if !strings.Contains(page, s) {
				t.Errorf("%s: no %q", l, s)
			}
		}
	}
	if page := visit("", http.MethodGet, "/en/calls/"+theCall).Body.String(); !strings.Contains(page, "1 answered question") {
		t.Error("the page of the call does not say so")
	}
}

func TestADraftIsMarkedAsOneAndNobodyCanApply(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	visit := visit(t, w)
	d := shipped(t, "concept-2020")
	w.Set(d.Window.Opens.AddDate(0, -2, 0))
	a := visit("operator", http.MethodPost, "/consultations/new", "text", string(d.Bytes()), "closes", "", "hour", "17:00")
	if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "Give the day and time until which comments are taken") {
		t.Errorf("%d", a.Code)
	}
	closes := w.Now().AddDate(0, 0, 20).Format(time.DateOnly)
	if a = visit("operator", http.MethodPost, "/consultations/new", "text", string(d.Bytes()), "closes", closes, "hour", "17:00"); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	for l, says := range map[string]string{"bg": "Проект за обсъждане", "nb": "Utkast på høring", "en": "Draft for consultation"} {
		page := visit("", http.MethodGet, "/"+l+"/consultations/"+d.ID).Body.String()
		if !strings.Contains(page, says) || strings.Contains(page, "/apply") || strings.Contains(page, "deadline.ics") {
			t.Errorf("%s: not marked, or one can apply", l)
		}
		if page := visit("", http.MethodGet, "/"+l+"/consultations").Body.String(); !strings.Contains(page, "/"+l+"/consultations/"+d.ID) {
			t.Errorf("%s: not listed", l)
		}
	}
	if a := visit("", http.MethodGet, "/en/calls/"+d.ID); a.Code != http.StatusNotFound {
		t.Errorf("the draft is a call: %d", a.Code)
	}
	if a := visit("", http.MethodPost, "/bg/consultations/"+d.ID+"/comments/ask", "text", "Срокът е твърде кратък.", "name", "Елена"); a.Code != http.StatusSeeOther {
		t.Errorf("%d", a.Code)
	}
}
