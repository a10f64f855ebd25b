package resource

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"

	"vekst/platform/file"
	"vekst/platform/picture"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// photoField is the field a photograph is sent in.
const photoField = "photo"

// took is a photograph as it came: in the store, without what nobody sees in it, and what it said of where it was taken.
type took struct {
	Keeping
	Taken picture.Taken
}

// takePhotograph judges the photograph of a form and puts what is seen of it into the store. None is no error.
func (h *house) takePhotograph(q *web.Request) (took, bool, error) {
	from, header, err := q.FormFile(photoField)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return took{}, false, nil
	}
	if err != nil {
		return took{}, false, err
	}
	defer from.Close()
	if header.Size == 0 && header.Filename == "" {
		return took{}, false, nil
	}
	t, err := h.take(q.Context(), from, header.Filename, header.Size)
	return t, err == nil, err
}

// Store judges a photograph and puts what is seen of it into a folder, as the pages do. KeepPhotograph and AddPhotograph say
// whose it is and what it shows.
func Store(ctx context.Context, folder, name string, data []byte) (Keeping, error) {
	h := &house{store: file.Store{Folder: folder}}
	t, err := h.take(ctx, bytes.NewReader(data), name, int64(len(data)))
	return t.Keeping, err
}

// take judges a photograph that was sent and puts what is seen of it, and a small picture, into the store.
func (h *house) take(ctx context.Context, from io.ReadSeeker, name string, size int64) (took, error) {
	name = file.CleanName(name)
	if size > photographBytes {
		return took{}, refusedPhotograph("large", "Name", name, "Size", (size+1<<20-1)>>20, "Limit", photographBytes>>20)
	}
	t := took{}
	head := make([]byte, 64)
	n, err := io.ReadFull(from, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return t, err
	}
	t.Media = picture.Kind(head[:n])
	switch {
	case n == 0:
		return t, refusedPhotograph("empty", "Name", name)
	case isHEIC(head[:n]):
		return t, refusedPhotograph("heic", "Name", name)
	case t.Media == "" || t.Media == "image/gif":
		return t, refusedPhotograph("type", "Name", name, "Types", photographFormat)
	}
	if t.Taken, err = picture.TakenOf(t.Media, from); err != nil {
		return t, err
	}
	return t, h.keepPictures(ctx, from, name, &t)
}

// keepPictures keeps what is seen of a photograph, and a small picture of it.
func (h *house) keepPictures(ctx context.Context, from io.ReadSeeker, name string, t *took) error {
	var bare, small bytes.Buffer
	err := picture.Clean(t.Media, from, &bare)
	if err == nil {
		err = picture.Small(t.Media, bytes.NewReader(bare.Bytes()), &small)
	}
	switch {
	case errors.Is(err, picture.ErrBroken):
		return refusedPhotograph("broken", "Name", name)
	case errors.Is(err, picture.ErrLarge):
		return refusedPhotograph("points", "Name", name)
	case err != nil:
		return err
	}
	kept, err := h.keep(ctx, bare.Bytes())
	if err != nil {
		return err
	}
	t.SHA256, t.Size, t.Scanned = kept.SHA256, kept.Size, h.Scanner != nil
	kept, err = h.keep(ctx, small.Bytes())
	t.Small = kept.SHA256
	return err
}

func (h *house) keep(ctx context.Context, data []byte) (file.Measured, error) {
	from := bytes.NewReader(data)
	m, err := file.Measure(from)
	if err == nil {
		err = h.store.Keep(ctx, from, m)
	}
	return m, err
}

func refusedPhotograph(why string, args ...any) error {
	return refusal.Of([]refusal.Complaint{refusal.About(photoField, "resource.photo.refusal."+why, args...)})
}

// isHEIC says whether a file is a photograph in the format of recent telephones that few programs can read.
func isHEIC(begins []byte) bool {
	return len(begins) >= 12 && string(begins[4:8]) == "ftyp" &&
		slices.Contains([]string{"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif"}, string(begins[8:12]))
}
