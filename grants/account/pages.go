package account

import (
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var (
	signInPage    = web.NewPage[signInView](files, "pages/sign-in.html")
	againPage     = web.NewPage[againView](files, "pages/again.html")
	signUpPage    = web.NewPage[signUpView](files, "pages/sign-up.html")
	sentPage      = web.NewPage[sentView](files, "pages/sent.html")
	confirmPage   = web.NewPage[confirmView](files, "pages/confirm.html")
	forgottenPage = web.NewPage[forgottenView](files, "pages/forgotten.html")
	resetPage     = web.NewPage[resetView](files, "pages/reset.html")
	accountPage   = web.NewPage[accountView](files, "pages/account.html")
)

// field makes an input of what was sent and what is said about it. The value of a password is never sent back.
func field(q *web.Request, h web.Head, name, kind, autocomplete, value string) web.Field {
	f := web.Field{Name: name, Label: q.T("account.field." + name), Type: kind, Autocomplete: autocomplete, Value: value, Complaint: h.Complaint(name)}
	if kind == "password" {
		f.Value = ""
	}
	return f
}

func helped(f web.Field, help string) web.Field {
	f.Help = help
	return f
}

func newPassword(q *web.Request, h web.Head, name string) web.Field {
	return helped(field(q, h, name, "password", "new-password", ""), q.T("account.password_help", "Minimum", PasswordMinimum))
}

type signInView struct {
	web.Head
	Lede            string
	Email, Password web.Field
	Next            string
	Kept            kept
}

func showSignIn(q *web.Request) (web.Answer, error) {
	next := web.OwnPath(q.Value("next"), home)
	if q.Visitor.Actor.Person() {
		return web.See(next), nil
	}
	return signInPage.Show(newSignIn(q, next, kept{}, nil)), nil
}

func newSignIn(q *web.Request, next string, k kept, err error) signInView {
	v := signInView{Head: web.Head{Title: q.T("account.sign_in.title"), Complaints: q.Complaints(err)}, Next: next, Kept: k}
	v.Email = field(q, v.Head, "email", "email", "username", q.PostFormValue("email"))
	v.Password = field(q, v.Head, "password", "password", "current-password", "")
	return v
}

type signUpView struct {
	web.Head
	Name, Email, Password web.Field
	Next                  string
}

func showSignUp(q *web.Request) (web.Answer, error) { return signUpPage.Show(newSignUp(q, nil)), nil }

func newSignUp(q *web.Request, err error) signUpView {
	v := signUpView{Head: web.Head{Title: q.T("account.sign_up.title"), Complaints: q.Complaints(err)}, Next: web.OwnPath(q.Value("next"), "")}
	v.Name = field(q, v.Head, "name", "text", "name", q.Value("name"))
	v.Email = helped(field(q, v.Head, "email", "email", "email", q.Value("email")), q.T("account.sign_up.email_help"))
	v.Password = newPassword(q, v.Head, "password")
	return v
}

type sentView struct {
	web.Head
	Sentence, Hint string
}

// showSent is the page after a letter was asked for. It knows no address and is the same for everybody.
func showSent(key string) web.Handler {
	return func(q *web.Request) (web.Answer, error) {
		return sentPage.Show(sentView{web.Head{Title: q.T(key + "title")}, q.T(key + "sentence"), q.T(key + "hint")}), nil
	}
}

type confirmView struct {
	web.Head
	Name, Email string
	Known       bool // the browser of the sign-up
	Password    web.Field
}

func showConfirm(q *web.Request) (web.Answer, error) {
	p, err := findPending(q.Reader(), q.PathValue("secret"))
	if err == nil && !q.Site.Door.Now().Before(p.ends) {
		err = refusal.New(refusal.Closed, "account.refusal.confirm_late")
	}
	if err != nil {
		return nil, err
	}
	return confirmPage.Show(newConfirm(q, p, nil)), nil
}

func newConfirm(q *web.Request, p pending, err error) confirmView {
	v := confirmView{Head: web.Head{Title: q.T("account.confirm.title"), Complaints: q.Complaints(err)},
		Name: p.Name, Email: p.Email, Known: p.sameBrowser(cookie(q, signUpCookie))}
	v.Password = helped(field(q, v.Head, "password", "password", "current-password", ""), q.T("account.confirm.password_help"))
	return v
}

func cookie(q *web.Request, name string) string {
	c, err := q.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

type forgottenView struct {
	web.Head
	Email web.Field
}

func showForgotten(q *web.Request) (web.Answer, error) {
	return forgottenPage.Show(newForgotten(q, nil)), nil
}

func newForgotten(q *web.Request, err error) forgottenView {
	v := forgottenView{Head: web.Head{Title: q.T("account.forgotten.title"), Complaints: q.Complaints(err),
		Crumbs: []web.Crumb{{Name: q.T("account.sign_in.title"), Link: "/sign-in"}}}}
	v.Email = field(q, v.Head, "email", "email", "username", q.Value("email"))
	return v
}

type resetView struct {
	web.Head
	Email    string
	Password web.Field
}

func showReset(q *web.Request) (web.Answer, error) {
	l, err := findLink(q.Reader(), linkReset, q.PathValue("secret"), q.Site.Door.Now())
	if err != nil {
		return nil, err
	}
	p, err := Find(q.Reader(), l.person)
	if err != nil {
		return nil, err
	}
	return resetPage.Show(newReset(q, p, nil)), nil
}

func newReset(q *web.Request, p Person, err error) resetView {
	v := resetView{Head: web.Head{Title: q.T("account.reset.title"), Complaints: q.Complaints(err)}, Email: p.Email}
	v.Password = newPassword(q, v.Head, "password")
	return v
}

type accountView struct {
	web.Head
	Person   Person
	Name     web.Field
	Lang     web.Choice
	Old, New web.Field
	Sessions []sessionView
	Done     string // what has just been done
	Give     bool   // an administrator
}

type sessionView struct {
	Session
	Where string
	Here  bool
}

func showAccount(q *web.Request) (web.Answer, error) {
	v, err := newAccount(q, nil)
	if err != nil {
		return nil, err
	}
	if done := q.Value("done"); q.Site.Catalog.Has("account.done." + done) {
		v.Done = q.T("account.done." + done)
	}
	return accountPage.Show(v), nil
}

func newAccount(q *web.Request, refused error) (accountView, error) {
	p, err := Find(q.Reader(), q.Actor().ID)
	if err != nil {
		return accountView{}, err
	}
	v := accountView{Head: web.Head{Title: q.T("account.account.title"), Complaints: q.Complaints(refused), Script: "account.js"}, Person: p,
		Give: len(q.Actor().Scopes(Administrator)) > 0}
	v.Name = field(q, v.Head, "name", "text", "name", sent(q, "name", p.Name))
	v.Lang = web.Choice{Name: "lang", Label: q.T("account.field.lang"), Help: q.T("account.account.lang_help"), Value: sent(q, "lang", p.Lang), Complaint: v.Complaint("lang")}
	for _, l := range text.Languages {
		v.Lang.Options = append(v.Lang.Options, web.Option{Value: l, Label: q.T("account.lang." + l)})
	}
	v.Old = field(q, v.Head, "old_password", "password", "current-password", "")
	v.New = newPassword(q, v.Head, "new_password")
	v.Sessions, err = sessionsFor(q)
	return v, err
}

// sent is what was just posted, or what is kept.
func sent(q *web.Request, name, kept string) string {
	if _, posted := q.PostForm[name]; posted {
		return q.Value(name)
	}
	return kept
}

func sessionsFor(q *web.Request) ([]sessionView, error) {
	sessions, err := sessionsOf(q.Reader(), q.Actor().ID)
	var views []sessionView
	for _, s := range sessions {
		if s.lives(q.Site.Door.Now()) {
			views = append(views, sessionView{s, q.T("account.browser." + s.Browser), s.ID == q.Visitor.Session})
		}
	}
	return views, err
}
