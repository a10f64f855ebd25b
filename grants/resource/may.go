package resource

import (
	"slices"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
)

// OperatorSpeaks is who spoke where the operator of the programme decided rather than the municipality.
const OperatorSpeaks = "operator"

// subject is what the rules look at: a resource and the organisations that are its municipality.
type subject struct {
	Resource
	officials []string // identifiers of organisations
	noted     bool     // the audit entry has the version already
}

// officialsOf are the organisations that are a municipality, as operators have confirmed.
func officialsOf(r db.Reader, municipality string) ([]string, error) {
	all, err := organisation.Municipal(r, municipality)
	ids := make([]string, len(all))
	for i, o := range all {
		ids[i] = o.ID
	}
	return ids, err
}

func holdSubject(tx *action.Tx, id string) (subject, error) {
	r, err := hold(tx, id)
	if err != nil {
		return subject{}, err
	}
	officials, err := officialsOf(tx, r.Municipality)
	return subject{Resource: r, officials: officials}, err
}

// speaks is for whom the actor speaks of the resource: the municipality, the operator, or nobody but themselves.
func (s subject) speaks(a action.Actor) string {
	for _, o := range s.officials {
		if organisation.MaySpeak(a, o) {
			return o
		}
	}
	if a.Has(account.Operator, account.Programme) || a.System() {
		return OperatorSpeaks
	}
	return ""
}

// isOfficial says whether the actor decides on the resource.
func (s subject) isOfficial(a action.Actor) bool { return s.speaks(a) != "" }

// isFrom says whether the actor proposed it.
func (s subject) isFrom(a action.Actor) bool { return a.Person() && a.ID == s.By }

// officials may decide.
func officials() action.Permits[subject] {
	return action.Permits[subject]{
		{Who: "an owner or editor of the municipality where it is, or an operator of the programme", If: func(a action.Actor, s subject) bool { return a.Person() && s.isOfficial(a) }},
		{Who: "the program itself", If: func(a action.Actor, _ subject) bool { return a.System() }},
	}
}

// Scope is for which municipalities somebody decides: all of them, or those listed.
type Scope struct {
	All   bool
	Codes []string
}

// ScopeOf is for which municipalities an actor decides.
func ScopeOf(r db.Reader, a action.Actor) (Scope, error) {
	if a.Has(account.Operator, account.Programme) {
		return Scope{All: true}, nil
	}
	var s Scope
	mine, err := organisation.Of(r, a)
	for _, m := range mine {
		o := m.Organisation
		if o.IsMunicipality() && organisation.MaySpeak(a, o.ID) && !slices.Contains(s.Codes, o.Municipality) {
			s.Codes = append(s.Codes, o.Municipality)
		}
	}
	return s, err
}

// Has says whether a municipality is in the scope.
func (s Scope) Has(municipality string) bool { return s.All || slices.Contains(s.Codes, municipality) }

// Empty says whether there is nothing to decide.
func (s Scope) Empty() bool { return !s.All && len(s.Codes) == 0 }

func (s Scope) where() (string, []any) {
	if s.All {
		return "", nil
	}
	return " AND municipality IN " + db.In(1, len(s.Codes)), db.Args(s.Codes)
}

// MaySee says whether an actor may see a resource that is not public: who proposed it, and officials.
func MaySee(r db.Reader, a action.Actor, it Resource) (bool, error) {
	if a.Person() && a.ID == it.By {
		return true, nil
	}
	s, err := ScopeOf(r, a)
	return s.Has(it.Municipality), err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
