package call_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/BurntSushi/toml"

	"vekst/value/text"
)

var named = regexp.MustCompile(`"complaint\.([a-z_]+)"`)

// spoken are the sentences of complaints in a language; a plural is its form for many.
func spoken(t *testing.T, lang string) map[string]string {
	t.Helper()
	var file struct{ Complaint map[string]any }
	if _, err := toml.DecodeFile("words/"+lang+".toml", &file); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for key, sentence := range file.Complaint {
		if plural, ok := sentence.(map[string]any); ok {
			sentence = plural["other"]
		}
		said[key] = sentence.(string)
	}
	return said
}

func TestEveryComplaintHasASentenceInEveryLanguage(t *testing.T) {
	var used []string
	for _, file := range []string{"complaint.go", "complaint_budget.go", "complaint_figure.go", "reading.go", "together.go", "each_partner.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range named.FindAllSubmatch(source, -1) {
			used = append(used, string(found[1]))
		}
	}
	for _, lang := range text.Languages {
		said := spoken(t, lang)
		for _, key := range used {
			if said[key] == "" {
				t.Errorf("%s has no sentence for %s", lang, key)
			}
		}
		for key := range said {
			if !slices.Contains(used, key) {
				t.Errorf("%s has a sentence for %s, which is never said", lang, key)
			}
		}
	}
}

func TestTheLanguagesSayTheSameThings(t *testing.T) {
	argument := regexp.MustCompile(`{{\.[A-Za-z]+}}`)
	arguments := func(s string) []string { all := argument.FindAllString(s, -1); slices.Sort(all); return all }
	english := spoken(t, text.EN)
	for _, lang := range text.Languages {
		for key, sentence := range spoken(t, lang) {
			if !slices.Equal(arguments(sentence), arguments(english[key])) {
				t.Errorf("%s: %s says %q, English %q", lang, key, sentence, english[key])
			}
		}
	}
}
