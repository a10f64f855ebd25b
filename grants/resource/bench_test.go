package resource_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/platform/testkit"
	"vekst/value/text"
)

// tenThousand is how many resources a view must stand.
const tenThousand = 10_000

// BenchmarkTheListOfTenThousand measures what the page of all resources asks the database: one page and the count, without a
// wish, searched, and by kind; and the whole of one municipality's share.
func BenchmarkTheListOfTenThousand(b *testing.B) {
	testkit.Benchmarks(b, schemas(), func(b *testing.B, w *testkit.World) {
		if err := fillUp(w); err != nil {
			b.Fatal(err)
		}
		for name, f := range map[string]resource.Filter{"all": {}, "last page": {Offset: 9_960}, "searched": {Query: "kilde 77"}, "by kind": {Kind: "mineral-spring", Order: "rating"}, "one municipality": {Municipality: "VTR13"}} {
			f.Lang = text.NB
			if name != "one municipality" {
				f.Limit = 48
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if _, err := resource.Public(w.Reader(), f); err != nil {
						b.Fatal(err)
					}
					if _, err := resource.CountPublic(w.Reader(), f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// fillUp proposes ten thousand resources in the ten municipalities, as their officials.
func fillUp(w *testkit.World) error {
	kinds, err := resource.Kinds()
	if err != nil {
		return err
	}
	operator := action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
	each := make(chan error, 64)
	for worker := range 64 {
		go func() {
			for i := worker; i < tenThousand; i += 64 {
				n := strconv.Itoa(i)
				e := resource.Entry{Name: text.Text{BG: "Ресурс " + n, NB: "Ressurs " + n, EN: "Resource " + n}, Original: text.BG, Kind: kinds[i%len(kinds)].ID}
				if _, err := resource.Propose.Run(context.Background(), w.Door, operator, resource.Proposing{Municipality: municipality.TheTen()[i%10], Entry: e, Anyway: true}); err != nil {
					each <- fmt.Errorf("%d: %w", i, err)
					return
				}
			}
			each <- nil
		}()
	}
	for range 64 {
		if err := <-each; err != nil {
			return err
		}
	}
	return nil
}
