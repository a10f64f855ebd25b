package media

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// What a package may hold. An honest office file has some hundred parts and unpacks to ten times its size.
const (
	mostParts = 20_000
	always    = 128 << 20 // bytes that anything may unpack to
	nothing   = 1 << 30   // bytes that nothing may unpack to
	times     = 50        // its size
)

// The packages: those of Microsoft by a folder they must have, those of OASIS by what they say they are.
var (
	folders = map[string]string{"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
	types   = map[string]string{"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"odt":  "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
		"odp": "application/vnd.oasis.opendocument.presentation", "odg": "application/vnd.oasis.opendocument.graphics", "zip": "application/zip"}
)

func isPackage(ending string) bool { return types[ending] != "" }

// unpacked judges a zip file by all it holds, without keeping any of it.
func unpacked(ending string, from io.ReaderAt, size int64) (string, error) {
	z, err := zip.NewReader(from, size)
	if err != nil {
		return "", ErrBroken
	}
	if err := bounded(z, size); err != nil {
		return "", err
	}
	said, err := whatItIs(z)
	switch {
	case err != nil:
		return "", err
	case ending != "zip" && !is(ending, z, said):
		return "", ErrDisguised
	case slices.ContainsFunc(z.File, func(f *zip.File) bool { return isMacro(f.Name) }) || bytes.Contains(said, []byte("macroEnabled")):
		return "", ErrMacros
	}
	return types[ending], nil
}

// bounded unpacks everything into nothing, and stops where it is too much: what a file says of its own size may be a lie.
func bounded(z *zip.Reader, size int64) error {
	room := uint64(min(nothing, max(always, times*size)))
	if len(z.File) > mostParts {
		return ErrBomb
	}
	said := uint64(0)
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return ErrLocked
		}
		if said += f.UncompressedSize64; said > room || f.UncompressedSize64 > room {
			return ErrBomb
		}
	}
	for _, f := range z.File {
		n, err := through(f, room)
		if n > room {
			return ErrBomb
		}
		if err != nil {
			return ErrBroken
		}
		room -= n
	}
	return nil
}

func through(f *zip.File, room uint64) (uint64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(r, int64(room)+1))
	return uint64(n), err
}

// whatItIs is what a package says of itself: the part mimetype of OASIS, or the list of contents of Microsoft.
func whatItIs(z *zip.Reader) ([]byte, error) {
	for _, f := range z.File {
		if f.Name != "mimetype" && f.Name != "[Content_Types].xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, ErrBroken
		}
		said, err := io.ReadAll(io.LimitReader(r, 1<<20))
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, ErrBroken
		}
		return said, nil
	}
	return nil, nil
}

func is(ending string, z *zip.Reader, said []byte) bool {
	folder, microsoft := folders[ending]
	if !microsoft {
		return string(bytes.TrimSpace(said)) == types[ending]
	}
	return bytes.Contains(said, []byte("<")) && slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.HasPrefix(f.Name, folder) })
}

// isMacro says whether a part of a package is a program.
func isMacro(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	base := path.Base(name)
	return base == "vbaproject.bin" || base == "vbadata.xml" || strings.Contains(name, "xl/macrosheets/") ||
		(strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/")) && !strings.HasSuffix(name, "/")
}

// hasMacros looks for the folder of macros in an old office file: names there are in UTF-16.
func hasMacros(from io.ReaderAt, size int64) bool {
	var name []byte
	for _, r := range "_VBA_PROJECT" {
		name = append(name, byte(r), 0)
	}
	b, before := make([]byte, 1<<20), 0
	for at := int64(0); at < size; {
		n, err := from.ReadAt(b[before:], at)
		if bytes.Contains(b[:before+n], name) {
			return true
		}
		if err != nil {
			return false
		}
		at += int64(n)
		before = copy(b, b[before+n-len(name):before+n])
	}
	return false
}
