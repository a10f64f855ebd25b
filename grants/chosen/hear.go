package chosen

import (
	"context"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/statistics"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/value/text"
)

// hearing is a request to correct a figure that was submitted, with the line of the outbox that says so.
type hearing struct{ line, application string }

// hear tells the operators of the programme that somebody contests a figure, once for each submission.
var hear = action.Define(action.Definition[hearing, asked, struct{}]{
	Name: "chosen.hear_request",
	Load: func(tx *action.Tx, in hearing) (asked, error) { return askedFor(tx, in.application) },
	May:  action.Program[asked](),
	When: action.AnyTime[asked](),
	Do: func(tx *action.Tx, in hearing, a asked) (struct{}, error) {
		tx.About("application", a.Application)
		if first, err := once(tx, in.line); err != nil || !first {
			return struct{}{}, err
		}
		return struct{}{}, tellOperators(tx, a)
	},
})

// onContribution hears of every contribution, and passes over those that ask for no correction.
func onContribution(ctx context.Context, door *action.Door, line outbox.Line) error {
	var c application.Contributed
	if err := line.Read(&c); err != nil || c.Call != CorrectionCall {
		return err
	}
	_, err := hear.Run(ctx, door, action.System("correction"), hearing{line.ID, c.Application})
	return err
}

var toldAsked = notice.Define(notice.Kind{Key: "chosen.told.asked", Way: notice.Daily, Roles: []string{account.Operator}})

func tellOperators(tx *action.Tx, a asked) error {
	r, err := readRequest(a.Content)
	if err != nil {
		return err
	}
	places, err := new(municipality.Atlas).Of(tx)
	if err != nil {
		return err
	}
	figure, err := r.named(tx)
	if err != nil {
		return err
	}
	operators, err := account.WithRole(tx, account.Operator, account.Programme)
	if err != nil {
		return err
	}
	return notice.TellPeople(tx, toldAsked, notice.News{Link: "/corrections/" + a.Application, About: a.subject(),
		Args: map[string]text.Text{"Place": labelled(places, r.Municipality), "Figure": figure}}, operators)
}

// named is the figure that a request is about, in every language where it was begun from a page of ours; else as it was typed.
func (r request) named(reader db.Reader) (text.Text, error) {
	code, year, _ := splitFigure(r.figure())
	indicators, err := statistics.Indicators(reader)
	for _, i := range indicators {
		if i.Code == code {
			in := func(l string) string { return i.Name.In(l) + ", " + strconv.Itoa(year) }
			return text.Text{BG: in(text.BG), NB: in(text.NB), EN: in(text.EN)}, err
		}
	}
	return notice.Same(r.typed()), err
}

// subject is what news of a request are about.
func (a asked) subject() notice.Subject {
	return notice.Subject{Kind: "application", ID: a.Application, Title: notice.Same(a.Number)}
}

// labelled is the name of a municipality in every language.
func labelled(places *municipality.Directory, code string) text.Text {
	return text.Text{BG: places.Label(code, text.BG), NB: places.Label(code, text.NB), EN: places.Label(code, text.EN)}
}
