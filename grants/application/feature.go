package application

import (
	"context"
	"embed"
	"time"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/outbox"
	"vekst/platform/presence"
	"vekst/platform/quarantine"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var embedded embed.FS

// Options are what applications need from the program around them.
type Options struct {
	Folder  string // where uploaded files are kept
	Address string // the address people type, for the code on a receipt
	// Seal finds an audit entry in the sealed log, waiting up to patience.
	Seal func(ctx context.Context, auditID string, patience time.Duration) (audit.Seal, error)
	// Scanner says what is in the bytes of a file: "" for nothing bad. It is nil where there is none.
	Scanner quarantine.Asked
	// Presence is who has which draft open; nil for a process that is alone.
	Presence *presence.Board
	// AlsoReads says whether somebody else, an expert say, may read the files of a field of a submitted application. It
	// may be nil.
	AlsoReads func(r db.Reader, actor action.Actor, application, field string) bool
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	if o.Presence == nil {
		o.Presence = &presence.Board{}
	}
	h := &house{Options: o, files: store{folder: o.Folder}}
	return feature.Feature{
		Name:   "application",
		Words:  feature.Folder(embedded, "words"),
		Schema: feature.Folder(embedded, "schema"),
		Pages:  []web.Checked{listPage, startPage, tasksPage, sectionPage, checkPage, receiptPage, printPage, heldPage, withdrawPage, historyPage, sheetPage, withoutLinePage, commentsPage, partnersPage, removingPage, lostPage, takingPage, wherePage, copyPage},
		Routes: h.routes,
		Outbox: map[string]outbox.Handler{call.ChangedKind: afterChange},
		Slow:   h.jobs(),
	}
}

// jobs are what is done with files after they came.
func (h *house) jobs() map[string]outbox.Handler {
	return map[string]outbox.Handler{ScanKind: h.scans().Do, smallKind: h.makeSmall, expireKind: h.expire}
}
