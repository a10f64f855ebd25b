package opendata

import (
	"testing"
	"time"

	"vekst/grants/resource"
	"vekst/platform/testkit"
	"vekst/value/text"
)

// What is published of resources can be sent back as it is, in every format, and changes nothing: not even the true place of
// what is published blurred.
func TestWhatIsPublishedCanBeImportedAndChangesNothing(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	season := resource.Season(0).With(time.May).With(time.October)
	for _, e := range []resource.Entry{
		{Name: text.Text{BG: "=Извор", EN: "A spring; with, marks \"all\""}, Description: text.Text{BG: "Първи ред\nвтори ред"}, Original: text.BG, Kind: "mineral-spring",
			Place: resource.Place{Lon: 25_881_001, Lat: 42_931_000, Accuracy: 12}, Season: season, Ownership: "municipal", Condition: "good", Access: "foot", Protection: "natura", ProtectedAs: "BG0000", Settlement: ""},
		{Name: text.Text{NB: "Rede"}, Original: text.NB, Kind: "nesting-site", Blur: 5000, Place: resource.Place{Lon: 25_900_123, Lat: 42_900_321, Accuracy: 5}},
		{Name: text.Text{EN: "A forest"}, Original: text.EN, Kind: "forest", Place: resource.Place{Lon: 25_850_000, Lat: 42_940_000,
			Shape: `{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,42.9],[25.9,43],[25.8,43],[25.8,42.9]],[[25.82,42.92],[25.82,42.93],[25.83,42.93],[25.82,42.92]]]}`}},
		{Name: text.Text{BG: "Никъде"}, Original: text.BG, Kind: "legend"},
	} {
		propose(t, w, e)
	}
	d := open().resources()
	for _, format := range d.Formats() {
		content := inFull(t, w, d, format)
		i, err := resource.Send.Run(t.Context(), w.Door, operator, resource.Sending{File: "resources." + format, Content: []byte(content)})
		if err != nil {
			t.Fatal(format, err)
		}
		j, _, err := resource.Preview(w.Reader(), i, resource.Scope{All: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range j.Changed {
			t.Errorf("%s: would change %v", format, c.Changes)
		}
		if j.Same != 4 || len(j.Faults)+len(j.Added)+len(j.Repeats) > 0 {
			t.Errorf("%s: %d the same, %d new, faults %v", format, j.Same, len(j.Added), j.Faults)
		}
	}
}
