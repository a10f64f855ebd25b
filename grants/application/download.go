package application

import (
	"net/url"

	"vekst/platform/quarantine"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// download gives a file to the applicant's people, and what was submitted to those who oversee or assess.
func (h *house) download(q *web.Request) (web.Answer, error) {
	f, err := h.readable(q)
	if err != nil {
		return nil, err
	}
	from, err := h.files.read(q.Context(), key(f.SHA256))
	if err != nil {
		return nil, err
	}
	alone(q)
	q.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(f.Name))
	return web.Stream{File: web.File{Type: "application/octet-stream"}, From: from}, nil
}

// small gives the small picture of a file to those who may read the file.
func (h *house) small(q *web.Request) (web.Answer, error) {
	f, err := h.readable(q)
	if err != nil {
		return nil, err
	}
	if !f.IsSmall {
		return nil, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	from, err := h.files.read(q.Context(), smallKey(f.SHA256))
	if err != nil {
		return nil, err
	}
	alone(q)
	q.SetHeader("Cache-Control", "private, max-age=3600")
	return web.Stream{File: web.File{Type: "image/jpeg"}, From: from}, nil
}

// alone lets a file that a stranger handed in do nothing where it is opened.
func alone(q *web.Request) {
	q.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
	q.SetHeader("Cross-Origin-Resource-Policy", "same-origin")
}

// readable finds the file of a request, if the visitor may read it now.
func (h *house) readable(q *web.Request) (FileState, error) {
	a, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return FileState{}, err
	}
	field, line := q.PathValue("field"), q.PathValue("line")
	isTheirs := a.Reads(q.Actor())
	if !isTheirs && !h.seesSubmitted(q, a, field, line) {
		return FileState{}, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	states, err := FileStates(q.Reader(), a.ID)
	if err != nil {
		return FileState{}, err
	}
	f, ok := states[field+"/"+line]
	switch {
	case !ok:
		return f, refusal.New(refusal.Missing, "look.refusal.missing")
	case f.IsGone():
		return f, refusal.New(refusal.Missing, "application.files.gone", "Name", f.Name)
	case (f.IsHeld() || h.Scanner != nil && f.Scan == quarantine.None) && !isTheirs:
		return f, refusal.New(refusal.Closed, "application.files.held", "Name", f.Name)
	}
	return f, nil
}

// seesSubmitted says whether the visitor may see a file because it is part of the version that counts.
func (h *house) seesSubmitted(q *web.Request, a Application, field, line string) bool {
	if !a.Oversees(q.Actor()) && (h.AlsoReads == nil || !h.AlsoReads(q.Reader(), q.Actor(), a.ID, field)) {
		return false
	}
	s, err := FindSubmission(q.Reader(), a.ID)
	return err == nil && names(s.Content, field, line)
}
