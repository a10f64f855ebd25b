package account

import "testing"

// FuzzIsAddress looks for addresses that would become something else in a letter's header.
func FuzzIsAddress(f *testing.F) {
	for _, s := range []string{"ivan@example.org", "a@b.c, d@e.f", "x <y@z.w>", "\"a b\"@c.d", "a@b..c", "a@[127.0.0.1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !IsAddress(s) {
			return
		}
		for _, r := range s {
			if r <= ' ' || r > '~' || r == '<' || r == '>' || r == ',' {
				t.Errorf("%q was taken for an address", s)
			}
		}
	})
}
