package scan_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"vekst/platform/scan"
	"vekst/platform/scan/scankit"
)

func TestAnAddressThatIsNoneIsRefused(t *testing.T) {
	for _, address := range []string{"clamd", "localhost", "http://x/y"} {
		if _, err := scan.New(address); err == nil {
			t.Errorf("%q is taken for an address", address)
		}
	}
}

func TestAScannerThatIsAwayOrStrangeIsAnErrorAndNeverClean(t *testing.T) {
	s, err := scan.New(filepath.Join(t.TempDir(), "nobody"))
	must(t, err)
	if found, err := s.Scan(t.Context(), strings.NewReader("x")); err == nil || found != "" {
		t.Errorf("nobody there: %q, %v", found, err)
	}
	for _, says := range []string{"", "stream: OK", "INSTREAM size limit exceeded. ERROR\x00", "UNKNOWN COMMAND\x00", "stream:  FOUND\x00", "\x00"} {
		fake := scankit.Start(t, func([]byte) string { return says })
		if found, err := scanned(t, fake.Address, strings.NewReader("x")); err == nil || found != "" {
			t.Errorf("it says %q: %q, %v", says, found, err)
		}
	}
	broken := iotest.ErrReader(errors.New("the disk is broken"))
	fake := scankit.Start(t, func([]byte) string { return "stream: OK\x00" })
	if found, err := scanned(t, fake.Address, broken); err == nil || found != "" {
		t.Errorf("a file that cannot be read: %q, %v", found, err)
	}
}

func TestAScannerThatHangsIsGivenUpWithTheContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	s, err := scan.New(l.Addr().String())
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := s.Scan(ctx, strings.NewReader("x")); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

func TestEveryByteArrivesAndTheAnswerIsUnderstood(t *testing.T) {
	for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 1 << 20} {
		data := bytes.Repeat([]byte{7}, size)
		fake := scankit.Start(t, func(got []byte) string {
			if !bytes.Equal(got, data) {
				return "stream: Other.Bytes FOUND\x00"
			}
			return "stream: OK\x00"
		})
		if found, err := scanned(t, fake.Address, bytes.NewReader(data)); err != nil || found != "" {
			t.Errorf("%d bytes: %q, %v", size, found, err)
		}
	}
	fake := scankit.Start(t, scankit.Eicar)
	if found, err := scanned(t, fake.Address, strings.NewReader(scankit.EICAR)); err != nil || found != "Eicar-Signature" {
		t.Errorf("EICAR: %q, %v", found, err)
	}
}

func scanned(t testing.TB, address string, from io.Reader) (string, error) {
	t.Helper()
	s, err := scan.New(address)
	must(t, err)
	return s.Scan(t.Context(), from)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheRealScanner talks to ClamAV itself, where it is installed (apt-get install clamav-daemon), with one signature of
// our own, so that nothing has to be fetched.
func TestTheRealScanner(t *testing.T) {
	clamd, err := exec.LookPath("clamd")
	if err != nil {
		t.Skip("ClamAV is not installed")
	}
	folder, err := os.MkdirTemp("", "clamd")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	must(t, os.Mkdir(filepath.Join(folder, "db"), 0o755))
	must(t, os.WriteFile(filepath.Join(folder, "db", "own.ndb"), fmt.Appendf(nil, "Own.Eicar:0:*:%x\n", scankit.EICAR[:40]), 0o644))
	socket := filepath.Join(folder, "socket")
	must(t, os.WriteFile(filepath.Join(folder, "clamd.conf"), fmt.Appendf(nil,
		"DatabaseDirectory %s/db\nLocalSocket %s\nForeground yes\nStreamMaxLength 1M\nUser root\n", folder, socket), 0o644))
	c := exec.Command(clamd, "--config-file="+filepath.Join(folder, "clamd.conf"))
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	must(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	for range 200 {
		if _, err = scanned(t, "unix:"+socket, strings.NewReader("x")); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		t.Skipf("clamd does not start here: %v\n%s", err, said.String())
	}
	if found, err := scanned(t, socket, strings.NewReader(scankit.EICAR)); err != nil || !strings.HasPrefix(found, "Own.Eicar") {
		t.Errorf("EICAR: %q, %v", found, err)
	}
	if found, err := scanned(t, socket, strings.NewReader(strings.Repeat("clean ", 100_000))); err != nil || found != "" {
		t.Errorf("600 kB of words: %q, %v", found, err)
	}
	if found, err := scanned(t, socket, bytes.NewReader(make([]byte, 3<<20))); err == nil || found != "" || !strings.Contains(err.Error(), "size limit") {
		t.Errorf("more than it takes: %q, %v", found, err)
	}
}
