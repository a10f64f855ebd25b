package targeting

import (
	"runtime/debug"
	"sync"
)

// Program names the version of the program, as it is noted with everything that it counted for publication: the module's
// version, and the revision it was built from where that is known.
var Program = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "vekst"
	}
	version, changed := "vekst "+info.Main.Version, false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			version += " " + s.Value
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	if changed {
		version += " with changes"
	}
	return version
})
