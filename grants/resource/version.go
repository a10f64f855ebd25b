package resource

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"vekst/platform/action"
)

// Verbs of a version: what was done.
const (
	didPropose  = "propose"
	didChange   = "change"
	didConfirm  = "confirm"
	didReturn   = "return"
	didRate     = "rate"
	didAdd      = "add"
	didRemove   = "remove"
	didMerge    = "merge"  // another was merged into this one
	didBecome   = "become" // this one was merged into another
	didRetire   = "retire"
	didRevive   = "revive"
	didRestore  = "restore"
	didTakeOver = "take_over" // out of a survey
	didImport   = "import"    // by a file
	didUnimport = "unimport"  // the file was taken back
	didPicture  = "picture"   // a photograph was added
	didDescribe = "describe"  // what is written of a photograph was changed
	didOrder    = "order"     // the photographs stand in another order
	didTakeAway = "take_away" // a photograph
	didPutBack  = "put_back"  // a photograph
)

// Version is one change of a resource: who, when, what was done, and everything written of it since.
type Version struct {
	Resource   string
	Number     int64
	At         time.Time
	Verb       string
	By, Speaks string
	Entry      Entry
	Detail     Detail
}

// Detail is what else there is to know of a change.
type Detail struct {
	Aspect   string `json:",omitempty"` // rated
	Was, Now int64  `json:",omitempty"` // the score
	Reason   string `json:",omitempty"`
	Note     string `json:",omitempty"` // identifier of what was added or removed
	Sort     string `json:",omitempty"`
	Other    string `json:",omitempty"` // the resource it was merged with
	Number   int64  `json:",omitempty"` // the version restored

	Photograph string `json:",omitempty"` // identifier of the photograph
}

// record counts a change of a resource, and keeps what is written of it now.
func (s *subject) record(tx *action.Tx, verb string, d Detail) error {
	s.Version++
	s.Changed = tx.Now()
	tx.About("resource", s.ID)
	if !s.noted {
		tx.Note("version", number(s.Version))
	}
	s.noted = true
	if speaks := s.speaks(tx.Actor()); speaks != "" && speaks != OperatorSpeaks {
		tx.OnBehalf(speaks)
	}
	return insertVersion(tx, Version{Resource: s.ID, Number: s.Version, At: tx.Now(), Verb: verb, By: tx.Actor().ID, Speaks: s.speaks(tx.Actor()), Entry: s.Entry, Detail: d})
}

// FieldChange is one field that a version changed.
type FieldChange struct{ Field, Was, Now string }

// Differences lists what is written differently after than before, field by field as it is kept.
func Differences(before, after Entry) []FieldChange {
	a, b := before.fields(), after.fields()
	var all []FieldChange
	for i := range a {
		if a[i].value != b[i].value {
			all = append(all, FieldChange{a[i].name, a[i].value, b[i].value})
		}
	}
	return all
}

type fieldValue struct{ name, value string }

func (e Entry) fields() []fieldValue {
	place := ""
	if e.Place.Known() {
		place = degrees(e.Place.Lat) + ", " + degrees(e.Place.Lon)
	}
	whole := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	return []fieldValue{{"name_bg", e.Name.BG}, {"name_nb", e.Name.NB}, {"name_en", e.Name.EN}, {"text_bg", e.Description.BG}, {"text_nb", e.Description.NB}, {"text_en", e.Description.EN},
		{"kind", e.Kind}, {"settlement", e.Settlement}, {"place", place}, {"shape", e.Place.Shape}, {"ownership", e.Ownership}, {"condition", e.Condition}, {"access", e.Access},
		{"protection", e.Protection}, {"protected_as", e.ProtectedAs}, {"season", whole(int64(e.Season))}, {"blur", whole(e.Blur)}}
}

// isOfPlace says whether the change tells where a resource is, which the public is not told of a sensitive one.
func (f FieldChange) isOfPlace() bool { return slices.Contains([]string{"place", "shape"}, f.Field) }

// degrees writes millionths of a degree with a point.
func degrees(millionths int64) string {
	sign := ""
	if millionths < 0 {
		sign, millionths = "-", -millionths
	}
	fraction := strconv.FormatInt(1_000_000+millionths%1_000_000, 10)[1:]
	return sign + strconv.FormatInt(millionths/1_000_000, 10) + "." + fraction
}

// same says whether two entries say the same.
func same(a, b Entry) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
