package chosen

import (
	"strings"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// SendingBack sends a proposed selection back with the reason.
type SendingBack struct{ Selection, Reason string }

// SendBack ends a proposal. It is kept with the reason, and whoever proposed it is told; a new one can be made.
var SendBack = action.Define(action.Definition[SendingBack, Selection, struct{}]{
	Name: "chosen.send_back",
	Load: func(tx *action.Tx, in SendingBack) (Selection, error) { return hold(tx, in.Selection) },
	May:  officers[Selection](),
	When: whileProposed(),
	Do: func(tx *action.Tx, in SendingBack, s Selection) (struct{}, error) {
		tx.About("chosen", s.ID)
		tx.Note("selection-sha256", s.SHA256)
		reason, err := reasoned(in.Reason, "chosen.refusal.reason")
		if err != nil {
			return struct{}{}, err
		}
		if err := setSentBack(tx, s.ID, reason); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, tellProposer(tx, s)
	},
})

// reasoned is a reason that says something; missing is the complaint about one that does not.
func reasoned(typed, missing string) (string, error) {
	reason := strings.TrimSpace(typed)
	switch {
	case reason == "":
		return "", refusal.Of([]refusal.Complaint{refusal.About("reason", missing)})
	case utf8.RuneCountInString(reason) > mostReason:
		return "", refusal.Of([]refusal.Complaint{refusal.About("reason", "chosen.refusal.reason_long", "Limit", mostReason)})
	}
	return reason, nil
}

var toldSentBack = notice.Define(notice.Kind{Key: "chosen.told.sent_back", Way: notice.AtOnce, Roles: []string{account.Operator}})

func tellProposer(tx *action.Tx, s Selection) error {
	p, err := account.Find(tx, s.ProposedBy)
	if err != nil || tx.Actor().ID == s.ProposedBy {
		return err
	}
	return notice.TellPeople(tx, toldSentBack, notice.News{Link: "/choosing/" + s.ID, About: notice.Subject{Kind: "chosen", ID: s.ID, Title: s.Title}},
		[]account.Person{p})
}
