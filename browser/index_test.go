package browser_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"vekst/grants/targeting"
)

// An operator chooses figures, sees beside the form what would come of them and what is wrong, and publishes. A citizen moves
// a slider, sends the address on, follows a number back to its source, and verifies the frozen index on a machine of their own.
func TestAnOperatorPublishesAnIndexAndACitizenVerifiesIt(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(2) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			p := open(t, s, l, phone)
			p.mayLog("status of 422")
			p.becomes("operator", "/indices/new")
			p.suits()
			p.press(p.says("targeting.new.build_do"))
			p.suits()
			for _, column := range []string{"unemployment_2019", "natural_increase_2019", "share_tertiary_2021"} {
				p.clickOn(p.element(`document.getElementById("add-` + column + `")`))
			}
			p.press(p.says("targeting.draft.add_do"))
			p.sees(p.says("targeting.fault.title", "A", "bg, nb, en"))
			p.suits()
			for field, text := range map[string]string{"title_bg": "Проба", "title_nb": "Prøve", "title_en": "Trial", "weight_0": "abc"} {
				p.fillIn(p.element(`document.getElementById("`+field+`")`), text)
			}
			p.sees(p.says("targeting.draft.preview_faults", "Count", 1))
			p.fillIn(p.element(`document.getElementById("weight_0")`), "2")
			if !p.within(func() bool {
				n, err := tryAsk[int](p, `document.querySelectorAll("#preview-now > section > .v-tried > li").length`)
				return err == nil && n == 10
			}) {
				t.Fatalf("the preview does not show ten: %s", p.text())
			}
			p.press(p.says("targeting.draft.save"))
			p.shot("index-draft")
			p.suits()
			p.follow(p.says("targeting.files.title"))
			p.suits()
			p.visit(ask[string](p, `location.pathname.replace("/files", "/publish")`))
			p.suits()
			p.press(p.says("targeting.publish.do"))
			p.sees(p.says("targeting.index.number", "Number", 2))

			c := open(t, s, l, phone)
			c.visitPublic("/indices")
			c.suits()
			c.visitPublic("/indices/2")
			c.shot("index")
			c.suits()
			c.movesASlider(t)
			hash := ask[string](c, `document.querySelector(".v-hash").innerText`)
			c.leaving(func() { c.clickOn(c.element(`document.querySelector("#places tbody th a")`)) })
			c.suits()
			verifiesIndex(t, s.address, hash)
			p.withdraws("/indices/2")
			c.visitPublic("/indices/2")
			c.sees(p.says("targeting.withdraw.notice"))
			c.suits()
		})
	}
}

// withdraws withdraws an index with its reason in three languages.
func (p *tab) withdraws(index string) {
	p.visit(index + "/withdraw")
	for _, field := range []string{"reason_bg", "reason_nb", "reason_en"} {
		p.fillIn(p.element(`document.getElementById("`+field+`")`), "2019 …")
	}
	p.suits()
	p.press(p.says("targeting.withdraw.do"))
	p.sees(p.says("targeting.withdraw.notice"))
}

// movesASlider moves a weight with the keyboard; the first change at once, and whoever opens the address sees the same.
func (p *tab) movesASlider(t *testing.T) {
	t.Helper()
	const ten = `document.querySelector("[data-ten]").innerText`
	before := ask[string](p, ten)
	ask[bool](p, `(document.querySelector("form[data-moves] input").focus(), true)`)
	for range 12 {
		p.keys(kb.ArrowLeft)
	}
	if !p.within(func() bool { now, err := tryAsk[string](p, ten); return err == nil && now != before }) {
		t.Fatalf("nobody changes when a weight is moved: %s", before)
	}
	moved, address := ask[string](p, ten), ask[string](p, `location.pathname + location.search`)
	if !strings.Contains(address, "w.") {
		t.Errorf("the address %s does not keep the weights", address)
	}
	p.visit(address)
	if again := ask[string](p, ten); again != moved {
		t.Errorf("the browser counted %q and the server %q", moved, again)
	}
	p.sees(p.says("targeting.move.why"))
	p.suits()
}

// verifiesIndex downloads an index and makes it again; with one figure changed it does not hold.
func verifiesIndex(t *testing.T, address, hash string) {
	t.Helper()
	answer, err := http.Get(address + "/indices/2/files/index.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err == nil {
		err = os.CopyFS(folder, z)
	}
	if err != nil {
		t.Fatal(err)
	}
	index := filepath.Join(folder, "index-2")
	var said, wrong bytes.Buffer
	if code := targeting.VerifyCommand([]string{index}, &said, &wrong); code != 0 || !strings.Contains(said.String(), hash) {
		t.Errorf("exit %d, %s%s; the page says %s", code, &said, &wrong, hash)
	}
	data := filepath.Join(index, "data.csv")
	figures, err := os.ReadFile(data)
	if err == nil {
		err = os.WriteFile(data, bytes.Replace(figures, []byte("5.69"), []byte("6.69"), 1), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	said.Reset()
	if code := targeting.VerifyCommand([]string{index}, &said, &wrong); code != 1 || !strings.Contains(said.String(), "1-raw.csv") {
		t.Errorf("with a changed figure: exit %d, %s%s", code, &said, &wrong)
	}
}
