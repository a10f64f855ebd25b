package application

import (
	"encoding/json"
	"strings"
	"time"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

// kept is what the script is told about a save: the revision, and what has become of each answer.
type kept struct {
	Rev      int64     `json:"rev"`
	At       time.Time `json:"at"`
	Sentence string    `json:"sentence"`
	Answers  []stood   `json:"answers"`
}

// stood is an answer as the script knows it. Seen is what to say one has seen when changing it.
type stood struct {
	Path     string `json:"path"`
	Value    string `json:"value"`
	Rev      int64  `json:"rev"`
	Seen     string `json:"seen"`
	Disputed bool   `json:"disputed,omitempty"`
}

func stands(all []Standing) []stood {
	told := make([]stood, len(all))
	for i, s := range all {
		told[i] = stood{s.Path, s.Value, s.Rev, Seen(s.Heads).String(), s.IsDisputed}
	}
	return told
}

// saveAnswers keeps what the script sends as it is typed: path and value, each once or several times, with edit, seen,
// over and was for what Made says, and gone for a cell of a row that was removed. Without script rev takes their place.
func (h *house) saveAnswers(q *web.Request) (web.Answer, error) {
	if person := q.PostFormValue("person"); person != "" && person != q.PersonKey() {
		return nil, refusal.New(refusal.SignIn, "application.live.other_person")
	}
	in, err := sent(q)
	if err != nil {
		return nil, err
	}
	saved, err := web.Do(q, Save, in)
	if err != nil {
		return nil, orRemoved(q, err)
	}
	h.present(q, in.Application, q.Value("section"), saved.At)
	return web.JSON(kept{saved.Rev, saved.At, savedAt(q, saved.At), stands(saved.Answers)}), nil
}

// sent reads the changes of a request. Each list has a value for each path.
func sent(q *web.Request) (Saving, error) {
	in := Saving{Application: q.PathValue("id")}
	paths := q.PostForm["path"]
	for _, name := range []string{"path", "value", "rev", "edit", "seen", "over", "was", "gone"} {
		if n := len(q.PostForm[name]); n != len(paths) && (n > 0 || name == "value") || n == 0 && name == "path" {
			return in, refusal.New(refusal.Invalid, "look.refusal.unreadable")
		}
	}
	at := func(name string, i int) string {
		if all := q.PostForm[name]; i < len(all) {
			return all[i]
		}
		return ""
	}
	for i, path := range paths {
		c := Change{Path: path, Value: unix(at("value", i)), Gone: at("gone", i) == "1"}
		err := c.read(at("rev", i), at("edit", i), at("seen", i), at("over", i), at("was", i))
		if err != nil {
			return in, err
		}
		in.Changes = append(in.Changes, c)
	}
	return in, nil
}

func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// read reads what a change says of itself.
func (c *Change) read(rev, dot, seen, over, was string) error {
	var wrong bool
	if dot == "" {
		wrong = json.Unmarshal([]byte(rev), &c.Rev) != nil
	} else {
		var isDot, isSeen, isOver bool
		c.Edit = &Made{}
		c.Edit.Dot, isDot = readDot(dot)
		c.Edit.From, isSeen = readClock(seen)
		c.Edit.Over, isOver = readClock(over)
		wrong = !isDot || !isSeen || !isOver || json.Unmarshal([]byte(was), &c.Edit.Was) != nil || isOurs(c.Edit.Dot)
	}
	if wrong {
		return refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	return nil
}

// isOurs says whether an edit has a name that only the program gives.
func isOurs(d Dot) bool { return strings.HasPrefix(d.Device, "0") }
