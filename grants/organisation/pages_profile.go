package organisation

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var profilePage = web.NewPage[profileView](files, "pages/profile.html")

// profileView is the profile: a form for those who speak for the organisation, a list for its readers.
type profileView struct {
	web.Head
	Organisation Organisation
	Seen         int64
	CanEdit      bool
	Done         string // what has just been done
	Groups       []factGroup
	Changes      []factChange
}

type factGroup struct {
	Title, Help string
	Fields      []web.Field
}

// factChange is a line of the history.
type factChange struct {
	Label, Value, By string
	At               time.Time
}

// groups are the facts as they are parted on the page.
var groups = []struct {
	name  string
	facts []string
}{
	{"where", []string{"address", "postcode", "settlement"}},
	{"reach", []string{"phone", "email", "web", "contact"}},
	{"who", []string{"representative", "representative_role"}},
	{"business", []string{"vat", "founded", "employees", "iban"}},
	{"experience", []string{"experience"}},
}

// shownChanges is how much of the history the page has.
const shownChanges = 50

// ownOnly lets an organisation's people see its profile, and nobody else: it has an account number in it.
func ownOnly(q *web.Request) error {
	if err := web.SignedIn(q); err != nil {
		return err
	}
	if MayRead(q.Actor(), q.PathValue("organisation")) {
		return nil
	}
	return refusal.New(refusal.Missing, "look.refusal.missing")
}

func showProfile(q *web.Request) (web.Answer, error) {
	v, err := newProfile(q, nil)
	return profilePage.Show(v), err
}

func describe(q *web.Request) (web.Answer, error) {
	in := Describing{Organisation: q.PathValue("organisation"), Facts: map[Key]string{}}
	in.Seen, _ = strconv.ParseInt(q.PostFormValue("-seen"), 10, 64)
	for _, k := range keys() {
		if q.PostForm.Has(string(k)) {
			in.Facts[k] = q.PostFormValue(string(k))
		}
	}
	_, err := web.Do(q, Describe, in)
	var r *refusal.Refusal
	if err == nil {
		return web.See("/organisations/" + in.Organisation + "/profile?saved=1"), nil
	}
	if !errors.As(err, &r) || r.Kind != refusal.Invalid {
		return nil, err
	}
	v, failed := newProfile(q, err)
	return profilePage.Refuse(v), failed
}

func newProfile(q *web.Request, refused error) (profileView, error) {
	o, err := Find(q.Reader(), q.PathValue("organisation"))
	if err != nil {
		return profileView{}, err
	}
	all, err := said(q.Reader(), o.ID)
	if err != nil {
		return profileView{}, err
	}
	p := upTo(all, 1<<62)
	v := profileView{Head: web.Head{Title: q.T("organisation.profile.title"), Complaints: q.Complaints(refused),
		Crumbs: []web.Crumb{{Name: q.T("organisation.list.title"), Link: "/organisations"}, {Name: o.Name, Link: "/organisations/" + o.ID}}},
		Organisation: o, Seen: p.Entry(), CanEdit: MaySpeak(q.Actor(), o.ID)}
	if q.Value("saved") != "" && refused == nil {
		v.Done = q.T("organisation.profile.saved")
	}
	for _, g := range groups {
		v.Groups = append(v.Groups, v.group(q, g.name, g.facts, p))
	}
	v.Changes, err = factChanges(q, all)
	return v, err
}

func (v profileView) group(q *web.Request, name string, facts []string, p Profile) factGroup {
	g := factGroup{Title: q.T("organisation.profile.group." + name)}
	if key := "organisation.profile.group_help." + name; q.Site.Catalog.Has(key) {
		g.Help = q.T(key)
	}
	for _, k := range keys() {
		if fact, _ := k.parts(); slices.Contains(facts, fact) {
			g.Fields = append(g.Fields, v.factField(q, k, p[k].Value))
		}
	}
	return g
}

// inputs says how facts are best typed: what the browser may fill in, and with which keys on a phone.
var inputs = map[string]web.Field{
	"address": {Autocomplete: "address-line1"}, "postcode": {Autocomplete: "postal-code", Size: 12}, "settlement": {Autocomplete: "address-level2"},
	"phone": {Type: "tel", Autocomplete: "tel"}, "email": {Type: "email", Autocomplete: "email"}, "web": {Inputmode: "url", Autocomplete: "url"},
	"founded": {Inputmode: "numeric", Size: 6}, "employees": {Inputmode: "numeric", Size: 8}, "vat": {Size: 20}, "iban": {Autocomplete: "off", Size: 34},
	"experience": {Rows: 6},
}

func (v profileView) factField(q *web.Request, k Key, value string) web.Field {
	name, _ := k.parts()
	f := inputs[name]
	f.Name, f.Label, f.Value, f.Complaint = string(k), factLabel(q, k), value, v.Complaint(string(k))
	if key := "organisation.profile.help." + name; q.Site.Catalog.Has(key) {
		f.Help = q.T(key)
	}
	if typed, posted := q.PostForm[string(k)]; posted {
		f.Value = strings.Join(typed, " ")
	}
	return f
}

func factLabel(q *web.Request, k Key) string {
	name, lang := k.parts()
	if lang == "" {
		return q.T("organisation.fact." + name)
	}
	return q.T("organisation.profile.in." + lang)
}

// factChanges are the last changes, the newest first.
func factChanges(q *web.Request, all []Said) ([]factChange, error) {
	names := map[string]string{}
	var changes []factChange
	for i := len(all) - 1; i >= 0 && len(changes) < shownChanges; i-- {
		s := all[i]
		if _, known := names[s.By]; !known {
			p, err := account.Find(q.Reader(), s.By)
			if err != nil && refusal.KindOf(err) != refusal.Missing {
				return nil, err
			}
			names[s.By] = p.Name
		}
		name, lang := s.Key.parts()
		label := q.T("organisation.fact." + name)
		if lang != "" {
			label += ", " + q.T("organisation.profile.in."+lang)
		}
		changes = append(changes, factChange{label, s.Value, names[s.By], s.At})
	}
	return changes, nil
}
