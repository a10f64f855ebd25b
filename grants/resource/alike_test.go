package resource_test

import (
	"testing"

	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/platform/testkit"
	"vekst/value/text"
)

// nest is a nesting site as somebody writes it, so many metres north of a true one.
func nest(name string, north int64) resource.Entry {
	return resource.Entry{Name: text.Text{BG: name}, Original: text.BG, Kind: "nesting-site", Blur: 5000, Place: resource.Place{Lon: 25_881_000, Lat: 42_931_000 + 9*north}}
}

// Whoever guesses where a nest is, as often as they like, hears the same wherever in the published square they guess.
func TestNobodyFindsASensitivePlaceByGuessing(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		c := newTown(t, w)
		kept := c.propose(c.official, nest("Гнездото на орела", 0))
		ask := func(who action.Actor, north int64) []resource.Twin {
			t.Helper()
			found, err := resource.Alike(c.Reader(), who, "VTR13", "", nest("Друго име", north))
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		for _, north := range []int64{0, 100, 299, 1500, 3000} {
			inSquare := nest("", north)
			if (resource.Resource{Entry: inSquare}).Blurred().Place != kept.Blurred().Place {
				t.Fatalf("%d m north is in another square", north)
			}
			for name, who := range map[string]action.Actor{"villager": c.villager, "official of another municipality": c.elsewhere} {
				if found := ask(who, north); len(found) != 1 || !found[0].Square || found[0].Metres != 0 {
					t.Errorf("%s, %d m north: %+v", name, north, found)
				}
			}
		}
		if found := ask(c.villager, 20_000); len(found) != 0 {
			t.Errorf("another square has %+v", found)
		}
		if found := ask(c.official, 100); len(found) != 1 || found[0].Square || found[0].Metres != 100 {
			t.Errorf("their own official hears %+v", found)
		}
		if found := ask(c.official, 1500); len(found) != 0 {
			t.Errorf("their own official hears of what is far: %+v", found)
		}
		file := "municipality,kind,name,latitude,longitude,blurred\nBLG01,nesting-site,Чуждо гнездо,42.932,25.881,5000\n"
		j, _, _ := c.preview(c.elsewhere, c.send(c.elsewhere, "гнезда.csv", file).ID)
		for _, r := range j.Repeats {
			if !r.Square || r.Metres != 0 {
				t.Errorf("a file tells how far it is: %+v", r.Twin)
			}
		}
	})
}
