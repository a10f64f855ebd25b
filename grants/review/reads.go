package review

import (
	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
)

// ReadsFile says whether the actor may read the files of a field as an expert: one who has the application, has declared
// that there is no conflict, and has not left. Files of a blind field are not for experts.
func ReadsFile(r db.Reader, actor action.Actor, applicationID, field string) bool {
	s, err := application.FindSubmission(r, applicationID)
	if err != nil || !actor.Has(account.Expert, s.Programme) {
		return false
	}
	a, err := assignmentOf(r, applicationID, actor.ID, "")
	if err != nil || !a.IsOpen() {
		return false
	}
	d, err := call.FindVersion(r, s.Call, s.CallVersion)
	if err != nil {
		return false
	}
	f, ok := d.Form.Field(field)
	return ok && !f.Blind
}
