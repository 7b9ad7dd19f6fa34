package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// serving is the real program at ivrc serve, and where it listens.
func (s *started) serving(t *testing.T) (address string) {
	t.Helper()
	for line := ""; !strings.HasSuffix(line, "Ctrl-C stops\n"); {
		var err error
		line, err = s.messages.ReadString('\n')
		require.NoError(t, err)
		if found := regexp.MustCompile(`at http://([^/]+)/`).FindStringSubmatch(line); found != nil {
			address = found[1]
		}
	}
	require.NotEmpty(t, address)
	return address
}

// peak is the most memory that the program ever had, in bytes (proc(5): VmHWM).
func (s *started) peak(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.Process.Pid))
	require.NoError(t, err)
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindStringSubmatch(string(text))
	require.NotNil(t, found)
	kilobytes, err := strconv.Atoi(found[1])
	require.NoError(t, err)
	return kilobytes << 10
}

func TestASignalStopsTheServerWhichIsNoFault(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		s := start(t, nil, "serve", path, "--listen", "127.0.0.1:0", "--no-config")
		address := s.serving(t)
		answer, err := http.Get("http://" + address + "/desk/plivo.xml")
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.NoError(t, s.Process.Signal(signal))
		code, messages := s.code(t)
		require.Equal(t, exitOK, code, messages)
		require.Equal(t, "stopped\n", messages)
		require.Contains(t, s.out.String(), " 200  desk ")
	}
}

// TestTheRealServerUnderAbuseStaysSmallAndAnswers holds many connections in the middle
// of a body, sends bodies without an end, and asks under wrong names and for files
// that are none of the tree's.
func TestTheRealServerUnderAbuseStaysSmallAndAnswers(t *testing.T) {
	const silent, large = 900, 20
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	s := start(t, nil, "serve", path, "--listen", "127.0.0.1:0", "--no-config", "--log", "json")
	address := s.serving(t)
	var open []net.Conn
	dial := func(text string) net.Conn {
		c, err := net.Dial("tcp", address)
		require.NoError(t, err)
		open = append(open, c)
		require.NoError(t, c.SetDeadline(time.Now().Add(time.Minute)))
		_, err = io.WriteString(c, text)
		require.NoError(t, err)
		return c
	}
	before := s.peak(t)
	for range silent {
		dial("POST /desk/plivo.xml HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n" + strings.Repeat("y", 1000))
	}
	chunk := "10000\r\n" + strings.Repeat("x", 0x10000) + "\r\n"
	var senders sync.WaitGroup
	for range large {
		c := dial("POST /desk/plivo.xml HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
		senders.Go(func() {
			for range 1000 { // 64 MB, of which the server takes little
				if _, err := io.WriteString(c, chunk); err != nil {
					return
				}
			}
		})
	}
	senders.Wait()
	for target, want := range map[string]int{
		"/../../../../etc/passwd": 400, "/%2e%2e/%2e%2e/etc/passwd": 400, "/desk/..%2f..%2fetc/passwd": 400, `/desk\plivo.xml`: 400,
		"//etc/passwd": 404, "/desk.ivr.yaml": 404, "/": 404, "/" + strings.Repeat("a", 30_000): 431, "/desk/plivo.xml": 200,
	} {
		answer, err := http.ReadResponse(bufio.NewReader(dial("GET "+target+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")), nil)
		require.NoError(t, err)
		require.Equal(t, want, answer.StatusCode, "%.80s", target)
	}
	answer, err := http.ReadResponse(bufio.NewReader(dial("GET /desk/plivo.xml HTTP/1.1\r\nHost: evil.example\r\n\r\n")), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusMisdirectedRequest, answer.StatusCode)
	grown := s.peak(t) - before
	t.Logf("%d MB before, %d MB more at the most", before>>20, grown>>20)
	require.Less(t, grown, 256<<20, "the race detector takes several times as much")
	for _, c := range open {
		require.NoError(t, c.Close()) // or the server would wait for the rest of the bodies
	}
	require.NoError(t, s.Process.Signal(os.Interrupt))
	code, messages := s.code(t)
	require.Equal(t, exitOK, code, messages)
}
