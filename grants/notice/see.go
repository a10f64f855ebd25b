package notice

import (
	"strings"

	"vekst/platform/action"
	"vekst/platform/web"
	"vekst/value/text"
)

// unseenMost is as far as unseen notices are counted.
const unseenMost = 99

// mine lets a person change what is theirs.
func mine[S any]() action.Permits[S] { return action.SignedIn[S]() }

// See marks notices as seen by whoever asks: those named, or all. What was seen on screen is not said by letter.
var See = action.Define(action.Definition[[]string, []string, struct{}]{
	Name: "notice.see",
	Load: func(_ *action.Tx, news []string) ([]string, error) { return news, nil },
	May:  mine[[]string](),
	When: action.AnyTime[[]string](),
	Do: func(tx *action.Tx, _, news []string) (struct{}, error) {
		tx.About("person", tx.Actor().ID)
		return struct{}{}, markSeen(tx, tx.Actor().ID, news...)
	},
})

// unread counts what a person has not seen. The page they are looking at is where some of it leads: that has been seen
// now.
func unread(q *web.Request) (int, error) {
	all, err := unseen(q.Reader(), q.Actor().ID)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	var here []string
	for _, i := range all {
		if bare(i.Link) == bare(q.URL.Path) {
			here = append(here, i.News.ID)
		}
	}
	if len(here) > 0 {
		if _, err := web.Do(q, See, here); err != nil {
			return len(all), err
		}
	}
	return len(all) - len(here), nil
}

// bare is a path without its language, its question and its place on the page.
func bare(path string) string {
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	if len(path) > 3 && path[3] == '/' && text.Is(path[1:3]) {
		return path[3:]
	}
	return path
}
