package application

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
)

// signView is where the signature before submission stands, and what the visitor can do about it.
type signView struct {
	IsNeeded, CanAsk, CanSign, CanReturn, CanSubmit bool
	State                                           string // none, asked, signed, returned or void
	By                                              string // who signed or sent back
	At                                              time.Time
	Hash                                            string // of the document as it stands, "" while it is not complete
	Changed                                         []signLine
	Returned                                        []signLine
	Back                                            []web.Field // what is to be changed, by section
	IsBack                                          bool        // sending back was refused
	Next                                            web.Next
	Organisation                                    string
}

// signLine is a question or a section, with what was said about it.
type signLine struct{ Label, Link, Words string }

// signing finds out where the signature stands. A draft with complaints has no document to sign.
func (o opened) signing(q *web.Request, x *call.Examination, answers call.Answers, complaints int) (signView, error) {
	v := signView{State: "none", Organisation: o.Organisation}
	isOpen := o.State == Draft && o.call.Window.At(o.now) == period.Open
	v.CanSubmit = isOpen && (o.Edits(q.Actor()) || o.Signs(q.Actor()))
	var err error
	if v.IsNeeded, err = needsSignature(q.Reader(), o.call.Definition, o.Organisation); err != nil || !v.IsNeeded || !isOpen {
		return v, err
	}
	last, err := LastRound(q.Reader(), o.ID)
	if err != nil {
		return v, err
	}
	document, err := o.document(x, complaints)
	if err != nil {
		return v, err
	}
	if v.Hash = ""; document != nil {
		sum := sha256.Sum256(document)
		v.Hash = hex.EncodeToString(sum[:])
	}
	v.State, v.At = standsAs(last, v.Hash), last.At
	if last.By != "" {
		v.By = nameBook{}.of(q, last.By)
	}
	if v.State == "void" {
		for _, f := range differing(o.call.Form, last.Content, legible(o.call.Form, answers, o.now)) {
			v.Changed = append(v.Changed, signLine{Label: f.Label.In(q.Lang), Link: o.wayTo(f.ID)})
		}
	}
	return v, v.offer(q, o, last)
}

// document is the canonical document of a draft in which nothing is wrong.
func (o opened) document(x *call.Examination, complaints int) ([]byte, error) {
	if complaints > 0 {
		return nil, nil
	}
	return x.Document()
}

// standsAs is where a signature stands under a document as it is now.
func standsAs(last Round, hash string) string {
	switch {
	case last.N == 0:
		return "none"
	case last.State == SignatureGiven && !last.Holds(hash):
		return "void"
	}
	return string(last.State)
}

// offer says what the visitor can do, and who has the ball.
func (v *signView) offer(q *web.Request, o opened, last Round) error {
	people, err := organisation.Certifiers(q.Reader(), o.Organisation)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range people {
		names = append(names, p.Name)
	}
	isSigned, signs := v.State == "signed", o.Signs(q.Actor())
	v.CanSubmit = v.CanSubmit && isSigned
	v.CanSign = signs && !isSigned && v.Hash != ""
	v.CanReturn = signs && v.State == "asked"
	v.CanAsk = o.Edits(q.Actor()) && !signs && !isSigned && v.State != "asked" && v.Hash != "" && len(people) > 0
	if v.CanReturn {
		v.back(q, o)
	}
	if v.State == "returned" {
		if err := v.read(q, o, last); err != nil {
			return err
		}
	}
	v.Next = web.Next{Who: q.T("application.next.you")}
	switch {
	case len(people) == 0:
		v.Next.What = q.T("application.sign.nobody")
	case v.State == "asked" && !signs:
		v.Next = web.Next{Who: strings.Join(names, ", "), What: q.T("application.sign.next_wait", "Moment", localTime(q, last.Asked))}
	case v.State == "asked":
		v.Next.What = q.T("application.sign.next_yours", "Name", nameBook{}.of(q, last.AskedBy))
	default:
		v.Next.What = q.T("application.sign.next." + v.State)
	}
	if c := o.clock(q); c.HasEnd {
		v.Next.What += " " + q.T("application.sign.left", "Left", c.Left)
	}
	return nil
}

// read is what the certifier wrote when sending back.
func (v *signView) read(q *web.Request, o opened, last Round) error {
	words, err := returned(q.Reader(), last)
	if w := words[""]; w != "" {
		v.Returned = append(v.Returned, signLine{Label: q.T("application.sign.whole"), Words: w, Link: "/applications/" + o.ID})
	}
	for _, s := range o.call.Form.Sections {
		if w := words[s.ID]; w != "" {
			v.Returned = append(v.Returned, signLine{s.Title.In(q.Lang), "/applications/" + o.ID + "/sections/" + s.ID, w})
		}
	}
	return err
}

// back is where the certifier writes what is to be changed.
func (v *signView) back(q *web.Request, o opened) {
	one := func(section, label string) {
		name := "back-" + section
		v.Back = append(v.Back, web.Field{Name: name, Label: label, Rows: 2, Value: q.PostFormValue(name)})
	}
	one("", q.T("application.sign.whole"))
	for _, s := range o.call.Form.Sections {
		one(s.ID, s.Title.In(q.Lang))
	}
}

// localTime is a moment as the site's people read it.
func localTime(q *web.Request, t time.Time) string {
	if q.Site.Zone != nil {
		t = t.In(q.Site.Zone)
	}
	return lang.DateTime(q.Lang, t)
}

func (h *house) askToSign(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, AskToSign, Asking{Application: q.PathValue("id")})
	return h.afterSigning(q, err)
}

// sign signs what was read, and submits it where that was asked for too.
func (h *house) sign(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Sign, Signing{Application: q.PathValue("id"), Hash: q.Value("hash")})
	if err == nil && q.Value("then") == "submit" {
		return h.submit(q)
	}
	return h.afterSigning(q, err)
}

func (h *house) sendBack(q *web.Request) (web.Answer, error) {
	in := Returning{q.PathValue("id"), map[string]string{}}
	for name := range q.PostForm {
		if section, ok := strings.CutPrefix(name, "back-"); ok {
			in.Words[section] = unix(q.PostFormValue(name))
		}
	}
	_, err := web.Do(q, SendBack, in)
	return h.afterSigning(q, err)
}

// afterSigning shows the check page again, as it is now or with what was refused.
func (h *house) afterSigning(q *web.Request, err error) (web.Answer, error) {
	if err == nil {
		return web.See("/applications/" + q.PathValue("id") + "/check#sign"), nil
	}
	kind := refusal.KindOf(err)
	if kind != refusal.Invalid && kind != refusal.Conflict && kind != refusal.Closed {
		return nil, err
	}
	o, failed := h.open(q, true)
	if failed != nil {
		return nil, failed
	}
	v, failed := h.checkView(q, o)
	if failed != nil {
		return nil, failed
	}
	complaints, status := q.Heard(err)
	if complaints == nil {
		complaints = []web.Complaint{{Sentence: said(q, err)}}
	}
	if v.Complaints, v.Refused = complaints, complaints[0].Sentence; complaints[0].Field != "" {
		v.Refused = ""
		v.Sign.hear(v.Complaints)
	}
	return checkPage.With(max(status, 409), v), nil
}

// hear puts what is wrong beside where it was written.
func (v *signView) hear(complaints []web.Complaint) {
	v.IsBack = true
	for i := range v.Back {
		for j := range complaints {
			if complaints[j].Field == v.Back[i].Name {
				v.Back[i].Complaint, complaints[j].About = complaints[j].Sentence, v.Back[i].Label
			}
		}
	}
}

// signature is who signed what was submitted, as receipts say it.
type signature struct {
	By string // "" for those outside the organisation
	At string
}

// signatureUnder is the signature under a version that was submitted; nil for none.
func (o opened) signatureUnder(q *web.Request, s Submission) (*signature, error) {
	round, err := SignatureOf(q.Reader(), o.ID, s.Hash)
	if err != nil || round.N == 0 {
		return nil, err
	}
	v := &signature{At: moment(round.At, o.call.Window)(q.Lang)}
	if o.Reads(q.Actor()) {
		v.By = nameBook{}.of(q, round.By)
	}
	return v, nil
}
