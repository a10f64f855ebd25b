package account

import (
	"testing"

	"vekst/value/address"
)

// FuzzIsAddress looks for addresses that would become something else in a letter's header.
func FuzzIsAddress(f *testing.F) {
	for _, s := range []string{"ivan@example.org", "a@b.c, d@e.f", "x <y@z.w>", "\"a b\"@c.d", "a@b..c", "a@[127.0.0.1]", "ivan@пример.бг", "a@ｂ.ｃ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !IsAddress(s) {
			return
		}
		ascii, err := address.ASCII(s)
		if err != nil {
			t.Errorf("%q was taken for an address: %v", s, err)
		}
		for _, r := range ascii {
			if r <= ' ' || r > '~' || r == '<' || r == '>' || r == ',' {
				t.Errorf("%q was taken for an address", s)
			}
		}
	})
}
