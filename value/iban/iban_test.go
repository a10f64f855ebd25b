package iban

import (
	"errors"
	"testing"
)

func TestRefusesWhatIsNoAccount(t *testing.T) {
	for s, want := range map[string]error{
		"": ErrForm, "BG": ErrForm, "8NO6011117947": ErrForm, "NO93 8601-111-7947": ErrForm, "БГ80BNBG96611020345678": ErrForm,
		"BG80 BNBG 9661 1020 3456 7": ErrLength, "NO93860111179471": ErrLength, "DE12": ErrForm, "DE123456": ErrLength,
		"BG81 BNBG 9661 1020 3456 78": ErrCheckDigit, "NO93 8601 1117 974 8": ErrLength, "NO93 8601 1117 974": ErrCheckDigit,
	} {
		if _, err := Parse(s); !errors.Is(err, want) {
			t.Errorf("%q gives %v and not %v", s, err, want)
		}
	}
}

func TestKnowsTheExamplesOfTheRegistry(t *testing.T) {
	for _, s := range []string{"BG80 BNBG 9661 1020 3456 78", "NO93 8601 1117 947", "IS14 0159 2600 7654 5510 7303 39", "LI21 0881 0000 2324 013A A"} {
		got, err := Parse(" " + s)
		if err != nil || Format(got) != s {
			t.Errorf("%q: %q, %v", s, Format(got), err)
		}
	}
}

func TestCatchesEveryWrongDigit(t *testing.T) {
	right := []byte("BG80BNBG96611020345678")
	for i := 8; i < len(right); i++ {
		wrong := append([]byte{}, right...)
		wrong[i] = '0' + (wrong[i]-'0'+1)%10
		if _, err := Parse(string(wrong)); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
}
