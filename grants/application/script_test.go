package application_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vekst/grants/application"
	"vekst/platform/web"
)

// desk is a person at a browser, and a server that can be made to stop answering, or to have ended the session.
type desk struct {
	*world
	lang   string
	ctx    context.Context
	server *httptest.Server
	down   atomic.Bool
	ended  atomic.Bool
}

func sit(t *testing.T) *desk {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium: run scripts/install chromium")
	}
	d := &desk{world: settleSQLite(t), lang: "bg"}
	site := d.visit()
	d.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.down.Load() {
			panic(http.ErrAbortHandler)
		}
		if !d.ended.Load() {
			r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: d.maria.ID})
		}
		r.AddCookie(&http.Cookie{Name: "vekst_language", Value: d.lang})
		site.ServeHTTP(w, r)
	}))
	t.Cleanup(d.server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, freeAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(freeAllocator)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	d.ctx = ctx
	d.do(chromedp.Navigate("about:blank"))
	return d
}

func (d *desk) do(steps ...chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	if err := chromedp.Do(d.ctx, steps...); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) open(a application.Application, section string) {
	d.t.Helper()
	d.do(chromedp.Navigate(d.server.URL + "/applications/" + a.ID + "/sections/" + section))
}

func ask[T any](d *desk, script string) T {
	d.t.Helper()
	v, err := chromedp.Run(d.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		d.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// types writes in an input as a person does, as far as the script can tell.
func (d *desk) types(path, text string) {
	d.t.Helper()
	ask[bool](d, fmt.Sprintf(`(() => { const e = document.getElementById(%q); e.focus(); e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); return true })()`, path, text))
}

// soon waits for something that is to happen by itself.
func (d *desk) soon(what string, happens func() bool) {
	d.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if happens() {
			return
		}
	}
	d.t.Fatalf("%s: it did not happen; the page says %q", what, ask[string](d, `document.querySelector("[data-saved]")?.innerText ?? ""`))
}

func (d *desk) kept(a application.Application, path string) string {
	d.t.Helper()
	all, err := application.Answers(d.Reader(), a.ID)
	must(d.t, err)
	for _, one := range all {
		if one.Path == path {
			return one.Value
		}
	}
	return ""
}

func (d *desk) line() string {
	return ask[string](d, `document.querySelector("[data-saved]").innerText`)
}

func TestWhatIsTypedIsSavedThroughEverything(t *testing.T) {
	d := sit(t)
	a := d.begin()
	d.open(a, "idea")
	d.types("title", "Билки")
	d.soon("saving", func() bool {
		return d.kept(a, "title") == "Билки" && strings.Contains(d.line(), "Запазено в 12:00")
	})

	d.down.Store(true)
	d.types("site", "Марян")
	d.soon("saying that the server does not answer", func() bool {
		return strings.Contains(d.line(), "на това устройство, още не на сървъра")
	})
	d.down.Store(false)
	d.soon("saving once it answers again", func() bool { return d.kept(a, "site") == "Марян" })

	d.ended.Store(true)
	d.types("need", "Хората заминават")
	d.soon("saying that the session has ended", func() bool { return strings.Contains(d.line(), "Сесията Ви изтече") })
	d.ended.Store(false)
	d.soon("saving after signing in", func() bool { return d.kept(a, "need") == "Хората заминават" })

	d.down.Store(true)
	d.types("need", "Хората заминават за града")
	d.soon("keeping it on the device", func() bool {
		return strings.Contains(d.line(), "на това устройство, още не на сървъра")
	})
	d.down.Store(false)
	d.ended.Store(false)
	ask[bool](d, `(() => { window.stop(); location.reload(); return true })()`)
	d.soon("saving what the device had after a reload", func() bool { return d.kept(a, "need") == "Хората заминават за града" })
}

func TestAColleaguesWordsAreShownBesideOnesOwn(t *testing.T) {
	d := sit(t)
	a := d.begin()
	d.open(a, "idea")
	do(t, d.world, application.Save, d.maria, saving(a.ID, map[string]string{"site": "от колегата", "need": "текст"}))
	d.soon("showing a colleague's answer without a reload", func() bool {
		return ask[string](d, `document.getElementById("need").value`) == "текст"
	})
	d.down.Store(true)
	d.types("site", "от мен")
	do(t, d.world, application.Save, d.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "site", Value: "пак от колегата", Rev: 1 << 40}}})
	d.down.Store(false)
	d.soon("showing both", func() bool {
		said := ask[string](d, `document.querySelector('[data-dispute="site"]').innerText`)
		return strings.Contains(said, "пак от колегата") && strings.Contains(said, "от мен")
	})
	if mine := ask[string](d, `document.getElementById("site").value`); mine != "от мен" {
		t.Fatalf("on the page %q", mine)
	}
	ask[bool](d, `(() => { document.querySelector('[data-dispute="site"] button[value^="both:"]').click(); return true })()`)
	d.soon("keeping both", func() bool {
		v := d.kept(a, "site")
		return strings.Contains(v, "от мен") && strings.Contains(v, "пак от колегата") && ask[string](d, `document.getElementById("site").value`) == v &&
			ask[bool](d, `document.querySelector('[data-dispute="site"]').hidden`)
	})
}

func TestSumsCountersAndQuestionsFollowWhatIsTyped(t *testing.T) {
	d := sit(t)
	a := d.begin()
	d.open(a, "costs")
	row := ask[string](d, `document.querySelector("[data-budget] [data-row]").dataset.row`)
	d.types("budget/"+row+"/quantity", "1")
	d.types("budget/"+row+"/price", "0.1")
	ask[bool](d, `(() => { document.querySelector("[data-budget] [data-add]").click(); return true })()`)
	second := ask[string](d, `document.querySelectorAll("[data-budget] [data-row]")[1].dataset.row`)
	d.types("budget/"+second+"/quantity", "1")
	d.types("budget/"+second+"/price", "0,2")
	if sum := ask[string](d, `document.querySelector("[data-sum=total]").textContent`); sum != "0,30\u00a0€" {
		t.Errorf("0.1 and 0.2 are %q", sum)
	}
	if ok := ask[string](d, `document.querySelector("[data-rule=inside]").dataset.ok`); ok != "false" {
		t.Error("thirty cents are a grant")
	}
	d.soon("saving both rows", func() bool {
		return d.kept(a, "budget/"+second+"/price") == "0,2" && d.kept(a, "budget/"+row+"/price") == "0.1"
	})
	d.types("budget/"+second+"/price", "12.500")
	ask[bool](d, fmt.Sprintf(`document.getElementById("budget/%s/price").dispatchEvent(new FocusEvent("focusout", {bubbles: true}))`, second))
	d.soon("asking which of two amounts is meant", func() bool {
		return ask[bool](d, fmt.Sprintf(`!document.getElementById("budget/%s/price-e").hidden`, second))
	})
	ask[bool](d, fmt.Sprintf(`(() => { document.querySelector('[data-row="%s"] [data-remove]').click(); return true })()`, second))
	d.soon("removing a row", func() bool { return d.kept(a, "budget/"+second+"/price") == "" })
	d.types("prices", strings.Repeat("ж", 1501))
	if text := ask[string](d, `document.getElementById("prices-c").innerText`); !strings.Contains(text, "Знаци в повече: 1") {
		t.Errorf("the counter says %q", text)
	}

	d.open(a, "jobs")
	isHidden := func() bool { return ask[bool](d, `document.querySelector('[data-field="posts"]').hidden`) }
	if !isHidden() {
		t.Error("posts are asked for before there are jobs")
	}
	d.types("jobs_new", "6")
	d.soon("asking for the posts", func() bool { return !isHidden() })
}

func TestWhatIsComputedFollowsAtOnceAndComesFromOtherPagesWithASave(t *testing.T) {
	d := sit(t)
	a := d.fill(with("jobs_new", "6"))
	d.open(a, "costs")
	says := func() string {
		return ask[string](d, `document.querySelector('[data-figure="grant_per_job"]').textContent`)
	}
	before := says()
	d.down.Store(true)
	d.types("budget/own", "60,03")
	want := ask[string](d, `(() => { const n = BigInt(document.querySelector("[data-sum=grant]").textContent.replace(/[^0-9]/g, "")); return String((n + 3n) / 6n) })()`)
	if got := says(); got == before || strings.Map(digitsOnly, got) != want {
		t.Errorf("it says %q after %q, want %s cents", got, before, want)
	}
	d.down.Store(false)
	do(t, d.world, application.Save, d.maria, application.Saving{Application: a.ID, Changes: []application.Change{{Path: "jobs_new", Value: "12", Rev: 1 << 40}}})
	d.types("prices", "Оферти")
	d.soon("computing with what another page says", func() bool {
		return strings.Contains(ask[string](d, `document.querySelector('[data-figure="grant_per_job"]').dataset.formula`), `"12"`)
	})
}

func digitsOnly(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
