package browser_test

import (
	"context"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"

	"vekst/platform/picture/picturekit"
)

const spot = "/municipalities/VTR13/resources/here"

// said is a sentence of the page of the spot with what stands in its braces.
func (p *tab) said(key string, values ...string) string {
	p.t.Helper()
	s := p.says("resource.here.said." + key)
	for i := 0; i+1 < len(values); i += 2 {
		s = strings.ReplaceAll(s, "{"+values[i]+"}", values[i+1])
	}
	return s
}

// mayKnowWhere lets pages ask where the telephone is, or not, and puts it somewhere.
func (p *tab) mayKnowWhere(setting browser.PermissionSetting, lat, lon, accuracy float64) {
	p.t.Helper()
	call(p, "where it is", func(ctx context.Context) error {
		_, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{Permission: &browser.PermissionDescriptor{Name: "geolocation"},
			Setting: setting, Origin: p.server.address, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID})
		if err == nil {
			_, err = chromedp.Call(ctx, emulation.SetGeolocationOverride, emulation.SetGeolocationOverrideParams{Latitude: &lat, Longitude: &lon, Accuracy: &accuracy})
		}
		return err
	})
}

// hasNoRoom makes the device keep nothing more, as a browser says it.
func (p *tab) hasNoRoom() {
	p.t.Helper()
	ask[bool](p, `(IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError") }, true)`)
}

// pressHere presses a button of the page that does not leave it.
func (p *tab) pressHere(selector string) {
	p.t.Helper()
	p.clickOn(p.element(`document.querySelector("` + selector + `")`))
}

// An official adds a resource in the mountains, on a telephone without a line: a photograph, where it is, three answers.
// The browser is closed, the session ends; when there is a line again it arrives, once, and nothing of whose telephone it was.
func TestAnOfficialAddsAResourceWithoutALine(t *testing.T) {
	for _, lang := range []string{"bg", "nb", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			line, near := throughWire(t, ownDemo(t))
			p := open(t, near, lang, phone)
			p.mayLog(offline...)
			p.mayLog("status of 401", "status of 422")
			p.becomes("officer", spot)
			p.suits()
			p.keptHere()
			line.cut()
			p.closesTheBrowser()
			p.visit(spot)

			if lang == "nb" {
				p.meetsWhatIsWrong()
			}
			p.mayKnowWhere(browser.PermissionSettingGranted, 42.9401, 25.8802, 7.2)
			p.pressHere("[data-where]")
			p.sees(p.said("found", "n", "8"))
			p.chooseFile("photo", onDisk(t, "IMG_0001.jpg", picturekit.Photograph(640, 480, 42.951, 25.861)))
			p.sees(p.said("taken", "place", "42.951000, 25.861000"))
			p.pressHere("[data-taken]")
			if lang == "bg" {
				p.walksAPath()
			}
			p.answer("kind", "mineral-spring")
			p.answer("name", "Извор под скалата")
			p.answer("text", "Топъл е и през зимата.")
			p.axe()
			p.shot("on-the-spot")
			p.pressHere("form[data-field-form] [type=submit]")
			p.sees(p.said("kept", "name", "Извор под скалата"), p.said("waiting"))
			p.axe()
			p.shot("on-the-spot-kept")

			p.closesTheBrowser()
			if lang == "en" { // no page is open when there is a line again
				line.mend()
				p.wakesTheWorker("vekst-spot")
				p.arrivesOnce()
				return
			}
			if lang == "bg" { // the session ends while there is no line
				p.signsOutUnnoticed()
			}
			p.visit(spot)
			p.sees("Извор под скалата")
			if lang == "bg" {
				line.mend()
				p.sees(p.said("signin"))
				p.axe()
				p.signInElsewhere("officer")
				p.pressHere("[data-send]")
			} else {
				remember := `(async () => { const db = await new Promise(yes => { const r = indexedDB.open("vekst-spot", 1); r.onsuccess = () => yes(r.result) });
					window.again = await new Promise(yes => { const r = db.transaction("forms").objectStore("forms").getAll(); r.onsuccess = () => yes(r.result[0]) }); db.close(); return window.again !== undefined })()`
				if !ask[bool](p, remember) {
					t.Fatal("the device keeps nothing")
				}
				line.mend()
			}
			t.Cleanup(func() {
				if t.Failed() {
					held, err := tryAsk[string](p, `navigator.locks.query().then(l => JSON.stringify(l) + performance.getEntriesByType("resource").filter(e => e.initiatorType === "fetch").map(e => " " + e.name + " " + e.startTime + " " + e.responseStatus))`)
					t.Log("locks, and what was sent: ", held, err)
				}
			})
			p.sees(p.said("sent", "name", "Извор под скалата"))
			if lang == "nb" { // an answer that was lost on its way: the same is sent again
				ask[bool](p, `(async () => { const db = await new Promise(yes => { const r = indexedDB.open("vekst-spot", 1); r.onsuccess = () => yes(r.result) });
					await new Promise(yes => { const tx = db.transaction("forms", "readwrite"); tx.objectStore("forms").put(window.again); tx.oncomplete = yes }); db.close();
					document.querySelector("[data-said]").textContent = ""; document.querySelector("[data-send]").click(); return true })()`)
				p.sees(p.said("sent", "name", "Извор под скалата"))
			}
			p.arrivesOnce()
			if lang == "bg" {
				p.sees("маршрут, 720\u00a0м")
			}
		})
	}
}

// walksAPath adds where the telephone is, and goes on.
func (p *tab) walksAPath() {
	p.t.Helper()
	p.choose(p.says("resource.trace.line"))
	count := p.says("resource.trace.board.count")
	for i, at := range [][2]float64{{42.948, 25.861}, {42.95, 25.861}, {42.9545, 25.861}} {
		p.mayKnowWhere(browser.PermissionSettingGranted, at[0], at[1], 7.2)
		p.pressHere("[data-do=here]")
		p.sees(strings.ReplaceAll(count, "{n}", strconv.Itoa(i+1)))
	}
}

// wakesTheWorker does what a browser does some time after there is a line again.
func (p *tab) wakesTheWorker(tag string) {
	p.t.Helper()
	var registration atomic.Value
	if err := chromedp.Listen(p.ctx, func(event any) {
		if e, ok := event.(*serviceworker.EventWorkerRegistrationUpdated); ok {
			for _, r := range e.Registrations {
				if strings.HasPrefix(r.ScopeURL, p.server.address) {
					registration.Store(r.RegistrationID)
				}
			}
		}
	}); err != nil {
		p.t.Fatal(err)
	}
	call(p, "workers", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, serviceworker.Enable, cdp.Empty{})
		return err
	})
	if !p.within(func() bool { return registration.Load() != nil }) {
		p.t.Fatal("there is no worker")
	}
	call(p, "sync", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, serviceworker.DispatchSyncEvent, serviceworker.DispatchSyncEventParams{Origin: p.server.address,
			RegistrationID: registration.Load().(serviceworker.RegistrationID), Tag: tag})
		return err
	})
}

// meetsWhatIsWrong tries what goes wrong on the spot; nothing typed is lost by it.
func (p *tab) meetsWhatIsWrong() {
	p.t.Helper()
	p.mayKnowWhere(browser.PermissionSettingDenied, 0, 0, 0)
	p.pressHere("[data-where]")
	p.sees(p.said("denied"))
	p.answer("name", "Извор")
	p.pressHere("form[data-field-form] [type=submit]")
	p.sees(p.says("resource.refusal.kind"))
	p.answer("kind", "mineral-spring")
	p.answer("place", "край реката")
	p.pressHere("form[data-field-form] [type=submit]")
	p.sees(p.says("resource.here.place_unread"))
	p.answer("place", "")
	for sentence, data := range map[string][]byte{
		p.said("heic"):   []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1"),
		p.said("type"):   []byte("%PDF-1.7"),
		p.said("points"): []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x11\x08\x17\x70\x27\x10\x03"), // 10,000 by 6,000
		p.said("large", "size", "40", "limit", "20"): append([]byte("\xff\xd8\xff"), make([]byte, 40<<20-3)...),
	} {
		p.chooseFile("photo", onDisk(p.t.(*testing.T), "IMG_0001.jpg", data))
		p.sees(sentence)
	}
	p.axe()
	p.shot("on-the-spot-wrong")
	p.chooseFile("photo", onDisk(p.t.(*testing.T), "IMG_0001.jpg", picturekit.Photograph(640, 480, 42.951, 25.861)))
	p.hasNoRoom()
	p.pressHere("form[data-field-form] [type=submit]")
	p.sees(p.said("full"))
	if got := p.value("name"); got != "Извор" {
		p.t.Errorf("where there is no room, of the name %q is left", got)
	}
	p.axe()
	p.shot("on-the-spot-full")
	p.visit(spot)
}

// arrivesOnce looks at what the public gets: one resource where the photograph was taken, and a photograph that tells
// nothing but what is seen.
func (p *tab) arrivesOnce() {
	p.t.Helper()
	if !p.within(func() bool {
		p.visitPublic("/resources?q=Извор+под+скалата&municipality=VTR13")
		return strings.Contains(p.text(), "Извор под скалата")
	}) {
		p.t.Fatal("it does not arrive")
	}
	if n := ask[int](p, `[...document.querySelectorAll("main a")].filter(a => a.textContent.includes("Извор под скалата")).length`); n != 1 {
		p.t.Fatalf("it is there %d times", n)
	}
	p.follow("Извор под скалата")
	p.suits()
	p.sees("CC BY 4.0")
	p.shot("on-the-spot-arrived")
	facts := ask[string](p, `(async () => { const a = document.querySelector(".v-photos a"), b = await (await fetch(a.href)).arrayBuffer(), s = new TextDecoder("utf-8").decode(b);
		return [b.byteLength > 1000, s.includes("`+picturekit.Artist+`"), s.includes("2026:06:14"), document.querySelector("main").innerHTML.includes("42.951")].join(" ") })()`)
	if facts != "true false false true" {
		p.t.Errorf("the photograph is there, says whose it is, says when, and the page says where: %s", facts)
	}
}

// Whoever signs out on a telephone others use leaves nothing of what they wrote on the spot, and is told first.
func TestSigningOutSaysWhatWaitsOnTheSpot(t *testing.T) {
	t.Parallel()
	line, near := throughWire(t, ownDemo(t))
	p := open(t, near, "en", phone)
	p.mayLog(offline...)
	p.becomes("officer", spot)
	p.keptHere()
	line.cut()
	p.answer("kind", "cave")
	p.answer("name", "A cave nobody has seen")
	p.pressHere("form[data-field-form] [type=submit]")
	p.sees(p.said("waiting"))
	p.closesTheBrowser()
	line.mend()
	p.visit("/account")
	line.cut()
	p.click("button", p.says("account.account.sign_out"))
	p.sees(p.says("account.leave.left_one"))
	line.mend()
	p.leaving(func() { p.click("button", p.says("account.leave.anyway")) })
	left := ask[int](p, `new Promise((yes, no) => { const r = indexedDB.open("vekst-spot", 1); r.onerror = no; r.onsuccess = () => {
		const all = r.result.transaction("forms").objectStore("forms").count(); all.onsuccess = () => { r.result.close(); yes(all.result) } } })`)
	if left != 0 {
		t.Errorf("%d of what was written is left", left)
	}
}
