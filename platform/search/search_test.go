package search

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFindsNothingWhereAWordIsMissing(t *testing.T) {
	column := Column(Tokens("Община Елена", "bg"))
	for _, typed := range []string{"Левски", "община Левски", "lena", "obshtinata Levski", "bshtina"} {
		if Read(typed).Match(column) {
			t.Errorf("%q found община Елена", typed)
		}
	}
}

func TestFindsNamesHoweverTheyAreTyped(t *testing.T) {
	for _, c := range []struct{ stored, lang, typed string }{
		{"Община Вълчи дол", "bg", "obshtina"}, {"Община Вълчи дол", "bg", "obsh"}, {"Община Вълчи дол", "bg", "ОБЩИНА"},
		{"Община Вълчи дол", "bg", "valchi dol"}, {"Община Вълчи дол", "bg", "vulchi dol"}, {"Община Вълчи дол", "bg", "Вълч"},
		{"Елена", "bg", "elena"}, {"Elena", "en", "Елена"}, {"Елена", "bg", "Елен"},
		{"Tromsø", "nb", "tromso"}, {"Tromsø", "nb", "Tromsoe"}, {"Tromsø", "nb", "TROMSØ"}, {"Tromsø", "nb", "trom"},
		{"Ås", "nb", "ÅS"}, {"Ås", "nb", "as"}, {"Ås", "nb", "aas"}, {"Ås", "nb", "A\u030as"},
		{"Lærdal", "nb", "laerdal"}, {"Røros", "nb", "roros"}, {"Frøya", "nb", "froya"}, {"Aalesund", "nb", "Ålesund"},
		{"София", "bg", "sofia"}, {"София", "bg", "sofiya"}, {"София", "bg", "sofiy"}, {"Ямбол", "bg", "jambol"},
		{"Ямбол", "bg", "Yambol"}, {"Ямбол", "bg", "y"}, {"Божурище", "bg", "bozhurishte"}, {"Божурище", "bg", "bojurishte"},
		{"Велико Търново", "bg", "veliko turnovo"}, {"Велико Търново", "bg", "Tarnovo Veliko"},
		{"Малкото и\u0306", "bg", "й"}, {"BGLD-1.004-0001", "en", "bgld-1.004"}, {"BGLD-1.004-0001", "bg", "0001"},
		{"Фонд на ЕИП", "bg", "eip"}, {"Хасково", "bg", "khaskovo"}, {"Хасково", "bg", "haskovo"},
	} {
		if column := Column(Tokens(c.stored, c.lang)); !Read(c.typed).Match(column) {
			t.Errorf("%q did not find %q, stored as %q", c.typed, c.stored, column)
		}
	}
}

func TestFindsOtherFormsOfAWord(t *testing.T) {
	for _, c := range []struct{ stored, lang, typed string }{
		{"Покана за общините", "bg", "община"}, {"община", "bg", "общините"}, {"общинско", "bg", "общин"},
		{"проект", "bg", "проектите"}, {"малките проекти", "bg", "проекта"}, {"градовете", "bg", "град"}, {"центрове", "bg", "център"},
		{"Младежки център", "bg", "центрове"}, {"езици", "bg", "език"}, {"селата", "bg", "село"}, {"кандидатите", "bg", "кандидат"},
		{"Kommunene søker partnere", "nb", "kommune"}, {"kommune", "nb", "kommuner"}, {"utlysningene", "nb", "utlysning"},
		{"Grants for municipalities", "en", "municipality"}, {"municipality", "en", "municipalities"}, {"partnership", "en", "partnerships"},
	} {
		if column := Column(Tokens(c.stored, c.lang)); !Read(c.typed).Match(column) {
			t.Errorf("%q did not find %q, stored as %q", c.typed, c.stored, column)
		}
	}
}

func TestAWholeWordRanksBeforeABeginning(t *testing.T) {
	q := Read("ås")
	village, town := Column(Tokens("Ås", "nb")), Column(Tokens("Асеновград", "bg"))
	if !q.Match(village) || !q.Match(town) {
		t.Fatalf("%q found not both of %q and %q", q, village, town)
	}
	if q.Rank(village) <= q.Rank(town) {
		t.Errorf("Ås ranks %d, Асеновград %d", q.Rank(village), q.Rank(town))
	}
}

func TestAnEmptyQueryMatchesEverything(t *testing.T) {
	for _, typed := range []string{"", "  ", "!?", "—"} {
		if q := Read(typed); len(q) != 0 || !q.Match(" ") {
			t.Errorf("Read(%q) = %v", typed, q)
		}
	}
}

func TestTransliteratesByTheAct(t *testing.T) {
	for cyrillic, want := range map[string]string{
		"Община": "obshtina", "Щъркел": "shtarkel", "Жълтица": "zhaltitsa", "Чупрене": "chuprene", "Шумен": "shumen", "Юндола": "yundola",
		"Ямбол": "yambol", "Хисаря": "hisarya", "Марица": "maritsa", "Стара планина": "stara planina", "София": "sofia",
		"Шофьор": "shofyor", "Мария и Илия": "maria i ilia", "Вълчи дол": "valchi dol", "Tromsø": "tromso", "Træna": "traena", "Åfjord": "afjord",
		"café": "cafe",
	} {
		if got := Fold(cyrillic); got != want {
			t.Errorf("Fold(%q) = %q, want %q", cyrillic, got, want)
		}
	}
}

func TestBulgarianStems(t *testing.T) {
	for stem, all := range map[string][]string{
		"общин":    {"община", "общини", "общината", "общините"},
		"проект":   {"проект", "проекти", "проектът", "проекта", "проектите"},
		"сел":      {"село", "села", "селото", "селата"},
		"град":     {"град", "градове", "градовете", "градът"},
		"центр":    {"център", "центърът", "центрове", "центровете"},
		"език":     {"език", "езици", "езиците"},
		"територ":  {"територия", "територии", "територията", "териториите"},
		"българск": {"български", "българския", "българският", "българска", "българската", "българските"},
		"културн":  {"културен", "културна", "културни", "културният"},
		"младежк":  {"младежки", "младежка"},
		"кът":      {"кът"},
		"резултат": {"резултат", "резултати", "резултатите"},
	} {
		for _, word := range all {
			if got := stemBulgarian(word); got != stem {
				t.Errorf("%s -> %s, want %s", word, got, stem)
			}
		}
	}
}

func TestPatternsAgreeWithMatch(t *testing.T) {
	column := Column(Tokens("Покана за общините на Елена", "bg"))
	for _, typed := range []string{"obshtini", "elena", "pokana elena", "levski"} {
		q := Read(typed)
		if all := everyWord(column, q.Patterns()); all != q.Match(column) {
			t.Errorf("%q: patterns say %v, Match %v", typed, all, q.Match(column))
		}
	}
}

// everyWord reads the patterns as LIKE does.
func everyWord(column string, patterns [][]string) bool {
	for _, word := range patterns {
		if !slices.ContainsFunc(word, func(p string) bool { return strings.Contains(column, strings.Trim(p, "%")) }) {
			return false
		}
	}
	return true
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"Община Вълчи дол", "Tromsø Ås", "A\u030as и\u0306", "100 % _ ' \" \\", "\xff\xfe", strings.Repeat("ъ", 200), "İstanbul ŉ ǆ ﷺ ½", "ння"} {
		f.Add(seed, "bg")
		f.Add(seed, "")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		tokens := Tokens(s, lang)
		for _, token := range tokens {
			if token == "" || !utf8.ValidString(token) || strings.IndexFunc(token, isNeither) >= 0 {
				t.Fatalf("token %q of %q", token, s)
			}
		}
		if q := Read(s); !q.Match(Column(tokens)) {
			t.Fatalf("%q does not find itself: %q in %q", s, q, tokens)
		}
	})
}

func isNeither(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func TestTheWordThatWasMeantIsTheNearest(t *testing.T) {
	for _, c := range []struct{ a, b string }{{"", "abc"}, {"kitten", "sitting"}, {"Елна", "Елена"}} {
		want := map[string]int{"": 3, "kitten": 3, "Елна": 1}[c.a]
		if got := Distance(c.a, c.b); got != want || Distance(c.b, c.a) != want {
			t.Errorf("%q, %q: %d, should be %d", c.a, c.b, got, want)
		}
	}
	words := []string{"number", "money", "table"}
	for word, want := range map[string]string{"nubmer": "number", "mony": "money", "declaration": "", "": "", "tabl": "table", "tabel": "", "NUMBER": "number"} {
		if got := Meant(word, words); got != want {
			t.Errorf("%q: %q, should be %q", word, got, want)
		}
	}
	if Distance(strings.Repeat("a", 100), "a") != 60 {
		t.Error("long words are compared")
	}
}
