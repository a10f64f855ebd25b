// Package browser_test walks Vekst as people do: the real program with its demonstration, a real browser, and nothing
// known of the inside. What is pressed and filled is found as those who listen find it, by its role and accessible name.
//
// Every page a test arrives at must have a title, one main heading and its language, must say every word, must fit the
// width of the window, and must write nothing to the console. Those a test asks for are judged by axe-core, on a phone
// and a desktop, light and dark, and their HTML by the Nu Html Checker.
//
//	go test ./browser                          all of it; needs Chromium, axe-core from scripts/axe, vnu from scripts/vnu
//	VEKST_TEST_SHOTS=1 go test ./browser       also leaves pictures in .tools/shots
//	VEKST_TEST_EVERY_LANGUAGE=1 …              judges in every language what is otherwise judged in one, in turn (make judge)
//	VEKST_TEST_REQUIRE_BROWSER=1 …             refuses to skip what cannot be tried here
package browser_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

const root = ".."

// house is what all tests share: the program, built once, a demonstration filled in once, of which each gets a copy, one
// that nobody moves the clock of, and the browser.
var house struct {
	folder  string
	program func() (string, error)
	seed    func() (string, error)
	demo    func() (*server, error)
	browser func() (context.Context, error)
	html    func() (string, error)
	close   []func()
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "vekst-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	house.folder = folder
	house.program = sync.OnceValues(build)
	house.seed = sync.OnceValues(func() (string, error) {
		s, err := newServer(filepath.Join(folder, "seed"))
		if err == nil {
			err = s.start()
			s.stop()
		}
		return filepath.Join(folder, "seed"), err
	})
	house.demo = sync.OnceValues(func() (*server, error) {
		s, err := newDemo(filepath.Join(folder, "demo"))
		if err == nil {
			house.close = append(house.close, s.stop)
		}
		return s, err
	})
	house.browser = sync.OnceValues(startBrowser)
	house.html = sync.OnceValues(startChecker)
	defer func() {
		for _, end := range house.close {
			end()
		}
	}()
	return m.Run()
}

func build() (string, error) {
	path := filepath.Join(house.folder, "vekst")
	c := exec.Command("go", "build", "-o", path, "./cmd/vekst")
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build ./cmd/vekst: %w\n%s", err, out)
	}
	return path, nil
}

// chromium is where the browser is, or "".
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func startBrowser() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium()), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(filepath.Join(house.folder, "profile")))
	allocator, freeAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	house.close = append(house.close, func() { closeBrowser(); freeAllocator() })
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
}

// needsBrowser skips a test where there is no browser, unless that is forbidden, and returns the shared one.
func needsBrowser(t testing.TB) context.Context {
	t.Helper()
	if chromium() == "" {
		absent(t, "Chromium is not installed: run scripts/install chromium")
	}
	ctx, err := house.browser()
	if err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return ctx
}

// isThorough says whether every page is to be judged in every language (make judge), which takes an hour.
func isThorough() bool { return os.Getenv("VEKST_TEST_EVERY_LANGUAGE") != "" }

// inTurn are the languages in which the i-th of many alike is judged: pages differ between languages in their words alone,
// so one each is enough for every day.
func inTurn(i int) []string {
	if isThorough() {
		return languages
	}
	return languages[i%len(languages):][:1]
}

// absent skips the test for something this machine lacks; make test does not allow that.
func absent(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("VEKST_TEST_REQUIRE_BROWSER") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// theDemo is the shared demonstration, running.
func theDemo(t testing.TB) *server {
	t.Helper()
	s, err := house.demo()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
