package application

import (
	"errors"
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/platform/db"
	"vekst/platform/quarantine"
	"vekst/platform/web"
)

// Linked gives the files among answers their links, small pictures and states, as a reader of the application is shown
// them: one of the applicant's people, or anybody else. It reads nothing where there are no files.
func Linked(r db.Reader, application string, sections []AnsweredSection, isTheirs bool) error {
	var states map[string]FileState
	for i := range sections {
		for j := range sections[i].Answers {
			a := &sections[i].Answers[j]
			if len(a.Files) > 0 && states == nil {
				var err error
				if states, err = FileStates(r, application); err != nil {
					return err
				}
			}
			for k := range a.Files {
				a.Files[k].know(application, a.Path, states[a.Path+"/"+a.Files[k].Line], isTheirs)
			}
		}
	}
	return nil
}

// know fills in what is known of a file besides its name and size.
func (f *AnsweredFile) know(application, field string, s FileState, isTheirs bool) {
	f.Ending = strings.ToUpper(endingOf(f.Name))
	switch {
	case s.IsGone():
		f.Note, f.IsGone = "application.files.state_infected", true
		return
	case s.IsHeld() && !isTheirs:
		f.Note, f.IsHeld = "application.files.state_held", true
		return
	case s.IsHeld():
		f.Note, f.IsHeld = "application.files.state_waiting", true
	case s.Scan == quarantine.Clean:
		f.Note = "application.files.state_clean"
	}
	f.Link = FileLink(application, field, f.Line)
	if s.IsSmall {
		f.Small = f.Link + "/small"
	}
}

// infectedFiles complains about each file of a draft in which the scanner found something.
func infectedFiles(r db.Reader, application string) ([]call.Complaint, error) {
	return db.All(r, func(s db.Scanner, c *call.Complaint) error {
		var field, line, name, found string
		err := s.Scan(&field, &line, &name, &found)
		*c = call.Complaint{Path: field + "/" + line, Key: "application.files.infected", Args: map[string]any{"Name": name, "Found": found}}
		return err
	}, `SELECT f.field, f.line, f.name, c.found FROM application_files f JOIN application_contents c ON c.sha256 = f.sha256
		JOIN application_answers a ON a.application = f.application AND a.path = f.field || '/' || f.line || '/name'
		WHERE f.application = $1 AND c.scan = 'infected' AND a.value <> '' ORDER BY f.field, f.line`, application)
}

// hasFiles says whether any file was handed in.
func hasFiles(f call.Form, answers call.Answers) bool {
	for path, value := range answers {
		id, _, deep := strings.Cut(path, "/")
		if field, ok := f.Field(id); deep && value != "" && ok && field.Kind == call.File {
			return true
		}
	}
	return false
}

// aboutFiles finds what a page shows of files besides their names, where a section has any.
func (h *house) aboutFiles(q *web.Request, k *asker, s call.Section) error {
	if !slices.ContainsFunc(s.Fields, func(f call.Field) bool { return f.Kind == call.File }) {
		return nil
	}
	var err error
	if k.states, err = FileStates(q.Reader(), k.a.ID); err != nil {
		return err
	}
	all, err := coming(q.Reader(), k.a.ID)
	k.coming = map[string][]comingFile{}
	for _, a := range all {
		n, failed := h.files.come(q.Context(), a.ID)
		err = errors.Join(err, failed)
		k.coming[a.Field] = append(k.coming[a.Field], comingFile{a.Name, "/applications/" + k.a.ID + "/uploads/" + a.ID,
			size(k.lang(), n), size(k.lang(), a.Size), 100 * n / max(1, a.Size)})
	}
	return err
}
