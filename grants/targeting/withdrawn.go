package targeting

import (
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Turn is one thing that became of a published index after it was published.
type Turn struct {
	Number     int
	Kind       TurnKind
	Reason     text.Text
	ReplacedBy string // id of the index to be used instead; empty for none
	By         string // the person, as the audit trail knows them
	At         time.Time
}

// TurnKind says what became of an index.
type TurnKind string

// What can become of a published index. It stays readable, and what follows from it stands, whichever it is.
const (
	Withdrawn  TurnKind = "withdrawn"
	Reinstated TurnKind = "reinstated"
)

// IsWithdrawn says whether an index was withdrawn and not brought back.
func (x Index) IsWithdrawn() bool { return x.Turn.Kind == Withdrawn }

// Standing are the indices that are not withdrawn, in their order.
func Standing(all []Index) []Index {
	var standing []Index
	for _, x := range all {
		if !x.IsWithdrawn() {
			standing = append(standing, x)
		}
	}
	return standing
}

// mostReason is how long a reason can be.
const mostReason = 1000

// reasoned is a reason that is given in all three languages, since the public reads it in each.
func reasoned(typed text.Text) (text.Text, []refusal.Complaint) {
	var complaints []refusal.Complaint
	one := func(l, s string) string {
		s = strings.TrimSpace(s)
		switch {
		case s == "":
			complaints = append(complaints, refusal.About("reason_"+l, "targeting.withdraw.refusal.reason"))
		case utf8.RuneCountInString(s) > mostReason:
			complaints = append(complaints, refusal.About("reason_"+l, "targeting.withdraw.refusal.long", "Limit", mostReason))
		}
		return s
	}
	return text.Text{BG: one(text.BG, typed.BG), NB: one(text.NB, typed.NB), EN: one(text.EN, typed.EN)}, complaints
}

// operators may withdraw what was published, and bring it back.
func operators() action.Permits[Index] {
	return action.Permits[Index]{{Who: "operators of the programme", If: func(a action.Actor, _ Index) bool { return a.Has(account.Operator, account.Programme) }}}
}

// turnedTo keeps what became of an index, and says so in the audit entry. The reason is public, and free text, so that the log
// has its hash.
func turnedTo(tx *action.Tx, x Index, t Turn) (Index, error) {
	t.Number, t.By, t.At = x.Turn.Number+1, tx.Actor().Name(), tx.Now()
	tx.About("index", x.ID)
	tx.Note("number", whole(x.Number))
	tx.Note("reason-sha256", hash([]byte(t.Reason.BG+"\n"+t.Reason.NB+"\n"+t.Reason.EN)))
	if t.ReplacedBy != "" {
		tx.Note("replaced-by", t.ReplacedBy)
	}
	x.Turn = t
	return x, insertTurn(tx, x.ID, t)
}
