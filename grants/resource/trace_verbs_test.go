package resource_test

import (
	"testing"

	"vekst/grants/resource"
	"vekst/platform/testkit"
	"vekst/value/text"
)

func TestMergingKeepsThePathAndHowSensitiveItIs(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		path := resource.Entry{Name: text.Text{BG: "Пътеката на щъркела"}, Original: text.BG, Kind: "eco-path", Blur: 5000, Place: resource.Place{Shape: `{"type":"LineString","coordinates":[[25.88,42.93],[25.89,42.94]]}`}}
		other := path
		other.Place.Shape = `{"type":"LineString","coordinates":[[25.80,42.93],[25.81,42.94]]}`
		a, b, d := c.propose(c.villager, path), c.propose(c.official, spring("Пътеката")), c.propose(c.villager, other)
		for _, from := range []string{a.ID, d.ID} {
			if _, err := resource.Merge.Run(t.Context(), w.Door, c.official, resource.Merging{ID: from, Into: b.ID}); err != nil {
				t.Fatal(err)
			}
			if got := c.find(b.ID); got.Place.Shape != path.Place.Shape || got.Blur != 5000 {
				t.Errorf("%+v", got.Entry)
			}
		}
	})
}
