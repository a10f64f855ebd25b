package municipality

import (
	"vekst/grants/account"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	contactPage   = web.NewPage[contactView](files, "pages/contact.html")
	answeringPage = web.NewPage[answeringView](files, "pages/answering.html")
)

type contactView struct {
	web.Head
	Code   string
	Fields []web.Field
	Asked  bool // somebody was asked to be named and has not answered
}

// known is the municipality of a request.
func (h *house) known(q *web.Request) (*Directory, Municipality, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, Municipality{}, err
	}
	m, ok := d.Municipality(q.PathValue("code"))
	if !ok {
		err = refusal.New(refusal.Missing, "municipality.one.unknown")
	}
	return d, m, err
}

func (h *house) askContact(q *web.Request) (web.Answer, error) {
	_, m, err := h.known(q)
	if err != nil {
		return nil, err
	}
	c, err := findContact(q.Reader(), m.Code)
	if err != nil {
		return nil, err
	}
	in := Answering{Office: c.Office, Email: c.Email, Phone: c.Phone}
	if c.Person != "" {
		p, err := account.Find(q.Reader(), c.Person)
		if err != nil {
			return nil, err
		}
		in.Person = p.Email
	}
	v, err := h.contact(q, in, nil)
	v.Asked = c.Person != "" && c.Consented.IsZero()
	return contactPage.Show(v), err
}

func (h *house) contact(q *web.Request, in Answering, heard []web.Complaint) (contactView, error) {
	d, m, err := h.known(q)
	if err != nil {
		return contactView{}, err
	}
	v := contactView{Code: m.Code}
	v.Title, v.Section, v.Complaints = q.T("municipality.contact.title"), "look.nav.municipalities", heard
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: d.Label(m.Code, q.Lang), Link: q.Link("/municipalities/" + m.Code)}}
	for _, f := range []struct{ name, value, kind, mode string }{
		{"office", in.Office, "", ""}, {"email", in.Email, "email", "email"}, {"phone", in.Phone, "tel", "tel"}, {"person", in.Person, "email", "email"},
	} {
		one := web.Field{Name: f.name, Label: q.T("municipality.contact." + f.name), Value: f.value, Type: f.kind, Inputmode: f.mode,
			Optional: f.name == "phone" || f.name == "person", Complaint: v.Head.Complaint(f.name)}
		if f.name == "office" || f.name == "person" {
			one.Help = q.T("municipality.contact_help." + f.name)
		}
		v.Fields = append(v.Fields, one)
	}
	return v, nil
}

func (h *house) setContact(q *web.Request) (web.Answer, error) {
	in := Answering{Municipality: q.PathValue("code"), Office: q.Value("office"), Email: q.Value("email"), Phone: q.Value("phone"), Person: q.Value("person")}
	c, err := web.Do(q, AnswerFor, in)
	if heard, status := q.Heard(err); status != 0 {
		v, err := h.contact(q, in, heard)
		return contactPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See(q.Link("/municipalities/" + c.Municipality + "#contact")), nil
}

type answeringView struct {
	web.Head
	Asked []asked
}

type asked struct {
	Contact
	Name  string
	Named bool
}

func (h *house) answering(q *web.Request) (web.Answer, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, err
	}
	v := answeringView{Head: web.Head{Title: q.T("municipality.answering.title"), Section: "look.nav.municipalities"}}
	all, err := contactsOf(q.Reader(), q.Actor().ID)
	for _, c := range all {
		v.Asked = append(v.Asked, asked{c, d.Label(c.Municipality, q.Lang), !c.Consented.IsZero()})
	}
	return answeringPage.Show(v), err
}

func (h *house) beNamed(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, BeNamed, Naming{Municipality: q.PathValue("code"), Agreed: q.Value("agreed") == "yes"})
	if err != nil {
		return nil, err
	}
	return web.See("/answering"), nil
}
