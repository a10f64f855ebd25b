package application_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"vekst/grants/application"
	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/value/id"
)

func TestAStrangerFindsNothingAtAGuessedAddress(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	base := "/applications/" + a.ID
	for _, path := range []string{base, base + "/sections/who", base + "/check", base + "/receipt", base + "/receipt.json", base + "/content.json", base + "/print", base + "/withdraw",
		base + "/sections/who/state", base + "/files/file_offers/x", "/applications/" + id.New()} {
		if got := w.get(w.other, path); got.status != http.StatusNotFound || strings.Contains(got.body, "Билки") {
			t.Errorf("%s: %d", path, got.status)
		}
		if got := w.get(action.Nobody(), path); got.status != http.StatusUnauthorized {
			t.Errorf("%s, not signed in: %d", path, got.status)
		}
	}
	for path, form := range map[string]url.Values{"/answers": values("path", "title", "value", "x", "rev", "0"), "/submit": {}, "/withdraw": {}, "/reopen": {}, "/sections/who": values("title", "x")} {
		if got := w.post(w.other, base+path, form); got.status != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, got.status)
		}
	}
}

func TestOverseersSeeWhatWasSubmittedAndNoDraft(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	for _, role := range []string{"operator", "auditor", "observer"} {
		who := action.Actor{ID: "role-" + role}
		if got := w.get(who, "/applications/"+a.ID+"/print"); got.status != http.StatusNotFound {
			t.Errorf("%s sees a draft: %d", role, got.status)
		}
	}
	_, err := w.send(w.maria, a.ID, id.New())
	must(t, err)
	for _, role := range []string{"operator", "auditor", "observer"} {
		who := action.Actor{ID: "role-" + role}
		if got := w.get(who, "/applications/"+a.ID+"/print"); got.status != http.StatusOK || !strings.Contains(got.body, "Билки от Балкана") {
			t.Errorf("%s does not see what was submitted: %d", role, got.status)
		}
		if got := w.post(who, "/applications/"+a.ID+"/withdraw", nil); got.status != http.StatusForbidden {
			t.Errorf("%s withdraws: %d", role, got.status)
		}
	}
}

// TestTheWalkWithoutScript goes from the start to the receipt with ordinary forms only.
func TestTheWalkWithoutScript(t *testing.T) {
	w := settleSQLite(t)
	if got := w.get(w.maria, "/applications"); got.status != http.StatusOK || !strings.Contains(got.body, "Тук още няма предложения") {
		t.Fatalf("the empty list: %d", got.status)
	}
	if got := w.post(w.maria, "/calls/job-creation-2022/apply", nil); got.status != http.StatusUnprocessableEntity {
		t.Fatalf("nobody chosen: %d", got.status)
	}
	got := w.post(w.maria, "/calls/job-creation-2022/apply", values("organisation", w.org))
	if got.status != http.StatusSeeOther {
		t.Fatalf("start: %d %s", got.status, got.body)
	}
	base := got.location
	if page := w.get(w.maria, base); page.status != http.StatusOK || !strings.Contains(page.body, "На ход сте Вие") {
		t.Fatalf("tasks: %d", page.status)
	}
	w.walkSections(base)
	check := w.get(w.maria, base+"/check")
	if check.status != http.StatusOK || !strings.Contains(check.body, "Всичко е наред") || !strings.Contains(check.body, "56 700,00") && !strings.Contains(check.body, "56\u00a0700,00") {
		t.Fatalf("check: %d %s", check.status, check.body)
	}
	key := between(check.body, `name="key" value="`, `"`)
	first := w.post(w.maria, base+"/submit", values("key", key))
	second := w.post(w.maria, base+"/submit", values("key", key))
	if first.status != http.StatusSeeOther || first.location != base+"/receipt" || second.location != first.location {
		t.Fatalf("submit: %d %s %s", first.status, first.location, first.body)
	}
	receipt := w.get(w.maria, base+"/receipt")
	if receipt.status != http.StatusOK || receipt.header.Get("Refresh") == "" || !strings.Contains(receipt.body, "BGLD-1.004-0001") {
		t.Fatalf("receipt before it is sealed: %d", receipt.status)
	}
	for sealed := 1; sealed > 0; {
		var err error
		sealed, err = w.sealer.Once(t.Context())
		must(t, err)
	}
	w.receiptHolds(base)
}

func (w *world) walkSections(base string) {
	w.t.Helper()
	path := base + "/sections/who"
	for range 20 {
		page := w.get(w.maria, path)
		if page.status != http.StatusOK {
			w.t.Fatalf("%s: %d", path, page.status)
		}
		got := w.post(w.maria, strings.Split(path, "?")[0], filledIn(page.body, full()))
		if got.status != http.StatusSeeOther {
			w.t.Fatalf("%s: %d %s", path, got.status, got.body)
		}
		if path = strings.Split(got.location, "#")[0]; strings.HasSuffix(path, "/check") {
			return
		}
	}
	w.t.Fatal("the sections do not end at the check")
}

// filledIn is what a browser sends when somebody fills in the inputs of a page, and asks for one row more where the answers
// have one more than the page.
func filledIn(page string, answers map[string]string) url.Values {
	form := values("-seen", between(page, `name="-seen" value="`, `"`), "-do", "next")
	rows := map[string][]string{}
	for _, name := range inputs(page) {
		path := name
		if parts := strings.Split(name, "/"); len(parts) == 3 {
			if !slices.Contains(rows[parts[0]], parts[1]) {
				rows[parts[0]] = append(rows[parts[0]], parts[1])
			}
			path = fmt.Sprintf("%s/%d/%s", parts[0], slices.Index(rows[parts[0]], parts[1])+1, parts[2])
		}
		if strings.Contains(page, `type="checkbox" name="`+name+`"`) {
			form[name] = strings.Split(answers[path], ",")
			continue
		}
		form.Set(name, answers[path])
	}
	for table, have := range rows {
		for path := range answers {
			if strings.HasPrefix(path, fmt.Sprintf("%s/%d/", table, len(have)+1)) {
				form.Set("-do", "add:"+table)
			}
		}
	}
	return form
}

// inputs lists the names of the inputs of a page that are answers.
func inputs(page string) []string {
	var all []string
	for part := range strings.SplitSeq(page, ` name="`) {
		name, _, ok := strings.Cut(part, `"`)
		if ok && !strings.HasPrefix(name, "-") && !strings.HasPrefix(part, "<") && name != "viewport" && name != "color-scheme" && name != "file" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	found, _, _ := strings.Cut(rest, to)
	return found
}

// receiptHolds downloads the receipt and checks it as anybody can.
func (w *world) receiptHolds(base string) {
	w.t.Helper()
	page := w.get(w.maria, base+"/receipt")
	if page.header.Get("Refresh") != "" || !strings.Contains(page.body, "в отворения дневник") {
		w.t.Errorf("the receipt page does not know that it is sealed")
	}
	receipt, content := w.get(w.maria, base+"/receipt.json"), w.get(w.maria, base+"/content.json")
	key, err := w.sealer.PublicKey(w.Reader())
	must(w.t, err)
	if step, failed := audit.VerifyReceipt([]byte(receipt.body), key, []byte(content.body)).Failure(); failed {
		w.t.Errorf("the receipt does not hold: %s", step.Says)
	}
	changed := strings.Replace(content.body, "Билки", "Гъбки", 1)
	if _, failed := audit.VerifyReceipt([]byte(receipt.body), key, []byte(changed)).Failure(); !failed {
		w.t.Error("a changed word is not noticed")
	}
}

func TestEveryComplaintLeadsToItsField(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(with("ends", "2024-05-01", "municipality", "", "need", strings.Repeat("ж", 2001), "posts/1/wage", "12.500", "jobs_new", "6", "budget/2/price", "x", "publicity", ""))
	check := w.get(w.maria, "/applications/"+a.ID+"/check")
	links := 0
	for part := range strings.SplitSeq(check.body, `class="ds-link" href="/applications/`) {
		link, _, _ := strings.Cut(part, `"`)
		path, field, ok := strings.Cut(link, "#")
		if !ok {
			continue
		}
		links++
		field, err := url.PathUnescape(field)
		must(t, err)
		if page := w.get(w.maria, "/applications/"+path); page.status != http.StatusOK || !strings.Contains(page.body, ` id="`+field+`"`) {
			t.Errorf("%s: there is no %s", path, field)
		}
	}
	if links < 6 || !strings.Contains(check.body, "Подай предложението") {
		t.Errorf("%d links", links)
	}
	if got := w.post(w.maria, "/applications/"+a.ID+"/submit", values("key", id.New())); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "не е подадено") {
		t.Errorf("submitting all the same: %d", got.status)
	}
}

func TestALateFormIsShownAgainWithWhatWasTyped(t *testing.T) {
	w := settleSQLite(t)
	a := w.begin()
	w.Set(w.call.Window.Closes.Add(time.Millisecond))
	got := w.post(w.maria, "/applications/"+a.ID+"/sections/idea", values("-seen", "0", "title", "Последната минута"))
	if got.status != http.StatusConflict || !strings.Contains(got.body, "Последната минута") || !strings.Contains(got.body, "17:00:00.000") || !strings.Contains(got.body, "17:00:00.001") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestTheScriptIsToldWhatWasKept(t *testing.T) {
	w := settleSQLite(t)
	a := w.begin()
	tell := func(who action.Actor, form url.Values) answer {
		r := httptest.NewRequest(http.MethodPost, "/applications/"+a.ID+"/answers", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		return w.ask(who, r)
	}
	got := tell(w.maria, values("path", "title", "value", "Билки", "rev", "0", "path", "site", "value", "Марян", "rev", "0"))
	var kept struct {
		Rev      int64
		Sentence string
	}
	if err := json.Unmarshal([]byte(got.body), &kept); err != nil || got.status != http.StatusOK || kept.Rev != 1 || kept.Sentence != "Запазено в 12:00 на сървъра" {
		t.Fatalf("%d %s", got.status, got.body)
	}
	got = tell(w.maria, values("path", "title", "value", "Гъби", "rev", "0"))
	if got.status != http.StatusOK || !strings.Contains(got.body, `"disputed":true`) {
		t.Errorf("two texts in one field: %d %s", got.status, got.body)
	}
	if page := w.get(w.maria, "/applications/"+a.ID+"/sections/idea"); !strings.Contains(page.body, "написахте различни неща на две страници") || strings.Contains(page.body, "Вие и колега") {
		t.Error("two pages of one's own are blamed on a colleague")
	}
	if got = tell(action.Nobody(), values("path", "title", "value", "Гъби", "rev", "1")); got.status != http.StatusUnauthorized || !strings.Contains(got.body, `"kind":"sign-in"`) {
		t.Errorf("a session that ended: %d %s", got.status, got.body)
	}
	if got = tell(w.maria, values("path", "title", "rev", "1")); got.status != http.StatusUnprocessableEntity {
		t.Errorf("half a form: %d", got.status)
	}
}

func (w *world) upload(a application.Application, field, name string, data []byte) answer {
	w.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", name)
	must(w.t, err)
	_, err = part.Write(data)
	must(w.t, err)
	must(w.t, m.Close())
	r := httptest.NewRequest(http.MethodPost, "/applications/"+a.ID+"/files/"+field, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return w.ask(w.maria, r)
}

func TestRefusesFilesTheFieldDoesNotTake(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	pdf := []byte("%PDF-1.7\nоферта")
	for what, c := range map[string]struct {
		name, says string
		data       []byte
	}{
		"a name that climbs out":    {"../../x", "„x“ не е от вид", pdf},
		"a program":                 {"plan.exe", "не е от вид", []byte("MZ")},
		"a program in disguise":     {"plan.pdf", "съдържанието му е друго", []byte("MZ\x90\x00\x03")},
		"nothing":                   {"plan.pdf", "е празен", nil},
		"a file larger than 20 MiB": {"plan.pdf", "Най-голямото", append(bytes.Clone(pdf), make([]byte, 20<<20)...)},
	} {
		if got := w.upload(a, "file_offers", c.name, c.data); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.says) {
			t.Errorf("%s: %d", what, got.status)
		}
	}
	if got := w.upload(a, "file_offers", `..\..\оферта.pdf`, pdf); got.status != http.StatusSeeOther {
		t.Fatalf("a good one: %d %s", got.status, got.body)
	}
	if got := w.upload(a, "file_offers", "същата.pdf", pdf); got.status != http.StatusSeeOther {
		t.Errorf("the same once more: %d", got.status)
	}
	page := w.get(w.maria, "/applications/"+a.ID+"/sections/files")
	link := between(page.body, `<a href="/applications/`+a.ID+`/files/file_offers/`, `"`)
	if !strings.Contains(page.body, "оферта.pdf") || !strings.Contains(page.body, "не се проверяват за вируси") {
		t.Error("the page does not show it")
	}
	address := "/applications/" + a.ID + "/files/file_offers/" + link
	if got := w.get(w.maria, address); got.status != http.StatusOK || got.body != string(pdf) || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("download: %d", got.status)
	}
	if got := w.get(w.other, address); got.status != http.StatusNotFound {
		t.Errorf("somebody else's download: %d", got.status)
	}
	s, err := w.send(w.maria, a.ID, id.New())
	must(t, err)
	if !bytes.Contains(s.Content, []byte("оферта.pdf")) {
		t.Error("the file is not in what was submitted")
	}
}

func TestAllWordsOfThePagesAreThereInEachLanguage(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(with("jobs_new", "шест"))
	sent := w.fill(full())
	_, err := w.send(w.maria, sent.ID, id.New())
	must(t, err)
	paths := map[string]bool{"/applications": true, "/calls/job-creation-2022/apply": true, "/applications/" + sent.ID: true, "/applications/" + sent.ID + "/receipt": true,
		"/applications/" + sent.ID + "/print": true, "/applications/" + a.ID: true, "/applications/" + a.ID + "/check": true, "/applications/" + a.ID + "/withdraw": true}
	for _, s := range w.call.Form.Sections {
		paths["/applications/"+a.ID+"/sections/"+s.ID+"?check=1"] = true
	}
	for _, l := range []string{"bg", "nb", "en"} {
		for _, path := range slices.Sorted(maps.Keys(paths)) {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.AddCookie(&http.Cookie{Name: "vekst_language", Value: l})
			if got := w.ask(w.maria, r); got.status != http.StatusOK || strings.Contains(got.body, "⟨") || strings.Contains(got.body, "&lt;no value") || strings.Contains(got.body, "ZgotmplZ") {
				t.Errorf("%s %s: %d %s", l, path, got.status, between(got.body, "⟨", "⟩"))
			}
		}
	}
}

func TestTheTwoByalaAreToldApart(t *testing.T) {
	w := settleSQLite(t)
	concept := conceptCall(t)
	w.Set(concept.Window.Closes.Add(-time.Hour))
	a := do(t, w, application.Start, w.maria, application.Beginning{Call: concept.ID, Organisation: w.org, Lang: "bg"})
	for _, s := range concept.Form.Sections {
		page := w.get(w.maria, "/applications/"+a.ID+"/sections/"+s.ID)
		if strings.Contains(page.body, "Бяла (Варна)") && strings.Contains(page.body, "Бяла (Русе)") {
			return
		}
	}
	t.Error("no page offers both, each with its oblast")
}

func TestAReaderSeesTheDraftAndWhyItIsClosedToThem(t *testing.T) {
	w := settleSQLite(t)
	a := w.begin()
	page := w.get(w.reader, "/applications/"+a.ID+"/sections/idea")
	if page.status != http.StatusOK || !strings.Contains(page.body, "не и да пишете") || !strings.Contains(page.body, "<fieldset class=\"v-bare\" disabled>") {
		t.Errorf("%d", page.status)
	}
	if got := w.post(w.reader, "/applications/"+a.ID+"/sections/idea", values("-seen", "0", "title", "x")); got.status != http.StatusForbidden {
		t.Errorf("a reader writes: %d", got.status)
	}
}

func TestWhatIsTooLongIsShownWholeAndComplainedAbout(t *testing.T) {
	w := settleSQLite(t)
	long := strings.Repeat("ж", 60_000)
	a := w.begin()
	got := w.post(w.maria, "/applications/"+a.ID+"/sections/idea", values("-seen", "0", "need", long))
	if got.status != http.StatusSeeOther || !strings.HasSuffix(got.location, "?check=1") {
		t.Fatalf("%d %s", got.status, got.location)
	}
	if page := w.get(w.maria, got.location); !strings.Contains(page.body, long) || !strings.Contains(page.body, "58\u00a0000") {
		t.Error("the text is cut, or nothing is said of it")
	}
	got = w.post(w.maria, "/applications/"+a.ID+"/sections/idea", values("-seen", "1", "need", strings.Repeat("ж", application.ValueLimit+1)))
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "200\u00a0001") || strings.Count(got.body, "ж") < application.ValueLimit {
		t.Errorf("more than anybody writes: %d", got.status)
	}
}
