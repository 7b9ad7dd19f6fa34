// Command requests measures what a request costs on hosts of published documents,
// and on the server that a guide of a provider shows.
//
// In: the ivrc program, the folder of the flows, and what .ci/hosts/install and
// npm have installed. Out: a table in Markdown. All servers run at once, each is
// asked in turn, and the turns are repeated: what the machine does besides hits
// all of them. It refuses to measure a server that gives another document than the
// others.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"ivrc/backends/serve"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "floor" {
		fail(floor(os.Args[2]))
		return
	}
	if len(os.Args) == 4 && os.Args[1] == "serve" {
		fail(serveTree(os.Args[2], os.Args[3]))
		return
	}
	var b bench
	flag.StringVar(&b.ivrc, "ivrc", "", "the ivrc `program` to measure")
	flag.StringVar(&b.root, "root", ".", "`folder` of the module")
	flag.IntVar(&b.rounds, "rounds", 5, "how often each server has its turn")
	flag.DurationVar(&b.turn, "turn", 2*time.Second, "how long a turn is")
	flag.IntVar(&b.connections, "connections", 16, "how many connections ask at once")
	flag.Parse()
	fail(b.run())
}

// serveTree is what ivrc serve does, with nobody who reads a log.
func serveTree(address, tree string) error {
	folder, err := serve.NewFolder(tree)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return serve.NewServer(l, serve.New(folder, serve.Options{}), serve.UsualLimits()).Run(ctx)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "requests:", err)
		os.Exit(1)
	}
}

type bench struct {
	ivrc, root          string
	rounds, connections int
	turn                time.Duration
	work                string
}

// flow is what is measured: one choice, by the outcome of a transfer.
const flow = "flows/dial-status.ivr.yaml"

// base is the address under which the tree is built; nobody is asked there.
const base = "https://ivr.example.com/"

func (b *bench) run() error {
	var err error
	if b.root, err = filepath.Abs(b.root); err != nil {
		return err
	}
	if b.work, err = os.MkdirTemp("", "ivrc-requests-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.work)
	tree := filepath.Join(b.work, "dist")
	if err := command(b.ivrc, "build", filepath.Join(b.root, flow), "--no-config", "--target", "plivo",
		"--release", "bench", "--base-url", base, "--out", tree); err != nil {
		return err
	}
	servers, err := b.servers(tree)
	defer func() {
		for _, s := range servers {
			s.stop()
		}
	}()
	if err != nil {
		return err
	}
	if err := sameDocuments(servers); err != nil {
		return err
	}
	for round := -1; round < b.rounds; round++ { // the first warms up
		for _, s := range servers {
			m, err := b.measure(s)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if round >= 0 {
				s.turns = append(s.turns, m)
			}
		}
	}
	fmt.Print(b.table(servers))
	return nil
}

// command runs a program that must succeed.
func command(name string, args ...string) error {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

// version is what a program says of itself, in a few words.
func version(name string, args ...string) string {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	for _, before := range []string{"nginx version: nginx/", "workerd ", "ivrc ", "v"} {
		first = strings.TrimPrefix(first, before)
	}
	return first
}

// machine is what the numbers depend on.
func machine() string {
	model := "an unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d cores of %s, %s", runtime.NumCPU(), model, runtime.GOOS)
}
