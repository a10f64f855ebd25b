package application

import (
	"context"
	"errors"
	"io"
)

// Keep puts the bytes of a file into a folder of files and says in the upload what they are. It is the first half of
// handing in a file; Attach is the other.
func Keep(ctx context.Context, folder string, from io.ReadSeeker, in *Upload) error {
	s := &store{folder: folder}
	err := errors.Join(measure(from, in), s.keep(ctx, from, *in))
	if s.bucket != nil {
		_ = s.bucket.Close() // bytes are durable when keep returns
	}
	return err
}
