package main

import (
	"io/fs"

	"vekst/demo"
	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/calendar"
	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/dialogue"
	"vekst/grants/editor"
	"vekst/grants/follow"
	"vekst/grants/guidance"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/opendata"
	"vekst/grants/organisation"
	"vekst/grants/outage"
	"vekst/grants/portal"
	"vekst/grants/programme"
	"vekst/grants/resource"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/grants/territory"
	"vekst/grants/trail"
	"vekst/look"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/platform/presence"
	"vekst/platform/pulse"
	"vekst/platform/scan"
	"vekst/platform/seal"
	"vekst/platform/setting"
	"vekst/platform/token"
	"vekst/platform/web"
)

// options are what features are given by the program. Lists of features made only for their words, tables or pages leave
// them empty.
type options struct {
	Clock   *demo.Clock    // of the demonstration, where links sign in and the clock can be moved; nil in a real programme
	Values  setting.Values // the settings
	Sealer  *seal.Sealer   // the log, for receipts
	Scanner *scan.Scanner  // of viruses; nil for none
	// Presence is who has which draft open.
	Presence *presence.Board
}

// features lists what the program offers, in the order of a grant's life. A feature may use those above it.
func features(o options) []feature.Feature {
	figures, chosenBy, sheets := statistics.New(), chosen.New().At(o.Values["address"]), new(territory.Shelf)
	all := []feature.Feature{
		{Name: "look", Words: look.Words(), Pages: []web.Checked{web.ErrorPage}},
		{Name: "seal", Schema: seal.Schema()},
		{Name: "outbox", Schema: outbox.Schema()},
		{Name: "mail", Schema: mail.Schema()},
		{Name: "pulse", Schema: pulse.Schema()},
		{Name: "presence", Schema: presence.Schema()},
		{Name: "token", Schema: token.Schema()},
		account.Feature(account.Options{Address: o.Values["address"], Demo: o.Clock != nil}),
		notice.Feature(),
		municipality.Feature(municipality.Options{Here: call.Here, Decided: selection.Here, Seated: selection.Seated, Figures: figures.Figures, Chosen: chosenBy.Standing, Resources: resource.Here}),
		figures.Feature(),
		targeting.Feature(),
		organisation.Feature(),
		programme.Feature(),
		call.Feature(call.Options{Address: o.Values["address"], Consulted: dialogue.Consulted, Assessed: selection.Assessed,
			Follows: follow.Asks,
			Beside:  []func(*web.Request, call.Published) ([]call.Beside, error){guidance.Beside, dialogue.Beside}}),
		outage.Feature(),
		follow.Feature(),
		guidance.Feature(o.guidance()),
		dialogue.Feature(),
		application.Feature(o.applications()),
		editor.Feature(editor.Options{Address: o.Values["address"], Several: o.Presence.IsShared(), Schemas: func() []fs.FS { return schemas(features(options{})) }}),
		review.Feature(),
		selection.Feature(),
		chosenBy.Feature(),
		resource.Feature(o.resources(sheets)),
		territory.Feature(territory.Options{Figures: figures, Chosen: chosenBy.Standing, Sheets: sheets}),
		opendata.Feature(opendata.Options{Address: o.Values["address"], Version: targeting.Program(), Publisher: o.Values["publisher"], Contact: o.Values["contact"], Scanned: o.Scanner != nil, Figures: figures}),
		trail.Feature(trail.Options{Seal: o.Sealer.Seal}),
		calendar.Feature(calendar.Options{Address: o.Values["address"]}),
		portal.Feature(portal.Options{Key: o.Sealer.PublicKey}),
	}
	if o.Clock != nil {
		all = append(all, demo.Feature(o.Clock))
	}
	return all
}

func (o options) applications() application.Options {
	a := application.Options{Folder: o.Values["files"], Address: o.Values["address"], Seal: o.Sealer.Seal, AlsoReads: review.ReadsFile, Presence: o.Presence}
	if o.Scanner != nil {
		a.Scanner = o.Scanner
	}
	return a
}

func (o options) guidance() guidance.Options {
	g := guidance.Options{Folder: o.Values["files"]}
	if o.Scanner != nil {
		g.Scanner = o.Scanner
	}
	return g
}

func (o options) resources(sheets *territory.Shelf) resource.Options {
	r := resource.Options{Folder: o.Values["files"], Exports: opendata.Exports, Outline: sheets.Outline,
		Elsewhere: []func(db.Reader, string) (bool, error){application.Names, guidance.Names}}
	if o.Scanner != nil {
		r.Scanner = o.Scanner
	}
	return r
}

func words(all []feature.Feature) (*lang.Catalog, error) {
	var w []lang.Words
	for _, f := range all {
		if f.Words != nil {
			w = append(w, lang.Words{Feature: f.Name, Files: f.Words})
		}
	}
	return lang.NewCatalog(w...)
}

func schemas(all []feature.Feature) []fs.FS {
	var s []fs.FS
	for _, f := range all {
		if f.Schema != nil {
			s = append(s, f.Schema)
		}
	}
	return s
}
