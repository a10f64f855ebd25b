package web

import (
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"vekst/platform/search"
)

// named gives the list above a form the names of the fields it is about: those of the Fields and Choices in the page's
// struct, besides those the page itself has given. A complaint keeps its name only where it needs one: where two read alike,
// or where its sentence does not say which field it means.
func named[T any](data T) T {
	page := reflect.ValueOf(&data).Elem()
	head := headOf(page)
	if head == nil || len(head.Complaints) == 0 {
		return data
	}
	labels := map[string]string{}
	collect(page, labels, 0)
	all := make([]Complaint, len(head.Complaints))
	for i, c := range head.Complaints {
		if c.About == "" {
			c.About = labels[c.Field]
		}
		if !repeated(head.Complaints, c) && says(c.Sentence, c.About) {
			c.About = ""
		}
		c.About = introduced(c.About)
		all[i] = c
	}
	head.Complaints = all
	return data
}

func headOf(page reflect.Value) *Head {
	if page.Kind() != reflect.Struct {
		return nil
	}
	if h := page.FieldByName("Head"); h.IsValid() && h.CanAddr() && h.CanSet() {
		head, _ := h.Addr().Interface().(*Head)
		return head
	}
	return nil
}

// repeated says whether another field has the same sentence.
func repeated(all []Complaint, one Complaint) bool {
	for _, c := range all {
		if c.Sentence == one.Sentence && c.Field != one.Field {
			return true
		}
	}
	return false
}

// says is whether a sentence names its field: it has the longest word of the label, whatever its ending.
func says(sentence, label string) bool {
	longest := ""
	for _, word := range strings.FieldsFunc(search.Fold(label), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(word) > utf8.RuneCountInString(longest) {
			longest = word
		}
	}
	stem := []rune(longest)
	if len(stem) > 5 {
		stem = stem[:5]
	}
	return label == "" || strings.Contains(search.Fold(sentence), string(stem))
}

// introduced is a label before its complaint: with a colon, unless it ends like a sentence.
func introduced(label string) string {
	label = strings.TrimRight(strings.TrimSpace(label), ".:")
	if label == "" || strings.HasSuffix(label, "?") || strings.HasSuffix(label, "!") {
		return label
	}
	return label + ":"
}

// deepest bounds how far into a page's struct its fields are looked for.
const deepest = 8

var aField, aChoice = reflect.TypeFor[Field](), reflect.TypeFor[Choice]()

// collect finds the fields of a form in a page's struct, by name. What is not exported is not shown on a page either.
func collect(v reflect.Value, labels map[string]string, depth int) {
	switch {
	case depth > deepest:
	case v.Kind() == reflect.Pointer && !v.IsNil():
		collect(v.Elem(), labels, depth+1)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), labels, depth+1)
		}
	case v.Type() == aField || v.Type() == aChoice:
		about := v.FieldByName("About").String()
		if about == "" {
			about = v.FieldByName("Label").String()
		}
		labels[v.FieldByName("Name").String()] = about
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() || f.Anonymous {
				collect(v.Field(i), labels, depth+1)
			}
		}
	}
}
