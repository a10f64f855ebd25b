package application

import (
	"testing"

	"vekst/grants/call"
	"vekst/value/text"
)

func TestWhichQuestionsAreTheSame(t *testing.T) {
	need := text.Text{BG: "Защо е нужно?", NB: "Hvorfor trengs det?", EN: "Why is it needed?"}
	long := call.Field{ID: "need", Kind: call.Long, Label: need}
	for name, c := range map[string]struct {
		other call.Field
		same  bool
	}{
		"the same name":                  {call.Field{ID: "need", Kind: call.Long}, true},
		"a short text of the same name":  {call.Field{ID: "need", Kind: call.Short}, true},
		"the same words in one language": {call.Field{ID: "why", Kind: call.Long, Label: text.Text{BG: "Обосновка", NB: "hvorfor  trengs det", EN: "Reasons"}}, true},
		"other words and another name":   {call.Field{ID: "why", Kind: call.Long, Label: text.Text{BG: "Обосновка", NB: "Begrunnelse", EN: "Reasons"}}, false},
		"no words and another name":      {call.Field{ID: "why", Kind: call.Long}, false},
		"a number of the same name":      {call.Field{ID: "need", Kind: call.Number}, false},
		"a declaration":                  {call.Field{ID: "need", Kind: call.Declaration}, false},
		"the same name of another fact":  {call.Field{ID: "need", Kind: call.Long, SameAs: "organisation.experience"}, false},
	} {
		if got := sameQuestion(long, c.other); got != c.same {
			t.Errorf("%s: %v", name, got)
		}
	}
	fact := call.Field{ID: "a", Kind: call.Long, SameAs: "organisation.experience"}
	if !sameQuestion(fact, call.Field{ID: "b", Kind: call.Long, SameAs: "organisation.experience"}) {
		t.Error("two questions about the same fact are not the same")
	}
	if sameQuestion(call.Field{ID: "n", Kind: call.Number}, call.Field{ID: "n", Kind: call.Number, Decimals: 1}) {
		t.Error("numbers with other decimals are taken for each other")
	}
}
