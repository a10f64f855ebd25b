// Command bench measures what the issue tracker asks to be measured, on this machine, and prints one figure a line: name,
// value, unit. It builds the program, fills databases through the real actions, and drives the real server over HTTP from
// the same cores. Run it with scripts/bench; with -only=NAME it measures only figures whose name begins so.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

var (
	only    = flag.String("only", "", "measure only what begins with this: start, submit, autosave, call_list, municipality_page, weight, form, map, index, lost, last_minutes, growth")
	seconds = flag.Int("seconds", 10, "how long each load lasts")
	drafts  = flag.Int("drafts", 20_000, "drafts that are ready to be submitted")
	rounds  = flag.Int("rounds", 20, "how often the server is killed, on each engine")
	clients = flag.Int("clients", 64, "clients at once")
	engine  = flag.String("engine", "", "only sqlite or postgresql")
	profile = flag.String("profile", "", "write a processor profile of the server under load to this file")
	growth  = flag.Bool("growth", false, "also measure submissions after 100, 10,000 and 100,000 applications")
)

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "vekst-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir, program: filepath.Join(dir, "vekst"), postgres: os.Getenv("VEKST_TEST_POSTGRES")}
	build := exec.Command("go", "build", "-o", b.program, "./cmd/vekst")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"start", b.start}, {"rank", b.rank}, {"submit", b.submit}, {"autosave", b.autosave}, {"call_list", b.callList}, {"municipality_page", b.municipalityPage}, {"weight", b.weights}, {"form", b.form}, {"map", b.territory},
		{"index", b.index}, {"lost", b.lost}, {"lost_edits", b.lostEdits}, {"last_minutes", b.lastMinutes}, {"growth", b.growing},
	} {
		if !strings.HasPrefix(step.name, *only) {
			continue
		}
		began := time.Now()
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Fprintf(os.Stderr, "(%s took %s)\n", step.name, time.Since(began).Round(time.Second))
	}
	return nil
}

// figure prints one measurement.
func figure(name string, value float64, unit string) {
	format := "%s %.1f %s\n"
	if value < 1 {
		format = "%s %.3f %s\n"
	}
	if value >= 100 || value == float64(int64(value)) {
		format = "%s %.0f %s\n"
	}
	fmt.Printf(format, name, value, unit)
}
