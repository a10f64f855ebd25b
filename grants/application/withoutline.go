package application

import (
	"strings"

	"vekst/grants/call"
	"vekst/platform/web"
)

// keptPages are the pages of a draft that are kept on the device once one of them is opened.
func keptPages(id string, sections []call.Section) string {
	base := "/applications/" + id
	all := []string{base, "/applications"}
	for _, s := range sections {
		all = append(all, base+"/sections/"+s.ID)
	}
	return strings.Join(all, " ")
}

type withoutLineView struct{ web.Head }

var withoutLinePage = web.NewPage[withoutLineView](embedded, "pages/withoutline.html")

// withoutLine is the page a device shows when it has no line and does not have the page that was asked for.
func (h *house) withoutLine(q *web.Request) (web.Answer, error) {
	return withoutLinePage.Show(withoutLineView{web.Head{Title: q.T("application.offline.title")}}), nil
}
