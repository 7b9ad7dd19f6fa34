package publish

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// partSize is how many files one worker takes at a time; below two parts there is
// nothing to gain from a second one.
const partSize = 128

// mostWorkers is enough to keep a disk busy; more of them wait for each other in the
// folders.
const mostWorkers = 8

// inParts does work over the items 0 to n in parts [from, to) of about partSize files,
// some of them side by side; files is how many an item has. When a part fails no other
// is begun; the error is the first in the order of items among those that were met.
func inParts(n int, files func(i int) int, do func(from, to int) error) error {
	bounds := partsOf(n, files)
	parts := len(bounds) - 1
	workers := min(runtime.GOMAXPROCS(0), parts, mostWorkers)
	errs := make([]error, parts)
	var next atomic.Int64
	var failed atomic.Bool
	work := func() {
		for !failed.Load() {
			i := int(next.Add(1)) - 1
			if i >= parts {
				return
			}
			if errs[i] = do(bounds[i], bounds[i+1]); errs[i] != nil {
				failed.Store(true)
			}
		}
	}
	var group sync.WaitGroup
	for range workers - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// partsOf are the items at which parts begin, and the end.
func partsOf(n int, files func(i int) int) []int {
	bounds, held := []int{0}, 0
	for i := range n {
		if held += files(i); held >= partSize && i+1 < n {
			bounds, held = append(bounds, i+1), 0
		}
	}
	return append(bounds, n)
}

// each is one file for each item.
func each(int) int { return 1 }
