package opendata

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/resource"
	"vekst/platform/db"
	"vekst/platform/geo"
)

// resources are the confirmed ones. A sensitive place is published as the middle of a square of the size that was chosen.
func (h *house) resources() Dataset {
	return Dataset{
		Name: "resources", Themes: []string{"REGI", "ENVI", "EDUC"}, Licence: attribution, HasPlace: true, Key: []string{"resource"}, State: h.stateOfResources,
		Fields: slices.Concat(always(String, "resource", "municipality"), fields(String, "settlement"), []Field{{Name: "class", Type: String, Always: true, OneOf: resource.Classes}},
			always(String, "kind"), fields(String, "kind_bg", "kind_nb", "kind_en", "name_bg", "name_nb", "name_en", "description_bg", "description_nb", "description_en", "original"),
			fields(Number, "longitude", "latitude"), fields(Integer, "accuracy"), fields(String, "shape"), fields(Integer, "blurred"),
			[]Field{{Name: "ownership", Type: String, OneOf: resource.Ownerships}, {Name: "condition", Type: String, OneOf: resource.Conditions},
				{Name: "access", Type: String, OneOf: resource.Accesses}, {Name: "protection", Type: String, OneOf: resource.Protections}},
			fields(String, "protected_as", "season"), fields(Number, "potential"), always(Integer, "rated"), always(Boolean, "invented"), always(Moment, "changed"), always(Link, "address"), fields(Link, "cover")),
		Rows: func(r db.Reader, _ int, each func(Row) error) error {
			covers, err := h.covers(r)
			if err != nil {
				return err
			}
			return resource.EachOpen(r, func(o resource.Open) error { return each(h.resource(o, covers[o.ID])) })
		},
	}
}

func (h *house) resource(o resource.Open, cover string) Row {
	kind := resource.KindOf(o.Kind)
	cells := words(o.ID, o.Municipality, o.Settlement, o.Class, o.Kind, kind.Name.BG, kind.Name.NB, kind.Name.EN, o.Name.BG, o.Name.NB, o.Name.EN,
		o.Description.BG, o.Description.NB, o.Description.EN, o.Original)
	cells = append(cells, degrees(geo.Position{Lon: o.Place.Lon, Lat: o.Place.Lat})...)
	cells = append(cells, positive(o.Place.Accuracy), word(o.Place.Shape), positive(o.Blur))
	cells = append(cells, words(o.Ownership, o.Condition, o.Access, o.Protection, o.ProtectedAs, months(o.Season))...)
	cells = append(cells, potential(o.Potential), o.Rated, o.Invented, moment(o.Changed), h.Address+resource.Link(o.ID), word(cover))
	return Row{cells, o.Geometry}
}

// months writes a season as the numbers of its months: "5 6 7".
func months(s resource.Season) string {
	var all []string
	for m := time.January; m <= time.December; m++ {
		if s.Has(m) {
			all = append(all, strconv.Itoa(int(m)))
		}
	}
	return strings.Join(all, " ")
}

func potential(hundredths int64) any {
	if hundredths == 0 {
		return nil
	}
	return Exact(strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64))
}
