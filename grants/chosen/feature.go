package chosen

import "vekst/platform/feature"

// Feature is what this folder offers the program.
func Feature() feature.Feature { return feature.Feature{Name: "chosen"} }
