package programme

import (
	"fmt"
	"sync"
)

// Ours is the programme this program was made for, read the first time somebody asks for it.
func Ours() (Programme, error) {
	all, err := programmesOnce()
	if err != nil {
		return Programme{}, err
	}
	return all[0], nil
}

// Shelved is Rules, reading each set only once.
func Shelved(id string) (RuleSet, error) {
	sets, err := rulesOnce()
	if err != nil {
		return RuleSet{}, err
	}
	set, ok := sets[id]
	if !ok {
		return RuleSet{}, fmt.Errorf("%s: %w", id, ErrNoRuleSet)
	}
	return set, nil
}

var programmesOnce = sync.OnceValues(Programmes)

var rulesOnce = sync.OnceValues(func() (map[string]RuleSet, error) {
	sets := map[string]RuleSet{}
	for _, id := range RuleSets() {
		set, err := Rules(id)
		if err != nil {
			return nil, err
		}
		sets[id] = set
	}
	return sets, nil
})
