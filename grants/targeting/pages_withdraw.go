package targeting

import (
	"net/http"
	"strconv"
	"time"

	"vekst/grants/account"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var withdrawPage = web.NewPage[withdrawView](files, "pages/withdraw.html")

// mayWithdraw lets those in who may withdraw what was published.
var mayWithdraw = web.Role(account.Operator)

// withdrawView asks why an index is withdrawn, or brought back.
type withdrawView struct {
	web.Head
	Index
	Back    bool // it is to be brought back
	Reasons []web.Field
	Instead web.Choice
	Link    string
}

// withdrawn is what stands at the top of an index that is withdrawn; empty for any other.
type withdrawn struct {
	Is                 bool
	At                 time.Time
	By                 string // for operators only
	Reason             string
	Instead, InsteadAt string
}

// turnRow is one thing that became of an index, in its history.
type turnRow struct {
	Kind   string
	At     time.Time
	By     string
	Reason string
}

func operates(q *web.Request) bool { return q.Actor().Has(account.Operator, account.Programme) }

// notice says that an index is withdrawn, to whoever reads any of its pages.
func (x Index) notice(q *web.Request) (n withdrawn, err error) {
	if !x.IsWithdrawn() {
		return n, nil
	}
	n = withdrawn{Is: true, At: x.Turn.At, Reason: x.Turn.Reason.In(q.Lang)}
	if n.By, err = x.Turn.by(q); err != nil || x.Turn.ReplacedBy == "" {
		return n, err
	}
	instead, err := Find(q.Reader(), x.Turn.ReplacedBy)
	n.Instead, n.InsteadAt = instead.Title.In(q.Lang), q.Link("/indices/"+strconv.Itoa(instead.Number))
	return n, err
}

// by is who did it, for operators; the public reads that the programme operator did.
func (t Turn) by(q *web.Request) (string, error) {
	if !operates(q) {
		return "", nil
	}
	person, err := account.Find(q.Reader(), t.By)
	if refusal.KindOf(err) == refusal.Missing {
		err = nil
	}
	return person.Name, err
}

func (x Index) turnRows(q *web.Request) (rows []turnRow, err error) {
	if x.Turn.Number == 0 {
		return nil, nil
	}
	all, err := Turns(q.Reader(), x.ID)
	for _, t := range all {
		by, wrong := t.by(q)
		if wrong != nil {
			return nil, wrong
		}
		rows = append(rows, turnRow{q.T("targeting.withdraw.turn." + string(t.Kind)), t.At, by, t.Reason.In(q.Lang)})
	}
	return rows, err
}

func (h *house) askWithdraw(q *web.Request) (web.Answer, error) {
	x, err := h.numbered(q)
	if err != nil {
		return nil, err
	}
	v, err := withdrawing(q, x, nil)
	return withdrawPage.Show(v), err
}

// withdrawing is the form, with what was typed.
func withdrawing(q *web.Request, x Index, heard []web.Complaint) (withdrawView, error) {
	title := "targeting.withdraw.title"
	if x.IsWithdrawn() {
		title = "targeting.withdraw.back_title"
	}
	v := withdrawView{Index: x, Back: x.IsWithdrawn(), Link: q.Link("/indices/" + strconv.Itoa(x.Number))}
	v.Head = web.Head{Title: q.T(title), Section: "look.nav.municipalities", Style: "index.css", Crumbs: append(crumbs(q), web.Crumb{Name: x.Title.In(q.Lang), Link: v.Link}), Complaints: heard}
	for _, l := range text.Languages {
		name := "reason_" + l
		v.Reasons = append(v.Reasons, web.Field{Name: name, Label: q.T("targeting.withdraw." + name), Value: q.Value(name), Rows: 3, Complaint: v.Complaint(name)})
	}
	all, err := Indices(q.Reader())
	v.Instead = web.Choice{Name: "replaced_by", Label: q.T("targeting.withdraw.instead"), Value: q.Value("replaced_by"), Complaint: v.Complaint("replaced_by"),
		Options: []web.Option{{Label: q.T("targeting.withdraw.instead_none")}}}
	for _, other := range Standing(all) {
		if other.ID != x.ID {
			v.Instead.Options = append(v.Instead.Options, web.Option{Value: other.ID, Label: strconv.Itoa(other.Number) + ". " + other.Title.In(q.Lang)})
		}
	}
	return v, err
}

// withdraw withdraws the index of the address, or brings it back: the form says which, so that an old page does neither
// unseen.
func (h *house) withdraw(q *web.Request) (web.Answer, error) {
	x, err := h.numbered(q)
	if err != nil {
		return nil, err
	}
	reason := threeTyped(q, "reason", "")
	if q.Value("do") == "reinstate" {
		_, err = web.Do(q, Reinstate, Reinstating{Index: x.ID, Reason: reason})
	} else {
		_, err = web.Do(q, Withdraw, Withdrawing{Index: x.ID, Reason: reason, ReplacedBy: q.Value("replaced_by")})
	}
	if heard, status := q.Heard(err); status == http.StatusUnprocessableEntity {
		v, err := withdrawing(q, x, heard)
		return withdrawPage.With(status, v), err
	}
	return web.See(q.Link("/indices/" + strconv.Itoa(x.Number))), err
}
