package application

import (
	"hash/crc32"
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
