package review

import (
	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// unsavedView is what somebody wrote and sent too late, because another page, or somebody else, closed it meanwhile. The
// program does not keep it, so it stays on the page to be copied.
type unsavedView struct{ Title, Points, Reason string }

// unsavedMarks is what was sent for the criteria of a sheet.
func unsavedMarks(q *web.Request, grid call.Grid, sent []Marking) []unsavedView {
	var all []unsavedView
	for _, in := range sent {
		c, ok := criterionWith(grid, in.Criterion)
		if !ok {
			continue
		}
		points := in.Points
		for _, o := range c.Options {
			if o.ID == in.Option {
				points = o.Label.In(q.Lang)
			}
		}
		all = withWords(all, unsavedView{c.Title.In(q.Lang), points, in.Reason})
	}
	return all
}

// withWords adds what has something to copy.
func withWords(all []unsavedView, one unsavedView) []unsavedView {
	if one.Points == "" && one.Reason == "" {
		return all
	}
	return append(all, one)
}

// shut answers an expert who asks for an application they have stepped back from, on this page or on another: the desk
// says so, with what they had written.
func shut(q *web.Request, err error, kept ...unsavedView) (web.Answer, error) {
	complaints, status := q.Heard(err)
	if refusal.KindOf(err) != refusal.Closed {
		return nil, err
	}
	view, err := desksOf(q)
	if err != nil {
		return nil, err
	}
	view.Complaints, view.Unsaved = complaints, kept
	return desksPage.With(status, view), nil
}
