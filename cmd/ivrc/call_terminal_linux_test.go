package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// terminalPatience ends a program that hangs; no test waits for it otherwise.
const terminalPatience = 30 * time.Second

// screen is a terminal of its own with the program on it.
type screen struct {
	master  *os.File
	command *exec.Cmd
	seen    string // what has not been looked for yet
	all     strings.Builder
}

// onTerminal starts ivrc on a terminal.
func onTerminal(t *testing.T, env []string, args ...string) *screen {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("SKIPPED, not proven on this machine: no terminals: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	require.NoError(t, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	require.NoError(t, err)
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	defer slave.Close()
	self, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), terminalPatience)
	t.Cleanup(cancel)
	c := exec.CommandContext(ctx, self, args...)
	c.Env = append(os.Environ(), append([]string{asProgram + "=1", "TERM=xterm", "NO_COLOR=", "IVRC_BASE_URL="}, env...)...)
	c.Stdin, c.Stdout, c.Stderr = slave, slave, slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, c.Start())
	return &screen{master: master, command: c}
}

// until reads on until a text shows.
func (s *screen) until(t *testing.T, text string) {
	t.Helper()
	for !strings.Contains(s.seen, text) {
		require.True(t, s.read(), "%q does not show:\n%s", text, s.all.String())
	}
	_, s.seen, _ = strings.Cut(s.seen, text)
}

// read takes what there is; false says that the program has gone.
func (s *screen) read() bool {
	part := make([]byte, 4096)
	n, err := s.master.Read(part)
	text := strings.ReplaceAll(string(part[:n]), "\r\n", "\n")
	s.seen += text
	s.all.WriteString(text)
	return err == nil
}

// keyboard types, as fast as a terminal takes it.
func (s *screen) keyboard(t *testing.T, text string) {
	t.Helper()
	_, err := s.master.WriteString(text)
	require.NoError(t, err)
}

// left is the exit code once the program has gone.
func (s *screen) left(t *testing.T) int {
	t.Helper()
	for s.read() {
	}
	err := s.command.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return s.command.ProcessState.ExitCode()
}

func TestAPersonWalksACallOnATerminal(t *testing.T) {
	s := onTerminal(t, nil, "call", frontDesk)
	s.until(t, `"Thank you for calling Acme." (about 2 s)`)
	s.until(t, ". listen · h hang up\x1b[0m\n> ")
	s.keyboard(t, ". 1\n")
	s.until(t, "1 answered · 2 busy · 3 no answer")
	s.until(t, "> ")
	s.keyboard(t, "speak\n")
	s.until(t, "speak does not fit: sales rings +14075550100")
	s.until(t, "> ")
	s.keyboard(t, "2 speak\n")
	s.until(t, "(the call is over: hung-up)")
	s.until(t, "q leave")
	s.until(t, "> ")
	s.keyboard(t, "q\n")
	s.until(t, "ivr-calls: 1\n")
	s.until(t, "      - answer: busy\n")
	s.until(t, "    ends: recorded\n")
	require.Equal(t, exitOK, s.left(t))
	require.Contains(t, s.all.String(), "\x1b[36m", "a terminal has colours")
}

func TestATerminalWithoutColoursGetsNone(t *testing.T) {
	s := onTerminal(t, []string{"NO_COLOR=1"}, "call", frontDesk, "--target", "plivo")
	s.until(t, "> ")
	s.keyboard(t, ".\n")
	s.until(t, "attempt 1: keys")
	s.keyboard(t, "\x04") // the end of the input, as Ctrl-D gives it
	s.until(t, "ivr-calls: 1\n")
	require.Equal(t, exitOK, s.left(t))
	require.NotContains(t, s.all.String(), "\x1b")
}

func TestCtrlCLeavesACall(t *testing.T) {
	s := onTerminal(t, nil, "call", frontDesk)
	s.until(t, "> ")
	s.keyboard(t, ". 1\n")
	s.until(t, "4 failed")
	s.until(t, "> ")
	s.keyboard(t, "bus\x03")
	s.until(t, "ivr-calls: 1\n")
	s.until(t, "ivrc: interrupted")
	require.Equal(t, exitInterrupted, s.left(t))
}

func TestAScriptOnATerminalAsksNothing(t *testing.T) {
	s := onTerminal(t, []string{"NO_COLOR=1"}, "call", frontDesk, "--script", ". 1")
	require.Equal(t, exitOK, s.left(t))
	require.NotContains(t, s.all.String(), "> ")
	require.Contains(t, s.all.String(), "press\n        star.\" (about 6 s)", "long lines are broken")
	require.Contains(t, s.all.String(), "it takes answered, busy")
}
