package territory

import (
	"fmt"
	"strconv"
	"strings"
)

// write gives rings as the database has them: each spot as the step from the one before.
func write(rings []Ring) string {
	var b strings.Builder
	for i, r := range rings {
		if i > 0 {
			b.WriteByte(';')
		}
		var last Spot
		for k, s := range r {
			if k > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(int(s.X - last.X)))
			b.WriteByte(' ')
			b.WriteString(strconv.Itoa(int(s.Y - last.Y)))
			last = s
		}
	}
	return b.String()
}

// read is the reverse of write.
func read(written string) ([]Ring, error) {
	var rings []Ring
	for one := range strings.SplitSeq(written, ";") {
		words := strings.Fields(one)
		var r Ring
		var last Spot
		for k := 0; k+1 < len(words); k += 2 {
			x, errX := strconv.Atoi(words[k])
			y, errY := strconv.Atoi(words[k+1])
			if errX != nil || errY != nil {
				return nil, fmt.Errorf("territory: %q is no step", words[k]+" "+words[k+1])
			}
			last = Spot{last.X + int32(x), last.Y + int32(y)}
			r = append(r, last)
		}
		rings = append(rings, r)
	}
	return rings, nil
}

// degrees writes a longitude or a latitude.
func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }
