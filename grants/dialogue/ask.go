package dialogue

import (
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/text"
)

// Asking is a question or a comment as sent. Client is where it came from, to count.
type Asking struct {
	Call                   string
	Sort                   Sort
	Text, Name, Mail, Lang string
	Client                 string
}

// forum is where something is asked: a published call, or the consultation of a draft.
type forum struct {
	programme string
	title     text.Text
	until     time.Time // the last moment; zero for no end
	account   bool
	zone      *time.Location
}

// Ask takes a question about a call, or a comment on its draft.
var Ask = action.Define(action.Definition[Asking, forum, Entry]{
	Name: "dialogue.ask",
	Load: findForum,
	May: action.Permits[forum]{
		{Who: "anyone signed in", If: func(a action.Actor, _ forum) bool { return a.Person() }},
		{Who: "anyone, where the call allows it", If: func(_ action.Actor, f forum) bool { return !f.account }},
	},
	When: action.Moment[forum]{Is: "until some days before a call closes; a comment until its consultation closes", Check: func(now time.Time, f forum) error {
		if !f.until.IsZero() && now.Truncate(time.Millisecond).After(f.until) {
			until := func(l string) string { return lang.DateTime(l, f.until.In(f.zone)) }
			return refusal.New(refusal.Closed, "dialogue.ask.closed", "Until", text.Text{BG: until(text.BG), NB: until(text.NB), EN: until(text.EN)})
		}
		return nil
	}},
	Do: ask,
})

func findForum(tx *action.Tx, in Asking) (forum, error) {
	if in.Sort == Comment {
		c, err := FindConsultation(tx, in.Call)
		return forum{programme: c.Programme, title: notice.Same(c.Call), until: c.Closes, account: c.Account, zone: time.UTC}, err
	}
	c, err := call.Find(tx, in.Call)
	zone := c.Window.Location()
	return forum{c.Programme, c.Title, QuestionsUntil(c.Window.Closes, c.Questions.UntilDays, zone), c.Questions.Account, zone}, err
}

func ask(tx *action.Tx, in Asking, f forum) (Entry, error) {
	in.Text, in.Name, in.Mail = tidy(in.Text), strings.Join(strings.Fields(in.Name), " "), strings.TrimSpace(in.Mail)
	if err := refusal.Of(unaskable(in)); err != nil {
		return Entry{}, err
	}
	if err := account.Limited(tx, "dialogue-from", in.Client); err != nil {
		return Entry{}, err
	}
	if !text.Is(in.Lang) {
		in.Lang = text.BG
	}
	e := Entry{ID: id.New(), Call: in.Call, Programme: f.programme, Sort: in.Sort, State: Waiting, Lang: in.Lang, Asked: in.Text, AskedAt: tx.Now()}
	if in.Sort == Comment {
		e.Name = in.Name
	}
	tx.About("dialogue", e.ID)
	tx.Note("call", e.Call)
	tx.Note("sort", string(e.Sort))
	if err := insert(tx, e, in.Mail); err != nil {
		return e, err
	}
	officers, err := account.WithRole(tx, account.Operator, f.programme)
	if err != nil {
		return e, err
	}
	return e, notice.TellPeople(tx, toldAsked, notice.News{About: notice.Subject{Kind: "call", ID: e.Call, Title: f.title}, Link: waitingLink(e)}, officers)
}

// toldAsked tells officers that something waits for an answer.
var toldAsked = notice.Define(notice.Kind{Key: "dialogue.told.asked", Way: notice.Daily, Roles: []string{account.Operator}})

// tidy takes out what no keyboard types.
func tidy(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

// unaskable finds what is wrong with what was sent.
func unaskable(in Asking) []refusal.Complaint {
	var complaints []refusal.Complaint
	switch n := utf8.RuneCountInString(in.Text); {
	case n < shortest:
		complaints = append(complaints, refusal.About("text", "dialogue.ask.short"))
	case n > longest:
		complaints = append(complaints, refusal.About("text", "dialogue.ask.long", "Count", n, "Most", longest))
	}
	if utf8.RuneCountInString(in.Name) > longestName {
		complaints = append(complaints, refusal.About("name", "dialogue.ask.name_long"))
	}
	if a, err := mail.ParseAddress(in.Mail); in.Mail != "" && (err != nil || a.Address != in.Mail || len(in.Mail) > 254) {
		complaints = append(complaints, refusal.About("mail", "dialogue.ask.mail_wrong"))
	}
	return complaints
}
