package selection

import (
	"strconv"
	"strings"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/grants/review"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// rowView is a row of a list on a page, with the arithmetic it opens into.
type rowView struct {
	Rank, Number, Title    string
	Applicant              review.Name
	Place, Beside          string // Beside is the place where the applicant's name does not say it
	Code                   string // of the municipality
	Score                  string
	Requested, Award       int64
	Running                int64
	Status                 web.Status
	Outcome                Outcome
	Experts                []string
	Difference, Percent    string
	Third, Settled, Chosen bool
	Alone                  bool // one expert scored alone
	Pair                   string
	Groups                 []groupLine
	DecidedBy              string
	Rejected               []string
	X, Width               string // of its block in the bar of the money, in thousandths
}

type groupLine struct {
	Title, Points, Least string
	Below                bool
}

// who is what a page says about an application besides its row.
type who struct {
	submission application.Submission
	applicant  review.Name
	person     bool // the applicant takes part in their own name
}

// everybody finds who stands behind the numbers of a call.
func everybody(r db.Reader, callID string) (map[string]who, error) {
	submissions, err := application.Submissions(r, callID)
	if err != nil {
		return nil, err
	}
	known, all := map[string]who{}, map[string]who{}
	for _, s := range submissions {
		if _, met := known[s.Organisation]; !met {
			o, err := organisation.Find(r, s.Organisation)
			if err != nil && refusal.KindOf(err) != refusal.Missing {
				return nil, err
			}
			known[s.Organisation] = who{applicant: review.NameOf(o.Name), person: o.Kind == organisation.Person}
		}
		w := known[s.Organisation]
		w.submission = s
		all[s.Number] = w
	}
	return all, nil
}

// rowsOf lays the rows of a list out for a page.
func rowsOf(q *web.Request, d call.Definition, list file, people map[string]who) []rowView {
	rows := make([]rowView, len(list.Rows))
	for i, row := range list.Rows {
		rows[i] = newRowView(q, d, list, row, people[row.Number])
		if list.Settings.BudgetCents > 0 && row.AwardCents > 0 {
			before := row.RunningCents - row.AwardCents
			rows[i].X, rows[i].Width = thousandth(before, list.Settings.BudgetCents), blockWidth(row.AwardCents, list.Settings.BudgetCents)
		}
	}
	return rows
}

func newRowView(q *web.Request, d call.Definition, list file, row fileRow, w who) rowView {
	v := rowView{Rank: "–", Number: row.Number, Title: w.submission.Title, Applicant: w.applicant, Code: w.submission.Municipality,
		Place: review.PlaceOf(w.submission.Municipality, q.Lang), Score: "–", Requested: row.RequestedCents, Award: row.AwardCents,
		Running: row.RunningCents, Outcome: row.Outcome, Status: outcomeStatus(q, spoken(d, row.Outcome), row.Reserve), Third: row.ThirdRequired,
		Chosen: row.Choice != "", Pair: row.Pair, Alone: list.Settings.Experts == 1}
	v.Beside = v.Place
	if strings.Contains(v.Applicant.Text, strings.TrimSuffix(v.Place, "°")) {
		v.Beside = "" // a municipality's own name says where it is
	}
	if row.Rank > 0 {
		v.Rank = strconv.Itoa(row.Rank)
	}
	if row.Score != nil {
		v.Settled, v.Score = true, review.Average(q.Lang, int64(*row.Score))
	}
	for _, e := range row.Experts {
		v.Experts = append(v.Experts, review.Average(q.Lang, 2*int64(e.Total)))
	}
	v.difference(q, row)
	v.groups(q, d, list, row)
	if row.DecidedBy.Rule != "" {
		v.DecidedBy = q.T("selection.by."+string(row.DecidedBy.Rule), "What", criterionTitle(d, row.DecidedBy.Criterion, q.Lang))
	}
	for _, id := range row.Rejected {
		for _, g := range d.Gates {
			if g.ID == id {
				v.Rejected = append(v.Rejected, g.Because.In(q.Lang))
			}
		}
	}
	return v
}

// difference is how far the first two scores lie apart, also in whole percent of the higher one, cut off.
func (v *rowView) difference(q *web.Request, row fileRow) {
	if len(row.Experts) < 2 {
		return
	}
	a, b := int64(row.Experts[0].Total), int64(row.Experts[1].Total)
	apart, higher := max(a, b)-min(a, b), max(a, b)
	v.Difference, v.Percent = review.Average(q.Lang, 2*apart), "0"
	if higher > 0 {
		v.Percent = review.Average(q.Lang, 2*(apart*10_000/higher))
	}
}

func (v *rowView) groups(q *web.Request, d call.Definition, list file, row fileRow) {
	for i, g := range list.Settings.Groups {
		points, ok := row.Groups[g.Group]
		if !ok || i >= len(d.Grid.Groups) || row.Score == nil {
			continue
		}
		line := groupLine{Title: d.Grid.Groups[i].Title.In(q.Lang), Points: review.Average(q.Lang, int64(points))}
		if g.Threshold > 0 {
			line.Least, line.Below = review.Average(q.Lang, 2*int64(g.Threshold)), int64(points) < 2*int64(g.Threshold)
		}
		v.Groups = append(v.Groups, line)
	}
}

// How outcomes are spoken of where there are places and no money, as with concepts.
const (
	chosen  Outcome = "chosen"
	noPlace Outcome = "no_place"
)

// spoken is the outcome as people are told it.
func spoken(d call.Definition, o Outcome) Outcome {
	switch {
	case d.Money.Given():
		return o
	case o == Funded:
		return chosen
	case o == NoMoney:
		return noPlace
	}
	return o
}

// unnamed says whether nothing was given, nor can be later: of such an application only the number and the score are
// published.
func (o Outcome) unnamed() bool { return o == NoMoney || o == Below || o == Rejected }

func outcomeStatus(q *web.Request, o Outcome, reserve int) web.Status {
	switch o {
	case chosen:
		return web.Status{State: "done", Words: q.T("selection.outcome.chosen")}
	case Funded:
		return web.Status{State: "done", Words: q.T("selection.outcome.funded")}
	case Partial:
		return web.Status{State: "done", Words: q.T("selection.outcome.partial")}
	case Reserve:
		return web.Status{State: "now", Words: q.T("selection.outcome.reserve", "Place", reserve)}
	case NoMoney, noPlace, Below:
		return web.Status{State: "", Words: q.T("selection.outcome." + string(o))}
	}
	return web.Status{State: "no", Words: q.T("selection.outcome.rejected")}
}

func criterionTitle(d call.Definition, id, l string) string {
	for _, g := range d.Grid.Groups {
		if g.ID == id {
			return g.Title.In(l)
		}
		for _, c := range g.Criteria {
			if c.ID == id {
				return c.Title.In(l)
			}
		}
	}
	return id
}

// thousandth is a share of a whole as a length of a picture that is 1,000 wide, with one decimal.
func thousandth(part, whole int64) string {
	tenths := part * 10_000 / whole
	return strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10)
}

// blockWidth leaves a gap of two between blocks, where the block is wide enough for one.
func blockWidth(part, whole int64) string {
	tenths := part * 10_000 / whole
	if tenths > 40 {
		tenths -= 20
	}
	return strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10)
}
