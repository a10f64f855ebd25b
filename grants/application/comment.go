package application

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/text"
)

// Comment is what somebody who may read a draft says about one of its questions. The first opens a talk, the others answer
// in it. Comments never become part of what is submitted.
type Comment struct {
	ID, Application, Field string
	Opening                string // the comment that opened the talk; its own ID where it is that
	Words                  string
	Asked                  string // the person who is asked by name, "" for nobody
	At                     time.Time
	By                     string
	IsResolved             bool      // of the one that opened the talk
	Turned                 time.Time // when the talk was resolved or reopened last
	TurnedBy               string
}

// Talk is a comment that opened a talk, with its answers.
type Talk struct {
	Comment
	Answers []Comment
}

// talks puts comments, the oldest first, together as talks, open ones before resolved ones.
func talks(all []Comment) []Talk {
	var talks []Talk
	for _, c := range all {
		at := slices.IndexFunc(talks, func(t Talk) bool { return t.ID == c.Opening })
		switch {
		case c.ID == c.Opening:
			talks = append(talks, Talk{Comment: c})
		case at >= 0:
			talks[at].Answers = append(talks[at].Answers, c)
		}
	}
	slices.SortStableFunc(talks, func(a, b Talk) int { return weight(a.IsResolved) - weight(b.IsResolved) })
	return talks
}

func weight(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Limits of comments: characters of one, and how many an application has.
const (
	CommentLimit  = 4_000
	CommentsLimit = 2_000
)

// Remark is what somebody says about a question. Opening is the talk they answer in, "" for a new one; Asked the person
// they ask by name.
type Remark struct{ Application, Field, Opening, Words, Asked string }

// discussed is an application with the talk somebody answers in and the people who may read it.
type discussed struct {
	timed
	form    call.Form
	opening Comment
	readers []account.Person
}

// Say adds a comment to a question. Whoever is asked by name gets a letter, unless they have stopped such letters; the
// others who take part read of it in their digest. An answer opens a talk again that was resolved.
var Say = action.Define(action.Definition[Remark, discussed, string]{
	Name:    "application.comment",
	Prepare: tidyRemark,
	Load: func(tx *action.Tx, in Remark) (discussed, error) {
		return loadTalk(tx, in.Application, in.Field, in.Opening)
	},
	May:  mayDiscuss(),
	When: action.AnyTime[discussed](),
	Do: func(tx *action.Tx, in Remark, d discussed) (string, error) {
		c := Comment{ID: id.New(), Application: d.ID, Field: in.Field, Opening: in.Opening, Words: in.Words, Asked: in.Asked, At: tx.Now(), By: tx.Actor().ID}
		if c.Opening == "" {
			c.Opening = c.ID
		}
		d.about(tx, c.ID)
		if err := d.fits(tx, c); err != nil {
			return "", err
		}
		if err := insertComment(tx, c); err != nil {
			return "", err
		}
		if d.opening.IsResolved {
			if err := turn(tx, d.opening.ID, false); err != nil {
				return "", err
			}
		}
		return c.ID, d.announce(tx, c)
	},
})

// tidyRemark refuses what is no comment.
func tidyRemark(_ context.Context, _ db.Reader, in *Remark) error {
	in.Words = strings.TrimSpace(printable(in.Words))
	n := utf8.RuneCountInString(in.Words)
	switch {
	case in.Words == "":
		return refusal.Of([]refusal.Complaint{refusal.About("words", "application.comment.empty")})
	case !utf8.ValidString(in.Words):
		return refusal.Of([]refusal.Complaint{refusal.About("words", "application.save.illegible")})
	case n > CommentLimit:
		return refusal.Of([]refusal.Complaint{refusal.About("words", "application.comment.too_long", "Written", inAll(whole(n)), "Limit", inAll(whole(CommentLimit)))})
	}
	return nil
}

// loadTalk reads what a change of comments depends on. A talk that is not of this question is none.
func loadTalk(tx *action.Tx, application, field, opening string) (discussed, error) {
	t, err := load(tx, application)
	if err != nil {
		return discussed{}, err
	}
	d := discussed{timed: t}
	c, err := definition(tx, t.Call, t.CallVersion)
	if err != nil {
		return d, err
	}
	d.form = c.Form
	if opening != "" {
		d.opening, err = findComment(tx, application, opening)
		if err == nil && (d.opening.Field != field || d.opening.ID != d.opening.Opening) {
			err = refusal.New(refusal.Missing, "look.refusal.missing")
		}
	} else if _, ok := d.form.Field(field); !ok {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err != nil {
		return d, err
	}
	d.readers, err = readersOf(tx, t.Application)
	return d, err
}

func mayDiscuss() action.Permits[discussed] {
	return action.Permits[discussed]{{Who: "everybody who may read the draft", If: func(a action.Actor, d discussed) bool { return d.Reads(a) }}}
}

func (d discussed) about(tx *action.Tx, comment string) {
	tx.About("application", d.ID)
	tx.OnBehalf(d.Organisation)
	tx.Note("comment", comment)
}

// fits refuses a question to somebody who cannot read it, and one comment more than anybody can read.
func (d discussed) fits(tx *action.Tx, c Comment) error {
	if c.Asked != "" && !slices.ContainsFunc(d.readers, func(p account.Person) bool { return p.ID == c.Asked }) {
		return refusal.Of([]refusal.Complaint{refusal.About("asked", "application.comment.no_reader")})
	}
	n, err := count(tx, `SELECT COUNT(*) FROM application_comments WHERE application = $1`, d.ID)
	if err == nil && n >= CommentsLimit {
		err = refusal.New(refusal.TooMany, "application.comment.too_many", "Limit", inAll(whole(CommentsLimit)))
	}
	return err
}

// What is told about comments.
var (
	toldAsked     = notice.Define(notice.Kind{Key: "application.told.asked", Way: notice.AtOnce})
	toldCommented = notice.Define(notice.Kind{Key: "application.told.commented", Way: notice.Daily})
)

// announce tells who is asked, and those who take part: in the talk, or where it is new those who write the draft.
func (d discussed) announce(tx *action.Tx, c Comment) error {
	by, err := account.Find(tx, c.By)
	if err != nil {
		return err
	}
	f, _ := d.form.Field(c.Field)
	n := notice.News{About: d.subject(tx), Link: "/applications/" + d.ID + "/comments/" + c.Field + "#" + c.Opening,
		Args: map[string]text.Text{"Name": notice.Same(by.Name), "Field": f.Label}}
	if err := notice.Tell(tx, toldAsked, n, c.Asked); err != nil {
		return err
	}
	part, err := d.takePart(tx, c)
	if err != nil {
		return err
	}
	return notice.Tell(tx, toldCommented, n, slices.DeleteFunc(part, func(p string) bool {
		return p == c.Asked || !slices.ContainsFunc(d.readers, func(r account.Person) bool { return r.ID == p })
	})...)
}

// subject is the application as news name it.
func (a timed) subject(r db.Reader) notice.Subject {
	s := notice.Subject{Kind: "application", ID: a.ID, Title: notice.Same(a.Title)}
	if a.Title == "" {
		if c, err := definition(r, a.Call, a.CallVersion); err == nil {
			s.Title = c.Title
		}
	}
	return s
}

func (d discussed) takePart(tx *action.Tx, c Comment) ([]string, error) {
	if c.Opening != c.ID {
		return db.All(tx, db.Value[string], `SELECT by_person FROM application_comments WHERE opening = $1 UNION
			SELECT asked FROM application_comments WHERE opening = $1 AND asked <> ''`, c.Opening)
	}
	var all []string
	for _, role := range []string{account.Owner, account.Editor} {
		people, err := account.WithRole(tx, role, d.Organisation)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			all = append(all, p.ID)
		}
	}
	return all, nil
}
