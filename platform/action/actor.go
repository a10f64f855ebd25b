package action

// Actor is who does something: a person with what they were given, or the program itself.
type Actor struct {
	ID     string  // identifier of the person, "" for nobody
	Grants []Grant // what this person was given
	system string
}

// Grant is a role within a scope: operator of a programme, editor of an organisation. An empty scope is everywhere.
type Grant struct{ Role, Scope string }

// System is the program acting by itself under a name such as "seal" or "first-start".
func System(name string) Actor { return Actor{system: name} }

// Nobody is a visitor who is not signed in.
func Nobody() Actor { return Actor{} }

// Person says whether the actor is a person who is signed in.
func (a Actor) Person() bool { return a.ID != "" }

// System says whether the actor is the program itself.
func (a Actor) System() bool { return a.system != "" }

// Name is the identifier as the audit trail keeps it: a person's identifier, system: and the name, or nobody.
func (a Actor) Name() string {
	switch {
	case a.system != "":
		return "system:" + a.system
	case a.ID == "":
		return "nobody"
	}
	return a.ID
}

// Has says whether the actor was given role in scope, or everywhere.
func (a Actor) Has(role, scope string) bool {
	for _, g := range a.Grants {
		if g.Role == role && (g.Scope == scope || g.Scope == "") {
			return true
		}
	}
	return false
}

// HasAny says whether the actor was given one of the roles in scope, or everywhere.
func (a Actor) HasAny(scope string, roles ...string) bool {
	for _, r := range roles {
		if a.Has(r, scope) {
			return true
		}
	}
	return false
}

// Scopes lists where the actor has one of the roles. A list of things takes it, so that nobody is shown what they may
// not see.
func (a Actor) Scopes(roles ...string) []string {
	var scopes []string
	for _, g := range a.Grants {
		for _, r := range roles {
			if g.Role == r {
				scopes = append(scopes, g.Scope)
			}
		}
	}
	return scopes
}
