package notice

import (
	"slices"
	"strings"
	"sync"

	"vekst/platform/action"
)

var kinds struct {
	sync.Mutex
	all []Kind
}

// Define remembers a kind, so that people can choose how it comes. A kind without a way, or one declared twice, stops the
// program at start.
func Define(k Kind) Kind {
	kinds.Lock()
	defer kinds.Unlock()
	if k.Must {
		k.Way = AtOnce
	}
	if k.Key == "" || !slices.Contains(Ways, k.Way) {
		panic("notice: kind " + k.Key + " lacks its key or way")
	}
	if slices.ContainsFunc(kinds.all, func(o Kind) bool { return o.Key == k.Key }) {
		panic("notice: kind " + k.Key + " is defined twice")
	}
	kinds.all = append(kinds.all, k)
	return k
}

// Kinds lists every kind by key.
func Kinds() []Kind {
	kinds.Lock()
	defer kinds.Unlock()
	all := slices.Clone(kinds.all)
	slices.SortFunc(all, func(a, b Kind) int { return strings.Compare(a.Key, b.Key) })
	return all
}

// Told says whether somebody with these grants is ever told of this kind.
func (k Kind) Told(a action.Actor) bool { return len(k.Roles) == 0 || len(a.Scopes(k.Roles...)) > 0 }

// kind finds a kind people can choose about.
func kind(key string) (Kind, bool) {
	for _, k := range Kinds() {
		if k.Key == key {
			return k, true
		}
	}
	return Kind{}, false
}
