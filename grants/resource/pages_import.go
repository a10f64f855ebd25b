package resource

import (
	"strings"
	"time"

	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	importsPage = web.NewPage[importsView](files, "pages/imports.html")
	importPage  = web.NewPage[importView](files, "pages/import.html")
)

// importsLink is where files of resources are sent.
const importsLink = "/resource-imports"

func (h *house) importRoutes(s *web.Site) {
	s.Private("GET "+importsLink, web.SignedIn, h.imports)
	s.Upload("POST "+importsLink, web.SignedIn, importBytes+1<<20, h.send)
	s.Private("GET "+importsLink+"/{import}", web.SignedIn, h.preview)
	for what, do := range map[string]web.Handler{"turn": turnImport, "discard": discardImport, "undo": undoImport} {
		s.Private("POST "+importsLink+"/{import}/"+what, web.SignedIn, h.again(do))
	}
	s.Private("POST "+importsLink+"/{import}/confirm", web.SignedIn, h.takeImport)
}

type importsView struct {
	web.Head
	File string // what is wrong with the file
	Rows []importLine
}

type importLine struct {
	Link, File, Day string
	Status          web.Status
	Says            string
}

// official lets only those on who decide for some municipality.
func official(q *web.Request) (Scope, error) {
	scope, err := ScopeOf(q.Reader(), q.Actor())
	if err == nil && scope.Empty() {
		err = refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	return scope, err
}

func (h *house) imports(q *web.Request) (web.Answer, error) {
	v, err := importsOf(q, nil)
	return importsPage.Show(v), err
}

func importsOf(q *web.Request, heard []web.Complaint) (importsView, error) {
	v := importsView{Head: web.Head{Title: q.T("resource.imports.title"), Section: "look.nav.municipalities", Thread: 2, Complaints: heard}}
	v.Crumbs = []web.Crumb{{Name: q.T("resource.list.title"), Link: q.Link("/resources")}, {Name: q.T("resource.desk.title"), Link: deskLink}}
	v.File = v.Head.Complaint("file")
	if _, err := official(q); err != nil {
		return v, err
	}
	all, err := Imports(q.Reader(), q.Actor().ID)
	for _, i := range all {
		v.Rows = append(v.Rows, importLine{Link: importsLink + "/" + i.ID, File: i.File, Day: when(q, i.Proposed), Status: importStatus(q, i), Says: importSays(q, i)})
	}
	return v, err
}

func when(q *web.Request, t time.Time) string { return lang.DateTime(q.Lang, t.In(q.Site.Zone)) }

var importShapes = map[string]string{string(Proposed): "now", string(Standing): "done", string(Undone): "out", string(Discarded): "out"}

func importStatus(q *web.Request, i Import) web.Status {
	return web.Status{State: importShapes[i.State], Words: q.T("resource.imports.state." + i.State)}
}

func importSays(q *web.Request, i Import) string {
	if i.State == string(Proposed) {
		return ""
	}
	return q.T("resource.imports.says", "Added", lang.Number(q.Lang, i.Added), "Changed", lang.Number(q.Lang, i.Changed), "LeftOut", lang.Number(q.Lang, i.LeftOut))
}

func (h *house) send(q *web.Request) (web.Answer, error) {
	name, content, err := q.Uploaded("file", importBytes)
	if err != nil {
		return nil, err
	}
	i, err := web.Do(q, Send, Sending{File: name, Content: content})
	if heard, status := q.Heard(err); status != 0 {
		v, err := importsOf(q, heard)
		return importsPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See(importsLink + "/" + i.ID), nil
}

type importView struct {
	web.Head
	Link                   string
	File, Day              string
	Status                 web.Status
	Says                   string
	IsOpen, Standing       bool
	State                  string
	Added, Changed         []importedRow
	AddedMore, ChangedMore int
	AddedCount             int
	ChangedCount           int
	Same, Mended           int
	Repeats                []repeatRow
	RepeatCount            int
	RepeatMore             int
	Faults                 []importFault
	FaultCount, FaultMore  int
	Swapped, Turned        bool
	Nothing                bool
	LeaveOut               string
	Back, Kept             int64
}

type importedRow struct {
	Line              int
	Name, Kind, Where string
	Changes           []FieldChange
}

type repeatRow struct {
	importedRow
	Twin, Link, Why string
}

// importFault is what is wrong with a row, and with how many others in the same words.
type importFault struct {
	Line, Others     int
	Name, Said, Says string
}

// shownRows is how many rows of a sort a preview shows.
const shownRows = 50

func (h *house) preview(q *web.Request) (web.Answer, error) {
	v, err := h.importOf(q, nil)
	return importPage.Show(v), err
}

func (h *house) importOf(q *web.Request, heard []web.Complaint) (importView, error) {
	scope, err := official(q)
	if err != nil {
		return importView{}, err
	}
	i, err := FindImport(q.Reader(), q.PathValue("import"))
	if err == nil && (i.By != q.Actor().ID || i.State == string(Discarded)) {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err != nil {
		return importView{}, err
	}
	v := importView{Head: web.Head{Title: i.File, Section: "look.nav.municipalities", Thread: 2, Complaints: heard}, Link: importsLink + "/" + i.ID, File: i.File, Day: when(q, i.Proposed),
		Status: importStatus(q, i), Says: importSays(q, i), IsOpen: i.State == string(Proposed), Standing: i.State == string(Standing), Turned: i.Turned}
	v.Crumbs = []web.Crumb{{Name: q.T("resource.list.title"), Link: q.Link("/resources")}, {Name: q.T("resource.imports.title"), Link: importsLink}}
	v.LeaveOut = v.Head.Complaint("leave_out")
	switch {
	case v.IsOpen:
		return v, h.tell(q, i, scope, &v)
	case v.Standing:
		v.Back, v.Kept, err = WouldUndo(q.Reader(), i.ID)
	}
	return v, err
}

// tell shows what a file would do.
func (h *house) tell(q *web.Request, i Import, scope Scope, v *importView) error {
	j, state, err := Preview(q.Reader(), i, scope)
	if err != nil {
		return err
	}
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return err
	}
	row := func(one Imported) importedRow {
		return importedRow{one.Line, one.Entry.Name.In(q.Lang), KindOf(one.Entry.Kind).Name.In(q.Lang), d.Label(one.Municipality, q.Lang), shownChanges(q, one.Changes, true)}
	}
	v.State, v.Same, v.Mended, v.Swapped, v.Nothing = state, j.Same, j.Mended, j.Swapped, !j.Changes(true)
	v.AddedCount, v.ChangedCount, v.RepeatCount, v.FaultCount = len(j.Added), len(j.Changed), len(j.Repeats), len(j.Faults)
	for _, one := range j.Added[:min(len(j.Added), shownRows)] {
		v.Added = append(v.Added, row(one))
	}
	for _, one := range j.Changed[:min(len(j.Changed), shownRows)] {
		v.Changed = append(v.Changed, row(one))
	}
	for _, one := range j.Repeats[:min(len(j.Repeats), shownRows)] {
		v.Repeats = append(v.Repeats, repeatRow{row(one.Imported), one.Twin.Name.In(q.Lang), q.Link(Link(one.Twin.ID)), why(q, one.Twin)})
	}
	v.tellFaults(q, j.Faults)
	v.AddedMore, v.ChangedMore, v.RepeatMore = v.AddedCount-len(v.Added), v.ChangedCount-len(v.Changed), v.RepeatCount-len(v.Repeats)
	return nil
}

// tellFaults says what is wrong. The same fault of many rows is said once, so that others are not lost among them.
func (v *importView) tellFaults(q *web.Request, all []Fault) {
	type same struct{ says, said string }
	at := map[same]int{}
	for _, f := range all {
		one := same{q.Site.Catalog.SayWith(q.Lang, f.Key, f.Args), f.Said}
		if i, isKnown := at[one]; isKnown {
			v.Faults[i].Others++
			continue
		}
		if len(v.Faults) == shownRows {
			v.FaultMore++
			continue
		}
		at[one] = len(v.Faults)
		v.Faults = append(v.Faults, importFault{Line: f.Line, Name: f.Name, Said: one.said, Says: one.says})
	}
}

func (h *house) takeImport(q *web.Request) (web.Answer, error) {
	scope, err := official(q)
	if err != nil {
		return nil, err
	}
	id := q.PathValue("import")
	_, err = web.Do(q, Accept, Accepting{ID: id, State: q.Value("state"), LeaveOut: q.Value("leave_out") != "", Anyway: q.Value("anyway") != "", Scope: scope})
	return h.answerImport(q, err)
}

// answerImport leads back to an import, or says on its page why not.
func (h *house) answerImport(q *web.Request, err error) (web.Answer, error) {
	if heard, status := q.Heard(err); status != 0 {
		v, err := h.importOf(q, heard)
		return importPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See(importsLink + "/" + q.PathValue("import")), nil
}

// again carries a button out and shows the import again; a discarded one is gone.
func (h *house) again(do web.Handler) web.Handler {
	return func(q *web.Request) (web.Answer, error) {
		_, err := do(q)
		if err == nil && strings.HasSuffix(q.URL.Path, "/discard") {
			return web.See(importsLink), nil
		}
		return h.answerImport(q, err)
	}
}

func turnImport(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Turn, q.PathValue("import"))
	return nil, err
}

func discardImport(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Discard, q.PathValue("import"))
	return nil, err
}

func undoImport(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Undo, q.PathValue("import"))
	return nil, err
}
