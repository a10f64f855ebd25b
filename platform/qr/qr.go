// Package qr draws addresses as QR codes, for what is printed.
package qr

import (
	"strconv"
	"strings"

	"github.com/skip2/go-qrcode"
)

// Code is a QR code as an SVG path: lines of stroke 1, each a row of dark fields, in a square of Size. Leads is where it leads,
// as people write an address.
type Code struct {
	Size        int
	Path, Leads string
}

// Of is the code of an address.
func Of(address string) (Code, error) {
	drawn, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return Code{}, err
	}
	drawn.DisableBorder = true
	rows := drawn.Bitmap()
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				path.WriteString("M" + strconv.Itoa(from) + " " + strconv.Itoa(y) + ".5h" + strconv.Itoa(x-from))
			}
		}
	}
	return Code{len(rows), path.String(), strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")}, nil
}
