package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/compiler/diag"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
)

// formatAuto is github where GitHub Actions runs ivrc, else text.
const formatAuto = "auto"

// formatNames are what --format takes.
func formatNames() []string {
	var names []string
	for _, f := range render.Formats() {
		names = append(names, string(f))
	}
	return append(names, formatAuto)
}

// registerForms adds the flags for the form of findings.
func (f *flowFlags) registerForms(c *cobra.Command) {
	f.chosen = true
	c.Flags().StringVar(&f.format, "format", string(render.FormatText), "`FORM` of the findings: "+strings.Join(formatNames(), ", "))
	c.Flags().StringVar(&f.file, "output-file", "", "`FILE` to write the findings to, in that form; people still read them as text")
}

func (f *flowFlags) checkForms() error {
	if f.format != "" && !slices.Contains(formatNames(), f.format) {
		return usage("--format takes %s, not %q", strings.Join(formatNames(), ", "), f.format)
	}
	if f.most < 0 {
		return usage("--max takes a number of problems, or 0 for all, not %d", f.most)
	}
	if f.chosen && f.file == "" && f.given("output-file") {
		return usage("--output-file needs the name of a file")
	}
	return nil
}

// needsFile refuses forms that build cannot mix with what else it says: its
// results are on stdout, and its progress on stderr.
func (f *flowFlags) needsFile(form render.Format) error {
	if f.file != "" || form == render.FormatText || form == render.FormatGitHub {
		return nil
	}
	return usage("build prints addresses, not findings: with --format %s it needs --output-file; or use check", form)
}

// form is the form of the findings in this run.
func (s session) form(f *flowFlags) render.Format {
	switch {
	case f.format == formatAuto && s.getenv("GITHUB_ACTIONS") == "true":
		return render.FormatGitHub
	case f.format == formatAuto || f.format == "":
		return render.FormatText
	}
	return render.Format(f.format)
}

// findings writes what was found, and says whether that fails the command.
// Without --output-file the form goes to usual; with it, the form goes to the
// file and people read the text at usual.
func (s session) findings(usual io.Writer, all []compiled, w *work) error {
	report, form := s.report(all, w), s.form(w.flags)
	if form == render.FormatGitHub {
		if err := s.jobSummary(report); err != nil {
			return err
		}
	}
	if w.flags.file != "" {
		if err := writeReport(w, form, report); err != nil {
			return err
		}
		form = render.FormatText
	}
	report.Color = s.colors(usual)
	if err := render.Write(usual, form, report); err != nil {
		return failure(err)
	}
	for _, c := range all {
		if c.failed != nil {
			return c.failed
		}
	}
	return verdictOf(report.List, w.settings.failOn.value)
}

// report is everything that this run has to say.
func (s session) report(all []compiled, w *work) render.Report {
	r := render.Report{Version: version(), Max: w.flags.most, Flows: map[*source.File]string{}}
	for _, c := range all {
		r.List.Add(c.list...)
		if c.file != nil {
			r.Files = append(r.Files, c.file)
		}
		if c.flow != nil {
			r.Flows[c.file] = c.flow.ID
		}
	}
	r.List.Sort()
	return r
}

func verdictOf(list diag.List, failOn string) error {
	if list.Count(diag.Bug) > 0 {
		return errBug // no flow can be blamed or forgiven for it
	}
	if failOn == "never" {
		return nil
	}
	if list.HasErrors() || failOn == "warning" && list.Count(diag.Warning) > 0 {
		return errFindings
	}
	return nil
}

// checkOutput refuses a file to write that cannot be one, or that the command
// reads, before any work is done. The flag is the one that names it.
func (w *work) checkOutput(flag, path string) error { return checkOutput(flag, path, w.paths()) }

// checkOutput is that of any command; own are the files that it reads.
func checkOutput(flag, path string, own []string) error {
	if path == "" {
		return nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return noFolder(flag, path)
	}
	if err != nil {
		return nil // the write says why it cannot be done
	}
	if info.IsDir() {
		return usage("%s: %s is a folder; name a file in it", flag, path)
	}
	for _, file := range own {
		if read, err := os.Stat(file); err == nil && os.SameFile(read, info) {
			return usage("%s: %s is read by this command and would be lost", flag, path)
		}
	}
	return nil
}

// noFolder refuses a new file whose folder is not there.
func noFolder(flag, path string) error {
	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return usage("%s: there is no folder %s to write %s into", flag, folder, filepath.Base(path))
	}
	return nil
}

// reason is what the system says of a file, without the name that it had on the
// way.
func reason(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// writeReport writes the form to --output-file.
func writeReport(w *work, form render.Format, report render.Report) error {
	var text bytes.Buffer
	if err := render.Write(&text, form, report); err != nil {
		return failure(err)
	}
	if err := os.WriteFile(w.flags.file, text.Bytes(), 0o644); err != nil {
		return failure(fmt.Errorf("writing the findings to %s: %w", w.flags.file, reason(err)))
	}
	return nil
}

// jobSummary adds a table to the page that GitHub shows of a job; annotations
// alone stop at ten.
func (s session) jobSummary(report render.Report) error {
	path := s.getenv("GITHUB_STEP_SUMMARY")
	if path == "" {
		return nil
	}
	page, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err == nil {
		err = render.Summary(page, report)
		err = errors.Join(err, page.Close())
	}
	if err != nil {
		return failure(fmt.Errorf("writing the summary of the job (GITHUB_STEP_SUMMARY): %w", err))
	}
	return nil
}

// refused prints why there is no answer, as text on stderr.
func (s session) refused(all []compiled, w *work) error {
	report := s.report(all, w)
	report.Color = s.colors(s.err)
	if err := render.Write(s.err, render.FormatText, report); err != nil {
		return failure(err)
	}
	for _, c := range all {
		if c.failed != nil {
			return c.failed
		}
	}
	return verdictOf(report.List, "error")
}
