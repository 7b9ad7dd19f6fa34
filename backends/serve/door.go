package serve

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// door lets so many connections in and no more. When all are taken, one that is
// idle makes room; where none is, whoever comes is told so and sent away.
type door struct {
	net.Listener
	most int

	mutex sync.Mutex
	// in are the connections inside; the value is since when one is idle, zero while
	// it is not.
	in map[net.Conn]time.Time
	// away are those that are being sent away.
	away chan struct{}
}

// Sending away costs a goroutine for a moment; beyond so many at once connections
// are closed without a word.
const (
	mostAway     = 32
	awayPatience = time.Second
)

func newDoor(l net.Listener, most int) *door {
	return &door{Listener: l, most: most, in: map[net.Conn]time.Time{}, away: make(chan struct{}, mostAway)}
}

// Accept waits for a connection that there is room for.
func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if d.enter(c) {
			return c, nil
		}
		d.sendAway(c)
	}
}

func (d *door) enter(c net.Conn) bool {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if len(d.in) >= d.most && !d.makeRoom() {
		return false
	}
	d.in[c] = time.Time{}
	return true
}

// makeRoom closes the connection that is idle for longest.
func (d *door) makeRoom() bool {
	var oldest net.Conn
	for c, since := range d.in {
		if !since.IsZero() && (oldest == nil || since.Before(d.in[oldest])) {
			oldest = c
		}
	}
	if oldest == nil {
		return false
	}
	delete(d.in, oldest)
	oldest.Close()
	return true
}

// state keeps count for http.Server.ConnState.
func (d *door) state(c net.Conn, s http.ConnState) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if _, ok := d.in[c]; !ok {
		return
	}
	switch s {
	case http.StateIdle:
		d.in[c] = time.Now()
	case http.StateActive:
		d.in[c] = time.Time{}
	case http.StateClosed, http.StateHijacked:
		delete(d.in, c)
	}
}

func (d *door) open() int {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return len(d.in)
}

const full = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"

// sendAway answers 503 without reading a request.
func (d *door) sendAway(c net.Conn) {
	select {
	case d.away <- struct{}{}:
	default:
		c.Close()
		return
	}
	go func() {
		defer func() { <-d.away }()
		defer c.Close()
		if c.SetDeadline(time.Now().Add(awayPatience)) != nil {
			return
		}
		if _, err := c.Write([]byte(full)); err != nil {
			return
		}
		// Closing with unread bytes would take the answer away from its reader.
		if half, ok := c.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
			var unread [4096]byte
			_, _ = c.Read(unread[:])
		}
	}()
}
