package account

// Programme is the identifier of the one programme there is, the scope of the programme's roles.
const Programme = "bg-localdev"

// Roles in a programme. Their scope is the programme's identifier, or "" for everywhere.
const (
	Administrator = "administrator" // gives and takes roles
	Operator      = "operator"      // designs calls, checks, contracts, pays
	Adviser       = "adviser"       // mentors strategies and project ideas
	Expert        = "expert"        // assesses applications
	Committee     = "committee"     // takes part in decisions on the list
	Observer      = "observer"      // sees the list and its reasons, for donors and focal points
	Auditor       = "auditor"       // sees everything, changes nothing
)

// ProgrammeRoles lists the roles in a programme, in the order they are shown.
var ProgrammeRoles = []string{Administrator, Operator, Adviser, Expert, Committee, Observer, Auditor}

// Roles in an organisation. Their scope is the organisation's identifier.
const (
	Owner  = "owner"  // speaks for it and decides who else may
	Editor = "editor" // speaks for it
	Reader = "reader" // sees what is the organisation's
)

// Certifier is what a member of an organisation may be besides their role: who signs applications before they are submitted.
const Certifier = "certifier"

// MemberRoles lists the roles in an organisation, the most powerful first.
var MemberRoles = []string{Owner, Editor, Reader}
