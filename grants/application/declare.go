package application

import (
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Declaring is a declaration that the people of a partner give for it, or take back.
type Declaring struct {
	Application, Field string
	Withdraw           bool
}

// Declare gives a declaration for a partner, in the name of whoever does. The applicant cannot: it is the partner's word. Who,
// for which organisation and when become part of the document.
var Declare = action.Define(action.Definition[Declaring, partnered, struct{}]{
	Name: "application.declare",
	Load: loadDeclaring,
	May:  partnersOnly(),
	When: whilePartnersWrite(),
	Do: func(tx *action.Tx, in Declaring, p partnered) (struct{}, error) {
		p.about(tx)
		tx.Note("field", in.Field)
		f, ok := p.form.Field(in.Field)
		if !ok || !f.ByEachPartner() || f.ByPartner != p.partner.Field {
			return struct{}{}, refusal.New(refusal.Missing, "look.refusal.missing")
		}
		said, err := p.said(tx, in.Withdraw)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, p.declare(tx, f, said)
	},
})

// loadDeclaring finds the partner whose people the actor is one of.
func loadDeclaring(tx *action.Tx, in Declaring) (partnered, error) {
	t, err := load(tx, in.Application)
	if err != nil {
		return partnered{}, err
	}
	d, err := definition(tx, t.Call, t.CallVersion)
	if err != nil {
		return partnered{}, err
	}
	all, err := Partners(tx, t.ID)
	p, _ := t.Partner(all, organisation.MaySpeak, tx.Actor())
	return partnered{t, p, d.Form}, err
}

// said is what a declaration says of who gave it; nothing where it is taken back.
func (p partnered) said(tx *action.Tx, withdraw bool) (map[string]string, error) {
	if withdraw {
		return nil, nil
	}
	o, err := organisation.Find(tx, p.partner.Organisation)
	if err != nil {
		return nil, err
	}
	by, err := account.Find(tx, tx.Actor().ID)
	return map[string]string{"organisation": o.Name + ", " + o.Country + " " + o.Number, "by": by.Name, "at": tx.Now().UTC().Format(time.RFC3339)}, err
}

// declare writes the declaration of the partner's row.
func (p partnered) declare(tx *action.Tx, f call.Field, said map[string]string) error {
	k := &keeper{tx: tx, a: p.Application, form: p.form}
	var all []Change
	for _, c := range f.Columns {
		all = append(all, Change{Path: f.ID + "/" + p.partner.Row + "/" + c.ID, Value: said[c.ID], Rev: p.Rev})
	}
	var err error
	if k.have, err = present(tx, p.ID, all); err != nil {
		return err
	}
	_, err = k.save(all)
	return err
}

// undeclare takes back what a partner has declared that no longer takes part: it is nobody else's word.
func (p *partnered) undeclare(tx *action.Tx) error {
	answers, _, err := typed(tx, p.ID)
	if err != nil {
		return err
	}
	for _, f := range declaredBy(p.form, p.partner.Field) {
		if !hasRow(answers, f.ID+"/"+p.partner.Row+"/") {
			continue
		}
		if err := p.declare(tx, f, nil); err != nil {
			return err
		}
		p.Rev++
	}
	return nil
}

// declaredBy are the declarations that the partners of a table give.
func declaredBy(form call.Form, partners string) []call.Field {
	var all []call.Field
	for _, s := range form.Sections {
		for _, f := range s.Fields {
			if f.ByEachPartner() && f.ByPartner == partners {
				all = append(all, f)
			}
		}
	}
	return all
}

// isDeclared says whether a path is in a declaration that nobody types.
func isDeclared(form call.Form, path string) bool {
	id, _, _ := strings.Cut(path, "/")
	f, _ := form.Field(id)
	return f.ByEachPartner()
}

// declared is what a page says of a partner's declaration.
type declared struct {
	Path, Name       string // of the partner
	Organisation, By string
	At               time.Time
	IsGiven, IsMine  bool
}

// declarations are those of every partner, or on a partner's page its own.
func (k *asker) declarations(f call.Field) []declared {
	var all []declared
	for _, o := range k.rowOptions(f.ByPartner) {
		if k.mine != nil && k.mine.Row != o.Value {
			continue
		}
		at := f.ID + "/" + o.Value
		d := declared{Path: at, Name: o.Label, Organisation: k.value(at + "/organisation"), By: k.value(at + "/by"), IsMine: k.mine != nil}
		d.At, _ = time.Parse(time.RFC3339, k.value(at+"/at"))
		d.IsGiven = d.Organisation != ""
		all = append(all, d)
	}
	return all
}
