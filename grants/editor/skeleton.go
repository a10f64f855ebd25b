package editor

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/programme"
	"vekst/platform/web"
	"vekst/value/text"
)

var plainName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// skeleton is a call with all its parts and nothing decided: what an official then fills in. The title is what was typed,
// in the languages it was typed in.
func skeleton(q *web.Request, now time.Time) (string, error) {
	data, err := files.ReadFile("skeleton.yaml")
	if err != nil {
		return "", err
	}
	kind := q.Value("kind")
	if kind == "" {
		kind = "small-grant"
	}
	title := text.Text{BG: q.Value("title/bg"), NB: q.Value("title/nb"), EN: q.Value("title/en")}
	return sketched(string(data), kind, title, programmeOf(q), inZone(q, now))
}

// sketched fills a skeleton: it opens in the month after next, for three months, on whole hours.
func sketched(bones, kind string, title text.Text, of string, now time.Time) (string, error) {
	opens := time.Date(now.Year(), now.Month()+2, 1, 9, 0, 0, 0, time.UTC)
	closes := time.Date(now.Year(), now.Month()+5, 0, 17, 0, 0, 0, time.UTC)
	_, bones, _ = strings.Cut(bones, "\n")
	file := strings.NewReplacer(
		"id: ID", "id: "+addressed(title.EN, opens), "CODE", "CALL-"+strconv.Itoa(opens.Year()), "KIND", kind, "PROGRAMME", of, "RULES", latestRules(),
		"ANNOUNCED", opens.Format(time.DateOnly), "OPENS", opens.Format("2006-01-02T15:04"), "CLOSES", closes.Format("2006-01-02T15:04"),
		"DECISION", closes.AddDate(0, 3, 0).Format(time.DateOnly),
	).Replace(bones)
	t, err := grow(file)
	if err != nil {
		return "", err
	}
	for l, says := range map[string]string{text.BG: title.BG, text.NB: title.NB, text.EN: title.EN} {
		t.put(down("title", l), says, false)
	}
	if kind == "small-grant" || kind == "project" {
		t.giveMoney()
	}
	if !call.Kind(kind).Assessed() {
		t.takeJudging()
	}
	t.mark()
	return t.file()
}

// takeJudging leaves out what a call that only asks for what people know has none of.
func (t tree) takeJudging() {
	for _, part := range []string{"gates", "criteria", "assessment", "ranking", "decision"} {
		t.remove(part)
	}
	t.put("partners/donor", "none", false)
	t.put("applicants/natural_persons", "true", false)
}

// giveMoney makes room for the money of the call, and asks for a budget. How much, only the official knows.
func (t tree) giveMoney() {
	t.put("money/currency", "EUR", false)
	t.remove("ranking/places")
	_, _ = t.add("form", `id: costs
title: {bg: Бюджет, nb: Budsjett, en: Budget}
fields:
  - id: budget
    kind: budget
    label: {bg: Разходи, nb: Kostnader, en: Costs}
    required: true
    lines: priced
    grant: rate
    headings:
      - {id: staff, title: {bg: Персонал, nb: Personale, en: Staff}}
      - {id: goods, title: {bg: Стоки и услуги, nb: Varer og tjenester, en: Goods and services}}
`)
	t.move(down("form", strconv.Itoa(t.count("form")-1)), -1)
}

// addressed is the address of a call after its English title.
func addressed(title string, opens time.Time) string {
	name := strings.Trim(unwritten.ReplaceAllString(strings.ToLower(title), "-"), "-")
	if name == "" || name[0] < 'a' {
		name = "call"
	}
	return strings.Trim(name[:min(len(name), 40)], "-") + "-" + strconv.Itoa(opens.Year())
}

// latestRules is the newest set of rules there is.
func latestRules() string {
	sets := programme.RuleSets()
	set, err := programme.Shelved(sets[len(sets)-1])
	if err != nil {
		return ""
	}
	return set.ID + "@" + set.Version
}

// template is an earlier call as the beginning of a new one: with an address of its own, and its window moved to after now.
func template(file string, now time.Time) (string, error) {
	t, err := grow(file)
	if err != nil {
		return "", err
	}
	t.put("id", t.value("id")+"-"+strconv.Itoa(now.Year()), false)
	for _, key := range []string{"announced", "window/opens", "window/closes", "decision", "activities_end"} {
		t.remove(key)
	}
	t.mark()
	return t.file()
}
