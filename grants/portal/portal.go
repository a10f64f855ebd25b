// Package portal is the public face: the front page, the search, how it all works, the tools with which anybody can check
// what the programme does, and the page where people who are signed in see what waits for them.
//
// It reads every other feature and owns nothing: no table, no action. Nobody reads it.
package portal

// Hit is one thing a search found.
type Hit struct{ Title, Link, Says string }

// Group is the hits of one kind: call, municipality, procedure, rule. Count is how many there are altogether; Hits are the
// first of them. More leads to all, where there is such a page.
type Group struct {
	Kind  string
	Count int64
	Hits  []Hit
	More  string
}

// Total adds up the hits of all groups.
func Total(groups []Group) int64 {
	var sum int64
	for _, g := range groups {
		sum += g.Count
	}
	return sum
}
