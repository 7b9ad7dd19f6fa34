package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

const about = `ivrc compiles phone menus: call flows in YAML become one static document per
step for Tropo and Plivo. Before it writes anything it proves that no step is
unreachable and no outcome unhandled.

  ivrc init                                       a first flow, its settings, a CI file
  ivrc check flows/front-desk.ivr.yaml            find what would lose a caller
  ivrc graph flows/front-desk.ivr.yaml            see every way a call can go
  ivrc build flows/front-desk.ivr.yaml --base-url https://ivr.example.com/
  ivrc explain IVR302                             what a code means, with examples

ivrc --help lists all commands, ivrc COMMAND --help the flags of one.
`

const exitCodes = `Exit codes: 0 no errors, 1 problems in a flow, 2 wrong usage or configuration,
3 the environment or ivrc itself failed, 130 interrupted, 143 terminated.`

func (s session) root() *cobra.Command {
	var asked bool
	root := &cobra.Command{
		Use:           "ivrc",
		Short:         "Compile phone menus",
		Long:          about + "\n" + exitCodes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noCommand,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if c := s.flags.color; c != "auto" && c != "always" && c != "never" {
				return usage("--color takes auto, always or never, not %q", c)
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			if asked {
				return s.printVersion()
			}
			_, err := fmt.Fprint(s.out, about)
			return err
		},
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.Flags().BoolVar(&asked, "version", false, "print the version of ivrc")
	flags := root.PersistentFlags()
	flags.StringVar(&s.flags.config, "config", "", "`FILE` of settings instead of the ivrc.yaml that is found, or IVRC_CONFIG")
	flags.BoolVar(&s.flags.noConfig, "no-config", false, "use no ivrc.yaml")
	flags.StringVar(&s.flags.color, "color", "auto", "`WHEN` to use colours: auto, always or never")
	flags.BoolVarP(&s.flags.quiet, "quiet", "q", false, "print problems and results only")
	root.AddCommand(s.buildCommand(), s.callCommand(), s.checkCommand(), s.diffCommand(), s.explainCommand(), s.graphCommand(), s.initCommand(), s.sheetCommand(), s.schemaCommand(), s.targetsCommand(), s.testCommand(), s.verifyCommand(), s.versionCommand())
	root.AddCommand(s.configCommand(), s.completionCommand(), s.hostCommand(), s.serveCommand(), s.probeCommand(), s.gcCommand(), s.retireCommand())
	for _, c := range root.Commands() {
		if c.Args == nil {
			c.Args = arguments
		}
	}
	root.SetHelpCommand(s.helpCommand())
	root.SetFlagErrorFunc(wrongFlag)
	s.help(root)
	complete(root)
	return root
}

// verdict prints what is left to say of an error and gives the exit code.
func (s session) verdict(root *cobra.Command, args []string, err error) int {
	if err == nil {
		return exitOK
	}
	var f fault
	if !errors.As(err, &f) {
		f = fault{exitUsage, err} // cobra's own errors are about the command line
	}
	if f == errFindings || f == errBug || f == errConfig || f == errChanged {
		return f.code
	}
	fmt.Fprintln(s.err, sentence(f))
	if f.code == exitUsage {
		fmt.Fprintf(s.err, "see: ivrc %s\n", helpFor(root, args))
	}
	return f.code
}

func helpFor(root *cobra.Command, args []string) string {
	if found, _, err := root.Find(args); err == nil && found != root && found.Name() != "help" {
		return found.Name() + " --help"
	}
	return "--help"
}
