package portal

import (
	"errors"
	"strconv"
	"strings"

	"vekst/grants/review"
	"vekst/platform/lang"
	"vekst/platform/web"
)

var calculatorPage = web.NewPage[calculatorView](files, "pages/calculator.html")

type calculatorView struct {
	web.Head
	First, Second, Third, Percent web.Field
	Tie                           web.Choice
	Asked                         bool // scores were sent, and could be read
	Steps                         []sum
	Verdict                       string
	Says                          string
	Command                       string
}

// sum is one line of the arithmetic.
type sum struct{ Words, Sum string }

// calculate is the two-expert rule as anybody can try it. The form is a link, so that a sum can be sent on.
func calculate(q *web.Request) (web.Answer, error) {
	v := calculatorView{}
	v.Title = q.T("portal.calculator.title")
	typed := []string{q.Value("first"), q.Value("second"), q.Value("third")}
	percent, tie := q.Value("percent"), q.Value("tie")
	if percent == "" {
		percent = strconv.FormatInt(review.DefaultPolicy().Percent, 10)
	}
	if tie == "" {
		tie = string(review.HigherPair)
	}
	if typed[0]+typed[1]+typed[2] != "" {
		v.work(q, typed, percent, tie)
	}
	v.First, v.Second, v.Third = v.score(q, "first", typed[0]), v.score(q, "second", typed[1]), v.score(q, "third", typed[2])
	v.Third.Optional = true
	v.Percent = web.Field{Name: "percent", Label: q.T("portal.calculator.percent"), Help: q.T("portal.calculator.percent_help"), Value: percent,
		Inputmode: "numeric", Size: 4, Complaint: v.Complaint("percent")}
	v.Tie = web.Choice{Name: "tie", Label: q.T("portal.calculator.tie"), Help: q.T("portal.calculator.tie_help"), Value: tie}
	for _, t := range []review.Tie{review.HigherPair, review.LowerPair, review.Committee} {
		v.Tie.Options = append(v.Tie.Options, web.Option{Value: string(t), Label: q.T("portal.tie." + string(t))})
	}
	return calculatorPage.Show(v), nil
}

func (v *calculatorView) score(q *web.Request, name, value string) web.Field {
	return web.Field{Name: name, Label: q.T("portal.expert." + name), Value: value, Inputmode: "decimal", Size: 8, Complaint: v.Complaint(name)}
}

// work reads what was typed, gathering complaints, and shows the sum when there is none.
func (v *calculatorView) work(q *web.Request, typed []string, percent, tie string) {
	var scores []int64
	for i, name := range []string{"first", "second", "third"} {
		if i == 2 && typed[i] == "" {
			break
		}
		score, err := review.ParseScore(typed[i], review.MaxScore)
		if err != nil {
			v.Complaints = append(v.Complaints, web.Complaint{Field: name, Sentence: q.T("portal.score." + spoken(err))})
		}
		scores = append(scores, score)
	}
	policy := review.Policy{Tie: review.Tie(tie)}
	var err error
	if policy.Percent, err = strconv.ParseInt(strings.TrimSuffix(percent, "%"), 10, 64); err != nil || errors.Is(policy.Check(), review.ErrPercent) {
		v.Complaints = append(v.Complaints, web.Complaint{Field: "percent", Sentence: q.T("portal.calculator.percent_wrong")})
	} else if policy.Check() != nil {
		v.Complaints = append(v.Complaints, web.Complaint{Field: "tie", Sentence: q.T("portal.calculator.tie_wrong")})
	}
	if len(v.Complaints) == 0 {
		v.show(q, policy, scores)
	}
}

// spoken is the key of the sentence about a score that cannot be read.
func spoken(err error) string {
	for key, kind := range map[string]error{"empty": review.ErrNoScore, "decimals": review.ErrDecimals, "below": review.ErrBelowZero, "above": review.ErrAboveMaximum} {
		if errors.Is(err, kind) {
			return key
		}
	}
	return "unclear"
}

func (v *calculatorView) show(q *web.Request, policy review.Policy, scores []int64) {
	outcome := policy.Settle(scores...)
	a, b := scores[0], scores[1]
	higher, apart := max(a, b), max(a, b)-min(a, b)
	v.Asked = true
	v.add(q, "apart", points(q, higher)+" − "+points(q, min(a, b))+" = "+points(q, apart))
	v.add(q, "limit", lang.Percent(q.Lang, 100*policy.Percent)+" × "+points(q, higher)+" = "+share(q, policy.Percent*higher))
	sign := " ≤ "
	if outcome.ThirdRequired {
		sign = " > "
	}
	v.add(q, "compare", points(q, apart)+sign+share(q, policy.Percent*higher))
	if outcome.ThirdRequired && len(scores) == 3 {
		for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
			x, y := scores[pair[0]], scores[pair[1]]
			v.Steps = append(v.Steps, sum{q.T("portal.sum.pair", "One", pair[0]+1, "Other", pair[1]+1), points(q, max(x, y)) + " − " + points(q, min(x, y)) + " = " + points(q, max(x, y)-min(x, y))})
		}
	}
	if outcome.Settled {
		x, y := scores[outcome.Pair[0]-1], scores[outcome.Pair[1]-1]
		v.add(q, "average", "("+points(q, x)+" + "+points(q, y)+") ÷ 2 = "+exact(q, outcome.Twice))
	}
	v.Verdict, v.Says = verdict(q, outcome, len(scores))
	v.Command = command(policy, scores)
}

func (v *calculatorView) add(q *web.Request, key, says string) {
	v.Steps = append(v.Steps, sum{q.T("portal.sum." + key), says})
}

// verdict says in words what the rule comes to.
func verdict(q *web.Request, o review.Outcome, scores int) (big, says string) {
	switch {
	case o.Settled && o.Tied:
		return exact(q, o.Twice), q.T("portal.verdict.tied", "One", o.Pair[0], "Other", o.Pair[1])
	case o.Settled && o.ThirdRequired:
		return exact(q, o.Twice), q.T("portal.verdict.closest", "One", o.Pair[0], "Other", o.Pair[1])
	case o.Settled && scores == 3:
		return exact(q, o.Twice), q.T("portal.verdict.third_unused")
	case o.Settled:
		return exact(q, o.Twice), q.T("portal.verdict.average")
	case o.Tied:
		return q.T("portal.verdict.committee_short"), q.T("portal.verdict.committee")
	}
	return q.T("portal.verdict.third_short"), q.T("portal.verdict.third")
}

func points(q *web.Request, hundredths int64) string { return lang.Decimal(q.Lang, hundredths) }

// exact writes the average that twice stands for.
func exact(q *web.Request, twice int64) string { return local(q, review.Plain(twice)) }

// share writes ten-thousandths of a point exactly: per cent times hundredths.
func share(q *web.Request, tenThousandths int64) string {
	whole, part := tenThousandths/10_000, strconv.FormatInt(10_000+tenThousandths%10_000, 10)[1:]
	return local(q, strings.TrimSuffix(strings.TrimRight(strconv.FormatInt(whole, 10)+"."+part, "0"), "."))
}

// local puts the decimal sign of the language in a number written with a point.
func local(q *web.Request, number string) string {
	if q.Lang == "en" {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}

// command is the same sum at a terminal.
func command(p review.Policy, scores []int64) string {
	var b strings.Builder
	b.WriteString("vekst score")
	for i, s := range scores {
		b.WriteString(" --expert" + strconv.Itoa(i+1) + " " + review.Plain(2*s))
	}
	b.WriteString(" --threshold " + strconv.FormatInt(p.Percent, 10) + " --tie " + string(p.Tie))
	return b.String()
}
