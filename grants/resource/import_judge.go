package resource

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vekst/grants/municipality"
	"vekst/platform/geo"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/value/text"
)

// Fault is why a row of a file cannot be imported. Said is what stands there.
type Fault struct {
	Line int
	Name string
	Said string
	refusal.Complaint
}

// Imported is a row that can be imported. Of is the resource it changes, the zero Resource for one that is added.
type Imported struct {
	Line         int
	Municipality string
	Entry        Entry
	Of           Resource
	Changes      []FieldChange
	found        string // by which words it will be found
}

// Repeat is a row that is likely there already.
type Repeat struct {
	Imported
	Twin
}

// Judged is what importing a file would do.
type Judged struct {
	Added, Changed []Imported
	Same           int
	Repeats        []Repeat
	Faults         []Fault
	Mended         int  // outlines that were closed or turned the right way
	Swapped        bool // latitude seems to stand before longitude
}

// Changes says whether importing would change anything; anyway counts the likely repeats too.
func (j Judged) Changes(anyway bool) bool {
	return len(j.Added)+len(j.Changed) > 0 || anyway && len(j.Repeats) > 0
}

// judging is what a file is judged against.
type judging struct {
	Judged
	places *municipality.Directory
	scope  Scope
	byID   map[string]Resource
	named  map[string]Resource   // by municipality and folded name
	near   map[string][]Resource // of a kind, those with a place
	seen   map[string]int        // line by municipality, kind and folded name
	kinds  map[string]string     // by folded name or identifier
}

func newJudging(places *municipality.Directory, scope Scope, all []Resource) *judging {
	j := &judging{places: places, scope: scope, byID: map[string]Resource{}, named: map[string]Resource{}, near: map[string][]Resource{}, seen: map[string]int{}}
	for _, r := range all {
		j.byID[r.ID] = r
		if !r.IsListed() {
			continue
		}
		for _, name := range spelt(r.Name) {
			j.named[r.Municipality+" "+name] = r
		}
		if r.Place.Known() {
			j.near[r.Kind] = append(j.near[r.Kind], r)
		}
	}
	j.kinds = kindsByName()
	return j
}

// judge works out what importing records would do.
func (j *judging) judge(all []record) Judged {
	for _, r := range all {
		j.row(r)
	}
	return j.Judged
}

func (j *judging) fault(r record, said, key string, args ...any) {
	j.Faults = append(j.Faults, Fault{r.line, r.name(), said, refusal.About("", key, args...)})
}

func (r record) name() string {
	for _, field := range []string{"name", "name_bg", "name_nb", "name_en"} {
		if r.words[field] != "" {
			return r.words[field]
		}
	}
	return ""
}

func (j *judging) row(r record) {
	m, ok := j.municipality(r)
	if !ok {
		return
	}
	e := j.entry(r)
	of, isKnown := j.byID[r.words["id"]]
	if isKnown && of.Municipality != m.Code {
		j.fault(r, r.words["municipality"], "resource.imports.fault.moved")
		return
	}
	if isKnown {
		e = e.over(of)
	}
	e = e.Tidied()
	if KindOf(e.Kind).Sensitive && e.Blur == 0 && !isKnown {
		e.Blur = usualBlur
	}
	if !j.geometry(r) || !j.entryHolds(r, e, m) {
		return
	}
	one := Imported{Line: r.line, Municipality: m.Code, Entry: e}
	if isKnown {
		one.Of = of
		j.known(r, one)
		return
	}
	j.fresh(r, one)
}

func (j *judging) known(r record, one Imported) {
	if same(one.Of.Entry, one.Entry) {
		j.Same++
		return
	}
	if !one.Of.IsListed() {
		j.fault(r, r.name(), "resource.imports.fault.gone")
		return
	}
	one.Changes = Differences(one.Of.Entry, one.Entry)
	j.Changed = append(j.Changed, one)
}

func (j *judging) fresh(r record, one Imported) {
	for _, name := range spelt(one.Entry.Name) {
		key := one.Municipality + " " + one.Entry.Kind + " " + name
		if line := j.seen[key]; line > 0 {
			j.fault(r, r.name(), "resource.imports.fault.twice", "Line", line)
			return
		}
		j.seen[key] = r.line
	}
	if twin, ok := j.twin(one); ok {
		j.Repeats = append(j.Repeats, Repeat{one, twin})
		return
	}
	j.Added = append(j.Added, one)
}

// twin is something there already that is called the same in the municipality, or of the kind and near.
func (j *judging) twin(one Imported) (Twin, bool) {
	for _, name := range spelt(one.Entry.Name) {
		if r, ok := j.named[one.Municipality+" "+name]; ok {
			return Twin{Resource: r, Named: true}, true
		}
	}
	for _, r := range j.near[one.Entry.Kind] {
		if t := one.Entry.beside(r, j.scope.Has(r.Municipality)); t.Near {
			return t, true
		}
	}
	return Twin{}, false
}

// municipality is where a row says it is: by code, or by a name that only one has.
func (j *judging) municipality(r record) (municipality.Municipality, bool) {
	said := r.words["municipality"]
	m, ok := j.places.Municipality(strings.ToUpper(said))
	if !ok {
		all := j.places.Named(said, r.words["region"])
		switch len(all) {
		case 0:
			j.fault(r, said, "resource.imports.fault.municipality")
			return m, false
		case 1:
			m = all[0]
		default:
			j.fault(r, said, "resource.imports.fault.two_places", "First", all[0].Code, "Second", all[1].Code)
			return m, false
		}
	}
	if !j.scope.Has(m.Code) {
		j.fault(r, said, "resource.imports.fault.not_yours")
		return m, false
	}
	return m, true
}

// geometry says what is wrong with the place of a row.
func (j *judging) geometry(r record) bool {
	mended := 0
	for _, f := range r.found {
		switch {
		case f.Mended():
			mended++
			continue
		case f.Key == geo.NoGeometry:
			continue
		case f.Key == geo.Swapped:
			j.Swapped = true
		}
		j.fault(r, "", "resource.imports.place."+f.Key, "At", f.At.String(), "Means", f.Means)
		return false
	}
	j.Mended += mended
	return true
}

func (j *judging) entryHolds(r record, e Entry, m municipality.Municipality) bool {
	said := map[string]string{"kind": r.words["kind"], "settlement": r.words["settlement"], "ownership": e.Ownership, "condition": e.Condition, "access": e.Access,
		"protection": e.Protection, "season": r.words["season"], "blur": r.words["blurred"]}
	if r.words["season"] != "" && e.Season == 0 {
		j.fault(r, r.words["season"], "resource.imports.fault.season")
		return false
	}
	if near := kindsNear(r.words["kind"]); KindOf(e.Kind).ID == "" && len(near) > 0 {
		j.fault(r, r.words["kind"], "resource.imports.fault.kind", "Kinds", strings.Join(near, "; "))
		return false
	}
	all := e.Complaints(m)
	for _, c := range all {
		j.Swapped = j.Swapped || c.Key == "resource.refusal.swapped"
	}
	if len(all) > 0 {
		j.Faults = append(j.Faults, Fault{r.line, r.name(), said[all[0].Field], all[0]})
	}
	return len(all) == 0
}

// entry is what a row writes of a resource.
func (j *judging) entry(r record) Entry {
	w := r.words
	e := Entry{Settlement: w["settlement"], Kind: w["kind"], Original: w["original"], Ownership: w["ownership"], Condition: w["condition"], Access: w["access"],
		Protection: w["protection"], ProtectedAs: w["protected_as"], Season: seasonOf(w["season"]), Blur: metresIn(w["blurred"]),
		Name: text.Text{BG: w["name_bg"], NB: w["name_nb"], EN: w["name_en"]}, Description: text.Text{BG: w["text_bg"], NB: w["text_nb"], EN: w["text_en"]}}
	if id := j.kinds[search.Fold(w["kind"])]; id != "" {
		e.Kind = id
	}
	guess(&e.Name, w["name"])
	guess(&e.Description, w["text"])
	if !r.geometry.Empty() {
		at := r.geometry.Stand()
		if lon, lat, ok := r.stands(); ok && r.geometry.Kind != geo.Point {
			at = geo.Position{Lon: lon, Lat: lat}
		}
		e.Place = Place{Lon: at.Lon, Lat: at.Lat, Accuracy: metresIn(w["accuracy"])}
		if r.geometry.Kind != geo.Point {
			e.Place.Shape = r.geometry.JSON()
		}
	}
	return e
}

// stands is the place that stands for a shape, where the row says it itself.
func (r record) stands() (lon, lat int64, ok bool) {
	x, errX := strconv.ParseFloat(number10(r.words["longitude"]), 64)
	y, errY := strconv.ParseFloat(number10(r.words["latitude"]), 64)
	at := geo.At(x, y)
	return at.Lon, at.Lat, errX == nil && errY == nil && at.OnEarth()
}

// guess writes a text without a language where its letters say it belongs.
func guess(t *text.Text, s string) {
	switch {
	case s == "":
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }):
		if t.BG == "" {
			t.BG = s
		}
	case t.EN == "":
		t.EN = s
	}
}

// over is an entry for a resource that is there: what the row has no place or blur of stays, and a place that is only the
// blurred one that was published does not take the place of the true one.
func (e Entry) over(of Resource) Entry {
	blurred := of.Blurred().Place
	if !e.Place.Known() || of.Blur > 0 && e.Place.Lon == blurred.Lon && e.Place.Lat == blurred.Lat && e.Place.Shape == "" {
		e.Place = of.Place
	}
	if e.Blur == 0 {
		e.Blur = of.Blur
	}
	return e
}

func metresIn(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil && s != "" {
		return -1 // what nobody can mean, so that it is complained about
	}
	return n
}

// seasonOf reads the numbers of months, "5 6 7"; 0 where there is anything else.
func seasonOf(s string) Season {
	var season Season
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		n, err := strconv.Atoi(one)
		if err != nil || n < 1 || n > 12 {
			return 0
		}
		season = season.With(time.Month(n))
	}
	return season
}

// sorted puts faults in the order of the file.
func (j Judged) sorted() Judged {
	slices.SortStableFunc(j.Faults, func(a, b Fault) int { return a.Line - b.Line })
	return j
}
