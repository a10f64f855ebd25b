package demo

import (
	"strings"

	"vekst/platform/mail"
	"vekst/platform/web"
)

var mailPage = web.NewPage[mailView](files, "pages/mail.html")

// shownLetters is how many letters the page of all letters shows.
const shownLetters = 60

// searchedLetters is among how many of the newest one person's are looked for: more than a demonstration ever sends.
const searchedLetters = 5000

type mailView struct {
	web.Head
	Name    string // whose letters; "" for everybody's
	Letters []letter
	Cut     bool // there are more
}

// letter is a letter as people read it: the first paragraph stands for it until it is opened.
type letter struct {
	mail.Mail
	First paragraph
	Rest  []paragraph
}

// paragraph is lines of pieces.
type paragraph [][]piece

// piece is a run of text, or an address to follow.
type piece struct{ Text, Link string }

func showMail(q *web.Request) (web.Answer, error) {
	to := q.Value("to")
	kept, err := mail.Kept(q.Reader(), searchedLetters)
	if err != nil {
		return nil, err
	}
	v := mailView{Head: web.Head{Title: q.T("demo.mail.title"), Crumbs: []web.Crumb{{Name: q.T("demo.title"), Link: q.Link("/demo")}}}}
	for _, r := range Cast {
		if r.Email == to {
			v.Name = r.Name
		}
	}
	for _, m := range kept {
		if v.Name != "" && m.To != to {
			continue
		}
		if len(v.Letters) == shownLetters {
			v.Cut = true
			break
		}
		all := paragraphs(m.Body)
		v.Letters = append(v.Letters, letter{m, all[0], all[1:]})
	}
	return mailPage.Show(v), nil
}

// paragraphs takes the plain text of a letter apart, so that its addresses can be followed. There is at least one.
func paragraphs(body string) []paragraph {
	var all []paragraph
	for text := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		var p paragraph
		for line := range strings.SplitSeq(text, "\n") {
			p = append(p, pieces(strings.Fields(line)))
		}
		all = append(all, p)
	}
	return all
}

func pieces(words []string) []piece {
	var all []piece
	for _, w := range words {
		switch {
		case strings.HasPrefix(w, "https://") || strings.HasPrefix(w, "http://"):
			all = append(all, piece{w, w})
		case len(all) > 0 && all[len(all)-1].Link == "":
			all[len(all)-1].Text += " " + w
		default:
			all = append(all, piece{Text: w})
		}
	}
	return all
}
