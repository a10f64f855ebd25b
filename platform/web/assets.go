package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// Assets are the style, script and fonts, each at an address that changes with its content and so can be kept for ever.
type Assets struct {
	links map[string]string // app.css -> /assets/0123456789ab/app.css
	files map[string]asset  // by address
}

type asset struct {
	media      string
	plain, zip []byte
}

// NewAssets reads all files of a folder.
func NewAssets(folder fs.FS) (*Assets, error) {
	a := &Assets{links: map[string]string{}, files: map[string]asset{}}
	var sum = sha256.New()
	var names []string
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		sum.Write(data)
		names = append(names, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	// One version for all, since the style names the fonts beside it.
	version := hex.EncodeToString(sum.Sum(nil))[:12]
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		link := "/assets/" + version + "/" + name
		a.links[name] = link
		a.files[link] = asset{media: mime.TypeByExtension(path.Ext(name)), plain: data, zip: compressed(name, data)}
	}
	return a, nil
}

func compressed(name string, data []byte) []byte {
	if strings.HasSuffix(name, ".woff2") || strings.HasSuffix(name, ".png") {
		return nil
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

// Link is the address of a file; a name that is not there fails the page, so that a test finds it.
func (a *Assets) Link(name string) (string, error) {
	link, ok := a.links[name]
	if !ok {
		return "", fmt.Errorf("web: there is no asset %q", name)
	}
	return link, nil
}

// Worker serves a file at an address that does not change, as the worker of a browser needs it: it watches over the
// pages below its own address.
func (a *Assets) Worker(name string) http.Handler {
	f := a.files[a.links[name]]
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", f.media)
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(f.plain)
	})
}

// ServeHTTP serves the files under /assets/.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Del("Vary")
	if f.zip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(f.zip)
		return
	}
	_, _ = w.Write(f.plain)
}
