package browser_test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is the program as an administrator runs it: a process with its own folder and address.
type server struct {
	address string
	listen  string
	folder  string
	runs    string   // demo, or serve
	more    []string // further settings
	command *exec.Cmd
	printed *transcript
	ended   chan struct{}
}

// newServer chooses a folder and a free address for a demonstration that start runs.
func newServer(folder string) (*server, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	listen := free.Addr().String()
	return &server{runs: "demo", listen: listen, address: "http://" + listen, folder: folder, printed: &transcript{}}, free.Close()
}

// ownDemo is a demonstration for one test alone, which may move its clock, stop it and start it again.
func ownDemo(t testing.TB) *server {
	t.Helper()
	s, err := newDemo(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server said:\n%s", s.printed.last(40))
		}
	})
	return s
}

// newDemo runs a demonstration in a folder, from a copy of the one that was filled in.
func newDemo(folder string) (*server, error) {
	seed, err := house.seed()
	if err != nil {
		return nil, err
	}
	s, err := newServer(folder)
	if err == nil {
		err = os.CopyFS(folder, os.DirFS(seed))
	}
	if err != nil {
		return nil, err
	}
	return s, s.start()
}

// start runs the program and waits until it answers.
func (s *server) start() error {
	program, err := house.program()
	if err != nil {
		return err
	}
	s.command = exec.Command(program, append([]string{s.runs, "--listen=" + s.listen, "--address=" + s.address, "--metrics=",
		"--database=" + filepath.Join(s.folder, "vekst.db"), "--files=" + filepath.Join(s.folder, "files")}, s.more...)...)
	s.command.Dir = s.folder
	s.command.Stdout, s.command.Stderr = s.printed, s.printed
	if err := s.command.Start(); err != nil {
		return err
	}
	s.ended = make(chan struct{})
	go func(c *exec.Cmd, ended chan struct{}) { _ = c.Wait(); close(ended) }(s.command, s.ended)
	return s.answers(60 * time.Second)
}

// answers waits until the front page is there.
func (s *server) answers(patience time.Duration) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		select {
		case <-s.ended:
			return fmt.Errorf("vekst ended:\n%s", s.printed.last(40))
		default:
		}
		if r, err := http.Get(s.address + "/en"); err == nil {
			return r.Body.Close()
		}
	}
	return errors.New("vekst does not answer")
}

// kill ends the program as a power cut does.
func (s *server) kill() { s.end(syscall.SIGKILL) }

// stop ends the program as an administrator does.
func (s *server) stop() { s.end(syscall.SIGTERM) }

func (s *server) end(signal os.Signal) {
	if s.command == nil || s.command.Process == nil || s.ended == nil {
		return
	}
	_ = s.command.Process.Signal(signal)
	select {
	case <-s.ended:
	case <-time.After(20 * time.Second):
		_ = s.command.Process.Kill()
		<-s.ended
	}
}

var signInLink = regexp.MustCompile(`(https?://[^/\s]+)(/\S*be/)\w+`)

// door is the address that signs in whoever has a part in the demonstration: owner, operator, expert1. It is like those
// that are printed.
func (s *server) door(t testing.TB, part string) string {
	t.Helper()
	m := signInLink.FindStringSubmatch(s.printed.String())
	if m == nil {
		t.Fatalf("vekst demo printed no link that signs in:\n%s", s.printed.last(60))
	}
	return s.address + m[2] + part
}

// transcript is what a process printed.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *transcript) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *transcript) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func (o *transcript) last(lines int) string {
	all := strings.Split(strings.TrimSpace(o.String()), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
