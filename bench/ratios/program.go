//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"ivrc/bench/flows"
)

// base is the address under which trees are built; nobody is asked there.
const base = "https://ivr.example.com/"

// sample is one run of a program.
type sample struct {
	// wall and cpu are seconds; the CPU is the user's part and the system's.
	wall, cpu float64
	// peak is the most memory that it held, in MiB.
	peak float64
}

// buildPrograms compiles what is measured and what measures.
func (b *bench) buildPrograms() error {
	packages := []string{"./bench/floors", "./bench/write"}
	if b.ivrc == "" {
		b.ivrc = b.program("ivrc")
		packages = append(packages, "./cmd/ivrc")
	}
	c := exec.CommandContext(b.ctx, "go", append([]string{"build", "-o", b.work + "/"}, packages...)...)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	return quietly(c)
}

func (b *bench) program(name string) string { return filepath.Join(b.work, name) }

// exec runs a program to its end and measures it. Exit code 1 is an answer too, where
// findings are wanted.
func (b *bench) exec(findings bool, env []string, name string, args ...string) (sample, []byte, error) {
	c := exec.CommandContext(b.ctx, name, args...)
	c.Env = append(ownEnvironment(), env...)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &head{to: &said}
	start := time.Now()
	err := c.Run()
	wall := time.Since(start).Seconds()
	if err != nil && (!findings || c.ProcessState == nil || c.ProcessState.ExitCode() != 1) {
		return sample{}, nil, fmt.Errorf("%s %s: %w: %s", filepath.Base(name), strings.Join(args, " "), err, said.Bytes())
	}
	u := c.ProcessState.SysUsage().(*syscall.Rusage)
	return sample{wall: wall, cpu: float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9, peak: float64(u.Maxrss) / 1024}, out.Bytes(), nil
}

// head keeps the beginning of what a program says, and takes in the rest: this process
// stays small, as a child is never seen to hold less memory than it did.
type head struct{ to *bytes.Buffer }

// Write never fails.
func (t *head) Write(p []byte) (int, error) {
	t.to.Write(p[:min(len(p), max(0, 4096-t.to.Len()))])
	return len(p), nil
}

// ownEnvironment is the environment without what would change a build.
func ownEnvironment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "IVRC_") || strings.HasPrefix(v, "GOGC=") || strings.HasPrefix(v, "GOMEMLIMIT=") || strings.HasPrefix(v, "XDG_CACHE_HOME=")
	})
}

// floor runs bench/floors. Its times are those inside the process, without its start.
func (b *bench) floor(args ...string) (sample, error) {
	s, out, err := b.exec(false, nil, b.program("floors"), args...)
	if err != nil || len(out) == 0 {
		return s, err
	}
	var took struct{ Wall, CPU float64 }
	if err := json.Unmarshal(out, &took); err != nil {
		return s, err
	}
	s.wall, s.cpu = took.Wall, took.CPU
	return s, nil
}

// check runs ivrc check.
func (b *bench) check(in *input) (sample, error) {
	s, _, err := b.exec(in.findings(), nil, b.ivrc, "check", "--no-config", "--budget", flows.Budgets, in.folder)
	return s, err
}

// build runs ivrc build into a folder of a place; its cache, if it keeps one, lies in
// the same place.
func (b *bench) build(in *input, target, place string, more ...string) (sample, error) {
	args := []string{"build", "--no-config", "--budget", flows.Budgets, "--target", target, "--base-url", base, "--out", filepath.Join(place, "dist")}
	s, _, err := b.exec(false, []string{"XDG_CACHE_HOME=" + filepath.Join(place, "cache")}, b.ivrc, append(append(args, more...), in.folder)...)
	return s, err
}
