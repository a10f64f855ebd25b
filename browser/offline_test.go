package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// keptHere waits until the worker keeps all pages of the draft on the device.
func (p *tab) keptHere() {
	p.t.Helper()
	want := ask[int](p, `document.querySelector("[data-keep]").dataset.keep.split(" ").length + 1`)
	count := `(async () => { let n = 0; for (const name of await caches.keys()) if (name.startsWith("vekst-pages-")) n += (await (await caches.open(name)).keys()).length; return n })()`
	if !p.within(func() bool { n, err := tryAsk[int](p, count); return err == nil && n >= want }) {
		p.t.Fatalf("the device never keeps the %d pages of %s", want, p.place())
	}
}

// waits is how many changes wait on the device.
func (p *tab) waits() int {
	p.t.Helper()
	return ask[int](p, `new Promise((yes, no) => { const r = indexedDB.open("vekst"); r.onerror = no; r.onsuccess = () => {
		const all = r.result.transaction("edits").objectStore("edits").count(); all.onsuccess = () => { r.result.close(); yes(all.result) }; all.onerror = no } })`)
}

// A draft that was opened with a line is opened again, read and written in without one, the browser closed in between;
// everything is sent when there is a line, and the sign-in that has ended meanwhile is asked for.
func TestADraftIsReadAndWrittenForDaysWithoutALine(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	line, near := throughWire(t, s)
	p, path := writer2(t, near, "nb", phone)
	p.mayLog(offline...)
	p.mayLog("status of 401")
	tasks := strings.TrimSuffix(path, section)
	p.keptHere()

	line.cut()
	p.closesTheBrowser()
	p.visit(tasks)
	p.follow2(path)
	p.answer(question, "Skrevet i fjellet.")
	p.addRow("steps")
	p.answer("steps/#2/step", "Uten nett")
	p.state("device")
	p.axe()
	p.visit(tasks + "/sections/idea")
	p.answer("resource", "Skrevet på bussen.")
	p.state("device")
	p.closesTheBrowser()
	p.visit(path)
	p.becomesValue(question, "Skrevet i fjellet.")
	p.state("device")
	p.shot("days-offline")
	p.answer(question, "Skrevet i fjellet, dagen etter.")
	p.state("device")
	p.visit(tasks + "/history")
	p.sees(p.says("application.offline.title"))
	p.axe()
	p.shot("without-a-line")

	p.visit(path)
	p.signsOutUnnoticed()
	line.mend()
	p.state("signin")
	p.sees(p.says("application.saved.sign_in"))
	p.signInElsewhere("owner")
	p.state("done")
	if !p.within(func() bool { return p.waits() == 0 }) {
		t.Errorf("%d changes are still on the device", p.waits())
	}
	colleague := open(t, s, "nb", desktop)
	colleague.becomes("editor", path)
	if got := colleague.value(question); got != "Skrevet i fjellet, dagen etter." {
		t.Errorf("the server has %q", got)
	}
	colleague.visit(tasks + "/sections/idea")
	if got := colleague.value("resource"); got != "Skrevet på bussen." {
		t.Errorf("of another section the server has %q", got)
	}
}

// closesTheBrowser leaves no page open, and opens an empty one.
func (p *tab) closesTheBrowser() { p.t.Helper(); p.do(chromedp.Navigate("about:blank")) }

// follow2 goes to an address by a link of the page.
func (p *tab) follow2(path string) {
	p.t.Helper()
	p.leaving(func() { p.clickOn(p.element(`document.querySelector('main a[href="` + path + `"]')`)) })
}

// Whoever signs out on a computer others use leaves nothing there. What is not on the server yet is sent first; without a
// line that is said, and asked.
func TestSigningOutLeavesNothingOnTheDevice(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	line, near := throughWire(t, s)
	p, path := writer2(t, near, "bg", phone)
	p.mayLog(offline...)
	p.mayLog("status of 404")
	p.keptHere()
	line.cut()
	p.answer(question, "Още не на сървъра.")
	p.state("device")
	p.closesTheBrowser()
	line.mend()
	p.visit("/account")
	line.cut()
	p.click("button", p.says("account.account.sign_out"))
	p.sees(p.says("account.leave.left_one"))
	p.axe()
	p.shot("sign-out-unsent")
	line.mend()
	p.leaving(func() { p.click("button", p.says("account.leave.anyway")) })
	if n := p.waits(); n != 0 {
		t.Errorf("%d changes are left on the device", n)
	}
	if kept := ask[[]string](p, `caches.keys()`); strings.Contains(strings.Join(kept, " "), "vekst-pages-") {
		t.Errorf("pages are left on the device: %q", kept)
	}
	line.cut()
	p.closesTheBrowser()
	if err := chromedp.Do(p.ctx, chromedp.Navigate(near.address+path)); err == nil && strings.Contains(p.text(), "Билки") {
		t.Error("the draft is shown to whoever opens the browser next")
	}
}

// Somebody else signs in on the same device, while something of the first person's is not on the server yet. They see
// nothing of it, with or without a line; it is sent when the first comes back.
func TestAnotherPersonOnTheSameDeviceSeesNothing(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	line, near := throughWire(t, s)
	p, path := writer2(t, near, "en", desktop)
	p.mayLog(offline...)
	p.mayLog("status of 404", "status of 401")
	p.keptHere()
	line.cut()
	p.answer(question, "Only on the device.")
	p.state("device")
	p.closesTheBrowser()
	line.mend()
	p.becomes("officer", "/applications")
	line.cut()
	p.closesTheBrowser()
	_ = chromedp.Do(p.ctx, chromedp.Navigate(near.address+path))
	if text := p.text(); strings.Contains(text, "Билки") {
		t.Errorf("another person is shown the draft: %s", text)
	}
	line.mend()
	p.visit("/my")
	if n := p.waits(); n != 1 {
		t.Errorf("%d changes wait for the first person, not 1", n)
	}
	p.becomes("owner", path)
	if !p.within(func() bool { return p.waits() == 0 }) {
		t.Error("what waited is not sent when its writer comes back")
	}
	colleague := open(t, s, "en", desktop)
	colleague.becomes("editor", path)
	if got := colleague.value(question); got != "Only on the device." {
		t.Errorf("the server has %q", got)
	}
}

// A phone that has no room left says so at once, does not pretend, and goes on saving on the server.
func TestADeviceWithoutRoomSaysSo(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	line, near := throughWire(t, s)
	p, path := writer2(t, near, "nb", phone)
	p.mayLog(offline...)
	ask[bool](p, `(IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError") }, true)`)
	line.cut()
	p.answer(question, "Ikke plass.")
	p.state("full")
	p.sees(p.says("application.saved.full"))
	p.axe()
	p.shot("no-room")
	line.mend()
	p.state("done")
	p.visit(path)
	p.becomesValue(question, "Ikke plass.")
}

// The line of one is cut for an hour in which both go on writing, and the clocks of both devices are wrong by a day, one
// before and one after. Nothing either wrote is lost, and the history tells the server's time.
func TestAnHourWithoutALineAndClocksThatAreWrong(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	line, near := throughWire(t, s)
	p, path := writer2(t, near, "nb", desktop)
	p.mayLog(offline...)
	colleague := open(t, s, "nb", desktop)
	colleague.becomes("editor", path)
	for who, days := range map[*tab]string{p: "-1", colleague: "1"} {
		who.clockIsWrong(days)
		who.visit(path)
	}
	p.keptHere()
	line.cut()
	texts := []string{"Klokka ett.", "Klokka to.", "Klokka tre."}
	for _, text := range texts {
		p.answer(question, "Maria: "+text)
		p.state("device")
		p.laterBy("20 * 60_000")
		colleague.answer(question, "Ivan: "+text)
		colleague.state("done")
	}
	p.visit(path)
	line.mend()
	p.state("conflict")
	if !p.within(func() bool { return p.waits() == 0 }) {
		t.Error("something is still on the device only")
	}
	p.visit(strings.TrimSuffix(path, section) + "/history/" + question)
	for _, text := range texts {
		p.sees("Maria: "+text, "Ivan: "+text)
	}
	p.sees("20. september 2022")
}

// clockIsWrong moves the clock of a person's device by days.
func (p *tab) clockIsWrong(days string) {
	p.t.Helper()
	call(p, "clock", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `{ const now = Date.now.bind(Date); window.moved = ` + days + ` * 86_400_000; Date.now = () => now() + window.moved }`})
		return err
	})
}

// laterBy moves the clock of the device on, as an hour does.
func (p *tab) laterBy(ms string) { p.t.Helper(); ask[bool](p, `(window.moved += `+ms+`, true)`) }
