package demo

import (
	"fmt"
	"strings"

	"vekst/grants/application"
	"vekst/grants/call"
)

// explain adds to an error what the form complains about, for whoever changed the texts of the demonstration.
func (b *builder) explain(s sheaf, err error) error {
	published, findErr := call.Find(b.door.Reader(b.ctx), s.call)
	kept, answersErr := application.Answers(b.door.Reader(b.ctx), s.id)
	if findErr != nil || answersErr != nil {
		return err
	}
	answers := call.Answers{}
	for _, a := range kept {
		answers[a.Path] = a.Value
	}
	var said []string
	for _, c := range published.Form.Complaints(answers, call.Facts{}, s.sent) {
		said = append(said, c.Path+": "+c.Key+c.Sentence.BG)
	}
	return fmt.Errorf("%w (%s)", err, strings.Join(said, "; "))
}
