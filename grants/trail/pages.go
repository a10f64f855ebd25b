package trail

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/refusal"
	"vekst/platform/seal"
	"vekst/platform/web"
)

var trailPage = web.NewPage[trailView](embedded, "pages/trail.html")

type trailView struct {
	web.Head
	Count   Count
	Filter  struct{ Action, Subject, Actor, Until string }
	Actions []web.Option
	Rows    []rowView
	Next    string // address of the next page, empty on the last
}

type rowView struct {
	Entry
	Who, JSON, About string
	Sealed           bool
	Number           int64
}

func show(q *web.Request) (web.Answer, error) {
	v := trailView{Head: web.Head{Title: q.T("trail.title")}}
	v.Filter.Action, v.Filter.Subject, v.Filter.Actor = q.Value("action"), q.Value("subject"), q.Value("actor")
	v.Filter.Until = q.Value("until")
	v.Actions = options(q)
	var err error
	if v.Count, err = Counts(q.Reader()); err != nil {
		return nil, err
	}
	wanted := Wanted{Action: v.Filter.Action, Subject: v.Filter.Subject, Actor: v.Filter.Actor, Before: q.Value("before")}
	if until := day(q, v.Filter.Until); !until.IsZero() {
		wanted.Until = until.AddDate(0, 0, 1).Add(-time.Microsecond)
	} else {
		v.Filter.Until = "" // a day that is none is not shown as if it were asked for
	}
	entries, err := List(q.Reader(), wanted)
	if err != nil {
		return nil, err
	}
	if len(entries) > PageSize {
		entries = entries[:PageSize]
		values := q.URL.Query()
		values.Set("before", entries[PageSize-1].ID)
		v.Next = "/audit?" + values.Encode()
	}
	v.Rows, err = rows(q, entries)
	return trailPage.Show(v), err
}

func day(q *web.Request, typed string) time.Time {
	zone := q.Site.Zone
	if zone == nil {
		zone = time.UTC
	}
	t, err := time.ParseInLocation(time.DateOnly, typed, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// options are every action of the program by feature: the whole feature first.
func options(q *web.Request) []web.Option {
	all := []web.Option{{Value: "", Label: q.T("trail.every")}}
	feature := ""
	for _, a := range action.All() {
		if f, _, _ := strings.Cut(a.Name, "."); f != feature {
			feature = f
			all = append(all, web.Option{Value: f + ".", Label: f + ".*"})
		}
		all = append(all, web.Option{Value: a.Name, Label: a.Name})
	}
	return all
}

func rows(q *web.Request, entries []Entry) ([]rowView, error) {
	names := map[string]string{}
	all := make([]rowView, len(entries))
	for i, e := range entries {
		who, err := nameOf(q, names, e.Actor)
		if err != nil {
			return nil, err
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, e.Bytes, "", "  "); err != nil {
			return nil, err
		}
		all[i] = rowView{Entry: e, Who: who, JSON: indented.String(), About: e.Kind + " " + e.Subject, Sealed: e.Place >= 0, Number: e.Place}
	}
	return all, nil
}

// nameOf is a person's name, or what the program calls itself.
func nameOf(q *web.Request, names map[string]string, actor string) (string, error) {
	if name, known := names[actor]; known {
		return name, nil
	}
	names[actor] = actor
	if actor == "nobody" || strings.HasPrefix(actor, "system:") {
		return actor, nil
	}
	p, err := account.Find(q.Reader(), actor)
	if err == nil {
		names[actor] = strings.TrimSuffix(p.Name, "°")
	} else if refusal.KindOf(err) == refusal.Missing {
		err = nil
	}
	return names[actor], err
}

// ProofFormat names the form of a proof: an entry with its salt, and the way from its leaf to a signed checkpoint, as RFC
// 6962 has it. The leaf is made as platform/audit.Leaf says.
const ProofFormat = "vekst-proof-1"

type proofFile struct {
	Format     string   `json:"format"`
	Entry      string   `json:"entry"`
	Salt       string   `json:"salt"`
	Leaf       string   `json:"leaf"`
	Index      int64    `json:"index"`
	Proof      []string `json:"proof"`
	Checkpoint string   `json:"checkpoint"`
	Key        string   `json:"key"`
}

// proof gives the proof that an entry is in the log.
func (o Options) proof(q *web.Request) (web.Answer, error) {
	e, err := Find(q.Reader(), q.PathValue("entry"))
	if err != nil {
		return nil, err
	}
	s, err := o.Seal(q.Context(), e.ID, 2*time.Second)
	if errors.Is(err, seal.ErrNotSealed) {
		return nil, refusal.New(refusal.Conflict, "trail.not_sealed")
	}
	if err != nil {
		return nil, err
	}
	leaf := audit.Leaf(s.Salt, s.Entry)
	f := proofFile{Format: ProofFormat, Entry: string(s.Entry), Salt: base64.StdEncoding.EncodeToString(s.Salt[:]),
		Leaf: base64.StdEncoding.EncodeToString(leaf[:]), Index: s.Index, Proof: []string{}, Checkpoint: string(s.Checkpoint), Key: s.Key}
	for _, hash := range s.Proof {
		f.Proof = append(f.Proof, base64.StdEncoding.EncodeToString(hash[:]))
	}
	data, err := json.MarshalIndent(f, "", " ")
	return web.File{Type: "application/json; charset=utf-8", Name: "vekst-proof-" + e.ID + ".json", Data: append(data, '\n')}, err
}
