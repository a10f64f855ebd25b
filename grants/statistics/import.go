package statistics

import (
	"context"
	"strconv"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/table"
)

// States of an import.
const (
	Proposed  = "proposed"
	Standing  = "standing"
	Undone    = "undone"
	Discarded = "discarded"
)

// Import is a file that was sent, and what became of it.
type Import struct {
	ID                            string
	Number                        int64 // in the order of importing; 0 while it is only proposed
	Kind, State                   string
	File, SHA256                  string
	Settings                      Settings
	Added, Changed, Same, LeftOut int64
	Proposed, At, Undone          time.Time
	ProposedBy, By, UndoneBy      string
}

// keepers are who may change figures and indicators.
func keepers[S any]() action.Permits[S] {
	return action.Permits[S]{
		{Who: "operators of the programme", If: func(a action.Actor, _ S) bool { return a.Has(account.Operator, account.Programme) }},
		{Who: "administrators", If: func(a action.Actor, _ S) bool { return a.Has(account.Administrator, account.Programme) }},
		{Who: "the program itself", If: func(a action.Actor, _ S) bool { return a.System() }},
	}
}

// Confirming is the yes to what a preview showed: State is what it was worked out against, LeaveOut that the faulty rows
// are left out.
type Confirming struct {
	ID, State string
	LeaveOut  bool
	judged    Judged
}

// Confirm imports a file that was proposed, just as its preview showed it. If figures, indicators or municipalities have
// changed meanwhile, it is refused, and the preview must be looked at again.
var Confirm = action.Define(action.Definition[Confirming, Import, Import]{
	Name: "statistics.import",
	Prepare: func(_ context.Context, r db.Reader, in *Confirming) error {
		i, err := Find(r, in.ID)
		if err != nil {
			return err
		}
		j, state, err := Preview(r, i)
		if err == nil && state != in.State {
			err = changed()
		}
		in.judged = j
		return err
	},
	Load: func(tx *action.Tx, in Confirming) (Import, error) {
		i, err := holdImport(tx, in.ID)
		if err != nil {
			return i, err
		}
		if _, err := hold(tx); err != nil {
			return i, err
		}
		now, err := stateOf(tx)
		if err == nil && now != in.State {
			err = changed()
		}
		return i, err
	},
	May:  keepers[Import](),
	When: action.AnyTime[Import](),
	Do:   confirm,
})

func changed() error { return refusal.New(refusal.Conflict, "statistics.refusal.changed") }

func confirm(tx *action.Tx, in Confirming, i Import) (Import, error) {
	j := in.judged
	switch {
	case i.State != Proposed:
		return i, refusal.New(refusal.Conflict, "statistics.refusal.imported")
	case j.Open():
		return i, refusal.Of([]refusal.Complaint{refusal.About("", "statistics.refusal.open")})
	case !j.Changes():
		return i, refusal.Of([]refusal.Complaint{refusal.About("", "statistics.refusal.nothing")})
	case len(j.Faults) > 0 && !in.LeaveOut:
		return i, refusal.Of([]refusal.Complaint{refusal.About("leave_out", "statistics.refusal.faults", "Count", len(j.Faults))})
	}
	a, c, s := j.Count()
	i.Added, i.Changed, i.Same, i.LeftOut = int64(a), int64(c), int64(s), int64(len(j.Faults))
	tx.About("import", i.ID)
	tx.Note("file", i.SHA256)
	tx.Note("added", strconv.Itoa(a))
	tx.Note("changed", strconv.Itoa(c))
	var err error
	if i.Number, err = enter(tx, i); err != nil {
		return i, err
	}
	if err := insertCells(tx, i.ID, j.Cells); err != nil {
		return i, err
	}
	return i, take(tx, i, j.Cells)
}

// take makes what an import says true.
func take(tx *action.Tx, i Import, cells []Cell) error {
	if i.Kind == Register {
		facts := make([]municipality.Fact, len(cells))
		for n, c := range cells {
			facts[n] = municipality.Fact{Municipality: c.Municipality, Field: c.Field, Words: c.Words}
		}
		return municipality.SetFacts(tx, facts)
	}
	figures, err := figuresOf(cells)
	if err == nil {
		err = set(tx, i.ID, figures)
	}
	if err == nil {
		err = raise(tx)
	}
	return err
}

// stateOf names what files are judged against: two different answers mean that something has changed.
func stateOf(r db.Reader) (string, error) {
	v, err := version(r)
	if err != nil {
		return "", err
	}
	p, err := municipality.Version(r)
	return strconv.FormatInt(v, 10) + "." + strconv.FormatInt(p, 10), err
}

// Preview works out what a proposed import would do now, and names what it was worked out against.
func Preview(r db.Reader, i Import) (Judged, string, error) {
	state, err := stateOf(r)
	if err != nil {
		return Judged{}, "", err
	}
	content, err := contentOf(r, i.ID)
	if err != nil {
		return Judged{}, "", err
	}
	t, err := table.ReadSheet(i.File, content, i.Settings.Sheet)
	if err != nil {
		return Judged{}, "", err
	}
	k, err := knownNow(r, i.Kind)
	return judge(t, i.Kind, i.Settings, k), state, err
}

// knownNow reads what files are judged against.
func knownNow(r db.Reader, kind string) (k known, err error) {
	if k.places, err = new(municipality.Atlas).Of(r); err != nil {
		return k, err
	}
	if k.indicators, err = Indicators(r); err != nil {
		return k, err
	}
	if kind == OfFigures {
		k.standing, err = standing(r)
		return k, err
	}
	facts, err := municipality.Facts(r)
	if err != nil {
		return k, err
	}
	k.standing = make(map[Key]string, len(facts))
	for _, f := range facts {
		k.standing[Key{Municipality: f.Municipality, Field: f.Field}] = f.Words
	}
	own, err := municipality.Shipped()
	k.own = make(map[string]bool, len(own))
	for _, m := range own {
		k.own[m.Code] = true
	}
	return k, err
}
