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
	return r, errors.Join(
		rows("municipalities.csv", func(c cells) {
			r.municipalities = append(r.municipalities, Municipality{
				Code: c.text(0), Name: text.Text{BG: c.text(1), NB: c.text(2), EN: c.text(2)}, Oblast: c.text(3), Seat: c.text(4),
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
			r.oblasts = append(r.oblasts, Oblast{c.text(0), text.Text{BG: c.text(1), NB: c.text(2), EN: c.text(3)}})
		}),
	)
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
