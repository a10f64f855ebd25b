package opendata

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

func mediaOf(format string) string {
	return map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "json": "application/json; charset=utf-8", "geojson": "application/geo+json",
		"schema.json": "application/schema+json"}[format]
}

// file answers with a dataset, its schema, or one of the lists of all.
func (h *house) file(q *web.Request) (web.Answer, error) {
	share(q)
	switch q.PathValue("file") {
	case "datapackage.json":
		return h.described(q, h.dataPackage(q.Site.Catalog), "application/json; charset=utf-8")
	case "catalogue.jsonld":
		return h.described(q, h.catalogue(q.Site.Catalog), "application/ld+json")
	}
	name, format, _ := strings.Cut(q.PathValue("file"), ".")
	for _, d := range h.datasets() {
		switch {
		case d.Name != name:
		case format == "schema.json":
			return h.described(q, h.schemaOf(q.Site.Catalog, d), mediaOf(format))
		case d.has(format):
			return h.data(q, d, 0, format)
		}
	}
	return nil, refusal.New(refusal.Missing, "opendata.refusal.unknown")
}

// numbered answers with the part of a dataset that belongs to one number, as what came of one index.
func (h *house) numbered(q *web.Request) (web.Answer, error) {
	share(q)
	number, format, _ := strings.Cut(q.PathValue("file"), ".")
	n, err := strconv.Atoi(number)
	for _, d := range h.datasets() {
		if err == nil && n > 0 && d.Numbered == q.PathValue("of") && d.has(format) {
			isThere, err := d.hasAny(q, n)
			if err != nil || !isThere {
				return nil, orMissing(err)
			}
			return h.data(q, d, n, format)
		}
	}
	return nil, orMissing(nil)
}

func orMissing(err error) error {
	if err == nil {
		err = refusal.New(refusal.Missing, "opendata.refusal.unknown")
	}
	return err
}

// hasAny says whether there is any row of a number.
func (d Dataset) hasAny(q *web.Request, number int) (bool, error) {
	isThere := false
	err := d.Rows(q.Reader(), number, func(Row) error {
		isThere = true
		return io.EOF // one is enough
	})
	if isThere {
		err = nil
	}
	return isThere, err
}

func (d Dataset) has(format string) bool {
	for _, f := range d.Formats() {
		if f == format {
			return true
		}
	}
	return false
}

// share lets pages of other sites read what is open anyway.
func share(q *web.Request) {
	q.SetHeader("Access-Control-Allow-Origin", "*")
	q.SetHeader("Access-Control-Expose-Headers", "ETag")
	q.SetHeader("Cross-Origin-Resource-Policy", "cross-origin")
}

// preflight lets pages of other sites ask whether what they have is as it is.
func preflight(q *web.Request) (web.Answer, error) {
	share(q)
	q.SetHeader("Access-Control-Allow-Methods", "GET, HEAD")
	q.SetHeader("Access-Control-Allow-Headers", "If-None-Match")
	q.SetHeader("Access-Control-Max-Age", "86400")
	return web.Empty(http.StatusNoContent), nil
}

// data streams a dataset, unless whoever asks has it as it is.
func (h *house) data(q *web.Request, d Dataset, only int, format string) (web.Answer, error) {
	state, err := d.State(q.Reader())
	if err != nil {
		return nil, err
	}
	if h.isKnown(q, strings.Join([]string{state, d.Name, strconv.Itoa(only), format}, " ")) {
		return web.Empty(http.StatusNotModified), nil
	}
	from, to := io.Pipe()
	reader := q.Reader()
	go func() { to.CloseWithError(d.write(to, reader, only, format)) }()
	return web.Stream{File: web.File{Type: mediaOf(format)}, From: from}, nil
}

func (h *house) described(q *web.Request, value any, media string) (web.Answer, error) {
	data, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		return nil, err
	}
	if h.isKnown(q, string(data)) {
		return web.Empty(http.StatusNotModified), nil
	}
	return web.File{Type: media, Data: append(data, '\n')}, nil
}

// isKnown marks an answer with what it was made of, and says whether whoever asks has that already. The mark is a weak one:
// what is compressed on the way has other bytes.
func (h *house) isKnown(q *web.Request, state string) bool {
	sum := sha256.Sum256([]byte(state + " " + h.Version))
	mark := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	q.SetHeader("ETag", mark)
	for _, had := range strings.Split(q.Header.Get("If-None-Match"), ",") {
		if had = strings.TrimSpace(had); had == mark || had == "*" {
			return true
		}
	}
	return false
}
