package application_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"vekst/grants/application"
	"vekst/platform/testkit"
)

// FuzzFormPosts sends anything at all as a page of the form and as what the script saves: it is kept or refused with a
// sentence, and the page can be shown afterwards.
func FuzzFormPosts(f *testing.F) {
	for _, seed := range []string{"-seen=0&title=x", "path=title&value=x&rev=0", "budget/1/price=12.500&-do=add:budget", "posts/1/wage=%ff&-do=remove:posts/1",
		"purposes=a&purposes=b", "-do=remove:x&-seen=-1", "applicant/country=%00", "steps/1/from=2023-13-45", "path=a&path=b&value=c&rev=9999999999999999999"} {
		f.Add(seed)
	}
	w := settle(f, testkit.SQLite(f, schemas()))
	a := w.begin()
	f.Fuzz(func(t *testing.T, body string) {
		w.t = t
		for _, path := range []string{"/sections/idea", "/sections/costs", "/answers"} {
			r := httptest.NewRequest(http.MethodPost, "/applications/"+a.ID+path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if got := w.ask(w.maria, r); got.status >= 500 {
				t.Fatalf("%s: %d", path, got.status)
			}
		}
		for _, path := range []string{"/sections/costs?check=1", "/check"} {
			if got := w.get(w.maria, "/applications/"+a.ID+path); got.status != http.StatusOK {
				t.Fatalf("%s: %d", path, got.status)
			}
		}
	})
}

func FuzzCleanName(f *testing.F) {
	for _, seed := range []string{"../../x", `..\..\y.pdf`, "", "\x00", "а.pdf"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		clean := application.CleanName(name)
		if clean == "" || clean == "." || clean == ".." || strings.ContainsAny(clean, "/\\\x00\n\r\"") || !utf8.ValidString(clean) {
			t.Errorf("%q became %q", name, clean)
		}
		if again := application.CleanName(clean); again != clean {
			t.Errorf("%q became %q", clean, again)
		}
	})
}
