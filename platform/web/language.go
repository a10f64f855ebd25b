package web

import (
	"net/http"
	"strings"

	"vekst/platform/refusal"
)

// ChooseLanguage remembers a language in this browser, for pages without one in their address.
func (q *Request) ChooseLanguage(l string) {
	q.SetCookie(&http.Cookie{Name: languageCookie, Value: l, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// Languages declares the address behind the language links of such pages: /language/nb?next=/account.
func (s *Site) Languages() {
	s.Private("GET /language/{lang}", Everyone, func(q *Request) (Answer, error) {
		l := q.PathValue("lang")
		if !isLanguage(l) {
			return nil, refusal.New(refusal.Missing, "look.refusal.no_page")
		}
		q.ChooseLanguage(l)
		return See(OwnPath(q.Value("next"), "/"+l)), nil
	})
}

// OwnPath returns next if it is a path of this site, and otherwise instead: a link to us leads nobody to a stranger's page.
func OwnPath(next, instead string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsFunc(next, func(r rune) bool { return r == '\\' || r < ' ' || r == 0x7f }) {
		return instead
	}
	return next
}
