package token_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"vekst/platform/refusal"
	"vekst/platform/testkit"
	"vekst/platform/token"
)

func TestATokenIsGoodForItsPurposeAndUnchangedOnly(t *testing.T) {
	testkit.Databases(t, []fs.FS{token.Schema()}, func(t *testing.T, w *testkit.World) {
		if _, err := token.Make(w.Reader(), "stop", "maria"); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("signed without a key: %v", err)
		}
		for range 2 {
			if err := token.Prepare(context.Background(), w.Door); err != nil {
				t.Fatal(err)
			}
		}
		made, err := token.Make(w.Reader(), "stop", "maria", "follow.changed")
		if err != nil {
			t.Fatal(err)
		}
		other, err := token.Make(w.Reader(), "stop", "ivan", "follow.changed")
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(other, ".")
		_, tail, _ := strings.Cut(made, ".")
		for name, bad := range map[string]string{"empty": "", "another's signature": head + "." + tail, "no signature": head, "a cut one": made[:len(made)-1],
			"no token": "?.?"} {
			if _, err := token.Read(w.Reader(), "stop", bad); refusal.KindOf(err) != refusal.Missing {
				t.Errorf("%s is taken: %v", name, err)
			}
		}
		if _, err := token.Read(w.Reader(), "calendar", made); refusal.KindOf(err) != refusal.Missing {
			t.Errorf("good for another purpose: %v", err)
		}
		parts, err := token.Read(w.Reader(), "stop", made)
		if err != nil || len(parts) != 2 || parts[0] != "maria" || parts[1] != "follow.changed" {
			t.Errorf("%q, %v", parts, err)
		}
	})
}
