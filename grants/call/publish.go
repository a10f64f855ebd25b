package call

import (
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/value/period"
	"vekst/value/text"
)

// Publication is a call file to be published. Of a call that was published before it is an amendment, and says why.
type Publication struct {
	File    []byte
	Reason  text.Text
	Despite []string // the rules that are not confirmed and gone against, with a reason that whoever publishes keeps
}

// standing is the call as it stands before it is published again.
type standing struct {
	Definition
	last   int64 // the last version, 0 when new
	old    Definition
	window period.Window // as it stands, extensions included
}

// Publish puts a call, or an amended version of it, on the public pages. An amendment has a reason, keeps within what may
// change (amends), and everybody who is writing or has submitted is told of it (rule C8). A closed call stays as it is.
var Publish = action.Define(action.Definition[Publication, standing, Published]{
	Name: "call.publish",
	Load: func(tx *action.Tx, in Publication) (standing, error) {
		d, faults := Read(in.File, WithinRulesBut(in.Despite...))
		if len(faults) > 0 {
			return standing{}, refusalOf(faults)
		}
		return stands(tx, d)
	},
	May: action.Permits[standing]{
		{Who: "operators of the programme", If: func(a action.Actor, s standing) bool { return s.mayBy(a, account.Operator) }},
		{Who: "administrators", If: func(a action.Actor, s standing) bool { return s.mayBy(a, account.Administrator) }},
		{Who: "the program itself", If: func(a action.Actor, _ standing) bool { return a.System() }},
	},
	When: action.Moment[standing]{Is: "a new call at any time; an amendment until the call closes", Check: func(now time.Time, s standing) error {
		if s.last > 0 && s.window.At(now) == period.Closed {
			return refusal.New(refusal.Closed, "call.publish.closed_already")
		}
		return nil
	}},
	Do: publish,
})

// mayBy says whether the actor has the role in the programme the call has, and had.
func (s standing) mayBy(a action.Actor, role string) bool {
	return a.Has(role, s.Programme) && (s.last == 0 || a.Has(role, s.old.Programme))
}

func publish(tx *action.Tx, in Publication, s standing) (Published, error) {
	tx.About("call", s.ID)
	tx.Note("hash", s.Hash())
	if len(in.Despite) > 0 {
		tx.Note("despite", strings.Join(in.Despite, " "))
	}
	p := Published{s.Definition, s.last + 1, tx.Now()}
	if s.last == 0 {
		if err := save(tx, p, text.Text{}); err != nil {
			return p, err
		}
		return p, tx.Tell(FollowedKind, Event{Call: p.ID, Version: p.Version})
	}
	if s.old.Hash() == s.Hash() {
		return p, refusal.Of([]refusal.Complaint{refusal.About("text", "call.amend.same")})
	}
	if err := refusal.Of(append(explained(in.Reason), amends(s.old, s.Definition, s.window, tx.Now())...)); err != nil {
		return p, err
	}
	p.Window.Closes = closesAfter(s.old, s.Definition, s.window)
	if err := save(tx, p, in.Reason); err != nil {
		return p, err
	}
	return p, tellOf(tx, Event{Call: p.ID, Version: p.Version, Before: s.last})
}

// Outbox kinds by which later features hear what happened to a call. A line is done by one handler, so those who write an
// answer to a call and those who follow it have a kind each.
const (
	ChangedKind  = "changed-call"  // it was amended or extended
	FollowedKind = "followed-call" // the same, when it was first published, and when a question was answered
)

func tellOf(tx *action.Tx, e Event) error {
	if err := tx.Tell(ChangedKind, e); err != nil {
		return err
	}
	return tx.Tell(FollowedKind, e)
}

// Event is what happened to a published call. Version and the one Before it are set for an amendment, Version alone for a
// first publication, Extension for an extension, Answered for the number of a question that was answered in public.
type Event struct {
	Call                       string
	Version, Before, Extension int64
	Answered                   int64
}

func stands(tx *action.Tx, d Definition) (standing, error) {
	last, err := lastVersion(tx, d.ID, tx.ForUpdate())
	if err != nil || last == 0 {
		return standing{Definition: d}, err
	}
	old, err := Find(tx, d.ID)
	if err != nil {
		return standing{}, err
	}
	window := old.Window
	before, err := byHash(tx, old.Hash())
	return standing{d, last, before, window}, err
}

// roleOf is in which role the actor does something to a call, as its history shows it.
func roleOf(a action.Actor, programme string) string {
	switch {
	case a.System():
		return "program"
	case a.Has(account.Operator, programme):
		return "operator"
	}
	return "administrator"
}

// refusalOf turns the faults of a file into complaints. They name lines of a file and are for those who write call files,
// in English like the file's words.
func refusalOf(faults Faults) error {
	var complaints []refusal.Complaint
	for _, f := range faults {
		complaints = append(complaints, refusal.About("file", "call.publish.fault", "Line", f.Line, "Fault", f.Sentence))
	}
	return refusal.Of(complaints)
}

func save(tx *action.Tx, p Published, reason text.Text) error {
	_, err := tx.Exec(`INSERT INTO calls (id, programme, code, kind, version, hash, opens, closes, zone, currency, budget, smallest, largest,
			title_bg, title_nb, title_en, summary_bg, summary_nb, summary_en, search, published)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
		ON CONFLICT (id) DO UPDATE SET programme = excluded.programme, code = excluded.code, kind = excluded.kind, version = excluded.version,
			hash = excluded.hash, opens = excluded.opens, closes = excluded.closes, zone = excluded.zone, currency = excluded.currency,
			budget = excluded.budget, smallest = excluded.smallest, largest = excluded.largest, title_bg = excluded.title_bg,
			title_nb = excluded.title_nb, title_en = excluded.title_en, summary_bg = excluded.summary_bg, summary_nb = excluded.summary_nb,
			summary_en = excluded.summary_en, search = excluded.search, published = excluded.published`,
		p.ID, p.Programme, p.Code, string(p.Kind), p.Version, p.Hash(), db.At(p.Window.Opens), db.At(p.Window.Closes), p.Window.Zone,
		p.Money.Currency, p.Money.Budget, p.Money.Min, p.Money.Max, p.Title.BG, p.Title.NB, p.Title.EN,
		p.Summary.BG, p.Summary.NB, p.Summary.EN, searchable(p.Definition), db.At(p.Since))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO call_versions (call, version, hash, definition, at, role, reason_bg, reason_nb, reason_en)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, p.Version, p.Hash(), string(p.Bytes()), db.At(p.Since), roleOf(tx.Actor(), p.Programme), reason.BG, reason.NB, reason.EN)
	if err != nil {
		return err
	}
	if err := saveArea(tx, p.Definition); err != nil {
		return err
	}
	return savePlaces(tx, p)
}

func savePlaces(tx *action.Tx, p Published) error {
	if _, err := tx.Exec(`DELETE FROM call_places WHERE call = $1`, p.ID); err != nil {
		return err
	}
	places := p.Territory.Municipalities
	if p.Territory.Whole {
		places = []string{""}
	}
	for _, place := range places {
		if _, err := tx.Exec(`INSERT INTO call_places (place, call) VALUES ($1, $2) ON CONFLICT DO NOTHING`, place, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func searchable(d Definition) string {
	tokens := search.Tokens(d.Code+" "+d.ID, text.EN)
	for _, t := range []text.Text{d.Title, d.Summary} {
		tokens = append(tokens, search.Tokens(t.BG, text.BG)...)
		tokens = append(tokens, search.Tokens(t.NB, text.NB)...)
		tokens = append(tokens, search.Tokens(t.EN, text.EN)...)
	}
	return search.Column(tokens)
}
