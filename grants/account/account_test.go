package account

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vekst/platform/refusal"
)

func TestRefusesWhatIsNoMailAddress(t *testing.T) {
	for _, s := range []string{"", "ivan", "ivan@", "@example.org", "ivan@localhost", "ivan@example.org ", "Ivan <ivan@example.org>", "иван@пример.бг", "ivan@бг", "ivan@-пример.бг", "ivan@при мер.бг",
		"ivan@example.org\nbcc:x@y.z", "a@b.c,d@e.f", strings.Repeat("a", 250) + "@example.org"} {
		if IsAddress(s) {
			t.Errorf("%q was taken for an address", s)
		}
	}
	for _, s := range []string{"ivan@example.org", "ivan.petrov+grants@elena.bg", "Kari@Sub.Kommune.NO", "ivan@пример.бг", "kari@blåbær.no"} {
		if !IsAddress(s) {
			t.Errorf("%q was refused", s)
		}
	}
}

func TestRefusesPasswordsThatAreShortOrTriedFirst(t *testing.T) {
	for password, want := range map[string]string{
		"": "password_short", "единадесет!": "password_short", strings.Repeat("мечка ", 40): "password_long", "aaaaaaaaaaaaaa": "password_easy",
		"password1234": "password_easy", "qwertyuiop12": "password_easy", "Ivan@example.org": "password_easy", "Иван Петров!": "",
		"ИВАН ПЕТРОВ 2": "", "иван петров ": "", "иван петров и": "", "зелена гора над реката": "", "correct horse battery": "", "ivanivanivan": "password_easy",
	} {
		got := ""
		if c := complainPassword("password", password, "Иван Петров", "ivan@example.org"); len(c) > 0 {
			got = strings.TrimPrefix(c[0].Key, "account.refusal.")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestRefusesEverythingAgainstABrokenHash(t *testing.T) {
	good := hashPassword("зелена гора")
	for _, hash := range []string{"", "x", "$argon2id$v=19$m=19456,t=2,p=1$AA$", strings.Replace(good, "argon2id", "argon2i", 1),
		strings.Replace(good, "t=2", "t=0", 1), strings.Replace(good, "p=1", "p=0", 1), nobodys, good[:len(good)-4]} {
		if isPassword("зелена гора", hash) || isPassword("", hash) {
			t.Errorf("a password fits %q", hash)
		}
	}
	if isPassword("зелена гори", good) || !isPassword("зелена гора", good) {
		t.Error("the hash does not tell passwords apart")
	}
	if hashPassword("зелена гора") == good {
		t.Error("two hashes have the same salt")
	}
	if !isPassword("A\u030Angstrom over alt", hashPassword("Ångstrom over alt")) {
		t.Error("the same letters typed on another keyboard do not fit")
	}
}

func TestWaitingGrowsAndEnds(t *testing.T) {
	now := time.Date(2022, 9, 20, 9, 0, 0, 0, time.UTC)
	var a attempts
	for i, want := range []time.Duration{0, 0, 0, 0, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
		a = signInsOf.more(a, now)
		if got := max(0, a.until.Sub(now)); got != want {
			t.Fatalf("after %d failures the wait is %v, want %v", i+1, got, want)
		}
		if err := a.wait(now.Add(want - time.Microsecond)); want > 0 && refusal.KindOf(err) != refusal.TooMany {
			t.Errorf("after %d failures nobody waits: %v", i+1, err)
		}
		now = now.Add(want)
		if err := a.wait(now); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	}
	if a = signInsOf.more(a, now.Add(forgottenAfter+time.Second)); a.failures != 1 {
		t.Errorf("yesterday's failures count: %d", a.failures)
	}
	for range 1000 {
		a = lettersTo.more(a, now)
	}
	if a.until.Sub(now) != lettersTo.most {
		t.Errorf("a thousand attempts bring a wait of %v", a.until.Sub(now))
	}
}

func TestBelievesAProxyOnThisMachineOnly(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"192.0.2.7:1234", "", "192.0.2.7"}, {"192.0.2.7:1234", "10.0.0.1", "192.0.2.7"}, {"127.0.0.1:1", "198.51.100.9, 203.0.113.4", "203.0.113.4"},
		{"127.0.0.1:1", "nonsense", "127.0.0.1"}, {"[2001:db8:1:2:3:4:5:6]:99", "", "2001:db8:1:2::"}, {"[::1]:9", "2001:db8::9", "2001:db8::"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.forwarded)
		if got := client(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestKeepsOnlyTheFamilyOfABrowser(t *testing.T) {
	for agent, want := range map[string]string{
		"": "unknown", "curl/8": "unknown",
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                               "firefox",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36":                                      "chrome",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0":                            "edge",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 OPR/110":                              "opera",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1":     "safari",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604": "chrome",
	} {
		if got := Browser(agent); got != want {
			t.Errorf("%s: %s, want %s", agent, got, want)
		}
	}
}
