package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/value/text"
)

// surveyCall is the survey of assets with which the programme began.
const surveyCall = "survey-2019"

// contribution is what somebody answered to the survey, as data/survey.yaml has it. Settled says that the municipality has
// taken everything over and confirmed it.
type contribution struct {
	Name, Email, In, Tie string
	Day, Hour            int // of September 2019
	Settled              bool
	Assets               []struct{ Name, Class, Where, About string }
}

// surveys answers the survey as people of a municipality did: one answer waits on the desk, one is settled.
func (b *builder) surveys() error {
	data, err := files.ReadFile("data/survey.yaml")
	if err != nil {
		return err
	}
	var all []contribution
	if err := yaml.Unmarshal(data, &all); err != nil {
		return err
	}
	for _, c := range all {
		if err := b.survey(c); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return nil
}

func (b *builder) survey(c contribution) error {
	moment := day(2019, time.September, c.Day, c.Hour, 20)
	p, err := b.person(moment.Add(-time.Hour), c.Name, c.Email, text.BG)
	if err != nil {
		return err
	}
	me, err := organisation.ActForMyself.Run(b.at(moment.Add(-50*time.Minute)), b.door, action.Actor{ID: p.ID}, struct{}{})
	if err != nil {
		return err
	}
	who := action.Actor{ID: p.ID, Grants: []action.Grant{{Role: account.Owner, Scope: me}}}
	a, err := application.Start.Run(b.at(moment), b.door, who, application.Beginning{Call: surveyCall, Organisation: me, Lang: text.BG})
	if err != nil {
		return err
	}
	if _, err := application.Save.Run(b.at(moment.Add(15*time.Minute)), b.door, who, application.Saving{Application: a.ID, Changes: c.answers()}); err != nil {
		return err
	}
	if _, err := application.Send(b.at(moment.Add(20*time.Minute)), b.door, who, application.Sending{Application: a.ID, Key: "demo"}); err != nil || !c.Settled {
		return err
	}
	return b.settle(a.ID, p.ID, c.In)
}

func (c contribution) answers() []application.Change {
	answers := call.Answers{"municipality": c.In, "tie": c.Tie, "may_publish": "yes"}
	for i, x := range c.Assets {
		row := fmt.Sprintf("assets/%d/", i+1)
		answers[row+"name"], answers[row+"class"], answers[row+"where"], answers[row+"about"] = x.Name, x.Class, x.Where, x.About
	}
	var all []application.Change
	for path, value := range answers {
		all = append(all, application.Change{Path: path, Value: value})
	}
	slices.SortFunc(all, func(x, y application.Change) int { return strings.Compare(x.Path, y.Path) })
	return all
}

// settle takes over what an answer told of and confirms it, as the municipality does on its desk.
func (b *builder) settle(answer, person, code string) error {
	official, err := b.official(code)
	if err != nil {
		return err
	}
	told, err := resource.ToldIn(b.door.Reader(b.ctx), Start, resource.Scope{Codes: []string{code}})
	if err != nil {
		return err
	}
	for i, t := range told {
		if t.Application != answer {
			continue
		}
		moment := day(2021, time.May, 11, 10, i)
		r, err := resource.Propose.Run(b.at(moment), b.door, official, resource.Proposing{Municipality: code, Entry: t.Entry(), Key: t.Key(), Anyway: true, Of: person,
			TakenOver: true, Invented: true})
		if err != nil {
			return err
		}
		if _, err := resource.Confirm.Run(b.at(moment.Add(time.Hour)), b.door, official, r.ID); err != nil {
			return err
		}
	}
	return nil
}
