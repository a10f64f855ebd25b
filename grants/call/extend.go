package call

import (
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/period"
	"vekst/value/text"
)

// Extending moves the deadline of a call. Outage names the outage it makes up for; "" is a decision of people, and has a
// reason in their words.
type Extending struct {
	Call   string
	Closes time.Time
	Reason text.Text
	Outage string
}

// extended is a call as it stands before its deadline is moved.
type extended struct {
	Published
	extensions int64
	byOutage   bool
}

// Extend moves the deadline of a call to a later moment. Everything that looks at the deadline follows at once, and
// everybody who is writing or has submitted is told. People do it until the call closes; the program, by the call's own
// rule about outages, also when the outage lasted beyond that.
var Extend = action.Define(action.Definition[Extending, extended, Extension]{
	Name: "call.extend",
	Load: func(tx *action.Tx, in Extending) (extended, error) {
		if _, err := lastVersion(tx, in.Call, tx.ForUpdate()); err != nil {
			return extended{}, err
		}
		p, err := Find(tx, in.Call)
		if err != nil {
			return extended{}, err
		}
		n, err := db.One(tx, db.Value[int64], `SELECT extensions FROM calls WHERE id = $1`, in.Call)
		return extended{p, n, in.Outage != ""}, err
	},
	May: action.Permits[extended]{
		{Who: "operators of the programme", If: func(a action.Actor, e extended) bool { return a.Has(account.Operator, e.Programme) && !e.byOutage }},
		{Who: "administrators", If: func(a action.Actor, e extended) bool { return a.Has(account.Administrator, e.Programme) && !e.byOutage }},
		{Who: "the program itself", If: func(a action.Actor, _ extended) bool { return a.System() }},
	},
	When: action.Moment[extended]{Is: "until the call closes; for an outage also after it", Check: func(now time.Time, e extended) error {
		if e.Window.At(now) == period.Closed && !e.byOutage {
			return refusal.New(refusal.Closed, "call.extend.closed")
		}
		return nil
	}},
	Do: extend,
})

func extend(tx *action.Tx, in Extending, e extended) (Extension, error) {
	tx.About("call", in.Call)
	tx.Note("from", e.Window.Closes.Format(time.RFC3339))
	tx.Note("to", in.Closes.UTC().Format(time.RFC3339))
	x := Extension{Number: e.extensions + 1, Closed: e.Window.Closes, Closes: in.Closes, Outage: in.Outage, Role: roleOf(tx.Actor(), e.Programme),
		Reason: in.Reason, At: tx.Now()}
	if err := refusal.Of(later(in, e, tx.Now())); err != nil {
		return x, err
	}
	if in.Outage != "" {
		tx.Note("outage", in.Outage)
	}
	if err := insertExtension(tx, in.Call, x); err != nil {
		return x, err
	}
	return x, tellOf(tx, Event{Call: in.Call, Extension: x.Number})
}

// later wants a deadline after the one in force, within what a person can have meant, and a reason.
func later(in Extending, e extended, now time.Time) []refusal.Complaint {
	var complaints []refusal.Complaint
	switch {
	case e.Window.Closes.IsZero():
		complaints = append(complaints, refusal.About("closes", "call.extend.endless"))
	case in.Closes.IsZero():
		complaints = append(complaints, refusal.About("closes", "call.extend.unclear"))
	case !in.Closes.After(e.Window.Closes):
		complaints = append(complaints, refusal.About("closes", "call.extend.earlier", "Closes", inAll(e.Window.Closes, e.Window)))
	case !in.Closes.After(now):
		complaints = append(complaints, refusal.About("closes", "call.extend.past"))
	case in.Closes.After(e.Window.Closes.AddDate(1, 0, 0)):
		complaints = append(complaints, refusal.About("closes", "call.extend.far"))
	case !e.ActivitiesEnd.IsZero() && in.Closes.After(e.ActivitiesEnd):
		complaints = append(complaints, refusal.About("closes", "call.extend.activities"))
	}
	if in.Outage == "" {
		complaints = append(complaints, explained(in.Reason)...)
	}
	return complaints
}

func insertExtension(tx *action.Tx, callID string, x Extension) error {
	_, err := tx.Exec(`INSERT INTO call_extensions (call, number, closed, closes, outage, role, reason_bg, reason_nb, reason_en, at, by_person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, callID, x.Number, db.At(x.Closed), db.At(x.Closes), x.Outage, x.Role,
		x.Reason.BG, x.Reason.NB, x.Reason.EN, db.At(x.At), tx.Actor().Name())
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE calls SET closes = $1, extensions = $2, published = $3 WHERE id = $4`, db.At(x.Closes), x.Number, db.At(x.At), callID)
	return err
}
