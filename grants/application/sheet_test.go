package application_test

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
)

// take downloads the workbook of an application.
func (w *world) take(who action.Actor, a application.Application) []byte {
	w.t.Helper()
	got := w.get(who, "/applications/"+a.ID+"/export.xlsx")
	if got.status != http.StatusOK || !strings.Contains(got.header.Get("Content-Disposition"), ".xlsx") {
		w.t.Fatalf("the workbook: %d %v", got.status, got.header)
	}
	return []byte(got.body)
}

// takeIn is take in a language.
func (w *world) takeIn(language string, a application.Application) []byte {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/applications/"+a.ID+"/export.xlsx", nil)
	r.AddCookie(&http.Cookie{Name: "vekst_language", Value: language})
	return []byte(w.ask(w.maria, r).body)
}

// bring sends a file back to the page of the budget.
func (w *world) bring(who action.Actor, a application.Application, data []byte) answer {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "budget.xlsx")
	must(w.t, err)
	_, err = part.Write(data)
	must(w.t, err)
	must(w.t, form.Close())
	r := httptest.NewRequest(http.MethodPost, "/applications/"+a.ID+"/budget/sheet", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	got := w.ask(who, r)
	got.body = strings.ReplaceAll(html.UnescapeString(got.body), "\u00a0", " ")
	if _, main, ok := strings.Cut(got.body, "<main"); ok {
		got.body, _, _ = strings.Cut(main, "</main>")
	}
	return got
}

// later saves what somebody writes who has seen everything there is.
func (w *world) later(a application.Application, answers map[string]string) {
	w.t.Helper()
	now, err := application.Find(w.Reader(), a.ID)
	must(w.t, err)
	in := saving(a.ID, answers)
	for i := range in.Changes {
		in.Changes[i].Rev = now.Rev
	}
	do(w.t, w, application.Save, w.maria, in)
}

// edited opens a workbook, lets it be changed, and saves it.
func edited(t testing.TB, data []byte, change func(f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	defer f.Close()
	change(f)
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// raw changes a part of a workbook as text.
func raw(t testing.TB, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, p := range from.File {
		r, err := p.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		if p.Name == name {
			content = []byte(change(string(content)))
		}
		w, err := to.Create(p.Name)
		must(t, err)
		_, err = w.Write(content)
		must(t, err)
	}
	must(t, to.Close())
	return out.Bytes()
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="(path|value|gone|rev)" value="([^"]*)">`)

// toApply are the hidden fields of a preview.
func toApply(body string) url.Values {
	v := url.Values{}
	for _, found := range hiddenInput.FindAllStringSubmatch(body, -1) {
		v.Add(found[1], html.UnescapeString(found[2]))
	}
	return v
}

func (w *world) answersOf(a application.Application) map[string]string {
	w.t.Helper()
	all, err := application.Answers(w.Reader(), a.ID)
	must(w.t, err)
	found := map[string]string{}
	for _, one := range all {
		if one.Value != "" {
			found[one.Path] = one.Value
		}
	}
	return found
}

func TestOnlyThoseWhoReadADraftTakeItAlong(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.partnership()
		for _, file := range []string{"export.docx", "export.xlsx"} {
			for _, who := range []action.Actor{w.other, {}, {ID: "role-operator"}} {
				if got := w.get(who, "/applications/"+a.ID+"/"+file); got.status == http.StatusOK {
					t.Errorf("%v takes %s", who.ID, file)
				}
			}
			if got := w.get(w.reader, "/applications/"+a.ID+"/"+file); got.status != http.StatusOK || !strings.HasPrefix(got.body, "PK") {
				t.Errorf("a reader of the organisation gets %d for %s", got.status, file)
			}
		}
		data := w.take(w.maria, a)
		if got := w.bring(w.other, a, data); got.status != http.StatusNotFound {
			t.Errorf("another organisation: %d", got.status)
		}
		if got := w.bring(w.reader, a, data); got.status != http.StatusForbidden {
			t.Errorf("a reader: %d", got.status)
		}
		w.Set(time.Date(2022, 12, 2, 9, 0, 0, 0, time.UTC))
		if got := w.bring(w.maria, a, data); got.status == http.StatusOK {
			t.Error("after closing a sheet is read")
		}
	})
}

func TestWhatIsNoSpreadsheetOfTheBudgetIsSaid(t *testing.T) {
	w := settleSQLite(t)
	a := w.partnership()
	other := edited(t, w.take(w.maria, a), func(f *excelize.File) { must(t, f.SetCellValue("Бюджет", "C4", "Нещо")) })
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"a text": {[]byte("heading;what"), "не е електронна таблица"}, "an old one": {append([]byte{0xD0, 0xCF, 0x11, 0xE0}, make([]byte, 99)...), "стар файл"},
		"a large one": {make([]byte, 4<<20+1), "твърде голям"}, "without heads": {other, "няма колоните на бюджета"},
	} {
		got := w.bring(w.maria, a, c.data)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.says) || !strings.Contains(got.body, `id="sheet-e"`) {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/applications/"+a.ID+"/budget/sheet", strings.NewReader("x=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if got := w.ask(w.maria, r); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Първо изберете файл") {
		t.Errorf("no file: %d", got.status)
	}
}

func TestASheetThatWasNotTouchedChangesNothing(t *testing.T) {
	w := settleSQLite(t)
	a := w.partnership("budget/2/price", "12.500", "budget/own", "два хиляди")
	data := w.take(w.maria, a)
	got := w.bring(w.maria, a, data)
	if got.status != http.StatusOK || !strings.Contains(got.body, "Няма какво да се промени") || strings.Contains(got.body, "budget/apply") {
		t.Fatalf("%d %s", got.status, got.body)
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "in.xlsx"), data, 0o600))
	c := exec.Command(office, "--headless", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(folder, "out"), filepath.Join(folder, "in.xlsx"))
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	saved, err := os.ReadFile(filepath.Join(folder, "out", "in.xlsx"))
	must(t, err)
	if got := w.bring(w.maria, a, saved); got.status != http.StatusOK || !strings.Contains(got.body, "Няма какво да се промени") {
		t.Errorf("saved by LibreOffice: %d %s", got.status, got.body)
	}
	sums := edited(t, saved, func(*excelize.File) {})
	f, err := excelize.OpenReader(bytes.NewReader(sums))
	must(t, err)
	defer f.Close()
	if got, _ := f.GetCellValue("Суми и кой плаща", "C6", excelize.Options{RawCellValue: true}); got != "1500.49" { // 15 % of 10,003.30, down
		t.Errorf("LibreOffice computes %s of indirect costs", got)
	}
	if got, _ := f.GetCellValue("Бюджет", "H5", excelize.Options{RawCellValue: true}); got != "10003.3" {
		t.Errorf("LibreOffice computes %s for the first line", got)
	}
}

func TestAFilledSheetIsReadBackInWordsAndThenApplied(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.partnership("budget/3/heading", "equipment", "budget/3/what", "Сушилня", "budget/3/activity", "1", "budget/3/quantity", "1", "budget/3/price", "500",
			"budget/4/heading", "equipment", "budget/4/what", "Кантар", "budget/4/activity", "1", "budget/4/quantity", "2", "budget/4/price", "80",
			"budget/5/heading", "equipment", "budget/5/what", "Маси", "budget/5/activity", "1", "budget/5/quantity", "3", "budget/5/price", "60")
		before := w.answersOf(a)
		data := edited(t, w.take(w.maria, a), func(f *excelize.File) {
			s := "Бюджет"
			set := func(at string, v any) { must(t, f.SetCellValue(s, at, v)) }
			set("G5", 1100.5)              // a price is changed
			set("F7", "много")             // not a number
			set("B8", "Коли")              // not in the list
			must(t, f.RemoveRow(s, 9))     // a row is removed
			must(t, f.InsertRows(s, 6, 1)) // a row is added in between
			for i, v := range []any{"Одит", "Одитор", "Кандидатът", "Ремонт"} {
				at, _ := excelize.CoordinatesToCellName(i+2, 6)
				set(at, v)
			}
			must(t, f.SetCellValue("Суми и кой плаща", "C10", 1500))
		})
		data = raw(t, data, "xl/worksheets/sheet2.xml", func(s string) string { return s })
		got := w.bring(w.maria, a, data)
		if got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
		for _, says := range []string{
			"Ред 5, „Ръководител“: „Единична цена“ се променя от 1 000,33 € на 1 100,50 €.", "Добавя се ред 6: Одит, Одитор, Кандидатът, Ремонт.",
			"Ред 8, „Сушилня“: „много“ в „Количество“ не е число", "Остава 1.", "Ред 9, „Кантар“: „Коли“ го няма в списъка „Вид разход“. Остава Оборудване.",
			"„Маси“ се премахва", "Собствени средства", "от 2 000,00 € на 1 500,00 €", "Още нищо не е запазено",
		} {
			if !strings.Contains(got.body, says) {
				t.Errorf("the page does not say %q", says)
			}
		}
		if now := w.answersOf(a); len(now) != len(before) || now["budget/1/price"] != "1000,33" {
			t.Error("something is saved before anybody said so")
		}
		applied := w.post(w.maria, "/applications/"+a.ID+"/budget/apply", toApply(got.body))
		if applied.status != http.StatusSeeOther || applied.location != "/applications/"+a.ID+"/sections/costs?check=1#budget" {
			t.Fatalf("applied: %d %s %s", applied.status, applied.location, applied.body)
		}
		now := w.answersOf(a)
		if now["budget/1/price"] != "1100,50" || now["budget/own"] != "1500,00" || now["budget/5/what"] != "" || now["budget/3/quantity"] != "1" || now["budget/4/heading"] != "equipment" {
			t.Errorf("%v", now)
		}
		form, order := w.form(a), []string{}
		for _, l := range form.Lines {
			order = append(order, l.What)
		}
		if strings.Join(order, ", ") != "Ръководител, Одитор, Елена–Fjellvik, Сушилня, Кантар" || form.Lines[1].Amount != 1_500_00 {
			t.Errorf("the lines are %q", order)
		}
		if again := w.bring(w.maria, a, w.take(w.maria, a)); !strings.Contains(again.body, "Няма какво да се промени") {
			t.Error("a new download differs from the draft")
		}
	})
}

// form adds up the draft.
func (w *world) form(a application.Application) call.Totals {
	w.t.Helper()
	p, err := call.FindVersion(w.Reader(), a.Call, a.CallVersion)
	must(w.t, err)
	answers := call.Answers{}
	for path, value := range w.answersOf(a) {
		answers[path] = value
	}
	return p.Form.Examine(answers, application.World(), time.Now()).Budget()
}

func TestFormulasCountByWhatTheyCameToAndBrokenOnesNotAtAll(t *testing.T) {
	w := settleSQLite(t)
	a := w.partnership()
	data := edited(t, w.take(w.maria, a), func(f *excelize.File) {
		must(t, f.SetCellValue("Бюджет", "G5", 111))
		must(t, f.SetCellValue("Бюджет", "F6", 222))
		must(t, f.SetCellValue("Бюджет", "H5", 333))
	})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	defer f.Close()
	sheet := "xl/worksheets/sheet2.xml"
	data = raw(t, data, sheet, func(s string) string {
		s = regexp.MustCompile(`<c r="G5"([^>]*)><v>111</v>`).ReplaceAllString(s, `<c r="G5"$1><f>'file:///C:/[x.xlsx]A'!B2*2</f><v>1200.5</v>`)
		s = regexp.MustCompile(`<c r="F6"([^>]*)><v>222</v>`).ReplaceAllString(s, `<c r="F6"$1 t="e"><f>#REF!+1</f><v>#REF!</v>`)
		return s
	})
	got := w.bring(w.maria, a, data)
	for _, says := range []string{"„Единична цена“ е формула. Вземаме последния ѝ резултат: 1 200,50 €.", "формулата в „Количество“ е счупена и показва #REF!. Остава 4.",
		"Ред 5: 333,00 € е написано върху формулата на сумата. Страницата смята 12 005,00 €"} {
		if !strings.Contains(got.body, says) {
			t.Errorf("the page does not say %q:\n%s", says, got.body)
		}
	}
}

func TestWhatColleaguesWroteMeanwhileIsNotLostUnawares(t *testing.T) {
	w := settleSQLite(t)
	a := w.partnership("budget/3/heading", "staff", "budget/3/what", "Готвач", "budget/3/activity", "1", "budget/3/quantity", "1", "budget/3/price", "10")
	data := edited(t, w.take(w.maria, a), func(f *excelize.File) { must(t, f.SetCellValue("Бюджет", "F5", 11)) })
	w.later(a, map[string]string{"budget/1/quantity": "12", "budget/2/quantity": "5", "budget/9/heading": "staff",
		"budget/9/what": "Нов", "budget/9/activity": "1", "budget/9/quantity": "1", "budget/9/price": "1", "budget/3/heading": "", "budget/3/what": "",
		"budget/3/activity": "", "budget/3/quantity": "", "budget/3/price": ""})
	got := w.bring(w.maria, a, data)
	for _, says := range []string{"„Количество“ се променя от 12 на 11", "променено на страницата, след като таблицата е изтеглена, от 10 на 12", "„Нов“ е написано на страницата, след като таблицата е изтеглена. Остава.",
		"„Готвач“, е премахнат на страницата", "Една промяна"} {
		if !strings.Contains(got.body, says) {
			t.Errorf("the page does not say %q:\n%s", says, got.body)
		}
	}
	if v := toApply(got.body); len(v["path"]) != 1 || v.Get("path") != "budget/1/quantity" {
		t.Errorf("to apply: %v", v)
	}
}

func TestASheetOfAnotherApplicationAddsAndTakesNothingAway(t *testing.T) {
	w := settleSQLite(t)
	a := w.partnership()
	theirs := do(t, w, application.Start, w.other, application.Beginning{Call: a.Call, Organisation: w.theirs, Lang: "bg"})
	got := w.bring(w.other, theirs, w.take(w.maria, a))
	for _, says := range []string{"направена от друго предложение", "Добавя се ред 5: Персонал, Ръководител", "Добавя се ред 6"} {
		if !strings.Contains(got.body, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	blank := w.get(action.Actor{}, "/bg/calls/"+a.Call+"/form.xlsx")
	filled := edited(t, []byte(blank.body), func(f *excelize.File) {
		for at, v := range map[string]any{"B9": "персонал", "C9": "Нова", "F9": "2", "G9": "1 234,50"} {
			must(t, f.SetCellValue("Бюджет", at, v))
		}
	})
	got = w.bring(w.maria, a, filled)
	for _, says := range []string{"Добавя се ред 9: Персонал, Нова, 2, 1 234,50 €.", "„Ръководител“ го няма в таблицата. Остава"} {
		if !strings.Contains(got.body, says) {
			t.Errorf("the page does not say %q:\n%s", says, got.body)
		}
	}
}

func TestChangesThatCannotBeSavedAreKeptOnThePage(t *testing.T) {
	w := settleSQLite(t)
	a := w.partnership()
	got := w.bring(w.maria, a, edited(t, w.take(w.maria, a), func(f *excelize.File) { must(t, f.SetCellValue("Бюджет", "F5", 11)) }))
	v := toApply(got.body)
	for name, change := range map[string]func(url.Values){
		"no revision": func(v url.Values) { v.Del("rev") }, "paths without values": func(v url.Values) { v.Add("path", "budget/1/what") },
		"another field": func(v url.Values) { v.Set("path", "title") }, "nothing": func(v url.Values) { v.Del("path"); v.Del("value"); v.Del("gone") },
	} {
		bad, _ := url.ParseQuery(v.Encode())
		change(bad)
		if got := w.post(w.maria, "/applications/"+a.ID+"/budget/apply", bad); got.status < 400 {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	w.Set(time.Date(2022, 12, 2, 9, 0, 0, 0, time.UTC))
	late := w.post(w.maria, "/applications/"+a.ID+"/budget/apply", v)
	if late.status != http.StatusConflict || !strings.Contains(late.body, `name="path" value="budget/1/quantity"`) || w.answersOf(a)["budget/1/quantity"] != "10" {
		t.Errorf("after closing: %d", late.status)
	}
}

func TestEverythingIsInTheDocumentsOfAMeeting(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	texts := func(data string) string {
		archive, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
		must(t, err)
		all := ""
		for _, p := range archive.File {
			r, err := p.Open()
			must(t, err)
			content, err := io.ReadAll(r)
			must(t, err)
			all += string(content)
		}
		return strings.ReplaceAll(html.UnescapeString(all), "\u00a0", " ")
	}
	draft := w.get(w.maria, "/applications/"+a.ID+"/export.docx")
	book := w.get(w.maria, "/applications/"+a.ID+"/export.xlsx")
	for _, says := range []string{"Билки от Балкана", "Хората заминават.", "Берач", "Майстор, 18 месеца", "Еленски билки"} {
		if !strings.Contains(texts(draft.body), says) || !strings.Contains(texts(book.body), says) {
			t.Errorf("%q is not in both", says)
		}
	}
	if !strings.Contains(texts(draft.body), "31 500,00 €") || !strings.Contains(texts(draft.body), "Пишете без ДДС") {
		t.Error("the document has no amounts or no help")
	}
	for _, l := range []struct{ lang, says string }{{"bg", "Пишете без ДДС"}, {"nb", "Skriv uten merverdiavgift"}, {"en", "Write without VAT"}} {
		blank := w.get(action.Actor{}, "/"+l.lang+"/calls/"+w.call.ID+"/form.docx")
		if !strings.Contains(texts(blank.body), l.says) {
			t.Errorf("the blank form in %s does not say %q", l.lang, l.says)
		}
	}
	_, err := w.send(w.maria, a.ID, "k1")
	must(t, err)
	for _, who := range []action.Actor{w.maria, {ID: "role-operator"}} {
		sent := w.get(who, "/applications/"+a.ID+"/export.xlsx")
		if sent.status != http.StatusOK || !strings.Contains(texts(sent.body), "BGLD-1.004-0001") || strings.Contains(texts(sent.body), "vekst-budget-1") {
			t.Errorf("%s gets %d of what was submitted", who.ID, sent.status)
		}
	}
	if got := w.get(w.other, "/applications/"+a.ID+"/export.docx"); got.status != http.StatusNotFound {
		t.Errorf("another organisation gets %d", got.status)
	}
}
