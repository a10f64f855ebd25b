package portal

import (
	"errors"
	"html/template"
	"io"
	"net/http"
	"strings"

	"vekst/platform/audit"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var verifyPage = web.NewPage[verifyView](files, "pages/verify.html")

type verifyView struct {
	web.Head
	Words       template.HTMLAttr // every sentence the script may need, as attributes of the form
	Done        []done            // what the server found, for browsers without script
	Result      string            // a key of portal.verify_result
	Key         string            // typed
	Pasted      string
	Fingerprint string // of the key that was used
	OurKey      string
	OurPrint    string
}

type done struct{ Step, State, Says string }

func (o Options) verify(q *web.Request) (web.Answer, error) {
	v, err := o.newVerify(q)
	return verifyPage.Show(v), err
}

func (o Options) newVerify(q *web.Request) (verifyView, error) {
	v := verifyView{Words: wordsFor(q)}
	v.Title, v.Section, v.Script = q.T("portal.verify.title"), "look.nav.verify", "verify.js"
	key, err := o.Key(q.Reader())
	if refusal.KindOf(err) == refusal.Missing {
		return v, nil // a new installation has sealed nothing yet
	}
	v.OurKey = key
	if key != "" {
		v.OurPrint = audit.Fingerprint(key)
	}
	return v, err
}

// wordsFor writes the words of the verifier as look/script/verify.ts reads them.
func wordsFor(q *web.Request) template.HTMLAttr {
	var b strings.Builder
	word := func(name, key string) {
		b.WriteString(` data-word-` + name + `="` + template.HTMLEscapeString(q.T(key)) + `"`)
	}
	for _, step := range audit.ReceiptSteps() {
		word("step-"+step, "portal.verify_step."+step)
		word("holds-"+step, "portal.verify_holds."+step)
	}
	for _, state := range []string{audit.Holds, audit.Fails, audit.Skipped, "unsupported"} {
		word("state-"+state, "portal.verify_state."+state)
	}
	for _, reason := range audit.ReceiptReasons() {
		word("reason-"+reason, "portal.verify_reason."+reason)
	}
	for _, result := range []string{"holds", "fails", "unsupported", "untrusted", "nothing"} {
		word("result-"+result, "portal.verify_result."+result)
	}
	return template.HTMLAttr(b.String()) // our own words, escaped
}

// verifySent checks a receipt here, for browsers without script. The server is then trusted to tell the truth about it,
// which is why the page says how to check without it.
func (o Options) verifySent(q *web.Request) (web.Answer, error) {
	v, err := o.newVerify(q)
	if err != nil {
		return nil, err
	}
	v.Key, v.Pasted = q.Value("key"), q.PostFormValue("text")
	receipt, err := sent(q, "receipt")
	if err != nil {
		return nil, err
	}
	if len(receipt) == 0 {
		receipt = []byte(strings.ReplaceAll(v.Pasted, "\r\n", "\n"))
	}
	if len(receipt) == 0 {
		v.Result = "nothing"
		return verifyPage.Refuse(v), nil
	}
	content, err := sent(q, "content")
	if err != nil {
		return nil, err
	}
	v.tell(q, audit.VerifyReceipt(receipt, v.Key, content))
	return verifyPage.Show(v), nil
}

func (v *verifyView) tell(q *web.Request, report audit.Report) {
	for _, s := range report.Steps {
		says := q.T("portal.verify_holds." + s.ID)
		if s.Reason != "" {
			says = q.T("portal.verify_reason." + s.Reason)
		}
		v.Done = append(v.Done, done{s.ID, s.State, says})
	}
	switch {
	case !report.Holds():
		v.Result = "fails"
	case report.Trusted:
		v.Result = "holds"
	default:
		v.Result = "untrusted"
	}
	if report.Key != "" {
		v.Fingerprint = audit.Fingerprint(report.Key)
	}
}

// sent is the file of a form's field, nil when none was chosen.
func sent(q *web.Request, field string) ([]byte, error) {
	f, _, err := q.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if len(data) == 0 {
		return nil, err
	}
	return data, err
}
