package mail_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/platform/testkit"
)

// sink is a mail server that speaks as much SMTP as a client needs, and keeps what it accepts.
type sink struct {
	address  string
	mu       sync.Mutex
	accepted []string
	refuse   string // answer to the end of DATA instead of yes
	dropped  bool   // hang up after taking DATA, without an answer
	rude     bool   // hang up right after the yes
}

func newSink(t *testing.T) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{address: l.Addr().String()}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

func (s *sink) set(change func(*sink)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *sink) letters() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.accepted...)
}

func (s *sink) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprint(c, line+"\r\n") }
	say("220 sink")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "EHLO":
			say("250-sink")
			say("250 8BITMIME")
		case "DATA":
			say("354 go on")
			if !s.data(in, say) {
				return
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 yes")
		}
	}
}

func (s *sink) data(in *bufio.Reader, say func(string)) bool {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse != "" {
		say(s.refuse)
		return true
	}
	s.accepted = append(s.accepted, b.String())
	if s.dropped {
		return false
	}
	say("250 kept")
	return !s.rude
}

var words = fstest.MapFS{
	"bg.toml": {Data: []byte("[letter]\nsubject = \"Здравейте, {{.Name}}\"\nbody = \"Отворете\\n{{.Link}}\\n\\nПоздрави <&>\"")},
	"nb.toml": {Data: []byte("[letter]\nsubject = \"Hei, {{.Name}}\"\nbody = \"Åpne\\n{{.Link}}\\n\\nHilsen\"")},
	"en.toml": {Data: []byte("[letter]\nsubject = \"Hello, {{.Name}}\"\nbody = \"Open\\n{{.Link}}\\n\\nRegards\"")},
}

var tell = action.Define(action.Definition[mail.Letter, mail.Letter, struct{}]{
	Name: "test.tell", Load: func(_ *action.Tx, l mail.Letter) (mail.Letter, error) { return l, nil },
	May: action.Anyone[mail.Letter](), When: action.AnyTime[mail.Letter](),
	Do: func(tx *action.Tx, l mail.Letter, _ mail.Letter) (struct{}, error) {
		tx.About("letter", "1")
		return struct{}{}, tx.Tell(mail.Kind, l)
	},
})

var letter = mail.Letter{To: "ivan@example.org", Name: "Иван Петров", Lang: "bg", Key: "test.letter",
	Args: map[string]string{"Name": "Иван\r\nBcc: everybody@example.org", "Link": "/confirm/abc"}}

// office is a world with a worker that sends letters.
type office struct {
	*testkit.World
	worker *outbox.Worker
}

func open(t *testing.T, w *testkit.World, o mail.Options) office {
	t.Helper()
	catalog, err := lang.NewCatalog(lang.Words{Feature: "test", Files: words})
	if err != nil {
		t.Fatal(err)
	}
	o.Catalog, o.Address, o.From = catalog, "https://vekst.example.org/", "Vekst <noreply@example.org>"
	h, err := mail.Handler(o)
	if err != nil {
		t.Fatal(err)
	}
	return office{w, outbox.NewWorker(w.Door, map[string]outbox.Handler{mail.Kind: h}, slog.New(slog.DiscardHandler))}
}

func (o office) tell(t *testing.T, l mail.Letter) {
	t.Helper()
	if _, err := tell.Run(context.Background(), o.Door, action.Nobody(), l); err != nil {
		t.Fatal(err)
	}
}

func (o office) only(t *testing.T) mail.Mail {
	t.Helper()
	kept, err := mail.Kept(o.Reader(), 10)
	if err != nil || len(kept) != 1 {
		t.Fatalf("%d letters are kept, %v", len(kept), err)
	}
	return kept[0]
}

func worlds(t *testing.T, test func(t *testing.T, w *testkit.World)) {
	testkit.Databases(t, []fs.FS{mail.Schema()}, test)
}

func TestALetterTheServerRefusesIsKeptAndSentLater(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		s.set(func(s *sink) { s.refuse = "451 not now, ivan@example.org" })
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		o.tell(t, letter)
		if n := o.worker.Once(t.Context()); n != 0 || !o.only(t).Sent.IsZero() {
			t.Fatal("a refused letter counts as sent")
		}
		failure, err := db.One(w.Reader(), db.Value[string], `SELECT failure FROM outbox`)
		if err != nil || !strings.Contains(failure, "not now") || strings.Contains(failure, "ivan") {
			t.Errorf("the failure must say why, and not to whom: %q, %v", failure, err)
		}
		s.set(func(s *sink) { s.refuse = "" })
		w.Set(w.Now().Add(10 * time.Second))
		if n := o.worker.Once(t.Context()); n != 1 || o.only(t).Sent.IsZero() {
			t.Fatal("the letter was not sent at the next attempt")
		}
		w.Set(w.Now().Add(time.Hour))
		if o.worker.Once(t.Context()); len(s.letters()) != 1 {
			t.Fatalf("%d letters arrived", len(s.letters()))
		}
	})
}

func TestALetterToADomainInOtherLettersLeavesInASCII(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		to := letter
		to.To = "ivan@община.бг"
		o.tell(t, to)
		if n := o.worker.Once(t.Context()); n != 1 || len(s.letters()) != 1 || !strings.Contains(s.letters()[0], "ivan@xn--80abvuc1e.xn--90ae") {
			t.Errorf("%d sent: %v", n, s.letters())
		}
	})
}

func TestWithoutAServerLettersWaitOutsideADemonstration(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		o := open(t, w, mail.Options{})
		o.tell(t, letter)
		if n := o.worker.Once(t.Context()); n != 0 || !o.only(t).Sent.IsZero() {
			t.Error("a letter counts as sent although nobody took it")
		}
	})
}

func TestALetterWithoutWordsIsNotSent(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		for _, l := range []mail.Letter{{To: "a@example.org", Lang: "bg", Key: "test.none"}, {To: "a@example.org", Lang: "sv", Key: "test.letter"}} {
			o.tell(t, l)
		}
		if o.worker.Once(t.Context()); len(s.letters()) != 0 {
			t.Error("half a letter was sent")
		}
		failures, err := db.All(w.Reader(), db.Value[string], `SELECT failure FROM outbox`)
		if err != nil || !strings.Contains(strings.Join(failures, ";"), "no words") {
			t.Errorf("failures %v, %v", failures, err)
		}
	})
}

func TestRefusesSettingsThatCannotBeUsed(t *testing.T) {
	for _, o := range []mail.Options{
		{Server: "mail.example.org", From: "a@example.org"}, {Server: "http://example.org", From: "a@example.org"},
		{Server: "smtp://example.org", From: "nobody"},
	} {
		if _, err := mail.Handler(o); err == nil || !strings.Contains(err.Error(), "setting ") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if _, err := mail.Handler(mail.Options{Server: "nonsense", Demo: true}); err != nil {
		t.Errorf("a demonstration needs no server: %v", err)
	}
}

// A worker that dies after the server's yes leaves the letter unmarked. It is sent again, under the same Message-ID; that
// is the one repeat SMTP makes unavoidable.
func TestACrashBetweenYesAndMarkRepeatsTheSameMessageID(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		s.set(func(s *sink) { s.dropped = true })
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		o.tell(t, letter)
		o.worker.Once(t.Context())
		s.set(func(s *sink) { s.dropped = false })
		w.Set(w.Now().Add(10 * time.Second))
		o.worker.Once(t.Context())
		letters := s.letters()
		if len(letters) != 2 || header(t, letters[0], "Message-Id") != header(t, letters[1], "Message-Id") {
			t.Fatalf("%d letters, not told to be the same", len(letters))
		}
	})
}

func TestACrashBeforeTheLineIsDoneDoesNotSendAgain(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		o.tell(t, letter)
		line := theLine(t, w)
		for range 3 { // the handler alone, as if the process died each time before the line was finished
			if err := o.worker.Handlers[mail.Kind](t.Context(), w.Door, line); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(s.letters()); n != 1 {
			t.Errorf("%d letters arrived", n)
		}
	})
}

func TestTwoWorkersDoNotSendTheSameLetter(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		o.tell(t, letter)
		line := theLine(t, w)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { _ = o.worker.Handlers[mail.Kind](t.Context(), w.Door, line) })
		}
		all.Wait()
		if n := len(s.letters()); n != 1 {
			t.Errorf("%d letters arrived", n)
		}
	})
}

func TestAServerThatHangsUpAfterItsYesGetsNoRepeat(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		s.set(func(s *sink) { s.rude = true })
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		o.tell(t, letter)
		if n := o.worker.Once(t.Context()); n != 1 {
			t.Error("an accepted letter counts as failed")
		}
	})
}

func TestInADemonstrationLettersAreKeptAndCountAsSent(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		o := open(t, w, mail.Options{Demo: true})
		o.tell(t, letter)
		if n := o.worker.Once(t.Context()); n != 1 {
			t.Fatal("the line is not done")
		}
		m := o.only(t)
		if m.Sent.IsZero() || m.Body != "Отворете\nhttps://vekst.example.org/confirm/abc\n\nПоздрави <&>\n" {
			t.Errorf("kept %+v", m)
		}
	})
}

func TestALetterArrivesAsTextAndAsHTMLInTheLanguageOfItsReader(t *testing.T) {
	worlds(t, func(t *testing.T, w *testkit.World) {
		s := newSink(t)
		o := open(t, w, mail.Options{Server: "smtp://" + s.address})
		o.tell(t, letter)
		o.worker.Once(t.Context())
		letters := s.letters()
		if len(letters) != 1 {
			t.Fatalf("%d letters", len(letters))
		}
		for name, want := range map[string]string{"Subject": "Здравейте, Иван Bcc: everybody@example.org", "Bcc": "",
			"From": `"Vekst" <noreply@example.org>`, "To": "Иван Петров <ivan@example.org>", "Content-Language": "bg",
			"Message-Id": "<" + theLine(t, w).ID + "@vekst.example.org>"} {
			if got := header(t, letters[0], name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		text, html := parts(t, letters[0])
		if !strings.Contains(text, "Отворете\r\nhttps://vekst.example.org/confirm/abc") {
			t.Errorf("text %q", text)
		}
		if !strings.Contains(html, `<a href="https://vekst.example.org/confirm/abc">`) || !strings.Contains(html, "&lt;&amp;&gt;") ||
			!strings.Contains(html, `lang="bg"`) {
			t.Errorf("html %q", html)
		}
	})
}

func theLine(t *testing.T, w *testkit.World) outbox.Line {
	t.Helper()
	l, err := db.One(w.Reader(), func(s db.Scanner, l *outbox.Line) error {
		return s.Scan(&l.ID, &l.Kind, &l.Payload, db.Moment(&l.At))
	}, `SELECT id, kind, payload, at FROM outbox WHERE kind = 'mail'`)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func header(t *testing.T, letter, name string) string {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

func parts(t *testing.T, letter string) (text, html string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return text, html
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
			html = string(data)
		} else {
			text = string(data)
		}
	}
}
