package application

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/id"
	"vekst/value/period"
)

// house holds what the pages need besides the request.
type house struct {
	Options
	files store
	lines lines
}

func (h *house) routes(s *web.Site) {
	s.Private("GET /applications", web.SignedIn, h.list)
	s.Private("GET /calls/{call}/apply", web.SignedIn, h.chooseApplicant)
	s.Private("POST /calls/{call}/apply", web.SignedIn, h.start)
	s.Private("GET /applications/{id}", web.SignedIn, h.tasks)
	s.Private("GET /applications/{id}/sections/{section}", web.SignedIn, h.section)
	s.Private("POST /applications/{id}/sections/{section}", web.SignedIn, h.saveSection)
	s.Private("GET /applications/{id}/sections/{section}/state", web.SignedIn, h.sectionState)
	s.Private("POST /applications/{id}/answers", web.SignedIn, h.saveAnswers)
	s.Private("GET /applications/{id}/changes", web.SignedIn, h.changes)
	s.Private("GET /applications/{id}/history", web.SignedIn, h.history)
	s.Private("GET /applications/{id}/history/{field}", web.SignedIn, h.history)
	s.Private("POST /applications/{id}/restore", web.SignedIn, h.restore)
	s.Private("GET /applications/without-a-line", web.SignedIn, h.withoutLine)
	s.Private("POST /applications/{id}/ask-to-sign", web.SignedIn, h.askToSign)
	s.Private("POST /applications/{id}/sign", web.SignedIn, h.sign)
	s.Private("POST /applications/{id}/send-back", web.SignedIn, h.sendBack)
	h.partnerRoutes(s)
	h.copyRoutes(s)
	s.Private("GET /applications/{id}/comments", web.SignedIn, h.comments)
	s.Private("GET /applications/{id}/comments/{field}", web.SignedIn, h.comments)
	s.Private("POST /applications/{id}/comments/{field}", web.SignedIn, h.comment)
	s.Private("POST /applications/{id}/comments/{field}/{comment}", web.SignedIn, h.comment)
	s.Private("POST /applications/{id}/comments/{field}/{comment}/resolve", web.SignedIn, h.resolveComment)
	s.Private("POST /applications/{id}/comments/{field}/{comment}/reopen", web.SignedIn, h.reopenComment)
	s.Upload("POST /applications/{id}/files/{field}", web.SignedIn, uploadLimit, h.upload)
	s.Private("GET /applications/{id}/files/{field}/{line}", web.SignedIn, h.download)
	s.Private("GET /applications/{id}/files/{field}/{line}/small", web.SignedIn, h.small)
	s.Private("POST /applications/{id}/files/{field}/{line}/remove", web.SignedIn, h.removeFile)
	s.Private("OPTIONS /applications/{id}/files/{field}/uploads", web.Everyone, tusOptions)
	s.Private("POST /applications/{id}/files/{field}/uploads", web.SignedIn, h.announce)
	s.Private("HEAD /applications/{id}/uploads/{upload}", web.SignedIn, h.howFar)
	s.Private("PATCH /applications/{id}/uploads/{upload}", web.SignedIn, h.receivePart)
	s.Private("DELETE /applications/{id}/uploads/{upload}", web.SignedIn, h.giveUp)
	s.Private("POST /applications/{id}/uploads/{upload}/remove", web.SignedIn, h.giveUp)
	s.Private("GET /files/held", mayOversee, h.held)
	s.Private("GET /applications/{id}/check", web.SignedIn, h.check)
	s.Private("POST /applications/{id}/submit", web.SignedIn, h.submit)
	s.Private("GET /applications/{id}/receipt", web.SignedIn, h.receipt)
	s.Private("GET /applications/{id}/receipt.json", web.SignedIn, h.receiptFile)
	s.Private("GET /applications/{id}/content.json", web.SignedIn, h.contentFile)
	s.Private("GET /applications/{id}/print", web.SignedIn, h.print)
	s.Private("GET /applications/{id}/export.docx", web.SignedIn, h.exportDocument)
	s.Private("GET /applications/{id}/export.xlsx", web.SignedIn, h.exportWorkbook)
	s.Upload("POST /applications/{id}/budget/sheet", web.SignedIn, sheetLimit, h.readSheet)
	s.Private("POST /applications/{id}/budget/apply", web.SignedIn, h.applySheet)
	s.Public("GET /calls/{call}/form.docx", h.blankDocument)
	s.Public("GET /calls/{call}/form.xlsx", h.blankWorkbook)
	s.Private("GET /applications/{id}/withdraw", web.SignedIn, h.askToWithdraw)
	s.Private("POST /applications/{id}/withdraw", web.SignedIn, h.withdraw)
	s.Private("POST /applications/{id}/reopen", web.SignedIn, h.reopen)
}

// uploadLimit is the largest request with a file; the limit of each field is the call's.
const uploadLimit = 520 << 20

// opened is an application somebody looks at, with its call.
type opened struct {
	Application
	call call.Published
	now  time.Time
}

// open finds the application of a request. Whoever may not know of it is told that there is none; overseers see only
// what was submitted.
func (h *house) open(q *web.Request, drafts bool) (opened, error) {
	a, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return opened{}, err
	}
	if !a.Reads(q.Actor()) && (drafts || !a.Oversees(q.Actor())) {
		return opened{}, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	c, err := inForce(q.Reader(), a.Call, a.CallVersion)
	return opened{a, c, q.Site.Door.Now()}, err
}

func (o opened) crumbs(q *web.Request, more ...web.Crumb) []web.Crumb {
	return append([]web.Crumb{{Name: q.T("application.list.title"), Link: "/applications"}}, more...)
}

func (o opened) crumb(q *web.Request) web.Crumb {
	return web.Crumb{Name: o.Name(q), Link: "/applications/" + o.ID}
}

// Name is what the application is called on screens.
func (o opened) Name(q *web.Request) string {
	if o.Title != "" {
		return o.Title
	}
	return q.T("application.untitled")
}

// canEdit says whether the visitor could save now.
func (o opened) canEdit(q *web.Request) bool {
	return o.Edits(q.Actor()) && o.State == Draft && o.call.Window.At(o.now) == period.Open
}

// canChange says whether the visitor could withdraw it or open it again now.
func (o opened) canChange(q *web.Request) bool {
	return o.Edits(q.Actor()) && o.call.Window.At(o.now) == period.Open
}

// read reads the draft and examines it.
func (o opened) read(q *web.Request) (map[string]Answer, *call.Examination, error) {
	all, err := Answers(q.Reader(), o.ID)
	if err != nil {
		return nil, nil, err
	}
	byPath := make(map[string]Answer, len(all))
	for _, a := range all {
		byPath[a.Path] = a
	}
	return byPath, o.call.Form.Examine(form(all), World(), o.now), nil
}

type listView struct {
	web.Head
	Mine    []listed
	IsMany  bool // several organisations
	HasNone bool // no organisation at all
}

type listed struct {
	Application
	Name, Call, Organisation string
	Status                   web.Status
	Closes                   time.Time
	IsOpen                   bool
	Link                     string
}

var listPage = web.NewPage[listView](embedded, "pages/list.html")

func (h *house) list(q *web.Request) (web.Answer, error) {
	members, err := organisation.Of(q.Reader(), q.Actor())
	if err != nil {
		return nil, err
	}
	v := listView{Head: web.Head{Title: q.T("application.list.title"), Thread: 6}, IsMany: len(members) > 1, HasNone: len(members) == 0}
	names, ids := map[string]string{}, []string{}
	for _, m := range members {
		names[m.Organisation.ID] = m.Organisation.Name
		ids = append(ids, m.Organisation.ID)
	}
	all, err := Of(q.Reader(), ids)
	for _, a := range all {
		c, err := inForce(q.Reader(), a.Call, a.CallVersion)
		if err != nil {
			return nil, err
		}
		o := opened{a, c, q.Site.Door.Now()}
		if names[a.Organisation] == "" {
			lead, err := organisation.Find(q.Reader(), a.Organisation)
			if err != nil {
				return nil, err
			}
			names[a.Organisation], v.IsMany = lead.Name, true
		}
		v.Mine = append(v.Mine, listed{a, o.Name(q), c.Title.In(q.Lang), names[a.Organisation], o.status(q), c.Window.Closes,
			c.Window.At(o.now) == period.Open, "/applications/" + a.ID})
	}
	return listPage.Show(v), err
}

func (o opened) status(q *web.Request) web.Status {
	switch {
	case o.State == Submitted:
		return web.Status{State: "done", Words: q.T("application.state.submitted")}
	case o.State == Withdrawn:
		return web.Status{State: "out", Words: q.T("application.state.withdrawn")}
	case o.Standing > 0:
		return web.Status{State: "now", Words: q.T("application.state.reopened")}
	}
	return web.Status{State: "now", Words: q.T("application.state.draft")}
}

type startView struct {
	web.Head
	Call         string
	CallID       string
	Closes       time.Time
	Applicants   []organisation.Membership
	Chosen       string
	OnlyReader   bool
	Earlier      []earlierApplication
	Organisation web.Choice
}

var startPage = web.NewPage[startView](embedded, "pages/start.html")

func (h *house) chooseApplicant(q *web.Request) (web.Answer, error) {
	v, err := h.startView(q)
	if err != nil {
		return nil, err
	}
	return startPage.Show(v), nil
}

func (h *house) startView(q *web.Request) (startView, error) {
	c, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return startView{}, err
	}
	v := startView{Head: web.Head{Title: q.T("application.start.title"), Thread: 6, Crumbs: []web.Crumb{{Name: c.Title.In(q.Lang), Link: q.Link("/calls/" + c.ID)}}},
		Call: c.Title.In(q.Lang), CallID: c.ID, Closes: c.Window.Closes}
	if err := open(c.Window, q.Site.Door.Now()); err != nil {
		return v, err
	}
	members, err := organisation.Of(q.Reader(), q.Actor())
	v.Organisation = web.Choice{Name: "organisation", Label: q.T("application.start.who"), Help: q.T("application.start.who_help"), Value: q.Value("organisation")}
	for _, m := range members {
		if m.Role == account.Reader {
			v.OnlyReader = true
			continue
		}
		v.Applicants = append(v.Applicants, m)
		v.Organisation.Options = append(v.Organisation.Options, web.Option{Value: m.Organisation.ID, Label: m.Organisation.Name})
	}
	if len(v.Applicants) == 1 {
		v.Organisation.Value = v.Applicants[0].Organisation.ID
	}
	if err != nil {
		return v, err
	}
	var mine []string
	for _, m := range v.Applicants {
		mine = append(mine, m.Organisation.ID)
	}
	v.Earlier, err = toBeginWith(q, c, mine)
	return v, err
}

func (h *house) start(q *web.Request) (web.Answer, error) {
	a, err := web.Do(q, Start, Beginning{Call: q.PathValue("call"), Organisation: q.Value("organisation"), Lang: q.Lang})
	if err == nil {
		return web.See("/applications/" + a.ID), nil
	}
	if q.Value("organisation") != "" && refusal.KindOf(err) != refusal.Conflict {
		return nil, err
	}
	v, failed := h.startView(q)
	if failed != nil {
		return nil, failed
	}
	if q.Value("organisation") == "" {
		v.Organisation.Complaint = q.T("application.start.choose")
	} else {
		v.Organisation.Complaint = said(q, err)
	}
	v.Complaints = []web.Complaint{{Field: "organisation", Sentence: v.Organisation.Complaint}}
	return startPage.Refuse(v), nil
}

// said is a refusal as a person reads it.
func said(q *web.Request, err error) string {
	r, ok := asRefusal(err)
	if !ok {
		return q.T("look.refusal.internal")
	}
	return q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)
}

type tasksView struct {
	web.Head
	Application
	Name, Call, Organisation string
	Status                   web.Status
	Next                     web.Next
	Tasks                    []task
	Complaints               int
	CanEdit, CanChange       bool
	Clock                    clock
	Budget                   *budgetQuestion
	Colleagues               []colleague
	Here                     string // who else has the draft open now
	Local                    string // the moment the standing version was received, as people of the call read it
	Untyped                  untyped
	Figures                  []mainFigure
	Amended                  amendment
	Keep                     string // the pages to keep on the device
	OpenComments             int
	CanSign                  bool
	Part                     *ownPart // the visitor's, where they are a partner's
	HasPartners              bool     // the form asks for partners
	NotReady                 int      // partners that are not
	Aside                    []asideLine
	AsideFrom                *shownSource
	CanCopy                  bool
}

// task is a section in the list.
type task struct {
	Title, Link, Meta string
	Status            web.Status
}

// clock is how much of the time of a call has passed.
type clock struct {
	Closes time.Time
	Left   string
	State  period.State
	Passed int64  // percent
	Along  string // how far along the line, in units of the picture
	Point  string
	HasEnd bool
	Opens  time.Time
}

type colleague struct {
	Name, Role string
	IsWriting  bool
}

var tasksPage = web.NewPage[tasksView](embedded, "pages/tasks.html")

func (h *house) tasks(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, false)
	if err != nil {
		return nil, err
	}
	if !o.Reads(q.Actor()) {
		return web.See("/applications/" + o.ID + "/receipt"), nil
	}
	answers, x, err := o.read(q)
	if err != nil {
		return nil, err
	}
	org, err := organisation.Find(q.Reader(), o.Organisation)
	if err != nil {
		return nil, err
	}
	v := tasksView{Head: web.Head{Title: o.Name(q), Crumbs: o.crumbs(q), Thread: 6, Script: "form.js"}, Application: o.Application, Name: o.Name(q),
		Call: o.call.Title.In(q.Lang), Organisation: org.Name, Status: o.status(q), CanEdit: o.canEdit(q), CanChange: o.canChange(q), Clock: o.clock(q)}
	complaints, err := o.complaints(q, x)
	if err != nil {
		return nil, err
	}
	h.present(q, o.ID, "", o.now)
	here, err := h.others(q, o)
	if err != nil {
		return nil, err
	}
	v.Here = strings.Join(here, "; ")
	v.Complaints, v.Keep = len(complaints), keptPages(o.ID, shownSections(o.call.Form, x))
	k := &asker{q: q, a: o.Application, call: o.call, x: x, answers: answers, now: o.now}
	if k.talked, err = OpenComments(q.Reader(), o.ID); err != nil {
		return nil, err
	}
	v.OpenComments = total(k.talked)
	all, err := Partners(q.Reader(), o.ID)
	if err != nil {
		return nil, err
	}
	v.Part = o.ownPart(q, all)
	if f, ok := partnerField(o.call.Form); ok {
		v.HasPartners = x.Visible(f.ID)
	}
	if v.NotReady, err = unready(q.Reader(), o.ID); err != nil {
		return nil, err
	}
	v.Tasks = k.tasks(complaints)
	if f, ok := o.call.Form.Field("budget"); ok && x.Visible("budget") {
		v.Budget = k.budget(f)
	}
	v.Figures = k.mainFigures()
	v.Next = web.Next{Who: q.T("application.next.you"), What: v.next(q, o)}
	sign, err := o.signing(q, x, valuesOf(answers), len(complaints))
	if err != nil {
		return nil, err
	}
	if v.CanSign = sign.CanSign || sign.CanReturn; sign.Next.What != "" && len(complaints) == 0 {
		v.Next = sign.Next
	}
	if o.State != Draft || o.call.Window.At(o.now) != period.Open {
		v.Next.Who = q.T("application.next.us")
		if o.Standing == 0 {
			v.Next.Who = q.T("application.next.nobody")
		}
	}
	if v.Untyped, err = countUntyped(q.Reader(), o.ID, o.call.Form, x, slices.Collect(maps.Values(answers))); err != nil {
		return nil, err
	}
	if v.Amended, err = o.amendment(q); err != nil {
		return nil, err
	}
	v.CanCopy = o.Edits(q.Actor())
	if organisation.MayRead(q.Actor(), o.Organisation) {
		if err := v.aside(q, o); err != nil {
			return nil, err
		}
	}
	v.Colleagues, err = h.colleagues(q, o, answers)
	return tasksPage.Show(v), err
}

func (v tasksView) next(q *web.Request, o opened) string {
	isOpen := o.call.Window.At(o.now) == period.Open
	switch {
	case o.State == Submitted:
		return q.T("application.next.submitted")
	case o.State == Withdrawn && isOpen:
		return q.T("application.next.withdrawn")
	case o.State == Withdrawn:
		return q.T("application.next.withdrawn_closed")
	case !isOpen && o.Standing > 0:
		return q.T("application.next.closed_standing", "Version", o.Standing)
	case !isOpen:
		return q.T("application.next.closed")
	case v.Complaints == 0:
		return q.T("application.next.ready")
	case !v.Clock.HasEnd:
		return q.T("application.next.write", "Count", v.Complaints)
	}
	return q.T("application.next.write_until", "Count", v.Complaints, "Left", v.Clock.Left)
}

// tasks is what each section that is shown looks like from outside.
func (k *asker) tasks(complaints []call.Complaint) []task {
	var all []task
	for _, s := range k.call.Form.Sections {
		shown, answered, talked := 0, 0, 0
		for _, f := range s.Fields {
			talked += k.talked[f.ID]
			if k.x.Visible(f.ID) {
				shown++
				if k.x.Answered(f.ID) {
					answered++
				}
			}
		}
		if shown == 0 {
			continue
		}
		missing, wrong := tally(s, complaints)
		t := task{Title: s.Title.In(k.lang()), Link: "/applications/" + k.a.ID + "/sections/" + s.ID,
			Meta: k.q.T("application.task.answered", "Count", shown, "Answered", strconv.Itoa(answered))}
		if talked > 0 {
			t.Meta += " · " + k.q.T("application.comments.open_here", "Count", talked)
		}
		switch {
		case wrong > 0:
			t.Status, t.Link = web.Status{State: "err", Words: k.q.T("application.task.wrong", "Count", wrong)}, t.Link+"?check=1"
		case missing == 0 && answered == 0:
			t.Status = web.Status{State: "no", Words: k.q.T("application.task.optional")}
		case missing == 0:
			t.Status = web.Status{State: "done", Words: k.q.T("application.task.done")}
		case answered > 0:
			t.Status = web.Status{State: "now", Words: k.q.T("application.task.missing", "Count", missing)}
		default:
			t.Status = web.Status{State: "no", Words: k.q.T("application.task.not_begun")}
		}
		all = append(all, t)
	}
	return all
}

// tally counts, for one section, the complaints about what is missing and about what is wrong.
func tally(s call.Section, complaints []call.Complaint) (missing, wrong int) {
	for _, c := range complaints {
		switch {
		case !within(s, c.Path):
		case isMissing(c):
			missing++
		default:
			wrong++
		}
	}
	return missing, wrong
}

func within(s call.Section, path string) bool {
	field, _, _ := strings.Cut(path, "/")
	return slices.ContainsFunc(s.Fields, func(f call.Field) bool { return f.ID == field })
}

func (o opened) clock(q *web.Request) clock {
	w := o.call.Window
	c := clock{Closes: w.Closes, Opens: w.Opens, State: w.At(o.now), HasEnd: !w.Closes.IsZero()}
	if !c.HasEnd {
		return c
	}
	c.Left = left(q, w.Closes.Sub(o.now))
	whole := int64(w.Closes.Sub(w.Opens).Seconds())
	if whole > 0 {
		c.Passed = min(100, max(0, int64(o.now.Sub(w.Opens).Seconds())*100/whole))
	}
	c.Along, c.Point = tenths(28*c.Passed), tenths(28*c.Passed+100) // the line is 280 units long and begins at 10
	return c
}

func tenths(n int64) string { return strconv.FormatInt(n/10, 10) + "." + strconv.FormatInt(n%10, 10) }

// left says how much time there is: days and hours, and minutes when it is less than a day.
func left(q *web.Request, d time.Duration) string {
	days, hours, minutes := int(d/(24*time.Hour)), int(d%(24*time.Hour)/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case d <= 0:
		return q.T("application.left.none")
	case days >= 3:
		return q.T("application.left.days", "Count", days)
	case days > 0:
		return q.T("application.left.days", "Count", days) + " " + q.T("application.left.and") + " " + q.T("application.left.hours", "Count", hours)
	case hours > 0:
		return q.T("application.left.hours", "Count", hours) + " " + q.T("application.left.and") + " " + q.T("application.left.minutes", "Count", minutes)
	}
	return q.T("application.left.minutes", "Count", max(1, minutes))
}

// colleagues are the people of the organisation, and whether they have written within the last minutes.
func (h *house) colleagues(q *web.Request, o opened, answers map[string]Answer) ([]colleague, error) {
	last := map[string]time.Time{}
	for _, a := range answers {
		if a.At.After(last[a.By]) {
			last[a.By] = a.At
		}
	}
	var all []colleague
	for _, role := range account.MemberRoles {
		people, err := account.WithRole(q.Reader(), role, o.Organisation)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			at, wrote := last[p.ID]
			all = append(all, colleague{p.Name, role, wrote && p.ID != q.Actor().ID && o.now.Sub(at) < 5*time.Minute})
		}
	}
	return all, nil
}

type withdrawView struct {
	web.Head
	Application
	Name string
}

// Heading is the title of the page; the application has one too.
func (v withdrawView) Heading() string { return v.Head.Title }

var withdrawPage = web.NewPage[withdrawView](embedded, "pages/withdraw.html")

func (h *house) askToWithdraw(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	return withdrawPage.Show(withdrawView{web.Head{Title: q.T("application.withdraw.title"), Thread: 6, Crumbs: o.crumbs(q, o.crumb(q))}, o.Application, o.Name(q)}), nil
}

func (h *house) withdraw(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Withdraw, q.PathValue("id"))
	return seeAfter(err, "/applications/"+q.PathValue("id"))
}

func (h *house) reopen(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Reopen, q.PathValue("id"))
	return seeAfter(err, "/applications/"+q.PathValue("id"))
}

// seeAfter goes on to a page after a change.
func seeAfter(err error, path string) (web.Answer, error) {
	if err != nil {
		return nil, err
	}
	return web.See(path), nil
}

type checkView struct {
	web.Head
	Application
	Name, Call string
	All        []found
	Sections   []checkedSection
	CanEdit    bool
	Refused    string // why a submission was refused, apart from the complaints
	Key        string
	Clock      clock
	Requested  int64
	Currency   string
	HasMoney   bool
	Decision   time.Time
	Talked     int // talks that are open: a reminder
	Sign       signView
}

// found is a complaint with its way to the field.
type found struct{ Section, Label, Sentence, Link string }

type checkedSection struct {
	AnsweredSection
	Link string
}

// Heading is the title of the page; the application has one too.
func (v checkView) Heading() string { return v.Head.Title }

var checkPage = web.NewPage[checkView](embedded, "pages/check.html")

func (h *house) check(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	if o.State == Submitted {
		return web.See("/applications/" + o.ID + "/receipt"), nil
	}
	v, err := h.checkView(q, o)
	return checkPage.Show(v), err
}

func (h *house) checkView(q *web.Request, o opened) (checkView, error) {
	all, err := Answers(q.Reader(), o.ID)
	if err != nil {
		return checkView{}, err
	}
	answers := form(all)
	x := o.call.Form.Examine(answers, World(), o.now)
	v := checkView{Head: web.Head{Title: q.T("application.check.title"), Crumbs: o.crumbs(q, o.crumb(q)), Thread: 6}, Application: o.Application,
		Name: o.Name(q), Call: o.call.Title.In(q.Lang), CanEdit: o.canEdit(q), Key: id.New(), Clock: o.clock(q), Requested: x.Budget().Grant,
		Currency: o.call.Money.Currency, HasMoney: o.call.Money.Given(), Decision: o.call.Decision}
	complaints, err := o.complaints(q, x)
	if err != nil {
		return checkView{}, err
	}
	talked, err := OpenComments(q.Reader(), o.ID)
	if err != nil {
		return checkView{}, err
	}
	v.Talked = total(talked)
	if v.Sign, err = o.signing(q, x, answers, len(complaints)); err != nil {
		return checkView{}, err
	}
	for _, c := range complaints {
		v.All = append(v.All, o.found(q, c))
	}
	sections := Answered(o.call.Definition, legible(o.call.Form, answers, o.now), q.Lang, false)
	for _, s := range sections {
		v.Sections = append(v.Sections, checkedSection{s, "/applications/" + o.ID + "/sections/" + s.ID})
	}
	return v, Linked(q.Reader(), o.ID, sections, o.Reads(q.Actor()))
}

// found leads a complaint to the very field it is about, on the field's page.
func (o opened) found(q *web.Request, c call.Complaint) found {
	for _, s := range o.call.Form.Sections {
		for _, f := range s.Fields {
			if field, _, _ := strings.Cut(c.Path, "/"); f.ID == field {
				return found{s.Title.In(q.Lang), f.Label.In(q.Lang), sentence(q, c),
					"/applications/" + o.ID + "/sections/" + s.ID + "?check=1#" + (&url.URL{Fragment: c.Path}).EscapedFragment()}
			}
		}
	}
	return found{Sentence: sentence(q, c)}
}

// legible is the document of a draft without the answers that cannot be read; those are complained about.
func legible(f call.Form, answers call.Answers, now time.Time) []byte {
	rest := make(call.Answers, len(answers))
	for path, value := range answers {
		rest[path] = value
	}
	for range len(answers) + 1 {
		content, err := f.Document(rest, World(), now)
		var unreadable call.Unreadable
		if !errors.As(err, &unreadable) {
			return content
		}
		delete(rest, unreadable.Path)
	}
	return nil
}

func (h *house) submit(q *web.Request) (web.Answer, error) {
	in := Sending{Application: q.PathValue("id"), Key: q.Value("key")}
	_, err := Send(q.Context(), q.Site.Door, q.Actor(), in)
	if err == nil || IsSubmitted(err) {
		return web.See("/applications/" + in.Application + "/receipt"), nil
	}
	kind := refusal.KindOf(err)
	if q.WantsJSON() || kind != refusal.Invalid && kind != refusal.Conflict && kind != refusal.Closed {
		return nil, err
	}
	o, failed := h.open(q, true)
	if failed != nil {
		return nil, failed
	}
	if kind == refusal.Conflict && o.Edits(q.Actor()) {
		if _, failed := web.Do(q, Adopt, in.Application); failed != nil {
			return nil, failed
		}
		if o, failed = h.open(q, true); failed != nil {
			return nil, failed
		}
	}
	v, failed := h.checkView(q, o)
	if failed != nil {
		return nil, failed
	}
	v.Refused = said(q, err)
	v.Complaints = []web.Complaint{{Sentence: v.Refused}}
	if kind == refusal.Invalid {
		return checkPage.Refuse(v), nil
	}
	return checkPage.With(http.StatusConflict, v), nil
}
