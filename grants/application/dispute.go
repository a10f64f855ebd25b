package application

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/db"
	"vekst/platform/web"
)

// dispute is an answer in which several people wrote different things at the same time, as a page shows it: all of the
// texts, with who and when, and the choice.
type dispute struct {
	Path    string
	Texts   []disputed
	CanJoin bool // the texts can be put one after the other
	IsRow   bool // somebody removed the row
}

// IsOwn says whether the visitor wrote all of the texts: on two pages, or on two devices.
func (d dispute) IsOwn() bool {
	return !slices.ContainsFunc(d.Texts, func(t disputed) bool { return !t.IsMine })
}

// IsShared says whether the visitor wrote one of the texts and somebody else another.
func (d dispute) IsShared() bool {
	return !d.IsOwn() && slices.ContainsFunc(d.Texts, func(t disputed) bool { return t.IsMine })
}

type disputed struct {
	Choice, Value, By string
	At                time.Time
	IsMine, IsGone    bool
}

// dispute is the choice at a question, nil where there is none.
func (k *asker) dispute(path string, kind call.FieldKind) *dispute {
	s, ok := k.standing[path]
	if !ok || !s.IsDisputed {
		return nil
	}
	d := &dispute{Path: path, CanJoin: kind == call.Long || kind == call.Short}
	for _, h := range s.Heads {
		d.Texts = append(d.Texts, disputed{Choice: "keep:" + path + " " + h.Dot.String(), Value: k.readable(path, h.Value), By: k.names.of(k.q, h.By),
			At: time.UnixMicro(h.At), IsMine: h.By == k.q.Actor().Name(), IsGone: h.Gone})
		d.IsRow = d.IsRow || h.Gone
	}
	slices.SortStableFunc(d.Texts, func(a, b disputed) int { return a.At.Compare(b.At) })
	d.CanJoin = d.CanJoin && !d.IsRow
	return d
}

// readable is a value as a person reads it: of a choice its label.
func (k *asker) readable(path, value string) string {
	f, ok := fieldAt(k.call.Form, path)
	if !ok || f.Kind != call.Choice && f.Kind != call.Choices {
		return value
	}
	var words []string
	for _, o := range k.options(f, value) {
		switch {
		case !o.IsChosen:
		case o.Word != "":
			words = append(words, k.q.T(o.Word))
		default:
			words = append(words, o.Label)
		}
	}
	if words == nil {
		return value
	}
	return strings.Join(words, ", ")
}

// fieldAt is the field, or the column, that an answer belongs to.
func fieldAt(form call.Form, path string) (call.Field, bool) {
	id, rest, deep := strings.Cut(path, "/")
	f, ok := form.Field(id)
	for _, c := range f.Columns {
		if deep && (rest == c.ID || strings.HasSuffix(rest, "/"+c.ID)) {
			return c, true
		}
	}
	return f, ok
}

// nameBook is the names of the people who wrote, each asked for once.
type nameBook map[string]string

func (n nameBook) of(q *web.Request, person string) string {
	if name, ok := n[person]; ok {
		return name
	}
	name := nameOf(q.Reader(), person)
	if name == "" {
		name = q.T("application.live.somebody")
	}
	n[person] = name
	return name
}

func nameOf(r db.Reader, person string) string {
	p, err := account.Find(r, person)
	if err != nil {
		return ""
	}
	return p.Name
}

// contradictions are complaints about answers in dispute, where their fields are shown.
func contradictions(disputes []Standing, x *call.Examination) []call.Complaint {
	var all []call.Complaint
	for _, s := range disputes {
		if field, _, _ := strings.Cut(s.Path, "/"); x.Visible(field) {
			all = append(all, call.Complaint{Path: s.Path, Key: "application.dispute.complaint"})
		}
	}
	return all
}

// complaints is everything that stands in the way of submitting: what people have not agreed on, what the form says, and
// files that were infected.
func (o opened) complaints(q *web.Request, x *call.Examination) ([]call.Complaint, error) {
	all, err := disputes(q.Reader(), o.ID)
	if err != nil {
		return nil, err
	}
	bad, err := infectedFiles(q.Reader(), o.ID)
	if err != nil {
		return nil, err
	}
	waiting, err := o.waiting(q.Reader())
	return slices.Concat(contradictions(all, x), x.Complaints(), bad, waiting), err
}

// choosing turns the choice of one of several texts into changes. Whoever chooses must have seen all of them; where a
// further one has come meanwhile nothing is changed, and the page shows it.
func (o opened) choosing(q *web.Request, all []Change) ([]Change, error) {
	do := q.PostForm.Get("-do")
	path, dot, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(do, "keep:"), "both:"), " ")
	if path == do {
		return all, nil
	}
	found, err := Standings(q.Reader(), o.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(found, func(s Standing) bool { return s.Path == path })
	if at < 0 || !found[at].IsDisputed || found[at].Rev > seenBy(q.PostForm) {
		return all, nil
	}
	all = slices.DeleteFunc(all, func(c Change) bool { return c.Path == path })
	s := found[at]
	if strings.HasPrefix(do, "both:") {
		return append(all, Change{Path: path, Value: s.both(o.call.Form), Rev: s.Rev}), nil
	}
	for _, h := range s.Heads {
		if h.Dot.String() == dot {
			return o.chosen(q, all, s, h, found)
		}
	}
	return all, nil
}

// both is all texts of a dispute, one after the other.
func (s Standing) both(form call.Form) string {
	between := " / "
	if wayOf(form, s.Path) == byWords {
		between = "\n\n"
	}
	var texts []string
	for _, h := range s.Heads {
		if h.Value != "" && !slices.Contains(texts, h.Value) {
			texts = append(texts, h.Value)
		}
	}
	return strings.Join(texts, between)
}

// chosen is the change that makes one of several edits the answer. Where the dispute is about a row, that is removed or
// brought back as a whole.
func (o opened) chosen(q *web.Request, all []Change, s Standing, choice Edit, found []Standing) ([]Change, error) {
	if !slices.ContainsFunc(s.Heads, func(h Edit) bool { return h.Gone }) {
		return append(all, Change{Path: s.Path, Value: choice.Value, Rev: s.Rev}), nil
	}
	row := s.Path[:strings.LastIndex(s.Path, "/")]
	if choice.Gone {
		return o.removing(all, row, seenBy(q.PostForm)), nil
	}
	all = slices.DeleteFunc(all, func(c Change) bool { return strings.HasPrefix(c.Path, row+"/") })
	for _, cell := range found {
		if !strings.HasPrefix(cell.Path, row+"/") || !cell.isGone() {
			continue
		}
		value, err := cell.before(q.Reader(), o.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, Change{Path: cell.Path, Value: value, Rev: cell.Rev})
	}
	return all, nil
}

// isGone says whether the cell was removed with its row, or is in dispute about that.
func (s Standing) isGone() bool {
	return slices.ContainsFunc(s.Heads, func(h Edit) bool { return h.Gone })
}

// before is what a cell was before its row was removed: what somebody else wrote in it meanwhile, or the last in its
// history.
func (s Standing) before(r db.Reader, application string) (string, error) {
	for _, h := range s.Heads {
		if !h.Gone {
			return h.Value, nil
		}
	}
	all, err := historyOf(r, application, s.Path)
	for _, e := range all {
		if !e.IsGone {
			return e.Value, err
		}
	}
	return "", err
}

// shownMarks are the marks of what a page shows, for the form to tell what nobody touched.
func shownMarks(answers map[string]Answer, fields []call.Field) string {
	var all []string
	for path, a := range answers {
		id, _, _ := strings.Cut(path, "/")
		if a.Value != "" && slices.ContainsFunc(fields, func(f call.Field) bool { return f.ID == id }) {
			all = append(all, path+":"+mark(a.Value))
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}
