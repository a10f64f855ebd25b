package targeting

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
	"sync"
)

// Program names the version of the program, as it is noted with everything that it counted for publication: the module's
// version, and the revision it was built from; where that is not known, the fingerprint of the program's file.
var Program = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "vekst"
	}
	version, known, changed := "vekst "+info.Main.Version, false, false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			version, known = version+" "+s.Value, true
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	if changed {
		version += " with changes"
	}
	if !known {
		version += fingerprint()
	}
	return version
})

// fingerprint is the beginning of the SHA-256 of the program's own file; nothing where it cannot be read.
func fingerprint() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return ""
	}
	return " sha256:" + hex.EncodeToString(h.Sum(nil)[:8])
}
