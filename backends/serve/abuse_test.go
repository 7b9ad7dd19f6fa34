package serve_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/serve"
	"ivrc/backends/serve/servetest"
)

// served is a server on loopback that stops with the test.
type served struct {
	address string
	server  *serve.Server
	stop    context.CancelFunc
	done    chan error
	version string
}

func start(t *testing.T, limits serve.Limits) *served {
	t.Helper()
	return startWith(t, limits, func(h http.Handler) http.Handler { return h })
}

// startWith puts something before the handler.
func startWith(t *testing.T, limits serve.Limits, before func(http.Handler) http.Handler) *served {
	t.Helper()
	l := serve.NewLive()
	r := servetest.Release(t, servetest.Base, "first")
	l.Publish(r)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	s := &served{listener.Addr().String(), serve.NewServer(listener, before(serve.New(l, serve.Options{})), limits), stop, make(chan error, 1), r.Version}
	go func() {
		s.done <- s.server.Run(ctx)
		close(s.done)
	}()
	t.Cleanup(func() {
		stop()
		<-s.done
	})
	return s
}

// patient is a deadline that no test reaches.
const patient = 30 * time.Second

func (s *served) dial(t *testing.T) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.address)
	require.NoError(t, err)
	require.NoError(t, c.SetDeadline(time.Now().Add(patient)))
	t.Cleanup(func() { c.Close() })
	return c
}

// raw sends bytes and reads one response.
func (s *served) raw(t *testing.T, text string) *http.Response {
	t.Helper()
	c := s.dial(t)
	_, err := io.WriteString(c, text)
	require.NoError(t, err)
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err, "%.80q", text)
	return answer
}

// serving is the proof that callers are still answered.
func (s *served) serving(t *testing.T) {
	t.Helper()
	answer := s.raw(t, "GET /desk/v/"+s.version+"/plivo/main/Digits.1?Digits=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	require.Equal(t, http.StatusOK, answer.StatusCode)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Contains(t, string(body), "first sales")
}

func TestTricksWithPathsAndHeadsAreRefused(t *testing.T) {
	s := start(t, serve.UsualLimits())
	for target, want := range map[string]int{
		"/../../../etc/passwd": 400, "/%2e%2e/%2e%2e/etc/passwd": 400, "/desk/..%2f..%2fetc/passwd": 400, `/desk\plivo.xml`: 400,
		"/%5c..%5cwindows": 400, "/desk/plivo.xml%00.png": 400, "//etc/passwd": 404, "///": 404, "/.": 400, "/./desk/plivo.xml": 400,
		"/%": 400, "/" + strings.Repeat("a/", 4000): 414, "/" + strings.Repeat("a", 30_000): 431, "/%c0%ae%c0%ae/etc/passwd": 404,
		"http://evil.example/desk/plivo.xml": 200, "*": 404,
	} {
		answer := s.raw(t, "GET "+target+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		require.Equal(t, want, answer.StatusCode, "%.80q", target)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NotContains(t, string(body), "root:")
	}
	require.Equal(t, http.StatusRequestHeaderFieldsTooLarge, s.raw(t, "GET / HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("y", 40_000)+"\r\n\r\n").StatusCode)
	require.Equal(t, http.StatusBadRequest, s.raw(t, "GET /desk/plivo.xml HTTP/1.1\r\n\r\n").StatusCode, "no host")
	s.serving(t)
}

func TestSlowRequestsEndAtTheirDeadline(t *testing.T) {
	limits := serve.UsualLimits()
	limits.Header, limits.Read = 50*time.Millisecond, 50*time.Millisecond
	s := start(t, limits)
	for text, want := range map[string]string{
		"GET /desk/plivo.xml HTTP/1.1\r\nHost: x\r\nX: ":                                 "",
		"POST /desk/plivo.xml HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nDigits=": "408",
	} {
		c := s.dial(t)
		_, err := io.WriteString(c, text)
		require.NoError(t, err)
		got, err := io.ReadAll(c) // until the server closes
		require.NoError(t, err)
		require.Contains(t, string(got), want)
		if want == "" {
			require.NotContains(t, string(got), "200 OK")
		}
	}
	s.serving(t)
}

func TestLargeBodiesAreRefusedAndNotKept(t *testing.T) {
	s := start(t, serve.UsualLimits())
	require.Equal(t, http.StatusRequestEntityTooLarge, s.raw(t, "POST /desk/plivo.xml HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n").StatusCode)
	chunk := "10000\r\n" + strings.Repeat("x", 0x10000) + "\r\n"
	c := s.dial(t)
	go func() {
		_, _ = io.WriteString(c, "POST /desk/plivo.xml HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
		for {
			if _, err := io.WriteString(c, chunk); err != nil {
				return // the server has had enough
			}
		}
	}()
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusRequestEntityTooLarge, answer.StatusCode)
	s.serving(t)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestAThousandSilentConnectionsCostLittleAndOthersAreServed holds every
// connection open in the middle of a request.
func TestAThousandSilentConnectionsCostLittleAndOthersAreServed(t *testing.T) {
	const many = 1000
	limits := serve.UsualLimits()
	limits.Connections = many + 1
	limits.Header, limits.Read = patient, patient
	s := start(t, limits)
	before := heap()
	for range many {
		_, err := io.WriteString(s.dial(t), "POST /desk/plivo.xml HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n"+strings.Repeat("y", 2000))
		require.NoError(t, err)
	}
	s.serving(t) // the server has accepted all that came before
	require.Less(t, heap()-before, int64(64<<20), "bytes for %d connections in both ends", many)

	last := s.dial(t)
	_, err := io.WriteString(last, "GET /desk/plivo.xml HTTP/1.1\r\n")
	require.NoError(t, err)
	for s.server.Connections() <= many {
		runtime.Gosched()
	}
	answer, err := http.ReadResponse(bufio.NewReader(s.dial(t)), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusServiceUnavailable, answer.StatusCode)
	require.NoError(t, last.Close())
	for s.server.Connections() > many {
		runtime.Gosched()
	}
	s.serving(t)
}

func TestAConnectionThatIsIdleMakesRoom(t *testing.T) {
	limits := serve.UsualLimits()
	limits.Connections = 3
	s := start(t, limits)
	gone := make(chan error, 3)
	for i := range 3 {
		c := s.dial(t)
		_, err := io.WriteString(c, "GET /desk/plivo.xml HTTP/1.1\r\nHost: x\r\n\r\n")
		require.NoError(t, err)
		r := bufio.NewReader(c)
		answer, err := http.ReadResponse(r, nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, answer.StatusCode, i)
		_, err = io.ReadAll(answer.Body)
		require.NoError(t, err)
		go func() {
			_, err := r.ReadByte()
			gone <- err
		}()
	}
	for served := false; !served; { // until the server has seen that one is idle
		answer, err := http.Get(fmt.Sprintf("http://%s/desk/plivo.xml", s.address))
		served = err == nil && answer.StatusCode == http.StatusOK
	}
	require.ErrorIs(t, <-gone, io.EOF, "one of the three has gone")
}

func TestAnAnswerThatHasBegunIsFinishedWhenTheServerStops(t *testing.T) {
	begun := make(chan struct{})
	s := startWith(t, serve.UsualLimits(), func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			h.ServeHTTP(w, r)
		})
	})
	c := s.dial(t)
	_, err := io.WriteString(c, "POST /desk/plivo.xml HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nDigi")
	require.NoError(t, err)
	<-begun
	s.stop()
	for refused := false; !refused; { // the listener has gone
		other, err := net.Dial("tcp", s.address)
		if refused = err != nil; !refused {
			other.Close()
		}
	}
	_, err = io.WriteString(c, "ts=1")
	require.NoError(t, err)
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.NoError(t, <-s.done)
}
