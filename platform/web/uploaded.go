package web

import (
	"errors"
	"io"
	"net/http"

	"vekst/platform/file"
)

// Uploaded is the file of a form, and its name without the way to it; nothing where none was sent. At most one byte more than most is
// read, by which whoever judges it knows that it is too large.
func (q *Request) Uploaded(field string, most int64) (name string, content []byte, err error) {
	from, header, err := q.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = from.Close() }()
	content, err = io.ReadAll(io.LimitReader(from, most+1))
	return file.CleanName(header.Filename), content, err
}
