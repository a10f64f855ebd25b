package application

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"vekst/platform/action"
	"vekst/platform/outbox"
	"vekst/platform/picture"
	"vekst/platform/quarantine"
)

// hasSmall says whether small pictures are made of files of a media type.
func hasSmall(media string) bool { return picture.Cleans(media) }

func smallKey(sum string) string { return "small/" + key(sum) + ".jpg" }

// Pictured remembers that there is a small picture of a content.
var Pictured = action.Define(action.Definition[string, string, struct{}]{
	Name: "application.file_pictured",
	Load: func(_ *action.Tx, sum string) (string, error) { return sum, nil },
	May:  action.Program[string](),
	When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, sum string) (struct{}, error) {
		tx.About("file", sum)
		_, err := tx.Exec(`UPDATE application_contents SET small = 1 WHERE sha256 = $1`, sum)
		return struct{}{}, err
	},
})

// makeSmall makes the small picture of a content. One that cannot be read, or is too large, has none.
func (h *house) makeSmall(ctx context.Context, door *action.Door, line outbox.Line) error {
	var in quarantine.Content
	if err := line.Read(&in); err != nil {
		return err
	}
	err := h.files.draw(ctx, in.SHA256)
	if errors.Is(err, picture.ErrBroken) || errors.Is(err, picture.ErrLarge) || isGone(err) {
		return nil
	}
	if err == nil {
		_, err = Pictured.Run(ctx, door, action.System("pictures"), in.SHA256)
	}
	return err
}

// draw writes the small picture of a content beside it.
func (s *store) draw(ctx context.Context, sum string) error {
	whole, kind, err := s.fetch(ctx, sum)
	if err != nil {
		return err
	}
	defer discard(whole)
	var small bytes.Buffer
	if err := picture.Small(kind, whole, &small); err != nil {
		return err
	}
	return s.bucket.Upload(ctx, smallKey(sum), &small, &blob.WriterOptions{ContentType: "image/jpeg"})
}

func isGone(err error) bool { return err != nil && gcerrors.Code(err) == gcerrors.NotFound }

// fetch is a temporary file with a content, and its media type.
func (s *store) fetch(ctx context.Context, sum string) (*os.File, string, error) {
	from, err := s.read(ctx, key(sum))
	if err != nil {
		return nil, "", err
	}
	defer from.Close()
	whole, err := os.CreateTemp("", "vekst-picture-")
	if err != nil {
		return nil, "", err
	}
	if _, err := io.Copy(whole, from); err != nil {
		discard(whole)
		return nil, "", err
	}
	head := make([]byte, 16)
	_, _ = whole.ReadAt(head, 0)
	return whole, picture.Kind(head), nil
}
