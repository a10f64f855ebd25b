package demo

import (
	"time"

	"vekst/grants/targeting"
)

// index publishes a deprivation index on the figures of 2019, by an example recipe of ours, before the concept call. The
// programme itself never chose by an index, and the recipe says so in its title.
func (b *builder) index() error {
	framework, err := files.ReadFile("data/index/framework.csv")
	if err != nil {
		return err
	}
	recipe, err := files.ReadFile("data/index/recipe.yaml")
	if err != nil {
		return err
	}
	moment := b.at(day(2020, time.April, 20, 11, 0))
	draft, err := targeting.Begin.Run(moment, b.door, b.actor("operator"), targeting.Beginning{Files: targeting.Files{Framework: framework, Recipe: recipe}})
	if err != nil {
		return err
	}
	_, err = targeting.Freeze.Run(b.at(day(2020, time.April, 20, 15, 30)), b.door, b.actor("operator"), targeting.Freezing{Draft: draft.ID})
	return err
}
