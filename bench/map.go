package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// territory is the map with all outlines and 5,000 resources on a cheap phone and a village line, as the benchmark of the browser
// tests has it.
func (b *bench) territory(context.Context) error {
	if path, _ := exec.LookPath("chromium"); path == "" {
		fmt.Fprintln(os.Stderr, "no Chromium: scripts/install chromium")
		return nil
	}
	out, err := exec.Command("go", "test", "-run", "^$", "-bench", "BenchmarkMap$", "-benchtime", "5x", "./browser").Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	for _, f := range []struct{ name, unit string }{{"painted_ms", "ms"}, {"moves_ms", "ms"}, {"globe_ms", "ms"}, {"first_kb", "kB"}, {"weight_kb", "kB"}} {
		m := regexp.MustCompile(`([\d.]+) ` + f.name).FindSubmatch(out)
		if m == nil {
			return fmt.Errorf("no %s in %s", f.name, out)
		}
		n, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return err
		}
		figure("map_"+f.name, n, f.unit)
	}
	return nil
}
