package serve

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Limits are what a server grants to whoever asks.
type Limits struct {
	// Header is how long the head of a request may take, Read the whole of it, Write
	// the answer, Idle a connection without requests.
	Header, Read, Write, Idle time.Duration
	// Connections is how many are open at once; one more gets a 503. HeaderBytes is
	// the size of a request's head.
	Connections, HeaderBytes int
	// Stop is how long answers that have begun may take when the server stops.
	Stop time.Duration
}

// UsualLimits fit providers, which send small requests on good lines (Plivo gives
// up after some seconds: plivo.md §3.6).
func UsualLimits() Limits {
	return Limits{
		Header: 5 * time.Second, Read: 10 * time.Second, Write: time.Minute, Idle: 75 * time.Second,
		Connections: 1000, HeaderBytes: 16 << 10, Stop: 10 * time.Second,
	}
}

// Server is a listener with a handler behind limits.
type Server struct {
	http  *http.Server
	door  *door
	limit Limits
}

// NewServer serves requests that come to the listener.
func NewServer(l net.Listener, h http.Handler, limit Limits) *Server {
	s := &Server{limit: limit, door: newDoor(l, limit.Connections)}
	s.http = &http.Server{
		Handler: h, ReadHeaderTimeout: limit.Header, ReadTimeout: limit.Read, WriteTimeout: limit.Write, IdleTimeout: limit.Idle,
		MaxHeaderBytes: limit.HeaderBytes, ConnState: s.door.state,
		ErrorLog: log.New(io.Discard, "", 0), // what strangers send wrongly is no news
	}
	return s
}

// Connections is the number that is open.
func (s *Server) Connections() int { return s.door.open() }

// Run serves until the context ends; answers that have begun are finished within
// the limit. The error is that of a listener that fails.
func (s *Server) Run(ctx context.Context) error {
	stopped := make(chan struct{})
	release := context.AfterFunc(ctx, func() {
		defer close(stopped)
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limit.Stop)
		defer cancel()
		if s.http.Shutdown(patience) != nil {
			s.http.Close()
		}
	})
	err := s.http.Serve(s.door)
	if !release() {
		<-stopped
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
