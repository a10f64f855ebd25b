// Package organisation knows the legal entities that apply, take part and are paid, and who may speak for each of them.
//
// Whatever is applied for, signed or reported belongs to an organisation, never to a person: people come and go. A member
// is owner, editor or reader. There is always at least one owner; who leaves as the last one hands over first.
package organisation

import "time"

// Kinds of organisations.
const (
	Municipality = "municipality"
	PublicBody   = "public-body"
	Company      = "company"
	NGO          = "ngo"
	School       = "school" // school, university, research
	Other        = "other-body"
)

// Kinds lists the kinds in the order they are shown.
var Kinds = []string{Municipality, PublicBody, Company, NGO, School, Other}

// Countries lists where organisations can be from: the beneficiary state, then the donors; "OTHER" is any other.
var Countries = []string{"BG", "NO", "IS", "LI", OtherCountry}

// OtherCountry is the country of an organisation from none of the four.
const OtherCountry = "OTHER"

// Organisation is a legal entity.
type Organisation struct {
	ID      string
	Name    string // as it stands in the register, in its own language
	Country string // one of Countries
	Number  string // digits of the EIK or the Norwegian number; as typed for other countries
	Kind    string
	Seat    string // code of the municipality for Bulgaria (VTR13), free text elsewhere
	Created time.Time
	// Confirmed is when an operator confirmed that it is a municipality, and Municipality the code of the one it is; empty while
	// nobody has, and of other kinds.
	Confirmed    time.Time
	Municipality string
}

// IsMunicipality says whether it decides for a municipality: it says that it is one, and an operator has
// confirmed it. Anybody can register an organisation and say what it is.
func (o Organisation) IsMunicipality() bool { return o.claimsMunicipality() && !o.Confirmed.IsZero() }

func (o Organisation) claimsMunicipality() bool { return o.Kind == Municipality }

// NameLimit and SeatLimit are in characters.
const (
	NameLimit = 200
	SeatLimit = 120
)

// Membership is an organisation of somebody's, and what they are in it: account.Owner, Editor or Reader.
type Membership struct {
	Organisation Organisation
	Role         string
}
