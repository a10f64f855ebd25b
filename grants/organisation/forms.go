package organisation

import (
	"errors"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

func register(q *web.Request) (web.Answer, error) {
	in := Registering{Name: q.PostFormValue("name"), Country: q.PostFormValue("country"), Number: q.PostFormValue("number"),
		Kind: q.PostFormValue("kind"), Seat: q.PostFormValue("place")}
	if in.Country == "BG" {
		in.Seat = q.PostFormValue("seat")
	}
	organisation, err := web.Do(q, Register, in)
	if refusal.KindOf(err) != refusal.Invalid {
		return web.See("/organisations/" + organisation), err
	}
	if in.Country != "BG" {
		err = moved(err, "seat", "place")
	}
	v, failed := newRegister(q, err)
	return registerPage.Refuse(v), failed
}

// moved is a refusal whose complaint about one field is shown at another.
func moved(err error, from, to string) error {
	complaints := refusal.Complaints(err)
	for i := range complaints {
		if complaints[i].Field == from {
			complaints[i].Field = to
		}
	}
	return refusal.Of(complaints)
}

// after shows the organisation again: as it is now, or with what is wrong.
func after(q *web.Request, err error) (web.Answer, error) {
	var r *refusal.Refusal
	switch {
	case err == nil:
		return web.See("/organisations/" + q.PathValue("organisation")), nil
	case !errors.As(err, &r) || r.Kind != refusal.Invalid && r.Kind != refusal.Conflict && r.Kind != refusal.TooMany:
		return nil, err
	case len(r.Complaints) == 0:
		err = refusal.Of([]refusal.Complaint{{Key: r.Key, Args: r.Args}})
	}
	v, failed := newOrganisation(q, err)
	return organisationPage.Refuse(v), failed
}

func changeName(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Rename, Renaming{q.PathValue("organisation"), q.PostFormValue("name")})
	return after(q, err)
}

func invite(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Invite, Inviting{q.PathValue("organisation"), q.PostFormValue("email"), q.PostFormValue("role"), q.Lang})
	return after(q, err)
}

func withdraw(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Withdraw, Withdrawing{q.PathValue("organisation"), q.PathValue("invitation")})
	return after(q, err)
}

func changeRole(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, ChangeRole, Changing{q.PathValue("organisation"), q.PathValue("person"), q.PostFormValue("role")})
	return after(q, err)
}

func remove(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Remove, Changing{q.PathValue("organisation"), q.PathValue("person"), ""})
	if err == nil && q.PathValue("person") == q.Actor().ID {
		return web.See("/organisations"), nil
	}
	return after(q, err)
}

func decideSignOff(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, DecideSignOff, Deciding{q.PathValue("organisation"), q.PostFormValue("sign_off") != ""})
	return after(q, err)
}

func certify(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Certify, Certifying{q.PathValue("organisation"), q.PathValue("person"), q.PostFormValue("signs") != ""})
	return after(q, err)
}

func handOver(q *web.Request) (web.Answer, error) {
	leave := q.PostFormValue("leave") != ""
	_, err := web.Do(q, HandOver, HandingOver{q.PathValue("organisation"), q.PostFormValue("to"), leave})
	if err == nil && leave {
		return web.See("/organisations"), nil
	}
	return after(q, err)
}

func accept(q *web.Request) (web.Answer, error) {
	organisation, err := web.Do(q, Accept, q.PathValue("secret"))
	return web.See("/organisations/" + organisation), err
}
