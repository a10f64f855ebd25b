package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"slices"
)

// seenParts of WebP have to do with what is seen.
var seenParts = []string{"VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"}

const hasXMP, hasEXIF = 0x04, 0x08 // in the flags of VP8X

// part is a chunk of RIFF: where its content is, and how long.
type part struct {
	kind     string
	at, size int64
}

// cleanWebP reads twice: first what there is, since the beginning of the file says how long the rest will be.
func cleanWebP(from io.ReadSeeker, to *bufio.Writer) (int, error) {
	parts, up, err := partsOf(from)
	if err != nil {
		return up, err
	}
	exif := only(up)
	total := int64(4)
	for _, p := range parts {
		total += 8 + p.size + p.size&1
	}
	if up != 1 {
		total += 8 + int64(len(exif))
	}
	partHead(to, "RIFF", total)
	_, _ = to.WriteString("WEBP")
	for _, p := range parts {
		if err := copyPart(from, to, p, up != 1); err != nil {
			return up, err
		}
	}
	if up != 1 {
		partHead(to, "EXIF", int64(len(exif)))
		_, _ = to.Write(exif)
	}
	return up, nil
}

func partHead(to *bufio.Writer, kind string, size int64) {
	_, _ = to.WriteString(kind)
	_, _ = to.Write(binary.LittleEndian.AppendUint32(nil, uint32(size)))
}

// partsOf lists the parts to keep, and says which way is up.
func partsOf(from io.ReadSeeker) (parts []part, up int, err error) {
	head := make([]byte, 12)
	if _, err := io.ReadFull(from, head); err != nil || string(head[:4]) != "RIFF" || string(head[8:]) != "WEBP" {
		return nil, 1, ErrBroken
	}
	up = 1
	end := 8 + int64(binary.LittleEndian.Uint32(head[4:]))
	for at := int64(12); at+8 <= end; {
		if _, err := from.Seek(at, io.SeekStart); err != nil {
			return nil, 1, err
		}
		if _, err := io.ReadFull(from, head[:8]); err != nil {
			return nil, 1, err
		}
		p := part{string(head[:4]), at + 8, int64(binary.LittleEndian.Uint32(head[4:]))}
		at = p.at + p.size + p.size&1
		switch {
		case at > end+1:
			return nil, 1, ErrBroken
		case slices.Contains(seenParts, p.kind):
			parts = append(parts, p)
		case p.kind == "EXIF" && p.size <= mostExif:
			tiff := make([]byte, p.size)
			if _, err := io.ReadFull(from, tiff); err != nil {
				return nil, 1, err
			}
			up = upOf(bytes.TrimPrefix(tiff, []byte("Exif\x00\x00")))
		}
	}
	if len(parts) == 0 {
		return nil, 1, ErrBroken
	}
	return parts, up, nil
}

func copyPart(from io.ReadSeeker, to *bufio.Writer, p part, isTurned bool) error {
	if _, err := from.Seek(p.at, io.SeekStart); err != nil {
		return err
	}
	partHead(to, p.kind, p.size)
	rest := p.size
	if p.kind == "VP8X" && rest > 0 {
		flags := make([]byte, 1)
		if _, err := io.ReadFull(from, flags); err != nil {
			return err
		}
		flags[0] &^= hasXMP | hasEXIF
		if isTurned {
			flags[0] |= hasEXIF
		}
		_, _ = to.Write(flags)
		rest--
	}
	if _, err := io.CopyN(to, from, rest); err != nil {
		return err
	}
	if p.size&1 == 1 {
		return to.WriteByte(0)
	}
	return nil
}
