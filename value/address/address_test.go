package address

import "testing"

func TestADomainInOtherLettersIsWrittenInASCII(t *testing.T) {
	for _, bad := range []string{"maria@-община.бг", "maria@об щина.бг", "maria@община..бг" + string(rune(0x200e))} {
		if got, err := ASCII(bad); err == nil {
			t.Errorf("%q becomes %q", bad, got)
		}
	}
	for typed, want := range map[string]string{"maria@example.org": "maria@example.org", "Maria@EXAMPLE.org": "Maria@EXAMPLE.org",
		"maria@община.бг": "maria@xn--80abvuc1e.xn--90ae", "maria@ОБЩИНА.бг": "maria@xn--80abvuc1e.xn--90ae", "ola@blåbær.no": "ola@xn--blbr-roah.no", "nobody": "nobody"} {
		if got, err := ASCII(typed); err != nil || got != want {
			t.Errorf("%q becomes %q, %v, want %q", typed, got, err, want)
		}
	}
}
