package editor

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/programme"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

// checksView is the page of what must be true before a call is published, and of publishing it.
type checksView struct {
	web.Head
	ID        string
	Rev       int64
	Faults    int
	Checks    []checkRow
	Open      int
	CanNow    bool
	Again     bool // the call is published already, and this would be an amendment
	IsSame    bool // exactly this is published
	CallID    string
	Name      string
	Opens     string
	Closes    string
	Reason    asked
	RulesName string
	RulesLink string
}

type checkRow struct {
	ID, State, Sentence, Rule, Source, SourceLink, Article string
	Mark                                                   web.Mark
	Status                                                 web.Status
	Fields                                                 []web.Field
	Reason                                                 *web.Field
}

var checksPage = web.NewPage[checksView](files, "pages/checks.html")

func checks(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	v, err := newChecks(q, d, nil, nil)
	if err != nil {
		return nil, err
	}
	return checksPage.Show(v), nil
}

// newChecks makes the page. Typed, when given, is shown in place of what is kept, with what is said about it.
func newChecks(q *web.Request, d Draft, typed map[string]string, heard []web.Complaint) (checksView, error) {
	notes, err := Notes(q.Reader(), d.ID)
	if err != nil {
		return checksView{}, err
	}
	definition, faults := call.Read([]byte(d.File), call.WithinRulesBut(goesOn(notes)...))
	faults = withoutC2(faults)
	v := checksView{ID: d.ID, Rev: d.Rev, Faults: len(faults), CallID: definition.ID, Name: d.name(q)}
	v.Title, v.Section, v.Style, v.Complaints = q.T("editor.checks.title"), "look.nav.calls", "editor.css", heard
	v.Crumbs = []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: d.name(q), Link: "/editor/" + d.ID}}
	rules, err := programme.Shelved(definition.Rules.ID)
	if err != nil {
		v.Faults = max(v.Faults, 1)
		return v, nil //nolint:nilerr // the checker says which rules there are
	}
	v.RulesName, v.RulesLink = rules.Name.In(q.Lang), q.Link("/rules/"+rules.ID)
	for name, says := range typed {
		notes[name] = Note{Name: name, Says: says}
	}
	for _, c := range examine(definition, rules, notes) {
		v.Checks = append(v.Checks, v.row(q, c, notes, v.RulesLink))
		if c.isOpen() {
			v.Open++
		}
	}
	v.CanNow = v.Faults == 0 && v.Open == 0
	if !definition.Window.Opens.IsZero() {
		v.Opens, v.Closes = lang.DateTime(q.Lang, definition.Window.Opens.In(definition.Window.Location())), closing(q, definition)
	}
	return v, v.standing(q, definition)
}

// withoutC2 leaves out what the check of rule C2 says better.
func withoutC2(faults call.Faults) call.Faults {
	var all call.Faults
	for _, f := range faults {
		if !f.Warns() {
			all = append(all, f)
		}
	}
	return all
}

func closing(q *web.Request, d call.Definition) string {
	if d.Window.Closes.IsZero() {
		return q.T("call.when.no_deadline")
	}
	return lang.DateTime(q.Lang, d.Window.Closes.In(d.Window.Location()))
}

// standing says whether the call is published already.
func (v *checksView) standing(q *web.Request, definition call.Definition) error {
	p, err := call.Find(q.Reader(), definition.ID)
	if refusal.KindOf(err) == refusal.Missing {
		return nil
	}
	v.Again, v.IsSame = true, err == nil && p.Hash() == definition.Hash()
	v.Reason = asked{Name: "reason", Kind: string(someProse), Label: q.T("editor.publish.reason"), Help: q.T("editor.publish.reason_help"), Need: true, Rows: 3}
	for _, l := range text.Languages {
		v.Reason.Texts = append(v.Reason.Texts, spoken{Lang: l, Name: "reason/" + l, Value: q.Value("reason/" + l)})
	}
	return err
}

func (v checksView) row(q *web.Request, c check, notes map[string]Note, rulesLink string) checkRow {
	r := checkRow{ID: c.Rule.ID, State: string(c.State), Sentence: q.T("editor.check."+c.Says, said2(q, c.Args)...), Rule: c.Rule.Text.In(q.Lang),
		Article: c.Rule.Article.Cite(), Mark: web.Mark{Certainty: string(c.Rule.Mark), Source: c.Rule.ID, Link: rulesLink + "#" + c.Rule.ID}}
	for _, s := range c.Rule.Sources {
		r.Source = s.Key
		if len(s.Addresses) > 0 {
			r.SourceLink = s.Addresses[0]
		}
	}
	switch {
	case c.State == blocks:
		r.Status = web.Status{State: "err", Words: q.T("editor.check.blocks")}
	case c.State == warns && c.Why == "":
		r.Status = web.Status{State: "now", Words: q.T("editor.check.warns")}
	case c.State == warns:
		r.Status = web.Status{State: "done", Words: q.T("editor.check.despite")}
	default:
		r.Status = web.Status{State: "done", Words: q.T("editor.check.holds")}
	}
	for _, name := range c.Needs {
		f := web.Field{Name: name, Label: q.T("editor.check.note." + strings.ReplaceAll(name, "-", "_")), Value: notes[name].Says, Complaint: v.Complaint(name), Optional: name == noteComments}
		switch {
		case name == noteSent && (f.Value == "" || isDay(f.Value)):
			f.Type = "date"
		case name == noteComments:
			f.Rows = 3
		case name != noteSent:
			f.Inputmode = "url"
		}
		r.Fields = append(r.Fields, f)
	}
	if c.State == warns {
		name := reasonFor + strings.ToLower(c.Rule.ID)
		r.Reason = &web.Field{Name: name, Label: q.T("editor.check.reason"), Help: q.T("editor.check.reason_help"), Value: notes[name].Says, Complaint: v.Complaint(name), Rows: 2}
	}
	return r
}

// said2 writes the arguments of a sentence in the language of the request.
func said2(q *web.Request, args []any) []any {
	all := append([]any{}, args...)
	for i := range all {
		switch v := all[i].(type) {
		case time.Time:
			all[i] = lang.Date(q.Lang, v)
		case []string:
			var names []string
			for _, name := range v {
				names = append(names, q.T("editor.check.part."+name))
			}
			all[i] = strings.Join(names, ", ")
		}
	}
	return all
}

// record keeps what was typed about the checks.
func record(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	in := Noting{Draft: d.ID, Says: map[string]string{}}
	for _, name := range noted {
		if q.PostForm.Has(name) {
			in.Says[name] = strings.ReplaceAll(q.PostForm.Get(name), "\r\n", "\n")
		}
	}
	if _, err = web.Do(q, Record, in); err == nil {
		return web.See("/editor/" + d.ID + "/checks"), nil
	}
	if refusal.KindOf(err) != refusal.Invalid {
		return nil, err
	}
	v, failed := newChecks(q, d, in.Says, q.Complaints(err))
	if failed != nil {
		return nil, failed
	}
	return checksPage.Refuse(v), nil
}

// publish puts the call on the public pages.
func publish(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	rev, _ := strconv.ParseInt(q.PostForm.Get("rev"), 10, 64)
	released, err := web.Do(q, Release, Releasing{d.ID, rev})
	if err != nil {
		return notPublished(q, d, err)
	}
	reason := text.Text{BG: q.Value("reason/bg"), NB: q.Value("reason/nb"), EN: q.Value("reason/en")}
	p, err := web.Do(q, call.Publish, call.Publication{File: []byte(released.File), Reason: reason, Despite: released.Despite})
	if err != nil {
		return notPublished(q, d, err)
	}
	return web.See(q.Link("/calls/" + p.ID)), nil
}

// notPublished shows the checks again, with why.
func notPublished(q *web.Request, d Draft, err error) (web.Answer, error) {
	var r *refusal.Refusal
	if !errors.As(err, &r) || r.Kind != refusal.Invalid && r.Kind != refusal.Conflict && r.Kind != refusal.Closed {
		return nil, err
	}
	heard := q.Complaints(err)
	if len(heard) == 0 {
		heard = []web.Complaint{{Sentence: q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)}}
	}
	v, failed := newChecks(q, d, nil, heard)
	if failed != nil {
		return nil, failed
	}
	return checksPage.Refuse(v), nil
}
