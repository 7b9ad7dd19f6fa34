package crawl

import (
	"context"
	"errors"
	"sync"

	"ivrc/backends/fetch"
)

// Options bound a crawl.
type Options struct {
	// Most is the largest number of requests; 0 for no limit. Given says that a
	// person chose it, so that reaching it is no trouble.
	Most  int
	Given bool
	// AtOnce is how many requests run side by side; 0 for one.
	AtOnce int
	// Mask is the report's.
	Mask func(string) string
	// Signed says that requests are signed as Plivo does: what is not must be refused.
	Signed bool
}

// reply is what came of one ask.
type reply struct {
	response fetch.Response
	err      error
}

// patience is how many requests in a row may get no answer before the rest is not
// made: each may take as long as the client waits.
const patience = 40

// errGaveUp is what comes of requests that were not made any more.
var errGaveUp = errors.New("not asked any more, as the host had stopped answering")

// numbered is the reply to the i-th ask.
type numbered struct {
	i int
	reply
}

// run makes the requests, some at once, and gives the replies in the order of the
// asks. When the context ends it stops at once; when the host has stopped answering
// it asks nothing more, but waits for what is under way, because an answer that is
// late is an answer. Each request has its own time limit.
func run(ctx context.Context, f fetch.Fetcher, base string, asks []ask, atOnce int) ([]reply, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	enough := make(chan struct{})
	done := fetchAll(ctx, f, base, asks, feed(ctx, len(asks), enough), max(1, min(atOnce, len(asks))))
	replies := make([]reply, len(asks))
	for i := range replies {
		replies[i].err = errGaveUp
	}
	inARow, gaveUp := 0, false
	for {
		select {
		case n, more := <-done:
			if !more {
				return replies, ctx.Err()
			}
			replies[n.i] = n.reply
			if inARow++; n.err == nil || silenceOf(n.err) == BreaksOff {
				inARow = 0
			}
			if inARow >= patience && !gaveUp {
				gaveUp = true
				close(enough)
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// feed gives the numbers below n, until there has been enough or the context ends.
func feed(ctx context.Context, n int, enough <-chan struct{}) <-chan int {
	todo := make(chan int)
	go func() {
		defer close(todo)
		for i := range n {
			select {
			case <-enough:
				return
			default:
			}
			select {
			case todo <- i:
			case <-enough:
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	return todo
}

// fetchAll asks for what todo names, and closes its channel when the last reply has
// been taken from it.
func fetchAll(ctx context.Context, f fetch.Fetcher, base string, asks []ask, todo <-chan int, atOnce int) <-chan numbered {
	done := make(chan numbered)
	var asking sync.WaitGroup
	for range atOnce {
		asking.Go(func() {
			for i := range todo {
				if ctx.Err() != nil {
					return
				}
				request := asks[i].request
				request.URL = base + asks[i].at + asks[i].raw
				response, err := f.Fetch(request)
				select {
				case done <- numbered{i, reply{response, err}}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		asking.Wait()
		close(done)
	}()
	return done
}
