package resource

import (
	"math"
	"strconv"
	"strings"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

// traceForm is the largest form in which a place can come with a file.
const traceForm = 2*traceBytes + 1<<20

// readWhere is the place a form says, with what cannot be read. What the form leaves as it was stays as it was, to the last
// position.
func readWhere(q *web.Request, before Place) (Place, []refusal.Complaint) {
	if complaints := takeTraceFile(q); complaints != nil {
		return before, complaints
	}
	as, typed := q.Value("as"), q.FormValue("shape")
	switch as {
	case AsLine, AsArea:
		if before.As() == as && sameTrace(typed, before.Trace()) {
			return before, nil
		}
		return ReadTrace(typed, as, q.Value("simplify") != "")
	}
	p, ok := ReadPosition(q.Value("place"))
	switch {
	case !ok:
		return before, []refusal.Complaint{refusal.About("place", "resource.refusal.place")}
	case as == AsPoint && !p.Known() && !sameTrace(typed, before.Trace()):
		return before, []refusal.Complaint{refusal.About("as", "resource.trace.refusal.as")}
	case p.Lon == before.Lon && p.Lat == before.Lat && (as == "" || before.Shape == ""):
		return before, nil
	}
	if p.Known() {
		p.Accuracy = readAccuracy(q.Value("accuracy"))
	}
	return p, nil // another point is no longer the one that stood for a line or an area
}

// readAccuracy is a number of metres as a telephone says it, rounded up; 0 for what is none.
func readAccuracy(said string) int64 {
	f, err := strconv.ParseFloat(said, 64)
	if err != nil || !(f >= 0 && f < 1e6) {
		return 0
	}
	return int64(math.Ceil(f))
}

// sameTrace says whether two lists have the same positions, however they are spaced.
func sameTrace(a, b string) bool {
	return strings.TrimSpace(strings.ReplaceAll(a, "\r\n", "\n")) == strings.TrimSpace(b)
}

// takeTraceFile puts what a file says into the field where positions are typed: from there it is read, and there it stays, since
// no browser gives a form its file back.
func takeTraceFile(q *web.Request) []refusal.Complaint {
	name, content, err := q.Uploaded("trace_file", traceBytes)
	switch {
	case err != nil:
		return []refusal.Complaint{*ofShape("broken")}
	case name == "" && len(content) == 0:
		return nil
	case len(content) > traceBytes:
		return []refusal.Complaint{*ofShape("size", "Limit", traceBytes>>20)}
	case !isTraceFile(content):
		return []refusal.Complaint{*ofShape("file")}
	}
	as := q.Value("as")
	if as == AsPoint {
		as = "" // whatever the file has
	}
	t, complaint := traceOf(content, as)
	if complaint != nil {
		return []refusal.Complaint{*complaint}
	}
	q.Form.Set("shape", Place{Shape: t.JSON()}.Trace())
	if as == "" {
		q.Form.Set("as", t.as())
	}
	return nil
}

// isTraceFile says whether a file can be GeoJSON or GPX, by how it begins.
func isTraceFile(content []byte) bool {
	begins := strings.TrimSpace(strings.TrimPrefix(string(content[:min(len(content), 512)]), "\xEF\xBB\xBF"))
	return strings.HasPrefix(begins, "{") || strings.HasPrefix(begins, "<")
}

// as is what a file has: an area where it has outlines, otherwise a path.
func (t trace) as() string {
	if t.IsArea() {
		return AsArea
	}
	return AsLine
}

// isPoint says whether a form says a point, or nothing of what it is.
func isPoint(q *web.Request) bool { return q.Value("as") == "" || q.Value("as") == AsPoint }
