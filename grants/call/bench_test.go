package call_test

import (
	"fmt"
	"strings"
	"testing"

	"vekst/grants/call"
)

// large is an application with thirty budget lines and texts of usual length.
func large() call.Answers {
	a := application()
	for _, id := range []string{"resource", "need", "for_whom", "people", "lasting", "risks"} {
		a[id] = strings.Repeat("Пишете направо – без общи думи. ", 30)
	}
	for i := range 26 {
		row := fmt.Sprintf("budget/e%02d/", i)
		a[row+"heading"], a[row+"what"], a[row+"quantity"], a[row+"price"] = "travel", "Пътуване до съседа", "2", "100,50"
	}
	return a
}

func BenchmarkComplaints(b *testing.B) {
	d := shippedCall(b, "job-creation-2022")
	a := large()
	if got := complaints(b, d, a); len(got) > 0 {
		b.Fatal(got)
	}
	b.ReportAllocs()
	for b.Loop() {
		d.Form.Complaints(a, facts, now)
	}
}

func BenchmarkComplaintsAndDocument(b *testing.B) {
	d := shippedCall(b, "job-creation-2022")
	a := large()
	b.ReportAllocs()
	for b.Loop() {
		x := d.Form.Examine(a, facts, now)
		x.Complaints()
		if _, err := x.Document(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	data := shippedCall(b, "job-creation-2022").Bytes()
	for b.Loop() {
		call.Read(data)
	}
}
