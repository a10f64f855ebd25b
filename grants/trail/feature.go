package trail

import (
	"context"
	"embed"
	"time"

	"vekst/grants/account"
	"vekst/platform/audit"
	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed words/*.toml pages/*.html
var embedded embed.FS

// Options are what the trail needs from the program around it.
type Options struct {
	// Seal finds an audit entry in the sealed log, waiting up to patience.
	Seal func(ctx context.Context, auditID string, patience time.Duration) (audit.Seal, error)
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{
		Name:  "trail",
		Words: feature.Folder(embedded, "words"),
		Pages: []web.Checked{trailPage},
		Routes: func(site *web.Site) {
			reads := web.Role(account.Auditor, account.Operator, account.Administrator)
			site.Private("GET /audit", reads, show)
			site.Private("GET /audit/{entry}/proof.json", reads, o.proof)
		},
	}
}
