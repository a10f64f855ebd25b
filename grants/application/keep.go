package application

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
	"sync"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"

	"vekst/platform/file"
	"vekst/platform/media"
	"vekst/platform/picture"
	"vekst/platform/refusal"
)

// Source is the bytes of a file that somebody hands in.
type Source interface {
	io.ReadSeeker
	io.ReaderAt
}

// Keep judges the bytes of a file, puts them into a folder of files and says in the upload what they are. It is the first
// half of handing in a file; Attach is the other. The refusals name the field of the upload.
func Keep(ctx context.Context, folder string, from Source, in *Upload) error {
	s := &store{folder: folder}
	err := s.receive(ctx, from, in)
	if s.bucket != nil {
		_ = s.bucket.Close() // bytes are durable when keep returns
	}
	return err
}

// receive judges a file, takes out of a picture what nobody sees in it, and keeps what is left: the bytes as they came are
// kept nowhere.
func (s *store) receive(ctx context.Context, from Source, in *Upload) (err error) {
	if in.Size, err = from.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	ending := endingOf(in.Name)
	if in.Media, err = media.Judge(ending, from, in.Size); err != nil {
		return refusalOf(err, in, ending)
	}
	var kept io.ReadSeeker = from
	if picture.Cleans(in.Media) {
		bare, err := cleaned(from, in.Media)
		if err != nil {
			return refusalOf(err, in, ending)
		}
		defer discard(bare)
		kept = bare
	}
	if err := measure(kept, in); err != nil {
		return err
	}
	return s.keep(ctx, kept, *in)
}

// faults are the sentences for what can be wrong with the bytes of a file.
var faults = map[error]string{
	media.ErrDisguised: "application.file.disguised", media.ErrMacros: "application.files.macros", media.ErrBomb: "application.files.bomb",
	media.ErrLocked: "application.files.locked", media.ErrBroken: "application.files.broken", picture.ErrBroken: "application.files.broken",
}

func refusalOf(err error, in *Upload, ending string) error {
	for fault, key := range faults {
		if !errors.Is(err, fault) {
			continue
		}
		args := []any{"Name", in.Name}
		if errors.Is(fault, media.ErrDisguised) {
			args = append(args, "Type", strings.ToUpper(ending))
		}
		return refusal.Of([]refusal.Complaint{refusal.About(in.Field, key, args...)})
	}
	return err
}

// cleaned is a temporary file with what is seen of a picture.
func cleaned(from io.ReadSeeker, kind string) (*os.File, error) {
	clean, err := os.CreateTemp("", "vekst-picture-")
	if err != nil {
		return nil, err
	}
	if err := picture.Clean(kind, from, clean); err != nil {
		discard(clean)
		return nil, err
	}
	return clean, nil
}

func discard(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
}

// store keeps files by the SHA-256 of their bytes: the same file handed in twice is kept once, and nothing that is kept
// ever changes.
type store struct {
	folder string
	once   sync.Once
	bucket *blob.Bucket
	err    error
}

func (s *store) open() (*blob.Bucket, error) {
	s.once.Do(func() {
		s.bucket, s.err = fileblob.OpenBucket(s.folder, &fileblob.Options{CreateDir: true, DirFileMode: os.FileMode(0o700), NoTempDir: true,
			Metadata: fileblob.MetadataDontWrite})
	})
	return s.bucket, s.err
}

func key(sum string) string { return sum[:2] + "/" + sum }

// measure finds out the size and the hash of what will be kept.
func measure(from io.ReadSeeker, in *Upload) (err error) {
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum := sha256.New()
	if in.Size, err = io.Copy(sum, from); err != nil {
		return err
	}
	in.SHA256 = hex.EncodeToString(sum.Sum(nil))
	_, err = from.Seek(0, io.SeekStart)
	return err
}

// keep writes a file that was measured, unless it is there already.
func (s *store) keep(ctx context.Context, from io.Reader, in Upload) error {
	bucket, err := s.open()
	if err != nil {
		return err
	}
	if isThere, err := file.IsFresh(ctx, bucket, key(in.SHA256)); err != nil || isThere {
		return err
	}
	return bucket.Upload(ctx, key(in.SHA256), from, &blob.WriterOptions{ContentType: in.Media})
}

func (s *store) read(ctx context.Context, name string) (io.ReadCloser, error) {
	bucket, err := s.open()
	if err != nil {
		return nil, err
	}
	return bucket.NewReader(ctx, name, nil)
}

// forget removes what is kept under a name, and does not mind when it is gone already.
func (s *store) forget(ctx context.Context, name string) error {
	bucket, err := s.open()
	if err != nil {
		return err
	}
	if err := bucket.Delete(ctx, name); err != nil && !isGone(err) {
		return err
	}
	return nil
}
