package application

import (
	"cmp"
	"slices"
	"strings"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/registration"
)

func (h *house) partnerRoutes(s *web.Site) {
	s.Private("GET /applications/{id}/partners", web.SignedIn, h.partners)
	s.Private("POST /applications/{id}/partners", web.SignedIn, h.invitePartner)
	s.Private("POST /applications/{id}/partners/{partner}/ready", web.SignedIn, h.partnerReady)
	s.Private("POST /applications/{id}/partners/{partner}/confirm", web.SignedIn, h.confirmPartner)
	s.Private("POST /applications/{id}/partners/{partner}/return", web.SignedIn, h.returnPart)
	s.Private("GET /applications/{id}/partners/{partner}/remove", web.SignedIn, h.askToRemove)
	s.Private("POST /applications/{id}/partners/{partner}/remove", web.SignedIn, h.removePartner)
	s.Private("GET /applications/{id}/part", web.SignedIn, h.part)
	s.Private("GET /applications/{id}/part/state", web.SignedIn, h.partState)
	s.Private("POST /applications/{id}/part", web.SignedIn, h.savePart)
	s.Private("GET /taking-part/{secret}", web.SignedIn, h.showTakingPart)
	s.Private("POST /taking-part/{secret}", web.SignedIn, h.takePart)
}

type partnersView struct {
	web.Head
	Application
	Name, Label, Section string // the way to the table of partners
	Rows                 []partnerRow
	CanEdit              bool
}

// Heading is the title of the page; the application has one too.
func (v partnersView) Heading() string { return v.Head.Title }

// partnerRow is a row of the table of partners with who fills it in.
type partnerRow struct {
	Partner
	Name, Who, ByName  string
	Status             web.Status
	Address            web.Field // of an invitation
	Back               web.Field // what is to be changed
	CanInvite, HasSeat bool      // nobody fills it in yet; somebody was invited
	CanReturn          bool
	RowComplaint       string

	Number, Country, Written string // of who takes part or wants to; and what the applicant has written
}

var partnersPage = web.NewPage[partnersView](embedded, "pages/partners.html")

func (h *house) partners(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	v, err := o.partnersView(q, nil)
	return partnersPage.Show(v), err
}

func (o opened) partnersView(q *web.Request, refused error) (partnersView, error) {
	v := partnersView{Head: web.Head{Title: q.T("application.partner.title"), Thread: 6, Crumbs: o.crumbs(q, o.crumb(q))}, Application: o.Application,
		Name: o.Name(q), CanEdit: o.canEdit(q)}
	v.Complaints, _ = q.Heard(refused)
	f, ok := partnerField(o.call.Form)
	if !ok {
		return v, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	v.Label, v.Section = f.Label.In(q.Lang), o.wayTo(f.ID)
	answers, _, err := o.read(q)
	if err != nil {
		return v, err
	}
	all, err := Partners(q.Reader(), o.ID)
	if err != nil {
		return v, err
	}
	k := &asker{q: q, a: o.Application, call: o.call, answers: answers, now: o.now, names: nameBook{}}
	for _, id := range withSeats(k.rows(f.ID), f.ID, all) {
		row, err := v.row(q, k, f, id, all)
		if err != nil {
			return v, err
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

// withSeats adds the rows of partners whose row was emptied: they must not be out of sight.
func withSeats(rows []string, field string, all []Partner) []string {
	for _, p := range all {
		if p.Field == field && p.State != PartnerRemoved && !slices.Contains(rows, p.Row) {
			rows = append(rows, p.Row)
		}
	}
	return rows
}

// row is one row of the table with the last partner it was given to.
func (v *partnersView) row(q *web.Request, k *asker, f call.Field, id string, all []Partner) (partnerRow, error) {
	r := partnerRow{Name: k.value(f.ID + "/" + id + "/name"), CanInvite: true, Status: web.Status{State: "no", Words: q.T("application.partner.state.none")}}
	if r.Name == "" {
		r.Name = q.T("application.partner.unnamed")
	}
	for _, p := range all {
		if p.Row == id && p.Field == f.ID && p.State != PartnerRemoved {
			r.Partner, r.HasSeat = p, true
		}
	}
	r.Partner.Application, r.Partner.Row = k.a.ID, id
	if r.HasSeat {
		r.CanInvite, r.CanReturn, r.Status, r.ByName = r.State == PartnerInvited, r.takesPart(), partnerStatus(q, r.Partner), k.names.of(q, r.By)
	}
	r.Who = r.Email
	if who := cmp.Or(r.Partner.Organisation, r.Candidate); who != "" {
		o, err := organisation.Find(q.Reader(), who)
		if err != nil {
			return r, err
		}
		r.Who, r.Number, r.Country = o.Name, registration.Format(o.Country, o.Number), inCountry(q, o.Country)
		r.Written = strings.Trim(inCountry(q, k.value(f.ID+"/"+id+"/country"))+", "+k.value(f.ID+"/"+id+"/registration"), ", ")
	}
	r.Address = web.Field{Name: "email-" + id, Label: q.T("account.field.email"), Type: "email", Autocomplete: "off", Value: q.PostFormValue("email-" + id)}
	r.Back = web.Field{Name: "words-" + r.ID, Label: q.T("application.partner.what"), Rows: 3, Value: q.PostFormValue("words-" + r.ID)}
	v.hear(q, &r)
	return r, nil
}

// inCountry is a country of an organisation in words.
func inCountry(q *web.Request, code string) string {
	if !slices.Contains(organisation.Countries, code) {
		return code
	}
	return q.T("organisation.country." + code)
}

// hear puts what is wrong beside where it was typed.
func (v *partnersView) hear(q *web.Request, r *partnerRow) {
	for i := range v.Complaints {
		c := &v.Complaints[i]
		switch {
		case c.Field == "email" && q.PostFormValue("row") == r.Partner.Row:
			c.Field, r.Address.Complaint = r.Address.Name, c.Sentence
		case c.Field == "row" && q.PostFormValue("row") == r.Partner.Row:
			c.Field, r.Address.Complaint = r.Address.Name, c.Sentence
		case r.ID != "" && c.Field == r.Back.Name:
			r.Back.Complaint = c.Sentence
		default:
			continue
		}
		c.About = r.Name
	}
}

func partnerStatus(q *web.Request, p Partner) web.Status {
	if p.Candidate != "" {
		return web.Status{State: "err", Words: q.T("application.candidate.state")}
	}
	state := map[PartnerState]string{PartnerReady: "done", PartnerReturned: "err"}[p.State]
	if state == "" {
		state = "now"
	}
	return web.Status{State: state, Words: q.T("application.partner.state." + string(p.State))}
}

func (h *house) invitePartner(q *web.Request) (web.Answer, error) {
	row := q.Value("row")
	_, err := web.Do(q, InvitePartner, PartnerInvitation{q.PathValue("id"), row, q.Value("email-" + row), q.Lang})
	return h.afterPartner(q, err)
}

func (h *house) returnPart(q *web.Request) (web.Answer, error) {
	p := q.PathValue("partner")
	_, err := web.Do(q, ReturnPart, OfPartner{q.PathValue("id"), p, unix(q.PostFormValue("words-" + p))})
	return h.afterPartner(q, err)
}

func (h *house) confirmPartner(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, ConfirmPartner, OfPartner{Application: q.PathValue("id"), Partner: q.PathValue("partner")})
	return h.afterPartner(q, err)
}

func (h *house) removePartner(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, RemovePartner, OfPartner{Application: q.PathValue("id"), Partner: q.PathValue("partner")})
	return h.afterPartner(q, err)
}

// afterPartner shows the partners again, as they are now or with what was refused.
func (h *house) afterPartner(q *web.Request, err error) (web.Answer, error) {
	if err == nil {
		return web.See("/applications/" + q.PathValue("id") + "/partners"), nil
	}
	_, status := q.Heard(err)
	if status == 0 {
		return nil, err
	}
	o, failed := h.open(q, true)
	if failed != nil {
		return nil, failed
	}
	v, failed := o.partnersView(q, err)
	return partnersPage.With(status, v), failed
}

type removingView struct {
	web.Head
	Application
	Who, Self string
}

// Heading is the title of the page; the application has one too.
func (v removingView) Heading() string { return v.Head.Title }

var removingPage = web.NewPage[removingView](embedded, "pages/remove_partner.html")

func (h *house) askToRemove(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	v, err := o.partnersView(q, nil)
	i := slices.IndexFunc(v.Rows, func(r partnerRow) bool { return r.HasSeat && r.ID == q.PathValue("partner") })
	if err == nil && (i < 0 || !o.Edits(q.Actor())) {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err != nil {
		return nil, err
	}
	r := v.Rows[i]
	return removingPage.Show(removingView{web.Head{Title: q.T("application.partner.remove_title", "Who", r.Who), Thread: 6,
		Crumbs: o.crumbs(q, o.crumb(q), web.Crumb{Name: v.Heading(), Link: "/applications/" + o.ID + "/partners"})}, o.Application, r.Who,
		"/applications/" + o.ID + "/partners/" + r.ID + "/remove"}), nil
}

func (h *house) partnerReady(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, SayReady, OfPartner{Application: q.PathValue("id"), Partner: q.PathValue("partner")})
	return seeAfter(err, "/applications/"+q.PathValue("id"))
}

type takingView struct {
	web.Head
	By, Name, Applicant, Email, Me string
	Organisation                   web.Choice
	HasNone                        bool
}

var takingPage = web.NewPage[takingView](embedded, "pages/taking_part.html")

func (h *house) showTakingPart(q *web.Request) (web.Answer, error) {
	v, err := h.takingView(q, nil)
	return takingPage.Show(v), err
}

func (h *house) takingView(q *web.Request, refused error) (takingView, error) {
	p, err := InvitedBy(q.Reader(), q.PathValue("secret"))
	if err != nil {
		return takingView{}, err
	}
	if !q.Site.Door.Now().Before(p.Ends) {
		return takingView{}, refusal.New(refusal.Closed, "application.partner.late")
	}
	a, err := Find(q.Reader(), p.Application)
	if err != nil {
		return takingView{}, err
	}
	lead, err := organisation.Find(q.Reader(), a.Organisation)
	if err != nil {
		return takingView{}, err
	}
	v := takingView{Head: web.Head{Title: q.T("application.partner.taking", "Organisation", lead.Name), Thread: 6}, By: nameBook{}.of(q, p.By), Name: opened{Application: a}.Name(q),
		Applicant: lead.Name, Email: p.Email, Me: q.Visitor.Name}
	v.Complaints, _ = q.Heard(refused)
	members, err := organisation.Of(q.Reader(), q.Actor())
	v.Organisation = web.Choice{Name: "organisation", Label: q.T("application.partner.as"), Value: q.Value("organisation"), Complaint: v.Complaint("organisation")}
	for _, m := range members {
		if m.Role != account.Reader && m.Organisation.ID != a.Organisation {
			v.Organisation.Options = append(v.Organisation.Options, web.Option{Value: m.Organisation.ID, Label: m.Organisation.Name})
		}
	}
	if v.HasNone = len(v.Organisation.Options) == 0; len(v.Organisation.Options) == 1 {
		v.Organisation.Value = v.Organisation.Options[0].Value
	}
	return v, err
}

func (h *house) takePart(q *web.Request) (web.Answer, error) {
	id, err := web.Do(q, AcceptPartner, PartnerAccepting{q.PathValue("secret"), q.Value("organisation")})
	if err == nil && id == "" {
		return web.See("/taking-part/" + q.PathValue("secret")), nil
	}
	if err == nil {
		return web.See("/applications/" + id), nil
	}
	if refusal.KindOf(err) != refusal.Invalid {
		return nil, err
	}
	v, failed := h.takingView(q, err)
	return takingPage.Refuse(v), failed
}

// ownPart is what somebody of a partner sees of their part among the tasks.
type ownPart struct {
	Partner
	Status  web.Status
	CanFill bool
}

// ownPart is the visitor's part; nil where they are no partner's.
func (o opened) ownPart(q *web.Request, all []Partner) *ownPart {
	p, ok := o.Application.Partner(all, organisation.MayRead, q.Actor())
	if !ok {
		return nil
	}
	return &ownPart{p, partnerStatus(q, p), o.canFill(p, q.Actor())}
}
