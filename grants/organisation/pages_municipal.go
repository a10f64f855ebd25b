package organisation

import (
	"cmp"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/refusal"
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
	ID, Name, Number, Country, Seat string
	Owners                          []account.Person
	Since                           time.Time // registered, or confirmed
	IsMine                          bool      // the visitor is in it, and so another operator decides
	Which                           web.Choice
	Asks, None                      bool // which municipality it is, is asked; there is none it could be
}

func showMunicipal(q *web.Request) (web.Answer, error) {
	v, err := newMunicipal(q, nil)
	return municipalPage.Show(v), err
}

func newMunicipal(q *web.Request, heard []web.Complaint) (municipalView, error) {
	v := municipalView{Head: web.Head{Title: q.T("organisation.municipal.title"), Complaints: heard}}
	d, err := directory(q.Reader())
	if err != nil {
		return v, err
	}
	waiting, err := claims(q.Reader())
	if err != nil {
		return v, err
	}
	for _, o := range waiting {
		row := municipal(q, o, o.Created)
		row.Seat = SeatName(o, q.Lang)
		if row.Owners, err = account.WithRole(q.Reader(), account.Owner, o.ID); err != nil {
			return v, err
		}
		v.ask(q, d, o, &row)
		v.Waiting = append(v.Waiting, row)
	}
	confirmed, err := EveryMunicipal(q.Reader())
	for _, o := range confirmed {
		row := municipal(q, o, o.Confirmed)
		row.Seat = d.Label(o.Municipality, q.Lang)
		v.Confirmed = append(v.Confirmed, row)
	}
	return v, err
}

func municipal(q *web.Request, o Organisation, since time.Time) municipalRow {
	return municipalRow{ID: o.ID, Name: o.Name, Number: registration.Format(o.Country, o.Number), Country: q.T("organisation.country." + o.Country), Since: since,
		IsMine: MayRead(q.Actor(), o.ID)}
}

// ask asks which municipality an organisation outside Bulgaria is, with the one its seat names filled in.
func (v municipalView) ask(q *web.Request, d *municipality.Directory, o Organisation, row *municipalRow) {
	if o.Country == municipality.Bulgaria {
		return
	}
	name := whichField(o.ID)
	likely, _ := o.likely(d)
	row.Which = web.Choice{Name: name, Label: q.T("organisation.municipal.which"), Value: cmp.Or(q.Value(name), likely.Code), Complaint: v.Complaint(name),
		Options: []web.Option{{Label: q.T("organisation.help.choose")}}}
	for _, m := range d.Find(municipality.Wanted{}, q.Lang) {
		if o.mayBe(m) {
			row.Which.Options = append(row.Which.Options, web.Option{Value: m.Code, Label: d.Label(m.Code, q.Lang)})
		}
	}
	row.None = len(row.Which.Options) == 1
	row.Asks = !row.None
}

// whichField is the field of one organisation among several.
func whichField(id string) string { return "municipality-" + id }

func confirmMunicipal(q *web.Request) (web.Answer, error) {
	field := whichField(q.PathValue("organisation"))
	in := Confirming{Organisation: q.PathValue("organisation"), Municipality: q.Value(field), Withdraw: q.Value("is") == "no"}
	_, err := web.Do(q, Confirm, in)
	if err == nil {
		return web.See("/municipal-organisations"), nil
	}
	if refusal.KindOf(err) == refusal.Invalid {
		err = moved(err, "municipality", field)
	}
	heard, status := q.Heard(err)
	if status == 0 {
		return nil, err
	}
	v, err := newMunicipal(q, heard)
	return municipalPage.With(status, v), err
}
