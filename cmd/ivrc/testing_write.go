package main

import (
	"fmt"
	"io"
	"strings"
)

// finish writes results and coverage, and says whether the run fails.
func (r *testRun) finish(f *testFlags) error {
	if err := r.write(f); err != nil {
		return err
	}
	verdict := r.verdict()
	if err := r.writeCoverage(f); err != nil {
		return err
	}
	if f.least == "" {
		return verdict
	}
	least, _ := f.percent()
	if taken, all := r.outcomes(); float64(taken)*100 < least*float64(all) {
		fmt.Fprintf(r.err, "ivrc: calls take %s of the outcomes, and --min-coverage asks for %s %%\n", share(taken, all), strings.TrimSuffix(f.least, "%"))
		if verdict == nil {
			verdict = errFindings
		}
	}
	return verdict
}

// write writes the results: in their form to stdout, or to a file while people
// read the text.
func (r *testRun) write(f *testFlags) error {
	forms := map[string]func(io.Writer) error{"text": r.text, "json": r.json, "junit": r.junit, "tap": r.tap}
	form := f.format
	if f.file != "" {
		var b strings.Builder
		if err := forms[form](&b); err != nil {
			return failure(err)
		}
		if err := writeWhole(f.file, b.String()); err != nil {
			return err
		}
		form = "text"
	}
	if err := forms[form](r.out); err != nil {
		return failure(err)
	}
	fmt.Fprintln(r.talk, r.summary())
	return nil
}

func (r *testRun) writeCoverage(f *testFlags) error {
	if f.coverage == "" {
		return nil
	}
	forms := map[string]func(io.Writer) error{"text": r.coverageText, "json": r.coverageJSON, "lcov": r.lcov}
	if f.coverageFile == "" {
		to := r.out
		if f.format != "text" && f.file == "" {
			to = r.err // stdout holds the results, in a form of their own
		}
		if err := forms[f.coverage](to); err != nil {
			return failure(err)
		}
		return nil
	}
	var b strings.Builder
	if err := forms[f.coverage](&b); err != nil {
		return failure(err)
	}
	return writeWhole(f.coverageFile, b.String())
}
