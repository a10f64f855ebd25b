package application

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/spreadsheet"
	"vekst/platform/web"
)

// sheetLimit is the largest request with a spreadsheet.
const sheetLimit = spreadsheet.MaxBytes + 64<<10

type sheetView struct {
	web.Head
	Application
	sheetDifference
	Back          string
	Before, After call.Totals
	Currency      string
}

// Heading is the title of the page; the application has one too.
func (v sheetView) Heading() string { return v.Head.Title }

var sheetPage = web.NewPage[sheetView](embedded, "pages/sheet.html")

const (
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

func (h *house) exportDocument(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, false)
	if err != nil {
		return nil, err
	}
	m, err := h.meet(q, o)
	if err != nil {
		return nil, err
	}
	attach(q, m.Title, ".docx")
	data, err := m.document()
	return web.File{Type: docxType, Data: data}, err
}

func (h *house) exportWorkbook(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, false)
	if err != nil {
		return nil, err
	}
	m, err := h.meet(q, o)
	if err != nil {
		return nil, err
	}
	k, budget, err := o.budgetAsker(q)
	if err != nil || o.State == Submitted || !o.Reads(q.Actor()) {
		k = nil
	}
	attach(q, m.Title, ".xlsx")
	data, err := m.workbook(k, budget)
	return web.File{Type: xlsxType, Data: data}, err
}

// budgetAsker is who writes the budget of a draft; a refusal when the form shows none.
func (o opened) budgetAsker(q *web.Request) (*asker, call.Field, error) {
	f, ok := o.call.Form.Field("budget")
	answers, x, err := o.read(q)
	if err == nil && (!ok || f.Budget == nil || !x.Visible(f.ID)) {
		err = notShown()
	}
	return &asker{q: q, a: o.Application, call: o.call, x: x, answers: answers, now: o.now}, f, err
}

func (h *house) blankDocument(q *web.Request) (web.Answer, error) {
	p, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	m := blankMeeting(q, p.Definition, q.Site.Door.Now())
	attach(q, m.Title, ".docx")
	data, err := m.document()
	return web.File{Type: docxType, Data: data}, err
}

func (h *house) blankWorkbook(q *web.Request) (web.Answer, error) {
	p, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	now := q.Site.Door.Now()
	m := blankMeeting(q, p.Definition, now)
	k := &asker{q: q, call: p, x: p.Form.Examine(nil, World(), now), answers: map[string]Answer{}, now: now}
	f, ok := p.Form.Field("budget")
	if !ok || f.Budget == nil {
		k = nil
	}
	attach(q, m.Title, ".xlsx")
	data, err := m.workbook(k, f)
	return web.File{Type: xlsxType, Data: data}, err
}

// readSheet shows what a filled spreadsheet would change. Nothing is saved.
func (h *house) readSheet(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	k, f, err := o.budgetAsker(q)
	if err != nil {
		return nil, err
	}
	if !o.canEdit(q) {
		return nil, errors.Join(open(o.call.Window, o.now), isDraft(o.Application), refusalUnless(o.Edits(q.Actor())))
	}
	r := &sheetReader{asker: k, field: f}
	read, err := r.sent(q)
	if key := refusal.Complaints(err); key != nil {
		return h.unread(q, o, f, q.Site.Catalog.SayWith(q.Lang, key[0].Key, key[0].Args))
	}
	if err != nil {
		return nil, err
	}
	return sheetPage.Show(h.sheetView(q, o, k, r.compare(read))), nil
}

func (h *house) sheetView(q *web.Request, o opened, k *asker, d sheetDifference) sheetView {
	return sheetView{Head: web.Head{Title: q.T("application.sheet.preview"), Crumbs: o.crumbs(q, o.crumb(q)), Thread: 6}, Application: o.Application, sheetDifference: d,
		Back: "/applications/" + o.ID + "/sections/" + sectionOf(o.call.Form, "budget"), Before: k.x.Budget(), After: k.with(d.Changes).Budget(), Currency: o.call.Money.Currency}
}

// sent reads the workbook of a request; complaints say why it cannot be.
func (r *sheetReader) sent(q *web.Request) (sheetRead, error) {
	complain := func(key string) (sheetRead, error) {
		return sheetRead{}, refusal.Of([]refusal.Complaint{refusal.About("sheet", "application.sheet."+key)})
	}
	from, _, err := q.FormFile("file")
	if err != nil {
		return complain("none")
	}
	defer from.Close()
	data, err := io.ReadAll(io.LimitReader(from, spreadsheet.MaxBytes+1))
	if err != nil {
		return sheetRead{}, err
	}
	sheets, err := spreadsheet.Read(data)
	switch {
	case errors.Is(err, spreadsheet.ErrLocked):
		return complain("locked")
	case errors.Is(err, spreadsheet.ErrSize):
		return complain("large")
	case err != nil:
		return complain("kind")
	}
	read, found := r.find(sheets)
	if !found {
		return complain("unknown")
	}
	return read, nil
}

// unread shows the page of the budget again with why a spreadsheet was not read.
func (h *house) unread(q *web.Request, o opened, f call.Field, sentence string) (web.Answer, error) {
	q.SetPathValue("section", sectionOf(o.call.Form, f.ID))
	v, err := h.sectionView(q, o, nil, []web.Complaint{{Field: "sheet", Sentence: sentence}})
	if err != nil {
		return nil, err
	}
	v.SheetComplaint = sentence
	return sectionPage.Refuse(v), nil
}

// applySheet saves what the page before showed, as one save like any other.
func (h *house) applySheet(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	in, err := postedSheet(q, o)
	if err != nil {
		return nil, err
	}
	back := "/applications/" + o.ID + "/sections/" + sectionOf(o.call.Form, "budget") + "?check=1#budget"
	_, err = web.Do(q, Save, in)
	r, isRefused := asRefusal(err)
	if !isRefused || r.Kind == refusal.Missing || r.Kind == refusal.Forbidden {
		return seeAfter(err, back)
	}
	k, _, failed := o.budgetAsker(q)
	if failed != nil {
		return nil, failed
	}
	v := h.sheetView(q, o, k, sheetDifference{Changes: in.Changes, Told: []toldRow{{0, q.T("application.sheet.again")}}})
	v.Complaints = []web.Complaint{{Sentence: said(q, err)}}
	for _, c := range r.Complaints {
		v.Complaints = append(v.Complaints, web.Complaint{Sentence: q.Site.Catalog.SayWith(q.Lang, c.Key, c.Args)})
	}
	if r.Kind == refusal.Invalid {
		return sheetPage.Refuse(v), nil
	}
	return sheetPage.With(http.StatusConflict, v), nil
}

// postedSheet reads changes sent as path, value and gone, of the budget only.
func postedSheet(q *web.Request, o opened) (Saving, error) {
	in := Saving{Application: o.ID}
	paths, values, gone := q.PostForm["path"], q.PostForm["value"], q.PostForm["gone"]
	rev, err := strconv.ParseInt(q.PostForm.Get("rev"), 10, 64)
	if err != nil || len(paths) == 0 || len(values) != len(paths) || len(gone) != len(paths) {
		return in, refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	for i, path := range paths {
		if !strings.HasPrefix(path, "budget/") {
			return in, refusal.New(refusal.Invalid, "look.refusal.unreadable")
		}
		in.Changes = append(in.Changes, Change{Path: path, Value: strings.ReplaceAll(values[i], "\r\n", "\n"), Rev: rev, Gone: gone[i] != ""})
	}
	return in, nil
}
