package application

import (
	"context"
	"embed"
	"time"

	"vekst/platform/audit"
	"vekst/platform/feature"
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
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{
		Name:   "application",
		Words:  feature.Folder(embedded, "words"),
		Schema: feature.Folder(embedded, "schema"),
		Pages:  []web.Checked{},
		Routes: func(*web.Site) {},
	}
}
