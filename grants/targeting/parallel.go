package targeting

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel does n things on all processors. Each worker gets a function of its own, with its own working space. What is
// done must not depend on the order.
func inParallel(n int, worker func() func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			do := worker()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}
