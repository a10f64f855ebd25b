package browser_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	phone    = 390
	desktop  = 1280
	patience = 30 * time.Second // for anything a person would wait for
)

// tab is one person with a browser of their own: no cookies, no history, one window.
type tab struct {
	t       testing.TB
	ctx     context.Context
	server  *server
	lang    string
	width   int64
	look    string   // light or dark
	allowed []string // what the console may say
	judged  bool     // every page arrived at is judged

	mu       sync.Mutex
	console  []string
	document network.RequestID // what the page was asked for with
}

// open gives a test a person at a server, reading in a language, with a window of a width. When the test ends, the
// console must have stayed silent.
func open(t testing.TB, s *server, lang string, width int64) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(needsBrowser(t), chromedp.WithNewBrowserContext())
	p := &tab{t: t, ctx: ctx, server: s, lang: lang, width: width}
	t.Cleanup(closeTab)
	t.Cleanup(p.silent)
	p.do(chromedp.Navigate("about:blank"))
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatal(err)
	}
	p.resize(width)
	p.scheme("light")
	call(p, page.AddScriptToEvaluateOnNewDocument.Method, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchPolicy})
		return err
	})
	call(p, "language", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
			UserAgent: "Mozilla/5.0 (X11; Linux x86_64) Chromium", AcceptLanguage: lang})
		return err
	})
	call(p, "downloads", func(ctx context.Context) error {
		_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior: "deny", BrowserContextID: chromedp.FromContext(ctx).BrowserContextID})
		return err
	})
	return p
}

// watchPolicy makes a breach of the content security policy an error of the console that names it.
const watchPolicy = `document.addEventListener("securitypolicyviolation", e =>
	console.error("policy: " + e.violatedDirective + " " + e.blockedURI + " " + e.sourceFile + ":" + e.lineNumber));`

func (p *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value), a.Description)
			}
			p.wrote(strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		p.wrote(text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.wrote(e.Entry.Text + " " + e.Entry.URL)
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			p.mu.Lock()
			p.document = e.RequestID
			p.mu.Unlock()
		}
	}
}

func (p *tab) wrote(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.console = append(p.console, time.Now().Format("15:04:05 ")+line)
}

// mayLog lets the console say something, as a browser does of a form that is refused with 422.
func (p *tab) mayLog(fragments ...string) { p.allowed = append(p.allowed, fragments...) }

func (p *tab) silent() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.t.Failed() {
		p.t.Logf("the console said, from the first to the last:\n%s", strings.Join(p.console, "\n"))
	}
	for _, line := range p.console {
		if !slices.ContainsFunc(p.allowed, func(a string) bool { return strings.Contains(line, a) }) {
			p.t.Errorf("the console says: %s", line)
		}
	}
	p.console = nil
}

// do runs steps within the patience of a person.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx); err != nil { // the tab must not end with the first step's time
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%v\non %s", err, p.place())
	}
}

func call(p *tab, what string, f func(ctx context.Context) error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	if err := f(ctx); err != nil {
		p.t.Fatalf("%s: %v\non %s", what, err, p.place())
	}
}

// place is where the tab is, for messages.
func (p *tab) place() string {
	ctx, cancel := context.WithTimeout(p.ctx, time.Second)
	defer cancel()
	at, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "?"
	}
	return strings.TrimPrefix(at, p.server.address)
}

// ask evaluates script in the page as T.
func ask[T any](p *tab, script string) T {
	p.t.Helper()
	v, err := tryAsk[T](p, script)
	if err != nil {
		p.t.Fatalf("%v\non %s", err, p.place())
	}
	return v
}

func tryAsk[T any](p *tab, script string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// resize gives the window a width; up to 600 it is a phone.
func (p *tab) resize(width int64) {
	p.width = width
	height := int64(900)
	options := []chromedp.EmulateViewportOption{}
	if width <= 600 {
		height = 844
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	p.do(chromedp.EmulateViewport(width, height, options...))
}

// scheme shows pages light or dark, and without movement, which would be judged half-way.
func (p *tab) scheme(name string) {
	p.look = name
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
}

// withoutScript makes the pages that follow run no script.
func (p *tab) withoutScript() {
	call(p, "without script", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
}

// says is the sentence of a key in the person's language.
func (p *tab) says(key string, args ...any) string {
	p.t.Helper()
	c, err := catalog()
	if err != nil {
		p.t.Fatal(err)
	}
	s := c.Say(p.lang, key, args...)
	if strings.HasPrefix(s, "⟨") {
		p.t.Fatalf("there is no word %s", key)
	}
	return s
}

// visit goes to an address of the server: "/bg/calls", or a full one.
func (p *tab) visit(path string) {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.server.address + path
	}
	p.do(chromedp.Navigate(path))
	p.arrives()
}

// becomes signs in as somebody of the demonstration, reading in the tab's language, and goes to an address.
func (p *tab) becomes(part, path string) {
	p.t.Helper()
	door := strings.TrimPrefix(p.server.door(p.t, part), p.server.address)
	p.visit("/language/" + p.lang + "?next=" + url.QueryEscape(door+"?next="+url.QueryEscape(path)))
}

// visitPublic goes to a public page in the person's language.
func (p *tab) visitPublic(path string) {
	p.t.Helper()
	p.visit(strings.TrimSuffix("/"+p.lang+path, "/"))
}

// sees waits until the page says all of the texts.
func (p *tab) sees(texts ...string) {
	p.t.Helper()
	for _, want := range texts {
		if !p.within(func() bool { return strings.Contains(plain(p.text()), plain(want)) }) {
			p.t.Fatalf("%s does not say %q; it says:\n%s", p.place(), want, p.text())
		}
	}
}

// text is what the page says now; while one page gives way to the next it is "".
func (p *tab) text() string {
	s, _ := tryAsk[string](p, `document.body ? document.body.innerText : ""`)
	return s
}

// within waits for something as long as a person would.
func (p *tab) within(happens func() bool) bool { return p.patiently(patience, happens) }

func (p *tab) patiently(patience time.Duration, happens func() bool) bool {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(40 * time.Millisecond) {
		if happens() {
			return true
		}
	}
	return happens()
}

// thing is something on the page that assistive technology can name.
type thing struct {
	role, name string
	id         dom.GetContentQuadsParams
}

var roles = map[string][]string{
	"button": {"button", "DisclosureTriangle"},
	"link":   {"link"},
	"field":  {"textbox", "searchbox", "spinbutton", "combobox", "Date", "InputTime", "ComboBoxMenuButton", "ComboBoxSelect", "ColorWell"},
	"choice": {"radio", "checkbox"},
	"any":    {},
}

// things are what the page offers of a kind, in order.
func (p *tab) things(kind string) ([]thing, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	document, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "document"})
	if err != nil {
		return nil, err
	}
	if document.Result == nil || document.Result.ObjectID == "" {
		return nil, fmt.Errorf("no document")
	}
	found, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: document.Result.ObjectID})
	if err != nil {
		return nil, err
	}
	var all []thing
	for _, n := range found.Nodes {
		if n.Ignored || n.BackendDOMNodeID == 0 {
			continue
		}
		role := value(n.Role)
		if kind == "any" || slices.Contains(roles[kind], role) {
			all = append(all, thing{role, value(n.Name), dom.GetContentQuadsParams{BackendNodeID: n.BackendDOMNodeID}})
		}
	}
	return all, nil
}

func value(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	if json.Unmarshal([]byte(v.Value), &s) != nil {
		return string(v.Value)
	}
	return s
}

// find waits for the one of a kind with a name: exactly that name, or else the first that begins with it.
func (p *tab) find(kind, name string) thing {
	p.t.Helper()
	var found thing
	var names []string
	ok := p.within(func() bool {
		all, err := p.things(kind)
		if err != nil {
			return false
		}
		names = names[:0]
		begins := -1
		for i, th := range all {
			names = append(names, th.name)
			if plain(th.name) == plain(name) {
				found = th
				return true
			}
			if begins < 0 && strings.HasPrefix(plain(th.name), plain(name)) {
				begins = i
			}
		}
		if begins >= 0 {
			found = all[begins]
		}
		return begins >= 0
	})
	if !ok {
		p.t.Fatalf("%s has no %s called %q; it has %q", p.place(), kind, name, names)
	}
	return found
}

// has says whether the page offers a thing of a kind with a name now.
func (p *tab) has(kind, name string) bool {
	all, err := p.things(kind)
	return err == nil && slices.ContainsFunc(all, func(th thing) bool { return strings.HasPrefix(plain(th.name), plain(name)) })
}

// click presses a thing with the mouse, where it is seen, and expects to stay on the page.
func (p *tab) click(kind, name string) {
	p.t.Helper()
	p.clickOn(p.find(kind, name))
}

func (p *tab) clickOn(th thing) { p.t.Helper(); p.clickTimes(th, 1) }

func (p *tab) clickTimes(th thing, times int) {
	p.t.Helper()
	call(p, "click "+th.name, func(ctx context.Context) error {
		x, y, err := p.pointAt(ctx, th)
		if err != nil {
			return err
		}
		var clicks []chromedp.Action[chromedp.Void]
		for n := range times {
			clicks = append(clicks, chromedp.MouseClickXY(x, y, chromedp.ClickCount(n+1)))
		}
		return chromedp.Do(ctx, clicks...)
	})
}

// pointAt moves the mouse over a thing, and again when it has moved away meanwhile, as a hand does before it presses.
func (p *tab) pointAt(ctx context.Context, th thing) (x, y float64, err error) {
	for range 20 {
		if _, err := chromedp.Call(ctx, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: th.id.BackendNodeID}); err != nil {
			return 0, 0, err
		}
		quads, err := chromedp.Call(ctx, dom.GetContentQuads, th.id)
		if err != nil {
			return 0, 0, err
		}
		if len(quads.Quads) == 0 {
			return 0, 0, fmt.Errorf("%q has no place on the page", th.name)
		}
		q := quads.Quads[0]
		nowX, nowY := (q[0]+q[2]+q[4]+q[6])/4, (q[1]+q[3]+q[5]+q[7])/4
		if nowX == x && nowY == y {
			break
		}
		x, y = nowX, nowY
		if err := chromedp.Do(ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y)); err != nil {
			return 0, 0, err
		}
	}
	return x, y, nil
}

// press presses a button and arrives at the page that answers.
func (p *tab) press(name string) { p.t.Helper(); p.leave("button", name) }

// pressTwice presses a button twice as fast as a mouse can, as those do who double-click everything, and arrives.
func (p *tab) pressTwice(name string) {
	p.t.Helper()
	th := p.find("button", name)
	p.leaving(func() { p.clickTimes(th, 2) })
}

// follow follows a link and arrives where it leads.
func (p *tab) follow(name string) { p.t.Helper(); p.leave("link", name) }

func (p *tab) leave(kind, name string) {
	p.t.Helper()
	th := p.find(kind, name)
	p.leaving(func() { p.clickOn(th) })
}

// leaving does something that leads to another page, and arrives there.
func (p *tab) leaving(by func()) {
	p.t.Helper()
	ask[bool](p, `(window.vekstHere = true)`)
	by()
	gone := p.within(func() bool {
		there, err := tryAsk[bool](p, `window.vekstHere !== true && document.readyState === "complete"`)
		return err == nil && there
	})
	if !gone {
		p.t.Fatalf("nothing follows on %s; it says:\n%s", p.place(), p.text())
	}
	p.arrives()
}

// fill types a value into the field with a label, instead of what is there. In a list it chooses the value.
func (p *tab) fill(label, text string) {
	p.t.Helper()
	p.fillIn(p.find("field", label), text)
}

func (p *tab) fillIn(th thing, text string) {
	p.t.Helper()
	call(p, "fill "+th.name, func(ctx context.Context) error {
		if _, err := chromedp.Call(ctx, dom.Focus, dom.FocusParams{BackendNodeID: th.id.BackendNodeID}); err != nil {
			return err
		}
		kind, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(e => e.tagName === "SELECT" ? "select" : e.type)(document.activeElement)`))
		if err != nil {
			return err
		}
		if kind == "select" || kind == "date" || kind == "time" || kind == "datetime-local" {
			return chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(chooseValue, quoted(text))))
		}
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](`document.activeElement.select()`)); err != nil {
			return err
		}
		if text == "" {
			return chromedp.Do(ctx, chromedp.KeyEvent(kb.Backspace))
		}
		_, err = chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// chooseValue sets a list or a date as choosing it does: by its words or its value, with the events.
const chooseValue = `(wanted => {
	const e = document.activeElement;
	const option = [...(e.options || [])].find(o => o.text.trim() === wanted || o.value === wanted);
	if (e.options && !option) throw new Error("no choice " + wanted + " among " + [...e.options].map(o => o.text.trim()).join(" | "));
	e.value = option ? option.value : wanted;
	e.dispatchEvent(new Event("input", {bubbles: true}));
	e.dispatchEvent(new Event("change", {bubbles: true}));
})(%s)`

// holds is what the field with a label contains now.
func (p *tab) holds(label string) string {
	p.t.Helper()
	th := p.find("field", label)
	var text string
	call(p, "read "+label, func(ctx context.Context) error {
		o, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: th.id.BackendNodeID})
		if err != nil {
			return err
		}
		r, err := chromedp.Call(ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{ObjectID: o.Object.ObjectID,
			FunctionDeclaration: "function() { return this.value }", ReturnByValue: new(true)})
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(r.Result.Value), &text)
	})
	return text
}

// value is what the question with a path contains now.
func (p *tab) value(path string) string {
	p.t.Helper()
	return ask[string](p, fmt.Sprintf(`document.getElementById(%s)?.value ?? "(there is no such question)"`, quoted(path)))
}

// choose presses a radio button or a checkbox by its label.
func (p *tab) choose(label string) { p.t.Helper(); p.click("choice", label) }

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // cannot be: strings have JSON
	}
	return string(b)
}

// answer gives the question with a path an answer, as its kind wants it: text, a date, one of several, a declaration.
func (p *tab) answer(path, text string) {
	p.t.Helper()
	script := fmt.Sprintf(findQuestion, quoted(path), quoted(text))
	p.shown(path, script)
	th := p.element(script)
	switch ask[string](p, "("+script+").type") {
	case "radio", "checkbox":
		if !ask[bool](p, "("+script+").checked") {
			p.clickOn(th)
		}
	default:
		p.fillIn(th, text)
	}
}

// shown waits until a question is to be seen, which may depend on another answer. Without script it is when the page has
// been saved.
func (p *tab) shown(path, script string) {
	p.t.Helper()
	if p.within(func() bool {
		seen, err := tryAsk[bool](p, "!!("+script+")?.checkVisibility()")
		return err == nil && seen
	}) {
		return
	}
	p.t.Fatalf("%s does not show the question %s; it says:\n%s", p.place(), path, p.text())
}

// findQuestion finds an input by its path; of several with the same path that with the value. In steps/#2/step, #2 is the
// second row of the table.
const findQuestion = `((path, wanted) => {
	path = path.replace(/^(.*)\/#(\d+)\//, (whole, table, n) => {
		const row = document.querySelectorAll('[data-table="' + table + '"] [data-row]')[n - 1];
		return table + "/" + (row && row.dataset.row) + "/";
	});
	const one = document.getElementById(path);
	const all = [...document.getElementsByName(path)];
	return one && one.matches("input, select, textarea") ? one : all.find(e => e.value === wanted) || (all.length === 1 ? all[0] : null);
})(%s, %s)`

// addRow adds a row to a table with the button for it.
func (p *tab) addRow(table string) {
	p.t.Helper()
	count := fmt.Sprintf(`document.querySelectorAll('[data-table=%q] [data-row]').length`, table)
	before := ask[int](p, count)
	p.clickOn(p.element(fmt.Sprintf(`document.querySelector('[data-add=%q]')`, table)))
	if !p.within(func() bool { n, err := tryAsk[int](p, count); return err == nil && n == before+1 }) {
		p.t.Fatalf("%s: no row is added to %s", p.place(), table)
	}
}

// chooseFile puts files of this machine into the input with an id.
func (p *tab) chooseFile(id string, files ...string) {
	p.t.Helper()
	th := p.element(fmt.Sprintf(`document.getElementById(%s)`, quoted(id)))
	call(p, "choose "+files[0], func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, BackendNodeID: th.id.BackendNodeID})
		return err
	})
}

// element is what a script finds on the page.
func (p *tab) element(script string) thing {
	p.t.Helper()
	if !p.within(func() bool { there, err := tryAsk[bool](p, "!!("+script+")"); return err == nil && there }) {
		p.t.Fatalf("%s has nothing at %s; it says:\n%s", p.place(), script, p.text())
	}
	th := thing{name: script}
	call(p, "find "+script, func(ctx context.Context) error {
		found, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: script})
		if err != nil {
			return err
		}
		node, err := chromedp.Call(ctx, dom.DescribeNode, dom.DescribeNodeParams{ObjectID: found.Result.ObjectID})
		if err == nil {
			th.id.BackendNodeID = node.Node.BackendNodeID
		}
		return err
	})
	return th
}

// keys types keys as a keyboard sends them.
func (p *tab) keys(keys string) { p.t.Helper(); p.do(chromedp.KeyEvent(keys)) }

// shot leaves two pictures in .tools/shots when VEKST_TEST_SHOTS is set: of the whole page, and of what the window shows.
func (p *tab) shot(name string) {
	p.t.Helper()
	if os.Getenv("VEKST_TEST_SHOTS") == "" {
		return
	}
	name = fmt.Sprintf("%s-%s-%d", name, p.lang, p.width)
	p.picture(name, chromedp.FullScreenshot(100))
	p.picture(name+"-top", chromedp.CaptureScreenshot())
}

func (p *tab) picture(name string, take chromedp.Action[[]byte]) {
	p.t.Helper()
	folder := filepath.Join(root, ".tools", "shots")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	picture, err := chromedp.Run(p.ctx, take)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
