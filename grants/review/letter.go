package review

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
)

// Readers are the people to whom letters about an application go: those who speak for its organisation, each once.
func Readers(r db.Reader, organisation string) ([]account.Person, error) {
	var all []account.Person
	for _, role := range []string{account.Owner, account.Editor} {
		people, err := account.WithRole(r, role, organisation)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all, nil
}

// Write sends a letter about an application to those who speak for its organisation, in the language of the application.
// It is of a kind one must act on, and stands among their notices too.
func Write(tx *action.Tx, s application.Submission, k notice.Kind, key string, args map[string]string) error {
	people, err := Readers(tx, s.Organisation)
	if err != nil {
		return err
	}
	link := args["Link"]
	if link == "" {
		link = "/applications/" + s.Application
	}
	for _, p := range people {
		if err := notice.Write(tx, k, newsTo(s, link), p, mail.Letter{Lang: s.Lang, Key: key, Args: args}); err != nil {
			return err
		}
	}
	return nil
}

func (d dossier) args(more ...string) map[string]string {
	args := map[string]string{"Number": d.submission.Number, "Title": d.submission.Title, "Call": d.call.Title.In(d.submission.Lang)}
	for i := 0; i+1 < len(more); i += 2 {
		args[more[i]] = more[i+1]
	}
	return args
}

func askToClarify(tx *action.Tx, d dossier, gate call.Gate, reason string) error {
	return Write(tx, d.submission, toldClarify, "review.letter.clarify", d.args("Question", gate.Title.In(d.submission.Lang), "Reason", reason))
}

func tellRejected(tx *action.Tx, d dossier, failed []string, c Check) error {
	var reasons []string
	for _, id := range failed {
		gate, _ := gateOf(d.call.Definition, id)
		reasons = append(reasons, "– "+gate.Because.In(d.submission.Lang)+" "+before(d.decisions, id).Reason)
	}
	return Write(tx, d.submission, toldRejected, "review.letter.rejected", d.args("Reasons", strings.Join(reasons, "\n"),
		"Until", Until(d.call.Definition, d.submission.Lang, c.AppealUntil), "Link", "/applications/"+d.submission.Application+"/result"))
}

func tellUpheld(tx *action.Tx, d dossier, reason string) error {
	return Write(tx, d.submission, toldUpheld, "review.letter.upheld", d.args("Reason", reason))
}

// Until is the last day of an appeal as a person reads it.
func Until(d call.Definition, l string, until time.Time) string {
	return lang.Date(l, until.In(d.Window.Location()))
}
