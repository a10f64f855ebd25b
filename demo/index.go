package demo

import (
	"time"

	"vekst/grants/targeting"
)

// index publishes a deprivation index on the figures of 2019, by an example recipe of ours, before the concept call. The
// programme itself never chose by an index, and the recipe says so in its title. Another one, with the census of 2021, is
// being made.
func (b *builder) index() error {
	draft, err := b.indexDraft(day(2020, time.April, 20, 11, 0), "")
	if err != nil {
		return err
	}
	if _, err := b.indexDraft(Start.Add(-20*time.Hour), "draft-"); err != nil {
		return err
	}
	_, err = targeting.Freeze.Run(b.at(day(2020, time.April, 20, 15, 30)), b.door, b.actor("operator"), targeting.Freezing{Draft: draft.ID})
	return err
}

// indexDraft begins a draft from a framework and a recipe of the demonstration.
func (b *builder) indexDraft(moment time.Time, name string) (targeting.Draft, error) {
	framework, err := files.ReadFile("data/index/" + name + "framework.csv")
	if err != nil {
		return targeting.Draft{}, err
	}
	recipe, err := files.ReadFile("data/index/" + name + "recipe.yaml")
	if err != nil {
		return targeting.Draft{}, err
	}
	return targeting.Begin.Run(b.at(moment), b.door, b.actor("operator"), targeting.Beginning{Files: targeting.Files{Framework: framework, Recipe: recipe}})
}
