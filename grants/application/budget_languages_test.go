package application_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"
)

// axe lets axe-core judge the page as it is, by WCAG 2.2 A and AA.
func (d *desk) axe(where string) {
	d.t.Helper()
	files, _ := filepath.Glob("../../.tools/axe-core/*/axe.min.js")
	if len(files) == 0 {
		d.t.Skip("axe-core is not here: run scripts/axe")
	}
	source, err := os.ReadFile(files[len(files)-1])
	must(d.t, err)
	if !ask[bool](d, `typeof axe !== "undefined"`) {
		d.do(chromedp.Evaluate[chromedp.Void](string(source) + "; undefined"))
	}
	var found []struct{ ID, HTML string }
	must(d.t, json.Unmarshal([]byte(ask[string](d, `axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, preload: false})
		.then(r => JSON.stringify(r.violations.flatMap(v => v.nodes.map(n => ({ID: v.id, HTML: n.html.slice(0, 300) + n.failureSummary})))))`)), &found))
	for _, v := range found {
		d.t.Errorf("%s: %s: %s", where, v.ID, v.HTML)
	}
}

// Somebody writes a budget with the keyboard and from a spreadsheet, in each language with its own numbers, on a screen and
// on a phone, and brings it back from a spreadsheet.
func TestABudgetInEachLanguage(t *testing.T) {
	for _, c := range []struct{ lang, pasted, row, total, said, apply string }{
		{"bg", "Оборудване\tСушилня\tFjellvik kommune\tРемонт\t2\t1 234,50", "Оборудване|Сушилня|Fjellvik kommune|Ремонт|2|1 234,50", "15 372,79 €", "нови редове: 0", "Направете тези промени"},
		{"nb", "Utstyr\tTørke\tFjellvik kommune\tРемонт\t2\tkr 1 234,50", "Utstyr|Tørke|Fjellvik kommune|Ремонт|2|kr 1 234,50", "15 372,79 €", "nye rader: 0", "Gjør disse endringene"},
		{"en", "Equipment\tDryer\tfjellvik kommune\tРемонт\t2\t1,234.50", "Equipment|Dryer|Fjellvik kommune|Ремонт|2|1,234.50", "€15,372.79", "rows added: 0", "Apply these changes"},
	} {
		t.Run(c.lang, func(t *testing.T) {
			d := sit(t)
			d.lang = c.lang
			a := d.partnership("budget/2/price", "350")
			d.wide(1280)
			d.open(a, "costs")
			d.axe("wide")
			d.in(2, "price")
			d.press(kb.Enter)
			if at := d.where(); at != "3 heading" {
				t.Errorf("Enter in the last row leads to %s", at)
			}
			d.paste(c.pasted)
			d.soon("pasting "+c.row, func() bool { rows := d.grid(); return len(rows) == 3 && rows[2] == c.row })
			if said := d.shows("[data-said]"); !strings.Contains(said, c.said) {
				t.Errorf("it says %q", said)
			}
			if got := d.shows(`[data-sum="total"]`); got != c.total {
				t.Errorf("the total is %s", got)
			}
			d.soon("saving it", func() bool { return d.lines(a) == 3 })
			d.axe("pasted")
			d.wide(390)
			d.open(a, "costs")
			if over := ask[int](d, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("on a phone the page is %d pixels too wide", over)
			}
			d.axe("phone")
			d.do(chromedp.Navigate(d.server.URL + "/applications/" + a.ID + "/sections/costs?check=1"))
			d.axe("phone, checked")
			d.picture("phone-" + c.lang)

			file := filepath.Join(t.TempDir(), "budget.xlsx")
			lines := map[string]string{"bg": "Бюджет", "nb": "Budsjett", "en": "Budget"}[c.lang]
			must(t, os.WriteFile(file, edited(t, d.takeIn(c.lang, a), func(f *excelize.File) {
				must(t, f.SetCellValue(lines, "F5", 11))
				must(t, f.SetCellValue(lines, "G6", "x"))
				must(t, f.SetCellValue(lines, "C8", "Нещо"))
			}), 0o600))
			d.do(chromedp.SetUploadFiles("#sheet", []string{file}), chromedp.Click(`form[action$="/budget/sheet"] button`))
			d.soon("showing what changes", func() bool { return ask[bool](d, `!!document.querySelector('form[action$="/budget/apply"]')`) })
			d.axe("preview on a phone")
			d.picture("preview-phone-" + c.lang)
			d.wide(1280)
			d.axe("preview")
			d.picture("preview-" + c.lang)
			if got := strings.TrimSpace(d.shows(`form[action$="/budget/apply"] button`)); got != c.apply {
				t.Errorf("the button says %q", got)
			}
			d.do(chromedp.Click(`form[action$="/budget/apply"] button`))
			d.soon("applying it", func() bool { return d.lines(a) == 4 && strings.HasPrefix(d.kept(a, "budget/1/quantity"), "11") })
		})
	}
}
