package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// The markers of JPEG that matter here.
const (
	soi, eoi, sos = 0xd8, 0xd9, 0xda
	app0, app1    = 0xe0, 0xe1
	app2, app14   = 0xe2, 0xee
	app15, com    = 0xef, 0xfe
)

// cleanJPEG copies segment by segment, and the picture itself as it is.
func cleanJPEG(from io.ReadSeeker, to *bufio.Writer) (int, error) {
	r, up := bufio.NewReaderSize(from, 64<<10), 1
	marker, err := nextMarker(r)
	if err != nil || marker != soi {
		return up, ErrBroken
	}
	_, _ = to.Write([]byte{0xff, soi}) // an error stays in the writer until it is flushed
	if marker, err = nextMarker(r); err != nil {
		return up, err
	}
	for marker != eoi {
		segment, err := readSegment(r)
		if err != nil {
			return up, err
		}
		if tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok && marker == app1 && up == 1 {
			if up = upOf(tiff); up != 1 {
				writeSegment(to, marker, append([]byte("Exif\x00\x00"), only(up)...))
			}
		}
		if segment = seen(marker, segment); segment != nil {
			writeSegment(to, marker, segment)
		}
		if marker == sos {
			marker, err = copyScan(r, to)
		} else {
			marker, err = nextMarker(r)
		}
		if err != nil {
			return up, err
		}
	}
	_, err = to.Write([]byte{0xff, eoi})
	return up, err
}

// seen is a segment as far as it has to do with what is seen; nil where it has not.
func seen(marker byte, segment []byte) []byte {
	begins := func(with string) bool { return bytes.HasPrefix(segment, []byte(with)) }
	switch {
	case marker == app0 && begins("JFIF\x00") && len(segment) >= 14:
		return append(bytes.Clone(segment[:12]), 0, 0) // without the small picture inside
	case marker == app2 && begins("ICC_PROFILE\x00"), marker == app14 && begins("Adobe"):
		return segment
	case marker >= app0 && marker <= app15, marker == com:
		return nil
	}
	return segment
}

// nextMarker goes to the next marker; what stands before it belongs to nothing and is left out.
func nextMarker(r *bufio.Reader) (byte, error) {
	b, err := r.ReadByte()
	for err == nil && b != 0xff {
		b, err = r.ReadByte()
	}
	for err == nil && b == 0xff {
		b, err = r.ReadByte()
	}
	return b, err
}

func readSegment(r *bufio.Reader) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:]))
	if n < 2 {
		return nil, ErrBroken
	}
	segment := make([]byte, n-2)
	_, err := io.ReadFull(r, segment)
	return segment, err
}

func writeSegment(to *bufio.Writer, marker byte, segment []byte) {
	n := len(segment) + 2
	_, _ = to.Write([]byte{0xff, marker, byte(n >> 8), byte(n)})
	_, _ = to.Write(segment)
}

// copyScan copies the picture up to the next marker and returns that. A picture cut off at its end ends there.
func copyScan(r *bufio.Reader, to *bufio.Writer) (byte, error) {
	for {
		b, err := r.ReadByte()
		if err == io.EOF {
			return eoi, nil
		}
		if err != nil {
			return 0, err
		}
		if b != 0xff {
			_ = to.WriteByte(b)
			continue
		}
		for b == 0xff && err == nil {
			b, err = r.ReadByte()
		}
		if err == io.EOF {
			return eoi, nil
		}
		if isMarker := b != 0 && (b < 0xd0 || b > 0xd7); isMarker || err != nil {
			return b, err
		}
		_, _ = to.Write([]byte{0xff, b})
	}
}
