package selection

import (
	"errors"
	"strings"

	"vekst/grants/review"
)

// points is an expert's points in the file: hundredths, written as a number with two decimals.
type points int64

// average is twice an average in the file: written as a number with two decimals, or three for half a hundredth.
type average int64

var errPoints = errors.New("points must be a number with two decimals, or three ending in 5 for an average, from 0.00 to 1000000.00")

func (p points) MarshalJSON() ([]byte, error)  { return []byte(review.Fixed(2 * int64(p))), nil }
func (a average) MarshalJSON() ([]byte, error) { return []byte(review.Fixed(int64(a))), nil }

func (p *points) UnmarshalJSON(raw []byte) error {
	twice, err := parseTwice(string(raw))
	if err != nil || twice%2 != 0 {
		return errPoints
	}
	*p = points(twice / 2)
	return nil
}

func (a *average) UnmarshalJSON(raw []byte) error {
	twice, err := parseTwice(string(raw))
	*a = average(twice)
	return err
}

// parseTwice reads what review.Fixed writes, and nothing else.
func parseTwice(written string) (twice int64, err error) {
	hundredths, half := written, int64(0)
	if _, decimals, _ := strings.Cut(written, "."); len(decimals) == 3 {
		hundredths, half = strings.TrimSuffix(written, "5"), 1
	}
	score, err := review.ParseScore(hundredths, review.MaxScore)
	if twice = 2*score + half; err != nil || review.Fixed(twice) != written {
		return 0, errPoints
	}
	return twice, nil
}
