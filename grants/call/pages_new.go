package call

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

var newPage = web.NewPage[newView](files, "pages/new.html")

// newView is where an operator publishes a call: a file, what is wrong with it, or what it says.
type newView struct {
	web.Head
	File     string
	Faults   []Fault
	Ready    bool
	Call     Definition
	Name     string
	Closes   string
	Contents string
	Again    bool // a version of this call is published already
	Changes  []toldPart
	Judging  bool // the amendment changes how applications are judged
	Reasons  []web.Field
}

// mayPublish lets operators and administrators to the page; whether they may publish this call, the action says.
var mayPublish = web.Role(publishers...)

func newCall(q *web.Request) (web.Answer, error) {
	v := newView{}
	if from := q.Value("from"); from != "" {
		p, err := Find(q.Reader(), from)
		if err != nil {
			return nil, err
		}
		v.File = string(p.Bytes())
	}
	return newPage.Show(v.titled(q)), nil
}

func (v newView) titled(q *web.Request) newView {
	v.Title, v.Section = q.T("call.new.title"), "look.nav.calls"
	v.Crumbs = []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}}
	return v
}

// publishCall checks a file, and publishes it when the person has seen what it says and asked for it.
func publishCall(q *web.Request) (web.Answer, error) {
	file, err := sentFile(q)
	if err != nil {
		return nil, err
	}
	v := newView{File: file}.titled(q)
	d, faults := Read([]byte(file), WithinRules)
	if len(faults) > 0 {
		v.Faults = faults
		v.Complaints = []web.Complaint{{Field: "text", Sentence: q.T("call.new.faults", "Count", len(faults))}}
		return newPage.Refuse(v), nil
	}
	if q.Value("do") == "publish" {
		return publishNow(q, v, d)
	}
	return v.preview(q, d)
}

// preview shows what will be published: the call, and of an amendment everything that it changes.
func (v newView) preview(q *web.Request, d Definition) (web.Answer, error) {
	v.Ready, v.Call, v.Name, v.Closes, v.Contents = true, d, d.Title.In(q.Lang), moment(q, d.Window), d.Contents()
	v.Reasons = reasonFields(q, v.Head)
	old, err := Find(q.Reader(), d.ID)
	if v.Again = err == nil; v.Again {
		before, err := byHash(q.Reader(), old.Hash())
		if err != nil {
			return nil, err
		}
		changes := Differences(before, d)
		v.Changes = toldOf(q, changes)
		v.Judging = slices.ContainsFunc(changes, func(c Difference) bool { return c.Part == PartJudging })
	}
	if len(v.Complaints) > 0 {
		return newPage.Refuse(v), nil
	}
	return newPage.Show(v), nil
}

func publishNow(q *web.Request, v newView, d Definition) (web.Answer, error) {
	p, err := web.Do(q, Publish, Publication{File: []byte(v.File), Reason: reasonOf(q)})
	var r *refusal.Refusal
	switch {
	case errors.As(err, &r) && r.Kind == refusal.Closed:
		v.Complaints = []web.Complaint{{Field: "text", Sentence: q.T(r.Key)}}
		return newPage.Refuse(v), nil
	case refusal.KindOf(err) == refusal.Invalid:
		v.Complaints = q.Complaints(err)
		return v.preview(q, d)
	case err != nil:
		return nil, err
	}
	return web.See(q.Link("/calls/" + p.ID)), nil
}

// sentFile is the file chosen, or the text pasted; browsers end the lines of pasted text in their own way.
func sentFile(q *web.Request) (string, error) {
	text := strings.ReplaceAll(q.PostFormValue("text"), "\r\n", "\n")
	f, _, err := q.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return text, nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil || len(data) == 0 {
		return text, err
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n"), nil
}
