package organisation

import (
	"slices"
	"strings"

	"vekst/grants/account"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/registration"
)

var (
	listPage         = web.NewPage[listView](files, "pages/list.html")
	registerPage     = web.NewPage[registerView](files, "pages/register.html")
	organisationPage = web.NewPage[organisationView](files, "pages/organisation.html")
	invitationPage   = web.NewPage[invitationView](files, "pages/invitation.html")
)

// membersOnly lets those see an organisation who are in it, and administrators. Others learn nothing of it, not even that
// it is there.
func membersOnly(q *web.Request) error {
	if err := web.SignedIn(q); err != nil {
		return err
	}
	if MayRead(q.Actor(), q.PathValue("organisation")) || isAdministrator(q) {
		return nil
	}
	return refusal.New(refusal.Missing, "look.refusal.missing")
}

func isAdministrator(q *web.Request) bool {
	return q.Actor().Has(account.Administrator, account.Programme)
}

type listView struct {
	web.Head
	Rows []listRow
}

type listRow struct {
	Organisation       Organisation
	Number, Kind, Role string
}

func showList(q *web.Request) (web.Answer, error) {
	v := listView{Head: web.Head{Title: q.T("organisation.list.title")}}
	all, err := Of(q.Reader(), q.Actor())
	for _, m := range all {
		o := m.Organisation
		if o.Kind == Person {
			continue // themselves
		}
		v.Rows = append(v.Rows, listRow{o, registration.Format(o.Country, o.Number), q.T("organisation.kind." + o.Kind), q.T("account.role." + m.Role)})
	}
	return listPage.Show(v), err
}

type registerView struct {
	web.Head
	Name, Number, Place web.Field
	Country, Kind, Seat web.Choice
}

func showRegister(q *web.Request) (web.Answer, error) {
	v, err := newRegister(q, nil)
	return registerPage.Show(v), err
}

func newRegister(q *web.Request, refused error) (registerView, error) {
	v := registerView{Head: web.Head{Title: q.T("organisation.register.title"), Complaints: q.Complaints(refused),
		Crumbs: []web.Crumb{{Name: q.T("organisation.list.title"), Link: "/organisations"}}}}
	v.Name = v.field(q, "name", "organization")
	v.Number = v.field(q, "number", "")
	v.Place = v.field(q, "place", "")
	v.Country = v.choice(q, "country", "BG")
	for _, c := range Countries {
		v.Country.Options = append(v.Country.Options, web.Option{Value: c, Label: q.T("organisation.country." + c)})
	}
	v.Kind = v.choice(q, "kind", "")
	for _, k := range Kinds {
		v.Kind.Options = append(v.Kind.Options, web.Option{Value: k, Label: q.T("organisation.kind." + k)})
	}
	v.Seat = v.choice(q, "seat", "")
	var err error
	v.Seat.Options, err = municipalities(q)
	return v, err
}

func (v registerView) field(q *web.Request, name, autocomplete string) web.Field {
	return web.Field{Name: name, Label: q.T("organisation.field." + name), Help: q.T("organisation.help." + name), Value: q.Value(name),
		Autocomplete: autocomplete, Complaint: v.Complaint(name)}
}

func (v registerView) choice(q *web.Request, name, instead string) web.Choice {
	value := q.Value(name)
	if value == "" {
		value = instead
	}
	return web.Choice{Name: name, Label: q.T("organisation.field." + name), Help: q.T("organisation.help." + name), Value: value, Complaint: v.Complaint(name)}
}

// municipalities are the Bulgarian ones in the alphabet of the reader; two of the same name have their oblast with them.
func municipalities(q *web.Request) ([]web.Option, error) {
	places, err := places()
	if err != nil {
		return nil, err
	}
	var options []web.Option
	keys := map[string]string{}
	for _, m := range places.Municipalities() {
		label := places.Label(m.Code, q.Lang)
		keys[label] = lang.SortKey(q.Lang, label)
		options = append(options, web.Option{Value: m.Code, Label: label})
	}
	slices.SortFunc(options, func(a, b web.Option) int { return strings.Compare(keys[a.Label], keys[b.Label]) })
	return append([]web.Option{{Label: q.T("organisation.help.choose")}}, options...), nil
}

type organisationView struct {
	web.Head
	Organisation                Organisation
	Number, Kind, Country, Seat string
	Role                        string // what the visitor is, in words; "" for an administrator
	Owner                       bool
	Mine                        string // identifier of the visitor
	Members                     []memberRow
	Invitations                 []invitationRow
	Filled, Facts               int // of the profile
	Name, Email                 web.Field
	NewRole, To                 web.Choice
	SignsOff                    bool
	SignOffComplaint            string
	Standing                    string // of one that says it is a municipality: whether an operator has confirmed it
}

type memberRow struct {
	Person account.Person
	Words  string
	Role   web.Choice
	Self   bool
	Signs  bool
}

type invitationRow struct {
	Invitation
	Words string
}

func showOrganisation(q *web.Request) (web.Answer, error) {
	v, err := newOrganisation(q, nil)
	if err != nil {
		return nil, err
	}
	return organisationPage.Show(v), nil
}

func newOrganisation(q *web.Request, refused error) (organisationView, error) {
	o, err := Find(q.Reader(), q.PathValue("organisation"))
	if err != nil {
		return organisationView{}, err
	}
	v := organisationView{Head: web.Head{Title: o.Name, Complaints: q.Complaints(refused),
		Crumbs: []web.Crumb{{Name: q.T("organisation.list.title"), Link: "/organisations"}}},
		Organisation: o, Number: registration.Format(o.Country, o.Number), Kind: q.T("organisation.kind." + o.Kind),
		Country: q.T("organisation.country." + o.Country), Seat: SeatName(o, q.Lang), Owner: isOwner(q.Actor(), o.ID), Mine: q.Actor().ID}
	if role := roleOf(q.Actor(), o.ID); role != "" {
		v.Role = q.T("account.role." + role)
	}
	switch {
	case o.IsMunicipality():
		v.Standing = q.T("organisation.municipal.is")
	case o.claimsMunicipality():
		v.Standing = q.T("organisation.municipal.not_yet")
	}
	v.forms(q)
	p, err := ProfileOf(q.Reader(), o.ID)
	if err != nil {
		return v, err
	}
	v.Filled, v.Facts = p.filled(), len(Facts)
	return v, v.people(q)
}

// SeatName is the seat in words: the municipality for Bulgaria, what was typed for other countries.
func SeatName(o Organisation, lang string) string {
	register, err := places()
	if o.Country != "BG" || err != nil {
		return o.Seat
	}
	return register.Label(o.Seat, lang)
}

func (v *organisationView) forms(q *web.Request) {
	v.Name = web.Field{Name: "name", Label: q.T("organisation.field.name"), Value: v.Organisation.Name, Complaint: v.Complaint("name")}
	if _, posted := q.PostForm["name"]; posted {
		v.Name.Value = q.Value("name")
	}
	v.Email = web.Field{Name: "email", Label: q.T("account.field.email"), Type: "email", Value: q.Value("email"), Complaint: v.Complaint("email"), Autocomplete: "off"}
	v.NewRole = roles(q, "role", q.T("organisation.members.role"), account.Editor)
	v.NewRole.Help, v.NewRole.Complaint = q.T("organisation.members.roles_help"), v.Complaint("role")
}

func roles(q *web.Request, name, label, value string) web.Choice {
	c := web.Choice{Name: name, Label: label, Value: value}
	for _, r := range account.MemberRoles {
		c.Options = append(c.Options, web.Option{Value: r, Label: q.T("account.role." + r)})
	}
	return c
}

func (v *organisationView) people(q *web.Request) error {
	all, err := Members(q.Reader(), v.Organisation.ID)
	if err != nil {
		return err
	}
	if v.SignsOff, err = SignsOff(q.Reader(), v.Organisation.ID); err != nil {
		return err
	}
	certifiers, err := Certifiers(q.Reader(), v.Organisation.ID)
	if err != nil {
		return err
	}
	v.SignOffComplaint = v.Complaint("sign_off")
	v.To = web.Choice{Name: "to", Label: q.T("organisation.hand_over.to"), Complaint: v.Complaint("to")}
	for _, m := range all {
		row := memberRow{Person: m.Person, Words: q.T("account.role." + m.Role), Self: m.Person.ID == v.Mine, Signs: slices.ContainsFunc(certifiers, func(p account.Person) bool { return p.ID == m.Person.ID }),
			Role: roles(q, "role", q.T("organisation.members.role_of", "Name", m.Person.Name), m.Role)}
		v.Members = append(v.Members, row)
		if !row.Self {
			v.To.Options = append(v.To.Options, web.Option{Value: m.Person.ID, Label: m.Person.Name})
		}
	}
	if !v.Owner {
		return nil
	}
	open, err := openOf(q.Reader(), v.Organisation.ID, q.Site.Door.Now())
	for _, i := range open {
		v.Invitations = append(v.Invitations, invitationRow{i, q.T("account.role." + i.Role)})
	}
	return err
}

type invitationView struct {
	web.Head
	Organisation, By, Role, Email, Name string
}

func showInvitation(q *web.Request) (web.Answer, error) {
	i, err := findInvitation(q.Reader(), account.Hashed(q.PathValue("secret")))
	if err == nil {
		err = i.isOpen(q.Site.Door.Now())
	}
	if err != nil {
		return nil, err
	}
	o, err := Find(q.Reader(), i.Organisation)
	if err != nil {
		return nil, err
	}
	by, err := account.Find(q.Reader(), i.By)
	if err != nil {
		return nil, err
	}
	return invitationPage.Show(invitationView{web.Head{Title: q.T("organisation.invitation.title", "Organisation", o.Name)},
		o.Name, by.Name, q.T("account.role." + i.Role), i.Email, q.Visitor.Name}), nil
}
