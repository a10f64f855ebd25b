package lang_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"vekst/platform/lang"
)

func TestSumsAreWrittenAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		lang, want string
		got        func(string) string
	}{
		{"bg", "12\u00a0500,00\u00a0€", func(l string) string { return lang.Money(l, 1250000, "EUR") }},
		{"nb", "12\u00a0500,00\u00a0€", func(l string) string { return lang.Money(l, 1250000, "EUR") }},
		{"en", "€12,500.00", func(l string) string { return lang.Money(l, 1250000, "EUR") }},
		{"nb", "4\u00a0999\u00a0€", func(l string) string { return lang.Sum(l, 499900, "EUR") }},
		{"en", "€4,999.50", func(l string) string { return lang.Sum(l, 499950, "EUR") }},
		{"nb", "1\u00a0250,00\u00a0kr", func(l string) string { return lang.Money(l, 125000, "NOK") }},
		{"en", "−€5.05", func(l string) string { return lang.Money(l, -505, "EUR") }},
		{"bg", "−1\u00a0234", func(l string) string { return lang.Number(l, -1234) }},
		{"en", "1,234,567", func(l string) string { return lang.Number(l, 1234567) }},
		{"bg", "999", func(l string) string { return lang.Number(l, 999) }},
		{"bg", "82,5", func(l string) string { return lang.Decimal(l, 8250) }},
		{"en", "80", func(l string) string { return lang.Decimal(l, 8000) }},
		{"en", "1,000", func(l string) string { return lang.Decimal(l, 100000) }},
		{"nb", "85\u00a0%", func(l string) string { return lang.Percent(l, 8500) }},
		{"en", "12.5%", func(l string) string { return lang.Percent(l, 1250) }},
	} {
		if got := c.got(c.lang); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestDaysAreWrittenAsPeopleWriteThem(t *testing.T) {
	day := time.Date(2026, 12, 4, 17, 5, 9, 7_000_000, time.FixedZone("", 2*3600))
	for l, want := range map[string][3]string{
		"bg": {"4\u00a0декември 2026\u00a0г.", "петък, 4\u00a0декември 2026\u00a0г.", "4\u00a0декември 2026\u00a0г., 17:05\u00a0ч."},
		"nb": {"4.\u00a0desember 2026", "fredag 4.\u00a0desember 2026", "4.\u00a0desember 2026 kl.\u00a017.05"},
		"en": {"4\u00a0December 2026", "Friday, 4\u00a0December 2026", "4\u00a0December 2026, 17:05"},
	} {
		if got := [3]string{lang.Date(l, day), lang.DayDate(l, day), lang.DateTime(l, day)}; got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	if got := lang.Exact("en", day); got != "4\u00a0December 2026, 17:05:09.007 +02:00" {
		t.Error(got)
	}
}

func TestNamesAreSortedAsInTheirLanguage(t *testing.T) {
	for l, want := range map[string][]string{
		"nb": {"Aurland", "Trysil", "Vang", "Ærfugl", "Øvre", "Åfjord"},
		"bg": {"Банско", "Белица", "Елена", "Ивайловград", "Йовково", "Ямбол"},
		"en": {"bansko", "Belitsa", "Elena"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, func(a, b string) int {
			switch ka, kb := lang.SortKey(l, a), lang.SortKey(l, b); {
			case ka < kb:
				return -1
			case ka > kb:
				return 1
			}
			return 0
		})
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
}

func TestTheLanguageOfABrowserIsUnderstood(t *testing.T) {
	for header, want := range map[string]string{
		"": "bg", "no": "nb", "nn-NO,en;q=0.5": "nb", "en-GB": "en", "de,en;q=0.3": "en", "fr": "en", "bg-BG": "bg", "%%%": "bg",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", header)
		if got := lang.Of(r); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func TestSentencesHavePluralsAndAMissingOneIsSeen(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	c, err := lang.NewCatalog(lang.Words{Feature: "test", Files: fstest.MapFS{
		"bg.toml": file("[days]\none = \"{{.N}} ден\"\nother = \"{{.N}} дни\"\n[a]\nb = \"Здравей, {{.Name}}\"\nuntil = \"до {{.Day}}.\""),
		"nb.toml": file("[days]\none = \"{{.N}} dag\"\nother = \"{{.N}} dager\"\n[a]\nb = \"Hei, {{.Name}}\"\nuntil = \"til {{.Day}}.\""),
		"en.toml": file("[days]\none = \"{{.N}} day\"\nother = \"{{.N}} days\"\n[a]\nb = \"Hello, {{.Name}}\"\nuntil = \"until {{.Day}}.\""),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range [][2]string{
		{c.Say("bg", "test.days", "Count", 1), "1 ден"}, {c.Say("bg", "test.days", "Count", 21), "21 дни"},
		{c.Say("nb", "test.days", "Count", 1200), "1\u00a0200 dager"}, {c.Say("en", "test.days", "Count", 0), "0 days"},
		{c.Say("en", "test.a.b", "Name", "Kari"), "Hello, Kari"}, {c.Say("nb", "test.none"), "⟨test.none⟩"},
		{c.Say("bg", "test.a.until", "Day", "2022 г."), "до 2022 г."}, {c.Say("bg", "test.a.until", "Day", "вторник"), "до вторник."},
	} {
		if s[0] != s[1] {
			t.Errorf("%q, want %q", s[0], s[1])
		}
	}
	if c.Has("test.none") || !c.Has("test.days") {
		t.Error("the catalog does not know what it has")
	}
}

func TestAnotherThingIsNotAPlural(t *testing.T) {
	files := fstest.MapFS{}
	for _, l := range []string{"bg", "nb", "en"} {
		files[l+".toml"] = &fstest.MapFile{Data: []byte("[kind]\nschool = \"A school\"\nother = \"Something else\"\n")}
	}
	c, err := lang.NewCatalog(lang.Words{Feature: "here", Files: files})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"here.kind.school": "A school", "here.kind.other": "Something else"} {
		if got := c.Say("nb", key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

func TestAFaultyWordsFileStopsTheProgram(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"a language is missing": {"bg.toml": {}, "nb.toml": {}},
		"it is not TOML":        {"bg.toml": {Data: []byte("= =")}, "nb.toml": {}, "en.toml": {}},
	} {
		if _, err := lang.NewCatalog(lang.Words{Feature: "test", Files: files}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestFiguresKeepAllTheirDigits(t *testing.T) {
	for exact, want := range map[string][3]string{
		"-1234.567": {"−1\u00a0234,567", "−1\u00a0234,567", "−1,234.567"}, "9": {"9", "9", "9"}, "0.5": {"0,5", "0,5", "0.5"},
	} {
		for i, l := range []string{"bg", "nb", "en"} {
			if got := lang.Figure(l, exact); got != want[i] {
				t.Errorf("%s in %s: %q", exact, l, got)
			}
		}
	}
}

func TestNamesCountriesInEveryLanguage(t *testing.T) {
	for code, want := range map[string][3]string{
		"BG": {"България", "Bulgaria", "Bulgaria"}, "NO": {"Норвегия", "Norge", "Norway"}, "GR": {"Гърция", "Hellas", "Greece"}, "LI": {"Лихтенщайн", "Liechtenstein", "Liechtenstein"},
		"XA": {"XA", "XA", "XA"}, "ZZ": {"ZZ", "ZZ", "ZZ"}, "": {"", "", ""}, "no country": {"no country", "no country", "no country"},
	} {
		for i, l := range []string{"bg", "nb", "en"} {
			if got := lang.Country(l, code); got != want[i] {
				t.Errorf("%s in %s: %q", code, l, got)
			}
		}
	}
}
