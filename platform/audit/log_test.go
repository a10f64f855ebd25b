package audit

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// folder writes a published log to a folder.
func folder(t testing.TB, published Published) string {
	t.Helper()
	dir := t.TempDir()
	paths := []string{CheckpointPath, KeyPath}
	for _, tile := range newTiles(0, published.Size) {
		paths = append(paths, tile.Path())
	}
	for _, path := range paths {
		data, err := published.File(path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, path), data)
	}
	return dir
}

func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func grownLog(t testing.TB, size int) *testLog {
	log := newTestLog(t)
	log.append(t, someLeaves(0, size))
	return log
}

func TestFindsWhatIsWrongInALog(t *testing.T) {
	log := grownLog(t, 600)
	key := log.public
	_, strangerKey, _ := NewKey(testOrigin)
	flip := func(path string, at int) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			data, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				t.Fatal(err)
			}
			data[at] ^= 1
			write(t, filepath.Join(dir, path), data)
		}
	}
	remove := func(path string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, path)) }
	}
	shorten := func(path string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, path), 100); err != nil {
				t.Fatal(err)
			}
		}
	}
	lengthen := func(path string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			data, _ := os.ReadFile(filepath.Join(dir, path))
			write(t, filepath.Join(dir, path), append(data, 0))
		}
	}
	for name, c := range map[string]struct {
		spoil             func(*testing.T, string)
		key, step, reason string
		says              string
	}{
		"checkpoint":      {flip("checkpoint", 30), key, "checkpoint", "checkpoint-invalid", "does not hold"},
		"another key":     {func(*testing.T, string) {}, strangerKey, "checkpoint", "checkpoint-invalid", "no verifiable"},
		"entry":           {flip("tile/entries/001", 7*34+10), key, "tiles", "leaf-differs", "leaf 263 differs: the entry in tile/entries/001"},
		"last entry":      {flip("tile/entries/002.p/88", 87*34+10), key, "tiles", "leaf-differs", "leaf 599 differs"},
		"entry's length":  {flip("tile/entries/001", 7*34+1), key, "entries", "entries-malformed", "from leaf 263 on"},
		"bundle missing":  {remove("tile/entries/001"), key, "entries", "missing", "tile/entries/001 is missing"},
		"bundle cut":      {shorten("tile/entries/001"), key, "entries", "entries-malformed", "from leaf 258 on"},
		"bundle too long": {lengthen("tile/entries/001"), key, "entries", "entries-malformed", "goes on"},
		"tile":            {flip("tile/0/002.p/88", 5), key, "tiles", "leaf-differs", "leaf 512 differs"},
		"upper tile":      {flip("tile/1/000.p/2", 32), key, "tiles", "tile-differs", "leaves 256 to 511"},
		"tile missing":    {remove("tile/1/000.p/2"), key, "tiles", "missing", "tile/1/000.p/2 is missing"},
		"tile cut":        {shorten("tile/0/000"), key, "tiles", "tile-malformed", "100 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, log.published(t))
			c.spoil(t, dir)
			report, err := VerifyLog(FetchDir(dir), c.key, nil)
			step, _ := report.Failure()
			if err != nil || step.ID != c.step || step.Reason != c.reason || !strings.Contains(step.Says, c.says) {
				t.Errorf("%+v, %v", step, err)
			}
		})
	}
}

func TestFindsALogRewrittenFromEndToEnd(t *testing.T) {
	log := grownLog(t, 600)
	before := log.published(t)
	forged := &testLog{private: log.private, public: log.public}
	leaves := someLeaves(0, 700)
	leaves[300] = [32]byte{}
	forged.append(t, leaves)
	t.Run("keeping the old checkpoint", func(t *testing.T) {
		published := forged.published(t)
		published.Checkpoint, published.Size = before.Checkpoint, before.Size
		step, _ := verify(t, published, log.public, nil).Failure()
		if step.ID != StepLogRoot || step.Reason != "root-differs" {
			t.Errorf("%+v", step)
		}
	})
	t.Run("signing a new checkpoint", func(t *testing.T) {
		if report := verify(t, forged.published(t), log.public, nil); !report.Holds() {
			t.Errorf("without an earlier checkpoint nobody can tell, but %+v", report)
		}
		step, _ := verify(t, forged.published(t), log.public, before.Checkpoint).Failure()
		if step.ID != StepLogSince || step.Reason != "log-rewritten" {
			t.Errorf("%+v", step)
		}
	})
	t.Run("cutting its end", func(t *testing.T) {
		step, _ := verify(t, grownAs(t, log, 599).published(t), log.public, before.Checkpoint).Failure()
		if step.ID != StepLogSince || step.Reason != "log-shorter" {
			t.Errorf("%+v", step)
		}
	})
	t.Run("with a made-up earlier checkpoint", func(t *testing.T) {
		step, _ := verify(t, before, log.public, grownLog(t, 10).checkpoint(t)).Failure()
		if step.ID != StepLogSince || step.Reason != "since-invalid" {
			t.Errorf("%+v", step)
		}
	})
}

func verify(t *testing.T, published Published, key string, since []byte) Report {
	t.Helper()
	report, err := VerifyLog(published.File, key, since)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// grownAs is another log with the same key.
func grownAs(t *testing.T, as *testLog, size int) *testLog {
	log := &testLog{private: as.private, public: as.public}
	log.append(t, someLeaves(0, size))
	return log
}

func TestAnyTamperedLeafIsNamed(t *testing.T) {
	log := grownLog(t, 600)
	rapid.Check(t, func(r *rapid.T) {
		published := log.published(t)
		leaves := slices.Clone(log.leaves)
		victim := rapid.IntRange(0, 599).Draw(r, "leaf")
		leaves[victim][rapid.IntRange(0, 31).Draw(r, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(r, "bit")
		published.Leaves = leaves
		report, err := VerifyLog(published.File, log.public, nil)
		step, _ := report.Failure()
		if err != nil || !strings.HasPrefix(step.Says, "leaf "+itoa(victim)+" differs") {
			r.Fatalf("%+v, %v", step, err)
		}
	})
}

func TestALogHoldsAtEverySize(t *testing.T) {
	for _, size := range []int{0, 1, 2, 255, 256, 257, 511, 512, 65536 + 300} {
		log := grownLog(t, min(size, 100))
		early := log.checkpoint(t)
		log.append(t, someLeaves(100, max(0, size-100)))
		report, err := VerifyLog(log.published(t).File, log.public, early)
		if err != nil || !report.Holds() || !report.Trusted {
			t.Errorf("size %d: %+v, %v", size, report, err)
		}
	}
}

func TestPartialTilesMayBeRemovedOnceTheFullOnesAreThere(t *testing.T) {
	log := grownLog(t, 300)
	old := log.checkpoint(t)
	log.append(t, someLeaves(300, 300))
	dir := folder(t, log.published(t))
	write(t, filepath.Join(dir, CheckpointPath), old)
	write(t, filepath.Join(dir, "tile/1/000.p/1"), tileOf(t, log, "tile/1/000.p/1"))
	if report, err := VerifyLog(FetchDir(dir), log.public, nil); err != nil || !report.Holds() {
		t.Errorf("%+v, %v", report, err)
	}
}

func tileOf(t *testing.T, log *testLog, path string) []byte {
	t.Helper()
	data, err := log.published(t).File(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestALogIsReadOverTheWebToo(t *testing.T) {
	log := grownLog(t, 300)
	broken := ""
	server := httptest.NewServer(http.StripPrefix("/log/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := log.published(t).File(r.URL.Path)
		switch {
		case r.URL.Path == broken:
			w.WriteHeader(http.StatusBadGateway)
		case err != nil:
			w.WriteHeader(http.StatusNotFound)
		default:
			_, _ = w.Write(data)
		}
	})))
	defer server.Close()
	report, err := VerifyLog(FetchHTTP(server.Client(), server.URL+"/log/"), "", nil)
	if err != nil || !report.Holds() || report.Trusted || report.Key != log.public {
		t.Errorf("%+v, %v", report, err)
	}
	for _, broken = range []string{"checkpoint", "key", "tile/entries/000", "tile/0/001.p/44"} {
		if _, err := VerifyLog(FetchHTTP(server.Client(), server.URL+"/log"), "", nil); err == nil {
			t.Errorf("%s could not be read, but no error", broken)
		}
	}
	if _, err := FetchHTTP(server.Client(), server.URL)("log/nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
}

func TestAnEndlessAnswerIsRefused(t *testing.T) {
	if _, err := readAtMost(bytes.NewReader(make([]byte, 11)), 10); err == nil {
		t.Error("read more than allowed")
	}
	if data, err := readAtMost(bytes.NewReader(make([]byte, 10)), 10); err != nil || len(data) != 10 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestAReceiptIsFoundInTheLogAsPublishedNow(t *testing.T) {
	log := newTestLog(t)
	receipt, err := sealed(t, log, aSubmission(), 5, 13).Write()
	if err != nil {
		t.Fatal(err)
	}
	check := func(published Published, want string) {
		t.Helper()
		step, err := CheckPublished(receipt, published.File)
		if err != nil || step.ID != StepPublished || step.Reason != want {
			t.Errorf("%+v, %v, want %q", step, err, want)
		}
	}
	check(log.published(t), "")
	log.append(t, someLeaves(13, 900))
	check(log.published(t), "")
	check(grownAs(t, log, 900).published(t), "log-rewritten")
	check(grownAs(t, log, 12).published(t), "log-shorter")
	check(grownLog(t, 900).published(t), "checkpoint-invalid")
	broken := log.published(t)
	broken.Hashes = tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) { return make([]tlog.Hash, len(places)), nil })
	check(broken, "tile-differs")
	if _, err := CheckPublished(receipt, FetchDir(t.TempDir())); err == nil {
		t.Error("an empty folder was read as a log")
	}
}

// newTiles lists the tiles and bundles that a log has more of than an earlier one.
func newTiles(oldSize, newSize int64) []Tile {
	var tiles []Tile
	for _, row := range tlog.NewTiles(tileHeight, oldSize, newSize) {
		if row.L == 0 {
			tiles = append(tiles, Tile{Bundle: true, Index: row.N, Width: row.W})
		}
		tiles = append(tiles, Tile{Level: row.L, Index: row.N, Width: row.W})
	}
	return tiles
}
