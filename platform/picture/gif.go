package picture

import (
	"bufio"
	"io"
)

// cleanGIF copies block by block, without comments and the data of programs, but for how often it is to be repeated.
func cleanGIF(from io.ReadSeeker, to *bufio.Writer) (int, error) {
	r := bufio.NewReaderSize(from, 64<<10)
	head := make([]byte, 13)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:3]) != "GIF" {
		return 1, ErrBroken
	}
	_, _ = to.Write(head) // an error stays in the writer until it is flushed
	if err := copyTable(r, to, head[10]); err != nil {
		return 1, err
	}
	for {
		kind, err := r.ReadByte()
		if err != nil {
			return 1, err
		}
		switch kind {
		case 0x3b: // the end
			return 1, to.WriteByte(kind)
		case 0x2c:
			err = copyImage(r, to)
		case 0x21:
			err = copyExtension(r, to)
		default:
			err = ErrBroken
		}
		if err != nil {
			return 1, err
		}
	}
}

// copyTable copies the table of colours, where flags say that there is one.
func copyTable(r io.Reader, to io.Writer, flags byte) error {
	if flags&0x80 == 0 {
		return nil
	}
	_, err := io.CopyN(to, r, 3<<(flags&7+1))
	return err
}

func copyImage(r *bufio.Reader, to *bufio.Writer) error {
	head := make([]byte, 9)
	if _, err := io.ReadFull(r, head); err != nil {
		return err
	}
	_ = to.WriteByte(0x2c)
	_, _ = to.Write(head)
	if err := copyTable(r, to, head[8]); err != nil {
		return err
	}
	if _, err := io.CopyN(to, r, 1); err != nil {
		return err
	}
	return copyBlocks(r, to)
}

func copyExtension(r *bufio.Reader, to *bufio.Writer) error {
	label, err := r.ReadByte()
	if err != nil {
		return err
	}
	isSeen := label == 0xf9 || label == 0x01 // how long a picture stays, and plain text on it
	if label == 0xff {
		name, err := r.Peek(12)
		isSeen = err == nil && name[0] == 11 && (string(name[1:]) == "NETSCAPE2.0" || string(name[1:]) == "ANIMEXTS1.0")
	}
	if !isSeen {
		return copyBlocks(r, bufio.NewWriter(io.Discard))
	}
	_, _ = to.Write([]byte{0x21, label})
	return copyBlocks(r, to)
}

// copyBlocks copies blocks that begin with their length, up to one of none.
func copyBlocks(r *bufio.Reader, to *bufio.Writer) error {
	for {
		n, err := r.ReadByte()
		if err != nil {
			return err
		}
		_ = to.WriteByte(n)
		if n == 0 {
			return nil
		}
		if _, err := io.CopyN(to, r, int64(n)); err != nil {
			return err
		}
	}
}
