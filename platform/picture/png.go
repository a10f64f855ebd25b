package picture

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

const pngBegins = "\x89PNG\r\n\x1a\n"

// seenChunks have to do with what is seen. Texts, the time and everything unknown are left out.
var seenChunks = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "mDCV", "cLLI",
	"acTL", "fcTL", "fdAT"}

// mostExif is how much EXIF data is read; which way is up stands at its beginning.
const mostExif = 1 << 20

func cleanPNG(from io.ReadSeeker, to *bufio.Writer) (int, error) {
	r, up := bufio.NewReaderSize(from, 64<<10), 1
	begins := make([]byte, 8)
	if _, err := io.ReadFull(r, begins); err != nil || string(begins) != pngBegins {
		return up, ErrBroken
	}
	_, _ = to.Write(begins) // an error stays in the writer until it is flushed
	for kind := ""; kind != "IEND"; {
		head := make([]byte, 8)
		if _, err := io.ReadFull(r, head); err != nil {
			return up, err
		}
		n := int64(binary.BigEndian.Uint32(head))
		kind = string(head[4:])
		var err error
		switch {
		case slices.Contains(seenChunks, kind):
			_, _ = to.Write(head)
			_, err = io.CopyN(to, r, n+4)
		case kind == "eXIf" && n <= mostExif:
			up, err = exifChunk(r, n, to)
		default:
			_, err = io.CopyN(io.Discard, r, n+4)
		}
		if err != nil {
			return up, err
		}
	}
	return up, nil
}

// exifChunk puts in place of EXIF data only which way is up.
func exifChunk(r io.Reader, n int64, to *bufio.Writer) (int, error) {
	tiff := make([]byte, n+4)
	if _, err := io.ReadFull(r, tiff); err != nil {
		return 1, err
	}
	up := upOf(tiff[:n])
	if up != 1 {
		body := append([]byte("eXIf"), only(up)...)
		_, _ = to.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body)-4)))
		_, _ = to.Write(binary.BigEndian.AppendUint32(body, crc32.ChecksumIEEE(body)))
	}
	return up, nil
}
