package resource

import (
	"net/http"

	"vekst/platform/picture"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// photoForm is the part of a form that asks for a photograph. Kept is one that came with the form before and need not be
// sent again.
type photoForm struct {
	Complaint       string
	Kept, Small     string
	Author, Caption web.Field
	Licence         web.Choice
	IsScanned       bool
	Most            int64 // bytes
	MostPoints      int
}

func (h *house) photoForm(q *web.Request, kept string, complaint func(field string) string) photoForm {
	f := photoForm{Complaint: complaint(photoField), Kept: kept, IsScanned: h.Scanner != nil, Most: photographBytes, MostPoints: picture.MostPoints}
	if kept != "" {
		f.Small = photographLink(kept) + "/small"
	}
	author := q.Value("author")
	if author == "" && q.Method != http.MethodPost {
		author = q.Visitor.Name
	}
	f.Author = web.Field{Name: "author", Label: q.T("resource.photo.author"), Help: q.T("resource.photo.author_help"), Value: author, Complaint: complaint("author")}
	f.Caption = web.Field{Name: "caption", Label: q.T("resource.photo.caption"), Help: q.T("resource.photo.caption_help"), Value: q.Value("caption"), Complaint: complaint("caption")}
	f.Licence = web.Choice{Name: "licence", Label: q.T("resource.photo.licence"), Help: q.T("resource.photo.licence_help"), Value: q.Value("licence"), Complaint: complaint("licence"),
		Options: licenceOptions(q)}
	return f
}

func licenceOptions(q *web.Request) []web.Option {
	var all []web.Option
	for _, l := range Licences {
		all = append(all, web.Option{Value: l.ID, Label: q.T("resource.photo.licences." + l.ID)})
	}
	return append(all, web.Option{Value: Reserved, Label: q.T("resource.photo.licences." + Reserved)})
}

func credit(q *web.Request) Credit {
	return Credit{Author: q.Value("author"), Licence: q.Value("licence"), Caption: q.Value("caption"), Lang: q.Lang}
}

// receive keeps the photograph of a form for whoever sends it, or finds the one that came with the form before. The
// identifier is "" where there is none.
func (h *house) receive(q *web.Request, key string) (string, picture.Taken, error) {
	t, came, err := h.takePhotograph(q)
	if err != nil {
		return "", t.Taken, err
	}
	if came {
		if key != "" { // another photograph under the same key is another one
			t.Key = key + "/" + t.SHA256[:16]
		}
		p, err := web.Do(q, KeepPhotograph, t.Keeping)
		return p.ID, t.Taken, err
	}
	kept := q.Value("kept")
	if kept == "" {
		return "", t.Taken, nil
	}
	p, err := FindPhotograph(q.Reader(), kept)
	if refusal.KindOf(err) == refusal.Missing || err == nil && p.By != q.Actor().ID {
		return "", t.Taken, nil
	}
	return p.ID, t.Taken, err
}
