package application

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

type sectionView struct {
	web.Head
	Application
	Section, SectionHelp       string
	Place, Of                  int
	Questions                  []question
	Back, Next, Self           string
	CanEdit, IsBudget, IsCheck bool
	Closed                     string // why it cannot be edited
	HasFiles, IsScanned        bool
	HasFigures                 bool
	MostTogether               int64 // MB of all files
	Name                       string
	Budget                     *budgetQuestion
	SheetComplaint             string // why a spreadsheet could not be read
	Why                        []string
	Marks                      string // of what is shown, so that what nobody touches is told from what somebody does
	Person                     string // a key, so that a device keeps people apart
	Here                       []string
	Seen                       []string // changed questions that are on this page
	Keep                       string   // the pages to keep on the device
}

// Heading is the title of the page; the application has one too.
func (v sectionView) Heading() string { return v.Head.Title }

// HereNames are the others who have the draft open.
func (v sectionView) HereNames() string { return strings.Join(v.Here, "; ") }

var sectionPage = web.NewPage[sectionView](embedded, "pages/section.html")

func (h *house) section(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	h.present(q, o.ID, q.PathValue("section"), o.now)
	v, err := h.sectionView(q, o, nil, nil)
	if err != nil {
		return nil, err
	}
	if v.Seen != nil && o.Edits(q.Actor()) {
		if _, err := web.Do(q, See, Seeing{o.ID, v.Seen}); err != nil {
			return nil, err
		}
	}
	return sectionPage.Show(v), nil
}

// shownSections are the sections of which anything is shown.
func shownSections(f call.Form, x *call.Examination) []call.Section {
	return slices.DeleteFunc(slices.Clone(f.Sections), func(s call.Section) bool {
		return !slices.ContainsFunc(s.Fields, func(f call.Field) bool { return x.Visible(f.ID) })
	})
}

// sectionView is one page of the form. Typed, when given, is shown in place of what is saved, and said beside it.
func (h *house) sectionView(q *web.Request, o opened, typed map[string]string, heard []web.Complaint) (sectionView, error) {
	k, saved, err := o.asker(q, typed)
	if err != nil {
		return sectionView{}, err
	}
	sections := shownSections(o.call.Form, k.x)
	at := slices.IndexFunc(sections, func(s call.Section) bool { return s.ID == q.PathValue("section") })
	if at < 0 {
		return sectionView{}, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	s, base := sections[at], "/applications/"+o.ID
	v := sectionView{Head: web.Head{Title: s.Title.In(q.Lang), Crumbs: o.crumbs(q, o.crumb(q)), Thread: 6, Script: "form.js"}, Application: o.Application, Name: o.Name(q),
		Section: s.ID, SectionHelp: s.Help.In(q.Lang), Place: at + 1, Of: len(sections), Back: base, Next: base + "/check", Self: base + "/sections/" + s.ID,
		IsScanned: h.Scanner != nil, MostTogether: o.call.FilesTotal >> 20, CanEdit: o.canEdit(q), IsCheck: q.Value("check") != ""}
	if at > 0 {
		v.Back = base + "/sections/" + sections[at-1].ID
	}
	if at+1 < len(sections) {
		v.Next = base + "/sections/" + sections[at+1].ID
	}
	if !v.CanEdit {
		v.Closed = o.whyNot(q)
	}
	flags, err := o.flags(q, s)
	if err != nil {
		return v, err
	}
	v.Keep = keptPages(o.ID, sections)
	v.Marks, v.Person = shownMarks(saved, s.Fields), q.PersonKey()
	if v.Here, err = h.others(q, o); err != nil {
		return v, err
	}
	k.page = s
	if err := h.aboutFiles(q, k, s); err != nil {
		return v, err
	}
	if err := v.ask(k, o, s, heard); err != nil {
		return v, err
	}
	v.flag(flags)
	return v, v.offer(q, o, s, k.answers)
}

// asker asks the questions of a draft, with what was typed in place of what is saved, which is the other value.
func (o opened) asker(q *web.Request, typed map[string]string) (*asker, map[string]Answer, error) {
	answers, x, err := o.read(q)
	if err != nil {
		return nil, nil, err
	}
	saved := maps.Clone(answers)
	for path, value := range typed {
		a := answers[path]
		a.Value = value
		answers[path] = a
	}
	k := &asker{q: q, a: o.Application, call: o.call, x: x, answers: answers, complaint: map[string]string{}, add: q.Value("add"), now: o.now,
		standing: map[string]Standing{}, names: nameBook{}}
	all, err := Standings(q.Reader(), o.ID)
	for _, s := range all {
		k.standing[s.Path] = s
	}
	return k, saved, err
}

// flag marks the questions that have changed since people last saw them.
func (v *sectionView) flag(flags map[string][]string) {
	for i := range v.Questions {
		if says, changed := flags[v.Questions[i].Path]; changed && !v.Questions[i].Hidden {
			v.Questions[i].IsAmended, v.Questions[i].Amended = true, says
			v.Seen = append(v.Seen, v.Questions[i].Path)
		}
	}
}

// ask fills in the questions and what is wrong with their answers.
func (v *sectionView) ask(k *asker, o opened, s call.Section, heard []web.Complaint) error {
	q := k.q
	var err error
	if k.talked, err = OpenComments(q.Reader(), o.ID); err != nil {
		return err
	}
	for _, c := range heard {
		c.About = o.labelAt(q, c.Field)
		v.Complaints = append(v.Complaints, c)
		k.complaint[c.Field] = c.Sentence
	}
	complaints, err := o.complaints(q, k.x)
	if err != nil {
		return err
	}
	for _, c := range complaints {
		if within(s, c.Path) && heard == nil && (v.IsCheck || !isMissing(c)) {
			v.Complaints = append(v.Complaints, web.Complaint{Field: c.Path, Sentence: sentence(q, c), About: o.labelAt(q, c.Path)})
			if k.complaint[c.Path] == "" {
				k.complaint[c.Path] = sentence(q, c)
			}
		}
	}
	for _, f := range s.Fields {
		one := k.ask(f)
		v.Questions = append(v.Questions, one)
		if one.Budget != nil {
			v.Budget = one.Budget
			v.tellFunding(q, one.Budget)
		}
		if one.Why != "" && !one.Hidden {
			v.Why = append(v.Why, one.Why)
		}
		v.HasFiles = v.HasFiles || one.Files != nil
		v.HasFigures = v.HasFigures || one.hasFigure()
		v.tellRows(one)
	}
	return nil
}

// tellFunding says of complaints about the sums beside a budget which sum it is.
func (v *sectionView) tellFunding(q *web.Request, b *budgetQuestion) {
	sums := b.Funding
	if b.Entered != nil {
		sums = append(slices.Clone(sums), *b.Entered)
	}
	for _, sum := range sums {
		for i := range v.Complaints {
			if v.Complaints[i].Field == sum.Path {
				if v.Complaints[i].About = sum.Label; sum.Word != "" {
					v.Complaints[i].About = q.T(sum.Word)
				}
			}
		}
	}
}

// tellRows adds the number of the row to what complaints about a table with several are called.
func (v *sectionView) tellRows(table question) {
	for _, row := range table.Lines {
		for _, cell := range row.Cells {
			for i := range v.Complaints {
				if v.Complaints[i].Field == cell.Path && len(table.Lines) > 1 {
					v.Complaints[i].About += " (" + strconv.Itoa(row.Place) + ")"
				}
			}
		}
	}
}

// labelAt is what the field at a path is called in the list of complaints.
func (o opened) labelAt(q *web.Request, path string) string {
	id, rest, _ := strings.Cut(path, "/")
	f, ok := o.call.Form.Field(id)
	if !ok {
		return ""
	}
	for _, column := range f.Columns {
		if rest == column.ID || strings.HasSuffix(rest, "/"+column.ID) {
			if l := labelOf(column, q.Lang); l.Key != "" {
				return q.T(l.Key)
			} else {
				return l.Text
			}
		}
	}
	return f.Label.In(q.Lang)
}

// whyNot says why a draft cannot be written in now.
func (o opened) whyNot(q *web.Request) string {
	if err := open(o.call.Window, o.now); err != nil {
		return said(q, err)
	}
	if err := isDraft(o.Application); err != nil {
		return said(q, err)
	}
	return q.T("application.save.reader")
}

// control begins the names of inputs that are no answers.
const control = "-"

func sectionOf(f call.Form, field string) string {
	for _, s := range f.Sections {
		if within(s, field) {
			return s.ID
		}
	}
	return ""
}

func asRefusal(err error) (*refusal.Refusal, bool) {
	var r *refusal.Refusal
	ok := errors.As(err, &r)
	return r, ok
}
