package demo

// Invitation is a line for those who start the demonstration from a terminal: a person, a link that signs in as them, and
// what to try. Like all that is said on terminals it is in English.
type Invitation struct{ Name, Link, Try string }

// Invitations lists one person for each role.
func Invitations() []Invitation {
	tries := map[string]string{
		"owner":         "applicant: finish the draft, submit it, verify the receipt",
		"officer":       "officer of a small municipality: begin from a blank page",
		"operator":      "programme operator: check, assign experts, rank, propose a decision",
		"second":        "second officer: confirm what the first proposed",
		"expert1":       "expert: declare conflicts, read blind, score with reasons",
		"committee1":    "committee member: see the list and its reasons",
		"observer":      "observer of the donors: look, and change nothing",
		"adviser":       "adviser from Norway: the same, in Norwegian",
		"auditor":       "auditor: follow any decision to its evidence",
		"administrator": "administrator: give and take roles",
	}
	var all []Invitation
	for _, key := range Shown {
		r := role(key)
		all = append(all, Invitation{r.Name, "/demo/be/" + key, tries[key]})
	}
	return all
}
