package application

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// partSection is what the page of a part is called where a section would be.
const partSection = "part"

// mine is the partner whose people the visitor is one of.
func (o opened) mine(q *web.Request) (Partner, error) {
	all, err := Partners(q.Reader(), o.ID)
	p, ok := o.Application.Partner(all, organisation.MayRead, q.Actor())
	if err == nil && !ok {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return p, err
}

// holding is the visitor's part.
func (o opened) holding(q *web.Request) (holding, error) {
	p, err := o.mine(q)
	if err != nil {
		return holding{}, err
	}
	all, err := Standings(q.Reader(), o.ID)
	return holdingOf(p, o.call.Form, all), err
}

// part is the page on which a partner fills in its part, with nothing else on it.
func (h *house) part(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return h.missing(q, err)
	}
	h.present(q, o.ID, partSection, o.now)
	v, err := h.partView(q, o, nil, nil)
	return sectionPage.Show(v), err
}

func (h *house) partView(q *web.Request, o opened, typed map[string]string, heard []web.Complaint) (sectionView, error) {
	mine, err := o.holding(q)
	if err != nil {
		return sectionView{}, err
	}
	k, saved, err := o.asker(q, typed)
	if err != nil {
		return sectionView{}, err
	}
	k.mine, k.kept = &mine, lineRows(mine, typed)
	s := k.partFields()
	base := "/applications/" + o.ID
	v := sectionView{Head: web.Head{Title: q.T("application.partner.part"), Crumbs: o.crumbs(q, o.crumb(q)), Thread: 6, Script: "form.js"}, Application: o.Application,
		Name: o.Name(q), Section: partSection, SectionHelp: q.T("application.partner.part_help"), Back: base, Next: base, Self: base + "/part",
		IsScanned: h.Scanner != nil, MostTogether: o.call.FilesTotal >> 20, CanEdit: o.canFill(mine.Partner, q.Actor()), IsCheck: q.Value("check") != ""}
	if !v.CanEdit {
		v.Closed = o.whyNot(q)
	}
	maps.DeleteFunc(saved, func(path string, _ Answer) bool { return !mine.owns(path) })
	v.Marks, v.Person = shownMarks(saved, s.Fields), q.PersonKey()
	if v.Here, err = h.others(q, o); err != nil {
		return v, err
	}
	if err := v.ask(k, o, s, heard); err != nil {
		return v, err
	}
	v.only(mine, heard != nil)
	if len(v.Questions) == 0 {
		v.Closed, v.CanEdit = q.T("application.partner.no_row"), false
	}
	return v, nil
}

// partFields are the questions of which a partner answers a part, as one section: its own row first.
func (k *asker) partFields() call.Section {
	s := call.Section{ID: partSection}
	if f, ok := k.call.Form.Field(k.mine.Field); ok && k.x.Visible(f.ID) {
		s.Fields = append(s.Fields, f)
	}
	for _, section := range k.call.Form.Sections {
		for _, f := range section.Fields {
			if k.x.Visible(f.ID) && (slices.Contains(k.mine.lines, f.ID) || f.ByEachPartner() && f.ByPartner == k.mine.Field) {
				s.Fields = append(s.Fields, f)
			}
		}
	}
	return s
}

// lineRows are the lines somebody has just typed in, by field/row. They stay in sight when they cannot be saved.
func lineRows(mine holding, typed map[string]string) map[string]bool {
	rows := map[string]bool{}
	for path, value := range typed {
		if _, row, _, _ := cell(path); value != "" && mine.isLine(path) {
			rows[row] = true
		}
	}
	return rows
}

// only leaves nothing on the page but a partner's part. The cells of its row stand as the parts of one question. Complaints
// that were just heard are all about what the partner sent.
func (v *sectionView) only(mine holding, isHeard bool) {
	var left []question
	for _, one := range v.Questions {
		if one.Path != mine.Field {
			left = append(left, one)
			continue
		}
		for _, l := range one.Lines {
			if l.ID == mine.Row {
				left = append(left, question{Path: mine.Field + "/" + mine.Row, Kind: string(call.Organisation), Label: one.Label, Help: one.Help, Parts: l.Cells,
					Comments: one.Comments, Talked: one.Talked})
			}
		}
	}
	if !slices.ContainsFunc(left, func(q question) bool { return q.Path == mine.Field+"/"+mine.Row }) {
		left = nil
	}
	v.Questions = left
	v.Complaints = slices.DeleteFunc(v.Complaints, func(c web.Complaint) bool { return !isHeard && c.Field != "" && !mine.owns(c.Field) })
}

// unasked is a field as a partner is asked it: not whose its lines are.
func (k *asker) unasked(f call.Field) call.Field {
	if k.mine != nil {
		f.Columns = slices.DeleteFunc(slices.Clone(f.Columns), func(c call.Field) bool { return c.ID == partnerColumn })
	}
	return f
}

// own leaves of the lines of a field those that are the partner's.
func (k *asker) own(field string, rows []string) []string {
	if k.mine == nil || !slices.Contains(k.mine.lines, field) {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), func(id string) bool { return !k.mine.has(field+"/"+id) && !k.kept[field+"/"+id] })
}

// mark gives a line of a partner's page the cell by which it is the partner's. The server fills it in for a new one.
func (k *asker) mark(l *line) {
	if k.mine == nil || !slices.Contains(k.mine.lines, l.Table) {
		return
	}
	l.WhosePath = l.Table + "/" + l.ID + "/" + partnerColumn
	l.Whose, l.WhoseSeen = k.value(l.WhosePath), Seen(k.standing[l.WhosePath].Heads).String()
}

// others are the lines that are not the partner's, so that its page adds up the whole budget.
func (k *asker) others(field string) []map[string]string {
	f, _ := k.call.Form.Field(field)
	all := []map[string]string{}
	for _, id := range k.rows(field) {
		if k.mine.has(field + "/" + id) {
			continue
		}
		line := map[string]string{}
		for _, c := range f.Columns {
			if c.ID != "what" {
				line[c.ID] = k.value(field + "/" + id + "/" + c.ID)
			}
		}
		all = append(all, line)
	}
	return all
}

func (h *house) partState(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	mine, err := o.holding(q)
	if err != nil {
		return nil, err
	}
	_, x, err := o.read(q)
	if err != nil {
		return nil, err
	}
	s := state{Shown: map[string]bool{}, Complaints: map[string]string{}}
	for _, field := range mine.lines {
		s.Shown[field] = x.Visible(field)
	}
	complaints, err := o.complaints(q, x)
	for _, c := range complaints {
		if mine.owns(c.Path) && !isMissing(c) && s.Complaints[c.Path] == "" {
			s.Complaints[c.Path] = sentence(q, c)
		}
	}
	return web.JSON(s), err
}

// savePart keeps a partner's part sent without script. Whoever was removed meanwhile gets back what they typed.
func (h *house) savePart(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if refusal.KindOf(err) == refusal.Missing {
		return h.lost(q, http.StatusConflict, err)
	}
	if err != nil {
		return nil, err
	}
	mine, err := o.holding(q)
	if err != nil {
		return nil, err
	}
	typed := posted(q.PostForm, o.call.Form)
	maps.DeleteFunc(typed, func(path, _ string) bool { return !mine.isLine(path) && !mine.owns(path) })
	in := Saving{Application: o.ID}
	if in.Changes, err = o.partChanges(q, mine, typed); err != nil {
		return nil, err
	}
	if len(in.Changes) > 0 {
		if _, err := web.Do(q, Save, in); err != nil {
			return h.keepPart(q, o, typed, err)
		}
	}
	if err := declares(q, o.ID); err != nil {
		return h.keepPart(q, o, typed, err)
	}
	return web.See(partNext(q, o.ID)), nil
}

// partChanges are the changes a form without script makes in a part.
func (o opened) partChanges(q *web.Request, mine holding, typed map[string]string) ([]Change, error) {
	answers, _, err := o.read(q)
	if err != nil {
		return nil, err
	}
	all := changes(typed, answers, q.PostForm)
	if row, ok := strings.CutPrefix(q.PostForm.Get("-do"), "remove:"); ok && mine.has(row) {
		all = o.removing(all, row, seenBy(q.PostForm))
	}
	return o.choosing(q, all)
}

// declares gives a declaration, or takes it back, where the button for that was pressed.
func declares(q *web.Request, application string) error {
	verb, field, _ := strings.Cut(q.PostForm.Get("-do"), ":")
	if verb != "declare" && verb != "undeclare" {
		return nil
	}
	_, err := web.Do(q, Declare, Declaring{application, field, verb == "undeclare"})
	return err
}

// partNext is where a form without script leads to: back to the page while it grows or shrinks, and then to the tasks.
func partNext(q *web.Request, application string) string {
	base := "/applications/" + application
	verb, what, _ := strings.Cut(q.PostForm.Get("-do"), ":")
	table, _, _ := strings.Cut(what, "/")
	switch verb {
	case "add":
		return base + "/part?add=" + url.QueryEscape(what) + "#" + what
	case "remove":
		return base + "/part#" + table
	case "declare", "undeclare":
		return base + "/part#" + table
	case "keep", "both":
		path, _, _ := strings.Cut(what, " ")
		return base + "/part#" + (&url.URL{Fragment: path}).EscapedFragment()
	}
	return base
}

// keepPart shows the page again as it was sent, when it could not be saved.
func (h *house) keepPart(q *web.Request, o opened, typed map[string]string, err error) (web.Answer, error) {
	complaints, status := q.Heard(err)
	if status == 0 {
		return nil, err
	}
	v, failed := h.partView(q, o, typed, complaints)
	return sectionPage.With(status, v), failed
}
