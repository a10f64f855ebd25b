package account

import (
	"strconv"
	"strings"
	"time"

	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/search"
	"vekst/platform/web"
)

var (
	peoplePage = web.NewPage[peopleView](files, "pages/people.html")
	personPage = web.NewPage[personView](files, "pages/person.html")
)

// shownPeople is how many people a page of the list shows; searching finds the others.
const shownPeople = 50

type peopleView struct {
	web.Head
	Search string
	People []personRow
	More   bool
}

type personRow struct {
	Person
	Roles []string // in words
}

func showPeople(q *web.Request) (web.Answer, error) {
	v := peopleView{Head: web.Head{Title: q.T("account.people.title")}, Search: q.Value("search")}
	people, err := findPeople(q.Reader(), v.Search, shownPeople+1)
	if err != nil {
		return nil, err
	}
	if v.More = len(people) > shownPeople; v.More {
		people = people[:shownPeople]
	}
	for _, p := range people {
		grants, err := programmeGrants(q.Reader(), p.ID)
		if err != nil {
			return nil, err
		}
		row := personRow{Person: p}
		for _, g := range grants {
			row.Roles = append(row.Roles, inWords(q, g))
		}
		v.People = append(v.People, row)
	}
	return peoplePage.Show(v), nil
}

type personView struct {
	web.Head
	Person  Person
	Held    []heldRole
	Role    web.Choice
	History []roleChange
}

type heldRole struct{ Role, Scope, Words string }

type roleChange struct {
	At         time.Time
	Words, Who string
}

func showPerson(q *web.Request) (web.Answer, error) {
	v, err := newPersonView(q, nil)
	if err != nil {
		return nil, err
	}
	return personPage.Show(v), nil
}

func newPersonView(q *web.Request, refused error) (personView, error) {
	p, err := Find(q.Reader(), q.PathValue("person"))
	if err != nil {
		return personView{}, err
	}
	v := personView{Head: web.Head{Title: p.Name, Crumbs: []web.Crumb{{Name: q.T("account.people.title"), Link: "/people"}},
		Complaints: q.Complaints(refused)}, Person: p}
	grants, err := programmeGrants(q.Reader(), p.ID)
	if err != nil {
		return v, err
	}
	for _, g := range grants {
		v.Held = append(v.Held, heldRole{g.Role, g.Scope, inWords(q, g)})
	}
	v.Role = web.Choice{Name: "role", Label: q.T("account.people.give_label"), Value: q.PostFormValue("role"), Complaint: v.Complaint("role")}
	for _, role := range ProgrammeRoles {
		v.Role.Options = append(v.Role.Options, web.Option{Value: role, Label: q.T("account.role." + role)})
	}
	v.History, err = roleHistory(q, p.ID)
	return v, err
}

func inWords(q *web.Request, g Grant) string {
	if g.Scope == "" {
		return q.T("account.people.everywhere", "Role", q.T("account.role."+g.Role))
	}
	return q.T("account.role." + g.Role)
}

func give(q *web.Request) (web.Answer, error) {
	person := q.PathValue("person")
	_, err := web.Do(q, GiveRole, Grant{person, q.PostFormValue("role"), Programme})
	return afterRoles(q, person, err)
}

func take(q *web.Request) (web.Answer, error) {
	person := q.PathValue("person")
	_, err := web.Do(q, TakeRole, Grant{person, q.PostFormValue("role"), q.PostFormValue("scope")})
	return afterRoles(q, person, err)
}

func afterRoles(q *web.Request, person string, refused error) (web.Answer, error) {
	if refused == nil {
		return web.See("/people/" + person), nil
	}
	v, err := newPersonView(q, asComplaint(refused))
	if err != nil {
		return nil, err
	}
	return refuse(refused, func(error) web.Answer { return personPage.Refuse(v) })
}

// roleHistory reads from the audit trail who gave and took the person's roles, the newest first.
func roleHistory(q *web.Request, person string) ([]roleChange, error) {
	entries, err := roleEntries(q.Reader(), person)
	if err != nil {
		return nil, err
	}
	var all []roleChange
	for _, e := range entries {
		entry, err := audit.ParseEntry([]byte(e))
		if err != nil {
			return nil, err
		}
		facts := map[string]string{}
		for _, f := range entry.Detail {
			facts[f.Name] = f.Value
		}
		key := "account.people.given"
		if strings.HasSuffix(entry.Action, "take_role") {
			key = "account.people.taken"
		}
		all = append(all, roleChange{entry.At, q.T(key, "Role", inWords(q, Grant{person, facts["role"], facts["scope"]})), nameOf(q, entry.Actor)})
	}
	return all, nil
}

// nameOf is who acted, in words: a person's name, or the program.
func nameOf(q *web.Request, actor string) string {
	if strings.HasPrefix(actor, "system:") {
		return q.T("account.people.program")
	}
	p, err := Find(q.Reader(), actor)
	if err != nil {
		return actor
	}
	return p.Name
}

func roleEntries(r db.Reader, person string) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT entry FROM audit_entries WHERE kind = 'person' AND subject = $1
		AND action IN ('account.give_role', 'account.take_role') ORDER BY id DESC LIMIT 20`, person)
}

func programmeGrants(r db.Reader, person string) ([]Grant, error) {
	return db.All(r, func(s db.Scanner, g *Grant) error { return s.Scan(&g.Person, &g.Role, &g.Scope) },
		`SELECT person, role, scope FROM account_grants WHERE person = $1 AND role NOT IN ('owner', 'editor', 'reader', 'certifier') ORDER BY role, scope`, person)
}

// findPeople lists people by name whose name or address has every word that is looked for.
func findPeople(r db.Reader, looked string, limit int) ([]Person, error) {
	var where strings.Builder
	var args []any
	for _, patterns := range search.Read(looked).Patterns() {
		where.WriteString(" AND (1 = 0")
		for _, p := range patterns {
			args = append(args, p)
			where.WriteString(" OR search LIKE $" + strconv.Itoa(len(args)))
		}
		where.WriteString(")")
	}
	args = append(args, limit)
	return db.All(r, scanPerson, `SELECT id, name, email, lang FROM people WHERE 1 = 1`+where.String()+
		` ORDER BY sort_key, id LIMIT $`+strconv.Itoa(len(args)), args...)
}
