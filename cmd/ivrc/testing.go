package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// testFlags are those of the command test.
type testFlags struct {
	settingFlags
	format, file           string
	coverage, coverageFile string
	least                  string
	update, generate       bool
}

func testFormats() []string     { return []string{"text", "json", "junit", "tap"} }
func coverageFormats() []string { return []string{"text", "json", "lcov"} }

func (s session) testCommand() *cobra.Command {
	var flags testFlags
	c := &cobra.Command{
		Use:   "test [FILE...]",
		Short: "Run call scripts: calls that are expected to go a certain way",
		Long: "Run call scripts over their flows, and over the documents of every target: where\n" +
			"these go another way than the flow, the call fails.\n\n" +
			"A FILE is a call script, a folder (every *.call.yaml, *.call.yml and *.call.json\n" +
			"below it), or a pattern in quotes. Without one, the folder of ivrc.yaml is searched,\n" +
			"or the working folder. With --generate it is one flow.",
		Example: "  ivrc test\n  ivrc test flows --coverage text --min-coverage 90\n" +
			"  ivrc test --format junit --output-file calls.xml",
		RunE: func(_ *cobra.Command, args []string) error { return s.test(&flags, args) },
	}
	flags.register(c, "target", "audio-base")
	c.Flags().StringVar(&flags.format, "format", "text", "`FORM` of the results: text, json, junit or tap")
	c.Flags().StringVar(&flags.file, "output-file", "", "`FILE` to write the results to, in that form; people still read them as text")
	c.Flags().StringVar(&flags.coverage, "coverage", "", "`FORM` of a report about steps and outcomes that calls took: text, json, lcov")
	c.Flags().StringVar(&flags.coverageFile, "coverage-file", "", "`FILE` to write the coverage to")
	c.Flags().StringVar(&flags.least, "min-coverage", "", "`PERCENT` of the outcomes that calls must take, else the exit code is 1")
	c.Flags().BoolVar(&flags.update, "update", false, "write what is heard, and how calls end, into the scripts where they expect something else")
	c.Flags().BoolVar(&flags.generate, "generate", false, "write the smallest script that takes every outcome of one flow, to stdout or --output-file")
	c.ValidArgsFunction = completeFiles(scriptKind())
	// The error is that the flag is not there, or is told already.
	_ = c.RegisterFlagCompletionFunc("format", words(testFormats()...))
	_ = c.RegisterFlagCompletionFunc("coverage", words(coverageFormats()...))
	return c
}

// check refuses forms that do not exist or would mix.
func (f *testFlags) check() error {
	switch {
	case !slices.Contains(testFormats(), f.format):
		return usage("--format takes text, json, junit or tap, not %q", f.format)
	case f.coverage != "" && !slices.Contains(coverageFormats(), f.coverage):
		return usage("--coverage takes text, json or lcov, not %q", f.coverage)
	case f.file == "" && f.given("output-file"):
		return usage("--output-file needs the name of a file")
	case f.coverageFile == "" && f.given("coverage-file"):
		return usage("--coverage-file needs the name of a file")
	case f.coverageFile != "" && f.coverage == "":
		return usage("--coverage-file needs --coverage text, json or lcov")
	case f.coverage != "" && f.coverage != "text" && f.coverageFile == "":
		return usage("the results are on stdout already: with --coverage %s give a --coverage-file", f.coverage)
	case f.coverageFile != "" && f.coverageFile == f.file:
		return usage("--output-file and --coverage-file are the same file")
	}
	if f.generate && (f.update || f.coverage != "" || f.least != "" || f.format != "text") {
		return usage("--generate writes a script and runs none: it goes with --target and --output-file only")
	}
	if _, err := f.percent(); err != nil {
		return err
	}
	return nil
}

// percent is --min-coverage, 0 for none.
func (f *testFlags) percent() (float64, error) {
	if f.least == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(f.least, "%"), 64)
	if err != nil || !(n >= 0 && n <= 100) {
		return 0, usage("--min-coverage takes a percentage from 0 to 100, not %q", f.least)
	}
	return n, nil
}

// test runs the scripts that the arguments name.
func (s session) test(f *testFlags, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	if f.generate {
		return s.generate(f, args)
	}
	set, err := s.resolve(&f.settingFlags, args)
	if err != nil {
		return err
	}
	j, err := set.job(nothingMore)
	if err != nil {
		return err
	}
	paths, err := scriptPaths(args, set)
	if err != nil {
		return err
	}
	run := &testRun{session: s, job: j, flows: map[string]*testedFlow{}}
	if err := run.load(paths); err != nil {
		return err
	}
	for _, err := range []error{checkOutput("--output-file", f.file, run.paths()), checkOutput("--coverage-file", f.coverageFile, run.paths())} {
		if err != nil {
			return err
		}
	}
	if err := run.calls(); err != nil {
		return err
	}
	if f.update {
		if err := run.update(); err != nil {
			return err
		}
	}
	return run.finish(f)
}

// scriptPaths are the call scripts that the arguments stand for, each once.
func scriptPaths(args []string, set *settings) ([]string, error) {
	search := &search{kind: scriptKind(), root: set.folder, ignored: map[string][]ignoreRule{}}
	if len(args) == 0 {
		args = []string{set.folder}
	}
	var found []input
	var problems []error
	for _, arg := range args {
		if arg == "-" {
			problems = append(problems, usage("test reads files: a call script names its flow relative to itself"))
			continue
		}
		files, err := search.named(arg)
		if err != nil {
			problems = append(problems, err)
		}
		for _, file := range files {
			found = append(found, input{path: file})
		}
	}
	if len(problems) > 0 {
		return nil, joined(problems)
	}
	var paths []string
	for _, in := range once(found) {
		paths = append(paths, in.path)
	}
	return paths, nil
}
