package territory

import (
	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/web"
)

var (
	filesPage = web.NewPage[filesView](files, "pages/outlines.html")
	filePage  = web.NewPage[fileView](files, "pages/outline.html")
)

var keeps = web.Role(account.Operator, account.Administrator)

type filesView struct {
	web.Head
	File   string // what is wrong with the file
	Inputs []web.Field
	Turn   bool
	Rows   []fileRow
}

type fileRow struct {
	Outlines
	When   string
	Status web.Status
}

func crumbs(q *web.Request) []web.Crumb {
	return []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: q.T("territory.map.title"), Link: q.Link("/map")}}
}

func (h *house) outlines(q *web.Request) (web.Answer, error) {
	v, err := outlinesView(q, nil)
	return filesPage.Show(v), err
}

func outlinesView(q *web.Request, heard []web.Complaint) (filesView, error) {
	v := filesView{Head: web.Head{Title: q.T("territory.outlines.title"), Section: "look.nav.municipalities", Crumbs: crumbs(q), Complaints: heard}, Turn: q.Value("turn") != ""}
	v.File = v.Head.Complaint("file")
	for _, name := range []string{"source", "licence"} {
		v.Inputs = append(v.Inputs, web.Field{Name: name, Label: q.T("territory.field." + name), Help: q.T("territory.field_help." + name), Value: q.Value(name),
			Optional: name == "licence", Complaint: v.Head.Complaint(name)})
	}
	all, err := All(q.Reader())
	for _, o := range all {
		v.Rows = append(v.Rows, fileRowOf(q, o))
	}
	return v, err
}

var states = map[string]string{Proposed: "now", Standing: "done", Undone: "out", Discarded: "out"}

func fileRowOf(q *web.Request, o Outlines) fileRow {
	moment := o.Proposed
	if o.State != Proposed {
		moment = o.At
	}
	if q.Site.Zone != nil {
		moment = moment.In(q.Site.Zone)
	}
	return fileRow{Outlines: o, When: lang.DateTime(q.Lang, moment), Status: web.Status{State: states[o.State], Words: q.T("territory.state." + o.State)}}
}

func (h *house) propose(q *web.Request) (web.Answer, error) {
	in := Proposing{Source: q.Value("source"), Licence: q.Value("licence"), Turn: q.Value("turn") != ""}
	if err := uploaded(q, &in); err != nil {
		return nil, err
	}
	o, err := web.Do(q, Propose, in)
	if heard, status := q.Heard(err); status != 0 {
		v, err := outlinesView(q, heard)
		return filesPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See("/territory/outlines/" + o.ID), nil
}

// uploaded reads the file of a form; one that was not sent is complained about by the action.
func uploaded(q *web.Request, in *Proposing) (err error) {
	in.File, in.Content, err = q.Uploaded("file", mostBytes)
	return err
}

type fileView struct {
	web.Head
	fileRow
	Missing []string // municipalities of the same country that the file has no outline of
	LeftOut int
	Rows    []findingRow
	Of      int
	Picture Picture
}

type findingRow struct {
	Says, About string
	LeftOut     bool
}

func (h *house) preview(q *web.Request) (web.Answer, error) {
	v, err := h.fileView(q, nil)
	return filePage.Show(v), err
}

func (h *house) fileView(q *web.Request, heard []web.Complaint) (fileView, error) {
	o, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return fileView{}, err
	}
	b, err := h.Figures.Book(q.Reader())
	if err != nil {
		return fileView{}, err
	}
	v := fileView{fileRow: fileRowOf(q, o)}
	v.Head = web.Head{Title: q.T("territory.outlines.of", "Name", o.File), Section: "look.nav.municipalities", Complaints: heard, Style: "map.css",
		Crumbs: append(crumbs(q), web.Crumb{Name: q.T("territory.outlines.title"), Link: "/territory/outlines"})}
	for _, f := range o.Found {
		v.Rows = append(v.Rows, findingRowOf(q, b.Places, f))
		if f.LeftOut {
			v.LeftOut++
		}
	}
	rows, err := shapesOf(q.Reader(), o.ID)
	if err != nil {
		return v, err
	}
	return v, v.look(q, b.Places, rows)
}

// look draws the outlines of a file, and says which are missing.
func (v *fileView) look(q *web.Request, d *municipality.Directory, rows []stored) error {
	var shapes []Shape
	have, countries := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		rings, err := read(row.Rings)
		if err != nil {
			return err
		}
		m, _ := d.Municipality(row.Code)
		have[row.Code], countries[m.Country] = true, true
		shapes = append(shapes, Shape{row.Code, rings})
	}
	var all []municipality.Municipality
	for _, m := range d.Find(municipality.Wanted{}, q.Lang) {
		if !countries[m.Country] {
			continue
		}
		v.Of++
		all = append(all, m)
		if !have[m.Code] {
			v.Missing = append(v.Missing, d.Label(m.Code, q.Lang))
		}
	}
	if len(shapes) == 0 {
		return nil
	}
	s := newSheet(0, nil, shapes)
	v.Picture = draw(s, fitted(s, all), all, func(code string) string {
		if have[code] {
			return "c3"
		}
		return "none"
	})
	v.Picture.Label = q.T("territory.outlines.picture", "Count", len(shapes))
	return nil
}

func findingRowOf(q *web.Request, d *municipality.Directory, f Finding) findingRow {
	at := ""
	if f.Lon != 0 || f.Lat != 0 {
		at = q.T("territory.found_at", "Lon", lang.Figure(q.Lang, degrees(f.Lon)), "Lat", lang.Figure(q.Lang, degrees(f.Lat)))
	}
	row := findingRow{Says: q.T("territory.found."+f.Key, "Is", d.Label(f.Is, q.Lang)), LeftOut: f.LeftOut}
	if f.Feature > 0 {
		row.About = q.T("territory.found_in", "Number", f.Feature, "Label", f.label())
	}
	if at != "" {
		row.Says += " " + at
	}
	return row
}

// answer does what a button of the preview asks for.
func (h *house) answer(q *web.Request, err error) (web.Answer, error) {
	if heard, status := q.Heard(err); status != 0 {
		v, err := h.fileView(q, heard)
		return filePage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See("/territory/outlines/" + q.PathValue("id")), nil
}

func (h *house) confirm(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Confirm, q.PathValue("id"))
	return h.answer(q, err)
}

func (h *house) undo(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Undo, q.PathValue("id"))
	return h.answer(q, err)
}

func (h *house) discard(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, Discard, q.PathValue("id")); err != nil {
		return h.answer(q, err)
	}
	return web.See("/territory/outlines"), nil
}
