package application

import (
	"errors"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	Media              string // by its bytes
	Arrival            string // of Announce, when it came in parts; otherwise ""
	Scanned            bool   // there is a scanner, so nobody but the applicant gets it before that has found it clean
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
		return Saved{Rev: a.Rev, At: tx.Now()}, errors.Join(insertFile(tx, in, row), arrived(tx, in, row), contain(tx, in), touch(tx, a, tx.Now()))
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
	if c := unfit(f, in); c != nil {
		return refusal.Of(c)
	}
	return beside(tx, in, a.ID, f, d.FilesTotal)
}

// beside refuses a file more than the field takes, or than all files of an application may have together.
func beside(r db.Reader, in Upload, application string, f call.Field, most int64) error {
	have, err := attached(r, application, in.Field)
	if err != nil {
		return err
	}
	if have >= int64(f.Files.MaxCount) {
		return refusal.Of([]refusal.Complaint{refusal.About(in.Field, "application.file.enough", "Count", f.Files.MaxCount)})
	}
	total, err := altogether(r, application)
	if err == nil && total+in.Size > most {
		return refusal.Of([]refusal.Complaint{refusal.About(in.Field, "application.files.together", "Name", in.Name, "Limit", inAll(whole(int(most>>20))),
			"Left", inAll(func(l string) string { return size(l, max(0, most-total)) }))})
	}
	return err
}

// unfit finds what is wrong with a file before a byte of it is seen: its ending and its size.
func unfit(f call.Field, in Upload) []refusal.Complaint {
	ending := endingOf(in.Name)
	switch {
	case !slices.Contains(f.Files.Types, ending):
		return []refusal.Complaint{refusal.About(f.ID, "application.file.type", "Name", in.Name, "Types", strings.ToUpper(strings.Join(f.Files.Types, ", ")))}
	case in.Size == 0:
		return []refusal.Complaint{refusal.About(f.ID, "application.file.empty", "Name", in.Name)}
	case in.Size > f.Files.MaxBytes:
		return []refusal.Complaint{refusal.About(f.ID, "application.file.large", "Name", in.Name, "Limit", inAll(whole(int(f.Files.MaxBytes>>20))),
			"Size", inAll(func(l string) string { return size(l, in.Size) }))}
	}
	return nil
}

// endingOf is the ending of a name, small and without its point.
func endingOf(name string) string { return strings.ToLower(strings.TrimPrefix(path.Ext(name), ".")) }

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

// altogether is how many bytes the files have that are part of the draft.
func altogether(r db.Reader, application string) (int64, error) {
	return count(r, `SELECT CAST(COALESCE(SUM(f.size), 0) AS BIGINT) FROM application_files f JOIN application_answers a ON a.application = f.application
		AND a.path = f.field || '/' || f.line || '/name' WHERE f.application = $1 AND a.value <> ''`, application)
}

func insertFile(tx *action.Tx, in Upload, row string) error {
	_, err := tx.Exec(`INSERT INTO application_files (application, field, line, name, size, sha256, media, at, by_person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, in.Application, in.Field, row, in.Name, in.Size, in.SHA256, in.Media, db.At(tx.Now()), tx.Actor().Name())
	return err
}
