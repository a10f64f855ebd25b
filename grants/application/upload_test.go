package application_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vekst/grants/application"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/refusal"
	"vekst/platform/scan/scankit"
	"vekst/value/id"
)

// jobs does the jobs of files that are due.
func (w *world) jobs() {
	w.t.Helper()
	handlers := map[string]outbox.Handler{}
	for _, f := range features(w.options()) {
		maps.Copy(handlers, f.Slow)
	}
	if w.clamd == nil {
		delete(handlers, application.ScanKind)
	}
	worker := outbox.NewWorker(w.Door, handlers, slog.New(slog.DiscardHandler))
	for worker.Once(context.Background()) > 0 {
	}
}

// tus sends a request of the protocol.
func (w *world) tus(who action.Actor, method, path string, body []byte, headers ...string) answer {
	w.t.Helper()
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Tus-Resumable", "1.0.0")
	r.Header.Set("Accept", "application/json")
	if method == http.MethodPatch {
		r.Header.Set("Content-Type", "application/offset+octet-stream")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.ask(who, r)
}

// announce says that a file will come.
func (w *world) announce(who action.Actor, a application.Application, field, name string, size int) answer {
	w.t.Helper()
	encoded := base64.StdEncoding.EncodeToString([]byte(name))
	return w.tus(who, http.MethodPost, "/applications/"+a.ID+"/files/"+field+"/uploads", nil,
		"Upload-Length", strconv.Itoa(size), "Upload-Metadata", "filename "+encoded+",modified MTIz")
}

func (w *world) patch(where string, at int, part []byte) answer {
	w.t.Helper()
	return w.tus(w.maria, http.MethodPatch, where, part, "Upload-Offset", strconv.Itoa(at))
}

func pdf(size int) []byte {
	return append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("оферта "), size/13+1)...)[:size]
}

// parts are the files of the folder that are parts.
func (w *world) parts() int {
	w.t.Helper()
	all, err := filepath.Glob(filepath.Join(w.folder, "parts", "*", "*"))
	must(w.t, err)
	return len(all)
}

func TestAFileThatCannotBeTakenIsRefusedBeforeAByteTravels(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	for what, c := range map[string]struct {
		name, says string
		size       int
	}{
		"two gigabytes": {"план.pdf", "20 MB", 2 << 30},
		"a program":     {"план.exe", "не е от вид", 10},
		"nothing":       {"план.pdf", "е празен", 0},
	} {
		if got := w.announce(w.maria, a, "file_offers", c.name, c.size); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.says) ||
			!strings.Contains(got.body, `"Field":"file_offers"`) {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
	}
	if got := w.announce(w.other, a, "file_offers", "план.pdf", 10); got.status != http.StatusNotFound {
		t.Errorf("a stranger: %d", got.status)
	}
	if got := w.announce(w.reader, a, "file_offers", "план.pdf", 10); got.status != http.StatusForbidden {
		t.Errorf("a reader: %d", got.status)
	}
	if got := w.announce(w.maria, a, "title", "план.pdf", 10); got.status != http.StatusNotFound {
		t.Errorf("a field of no files: %d", got.status)
	}
	w.Set(w.call.Window.Closes.Add(time.Millisecond))
	if got := w.announce(w.maria, a, "file_offers", "план.pdf", 10); got.status != http.StatusConflict {
		t.Errorf("after closing: %d", got.status)
	}
}

func TestAFormWithAFileThatIsMuchTooLargeIsRefusedUnread(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	r := httptest.NewRequest(http.MethodPost, "/applications/"+a.ID+"/files/file_offers", http.NoBody)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	r.ContentLength = 2 << 30
	if got := w.ask(w.maria, r); got.status != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "520") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestFilesTogetherHaveALimit(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		most := w.call.FilesTotal
		for i := range int64(9) {
			do(t, w, application.Attach, w.maria, application.Upload{Application: a.ID, Field: "file_offers", Name: "a.pdf", Size: 20 << 20, SHA256: sum(i), Media: "application/pdf"})
		}
		do(t, w, application.Attach, w.maria, application.Upload{Application: a.ID, Field: "file_letters", Name: "a.pdf", Size: 10 << 20, SHA256: sum(9), Media: "application/pdf"})
		do(t, w, application.Attach, w.maria, application.Upload{Application: a.ID, Field: "file_letters", Name: "c.pdf", Size: 5 << 20, SHA256: sum(11), Media: "application/pdf"})
		over := application.Upload{Application: a.ID, Field: "file_letters", Name: "b.pdf", Size: most - 195<<20 + 1, SHA256: sum(10), Media: "application/pdf"}
		if _, err := application.Attach.Run(t.Context(), w.Door, w.maria, over); refusal.KindOf(err) != refusal.Invalid || !strings.Contains(err.Error(), "files.together") {
			t.Errorf("a byte too much: %v", err)
		}
		over.Size--
		do(t, w, application.Attach, w.maria, over)
	})
}

func sum(n int64) string { return fmt.Sprintf("%064x", n) }

func TestWhatIsBegunAndNeverFinishedDoesNotFillTheDisk(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	refused := 0
	for i := range 30 {
		if got := w.announce(w.maria, a, "file_offers", fmt.Sprintf("%d.pdf", i), 1000); got.status == http.StatusUnprocessableEntity && strings.Contains(got.body, "недовършен") {
			refused++
		} else if got.status != http.StatusCreated {
			t.Fatalf("%d: %d %s", i, got.status, got.body)
		}
	}
	if refused != 10 {
		t.Errorf("%d of 30 refused", refused)
	}
}

func TestTheProtocolIsKeptTo(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	where := w.announce(w.maria, a, "file_offers", "план.pdf", 100).location
	if got := w.tus(w.maria, http.MethodOptions, "/applications/"+a.ID+"/files/file_offers/uploads", nil); got.header.Get("Tus-Version") != "1.0.0" || got.status != http.StatusNoContent {
		t.Errorf("OPTIONS: %d %v", got.status, got.header)
	}
	if got := w.patch(where, 5, pdf(10)); got.status != http.StatusConflict || got.header.Get("Upload-Offset") != "0" {
		t.Errorf("a part in the wrong place: %d", got.status)
	}
	if got := w.tus(w.maria, http.MethodPatch, where, pdf(10), "Upload-Offset", "0", "Tus-Resumable", "0.2"); got.status != http.StatusPreconditionFailed {
		t.Errorf("another version: %d", got.status)
	}
	if got := w.tus(w.maria, http.MethodPatch, where, pdf(10), "Upload-Offset", "0", "Content-Type", "text/plain"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("another type: %d", got.status)
	}
	for _, who := range []action.Actor{w.other, w.reader} {
		if got := w.tus(who, http.MethodPatch, where, pdf(10), "Upload-Offset", "0"); got.status < 400 || got.status == http.StatusInternalServerError {
			t.Errorf("somebody else sends a part: %d", got.status)
		}
		if got := w.tus(who, http.MethodDelete, where, nil); got.status < 400 {
			t.Errorf("somebody else gives up: %d", got.status)
		}
	}
	if got := w.patch(where, 0, pdf(40)); got.status != http.StatusNoContent || got.header.Get("Upload-Offset") != "40" {
		t.Errorf("the first part: %d %v", got.status, got.header)
	}
	if got := w.tus(w.maria, http.MethodHead, where, nil); got.status != http.StatusOK || got.header.Get("Upload-Offset") != "40" || got.header.Get("Upload-Length") != "100" ||
		got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("HEAD: %d %v", got.status, got.header)
	}
	if again := w.announce(w.maria, a, "file_offers", "план.pdf", 100); again.location != where || again.header.Get("Upload-Offset") != "40" {
		t.Errorf("the same file chosen again begins anew at %s", again.location)
	}
	if page := w.get(w.maria, "/applications/"+a.ID+"/sections/files"); !strings.Contains(page.body, "план.pdf") || !strings.Contains(page.body, "40 %") {
		t.Error("the page does not show that a part has come")
	}
	if got := w.tus(w.maria, http.MethodDelete, where, nil); got.status != http.StatusNoContent || w.parts() != 0 {
		t.Errorf("giving up: %d, %d parts left", got.status, w.parts())
	}
	if got := w.tus(w.maria, http.MethodHead, where, nil); got.status != http.StatusNotFound {
		t.Errorf("after giving up: %d", got.status)
	}
}

func TestAFileArrivesInPartsOnceAndWhole(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		data := pdf(3<<20 + 77)
		where := w.announce(w.maria, a, "file_offers", "Оферта.pdf", len(data)).location
		for at := 0; at < len(data); at += 1 << 20 {
			if got := w.patch(where, at, data[at:min(len(data), at+1<<20)]); got.status != http.StatusNoContent {
				t.Fatalf("at %d: %d %s", at, got.status, got.body)
			}
		}
		if got := w.patch(where, len(data), nil); got.status != http.StatusNoContent {
			t.Errorf("the end once more: %d", got.status)
		}
		if got := w.tus(w.maria, http.MethodHead, where, nil); got.header.Get("Upload-Offset") != strconv.Itoa(len(data)) {
			t.Errorf("HEAD afterwards: %v", got.header)
		}
		states, err := application.FileStates(w.Reader(), a.ID)
		must(t, err)
		if len(states) != 1 || w.parts() != 0 {
			t.Fatalf("%d files, %d parts", len(states), w.parts())
		}
		for path := range states {
			got := w.get(w.maria, "/applications/"+a.ID+"/files/"+path)
			if got.body != string(data) || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") ||
				got.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%d bytes, %v", len(got.body), got.header)
			}
		}
	})
}

// TestALineThatIsCutLosesNothingThatCame sends half a part over a line that dies, then asks and goes on.
func TestALineThatIsCutLosesNothingThatCame(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	server := httptest.NewServer(w.visit())
	defer server.Close()
	data := pdf(2<<20 + 500_000)
	where := w.announce(w.maria, a, "file_offers", "Оферта.pdf", len(data)).location
	dead := sendHalf(t, server, w.maria, where, data, 1<<20+123_456)
	for range 200 { // the server notices a moment later
		if w.parts() == 2 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	come, _ := strconv.Atoi(w.tus(w.maria, http.MethodHead, where, nil).header.Get("Upload-Offset"))
	if come != 1<<20+123_456 {
		t.Fatalf("%d bytes of the part that was cut are there", come)
	}
	_ = dead.Close()
	// a line that hangs without being cut is hung up on by whoever comes next
	hanging := sendHalf(t, server, w.maria, where, data[come:], 200_000, come)
	defer hanging.Close()
	time.Sleep(50 * time.Millisecond)
	asked := time.Now()
	come, _ = strconv.Atoi(w.tus(w.maria, http.MethodHead, where, nil).header.Get("Upload-Offset"))
	if took := time.Since(asked); took > 20*time.Second {
		t.Errorf("whoever comes next waits %v for a dead line", took)
	}
	if got := w.patch(where, come, data[come:]); got.status != http.StatusNoContent {
		t.Fatalf("going on from %d: %d %s", come, got.status, got.body)
	}
	states, err := application.FileStates(w.Reader(), a.ID)
	must(t, err)
	for path := range states {
		if got := w.get(w.maria, "/applications/"+a.ID+"/files/"+path); got.body != string(data) {
			t.Errorf("%d of %d bytes arrived as they were", len(got.body), len(data))
		}
	}
	if len(states) != 1 {
		t.Errorf("%d files", len(states))
	}
}

// sendHalf begins a part and leaves it: it closes the line when it sent from the beginning, and lets it hang otherwise.
func sendHalf(t *testing.T, server *httptest.Server, who action.Actor, where string, data []byte, n int, at ...int) net.Conn {
	t.Helper()
	from := 0
	if len(at) > 0 {
		from = at[0]
	}
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	must(t, err)
	_, err = fmt.Fprintf(c, "PATCH %s HTTP/1.1\r\nHost: x\r\nCookie: vekst_session=%s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\n"+
		"Content-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n", where, who.ID, from, len(data))
	must(t, err)
	_, err = c.Write(data[:n])
	must(t, err)
	if len(at) == 0 {
		must(t, c.Close())
	}
	return c
}

func TestAFileThatLiesIsForgottenWhenItHasCome(t *testing.T) {
	w := settleSQLite(t)
	a := w.fill(full())
	for name, data := range map[string][]byte{"план.pdf": []byte("MZ\x90\x00\x03 this program cannot be run"), "снимка.png": pdf(100), "цени.xlsx": bomb(t)} {
		where := w.announce(w.maria, a, "file_offers", name, len(data)).location
		got := w.patch(where, 0, data)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, name) || w.parts() != 0 {
			t.Errorf("%s: %d %s, %d parts left", name, got.status, got.body, w.parts())
		}
		if got := w.tus(w.maria, http.MethodHead, where, nil); got.status != http.StatusNotFound {
			t.Errorf("%s is still coming: %d", name, got.status)
		}
	}
}

// bomb is a spreadsheet of 300 kB that unpacks to 300 MB.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, size := range map[string]int{"[Content_Types].xml": 10, "xl/a.xml": 150 << 20, "xl/b.xml": 150 << 20} {
		part, err := z.Create(name)
		must(t, err)
		_, err = part.Write(make([]byte, size))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func TestWhatWasBegunAWeekAgoIsForgotten(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		where := w.announce(w.maria, a, "file_offers", "план.pdf", 100).location
		w.patch(where, 0, pdf(40))
		w.Set(w.Now().Add(7*24*time.Hour - time.Second))
		w.jobs()
		if got := w.tus(w.maria, http.MethodHead, where, nil); got.header.Get("Upload-Offset") != "40" {
			t.Fatalf("before the week is over: %d", got.status)
		}
		w.Set(w.Now().Add(2 * time.Second))
		w.jobs()
		if got := w.tus(w.maria, http.MethodHead, where, nil); got.status != http.StatusNotFound || w.parts() != 0 {
			t.Errorf("after a week: %d, %d parts", got.status, w.parts())
		}
	})
}

// snapshot is a photograph with a secret in it.
func snapshot(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 900, 600)), nil))
	secret := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00 42.9286N 25.8740E"
	segment := append([]byte{0xff, 0xe1, 0, byte(len(secret) + 2)}, secret...)
	return append(append(bytes.Clone(b.Bytes()[:2]), segment...), b.Bytes()[2:]...)
}

func TestAPictureIsKeptWithoutWhereItWasTakenAndHasASmallOne(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		a := w.fill(full())
		if got := w.upload(a, "file_offers", "поляна.jpg", snapshot(t)); got.status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.status, got.body)
		}
		_ = filepath.Walk(w.folder, func(path string, f os.FileInfo, err error) error {
			if data, _ := os.ReadFile(path); bytes.Contains(data, []byte("42.9286N")) {
				t.Errorf("%s says where it was taken", path)
			}
			return err
		})
		w.jobs()
		page := w.get(w.maria, "/applications/"+a.ID+"/sections/files")
		small := between(page.body, `<img class="v-small-picture" src="`, `"`)
		got := w.get(w.maria, small)
		if got.status != http.StatusOK || got.header.Get("Content-Type") != "image/jpeg" || !strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
			t.Fatalf("the small picture at %q: %d", small, got.status)
		}
		if size, err := jpeg.DecodeConfig(strings.NewReader(got.body)); err != nil || size.Width != 320 {
			t.Errorf("it is %v wide, %v", size.Width, err)
		}
		if got := w.get(w.other, small); got.status != http.StatusNotFound {
			t.Errorf("a stranger: %d", got.status)
		}
	})
}

// scanned is a settled world with a scanner.
func scanned(w *world, judge func([]byte) string) *world {
	w.clamd = scankit.Start(w.t, judge)
	return w
}

func (w *world) allLetters() []string {
	w.t.Helper()
	all, err := db.All(w.Reader(), db.Value[string], `SELECT payload FROM outbox WHERE kind = 'mail' ORDER BY id`)
	must(w.t, err)
	return all
}

func TestAFileIsHeldUntilItIsFoundClean(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		scanned(w, scankit.Eicar)
		a := w.fill(full())
		w.upload(a, "file_offers", "оферта.pdf", pdf(100))
		_, err := w.send(w.maria, a.ID, id.New())
		must(t, err)
		page := w.get(w.maria, "/applications/"+a.ID+"/print")
		link := "/applications/" + a.ID + "/files/file_offers/" + between(page.body, `/files/file_offers/`, `"`)
		operator := action.Actor{ID: "role-operator"}
		if got := w.get(operator, link); got.status != http.StatusConflict || strings.Contains(got.body, "%PDF") {
			t.Errorf("an operator gets a file that waits: %d", got.status)
		}
		if page := w.get(operator, "/applications/"+a.ID+"/print"); strings.Contains(page.body, link) || !strings.Contains(page.body, "Проверява се за вируси") {
			t.Error("the operator's page leads to a file that waits")
		}
		if got := w.get(w.maria, link); got.status != http.StatusOK {
			t.Errorf("its own people do not: %d", got.status)
		}
		w.jobs()
		if got := w.get(operator, link); got.status != http.StatusOK {
			t.Errorf("an operator, when it is clean: %d", got.status)
		}
		if n := w.clamd.Asked.Load(); n != 1 {
			t.Errorf("the scanner was asked %d times", n)
		}
	})
}

func TestAnInfectedFileIsRemovedAndToldAndStopsOnlyADraft(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		scanned(w, scankit.Eicar)
		a := w.fill(full())
		bad := append(pdf(100), scankit.EICAR...)
		if got := w.upload(a, "file_offers", "оферта.pdf", bad); got.status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.status, got.body)
		}
		w.jobs()
		_ = filepath.Walk(w.folder, func(path string, f os.FileInfo, err error) error {
			if err == nil && !f.IsDir() {
				t.Errorf("%s is kept", path)
			}
			return err
		})
		section := w.get(w.maria, "/applications/"+a.ID+"/sections/files")
		if !strings.Contains(section.body, "Eicar-Signature") || !strings.Contains(section.body, `href="#file_offers%2f`) || strings.Contains(section.body, `<a href="/applications/`+a.ID+`/files/`) {
			t.Error("the page does not tell it at the field")
		}
		if check := w.get(w.maria, "/applications/"+a.ID+"/check"); !strings.Contains(check.body, "Eicar-Signature") {
			t.Error("the check does not tell it")
		}
		letters := strings.Join(w.allLetters(), "\n")
		if strings.Count(letters, "infected_draft") != 1 || !strings.Contains(letters, "maria@example.org") || !strings.Contains(letters, "оферта.pdf") {
			t.Errorf("letters: %s", letters)
		}
		told, err := db.All(w.Door.Reader(t.Context()), db.Value[string], `SELECT kind FROM notice_news`)
		if must(t, err); !slices.Contains(told, "application.told.infected") || !strings.Contains(letters, "notice.foot.must") {
			t.Errorf("it is not kept as something one must act on: %v", told)
		}
		if _, err := w.send(w.maria, a.ID, id.New()); refusal.KindOf(err) != refusal.Invalid {
			t.Errorf("submitting with it: %v", err)
		}
		line := between(section.body, `formaction="/applications/`+a.ID+`/files/file_offers/`, `/remove"`)
		do(t, w, application.Detach, w.maria, application.Detaching{Application: a.ID, Field: "file_offers", Line: line})
		if _, err := w.send(w.maria, a.ID, id.New()); err != nil {
			t.Errorf("submitting without it: %v", err)
		}
	})
}

func TestAScannerThatIsAwayStopsNobodyAndIsAskedAgain(t *testing.T) {
	bothEngines(t, func(t *testing.T, w *world) {
		away := true
		scanned(w, func(data []byte) string {
			if away {
				return ""
			}
			return scankit.Eicar(data)
		})
		a := w.fill(full())
		w.upload(a, "file_offers", "оферта.pdf", append(pdf(100), scankit.EICAR...))
		v, err := w.send(w.maria, a.ID, id.New())
		must(t, err)
		w.jobs()
		states, err := application.FileStates(w.Reader(), a.ID)
		must(t, err)
		for _, s := range states {
			if !s.IsHeld() {
				t.Errorf("while the scanner is away the file is %s", s.Scan)
			}
		}
		away = false
		w.Set(w.Now().Add(11 * time.Second))
		w.jobs()
		letters := strings.Join(w.allLetters(), "\n")
		if !strings.Contains(letters, "infected_submitted") || !strings.Contains(letters, v.Number) {
			t.Errorf("letters: %s", letters)
		}
		s, err := application.FindSubmission(w.Reader(), a.ID)
		if err != nil || s.Hash != v.Hash || !s.Received.Equal(v.Received) {
			t.Errorf("the submission has changed: %v", err)
		}
	})
}

func TestWhatWasFoundInfectedIsScannedAgainWhenItComesAgain(t *testing.T) {
	w := settleSQLite(t)
	finds := true
	scanned(w, func([]byte) string {
		if finds {
			return "stream: Mistaken FOUND\x00"
		}
		return "stream: OK\x00"
	})
	a := w.fill(full())
	w.upload(a, "file_offers", "оферта.pdf", pdf(100))
	w.jobs()
	finds = false
	w.Set(w.Now().Add(time.Hour))
	w.upload(a, "file_offers", "оферта-2.pdf", pdf(100))
	w.jobs()
	states, err := application.FileStates(w.Reader(), a.ID)
	must(t, err)
	for path, s := range states {
		if got := w.get(w.maria, "/applications/"+a.ID+"/files/"+path); s.Scan != "clean" || got.status != http.StatusOK {
			t.Errorf("%s is %s: %d", s.Name, s.Scan, got.status)
		}
	}
	if len(w.allLetters()) != 1 {
		t.Errorf("%d letters", len(w.allLetters()))
	}
}
