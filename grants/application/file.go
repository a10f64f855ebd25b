package application

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// FileLink is where a file of an application can be read, by those who may.
func FileLink(application, field, line string) string {
	return "/applications/" + application + "/files/" + url.PathEscape(field) + "/" + url.PathEscape(line)
}

// Upload is a file that has been put into the store and is to become part of an answer.
type Upload struct {
	Application, Field string
	Name               string // cleaned
	Size               int64
	SHA256             string
	Media              string // by its first bytes
}

// Attach makes a file part of a draft. It refuses a file the field does not take, with a complaint about the field.
var Attach = action.Define(action.Definition[Upload, timed, Saved]{
	Name: "application.attach",
	Load: func(tx *action.Tx, in Upload) (timed, error) { return load(tx, in.Application) },
	May:  mayEdit(),
	When: whileOpen("while the call is open and the application is a draft", isDraft),
	Do: func(tx *action.Tx, in Upload, t timed) (Saved, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		tx.Note("path", in.Field)
		tx.Note("file", in.SHA256)
		if err := takes(tx, in, t.Application); err != nil {
			return Saved{}, err
		}
		a := t.Application
		a.Rev++
		row := strconv.FormatInt(tx.Now().UnixMilli(), 36) + strconv.FormatInt(a.Rev, 36)
		for column, value := range map[string]string{"name": in.Name, "size": strconv.FormatInt(in.Size, 10)} {
			if err := put(tx, a.ID, Answer{in.Field + "/" + row + "/" + column, value, a.Rev, tx.Now(), tx.Actor().Name()}); err != nil {
				return Saved{}, err
			}
		}
		return Saved{Rev: a.Rev, At: tx.Now()}, errors.Join(insertFile(tx, in, row), touch(tx, a, tx.Now()))
	},
})

// takes says whether the field takes the file, beside those it has.
func takes(tx *action.Tx, in Upload, a Application) error {
	d, err := definition(tx, a.Call, a.CallVersion)
	if err != nil {
		return err
	}
	f, ok := d.Form.Field(in.Field)
	if !ok || f.Kind != call.File {
		return refusal.New(refusal.Missing, "look.refusal.missing")
	}
	have, err := attached(tx, a.ID, in.Field)
	if err == nil && have >= int64(f.Files.MaxCount) {
		return refusal.Of([]refusal.Complaint{refusal.About(in.Field, "application.file.enough", "Count", f.Files.MaxCount)})
	}
	return errors.Join(err, refusal.Of(unfit(f, in)))
}

// unfit finds what is wrong with a file: its ending, its size, and whether its first bytes are what the ending says.
func unfit(f call.Field, in Upload) []refusal.Complaint {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(in.Name), "."))
	switch {
	case !slices.Contains(f.Files.Types, ending):
		return []refusal.Complaint{refusal.About(f.ID, "application.file.type", "Name", in.Name, "Types", strings.ToUpper(strings.Join(f.Files.Types, ", ")))}
	case in.Size == 0:
		return []refusal.Complaint{refusal.About(f.ID, "application.file.empty", "Name", in.Name)}
	case in.Size > f.Files.MaxBytes:
		return []refusal.Complaint{refusal.About(f.ID, "application.file.large", "Name", in.Name, "Limit", inAll(whole(int(f.Files.MaxBytes>>20))),
			"Size", inAll(func(l string) string { return size(l, in.Size) }))}
	case !isLike(ending, in.Media):
		return []refusal.Complaint{refusal.About(f.ID, "application.file.disguised", "Name", in.Name, "Type", strings.ToUpper(ending))}
	}
	return nil
}

// beginnings says how the first bytes of a file with an ending are recognised (WHATWG MIME Sniffing, as net/http does).
// Office files are zip files. Endings that are not here have no sure beginning.
var beginnings = map[string]string{
	"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
	"docx": "application/zip", "xlsx": "application/zip", "pptx": "application/zip", "odt": "application/zip", "ods": "application/zip",
	"odp": "application/zip", "zip": "application/zip", "txt": "text/plain", "csv": "text/plain",
}

func isLike(ending, media string) bool {
	want, known := beginnings[ending]
	return !known || strings.HasPrefix(media, want)
}

// Detaching names a file of a draft.
type Detaching struct{ Application, Field, Line string }

// Detach takes a file out of a draft. Its bytes stay in the store, since a submitted version may name them.
var Detach = action.Define(action.Definition[Detaching, timed, Saved]{
	Name: "application.detach",
	Load: func(tx *action.Tx, in Detaching) (timed, error) { return load(tx, in.Application) },
	May:  mayEdit(),
	When: whileOpen("while the call is open and the application is a draft", isDraft),
	Do: func(tx *action.Tx, in Detaching, t timed) (Saved, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		tx.Note("path", in.Field+"/"+in.Line)
		if _, err := FindFile(tx, in.Application, in.Field, in.Line); err != nil {
			return Saved{}, err
		}
		a := t.Application
		a.Rev++
		for _, column := range []string{"name", "size"} {
			if err := put(tx, a.ID, Answer{in.Field + "/" + in.Line + "/" + column, "", a.Rev, tx.Now(), tx.Actor().Name()}); err != nil {
				return Saved{}, err
			}
		}
		return Saved{Rev: a.Rev, At: tx.Now()}, touch(tx, a, tx.Now())
	},
})

// CleanName is the name of a file without the way to it and without what a file system or a letter could stumble over:
// "../../x" is "x". A name of which nothing is left is "file".
func CleanName(name string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, path.Base(name))
	name = strings.Trim(name, " .")
	if name == "" || name == "/" {
		return "file"
	}
	ending := path.Ext(name)
	for stem := strings.TrimSuffix(name, ending); utf8.RuneCountInString(name) > 120 && stem != ""; {
		_, last := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-last]
		name = stem + ending
	}
	return name
}

// Kept is a file of an application, present or of a submitted version.
type Kept struct {
	Name, SHA256, Media string
	Size                int64
}

// FindFile returns a file, whether it is part of the draft now or of a version before; Missing when there is none.
func FindFile(r db.Reader, application, field, line string) (Kept, error) {
	return db.One(r, func(s db.Scanner, k *Kept) error { return s.Scan(&k.Name, &k.SHA256, &k.Media, &k.Size) },
		`SELECT name, sha256, media, size FROM application_files WHERE application = $1 AND field = $2 AND line = $3`, application, field, line)
}

// attached counts the files of a field that are part of the draft.
func attached(r db.Reader, application, field string) (int64, error) {
	return count(r, `SELECT COUNT(*) FROM application_files f JOIN application_answers a ON a.application = f.application
		AND a.path = f.field || '/' || f.line || '/name' WHERE f.application = $1 AND f.field = $2 AND a.value <> ''`, application, field)
}

func insertFile(tx *action.Tx, in Upload, row string) error {
	_, err := tx.Exec(`INSERT INTO application_files (application, field, line, name, size, sha256, media, at, by_person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, in.Application, in.Field, row, in.Name, in.Size, in.SHA256, in.Media, db.At(tx.Now()), tx.Actor().Name())
	return err
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

// measure finds out what a file is: its size, its hash, and what its first bytes say.
func measure(from io.ReadSeeker, in *Upload) error {
	head := make([]byte, 512)
	n, err := io.ReadFull(from, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	in.Media = http.DetectContentType(head[:n])
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
	if there, err := bucket.Exists(ctx, key(in.SHA256)); err != nil || there {
		return err
	}
	return bucket.Upload(ctx, key(in.SHA256), from, &blob.WriterOptions{ContentType: in.Media})
}

func (s *store) read(ctx context.Context, sum string) (io.ReadCloser, error) {
	bucket, err := s.open()
	if err != nil {
		return nil, err
	}
	return bucket.NewReader(ctx, key(sum), nil)
}
