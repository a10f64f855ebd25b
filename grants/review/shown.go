package review

import (
	"strings"
	"sync"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/organisation"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// Name is a name on a page. Names made up for a demonstration end in a degree sign, which becomes a mark.
type Name struct {
	Text     string
	Invented bool
}

// NameOf reads the mark off a name.
func NameOf(s string) Name {
	text, invented := strings.CutSuffix(strings.TrimSpace(s), "°")
	return Name{text, invented}
}

// places are the municipalities and settlements, read once.
var places = sync.OnceValue(func() *municipality.Register {
	register, err := municipality.Seed()
	if err != nil {
		panic(err) // cannot be: the tables are part of the program and tested
	}
	return register
})

// PlaceOf is the name of a municipality by its code; empty where there is none.
func PlaceOf(code, l string) string {
	if code == "" {
		return ""
	}
	return places().Label(code, l)
}

// applicants are the names of the organisations behind submissions, by organisation.
func applicants(r db.Reader, results []Result) (map[string]Name, error) {
	names := map[string]Name{}
	for _, result := range results {
		s := result.Submission
		if _, known := names[s.Organisation]; known {
			continue
		}
		o, err := organisation.Find(r, s.Organisation)
		if err != nil && refusal.KindOf(err) != refusal.Missing {
			return nil, err
		}
		names[s.Organisation] = NameOf(o.Name)
	}
	return names, nil
}

// stage is where an application stands, as one word for lists and filters.
func (r Result) stage() string {
	switch {
	case r.Check.Verdict == Rejected:
		return "rejected"
	case r.Waiting == "":
		return "complete"
	case r.Waiting == ForCheck && r.asked():
		return "clarify"
	}
	return string(r.Waiting)
}

func (r Result) asked() bool {
	for _, d := range r.Decisions {
		if d.Answer == Clarify {
			return true
		}
	}
	return false
}

// stages lists what stage returns, in the order of the work.
var stages = []string{"check", "clarify", "experts", "scores", "third", "committee", "complete", "rejected"}

func stageStatus(q *web.Request, stage string) web.Status {
	shape := map[string]string{"check": "now", "clarify": "out", "experts": "now", "scores": "now", "third": "err", "committee": "err",
		"complete": "done", "rejected": "no"}[stage]
	return web.Status{State: shape, Words: q.T("review.stage." + stage)}
}

// Average writes twice an average in a language: exactly, and as short as it can be.
func Average(l string, twice int64) string {
	written := Plain(twice)
	if l == "en" {
		return written
	}
	return strings.Replace(written, ".", ",", 1)
}

func dateValue(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateOnly) }

// dueOf reads a day as the end of that day where the call is; the zero time where it is no day.
func dueOf(typed string, zone *time.Location) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, typed, zone)
	if err != nil {
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone).Add(-time.Millisecond).UTC()
}

// answersShown arranges an application for a reader. For experts of a blind call the applicant's own particulars are
// hidden besides the fields the call names.
func answersShown(d call.Definition, s application.Submission, l string, blind bool) []application.AnsweredSection {
	sections := application.Answered(d, s.Content, l, blind)
	if !blind {
		return sections
	}
	for i := range sections {
		for j := range sections[i].Answers {
			a := &sections[i].Answers[j]
			if f, ok := d.Form.Field(a.Path); ok && f.Kind == call.Organisation {
				a.Hidden, a.Lines = true, nil
			}
		}
	}
	return sections
}

func decimal(l string, hundredths int64) string { return lang.Decimal(l, hundredths) }
