package call

import (
	"strconv"
	"time"

	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/period"
)

var versionsPage = web.NewPage[versionsView](files, "pages/versions.html")

// versionsView is everything that was published of a call, newest first.
type versionsView struct {
	web.Head
	ID, Name string
	Entries  []historyEntry
}

// historyEntry is a version, or an extension of the deadline.
type historyEntry struct {
	at            time.Time
	Version       int64 // 0 for an extension
	Extension     int64
	Heading       string
	Day, By, File string
	Hash          string
	Reason        string
	Here, IsFirst bool
	Parts         []toldPart
	Deadline      Told
}

// toldPart are the differences of one part of a call, in words.
type toldPart struct {
	Name string
	Told []Told
}

func versions(q *web.Request) (web.Answer, error) {
	p, err := Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	v := versionsView{ID: p.ID, Name: p.Title.In(q.Lang)}
	v.Title, v.Section = q.T("call.versions.title"), "look.nav.calls"
	v.Crumbs = crumbsTo(q, p)
	all, err := History(q.Reader(), p.ID)
	if err != nil {
		return nil, err
	}
	for i, h := range all {
		e := versionEntry(q, p, h)
		if i+1 < len(all) {
			if e.Parts, err = told(q, p.ID, all[i+1].Version, h.Version); err != nil {
				return nil, err
			}
		}
		v.Entries = append(v.Entries, e)
	}
	extensions, err := Extensions(q.Reader(), p.ID)
	for _, x := range extensions {
		v.insert(extensionEntry(q, p, x))
	}
	return versionsPage.Show(v), err
}

// crumbsTo lead to the page of a call.
func crumbsTo(q *web.Request, p Published) []web.Crumb {
	return []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}, {Name: p.Title.In(q.Lang), Link: q.Link("/calls/" + p.ID)}}
}

// insert puts an extension where it belongs in time.
func (v *versionsView) insert(e historyEntry) {
	at := 0
	for at < len(v.Entries) && v.Entries[at].at.After(e.at) {
		at++
	}
	v.Entries = append(v.Entries[:at], append([]historyEntry{e}, v.Entries[at:]...)...)
}

func versionEntry(q *web.Request, p Published, h Version) historyEntry {
	e := historyEntry{at: h.At, Version: h.Version, Heading: q.T("call.versions.version", "Version", h.Version), Day: lang.DateTime(q.Lang, h.At.In(p.Window.Location())),
		Hash: h.Hash, Reason: h.Reason.In(q.Lang), Here: h.Version == p.Version, IsFirst: h.Version == 1,
		File: q.Link("/calls/"+p.ID+"/call.yaml") + "?version=" + strconv.FormatInt(h.Version, 10)}
	if h.Role != "" {
		e.By = q.T("call.versions.role." + h.Role)
	}
	return e
}

func extensionEntry(q *web.Request, p Published, x Extension) historyEntry {
	zone := p.Window.Location()
	d := Difference{Part: PartWindow, Change: Changed, What: "closes", Before: Moment{x.Closed, p.Window.Zone}, After: Moment{x.Closes, p.Window.Zone}}
	e := historyEntry{at: x.At, Extension: x.Number, Heading: q.T("call.extend.moved"), Day: lang.DateTime(q.Lang, x.At.In(zone)), By: q.T("call.versions.role." + x.Role),
		Reason: x.Reason.In(q.Lang), Deadline: d.Says(q.Site.Catalog, q.Lang)}
	if x.Outage != "" {
		e.Reason = q.T("call.extend.for_outage")
	}
	return e
}

// told tells the differences of two versions of a call, part by part.
func told(q *web.Request, id string, before, after int64) ([]toldPart, error) {
	all, err := Between(q.Reader(), id, before, after)
	return toldOf(q, all), err
}

func toldOf(q *web.Request, all []Difference) []toldPart {
	var parts []toldPart
	for i, d := range all {
		if i == 0 || d.Part != all[i-1].Part {
			parts = append(parts, toldPart{Name: q.T("call.differs.part." + string(d.Part))})
		}
		last := &parts[len(parts)-1]
		last.Told = append(last.Told, d.Says(q.Site.Catalog, q.Lang))
	}
	return parts
}

// Between tells what version after of a call says differently from version before. The deadlines are those of the files.
func Between(r db.Reader, id string, before, after int64) ([]Difference, error) {
	a, err := fileOf(r, id, before)
	if err != nil {
		return nil, err
	}
	b, err := fileOf(r, id, after)
	return Differences(a, b), err
}

// fileOf is a version as its file says it, without extensions.
func fileOf(r db.Reader, id string, version int64) (Definition, error) {
	p, err := FindVersion(r, id, version)
	if err != nil {
		return Definition{}, err
	}
	return byHash(r, p.Hash())
}

// canAmend says whether the visitor may change a call, and the call can be changed.
func canAmend(q *web.Request, p Published) bool {
	return q.Actor().HasAny(p.Programme, publishers...) && p.Window.At(q.Site.Door.Now()) != period.Closed
}
