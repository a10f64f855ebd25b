package web

import "testing"

type form struct {
	Head
	Name, Sum Field
	Rows      []row
	More      *Choice
}

type row struct{ Why Field }

func TestTheListAboveAFormNamesTheFieldWhereTheSentenceDoesNot(t *testing.T) {
	f := form{Name: Field{Name: "name", Label: "Name of the organisation:"}, Sum: Field{Name: "sum", Label: "Is it much?"},
		Rows: []row{{Field{Name: "why-1", Label: "Your reason", About: "In time"}}, {Field{Name: "why-2", Label: "Your reason", About: "In the territory"}}},
		More: &Choice{Name: "kind", Label: "Kind"}}
	f.Complaints = []Complaint{{Field: "name", Sentence: "Write something."}, {Field: "sum", Sentence: "Write a number."},
		{Field: "why-1", Sentence: "Say why."}, {Field: "why-2", Sentence: "Say why."}, {Field: "kind", Sentence: "Choose a kind."},
		{Field: "other", Sentence: "Too long.", About: "Row (2)"}, {Sentence: "All of it is wrong."}, {Field: "nowhere", Sentence: "No."}}
	want := []string{"Name of the organisation:", "Is it much?", "In time:", "In the territory:", "", "Row (2):", "", ""}
	for i, c := range named(f).Complaints {
		if c.About != want[i] {
			t.Errorf("%q is introduced by %q, want %q", c.Sentence, c.About, want[i])
		}
	}
	if f.Complaints[0].About != "" {
		t.Error("the page that was given has changed")
	}
}

func TestTwoSentencesThatReadAlikeAreTold(t *testing.T) {
	f := form{Name: Field{Name: "first", Label: "First amount"}, Sum: Field{Name: "second", Label: "Second amount"}}
	f.Complaints = []Complaint{{Field: "first", Sentence: "This amount is too large."}, {Field: "second", Sentence: "This amount is too large."}}
	for i, want := range []string{"First amount:", "Second amount:"} {
		if got := named(f).Complaints[i].About; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
