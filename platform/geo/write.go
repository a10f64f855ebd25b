package geo

import "strconv"

// JSON is it as GeoJSON, without a space and with as many digits as needed: read back it is the same.
func (g Geometry) JSON() string { return string(g.AppendJSON(nil)) }

// AppendJSON adds it as GeoJSON.
func (g Geometry) AppendJSON(to []byte) []byte {
	if g.Empty() {
		return append(to, "null"...)
	}
	to = append(to, `{"type":"`+string(g.Kind)+`","coordinates":`...)
	switch g.Kind {
	case Point:
		to = g.Parts[0][0][0].AppendJSON(to)
	case LineString:
		to = appendLine(to, g.Parts[0][0])
	case Polygon:
		to = appendLines(to, g.Parts[0])
	default:
		to = append(to, '[')
		for i, part := range g.Parts {
			if i > 0 {
				to = append(to, ',')
			}
			switch g.Kind {
			case MultiPoint:
				to = part[0][0].AppendJSON(to)
			case MultiLineString:
				to = appendLine(to, part[0])
			default:
				to = appendLines(to, part)
			}
		}
		to = append(to, ']')
	}
	return append(to, '}')
}

// AppendJSON adds a position as GeoJSON has it: longitude, latitude.
func (p Position) AppendJSON(to []byte) []byte {
	to = append(to, '[')
	to = appendDegrees(to, p.Lon)
	to = append(to, ',')
	to = appendDegrees(to, p.Lat)
	return append(to, ']')
}

// Text is a number of millionths of a degree in degrees, exact, with a point.
func Text(millionths int64) string { return string(appendDegrees(nil, millionths)) }

func appendDegrees(to []byte, n int64) []byte {
	if n < 0 {
		to, n = append(to, '-'), -n
	}
	to = strconv.AppendInt(to, n/Degree, 10)
	rest := n % Degree
	if rest == 0 {
		return to
	}
	digits := strconv.Itoa(int(rest + Degree))[1:]
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return append(append(to, '.'), digits...)
}

func appendLine(to []byte, l Line) []byte {
	to = append(to, '[')
	for i, p := range l {
		if i > 0 {
			to = append(to, ',')
		}
		to = p.AppendJSON(to)
	}
	return append(to, ']')
}

func appendLines(to []byte, all []Line) []byte {
	to = append(to, '[')
	for i, l := range all {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendLine(to, l)
	}
	return append(to, ']')
}
