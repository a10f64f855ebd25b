package browser_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"vekst/platform/lang"
)

var languages = []string{"bg", "nb", "en"}

// catalog is every word of the program, so that a test can press a button in any language by its meaning.
var catalog = sync.OnceValues(func() (*lang.Catalog, error) {
	var all []lang.Words
	for _, pattern := range []string{root + "/*/words", root + "/*/*/words"} {
		folders, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		for _, f := range folders {
			if files, _ := filepath.Glob(f + "/*.toml"); len(files) == len(languages) {
				all = append(all, lang.Words{Feature: filepath.Base(filepath.Dir(f)), Files: os.DirFS(f)})
			}
		}
	}
	return lang.NewCatalog(all...)
})

// plain is text as a person compares it: single ordinary spaces, small letters.
func plain(s string) string {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u00ad", "").Replace(s)
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}
