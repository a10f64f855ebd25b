package account

import (
	"net/http"
	"slices"
	"strings"

	"vekst/platform/web"
)

// kept is a form that was sent after the session had ended: where to, and what was typed. It travels in the sign-in page
// and is sent again from the page after it. Files are not kept, and nothing of a form with a password in it.
type kept struct {
	Path   string
	Fields []keptField
	Files  bool // there were files, to be chosen again
	Large  bool // there was more than can be kept; nothing is
}

type keptField struct{ Name, Value string }

// keptLimit is how much of a form is kept, in bytes.
const keptLimit = 1 << 20

// keptPrefix marks what was kept among the fields of the sign-in form.
const keptPrefix = "kept."

type againView struct {
	web.Head
	Kept kept
}

// AskToSignIn answers who must sign in first, for web.Site: the sign-in page, which leads back to where they wanted to go,
// or takes along the form they sent.
func AskToSignIn(q *web.Request) (web.Answer, error) {
	next, k := q.URL.RequestURI(), kept{}
	if q.Method != http.MethodGet && q.Method != http.MethodHead {
		next, k = home, keep(q)
	}
	v := newSignIn(q, web.OwnPath(next, home), k, nil)
	v.Email.Value = ""
	v.Lede = q.T("account.sign_in.first")
	switch {
	case k.Large:
		v.Lede = q.T("account.sign_in.too_large")
	case k.Path != "":
		v.Lede = q.T("account.sign_in.kept")
	}
	return signInPage.With(http.StatusUnauthorized, v), nil
}

func keep(q *web.Request) kept {
	k := kept{Path: q.URL.RequestURI()}
	size := 0
	for name, values := range q.PostForm {
		if strings.Contains(name, "password") {
			return kept{}
		}
		for _, value := range values {
			size += len(name) + len(value)
			k.Fields = append(k.Fields, keptField{name, value})
		}
	}
	if size > keptLimit {
		return kept{Large: true}
	}
	k.Files = q.MultipartForm != nil && len(q.MultipartForm.File) > 0
	k.sort()
	return k
}

// keptIn is the form that came along with a sign-in.
func keptIn(q *web.Request) kept {
	k := kept{Path: web.OwnPath(q.PostFormValue("kept-path"), ""), Files: q.PostFormValue("kept-files") != ""}
	for name, values := range q.PostForm {
		if original, ok := strings.CutPrefix(name, keptPrefix); ok {
			for _, value := range values {
				k.Fields = append(k.Fields, keptField{original, value})
			}
		}
	}
	k.sort()
	return k
}

// sort orders the fields by name; values of the same name keep theirs.
func (k kept) sort() {
	slices.SortStableFunc(k.Fields, func(a, b keptField) int { return strings.Compare(a.Name, b.Name) })
}
