package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const heavyFields = 150

// heavyCall is the file of a call that asks 150 questions of the usual kinds on one page.
func heavyCall() string {
	var b strings.Builder
	b.WriteString(`format: vekst-call-1
id: heavy
code: HEAVY-1
number: HEAVY-1-{000}
kind: concept
title: {bg: Дълъг формуляр, nb: Et langt skjema, en: A long form}
summary: {bg: За измерване., nb: For måling., en: For measuring.}
description: {bg: За измерване., nb: For måling., en: For measuring.}
programme: bg-localdev
rules: eea-2014-2021@1
window: {opens: 2022-07-01T09:00, closes: 2022-12-31T17:00, zone: Europe/Sofia}
territory: {whole: true}
applicants: {countries: [BG], kinds: [municipality, public-body, company, ngo, cooperative, other]}
form:
  - id: all
    title: {bg: Всичко, nb: Alt, en: Everything}
    fields:
      - {id: title, kind: short, label: {bg: Име, nb: Navn, en: Name}, required: true}
`)
	kinds := []string{"kind: short, max: 200", "kind: long, max: 2000", "kind: number", "kind: date",
		"kind: choice, options: [{id: a, label: {bg: Да, nb: Ja, en: Yes}}, {id: b, label: {bg: Не, nb: Nei, en: No}}]", "kind: long, max: 1000, when: answered.title"}
	for i := 1; i < heavyFields; i++ {
		fmt.Fprintf(&b, "      - {id: q%d, %s, label: {bg: \"Въпрос № %d за мястото и хората\", nb: \"Spørsmål %d om stedet og folkene\", en: \"Question %d on the place and the people\"}, help: {bg: Кратко и ясно., nb: Kort og klart., en: Short and clear.}}\n",
			i, kinds[i%len(kinds)], i, i, i)
	}
	b.WriteString(`criteria: {total: 10, threshold: 5, groups: [{id: all, title: {bg: Всичко, nb: Alt, en: Everything}, criteria: [{id: one, max: 10, title: {bg: Едно, nb: Ett, en: One}}]}]}
assessment: {experts: 2, divergence: 30 %, tie: higher, blind: false}
ranking: {tie_breakers: [draw], places: 10, reserve: true, appeal_days: 14}
marks:
`)
	for _, part := range []string{"window", "territory", "applicants", "form", "criteria", "assessment", "ranking"} {
		fmt.Fprintf(&b, "  - {path: %s, mark: invented, note: {bg: За измерване., nb: For måling., en: For measuring.}}\n", part)
	}
	return b.String()
}

// heavyForm publishes the heavy call and returns the page of a draft of it.
func heavyForm(t testing.TB, s *server) (p *tab, page string) {
	t.Helper()
	operator := open(t, s, "bg", desktop)
	operator.becomes("operator", "/calls/new")
	operator.fillIn(operator.element(`document.getElementById("text")`), heavyCall())
	operator.press(operator.says("call.new.check"))
	operator.press(operator.says("call.new.publish"))
	p = open(t, s, "bg", phone)
	p.becomes("owner", "/calls/heavy/apply")
	p.press(p.says("application.start.begin"))
	return p, p.place() + "/sections/all"
}

// cheapPhone makes a browser one with a processor four times slower, on a line of 1.6 Mbit/s and 150 ms there and back.
func cheapPhone(p *tab) {
	call(p, "a cheap phone", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
		return err
	})
	call(p, "no worker that keeps", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true})
		return err
	})
	call(p, "a village line", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: 150, DownloadThroughput: 200_000, UploadThroughput: 100_000}}})
		return err
	})
}

// BenchmarkFormOf150Fields is a form of 150 fields on a cheap phone and a village line: a processor four times slower,
// 1.6 Mbit/s, 150 ms there and back, nothing kept from before. usable_ms is from the press of the link until the first
// field can be typed in and is being saved; weight_kb is what travels.
func BenchmarkFormOf150Fields(b *testing.B) {
	p, page := heavyForm(b, ownDemo(b))
	cheapPhone(p)
	call(p, "nothing kept", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
		return err
	})
	var usable, weight float64
	for b.Loop() {
		p.visit(page)
		if n := ask[int](p, `document.querySelectorAll("[data-field]").length`); n < heavyFields {
			b.Fatalf("the page asks %d questions", n)
		}
		if !p.within(func() bool {
			painted, err := tryAsk[bool](p, `performance.getEntriesByName("first-contentful-paint").length > 0`)
			return err == nil && painted
		}) {
			b.Fatal("nothing is painted")
		}
		usable += ask[float64](p, `Math.max(performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd, performance.getEntriesByName("first-contentful-paint")[0].startTime)`)
		weight += ask[float64](p, `performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource")).reduce((sum, e) => sum + e.encodedBodySize, 0)`)
	}
	b.ReportMetric(usable/float64(b.N), "usable_ms")
	b.ReportMetric(weight/float64(b.N)/1000, "weight_kb")
}
