package application

import (
	"errors"
	"mime/multipart"

	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// upload takes a file from the page of its field.
func (h *house) upload(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	f, err := fileField(o.call.Form, q.PathValue("field"))
	if err != nil {
		return nil, err
	}
	err = h.take(q, o, f)
	section := sectionOf(o.call.Form, f.ID)
	q.SetPathValue("section", section)
	if c := refusal.Complaints(err); c != nil {
		v, failed := h.sectionView(q, o, nil, q.Complaints(err))
		if failed != nil {
			return nil, failed
		}
		return sectionPage.Refuse(v), nil
	}
	return seeAfter(err, "/applications/"+o.ID+"/sections/"+section+"#"+f.ID)
}

// take judges a file before it is stored, stores it, and makes it part of the draft.
func (h *house) take(q *web.Request, o opened, f call.Field) error {
	from, header, err := q.FormFile("file")
	if err != nil {
		return refusal.Of([]refusal.Complaint{refusal.About(f.ID, "application.file.none")})
	}
	defer from.Close()
	in := Upload{Application: o.ID, Field: f.ID, Name: CleanName(sentName(header)), Size: header.Size, Scanned: h.Scanner != nil}
	if err := o.mayAdd(q); err != nil {
		return err
	}
	if err := refusal.Of(unfit(f, in)); err != nil {
		return err
	}
	if err := beside(q.Reader(), in, o.ID, f, o.call.FilesTotal); err != nil {
		return err
	}
	if err := h.files.receive(q.Context(), from, &in); err != nil {
		return err
	}
	_, err = web.Do(q, Attach, in)
	return err
}

// mayAdd refuses whoever could not add a file now, before a byte of it is looked at; Attach asks again.
func (o opened) mayAdd(q *web.Request) error {
	if o.canEdit(q) {
		return nil
	}
	return errors.Join(open(o.call.Window, o.now), isDraft(o.Application), refusalUnless(o.Edits(q.Actor())))
}

func refusalUnless(may bool) error {
	if may {
		return nil
	}
	return refusal.New(refusal.Forbidden, "look.refusal.forbidden")
}

// sentName is the name as the browser sent it. The standard library has already dropped the way to the file.
func sentName(h *multipart.FileHeader) string { return h.Filename }

func (h *house) removeFile(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	field := q.PathValue("field")
	_, err = web.Do(q, Detach, Detaching{o.ID, field, q.PathValue("line")})
	return seeAfter(err, "/applications/"+o.ID+"/sections/"+sectionOf(o.call.Form, field)+"#"+field)
}
