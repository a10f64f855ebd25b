package statistics

import (
	"slices"
	"strings"

	"vekst/platform/web"
)

// sourceForm is where one says who published the figures of a file.
type sourceForm struct {
	Fields []web.Field
	Open   bool // something is written there, or wrong with it
}

// sourceTyped is the source as a form has it.
func sourceTyped(q *web.Request) Source {
	return Source{Publisher: q.Value("publisher"), Dataset: q.Value("dataset"), Address: q.Value("address"), Licence: q.Value("licence")}
}

func (s Source) form(q *web.Request, head web.Head) sourceForm {
	f := sourceForm{Open: s != Source{}}
	for _, part := range []struct{ name, said string }{{"publisher", s.Publisher}, {"dataset", s.Dataset}, {"address", s.Address}, {"licence", s.Licence}} {
		f.Fields = append(f.Fields, web.Field{Name: part.name, Label: q.T("statistics.one." + part.name), Value: part.said, Complaint: head.Complaint(part.name)})
	}
	return f
}

// says tells of a source in one line; nothing where the figures are by the publisher of their indicator.
func (s Source) says(q *web.Request) []string {
	if s == (Source{}) {
		return nil
	}
	said := slices.DeleteFunc([]string{s.Publisher, s.Dataset, s.Address, s.Licence}, func(part string) bool { return part == "" })
	return []string{q.T("statistics.source.says", "Source", strings.Join(said, ", "))}
}
