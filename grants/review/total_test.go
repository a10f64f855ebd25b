package review

import (
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// A grid in the shapes seen in Bulgarian evaluation tables; the criteria are made up.
func grid() Grid {
	return Grid{Groups: []Group{
		{ID: "gates", Criteria: []Criterion{
			{ID: "territory", Kind: Gate, Rejects: true}, {ID: "risks", Kind: Gate},
		}},
		{ID: "jobs", Threshold: 1500, Criteria: []Criterion{
			{ID: "number", Kind: Choice, Options: []Option{{"none", 0}, {"some", 1000}, {"many", 2000}}},
			{ID: "lasting", Kind: Points, Maximum: 1000},
		}},
		{ID: "plan", Weight: 3333, Criteria: []Criterion{{ID: "clarity", Kind: Points, Maximum: 10_000}}},
		{ID: "partner", Bonus: true, Criteria: []Criterion{
			{ID: "donor", Kind: Choice, Options: []Option{{"yes", 1000}, {"no", 0}}},
		}},
	}}
}

func marks() []Mark {
	return []Mark{
		{Criterion: "territory", Yes: true}, {Criterion: "risks", Yes: true}, {Criterion: "number", Option: "some"},
		{Criterion: "lasting", Points: 750}, {Criterion: "clarity", Points: 8005}, {Criterion: "donor", Option: "yes"},
	}
}

func TestRefusesMarksThatTheGridDoesNotKnow(t *testing.T) {
	for _, c := range []struct {
		mark Mark
		want error
	}{
		{Mark{Criterion: "beauty"}, ErrNoSuchCriterion}, {Mark{Criterion: "number", Option: "few"}, ErrNoSuchOption},
		{Mark{Criterion: "lasting", Points: -1}, ErrBelowZero}, {Mark{Criterion: "lasting", Points: 1001}, ErrAboveMaximum},
	} {
		if _, err := grid().Total([]Mark{c.mark}); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.mark, err, c.want)
		}
	}
	if _, err := grid().Total([]Mark{{Criterion: "lasting"}, {Criterion: "lasting"}}); !errors.Is(err, ErrMarkedTwice) {
		t.Errorf("got %v", err)
	}
	odd := Grid{Groups: []Group{{Criteria: []Criterion{{ID: "a", Kind: "stars"}}}}}
	if _, err := odd.Total([]Mark{{Criterion: "a"}}); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("got %v", err)
	}
}

func TestNamesTheGatesThatRejectAndThoseThatAskForClarification(t *testing.T) {
	total, err := grid().Total([]Mark{{Criterion: "territory"}, {Criterion: "risks"}})
	if err != nil || !reflect.DeepEqual(total.Rejects, []string{"territory"}) || !reflect.DeepEqual(total.Clarify, []string{"risks"}) {
		t.Errorf("%+v, %v", total, err)
	}
}

func TestNamesWhatIsNotMarkedYetAndAddsUpTheRest(t *testing.T) {
	total, err := grid().Total(marks()[2:4])
	if err != nil || total.Points != 1750 || !reflect.DeepEqual(total.Missing, []string{"territory", "risks", "clarity", "donor"}) {
		t.Errorf("%+v, %v", total, err)
	}
}

func TestAddsUpAWholeSheet(t *testing.T) {
	total, err := grid().Total(marks())
	want := Total{Points: 1750 + 2668 + 1000, Bonus: 1000, Groups: []Subtotal{
		{Group: "gates"}, {Group: "jobs", Points: 1750, Maximum: 3000}, {Group: "plan", Points: 2668, Maximum: 3333}, // 80.05 × 0.3333 = 26.680665
		{Group: "partner", Points: 1000, Maximum: 1000},
	}}
	if err != nil || !reflect.DeepEqual(total, want) {
		t.Errorf("got  %+v, %v\nwant %+v", total, err, want)
	}
	if got := grid().Maximum(); got != 6333 {
		t.Errorf("the maximum is %d without the bonus", got)
	}
}

func TestRoundsAWeighedGroupOnceAndHalfUp(t *testing.T) {
	for points, want := range map[int64]int64{0: 0, 1: 1, 2: 1, 3: 2, 10_000: 5000} {
		if got := (Group{Weight: 5000}).weigh(points); got != want {
			t.Errorf("half of %d is %d, want %d", points, got, want)
		}
	}
}

func TestMarksAGroupBelowItsThreshold(t *testing.T) {
	for points, below := range map[int64]bool{499: true, 500: false, 501: false} {
		total, err := grid().Total([]Mark{{Criterion: "number", Option: "some"}, {Criterion: "lasting", Points: points}})
		if err != nil || total.Groups[1].Below != below {
			t.Errorf("10 + %s: below is %v, %v", Fixed(2*points), total.Groups[1].Below, err)
		}
	}
}

func TestTheTotalIsAlwaysTheSumOfWhatIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := grid()
		for i := range g.Groups {
			g.Groups[i].Weight = rapid.Int64Range(0, 30_000).Draw(t, "weight")
		}
		sheet := marks()
		sheet[4].Points = rapid.Int64Range(0, 10_000).Draw(t, "clarity")
		total, err := g.Total(sheet)
		var sum int64
		for _, group := range total.Groups {
			sum += group.Points
			if group.Points > group.Maximum {
				t.Fatalf("%+v is above its maximum", group)
			}
		}
		if err != nil || sum != total.Points || total.Points-total.Bonus > g.Maximum() {
			t.Fatalf("%+v, %v", total, err)
		}
	})
}
