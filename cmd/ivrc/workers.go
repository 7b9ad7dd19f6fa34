package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// eachOf does n pieces of work, some of them side by side. The pieces must not depend
// on each other; whoever asks puts their results in order, so that nobody can see how
// many workers there were. A piece that panics does so for the caller.
func (s session) eachOf(n int, do func(i int)) {
	workers := s.workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	var fault atomic.Pointer[any]
	for range workers {
		group.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					fault.CompareAndSwap(nil, &r)
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
	if r := fault.Load(); r != nil {
		panic(*r)
	}
}
