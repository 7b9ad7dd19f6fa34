package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/ir/call"
)

// pausing waits before every input, so that deploys come between.
type pausing struct {
	call.Engine
	first call.Moment // of a call that has begun
	wait  func()
}

// Start gives the beginning of the call that is on the line.
func (p pausing) Start(string) (call.Moment, error) { return p.first, nil }

// Do waits and goes on.
func (p pausing) Do(in call.Input) (call.Moment, error) {
	p.wait()
	return p.Engine.Do(in)
}

var namesRelease = regexp.MustCompile(`Release (\d+)\.`)

// releases are those that lines name.
func releasesIn(lines []string) (found []string) {
	for _, m := range namesRelease.FindAllStringSubmatch(strings.Join(lines, "\n"), -1) {
		if !slices.Contains(found, m[1]) {
			found = append(found, m[1])
		}
	}
	return found
}

// errLost is a call that did not go on, errMixed one that heard two releases.
var errLost, errMixed = errors.New("lost"), errors.New("mixed")

// call makes one call and holds it to the flow of the release on which it began.
func (d *deployment) call(target string, wait func()) error {
	e, ok := engineOver(target, d.web, oracleBase, "desk")
	if !ok {
		return fmt.Errorf("nothing walks %s", target)
	}
	first, err := e.Start("")
	if err != nil {
		return err
	}
	began := releasesIn(call.Told(first.Events))
	if len(began) != 1 {
		return fmt.Errorf("%w at the beginning: %q", errLost, call.Told(first.Events))
	}
	var n int
	if _, err := fmt.Sscan(began[0], &n); err != nil {
		return err
	}
	var inputs []call.Input
	for _, word := range journey {
		in, err := call.ParseInput(word)
		if err != nil {
			return err
		}
		inputs = append(inputs, in)
	}
	difference, err := call.Beside(call.OverFlow(d.flows[n]), pausing{e, first, wait}, "", inputs)
	if err != nil || difference == nil {
		return err
	}
	for _, other := range releasesIn(difference.Got) {
		if other != began[0] {
			return fmt.Errorf("%w: began on release %s: %w", errMixed, began[0], difference)
		}
	}
	return fmt.Errorf("%w: %w", errLost, difference)
}

// untilTheNext waits for one more deploy, or for the end of them.
func (d *deployment) untilTheNext(first bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if first {
		d.waiting++
		d.moved.Broadcast()
	}
	for now := d.deployed; d.deployed == now && !d.over; {
		d.moved.Wait()
	}
}

// tally counts calls by how they went.
type tally struct {
	good, lost, mixed atomic.Int64
	mutex             sync.Mutex
	first             error // that went wrong
	other             error // of the harness
}

func (c *tally) add(err error) {
	switch {
	case err == nil:
		c.good.Add(1)
		return
	case errors.Is(err, errMixed):
		c.mixed.Add(1)
	case errors.Is(err, errLost):
		c.lost.Add(1)
	default:
		c.mutex.Lock()
		c.other = err
		c.mutex.Unlock()
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.first == nil {
		c.first = err
	}
}

// harness is an error that no deploy makes.
func (c *tally) harness() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.other
}

// during lets callers call while releases are deployed one after the other. Every
// caller is in the middle of a call before the first.
func (d *deployment) during(t *testing.T, how way) *tally {
	t.Helper()
	var count tally
	var callers sync.WaitGroup
	for i := range d.callers {
		target := defaultTargets()[i%2]
		callers.Go(func() {
			for calls := 0; calls == 0 || !d.isOver() && count.harness() == nil; calls++ {
				first := calls == 0
				wait := func() { d.untilTheNext(first); first = false }
				if i%8 >= 6 && !first {
					wait = func() {} // these go on while a deploy is at work
				}
				count.add(d.call(target, wait))
				if first { // it never came to the middle
					d.untilTheNext(first)
				}
			}
		})
	}
	d.mutex.Lock()
	for d.waiting < d.callers {
		d.moved.Wait()
	}
	d.mutex.Unlock()
	defer callers.Wait()
	defer d.end()
	for n := 1; n <= d.deploys; n++ {
		how(t, d, n)
		d.mutex.Lock()
		d.deployed = n
		d.moved.Broadcast()
		d.mutex.Unlock()
	}
	d.end()
	callers.Wait()
	require.NoError(t, count.harness())
	t.Logf("%d deploys, %d callers: %d calls as their release says, %d lost, %d mixed", d.deploys, d.callers,
		count.good.Load(), count.lost.Load(), count.mixed.Load())
	if count.first != nil {
		t.Logf("the first: %v", count.first)
	}
	return &count
}

func (d *deployment) isOver() bool {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.over
}

func (d *deployment) end() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.over = true
	d.moved.Broadcast()
}
