package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// started is the real program at work.
type started struct {
	*exec.Cmd
	in       io.WriteCloser
	messages *bufio.Reader
	out      bytes.Buffer
}

// start runs it; its results go to a writer, or are kept where that is nil.
func start(t *testing.T, results *os.File, args ...string) *started {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	s := &started{Cmd: exec.Command(self, args...)}
	s.Env = append(os.Environ(), asProgram+"=1")
	s.Stdout = &s.out
	if results != nil {
		s.Stdout = results
	}
	s.in, err = s.StdinPipe()
	require.NoError(t, err)
	messages, err := s.StderrPipe()
	require.NoError(t, err)
	s.messages = bufio.NewReader(messages)
	require.NoError(t, s.Start())
	t.Cleanup(func() { s.Process.Kill() })
	return s
}

// code waits for the end and gives the exit code and the rest of the messages.
func (s *started) code(t *testing.T) (int, string) {
	t.Helper()
	rest, err := io.ReadAll(s.messages)
	require.NoError(t, err)
	_ = s.Wait()
	return s.ProcessState.ExitCode(), string(rest)
}

// TestASignalEndsACommandThatReads: what does not fit into a pipe is written only
// when the program reads, and then it listens to signals.
func TestASignalEndsACommandThatReads(t *testing.T) {
	for _, c := range []struct {
		signal os.Signal
		code   int
		says   string
	}{
		{os.Interrupt, exitInterrupted, "ivrc: interrupted; nothing was changed\n"},
		{syscall.SIGTERM, exitTerminated, "ivrc: terminated; nothing was changed\n"},
	} {
		s := start(t, nil, "check", "-", "--no-config")
		_, err := io.WriteString(s.in, "# "+strings.Repeat("x", 1<<20))
		require.NoError(t, err)
		require.NoError(t, s.Process.Signal(c.signal))
		code, messages := s.code(t)
		require.Equal(t, c.code, code)
		require.Equal(t, c.says, messages)
		require.Empty(t, s.out.String())
	}
}

// TestASignalLeavesTheOutputAsItWas interrupts a build that waits for another one to
// be done with the folder.
func TestASignalLeavesTheOutputAsItWas(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "site", "dist")
	require.NoError(t, os.Mkdir(filepath.Join(folder, "site"), 0o755))
	code, _, messages := runIvrc(t, buildArgs(flowFile(t, folder, "Welcome."), out)...)
	require.Equal(t, exitOK, code, messages)
	before := snapshot(t, folder)

	held, err := os.Open(filepath.Dir(out))
	require.NoError(t, err)
	defer held.Close()
	require.NoError(t, syscall.Flock(int(held.Fd()), syscall.LOCK_EX))
	changed := flowFile(t, t.TempDir(), "Hello.")
	for signal, want := range map[os.Signal]int{os.Interrupt: exitInterrupted, syscall.SIGTERM: exitTerminated} {
		s := start(t, nil, buildArgs(changed, out)...)
		for line := ""; !strings.HasPrefix(line, "waiting for another build"); {
			line, err = s.messages.ReadString('\n')
			require.NoError(t, err)
		}
		require.NoError(t, s.Process.Signal(signal))
		code, said := s.code(t)
		require.Equal(t, want, code)
		require.Contains(t, said, "; nothing was changed\n")
		require.Empty(t, s.out.String())
		require.Equal(t, before, snapshot(t, folder))
	}
}

// TestTheSecondCtrlCEndsTheProgramAtOnce: the program cannot go on, because nobody
// reads its results. The first signal is taken, then nobody listens any more.
func TestTheSecondCtrlCEndsTheProgramAtOnce(t *testing.T) {
	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	defer reader.Close()
	s := start(t, writer, "check", "-", "--no-config", "--max", "0")
	require.NoError(t, writer.Close())
	// More findings than a pipe holds.
	_, err = io.WriteString(s.in, "ivr: 1\nflow: a\nstart: a\nsteps:\n")
	require.NoError(t, err)
	for i := range 2000 {
		_, err = fmt.Fprintf(s.in, "  s%d: {say: \"Hello.\", goto: n%d}\n", i, i)
		require.NoError(t, err)
	}
	require.NoError(t, err)
	require.NoError(t, s.in.Close())
	_, err = reader.Read(make([]byte, 1))
	require.NoError(t, err, "it writes, so it listens")
	require.NoError(t, s.Process.Signal(os.Interrupt))
	said, err := s.messages.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "ivrc: stopping; a second Ctrl-C ends it at once\n", said)
	require.NoError(t, s.Process.Signal(os.Interrupt))
	_, _ = s.code(t)
	status, ok := s.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, ok)
	require.True(t, status.Signaled() && status.Signal() == syscall.SIGINT)
}

// TestAReaderThatGoesAwayIsAFailure closes the pipe before the program writes: it
// has not read its flow yet.
func TestAReaderThatGoesAwayIsAFailure(t *testing.T) {
	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	s := start(t, writer, "graph", "-", "--no-config")
	require.NoError(t, writer.Close())
	require.NoError(t, reader.Close())
	_, err = io.WriteString(s.in, small("a"))
	require.NoError(t, err)
	require.NoError(t, s.in.Close())
	code, messages := s.code(t)
	require.Equal(t, exitFailure, code)
	require.Equal(t, "ivrc: writing the results: the reader went away\n", messages)
}
