package guidance_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/guidance"
	"vekst/grants/notice"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/outbox"
	"vekst/platform/testkit"
	"vekst/platform/token"
	"vekst/platform/web"
	"vekst/value/text"
)

// scanner finds what its function says, or is away.
type scanner struct {
	away bool
	find func(data []byte) string
}

func (s *scanner) Scan(_ context.Context, from io.Reader) (string, error) {
	data, err := io.ReadAll(from)
	if s.away {
		return "", errors.New("away")
	}
	return s.find(data), err
}

// hall is a programme with documents, on pages and with its jobs.
type hall struct {
	*testkit.World
	site                *web.Site
	slow                map[string]outbox.Handler
	publisher, operator action.Actor
}

func halls(t *testing.T, s *scanner, test func(t *testing.T, h *hall)) {
	t.Helper()
	o := guidance.Options{Folder: t.TempDir()}
	if s != nil {
		o.Scanner = s
	}
	all := append([]fs.FS{account.Feature(account.Options{}).Schema, notice.Feature().Schema, token.Schema()}, schemas(o)...)
	testkit.Databases(t, all, func(t *testing.T, w *testkit.World) {
		o.Folder = t.TempDir()
		settle(t, w)
		f := guidance.Feature(o)
		h := &hall{World: w, slow: f.Slow}
		h.publisher, h.operator = h.person(t, "publisher"), h.person(t, "operator")
		catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "guidance", Files: f.Words})
		if err != nil {
			t.Fatal(err)
		}
		assets, err := web.NewAssets(look.Assets())
		if err != nil {
			t.Fatal(err)
		}
		h.site = &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC,
			Identify: func(_ context.Context, _ *web.Site, secret string) (web.Visitor, error) {
				who := map[string]action.Actor{"publisher": h.publisher, "operator": h.operator}[secret]
				return web.Visitor{Actor: who, Name: secret, Lang: text.EN}, nil
			}}
		f.Routes(h.site)
		test(t, h)
	})
}

func (h *hall) person(t *testing.T, name string) action.Actor {
	t.Helper()
	id, err := account.Create.Run(t.Context(), h.Door, action.System("test"), account.New{Name: name, Email: name + "@example.org", Lang: text.EN})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := account.GiveRole.Run(t.Context(), h.Door, action.System("test"), account.Grant{Person: id, Role: account.Operator, Scope: account.Programme}); err != nil {
		t.Fatal(err)
	}
	return action.Actor{ID: id, Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
}

func (h *hall) ask(who string, r *http.Request) (int, string) {
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	a := httptest.NewRecorder()
	h.site.ServeHTTP(a, r)
	return a.Code, a.Body.String()
}

func (h *hall) get(who, path string) (int, string) {
	return h.ask(who, httptest.NewRequest(http.MethodGet, path, nil))
}

// publish publishes a file as "publisher" and returns where it can be read.
func (h *hall) publish(t *testing.T, bytesOf string) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, v := range map[string]string{"title_bg": "Насоки", "title_nb": "Veiledning", "title_en": "Guide"} {
		_ = form.WriteField(k, v)
	}
	part, _ := form.CreateFormFile("file", "guide.pdf")
	_, _ = part.Write([]byte(bytesOf))
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, "/calls/"+theCall+"/guidance/publish", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	if status, page := h.ask("publisher", r); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, page)
	}
	all, err := guidance.Of(h.Door.Reader(t.Context()), theCall)
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	return "/en/guidance/" + all[len(all)-1].ID + "/1"
}

func (h *hall) jobs() {
	worker := outbox.NewWorker(h.Door, h.slow, slog.New(slog.DiscardHandler))
	for worker.Once(context.Background()) > 0 {
	}
}

const listed = "/en/calls/" + theCall + "/guidance"

func TestNobodyButWhoPublishedItGetsAFileBeforeItIsFoundClean(t *testing.T) {
	s := &scanner{away: true, find: func([]byte) string { return "" }}
	halls(t, s, func(t *testing.T, h *hall) {
		s.away = true
		path := h.publish(t, "%PDF-1.7 one")
		h.jobs()
		for _, who := range []string{"", "operator"} {
			if status, page := h.get(who, path); status != http.StatusConflict || strings.Contains(page, "%PDF") || !strings.Contains(page, "is being checked for viruses") {
				t.Errorf("%q gets an unscanned file: %d", who, status)
			}
			if _, page := h.get(who, listed); strings.Contains(page, `href="`+path+`"`) || !strings.Contains(page, "The file is being checked for viruses") {
				t.Errorf("%q is led to an unscanned file, or not told of it", who)
			}
		}
		if status, page := h.get("publisher", path); status != http.StatusOK || page != "%PDF-1.7 one" {
			t.Errorf("who published it does not get it: %d", status)
		}
		if _, page := h.get("publisher", listed); !strings.Contains(page, "only you can open it") {
			t.Error("who published it is not told that nobody else gets it")
		}
		s.away = false
		h.Set(h.Now().Add(24 * time.Hour))
		h.jobs()
		if status, page := h.get("", path); status != http.StatusOK || page != "%PDF-1.7 one" {
			t.Errorf("a clean file: %d", status)
		}
		if _, page := h.get("", listed); !strings.Contains(page, `href="`+path+`"`) || strings.Contains(page, "not checked for viruses here") {
			t.Error("the page does not lead to a clean file")
		}
	})
}

func TestNobodyGetsAnInfectedFileAndThosePublishingAreTold(t *testing.T) {
	halls(t, &scanner{find: func(data []byte) string {
		if bytes.Contains(data, []byte("EICAR")) {
			return "Eicar-Signature"
		}
		return ""
	}}, func(t *testing.T, h *hall) {
		path := h.publish(t, "%PDF-1.7 EICAR")
		h.jobs()
		for _, who := range []string{"", "operator", "publisher"} {
			if status, page := h.get(who, path); status != http.StatusNotFound || strings.Contains(page, "EICAR") {
				t.Errorf("%q gets an infected file: %d", who, status)
			}
		}
		if _, page := h.get("", listed); strings.Contains(page, `href="`+path+`"`) || !strings.Contains(page, "a virus was found in the file") {
			t.Error("the page does not say why the file is gone")
		}
		told, err := db.All(h.Door.Reader(t.Context()), db.Value[string], `SELECT p.name FROM notices n JOIN people p ON p.id = n.person ORDER BY p.name`)
		if err != nil || strings.Join(told, " ") != "operator publisher" {
			t.Errorf("told: %v %v", told, err)
		}
	})
}

func TestWithoutAScannerThePagesSaySo(t *testing.T) {
	halls(t, nil, func(t *testing.T, h *hall) {
		path := h.publish(t, "%PDF-1.7 one")
		if status, _ := h.get("", path); status != http.StatusOK {
			t.Errorf("%d", status)
		}
		for _, page := range []string{listed, "/calls/" + theCall + "/guidance/publish"} {
			if _, says := h.get("publisher", page); !strings.Contains(says, "Files are not checked for viruses here") {
				t.Errorf("%s does not say it", page)
			}
		}
	})
}
