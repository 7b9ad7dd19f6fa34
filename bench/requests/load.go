package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"time"
)

// statuses are the answers that are asked for in turn; the last is one that no
// file has by name, and ends as failed.
var statuses = []string{"completed", "busy", "no-answer", "failed", "unheard-of"}

// query is what Plivo appends to a callback of a dial (plivo.md §2): the address is
// another one for every call.
func query(n int, status string) string {
	return fmt.Sprintf("DialStatus=%s&CallUUID=6e5d%08x-aa10-11f0-a7b5-1d2c3b4a5968&From=14075550199&To=14075550100"+
		"&Direction=inbound&CallStatus=in-progress&Event=DialAction&DialALegUUID=a%08x&DialBLegUUID=b%08x", status, n, n, n)
}

// turn is what one server did in one turn.
type turn struct {
	requests int
	perSec   float64
	// server and load are the CPU time of a request in microseconds: of the server's
	// processes, and of this program.
	server, load float64
}

func (b *bench) measure(s *server) (turn, error) {
	before, err := s.cpu()
	if err != nil {
		return turn{}, err
	}
	own := ownCPU()
	start := time.Now()
	until := start.Add(b.turn)
	counts, errs := make([]int, b.connections), make([]error, b.connections)
	var all sync.WaitGroup
	for i := range b.connections {
		all.Go(func() { counts[i], errs[i] = ask(s, i, until) })
	}
	all.Wait()
	took := time.Since(start)
	if err := errors.Join(errs...); err != nil {
		return turn{}, err
	}
	n := 0
	for _, c := range counts {
		n += c
	}
	after, err := s.cpu()
	if err != nil {
		return turn{}, err
	}
	micro := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(n) }
	return turn{n, float64(n) / took.Seconds(), micro(after - before), micro(ownCPU() - own)}, nil
}

// asker asks over one connection; a server that closes it after an answer (nginx
// does after a thousand) is called again.
type asker struct {
	server *server
	until  time.Time
	c      net.Conn
	in     *bufio.Reader
}

func (a *asker) connect() (err error) {
	if a.c != nil {
		a.c.Close()
	}
	if a.c, err = net.Dial("tcp", a.server.address); err != nil {
		return err
	}
	a.in = bufio.NewReader(a.c)
	return a.c.SetDeadline(a.until.Add(patience))
}

// ask sends requests until the time is over.
func ask(s *server, connection int, until time.Time) (n int, err error) {
	a := asker{server: s, until: until}
	if err := a.connect(); err != nil {
		return 0, err
	}
	defer func() { a.c.Close() }()
	var request []byte
	for ; time.Now().Before(until); n++ {
		request = append(request[:0], "GET "...)
		request = append(request, s.path...)
		request = append(request, '?')
		request = append(request, query(connection<<24|n, statuses[n%len(statuses)])...)
		request = append(request, " HTTP/1.1\r\nHost: "...)
		request = append(request, s.address...)
		request = append(request, "\r\nUser-Agent: Plivo\r\nAccept: */*\r\n\r\n"...)
		if err := a.one(request); err != nil {
			return n, fmt.Errorf("request %d: %w", n, err)
		}
	}
	return n, nil
}

// one asks once more where the connection was closed before the answer began.
func (a *asker) one(request []byte) error {
	for again := false; ; again = true {
		_, err := a.c.Write(request)
		if err == nil {
			_, err = a.in.Peek(1)
		}
		switch {
		case err == nil:
			return skip(a.in)
		case again:
			return err
		}
		if err := a.connect(); err != nil {
			return err
		}
	}
}

// skip reads one answer, which must be 200, as cheaply as it can be read.
func skip(in *bufio.Reader) error {
	status, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if len(status) < 12 || string(status[9:12]) != "200" {
		return fmt.Errorf("the answer is %q", status)
	}
	length := -1
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		const name = "content-length:"
		if len(line) > len(name) && (line[0] == 'C' || line[0] == 'c') && strings.EqualFold(string(line[:len(name)]), name) {
			if length, err = strconv.Atoi(textproto.TrimString(string(line[len(name):]))); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return skipChunks(in)
	}
	_, err = in.Discard(length)
	return err
}

func skipChunks(in *bufio.Reader) error {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(textproto.TrimString(string(line)), 16, 32)
		if err != nil {
			return fmt.Errorf("an answer without a length: %w", err)
		}
		if _, err := in.Discard(int(size) + 2); err != nil || size == 0 {
			return err
		}
	}
}

// sameDocuments asks every server for every answer and compares what it says; how
// the XML is broken into lines does not matter.
func sameDocuments(servers []*server) error {
	for i, status := range statuses {
		want := ""
		for _, s := range servers {
			if s.floor {
				continue
			}
			response, err := http.Get("http://" + s.address + s.path + "?" + query(i, status))
			if err != nil {
				return err
			}
			text, err := io.ReadAll(response.Body)
			response.Body.Close()
			if err != nil {
				return err
			}
			got := plain(string(text))
			switch {
			case response.StatusCode != http.StatusOK:
				return fmt.Errorf("%s answers %s for %s", s.name, response.Status, status)
			case want == "":
				want = got
			case got != want:
				return fmt.Errorf("%s says %s for %s, and %s says %s", s.name, got, status, servers[1].name, want)
			}
		}
	}
	return nil
}

func plain(xml string) string {
	if i := strings.Index(xml, "?>"); strings.HasPrefix(xml, "<?xml") && i > 0 {
		xml = xml[i+2:]
	}
	var b strings.Builder
	for line := range strings.Lines(xml) {
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

// answerOfTheFloor is as long as that of other servers.
var answerOfTheFloor = []byte("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nCache-Control: private, no-store\r\nContent-Length: 160\r\n\r\n" +
	strings.Repeat("x", 160))

// floor is a server that reads to the end of a request's head and gives always the
// same: what is left is the cost of asking.
func floor(address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer c.Close()
			in := bufio.NewReader(c)
			for {
				line, err := in.ReadSlice('\n')
				if err != nil {
					return
				}
				if len(line) > 2 {
					continue
				}
				if _, err := c.Write(answerOfTheFloor); err != nil {
					return
				}
			}
		}()
	}
}
