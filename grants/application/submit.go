package application

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Sending is what to submit. Key is new for each page with a button, so that a request that is sent twice is known.
type Sending struct {
	Application string
	Key         string

	frozen frozen
}

// frozen is what a submission will be, made outside the change from one revision of the draft.
type frozen struct {
	rev          int64
	call         call.Published
	content      []byte
	hash         [32]byte
	requested    int64
	municipality string
	complaints   int // how many things stand in the way; then there is no content
}

// Send submits an application: it freezes the answers as a new version, gives it a number, and leaves the receipt in the
// mail. It may be tried again for as long as somebody saves at the same time. An application that is submitted already is
// a refusal IsSubmitted knows; its receipt is as good as a second one.
func Send(ctx context.Context, door *action.Door, actor action.Actor, in Sending) (v Submission, err error) {
	for range 3 {
		v, err = Submit.Run(ctx, door, actor, in)
		if !errors.Is(err, errChanged) {
			return v, err
		}
	}
	return v, refusal.New(refusal.Conflict, "application.submit.changing")
}

var errChanged = errors.New("application: the draft has changed since it was examined")

var errSubmitted = errors.New("application: submitted already")

// IsSubmitted says whether a submission was refused because it had been done before.
func IsSubmitted(err error) bool { return errors.Is(err, errSubmitted) }

// Submit is one attempt of Send.
var Submit = action.Define(action.Definition[Sending, timed, Submission]{
	Name:    "application.submit",
	Prepare: freeze,
	Load:    func(tx *action.Tx, in Sending) (timed, error) { return load(tx, in.Application) },
	May:     append(mayEdit(), certifiersOnly()...),
	When: action.Moment[timed]{Is: "while the call is open, until and including the closing moment", Check: func(now time.Time, t timed) error {
		if t.State == Submitted {
			return submittedAlready()
		}
		if err := open(t.window, now); err != nil {
			return err
		}
		return isDraft(t.Application)
	}},
	Do: submit,
})

func submittedAlready() error {
	r := refusal.New(refusal.Conflict, "application.submit.already")
	r.Cause = errSubmitted
	return r
}

// freeze examines a draft and makes its document, or counts what is wrong with one that is not ready. What it reads is checked
// again, by its revision, when the change is made; and only then is anybody told, once it is known that they may submit and
// that the call is open.
func freeze(ctx context.Context, r db.Reader, in *Sending) error {
	a, err := Find(r, in.Application)
	if err != nil || a.State != Draft {
		return err // the change itself will say why
	}
	all, disputed, err := typed(r, a.ID)
	if err != nil {
		return err
	}
	f := frozen{rev: a.Rev}
	if f.call, err = definition(r, a.Call, a.CallVersion); err != nil {
		return err
	}
	x := f.call.Form.Examine(all, World(), action.MomentOf(ctx))
	waiting, err := unready(r, a.ID)
	if err != nil {
		return err
	}
	f.complaints = len(x.Complaints()) + disputed + waiting
	if hasFiles(f.call.Form, all) {
		bad, err := infectedFiles(r, a.ID)
		if err != nil {
			return err
		}
		f.complaints += len(bad)
	}
	if f.complaints > 0 {
		in.frozen = f
		return nil
	}
	if f.content, err = x.Document(); err != nil {
		return err
	}
	f.hash, f.requested, f.municipality = sha256.Sum256(f.content), x.Budget().Grant, placeOf(f.call.Form, x, all)
	in.frozen = f
	return nil
}

// placeOf is the municipality an application is for: the answer to the first field of that kind that is shown.
func placeOf(form call.Form, x *call.Examination, answers call.Answers) string {
	for _, s := range form.Sections {
		for _, f := range s.Fields {
			if f.Kind == call.Municipality && x.Answered(f.ID) {
				return answers[f.ID]
			}
		}
	}
	return ""
}

func submit(tx *action.Tx, in Sending, t timed) (Submission, error) {
	f := in.frozen
	if err := f.ready(t); err != nil {
		return Submission{}, err
	}
	if again, err := repeated(tx, t.Application, in.Key); err != nil {
		return Submission{}, err
	} else if again {
		return Submission{}, submittedAlready()
	}
	if err := f.signed(tx, t.Application); err != nil {
		return Submission{}, err
	}
	v := Submission{Application: t.ID, Call: t.Call, CallVersion: t.CallVersion, Programme: t.Programme, Organisation: t.Organisation,
		Version: t.Version + 1, Number: t.Number, Lang: t.Lang, Title: t.Title, Received: tx.Now(), Hash: hex.EncodeToString(f.hash[:]), Content: f.content,
		Requested: f.requested, Municipality: f.municipality, AuditID: tx.AuditID()}
	tx.About("application", v.Application)
	tx.OnBehalf(v.Organisation)
	if err := number(tx, &v, f.call.Definition); err != nil {
		return v, err
	}
	if err := errors.Join(attest(tx, v, f), insertVersion(tx, v, in.Key), stand(tx, v)); err != nil {
		return v, err
	}
	if err := tellContributed(tx, v, f.call.Kind); err != nil {
		return v, err
	}
	return v, write(tx, v, f.call)
}

// number gives a first version the next number of the call. Where the call limits how many there may be, taking the
// number also makes others wait, so that two cannot both be the last that fits.
func number(tx *action.Tx, v *Submission, d call.Definition) error {
	n, err := taken(tx, v)
	if err != nil {
		return err
	}
	if v.Number == "" {
		v.Number = d.Numbered(int(n))
	}
	return limits(tx, *v, d)
}

func taken(tx *action.Tx, v *Submission) (int64, error) {
	if v.Number != "" {
		return 0, hold(tx, v.Call)
	}
	return next(tx, v.Call)
}

// limits refuses one submission more than the call takes from an applicant or for a municipality.
func limits(tx *action.Tx, v Submission, d call.Definition) error {
	if most := int64(d.Applicants.PerApplicant); most > 0 {
		n, err := count(tx, `SELECT COUNT(*) FROM applications WHERE organisation = $1 AND call = $2 AND standing > 0 AND id <> $3`,
			v.Organisation, v.Call, v.Application)
		if err := beyond(n, most, err, "application.submit.enough_applicant"); err != nil {
			return err
		}
	}
	most := int64(d.Applicants.PerMunicipality)
	if most == 0 || v.Municipality == "" {
		return nil
	}
	n, err := count(tx, `SELECT COUNT(*) FROM applications WHERE call = $1 AND standing > 0 AND municipality = $2 AND id <> $3`,
		v.Call, v.Municipality, v.Application)
	place := func(l string) string { return places().Label(v.Municipality, l) }
	return beyond(n, most, err, "application.submit.enough_municipality", "Place", inAll(place))
}

// beyond refuses when there are as many as there may be.
func beyond(n, most int64, err error, key string, args ...any) error {
	if err != nil || n < most {
		return err
	}
	return refusal.New(refusal.Conflict, key, append(args, "Count", most)...)
}

// attest puts what the receipt will say among the facts of the audit entry.
func attest(tx *action.Tx, v Submission, f frozen) error {
	facts, err := audit.Submission{Number: v.Number, Call: f.call.Code, Title: f.call.Title.In(text.BG), Content: f.hash,
		Received: v.Received, Zone: f.call.Window.Zone}.Facts()
	for _, fact := range facts {
		tx.Note(fact.Name, fact.Value)
	}
	return err
}

// write leaves the receipt in the mail of the person who submitted.
func write(tx *action.Tx, v Submission, c call.Published) error {
	if !tx.Actor().Person() {
		return nil
	}
	p, err := account.Find(tx, tx.Actor().ID)
	if err != nil {
		return err
	}
	return tx.Tell(mail.Kind, mail.Letter{To: p.Email, Name: p.Name, Lang: p.Lang, Key: "application.mail.receipt", Foot: "application.mail.always", Args: map[string]string{
		"Number": v.Number, "Title": v.Title, "Call": c.Title.In(p.Lang), "Hash": v.Hash,
		"Received": lang.Exact(p.Lang, v.Received.In(c.Window.Location())), "Link": "/applications/" + v.Application + "/receipt"}})
}
