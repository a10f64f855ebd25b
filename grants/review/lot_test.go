package review

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestALotNeverGivesWhoMayNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		experts := []string{"a", "b", "c", "d", "e"}
		var vacancies []Vacancy
		for i := range rapid.IntRange(1, 20).Draw(t, "applications") {
			may := rapid.SliceOfDistinct(rapid.SampledFrom(experts), func(s string) string { return s }).Draw(t, "may")
			for place := 1; place <= 2; place++ {
				vacancies = append(vacancies, Vacancy{fmt.Sprint(i), fmt.Sprintf("N-%04d", i), place, may})
			}
		}
		seed := rapid.String().Draw(t, "seed")
		drawn := DrawExperts(seed, vacancies, nil)
		byApplication := map[string][]string{}
		for _, d := range drawn {
			if d.Expert == "" {
				continue
			}
			if !slices.Contains(d.Vacancy.May, d.Expert) {
				t.Fatalf("%s was drawn for %s, who may: %v", d.Expert, d.Vacancy.Number, d.Vacancy.May)
			}
			if slices.Contains(byApplication[d.Vacancy.Number], d.Expert) {
				t.Fatalf("%s has two places of %s", d.Expert, d.Vacancy.Number)
			}
			byApplication[d.Vacancy.Number] = append(byApplication[d.Vacancy.Number], d.Expert)
		}
		slices.Reverse(vacancies)
		if again := DrawExperts(seed, vacancies, nil); !reflect.DeepEqual(drawn, again) {
			t.Fatal("the same seed gave other experts when the places came in another order")
		}
	})
}

func TestALotBalancesTheLoad(t *testing.T) {
	experts := []string{"a", "b", "c", "d", "e", "f", "g"}
	var vacancies []Vacancy
	for i := range 120 {
		for place := 1; place <= 2; place++ {
			vacancies = append(vacancies, Vacancy{fmt.Sprint(i), fmt.Sprintf("N-%04d", i), place, experts})
		}
	}
	load := map[string]int{}
	for _, d := range DrawExperts("seed", vacancies, nil) {
		load[d.Expert]++
	}
	for _, e := range experts {
		if load[e] < 34 || load[e] > 35 {
			t.Errorf("%s has %d of 240 places among 7", e, load[e])
		}
	}
}

func TestAnotherSeedGivesOtherExperts(t *testing.T) {
	var vacancies []Vacancy
	for i := range 20 {
		vacancies = append(vacancies, Vacancy{fmt.Sprint(i), fmt.Sprintf("N-%04d", i), 1, []string{"a", "b", "c", "d"}})
	}
	if reflect.DeepEqual(DrawExperts("1", vacancies, nil), DrawExperts("2", vacancies, nil)) {
		t.Error("two seeds gave the same experts")
	}
}
