package selection

import (
	"strings"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/review"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
	"vekst/value/text"
)

var rankingPage = web.NewPage[rankingView](embedded, "pages/ranking.html")

type rankingView struct {
	web.Head
	Call                      call.Published
	Closed, Money             bool
	List                      Kept
	Seed                      Seed
	Rows                      []rowView
	Waiting                   []waitingLine
	Ranked, Funded            int
	InReserve, Under, Refused int
	Awarded, Left, Budget     int64
	Threshold                 string
	Next                      web.Next
	Rules                     []string
	Thirds                    int
	Seeding                   *web.Field // the form that fixes the seed
	CanFreeze, CanPropose     bool
	CanConfirm, CanReopen     bool
	IsProposer                bool
	Reason                    web.Field
	TakenBack                 []Kept
}

// waitingLine is an application that cannot be ranked yet.
type waitingLine struct {
	Link, Number, Title, For string
}

func showRanking(q *web.Request) (web.Answer, error) {
	view, err := rankingOf(q)
	if err != nil {
		return nil, err
	}
	return rankingPage.Show(view), nil
}

// overseen is the call in the address, for those who oversee its programme.
func overseen(q *web.Request) (call.Published, error) {
	d, err := call.Find(q.Reader(), q.PathValue("call"))
	if err == nil && !q.Actor().HasAny(d.Programme, overseers...) {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return d, err
}

func rankingOf(q *web.Request) (rankingView, error) {
	d, err := overseen(q)
	if err != nil {
		return rankingView{}, err
	}
	v := rankingView{Call: d, Money: d.Money.Given(), Closed: d.Window.At(q.Site.Door.Now()) == period.Closed}
	v.Head = web.Head{Title: q.T("selection.ranking.title"), Thread: 7, Section: "look.nav.results",
		Crumbs: []web.Crumb{{Name: d.Title.In(q.Lang), Link: q.Link("/calls/" + d.ID)}, {Name: q.T("selection.ranking.assessment"), Link: "/calls/" + d.ID + "/assessment"}}}
	if !v.Closed {
		return v, nil
	}
	if v.List, err = Standing(q.Reader(), d.ID); err != nil {
		return v, err
	}
	if v.Seed, err = FindSeed(q.Reader(), d.ID); err != nil {
		return v, err
	}
	if v.TakenBack, err = TakenBack(q.Reader(), d.ID); err != nil {
		return v, err
	}
	list, err := v.current(q)
	if err != nil {
		return v, err
	}
	people, err := everybody(q.Reader(), d.ID)
	if err != nil {
		return v, err
	}
	v.Rows = rowsOf(q, d.Definition, list, people)
	v.count(q, list)
	v.powers(q)
	v.next(q)
	return v, nil
}

// current is the frozen list, or what the list would be from the assessments that are complete.
func (v *rankingView) current(q *web.Request) (file, error) {
	if v.List.Stage != "" {
		return readFile(v.List.File)
	}
	results, err := review.Results(q.Reader(), v.Call.ID)
	if err != nil {
		return file{}, err
	}
	var complete []review.Result
	for _, r := range results {
		if r.Waiting == "" {
			complete = append(complete, r)
			continue
		}
		v.Waiting = append(v.Waiting, waitingLine{"/assessment/" + r.Submission.Application, r.Submission.Number, r.Submission.Title,
			q.T("selection.waiting." + string(r.Waiting))})
	}
	seed := v.Seed
	if seed.Value == "" {
		seed.Value = "0" // the order of equal scores is not known before the seed is; the page says so
	}
	list, err := makeList(v.Call.Definition, seed, complete, q.Site.Door.Now())
	if err != nil {
		return file{}, err
	}
	return list.file(), nil
}

func (v *rankingView) count(q *web.Request, list file) {
	v.Budget, v.Awarded, v.Left = list.Settings.BudgetCents, list.AwardedCents, list.LeftCents
	v.Ranked, v.Threshold = list.ranked(), review.Average(q.Lang, 2*int64(list.Settings.Threshold))
	for _, r := range list.Rows {
		if r.ThirdRequired {
			v.Thirds++
		}
		switch r.Outcome {
		case Funded, Partial:
			v.Funded++
		case Reserve:
			v.InReserve++
		case Below:
			v.Under++
		case Rejected:
			v.Refused++
		}
	}
	v.Rules = rulesInWords(q, v.Call.Definition, v.Thirds)
}

// rulesInWords are the rules of the list as sentences.
func rulesInWords(q *web.Request, d call.Definition, thirds int) []string {
	var breakers []string
	for _, b := range d.Ranking.TieBreakers {
		switch b.By {
		case call.ByDraw:
			breakers = append(breakers, q.T("selection.rules.draw"))
		case call.ByField:
			breakers = append(breakers, q.T("selection.rules.smaller"))
		default:
			breakers = append(breakers, criterionTitle(d, b.Ref, q.Lang))
		}
	}
	rules := append(scoreRules(q, review.PolicyOf(d.Assessment), thirds), q.T("selection.rules.ties", "Order", strings.Join(breakers, " → ")))
	if d.Ranking.Marginal != "" {
		kind := "marginal."
		if !d.Ranking.Reserve {
			kind = "no_reserve."
		}
		rules = append(rules, q.T("selection.rules."+kind+string(d.Ranking.Marginal)))
	}
	return rules
}

// scoreRules are how experts' scores become one.
func scoreRules(q *web.Request, policy review.Policy, thirds int) []string {
	if policy.Alone {
		return []string{q.T("selection.rules.alone")}
	}
	if policy.Tie == "" {
		policy.Tie = review.HigherPair
	}
	return []string{q.T("selection.rules.average"), q.T("selection.rules.third", "Percent", policy.Percent, "Count", thirds),
		q.T("selection.rules.pair." + string(policy.Tie))}
}

func (v *rankingView) powers(q *web.Request) {
	operator, committee := q.Actor().Has(account.Operator, v.Call.Programme), q.Actor().Has(account.Committee, v.Call.Programme)
	v.IsProposer = v.List.Stage == Proposed && v.List.ProposedBy == q.Actor().ID
	v.CanFreeze = operator && v.List.Stage == "" && len(v.Waiting) == 0 && len(v.Rows) > 0 && v.Seed.Value != ""
	v.CanPropose = operator && v.List.Stage == Frozen
	v.CanConfirm = (operator || committee) && v.List.Stage == Proposed && !v.IsProposer
	v.CanReopen = (operator || committee) && (v.List.Stage == Frozen || v.List.Stage == Proposed)
	v.Reason = web.Field{Name: "reason", Label: q.T("selection.reopen.reason"), Rows: 3, Value: q.Value("reason")}
	if operator && v.Seed.Value == "" {
		v.Seeding = &web.Field{Name: "number", Label: q.T("selection.seed.number"), Help: q.T("selection.seed.number_help"), Optional: true, Value: q.Value("number")}
	}
}

func (v *rankingView) next(q *web.Request) {
	key := map[Stage]string{Frozen: "frozen", Proposed: "proposed", Confirmed: "confirmed"}[v.List.Stage]
	switch {
	case key != "":
	case len(v.Waiting) > 0:
		key = "waiting"
	case len(v.Rows) == 0:
		key = "none"
	case v.Seed.Value == "":
		key = "seed"
	default:
		key = "ready"
	}
	v.Next = web.Next{Who: q.T("selection.next." + key + ".who"), What: q.T("selection.next." + key + ".what")}
}

// after answers a change of the list: its page again, with what there is to correct.
func after(q *web.Request, err error) (web.Answer, error) {
	complaints, status := q.Heard(err)
	if status == 0 {
		return web.See("/calls/" + q.PathValue("call") + "/ranking"), err
	}
	view, err := rankingOf(q)
	if err != nil {
		return nil, err
	}
	view.Complaints = complaints
	view.Reason.Complaint = view.Complaint("reason")
	if view.Seeding != nil {
		view.Seeding.Complaint = view.Complaint("number")
	}
	return rankingPage.With(status, view), nil
}

func fixSeed(q *web.Request) (web.Answer, error) {
	key := "selection.seed.how_number"
	if q.Value("number") == "" {
		key = "selection.seed.how_log"
	}
	say := func(l string) string { return q.Site.Catalog.Say(l, key) }
	_, err := web.Do(q, FixSeed, Fixing{q.PathValue("call"), q.Value("number"), text.Text{BG: say(text.BG), NB: say(text.NB), EN: say(text.EN)}})
	return after(q, err)
}

func freezeList(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, FreezeList, q.PathValue("call"))
	return after(q, err)
}

func proposeDecision(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Propose, q.PathValue("call"))
	return after(q, err)
}

func confirmDecision(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Confirm, Confirming{q.PathValue("call"), q.Value("list")})
	return after(q, err)
}

func reopenList(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Reopen, Reopening{q.PathValue("call"), q.Value("reason")})
	return after(q, err)
}

// downloadFrozen gives the frozen list to those who decide, before it is public.
func downloadFrozen(q *web.Request) (web.Answer, error) {
	d, err := overseen(q)
	if err != nil {
		return nil, err
	}
	k, err := Standing(q.Reader(), d.ID)
	if err == nil && k.Stage == "" {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return rankingFile(k), err
}

func rankingFile(k Kept) web.Answer {
	return web.File{Type: "application/json; charset=utf-8", Name: k.Call + "-ranking.json", Data: k.File}
}
