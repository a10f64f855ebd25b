package account

// Roles in a programme. The scope of a grant is the programme's id, or empty for every programme.
const (
	Administrator = "administrator"
	Operator      = "operator"
	Adviser       = "adviser"
	Expert        = "expert"
	Committee     = "committee"
	Observer      = "observer"
	Auditor       = "auditor"
)

// Roles in an organisation. The scope of a grant is the organisation's id.
const (
	Owner  = "owner"
	Editor = "editor"
	Reader = "reader"
)
