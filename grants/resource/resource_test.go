package resource

import (
	"slices"
	"testing"
	"time"

	"vekst/value/text"
)

func TestTheVocabularyIsWholeAndHasEveryClass(t *testing.T) {
	all, err := Kinds()
	if err != nil || len(all) < 60 {
		t.Fatalf("%d kinds, %v", len(all), err)
	}
	for _, class := range Classes {
		if n := len(slices.DeleteFunc(slices.Clone(all), func(k Kind) bool { return k.Class != class })); n < 5 {
			t.Errorf("only %d kinds are %s", n, class)
		}
		if KindOf("other-"+class).Class != class {
			t.Errorf("there is no kind for what is %s and has no word", class)
		}
	}
	for _, file := range []string{"- {id: a, class: natural}", "- {id: a, class: magic, name: {bg: a, nb: a, en: a}, many: {bg: a, nb: a, en: a}}", "nothing: here"} {
		if _, err := readKinds([]byte(file)); err == nil {
			t.Errorf("took %q", file)
		}
	}
}

func TestTheMeanIsRoundedHalfUp(t *testing.T) {
	scores := func(all ...int64) (r []Rating) {
		for _, s := range all {
			r = append(r, Rating{Score: s})
		}
		return r
	}
	for _, c := range []struct {
		of   []Rating
		want int64
	}{{nil, 0}, {scores(4), 400}, {scores(4, 5), 450}, {scores(3, 4, 4), 367}, {scores(1, 1, 2), 133}, {scores(5, 5, 5, 5, 5), 500}, {scores(1, 2, 2, 2, 2, 2, 2, 2), 188}} {
		if got := Mean(c.of); got != c.want {
			t.Errorf("%v: %d, want %d", c.of, got, c.want)
		}
	}
}

func TestASensitivePlaceIsMovedToTheMiddleOfASquareAlwaysTheSameOne(t *testing.T) {
	nest := Resource{Entry: Entry{Place: Place{Lon: 25_881_234, Lat: 42_931_234, Accuracy: 5, Shape: `{"type":"Point"}`}, Blur: 5000}}
	far := nest
	far.Place.Lat += 3_000
	a, b := nest.Blurred(), far.Blurred()
	if a.Place != b.Place {
		t.Errorf("two nests of one square are told apart: %+v and %+v", a.Place, b.Place)
	}
	if a.Place.Shape != "" || a.Place.Accuracy != 7075 {
		t.Errorf("the shape or the accuracy tells more: %+v", a.Place)
	}
	if a.Place.Lat == nest.Place.Lat || a.Place.Lon == nest.Place.Lon {
		t.Error("a coordinate is as it was")
	}
	if m := Metres(a.Place, nest.Place); m > 7200 {
		t.Errorf("moved by %d metres, farther than to the corner of the square", m)
	}
	if again := a.Blurred(); again.Place != a.Place {
		t.Error("blurring what is blurred moves it again")
	}
	open := nest
	open.Blur = 0
	if open.Blurred().Place != nest.Place {
		t.Error("a place that is not sensitive is moved")
	}
	west := nest
	west.Place = Place{Lon: -71_000_001, Lat: -33_400_001}
	if m := Metres(west.Blurred().Place, west.Place); m > 7200 {
		t.Errorf("south and west of zero it is moved by %d metres", m)
	}
}

func TestDistancesAreThoseOfAMap(t *testing.T) {
	elena, sliven := Place{Lon: 25_877_800, Lat: 42_929_400}, Place{Lon: 26_315_000, Lat: 42_681_000}
	if m := Metres(elena, sliven); m < 44_000 || m > 46_500 { // 45.1 km by the great circle
		t.Errorf("Elena to Sliven is %d m", m)
	}
}

func TestSaysWhatIsMissing(t *testing.T) {
	r := Resource{}
	if got := r.Missing(); !slices.Equal(got, []string{"place", "description", "condition", "ownership", "season", "access", "rating"}) {
		t.Errorf("%v", got)
	}
	r.Place, r.Description, r.Condition, r.Ownership, r.Season, r.Access, r.Rated = Place{Lon: 1}, text.Text{BG: "да"}, "good", "state", AllYear, "road", 5
	if got := r.Missing(); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestASeasonIsMonths(t *testing.T) {
	s := Season(0).With(time.May).With(time.December)
	if !s.Has(time.May) || !s.Has(time.December) || s.Has(time.April) || !AllYear.Has(time.January) || !AllYear.Has(time.December) {
		t.Errorf("%b", s)
	}
}

func TestDifferencesNameTheFieldAndBothValues(t *testing.T) {
	before := Entry{Name: text.Text{BG: "Извор"}, Kind: "spring", Place: Place{Lon: 25_000_001, Lat: -1_000_000}}
	after := before
	after.Condition, after.Place.Lat = "good", 42_500_000
	got := Differences(before, after)
	want := []FieldChange{{"place", "-1.000000, 25.000001", "42.500000, 25.000001"}, {"condition", "", "good"}}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if len(Differences(after, after)) != 0 {
		t.Error("what is the same differs")
	}
}

// everything is known to whoever asks.
func everything(Resource) bool { return true }

func TestFindsWhatIsCalledAlikeInEitherAlphabet(t *testing.T) {
	there := []Resource{
		{ID: "1", Entry: Entry{Name: text.Text{BG: "Минерален извор Марян"}, Kind: "mineral-spring", Place: Place{Lon: 25_900_000, Lat: 42_900_000}}},
		{ID: "2", Entry: Entry{Name: text.Text{BG: "Стара чешма"}, Kind: "mineral-spring", Place: Place{Lon: 25_950_000, Lat: 42_950_000}}},
		{ID: "3", Entry: Entry{Name: text.Text{BG: "Манастир"}, Kind: "monastery", Place: Place{Lon: 25_900_100, Lat: 42_900_100}}},
	}
	for name, c := range map[string]struct {
		e    Entry
		want []string
	}{
		"a slip of the pen":               {Entry{Name: text.Text{BG: "минерален  изворр марян"}, Kind: "spring"}, []string{"1"}},
		"Latin letters":                   {Entry{Name: text.Text{EN: "Mineralen izvor Maryan"}, Kind: "spring"}, []string{"1"}},
		"the same kind two hundred m off": {Entry{Name: text.Text{BG: "Топлата вода"}, Kind: "mineral-spring", Place: Place{Lon: 25_952_000, Lat: 42_950_500}}, []string{"2"}},
		"the same kind a kilometre off":   {Entry{Name: text.Text{BG: "Топлата вода"}, Kind: "mineral-spring", Place: Place{Lon: 25_962_500, Lat: 42_950_500}}, nil},
		"another kind at the same place":  {Entry{Name: text.Text{BG: "Гора"}, Kind: "forest", Place: Place{Lon: 25_900_000, Lat: 42_900_000}}, nil},
		"another name without a place":    {Entry{Name: text.Text{BG: "Студеният извор"}, Kind: "mineral-spring"}, nil},
	} {
		var got []string
		for _, found := range twins(c.e, "", there, everything) {
			got = append(got, found.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := twins(there[0].Entry, "1", there, everything); len(got) != 0 {
		t.Errorf("a resource is like itself: %v", got)
	}
}
