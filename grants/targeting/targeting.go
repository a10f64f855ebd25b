// Package targeting makes one number of many: an index that says which municipalities need a programme most, from official
// statistics, by a published recipe, so that anybody can follow each number back to the figure it came from and make the
// whole again.
//
// It follows the Handbook on Constructing Composite Indicators of the OECD and the JRC. The steps, in their order:
//
//	select      which indicators are counted                               Recipe.LeaveOut
//	denominate  per inhabitant, per square kilometre …                     denominate.go
//	impute      what stands for a missing figure, if anything              impute.go
//	screen      units too little is known of are left out, and named       screen.go
//	treat       outliers are drawn in                                      treat.go
//	normalise   different units of measurement are put on one scale        normalise.go
//	weigh       how much each counts                                       weigh.go
//	aggregate   indicators become groups, groups the index                 aggregate.go
//	rank        on unrounded values; equal values share the smallest rank  rank.go
//
// Calculate does them once. There are always several defensible ways of counting: CountWays does all of them and says
// in how many a unit is among those that would be chosen, and Draw lets weights and choices vary at random and says
// which of them matters most.
//
// The same input gives the same bytes on every machine: see arithmetic.go. What is published is remade by Verify.
package targeting

import "math"

// missing is how a value that is not there is kept. It is never equal to anything, itself included: use IsMissing.
var missing = math.NaN()

// IsMissing says whether a value is not there.
func IsMissing(x float64) bool { return math.IsNaN(x) }

// Unit is one thing the index ranks: a municipality.
type Unit struct {
	Code, Name  string
	Group       string // the oblast, or what else the recipe takes as group; empty without
	line, place int    // in the data: counted from 1, and from 0
}

// column is one value for each unit.
type column []float64

// present are the values that are there.
func (c column) present() []float64 {
	there := make([]float64, 0, len(c))
	for _, x := range c {
		if !IsMissing(x) {
			there = append(there, x)
		}
	}
	return there
}

func (c column) clone() column { return append(column(nil), c...) }

// complete says whether no value is missing.
func (c column) complete() bool {
	for _, x := range c {
		if IsMissing(x) {
			return false
		}
	}
	return true
}
