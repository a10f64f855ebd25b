package picture

import (
	"bufio"
	"encoding/binary"
	"io"
	"time"
)

// Taken is what a photograph says of where and when it was taken. It is for whoever sends it, to be asked whether that is
// so: Clean takes it out of the picture.
type Taken struct {
	Lon, Lat int64     // millionths of a degree
	HasPlace bool      // whether it says where
	At       time.Time // by the camera's clock, which knows no zone; zero where it does not say
}

// TakenOf reads where and when a picture of a media type was taken. A picture that says nothing, or nothing that makes
// sense, is no error.
func TakenOf(media string, from io.ReadSeeker) (Taken, error) {
	find := exifOf[media]
	if find == nil {
		return Taken{}, nil
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return Taken{}, err
	}
	return takenOf(find(bufio.NewReaderSize(from, 64<<10))), nil
}

// exifOf find EXIF data in one kind of picture; nil where there is none, or none that can be read.
var exifOf = map[string]func(*bufio.Reader) []byte{"image/jpeg": exifOfJPEG, "image/png": exifOfPNG, "image/webp": exifOfWebP}

const exifBegins = "Exif\x00\x00"

func exifOfJPEG(r *bufio.Reader) []byte {
	marker, err := nextMarker(r)
	for err == nil && marker == soi {
		marker, err = nextMarker(r)
	}
	for err == nil && marker != sos && marker != eoi {
		segment, failed := readSegment(r)
		if failed != nil {
			return nil
		}
		if n := len(exifBegins); marker == app1 && len(segment) > n && string(segment[:n]) == exifBegins {
			return segment[n:]
		}
		marker, err = nextMarker(r)
	}
	return nil
}

func exifOfPNG(r *bufio.Reader) []byte {
	if _, err := r.Discard(len(pngBegins)); err != nil {
		return nil
	}
	return exifIn(r, "eXIf", 4, func(head []byte) (string, int64) { return string(head[4:]), int64(binary.BigEndian.Uint32(head)) })
}

func exifOfWebP(r *bufio.Reader) []byte {
	if _, err := r.Discard(12); err != nil {
		return nil
	}
	return exifIn(r, "EXIF", 0, func(head []byte) (string, int64) {
		n := int64(binary.LittleEndian.Uint32(head[4:]))
		return string(head[:4]), n + n%2
	})
}

// exifIn goes from chunk to chunk to the one with a name; after is how many bytes follow the content of each.
func exifIn(r *bufio.Reader, name string, after int64, read func(head []byte) (string, int64)) []byte {
	head := make([]byte, 8)
	for {
		if _, err := io.ReadFull(r, head); err != nil {
			return nil
		}
		kind, n := read(head)
		if kind == name && n <= mostExif {
			tiff := make([]byte, n)
			if _, err := io.ReadFull(r, tiff); err != nil {
				return nil
			}
			return tiff
		}
		if _, err := io.CopyN(io.Discard, r, n+after); err != nil {
			return nil
		}
	}
}
