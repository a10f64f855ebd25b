package call

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestWhatIsTakenForComposedIsComposed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.Rune()).Draw(t, "text") + rapid.StringOf(rapid.RuneFrom([]rune("йи\u0306abå€–„“яѐ\u0300"))).Draw(t, "more")
		if composed(s) && !norm.NFC.IsNormalString(s) {
			t.Fatalf("%q is not in NFC", s)
		}
	})
}

func TestEveryLetterTakenForComposedIsComposed(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		if s := string(r); composed(s) && norm.NFC.String(s) != s {
			t.Errorf("%U is not in NFC", r)
		}
	}
}

func TestNumbersAreReadAsTyped(t *testing.T) {
	for _, c := range []struct {
		typed    string
		decimals int
		want     int64
		wrong    string
	}{
		{"6", 0, 6, ""}, {"1 200", 0, 1200, ""}, {"−3", 0, -3, ""}, {"2,5", 1, 25, ""}, {"2.5", 2, 250, ""}, {"007", 0, 7, ""},
		{"шест", 0, 0, "complaint.number_unclear"}, {"6.", 0, 0, "complaint.number_unclear"}, {"1e3", 0, 0, "complaint.number_unclear"},
		{"1.5", 0, 0, "complaint.number_not_whole"}, {"1.200", 0, 0, "complaint.number_not_whole"},
		{"1.25", 1, 0, "complaint.number_decimals"}, {"12345678901234567890", 0, 0, "complaint.number_too_long"},
	} {
		got, wrong := wholeOrDecimal(c.typed, c.decimals)
		if got != c.want || wrong != c.wrong {
			t.Errorf("%q is %d, %q", c.typed, got, wrong)
		}
	}
}
