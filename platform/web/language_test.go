package web

import "testing"

func TestNobodyIsLedToAStrangersPage(t *testing.T) {
	for _, next := range []string{"", "my", "//evil.example", `/\evil.example`, `\\evil.example`, "https://evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x", "/\tx"} {
		if got := OwnPath(next, "/home"); got != "/home" {
			t.Errorf("%q leads to %q", next, got)
		}
	}
	for _, next := range []string{"/", "/my?a=b&c=/d", "/bg/calls#x"} {
		if got := OwnPath(next, "/home"); got != next {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}
