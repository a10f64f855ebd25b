// Package territory shows municipalities on the map: any figure and any published index in classes that are explained,
// resources by kind, and outlines where somebody has imported them. Where there are none, the seats stand for their
// municipalities.
//
// The same picture is drawn twice. The server draws it as SVG, which needs no script, prints, and is what a device without
// WebGL keeps. A script then puts a map that moves in its place, made of the same outlines and the same table. Nothing is
// asked of anybody else's server: there are no tiles and no fonts of strangers.
package territory

import "vekst/value/decimal"

// Values are the figures of municipalities, by code.
type Values map[string]decimal.Decimal

// Ways of making classes of figures.
const (
	Quantiles = "quantiles" // as many municipalities in each
	Steps     = "steps"     // the same distance from least to most in each
	Breaks    = "breaks"    // figures that lie close together stay together
)

// Ways are all of them, in the order they are offered.
var Ways = []string{Quantiles, Steps, Breaks}

// How many classes there can be.
const (
	fewest = 3
	usual  = 5
	most   = 7
)

// shades is how many shades of colour there are.
const shades = 7
