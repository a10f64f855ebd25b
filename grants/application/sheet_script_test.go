package application_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
)

// partnership publishes the call whose budget has everything, and begins an application with two partners' work in it.
func (w *world) partnership(changed ...string) application.Application {
	w.t.Helper()
	data, err := os.ReadFile("../call/testdata/partnership.yaml")
	must(w.t, err)
	w.Set(time.Date(2022, 9, 1, 5, 0, 0, 0, time.UTC))
	p := do(w.t, w, call.Publish, action.System("test"), call.Publication{File: data})
	w.Set(time.Date(2022, 10, 1, 9, 0, 0, 0, time.UTC))
	a := do(w.t, w, application.Start, w.maria, application.Beginning{Call: p.ID, Organisation: w.org, Lang: "bg"})
	answers := map[string]string{"title": "Билки", "partners/1/name": "Fjellvik kommune", "partners/1/kind": "municipality", "partners/1/country": "NO", "partners/1/role": "Опит",
		"steps/1/step": "Ремонт", "steps/2/step": "Обучение", "budget/1/heading": "staff", "budget/1/what": "Ръководител", "budget/1/activity": "1",
		"budget/1/quantity": "10", "budget/1/price": "1000,33", "budget/2/heading": "trips", "budget/2/what": "Елена–Fjellvik", "budget/2/partner": "1",
		"budget/2/activity": "2", "budget/2/quantity": "4", "budget/own": "2000", "budget/work": "500"}
	for i := 0; i+1 < len(changed); i += 2 {
		answers[changed[i]] = changed[i+1]
	}
	do(w.t, w, application.Save, w.maria, saving(a.ID, answers))
	return a
}

// in puts the cursor into a cell, by the row's place from 1.
func (d *desk) in(row int, column string) {
	d.t.Helper()
	ask[bool](d, fmt.Sprintf(`(() => { const r = document.querySelectorAll("[data-budget] [data-row]")[%d]; const e = r.querySelector('[name$="/%s"]'); e.focus(); e.select?.(); return true })()`, row-1, column))
}

// press types keys as they come from a keyboard; modifiers hold for all of them.
func (d *desk) press(keys string, modifiers ...chromedp.Modifier) {
	d.t.Helper()
	d.do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}

// grid is what the lines say, a row a string.
func (d *desk) grid() []string {
	d.t.Helper()
	return ask[[]string](d, `Array.from(document.querySelectorAll("[data-budget] [data-row]")).map(r => Array.from(r.querySelectorAll(".v-cell .ds-input")).map(e => e.tagName === "SELECT" ? (e.value === "" ? "" : e.selectedOptions[0].text.trim()) : e.value).join("|"))`)
}

func (d *desk) wants(what string, rows ...string) {
	d.t.Helper()
	for end := time.Now().Add(10 * time.Second); strings.Join(d.grid(), "\n") != strings.Join(rows, "\n"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			d.t.Fatalf("%s: the lines are\n%s\nand not\n%s", what, strings.Join(d.grid(), "\n"), strings.Join(rows, "\n"))
		}
	}
}

// where is the column of the cell one is in, and its row from 1.
func (d *desk) where() string {
	return ask[string](d, `(() => { const e = document.activeElement, r = e.closest("[data-row]"); return r ? [...r.parentElement.children].indexOf(r) + 1 + " " + e.name.split("/")[2] : e.tagName })()`)
}

func (d *desk) paste(text string) {
	d.t.Helper()
	ask[bool](d, fmt.Sprintf(`(() => { const t = new DataTransfer(); t.setData("text/plain", %q); document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: t, bubbles: true, cancelable: true})); return true })()`, text))
}

// copied is what would be on the clipboard.
func (d *desk) copied() string {
	return ask[string](d, `(() => { const t = new DataTransfer(); document.activeElement.dispatchEvent(new ClipboardEvent("copy", {clipboardData: t, bubbles: true, cancelable: true})); return t.getData("text/plain") })()`)
}

func (d *desk) shows(selector string) string {
	return strings.ReplaceAll(ask[string](d, fmt.Sprintf(`document.querySelector(%q).textContent`, selector)), "\u00a0", " ")
}

func (d *desk) wide(width int64) {
	d.do(chromedp.EmulateViewport(width, 900))
}

// picture leaves a picture of the whole page in the folder that VEKST_TEST_PICTURES names.
func (d *desk) picture(name string) {
	folder := os.Getenv("VEKST_TEST_PICTURES")
	if folder == "" {
		return
	}
	data, err := chromedp.Run(d.ctx, chromedp.FullScreenshot(100))
	must(d.t, err)
	must(d.t, os.WriteFile(filepath.Join(folder, name+".png"), data, 0o600))
}

const (
	firstLine  = "Персонал|Ръководител||Ремонт|10|1000,33"
	secondLine = "Пътувания|Елена–Fjellvik|Fjellvik kommune|Обучение|4|"
)

func TestABudgetIsWrittenLikeASpreadsheet(t *testing.T) {
	d := sit(t)
	a := d.partnership()
	d.wide(1280)
	d.open(a, "costs")
	d.wants("showing the lines", firstLine, secondLine)
	d.picture("wide")

	d.in(1, "quantity")
	d.press("12" + kb.Enter)
	if at := d.where(); at != "2 quantity" {
		t.Errorf("Enter leads to %s", at)
	}
	d.press(kb.ArrowLeft)
	d.press(kb.ArrowUp, chromedp.ModifierShift) // a list keeps its own arrows, so a range begins
	d.press(kb.Escape)
	d.in(2, "quantity")
	d.press("9" + kb.Escape)
	d.wants("taking back what was typed", "Персонал|Ръководител||Ремонт|12|1000,33", secondLine)
	d.press(kb.Enter)
	if at := d.where(); at != "3 heading" {
		t.Errorf("Enter in the last row leads to %s", at)
	}
	d.paste("Оборудване\tСушилня\t\tРемонт\t2\t1 234,50\r\nперсонал\t\"Rådgiver \"\"A\"\"\"\tFjellvik kommune\tобуч\t3\t2.000,01 €\r\nКоли\tВан\t\tРемонт\t1\t5")
	third, fourth, fifth := "Оборудване|Сушилня||Ремонт|2|1 234,50", `Персонал|Rådgiver "A"|Fjellvik kommune|Обучение|3|2.000,01 €`, "|Ван||Ремонт|1|5"
	first := "Персонал|Ръководител||Ремонт|12|1000,33"
	d.wants("pasting", first, secondLine, third, fourth, fifth)
	if said := d.shows("[data-said]"); !strings.Contains(said, "нови редове: 2") || !strings.Contains(said, "“Коли”") {
		t.Errorf("it says %q", said)
	}
	if sum := d.shows(`[data-sum="heading:indirect"]`); sum != "2 700,59 €" { // 15 % of 12 × 1,000.33 + 3 × 2,000.01
		t.Errorf("the flat rate is %s", sum)
	}
	d.picture("wide-pasted")

	d.press("z", chromedp.ModifierCtrl)
	d.wants("undoing a paste", first, secondLine)
	d.press("y", chromedp.ModifierCtrl)
	d.wants("doing it again", first, secondLine, third, fourth, fifth)

	d.in(1, "what")
	d.press(kb.ArrowDown, chromedp.ModifierAlt, chromedp.ModifierShift)
	d.wants("moving a row", secondLine, first, third, fourth, fifth)
	d.in(3, "quantity")
	d.press(kb.ArrowDown, chromedp.ModifierShift)
	d.press(kb.ArrowRight, chromedp.ModifierShift)
	if got := d.copied(); got != "2\t1 234,50\n3\t2.000,01 €" {
		t.Errorf("copied %q", got)
	}
	d.press("d", chromedp.ModifierCtrl)
	d.wants("filling down", secondLine, first, third, strings.Replace(fourth, "3|2.000,01 €", "2|1 234,50", 1), fifth)
	d.press("z", chromedp.ModifierCtrl)
	d.in(5, "what")
	ask[bool](d, `(() => { document.querySelector('[data-tool="remove"]').click(); return true })()`)
	d.wants("removing a row", secondLine, first, third, fourth)
	d.in(1, "what")
	ask[bool](d, `(() => { document.querySelector('[data-tool="duplicate"]').click(); return true })()`)
	d.wants("copying a row", secondLine, secondLine, first, third, fourth)
	d.press("z", chromedp.ModifierCtrl)
	d.wants("undoing the copy", secondLine, first, third, fourth)

	total := d.shows(`[data-sum="total"]`)
	d.soon("saving all of it", func() bool { return strings.Contains(d.line(), "Запазено в") && d.lines(a) == 4 })
	d.open(a, "costs")
	d.wants("showing the same after a reload", secondLine, first, third, fourth)
	if again := d.shows(`[data-sum="total"]`); again != total {
		t.Errorf("the total is %s, and was %s", again, total)
	}
}

// lines counts the lines the server has.
func (d *desk) lines(a application.Application) int {
	all, err := application.Answers(d.Reader(), a.ID)
	must(d.t, err)
	rows := map[string]bool{}
	for _, one := range all {
		if parts := strings.Split(one.Path, "/"); len(parts) == 3 && parts[0] == "budget" && parts[2] != "at" && one.Value != "" {
			rows[parts[1]] = true
		}
	}
	return len(rows)
}

func TestABudgetFitsAPhone(t *testing.T) {
	d := sit(t)
	a := d.partnership("budget/2/price", "12.500", "budget/work", "5000")
	d.wide(390)
	d.do(chromedp.Navigate(d.server.URL + "/applications/" + a.ID + "/sections/costs?check=1"))
	if over := ask[int](d, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("the page is %d pixels too wide", over)
	}
	d.picture("phone")
	d.wide(1280)
	d.picture("wide-errors")
}
