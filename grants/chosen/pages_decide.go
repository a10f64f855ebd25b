package chosen

import (
	"strconv"

	"vekst/platform/web"
)

func (h *house) proposed(q *web.Request) (web.Answer, error) {
	v, err := h.proposal(q)
	if err != nil {
		return nil, err
	}
	if v.Stage == Final {
		return web.See(q.Link("/chosen/" + strconv.Itoa(v.Number))), nil
	}
	return onePage.Show(v), nil
}

// proposal is a selection as those who decide see it.
func (h *house) proposal(q *web.Request) (oneView, error) {
	s, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return oneView{}, err
	}
	v, err := h.view(q, s)
	v.ShowsDraft, v.IsProposer = true, s.ProposedBy == q.Actor().Name()
	v.CanDecide = s.Stage == Proposed && isOfficer(q)
	v.Reason = web.Field{Name: "reason", Label: q.T("chosen.decide.reason"), Rows: 3, Value: q.Value("reason")}
	return v, err
}

func (h *house) confirm(q *web.Request) (web.Answer, error) {
	s, err := web.Do(q, Confirm, Confirming{Selection: q.PathValue("id"), SHA256: q.Value("sha256")})
	if err != nil {
		return h.again(q, err)
	}
	return web.See(q.Link("/chosen/" + strconv.Itoa(s.Number))), nil
}

func (h *house) sendBack(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, SendBack, SendingBack{q.PathValue("id"), q.Value("reason")})
	if err != nil {
		return h.again(q, err)
	}
	return web.See("/choosing/" + q.PathValue("id")), nil
}

// again shows the proposal with what there is to correct.
func (h *house) again(q *web.Request, refused error) (web.Answer, error) {
	complaints, status := q.Heard(refused)
	if status == 0 {
		return nil, refused
	}
	v, err := h.proposal(q)
	if err != nil {
		return nil, err
	}
	v.Complaints = complaints
	v.Reason.Complaint = v.Complaint("reason")
	return onePage.With(status, v), nil
}
