package chosen

import (
	"slices"
	"strings"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/statistics"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/decimal"
	"vekst/value/text"
)

// Answering answers a request to correct a figure. Figure, Municipality and Value are asked for where it is accepted.
type Answering struct {
	Application                         string
	Verdict                             Verdict
	Municipality, Figure, Value, Reason string
}

// asked is a request with its answer, if it has one.
type asked struct {
	application.Submission
	answer    Correction
	createdBy string
}

// Answer accepts or declines a request to correct a figure, with a reason that whoever asked reads. It changes no figure and
// no selection: an accepted one is imported into the statistics like any other, and pages of selections say what would have
// come of it.
var Answer = action.Define(action.Definition[Answering, asked, Correction]{
	Name: "chosen.answer_correction",
	Load: func(tx *action.Tx, in Answering) (asked, error) { return askedFor(tx, in.Application) },
	May:  officers[asked](),
	When: action.AnyTime[asked](),
	Do:   answer,
})

func askedFor(tx *action.Tx, id string) (a asked, err error) {
	if a.Submission, err = application.FindSubmission(tx, id); err != nil {
		return a, err
	}
	whole, err := application.Find(tx, id)
	if err != nil {
		return a, err
	}
	if a.createdBy = whole.CreatedBy; a.Call != CorrectionCall {
		return a, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	a.answer, err = CorrectionOf(tx, id)
	return a, err
}

func answer(tx *action.Tx, in Answering, a asked) (Correction, error) {
	tx.About("application", in.Application)
	switch {
	case a.answer.Verdict != "":
		return a.answer, refusal.New(refusal.Conflict, "chosen.refusal.answered")
	case a.createdBy == tx.Actor().Name():
		return a.answer, refusal.New(refusal.Forbidden, "chosen.refusal.own_request")
	}
	c, err := in.correction(tx)
	if err != nil {
		return c, err
	}
	c.By, c.At = tx.Actor().Name(), tx.Now()
	tx.Note("verdict", string(c.Verdict))
	tx.Note("figure", c.Figure)
	tx.Note("municipality", c.Municipality)
	tx.Note("value", c.Value)
	err = insertCorrection(tx, c)
	if db.IsDuplicate(err) {
		err = refusal.New(refusal.Conflict, "chosen.refusal.answered")
	}
	if err != nil {
		return c, err
	}
	return c, tellAsker(tx, a, c)
}

// correction is what was typed, with a complaint for each thing that is wrong.
func (in Answering) correction(r db.Reader) (Correction, error) {
	c := Correction{Application: in.Application, Verdict: in.Verdict}
	reason, err := reasoned(in.Reason, "chosen.refusal.reason_answer")
	complaints := refusal.Complaints(err)
	c.Reason = reason
	switch in.Verdict {
	case Declined:
		return c, refusal.Of(complaints)
	case Accepted:
	default:
		return c, refusal.Of(append([]refusal.Complaint{refusal.About("verdict", "chosen.refusal.verdict")}, complaints...))
	}
	c.Municipality, c.Figure = in.Municipality, in.Figure
	more, err := c.check(r)
	if err != nil {
		return c, err
	}
	value, wrong := decimal.Parse(strings.NewReplacer(",", ".", "−", "-", " ", "", "\u00a0", "").Replace(strings.TrimSpace(in.Value)))
	if wrong != nil {
		more = append(more, refusal.About("value", "chosen.refusal.value"))
	}
	c.Value = value.String()
	return c, refusal.Of(append(more, complaints...))
}

// check says whether the municipality and the figure are known.
func (c Correction) check(r db.Reader) (complaints []refusal.Complaint, err error) {
	places, err := new(municipality.Atlas).Of(r)
	if err != nil {
		return nil, err
	}
	if _, ok := places.Municipality(c.Municipality); !ok {
		complaints = append(complaints, refusal.About("municipality", "chosen.refusal.municipality"))
	}
	indicators, err := statistics.Indicators(r)
	indicator, _, ok := splitFigure(c.Figure)
	if !ok || !slices.ContainsFunc(indicators, func(i statistics.Indicator) bool { return i.Code == indicator }) {
		complaints = append(complaints, refusal.About("figure", "chosen.refusal.figure"))
	}
	return complaints, err
}

// What whoever asked is told.
var (
	toldAccepted = notice.Define(notice.Kind{Key: "chosen.told.accepted", Way: notice.AtOnce})
	toldDeclined = notice.Define(notice.Kind{Key: "chosen.told.declined", Way: notice.AtOnce})
)

// tellAsker tells those who asked what became of it, and why.
func tellAsker(tx *action.Tx, a asked, c Correction) error {
	var people []account.Person
	for _, role := range []string{account.Owner, account.Editor} {
		some, err := account.WithRole(tx, role, a.Organisation)
		if err != nil {
			return err
		}
		people = append(people, some...)
	}
	kind := toldDeclined
	if c.Verdict == Accepted {
		kind = toldAccepted
	}
	return notice.TellPeople(tx, kind, notice.News{Link: "/corrections/" + a.Application, About: a.subject(),
		Args: map[string]text.Text{"Number": notice.Same(a.Number), "Reason": notice.Same(beginning(c.Reason))}}, people)
}

// mostTold is how much of a reason stands in a notice, in characters; the page has all of it.
const mostTold = 280

func beginning(reason string) string {
	reason = strings.Join(strings.Fields(reason), " ")
	if signs := []rune(reason); len(signs) > mostTold {
		return strings.TrimSpace(string(signs[:mostTold])) + "…"
	}
	return reason
}
