package dialogue

import (
	"strconv"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Answering publishes an entry with its answer. Lang is the language the answer was written in; what is not translated is
// shown in the original with a mark.
type Answering struct {
	ID           string
	Text, Answer text.Text
	Lang         string
}

// officers are who answers.
func officers[S any](programme func(S) string) action.Permits[S] {
	return action.Permits[S]{
		{Who: "operators of the programme", If: func(a action.Actor, s S) bool { return a.Has(account.Operator, programme(s)) }},
		{Who: "administrators", If: func(a action.Actor, s S) bool { return a.Has(account.Administrator, programme(s)) }},
		{Who: "the program itself", If: func(a action.Actor, _ S) bool { return a.System() }},
	}
}

func programmeOf(e Entry) string { return e.Programme }

// Answer publishes an answer, or corrects one.
var Answer = action.Define(action.Definition[Answering, Entry, Entry]{
	Name: "dialogue.answer",
	Load: func(tx *action.Tx, in Answering) (Entry, error) { return hold(tx, in.ID) },
	May:  officers(programmeOf),
	When: action.AnyTime[Entry](),
	Do:   answer,
})

func answer(tx *action.Tx, in Answering, e Entry) (Entry, error) {
	tx.About("dialogue", e.ID)
	in.Text, in.Answer = tidied(in.Text), tidied(in.Answer)
	if err := refusal.Of(unanswered(in, e)); err != nil {
		return e, err
	}
	if e.State == Merged || e.State == Dropped {
		return e, refusal.New(refusal.Conflict, "dialogue.answer.done")
	}
	isFirst := e.State == Waiting
	e.Text, e.Answer, e.AnswerLang = in.Text, in.Answer, in.Lang
	if !isFirst {
		e.CorrectedAt = tx.Now()
		return e, publish(tx, e)
	}
	var err error
	if e.Number, err = next(tx, e); err != nil {
		return e, err
	}
	if e.Sort == Question {
		if e.Version, err = call.CurrentVersion(tx, e.Call); err != nil {
			return e, err
		}
	}
	e.State, e.AnsweredAt = Answered, tx.Now()
	tx.Note("number", strconv.FormatInt(e.Number, 10))
	if err := publish(tx, e); err != nil {
		return e, err
	}
	if e.Sort == Question {
		if err := tx.Tell(call.FollowedKind, call.Event{Call: e.Call, Answered: e.Number}); err != nil {
			return e, err
		}
	}
	return e, write(tx, e, e.Number)
}

func tidied(t text.Text) text.Text {
	return text.Text{BG: tidy(t.BG), NB: tidy(t.NB), EN: tidy(t.EN)}
}

// unanswered wants the question in the language it was asked in, and the answer in the one it was written in.
func unanswered(in Answering, e Entry) []refusal.Complaint {
	var complaints []refusal.Complaint
	if !text.Is(in.Lang) {
		complaints = append(complaints, refusal.About("lang", "dialogue.answer.lang"))
	}
	if s, in := in.Text.Best(e.Lang); s == "" || in != e.Lang {
		complaints = append(complaints, refusal.About("text_"+e.Lang, "dialogue.answer.no_text"))
	}
	if s, l := in.Answer.Best(in.Lang); text.Is(in.Lang) && (s == "" || l != in.Lang) {
		complaints = append(complaints, refusal.About("answer_"+in.Lang, "dialogue.answer.no_answer"))
	}
	for name, t := range map[string]text.Text{"text": in.Text, "answer": in.Answer} {
		for l, s := range map[string]string{"bg": t.BG, "nb": t.NB, "en": t.EN} {
			if utf8.RuneCountInString(s) > 2*longest {
				complaints = append(complaints, refusal.About(name+"_"+l, "dialogue.answer.long"))
			}
		}
	}
	return complaints
}

// write sends the answer to whoever left an address, and forgets the address.
func write(tx *action.Tx, e Entry, number int64) error {
	to, err := takeMail(tx, e.ID)
	if err != nil || to == "" {
		return err
	}
	return tx.Tell(mail.Kind, mail.Letter{To: to, Lang: e.Lang, Key: "dialogue.mail.answered", Args: map[string]string{
		"Asked": e.Asked, "Number": strconv.FormatInt(number, 10), "Link": "/" + e.Lang + publicPath(e) + "#n" + strconv.FormatInt(number, 10)}})
}

// Merging says that an entry was answered before, under a number.
type Merging struct {
	ID   string
	Into int64
}

// Merge points an entry to another that answers it, and tells whoever asked.
var Merge = action.Define(action.Definition[Merging, Entry, Entry]{
	Name: "dialogue.merge",
	Load: func(tx *action.Tx, in Merging) (Entry, error) { return hold(tx, in.ID) },
	May:  officers(programmeOf),
	When: action.AnyTime[Entry](),
	Do: func(tx *action.Tx, in Merging, e Entry) (Entry, error) {
		tx.About("dialogue", e.ID)
		tx.Note("into", strconv.FormatInt(in.Into, 10))
		if e.State != Waiting {
			return e, refusal.New(refusal.Conflict, "dialogue.answer.done")
		}
		if there, err := isPublished(tx, e, in.Into); err != nil || !there {
			if err == nil {
				err = refusal.Of([]refusal.Complaint{refusal.About("into", "dialogue.answer.no_such")})
			}
			return e, err
		}
		e.State, e.Number = Merged, in.Into
		if err := settle(tx, e); err != nil {
			return e, err
		}
		return e, write(tx, e, in.Into)
	},
})

// Drop puts aside what asks nothing: advertising, abuse. It stays on record, is never published, and its address is
// forgotten.
var Drop = action.Define(action.Definition[string, Entry, struct{}]{
	Name: "dialogue.drop",
	Load: hold,
	May:  officers(programmeOf),
	When: action.AnyTime[Entry](),
	Do: func(tx *action.Tx, id string, e Entry) (struct{}, error) {
		tx.About("dialogue", id)
		if e.State != Waiting {
			return struct{}{}, refusal.New(refusal.Conflict, "dialogue.answer.done")
		}
		if _, err := takeMail(tx, id); err != nil {
			return struct{}{}, err
		}
		e.State = Dropped
		return struct{}{}, settle(tx, e)
	},
})
