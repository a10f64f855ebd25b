package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// indexFigures are the figures of the benchmarks of the index.
var indexFigures = map[string]string{
	"Index265x60": "index_265x60_10k_s",
	"Sobol32768":  "sobol_32768_s",
	"SixtyWays":   "enumerate_60_combinations_s",
	"England":     "imd_2019_s",
}

// index counts indices, as the benchmarks of grants/targeting do: 10,000 sets of weights, 32,768 random runs, 60 ways of
// counting, and the 32,844 areas of England where the reference data are beside the repository.
func (b *bench) index(context.Context) error {
	test := exec.Command("go", "test", "./grants/targeting", "-run", "^$", "-bench", ".", "-timeout=10m")
	test.Env = os.Environ()
	out, err := test.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	for _, m := range regexp.MustCompile(`Benchmark(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`).FindAllSubmatch(out, -1) {
		nanoseconds, err := strconv.ParseFloat(string(m[2]), 64)
		if err != nil {
			return err
		}
		figure(indexFigures[string(m[1])], nanoseconds/1e9, "s")
	}
	return nil
}
