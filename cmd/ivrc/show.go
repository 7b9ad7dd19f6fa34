package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"ivrc/backends/pages"
	"ivrc/ir"
	"ivrc/schema"
)

func (s session) graphCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "graph FLOW",
		Short: "Print the graph of a flow",
		Long:  "Print the graph of a flow: ir is stable text to read and compare, json follows\nschema/ir.schema.json.",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "ir" && format != "json" {
				return usage("--format takes ir or json, not %q", format)
			}
			return s.graph(args[0], format)
		},
	}
	c.Flags().StringVar(&format, "format", "ir", "ir or json")
	return c
}

// graph shows a flow that the front end takes; what targets think of it does not
// matter here.
func (s session) graph(path, format string) error {
	all, err := s.compileAll([]string{path}, job{all: allBackends(), base: checkBase})
	if err != nil {
		return err
	}
	if len(all) != 1 {
		return usage("graph takes one flow, and %s holds %d", path, len(all))
	}
	if hasErrors(all) {
		return findings(s.err, all, &flowFlags{failOn: "error", most: 50})
	}
	var text bytes.Buffer
	if format == "ir" {
		err = ir.Print(&text, all[0].flow)
	} else {
		var encoded []byte
		encoded, err = ir.EncodeJSON(all[0].flow)
		text.Write(encoded)
	}
	if err != nil {
		return failure(err)
	}
	// A credential that an allow lets through is published, but never printed.
	if _, err = io.WriteString(s.out, all[0].masked(text.String())); err != nil {
		return failure(err)
	}
	return nil
}

func (s session) schemaCommand() *cobra.Command {
	var of string
	c := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of flows",
		Long:  "Print the JSON Schema (draft-07) of the flow format, for editors and validators;\n--of ir prints that of `ivrc graph --format json`.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch of {
			case "flow":
				_, err := s.out.Write(schema.Flow())
				return err
			case "ir":
				_, err := s.out.Write(schema.IR())
				return err
			}
			return usage("--of takes flow or ir, not %q", of)
		},
	}
	c.Flags().StringVar(&of, "of", "flow", "flow or ir")
	return c
}

func (s session) targetsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "targets",
		Short: "Print what each target can do",
		Long:  "Print, as Markdown, what each target can do and how each feature is written.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(s.out, pages.Targets(allBackends()))
			return err
		},
	}
}

func (s session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of ivrc",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(s.out, "ivrc %s\n", version())
			return err
		},
	}
}

// version is what the build recorded: a module version, else the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value
		}
	}
	return "unknown"
}
