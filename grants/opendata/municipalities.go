package opendata

import (
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/db"
	"vekst/platform/geo"
)

// municipalities are those of the programme and those imported.
func (h *house) municipalities() Dataset {
	return Dataset{
		Name: "municipalities", Themes: []string{"REGI", "GOVE"}, Licence: openMap, HasPlace: true, Key: []string{"municipality"},
		Fields: slices.Concat(always(String, "municipality", "country"), fields(String, "name_bg", "name_nb", "name_en", "region", "region_bg", "region_en", "lau", "nuts3", "seat"),
			fields(Number, "longitude", "latitude"), fields(String, "place_source"), always(Link, "address")),
		State: func(r db.Reader) (string, error) {
			v, err := municipality.Version(r)
			return strconv.FormatInt(v, 10), err
		},
		Rows: func(r db.Reader, _ int, each func(Row) error) error {
			d, err := h.atlas.Of(r)
			if err != nil {
				return err
			}
			for _, m := range d.All() {
				if err := each(h.municipality(m)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (h *house) municipality(m municipality.Municipality) Row {
	at, source := seat(m), ""
	if at != (geo.Position{}) {
		source = "© OpenStreetMap contributors"
	}
	cells := words(m.Code, m.Country, m.Name.BG, m.Name.NB, m.Name.EN, m.Oblast, m.Region.BG, m.Region.EN, m.LAU, m.NUTS3, m.Seat)
	return Row{slices.Concat(cells, degrees(at), words(source, h.Address+"/municipalities/"+m.Code)), point(at)}
}

// seat is where the seat of a municipality is, to a thousandth of a degree.
func seat(m municipality.Municipality) geo.Position {
	return geo.Position{Lon: int64(m.Point.Longitude) * geo.Degree / 1000, Lat: int64(m.Point.Latitude) * geo.Degree / 1000}
}
