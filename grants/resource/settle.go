package resource

import (
	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/platform/action"
)

var (
	toldProposed  = notice.Define(notice.Kind{Key: "resource.told.proposed", Way: notice.Daily})
	toldConfirmed = notice.Define(notice.Kind{Key: "resource.told.confirmed", Way: notice.Daily})
	toldReturned  = notice.Define(notice.Kind{Key: "resource.told.returned", Way: notice.AtOnce})
	toldRetired   = notice.Define(notice.Kind{Key: "resource.told.retired", Way: notice.Daily})
	toldMerged    = notice.Define(notice.Kind{Key: "resource.told.merged", Way: notice.Daily})
)

// settle keeps a change of what is not written of a resource, and tells whoever proposed it where they are told such things.
func (s *subject) settle(tx *action.Tx, verb string, d Detail, told notice.Kind) error {
	if err := s.record(tx, verb, d); err != nil {
		return err
	}
	m, err := knownMunicipality(tx, s.Municipality)
	if err != nil {
		return err
	}
	if err := update(tx, s.Resource, findable(s.Resource, m)); err != nil || told.Key == "" || s.By == "" {
		return err
	}
	return notice.Tell(tx, told, s.news(Link(s.ID)), s.By)
}

func (s *subject) news(link string) notice.News {
	return notice.News{About: notice.Subject{Kind: "resource", ID: s.ID, Title: s.Name}, Link: link}
}

// Link is the address of a resource, without its language.
func Link(id string) string { return "/resources/" + id }

// deskLink is where officials decide.
const deskLink = "/resources/desk"

// tellOfficials tells those who decide that something waits: the people of the municipality, or, where it has none yet, the
// operators of the programme.
func tellOfficials(tx *action.Tx, s subject) error {
	var people []string
	for _, o := range s.officials {
		members, err := organisation.Members(tx, o)
		if err != nil {
			return err
		}
		for _, m := range members {
			if m.Role == account.Owner || m.Role == account.Editor {
				people = append(people, m.Person.ID)
			}
		}
	}
	if len(people) == 0 {
		operators, err := account.WithRole(tx, account.Operator, account.Programme)
		if err != nil {
			return err
		}
		return notice.TellPeople(tx, toldProposed, s.news(deskLink), operators)
	}
	return notice.Tell(tx, toldProposed, s.news(deskLink), people...)
}
