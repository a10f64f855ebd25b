package targeting

import (
	"context"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// makers may make and publish indices.
func makers[S any]() action.Permits[S] {
	return action.Permits[S]{
		{Who: "operators of the programme", If: func(a action.Actor, _ S) bool { return a.Has(account.Operator, account.Programme) }},
		{Who: "administrators", If: func(a action.Actor, _ S) bool { return a.Has(account.Administrator, account.Programme) }},
		{Who: "the program itself", If: func(a action.Actor, _ S) bool { return a.System() }},
	}
}

// Beginning is a new draft: a plan, or files. Files without data are counted from the figures of the programme. Of is the published index it
// is a copy of, if it is one.
type Beginning struct {
	Files
	Plan *Plan
	Of   string
}

// Begin begins a draft, from nothing, from three files, or from a published index.
var Begin = action.Define(action.Definition[Beginning, struct{}, Draft]{
	Name: "targeting.begin",
	Prepare: func(_ context.Context, r db.Reader, in *Beginning) error {
		if in.Of == "" {
			return nil
		}
		x, err := Find(r, in.Of)
		in.Files = Files{x.Data, x.Framework, x.Recipe}
		return err
	},
	Load: func(tx *action.Tx, _ Beginning) (struct{}, error) { return struct{}{}, full(tx) },
	May:  makers[struct{}](),
	When: action.AnyTime[struct{}](),
	Do: func(tx *action.Tx, in Beginning, _ struct{}) (Draft, error) {
		if err := in.tooLarge(); err != nil {
			return Draft{}, err
		}
		now := tx.Now()
		d := Draft{ID: id.New(), Title: titled(in.Recipe), Files: in.Files, Rev: 1, Created: now, Changed: now,
			CreatedBy: tx.Actor().Name(), ChangedBy: tx.Actor().Name()}
		if in.Plan != nil {
			if err := d.take(*in.Plan); err != nil {
				return d, err
			}
		}
		tx.About("index draft", d.ID)
		return d, insertDraft(tx, d)
	},
})

// mostData bounds the data that a draft may bring: a country's areas with some hundred figures each.
const mostData = 8 << 20

// tooLarge refuses files that are larger than a draft may keep.
func (f Files) tooLarge() error {
	var all []refusal.Complaint
	for _, file := range []struct {
		name  string
		bytes []byte
		most  int
	}{{DataFile, f.Data, mostData}, {FrameworkFile, f.Framework, mostRecipe}, {RecipeFile, f.Recipe, mostRecipe}} {
		if len(file.bytes) > file.most {
			all = append(all, refusal.About(file.name, "targeting.refusal.large", "Limit", file.most>>10))
		}
	}
	return refusal.Of(all)
}

// whole has no nil in it, which a column that is never empty would not take.
func (f Files) whole() Files {
	for _, part := range []*[]byte{&f.Data, &f.Framework, &f.Recipe} {
		if *part == nil {
			*part = []byte{}
		}
	}
	return f
}
