// Package file keeps files by the SHA-256 of their bytes: the same file handed in twice is kept once, and nothing that is
// kept ever changes.
package file

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"path"
	"strings"
	"sync"
	"time"
	"unicode"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"
)

// Store is a folder of files.
type Store struct {
	Folder string

	once   sync.Once
	bucket *blob.Bucket
	err    error
}

// Measured is what a file is: its size, its hash, and what its first bytes say.
type Measured struct {
	Size   int64
	SHA256 string
	Media  string
}

func (s *Store) open() (*blob.Bucket, error) {
	s.once.Do(func() {
		s.bucket, s.err = fileblob.OpenBucket(s.Folder, &fileblob.Options{CreateDir: true, DirFileMode: os.FileMode(0o700), NoTempDir: true,
			Metadata: fileblob.MetadataDontWrite})
	})
	return s.bucket, s.err
}

func key(sum string) string { return sum[:2] + "/" + sum }

// Measure reads a file through and goes back to its beginning.
func Measure(from io.ReadSeeker) (Measured, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(from, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Measured{}, err
	}
	m := Measured{Media: http.DetectContentType(head[:n])}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return m, err
	}
	sum := sha256.New()
	if m.Size, err = io.Copy(sum, from); err != nil {
		return m, err
	}
	m.SHA256 = hex.EncodeToString(sum.Sum(nil))
	_, err = from.Seek(0, io.SeekStart)
	return m, err
}

// rest is how long a file is left alone after it was written.
const rest = time.Hour

// IsFresh says whether a bucket has something under a name that was written within the hour, so that nobody forgets it before
// whoever hands it in again has said what it is. What is older is to be written again.
func IsFresh(ctx context.Context, bucket *blob.Bucket, name string) (bool, error) {
	a, err := bucket.Attributes(ctx, name)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return false, nil
	}
	return err == nil && time.Since(a.ModTime) < rest, err
}

// Forget removes a file that nothing names any more. One that was written within the hour stays: somebody may be handing it in.
func (s *Store) Forget(ctx context.Context, sum string) error {
	bucket, err := s.open()
	if err != nil {
		return err
	}
	if isFresh, err := IsFresh(ctx, bucket, key(sum)); err != nil || isFresh {
		return err
	}
	if err := bucket.Delete(ctx, key(sum)); gcerrors.Code(err) != gcerrors.NotFound {
		return err
	}
	return nil
}

// Keep writes a file that was measured, unless it is there already.
func (s *Store) Keep(ctx context.Context, from io.Reader, m Measured) error {
	bucket, err := s.open()
	if err != nil {
		return err
	}
	if isThere, err := IsFresh(ctx, bucket, key(m.SHA256)); err != nil || isThere {
		return err
	}
	return bucket.Upload(ctx, key(m.SHA256), from, &blob.WriterOptions{ContentType: m.Media})
}

// Read opens a file.
func (s *Store) Read(ctx context.Context, sum string) (io.ReadCloser, error) {
	bucket, err := s.open()
	if err != nil {
		return nil, err
	}
	return bucket.NewReader(ctx, key(sum), nil)
}

// longestName is the greatest number of characters of a name.
const longestName = 120

// CleanName is the name of a file without the way to it and without what a file system or a letter could stumble over. A
// name of which nothing is left is "file".
func CleanName(name string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, path.Base(name))
	name = strings.Trim(name, " .")
	if name == "" || name == "/" {
		return "file"
	}
	if letters := []rune(name); len(letters) > longestName {
		ending := []rune(path.Ext(name))
		name = string(letters[:max(1, longestName-len(ending))]) + string(ending)
	}
	return name
}
