package editor

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var sheetPage = web.NewPage[sheetView](files, "pages/sheet.html")

// sheetView is a page on which a part of a call, or one thing in it, is filled in.
type sheetView struct {
	web.Head
	ID          string
	Rev         int64
	Self        string
	Lede        string
	Inputs      []asked
	More        []asked
	Lists       []listView
	Others      []said
	Faults      int
	Saved       string
	Undo        int64 // the revision that taking back leads to, 0 for none
	Above, Next *web.Crumb
	Shape       string
	Sections    []option // to which the field of the page can be carried
}

// opened is a draft somebody works on, and the thing in it that a page is about.
type opened struct {
	Draft
	judged
	shape
	place string
	part  part
	self  string
}

// find opens the draft of a request. Whoever may not write in it is told that there is none.
func find(q *web.Request) (Draft, error) {
	d, err := Find(q.Reader(), q.PathValue("draft"))
	if err == nil && !d.Writes(q.Actor()) {
		return d, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return d, err
}

// open finds the draft and the thing.
func open(q *web.Request) (opened, error) {
	d, err := find(q)
	if err != nil {
		return opened{}, err
	}
	t, err := grow(d.File)
	if err != nil {
		return opened{}, err
	}
	return look(q, d, t)
}

// look is the thing of a request in a tree of the draft.
func look(q *web.Request, d Draft, t tree) (opened, error) {
	o := opened{Draft: d, judged: judged{tree: t}}
	missing := refusal.New(refusal.Missing, "look.refusal.missing")
	if name := q.PathValue("part"); name != "" {
		p, ok := partNamed(name)
		if !ok {
			return o, missing
		}
		o.part, o.shape, o.self = p, p.shape, "/editor/"+d.ID+"/part/"+name
		return o, nil
	}
	o.place = strings.Trim(q.PathValue("place"), "/")
	s, l, ok := t.shapeAt(o.place)
	if !ok || l.Inline {
		return o, missing
	}
	o.part, o.shape, o.self = partOf(o.place), s, "/editor/"+d.ID+"/edit/"+o.place
	return o, nil
}

func sheet(q *web.Request) (web.Answer, error) {
	o, err := open(q)
	if err != nil {
		return nil, err
	}
	if o.judged, err = o.judge(q, o.tree, o.File); err != nil {
		return nil, err
	}
	v := o.view(q)
	v.Undo, _ = strconv.ParseInt(q.Value("undo"), 10, 64)
	return sheetPage.Show(v), nil
}

// judge reads a text of the draft, with what was noted about its publication.
func (d Draft) judge(q *web.Request, t tree, file string) (judged, error) {
	notes, err := Notes(q.Reader(), d.ID)
	return judge(q, t, file, notes), err
}

// view makes the page.
func (o opened) view(q *web.Request) sheetView {
	k := desk{q, o.judged, o.Draft, o.place}
	v := sheetView{ID: o.Draft.ID, Rev: o.Rev, Self: o.self, Saved: q.T("editor.saved", "Moment", lang.DateTime(q.Lang, inZone(q, o.Changed))), Shape: o.shape.Name}
	v.Inputs, v.More = k.ask(o.shape, o.place)
	for _, l := range o.Lists {
		v.Lists = append(v.Lists, k.list(l, o.place))
	}
	if o.place == "" {
		v.Title, v.Lede = q.T("editor.part."+o.part.Name+".title"), q.T("editor.part."+o.part.Name+".lede")
		v.Others = o.strays(v)
		v.Faults = len(o.of(o.part))
	} else {
		v.Title, v.Lede = k.title(o.place), q.T("editor.thing."+o.shape.Name)
		v.Others = k.others(o.place, append(append([]asked{}, v.Inputs...), v.More...), o.shape)
		v.Faults = len(o.at(o.place))
	}
	v.Section, v.Style, v.Crumbs = "look.nav.calls", "editor.css", o.crumbs(q, k)
	v.Above, v.Next = o.around(q, k)
	if o.shape.Name == "field" {
		v.Sections = o.otherSections(k)
	}
	return v
}

// otherSections are those a field can be carried to.
func (o opened) otherSections(k desk) []option {
	var all []option
	for i := range o.count("form") {
		if n := strconv.Itoa(i); n != steps(o.place)[1] {
			all = append(all, option{n, k.title(down("form", n)), false})
		}
	}
	return all
}

// strays are the faults of a part that no input or list of its page shows.
func (o opened) strays(v sheetView) []said {
	var all []said
	for _, f := range o.of(o.part) {
		known := false
		for _, a := range v.Inputs {
			known = known || within(f.Place, a.Name)
		}
		for _, l := range v.Lists {
			known = known || within(f.Place, l.Key)
		}
		for _, a := range v.More {
			known = known || within(f.Place, a.Name)
		}
		if !known {
			all = append(all, f)
		}
	}
	return all
}

// crumbs lead from the drafts through the things above.
func (o opened) crumbs(q *web.Request, k desk) []web.Crumb {
	all := []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: o.name(q), Link: "/editor/" + o.Draft.ID}}
	if o.place == "" {
		return all
	}
	all = append(all, web.Crumb{Name: q.T("editor.part." + o.part.Name + ".title"), Link: "/editor/" + o.Draft.ID + "/part/" + o.part.Name})
	way := steps(o.place)
	for n := 1; n < len(way); n++ {
		thing := strings.Join(way[:n], "/")
		if _, l, ok := o.shapeAt(thing); ok && !l.Inline {
			all = append(all, web.Crumb{Name: k.title(thing), Link: "/editor/" + o.Draft.ID + "/edit/" + thing})
		}
	}
	return all
}

// around are the page above, and the next one of the same kind: the next part, or the next question of a section.
func (o opened) around(q *web.Request, k desk) (above, next *web.Crumb) {
	crumbs := o.crumbs(q, k)
	above = &crumbs[len(crumbs)-1]
	if o.place == "" {
		for i, p := range parts {
			if p.Name == o.part.Name && i+1 < len(parts) {
				next = &web.Crumb{Name: q.T("editor.part." + parts[i+1].Name + ".title"), Link: "/editor/" + o.Draft.ID + "/part/" + parts[i+1].Name}
			}
		}
		return above, next
	}
	list, i, _ := o.element(o.place)
	if following := down(list, strconv.Itoa(i+1)); o.tree.at(following) != nil {
		next = &web.Crumb{Name: k.title(following), Link: "/editor/" + o.Draft.ID + "/edit/" + following}
	}
	return above, next
}

// name is what a draft is called on screens.
func (d Draft) name(q *web.Request) string {
	if says := d.Title.In(q.Lang); says != "" {
		return says
	}
	return q.T("editor.unnamed")
}

// saveSheet keeps what a page sent, and does what its button says besides.
func saveSheet(q *web.Request) (web.Answer, error) {
	for range 3 {
		answer, err := saveOnce(q)
		if refusal.KindOf(err) != refusal.Conflict {
			return answer, err
		}
	}
	return nil, refusal.New(refusal.Conflict, "editor.change.conflict")
}

func saveOnce(q *web.Request) (web.Answer, error) {
	o, err := open(q)
	if err != nil {
		return goneMeanwhile(q, err)
	}
	base, err := o.seen(q)
	if err != nil {
		return nil, err
	}
	m := merge(o.tree, base, o.shape, o.place, q.PostForm)
	if !m.apart && len(m.clashes) > 0 && o.isOwn(q) {
		if q.PostForm.Get("do") == "" {
			return web.See(o.self), nil // the page saved itself, and was overtaken by its own button
		}
		m.clashes = nil
	}
	if m.apart || len(m.clashes) > 0 {
		return o.clashed(q, m)
	}
	if strings.HasPrefix(q.PostForm.Get("do"), "remove:") {
		if o.Draft, err = o.keep(q, m.tree); err != nil {
			return o.refused(q, m, err)
		}
	}
	do, then := m.tree, ""
	if act := q.PostForm.Get("do"); act != "" && act != "save" {
		if then, err = do.act(act, o.place, q.PostForm); err != nil {
			return nil, err
		}
	}
	saved, err := o.keep(q, do)
	if err != nil {
		return o.refused(q, m, err)
	}
	return o.onward(q, saved, then), nil
}

// keep saves a tree as the draft. What is typed is saved before something is removed, so that taking the removal back does
// not take back what was typed.
func (o opened) keep(q *web.Request, t tree) (Draft, error) {
	text, err := t.file()
	if err != nil {
		return Draft{}, err
	}
	return web.Do(q, Change, Changing{o.Draft.ID, o.Rev, text})
}

// isOwn says whether everything saved since the page was made was saved by the same person: a page that saves itself and
// its button may meet on the way.
func (o opened) isOwn(q *web.Request) bool {
	all, err := Revisions(q.Reader(), o.Draft.ID)
	rev, _ := strconv.ParseInt(q.PostForm.Get("rev"), 10, 64)
	return err == nil && !slices.ContainsFunc(all, func(r Revision) bool { return r.Rev > rev && r.By != q.Actor().Name() })
}

// seen is the tree as it was when the page was made.
func (o opened) seen(q *web.Request) (tree, error) {
	rev, err := strconv.ParseInt(q.PostForm.Get("rev"), 10, 64)
	if err != nil || rev < 1 || rev > o.Rev {
		return tree{}, refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	if rev == o.Rev {
		return o.tree, nil
	}
	r, err := Before(q.Reader(), o.Draft.ID, rev)
	if err != nil {
		return o.tree, nil //nolint:nilerr // too long ago to compare: the page is written as if it were new
	}
	return grow(r.File)
}

// act does what a button says: add, move, copy or remove. It gives the place to go to.
func (t tree) act(act, above string, typed url.Values) (string, error) {
	verb, rest, _ := strings.Cut(act, ":")
	place := down(above, steps(rest)...)
	switch verb {
	case "add":
		return t.grown(place, typed.Get("kind:"+rest))
	case "up", "down":
		t.move(place, map[string]int{"up": -1, "down": 1}[verb])
	case "copy":
		t.copy(place)
	case "remove":
		t.remove(place)
	case "carry":
		return t.carried(above, typed.Get("section"))
	default:
		return "", refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	t.mark()
	return place, nil
}

// carried takes the field of a page to another section. Its mark, if it has one of its own, goes along.
func (t tree) carried(field, section string) (string, error) {
	was := t.where().paths[field]
	n, err := strconv.Atoi(section)
	place, ok := t.carry(field, n)
	if err != nil || !ok {
		return "", refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	t.retell(was, t.where().paths[place])
	t.mark()
	return place, nil
}

// grown puts a new element in the list at a place.
func (t tree) grown(place, kind string) (string, error) {
	l, ok := t.listAt(place)
	if !ok {
		return "", refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	if (l.Of == "field" || l.Of == "column") && details[kind] == "" && kind != "date" && kind != "money" && kind != "partner" && kind != "settlements" && kind != "indicator" {
		kind = "short"
	}
	added, err := t.add(place, fresh(l.Of, kind))
	if err != nil {
		return "", err
	}
	n := t.at(added)
	_, i, list := t.element(added)
	taken := t.ids(place)
	if l.Of == "field" {
		taken = t.fieldIDs()
	}
	if i < len(list.Content) && t.value(down(added, "id")) != "budget" {
		setID(n, without1(taken, t.value(down(added, "id"))))
	}
	t.mark()
	return added, nil
}

// without1 is a list less one of a word.
func without1(words []string, word string) []string {
	for i, w := range words {
		if w == word {
			return append(append([]string{}, words[:i]...), words[i+1:]...)
		}
	}
	return words
}

// listAt is the list of the editor that stands at a place.
func (t tree) listAt(place string) (series, bool) {
	for _, p := range parts {
		for _, l := range p.Lists {
			if l.Key == place {
				return l, true
			}
		}
	}
	all := steps(place)
	for n := 1; n < len(all); n++ {
		s, _, ok := t.shapeAt(strings.Join(all[:n], "/"))
		if !ok {
			continue
		}
		for _, l := range s.Lists {
			if strings.Join(all[n:], "/") == l.Key {
				return l, true
			}
		}
	}
	return series{}, false
}

// onward leads to where one goes on: to the new thing, to the list that changed, or to the next page.
func (o opened) onward(q *web.Request, saved Draft, then string) web.Answer {
	act := q.PostForm.Get("do")
	verb, rest, _ := strings.Cut(act, ":")
	switch verb {
	case "add":
		t, err := grow(saved.File)
		if err == nil {
			if _, l, ok := t.shapeAt(then); ok && !l.Inline {
				return web.See("/editor/" + o.Draft.ID + "/edit/" + then)
			}
		}
		return web.See(o.self + "#" + without(then, o.place))
	case "remove":
		return web.See(o.self + "?undo=" + strconv.FormatInt(saved.Rev-1, 10))
	case "up", "down", "copy":
		return web.See(o.self + "#" + listOf(rest))
	case "carry":
		return web.See("/editor/" + o.Draft.ID + "/edit/" + then)
	}
	return web.See(o.self)
}

// listOf is the list a place below a page stands in.
func listOf(rest string) string {
	all := steps(rest)
	return strings.Join(all[:max(0, len(all)-1)], "/")
}

// clashed shows the page again, with all that was typed, when somebody else changed the same.
func (o opened) clashed(q *web.Request, m merged) (web.Answer, error) {
	shown, err := look(q, o.Draft, m.tree)
	if err != nil {
		return nil, err
	}
	text, err := m.file()
	if err != nil {
		return nil, err
	}
	if shown.judged, err = o.judge(q, m.tree, text); err != nil {
		return nil, err
	}
	v := shown.view(q)
	v.Saved = q.T("editor.not_saved")
	if m.apart {
		v.Complaints = []web.Complaint{{Sentence: q.T("editor.clash.apart")}}
		return sheetPage.With(http.StatusConflict, v), nil
	}
	for _, c := range m.clashes {
		theirs := c.Theirs
		if theirs == "" {
			theirs = q.T("editor.clash.nothing")
		}
		v.Complaints = append(v.Complaints, web.Complaint{Field: c.unit.Name, Sentence: q.T("editor.clash.same", "Label", q.T("editor.input."+c.Input()), "Theirs", excerpt(theirs))})
	}
	return sheetPage.With(http.StatusConflict, v), nil
}

func excerpt(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// refused shows the page again, with all that was typed, when it could not be kept.
func (o opened) refused(q *web.Request, m merged, err error) (web.Answer, error) {
	var r *refusal.Refusal
	if !errors.As(err, &r) || r.Kind != refusal.Invalid {
		return nil, err
	}
	shown, failed := look(q, o.Draft, m.tree)
	if failed != nil {
		return nil, failed
	}
	v := shown.view(q)
	v.Saved, v.Complaints = q.T("editor.not_saved"), q.Complaints(err)
	return sheetPage.Refuse(v), nil
}

// goneMeanwhile says that what a page was about is no longer there.
func goneMeanwhile(q *web.Request, err error) (web.Answer, error) {
	if refusal.KindOf(err) == refusal.Missing {
		if _, failed := find(q); failed == nil {
			return nil, refusal.New(refusal.Missing, "editor.change.gone")
		}
	}
	return nil, err
}
