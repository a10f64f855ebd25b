package account

import (
	"embed"
	"net/http"
	"strings"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema words all:pages
var files embed.FS

// Options are what the account pages must know of the installation.
type Options struct {
	Address string // the address people type; https makes cookies Secure
	Demo    bool   // links of SignInLink work, and sessions survive the moving of the clock
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{Name: "account", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{signInPage, againPage, signUpPage, sentPage, confirmPage, forgottenPage, resetPage, accountPage, peoplePage, personPage},
		Routes: (&visits{o}).routes}
}

// visits answers what people ask of their accounts.
type visits struct{ Options }

func (v *visits) routes(s *web.Site) {
	s.Private("GET /sign-in", web.Everyone, showSignIn)
	s.Private("POST /sign-in", web.Everyone, v.signIn)
	s.Private("POST /sign-out", web.Everyone, v.signOut)
	s.Private("GET /sign-up", web.Everyone, showSignUp)
	s.Private("POST /sign-up", web.Everyone, v.signUp)
	s.Private("GET /sign-up/sent", web.Everyone, showSent("account.sent_sign_up."))
	s.Private("GET /confirm/{secret}", web.Everyone, showConfirm)
	s.Private("POST /confirm/{secret}", web.Everyone, v.confirm)
	s.Private("GET /forgotten", web.Everyone, showForgotten)
	s.Private("POST /forgotten", web.Everyone, v.forgot)
	s.Private("GET /forgotten/sent", web.Everyone, showSent("account.sent_forgotten."))
	s.Private("GET /reset/{secret}", web.Everyone, showReset)
	s.Private("POST /reset/{secret}", web.Everyone, v.reset)
	if v.Demo {
		s.Private("GET /enter/{secret}", web.Everyone, v.enter)
	}
	s.Private("GET /account", web.SignedIn, showAccount)
	s.Private("POST /account", web.SignedIn, v.changeProfile)
	s.Private("POST /account/password", web.SignedIn, changeOwnPassword)
	s.Private("POST /account/sessions/everywhere", web.SignedIn, v.signOutEverywhere)
	s.Private("POST /account/sessions/{session}", web.SignedIn, v.signOutThere)
	s.Private("GET /people", web.Role(Administrator), showPeople)
	s.Private("GET /people/{person}", web.Role(Administrator), showPerson)
	s.Private("POST /people/{person}/give", web.Role(Administrator), give)
	s.Private("POST /people/{person}/take", web.Role(Administrator), take)
}

// signUpCookie knows the browser of a sign-up again when the letter's link is opened.
const signUpCookie = "vekst_sign_up"

// cookie keeps a secret in the browser, out of reach of scripts and of other sites. A life of less than a second ends it.
func (v *visits) cookie(q *web.Request, name, secret string, seconds int) {
	q.SetCookie(&http.Cookie{Name: name, Value: secret, Path: "/", MaxAge: seconds, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(v.Address, "https://")})
}

// begin gives the browser the secret of its new session. How long it is good for, the session knows.
func (v *visits) begin(q *web.Request, secret string) {
	v.cookie(q, web.SessionCookie, secret, int(sessionLife.Seconds()))
	v.cookie(q, signUpCookie, "", -1)
}

// home is where people go who did not want to go anywhere else.
const home = "/my"
