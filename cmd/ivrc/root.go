package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ivrc/compiler/nearest"
)

const about = `ivrc compiles phone menus: call flows in YAML become one static document per
step for Tropo and Plivo. Before it writes anything it proves that no step is
unreachable and no outcome unhandled.

  ivrc init                                       a first flow, its settings, a CI file
  ivrc check flows/front-desk.ivr.yaml            find what would lose a caller
  ivrc graph flows/front-desk.ivr.yaml            see every way a call can go
  ivrc build flows --base-url https://ivr.example.com/ --out dist
  ivrc explain IVR302                             what a code means, with examples

ivrc --help lists all commands, ivrc COMMAND --help the flags of one.
`

const exitCodes = `Exit codes: 0 no errors, 1 problems in a flow, 2 wrong usage or configuration,
3 the environment or ivrc itself failed, 130 interrupted.`

func (s session) root() *cobra.Command {
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
			_, err := fmt.Fprint(s.out, about)
			return err
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&s.flags.config, "config", "", "`FILE` of settings instead of the ivrc.yaml that is found, or IVRC_CONFIG")
	flags.BoolVar(&s.flags.noConfig, "no-config", false, "use no ivrc.yaml")
	flags.StringVar(&s.flags.color, "color", "auto", "`WHEN` to use colours: auto, always or never")
	flags.BoolVarP(&s.flags.quiet, "quiet", "q", false, "print problems and results only")
	root.AddCommand(s.buildCommand(), s.checkCommand(), s.explainCommand(), s.graphCommand(), s.initCommand(), s.sheetCommand(), s.schemaCommand(), s.targetsCommand(), s.versionCommand())
	root.AddCommand(s.configCommand())
	root.AddCommand(s.hostCommand())
	root.AddCommand(s.gcCommand(), s.retireCommand())
	root.SetFlagErrorFunc(wrongFlag)
	s.help(root)
	complete(root)
	return root
}

// noCommand is what a word behind ivrc gets that is no command.
func noCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	word := args[0]
	if _, err := os.Stat(word); err == nil {
		return usage("unknown command %q; to check it, type   ivrc check %s", word, word)
	}
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if near := nearest.Name(word, names); near != "" {
		return usage("unknown command %q; did you mean %q?", word, near)
	}
	return usage("unknown command %q; the commands are %s", word, strings.Join(names, ", "))
}

// wrongFlag adds the flag that was probably meant.
func wrongFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usage("%w", err)
	}
	var names []string
	collect := func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	}
	c.Flags().VisitAll(collect)
	c.InheritedFlags().VisitAll(collect)
	if near := nearest.Name(unknown.GetSpecifiedName(), names); near != "" {
		return usage("%w; did you mean --%s?", err, near)
	}
	return usage("%w", err)
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
	if f == errFindings || f == errBug || f == errConfig {
		return f.code
	}
	fmt.Fprintln(s.err, sentence(f))
	if f.code == exitUsage {
		fmt.Fprintf(s.err, "see: ivrc %s\n", helpFor(root, args))
	}
	return f.code
}

func helpFor(root *cobra.Command, args []string) string {
	if found, _, err := root.Find(args); err == nil && found != root {
		return found.Name() + " --help"
	}
	return "--help"
}
