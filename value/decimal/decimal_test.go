package decimal_test

import (
	"errors"
	"testing"

	"vekst/value/decimal"
)

func TestRefusesWhatIsNoNumber(t *testing.T) {
	for s, want := range map[string]error{
		"": decimal.ErrNumber, "н/д": decimal.ErrNumber, "-": decimal.ErrNumber, "1,2,3": decimal.ErrNumber, "12,5 лв.": decimal.ErrNumber,
		"1.2.3,4": decimal.ErrNumber, "12 34": decimal.ErrNumber, "--5": decimal.ErrNumber, ",5": decimal.ErrNumber, "5,": decimal.ErrNumber, "1e3": decimal.ErrNumber,
		"99999999999999": decimal.ErrLarge, "٣": decimal.ErrNumber, "1 234.567.89": decimal.ErrNumber,
	} {
		if got, err := decimal.Read(s); !errors.Is(err, want) {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
}

func TestReadsNumbersAsPeopleWriteThem(t *testing.T) {
	for s, want := range map[string]string{
		"12,5": "12.5", "12.5": "12.5", "9": "9", "1 234,5": "1234.5", "1.234,5": "1234.5", "1,234.5": "1234.5", "11,1 %": "11.1", "−15,1": "-15.1",
		"1 234 567": "1234567", "1.234.567": "1234567", "0,123": "0.123", "1234,567": "1234.567", "12\u00a0500": "12500", "+3": "3", "3,40": "3.4", "1'234.50": "1234.5",
		"1,234.567": "1234.567", "-0,5": "-0.5",
	} {
		if got, err := decimal.Read(s); err != nil || got.Doubtful || got.Value.String() != want {
			t.Errorf("%q: %v %v, %v, want %s", s, got.Value, got.Doubtful, err, want)
		}
	}
}

func TestSaysWhereANumberCanBeReadInTwoWays(t *testing.T) {
	for s, want := range map[string][2]string{"1,234": {"1.234", "1234"}, "12.500": {"12.5", "12500"}, "-1,000": {"-1", "-1000"}, "100,000%": {"100", "100000"}} {
		if got, err := decimal.Read(s); err != nil || !got.Doubtful || got.Value.String() != want[0] || got.Other.String() != want[1] {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
}

func TestNumbersOfWorkbooksLoseOnlyTheirNoise(t *testing.T) {
	for s, want := range map[string]string{"11.130000000000001": "11.13", "0.30000000000000004": "0.3", "1.5E-2": "0.015", "196582": "196582", "-15.1": "-15.1", "1E6": "1000000"} {
		if got, err := decimal.Machine(s); err != nil || got.Rounded || got.Value.String() != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for s, want := range map[string]error{"1E300": decimal.ErrLarge, "x": decimal.ErrNumber, "NaN": decimal.ErrNumber, "Inf": decimal.ErrNumber} {
		if _, err := decimal.Machine(s); !errors.Is(err, want) {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestRoundsWhatHasMoreDecimalsThanAreKeptAndSaysSo(t *testing.T) {
	for s, want := range map[string]string{"33.3333333333": "33.333333", "66,66666667": "66.666667", "-0.0000005": "-0.000001", "0.00000049": "0", "9.9999999": "10", "1 234,12345678": "1234.123457"} {
		if got, err := decimal.Read(s); err != nil || !got.Rounded || got.Value.String() != want {
			t.Errorf("%q: %+v, %v, want %s", s, got, err, want)
		}
	}
	for s, want := range map[string]string{"33.333333333333336": "33.333333", "0.12345678": "0.123457", "-2.5E-7": "0", "-6.66666666666667E-3": "-0.006667"} {
		if got, err := decimal.Machine(s); err != nil || !got.Rounded || got.Value.String() != want {
			t.Errorf("%q of a workbook: %+v, %v, want %s", s, got, err, want)
		}
	}
	if got, err := decimal.Read("12,500000000"); err != nil || got.Rounded || got.Value.String() != "12.5" {
		t.Errorf("noughts are no decimals: %+v, %v", got, err)
	}
	if _, err := decimal.Parse("0.1234567"); !errors.Is(err, decimal.ErrPlaces) {
		t.Errorf("what programs of ours write is exact: %v", err)
	}
}

func TestSharesAndMiddlesAreRoundedOnce(t *testing.T) {
	for _, c := range []struct{ got, want decimal.Decimal }{
		{decimal.Share(decimal.Whole(1), decimal.Whole(3)), 33_330_000}, {decimal.Share(decimal.Whole(2), decimal.Whole(3)), 66_670_000},
		{decimal.Share(decimal.Whole(1), 0), 0}, {decimal.Share(decimal.Whole(-1), decimal.Whole(3)), -33_330_000},
		{decimal.Middle(1, 2), 2}, {decimal.Middle(-1, -2), -2}, {decimal.Middle(decimal.Whole(3), decimal.Whole(4)), 3_500_000},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

// What is written can be read back, by programs and by people.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"1,234", "-12.5", "1 234 567,89", "11,1 %"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := decimal.Read(s)
		if err != nil {
			return
		}
		again, err := decimal.Parse(r.Value.String())
		if err != nil || again != r.Value {
			t.Fatalf("%q: %s, %s, %v", s, r.Value, again, err)
		}
	})
}
