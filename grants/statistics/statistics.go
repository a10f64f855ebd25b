// Package statistics knows figures about municipalities: what is measured, by whom, and what it was in each year.
//
// An indicator has a definition in three languages, a unit, a source, and says whether more of it is better, worse or
// neither. A figure is an exact decimal of one municipality in one year. What nobody measured is missing and stays so: it
// is never nought, and never guessed.
//
// Figures come by import, and an import is a version: it lists what it set, and can be undone. What a figure is, is what the
// newest import that still stands says of it.
package statistics

import (
	"slices"

	"vekst/value/decimal"
	"vekst/value/text"
)

// Better says which figures are better; Neither, that none is.
type Better string

// Which figures are better.
const (
	Higher  Better = "higher"
	Lower   Better = "lower"
	Neither Better = "neither"
)

// Units are what figures are counted in.
var Units = []string{"percent", "permille", "persons", "grade", "euro", "km2", "number"}

// Themes are what officials read together, in the order in which a page has them. Counts are numbers of people that shares
// are worked out of.
var Themes = []string{"people", "movement", "work", "education", "money", "living", "counts"}

// Counts is the theme of numbers that say little by themselves.
const Counts = "counts"

// Directions are what Better can be.
var Directions = []Better{Higher, Lower, Neither}

// Indicator is something that is measured.
type Indicator struct {
	Code        string
	Theme       string
	Name        text.Text
	Definition  text.Text
	Unit        string
	Better      Better
	Least, Most *decimal.Decimal // what a figure can be; nil for no limit
	Whole       bool             // only whole numbers
	Publisher   text.Text
	Dataset     string
	Address     string // of the dataset
	Licence     string
	Part, Of    string // of one that is worked out: Part as per cent of Of
	IsShipped   bool   // it came with the program, and nobody has changed it
}

// Computed says whether the indicator is worked out of two others.
func (i Indicator) Computed() bool { return i.Part != "" }

// Fits says whether a figure can be one of the indicator.
func (i Indicator) Fits(d decimal.Decimal) bool {
	return (i.Least == nil || d >= *i.Least) && (i.Most == nil || d <= *i.Most)
}

// named finds the indicator with a code.
func named(all []Indicator, code string) (Indicator, bool) {
	at := slices.IndexFunc(all, func(i Indicator) bool { return i.Code == code })
	if at < 0 {
		return Indicator{}, false
	}
	return all[at], true
}

// Key is one place for a figure, or for a fact of the register, whose Field is its name and Year 0.
type Key struct {
	Municipality, Field string
	Year                int
}

// Figure is what an indicator was in a municipality in a year.
type Figure struct {
	Key
	Value decimal.Decimal
}

// Years in which something can have been measured.
const (
	firstYear = 1900
	lastYear  = 2100
)
