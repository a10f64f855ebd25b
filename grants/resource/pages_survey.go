package resource

import (
	"vekst/grants/application"
	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// toldRow is a resource told of in a survey, on the desk.
type toldRow struct {
	Action, Name, Lang, Class, Where, About, Number, Day string
}

// tellTold lists what surveys say that nobody has taken over.
func (v *deskView) tellTold(q *web.Request, d *municipality.Directory, s Scope) error {
	all, err := ToldIn(q.Reader(), q.Site.Door.Now(), s)
	for _, t := range all {
		v.Told = append(v.Told, toldRow{"/surveys/" + t.Application + "/resources/" + t.Row, t.Name, t.Lang, q.T("resource.class." + t.Class),
			places(t.Where, d.Label(t.Municipality, q.Lang)), t.About, t.Number, lang.Date(q.Lang, t.Received.In(q.Site.Zone))})
	}
	return err
}

// takeOver makes a proposal of a row of a survey, as the words of whoever wrote it.
func (h *house) takeOver(q *web.Request) (web.Answer, error) {
	t, err := findTold(q.Reader(), q.PathValue("application"), q.PathValue("row"))
	if err != nil {
		return nil, err
	}
	scope, err := ScopeOf(q.Reader(), q.Actor())
	if err == nil && !scope.Has(t.Municipality) {
		err = refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	if err != nil {
		return nil, err
	}
	a, err := application.Find(q.Reader(), t.Application)
	if err != nil {
		return nil, err
	}
	_, err = web.Do(q, Propose, Proposing{Municipality: t.Municipality, Entry: t.Entry(), Key: t.Key(), Anyway: true, Of: a.CreatedBy, TakenOver: true})
	if err != nil {
		return nil, err
	}
	return web.See(deskLink), nil
}
