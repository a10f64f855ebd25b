package review

import (
	"vekst/grants/application"
	"vekst/platform/web"
)

// linkFiles gives the files among answers their links and small pictures, where the reader may read the files of a field.
func linkFiles(q *web.Request, id string, sections []application.AnsweredSection, mayRead func(field string) bool) error {
	if err := application.Linked(q.Reader(), id, sections, false); err != nil {
		return err
	}
	for _, s := range sections {
		for _, a := range s.Answers {
			for i := range a.Files {
				if !mayRead(a.Path) {
					a.Files[i].Link, a.Files[i].Small = "", ""
				}
			}
		}
	}
	return nil
}

// overseesFiles says whether the reader may read every file of what was submitted, as the committee may not.
func overseesFiles(q *web.Request, id string) func(string) bool {
	a, err := application.Find(q.Reader(), id)
	return func(string) bool { return err == nil && a.Oversees(q.Actor()) }
}
