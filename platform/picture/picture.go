// Package picture takes out of pictures what their makers did not mean to send: where and when they were taken, with which
// camera, by whom, what was written on them, the small picture inside that was not cropped with the rest. What is seen stays
// the same to the last bit, and so does which way is up. It also makes small pictures of large ones.
package picture

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// ErrBroken is a picture that cannot be read.
var ErrBroken = errors.New("picture: this cannot be read as a picture of its kind")

// Cleans says whether Clean knows pictures of a media type.
func Cleans(media string) bool { return cleaners[media] != nil }

// cleaners copy one kind of picture without what nobody sees, and say which way is up: the number of EXIF, 1 for as it is.
var cleaners = map[string]func(from io.ReadSeeker, to *bufio.Writer) (int, error){
	"image/jpeg": cleanJPEG, "image/png": cleanPNG, "image/webp": cleanWebP, "image/gif": cleanGIF,
}

// Clean copies a picture of a media type without what nobody sees in it: EXIF but for which way is up, XMP, IPTC,
// comments, pictures within, and whatever follows its end.
func Clean(media string, from io.ReadSeeker, to io.Writer) error {
	_, err := clean(media, from, to)
	return err
}

func clean(media string, from io.ReadSeeker, to io.Writer) (up int, err error) {
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return 1, err
	}
	w := bufio.NewWriterSize(to, 64<<10)
	up, err = cleaners[media](from, w)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = ErrBroken
	}
	return up, errors.Join(err, w.Flush())
}

// Kind is the media type of a picture by its first 16 bytes, "" for none that Clean knows.
func Kind(begins []byte) string {
	s := string(begins)
	switch {
	case strings.HasPrefix(s, "\xff\xd8\xff"):
		return "image/jpeg"
	case strings.HasPrefix(s, pngBegins):
		return "image/png"
	case strings.HasPrefix(s, "GIF8"):
		return "image/gif"
	case strings.HasPrefix(s, "RIFF") && len(s) >= 12 && s[8:12] == "WEBP":
		return "image/webp"
	}
	return ""
}
