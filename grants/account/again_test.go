package account

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"vekst/platform/web"
)

// ended is a browser whose session ended while somebody was typing.
func ended(h house) *browser {
	h.person("Ola Nordmann", "ola@example.org", passphrase)
	b := h.browser()
	b.mustSignIn("ola@example.org")
	h.Set(h.Now().Add(sessionIdle))
	return b
}

func TestAFormSentAfterTheSessionEndedIsNotLost(t *testing.T) {
	houses(t, func(h house) {
		b := ended(h)
		typed := url.Values{"title": {"Мост над <реката> & \"още\""}, "text": {"ред 1\r\nред 2\n\n" + strings.Repeat("я", 60_000)}, "place": {"b", "a", "b"},
			"empty": {""}, "email": {"field of their own"}, "next": {"also theirs"}}
		p := b.submit("/echo?step=2", typed)
		if b.says(p, "account.sign_in.kept"); p.status != http.StatusUnauthorized {
			h.Errorf("status %d", p.status)
		}
		form := p.hiddenFields()
		form.Set("email", "ola@example.org")
		form.Set("password", "feil passord her")
		p = b.submit("/sign-in", form)
		b.says(p, "account.refusal.sign_in")

		form = p.hiddenFields()
		form.Set("email", "ola@example.org")
		form.Set("password", passphrase)
		p = b.submit("/sign-in", form)
		if b.says(p, "account.again.button"); p.status != http.StatusOK || !strings.Contains(p.body, "Ola Nordmann") || !strings.Contains(p.body, `action="/echo?step=2"`) {
			h.Errorf("status %d: %.1500s", p.status, p.body)
		}
		p = b.submit("/echo?step=2", p.hiddenFields())
		var got struct {
			Form  url.Values
			Query string
		}
		if err := json.Unmarshal([]byte(p.body), &got); err != nil {
			h.Fatal(err)
		}
		if !reflect.DeepEqual(got.Form, typed) || got.Query != "step=2" {
			h.Errorf("arrived: %.300v, %s", got.Form, got.Query)
		}
	})
}

func TestAPasswordIsNotKept(t *testing.T) {
	houses(t, func(h house) {
		b := ended(h)
		p := b.post("/account/password", "old_password", "never kept", "new_password", "never kept", "email", "ola@example.org")
		b.says(p, "account.sign_in.first")
		if form := p.hiddenFields(); strings.Contains(p.body, "never kept") || form.Has("kept-path") || form.Get("next") != home {
			h.Errorf("%v", form)
		}
	})
}

func TestWhatIsTooLargeToKeepIsSaid(t *testing.T) {
	houses(t, func(h house) {
		b := ended(h)
		p := b.post("/echo", "text", strings.Repeat("a", keptLimit))
		b.says(p, "account.sign_in.too_large")
		if len(p.body) > 50_000 || p.hiddenFields().Get("next") != home {
			h.Error("it was kept, or leads to an address that only takes forms")
		}
	})
}

func TestFilesAreNotKeptAndThatIsSaid(t *testing.T) {
	houses(t, func(h house) {
		b := ended(h)
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		_ = w.WriteField("title", "Bro")
		f, _ := w.CreateFormFile("budget", "budget.pdf")
		_, _ = f.Write([]byte("content of the file"))
		_ = w.Close()
		r := httptest.NewRequest(http.MethodPost, "/echo", &body)
		r.Header.Set("Content-Type", w.FormDataContentType())
		p := b.send(r)
		b.says(p, "account.sign_in.files")
		if p.hiddenFields().Get("kept.title") != "Bro" || strings.Contains(p.body, "content of the file") {
			h.Errorf("%v", p.hiddenFields())
		}
	})
}

func TestAPageThatNeedsSigningInLeadsBackToItself(t *testing.T) {
	houses(t, func(h house) {
		b := ended(h)
		p := b.get("/account?done=profile")
		if b.says(p, "account.sign_in.first"); p.status != http.StatusUnauthorized {
			h.Errorf("status %d", p.status)
		}
		form := p.hiddenFields()
		form.Set("email", "ola@example.org")
		form.Set("password", passphrase)
		if p := b.submit("/sign-in", form); p.location != "/account?done=profile" {
			h.Errorf("leads to %q", p.location)
		}
	})
}

func TestAFormKeptForAStrangersPageIsNotSentThere(t *testing.T) {
	houses(t, func(h house) {
		h.person("Ola Nordmann", "ola@example.org", passphrase)
		for _, path := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)"} {
			b := h.browser()
			p := b.post("/sign-in", "email", "ola@example.org", "password", passphrase, "kept-path", path, "kept.x", "y")
			if p.status != http.StatusSeeOther || p.location != home {
				h.Errorf("%s: %d %s", path, p.status, p.location)
			}
		}
	})
}

func TestAScriptIsToldThatTheSessionEnded(t *testing.T) {
	houses(t, func(h house) {
		b := ended(h)
		r := httptest.NewRequest(http.MethodPost, "/echo", strings.NewReader("a=b"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		p := b.send(r)
		var said web.Refused
		if err := json.Unmarshal([]byte(p.body), &said); err != nil || p.status != http.StatusUnauthorized || said.Kind != "sign-in" || said.Sentence == "" {
			h.Errorf("%d %s %v", p.status, p.body, err)
		}
	})
}
