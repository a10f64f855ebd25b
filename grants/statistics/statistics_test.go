package statistics

import (
	"io/fs"

	"vekst/grants/municipality"
)

func schemas() []fs.FS {
	return []fs.FS{municipality.Feature(municipality.Options{}).Schema, New().Feature().Schema}
}
