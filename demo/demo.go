// Package demo is the programme as a newcomer meets it: the real calls of 2020 and 2022, the ten municipalities, a clock
// that can be moved forward, and invented people who do all the work one does not want to do oneself.
//
// Everything is brought about by the program's own actions, each at the moment it belongs to, so that the log, the
// receipts and the letters of the demonstration are as real as any. Facts are those of the shipped calls and registers,
// with their sources. Every person and organisation we made up has a name that ends in °, the Mark; scores and register
// numbers are made up as well, and the page /demo says so. No real person appears.
//
// Whoever opens the demonstration may be anybody in it, so it must never run beside a real programme: vekst demo has a
// database of its own, and vekst serve has nothing of this.
package demo

import (
	"embed"
	"time"

	"vekst/platform/feature"
	"vekst/platform/web"
)

// Mark ends the name of everybody and everything that is invented.
const Mark = "°"

// Start is when a new demonstration begins: ten in the morning in Sofia on 20 September 2022, when the small grants scheme
// is open for another 17 days.
var Start = time.Date(2022, 9, 20, 7, 0, 0, 0, time.UTC)

//go:embed schema words pages data
var files embed.FS

// Feature is what this folder offers the program, in a demonstration only.
func Feature(clock *Clock) feature.Feature {
	return feature.Feature{Name: "demo", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema"),
		Pages: []web.Checked{demoPage, mailPage}, Routes: pages{clock, &colleagues{}}.routes}
}
