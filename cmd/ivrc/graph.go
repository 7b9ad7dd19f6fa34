package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/ir"
	"ivrc/ir/draw"
)

// graphFormat is a way to show a graph, with the suffixes of files that ask for
// it.
type graphFormat struct {
	name     string
	suffixes []string
	show     func(*ir.Flow) (string, error)
}

// graphFormats are all of them, the default first.
func graphFormats() []graphFormat {
	return []graphFormat{
		{"ir", []string{".txt", ".ir"}, func(f *ir.Flow) (string, error) {
			var text bytes.Buffer
			err := ir.Print(&text, f)
			return text.String(), err
		}},
		{"json", []string{".json"}, func(f *ir.Flow) (string, error) {
			encoded, err := ir.EncodeJSON(f)
			return string(encoded), err
		}},
		{"dot", []string{".dot", ".gv"}, func(f *ir.Flow) (string, error) { return draw.DOT(f), nil }},
		{"mermaid", []string{".mmd", ".mermaid"}, func(f *ir.Flow) (string, error) { return draw.Mermaid(f), nil }},
		{"svg", []string{".svg"}, draw.SVG},
		{"report", []string{".md", ".markdown"}, func(f *ir.Flow) (string, error) { return draw.Report(f), nil }},
	}
}

func (s session) graphCommand() *cobra.Command {
	var flags flowFlags
	var format, output string
	c := &cobra.Command{
		Use:   "graph [FLOW]",
		Short: "Draw the graph of a flow",
		Long: "Draw the graph of a flow that has no errors: svg is a picture, dot and mermaid are\n" +
			"texts for Graphviz and Mermaid, report is a page about the flow in Markdown, ir is\n" +
			"stable text to compare, json follows schema/ir.schema.json.",
		Example: "  ivrc graph flows/front-desk.ivr.yaml -o front-desk.svg",
		RunE: func(_ *cobra.Command, args []string) error {
			if output == "" && flags.given("output") {
				return usage("--output needs the name of a file, or - for standard output")
			}
			if info, err := os.Stat(output); err == nil && info.IsDir() {
				return usage("--output: %s is a folder; name a file in it, for example %s", output, filepath.Join(output, "flow.svg"))
			}
			f, err := selectGraphFormat(format, output)
			if err != nil {
				return err
			}
			return s.graph(&flags, args, f, output)
		},
	}
	flags.register(c, "audio-base")
	c.Flags().StringVar(&format, "format", "", "ir, json, dot, mermaid, svg or report (default: by the output's suffix, else ir)")
	c.Flags().StringVarP(&output, "output", "o", "", "file to write; - or nothing is standard output")
	return c
}

// selectGraphFormat finds the format by its name, or by the file it goes to.
func selectGraphFormat(name, output string) (graphFormat, error) {
	all := graphFormats()
	if name != "" {
		i := slices.IndexFunc(all, func(f graphFormat) bool { return f.name == name })
		if i < 0 {
			return graphFormat{}, usage("--format takes ir, json, dot, mermaid, svg or report, not %q", name)
		}
		return all[i], nil
	}
	if output == "" || output == "-" {
		return all[0], nil
	}
	suffix := strings.ToLower(filepath.Ext(output))
	i := slices.IndexFunc(all, func(f graphFormat) bool { return slices.Contains(f.suffixes, suffix) })
	if i < 0 {
		return graphFormat{}, usage("what shall %s be? Say so with --format ir, json, dot, mermaid, svg or report, or by a suffix: .txt, .json, .dot, .mmd, .svg, .md", output)
	}
	return all[i], nil
}

// graph shows a flow that the front end takes; what targets think of it does not
// matter here.
func (s session) graph(f *flowFlags, args []string, format graphFormat, output string) error {
	shown, err := s.oneFlow("graph", f, args, frontEndOnly)
	if err != nil {
		return err
	}
	if output != "-" {
		if err := shown.work.checkOutput("--output", output); err != nil {
			return err
		}
	}
	text, err := format.show(shown.flow)
	if err != nil {
		return failure(err)
	}
	// A credential that an allow lets through is published, but never printed.
	text = shown.masked(text)
	if output != "" && output != "-" {
		if err := writeWhole(output, text); err != nil {
			return err
		}
		fmt.Fprintf(s.talk, "wrote %s, %s\n", seen(output), plural(len(shown.flow.Steps), "step"))
		return nil
	}
	if _, err = io.WriteString(s.out, text); err != nil {
		return failure(err)
	}
	return nil
}

// writeWhole writes a file so that whoever looks sees the old one or the new one,
// whole: it is written beside its place and then takes it. A link stays a link. A
// place that is no file, like a pipe or a device, is written to as it is.
func writeWhole(path, text string) error {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			if err := os.WriteFile(path, []byte(text), mode); err != nil {
				return failure(fmt.Errorf("writing %s: %w", path, reason(err)))
			}
			return nil
		}
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return failure(err)
		}
	}
	draft, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return failure(fmt.Errorf("writing %s: %w", path, reason(err)))
	}
	_, err = io.WriteString(draft, text)
	for _, step := range []func() error{
		func() error { return draft.Chmod(mode) },
		draft.Close,
		func() error {
			if err != nil {
				return nil
			}
			return os.Rename(draft.Name(), path)
		},
	} {
		if problem := step(); err == nil {
			err = problem
		}
	}
	if err != nil {
		os.Remove(draft.Name())
		return failure(fmt.Errorf("writing %s: %w", path, reason(err)))
	}
	return nil
}
