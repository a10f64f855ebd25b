package application

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/text"
)

// Beginning is for whom and to which call one begins to apply. Lang is the language it will be written in.
type Beginning struct{ Call, Organisation, Lang string }

type begun struct {
	Beginning
	call call.Published
}

// Start begins an application with an empty draft.
var Start = action.Define(action.Definition[Beginning, begun, Application]{
	Name: "application.start",
	Load: func(tx *action.Tx, in Beginning) (begun, error) {
		c, err := call.Find(tx, in.Call)
		return begun{in, c}, err
	},
	May: action.Permits[begun]{
		{Who: "owners and editors of the organisation", If: func(a action.Actor, b begun) bool {
			return Application{Organisation: b.Organisation}.Edits(a)
		}},
		{Who: "the program itself", If: func(a action.Actor, _ begun) bool { return a.System() }},
	},
	When: action.Moment[begun]{Is: "while the call is open", Check: func(now time.Time, b begun) error {
		return open(b.call.Window, now)
	}},
	Do: func(tx *action.Tx, _ Beginning, b begun) (Application, error) {
		if !text.Is(b.Lang) {
			b.Lang = text.BG
		}
		if err := room(tx, b); err != nil {
			return Application{}, err
		}
		a := Application{ID: id.New(), Programme: b.call.Programme, Call: b.call.ID, CallVersion: b.call.Version, Organisation: b.Organisation,
			Lang: b.Lang, State: Draft, Created: tx.Now(), CreatedBy: tx.Actor().Name(), Saved: tx.Now()}
		tx.About("application", a.ID)
		tx.OnBehalf(a.Organisation)
		tx.Note("call", a.Call)
		if err := insert(tx, a); err != nil {
			return a, err
		}
		if err := follows(tx, a); err != nil {
			return a, err
		}
		return a, prefill(tx, a, b.call.Form)
	},
})

// follows lets those who speak for the organisation follow the call, so that they hear of its changes and deadline.
func follows(tx *action.Tx, a Application) error {
	var people []string
	for _, role := range []string{account.Owner, account.Editor} {
		all, err := account.WithRole(tx, role, a.Organisation)
		if err != nil {
			return err
		}
		for _, p := range all {
			people = append(people, p.ID)
		}
	}
	return follow.ByDraft(tx, a.Call, people...)
}

// room refuses one application more than the call allows an applicant. Drafts count too: they can be continued.
func room(tx *action.Tx, b begun) error {
	most := int64(b.call.Applicants.PerApplicant)
	if most == 0 {
		return nil
	}
	n, err := count(tx, `SELECT COUNT(*) FROM applications WHERE organisation = $1 AND call = $2 AND state <> 'withdrawn'`, b.Organisation, b.Call)
	if err == nil && n >= most {
		return refusal.New(refusal.Conflict, "application.start.enough", "Count", most)
	}
	return err
}

// prefill answers what the register already says about the applicant.
func prefill(tx *action.Tx, a Application, form call.Form) error {
	o, err := organisation.Find(tx, a.Organisation)
	if err != nil {
		return err
	}
	p, err := organisation.ProfileOf(tx, a.Organisation)
	if err != nil {
		return err
	}
	isIntroduced := false
	for _, s := range form.Sections {
		for _, f := range s.Fields {
			if f.Kind == call.Organisation && !isIntroduced {
				isIntroduced, err = true, introduce(tx, a, f.ID, o)
			} else if f.SameAs != "" {
				err = a.describe(tx, f, p)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// describe answers a question that asks a fact of the profile, where the profile has it, in the language of the
// application, and it fits.
func (a Application) describe(tx *action.Tx, f call.Field, p organisation.Profile) error {
	fact, _ := f.Fact()
	said := p[organisation.KeyOf(fact, a.Lang)]
	if said.Value == "" || over(f, said.Value) > 0 {
		return nil
	}
	if err := put(tx, a.ID, Answer{f.ID, said.Value, 0, tx.Now(), tx.Actor().Name()}); err != nil {
		return err
	}
	return keepSources(tx, a.ID, []Taken{{f.ID, FromProfile, a.Organisation, said.Value}})
}

func introduce(tx *action.Tx, a Application, field string, o organisation.Organisation) error {
	known := map[string]string{"name": o.Name, "registration": o.Number, "country": o.Country, "seat": o.Seat}
	if slices.Contains(call.LegalKinds, o.Kind) {
		known["kind"] = o.Kind
	}
	if o.Country == "BG" {
		known["seat"] = places().Label(o.Seat, a.Lang)
	}
	for part, value := range known {
		if err := put(tx, a.ID, Answer{field + "/" + part, value, 0, tx.Now(), tx.Actor().Name()}); err != nil {
			return err
		}
		if err := keepSources(tx, a.ID, []Taken{{field + "/" + part, FromRegister, a.Organisation, value}}); err != nil {
			return err
		}
	}
	return nil
}
