package demo

import (
	"fmt"
	"time"

	"vekst/grants/selection"
)

// decided carries the concept call through to its decision: on 30 October 2020 ten of 41 were selected (programme
// operator). That day is a fact, and so are the ten; the days before it are examples.
func (b *builder) decided() error {
	t, err := newTeam(b.ctx, b.door, conceptCall)
	if err != nil {
		return err
	}
	checked, drawn, scored, again := day(2020, 7, 6, 10, 0), day(2020, 7, 20, 10, 0), day(2020, 8, 7, 16, 0), day(2020, 9, 14, 10, 0)
	fixing := selection.Fixing{Call: conceptCall, Number: t.assessments.Seed, How: t.assessments.How}
	steps := []func() error{
		func() error { return t.check(b.at(checked)) },
		func() error {
			_, err := selection.FixSeed.Run(b.at(drawn), b.door, t.actor("operator"), fixing)
			return err
		},
		func() error { return t.draw(b.at(drawn), t.assessments.Seed, drawn) },
		func() error { return t.score(b.at(scored)) },
		func() error { return t.third(b.at(again), t.assessments.Seed+" 2", again) },
		func() error { return b.confirm(t, day(2020, 10, 20, 9, 0)) },
	}
	for i, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("concepts, step %d: %w", i+1, err)
		}
	}
	return nil
}

// confirm freezes the list, proposes it, and has it confirmed by somebody else on 30 October 2020.
func (b *builder) confirm(t *team, frozen time.Time) error {
	kept, err := selection.FreezeList.Run(b.at(frozen), b.door, t.actor("operator"), conceptCall)
	if err != nil {
		return err
	}
	if _, err := selection.Propose.Run(b.at(frozen.AddDate(0, 0, 6)), b.door, t.actor("operator"), conceptCall); err != nil {
		return err
	}
	_, err = selection.Confirm.Run(b.at(day(2020, 10, 30, 15, 0)), b.door, t.actor("external"), selection.Confirming{Call: conceptCall, Hash: kept.Hash})
	return err
}
