package municipality

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"

	"vekst/value/text"
)

//go:embed seed/*.csv
var seed embed.FS

// Seed reads the tables that come with the program; seed/README.md names their publishers. An error means that a table
// has been damaged, and names it and the line.
func Seed() (*Register, error) {
	r := &Register{}
	err := errors.Join(
		rows("municipalities.csv", func(c cells) {
			r.municipalities = append(r.municipalities, Municipality{
				Code: c.text(0), Country: Bulgaria, LAU: c.text(0), Name: text.Text{BG: c.text(1), NB: c.text(2), EN: c.text(2)}, Oblast: c.text(3), Seat: c.text(4),
				Point: Point{c.number(5), c.number(6)}, Population2021: c.number(7), Population2013: c.number(8),
			})
		}),
		rows("settlements.csv", func(c cells) {
			r.settlements = append(r.settlements, Settlement{
				Ekatte: c.text(0), Municipality: c.text(1), Name: text.Text{BG: c.text(2), NB: c.text(3), EN: c.text(3)},
				Town: c.text(4) == "town", Population: c.number(5), Year: EstimateYear,
			})
		}),
		rows("oblasts.csv", func(c cells) {
			r.oblasts = append(r.oblasts, Oblast{c.text(0), text.Text{BG: c.text(1), NB: c.text(2), EN: c.text(3)}, c.text(4)})
		}),
	)
	for i := range r.municipalities {
		r.complete(&r.municipalities[i])
	}
	return r, err
}

// elsewhere are the municipalities whose seat is a town of another municipality: their seat has another name than they.
// The municipality of the capital is called after none.
var elsewhere = map[string]text.Text{
	"DOB15": {BG: "Добрич", NB: "Dobrich", EN: "Dobrich"}, "JAM25": {BG: "Ямбол", NB: "Yambol", EN: "Yambol"},
	"PDV17": {BG: "Пловдив", NB: "Plovdiv", EN: "Plovdiv"}, "PDV26": {BG: "Пловдив", NB: "Plovdiv", EN: "Plovdiv"},
	capital: {BG: "София", NB: "Sofia", EN: "Sofia"},
}

// complete adds what follows from the tables: the region, its code of Eurostat, and the seat, after which all others are
// called.
func (r *Register) complete(m *Municipality) {
	oblast, _ := r.Oblast(m.Oblast)
	m.Region, m.NUTS3, m.SeatName = oblast.Name, oblast.NUTS3, m.Name
	if name, ok := elsewhere[m.Code]; ok {
		m.SeatName = name
	}
}

// abroad reads the municipalities of other countries that come with the program: the Norwegian ones that the programme
// learnt from.
func abroad() ([]Municipality, error) {
	var all []Municipality
	err := rows("norway.csv", func(c cells) {
		all = append(all, Municipality{Code: c.text(0), Country: "NO", LAU: c.text(1), Name: text.Text{BG: c.text(2), NB: c.text(3), EN: c.text(3)},
			Oblast: c.text(4), Region: text.Text{BG: c.text(5), NB: c.text(6), EN: c.text(6)}, NUTS3: c.text(7),
			SeatName: text.Text{BG: c.text(8), NB: c.text(9), EN: c.text(9)}})
	})
	return all, err
}

// cells is one row of a table; what cannot be read is remembered and told once.
type cells struct {
	row   []string
	wrong *error
}

func (c cells) text(at int) string { return c.row[at] }

func (c cells) number(at int) int {
	n, err := strconv.Atoi(c.row[at])
	if err != nil && *c.wrong == nil {
		*c.wrong = err
	}
	return n
}

// rows reads a table and hands over each row but the first, which holds the names of the columns.
func rows(name string, take func(cells)) error {
	file, err := seed.Open("seed/" + name)
	if err != nil {
		return err
	}
	defer file.Close()
	table, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, row := range table[1:] {
		var wrong error
		if take(cells{row, &wrong}); wrong != nil {
			return fmt.Errorf("%s line %d: %w", name, i+2, wrong)
		}
	}
	return nil
}
