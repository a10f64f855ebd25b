package statistics

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/municipality"
	"vekst/platform/search"
	"vekst/platform/table"
)

// What a column can be besides an indicator or a field of the register.
const (
	asCode      = "#code"
	asName      = "#name"
	asRegion    = "#region"
	asIndicator = "#indicator" // of a long table: a row for each figure
	asYear      = "#year"
	asValue     = "#value"
	asNothing   = ""
)

// roles are what a column can be, for people to choose.
var roles = []string{asCode, asName, asRegion, asIndicator, asYear, asValue}

// Column is what a column of a file is taken for: a role, an indicator of a year, or a field of the register.
type Column struct {
	As   string `json:"as"`
	Year int    `json:"year,omitempty"`
}

// Settings are how a file is read: what people chose, or what was recognised.
type Settings struct {
	Columns []Column       `json:"columns,omitempty"`
	Year    int            `json:"year,omitempty"`    // of columns that name none
	Country string         `json:"country,omitempty"` // of municipalities that name none
	Marks   map[int]string `json:"marks,omitempty"`   // by column: what a doubtful comma or point is, decimal or thousands
	Sheet   string         `json:"sheet,omitempty"`   // of a workbook; the first where it is empty
	Source  Source         `json:"source,omitzero"`   // of the figures, if another than that of their indicators
}

// heads are names that columns have by habit, folded.
var heads = map[string][]string{
	asCode:      {"code", "kod", "ucode", "nsi", "kod na obshtinata", "municipality code", "nuts4", "lau", "kommunenummer", "kommunenr", "kode"},
	asName:      {"name", "name bg", "name en", "ime", "obshtina", "municipality", "kommune", "kommunenavn", "navn", "naimenovanie"},
	asRegion:    {"oblast", "region", "county", "fylke", "region oblast", "fylke oblast"},
	asIndicator: {"indicator", "pokazatel", "indikator"},
	asYear:      {"year", "godina", "ar", "aar"},
	asValue:     {"value", "stoinost", "stoynost", "verdi"},
}

// registerHeads are those of the register, besides the names of its fields.
var registerHeads = map[string][]string{
	asCode: {"code", "kod", "nuts4"}, "country": {"land", "darzhava"}, "number": {"kommunenummer", "kommunenr", "nomer"},
	"name_latin": {"name", "navn", "name en", "name nb", "kommunenavn", "kommune", "municipality"}, "name_bg": {"ime", "obshtina"},
	"region_latin": {"region", "county", "fylke", "fylkesnavn"}, "region_bg": {"oblast"}, "region": {"region code", "fylkesnummer"},
	"seat_latin": {"seat", "kommunesenter", "administrasjonssenter"}, "seat_bg": {"tsentar"}, "longitude": {"lon", "lng"}, "latitude": {"lat"},
}

// plainHead is a head of a column without what differs by habit.
func plainHead(s string) string {
	s = search.Fold(strings.NewReplacer("_", " ", "-", " ", "(", " ", ")", " ", "%", " ", ":", " ", ",", " ").Replace(s))
	return strings.Join(strings.Fields(s), " ")
}

var yearBehind = regexp.MustCompile(`^(.*?)[ ]*((?:19|20)\d\d)$`)

// recognise finds the row with the heads of the columns and what each column is.
func recognise(t table.Table, kind string, indicators []Indicator) (header int, columns []Column) {
	best := -1
	for at, row := range t.Rows[:min(len(t.Rows), 15)] {
		found, known := make([]Column, t.Columns()), 0
		for i := range found {
			if found[i] = recogniseHead(row.At(i).Text, kind, indicators); found[i].As != asNothing {
				known++
			}
		}
		if known > best && (known > 0 || at == 0) {
			best, header, columns = known, at, onlyOne(found)
		}
	}
	return header, columns
}

// onlyOne leaves a role to the first column that has it; names twice, in two languages, are one name.
func onlyOne(all []Column) []Column {
	seen := map[Column]bool{}
	for i, c := range all {
		if seen[c] {
			all[i] = Column{}
		}
		seen[c] = true
	}
	return all
}

func recogniseHead(head, kind string, indicators []Indicator) Column {
	said := plainHead(head)
	if said == "" {
		return Column{}
	}
	if kind == Register {
		return Column{As: registerField(said)}
	}
	for role, names := range heads {
		if slices.Contains(names, said) {
			return Column{As: role}
		}
	}
	what, year := said, 0
	if m := yearBehind.FindStringSubmatch(said); m != nil {
		what = m[1]
		year, _ = strconv.Atoi(m[2])
	}
	for _, i := range indicators {
		if !i.Computed() && i.isCalled(what) {
			return Column{As: i.Code, Year: year}
		}
	}
	return Column{}
}

// isCalled says whether a folded text is the code or a name of an indicator.
func (i Indicator) isCalled(said string) bool {
	return said == plainHead(i.Code) || said == plainHead(i.Name.BG) || said == plainHead(i.Name.NB) || said == plainHead(i.Name.EN)
}

func registerField(said string) string {
	for _, f := range municipality.Fields {
		if said == plainHead(f) {
			return f
		}
	}
	for field, names := range registerHeads {
		if slices.Contains(names, said) {
			return field
		}
	}
	return asNothing
}

// column is the first column that is taken for something, -1 for none.
func column(columns []Column, as string) int {
	return slices.IndexFunc(columns, func(c Column) bool { return c.As == as })
}
