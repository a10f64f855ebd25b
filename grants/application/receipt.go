package application

import (
	"errors"
	"strings"
	"time"

	"vekst/grants/organisation"
	"vekst/platform/audit"
	"vekst/platform/lang"
	"vekst/platform/qr"
	"vekst/platform/refusal"
	"vekst/platform/seal"
	"vekst/platform/web"
	"vekst/value/period"
)

type receiptView struct {
	web.Head
	Submission
	Name, Applicant, Call, Local, Zone string
	Currency                           string
	HasMoney                           bool
	Hashed                             string // the hash in groups
	Code                               qr.Code
	Sealed                             bool
	Index                              int64
	Signed                             string // the checkpoint
	CanChange, IsReopened              bool
	IsMine, WasWithdrawn               bool
	Decision                           time.Time
	After                              string
	Answers, Files                     int
	Untyped                            untyped    // of what was submitted, until it is opened again
	Signature                          *signature // before submission
	Closes                             time.Time
	IsOpen                             bool
}

var receiptPage = web.NewPage[receiptView](embedded, "pages/receipt.html")

// patience is how long a page waits for the log; afterwards the page comes again by itself.
const patience = 1200 * time.Millisecond

// submitted finds the version a receipt is about: the one that counts, or else the last.
func (o opened) submitted(q *web.Request) (Submission, error) {
	if o.Version == 0 {
		return Submission{}, refusal.New(refusal.Missing, "application.receipt.none")
	}
	version := o.Standing
	if version == 0 {
		version = o.Version
	}
	return FindVersion(q.Reader(), o.ID, version)
}

func (h *house) receipt(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, false)
	if err != nil {
		return nil, err
	}
	s, err := o.submitted(q)
	if err != nil {
		return nil, err
	}
	v, err := h.receiptView(q, o, s)
	if err != nil {
		return nil, err
	}
	place, err := h.Seal(q.Context(), s.AuditID, patience)
	switch {
	case errors.Is(err, seal.ErrNotSealed):
		q.SetHeader("Refresh", "2")
	case err != nil:
		return nil, err
	default:
		v.Sealed, v.Index, v.Signed = true, place.Index, string(place.Checkpoint)
	}
	return receiptPage.Show(v), nil
}

func (h *house) receiptView(q *web.Request, o opened, s Submission) (receiptView, error) {
	org, err := organisation.Find(q.Reader(), s.Organisation)
	if err != nil {
		return receiptView{}, err
	}
	v := receiptView{Head: web.Head{Title: q.T("application.receipt.title", "Number", s.Number), Thread: 6, Crumbs: o.crumbs(q, o.crumb(q))},
		Submission: s, Name: s.Title, Applicant: org.Name, Call: o.call.Title.In(q.Lang), Zone: o.call.Window.Zone,
		Local: lang.Exact(q.Lang, s.Received.In(o.call.Window.Location())), Currency: o.call.Money.Currency, HasMoney: o.call.Money.Given(),
		Hashed: grouped(s.Hash), CanChange: o.canChange(q), IsReopened: o.State == Draft, WasWithdrawn: o.State == Withdrawn, IsMine: o.Reads(q.Actor()),
		Decision: o.call.Decision, After: o.call.After.In(q.Lang), Closes: o.call.Window.Closes, IsOpen: o.call.Window.At(o.now) == period.Open}
	if v.IsMine && o.State == Submitted {
		all, err := Answers(q.Reader(), o.ID)
		if err != nil {
			return v, err
		}
		if v.Untyped, err = countUntyped(q.Reader(), o.ID, o.call.Form, o.call.Form.Examine(form(all), World(), s.Received), all); err != nil {
			return v, err
		}
	}
	for _, section := range Answered(o.call.Definition, s.Content, q.Lang, false) {
		for _, a := range section.Answers {
			v.Answers++
			v.Files += len(a.Files)
		}
	}
	if v.Signature, err = o.signatureUnder(q, s); err != nil {
		return v, err
	}
	v.Code, err = qr.Of(strings.TrimSuffix(h.Address, "/") + q.Link("/verify"))
	return v, err
}

// grouped is a hash in groups of eight, to be read aloud and compared.
func grouped(hash string) string {
	var groups []string
	for len(hash) > 8 {
		groups, hash = append(groups, hash[:8]), hash[8:]
	}
	return strings.Join(append(groups, hash), " ")
}

func (h *house) receiptFile(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, false)
	if err != nil {
		return nil, err
	}
	s, err := o.submitted(q)
	if err != nil {
		return nil, err
	}
	place, err := h.Seal(q.Context(), s.AuditID, 5*time.Second)
	if errors.Is(err, seal.ErrNotSealed) {
		return nil, refusal.New(refusal.Conflict, "application.receipt.not_yet")
	}
	if err != nil {
		return nil, err
	}
	return receiptOf(s, place)
}

func receiptOf(s Submission, place audit.Seal) (web.Answer, error) {
	data, err := place.Write()
	return web.File{Type: "application/json", Name: "receipt-" + ascii(s.Number) + ".json", Data: data}, err
}

// contentFile gives the very bytes whose SHA-256 the receipt names.
func (h *house) contentFile(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, false)
	if err != nil {
		return nil, err
	}
	s, err := o.submitted(q)
	return web.File{Type: "application/json", Name: ascii(s.Number) + ".json", Data: s.Content}, err
}

// ascii is a number as a file name.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, s)
}

type printView struct {
	web.Head
	Application
	Name, Applicant, Call string
	Sections              []AnsweredSection
	IsDraft               bool
	Local, Hashed         string
	Signature             *signature
}

var printPage = web.NewPage[printView](embedded, "pages/print.html")

// print is the application to be read or printed: what was submitted, or, for its own people, the draft as it stands.
func (h *house) print(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, false)
	if err != nil {
		return nil, err
	}
	org, err := organisation.Find(q.Reader(), o.Organisation)
	if err != nil {
		return nil, err
	}
	v := printView{Head: web.Head{Title: o.Name(q), Crumbs: o.crumbs(q, o.crumb(q)), Thread: 6}, Application: o.Application, Name: o.Name(q),
		Applicant: org.Name, Call: o.call.Title.In(q.Lang), IsDraft: o.State != Submitted && o.Reads(q.Actor())}
	content, err := h.printed(q, o, &v)
	v.Sections = Answered(o.call.Definition, content, q.Lang, false)
	err = errors.Join(err, Linked(q.Reader(), o.ID, v.Sections, o.Reads(q.Actor())))
	return printPage.Show(v), err
}

func (h *house) printed(q *web.Request, o opened, v *printView) ([]byte, error) {
	if v.IsDraft {
		all, err := Answers(q.Reader(), o.ID)
		return legible(o.call.Form, form(all), o.now), err
	}
	s, err := o.submitted(q)
	if err == nil {
		v.Local, v.Hashed, v.Name = lang.Exact(q.Lang, s.Received.In(o.call.Window.Location())), grouped(s.Hash), s.Title
		v.Signature, err = o.signatureUnder(q, s)
	}
	return s.Content, err
}
