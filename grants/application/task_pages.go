package application

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/web"
	"vekst/value/period"
)

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
