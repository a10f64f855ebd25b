// Command build makes look/dist from look/style and look/script: go run ./look/build. With -check it changes nothing and
// fails when dist is not what would be made, which is how CI knows that it is current.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	check := flag.Bool("check", false, "only compare")
	flag.Parse()
	files, err := build()
	if err == nil && *check {
		err = compare(files)
	} else if err == nil {
		err = write(files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const dist = "look/dist"

func build() (map[string][]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{"look/style/app.css", "look/script/app.ts", "look/script/form.ts", "look/script/budget-page.ts", "look/script/file-page.ts", "look/script/figure-page.ts", "look/script/field.ts", "look/script/trace.ts",
			"look/script/verify.ts", "look/script/offline.ts", "look/script/account.ts", "look/script/index.ts", "look/script/index-draft.ts", "look/script/map.ts", "look/style/map.css", "look/style/editor.css", "look/style/spot.css", "look/style/index.css"},
		Outdir: dist, EntryNames: "[name]", Bundle: true, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		Target: api.ES2020, Format: api.FormatIIFE, LegalComments: api.LegalCommentsNone,
		Loader:     map[string]api.Loader{".woff2": api.LoaderFile},
		AssetNames: "[name]", Plugins: []api.Plugin{onlyUsed},
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("build: %s", strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	files := map[string][]byte{}
	for _, f := range result.OutputFiles {
		files[filepath.Base(f.Path)] = f.Contents
	}
	icon, err := os.ReadFile("look/style/icon.svg")
	if err != nil {
		return nil, err
	}
	files["icon.svg"] = icon
	files["maplibre-gl.js"], err = engine()
	return files, err
}

// used are the components of Designsystemet that our pages use; the others are left out, which halves the style.
var used = []string{"ds-alert", "ds-breadcrumbs", "ds-button", "ds-details", "ds-error-summary", "ds-field", "ds-fieldset",
	"ds-heading", "ds-input", "ds-label", "ds-link", "ds-list", "ds-paragraph", "ds-skip-link", "ds-validation-message"}

var onlyUsed = api.Plugin{Name: "only-used", Setup: func(b api.PluginBuild) {
	b.OnLoad(api.OnLoadOptions{Filter: `designsystemet\.css$`}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		data, err := os.ReadFile(a.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		text := trim(string(data))
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderCSS}, nil
	})
}}

var component = regexp.MustCompile(`\.(ds-[a-z]+(?:-[a-z]+)*)`)

// trim drops the component layers of which no component is used.
func trim(style string) string {
	var kept strings.Builder
	for style != "" {
		block := first(style)
		style = style[len(block):]
		if !strings.HasPrefix(block, "@layer ds.components{") {
			kept.WriteString(block)
			continue
		}
		if name := component.FindStringSubmatch(block); name == nil || slices.Contains(used, name[1]) {
			kept.WriteString(block)
		}
	}
	return kept.String()
}

// first returns the first statement of a style sheet: up to a semicolon or the end of its block.
func first(style string) string {
	depth := 0
	for i, r := range style {
		switch {
		case r == '{':
			depth++
		case r == '}':
			if depth--; depth == 0 {
				return style[:i+1]
			}
		case r == ';' && depth == 0:
			return style[:i+1]
		}
	}
	return style
}

func write(files map[string][]byte) error {
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dist, name), data, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s %d\n", name, len(data))
	}
	return nil
}

func compare(files map[string][]byte) error {
	for name, data := range files {
		have, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil || !bytes.Equal(have, data) {
			return fmt.Errorf("look/dist/%s is not current: run go run ./look/build and commit", name)
		}
	}
	return nil
}
