package account

import (
	"errors"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

func (v *visits) signIn(q *web.Request) (web.Answer, error) {
	in := signingIn{Email: q.PostFormValue("email"), Password: q.PostFormValue("password"), Client: client(q.Request),
		Browser: Browser(q.UserAgent()), Demo: v.Demo}
	next, k := web.OwnPath(q.PostFormValue("next"), home), keptIn(q)
	secret := ""
	err := mustWait(q.Reader(), in, q.Site.Door.Now())
	if err == nil {
		secret, err = web.Do(q, signIn, in)
	}
	if err == nil && secret == "" {
		err = refusal.Of([]refusal.Complaint{refusal.About("email", "account.refusal.sign_in")})
	}
	if err != nil {
		return refuse(err, func(err error) web.Answer { return signInPage.Refuse(newSignIn(q, next, k, err)) })
	}
	v.begin(q, secret)
	if k.Path == "" {
		return web.See(next), nil
	}
	q.Visitor, err = Identify(q.Context(), q.Site, secret)
	return againPage.Show(againView{web.Head{Title: q.T("account.again.title")}, k}), err
}

// refuse shows the form again, as it was sent, with what is wrong. What is not about the form is passed on.
func refuse(err error, form func(err error) web.Answer) (web.Answer, error) {
	switch refusal.KindOf(err) {
	case refusal.Invalid:
		return form(err), nil
	case refusal.TooMany, refusal.Conflict:
		return form(asComplaint(err)), nil
	}
	return nil, err
}

func (v *visits) signUp(q *web.Request) (web.Answer, error) {
	secret := NewSecret()
	_, err := web.Do(q, signUp, signingUp{
		New:  New{Name: q.PostFormValue("name"), Email: q.PostFormValue("email"), Lang: q.Lang, Password: q.PostFormValue("password")},
		Next: q.PostFormValue("next"), Client: client(q.Request), Browser: secret})
	if err != nil {
		return refuse(err, func(err error) web.Answer { return signUpPage.Refuse(newSignUp(q, err)) })
	}
	v.cookie(q, signUpCookie, secret, int(signUpLife.Seconds()))
	return web.See("/sign-up/sent"), nil
}

func (v *visits) confirm(q *web.Request) (web.Answer, error) {
	in := confirming{Secret: q.PathValue("secret"), Password: q.PostFormValue("password"), Cookie: cookie(q, signUpCookie),
		Browser: Browser(q.UserAgent()), Demo: v.Demo}
	e, err := web.Do(q, confirm, in)
	if refusal.KindOf(err) == refusal.Invalid {
		p, missing := findPending(q.Reader(), in.Secret)
		if missing != nil {
			return nil, missing
		}
		return confirmPage.Refuse(newConfirm(q, p, err)), nil
	}
	if err != nil {
		return nil, err
	}
	v.begin(q, e.secret)
	return web.See(web.OwnPath(e.next, home)), nil
}

func (v *visits) forgot(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, forgot, forgetting{q.PostFormValue("email"), client(q.Request)})
	if err != nil {
		return refuse(err, func(err error) web.Answer { return forgottenPage.Refuse(newForgotten(q, err)) })
	}
	return web.See("/forgotten/sent"), nil
}

func (v *visits) reset(q *web.Request) (web.Answer, error) {
	in := choosing{Secret: q.PathValue("secret"), Password: q.PostFormValue("password"), Browser: Browser(q.UserAgent()), Demo: v.Demo}
	secret, err := web.Do(q, reset, in)
	if refusal.KindOf(err) == refusal.Invalid {
		p, missing := personOf(q.Reader(), linkReset, in.Secret)
		if missing != nil {
			return nil, missing
		}
		return resetPage.Refuse(newReset(q, p, err)), nil
	}
	if err != nil {
		return nil, err
	}
	v.begin(q, secret)
	return web.See(home), nil
}

func (v *visits) enter(q *web.Request) (web.Answer, error) {
	secret, err := web.Do(q, enter, entering{q.PathValue("secret"), Browser(q.UserAgent())})
	if err != nil {
		return nil, err
	}
	v.begin(q, secret)
	return web.See(web.OwnPath(q.URL.Query().Get("next"), home)), nil
}

func (v *visits) signOut(q *web.Request) (web.Answer, error) {
	if q.Visitor.Actor.Person() {
		if _, err := web.Do(q, signOut, q.Visitor.Session); err != nil && refusal.KindOf(err) != refusal.Missing {
			return nil, err
		}
	}
	v.cookie(q, web.SessionCookie, "", -1)
	return web.See(q.Link("")), nil
}

func (v *visits) signOutEverywhere(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, signOutEverywhere, struct{}{}); err != nil {
		return nil, err
	}
	v.cookie(q, web.SessionCookie, "", -1)
	return web.See(q.Link("")), nil
}

func (v *visits) signOutThere(q *web.Request) (web.Answer, error) {
	session := q.PathValue("session")
	if session == q.Visitor.Session {
		return v.signOut(q)
	}
	if _, err := web.Do(q, signOut, session); err != nil {
		return nil, err
	}
	return web.See("/account?done=session#sessions"), nil
}

func (v *visits) changeProfile(q *web.Request) (web.Answer, error) {
	p := profile{q.PostFormValue("name"), q.PostFormValue("lang")}
	if _, err := web.Do(q, changeProfile, p); err != nil {
		return refuseAccount(q, err)
	}
	q.ChooseLanguage(p.Lang)
	return web.See("/account?done=profile"), nil
}

func changeOwnPassword(q *web.Request) (web.Answer, error) {
	right, err := web.Do(q, changePassword, changing{Old: q.PostFormValue("old_password"), New: q.PostFormValue("new_password"),
		Person: q.Actor().ID, Session: q.Visitor.Session})
	if err == nil && !right {
		err = refusal.Of([]refusal.Complaint{refusal.About("old_password", "account.refusal.password_wrong")})
	}
	if err != nil {
		return refuseAccount(q, err)
	}
	return web.See("/account?done=password"), nil
}

func refuseAccount(q *web.Request, err error) (web.Answer, error) {
	v, failed := newAccount(q, asComplaint(err))
	if failed != nil {
		return nil, failed
	}
	return refuse(err, func(error) web.Answer { return accountPage.Refuse(v) })
}

// asComplaint makes a refusal of one sentence a complaint about the whole form.
func asComplaint(err error) error {
	var r *refusal.Refusal
	if errors.As(err, &r) && len(r.Complaints) == 0 {
		return refusal.Of([]refusal.Complaint{{Key: r.Key, Args: r.Args}})
	}
	return err
}
