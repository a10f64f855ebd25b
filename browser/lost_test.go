package browser_test

import (
	"context"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Two people write in one draft at random: texts, rows of tables, cells of the budget, earlier texts brought back; their
// lines are cut, the server is killed and started again, pages are loaded again, closed, and opened without a line. At the
// end both see the same, and every text anybody wrote is the answer, in sight as a dispute, or in the history.
//
//	VEKST_TEST_EDITS=1000 VEKST_TEST_SEED=7 go test ./browser -run TestNoEditIsLost -v
func TestNoEditIsLost(t *testing.T) {
	t.Parallel()
	edits, seed := number("VEKST_TEST_EDITS", 100), number("VEKST_TEST_SEED", int(time.Now().UnixNano()%1_000_000))
	t.Logf("VEKST_TEST_SEED=%d", seed)
	s := ownDemo(t)
	c := &chaos{t: t, s: s, dice: rand.New(rand.NewPCG(uint64(seed), 1)), written: map[string]string{}}
	for _, part := range []string{"owner", "editor"} {
		c.joins(part)
	}
	for len(c.written) < edits {
		c.step()
	}
	c.calm()
	lost := c.missing()
	t.Logf("figure lost_edits %d edits", len(lost))
	t.Logf("figure lost_edits_tried %d edits", len(c.written))
	t.Logf("figure lost_edits_disputes %d answers", c.disputes)
	t.Logf("what happened: %v", c.happened)
	for _, token := range lost {
		t.Errorf("what was written is nowhere: %s, %s; in the same place stood %v", token, c.written[token], c.besides(token))
	}
}

func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// chaos is a draft in which people write while everything breaks.
type chaos struct {
	t        *testing.T
	s        *server
	dice     *rand.Rand
	people   []*writing
	draft    string
	written  map[string]string // by token, where and by whom
	disputes int
	happened [12]int
}

// writing is a person who writes.
type writing struct {
	*tab
	part, section string
	line          *wire
}

var chaosSections = []string{"work", "costs"}

func (c *chaos) joins(part string) {
	line, near := throughWire(c.t, c.s)
	p := &writing{tab: open(c.t, near, "bg", desktop), part: part, line: line, section: "work"}
	p.mayLog("") // whatever a browser says of a line that is cut
	if c.draft == "" {
		p.becomes("owner", "/applications")
		p.follow("Билки от Балкана")
		c.draft = p.place()
	}
	p.becomes(part, c.draft+"/sections/work")
	p.keptHere()
	c.people = append(c.people, p)
}

func (c *chaos) step() {
	p := c.people[c.dice.IntN(2)]
	n := c.dice.IntN(100)
	switch {
	case n < 74:
		c.writes(p)
	case n < 80:
		c.undoes(p)
	case n < 84:
		c.happened[4]++
		p.line.cut()
	case n < 89:
		c.happened[5]++
		p.line.mend()
	case n < 91:
		c.killed()
	case n < 94:
		c.opens(p, p.section, false)
	case n < 97:
		c.opens(p, p.section, true)
	default:
		c.opens(p, chaosSections[c.dice.IntN(2)], false)
	}
	time.Sleep(time.Duration(c.dice.IntN(250)) * time.Millisecond)
}

// killed ends the server as a power cut does; a while later it is there again.
func (c *chaos) killed() {
	c.happened[6]++
	c.s.kill()
	for range c.dice.IntN(8) {
		c.writes(c.people[c.dice.IntN(2)])
		time.Sleep(time.Duration(c.dice.IntN(150)) * time.Millisecond)
	}
	if err := c.s.start(); err != nil {
		c.t.Fatal(err)
	}
}

// write makes one change on the page and tells where: words in a text, a cell, a row more, a row less.
const write = `((token, amount, what, a, b) => {
	const form = document.querySelector("form[data-autosave]");
	if (!form) return "";
	const put = (e, value) => { e.focus(); e.value = value; e.dispatchEvent(new Event("input", {bubbles: true})); if (b %% 9) e.blur(); return e.name + (b %% 9 ? "" : "!"); };
	const inputs = [...form.elements].filter(e => e.name && !e.name.startsWith("-") && e.checkVisibility());
	const texts = inputs.filter(e => e.tagName === "TEXTAREA"), rows = [...form.querySelectorAll("[data-row]")];
	if (what < 6 && texts.length > 0) {
		const e = texts[a %% texts.length], words = e.value.split(" ").filter(Boolean);
		if (words.length > 60) return put(e, token);
		if (what === 5 && words.length > 1) words.splice(b %% words.length, 1, token);
		else words.splice(b %% (words.length + 1), 0, token);
		return put(e, words.join(" "));
	}
	if (what === 9 && rows.length > 2) { const row = rows[a %% rows.length]; row.querySelector("[data-remove]")?.click(); return "-" + row.dataset.row; }
	if (what === 8 && rows.length < 12) { rows[0].closest("[data-table]").querySelector("[data-add]")?.click(); }
	const fresh = [...form.querySelectorAll("[data-row]")], row = what === 8 ? fresh[fresh.length - 1] : fresh[a %% fresh.length];
	const cells = [...row.querySelectorAll("input")].filter(e => e.type === "text" && !e.readOnly && e.checkVisibility());
	if (cells.length === 0) return "";
	const e = cells[b %% cells.length];
	return put(e, e.inputMode === "decimal" || e.inputMode === "numeric" ? amount : token) + (e.inputMode === "decimal" || e.inputMode === "numeric" ? "#" : "");
})(%q, %q, %d, %d, %d)`

func (c *chaos) writes(p *writing) {
	n := len(c.written)
	// A letter of its own keeps a word from being the beginning of another, as дума4 is of дума41: who goes on writing a word
	// has not replaced it.
	token, amount := fmt.Sprintf("дума%d%cх", n, '一'+rune(n)), strconv.Itoa(7_000_000+n)
	where, err := tryAsk[string](p.tab, fmt.Sprintf(write, token, amount, c.dice.IntN(10), c.dice.IntN(1000), c.dice.IntN(1000)))
	if before, still := strings.CutSuffix(strings.Replace(where, "!#", "#!", 1), "!"); still {
		where = before
		time.Sleep(650 * time.Millisecond) // who neither pauses nor leaves the field is still writing the same
	}
	switch {
	case err != nil || where == "":
		c.opens(p, p.section, false)
	case strings.HasPrefix(where, "-"):
		c.happened[1]++
	case strings.HasSuffix(where, "#"):
		c.happened[2]++
		c.written[amount] = p.part + " " + where
	default:
		c.happened[0]++
		c.written[token] = p.part + " " + where
	}
}

// undo brings back an earlier text of a field, as the button in its history does.
const undo = `(async (history, pick) => {
	const page = new DOMParser().parseFromString(await (await fetch(history)).text(), "text/html");
	const forms = [...page.querySelectorAll("form[action$='/restore']")];
	if (forms.length === 0) return false;
	const form = forms[pick %% forms.length];
	return (await fetch(new URL(form.getAttribute("action"), location.href), {method: "POST", body: new URLSearchParams(new FormData(form))})).ok;
})(%q, %d).catch(() => false)`

func (c *chaos) undoes(p *writing) {
	fields := []string{"", "/people", "/lasting", "/steps", "/budget"}
	ok, err := tryAsk[bool](p.tab, fmt.Sprintf(undo, c.draft+"/history"+fields[c.dice.IntN(len(fields))], c.dice.IntN(40)))
	if err == nil && ok {
		c.happened[3]++
	}
}

// opens loads a section again, with the page closed for a moment or not, with a line or without.
func (c *chaos) opens(p *writing, section string, closed bool) {
	c.happened[7]++
	p.section = section
	time.Sleep(100 * time.Millisecond) // nobody is quicker than that between a key and the next page
	for try := range 20 {
		ctx, cancel := context.WithTimeout(p.ctx, 15*time.Second)
		if closed {
			_ = chromedp.Do(ctx, chromedp.Navigate("about:blank"))
		}
		_ = chromedp.Do(ctx, chromedp.Navigate(p.server.address+c.draft+"/sections/"+section))
		cancel()
		if is, err := tryAsk[bool](p.tab, `!!document.querySelector("form[data-autosave]")`); err == nil && is {
			return
		}
		if try > 2 {
			p.line.mend()
		}
		time.Sleep(300 * time.Millisecond)
	}

	c.t.Fatalf("%s cannot open %s any more: %s", p.part, section, p.text())
}

// calm mends everything and waits until nothing is under way and both pages say the same by themselves.
func (c *chaos) calm() {
	for _, p := range c.people {
		p.line.mend()
	}
	for _, section := range chaosSections {
		for _, p := range c.people {
			c.opens(p, section, false)
		}
		for _, p := range c.people {
			c.settles(p)
		}
		one, other := "", ""
		if !c.people[0].patiently(60*time.Second, func() bool {
			one, _ = tryAsk[string](c.people[0].tab, c.tells())
			other, _ = tryAsk[string](c.people[1].tab, c.tells())
			return one == other && one != ""
		}) {
			c.t.Errorf("the two see different things at %s:\n%s\n%s", section, one, other)
		}
	}
}

// settles waits until nothing of a person's is on the device only.
func (c *chaos) settles(p *writing) {
	if !p.patiently(60*time.Second, func() bool { return p.waits() == 0 }) {
		c.t.Log(ask[string](p.tab, `new Promise((yes, no) => { const r = indexedDB.open("vekst"); r.onsuccess = () => {
		const all = r.result.transaction("edits").objectStore("edits").getAll(); all.onsuccess = () => { r.result.close(); yes(JSON.stringify(all.result.map(w => [w.path, w.device, w.n, w.value.slice(0,30), w.gone, w.person]))) } } })`))
		c.t.Errorf("%s still has %d changes on the device only; the page says %q", p.part, p.waits(), ask[string](p.tab, `document.querySelector("[data-saved]").innerText`))
	}
}

// tells is what a page says, apart from answers in dispute: there each keeps their own until they agree.
func (c *chaos) tells() string {
	return `(() => { document.activeElement.blur(); return [...document.querySelector("form[data-autosave]").elements]
		.filter(e => e.name && !e.name.startsWith("-") && e.type !== "hidden" && (e.type !== "radio" && e.type !== "checkbox" || e.checked) && e.value !== "" &&
			document.querySelector('[data-dispute="' + e.name + '"]')?.hidden !== false)
		.map(e => e.name + "=" + e.value).sort().join("\n") })()`
}

// besides is everything that was written where a word is missing.
func (c *chaos) besides(token string) []string {
	place := func(t string) string { _, p, _ := strings.Cut(c.written[t], " "); return strings.TrimSuffix(p, "#") }
	var all []string
	for other := range c.written {
		if other != token && place(other) == place(token) {
			all = append(all, other)
		}
	}
	slices.Sort(all)
	return all
}

// older is the button that leads to the page before in a history.
var older = regexp.MustCompile(`data-variant="tertiary" href="([^"]+/history\?before=[^"]+)"`)

// missing is what was written and is nowhere to be found.
func (c *chaos) missing() []string {
	p := c.people[0]
	all := ask[string](p.tab, fmt.Sprintf(`fetch(%q).then(r => r.text())`, c.draft+"/changes?since=0"))
	for _, section := range chaosSections {
		page := ask[string](p.tab, fmt.Sprintf(`fetch(%q).then(r => r.text())`, c.draft+"/sections/"+section))
		c.disputes += strings.Count(page, `value="keep:`) / 2
		all += page
	}
	next := c.draft + "/history"
	for next != "" {
		page := ask[string](p.tab, fmt.Sprintf(`fetch(%q).then(r => r.text())`, next))
		all += page
		next = ""
		if m := older.FindStringSubmatch(page); m != nil {
			next = html.UnescapeString(m[1])
		}
	}
	var lost []string
	for token := range c.written {
		if !strings.Contains(all, token) {
			lost = append(lost, token)
		}
	}
	slices.Sort(lost)
	return lost
}
