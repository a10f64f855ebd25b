package targeting

import (
	"math/bits"
	"math/rand/v2"
)

// sequence spreads points evenly over a cube of many dimensions: a Sobol' sequence. Of any 2^k points that begin at a
// multiple of 2^k, each of 2^k equal slices of each dimension has one. The primitive polynomials are found by the program
// itself, always the same, and of several drawn sets of free direction numbers it takes the one that goes best with the
// dimensions before it, by two. The seed shifts every dimension, which keeps the evenness.
type sequence struct {
	directions [][32]uint32 // by dimension
	shifts     []uint32
}

func newSequence(dimensions int, seed uint64) *sequence {
	s := &sequence{}
	free := rand.New(rand.NewPCG(0x5eed, 0x50b01))
	polynomial := uint32(2) // x + 0 comes before the first primitive one, x + 1
	for d := range dimensions {
		if d == 0 {
			s.directions = append(s.directions, reversed())
		} else {
			polynomial = nextPrimitive(polynomial)
			s.directions = append(s.directions, s.best(polynomial, free))
		}
		s.shifts = append(s.shifts, rand.New(rand.NewPCG(seed, uint64(d))).Uint32())
	}
	return s
}

// at is a coordinate of a point, within 0 and 1 and neither of them.
func (s *sequence) at(point uint32, dimension int) float64 {
	x := s.shifts[dimension]
	for gray := point ^ point>>1; gray != 0; gray &= gray - 1 {
		x ^= s.directions[dimension][bits.TrailingZeros32(gray)]
	}
	return (float64(x) + 0.5) / (1 << 32)
}

// candidates are drawn for each dimension.
const candidates = 24

// best draws direction numbers several times and keeps those that are most even together with each earlier dimension:
// the least sum of how uneven the pairs are, where each step of unevenness doubles.
func (s *sequence) best(polynomial uint32, free *rand.Rand) (best [32]uint32) {
	least := -1
	for range candidates {
		v := directions(polynomial, free)
		cost, rows := 0, digitRows(v)
		for d := 0; d < len(s.directions) && (least < 0 || cost < least); d++ {
			cost += 1 << unevenness(digitRows(s.directions[d]), rows)
		}
		if least < 0 || cost < least {
			best, least = v, cost
		}
	}
	return best
}

// evenUpTo is the number of binary digits of points for which pairs of dimensions are compared.
const evenUpTo = 12

// digitRows are the rows by which the leading digits of a coordinate follow from the digits of a point.
func digitRows(v [32]uint32) (rows [evenUpTo]uint32) {
	for r := range rows {
		for i := range evenUpTo {
			rows[r] |= v[i] >> (31 - r) & 1 << i
		}
	}
	return rows
}

// unevenness is the t of the digital net that two dimensions make: of 2^m points, every rectangle of 2^(t-m) that is made
// by halving has its share.
func unevenness(a, b [evenUpTo]uint32) int {
	worst := evenUpTo
	var from [evenUpTo]uint32
	for k := 0; k <= evenUpTo; k++ {
		if k > 0 && !independent(&from, a[k-1]) {
			worst = min(worst, k-1)
			break
		}
		with := from
		for n := range evenUpTo - k {
			if !independent(&with, b[n]) {
				worst = min(worst, k+n)
				break
			}
		}
	}
	return evenUpTo - worst
}

// independent adds a row to a basis, and says whether it was not in it already.
func independent(basis *[evenUpTo]uint32, row uint32) bool {
	for row != 0 {
		lead := bits.Len32(row) - 1
		if basis[lead] == 0 {
			basis[lead] = row
			return true
		}
		row ^= basis[lead]
	}
	return false
}

// reversed are the direction numbers of the first dimension, which writes the digits of a number backwards.
func reversed() (v [32]uint32) {
	for i := range v {
		v[i] = 1 << (31 - i)
	}
	return v
}

// directions follow from a primitive polynomial of degree s and s free odd numbers, the i-th below 2^i.
func directions(polynomial uint32, free *rand.Rand) (v [32]uint32) {
	s := bits.Len32(polynomial) - 1
	for i := range s {
		odd := free.Uint32()&(1<<(i+1)-1) | 1
		v[i] = odd << (31 - i)
	}
	for i := s; i < 32; i++ {
		v[i] = v[i-s] ^ v[i-s]>>s
		for k := 1; k < s; k++ {
			if polynomial>>(s-k)&1 == 1 {
				v[i] ^= v[i-k]
			}
		}
	}
	return v
}

// nextPrimitive is the next polynomial over the field of two elements of which x is a primitive root.
func nextPrimitive(after uint32) uint32 {
	for p := after + 1; ; p++ {
		if p&1 == 1 && isPrimitive(p) {
			return p
		}
	}
}

// isPrimitive says whether the powers of x run through everything before they come back to 1.
func isPrimitive(p uint32) bool {
	degree := bits.Len32(p) - 1
	all := uint32(1)<<degree - 1
	x := uint32(1)
	for n := uint32(1); ; n++ {
		if x <<= 1; x>>degree&1 == 1 {
			x ^= p
		}
		if x == 1 {
			return n == all
		}
		if n > all || x == 0 {
			return false
		}
	}
}
