package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

const scripts = "testdata/script"

// TestScripts runs the cases of the command line: the real program in a process of
// its own, with its streams, files and exit codes. What a script can say besides
// testscript's own words:
//
//	exit N COMMAND ARG...       runs it; N is the exit code
//	out LINE...                 stdout is these lines and no others; none: it is empty
//	err LINE...                 the same for stderr
//	shows STREAM TEXT...        stdout or stderr holds each text
//	colours STREAM              it holds colours; ! colours: it holds none
//	bytes FILE TEXT [N]         writes the text, with the escapes of Go, N times
//	unread COMMAND ARG...       runs it with a stdout whose reader has gone
func TestScripts(t *testing.T) {
	if filepath.Separator != '/' {
		t.Skip("SKIPPED, not proven on this system: the scripts name files with /")
	}
	before := treeOf(t, scripts)
	t.Cleanup(func() { require.Equal(t, before, treeOf(t, scripts), "scripts were rewritten; read them") })
	testscript.Run(t, testscript.Params{
		Dir:                 scripts,
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("IVRC_UPDATE") == "1",
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("there is no condition %s", name)
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv(raceVariable, os.Getenv(raceVariable))
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			// The top of a repository: no settings are looked for above it.
			return os.Mkdir(filepath.Join(env.WorkDir, ".git"), 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": runsTo,
			"out":  func(ts *testscript.TestScript, neg bool, lines []string) { is(ts, neg, "stdout", lines) },
			"err":  func(ts *testscript.TestScript, neg bool, lines []string) { is(ts, neg, "stderr", lines) },
			"shows": func(ts *testscript.TestScript, neg bool, args []string) {
				for _, text := range args[1:] {
					if strings.Contains(ts.ReadFile(args[0]), text) == neg {
						ts.Fatalf("%s: unexpected, with %q:\n%s", args[0], text, ts.ReadFile(args[0]))
					}
				}
			},
			"colours": func(ts *testscript.TestScript, neg bool, args []string) {
				if strings.Contains(ts.ReadFile(args[0]), "\x1b[") == neg {
					ts.Fatalf("%s: %q", args[0], ts.ReadFile(args[0]))
				}
			},
			"bytes": writesBytes,
		},
	})
}

// runsTo runs a command, which must end with the exit code.
func runsTo(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: exit N COMMAND ARG...")
	}
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// is compares a whole stream; $WORK stands in a line for the script's folder.
func is(ts *testscript.TestScript, neg bool, stream string, lines []string) {
	got := strings.ReplaceAll(ts.ReadFile(stream), ts.Getenv("WORK"), "$WORK")
	want := ""
	if len(lines) > 0 {
		want = strings.Join(lines, "\n") + "\n"
	}
	if neg || got != want {
		ts.Fatalf("%s is\n%swant\n%s", stream, got, want)
	}
}

func writesBytes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[1], `"`, `\"`) + `"`)
	ts.Check(err)
	times := 1
	if len(args) > 2 {
		times, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(text, times)), 0o644))
}

// unread is a program that runs another one with a stdout that nobody reads.
func unread() {
	reader, writer, err := os.Pipe()
	if err == nil {
		err = reader.Close()
	}
	c := exec.Command(os.Args[1], os.Args[2:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, writer, os.Stderr
	if err == nil {
		err = c.Run()
	}
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		os.Exit(ended.ExitCode())
	case err != nil:
		panic(err)
	}
}

var (
	scriptRun  = regexp.MustCompile(`^(?:\[[^\]]*\] )*exit (\d) (.*)$`)
	scriptAsks = regexp.MustCompile(`^(?:\[[^\]]*\] )*(?:! )?(?:(out|err)\b|(?:cmp|shows|colours) (stdout|stderr)\b|(stdout|stderr) )`)
	scriptIvrc = regexp.MustCompile(`\bivrc(?: (__complete|[a-z]+))?`)
)

const leastCases = 650

// TestEveryScriptCaseAssertsBothStreams counts the cases, and looks that each
// command has one of every kind.
func TestEveryScriptCaseAssertsBothStreams(t *testing.T) {
	files, err := filepath.Glob(scripts + "/*.txt")
	require.NoError(t, err)
	cases := 0
	kinds := map[string][]string{} // exit codes by command
	for _, file := range files {
		text, _, _ := strings.Cut(read(t, file), "\n-- ")
		last, asked := "", map[string]bool{}
		done := func() {
			require.True(t, last == "" || asked["out"] && asked["err"], "%s: not both streams are asserted of   %s", file, last)
		}
		for _, line := range strings.Split(text, "\n") {
			if m := scriptRun.FindStringSubmatch(line); m != nil {
				done()
				cases++
				last, asked = line, map[string]bool{}
				if called := scriptIvrc.FindStringSubmatch(m[2]); called != nil {
					kinds[called[1]] = append(kinds[called[1]], m[1])
				}
			}
			if m := scriptAsks.FindStringSubmatch(line); m != nil {
				asked[strings.Replace(strings.Join(m[1:], ""), "std", "", 1)] = true
			}
		}
		done()
	}
	t.Logf("%d cases in %d files", cases, len(files))
	require.GreaterOrEqual(t, cases, leastCases)
	p, _, _ := around(nil, "")
	s, _ := p.session()
	for _, command := range commandNames(s.root()) {
		want := []string{"0", "2", "3"}
		if command == "probe" { // the rest needs a host: TestProbesShowWhatKindsOfHostsCannot
			want = []string{"2", "3"}
		}
		if slices.Contains([]string{"build", "call", "check", "diff", "graph", "serve", "sheet", "test", "verify"}, command) {
			want = append(want, "1")
		}
		for _, code := range want {
			require.Contains(t, kinds[command], code, "no script lets %s end with %s", command, code)
		}
	}
}
