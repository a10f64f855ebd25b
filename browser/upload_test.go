package browser_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"vekst/platform/scan/scankit"
)

const offers = "file_offers" // a field of the section of files that takes ten

// uploader is the owner of the draft at the section of its files.
func uploader(t *testing.T, s *server, lang string, width int64) *tab {
	t.Helper()
	p := open(t, s, lang, width)
	p.becomes("owner", "/applications")
	p.follow("Билки от Балкана")
	p.visit(p.place() + "/sections/files")
	return p
}

// paper is a file on the person's disk that is a PDF of a size and of nothing else in the world.
func paper(t *testing.T, name string, size int) string {
	t.Helper()
	data := make([]byte, size)
	random := rand.NewChaCha8([32]byte{byte(len(name)), byte(size)})
	_, _ = random.Read(data)
	copy(data, "%PDF-1.7\n")
	return onDisk(t, name, data)
}

func onDisk(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// slowly lets the person send so many bytes a second.
func (p *tab) slowly(rate float64) {
	call(p, "a village line", func(ctx context.Context) error {
		if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: 20, DownloadThroughput: -1, UploadThroughput: rate}}})
		return err
	})
}

// sent is how many thousandths of the first file on its way have been sent; less than none when there is no such file.
func (p *tab) sent() float64 {
	n, err := tryAsk[float64](p, `document.querySelector("[data-sending] [data-progress]")?.value ?? -1`)
	if err != nil {
		return -1
	}
	return n
}

func (p *tab) sentBeyond(thousandths float64) {
	p.t.Helper()
	if !p.within(func() bool { return p.sent() > thousandths }) {
		p.t.Fatalf("only %.0f thousandths are sent; the page says:\n%s", p.sent(), p.text())
	}
}

// arrived waits until a file is part of the answer, and compares it with the one on the disk.
func (p *tab) arrived(path string) {
	p.t.Helper()
	name := filepath.Base(path)
	link := fmt.Sprintf(`[...document.querySelectorAll("[data-file-list] a")].find(a => a.textContent === %q)`, name)
	if !p.within(func() bool { there, err := tryAsk[bool](p, link+" !== undefined"); return err == nil && there }) {
		p.t.Fatalf("%s does not arrive; the page says:\n%s", name, p.text())
	}
	want, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	got := ask[string](p, `(async () => { const r = await fetch(`+link+`.href), b = new Uint8Array(await r.arrayBuffer()); let h = 0;
		for (const x of b) h = (h * 31 + x) >>> 0; return b.length + " " + h; })()`)
	h := uint32(0)
	for _, x := range want {
		h = h*31 + uint32(x)
	}
	if expected := fmt.Sprint(len(want), " ", h); got != expected {
		p.t.Errorf("%s arrived as %s, and is %s", name, got, expected)
	}
}

// The line is cut in the middle of a file. The page says so, and the file goes on from where it was.
func TestAFileGoesOnAfterTheLineWasCut(t *testing.T) {
	t.Parallel()
	w, s := throughWire(t, ownDemo(t))
	p := uploader(t, s, "bg", phone)
	p.mayLog("ERR_", "Failed to load resource", "beforeunload")
	p.slowly(400_000)
	file := paper(t, "Оферта за сушилня.pdf", 3_000_000)
	p.chooseFile(offers+"-file", file)
	p.sentBeyond(400)
	p.axe()
	p.shot("file-on-its-way")
	w.cut()
	p.sees(p.says("application.files.waits"))
	p.axe()
	p.shot("file-waits")
	w.mend()
	p.arrived(file)
	if said := ask[string](p, `document.querySelector("#file_offers [data-files-said]").textContent`); !strings.Contains(said, "е качен") {
		t.Errorf("those who listen hear %q", said)
	}
	p.axe()
	p.shot("file-there")
}

// The server is killed in the middle of a file, and the person closes the page. When they choose the same file again the
// next time, it goes on.
func TestAFileGoesOnAfterTheServerDiedAndThePageWasClosed(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p := uploader(t, s, "nb", desktop)
	page := p.place()
	p.mayLog("ERR_", "Failed to load resource", "beforeunload")
	p.slowly(500_000)
	file := paper(t, "Tilbud på tørkeri.pdf", 4_000_000)
	p.chooseFile(offers+"-file", file)
	p.sentBeyond(600)
	s.kill()
	p.sees(p.says("application.files.waits"))
	p.do(chromedp.Navigate("about:blank"))
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	p.visit(page)
	p.sees("Tilbud på tørkeri.pdf", "Velg samme fil en gang til")
	p.axe()
	p.shot("file-begun-before")
	p.chooseFile(offers+"-file", file)
	p.sentBeyond(0)
	if first := p.sent(); first < 250 {
		t.Errorf("it goes on from %.0f thousandths", first)
	}
	p.arrived(file)
}

// Two gigabytes and a program are refused before a byte travels; others go on meanwhile, and can be stopped and taken back.
func TestSeveralFilesAtOnceEachOnItsOwn(t *testing.T) {
	t.Parallel()
	p := uploader(t, ownDemo(t), "en", phone)
	p.mayLog("ERR_ABORTED", "status of 422")
	huge := onDisk(t, "film.pdf", nil)
	if err := os.Truncate(huge, 2<<30); err != nil {
		t.Fatal(err)
	}
	p.slowly(250_000)
	one, two := paper(t, "one.pdf", 1_500_000), paper(t, "two.pdf", 1_400_000)
	p.chooseFile(offers+"-file", huge, onDisk(t, "setup.exe", []byte("MZ")), one, two)
	p.sees("“film.pdf” is 2,147.5 MB. The largest we take here is 20 MB.", "“setup.exe” is not of a kind we take here. We take: PDF")
	p.sentOf("one.pdf", 100)
	p.touch("Pause one.pdf")
	p.sees("Paused.")
	p.axe()
	p.shot("several-files")
	p.touch("Remove film.pdf")
	p.touch("Remove setup.exe")
	p.touch("Cancel two.pdf")
	p.touch("Go on one.pdf")
	p.arrived(one)
	if strings.Contains(p.text(), "two.pdf") || strings.Contains(p.text(), "film.pdf") {
		t.Errorf("what was cancelled is still there:\n%s", p.text())
	}
	liar := onDisk(t, "photo.png", []byte("%PDF-1.7 no picture"))
	p.chooseFile(offers+"-file", liar)
	p.sees("“photo.png” is called PNG but contains something else.")
	p.touch("Remove photo.png")
	p.touch("Remove one.pdf")
	if !p.within(func() bool { return !strings.Contains(p.text(), "one.pdf") }) {
		t.Error("one.pdf is still there after it was removed")
	}
}

// sentOf waits until so many thousandths of a file are sent.
func (p *tab) sentOf(name string, thousandths int) {
	p.t.Helper()
	if !p.within(func() bool {
		n, err := tryAsk[float64](p, fmt.Sprintf(`document.querySelector('[data-sending] progress[aria-label=%q]')?.value ?? 0`, name))
		return err == nil && n > float64(thousandths)
	}) {
		p.t.Fatalf("%s does not move; the page says:\n%s", name, p.text())
	}
}

// touch presses a button that leads nowhere.
func (p *tab) touch(name string) { p.t.Helper(); p.click("button", name) }

// A file with a virus in it is told where it was handed in, and a picture is shown small.
func TestAnInfectedFileIsToldAtItsFieldAndAPictureIsShown(t *testing.T) {
	t.Parallel()
	clamd := scankit.Start(t, scankit.Eicar)
	s := ownDemo(t)
	s.stop()
	s.more = []string{"--clamd=" + clamd.Address}
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	p := uploader(t, s, "bg", desktop)
	p.sees(p.says("application.files.scanned"))
	bad := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("оферта "), 100)...)
	p.chooseFile(offers+"-file", onDisk(t, "оферта.pdf", append(bad, scankit.EICAR...)), onDisk(t, "поляна.jpg", meadow(t)))
	p.sees("Eicar-Signature", p.says("application.files.state_clean"))
	p.axe()
	if !p.within(func() bool {
		wide, err := tryAsk[int](p, `document.querySelector(".v-small-picture")?.naturalWidth ?? 0`)
		if err == nil && wide == 0 {
			p.visit(p.place())
		}
		return err == nil && wide > 0
	}) {
		t.Error("there is no small picture")
	}
	p.shot("file-infected")
	p.resize(phone)
	p.arrives()
	p.axe()
	p.shot("file-infected-phone")
	p.visit(strings.TrimSuffix(p.place(), "/sections/files") + "/check")
	p.sees("Eicar-Signature")
	operator := open(t, s, "nb", phone)
	operator.becomes("operator", "/my")
	operator.follow(operator.says("portal.card.files"))
	operator.sees(operator.says("application.held.title"))
	operator.axe()
	operator.shot("files-held")
}

// meadow is a picture of green under blue.
func meadow(t *testing.T) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for y := range 600 {
		for x := range 800 {
			c := color.RGBA{uint8(x / 8), 120 + uint8(y/8), 60, 255}
			if y < 250+x/10 {
				c = color.RGBA{120, 170, 255 - uint8(y/4), 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
