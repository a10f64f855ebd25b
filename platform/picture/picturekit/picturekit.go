// Package picturekit makes photographs for tests: as a telephone makes them, with where, when and by whom.
package picturekit

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"slices"
)

// Artist is whose telephone it was.
const Artist = "Мария Петрова"

// Angle is degrees, minutes and seconds, each a fraction.
type Angle [3][2]uint32

// EXIF is EXIF data of a telephone: where it was, when, and whose it is.
func EXIF(order binary.AppendByteOrder, lat, lon Angle, ns, ew byte) []byte {
	const artist, moment = Artist, "2026:06:14 10:32:05\x00"
	begins := "MM\x00*"
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		begins = "II*\x00"
	}
	entry := func(b []byte, tag, kind uint16, count, value uint32) []byte {
		b = order.AppendUint16(order.AppendUint16(b, tag), kind)
		return order.AppendUint32(order.AppendUint32(b, count), value)
	}
	letter := func(b []byte, tag uint16, c byte) []byte {
		b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tag), 2), 2)
		return append(b, c, 0, 0, 0)
	}
	const first, more, gps = 8, 8 + 2 + 3*12 + 4, 50 + 2 + 12 + 4
	const values = gps + 2 + 4*12 + 4
	b := order.AppendUint32([]byte(begins), first)
	b = order.AppendUint16(b, 3)
	b = entry(b, 0x013b, 2, uint32(len(artist)), values+48+uint32(len(moment)))
	b = entry(b, 0x8769, 4, 1, more)
	b = entry(b, 0x8825, 4, 1, gps)
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 1)
	b = entry(b, 0x9003, 2, uint32(len(moment)), values+48)
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 4)
	b = letter(b, 1, ns)
	b = entry(b, 2, 5, 3, values)
	b = letter(b, 3, ew)
	b = entry(b, 4, 5, 3, values+24)
	b = order.AppendUint32(b, 0)
	for _, each := range slices.Concat(lat[:], lon[:]) {
		b = order.AppendUint32(order.AppendUint32(b, each[0]), each[1])
	}
	return append(append(b, moment...), artist...)
}

// Photograph is a JPEG of a telephone taken at a place north and east, in degrees.
func Photograph(w, h int, lat, lon float64) []byte {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.SetRGBA(x, y, color.RGBA{uint8(90 + 80*x/w), uint8(140 + 60*y/h), uint8(110 * (h - y) / h), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		panic(err) // cannot be: nothing of it can fail
	}
	segment := append([]byte("\xff\xe1\x00\x00Exif\x00\x00"), EXIF(binary.LittleEndian, angle(lat), angle(lon), 'N', 'E')...)
	binary.BigEndian.PutUint16(segment[2:], uint16(len(segment)-2))
	return slices.Concat(b.Bytes()[:2], segment, b.Bytes()[2:])
}

func angle(degrees float64) Angle {
	whole, rest := math.Modf(degrees)
	return Angle{{uint32(whole), 1}, {0, 1}, {uint32(math.Round(rest * 3600 * 1000)), 1000}}
}
