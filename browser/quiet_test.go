package browser_test

import (
	"net/http"
	"strings"
	"testing"
)

// Somebody saves a search, a call that fits is published, the digest comes the next morning, and its own link stops it,
// without signing in, and undoes that. In each language, on a phone; in one of them every page is judged.
func TestASavedSearchTellsOfANewCallAndItsLetterCanBeStopped(t *testing.T) {
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			p := open(t, s, l, phone)
			p.mayLog("status of 422")
			if l == languages[0] {
				needsJudges(t)
				p.judged = true
			}
			p.becomes("owner", "/my")
			p.savesSearch()
			publishes(t, s)
			p.hearsOfTheCall()
			p.choosesLetters()
			stops(p, p.digest())
			p.takesCalendar()
		})
	}
}

// savesSearch saves what the list of calls is filtered by, first without a name, which is refused with the rest kept.
func (p *tab) savesSearch() {
	p.visitPublic("/calls")
	p.fill(p.says("call.list.search"), "HEAVY-1")
	p.press(p.says("call.list.find"))
	p.sees(p.says("call.list.none_found", "Query", "HEAVY-1"))
	p.follow(p.says("call.list.save"))
	p.fill(p.says("follow.search.name"), "")
	p.press(p.says("follow.save.button"))
	p.sees(p.says("follow.refusal.name_empty"))
	p.shot("search-refused")
	if got := p.holds(p.says("follow.save.query")); got != "HEAVY-1" {
		p.t.Errorf("the words typed are now %q", got)
	}
	p.fill(p.says("follow.search.name"), "Дълги формуляри")
	p.choose(p.says("follow.save.announced"))
	p.press(p.says("follow.save.button"))
	p.sees(p.says("follow.done.saved"), "Дълги формуляри", p.says("follow.search.no_hits"))
}

// publishes lets an operator publish a call.
func publishes(t *testing.T, s *server) {
	operator := open(t, s, "bg", desktop)
	operator.becomes("operator", "/calls/new")
	operator.fillIn(operator.element(`document.getElementById("text")`), heavyCall())
	operator.press(operator.says("call.new.check"))
	operator.press(operator.says("call.new.publish"))
}

// hearsOfTheCall finds it among the notices and under the search.
func (p *tab) hearsOfTheCall() {
	p.t.Helper()
	if !p.within(func() bool { p.visit("/notices"); return strings.Contains(p.text(), "HEAVY-1") }) {
		p.t.Fatalf("no notice of the call: %s", p.text())
	}
	p.shot("notices")
	p.visit("/following")
	p.sees(p.says("follow.search.drop"), p.says("follow.search.drop_kind", "Kind", p.says("call.kind.concept")))
	p.shot("following")
}

// choosesLetters changes how one kind comes.
func (p *tab) choosesLetters() {
	p.visit("/notices/letters")
	p.answer("follow.told.week", "weekly")
	p.press(p.says("notice.letters.save"))
	p.sees(p.says("notice.letters.saved"))
	if got := p.value("follow.told.week"); got != "weekly" {
		p.t.Errorf("chosen is %q", got)
	}
	p.shot("letters")
}

// digest waits for the next morning and returns the link that stops the letter.
func (p *tab) digest() string {
	p.t.Helper()
	judged := p.judged
	p.judged = false // the mailbox is judged with the demonstration
	defer func() { p.judged = judged }()
	p.visitPublic("/demo")
	p.press(p.says("demo.clock.day"))
	const stop = `document.querySelector("a[href*='/stop/']")?.pathname || ""`
	link := ""
	if !p.within(func() bool {
		p.visitPublic("/demo/mail?to=maria.petkova@example.org")
		link = ask[string](p, stop)
		return link != ""
	}) {
		p.t.Fatalf("no digest came: %s", p.text())
	}
	body := ask[string](p, `document.querySelector("a[href*='/stop/']").closest("details").textContent`)
	if !strings.Contains(body, "Дълги формуляри") || !strings.Contains(body, "HEAVY-1") {
		p.t.Errorf("the digest does not say which search the call fits, and why: %s", body)
	}
	return link
}

// stops opens the link as somebody who is not signed in.
func stops(p *tab, link string) {
	p.t.Helper()
	reader := open(p.t, p.server, p.lang, phone)
	reader.judged = p.judged
	reader.visit(link)
	reader.sees(reader.says("notice.stop.title"), reader.says("notice.stop.except"))
	reader.press(reader.says("notice.stop.button"))
	reader.sees(reader.says("notice.stop.stopped_title"))
	reader.shot("stopped")
	reader.press(reader.says("notice.stop.undo"))
	reader.sees(reader.says("notice.stop.title"))
}

// takesCalendar makes the address of the own calendar, which is there without signing in.
func (p *tab) takesCalendar() {
	p.visit("/calendar")
	p.sees(p.says("calendar.lede"))
	p.press(p.says("calendar.make"))
	p.sees(p.says("calendar.done"))
	p.shot("calendar")
	feed := p.holds(p.says("calendar.address"))
	if status, media := fetched(p.t, feed); status != 200 || !strings.HasPrefix(media, "text/calendar") {
		p.t.Errorf("%s answers %d, %s", feed, status, media)
	}
}

// fetched asks for an address as a program without a session does.
func fetched(t testing.TB, address string) (status int, media string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	return r.StatusCode, r.Header.Get("Content-Type")
}
