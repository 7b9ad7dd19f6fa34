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
		Long:  "Print the JSON Schema (draft-07) of the flow format, for editors and validators;\n--of call prints that of call scripts, --of config that of ivrc.yaml, --of ir that of\n`ivrc graph --format json`, --of diagnostics that of `ivrc check --format json`,\n--of transcript that of `ivrc call --transcript json`.",
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
			case "call":
				_, err := s.out.Write(schema.Call())
				return err
			case "diagnostics":
				_, err := s.out.Write(schema.Diagnostics())
				return err
			case "transcript":
				_, err := s.out.Write(schema.Transcript())
				return err
			}
			return usage("--of takes flow, call, ir, config, diagnostics or transcript, not %q", of)
		},
	}
	c.Flags().StringVar(&of, "of", "flow", "flow, call, ir, config, diagnostics or transcript")
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
