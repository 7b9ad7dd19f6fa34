package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
)

// oraclesVariable makes a run fail, and not skip, where an oracle's tool is
// missing. The project's own checks set it to oraclesRequired.
const (
	oraclesVariable = "IVRC_ORACLES"
	oraclesRequired = "require"
)

const (
	oracleFolder = "../../.ci/oracles"
	flowFolder   = "../../flows"
	oracleBase   = "https://ivr.example.com/"
)

// TestDocumentsAgreeWithTheProvidersOwnLibraries compares what flows compile to
// with what nobody here wrote: the providers' libraries, xmllint, and a JSON
// parser. The documents are those of every flow in flows/, and those in the
// backends' golden cases, which use every act and every kind of prompt.
func TestDocumentsAgreeWithTheProvidersOwnLibraries(t *testing.T) {
	o := &oracles{built: t.TempDir(), goldens: t.TempDir()}
	o.buildFlows(t)
	o.unpackGoldens(t)

	// A failed oracle has run; only those whose tool is missing are skipped.
	t.Run("every JSON file parses", o.parseJSON)
	t.Run("every XML file parses", o.xmllint)
	t.Run("the comparisons can fail", func(t *testing.T) { o.node(t, "self-test.js") })
	t.Run("tropo-webapi renders the same", func(t *testing.T) {
		o.node(t, "tropo-replay.js", append(o.folders("tropo"), filepath.Join(o.goldens, "tropo"))...)
	})
	t.Run("npm plivo builds the same", func(t *testing.T) {
		o.node(t, "plivo-replay.js", append(o.folders("plivo"), filepath.Join(o.goldens, "plivo"))...)
	})
	for _, flow := range []string{"front-desk", "dial-status", "tag-youre-it"} {
		for _, b := range usualBackends() {
			target := b.Name()
			t.Run(flow+" by hand for "+target, func(t *testing.T) {
				o.node(t, "hand-written/compare.js", oracleBase, flow, target, o.out(flow, target))
			})
		}
	}
	fmt.Printf("oracles: %d run, %d skipped\n", o.run, o.skipped)
}

var (
	ofTests    = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	asksOracle = regexp.MustCompile(`(?m)^\to := &oracles\{`)
	oracleList = regexp.MustCompile(`-run '\^\(([\w|]+)\)\$' \./cmd/ivrc`)
)

// TestTheProjectsChecksRunEveryOracle holds the list of .ci/run to the tests that ask
// foreign tools.
func TestTheProjectsChecksRunEveryOracle(t *testing.T) {
	listed := oracleList.FindStringSubmatch(read(t, moduleRoot+"/.ci/run"))
	require.NotNil(t, listed)
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	var asking []string
	for _, file := range files {
		for _, text := range strings.Split(read(t, file), "\n}\n") {
			if name := ofTests.FindStringSubmatch(text); name != nil && asksOracle.MatchString(text) {
				asking = append(asking, name[1])
			}
		}
	}
	require.ElementsMatch(t, asking, strings.Split(listed[1], "|"))
}

// oracles is where the documents lie, and how many oracles have looked at them.
type oracles struct {
	built, goldens string
	// flows are the flows that each target could compile.
	flows        map[string][]string
	run, skipped int
}

func (o *oracles) out(flow, target string) string { return filepath.Join(o.built, target, flow) }

// folders are the flows' own folders, without the manifests beside them.
func (o *oracles) folders(target string) []string {
	var folders []string
	for _, flow := range o.flows[target] {
		folders = append(folders, filepath.Join(o.out(flow, target), flow))
	}
	return folders
}

// buildFlows builds every flow for every target that can express it.
func (o *oracles) buildFlows(t *testing.T) {
	t.Helper()
	o.flows = map[string][]string{}
	paths, err := filepath.Glob(filepath.Join(flowFolder, "*.ivr.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		flow := strings.TrimSuffix(filepath.Base(path), ".ivr.yaml")
		targets := 0
		for _, b := range allBackends() {
			var out, errs bytes.Buffer
			code := run([]string{
				"build", path, "--target", b.Name(), "--base-url", oracleBase, "--out", o.out(flow, b.Name()),
			}, strings.NewReader(""), &out, &errs)
			require.Contains(t, []int{exitOK, exitFlow}, code, "%s for %s:\n%s%s", flow, b.Name(), &out, &errs)
			if code == exitOK {
				targets++
				o.flows[b.Name()] = append(o.flows[b.Name()], flow)
			}
		}
		require.Positive(t, targets, "no target can express %s", flow)
	}
}

// unpackGoldens writes the documents of the backends' golden cases as files.
func (o *oracles) unpackGoldens(t *testing.T) {
	t.Helper()
	for _, b := range allBackends() {
		cases, err := filepath.Glob(filepath.Join("../../backends", b.Name(), "testdata", "*.txtar"))
		require.NoError(t, err)
		require.NotEmpty(t, cases, "the golden cases of %s", b.Name())
		for _, path := range cases {
			c := ivrctest.Load(t, path)
			for _, name := range c.Names() {
				if ext := filepath.Ext(name); ext != ".xml" && ext != ".json" {
					continue
				}
				file := filepath.Join(o.goldens, b.Name(), c.Name, filepath.FromSlash(name))
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, c.Input(t, name), 0o644))
			}
		}
	}
}

// files are the built and golden files with one suffix.
func (o *oracles) files(t *testing.T, suffix string) []string {
	t.Helper()
	var files []string
	for _, root := range []string{o.built, o.goldens} {
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && strings.HasSuffix(path, suffix) {
				files = append(files, path)
			}
			return err
		}))
	}
	require.NotEmpty(t, files)
	return files
}

func (o *oracles) parseJSON(t *testing.T) {
	o.run++
	for _, file := range o.files(t, ".json") {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.True(t, json.Valid(text), "%s is not JSON", file)
	}
}

// argumentsAtOnce keeps a command line below the limits of every system.
const argumentsAtOnce = 200

func (o *oracles) xmllint(t *testing.T) {
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		o.missing(t, "xmllint")
	}
	o.run++
	var files []string
	for _, file := range o.files(t, ".xml") {
		// VoiceShot's empty reply is no document (voiceshot.md §1.5).
		if info, err := os.Stat(file); err != nil || info.Size() > 0 {
			files = append(files, file)
		}
	}
	for len(files) > 0 {
		n := min(len(files), argumentsAtOnce)
		output, err := exec.Command(tool, append([]string{"--noout", "--nonet"}, files[:n]...)...).CombinedOutput()
		require.NoError(t, err, "xmllint:\n%s", output)
		files = files[n:]
	}
}

// node runs one of the scripts, whose output says what it looked at.
func (o *oracles) node(t *testing.T, script string, args ...string) {
	t.Helper()
	tool, err := exec.LookPath("node")
	if err != nil {
		o.missing(t, "node")
	}
	if _, err := os.Stat(filepath.Join(oracleFolder, "node_modules")); err != nil {
		o.missing(t, "the providers' libraries")
	}
	o.run++
	command := exec.Command(tool, append([]string{script}, args...)...)
	command.Dir = oracleFolder
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s:\n%s", script, output)
	t.Log(strings.TrimSpace(string(output)))
}

// missing skips an oracle, or fails where oracles are required.
func (o *oracles) missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv(oraclesVariable) == oraclesRequired {
		t.Fatalf("%s is missing; .ci/oracles/install installs it", what)
	}
	o.skipped++
	t.Skipf("skipped, because %s is missing; .ci/oracles/install installs it", what)
}
