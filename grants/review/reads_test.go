package review_test

import (
	"testing"

	"vekst/grants/review"
	"vekst/grants/review/reviewkit"
)

func TestAnExpertReadsFilesOnlyAfterDeclaringAndNeverBlindOnes(t *testing.T) {
	world(t, func(t *testing.T, w *reviewkit.World) {
		a := w.Apply("Herbs", 10_000_00)
		w.Eligible(a)
		expert, other := w.Experts[0], w.Experts[1]
		w.Must(w.Assign(a, expert))
		reads := func(who int, field string) bool {
			if who == 0 {
				return review.ReadsFile(w.Reader(), expert, a, field)
			}
			return review.ReadsFile(w.Reader(), other, a, field)
		}
		open, blind := "", ""
		for _, s := range w.Call.Form.Sections {
			for _, f := range s.Fields {
				if f.Kind == "file" && f.Blind {
					blind = f.ID
				} else if f.Kind == "file" {
					open = f.ID
				}
			}
		}
		if open == "" || blind == "" {
			t.Fatalf("the call has no file field of each sort: %q, %q", open, blind)
		}
		if reads(0, open) {
			t.Error("an expert reads a file before declaring")
		}
		w.Declare(a, expert)
		if !reads(0, open) {
			t.Error("an expert who declared cannot read a file")
		}
		if reads(0, blind) {
			t.Error("an expert reads a file of a blind field")
		}
		if reads(1, open) {
			t.Error("an expert reads a file of an application that is not theirs")
		}
		if review.ReadsFile(w.Reader(), w.Applicant, a, open) {
			t.Error("who is no expert reads as one")
		}
	})
}
