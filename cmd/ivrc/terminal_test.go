package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// handClock stands still until a test moves it.
type handClock struct {
	at      time.Time
	waiting []func()
}

func (c *handClock) clock() clock {
	return clock{now: func() time.Time { return c.at }, after: func(_ time.Duration, f func()) func() {
		c.waiting = append(c.waiting, f)
		i := len(c.waiting) - 1
		return func() { c.waiting[i] = func() {} }
	}}
}

// pass lets the time pass for which somebody waits.
func (c *handClock) pass() {
	for _, f := range slices.Clone(c.waiting) {
		f()
	}
}

func TestTheStatusLineShowsAfterItsTimeAndIsGoneAtTheEnd(t *testing.T) {
	var screen bytes.Buffer
	hand := &handClock{}
	s := &status{to: &screen, clock: hand.clock()}
	s.begin()
	s.say("1 of 40 flows")
	require.Empty(t, screen.String(), "what is quick shows nothing")
	hand.pass()
	require.Equal(t, "\r1 of 40 flows\x1b[K", screen.String())
	s.say("2 of 40 flows")
	_, err := s.aside(func() (int, error) { return 0, nil })
	require.NoError(t, err)
	require.Equal(t, "\r1 of 40 flows\x1b[K\r2 of 40 flows\x1b[K\r\x1b[K", screen.String())
	s.say("3 of 40 flows")
	s.end()
	require.True(t, strings.HasSuffix(screen.String(), "\r3 of 40 flows\x1b[K\r\x1b[K"))
	before := screen.Len()
	hand.pass()
	s.say("late")
	s.end()
	require.Equal(t, before, screen.Len())
}

func TestACommandThatEndsInTimeShowsNoStatus(t *testing.T) {
	var screen bytes.Buffer
	hand := &handClock{}
	s := &status{to: &screen, clock: hand.clock()}
	s.begin()
	s.say("1 of 1 flow")
	s.end()
	hand.pass()
	require.Empty(t, screen.String())
}

// slowInput lets the time pass while it is read.
type slowInput struct {
	hand *handClock
	text *strings.Reader
}

func (in slowInput) Read(p []byte) (int, error) {
	in.hand.at = in.hand.at.Add(1500 * time.Millisecond)
	in.hand.pass()
	return in.text.Read(p)
}

func TestStatusAndTimeAreForTerminalsOnly(t *testing.T) {
	tree(t, nil)
	for _, terminal := range []bool{true, false} {
		hand := &handClock{}
		p, out, messages := around(nil, "")
		p.clock, p.in = hand.clock(), slowInput{hand, strings.NewReader(small("a"))}
		p.terminal = func(stream any) bool { return terminal && stream == p.err }
		require.Equal(t, exitOK, runIn(p, []string{"check", "-"}))
		require.Empty(t, out.String())
		if !terminal {
			require.Equal(t, "1 flow, 1 step, 0 problems\n", messages.String())
			continue
		}
		shown := messages.String()
		require.Contains(t, shown, "\r1 of 1 flow\x1b[K")
		require.True(t, strings.HasSuffix(shown, "\r\x1b[K1 flow, 1 step, 0 problems (3.0 s)\n"), "%q", shown)
	}
}

func TestColoursFollowTheFlagThenTheVariablesThenTheTerminal(t *testing.T) {
	tree(t, map[string]string{"lost.ivr.yaml": lost("a")})
	for _, c := range []struct {
		variables map[string]string
		flag      string
		terminal  bool
		want      bool
	}{
		{nil, "", false, false},
		{nil, "", true, true},
		{map[string]string{"TERM": "dumb"}, "", true, false},
		{map[string]string{"NO_COLOR": "1"}, "", true, false},
		{map[string]string{"NO_COLOR": ""}, "", true, true},
		{map[string]string{"FORCE_COLOR": "1"}, "", false, true},
		{map[string]string{"FORCE_COLOR": "0"}, "", false, false},
		{map[string]string{"CLICOLOR_FORCE": "1", "TERM": "dumb"}, "", false, true},
		{map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, "", true, false},
		{map[string]string{"NO_COLOR": "1"}, "always", false, true},
		{map[string]string{"FORCE_COLOR": "1"}, "never", true, false},
		{nil, "auto", true, true},
	} {
		p, out, _ := around(c.variables, "")
		p.terminal = func(stream any) bool { return c.terminal && stream == p.out }
		args := []string{"check", "."}
		if c.flag != "" {
			args = append(args, "--color", c.flag)
		}
		require.Equal(t, exitFlow, runIn(p, args))
		require.Equal(t, c.want, strings.Contains(out.String(), "\x1b["), "%+v", c)
	}
}

func TestFormsForProgramsAndFilesHaveNoColours(t *testing.T) {
	tree(t, map[string]string{"lost.ivr.yaml": lost("a")})
	p, out, _ := around(nil, "")
	require.Equal(t, exitFlow, runIn(p, []string{"check", ".", "--color", "always", "--format", "json"}))
	require.NotContains(t, out.String(), "\x1b[")
	p, _, _ = around(nil, "")
	require.Equal(t, exitFlow, runIn(p, []string{"check", ".", "--color", "always", "--output-file", "found.txt"}))
	require.NotContains(t, read(t, "found.txt"), "\x1b[")
}
