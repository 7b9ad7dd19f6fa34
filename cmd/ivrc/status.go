package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// clock is the time as the status line and the summary need it; tests have their
// own.
type clock struct {
	now func() time.Time
	// after calls f once when the time is over, unless stop is called before.
	after func(d time.Duration, f func()) (stop func())
}

func systemClock() clock {
	return clock{now: time.Now, after: func(d time.Duration, f func()) func() {
		t := time.AfterFunc(d, f)
		return func() { t.Stop() }
	}}
}

// statusPatience is how long a command runs before it says how far it is.
const statusPatience = time.Second

// status is one line on a terminal that says how far a command is. It shows only
// after a second, and is gone before anything else is written.
type status struct {
	to    io.Writer // the terminal, nil for none
	clock clock

	mutex   sync.Mutex
	text    string
	patient bool // no second has passed yet
	shown   bool
	stop    func()
}

// begin starts the wait; the end of the program takes the line away.
func (s *status) begin() {
	if s == nil || s.to == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.stop != nil {
		return
	}
	s.patient = true
	s.stop = s.clock.after(statusPatience, s.show)
}

// say sets the text and shows it, if it is time.
func (s *status) say(format string, args ...any) {
	if s == nil || s.to == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.text = fmt.Sprintf(format, args...)
	if s.stop != nil && !s.patient {
		s.draw()
	}
}

func (s *status) show() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.patient = false
	if s.stop != nil && s.text != "" {
		s.draw()
	}
}

// draw writes over the line that is there.
func (s *status) draw() {
	fmt.Fprintf(s.to, "\r%s\x1b[K", s.text)
	s.shown = true
}

// aside takes the line away and keeps it away while something else is written; the
// next say brings it back.
func (s *status) aside(write func() (int, error)) (int, error) {
	if s == nil || s.to == nil {
		return write()
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.erase()
	return write()
}

func (s *status) erase() {
	if s.shown {
		fmt.Fprint(s.to, "\r\x1b[K")
		s.shown = false
	}
}

// end takes the line away for good.
func (s *status) end() {
	if s == nil || s.to == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	s.text = ""
	s.erase()
}
