package selection

import (
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/grants/review"
	"vekst/platform/action"
	"vekst/platform/lang"
)

// tell writes the outcome to an applicant: what was decided first, then how it came about, with the experts' reasons
// under each criterion and the experts not named.
func tell(tx *action.Tx, t table, list file, row fileRow, r review.Result) error {
	l := r.Submission.Lang
	args := map[string]string{"Number": row.Number, "Title": r.Submission.Title, "Call": t.call.Title.In(l), "Amount": "", "Score": "", "Alone": "",
		"Threshold": lang.Decimal(l, int64(list.Settings.Threshold)), "Rank": strconv.Itoa(row.Rank), "Ranked": strconv.Itoa(list.ranked()),
		"Reserve": strconv.Itoa(row.Reserve), "Below": strings.Join(belowGroups(t.call.Definition, list, row, l), ", "),
		"Criteria": criteriaText(t.call.Definition, row, r, l), "Until": review.Until(t.call.Definition, l, review.AppealUntil(t.call.Definition, tx.Now())),
		"Link": "/applications/" + r.Submission.Application + "/result"}
	if list.Settings.Experts == 1 {
		args["Alone"] = "yes"
	}
	if row.Score != nil {
		args["Score"] = review.Average(l, int64(*row.Score))
	}
	if t.call.Money.Given() && row.AwardCents > 0 {
		args["Amount"] = lang.Sum(l, row.AwardCents, t.call.Money.Currency)
	}
	return review.Write(tx, r.Submission, toldOutcome, "selection.letter."+string(spoken(t.call.Definition, row.Outcome)), args)
}

// ranked is how many places the list has, without the rejected.
func (f file) ranked() int {
	n := 0
	for _, row := range f.Rows {
		if row.Rank > 0 {
			n++
		}
	}
	return n
}

// belowGroups names the groups of criteria whose own threshold an application does not reach.
func belowGroups(d call.Definition, list file, row fileRow, l string) []string {
	var names []string
	for i, g := range list.Settings.Groups {
		if subtotal, ok := row.Groups[g.Group]; ok && int64(subtotal) < 2*int64(g.Threshold) && i < len(d.Grid.Groups) {
			names = append(names, d.Grid.Groups[i].Title.In(l))
		}
	}
	return names
}

// counting are the sheets whose scores count, in the order of appointment.
func counting(row fileRow, r review.Result) []review.Sheet {
	var sheets []review.Sheet
	for i, s := range r.Sheets {
		if strings.Contains(row.Pair, strconv.Itoa(i+1)) {
			sheets = append(sheets, s)
		}
	}
	return sheets
}

// criteriaText is every criterion with what the experts who count gave, and why.
func criteriaText(d call.Definition, row fileRow, r review.Result, l string) string {
	var b strings.Builder
	for _, c := range criteria(d, counting(row, r), l) {
		b.WriteString(c.Title + ": " + strings.Join(c.Points, " · ") + " / " + c.Most + "\n")
		for _, reason := range c.Reasons {
			b.WriteString("– " + reason + "\n")
		}
	}
	return strings.TrimSpace(b.String())
}

// judged is a criterion with what experts gave and wrote.
type judged struct {
	Title, Most string
	Points      []string
	Reasons     []string
}

func criteria(d call.Definition, sheets []review.Sheet, l string) []judged {
	var all []judged
	for _, g := range d.Grid.Groups {
		for _, c := range g.Criteria {
			j := judged{Title: c.Title.In(l), Most: lang.Decimal(l, c.Max)}
			for _, s := range sheets {
				for _, given := range s.Given {
					if given.Criterion == c.ID {
						j.Points = append(j.Points, lang.Decimal(l, given.Points))
						j.Reasons = append(j.Reasons, given.Reason)
					}
				}
			}
			all = append(all, j)
		}
	}
	return all
}
