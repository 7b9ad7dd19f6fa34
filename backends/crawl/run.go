package crawl

import (
	"context"
	"errors"

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

// run makes the requests, some at once, and gives the replies in the order of the
// asks. It stops when the context does; requests that are under way then are left
// to their own time limit.
func run(ctx context.Context, f fetch.Fetcher, base string, asks []ask, atOnce int) ([]reply, error) {
	type numbered struct {
		i int
		r reply
	}
	todo, done := make(chan int), make(chan numbered)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for range max(1, min(atOnce, len(asks))) {
		go func() {
			for i := range todo {
				request := asks[i].request
				request.URL = base + asks[i].at
				response, err := f.Fetch(request)
				select {
				case done <- numbered{i, reply{response, err}}:
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	go func() {
		defer close(todo)
		for i := range asks {
			select {
			case todo <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	replies := make([]reply, len(asks))
	for i := range replies {
		replies[i].err = errGaveUp
	}
	inARow := 0
	for left := len(asks); left > 0 && inARow < patience; left-- {
		select {
		case n := <-done:
			replies[n.i] = n.r
			if inARow++; n.r.err == nil || silenceOf(n.r.err) == BreaksOff {
				inARow = 0
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return replies, nil
}
