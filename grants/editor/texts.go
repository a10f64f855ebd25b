package editor

import (
	"net/url"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/text"
)

// speech is a text of the call in its languages, and where it stands.
type speech struct {
	Place string
	text.Text
}

// texts are all texts of a file that people see, in its order.
func (t tree) texts() []speech {
	var all []speech
	var walk func(n *yaml.Node, place string)
	walk = func(n *yaml.Node, place string) {
		switch {
		case n.Kind == yaml.MappingNode && isText(n):
			all = append(all, speech{place, t.text(place)})
		case n.Kind == yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				walk(n.Content[i+1], down(place, n.Content[i].Value))
			}
		case n.Kind == yaml.SequenceNode:
			for i, each := range n.Content {
				walk(each, down(place, strconv.Itoa(i)))
			}
		}
	}
	walk(t.root(), "")
	return all
}

// isText says whether a mapping is a text: it has languages, and nothing else.
func isText(n *yaml.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !text.Is(n.Content[i].Value) {
			return false
		}
	}
	return len(n.Content) > 0
}

// untold counts, by language, the texts that are written in another and not in this one.
func untold(all []speech) map[string]int {
	missing := map[string]int{}
	for _, s := range all {
		for _, l := range s.Missing() {
			missing[l]++
		}
	}
	return missing
}

// textsView is the page on which all texts stand in three languages side by side.
type textsView struct {
	web.Head
	ID      string
	Rev     int64
	Self    string
	Saved   string
	Only    bool // only what is not translated is shown
	Parts   []textsPart
	Counts  []untoldIn
	Total   int
	Back    web.Crumb
	Nothing bool
}

type textsPart struct {
	Name, Title string
	Texts       []asked
}

type untoldIn struct {
	Lang  string
	Count int
}

var textsPage = web.NewPage[textsView](files, "pages/texts.html")

func texts(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	t, err := grow(d.File)
	if err != nil {
		return nil, err
	}
	return textsPage.Show(newTexts(q, d, t)), nil
}

func newTexts(q *web.Request, d Draft, t tree) textsView {
	v := textsView{ID: d.ID, Rev: d.Rev, Self: "/editor/" + d.ID + "/texts", Only: q.Value("only") == "untranslated",
		Saved: q.T("editor.saved", "Moment", lang.DateTime(q.Lang, inZone(q, d.Changed)))}
	v.Title, v.Section, v.Style = q.T("editor.texts.title"), "look.nav.calls", "editor.css"
	v.Crumbs = []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: d.name(q), Link: "/editor/" + d.ID}}
	v.Back = v.Crumbs[1]
	all := t.texts()
	v.Total = len(all)
	for _, l := range text.Languages {
		v.Counts = append(v.Counts, untoldIn{l, untold(all)[l]})
	}
	k := desk{q: q, j: judged{tree: t}, draft: d}
	for _, p := range parts {
		part := textsPart{Name: p.Name, Title: q.T("editor.part." + p.Name + ".title")}
		for _, s := range all {
			if partOf(s.Place).Name == p.Name && (!v.Only || len(s.Missing()) > 0) {
				part.Texts = append(part.Texts, k.speech(s))
			}
		}
		if part.Texts != nil {
			v.Parts = append(v.Parts, part)
		}
	}
	v.Nothing = len(v.Parts) == 0
	return v
}

// speech is a text as an input, with the way to it as its label.
func (k desk) speech(s speech) asked {
	a := asked{Name: s.Place, Kind: string(someProse), Label: k.way(s.Place), Need: true}
	k.text(&a, s.Place)
	long := 0
	for _, each := range a.Texts {
		long = max(long, len([]rune(each.Value)))
	}
	if long <= 60 {
		a.Rows = 1
	}
	return a
}

// textKeys are the inputs whose words name the texts of a key.
var textKeys = map[string]string{"title": "title", "label": "label", "help": "help", "example": "example", "why": "why", "because": "because",
	"sentence": "sentence", "summary": "summary", "description": "description", "after": "after", "text": "question_text", "note": "note", "unit": "unit"}

// way names the things a text belongs to, and what it is there.
func (k desk) way(place string) string {
	all := steps(place)
	var names []string
	for n := 1; n < len(all); n++ {
		if isElement(all[n-1]) {
			names = append(names, k.title(strings.Join(all[:n], "/")))
		}
	}
	key := all[len(all)-1]
	if name := textKeys[key]; len(all) == 1 && key == "title" {
		names = append(names, k.q.T("editor.input.call_title"))
	} else if name != "" && (key != "title" && key != "label" || len(names) == 0) {
		names = append(names, k.q.T("editor.input."+name))
	}
	return strings.Join(names, " › ")
}

// speeches is the page of all texts as a thing that is filled in.
func (t tree) speeches() shape {
	s := shape{Name: "texts"}
	for _, each := range t.texts() {
		s.Inputs = append(s.Inputs, input{Key: each.Place, Name: "text", Kind: someProse})
	}
	return s
}

// saveTexts keeps what was written. Only what is not empty anywhere can be emptied here: a text leaves the file where it
// belongs.
func saveTexts(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	t, err := grow(d.File)
	if err != nil {
		return nil, err
	}
	o := opened{Draft: d, judged: judged{tree: t}, self: "/editor/" + d.ID + "/texts"}
	base, err := o.seen(q)
	if err != nil {
		return nil, err
	}
	m := merge(t, base, base.speeches(), "", q.PostForm)
	if !m.apart && len(m.clashes) == 0 {
		if _, err = o.keep(q, m.tree); err == nil {
			return web.See(o.self + onlyOf(q)), nil
		}
		return nil, err
	}
	v := newTexts(q, d, m.tree)
	v.Saved = q.T("editor.not_saved")
	if m.apart {
		v.Complaints = []web.Complaint{{Sentence: q.T("editor.clash.apart")}}
	}
	k := desk{q: q, j: judged{tree: m.tree}, draft: d}
	for _, c := range m.clashes {
		thing := strings.Join(steps(c.Place)[:len(steps(c.Place))-1], "/")
		v.Complaints = append(v.Complaints, web.Complaint{Field: c.unit.Name, Sentence: q.T("editor.clash.same", "Label", k.way(thing), "Theirs", excerpt(c.Theirs))})
	}
	return textsPage.With(409, v), nil
}

func onlyOf(q *web.Request) string {
	if q.Value("only") == "" {
		return ""
	}
	return "?" + url.Values{"only": {q.Value("only")}}.Encode()
}

// elementOf is the element of a list that a place belongs to.
func elementOf(place string) string {
	all := steps(place)
	for n := len(all); n > 0; n-- {
		if isElement(all[n-1]) {
			return strings.Join(all[:n], "/")
		}
	}
	return ""
}
