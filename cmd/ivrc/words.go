package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
)

// noCommand is what a word behind ivrc gets that is no command.
func noCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	word := args[0]
	if _, ok := diag.Lookup(diag.Code(asCode(word))); ok {
		return usage("unknown command %q; to read about the code, type   ivrc explain %s", word, word)
	}
	if _, err := os.Stat(word); err == nil {
		return usage("unknown command %q; to check it, type   ivrc check %s", word, shellWord(word))
	}
	names := commandNames(root)
	near := nearest.Name(word, names)
	if near == "" {
		near = elsewhere(word)
	}
	if near != "" {
		return usage("unknown command %q; did you mean %q?", word, near)
	}
	return usage("unknown command %q; the commands are %s", word, strings.Join(names, ", "))
}

// elsewhere is our command for what other tools call by that word.
func elsewhere(word string) string {
	switch strings.ToLower(word) {
	case "validate", "lint", "vet", "analyze", "analyse":
		return "check"
	case "fix", "autofix":
		return "check --fix"
	case "compile", "make", "generate", "render", "export", "publish", "deploy":
		return "build"
	case "new", "create", "start", "setup", "scaffold":
		return "init"
	case "draw", "show", "view", "diagram", "svg", "dot", "mermaid":
		return "graph"
	case "codes", "rules", "why", "describe":
		return "explain"
	case "providers", "backends":
		return "targets"
	case "dial", "phone", "walk", "simulate", "simulator", "play", "run":
		return "call"
	case "tests", "spec", "coverage":
		return "test"
	case "compare", "changes", "changelog":
		return "diff"
	case "crawl", "probe", "smoke", "verify-deploy":
		return "verify"
	case "settings", "env":
		return "config"
	case "completions", "complete":
		return "completion"
	}
	return ""
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// arguments holds what stands behind a command to its Use: [FLOW...] takes any
// number, [FLOW] at most one, SHELL exactly one. A command with another Use has Args
// of its own.
func arguments(c *cobra.Command, args []string) error {
	_, takes, _ := strings.Cut(c.Use, " ")
	word := strings.ReplaceAll(strings.Trim(takes, "[]"), "|", " or ")
	switch {
	case strings.HasSuffix(takes, "...]"):
		return nil
	case takes == "" && len(args) > 0:
		return usage("%s takes no argument, but there is %q%s", c.Name(), args[0], asFlag(c, args[0]))
	case len(args) > 1:
		return usage("%s takes one %s, not %d", c.Name(), word, len(args))
	case !strings.HasPrefix(takes, "[") && takes != "" && len(args) == 0:
		return usage("%s takes one %s: %s", c.Name(), word, strings.Join(c.ValidArgs, ", "))
	}
	return nil
}

// asFlag finds the flag that a word stands for which was written without it.
func asFlag(c *cobra.Command, word string) (meant string) {
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		switch {
		case f.Name == word:
			meant = "; did you mean --" + word + "?"
		case f.Value.Type() == "string" && meant == "" && slices.Contains(formatsIn(f.Usage), word):
			meant = fmt.Sprintf("; did you mean --%s %s?", f.Name, word)
		}
	})
	return meant
}

// wrongFlag says in plain words what is wrong with a flag.
func wrongFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(c, unknown)
	case errors.As(err, &bare):
		return usage("--%s needs %s behind it", bare.GetFlag().Name, taken(bare.GetFlag()))
	case errors.As(err, &wrong):
		return usage("--%s takes %s, not %q", wrong.GetFlag().Name, taken(wrong.GetFlag()), wrong.GetValue())
	}
	return usage("%w", err)
}

// taken is what a flag takes, in words.
func taken(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "duration":
		return "a duration such as 30s"
	case "stringSlice":
		return "one name, or several with commas between them"
	}
	return "a value"
}

// unknownFlag adds the flag that was probably meant, or the commands that have it.
func unknownFlag(c *cobra.Command, unknown *pflag.NotExistError) error {
	name, letters := unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames()
	shown := "--" + name
	if letters != "" {
		shown, name = "-"+name, letters
		if _, err := os.Stat("-" + letters); err == nil {
			return usage("unknown flag: %s; if the file is meant, write   ./-%s", shown, letters)
		}
	}
	var names []string
	collect := func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	}
	c.Flags().VisitAll(collect)
	c.InheritedFlags().VisitAll(collect)
	if near := meantFlag(name, names); near != "" {
		if len(letters) > 1 {
			shown = "-" + letters
		}
		return usage("unknown flag: %s; did you mean --%s?", shown, near)
	}
	return usage("unknown flag: %s%s", shown, takers(c.Root(), name))
}

// meantFlag is the one flag that a word or a single letter can stand for.
func meantFlag(word string, names []string) string {
	if len(word) > 1 && slices.Contains(names, word) {
		return word // written with one dash
	}
	if near := nearest.Name(word, names); near != "" && len(word) > 1 {
		return near
	}
	begins := strings.ToLower(word)
	if len(word) > 1 {
		begins += "-"
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !strings.HasPrefix(n, begins) })
	if len(names) != 1 {
		return ""
	}
	return names[0]
}

// takers names the commands that have a flag, for somebody who tries it elsewhere.
func takers(root *cobra.Command, flag string) string {
	var have []string
	for _, c := range root.Commands() {
		if c.LocalNonPersistentFlags().Lookup(flag) != nil && c.IsAvailableCommand() {
			have = append(have, c.Name())
		}
	}
	switch n := len(have); {
	case n == 0:
		return ""
	case n == 1:
		return "; " + have[0] + " takes it"
	default:
		return "; " + strings.Join(have[:n-1], ", ") + " and " + have[n-1] + " take it"
	}
}

// helpCommand is help, which explains the commands that there are and no others.
func (s session) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command and its flags",
		Long:  "Explain a command and its flags. Without one: list all commands.",
		RunE: func(c *cobra.Command, args []string) error {
			if err := arguments(c, args); err != nil {
				return err
			}
			about := c.Root()
			for _, sub := range c.Root().Commands() {
				if len(args) == 1 && sub.Name() == args[0] {
					about = sub
				}
			}
			if !about.HasParent() {
				if err := noCommand(about, args); err != nil {
					return err
				}
			}
			about.InitDefaultHelpFlag() // which is made for the command that runs only
			return about.Help()
		},
		ValidArgsFunction: func(c *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(given) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(c.Root()), cobra.ShellCompDirectiveNoFileComp
		},
	}
}
