package browser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// startChecker runs the Nu Html Checker as a server of its own and returns its address, or "" where it is not here.
func startChecker() (string, error) {
	jars, err := filepath.Glob(filepath.Join(root, ".tools", "vnu", "*", "vnu.jar"))
	java, _ := exec.LookPath("java")
	if err != nil || len(jars) == 0 || java == "" {
		return "", err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, _ := net.SplitHostPort(free.Addr().String())
	if err := free.Close(); err != nil {
		return "", err
	}
	c := exec.Command(java, "-Xmx400m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", jars[len(jars)-1], "nu.validator.servlet.Main", port)
	if err := c.Start(); err != nil {
		return "", err
	}
	house.close = append(house.close, func() { _ = c.Process.Kill(); _ = c.Wait() })
	address := "http://127.0.0.1:" + port + "/?out=json&level=error"
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if r, err := http.Get(address); err == nil {
			return address, r.Body.Close()
		}
	}
	return "", errors.New("the HTML checker does not answer")
}

// valid lets the checker judge the HTML of the page as the server sent it.
func (p *tab) valid() {
	p.t.Helper()
	faults, err := htmlFaults(p.source())
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range faults {
		p.t.Errorf("%s: HTML line %d: %s\n  %s", p.place(), f.LastLine, f.Message, beginning(f.Extract))
	}
}

// beginning is as much of a text as a message needs.
func beginning(s string) string {
	if letters := []rune(s); len(letters) > 300 {
		return string(letters[:300]) + "…"
	}
	return s
}

// source is what the server sent as this page.
func (p *tab) source() (body []byte) {
	p.t.Helper()
	var err error
	if !p.within(func() bool { body, err = p.trySource(); return err == nil }) {
		p.t.Fatalf("source: %v\non %s", err, p.place())
	}
	return body
}

func (p *tab) trySource() ([]byte, error) {
	p.mu.Lock()
	id := p.document
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	r, err := chromedp.Call(ctx, network.GetResponseBody, network.GetResponseBodyParams{RequestID: id})
	return r.Body, err
}

type htmlFault struct {
	Type, Message, Extract string
	LastLine               int
}

// htmlFaults are the errors the checker finds in a page; where it is not here, none.
func htmlFaults(page []byte) ([]htmlFault, error) {
	address, err := house.html()
	if err != nil || address == "" {
		return nil, err
	}
	r, err := http.Post(address, "text/html; charset=utf-8", bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("the HTML checker: %w", err)
	}
	defer r.Body.Close()
	var found struct{ Messages []htmlFault }
	if err := json.NewDecoder(r.Body).Decode(&found); err != nil {
		return nil, fmt.Errorf("the HTML checker: %w", err)
	}
	var faults []htmlFault
	for _, m := range found.Messages {
		if m.Type != "info" {
			faults = append(faults, m)
		}
	}
	return faults, nil
}
