package targeting

import "strconv"

// figure writes a number so that reading it gives the same number: the shortest decimal that does.
func figure(x float64) string {
	if IsMissing(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
