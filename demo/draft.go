package demo

import (
	"fmt"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/grants/call"
	"vekst/grants/organisation"
)

// draft is the association „Еленски билки“ with its three people and an application that is half filled in, one answer of
// it wrong, for visitors to go on with.
func (b *builder) draft() error {
	answers, err := readDraft()
	if err != nil {
		return err
	}
	owner, number := b.people["owner"], registerNumber(900)
	begun := day(2022, 9, 3, 14, 10)
	id, err := b.register(begun.AddDate(0, 0, -1), organisation.Registering{Name: answers["applicant/name"], Number: number, Kind: organisation.NGO, Seat: elenaCode}, owner)
	if err != nil {
		return err
	}
	b.own(id, owner)
	answers["applicant/registration"] = number
	s := sheaf{call: grantsCall, organisation: id, answers: answers, letters: "file_letters", count: 1, begun: begun}
	if err := b.colleagues(id, begun); err != nil {
		return err
	}
	err = b.write(&s)
	b.drafted = s.id
	return err
}

func readDraft() (call.Answers, error) {
	data, err := files.ReadFile("data/draft.yaml")
	if err != nil {
		return nil, err
	}
	answers := call.Answers{}
	if err := yaml.Unmarshal(data, &answers); err != nil {
		return nil, fmt.Errorf("demo: data/draft.yaml: %w", err)
	}
	return answers, nil
}

// colleagues makes the others of the association members of it.
func (b *builder) colleagues(organisation string, moment time.Time) error {
	for _, r := range Cast {
		if r.of != herbs || r.Key == "owner" {
			continue
		}
		if _, err := join.Run(b.at(moment), b.door, program, joining{b.people[r.Key].ID, r.member, organisation}); err != nil {
			return err
		}
	}
	return nil
}
