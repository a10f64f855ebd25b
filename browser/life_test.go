package browser_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// grantsCall is the small grants scheme of the demonstration.
const grantsCall = "job-creation-2022"

// published is the file of the small grants scheme as everybody can download it.
func (s *server) published(t testing.TB) string {
	t.Helper()
	r, err := http.Get(s.address + "/en/calls/" + grantsCall + "/call.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// cut takes out a part of a text.
func cut(t testing.TB, s, from, to string) string {
	t.Helper()
	a := strings.Index(s, from)
	if a < 0 || !strings.Contains(s[a:], to) {
		t.Fatalf("there is no %q before %q", from, to)
	}
	return s[:a] + s[a+strings.Index(s[a:], to):]
}

// reasons fills in why, in the three languages.
func (p *tab) reasons(bg, nb, en string) {
	p.t.Helper()
	for l, says := range map[string]string{"bg": bg, "nb": nb, "en": en} {
		p.fill(p.says("call.amend.why."+l), says)
	}
}

var risks = map[string]string{"bg": "Какво може да се обърка и какво ще направите тогава?", "nb": "Hva kan gå galt, og hva gjør dere da?",
	"en": "What can go wrong, and what will you do then?"}

// An official takes a question out while somebody is typing in it, in each language. The text is kept, they are told where,
// and what changed is told in words.
func TestACallIsAmendedWhileSomebodyIsWriting(t *testing.T) {
	for i, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			s := ownDemo(t)
			p, path := writer2(t, s, l, []int64{phone, phone, desktop}[i])
			p.answer("risks", "Det kan bli tørke.")
			p.state("done")
			amends(open(t, s, l, []int64{desktop, phone, phone}[i]))
			p.answer("risks", "Det kan bli tørke, og så mangler vi folk.")
			p.state("done")
			p.letGo()
			p.sees(p.says("application.unasked.sentence"))
			p.shot("amended-section")
			p.visit(strings.TrimSuffix(path, section))
			p.suits()
			p.sees(p.says("application.unasked.title"), "Det kan bli tørke, og så mangler vi folk.")
			p.shot("amended-tasks")
		})
	}
}

// amends takes the question of the risks out of the call, first without a reason.
func amends(p *tab) {
	p.t.Helper()
	gone := p.says("call.differs.removed.field", "Thing", risks[p.lang])
	p.mayLog("status of 422")
	p.becomes("operator", "/calls/new?from="+grantsCall)
	file := cut(p.t, p.server.published(p.t), "      - id: risks\n", "      - id: lasting\n")
	p.fillIn(p.element(`document.getElementById("text")`), file)
	p.press(p.says("call.new.check"))
	p.suits()
	p.sees(gone)
	p.press(p.says("call.new.publish"))
	p.beginsWithComplaints()
	p.sees(p.says("call.amend.reason.reason_bg"), p.says("call.amend.reason.reason_nb"), p.says("call.amend.reason.reason_en"))
	p.shot("amend-refused")
	p.reasons("Въпросът се повтаря.", "Spørsmålet gjentas.", "The question is repeated.")
	p.press(p.says("call.new.publish"))
	p.visitPublic("/calls/" + grantsCall + "/versions")
	p.suits()
	p.sees(gone, map[string]string{"bg": "Въпросът се повтаря.", "nb": "Spørsmålet gjentas.", "en": "The question is repeated."}[p.lang])
	p.shot("versions")
}

// An official extends the deadline; the applicant sees the new one, and everybody why.
func TestAnApplicantSeesThatTheDeadlineHasMoved(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	official := open(t, s, "en", phone)
	official.mayLog("status of 422")
	official.becomes("operator", "/calls/"+grantsCall+"/extend")
	official.suits()
	official.press(official.says("call.extend.do"))
	official.sees("Give the day and time of the new deadline.", "Write the reason in Bulgarian.")
	official.suits()
	official.shot("extend-refused")
	official.fill(official.says("call.extend.day"), "2022-10-22")
	official.reasons("За да намерят партньори.", "For å finne partnere.", "To find partners.")
	official.press(official.says("call.extend.do"))
	official.suits()
	official.sees("To find partners.")
	official.shot("extended")

	p := open(t, s, "bg", phone)
	p.becomes("owner", "/applications")
	p.follow("Билки от Балкана")
	p.sees("22 октомври 2022")
	p.visitPublic("/calls/" + grantsCall)
	p.suits()
	p.sees("22 октомври 2022", "Срокът е удължен.")
	p.shot("call-extended")
}

// Anybody asks without an account; an officer answers; everybody reads it with its number, and who waits is not shown
// before.
func TestAQuestionIsAskedAndAnsweredInPublic(t *testing.T) {
	t.Parallel()
	s := ownDemo(t)
	p := open(t, s, "nb", phone)
	p.mayLog("status of 422")
	p.visitPublic("/calls/" + grantsCall + "/questions")
	p.suits()
	p.shot("questions-empty")
	p.follow(p.says("dialogue.verb.question"))
	p.suits()
	p.fill(p.says("dialogue.your.question"), "Hva?")
	p.press(p.says("dialogue.ask.do"))
	p.sees(p.says("dialogue.ask.short"))
	p.shot("ask-refused")
	p.fill(p.says("dialogue.your.question"), "Kan en norsk kommune være partner?")
	p.press(p.says("dialogue.ask.do"))
	p.sees(p.says("dialogue.list.sent"), p.says("dialogue.list.waiting", "Count", 1))

	officer := open(t, s, "bg", desktop)
	officer.becomes("operator", "/dialogue/question/"+grantsCall)
	officer.suits()
	officer.follow(officer.says("dialogue.answer.title"))
	officer.suits()
	officer.shot("answer")
	officer.fillIn(officer.element(`document.getElementById("answer_bg")`), "Да, може.")
	officer.fillIn(officer.element(`document.getElementById("answer_nb")`), "Ja, det kan den.")
	officer.press(officer.says("dialogue.answer.do"))
	officer.sees(officer.says("dialogue.waiting.none"))

	p.visitPublic("/calls/" + grantsCall + "/questions")
	p.suits()
	p.sees("Kan en norsk kommune være partner?", "Ja, det kan den.", "Oversatt fra bulgarsk.")
	p.shot("questions")
	for _, page := range []string{"/outages", "/consultations", "/calls/" + grantsCall + "/guidance"} {
		p.visitPublic(page)
		p.suits()
		p.shot("public" + strings.ReplaceAll(page, "/", "-"))
	}
}
