package main

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vekst/demo"
	"vekst/platform/audit"
	"vekst/platform/setting"
)

// The thread: 131,900 euros for a drying house of herbs, from a half-filled draft to the public result, over HTTP and
// without a script, in Norwegian. Whoever wants to know what the program does can read it from here.
func TestTheThread(t *testing.T) {
	w := newWalker(t)
	w.sees("/nb/calls/job-creation-2022", "Nye arbeidsplasser", "3 523 000")
	w.sees("/nb/calls/job-creation-2022/screener?place=inside&legal_person=yes&grant=4999&last_day=2024-04-30", "Det minste dere kan søke om er 5 000 euro")

	draft := w.applies()
	w.proves(draft)

	w.send("/demo/clock", url.Values{"by": {"after"}})
	w.refuses("/applications/"+draft+"/reopen", nil)
	w.assesses()
	w.decides()

	w.is("", "")
	w.sees("/nb/results/job-creation-2022", "Nye arbeidsplasser")
	if table := w.get("/results/job-creation-2022/results.csv"); !regexp.MustCompile(`(?m)^BGLD-1\.004-0105,.*,13190000,`).MatchString(table) {
		t.Errorf("the 131,900 euros are not in the published table:\n%s", table)
	}
	w.until("the letter with the decision", func() bool {
		return strings.Contains(w.get("/nb/demo/mail?to=maria.petkova@example.org"), "/applications/"+draft+"/result")
	})
}

// applies finishes the draft of the association and submits it, with the refusals on the way.
func (w *walker) applies() (draft string) {
	w.is("owner", "/applications")
	draft = w.find("/applications", `href="/applications/([0-9a-f-]{36})"`)
	w.refuses("/applications/"+draft+"/submit", url.Values{"key": {"early"}})
	for _, section := range []struct {
		name    string
		answers url.Values
	}{
		{"jobs", url.Values{"jobs_new": {"6"}, "posts/2/wage": {"820"}}},
		{"jobs", url.Values{"jobs_disadvantaged": {"4"}}},
		{"work", url.Values{"ends": {"2024-03-31"}, "lasting": {"Продажбите покриват заплатите."}}},
		{"aid", url.Values{"economic": {"free"}, "other_support": {"none"}}},
		{"declarations", url.Values{"true_facts": {"yes"}, "no_double": {"yes"}, "no_debts": {"yes"}, "publicity": {"yes"}}},
	} {
		path := "/applications/" + draft + "/sections/" + section.name
		section.answers.Set("-seen", w.find(path, `name="-seen" value="(\d+)"`))
		w.send(path, section.answers)
	}
	w.sees("/applications/"+draft+"/check", "131 900")
	key := w.find("/applications/"+draft+"/check", `name="key" value="([^"]+)"`)
	for range 2 { // the second press of the button leads to the same receipt
		w.send("/applications/"+draft+"/submit", url.Values{"key": {key}})
	}
	w.sees("/applications/"+draft+"/receipt", "BGLD-1.004-0105")
	return draft
}

// proves checks the receipt from its file alone, and that one changed byte is found.
func (w *walker) proves(draft string) {
	w.t.Helper()
	content := w.get("/applications/" + draft + "/content.json")
	var receipt string
	w.until("a receipt that holds", func() bool {
		receipt = w.get("/applications/" + draft + "/receipt.json")
		return audit.VerifyReceipt([]byte(receipt), "", []byte(content)).Holds()
	})
	if audit.VerifyReceipt([]byte(receipt), "", []byte(strings.Replace(content, "13190000", "13190001", 1))).Holds() {
		w.t.Error("a receipt holds for another amount")
	}
}

// assesses does one piece of each kind of work by hand, and lets the colleagues do the rest.
func (w *walker) assesses() {
	w.is("operator", "/calls/job-creation-2022/assessment")
	one := w.find("/calls/job-creation-2022/assessment", `href="(/assessment/[0-9a-f-]{36})"`)
	answers := url.Values{"then": {"close"}}
	for _, gate := range regexp.MustCompile(`name="answer-([a-z_]+)"`).FindAllStringSubmatch(w.get(one), -1) {
		answers.Set("answer-"+gate[1], "yes")
		answers.Set("reason-"+gate[1], "Kontrollert.")
	}
	w.send(one+"/check", answers)
	w.colleagues("check")
	w.colleagues("experts")
	w.is("expert1", "/desk")
	desk := w.find("/desk", `href="(/desk/[0-9a-f-]{36})"`)
	w.send(desk+"/declaration", url.Values{"interest": {"none"}})
	w.refuses(desk+"/scores", url.Values{"then": {"lock"}})
	w.colleagues("everything")
}

// colleagues do the rest of a stage while the page is looked at.
func (w *walker) colleagues(stage string) {
	w.t.Helper()
	w.send("/demo/colleagues", url.Values{"stage": {stage}})
	w.until("the colleagues at "+stage, func() bool { return !strings.Contains(w.get("/nb/demo"), "Kollegene arbeider") })
}

// until waits for what jobs do in the background.
func (w *walker) until(what string, isSo func() bool) {
	w.t.Helper()
	for range 1200 {
		if isSo() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	w.t.Fatalf("waited two minutes for %s", what)
}

// decides freezes the list and has it confirmed by a second person; the first may not.
func (w *walker) decides() {
	const ranking = "/calls/job-creation-2022/ranking"
	w.is("operator", ranking)
	w.send("/calls/job-creation-2022/seed", nil)
	w.send(ranking+"/freeze", nil)
	w.send(ranking+"/propose", nil)
	w.refuses(ranking+"/confirm", url.Values{"list": {"whatever"}})
	w.is("second", ranking)
	w.send(ranking+"/confirm", url.Values{"list": {w.find(ranking, `name="list" value="([0-9a-f]{64})"`)}})
}

// walker is somebody with a browser that knows no script.
type walker struct {
	t      *testing.T
	client *http.Client
	home   string
}

func newWalker(t *testing.T) *walker {
	t.Helper()
	values, err := demoSettings().Read(nil, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	values["address"] = "https://vekst.example"
	values["database"], values["files"] = t.TempDir()+"/vekst.db", t.TempDir()
	w := &walker{t: t, home: serving(t, values)}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.client = &http.Client{Jar: jar, Timeout: time.Minute}
	w.get("/language/nb?next=/nb")
	return w
}

// serving runs a demonstration of its own and returns its address.
func serving(t *testing.T, values setting.Values) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	clock := demo.NewClock()
	p, err := open(ctx, values, clock.Now, clock)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Seed(ctx, p.door, values["files"]); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{}, 2)
	go func() { p.sealer.Run(ctx); done <- struct{}{} }()
	go func() { p.worker.Run(ctx); done <- struct{}{} }()
	server := httptest.NewServer(p.site)
	t.Cleanup(func() {
		server.Close()
		stop()
		<-done
		<-done
		p.close()
	})
	return server.URL
}

// is signs in as somebody of the demonstration; "" signs out.
func (w *walker) is(who, next string) {
	w.t.Helper()
	if who == "" {
		w.send("/sign-out", nil)
		return
	}
	w.send("/demo/be/"+who, url.Values{"next": {next}})
}

func (w *walker) get(path string) string {
	w.t.Helper()
	status, body := w.answer(w.client.Get(w.home + path))
	if status != http.StatusOK {
		w.t.Fatalf("%s: status %d\n%s", path, status, plain(body))
	}
	return body
}

// sees finds sentences on a page.
func (w *walker) sees(path string, all ...string) {
	w.t.Helper()
	body := plain(w.get(path))
	for _, s := range all {
		if !strings.Contains(body, s) {
			w.t.Fatalf("%s does not say %q:\n%s", path, s, body)
		}
	}
}

// find returns what the group of an expression matches first on a page.
func (w *walker) find(path, expression string) string {
	w.t.Helper()
	body := w.get(path)
	found := regexp.MustCompile(expression).FindStringSubmatch(body)
	if found == nil {
		w.t.Fatalf("%s has no %s:\n%s", path, expression, plain(body))
	}
	return found[1]
}

// send posts a form and follows where it leads.
func (w *walker) send(path string, form url.Values) {
	w.t.Helper()
	if status, body := w.answer(w.client.PostForm(w.home+path, form)); status != http.StatusOK {
		w.t.Fatalf("%s: status %d\n%s", path, status, plain(body))
	}
}

// refuses posts a form that must be refused with a page.
func (w *walker) refuses(path string, form url.Values) {
	w.t.Helper()
	if status, body := w.answer(w.client.PostForm(w.home+path, form)); status < 400 || status >= 500 {
		w.t.Fatalf("%s: status %d\n%s", path, status, plain(body))
	}
}

func (w *walker) answer(r *http.Response, err error) (int, string) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// plain is what a page says, without its marks, and with common spaces.
func plain(page string) string {
	page = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " ")
	return strings.Join(strings.Fields(strings.ReplaceAll(page, "\u00a0", " ")), " ")
}
