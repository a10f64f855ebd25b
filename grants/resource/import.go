package resource

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/geo"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Import is a file of resources that was sent, and what became of it.
type Import struct {
	ID, State, File, SHA256 string
	Turned                  bool
	Added, Changed, LeftOut int64
	Proposed, Decided       time.Time
	By                      string
}

// States of an import besides Proposed.
const (
	Standing  State = "standing"
	Undone    State = "undone"
	Discarded State = "discarded"
)

// importing is what the rules look at: an import and for which places the actor decides.
type importing struct {
	Import
	scope Scope
}

// importers may import: officials for their own municipalities, operators for all. Of an import that is there, only who sent it.
func importers() action.Permits[importing] {
	return action.Permits[importing]{{Who: "an owner or editor of a municipality or an operator of the programme, for files they sent themselves",
		If: func(a action.Actor, s importing) bool {
			return a.Person() && !s.scope.Empty() && (s.By == "" || s.By == a.ID)
		}}}
}

// Sending is a file of resources.
type Sending struct {
	File    string
	Content []byte
}

// Send keeps a file, so that what importing it would do can be looked at. Nothing else changes.
var Send = action.Define(action.Definition[Sending, importing, Import]{
	Name: "resource.import_send",
	Prepare: func(_ context.Context, _ db.Reader, in *Sending) error {
		if in.File == "" {
			return refusal.Of(ofFile("resource.imports.refusal.none"))
		}
		_, wrong := readImport(in.File, in.Content, false, geo.Bounds{})
		return refusal.Of(wrong)
	},
	Load: func(tx *action.Tx, _ Sending) (importing, error) {
		scope, err := ScopeOf(tx, tx.Actor())
		return importing{scope: scope}, err
	},
	May:  importers(),
	When: action.AnyTime[importing](),
	Do: func(tx *action.Tx, in Sending, _ importing) (Import, error) {
		sum := sha256.Sum256(in.Content)
		i := Import{ID: id.New(), State: string(Proposed), File: in.File, SHA256: hex.EncodeToString(sum[:]), Proposed: tx.Now(), By: tx.Actor().ID}
		tx.About("resource-import", i.ID)
		tx.Note("file", i.SHA256)
		return i, insertImport(tx, i, in.Content)
	},
})

func holdImporting(tx *action.Tx, importID string) (importing, error) {
	i, err := holdImport(tx, importID)
	if err != nil {
		return importing{}, err
	}
	scope, err := ScopeOf(tx, tx.Actor())
	return importing{i, scope}, err
}

// Turn reads a file the other way about: latitude before longitude, or longitude first again.
var Turn = action.Define(action.Definition[string, importing, Import]{
	Name: "resource.import_turn",
	Load: holdImporting,
	May:  importers(),
	When: action.AnyTime[importing](),
	Do: func(tx *action.Tx, _ string, s importing) (Import, error) {
		s.Turned = !s.Turned
		return s.Import, s.become(tx, Proposed, Proposed)
	},
})

// Discard forgets a file that is not wanted.
var Discard = action.Define(action.Definition[string, importing, Import]{
	Name: "resource.import_discard",
	Load: holdImporting,
	May:  importers(),
	When: action.AnyTime[importing](),
	Do: func(tx *action.Tx, _ string, s importing) (Import, error) {
		return s.Import, s.become(tx, Proposed, Discarded)
	},
})

// become moves an import on from a state.
func (s *importing) become(tx *action.Tx, from, to State) error {
	if s.State != string(from) {
		return refusal.New(refusal.Conflict, "resource.imports.refusal.decided")
	}
	tx.About("resource-import", s.ID)
	s.State = string(to)
	if to != Proposed {
		s.Decided = tx.Now()
	}
	return saveImport(tx, s.Import)
}

// Preview works out what an import would do now for whoever decides within a scope, and names what it was worked out against.
func Preview(r db.Reader, i Import, scope Scope) (Judged, string, error) {
	state, err := judgedBy(r, i)
	if err != nil {
		return Judged{}, "", err
	}
	content, err := contentOf(r, i.ID)
	if err != nil {
		return Judged{}, "", err
	}
	places, err := new(municipality.Atlas).Of(r)
	if err != nil {
		return Judged{}, "", err
	}
	all, err := known(r)
	if err != nil {
		return Judged{}, "", err
	}
	records, wrong := readImport(i.File, content, i.Turned, home(places))
	if len(wrong) > 0 {
		return Judged{}, "", refusal.Of(wrong)
	}
	return newJudging(places, scope, all).judge(records).sorted(), state, nil
}

// judgedBy names what an import is judged against.
func judgedBy(r db.Reader, i Import) (string, error) {
	state, err := StateOf(r)
	return state + "." + strconv.FormatBool(i.Turned), err
}

// home is the box around the seats of the programme's own country, with a degree to spare.
func home(places *municipality.Directory) geo.Bounds {
	var all []geo.Position
	for _, m := range places.All() {
		if m.Country == municipality.Bulgaria && seatOf(m).Known() {
			all = append(all, geo.Position{Lon: seatOf(m).Lon, Lat: seatOf(m).Lat})
		}
	}
	return geo.Around(all...).Wider(geo.Degree)
}

// Accepting is the yes to what a preview showed. LeaveOut says that what is faulty is left out, Anyway that what seems to be
// there already is added all the same.
// Scope is for which places whoever says it decides.
type Accepting struct {
	ID, State        string
	LeaveOut, Anyway bool
	Scope            Scope
	judged           Judged
}

// Accept imports a file as its preview showed it. What an official imports is confirmed. If resources have changed meanwhile,
// it is refused, and the preview must be looked at again.
var Accept = action.Define(action.Definition[Accepting, importing, Import]{
	Name: "resource.import",
	Prepare: func(_ context.Context, r db.Reader, in *Accepting) error {
		i, err := FindImport(r, in.ID)
		if err != nil || i.State != string(Proposed) {
			return err
		}
		j, state, err := Preview(r, i, in.Scope)
		if err == nil && state != in.State {
			err = refusal.New(refusal.Conflict, "resource.imports.refusal.changed")
		}
		if err == nil {
			in.judged, err = j, j.ready(r)
		}
		return err
	},
	Load: func(tx *action.Tx, in Accepting) (importing, error) { return holdImporting(tx, in.ID) },
	May:  importers(),
	When: action.AnyTime[importing](),
	Do:   accept,
})

func accept(tx *action.Tx, in Accepting, s importing) (Import, error) {
	if s.State != string(Proposed) {
		return s.Import, refusal.New(refusal.Conflict, "resource.imports.refusal.decided")
	}
	j := in.judged
	state, err := judgedBy(tx, s.Import)
	switch {
	case err != nil:
		return s.Import, err
	case state != in.State || !s.scope.same(in.Scope):
		return s.Import, refusal.New(refusal.Conflict, "resource.imports.refusal.changed")
	case !j.Changes(in.Anyway):
		return s.Import, refusal.Of([]refusal.Complaint{refusal.About("", "resource.imports.refusal.nothing")})
	case len(j.Faults) > 0 && !in.LeaveOut:
		return s.Import, refusal.Of([]refusal.Complaint{refusal.About("leave_out", "resource.imports.refusal.faults", "Count", len(j.Faults))})
	}
	left := len(j.Faults)
	if in.Anyway {
		for _, r := range j.Repeats {
			j.Added = append(j.Added, r.Imported)
		}
	} else {
		left += len(j.Repeats)
	}
	s.Added, s.Changed, s.LeftOut = int64(len(j.Added)), int64(len(j.Changed)), int64(left)
	tx.Note("added", number(s.Added))
	tx.Note("changed", number(s.Changed))
	if err := s.become(tx, Proposed, Standing); err != nil {
		return s.Import, err
	}
	return s.Import, s.write(tx, append(j.Added, j.Changed...))
}

// ready works out by which words everything will be found, so that nobody else waits for it.
func (j Judged) ready(r db.Reader) error {
	places, err := new(municipality.Atlas).Of(r)
	if err != nil {
		return err
	}
	find := func(one *Imported) {
		m, _ := places.Municipality(one.Municipality)
		one.found = findable(Resource{Entry: one.Entry}, m)
	}
	for i := range j.Added {
		find(&j.Added[i])
	}
	for i := range j.Changed {
		find(&j.Changed[i])
	}
	for i := range j.Repeats {
		find(&j.Repeats[i].Imported)
	}
	return nil
}

func (s Scope) same(o Scope) bool { return s.All == o.All && slices.Equal(s.Codes, o.Codes) }

// write keeps what an import says, each with a version of its own.
func (s importing) write(tx *action.Tx, all []Imported) error {
	speaks := map[string]string{}
	for _, one := range all {
		if _, ok := speaks[one.Municipality]; !ok {
			officials, err := officialsOf(tx, one.Municipality)
			if err != nil {
				return err
			}
			speaks[one.Municipality] = subject{officials: officials}.speaks(tx.Actor())
		}
		if err := s.writeOne(tx, one, speaks[one.Municipality]); err != nil {
			return err
		}
	}
	return nil
}

func (s importing) writeOne(tx *action.Tx, one Imported, speaks string) error {
	r := one.Of
	was := r.Version
	if was == 0 {
		r = Resource{ID: id.New(), Programme: account.Programme, Municipality: one.Municipality, State: Confirmed, By: tx.Actor().ID, Proposed: tx.Now(), Decided: tx.Now()}
	}
	r.Entry, r.Class, r.Version, r.Changed = one.Entry, KindOf(one.Entry.Kind).Class, was+1, tx.Now()
	v := Version{Resource: r.ID, Number: r.Version, At: tx.Now(), Verb: didImport, By: tx.Actor().ID, Speaks: speaks, Entry: r.Entry}
	if err := insertVersion(tx, v); err != nil {
		return err
	}
	if err := tx.Later(`INSERT INTO resource_import_rows (import, resource, was, now) VALUES ($1, $2, $3, $4)`, s.ID, r.ID, was, r.Version); err != nil {
		return err
	}
	if was == 0 {
		return insert(tx, r, "", one.found)
	}
	return update(tx, r, one.found)
}
