package picture

import "encoding/binary"

const orientation = 0x0112 // the tag that says which way is up

// upOf finds in EXIF data which way is up: 1 to 8, and 1 where it does not say.
func upOf(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if len(tiff) < 8 {
		return 1
	}
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	n := int(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + uint64(i)*12
		if e+12 > uint64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[e:]) == orientation {
			if up := int(order.Uint16(tiff[e+8:])); up >= 1 && up <= 8 {
				return up
			}
		}
	}
	return 1
}

// only is EXIF data that says which way is up and nothing else.
func only(up int) []byte {
	return []byte{'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, orientation >> 8, orientation & 0xff, 0, 3, 0, 0, 0, 1, 0, byte(up), 0, 0, 0, 0, 0, 0}
}
