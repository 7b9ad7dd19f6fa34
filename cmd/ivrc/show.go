package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"ivrc/backends/pages"
	"ivrc/schema"
)

func (s session) schemaCommand() *cobra.Command {
	var of string
	c := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of flows",
		Long:  "Print the JSON Schema (draft-07) of the flow format, for editors and validators;\n--of ir prints that of `ivrc graph --format json`, --of config that of ivrc.yaml,\n--of diagnostics that of `ivrc check --format json`.",
		RunE: func(*cobra.Command, []string) error {
			switch of {
			case "flow":
				_, err := s.out.Write(schema.Flow())
				return err
			case "ir":
				_, err := s.out.Write(schema.IR())
				return err
			case "config":
				_, err := s.out.Write(schema.Config())
				return err
			case "diagnostics":
				_, err := s.out.Write(schema.Diagnostics())
				return err
			}
			return usage("--of takes flow, ir, config or diagnostics, not %q", of)
		},
	}
	c.Flags().StringVar(&of, "of", "flow", "flow, ir, config or diagnostics")
	return c
}

func (s session) targetsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "targets",
		Short: "Print what each target can do",
		Long:  "Print, as Markdown, what each target can do and how each feature is written.",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(s.out, pages.Targets(allBackends()))
			return err
		},
	}
}
