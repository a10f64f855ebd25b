package chosen

import (
	"context"
	"fmt"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Proposing is a rule for a published index. Supersedes is the selection whose place this one would take; empty for none.
type Proposing struct {
	Index      string
	Rule       Rule
	Supersedes string

	index targeting.Index // what was counted before the writer was entered
	p     Published
}

// officers make and decide selections.
func officers[S any]() action.Permits[S] {
	return action.Permits[S]{{Who: "operators of the programme", If: func(a action.Actor, _ S) bool { return a.Has(account.Operator, account.Programme) }}}
}

// Propose follows a rule with a published index and leaves what comes of it to another officer to confirm.
var Propose = action.Define(action.Definition[Proposing, Selection, Selection]{
	Name:    "chosen.propose",
	Prepare: func(_ context.Context, r db.Reader, in *Proposing) error { return in.count(r) },
	Load: func(tx *action.Tx, in Proposing) (Selection, error) {
		if err := targeting.Stands(tx, in.Index); err != nil {
			return Selection{}, err
		}
		return replaced(tx, in.Supersedes)
	},
	May:  officers[Selection](),
	When: action.AnyTime[Selection](),
	Do:   propose,
})

// count follows the rule outside the writer, which it would keep from everybody else.
func (in *Proposing) count(r db.Reader) (err error) {
	if in.index, err = targeting.Find(r, in.Index); err != nil {
		return err
	}
	result, err := counted(in.index)
	if err != nil {
		return err
	}
	in.p, err = Publish(result, in.index.SHA256, in.Rule)
	return err
}

// counted counts a published index from its three files, without what is published of it besides.
func counted(x targeting.Index) (*targeting.Result, error) {
	f, faults := targeting.ReadFramework(x.Framework)
	recipe, more := targeting.ReadRecipe(x.Recipe)
	if faults = append(faults, more...); len(faults) > 0 {
		return nil, fmt.Errorf("chosen: index %d: %w", x.Number, faults)
	}
	table, faults := targeting.ReadTable(x.Data, f)
	if len(faults) > 0 {
		return nil, fmt.Errorf("chosen: index %d: %w", x.Number, faults)
	}
	result, faults := targeting.Calculate(table, f, recipe)
	if len(faults) > 0 {
		return nil, fmt.Errorf("chosen: index %d: %w", x.Number, faults)
	}
	return result, nil
}

// replaced is the selection whose place another would take. Only one that is published, and that no other has replaced
// already, can be.
func replaced(tx *action.Tx, id string) (Selection, error) {
	if id == "" {
		return Selection{}, nil
	}
	s, err := hold(tx, id)
	if err != nil {
		return s, err
	}
	after, err := successor(tx, id)
	if err == nil && (after > 0 || s.Stage != Final) {
		err = refusal.New(refusal.Conflict, "chosen.refusal.superseded", "Number", after)
	}
	return s, err
}

func propose(tx *action.Tx, in Proposing, _ Selection) (Selection, error) {
	s := Selection{ID: id.New(), Index: in.Index, Title: in.Rule.Title, Stage: Proposed, Units: len(in.p.Rows), ChosenUnits: len(in.p.Chosen()),
		Program: targeting.Program(), SHA256: in.p.SHA256(), Supersedes: in.Supersedes, ProposedBy: tx.Actor().Name(), ProposedAt: tx.Now(),
		RuleFile: in.p.Files[0].Bytes, Table: in.p.Files[1].Bytes, Whole: in.p.Files[2].Bytes}
	tx.About("chosen", s.ID)
	s.note(tx, in.index.SHA256)
	if err := insertProposed(tx, s); err != nil {
		return s, err
	}
	return s, tellOfficers(tx, s)
}

// note writes into the audit entry, and with it into the log, all that the selection follows from.
func (s Selection) note(tx *action.Tx, index string) {
	tx.Note("selection-sha256", s.SHA256)
	tx.Note("rule-sha256", hash(s.RuleFile))
	tx.Note("index-sha256", index)
	tx.Note("program", s.Program)
}

var toldProposed = notice.Define(notice.Kind{Key: "chosen.told.proposed", Way: notice.AtOnce, Roles: []string{account.Operator}})

func tellOfficers(tx *action.Tx, s Selection) error {
	people, err := account.WithRole(tx, account.Operator, account.Programme)
	if err != nil {
		return err
	}
	return notice.TellPeople(tx, toldProposed, notice.News{Link: "/choosing/" + s.ID, About: notice.Subject{Kind: "chosen", ID: s.ID, Title: s.Title}}, people)
}
