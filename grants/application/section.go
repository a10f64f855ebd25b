package application

import (
	"errors"
	"hash/crc32"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/lang"
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

// posted collects what a form sent: by path, several values joined with commas as call.Answers wants them.
func posted(values url.Values, f call.Form) map[string]string {
	typed := map[string]string{}
	for name, all := range values {
		if strings.HasPrefix(name, control) || !knows(f, name) {
			continue
		}
		all = slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" })
		typed[name] = strings.ReplaceAll(strings.Join(all, ","), "\r\n", "\n")
	}
	return typed
}

// saveSection keeps a page of the form sent without script, and goes on.
func (h *house) saveSection(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	typed := posted(q.PostForm, o.call.Form)
	answers, before, err := o.read(q)
	if err != nil {
		return nil, err
	}
	saving := Saving{Application: o.ID, Changes: changes(typed, answers, q.PostForm)}
	if row, ok := strings.CutPrefix(q.PostForm.Get("-do"), "remove:"); ok {
		saving.Changes = o.removing(saving.Changes, row, seenBy(q.PostForm))
	}
	if saving.Changes, err = o.choosing(q, saving.Changes); err != nil {
		return nil, err
	}
	if err := o.taking(q, &saving); err != nil {
		return h.keepTyped(q, typed, err)
	}
	if saving.Changes, err = o.withUnasked(q, saving.Changes); err != nil {
		return nil, err
	}
	if len(saving.Changes) > 0 {
		saved, err := web.Do(q, Save, saving)
		if err != nil {
			return h.keepTyped(q, typed, err)
		}
		if len(saved.Unasked) > 0 {
			return web.See("/applications/" + o.ID + "#unasked"), nil
		}
	}
	return h.goOn(q, o, before)
}

// removing empties every cell of a row, those too that are empty already: a colleague may be writing in them.
func (o opened) removing(all []Change, row string, rev int64) []Change {
	id, _, _ := strings.Cut(row, "/")
	f, _ := o.call.Form.Field(id)
	all = slices.DeleteFunc(all, func(c Change) bool { return strings.HasPrefix(c.Path, row+"/") })
	for _, c := range f.Columns {
		all = append(all, Change{Path: row + "/" + c.ID, Rev: rev, Gone: true})
	}
	if at := row + "/" + call.PlaceColumn; knows(o.call.Form, at) {
		all = append(all, Change{Path: at, Rev: rev, Gone: true})
	}
	return all
}

// seenBy is the revision of the page that was sent.
func seenBy(form url.Values) int64 {
	rev, _ := strconv.ParseInt(form.Get("-seen"), 10, 64)
	return rev
}

// changes are the answers that differ from what is saved, in the order of their paths, but for those that nobody touched:
// a colleague has changed them since the page was shown.
func changes(typed map[string]string, answers map[string]Answer, form url.Values) []Change {
	var all []Change
	shown, isTold := marks(form)
	for path, value := range typed {
		if answers[path].Value != value && (!isTold || mark(value) != shown[path]) {
			all = append(all, Change{Path: path, Value: value, Rev: seenBy(form)})
		}
	}
	slices.SortFunc(all, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// mark is a few characters by which an answer is told from another; none for none.
func mark(value string) string {
	if value == "" {
		return ""
	}
	return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(value))), 36)
}

// marks reads what the page showed, where it tells.
func marks(form url.Values) (map[string]string, bool) {
	shown := map[string]string{}
	for one := range strings.FieldsSeq(form.Get("-was")) {
		if path, m, ok := strings.Cut(one, ":"); ok {
			shown[path] = m
		}
	}
	return shown, form.Has("-was")
}

// keepTyped shows the page again as it was sent, when it could not be saved, so that nothing is lost.
func (h *house) keepTyped(q *web.Request, typed map[string]string, err error) (web.Answer, error) {
	r, ok := asRefusal(err)
	if !ok || r.Kind == refusal.Missing || r.Kind == refusal.Forbidden {
		return nil, err
	}
	fresh, failed := h.open(q, true)
	if failed != nil {
		return nil, failed
	}
	heard := []web.Complaint{{Sentence: said(q, err)}}
	for _, c := range r.Complaints {
		heard = append(heard, web.Complaint{Field: c.Field, Sentence: q.Site.Catalog.SayWith(q.Lang, c.Key, c.Args)})
	}
	v, failed := h.sectionView(q, fresh, typed, heard)
	if failed != nil {
		return nil, failed
	}
	status := http.StatusUnprocessableEntity
	if r.Kind == refusal.Conflict || r.Kind == refusal.Closed {
		status = http.StatusConflict
	}
	return sectionPage.With(status, v), nil
}

// goOn leads to the next page, or back to this one while it has something to correct or has grown.
func (h *house) goOn(q *web.Request, o opened, before *call.Examination) (web.Answer, error) {
	self := "/applications/" + o.ID + "/sections/" + q.PathValue("section")
	do := q.PostForm.Get("-do")
	if table, ok := strings.CutPrefix(do, "add:"); ok {
		return web.See(self + "?add=" + url.QueryEscape(table) + "#" + table), nil
	}
	if row, ok := strings.CutPrefix(do, "remove:"); ok {
		table, _, _ := strings.Cut(row, "/")
		return web.See(self + "#" + table), nil
	}
	if verb, choice, ok := strings.Cut(do, ":"); ok && (verb == "keep" || verb == "both" || verb == "take") {
		path, _, _ := strings.Cut(choice, " ")
		return web.See(self + "#" + (&url.URL{Fragment: path}).EscapedFragment()), nil
	}
	_, x, err := o.read(q)
	if err != nil {
		return nil, err
	}
	sections := shownSections(o.call.Form, x)
	at := slices.IndexFunc(sections, func(s call.Section) bool { return s.ID == q.PathValue("section") })
	if at < 0 || do == "tasks" {
		return web.See("/applications/" + o.ID), nil
	}
	complaints, err := o.complaints(q, x)
	if err != nil {
		return nil, err
	}
	_, wrong := tally(sections[at], complaints)
	switch {
	case wrong > 0:
		return web.See(self + "?check=1"), nil
	case hasGrown(sections[at], before, x):
		return web.See(self), nil
	case at+1 < len(sections):
		return web.See("/applications/" + o.ID + "/sections/" + sections[at+1].ID), nil
	}
	return web.See("/applications/" + o.ID + "/check"), nil
}

// hasGrown says whether a question of the section is shown that was not before.
func hasGrown(s call.Section, before, after *call.Examination) bool {
	return slices.ContainsFunc(s.Fields, func(f call.Field) bool { return after.Visible(f.ID) && !before.Visible(f.ID) })
}

// savedAt is the line that says when the last save was.
func savedAt(q *web.Request, at time.Time) string {
	if q.Site.Zone != nil {
		at = at.In(q.Site.Zone)
	}
	return q.T("application.saved.at", "Clock", lang.Clock(q.Lang, at))
}

// state is what the script is told about a page after saves: which questions are shown and what is wrong with answers.
type state struct {
	Shown      map[string]bool              `json:"shown"`
	Complaints map[string]string            `json:"complaints"`
	Figures    map[string]map[string]string `json:"figures"` // what is computed: what it says, and its formula
}

func (h *house) sectionState(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	answers, x, err := o.read(q)
	if err != nil {
		return nil, err
	}
	s := state{Shown: map[string]bool{}, Complaints: map[string]string{}}
	for _, section := range o.call.Form.Sections {
		if section.ID != q.PathValue("section") {
			continue
		}
		s.Figures = (&asker{q: q, a: o.Application, call: o.call, x: x, answers: answers, now: o.now}).figures(section)
		for _, f := range section.Fields {
			s.Shown[f.ID] = x.Visible(f.ID)
		}
		complaints, err := o.complaints(q, x)
		if err != nil {
			return nil, err
		}
		for _, c := range complaints {
			if within(section, c.Path) && !isMissing(c) && s.Complaints[c.Path] == "" {
				s.Complaints[c.Path] = sentence(q, c)
			}
		}
	}
	kept, err := unaskedSentences(q, o.ID)
	if err != nil {
		return nil, err
	}
	for path, says := range kept {
		if !knows(o.call.Form, path) {
			s.Complaints[path] = says
		}
	}
	return web.JSON(s), nil
}

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

func sectionOf(f call.Form, field string) string {
	for _, s := range f.Sections {
		if within(s, field) {
			return s.ID
		}
	}
	return ""
}

func (h *house) removeFile(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	field := q.PathValue("field")
	_, err = web.Do(q, Detach, Detaching{o.ID, field, q.PathValue("line")})
	return seeAfter(err, "/applications/"+o.ID+"/sections/"+sectionOf(o.call.Form, field)+"#"+field)
}

func asRefusal(err error) (*refusal.Refusal, bool) {
	var r *refusal.Refusal
	ok := errors.As(err, &r)
	return r, ok
}
