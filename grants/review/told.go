package review

import (
	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/value/text"
)

// What people are told of an assessment. What comes in heaps, such as the places that are free, waits for the digest;
// what somebody must answer, do or appeal comes at once.
var (
	toldClarify   = notice.Define(notice.Kind{Key: "review.told.clarify", Must: true})
	toldRejected  = notice.Define(notice.Kind{Key: "review.told.rejected", Must: true})
	toldUpheld    = notice.Define(notice.Kind{Key: "review.told.upheld", Must: true})
	toldAssigned  = notice.Define(notice.Kind{Key: "review.told.assigned", Must: true, Roles: []string{account.Expert}})
	toldRecused   = notice.Define(notice.Kind{Key: "review.told.recused", Way: notice.Daily, Roles: []string{account.Operator}})
	toldThird     = notice.Define(notice.Kind{Key: "review.told.third", Way: notice.Daily, Roles: []string{account.Operator}})
	toldCommittee = notice.Define(notice.Kind{Key: "review.told.committee", Way: notice.AtOnce, Roles: []string{account.Committee}})
)

// newsOf is news about an application for those who work with its call.
func newsOf(c call.Published, link, number string) notice.News {
	return notice.News{About: notice.Subject{Kind: "call", ID: c.ID, Title: c.Title}, Link: link,
		Args: map[string]text.Text{"Number": notice.Same(number)}}
}

// newsTo is news about an application for those who submitted it.
func newsTo(s application.Submission, link string) notice.News {
	return notice.News{About: notice.Subject{Kind: "application", ID: s.Application, Title: notice.Same(s.Number + " " + s.Title)}, Link: link,
		Args: map[string]text.Text{"Number": notice.Same(s.Number)}}
}
