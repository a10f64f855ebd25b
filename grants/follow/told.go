package follow

import (
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/lang"
	"vekst/value/period"
	"vekst/value/text"
)

// What followers are told. A new deadline and the last day come at once, since there is something to do; the rest can wait
// for the digest.
var (
	toldAnswered = notice.Define(notice.Kind{Key: "follow.told.answered", Way: notice.Daily})
	toldChanged  = notice.Define(notice.Kind{Key: "follow.told.changed", Way: notice.Daily})
	toldExtended = notice.Define(notice.Kind{Key: "follow.told.extended", Way: notice.AtOnce})
	toldOpened   = notice.Define(notice.Kind{Key: "follow.told.opened", Way: notice.Daily})
	toldWeek     = notice.Define(notice.Kind{Key: "follow.told.week", Way: notice.Daily})
	toldTomorrow = notice.Define(notice.Kind{Key: "follow.told.tomorrow", Way: notice.AtOnce})
	toldResult   = notice.Define(notice.Kind{Key: "follow.told.result", Way: notice.Daily})
	toldMatch    = notice.Define(notice.Kind{Key: "follow.told.match", Way: notice.Daily})
)

// newsOf is news about a call that lead to one of its pages.
func newsOf(p call.Published, page string) notice.News {
	return notice.News{About: notice.Subject{Kind: "call", ID: p.ID, Title: p.Title}, Link: "/calls/" + p.ID + page,
		Args: map[string]text.Text{"Closes": closing(p.Window), "Version": notice.Same(lang.Number(text.EN, p.Version))}}
}

// closing is the deadline as people read it.
func closing(w period.Window) text.Text {
	if w.Closes.IsZero() {
		return text.Text{}
	}
	t := w.Closes.In(w.Location())
	return text.Text{BG: lang.DateTime(text.BG, t), NB: lang.DateTime(text.NB, t), EN: lang.DateTime(text.EN, t)}
}
