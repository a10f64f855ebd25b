package application

import (
	"maps"
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
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
		if err := b.takesPersons(tx); err != nil {
			return Application{}, err
		}
		a, err := b.begin(tx)
		if err != nil {
			return a, err
		}
		who, err := applicantOf(tx, a.Organisation)
		if err != nil {
			return a, err
		}
		return a, lay(tx, a, who.known(b.call.Form, a.Lang))
	},
})

// takesPersons refuses a person in their own name where the call is for organisations only.
func (b begun) takesPersons(tx *action.Tx) error {
	if b.call.Applicants.NaturalPersons || b.Organisation == "" {
		return nil
	}
	o, err := organisation.Find(tx, b.Organisation)
	if err == nil && o.Kind == organisation.Person {
		err = refusal.New(refusal.Conflict, "application.start.no_persons")
	}
	return err
}

// begin makes an empty draft, where the applicant may have one more.
func (b begun) begin(tx *action.Tx) (Application, error) {
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
	return a, follows(tx, a)
}

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

// applicant is what the register and the profile say about who applies.
type applicant struct {
	organisation.Organisation
	profile organisation.Profile
}

func applicantOf(r db.Reader, id string) (applicant, error) {
	o, err := organisation.Find(r, id)
	if err != nil {
		return applicant{}, err
	}
	p, err := organisation.ProfileOf(r, id)
	return applicant{o, p}, err
}

// known is what the register and the profile already say, as answers to a form in a language.
func (w applicant) known(form call.Form, language string) []Taken {
	var all []Taken
	who := applicantField(form)
	for _, f := range fieldsOf(form) {
		if f.ID == who {
			all = append(all, w.introduced(f.ID, language)...)
		} else if f.SameAs != "" {
			all = append(all, w.described(f, language)...)
		}
	}
	return all
}

// applicantField is the question who applies: the first of its kind. It is "" where a form does not ask.
func applicantField(form call.Form) string {
	for _, f := range fieldsOf(form) {
		if f.Kind == call.Organisation {
			return f.ID
		}
	}
	return ""
}

// described answers a question that asks a fact of the profile, where the profile has it, in the language of the
// application, and it fits.
func (w applicant) described(f call.Field, language string) []Taken {
	fact, _ := f.Fact()
	said := w.profile[organisation.KeyOf(fact, language)]
	if said.Value == "" || over(f, said.Value) > 0 {
		return nil
	}
	return []Taken{{f.ID, FromProfile, w.ID, said.Value}}
}

func (w applicant) introduced(field, language string) []Taken {
	if w.Kind == organisation.Person {
		return []Taken{{field + "/name", FromRegister, w.ID, w.Name}}
	}
	known := map[string]string{"name": w.Name, "registration": w.Number, "country": w.Country, "seat": w.Seat}
	if slices.Contains(call.LegalKinds, w.Kind) {
		known["kind"] = w.Kind
	}
	if w.Country == "BG" {
		known["seat"] = places().Label(w.Seat, language)
	}
	var all []Taken
	for _, part := range slices.Sorted(maps.Keys(known)) {
		all = append(all, Taken{field + "/" + part, FromRegister, w.ID, known[part]})
	}
	return all
}

// lay writes answers that nobody typed into a new draft, with where each comes from.
func lay(tx *action.Tx, a Application, all []Taken) error {
	for _, t := range all {
		if err := replace(tx, a.ID, Standing{}, Answer{t.Path, t.Value, 0, tx.Now(), tx.Actor().Name()}); err != nil {
			return err
		}
	}
	return keepSources(tx, a.ID, all)
}
