// Package beside does one piece of work beside another.
//
// In: work that shares nothing that changes with what goes on meanwhile. Out: how to
// wait for it. It refuses nothing; a panic of the work becomes one of whoever waits, who
// knows what was going on.
package beside

// Do begins the work in a goroutine of its own if that is worth it; else the work is done
// when somebody waits. Who wants its result waits, once; who does not need not.
func Do(worth bool, work func()) (wait func()) {
	if !worth {
		return work
	}
	done := make(chan any, 1)
	go func() {
		fault := any(errUnfinished{})
		defer func() {
			if r := recover(); r != nil {
				fault = r
			}
			done <- fault
		}()
		work()
		fault = nil
	}()
	return func() {
		if fault := <-done; fault != nil {
			panic(fault)
		}
	}
}

// errUnfinished is work that ended its goroutine.
type errUnfinished struct{}

// Error says what happened.
func (errUnfinished) Error() string { return "the work beside ended before it was done" }
