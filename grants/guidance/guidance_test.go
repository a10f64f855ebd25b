package guidance_test

import (
	"bytes"
	"context"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/guidance"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/file"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/text"
)

const theCall = "job-creation-2022"

var (
	operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
	title    = text.Text{BG: "Насоки", NB: "Veiledning", EN: "Guide"}
	changed  = text.Text{BG: "Нов пример.", NB: "Nytt eksempel.", EN: "A new example."}
	pdf      = file.Measured{Size: 9, SHA256: strings.Repeat("ab", 32), Media: "application/pdf"}
)

func schemas(o guidance.Options) []fs.FS {
	return []fs.FS{call.Feature(call.Options{}).Schema, guidance.Feature(o).Schema}
}

func settle(t testing.TB, w *testkit.World) {
	t.Helper()
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if _, err := call.Publish.Run(action.At(context.Background(), d.Window.Opens), w.Door, action.System("test"), call.Publication{File: d.Bytes()}); err != nil {
			t.Fatal(err)
		}
	}
}

func publish(w *testkit.World, who action.Actor, in guidance.Publishing) (guidance.Document, error) {
	return guidance.Publish.Run(context.Background(), w.Door, who, in)
}

func TestRefusesADocument(t *testing.T) {
	testkit.Databases(t, schemas(guidance.Options{}), func(t *testing.T, w *testkit.World) {
		settle(t, w)
		well := guidance.Publishing{Call: theCall, Title: title, Name: "guide.pdf", File: pdf}
		with := func(change func(*guidance.Publishing)) guidance.Publishing { in := well; change(&in); return in }
		for name, c := range map[string]struct {
			who   action.Actor
			in    guidance.Publishing
			kind  refusal.Kind
			field string
		}{
			"of a visitor":              {action.Nobody(), well, refusal.SignIn, ""},
			"of another programme":      {action.Actor{ID: "o", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}, well, refusal.Forbidden, ""},
			"for a call that is not":    {operator, with(func(in *guidance.Publishing) { in.Call = "nothing" }), refusal.Missing, ""},
			"without a Norwegian title": {operator, with(func(in *guidance.Publishing) { in.Title.NB = "" }), refusal.Invalid, "title_nb"},
			"without a file":            {operator, with(func(in *guidance.Publishing) { in.File = file.Measured{} }), refusal.Invalid, "file"},
			"of a kind not taken":       {operator, with(func(in *guidance.Publishing) { in.Name = "guide.exe" }), refusal.Invalid, "file"},
			"whose ending lies":         {operator, with(func(in *guidance.Publishing) { in.Name = "guide.docx" }), refusal.Invalid, "file"},
			"too large":                 {operator, with(func(in *guidance.Publishing) { in.File.Size = guidance.MaxBytes + 1 }), refusal.Invalid, "file"},
			"a version of nothing":      {operator, with(func(in *guidance.Publishing) { in.Document, in.Changed = "nothing", changed }), refusal.Missing, ""},
		} {
			_, err := publish(w, c.who, c.in)
			found := refusal.Complaints(err)
			if refusal.KindOf(err) != c.kind || c.field != "" && (len(found) != 1 || found[0].Field != c.field) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestOldVersionsStay(t *testing.T) {
	testkit.Databases(t, schemas(guidance.Options{}), func(t *testing.T, w *testkit.World) {
		settle(t, w)
		d, err := publish(w, operator, guidance.Publishing{Call: theCall, Title: title, Name: "guide.pdf", File: pdf})
		if err != nil {
			t.Fatal(err)
		}
		first := w.Now()
		w.Set(first.AddDate(0, 0, 3))
		if _, err := publish(w, operator, guidance.Publishing{Call: theCall, Document: d.ID, Name: "guide.pdf", File: pdf}); len(refusal.Complaints(err)) != 3 {
			t.Errorf("without what changed: %v", err)
		}
		if _, err := publish(w, operator, guidance.Publishing{Call: "concept-2020", Document: d.ID, Changed: changed, Name: "guide.pdf", File: pdf}); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("a version for another call: %v", err)
		}
		if _, err := publish(w, operator, guidance.Publishing{Call: theCall, Document: d.ID, Changed: changed, Name: "guide-2.pdf", File: pdf}); err != nil {
			t.Fatal(err)
		}
		all, err := guidance.Of(w.Reader(), theCall)
		if err != nil || len(all) != 1 || len(all[0].Versions) != 2 || all[0].Versions[0].Number != 2 || all[0].Versions[0].Changed != changed || all[0].Title != title {
			t.Fatalf("%+v, %v", all, err)
		}
		if v, ok := all[0].At(first.AddDate(0, 0, 1)); !ok || v.Number != 1 {
			t.Errorf("a day later version %d was in force", v.Number)
		}
		if _, ok := all[0].At(first.AddDate(0, 0, -1)); ok {
			t.Error("there was a version before the first")
		}
	})
}

func TestAnOfficerPublishesAndEverybodyDownloads(t *testing.T) {
	o := guidance.Options{Folder: t.TempDir()}
	w := testkit.SQLite(t, schemas(o))
	settle(t, w)
	f := guidance.Feature(o)
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "call", Files: call.Feature(call.Options{}).Words}, lang.Words{Feature: "guidance", Files: f.Words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
		Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			return web.Visitor{Actor: operator, Name: secret, Lang: "nb"}, nil
		}}
	f.Routes(s)
	send := func(path, name, content string, fields map[string]string) *httptest.ResponseRecorder {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for k, v := range fields {
			_ = form.WriteField(k, v)
		}
		part, _ := form.CreateFormFile("file", name)
		_, _ = part.Write([]byte(content))
		_ = form.Close()
		r := httptest.NewRequest(http.MethodPost, path, &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "operator"})
		a := httptest.NewRecorder()
		s.ServeHTTP(a, r)
		return a
	}
	get := func(path string) *httptest.ResponseRecorder {
		a := httptest.NewRecorder()
		s.ServeHTTP(a, httptest.NewRequest(http.MethodGet, path, nil))
		return a
	}
	path := "/calls/" + theCall + "/guidance/publish"
	a := send(path, "насоки.pdf", "not a pdf", map[string]string{"title_bg": "Насоки", "title_nb": "", "title_en": "Guide"})
	for _, says := range []string{"Skriv tittelen på norsk", "inneholder noe annet", `value="Насоки"`} {
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), says) {
			t.Errorf("%d, without %q", a.Code, says)
		}
	}
	if a = send(path, "насоки.pdf", "%PDF-1.7 one", map[string]string{"title_bg": "Насоки", "title_nb": "Veiledning", "title_en": "Guide"}); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	page := get("/bg/calls/" + theCall + "/guidance").Body.String()
	at := strings.Index(page, "/bg/guidance/")
	if at < 0 || !strings.Contains(page, "насоки.pdf") {
		t.Fatal("the document is not on the page")
	}
	link, _, _ := strings.Cut(page[at:], `"`)
	if a = get(link); a.Code != http.StatusOK || a.Body.String() != "%PDF-1.7 one" || !strings.Contains(a.Header().Get("Content-Disposition"), "%D0%BD") {
		t.Errorf("%d %s %s", a.Code, a.Header(), a.Body)
	}
	if a = get(strings.TrimSuffix(link, "1") + "7"); a.Code != http.StatusNotFound {
		t.Errorf("a version that is not there: %d", a.Code)
	}
}
