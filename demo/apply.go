package demo

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/value/text"
)

// sheaf is an application to be: whose it is, what it answers, and when it was begun and handed in. The zero sent is a
// draft that nobody has handed in.
type sheaf struct {
	call, organisation string
	answers            call.Answers
	letters            string // the field of letters, where some must be attached
	count              int    // how many
	begun, sent        time.Time
	id                 string
}

// write begins an application and saves its answers, section by section as people do.
func (b *builder) write(s *sheaf) error {
	who := b.speaker(s.organisation)
	a, err := application.Start.Run(b.at(s.begun), b.door, who, application.Beginning{Call: s.call, Organisation: s.organisation, Lang: text.BG})
	if err != nil {
		return err
	}
	s.id = a.ID
	saving := application.Saving{Application: a.ID}
	for _, path := range slices.Sorted(maps.Keys(s.answers)) {
		saving.Changes = append(saving.Changes, application.Change{Path: path, Value: s.answers[path]})
	}
	if _, err := application.Save.Run(b.at(s.begun.Add(40*time.Minute)), b.door, who, saving); err != nil {
		return err
	}
	return b.attach(s)
}

// attach hands in the sample letter as often as letters are wanted.
func (b *builder) attach(s *sheaf) error {
	for i := range s.count {
		up := application.Upload{Application: s.id, Field: s.letters, Name: fmt.Sprintf("pismo-%d.pdf", i+1)}
		if err := application.Keep(b.ctx, b.folder, bytes.NewReader(b.letter), &up); err != nil {
			return err
		}
		moment := s.begun.Add(time.Hour + time.Duration(i)*time.Minute)
		if _, err := application.Attach.Run(b.at(moment), b.door, b.speaker(s.organisation), up); err != nil {
			return err
		}
	}
	return nil
}

// send hands in the applications one by one in the order of their moments, so that numbers follow moments.
func (b *builder) send(all []sheaf) error {
	slices.SortStableFunc(all, func(x, y sheaf) int { return x.sent.Compare(y.sent) })
	for _, s := range all {
		if s.sent.IsZero() {
			continue
		}
		if _, err := application.Send(b.at(s.sent), b.door, b.speaker(s.organisation), application.Sending{Application: s.id, Key: "demo"}); err != nil {
			return fmt.Errorf("%s: %w", s.answers["title"], b.explain(s, err))
		}
	}
	return nil
}
