package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// server is one that is measured.
type server struct {
	name, version string
	address, path string
	process       *os.Process
	ended         chan struct{}
	floor         bool
	turns         []turn
}

func (s *server) stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Signal(os.Interrupt) // a process that starts others ends them
	select {
	case <-s.ended:
	case <-time.After(patience):
		_ = s.process.Kill()
		<-s.ended
	}
}

// published is the routed address in the tree.
const published = "/dial-status/v/bench/plivo/dial/DialStatus"

// Where Debian and .ci/hosts/install put programs.
const (
	nginx   = "/usr/sbin/nginx"
	workerd = ".ci/hosts/node_modules/@cloudflare/workerd-linux-64/bin/workerd"
)

// servers starts everything that is measured; the first is the floor, the second
// what the others are compared with.
func (b *bench) servers(tree string) (all []*server, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	node := version("node", "--version")
	starts := []func() (*server, *exec.Cmd, error){
		func() (*server, *exec.Cmd, error) {
			s := &server{name: "nothing but an answer (the cost of asking)", floor: true, path: published}
			return s, exec.Command(self, "floor", b.at(s)), nil
		},
		func() (*server, *exec.Cmd, error) {
			s := &server{name: "Express and the Plivo SDK", version: "Express 5.3.0, plivo 4.79.0, Node.js " + node, path: "/dial_status/"}
			host, port, err := net.SplitHostPort(b.at(s))
			return s, exec.Command("node", filepath.Join(b.root, "bench/requests/express/server.js"), host, port), err
		},
		func() (*server, *exec.Cmd, error) { return b.nginx("nginx", tree) },
		func() (*server, *exec.Cmd, error) { return b.nginx("nginx-post", tree) },
		func() (*server, *exec.Cmd, error) {
			s := &server{name: "`ivrc serve`: its server, without a log", version: version("go", "env", "GOVERSION"), path: published}
			c := exec.Command(self, "serve", b.at(s), tree)
			c.Env = append(os.Environ(), "GOMAXPROCS=1") // as the others have one thread
			return s, c, nil
		},
		func() (*server, *exec.Cmd, error) {
			s := &server{name: "the module on Node.js", version: node, path: published}
			c, err := b.module(s, "node", "--root", tree)
			return s, c, err
		},
		func() (*server, *exec.Cmd, error) {
			s := &server{name: "the module on Node.js, documents inside", version: node, path: published}
			c, err := b.module(s, "node-inside", "--inline", tree)
			return s, c, err
		},
		func() (*server, *exec.Cmd, error) {
			program := filepath.Join(b.root, workerd)
			s := &server{name: "the module on workerd, documents inside", version: version(program, "--version"), path: published}
			work, err := b.host("worker", b.at(s), "workerd", "--inline", tree)
			return s, exec.Command(program, "serve", filepath.Join(work, "workerd.capnp")), err
		},
	}
	for _, start := range starts {
		s, c, err := start()
		if err == nil {
			err = s.start(c, filepath.Join(b.work, "said"))
		}
		if err != nil {
			return append(all, s), fmt.Errorf("%s: %w", s.name, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// at gives a server a free address.
func (b *bench) at(s *server) string {
	if l, err := net.Listen("tcp", "127.0.0.1:0"); err == nil {
		s.address = l.Addr().String()
		l.Close()
	}
	return s.address
}

// host writes a host's configuration into a folder of its own.
func (b *bench) host(name, address, folder string, flags ...string) (string, error) {
	work := filepath.Join(b.work, folder)
	return work, command(b.ivrc, append([]string{"host", name, "--out", work, "--listen", address}, flags...)...)
}

func (b *bench) module(s *server, folder string, flags ...string) (*exec.Cmd, error) {
	work, err := b.host("worker", b.at(s), folder, flags...)
	host, port, _ := net.SplitHostPort(s.address)
	return exec.Command("node", filepath.Join(work, "node.mjs"), host, port), err
}

// nginx has one worker, because the others have one thread for what they do.
func (b *bench) nginx(name, tree string) (*server, *exec.Cmd, error) {
	s := &server{name: "nginx, `ivrc host " + name + "`", version: version(nginx, "-v"), path: published}
	work, err := b.host(name, b.at(s), name, "--root", tree)
	if err != nil {
		return s, nil, err
	}
	lines := []string{"daemon off;", "pid " + work + "/nginx.pid;", "worker_processes 1;"}
	if os.Getuid() == 0 {
		lines = append(lines, "user root;")
	}
	lines = append(lines, "events {}", "http {", "access_log off;")
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		lines = append(lines, fmt.Sprintf("%s_temp_path %s/%s;", kind, work, kind))
	}
	conf := filepath.Join(work, "nginx.conf")
	text := strings.Join(append(lines, "include ivr.conf;", "}", ""), "\n")
	return s, exec.Command(nginx, "-e", "stderr", "-p", work, "-c", conf), os.WriteFile(conf, []byte(text), 0o644)
}

// patience is how long a server may take until it answers.
const patience = 20 * time.Second

// start waits until the server takes connections.
func (s *server) start(c *exec.Cmd, log string) error {
	said, err := os.Create(log)
	if err != nil {
		return err
	}
	defer said.Close()
	c.Stderr = said
	if err := c.Start(); err != nil {
		return err
	}
	s.process, s.ended = c.Process, make(chan struct{})
	go func() {
		_ = c.Wait() // its words are in the log
		close(s.ended)
	}()
	for begin := time.Now(); time.Since(begin) < patience; {
		select {
		case <-s.ended:
			text, _ := os.ReadFile(log)
			return fmt.Errorf("it ended at once: %s", text)
		default:
		}
		if c, err := net.DialTimeout("tcp", s.address, time.Second); err == nil {
			return c.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	return errors.New("it does not answer")
}
