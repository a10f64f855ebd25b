package browser_test

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Somebody who has just signed up has nothing yet: no organisation, then one without applications, then the part of an
// expert to whom nothing is assigned. Every page says so, and suits everybody.
func TestThePagesOfANewcomerSuitEverybody(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(0) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, ownDemo(t), l, phone)
			p.mayLog("status of 422")
			p.judged = true
			signsUp(p)
			p.explore("new", private, "/my", "/applications", "/organisations", "/account", theCall+"/apply")
			registers(p)
			p.explore("new-organisation", private, "/my", "/applications", "/organisations", theCall+"/apply")
			administrator := open(t, p.server, l, desktop)
			administrator.judged = true
			administrator.becomes("administrator", "/people?search="+newcomer)
			administrator.follow(newcomerName)
			administrator.fill(p.says("account.people.give_label"), plainOption(administrator, "expert"))
			administrator.press(p.says("account.people.give_button"))
			p.explore("new-expert", private, "/my", "/desk")
		})
	}
}

const (
	newcomer     = "ola.prove@example.org"
	newcomerName = "Ola Prøve°"
)

// signsUp makes an account, and confirms it by the letter.
func signsUp(p *tab) {
	p.t.Helper()
	p.visit("/language/" + p.lang + "?next=/sign-up")
	p.fill(p.says("account.field.name"), newcomerName)
	p.fill(p.says("account.field.email"), newcomer)
	p.fill(p.says("account.field.password"), passphrase)
	p.press(p.says("account.sign_up.button"))
	p.sees(p.says("account.sent_sign_up.sentence"))
	confirms(p)
}

// plainOption is the words of the first choice of a list whose value begins with something.
func plainOption(p *tab, value string) string {
	p.t.Helper()
	return ask[string](p, `[...document.querySelectorAll("option")].find(o => o.value.startsWith("`+value+`"))?.text.trim() ?? ""`)
}

// Whoever looks for what is not there is told so on a page that suits everybody.
func TestWhatIsNotFoundSuitsEverybody(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(1) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, theDemo(t), l, phone)
			p.mayLog("status of 401", "status of 403", "status of 404", "status of 409", "status of 422")
			p.judged = true
			for _, path := range []string{"/search", "/search?q=zzzzqqqq", "/search?q=obshtina", "/calls?q=zzzzqqqq", "/calls?state=open&area=zzz", "/calls?state=closed",
				"/rules/eea-2021-2028?mark=zzz", "/rules/none", "/calls/none", "/municipalities/none", "/results/none", "/results" + strings.TrimPrefix(theCall, "/calls"),
				"/demo/mail?to=nobody@example.org", "/calculator?first=x&second=101&third=-1&percent=x", theCall + "/screener?grant=x&last_day=x"} {
				p.visitPublic(path)
				p.shot("nothing" + strings.NewReplacer("/", "-", "?", "-", "=", "-", "&", "-").Replace(path))
			}
			for _, path := range []string{"/confirm/none", "/reset/none", "/my", "/invitations/none"} {
				p.visit("/language/" + l + "?next=" + path)
			}
			p.becomes("administrator", "/people?search=zzzzqqqq")
			p.visit("/people/none")
			p.visit("/audit")
			p.becomes("auditor", "/audit?subject=zzzzqqqq")
			p.visit("/audit?until=1999-01-01")
			p.visit("/calls/none/ranking")
			p.becomes("expert1", "/desk/none")
			p.becomes("owner", "/applications/none")
			p.visit("/organisations/none")
			p.visit("/calls/none/apply")
			p.visit("/calls/concept-2020/apply")
		})
	}
}

// A programme that has only just been installed has no calls, no results and nobody but its administrator.
func TestAProgrammeWithoutCallsSuitsEverybody(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(2) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownBare(t)
			p := open(t, s, l, phone)
			p.mayLog("status of 422")
			p.judged = true
			var starts []string
			for _, path := range mainPages {
				starts = append(starts, "/"+l+path)
			}
			p.explore("bare", p.public, append(starts, "/"+l+"/search?q=obshtina", "/"+l+"/calls?state=closed")...)
			p.visit("/language/" + l + "?next=" + s.administrator(t, newcomer, newcomerName))
			p.press(p.says("account.reset.button"))
			p.sees(p.says("account.refusal.password_short", "Minimum", 12))
			p.fill(p.says("account.field.password"), passphrase)
			p.press(p.says("account.reset.button"))
			p.explore("bare-administrator", private, "/my", "/people", "/account", "/applications")
		})
	}
}

// ownBare is the program as it is after it has been installed, for one test alone.
func ownBare(t testing.TB) *server {
	t.Helper()
	s, err := newServer(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.runs = "serve"
	t.Cleanup(s.stop)
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	return s
}

var resetLink = regexp.MustCompile(`/reset/\S+`)

// administrator makes somebody an administrator, and returns the path where they choose a password.
func (s *server) administrator(t testing.TB, email, name string) string {
	t.Helper()
	program, err := house.program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "administrator", "--database="+filepath.Join(s.folder, "vekst.db"), "--files="+filepath.Join(s.folder, "files"),
		"--address="+s.address, email, name).CombinedOutput()
	link := resetLink.FindString(string(out))
	if err != nil || link == "" {
		t.Fatalf("vekst administrator: %v\n%s", err, out)
	}
	return link
}
