package organisation

import (
	"time"

	"vekst/grants/account"
	"vekst/platform/web"
	"vekst/value/registration"
)

var (
	municipalPage = web.NewPage[municipalView](files, "pages/municipal.html")
	operatorsOnly = web.Role(account.Operator)
)

// municipalView lists who says that they are a municipality.
type municipalView struct {
	web.Head
	Waiting, Confirmed []municipalRow
}

type municipalRow struct {
	ID, Name, Number, Seat string
	Owners                 []account.Person
	Since                  time.Time // registered, or confirmed
	IsMine                 bool      // the visitor is in it, and so another operator decides
}

func showMunicipal(q *web.Request) (web.Answer, error) {
	v := municipalView{Head: web.Head{Title: q.T("organisation.municipal.title")}}
	waiting, confirmed, err := claims(q.Reader())
	if err != nil {
		return nil, err
	}
	for _, o := range waiting {
		row := municipal(q, o, o.Created)
		if row.Owners, err = account.WithRole(q.Reader(), account.Owner, o.ID); err != nil {
			return nil, err
		}
		v.Waiting = append(v.Waiting, row)
	}
	for _, o := range confirmed {
		v.Confirmed = append(v.Confirmed, municipal(q, o, o.Confirmed))
	}
	return municipalPage.Show(v), nil
}

func municipal(q *web.Request, o Organisation, since time.Time) municipalRow {
	return municipalRow{ID: o.ID, Name: o.Name, Number: registration.Format(o.Country, o.Number), Seat: SeatName(o, q.Lang), Since: since,
		IsMine: MayRead(q.Actor(), o.ID)}
}

func confirmMunicipal(q *web.Request) (web.Answer, error) {
	in := Confirming{Organisation: q.PathValue("organisation"), Withdraw: q.Value("is") == "no"}
	if _, err := web.Do(q, Confirm, in); err != nil {
		return nil, err
	}
	return web.See("/municipal-organisations"), nil
}
