package statistics

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"gopkg.in/yaml.v3"

	"vekst/value/decimal"
	"vekst/value/text"
)

//go:embed seed
var seed embed.FS

// source is where figures that come with the program were published.
type source struct {
	publisher        text.Text
	dataset, address string
}

var (
	institute = text.Text{BG: "НСИ", NB: "NSI, Bulgarias statistiske institutt", EN: "NSI, National Statistical Institute"}
	sources   = map[string]source{
		"census":     {institute, "Преброяване 2021", "https://www.nsi.bg"},
		"movement":   {institute, "Население и демографски процеси", "https://www.nsi.bg"},
		"employment": {text.Text{BG: "Агенция по заетостта", NB: "Bulgarias arbeidsformidling", EN: "Employment Agency"}, "Годишен обзор", "https://www.az.government.bg"},
		"education":  {text.Text{BG: "Министерство на образованието и науката", NB: "Bulgarias utdanningsdepartement", EN: "Ministry of Education and Science"}, "Държавни зрелостни изпити", "https://www.mon.bg"},
	}
)

// written is an indicator as the file has it.
type written struct {
	Code, Theme      string
	Name, Definition text.Text
	Unit             string
	Better           Better
	Least, Most      string
	Whole            bool
	Part, Of, Source string
}

// shipped are the indicators that come with the program.
var shipped = sync.OnceValues(func() ([]Indicator, error) {
	data, err := seed.ReadFile("seed/indicators.yaml")
	if err != nil {
		return nil, err
	}
	var all []written
	if err := yaml.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("statistics: indicators.yaml: %w", err)
	}
	indicators := make([]Indicator, len(all))
	for i, w := range all {
		if indicators[i], err = w.indicator(); err != nil {
			return nil, fmt.Errorf("statistics: indicators.yaml: %s: %w", w.Code, err)
		}
	}
	return indicators, nil
})

// openLicence is said of facts of public record, which nobody's permission is needed for.
const openLicence = "Facts of public record"

func (w written) indicator() (Indicator, error) {
	from, ok := sources[w.Source]
	if !ok || !slices.Contains(Units, w.Unit) || !slices.Contains(Themes, w.Theme) || !slices.Contains(Directions, w.Better) {
		return Indicator{}, fmt.Errorf("source %q, unit %q, theme %q, better %q", w.Source, w.Unit, w.Theme, w.Better)
	}
	i := Indicator{Code: w.Code, Theme: w.Theme, Name: w.Name, Definition: w.Definition, Unit: w.Unit, Better: w.Better, Whole: w.Whole,
		Part: w.Part, Of: w.Of, Publisher: from.publisher, Dataset: from.dataset, Address: from.address, Licence: openLicence, IsShipped: true}
	var err error
	if i.Least, err = limit(w.Least); err == nil {
		i.Most, err = limit(w.Most)
	}
	return i, err
}

// limit reads the end of a range, nil for none.
func limit(s string) (*decimal.Decimal, error) {
	if s == "" {
		return nil, nil
	}
	d, err := decimal.Parse(s)
	return &d, err
}

// Shipped are the tables that come with the program, and how they are read.
var Shipped = []struct {
	Name string
	Year int
}{{"indicators.csv", 0}, {"census2021.csv", 2021}}

// shippedFile is a table that comes with the program.
func shippedFile(name string) ([]byte, int, bool) {
	for _, s := range Shipped {
		if s.Name == name {
			data, err := seed.ReadFile("seed/" + name)
			return data, s.Year, err == nil
		}
	}
	return nil, 0, false
}

// typedLimit reads the end of a range as people type it.
func typedLimit(s string) (*decimal.Decimal, error) {
	if s == "" {
		return nil, nil
	}
	r, err := decimal.Read(s)
	if err != nil || r.Doubtful || r.Rounded {
		return nil, decimal.ErrNumber
	}
	return &r.Value, nil
}
