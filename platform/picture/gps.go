package picture

import (
	"bytes"
	"encoding/binary"
	"strings"
	"time"
)

// Tags of EXIF that say where and when.
const (
	tagTime, tagMore, tagGPS = 0x0132, 0x8769, 0x8825 // in the first directory
	tagTaken                 = 0x9003                 // in the one tagMore leads to
	tagLatRef, tagLat        = 1, 2                   // in the one tagGPS leads to
	tagLonRef, tagLon        = 3, 4
)

// Types of EXIF values that are read here.
const ascii, long, rational = 2, 4, 5

// tiff is EXIF data, whose directories lie where others say.
type tiff struct {
	data  []byte
	order binary.ByteOrder
}

// directory is what a directory of EXIF says: where the value of a tag lies, of which type, and how many there are.
type directory map[uint16]struct {
	kind  uint16
	count uint32
	value []byte // the four bytes that are the value, or where it lies
}

// mostTags keeps a broken picture from being read for ever.
const mostTags = 512

func takenOf(data []byte) Taken {
	data = bytes.TrimPrefix(data, []byte(exifBegins)) // some write it in WebP too
	if len(data) < 8 {
		return Taken{}
	}
	t := tiff{data, binary.BigEndian}
	if data[0] == 'I' {
		t.order = binary.LittleEndian
	}
	first := t.directory(t.order.Uint32(data[4:]))
	found := Taken{At: t.moment(t.led(first, tagMore), tagTaken)}
	if found.At.IsZero() {
		found.At = t.moment(first, tagTime)
	}
	gps := t.led(first, tagGPS)
	lat, knowsLat := t.degrees(gps, tagLat, tagLatRef, "NS", 90)
	lon, knowsLon := t.degrees(gps, tagLon, tagLonRef, "EW", 180)
	if knowsLat && knowsLon && (lat != 0 || lon != 0) { // 0, 0 is what a telephone without satellites writes
		found.Lat, found.Lon, found.HasPlace = lat, lon, true
	}
	return found
}

// directory reads the directory that lies at a place; an empty one where there is none.
func (t tiff) directory(at uint32) directory {
	d := directory{}
	head := t.bytes(uint64(at), 2)
	if head == nil {
		return d
	}
	for i := range min(uint64(t.order.Uint16(head)), mostTags) {
		e := t.bytes(uint64(at)+2+12*i, 12)
		if e == nil {
			break
		}
		entry := d[t.order.Uint16(e)]
		entry.kind, entry.count, entry.value = t.order.Uint16(e[2:]), t.order.Uint32(e[4:]), e[8:]
		d[t.order.Uint16(e)] = entry
	}
	return d
}

// led is the directory a tag leads to.
func (t tiff) led(from directory, tag uint16) directory {
	e, ok := from[tag]
	if !ok || e.kind != long {
		return directory{}
	}
	return t.directory(t.order.Uint32(e.value))
}

func (t tiff) bytes(at, n uint64) []byte {
	if at > uint64(len(t.data)) || n > uint64(len(t.data))-at {
		return nil
	}
	return t.data[at : at+n]
}

// text is the letters of a tag, up to the zero that ends them.
func (t tiff) text(d directory, tag uint16) string {
	e := d[tag]
	if e.kind != ascii || e.count > 64 {
		return ""
	}
	b := e.value
	if e.count > 4 {
		b = t.bytes(uint64(t.order.Uint32(e.value)), uint64(e.count))
	}
	s, _, _ := strings.Cut(string(b), "\x00")
	return s
}

func (t tiff) moment(d directory, tag uint16) time.Time {
	at, err := time.Parse("2006:01:02 15:04:05", t.text(d, tag))
	if err != nil || at.Year() < 1990 {
		return time.Time{}
	}
	return at
}

// degrees reads degrees, minutes and seconds, three fractions, as millionths of a degree.
func (t tiff) degrees(d directory, tag, ref uint16, signs string, most int64) (int64, bool) {
	e, sign := d[tag], t.text(d, ref)
	if e.kind != rational || e.count != 3 || len(sign) != 1 || !strings.Contains(signs, sign) {
		return 0, false
	}
	b := t.bytes(uint64(t.order.Uint32(e.value)), 24)
	if b == nil {
		return 0, false
	}
	sum := int64(0)
	for i, per := range []int64{1, 60, 3600} {
		over, under := int64(t.order.Uint32(b[8*i:])), int64(t.order.Uint32(b[8*i+4:]))
		if under == 0 && over == 0 { // seconds that are not said
			continue
		}
		if under == 0 || over/under > most*per {
			return 0, false
		}
		sum += (over*1_000_000 + under*per/2) / (under * per)
	}
	if sign == signs[1:] {
		sum = -sum
	}
	return sum, sum >= -most*1_000_000 && sum <= most*1_000_000
}
