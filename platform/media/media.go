// Package media says what the bytes of a file are, whatever its name says, and whether it is safe to keep: that its ending
// tells the truth, that it does not unpack into more than anybody could want, and that it has no macros. It is about
// people's honest mistakes and crude attacks; finding viruses is the work of a scanner (platform/scan).
package media

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// What can be wrong with a file.
var (
	ErrDisguised = errors.New("media: the file is not what its ending says")
	ErrMacros    = errors.New("media: the file has macros")
	ErrBomb      = errors.New("media: the file unpacks into too much")
	ErrLocked    = errors.New("media: the file needs a password")
	ErrBroken    = errors.New("media: the file cannot be read to its end")
)

// beginning is how much is read to recognise a file that is not a package: old office files say what they are far inside.
const beginning = 64 << 10

func init() { mimetype.SetLimit(beginning) }

// Judge returns the media type of a file, or what is wrong with it. Ending is that of its name, small and without the
// point.
func Judge(ending string, from io.ReaderAt, size int64) (string, error) {
	head := make([]byte, min(size, beginning))
	if _, err := from.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	found := mimetype.Detect(head)
	switch {
	case isPackage(ending) || ending == "zip":
		if !descends(found, "application/zip") {
			return "", lockedOr(ErrDisguised, found)
		}
		return unpacked(ending, from, size)
	case !fits(ending, found):
		return "", ErrDisguised
	case descends(found, ole) && hasMacros(from, size):
		return "", ErrMacros
	}
	media, _, _ := strings.Cut(found.String(), ";")
	return media, nil
}

// ole is the container of old office files, and of new ones with a password.
const ole = "application/x-ole-storage"

func lockedOr(otherwise error, found *mimetype.MIME) error {
	if descends(found, ole) {
		return ErrLocked
	}
	return otherwise
}

// texts are endings of which nothing is certain but that one can read them.
var texts = []string{"txt", "csv", "tsv", "md", "log", "json", "xml", "gpx", "kml", "geojson"}

// sure are the endings whose beginning is known, with the ending of the library's name for it where that is another.
var sure = map[string]string{
	"pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png", "gif": "gif", "webp": "webp", "tif": "tiff", "tiff": "tiff", "bmp": "bmp", "heic": "heic",
	"doc": "doc", "xls": "xls", "ppt": "ppt", "rtf": "rtf", "dwg": "dwg", "mp3": "mp3", "mp4": "mp4", "mov": "mov", "7z": "7z", "rar": "rar", "gz": "gz",
	"svg": "svg", "html": "html", "htm": "html",
}

// never are contents that no ending excuses: programs.
var never = []string{"application/x-elf", "application/vnd.microsoft.portable-executable", "application/x-mach-binary", "application/x-ms-installer",
	"application/java-archive", "application/wasm"}

// fits says whether what was found is what an ending promises. An ending nobody knows promises only not to be a program.
func fits(ending string, found *mimetype.MIME) bool {
	want, known := sure[ending]
	switch {
	case slices.Contains(texts, ending):
		return descends(found, "text/plain")
	case !known:
		return !slices.ContainsFunc(never, func(media string) bool { return descends(found, media) })
	}
	for m := found; m != nil; m = m.Parent() {
		if m.Extension() == "."+want {
			return true
		}
	}
	return found.Is(ole) && slices.Contains([]string{"doc", "xls", "ppt"}, ending) // one that does not say which
}

// descends says whether what was found is of a kind, or of a kind of that kind: a .docx is a zip.
func descends(found *mimetype.MIME, kind string) bool {
	for m := found; m != nil; m = m.Parent() {
		if m.Is(kind) {
			return true
		}
	}
	return false
}
