package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// TestCallTestForms runs the scripts of each case in every form, and reads each
// form strictly.
func TestCallTestForms(t *testing.T) {
	xsd, err := filepath.Abs("../../compiler/render/testdata/junit/junit.xsd")
	require.NoError(t, err)
	ivrctest.Run(t, "testdata/calltests/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		folder := t.TempDir()
		for _, name := range c.Names() {
			if strings.HasPrefix(name, "flows/") {
				put(t, folder, name, string(c.Input(t, name)))
			}
		}
		outputs := map[string]string{}
		var order []string
		t.Run("forms", func(t *testing.T) {
			expect := func(name, text string) { outputs[name], order = text, append(order, name) }
			t.Chdir(folder)
			code, text, stderr := runIvrc(t, "test", "flows", "--coverage", "text")
			require.Equal(t, exitFlow, code)
			expect("text.txt", text)
			expect("stderr.txt", stderr)

			code, got, _ := runIvrc(t, "test", "flows", "--format", "json")
			require.Equal(t, exitFlow, code)
			expect("report.json", got)
			var report jsonTest
			decoder := json.NewDecoder(strings.NewReader(got))
			decoder.DisallowUnknownFields()
			require.NoError(t, decoder.Decode(&report))

			code, got, _ = runIvrc(t, "test", "flows", "--format", "tap")
			require.Equal(t, exitFlow, code)
			expect("report.tap", got)
			points, failed := readTAP(t, got)
			require.Equal(t, report.Calls+unrun(report), points)
			require.Equal(t, report.Failed+unrun(report), failed)

			code, got, _ = runIvrc(t, "test", "flows", "--format", "junit")
			require.Equal(t, exitFlow, code)
			expect("report.xml", got)
			requireCallJUnit(t, got, xsd)

			code, text, _ = runIvrc(t, "test", "flows", "--format", "junit", "--output-file", "out.xml", "--coverage", "lcov", "--coverage-file", "lcov.info")
			require.Equal(t, exitFlow, code)
			require.Equal(t, got, read(t, "out.xml"))
			require.NotContains(t, text, "<?xml", "people read text")
			expect("lcov.info", read(t, "lcov.info"))
			readLCOV(t, read(t, "lcov.info"))

			runIvrc(t, "test", "flows", "--coverage", "json", "--coverage-file", "coverage.json")
			expect("coverage.json", read(t, "coverage.json"))
			require.True(t, json.Valid([]byte(read(t, "coverage.json"))))
		})
		for _, name := range order {
			c.Expect(t, name, outputs[name])
		}
	})
}

// unrun is the number of scripts that could not be run.
func unrun(report jsonTest) int {
	var files []string
	for _, p := range report.Problems {
		if !slices.Contains(files, p.File) {
			files = append(files, p.File)
		}
	}
	return len(files)
}

// requireCallJUnit asks the schema, where xmllint is there, and counts.
func requireCallJUnit(t *testing.T, text, xsd string) {
	t.Helper()
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Suites   []struct {
			Cases []struct {
				Failure []string `xml:"failure"`
				Error   []string `xml:"error"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	require.NoError(t, decoder.Decode(&suites))
	tests, failures, errors := 0, 0, 0
	for _, s := range suites.Suites {
		for _, c := range s.Cases {
			tests, failures, errors = tests+1, failures+len(c.Failure), errors+len(c.Error)
		}
	}
	require.Equal(t, []int{tests, failures, errors}, []int{suites.Tests, suites.Failures, suites.Errors})
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not there: the schema was not asked")
		return
	}
	path := filepath.Join(t.TempDir(), "report.xml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	out, err := exec.Command(tool, "--noout", "--nonet", "--schema", xsd, path).CombinedOutput()
	require.NoError(t, err, string(out))
}

var (
	tapPlan  = regexp.MustCompile(`^1\.\.(\d+)$`)
	tapPoint = regexp.MustCompile(`^(not )?ok (\d+) - (?:[^#\\]|\\[#\\])+$`)
)

// readTAP reads TAP 14 strictly: the version, the plan, and test points in order,
// each with at most one block of YAML.
func readTAP(t *testing.T, text string) (points, failed int) {
	t.Helper()
	require.True(t, strings.HasSuffix(text, "\n"))
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	require.Equal(t, "TAP version 14", lines[0])
	plan := tapPlan.FindStringSubmatch(lines[1])
	require.NotNil(t, plan, lines[1])
	inYAML, document := false, ""
	for i, line := range lines[2:] {
		switch {
		case inYAML && line == "  ...":
			inYAML = false
			root, list := syntax.Parse(source.NewFile("report.tap", []byte(document)), syntax.DefaultLimits())
			require.False(t, list.HasErrors(), list.Detailed())
			require.NotNil(t, root.Get("message"))
		case inYAML:
			document += strings.TrimPrefix(line, "  ") + "\n"
			require.True(t, line == "" || strings.HasPrefix(line, "  "), line)
		case line == "  ---":
			require.Regexp(t, tapPoint, lines[i+1])
			inYAML, document = true, ""
		default:
			point := tapPoint.FindStringSubmatch(line)
			require.NotNil(t, point, line)
			points++
			require.Equal(t, strconv.Itoa(points), point[2])
			if point[1] != "" {
				failed++
			}
		}
	}
	require.False(t, inYAML)
	require.Equal(t, strconv.Itoa(points), plan[1])
	return points, failed
}

// readLCOV reads a tracefile as geninfo's manual describes it: its records, each
// with the sums that belong to it, branches on lines that are told, and none taken
// on a line that was never come by.
func readLCOV(t *testing.T, text string) {
	t.Helper()
	record := regexp.MustCompile(`^TN:\nSF:[^\n]+\n((?:BRDA:\d+,\d+,\d+,(?:-|\d+)\n)*)BRF:(\d+)\nBRH:(\d+)\n((?:DA:\d+,\d+\n)*)LF:(\d+)\nLH:(\d+)\nend_of_record\n`)
	require.NotEmpty(t, text)
	for text != "" {
		found := record.FindStringSubmatch(text)
		require.NotNil(t, found, text)
		text = text[len(found[0]):]
		times := map[int]int{}
		last := 0
		for _, line := range strings.Fields(found[4]) {
			var number, count int
			_, err := fmt.Sscanf(line, "DA:%d,%d", &number, &count)
			require.NoError(t, err)
			require.Greater(t, number, last)
			last, times[number] = number, count
		}
		taken, seen := 0, map[string]bool{}
		for _, line := range strings.Fields(found[1]) {
			parts := strings.Split(strings.TrimPrefix(line, "BRDA:"), ",")
			require.False(t, seen[strings.Join(parts[:3], ",")], "a branch twice")
			seen[strings.Join(parts[:3], ",")] = true
			number, err := strconv.Atoi(parts[0])
			require.NoError(t, err)
			count, told := times[number]
			require.True(t, told, line)
			require.Equal(t, count == 0, parts[3] == "-", line)
			if parts[3] != "-" && parts[3] != "0" {
				taken++
			}
		}
		hit := 0
		for _, count := range times {
			hit += min(1, count)
		}
		require.Equal(t, []string{strconv.Itoa(len(seen)), strconv.Itoa(taken), strconv.Itoa(len(times)), strconv.Itoa(hit)}, []string{found[2], found[3], found[5], found[6]})
	}
}

func TestAWholeFlowOnOneLineIsStillATracefile(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, "f.ivr.json", `{"ivr": 1, "flow": "f", "start": "a", "events": {"hangup": "end", "error": "end"}, "steps": {"a": {"say": "One.", "goto": "b"}, "b": {"say": "Two.", "hangup": true}}}`)
	put(t, folder, "f.call.json", `{"ivr-calls": 1, "flow": "f.ivr.json", "calls": [{"name": "a", "call": [{"wait": true}, {"hear": "Two"}]}]}`)
	t.Chdir(folder)
	code, _, stderr := runIvrc(t, "test", "--coverage", "lcov", "--coverage-file", "lcov.info")
	require.Equal(t, exitOK, code, stderr)
	readLCOV(t, read(t, "lcov.info"))
	require.True(t, bytes.Contains([]byte(read(t, "lcov.info")), []byte("SF:f.ivr.json\n")))
}
