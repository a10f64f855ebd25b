package chosen

import (
	_ "embed" // the file of the call
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/value/decimal"
)

// CorrectionCall is the call by which anybody asks for a figure to be corrected.
const CorrectionCall = "figure-correction"

//go:embed shipped/figure-correction.yaml
var correctionFile []byte

// CorrectionFile is the file of that call, which comes with the program. Officers publish it when they are ready to answer.
func CorrectionFile() []byte { return slices.Clone(correctionFile) }

// Verdict is what the programme answered to such a request.
type Verdict string

// Verdicts.
const (
	Accepted Verdict = "accepted"
	Declined Verdict = "declined"
)

// Correction is the answer to a request, and the right figure where it was accepted.
type Correction struct {
	Application  string
	Verdict      Verdict // "" while nobody has answered
	Municipality string
	Figure       string // the column of the data: unemployment_2019
	Value        string // a decimal with a point
	Reason       string
	By           string
	At           time.Time
}

// request is what somebody asked for, as far as it can be read without a person.
type request struct {
	Municipality, Indicator, Published, Source string
	Right                                      int64 // in ten-thousandths
}

// perRight is how many of the units in which a document keeps the right figure, of four decimals, make one.
const perRight = 10_000

// readRequest reads what was submitted. What is not there stays empty.
func readRequest(content []byte) (r request, err error) {
	var document struct{ Answers request }
	err = json.Unmarshal(content, &document)
	return document.Answers, err
}

var named = regexp.MustCompile(`\(([a-z][a-z0-9_]*_\d{4})\)\s*$`)

// figure is the column that the request names, where it was begun from a page of ours; "" otherwise.
func (r request) figure() string {
	if m := named.FindStringSubmatch(r.Indicator); m != nil {
		return m[1]
	}
	return ""
}

// typed is what was typed of the indicator, without the column it is called.
func (r request) typed() string { return strings.TrimSpace(named.ReplaceAllString(r.Indicator, "")) }

// value is the right figure as a decimal.
func (r request) value() string {
	return decimal.Decimal(r.Right * int64(decimal.One) / perRight).String()
}

// splitFigure is the indicator and the year of a column called after both.
func splitFigure(column string) (indicator string, year int, ok bool) {
	m := ofYear.FindStringSubmatch(column)
	if m == nil {
		return "", 0, false
	}
	year, err := strconv.Atoi(m[2])
	return m[1], year, err == nil
}
