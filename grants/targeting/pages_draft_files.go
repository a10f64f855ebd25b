package targeting

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"vekst/platform/web"
)

var (
	filesPage   = web.NewPage[filesView](files, "pages/files.html")
	publishPage = web.NewPage[publishView](files, "pages/publish.html")
)

// filesView is a draft as its three files.
type filesView struct {
	web.Head
	ID        string
	Rev       int64
	Framework web.Field
	Recipe    web.Field
	Data      string // what is wrong with the data
	OwnData   bool
	Size      string
	Preview   preview
	CanBuild  bool // the builder can show all that the files say
}

func (h *house) draftFiles(q *web.Request) (web.Answer, error) {
	d, err := FindDraft(q.Reader(), q.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	v, err := h.filesView(q, d)
	return filesPage.Show(v), err
}

func (h *house) filesView(q *web.Request, d Draft) (filesView, error) {
	v := filesView{ID: d.ID, Rev: d.Rev, OwnData: len(d.Data) > 0, Size: kilobytes(q.Lang, len(d.Data))}
	v.Head = web.Head{Title: q.T("targeting.files.title"), Section: "look.nav.municipalities", Style: "index.css", Crumbs: crumbs(q)}
	b, err := h.figures.Open(q.Reader())
	if err != nil {
		return v, err
	}
	if len(d.Framework)+len(d.Recipe) > 0 {
		if v.Preview, err = h.preview(q, d, b, nil); err != nil {
			return v, err
		}
	}
	v.Complaints = v.Preview.Faults
	v.Framework = web.Field{Name: FrameworkFile, Label: "framework.csv", Value: string(d.Framework), Rows: 10, Complaint: v.Complaint(FrameworkFile)}
	v.Recipe = web.Field{Name: RecipeFile, Label: "recipe.yaml", Value: string(d.Recipe), Rows: 20, Complaint: v.Complaint(RecipeFile)}
	v.Data = v.Complaint(DataFile)
	_, v.CanBuild = d.plan()
	return v, nil
}

// filesOf are the files of a form: those that were sent as files, or else as they were typed.
func filesOf(q *web.Request) (f Files, err error) {
	for name, into := range map[string]*[]byte{DataFile: &f.Data, FrameworkFile: &f.Framework, RecipeFile: &f.Recipe} {
		*into = []byte(q.FormValue(name))
		from, _, err := q.FormFile(name + "_file")
		if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
			continue
		}
		if err != nil {
			return f, err
		}
		raw, err := io.ReadAll(io.LimitReader(from, mostData+1))
		if err != nil {
			return f, errors.Join(err, from.Close())
		}
		if *into = raw; from.Close() != nil {
			return f, err
		}
	}
	return f, nil
}

// beginFromFiles begins a draft from three files of the form.
func (h *house) beginFromFiles(q *web.Request) (web.Answer, error) {
	f, err := filesOf(q)
	if err != nil {
		return nil, err
	}
	d, err := web.Do(q, Begin, Beginning{Files: f})
	if heard, status := q.Heard(err); status != 0 {
		return newPage.With(status, newView{web.Head{Title: q.T("targeting.list.new"), Section: "look.nav.municipalities", Style: "index.css", Crumbs: crumbs(q), Complaints: heard}}), nil
	}
	return web.See("/index-drafts/" + d.ID + "/files"), err
}

func (h *house) saveFiles(q *web.Request) (web.Answer, error) {
	f, err := filesOf(q)
	if err != nil {
		return nil, err
	}
	d, err := FindDraft(q.Reader(), q.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	rev, _ := strconv.ParseInt(q.Value("rev"), 10, 64)
	keeps := len(f.Data) == 0 && q.Value("figures") != "yes"
	saved, err := web.Do(q, Save, Saving{Draft: d.ID, Rev: rev, Files: f, KeepData: keeps})
	heard, status := q.Heard(err)
	switch {
	case err != nil && status == 0:
		return nil, err
	case status == 0:
		d = saved
	default:
		d.Framework, d.Recipe, d.Plan = f.Framework, f.Recipe, ""
	}
	v, err := h.filesView(q, d)
	switch {
	case err != nil:
		return nil, err
	case status != 0:
		v.Complaints = append(heard, v.Complaints...)
		return filesPage.With(status, v), nil
	case len(v.Complaints) > 0:
		return filesPage.With(http.StatusUnprocessableEntity, v), nil
	}
	return web.See("/index-drafts/" + d.ID + "/files"), nil
}

// exportFile is one of the three files of a draft as it is now.
func (h *house) exportFile(q *web.Request) (web.Answer, error) {
	d, err := FindDraft(q.Reader(), q.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	f, err := d.filled(q.Reader())
	if err != nil {
		return nil, err
	}
	all := []File{{publishedData, f.Data}, {publishedFramework, f.Framework}, {publishedRecipe, f.Recipe}}
	at := slices.IndexFunc(all, func(x File) bool { return x.Name == q.PathValue("name") })
	if at < 0 {
		data, err := Zipped(all, "index-draft")
		return web.File{Type: "application/zip", Name: "index-draft.zip", Data: data}, err
	}
	return web.File{Type: MediaType(all[at].Name), Name: all[at].Name, Data: all[at].Bytes}, nil
}

// publishView asks whether a draft shall be frozen.
type publishView struct {
	web.Head
	ID, Seen string
	Ready    bool
	Counted  string
	Notes    []string
	Chosen   []placeRow
}

func (h *house) askPublish(q *web.Request) (web.Answer, error) {
	v, err := h.publishView(q, nil)
	return publishPage.Show(v), err
}

func (h *house) publishView(q *web.Request, heard []web.Complaint) (publishView, error) {
	v := publishView{ID: q.PathValue("draft")}
	v.Head = web.Head{Title: q.T("targeting.publish.title"), Section: "look.nav.municipalities", Style: "index.css", Crumbs: crumbs(q), Complaints: heard}
	d, err := FindDraft(q.Reader(), v.ID)
	if err != nil {
		return v, err
	}
	b, err := h.figures.Open(q.Reader())
	if err != nil {
		return v, err
	}
	p, hasPlan := d.plan()
	plan := &p
	if !hasPlan {
		plan = nil
	}
	found, err := h.preview(q, d, b, plan)
	if v.Ready = len(found.Faults) == 0; !v.Ready || err != nil {
		v.Complaints = slices.Concat(heard, found.Faults)
		for i := range v.Complaints {
			v.Complaints[i].Field = ""
		}
		return v, err
	}
	v.Seen, v.Notes, v.Chosen, v.Counted = found.Seen, found.Notes, found.Chosen, found.Ways
	return v, nil
}

func (h *house) publish(q *web.Request) (web.Answer, error) {
	x, err := web.Do(q, Freeze, Freezing{Draft: q.PathValue("draft"), Seen: q.Value("seen")})
	if heard, status := q.Heard(err); status != 0 {
		v, err := h.publishView(q, heard)
		return publishPage.With(status, v), err
	}
	if err != nil {
		return nil, err
	}
	return web.See(q.Link("/indices/" + strconv.Itoa(x.Number))), nil
}
